"""Which parties are one: plain rules over names, anchors and identifiers, and what persons judged.

Parties of one label (a company may also be an organisation) are one when they share an anchor, an identifier or an
exact name key. Links are made strongest first: a person's word, anchors, identifiers, main names, further names;
among further names those that more documents use, and of alike ones that cannot both hold none. A link that would
join what something keeps apart falls, and is recorded as unsure with the reason. Names that only resemble each other
are none of this module's business.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations, product
from typing import TypeVar

from graph.bearers import SEVERAL, Bearer
from graph.claims import UNIDENTIFIED, Judgement, Verdict
from graph.clusters import Apart, Cluster, Clusters, Join, joined, judged_apart, set_apart, settle, settled, told_apart
from graph.model import Label
from graph.names import name_key, strip_legal_form
from graph.verdicts import Verdicts

__all__ = ["Identities", "identify", "name_key", "strip_legal_form"]

T = TypeVar("T")
Words = Callable[[Cluster, Cluster], tuple[Bearer, Bearer, str]]


class Identities:
    """The clusters, and the rules' judgements that led to them, by pair of party keys."""

    def __init__(self, bearers: Iterable[Bearer], verdicts: Verdicts) -> None:
        self.bearers = sorted(bearers, key=lambda b: b.key)
        self.clusters = Clusters(self.bearers, verdicts.sides)
        self.made: dict[tuple[str, str], Judgement] = {}
        self.doubted: dict[tuple[str, str], Judgement] = {}
        self.judged = {(j.left, j.right) for j in verdicts.judgements}

    def place(self, context: Iterable[tuple[Bearer, str]]) -> None:
        """Take in parties that are joined already, each with the name of what it belongs to.

        Rules see them as ends of claims only: of the bearers there are but sets and lists among them.
        """
        placed: dict[str, Cluster] = {}
        for bearer, entity in sorted(context, key=lambda c: c[0].key):
            cluster = self.clusters.of[bearer.key] = Cluster.of(bearer, {})
            placed[entity] = self.clusters.join(placed[entity], cluster) if entity in placed else cluster
            if bearer.party.label in (Label.GROUP, Label.LIST):
                self.bearers.append(bearer)

    def joining(self, author: str, words: Words) -> Join:
        """A way to join clusters that records, in words, why."""
        return lambda one, other: self.join(one, other, *words(one, other), author)

    def join(self, one: Cluster, other: Cluster, mine: Bearer, theirs: Bearer, reason: str, author: str) -> Cluster:
        """Join two clusters; `mine` and `theirs` are the parties that the reason speaks of."""
        judgement = Judgement.of(mine.key, theirs.key, Verdict.SAME, reason, author)
        self.made[judgement.left, judgement.right] = judgement
        return self.clusters.join(one, other)

    def doubt(self, one: Bearer, other: Bearer, reason: str, author: str) -> None:
        judgement = Judgement.of(one.key, other.key, Verdict.UNSURE, reason, author)
        self.doubted.setdefault((judgement.left, judgement.right), judgement)

    def judgements(self) -> list[Judgement]:
        """The rules' own, without those on which a person has judged and doubts that another link settled."""
        of = self.clusters.of
        open_ones = {pair: j for pair, j in self.doubted.items() if of[pair[0]] is not of[pair[1]]}
        return [j for pair, j in (self.made | open_ones).items() if pair not in self.judged]


def identify(bearers: Iterable[Bearer], verdicts: Verdicts) -> Identities:
    """Join the parties, strongest links first. Events join by anchor only; `graph.events` goes on from there."""
    found = Identities(bearers, verdicts)
    for left, right, _ in verdicts.same:
        found.clusters.join(found.clusters.of[left], found.clusters.of[right])
    _by_anchor(found)
    _by_identifier(found)
    _by_main_name(found)
    _by_further_name(found)
    return found


def _by_anchor(found: Identities) -> None:
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for bearer in found.bearers:
        if bearer.party.anchor:
            groups[bearer.family, bearer.party.anchor].append(bearer.key)
    for (_, anchor), keys in _shared(groups):
        words = _said_of_best(f"both are {anchor!r} in the curated tables")
        _join_all(found, keys, found.joining("rule:anchor", words), judged_apart, "rule:anchor")


def _shared(groups: Mapping[tuple[str, str], list[T]]) -> list[tuple[tuple[str, str], list[T]]]:
    """What several parties have, in order; nearly all parties of a register share nothing."""
    return sorted((g for g in groups.items() if len(g[1]) > 1), key=lambda g: g[0])


def _by_identifier(found: Identities) -> None:
    groups: dict[tuple[str, str], list[Bearer]] = defaultdict(list)
    for bearer in found.bearers:
        for scheme, value in bearer.identifiers:
            if scheme not in SEVERAL:
                groups[scheme, value].append(bearer)
    for (scheme, value), keys in _one_family(groups):
        words = _said_of_best(f"both carry {scheme}:{value}")
        _join_all(found, keys, found.joining("rule:identifier", words), told_apart, "rule:identifier")


def _one_family(
    groups: Mapping[tuple[str, str], list[Bearer]],
) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """The parties with one identifier, each family apart; unidentified ones go with the only family there is."""
    for identifier, members in _shared(groups):
        families: dict[str, list[str]] = defaultdict(list)
        for bearer in members:
            if bearer.identified:
                families[bearer.family].append(bearer.key)
        unknown = [b.key for b in members if not b.identified]
        if len(families) > 1:
            families[UNIDENTIFIED] = unknown
        else:
            families[next(iter(families), UNIDENTIFIED)] += unknown
        for _, keys in sorted(families.items()):
            if keys:
                yield identifier, keys


def _said_of_best(reason: str) -> Words:
    return lambda one, other: (one.best, other.best, reason)


def _join_all(found: Identities, keys: list[str], join: Join, apart: Apart, author: str) -> None:
    """Join all that nothing keeps apart."""
    nodes = found.clusters.having(keys)
    calm = (
        joined([n for n in nodes if not n.sides], join) if apart is judged_apart else [n for n in nodes if not n.sides]
    )
    left = settled([*calm, *(n for n in nodes if n.sides)], apart, join)
    first, *rest = sorted(left, key=lambda c: (-len(c.bearers), c.best.rank))
    for other in rest:
        found.doubt(first.best, other.best, apart(first, other) or "it is in doubt which of several is meant", author)


def _by_main_name(found: Identities) -> None:
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for bearer in found.bearers:
        if bearer.primary in bearer.keys:
            groups[bearer.family, bearer.primary].append(bearer.key)
    for (_, key), keys in _shared(groups):
        _by_name(found, key, keys, "rule:name")


def _by_further_name(found: Identities) -> None:
    """First the names that are somebody's main name, then those that are only further names of all."""
    groups: dict[tuple[str, str], list[Bearer]] = defaultdict(list)
    for bearer in found.bearers:
        for key in bearer.keys:
            groups[bearer.family, key].append(bearer)
    loose = {name: members for name, members in _shared(groups) if any(b.primary != name[1] for b in members)}
    main = {name for name, members in loose.items() if any(b.primary == name[1] for b in members)}
    for names in (main, loose.keys() - main):
        tier = {name: loose[name] for name in sorted(names, key=lambda n: (-len({b.document.id for b in loose[n]}), n))}
        torn = _torn(found, tier)
        for name, members in tier.items():
            _by_name(found, name[1], [b.key for b in members if (b.key, name[1]) not in torn], "rule:alias")


def _torn(found: Identities, tier: dict[tuple[str, str], list[Bearer]]) -> set[tuple[str, str]]:
    """Parties and names of theirs that, alike in weight, would tie them to parties which cannot be one.

    None of those names counts then: which of them falls should not hang on the alphabet.
    """
    nodes = {name: found.clusters.having(b.key for b in members) for name, members in tier.items()}
    torn: set[tuple[str, str]] = set()
    for bearer in sorted({b.key: b for members in tier.values() for b in members}.values(), key=lambda b: b.key):
        own = found.clusters.of[bearer.key]
        names = [n for n in ((bearer.family, key) for key in bearer.keys) if n in tier and len(nodes[n]) > 1]
        for one, other in combinations(names, 2):
            pairs = product((n for n in nodes[one] if n is not own), (n for n in nodes[other] if n is not own))
            clash = next((p for p in pairs if p[0] is not p[1] and _clash(own, *p)), None)
            if clash is not None:
                torn |= {(bearer.key, one[1]), (bearer.key, other[1])}
                _doubt_torn(found, bearer, clash)
    return torn


def _clash(own: Cluster, one: Cluster, other: Cluster) -> str | None:
    """Why the two cannot both be one with `own`, though each could."""
    names = frozenset(own.curated)
    if set_apart(own, one, names) or set_apart(own, other, names):
        return None
    return set_apart(one, other, names)


def _doubt_torn(found: Identities, bearer: Bearer, clash: tuple[Cluster, Cluster]) -> None:
    why = set_apart(*clash)
    for cluster in clash:
        reason = (
            f"a further name of {bearer.party.name!r} is a name of {cluster.best.party.name!r}, but another one ties"
        )
        found.doubt(bearer, cluster.best, f"{reason} it to a third party: {why}", "rule:alias")


def _by_name(found: Identities, key: str, parties: list[str], author: str) -> None:
    nodes = found.clusters.having(parties)
    if len(nodes) < 2:
        return

    def words(one: Cluster, other: Cluster) -> tuple[Bearer, Bearer, str]:
        mine, theirs = sorted((one.bearing(key), other.bearing(key)), key=lambda b: b.rank)
        return mine, theirs, _same_name(mine, theirs, key)

    left = sorted(settle(nodes, found.joining(author, words)), key=lambda c: c.best.rank)
    for other in left[1:]:
        mine, theirs, reason = words(left[0], other)
        why = set_apart(left[0], other) or "it is the name of several parties and nothing tells which is meant"
        found.doubt(mine, theirs, f"{reason}, but {why}", author)


def _same_name(one: Bearer, other: Bearer, key: str) -> str:
    mine, theirs = one.keys[key], other.keys[key]
    places = f"in {one.document.name!r} and {other.document.name!r}"
    if mine != theirs:
        return f"{mine!r} and {theirs!r} are one name but for its writing or legal form ({places})"
    if key == one.primary == other.primary:
        return f"both are called {mine!r} ({places})"
    return f"both bear the name {mine!r} ({places})"
