"""The batch that takes a store through a change: what is told, who is who, what follows, each where it differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.change.placed import placed
from graph.change.scope import Scope, Surveyor
from graph.change.shown import Shown, altered_edges
from graph.change.stored import Stored, label_in
from graph.change.universe import Change, Universe
from graph.claims import Source
from graph.entities import ROLES
from graph.holdings import changed, recorded, superseded, unlike
from graph.model import ENTITY_LABELS, Label, Link, Predicate
from graph.records import claim_row, document_row, judgement_row, party_row
from graph.store.protocol import Batch, Relation, Row, Store
from graph.verdicts import standing


def batch_of(store: Store, change: Change, at: str) -> Batch:
    """The difference that the change makes to what the store holds. Raises TooWide where a whole fold is due."""
    course = course_of(store, change)
    nodes, drop_nodes = _evidence(course.stored, course.universe, course.after.side.keys(), at)
    relations = _stated(nodes[Label.CLAIM], course.stored)
    return course.batch(nodes, drop_nodes, relations, {})


Rows = dict[str, Row]


@dataclass(slots=True)
class Course:
    """A change thought through: both sides of what it touches."""

    store: Store
    universe: Universe
    scope: Scope
    before: Shown
    after: Shown

    @property
    def stored(self) -> Stored:
        return self.universe.stored

    def batch(
        self,
        nodes: dict[Label, Rows],
        drop_nodes: dict[Label, list[str]],
        further: Mapping[tuple[str, str], Relation],
        roles: Mapping[str, set[str]],
    ) -> Batch:
        """The difference, with nodes and relationships that rest on no rule, and roles that entities have elsewhere."""
        sides, change = (self.before, self.after), self.universe.change
        judged = [{i: judgement_row(j) for i, j in shown.side.judgements.items()} for shown in sides]
        people = [{j.id: judgement_row(j) for j in standing(js)} for js in (change.before, change.after)]
        _put(Label.JUDGEMENT, judged[0] | people[0], judged[1] | people[1], nodes, drop_nodes)
        _entities(self, roles, nodes, drop_nodes)
        before, after = (shown.relations(self.scope) for shown in sides)
        put, drop = changed(before, {**after, **further})
        return Batch({label: list(rows.values()) for label, rows in nodes.items() if rows}, put, drop_nodes, drop)


def course_of(store: Store, change: Change, stored: Stored | None = None) -> Course:
    """Raises TooWide where a whole fold is due."""
    stored = stored or Stored(store)
    universe = Universe(stored, change)
    before, after = placed(universe)
    scope = Surveyor(universe, before, after).survey()
    for side, is_after in ((before, False), (after, True)):
        side.side = universe.side(side.side.core, after=is_after)
    documents = stored.documents({c.document for c in universe.claims.values()})
    documents_after = documents | {s.document.id: s.document for s in change.new}
    shown = Shown.of(before, stored, documents), Shown.of(after, stored, documents_after)
    altered_edges(*shown, scope)
    return Course(store, universe, scope, *shown)


def _evidence(
    stored: Stored, universe: Universe, keys: Mapping[str, tuple[str, ...]], at: str
) -> tuple[dict[Label, Rows], dict[Label, list[str]]]:
    """Documents, parties and claims that come or go."""
    nodes: dict[Label, Rows] = {Label.DOCUMENT: {}, Label.PARTY: {}, Label.CLAIM: {}}
    dropped: list[str] = []
    here = {source.document.id for source in universe.change.new}
    for document in sorted(universe.change.gone - here):
        nodes[Label.DOCUMENT] |= superseded(stored.document_rows([document]), here, at)
        nodes[Label.CLAIM] |= superseded({i: stored.rows[i] for i in stored.stated_in(document)}, here, at)
    for source in universe.change.new:
        dropped += _new_source(stored, source, keys, at, nodes)
    return nodes, {Label.PARTY: dropped} if dropped else {}


def _new_source(
    stored: Stored, source: Source, keys: Mapping[str, tuple[str, ...]], at: str, nodes: dict[Label, Rows]
) -> list[str]:
    """Its rows, and which to drop: of a document told anew, its parties that are no more; claims are superseded."""
    document = source.document.id
    kept = stored.document_rows([document]).get(document)
    nodes[Label.DOCUMENT][document] = document_row(source, recorded(kept, at))
    told = {i: stored.rows[i] for i in stored.stated_in(document)} if kept else {}
    claims = {claim.id: claim_row(claim) for claim in source.claims}
    for i, row in claims.items():
        row["recordedAt"] = recorded(told.get(i), at)
    nodes[Label.CLAIM] |= superseded(told, claims, at) | claims
    parties = {party.key: party_row(party, document, keys[party.key]) for party in source.parties}
    nodes[Label.PARTY] |= parties
    return [row["id"] for row in stored.presented_in(document) if row["id"] not in parties] if kept else []


def _put(label: Label, before: Rows, after: Rows, nodes: dict[Label, Rows], drop: dict[Label, list[str]]) -> None:
    nodes[label] = {i: row for i, row in sorted(after.items()) if i not in before or unlike(before[i], row)}
    if gone := sorted(before.keys() - after.keys()):
        drop[label] = gone


def _entities(
    course: Course, further: Mapping[str, set[str]], nodes: dict[Label, Rows], drop: dict[Label, list[str]]
) -> None:
    before, after, store, stored = course.before, course.after, course.store, course.stored
    rows = after.entities()
    roles = [side.roles() for side in (before, after)]
    touched = before.side.named.keys() | rows.keys() | roles[0].keys() | roles[1].keys() | further.keys()
    touched -= after.side.called.keys()
    held = stored.entity_rows(touched)
    gone = before.side.named.keys() - rows.keys()
    for entity in touched - gone:
        given = rows.get(entity) or dict(held[entity])
        kept = set(held[entity]["roles"] or ()) if entity in held else set()
        own = [side.get(entity, set()) for side in roles]
        lost = {(role, kind) for role, kind in own[0] - own[1] if not _given(store, before, entity, role, kind)}
        given["roles"] = sorted(kept - {r for r, _ in lost} | {r for r, _ in own[1]} | further.get(entity, set()))
        rows[entity] = given
    for label in ENTITY_LABELS:
        was = {e: held[e] for e in touched if label_in(e) is label and e in held}
        _put(label, was, {e: row for e, row in rows.items() if label_in(e) is label}, nodes, drop)


def _given(store: Store, before: Shown, entity: str, role: str, kind: Predicate) -> bool:
    """Whether an edge that the change does not touch gives the entity a role, as this type does."""
    touched = {edge.id for edge in before.edges}
    patterns = (f"(e)-[r:`{kind}`]->()", f"(e)<-[r:`{kind}`]-()")
    for pattern in (p for p, own in zip(patterns, ROLES[kind], strict=True) if own == role):
        question = (
            f"MATCH (e:`{label_in(entity)}` {{id: $id}}) MATCH {pattern} "
            "WHERE r.modality <> 'possible' AND NOT r.stopped RETURN r.id AS id"
        )
        if any(row["id"] not in touched for row in store.rows(question, {"id": entity})):
            return True
    return False


def _stated(claims: Rows, stored: Stored) -> dict[tuple[str, str], Relation]:
    return {
        (Link.STATED_IN, i): Relation(Link.STATED_IN, Label.CLAIM, i, Label.DOCUMENT, row["document"], i)
        for i, row in claims.items()
        if i not in stored.rows
    }
