"""One side of a change as nodes and relationships: what the store holds of the scope before it, or must hold after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graph.change.placed import Placed
from graph.change.scope import Scope
from graph.change.stored import Stored, label_in
from graph.claims import Document
from graph.contradictions import Contradiction, contradictions
from graph.disagreement import disagreements
from graph.edges import Triple, fold_edges, triple_of, triples
from graph.entities import code_of, entity_of, roles_of
from graph.evidence import Told
from graph.holdings import contradiction_relation, edge_relation
from graph.model import Edge, Label, Link, Predicate
from graph.records import row_of
from graph.store.protocol import Relation, Row


@dataclass(slots=True)
class Names(Mapping[str, str]):
    """Display names by entity id, asked of the store where they are not new."""

    side: Placed
    stored: Stored

    def __getitem__(self, entity: str) -> str:
        return self.side.name(entity, self.stored)

    def __iter__(self) -> Iterator[str]:
        return iter(self.side.named)

    def __len__(self) -> int:
        return len(self.side.named)


@dataclass(slots=True)
class Shown:
    """A side's claims as the fold sees them, and what follows from them within the scope."""

    side: Placed
    told: dict[str, Told]
    labels: dict[str, Label]
    related: dict[Triple, list[Told]]
    clashes: tuple[Contradiction, ...]
    edges: list[Edge] = field(default_factory=list)

    @classmethod
    def of(cls, side: Placed, stored: Stored, documents: Mapping[str, Document]) -> Shown:
        claims = side.side.claims
        ends = {end for c in claims.values() for end in (c.subject, c.object) if end is not None}
        resolved = stored.entities(ends - side.resolved.keys()) | side.resolved
        told = {
            i: Told(i, c, documents[c.document], resolved[c.subject], None if c.object is None else resolved[c.object])
            for i, c in sorted(claims.items())
        }
        labels = {entity: label_in(entity) for entity in resolved.values()}
        related = triples(told.values(), labels)
        names = Names(side, stored)
        clusters = {entity: one.cluster for entity, one in side.named.items()}
        clashes = (
            *contradictions(told.values(), related, names),
            *disagreements(told.values(), related, names, clusters),
        )
        return cls(side, told, labels, related, clashes)

    def triples_of(self, claims: Iterable[str]) -> set[Triple]:
        """What the claims relate; with a stop of supply the supply that it ends."""
        found = {triple_of(self.told[i], self.labels) for i in claims if i in self.told}
        whole = {triple for triple in found if triple is not None}
        return whole | {(Predicate.SUPPLIES, *t[1:]) for t in whole if t[0] is Predicate.STOPPED_SUPPLYING}

    def fold(self, wanted: Iterable[Triple]) -> None:
        contested = {claim for c in self.clashes for claim in (c.left, c.right)}
        self.edges = fold_edges(self.related, contested, sorted(wanted))

    def roles(self) -> dict[str, set[tuple[str, Predicate]]]:
        """The roles of each end, with the type of edge that gives them."""
        found: dict[str, set[tuple[str, Predicate]]] = defaultdict(set)
        for edge in self.edges:
            for end, role in roles_of(edge):
                found[end].add((role, edge.type))
        return found

    def entities(self) -> dict[str, Row]:
        """The core's entities without their roles."""
        about: dict[str, list[Told]] = {entity: [] for entity in self.side.named}
        for told in self.told.values():
            if told.affirmed and told.subject in about:
                about[told.subject].append(told)
        codes = self._codes()
        return {
            entity: row_of(entity_of(entity, one, about[entity], set(), codes))
            for entity, one in self.side.named.items()
        }

    def _codes(self) -> dict[str, str | None]:
        """Of the countries of the core by their anchors; of others by their id, which is an anchor."""
        here = {e: code_of(one.cluster.anchors) for e, one in self.side.named.items() if one.label is Label.COUNTRY}
        told = {t.object for t in self.told.values() if t.claim.predicate is Predicate.LOCATED_IN and t.object}
        return {e: code_of([e.partition(":")[2]]) for e in told} | here

    def relations(self, scope: Scope) -> dict[tuple[str, str], Relation]:
        found = [edge_relation(edge, self.labels) for edge in self.edges]
        found += [contradiction_relation(c) for c in self.clashes if scope.holds(c, self.side)]
        for claim in sorted(scope.altered & self.told.keys()):
            told = self.told[claim]
            for link, entity in ((Link.SUBJECT, told.subject), (Link.OBJECT, told.object)):
                if entity is not None:
                    found.append(Relation(link, Label.CLAIM, claim, label_in(entity), entity, claim))
        for party in sorted(self.side.side.core):
            entity = self.side.resolved[party]
            found.append(Relation(Link.REFERS_TO, Label.PARTY, party, label_in(entity), entity, party))
        return {(r.type, r.key): r for r in found}


def altered_edges(before: Shown, after: Shown, scope: Scope) -> None:
    """Fold on both sides the edges that any altered claim, or a claim newly or no longer contested, is part of."""
    clashes = [{c for c in shown.clashes if scope.holds(c, shown.side)} for shown in (before, after)]
    contested = {claim for c in clashes[0] ^ clashes[1] for claim in (c.left, c.right)}
    wanted = {triple for shown in (before, after) for triple in shown.triples_of(scope.altered | contested)}
    before.fold(wanted)
    after.fold(wanted)
