"""What a store should hold, and the batch that leads there from what it holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.claims import Source, content_id
from graph.contradictions import Contradiction
from graph.fold import View
from graph.model import ENTITY_LABELS, Contradicts, Edge, Label, Link
from graph.records import claim_row, document_row, judgement_row, party_row, properties_of, row_of
from graph.store.protocol import Batch, Relation, Row, Store

_EDGE_ENDS = frozenset({"id", "type", "source", "target"})


@dataclass(frozen=True, slots=True)
class Kept:
    """Stored rows by id: what is superseded stays, and what is unchanged keeps the time it was recorded."""

    documents: Mapping[str, Row]
    parties: Mapping[str, Row]
    claims: Mapping[str, Row]


@dataclass(slots=True)
class Holdings:
    """Nodes by label and id, relationships by type and key. The log of loads only ever grows, so it may be partial."""

    nodes: dict[Label, dict[str, Row]] = field(default_factory=dict)
    relations: dict[tuple[str, str], Relation] = field(default_factory=dict)


def holdings(live: Iterable[Source], view: View, kept: Kept, at: str) -> Holdings:
    """All that a store holds of these live sources and their view, with what is withdrawn beside them.

    What appears now is recorded `at`, what is gone is superseded `at`.
    """
    documents: dict[str, Row] = {}
    parties: dict[str, Row] = {}
    claims: dict[str, Row] = {}
    for source in live:
        document = source.document.id
        documents[document] = document_row(source, recorded(kept.documents.get(document), at))
        parties |= {p.key: party_row(p, document, view.keys[p.key]) for p in source.parties}
        for row in map(claim_row, source.claims):
            row["recordedAt"] = recorded(kept.claims.get(row["id"]), at)
            claims[row["id"]] = row
    gone = {i: row for i, row in kept.parties.items() if row["document"] not in documents}
    nodes = {
        Label.DOCUMENT: superseded(kept.documents, documents, at) | documents,
        Label.PARTY: gone | parties,
        Label.CLAIM: superseded(kept.claims, claims, at) | claims,
        Label.JUDGEMENT: {j.id: judgement_row(j) for j in view.judgements},
    }
    for label in ENTITY_LABELS:
        nodes[label] = {}
    for label, entity in view.entities:
        nodes[label][entity.id] = row_of(entity)
    labels = {entity.id: label for label, entity in view.entities}
    found = [*_edges(view, labels), *_stated(nodes[Label.CLAIM]), *_links(claims, view, labels)]
    return Holdings(nodes, {(r.type, r.key): r for r in found})


def recorded(before: Row | None, at: str) -> str:
    """When the graph learned it: a thing withdrawn and loaded again is learned anew."""
    return before["recordedAt"] if before and not before.get("supersededAt") else at


def superseded(before: Mapping[str, Row], now: Collection[str], at: str) -> dict[str, Row]:
    return {i: {**row, "supersededAt": row.get("supersededAt") or at} for i, row in before.items() if i not in now}


def _edges(view: View, labels: Mapping[str, Label]) -> Iterator[Relation]:
    return (edge_relation(edge, labels) for edge in view.edges)


def edge_relation(edge: Edge, labels: Mapping[str, Label]) -> Relation:
    properties = properties_of(edge, _EDGE_ENDS)
    return Relation(edge.type, labels[edge.source], edge.source, labels[edge.target], edge.target, edge.id, properties)


def contradiction_relation(found: Contradiction) -> Relation:
    key = content_id("x", [found.left, found.right, found.kind, found.about])
    properties = Contradicts(kind=found.kind, about=found.about, why=found.why).model_dump(by_alias=True)
    return Relation(Link.CONTRADICTS, Label.CLAIM, found.left, Label.CLAIM, found.right, key, properties)


def _stated(claims: Mapping[str, Row]) -> Iterator[Relation]:
    """Withdrawn claims too: they stay tied to their document, and to nothing else."""
    for claim, row in claims.items():
        yield Relation(Link.STATED_IN, Label.CLAIM, claim, Label.DOCUMENT, row["document"], claim)


def _links(claims: Mapping[str, Row], view: View, labels: Mapping[str, Label]) -> Iterator[Relation]:
    for claim, row in claims.items():
        for link, party in ((Link.SUBJECT, row["subjectParty"]), (Link.OBJECT, row["objectParty"])):
            if party is not None:
                entity = view.resolved[party]
                yield Relation(link, Label.CLAIM, claim, labels[entity], entity, claim)
    for party, entity in view.resolved.items():
        yield Relation(Link.REFERS_TO, Label.PARTY, party, labels[entity], entity, party)
    yield from map(contradiction_relation, view.contradictions)


def difference(store: Store, wanted: Holdings) -> list[Batch]:
    """What to put and to drop so that the store holds what is wanted, new rows apart; loads that were logged stay."""
    new: dict[Label, list[Row]] = {}
    nodes: dict[Label, list[Row]] = {}
    drop_nodes: dict[Label, list[str]] = {}
    for label, rows in wanted.nodes.items():
        stored = {row["id"]: row for row in store.nodes(label)}
        put = [row for i, row in sorted(rows.items()) if i in stored and unlike(stored[i], row)]
        fresh = [row for i, row in sorted(rows.items()) if i not in stored]
        drop = [] if label is Label.LOAD else [i for i in sorted(stored) if i not in rows]
        new |= {label: fresh} if fresh else {}
        nodes |= {label: put} if put else {}
        drop_nodes |= {label: drop} if drop else {}
    stored_relations = {(r.type, r.key): r for r in store.relations()}
    fresh_relations = [r for key, r in sorted(wanted.relations.items()) if key not in stored_relations]
    present = {key: r for key, r in wanted.relations.items() if key in stored_relations}
    put_relations, drop_relations = changed(stored_relations, present)
    batches = Batch(new, fresh_relations, new=True), Batch(nodes, put_relations, drop_nodes, drop_relations)
    return [batch for batch in batches if batch]


def changed(
    stored: Mapping[tuple[str, str], Relation], wanted: Mapping[tuple[str, str], Relation]
) -> tuple[list[Relation], list[Relation]]:
    """A relationship whose ends moved is dropped and made anew."""
    put = [r for key, r in sorted(wanted.items()) if key not in stored or not _alike(stored[key], r)]
    moved = [
        stored[r.type, r.key] for r in put if (r.type, r.key) in stored and _ends(stored[r.type, r.key]) != _ends(r)
    ]
    gone = [r for key, r in sorted(stored.items()) if key not in wanted]
    return put, [*gone, *moved]


def _ends(relation: Relation) -> tuple[str, str, str, str]:
    return relation.source_label, relation.source, relation.target_label, relation.target


def _alike(one: Relation, other: Relation) -> bool:
    return _ends(one) == _ends(other) and _plain(one.properties) == _plain(other.properties)


def unlike(one: Row, other: Row) -> bool:
    return _plain(one) != _plain(other)


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Stores give back lists for tuples, and may leave out what is null or empty."""
    found = {
        name: list(value) if isinstance(value, tuple | list) else value for name, value in row.items() if name != "id"
    }
    return {name: value for name, value in found.items() if value is not None and value != []}
