"""Sources for tests in a line each: `source("a", "Acme supplies Bolt.", ("Acme", "SUPPLIES", "Bolt"))`.

A party is named by its name: "Acme", "Person:Ada Lovelace" (with a label), "Acme#2" (a second one of that name), and
its label is otherwise the commonest that the predicate allows. What a triple adds comes fourth:
`("Acme", "OWNS", "Bolt", {"quote": "half of Bolt", "modality": "possible", "share": "50"})`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from graph.claims import Claim, Document, Party, Quantity, QuantityKind, Source, party_key
from graph.model import PREDICATES, Grade, Label, Modality, Predicate

Triple = tuple[str, str, str] | tuple[str, str, str, Mapping[str, Any]]

_COMMONEST = (
    Label.COMPANY,
    Label.LIST,
    Label.COUNTRY,
    Label.EVENT,
    Label.LISTING,
    Label.PERSON,
    Label.AGENCY,
    Label.ORGANISATION,
)


def source(
    name: str,
    text: str,
    *triples: Triple,
    aliases: Mapping[str, Sequence[str]] | None = None,
    anchors: Mapping[str, str] | None = None,
    kinds: Mapping[str, str] | None = None,
    **document: Any,
) -> Source:
    """One document with its parties, a NAMED claim for each name, and a claim for each triple.

    Quotes are the whole text unless given; `aliases`, `anchors` and `kinds` go by the party's name as in the triples.
    """
    made = _document(name, text, document)
    labels = _labels(triples, [*(aliases or {}), *(anchors or {}), *(kinds or {})])
    parties = {
        spelled: Party(
            key=party_key(made.id, label, _local(spelled)),
            label=label,
            name=_name(spelled),
            anchor=(anchors or {}).get(spelled, _country(spelled, label)),
            kind=(kinds or {}).get(spelled),
        )
        for spelled, label in labels.items()
    }
    named = [
        _claim(made, {"predicate": Predicate.NAMED, "subject": party.key, "value": called})
        for spelled, party in parties.items()
        for called in (party.name, *(aliases or {}).get(spelled, ()))
    ]
    told = [_triple(made, parties, triple) for triple in triples]
    return Source(document=made, parties=tuple(parties.values()), claims=(*named, *told))


def key(made: Source, spelled: str) -> str:
    """The key of the party that the triples called so."""
    return next(p.key for p in made.parties if p.key.rsplit(":", 1)[1] == _local(spelled))


def _document(name: str, text: str, fields: Mapping[str, Any]) -> Document:
    identity = hashlib.sha256(f"{name}\n{text}".encode()).hexdigest()
    return Document(**{"id": identity, "name": name, "format": "test", "text": text, "source": name, **fields})


def _labels(triples: Sequence[Triple], further: Sequence[str]) -> dict[str, Label]:
    labels: dict[str, Label] = {}
    for triple in triples:
        shape = PREDICATES[Predicate(triple[1])]
        ends = (
            [(triple[0], shape.subjects), (triple[2], shape.objects)]
            if shape.objects
            else [(triple[0], shape.subjects)]
        )
        for spelled, allowed in ends:
            labels.setdefault(spelled, _label(spelled, allowed))
    for spelled in further:
        labels.setdefault(spelled, _label(spelled, frozenset(_COMMONEST)))
    return labels


def _label(spelled: str, allowed: frozenset[Label]) -> Label:
    given = spelled.split(":", 1)[0]
    if ":" in spelled and given in Label.__members__.values():
        return Label(given)
    return next(label for label in _COMMONEST if label in allowed)


def _local(spelled: str) -> str:
    return spelled.split(":", 1)[-1].casefold()


def _name(spelled: str) -> str:
    return spelled.split(":", 1)[-1].split("#", maxsplit=1)[0]


def _country(spelled: str, label: Label) -> str | None:
    """ "US" is the country of ISO 3166 with that code."""
    code = _local(spelled)
    return code if label is Label.COUNTRY and len(code) == 2 else None


def _triple(made: Document, parties: Mapping[str, Party], triple: Triple) -> Claim:
    further: dict[str, Any] = dict(triple[3]) if len(triple) == 4 else {}
    end = "object" if triple[2] in parties and PREDICATES[Predicate(triple[1])].objects else "value"
    fields: dict[str, Any] = {
        "predicate": Predicate(triple[1]),
        "subject": parties[triple[0]].key,
        end: parties[triple[2]].key if end == "object" else triple[2],
    }
    if "share" in further:
        share = further.pop("share")
        fields["quantity"] = Quantity(kind=QuantityKind.SHARE, low=share, high=share)
    if "count" in further:
        count = further.pop("count")
        unit = further.pop("unit", triple[2])
        fields["quantity"] = Quantity(kind=QuantityKind.COUNT, low=count, high=count, unit=unit)
    if "modality" in further:
        fields["modality"] = Modality(further.pop("modality"))
    return _claim(made, fields | further)


def _claim(made: Document, fields: Mapping[str, Any]) -> Claim:
    quote = fields.get("quote", made.text)
    start = made.text.index(quote)
    grade = Grade.OFFICIAL if made.official else Grade.STATED
    evidence = {"document": made.id, "quote": quote, "start": start, "end": start + len(quote), "grade": grade}
    return Claim.checked(made.name, **(evidence | dict(fields)))
