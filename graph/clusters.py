"""Clusters of parties, and what keeps two of them apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from graph.bearers import SEVERAL, Bearer

_LEFT, _RIGHT = 1, 2
# Codes of their own within one state: texts give a firm of Hong Kong as Chinese, one of Guernsey as British.
STATE = {"hk": "cn", "mo": "cn", "pr": "us", "gu": "us", "gg": "gb", "je": "gb", "im": "gb", "gi": "gb"}


@dataclass(slots=True, eq=False)
class Cluster:
    """Parties taken for one. `sides` holds, for each person's "not same", on which side of it a member stands."""

    bearers: list[Bearer]
    anchors: set[str] = field(default_factory=set)
    identifiers: dict[str, set[str]] = field(default_factory=dict)
    countries: set[str] = field(default_factory=set)
    documents: dict[str, list[Bearer]] = field(default_factory=dict)
    curated: set[str] = field(default_factory=set)
    sides: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, bearer: Bearer, sides: Mapping[str, int]) -> Cluster:
        cluster = cls([bearer], documents={bearer.document.id: [bearer]}, sides=dict(sides))
        cluster.anchors.update([bearer.party.anchor] if bearer.party.anchor else [])
        cluster.countries.update(bearer.countries)
        for scheme, value in bearer.identifiers:
            cluster.identifiers.setdefault(scheme, set()).add(value)
        if bearer.curated and bearer.party.anchor:
            cluster.curated.update(bearer.keys)
        return cluster

    @property
    def best(self) -> Bearer:
        return min(self.bearers, key=lambda b: b.rank)

    def bearing(self, key: str) -> Bearer:
        """The member with this name key that the others are best compared with."""
        return min((b for b in self.bearers if key in b.keys), key=lambda b: (b.primary != key, b.rank))

    def absorb(self, other: Cluster) -> None:
        self.bearers.extend(other.bearers)
        self.anchors |= other.anchors
        self.countries |= other.countries
        self.curated |= other.curated
        for scheme, values in other.identifiers.items():
            self.identifiers.setdefault(scheme, set()).update(values)
        for document, found in other.documents.items():
            self.documents.setdefault(document, []).extend(found)
        for judgement, side in other.sides.items():
            self.sides[judgement] = self.sides.get(judgement, 0) | side

    @property
    def profile(self) -> tuple[frozenset[str], frozenset[tuple[str, str]], frozenset[str]]:
        """What tells parties of one name apart: anchors, identifiers, countries."""
        identifiers = ((s, v) for s, values in self.identifiers.items() if s not in SEVERAL for v in values)
        return frozenset(self.anchors), frozenset(identifiers), frozenset(self.countries)


def judged_apart(one: Cluster, other: Cluster) -> str | None:
    for judgement in one.sides.keys() & other.sides.keys():
        if one.sides[judgement] | other.sides[judgement] == _LEFT | _RIGHT:
            return "a person judged them apart"
    return None


def told_apart(one: Cluster, other: Cluster) -> str | None:
    """Why anchors, identifiers or a person's judgement keep the two apart, in words."""
    if reason := judged_apart(one, other):
        return reason
    if one.anchors and other.anchors and not one.anchors & other.anchors:
        return f"the tables know them as {_listed(one.anchors)} and {_listed(other.anchors)}"
    told = sorted(one.identifiers.keys() & other.identifiers.keys() - SEVERAL)
    if any(one.identifiers[scheme] & other.identifiers[scheme] for scheme in told):
        return None  # one number in common says more than another that differs: registers renumber
    for scheme in told:
        mine, theirs = one.identifiers[scheme], other.identifiers[scheme]
        if not mine & theirs:
            return f"their {scheme} differ ({_listed(mine)} and {_listed(theirs)})"
    return None


def set_apart(one: Cluster, other: Cluster, curated: frozenset[str] = frozenset()) -> str | None:
    """Why anything keeps the two apart, in words. Names that are `curated` of one anchored party keep nothing apart."""
    if reason := told_apart(one, other):
        return reason
    if _countries_clash(one, other):
        return f"one is of {_listed(one.countries).upper()}, the other of {_listed(other.countries).upper()}"
    return _document_apart(one, other, curated)


def _document_apart(one: Cluster, other: Cluster, curated: frozenset[str]) -> str | None:
    small, large = sorted((one.documents, other.documents), key=len)
    for document in sorted(d for d in small if d in large):
        for pair in product(small[document], large[document]):
            if _kept_apart(*pair, curated):
                mine, theirs = sorted(pair, key=lambda b: b.key)
                return f"{mine.document.name!r} keeps {mine.party.name!r} and {theirs.party.name!r} apart"
    return None


def _kept_apart(one: Bearer, other: Bearer, curated: frozenset[str]) -> bool:
    """A text that uses two names of one curated party, and relates them in no way, does not keep them apart.

    Nor does a file of several lists keep the rows of one list from those of another.
    """
    if one.party.section != other.party.section:
        return False
    if one.curated or one.primary == other.primary or other.key in one.related:
        return True
    return not {one.primary, other.primary} <= curated


def _listed(values: Iterable[str]) -> str:
    return ", ".join(sorted(values))


class Clusters:
    """All clusters; `of` finds a party's."""

    def __init__(self, bearers: Iterable[Bearer], sides: Mapping[str, Mapping[str, int]]) -> None:
        self.of = {b.key: Cluster.of(b, sides.get(b.key, {})) for b in sorted(bearers, key=lambda b: b.key)}

    def __iter__(self) -> Iterator[Cluster]:
        return iter({id(cluster): cluster for cluster in self.of.values()}.values())

    def having(self, keys: Iterable[str]) -> list[Cluster]:
        """The clusters of these parties, each once, in the parties' order."""
        return list({id(self.of[key]): self.of[key] for key in keys}.values())

    def join(self, one: Cluster, other: Cluster) -> Cluster:
        """Make one of two; the larger absorbs the smaller."""
        large, small = (one, other) if len(one.bearers) >= len(other.bearers) else (other, one)
        if large is not small:
            large.absorb(small)
            self.of.update((b.key, large) for b in small.bearers)
        return large


Join = Callable[[Cluster, Cluster], Cluster]
Apart = Callable[[Cluster, Cluster], str | None]


def settle(nodes: Sequence[Cluster], join: Join) -> list[Cluster]:
    """Join clusters that share a name into those that are one, and give what is left apart.

    Where one anchored party bears the name, whoever can be it is. Where parties of other countries, identifiers or
    anchors bear it, those agree that have the same ones, and those that tell none agree with each other. What one
    document, or a person, keeps apart stays apart, and joins nothing by this name.
    """
    anchored = [n for n in nodes if n.anchors]
    names = frozenset(anchored[0].curated) if len(anchored) == 1 else frozenset()

    def apart(one: Cluster, other: Cluster) -> str | None:
        return set_apart(one, other, names)

    parts = _quiet(nodes, join)
    if not _clashes(parts, apart):
        return joined(parts, join)
    core: list[Cluster] = []
    if len(anchored) == 1:
        middle = next(p for p in parts if p.anchors)
        fit = [p for p in parts if p is not middle and not apart(middle, p)]
        kept = _peeled(fit, apart)
        parts = [p for p in parts if p is not middle and p not in kept]
        core = joined([middle, *kept], join)
    return core + [left for bucket in _buckets(parts) for left in settled(bucket, apart, join)]


def settled(bucket: Sequence[Cluster], apart: Apart, join: Join) -> list[Cluster]:
    """Join those that nothing keeps apart, and give all that is left."""
    kept = _peeled(bucket, apart)
    return [p for p in bucket if p not in kept] + joined(kept, join)


def joined(nodes: Sequence[Cluster], join: Join) -> list[Cluster]:
    """One cluster of all, each joined to the one whose best party ranks first."""
    if not nodes:
        return []
    first, *rest = sorted(nodes, key=lambda n: n.best.rank)
    for other in rest:
        first = join(first, other)
    return [first]


def _quiet(nodes: Sequence[Cluster], join: Join) -> list[Cluster]:
    """Join at once those with equal profiles that no document or person can keep apart: nearly all, nearly always."""
    seen = Counter(document for node in nodes for document in node.documents)
    alike: dict[object, list[Cluster]] = defaultdict(list)
    loud: list[Cluster] = []
    for node in nodes:
        quiet = not node.sides and all(seen[document] == 1 for document in node.documents)
        (alike[node.profile] if quiet else loud).append(node)
    return loud + [one for same in alike.values() for one in joined(same, join)]


def _buckets(parts: Sequence[Cluster]) -> list[list[Cluster]]:
    """By profile where profiles clash, else all in one."""
    if not any(told_apart(*pair) or _countries_clash(*pair) for pair in combinations(parts, 2)):
        return [list(parts)]
    found: dict[object, list[Cluster]] = defaultdict(list)
    for part in parts:
        found[part.profile].append(part)
    return list(found.values())


def _countries_clash(one: Cluster, other: Cluster) -> bool:
    mine, theirs = ({STATE.get(c, c) for c in cluster.countries} for cluster in (one, other))
    return bool(mine and theirs and not mine & theirs)


def _clashes(nodes: Sequence[Cluster], apart: Apart) -> bool:
    return any(apart(*pair) for pair in combinations(nodes, 2))


def _peeled(nodes: Sequence[Cluster], apart: Apart) -> list[Cluster]:
    """Take off whoever clashes with the most parties, equals together, until nobody clashes."""
    left = list(nodes)
    clashing = {(id(a), id(b)) for a, b in combinations(left, 2) if apart(a, b)}
    while True:
        weight = {id(n): sum(len(m.bearers) for m in left if {(id(n), id(m)), (id(m), id(n))} & clashing) for n in left}
        worst = max(weight.values(), default=0)
        if not worst:
            return left
        left = [n for n in left if weight[id(n)] < worst]
