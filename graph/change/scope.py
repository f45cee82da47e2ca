"""What of the view a change can alter, and all claims that this part of the view rests on.

Every rule of `graph.contradictions`, `graph.disagreement` and `graph.edges` looks at the claims of one neighbourhood:
of a subject, of two entities, of the owners of an asset, of the members of an event, of the listings of a party. The
claims that come, go or move (`altered`) name the neighbourhoods; each is fetched whole, on both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from graph.change.placed import Placed
from graph.change.stored import TooWide, label_in
from graph.change.universe import Universe
from graph.claims import Claim
from graph.contradictions import Contradiction
from graph.model import PREDICATES, Label, Modality, Predicate

_SYMMETRIC = tuple(p for p, shape in PREDICATES.items() if shape.symmetric)
_STAKES = (Predicate.OWNS, Predicate.INVESTED_IN)
_ENTRIES = frozenset({Label.LISTING, Label.EVENT})
_ON_PARTIES = frozenset({"country", "name"})
_MOST = 50_000  # claims that move; beyond it, a fold of everything takes no longer


@dataclass(slots=True)
class Scope:
    """The claims that come, go or move, and the neighbourhoods that are whole, by entity id of either side."""

    altered: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)
    assets: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)
    listed: set[str] = field(default_factory=set)

    def holds(self, found: Contradiction, side: Placed) -> bool:
        """Whether it lies in a neighbourhood that is whole."""
        if found.kind in _ON_PARTIES:
            return found.about in side.named
        if found.kind == "action" or (found.kind == "date" and label_in(found.about) not in _ENTRIES):
            return found.about in self.listed
        wholes = {"count": self.events, "ownership": self.assets}
        return found.about in wholes.get(found.kind, self.subjects)


class Surveyor:
    """Finds the scope of a change and fetches into the universe what lies in it."""

    def __init__(self, universe: Universe, before: Placed, after: Placed) -> None:
        self.universe, self.stored = universe, universe.stored
        self.sides = (before, after)
        self.scope = Scope()

    def survey(self) -> Scope:
        altered = self._altered()
        self.scope.altered = set(altered)
        self._subjects(altered)
        self._listed(altered)
        self._assets(altered)
        self._fetch_subjects()
        return self.scope

    def ends(self, party: str) -> set[str]:
        """The entities of a party, before and after."""
        found = {side.resolved[party] for side in self.sides if party in side.resolved}
        return found or set(self.stored.entities([party]).values())

    def _all_ends(self, parties: Iterable[str | None]) -> set[str]:
        wanted = {party for party in parties if party is not None}
        self.stored.entities(wanted)
        return {entity for party in wanted for entity in self.ends(party)}

    def _altered(self) -> dict[str, Claim]:
        """The claims of documents that come or go, and those of which a party's entity or its name changed."""
        before, after = self.sides
        staying = before.side.core & after.side.core
        called = [{e: side.name(e, self.stored) for e in set(side.resolved.values())} for side in self._of_core()]
        moved = {
            party
            for party in staying
            if before.resolved[party] != after.resolved[party]
            or called[0][before.resolved[party]] != called[1][after.resolved[party]]
        }
        entities = {before.resolved[party] for party in moved}
        claims = self.stored.about(entities) | self.stored.on(entities)
        if len(claims) > _MOST:
            raise TooWide
        found = {i: c for i, c in claims.items() if {c.subject, c.object} & moved}
        found |= {i: c for i, c in self.universe.claims.items() if c.document in self.universe.change.gone}
        self.universe.fetch(found)
        core = before.side.core | after.side.core
        if any(c.predicate is Predicate.LOCATED_IN and c.subject not in core for c in found.values()):
            raise TooWide  # a country turned out to be another: the countries of all who are there change
        return found | self.universe.coming

    def _of_core(self) -> list[Placed]:
        return [replace(side, resolved={key: side.resolved[key] for key in side.side.core}) for side in self.sides]

    def _subjects(self, altered: Mapping[str, Claim]) -> None:
        subjects, scope = {c.subject for c in altered.values()}, self.scope
        both = {c.object for c in altered.values() if PREDICATES[c.predicate].symmetric}
        scope.subjects |= self._all_ends(subjects | both)
        members = [c for c in altered.values() if c.predicate is Predicate.MEMBER_OF]
        bodies = [c for c in members if any(label_in(e) is Label.AGENCY for e in self.ends(c.subject))]
        scope.subjects |= self._all_ends(c.object for c in bodies)
        scope.events |= {e for e in scope.subjects if label_in(e) is Label.EVENT}
        self.universe.fetch(self.stored.on(scope.events, (Predicate.MEMBER_OF,)))
        kept = self._all_ends(c.object for c in altered.values() if c.predicate is Predicate.ADMINISTERED_BY)
        denied = [c for c in self.stored.on(kept, (Predicate.LISTED_BY,)).values() if c.modality is Modality.NEGATED]
        scope.subjects |= self._all_ends(c.subject for c in denied)

    def _listed(self, altered: Mapping[str, Claim]) -> None:
        """The parties of whose entries on a list something changes, with all that is said of their entries."""
        listings = {e for e in self.scope.subjects if label_in(e) is Label.LISTING}
        nested = [
            c
            for c in altered.values()
            if c.predicate is Predicate.PART_OF and all(label_in(e) is Label.EVENT for e in self.ends(c.subject))
        ]
        actions = self._all_ends([*(c.subject for c in nested), *(c.object for c in nested)])
        parts = self.stored.on(actions, (Predicate.PART_OF,))
        listings |= {e for e in self._all_ends(c.subject for c in parts.values()) if label_in(e) is Label.LISTING}
        told = [*self.stored.about(listings, (Predicate.LISTING_OF,)).values(), *altered.values()]
        self.scope.listed = self._all_ends(c.object for c in told if c.predicate is Predicate.LISTING_OF)
        self.scope.listed |= self._all_ends(c.subject for c in altered.values() if c.predicate is Predicate.LISTED_BY)
        entries = self.stored.on(self.scope.listed, (Predicate.LISTING_OF,))
        said = self.stored.about(self._all_ends(c.subject for c in entries.values()))
        made = self._all_ends(c.object for c in said.values() if c.predicate is Predicate.PART_OF)
        made |= self._all_ends(c.object for c in altered.values() if c.predicate is Predicate.PART_OF)
        self.universe.fetch(entries | said | self.stored.about(made, (Predicate.PART_OF,)))
        self.universe.fetch(self.stored.about(self.scope.listed, (Predicate.LISTED_BY,)))

    def _assets(self, altered: Mapping[str, Claim]) -> None:
        """The assets whose owners' shares are compared: who owns whom counts through others, so all further down."""
        stakes = [c for c in altered.values() if c.predicate in _STAKES]
        first = self._all_ends(c.object for c in stakes)
        owned = self._all_ends(c.object for c in stakes if c.predicate is Predicate.OWNS)
        self.scope.assets = first | self._further_down(owned)
        claims = self.stored.on(self.scope.assets, _STAKES)
        self.universe.fetch(claims)
        owners = self._all_ends(c.subject for c in claims.values() if c.predicate is Predicate.OWNS)
        self._further_down(owners | self._all_ends(c.subject for c in stakes if c.predicate is Predicate.OWNS))

    def _further_down(self, start: set[str]) -> set[str]:
        reached, frontier = set(start), set(start)
        coming = [c for c in self.universe.coming.values() if c.predicate is Predicate.OWNS]
        while frontier:
            claims = self.stored.about(frontier, (Predicate.OWNS,))
            self.universe.fetch(claims)
            owned = [c.object for c in claims.values()]
            owned += [c.object for c in coming if self.ends(c.subject) & frontier]
            frontier = self._all_ends(owned) - reached
            reached |= frontier
            if len(reached) > _MOST:
                raise TooWide
        return reached

    def _fetch_subjects(self) -> None:
        scope, fetch = self.scope, self.universe.fetch
        fetch(self.stored.about(scope.subjects))
        fetch(self.stored.on(scope.subjects, _SYMMETRIC))
        said = [*self.universe.claims.values(), *self.universe.coming.values()]
        denied = [c for c in said if c.predicate is Predicate.LISTED_BY and c.modality is Modality.NEGATED]
        fetch(self.stored.on(self._all_ends(c.object for c in denied), (Predicate.ADMINISTERED_BY,)))
