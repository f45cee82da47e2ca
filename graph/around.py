"""What a store holds of one party and its listings, read without the rest: a part of the sources and of their view.

For questions on one party of a large store. Claims are those on the party, its listings and the actions that made
them; edges those of its listings and its listing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.claims import Source
from graph.contradictions import Contradiction
from graph.fold import View
from graph.model import ENTITY_LABELS, Edge, Entity, Label, Predicate
from graph.records import sources_of
from graph.store.protocol import NodeRef, RelationRef, Row, Store

_OF_LISTINGS = (Predicate.ON_LIST, Predicate.PART_OF, Predicate.AMENDED_BY)
Editions = Mapping[str, frozenset[str]]  # by list, the documents that have any entry of it


def listings_around(store: Store, party: str) -> tuple[list[Source], View, Editions]:
    """The live sources with what they say of an entity and its listings, the view of that, and who covers its lists."""
    edges = [
        *_edges(store, [party], Predicate.LISTED_BY),
        *_edges(store, [party], Predicate.LISTING_OF, of_target=True),
    ]
    listings = sorted({edge.source for edge in edges if edge.type is Predicate.LISTING_OF})
    edges += [edge for predicate in _OF_LISTINGS for edge in _edges(store, listings, predicate)]
    about = sorted({party, *(end for edge in edges for end in (edge.source, edge.target))} - _lists(edges))
    claims = _claims(store, about)
    wanted = sorted({key for row in claims for key in (row["subjectParty"], row["objectParty"]) if key})
    parties = _nodes(store, "MATCH (n:Party) WHERE n.id IN $ids RETURN n", wanted)
    documents = [row for row in store.nodes(Label.DOCUMENT) if row.get("supersededAt") is None]
    resolved = _resolved(store, wanted)
    entities = _entities(store, sorted({*about, *_lists(edges), *resolved.values()}))
    view = View(
        entities=tuple(entities),
        edges=tuple(sorted(edges, key=lambda e: e.id)),
        contradictions=tuple(_contradictions(store, [row["id"] for row in claims])),
        judgements=(),
        resolved=resolved,
        keys={},
    )
    return sources_of(documents, parties, claims), view, _editions(store, sorted(_lists(edges)))


def _lists(edges: Iterable[Edge]) -> set[str]:
    return {edge.target for edge in edges if edge.type in (Predicate.LISTED_BY, Predicate.ON_LIST)}


def _nodes(store: Store, cypher: str, ids: list[str]) -> list[Row]:
    found: list[NodeRef] = [row["n"] for row in store.rows(cypher, {"ids": ids})] if ids else []
    return sorted((dict(node.properties) for node in found), key=lambda row: str(row["id"]))


def _edges(store: Store, ids: list[str], predicate: Predicate, *, of_target: bool = False) -> list[Edge]:
    end = "b" if of_target else "a"
    text = f"MATCH (a)-[r:{predicate}]->(b) WHERE {end}.id IN $ids RETURN a.id AS source, r, b.id AS target"
    found = store.rows(text, {"ids": ids}) if ids else []
    return [_edge(predicate, row["source"], row["r"], row["target"]) for row in found]


def _edge(predicate: Predicate, source: str, relation: RelationRef, target: str) -> Edge:
    held = {name: value for name, value in relation.properties.items() if value is not None}
    return Edge.model_validate({**held, "type": predicate, "source": source, "target": target})


def _claims(store: Store, about: list[str]) -> list[Row]:
    text = "MATCH (n:Claim)-[:SUBJECT]->(e) WHERE e.id IN $ids AND n.supersededAt IS NULL RETURN n"
    return _nodes(store, text, about)


def _resolved(store: Store, parties: list[str]) -> dict[str, str]:
    text = "MATCH (p:Party)-[:REFERS_TO]->(e) WHERE p.id IN $ids RETURN p.id AS party, e.id AS entity ORDER BY party"
    return {row["party"]: row["entity"] for row in store.rows(text, {"ids": parties})}


def _entities(store: Store, ids: list[str]) -> Iterable[tuple[Label, Entity]]:
    for label in ENTITY_LABELS:
        for row in _nodes(store, f"MATCH (n:{label}) WHERE n.id IN $ids RETURN n", ids):
            yield label, Entity.model_validate({name: value for name, value in row.items() if value is not None})


def _contradictions(store: Store, claims: list[str]) -> list[Contradiction]:
    text = (
        "MATCH (a:Claim)-[r:CONTRADICTS]->(b:Claim) WHERE a.id IN $ids AND b.id IN $ids "
        "RETURN a.id AS left, b.id AS right, r.kind AS kind, r.about AS about, r.why AS why "
        "ORDER BY left, right, kind, about"
    )
    return [Contradiction(**row) for row in store.rows(text, {"ids": claims})]


def _editions(store: Store, lists: list[str]) -> Editions:
    text = (
        "MATCH ()-[r:LISTED_BY]->(l) WHERE l.id IN $ids UNWIND r.documentIds AS document "
        "RETURN DISTINCT l.id AS list, document ORDER BY list, document"
    )
    found: dict[str, set[str]] = {}
    for row in store.rows(text, {"ids": lists}):
        found.setdefault(row["list"], set()).add(row["document"])
    return {kept: frozenset(documents) for kept, documents in found.items()}
