"""Who must be looked at anew when a store changes: the parties whose entity could come out otherwise.

The answer may be too large, never too small. Parties meet by their keys; events by members, also those called alike
for short; listings by the party that they list. Two official actions, each with its anchor, are never one, so the way
from event to event does not lead from one such to another.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.bearers import ACTING, FIRM_LIKE
from graph.change.stored import TooWide, label_in
from graph.change.universe import Universe
from graph.clusters import Clusters
from graph.fold import resolve
from graph.keys import family_of, id_key
from graph.model import Label, Predicate

_FAMILIES = sorted({family_of(label) for label in Label})
_SUFFIX = 7  # characters of the suffix of an id, with its hyphen


def touched(universe: Universe, pulled: Iterable[str] = ()) -> set[str]:
    """The parties to resolve anew, with `pulled` among them. What tells who they are is fetched into the universe.

    Raises TooWide where a list turns out to be another one, whose every listing would be touched.
    """
    seeds = {*universe.fresh, *universe.leaving, *_judged(universe), *pulled}
    core = universe.closed(seeds)
    _learn(universe, core)
    moved = _moved(universe, core)
    events = _Events(universe, moved, core)
    core = universe.closed(core | events.walk(seeds))
    _learn(universe, core)
    moved = _moved(universe, core)
    if any(party.label is Label.LIST for party, _ in universe.stored.parties(moved).values()):
        raise TooWide
    core = universe.closed(core | _listings(universe, seeds, moved))
    _learn(universe, core)
    return core


def _judged(universe: Universe) -> set[str]:
    """The parties that any judgement's side may mean: a party, an anchor, or the id of an entity."""
    sides = {side for j in (*universe.change.before, *universe.change.after) for side in (j.left, j.right)}
    found = sides & (universe.stored.keys.keys() | universe.new_parties.keys())
    for side in sides:
        _, _, rest = side.partition(":")
        for family in _FAMILIES:
            for key in (f"a:{family}:{side}", *(id_key(family, r) for r in (rest, rest[:-_SUFFIX]) if r)):
                found |= universe.bearing(key)
    return found


def _learn(universe: Universe, core: Iterable[str]) -> None:
    """Fetch what is said of the parties' entities, and what makes a firm do what no company can."""
    entities = set(universe.stored.entities(core).values())
    universe.fetch(universe.stored.about(entities))
    universe.fetch(universe.stored.on((e for e in entities if label_in(e) in FIRM_LIKE), sorted(ACTING)))


def _moved(universe: Universe, core: set[str]) -> set[str]:
    """The stored parties that stay, and are one with others of those than before."""
    staying = core & universe.stored.keys.keys() - universe.leaving
    if not staying:
        return set()
    clusters = [_clusters(universe, core, after=after) for after in (False, True)]
    groups = [{key: frozenset(b.key for b in c.of[key].bearers) & staying for key in staying} for c in clusters]
    return {key for key in staying if groups[0][key] != groups[1][key]}


def _clusters(universe: Universe, core: set[str], *, after: bool) -> Clusters:
    side = universe.side(core, after=after)
    sources = side.sources()
    return resolve(sources, side.bearers(sources), side.judgements, [*side.surroundings()])[0].clusters


class _Events:
    """The way from event to event by shared members. Stored events go by entity, new ones by party."""

    def __init__(self, universe: Universe, moved: set[str], core: set[str]) -> None:
        self.universe, self.stored = universe, universe.stored
        self.moved, self.core = moved, core
        self.met: set[str] = set()  # members, and those who are called alike

    def walk(self, seeds: Iterable[str]) -> set[str]:
        """The parties of all events to resolve anew, of their members, and of those who share a short name."""
        told = self.stored.entities(seeds).values()
        frontier = {e for e in told if label_in(e) is Label.EVENT} | self._of(self._affected())
        frontier |= self._of(self._near(self._new_members()))
        seen: set[str] = set()
        while frontier:
            seen |= frontier
            anchored = {e for e in frontier if self._anchored(e)}
            ahead = self._of(self._near(self._members(frontier - anchored)))
            ahead |= {e for e in self._of(self._near(self._members(anchored))) if not self._anchored(e)}
            frontier = (ahead | self._wholes_and_parts(seen | ahead)) - seen
        parties = {p for members in self.stored.parties_of(seen).values() for p in members}
        return parties | self.met

    def _anchored(self, event: str) -> bool:
        parties = self.stored.parties_of([event])[event]
        return any(party.anchor for party, _ in self.stored.parties(parties).values())

    def _affected(self) -> set[str]:
        """Entities whose parties moved, or whose short name may now be that of others than before."""
        changing = [*self.universe.fresh, *self.universe.leaving, *self.moved]
        found = set(self.stored.entities(self.moved).values())
        for key in {k for party in changing for k in self.universe.keys(party) if k.startswith("k:")}:
            entities = set(self.stored.entities(self.stored.bearing.get(key, ())).values())
            if len(entities) > 1 or key in self.universe.new_bearing:
                found |= entities
        return found

    def _new_members(self) -> set[str]:
        """Parties of the new sources that are members of events there."""
        ends: dict[str, set[str]] = {}
        found: set[str] = set()
        for claim in self.universe.coming.values():
            if claim.predicate is Predicate.LISTING_OF and claim.object:
                ends.setdefault(claim.subject, set()).add(claim.object)
        for claim in self.universe.coming.values():
            if claim.predicate is Predicate.MEMBER_OF:
                found.add(claim.subject)
            elif claim.predicate is Predicate.PART_OF:
                found |= ends.get(claim.subject, set())
        return found

    def _members(self, events: set[str]) -> set[str]:
        """The parties that are members of these stored events, themselves or by their listings."""
        claims = self.stored.on(events, (Predicate.MEMBER_OF, Predicate.PART_OF))
        self.universe.fetch(claims)
        found = {c.subject for c in claims.values() if c.predicate is Predicate.MEMBER_OF}
        parts = {c.subject for c in claims.values()} - found
        listings = {e for e in self.stored.entities(parts).values() if label_in(e) is Label.LISTING}
        listed = self.stored.about(listings, (Predicate.LISTING_OF, Predicate.ON_LIST))
        self.universe.fetch(listed)
        return found | {c.object for c in listed.values() if c.object and c.predicate is Predicate.LISTING_OF}

    def _near(self, members: set[str]) -> set[str]:
        """The stored entities that the members are or may be, and those who share a short name with them."""
        fresh = self.universe.closed(members) - self.met
        self.met |= fresh
        mates: set[str] = set()
        for key in {k for party in fresh for k in self.universe.keys(party) if k.startswith("k:")}:
            mates |= self.universe.bearing(key)
        self.met |= mates
        return set(self.stored.entities(fresh | mates).values())

    def _of(self, entities: set[str]) -> set[str]:
        """The stored events of which these entities are members."""
        claims = self.stored.about(entities, (Predicate.MEMBER_OF,))
        listed = self.stored.on(entities, (Predicate.LISTING_OF,))
        self.universe.fetch(listed)
        listings = set(self.stored.entities(c.subject for c in listed.values()).values())
        claims |= self.stored.about(listings, (Predicate.PART_OF, Predicate.ON_LIST))
        self.universe.fetch(claims)
        return self._ends(c.object for c in claims.values() if c.predicate is not Predicate.ON_LIST)

    def _wholes_and_parts(self, events: set[str]) -> set[str]:
        up, down = (ask(events, (Predicate.PART_OF,)) for ask in (self.stored.about, self.stored.on))
        self.universe.fetch(up | down)
        return self._ends([*(c.object for c in up.values()), *(c.subject for c in down.values())])

    def _ends(self, parties: Iterable[str | None]) -> set[str]:
        entities = self.stored.entities(p for p in parties if p is not None).values()
        return {e for e in entities if label_in(e) is Label.EVENT}


def _listings(universe: Universe, seeds: set[str], moved: set[str]) -> set[str]:
    """The parties of all listings of whoever is listed by a listing that is touched."""
    stored = universe.stored
    own = set(stored.entities(seeds | moved).values())
    made = stored.on((e for e in own if label_in(e) is Label.EVENT), (Predicate.PART_OF,))
    listings = {e for e in own if label_in(e) is Label.LISTING}
    listings |= {e for e in stored.entities(c.subject for c in made.values()).values() if label_in(e) is Label.LISTING}
    told = [*stored.about(listings, (Predicate.LISTING_OF,)).values(), *universe.coming.values()]
    listed = universe.closed({c.object for c in told if c.predicate is Predicate.LISTING_OF and c.object} | moved)
    claims = stored.on(set(stored.entities(listed).values()), (Predicate.LISTING_OF,))
    universe.fetch(stored.about(set(stored.entities(listed).values()), (Predicate.LISTED_BY,)))
    found = set(stored.entities(c.subject for c in claims.values()).values())
    return {p for members in stored.parties_of(found | listings).values() for p in members}
