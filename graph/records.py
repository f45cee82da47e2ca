"""Documents, parties, claims and judgements as rows of a store, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from graph.claims import (
    Claim,
    Document,
    Dropped,
    Judgement,
    Party,
    Quantity,
    QuantityKind,
    Refusal,
    Source,
    plain_decimal,
)
from graph.model import ClaimNode, DocumentNode, JudgementNode, Label, Node, PartyNode
from graph.store.protocol import Row

_DOCUMENT = (
    "id",
    "name",
    "format",
    "text",
    "source",
    "title",
    "publisher",
    "published",
    "url",
    "summarises",
    "series",
    "official",
)
CLAIM_NAMES = {
    "document": "document",
    "predicate": "predicate",
    "subject": "subjectParty",
    "object": "objectParty",
    "value": "value",
    "quote": "quote",
    "start": "quoteStart",
    "end": "quoteEnd",
    "row": "tableRow",
    "column": "tableColumn",
    "modality": "modality",
    "grade": "grade",
    "attributed_to": "attributedTo",
    "rule": "rule",
    "valid_from": "validFrom",
    "valid_to": "validTo",
    "extractor": "extractor",
    "extractor_version": "extractorVersion",
}
_NO_CLAIM: Row = dict.fromkeys(to_camel(name) for name in ClaimNode.model_fields)


def row_of(node: Node) -> Row:
    """The node's properties by their stored names: what `model_dump` gives, in a fifth of its time."""
    return properties_of(node)


def properties_of(model: BaseModel, without: frozenset[str] = frozenset()) -> Row:
    """The model's fields by their stored names: enumerations as text, tuples as lists."""
    held = model.__dict__
    return {stored: _plain(held[name]) for name, stored in _stored_names(type(model), without)}


@cache
def _stored_names(model: type[BaseModel], without: frozenset[str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, to_camel(name)) for name in model.model_fields if name not in without)


def _plain(value: Any) -> Any:
    if type(value) is tuple:
        return list(value)
    return str(value) if isinstance(value, StrEnum) else value


def canonical(source: Source) -> Source:
    """The same source with parties by key and claims in reading order, each once: what a store gives back."""
    claims = {c.id: c for c in sorted(source.claims, key=lambda c: (c.extractor, c.extractor_version), reverse=True)}
    return source.model_copy(
        update={
            "parties": tuple(sorted(source.parties, key=lambda p: p.key)),
            "claims": tuple(claims[i] for i in sorted(claims, key=lambda i: (*_place(claims[i]), i))),
        }
    )


def _place(claim: Claim) -> tuple[int, int]:
    return claim.row or 0, claim.start or 0


def document_row(source: Source, recorded_at: str) -> Row:
    document = source.document
    node = DocumentNode(
        **{name: getattr(document, name) for name in _DOCUMENT},
        dropped=tuple(f"{d.start}:{d.end}:{d.reason}" for d in document.dropped),
        refused=tuple(r.model_dump_json() for r in source.refused),
        recorded_at=recorded_at,
    )
    return row_of(node)


def party_row(party: Party, document: str, keys: Iterable[str]) -> Row:
    node = PartyNode(
        id=party.key,
        label=party.label,
        name=party.name,
        document=document,
        kind=party.kind,
        anchor=party.anchor,
        section=party.section,
        keys=tuple(keys),
    )
    return row_of(node)


def claim_row(claim: Claim) -> Row:
    """The row of a live claim; when it was recorded is for the ledger to say."""
    given = claim.__dict__
    row = _NO_CLAIM | {stored: given[name] for name, stored in CLAIM_NAMES.items()}
    row["id"] = claim.id
    row["predicate"], row["modality"], row["grade"] = str(claim.predicate), str(claim.modality), str(claim.grade)
    row["premises"] = list(claim.premises)
    if (quantity := claim.quantity) is not None:
        row["quantityKind"], row["quantityUnit"] = str(quantity.kind), quantity.unit
        row["quantityLow"], row["quantityHigh"] = _decimal(quantity.low), _decimal(quantity.high)
    return row


def _decimal(value: Any) -> str | None:
    return None if value is None else plain_decimal(value)


def judgement_row(judgement: Judgement) -> Row:
    node = JudgementNode(
        id=judgement.id,
        left_party=judgement.left,
        right_party=judgement.right,
        verdict=judgement.verdict,
        reason=judgement.reason,
        author=judgement.author,
        made=judgement.made,
    )
    return row_of(node)


def judgement_of(row: Row) -> Judgement:
    return Judgement.model_validate(
        {name: row.get(name) for name in ("verdict", "reason", "author", "made")}
        | {"left": row["leftParty"], "right": row["rightParty"]}
    )


def sources_of(documents: Iterable[Row], parties: Iterable[Row], claims: Iterable[Row]) -> list[Source]:
    """The live sources, by document id, as they were before they were stored (`canonical`)."""
    live = {row["id"]: row for row in documents if not row.get("supersededAt")}
    party_rows: dict[str, list[Row]] = defaultdict(list)
    claim_rows: dict[str, list[Row]] = defaultdict(list)
    for row in parties:
        party_rows[row["document"]].append(row)
    for row in claims:
        if not row.get("supersededAt"):
            claim_rows[row["document"]].append(row)
    return [_source(live[i], party_rows[i], claim_rows[i]) for i in sorted(live)]


def _source(document: Row, parties: list[Row], claims: list[Row]) -> Source:
    """In the order of `canonical`, by the ids that the rows have."""
    claims = sorted(claims, key=lambda row: (row.get("tableRow") or 0, row.get("quoteStart") or 0, row["id"]))
    return Source(
        document=document_of(document),
        parties=tuple(map(party_of, sorted(parties, key=lambda row: str(row["id"])))),
        claims=tuple(map(claim_of, claims)),
        refused=tuple(map(Refusal.model_validate_json, document.get("refused") or ())),
    )


def document_of(row: Row) -> Document:
    stretches = (d.split(":", 2) for d in row.get("dropped") or ())
    dropped = tuple(Dropped(start=int(start), end=int(end), reason=reason) for start, end, reason in stretches)
    return Document.model_validate({name: row.get(name) for name in _DOCUMENT} | {"dropped": dropped})


def party_of(row: Row) -> Party:
    return Party(
        key=row["id"],
        label=Label(row["label"]),
        name=row["name"],
        kind=row.get("kind"),
        anchor=row.get("anchor"),
        section=row.get("section"),
    )


def claim_of(row: Row) -> Claim:
    given = {name: row.get(stored) for name, stored in CLAIM_NAMES.items()}
    return Claim.model_validate(given | {"premises": tuple(row.get("premises") or ()), "quantity": _quantity(row)})


def _quantity(row: Row) -> Quantity | None:
    if not row.get("quantityKind"):
        return None
    return Quantity(
        kind=QuantityKind(row["quantityKind"]),
        low=row.get("quantityLow"),
        high=row.get("quantityHigh"),
        unit=row.get("quantityUnit"),
    )
