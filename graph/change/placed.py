"""Both sides of a change with every party in its entity, and ids that no entity elsewhere disputes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.bearers import Bearer
from graph.change.stored import Stored, TooWide, label_in
from graph.change.touched import touched
from graph.change.universe import Side, Universe
from graph.claims import Judgement
from graph.fold import resolve
from graph.keys import family_of, id_key, keys_of
from graph.naming import Named, entity_ids, keeps, plain_id

_MOST = 20_000  # parties resolved anew; beyond it, a fold of everything takes no longer
_ROUNDS = 5


@dataclass(slots=True)
class Placed:
    """One side, resolved. `named` are the entities of the core, `resolved` the entities of all its parties."""

    side: Side
    bearers: list[Bearer]
    named: dict[str, Named]
    resolved: dict[str, str]
    judgements: dict[str, Judgement]  # those of rules, by id
    called: dict[str, str]  # the entities that were placed beforehand

    def name(self, entity: str, stored: Stored) -> str:
        if entity in self.named:
            return self.named[entity].name
        if entity in self.called:
            return self.called[entity]
        return str(stored.entity_rows([entity])[entity]["name"])

    def keys(self) -> dict[str, tuple[str, ...]]:
        return {bearer.key: keys_of(bearer) for bearer in self.bearers}


@dataclass(slots=True)
class Elsewhere:
    """The entities outside the core that have a plain id in common with one inside, and whether each is anchored."""

    universe: Universe
    core: set[str]
    found: dict[str, dict[str, bool]] = field(default_factory=dict)

    def __call__(self, plain: str) -> list[bool]:
        return list(self.sharing(plain).values())

    def sharing(self, plain: str) -> dict[str, bool]:
        if plain not in self.found:
            self.found[plain] = dict(self._sharing(plain))
        return self.found[plain]

    def _sharing(self, plain: str) -> Iterable[tuple[str, bool]]:
        stored, rest = self.universe.stored, plain.partition(":")[2]
        parties = set(stored.bearing.get(id_key(family_of(label_in(plain)), rest), ())) - self.core
        for entity in sorted(set(stored.entities(parties).values())):
            members = stored.parties(stored.parties_of([entity])[entity]).values()
            anchors = {party.anchor for party, _ in members if party.anchor}
            if plain == plain_id(label_in(entity), stored.entity_rows([entity])[entity]["name"], anchors):
                yield entity, bool(anchors)


def placed(universe: Universe) -> tuple[Placed, Placed]:
    """Before and after. Raises TooWide, and JudgementConflict where the persons' judgements cannot hold together."""
    pulled: set[str] = set()
    for _ in range(_ROUNDS):
        core = touched(universe, pulled)
        if len(core) > _MOST:
            raise TooWide
        elsewhere = Elsewhere(universe, core)
        before, after = (_placed(universe, core, elsewhere, after=after) for after in (False, True))
        renamed = _renamed(after, elsewhere)
        if not renamed:
            _check(universe, before)
            return before, after
        pulled |= {p for members in universe.stored.parties_of(renamed).values() for p in members}
    raise TooWide


def _placed(universe: Universe, core: set[str], elsewhere: Elsewhere, *, after: bool) -> Placed:
    side = universe.side(core, after=after)
    sources = side.sources()
    bearers = side.bearers(sources)
    found, _ = resolve(sources, bearers, side.judgements, [*side.surroundings()], elsewhere)
    named = entity_ids(found.clusters.having(b.key for b in bearers), elsewhere)
    resolved = side.context | {b.key: entity for entity, one in named.items() for b in one.cluster.bearers}
    called = dict(universe.change.placed.values()) if after else {}
    return Placed(side, bearers, named, resolved, {j.id: j for j in found.judgements()}, called)


def _renamed(after: Placed, elsewhere: Elsewhere) -> set[str]:
    """The entities elsewhere that get or lose a suffix, since others come to have their plain id, or cease to."""
    inside: dict[str, list[bool]] = {plain: [] for plain in elsewhere.found}
    for one in after.named.values():
        plain = plain_id(one.label, one.name, one.cluster.anchors)
        inside.setdefault(plain, []).append(bool(one.cluster.anchors))
    renamed: set[str] = set()
    for plain, others in elsewhere.found.items():
        kept = keeps([*others.values(), *inside[plain]])
        keeper = list(others)[kept] if kept is not None and kept < len(others) else None
        renamed |= {entity for entity in others if (entity == plain) != (entity == keeper)}
    return renamed


def _check(universe: Universe, before: Placed) -> None:
    """What is folded of the present parties must be what the store holds; else it was folded by other rules."""
    held = universe.stored.entities(before.side.core)
    if any(held.get(key) != before.resolved[key] for key in before.side.core):
        raise TooWide
