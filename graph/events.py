"""Which events of several documents are one action.

Two documents tell of one action when what they say fits (the same list, dates that agree, and neither keeps them
apart) and the members that they name overlap: by two, or by half of the shorter list. Of two members or more, a short
name counts ("Megvii" and "Megvii Technology"), which alone would not make them one party. An official action, with its
anchor, wins over another text's event; where an event fits several actions alike, it stays apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

from graph.bearers import AFFIRMED, FIRM
from graph.claims import Claim, Source
from graph.clusters import Cluster, told_apart
from graph.identity import Identities
from graph.model import Label, Predicate
from graph.names import short_key

_DATES = frozenset({Predicate.ANNOUNCED_ON, Predicate.PUBLISHED_ON, Predicate.EFFECTIVE_ON})
_LEVELS = ((2, True), (2, False), (1, True))  # members shared at least, and whether half of the shorter list


@dataclass(slots=True, eq=False)
class _Action:
    """What the documents of one event say of it. Members, lists and wholes are named by their smallest party key."""

    cluster: Cluster
    key: str
    members: set[str] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)
    counts: set[Decimal] = field(default_factory=set)
    wholes: set[str] = field(default_factory=set)

    @property
    def told_by(self) -> list[str]:
        """When the documents that tell of it were published, where they say."""
        return [b.document.published for b in self.cluster.bearers if b.document.published]


def join_events(sources: Iterable[Source], found: Identities) -> None:
    """Join events that are one action, those that share most first; the parties must be resolved before."""
    if not any(b.party.label is Label.EVENT for b in found.bearers):
        return
    told = [c for s in sources for c in s.claims if c.modality in AFFIRMED]
    for shared, half in _LEVELS:
        actions = _actions(told, found, _names(found, loosely=shared > 1))
        links = _links(actions, shared, half)
        _join_linked(actions, _without_doubtful(actions, links, found), found)


def _names(found: Identities, *, loosely: bool) -> dict[int, str]:
    """A name for each cluster, its smallest party key; loosely, firms with one short name share the smallest.

    A short name that one document gives to two parties ("Huawei") joins none.
    """
    names = {id(c): min(b.key for b in c.bearers) for c in found.clusters}
    called: dict[str, dict[int, Cluster]] = defaultdict(dict)
    for cluster in found.clusters if loosely else ():
        for bearer in cluster.bearers:
            for key in bearer.keys if bearer.family == FIRM else ():
                called[short_key(key)][id(cluster)] = cluster
    for _, alike in sorted(called.items()):
        tellers = Counter(document for cluster in alike.values() for document in cluster.documents)
        if len(alike) > 1 and max(tellers.values()) == 1:
            names |= dict.fromkeys(alike, min(names[i] for i in alike))
    return names


def _actions(told: Iterable[Claim], found: Identities, names: dict[int, str]) -> dict[str, _Action]:
    of = found.clusters.of
    events = {id(of[b.key]): of[b.key] for b in found.bearers if b.party.label is Label.EVENT}
    actions = {names[i]: _Action(cluster, names[i]) for i, cluster in events.items()}
    resolved = {party: names[id(cluster)] for party, cluster in of.items()}
    _Telling(actions, resolved, found).tell(told)
    return dict(sorted(actions.items()))


class _Telling:
    """Reads claims into actions. A listing carries its party and list to the action that it is part of."""

    def __init__(self, actions: dict[str, _Action], resolved: dict[str, str], found: Identities) -> None:
        self.actions, self.resolved = actions, resolved
        self.groups = {b.key for b in found.bearers if b.party.label is Label.GROUP}
        self.lists = {b.key for b in found.bearers if b.party.label is Label.LIST}
        self.listed: dict[tuple[str, str], set[str]] = defaultdict(set)

    def tell(self, told: Iterable[Claim]) -> None:
        claims = list(told)
        parts: dict[str, set[str]] = defaultdict(set)
        for claim in claims:
            if claim.predicate is Predicate.LISTED_BY and claim.object in self.lists:
                self.listed[claim.document, claim.subject].add(self.resolved[claim.object or ""])
            if claim.predicate in (Predicate.LISTING_OF, Predicate.ON_LIST) and claim.object:
                parts[claim.subject].add(claim.object)
        for claim in claims:
            self._one(claim, parts)
        self._wholes()

    def _one(self, claim: Claim, parts: dict[str, set[str]]) -> None:
        if claim.object and (action := self.actions.get(self.resolved[claim.object])):
            if claim.predicate is Predicate.MEMBER_OF:
                self._member(action, claim, claim.subject)
            elif claim.predicate is Predicate.PART_OF:
                self._part(action, claim, parts[claim.subject])
        elif claim.value and (action := self.actions.get(self.resolved[claim.subject])):
            if claim.predicate in _DATES:
                action.dates.add(claim.value)
            elif claim.predicate is Predicate.ADDED_COUNT and claim.value == "parties" and claim.quantity:
                action.counts |= {claim.quantity.low} - {None}  # type: ignore[arg-type]

    def _member(self, action: _Action, claim: Claim, party: str) -> None:
        if party not in self.groups:
            action.members.add(self.resolved[party])
            action.lists |= self.listed[claim.document, party]
        if claim.valid_from:
            action.dates.add(claim.valid_from)

    def _part(self, action: _Action, claim: Claim, ends: set[str]) -> None:
        part = self.actions.get(self.resolved[claim.subject])
        if part is not None:
            part.wholes.add(action.key)
        for end in ends:
            (action.lists if end in self.lists else action.members).add(self.resolved[end])

    def _wholes(self) -> None:
        """An action of several parts has the members of them all."""
        for part in self.actions.values():
            for whole in part.wholes & self.actions.keys():
                self.actions[whole].members |= part.members
                self.actions[whole].lists |= part.lists


def _links(actions: dict[str, _Action], shared: int, half: bool) -> set[tuple[str, str]]:
    """Pairs that fit and overlap enough at this level."""
    by_member: dict[str, list[str]] = defaultdict(list)
    for key, action in actions.items():
        for member in action.members:
            by_member[member].append(key)
    pairs = {pair for keys in by_member.values() for pair in combinations(sorted(keys), 2)}
    return {
        (one, other)
        for one, other in pairs
        if _overlap(actions[one], actions[other], shared, half) and _unfit(actions[one], actions[other]) is None
    }


def _overlap(one: _Action, other: _Action, shared: int, half: bool) -> bool:
    common = len(one.members & other.members)
    return common >= shared and (not half or 2 * common >= min(len(one.members), len(other.members)))


def _unfit(one: _Action, other: _Action) -> str | None:
    """Why the two cannot be one action, in words."""
    if reason := told_apart(one.cluster, other.cluster):
        return reason
    if one.cluster.documents.keys() & other.cluster.documents.keys():
        return "one document tells of both"
    if _kinds(one).isdisjoint(_kinds(other)) and _kinds(one) and _kinds(other):
        return "they are actions of different kinds"
    if one.lists and other.lists and not one.lists & other.lists:
        return "they are about different lists"
    return (
        None if _dates_fit(one, other) and _told_after(one, other) and _told_after(other, one) else "the dates differ"
    )


def _kinds(action: _Action) -> set[str]:
    return {b.party.kind for b in action.cluster.bearers if b.party.kind}


def _dates_fit(one: _Action, other: _Action) -> bool:
    """Announced, published and effective lie days apart; a coarse date covers all that it begins."""
    if not one.dates or not other.dates:
        return True
    return min(one.dates) <= _end(max(other.dates)) and min(other.dates) <= _end(max(one.dates))


def _told_after(one: _Action, other: _Action) -> bool:
    """No document tells of an action that came after it was published."""
    return not one.dates or all(min(one.dates)[: len(day)] <= _end(day) for day in other.told_by)


def _end(date: str) -> str:
    return f"{date}~"  # sorts behind every date that it begins


def _without_doubtful(
    actions: dict[str, _Action], links: set[tuple[str, str]], found: Identities
) -> set[tuple[str, str]]:
    """Where an event fits two actions that cannot be one, keep the link to the better; to neither if they are alike."""
    dropped: set[tuple[str, str]] = set()
    linked = _neighbours(links)
    for key in sorted(linked):
        for one, other in combinations(sorted(linked[key]), 2):
            if _unfit(actions[one], actions[other]):
                worse = _worse(actions[key], actions[one], actions[other])
                dropped |= {(min(key, w), max(key, w)) for w in worse}
                for alike in worse if len(worse) == 2 else ():
                    _doubt(actions[key], actions[alike], found)
    return links - dropped


def _worse(event: _Action, one: _Action, other: _Action) -> list[str]:
    """An official action is better, then the one of the event's own count, the whole, and who shares more members."""

    def merit(action: _Action, rival: _Action) -> tuple[bool, bool, bool, int]:
        return (
            bool(action.cluster.anchors),
            bool(action.counts & event.counts),
            action.key in rival.wholes,
            len(action.members & event.members),
        )

    mine, theirs = merit(one, other), merit(other, one)
    return [a.key for a, losing in ((one, mine <= theirs), (other, theirs <= mine)) if losing]


def _doubt(one: _Action, other: _Action, found: Identities) -> None:
    reason = f"they share members ({_common(one, other)}), but the event fits several actions that cannot be one"
    found.doubt(one.cluster.best, other.cluster.best, reason, "rule:event")


def _common(one: _Action, other: _Action) -> str:
    return f"{len(one.members & other.members)} of {len(one.members)} and {len(other.members)}"


def _neighbours(links: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    linked: dict[str, set[str]] = defaultdict(set)
    for one, other in links:
        linked[one].add(other)
        linked[other].add(one)
    return linked


def _join_linked(actions: dict[str, _Action], links: set[tuple[str, str]], found: Identities) -> None:
    linked = _neighbours(links)
    seen: set[str] = set()
    for key in sorted(linked):
        if key in seen:
            continue
        component = _reached(key, linked)
        seen |= component
        clash = next((p for p in combinations(sorted(component), 2) if _unfit(actions[p[0]], actions[p[1]])), None)
        if clash is None:
            _join_all([actions[k] for k in sorted(component)], found)
        else:
            _doubt(actions[clash[0]], actions[clash[1]], found)


def _reached(start: str, linked: dict[str, set[str]]) -> set[str]:
    reached, ahead = {start}, [start]
    while ahead:
        for near in linked[ahead.pop()] - reached:
            reached.add(near)
            ahead.append(near)
    return reached


def _join_all(component: list[_Action], found: Identities) -> None:
    first, *rest = sorted(component, key=lambda a: a.cluster.best.rank)
    best, cluster = first.cluster.best, first.cluster
    for other in rest:
        theirs = other.cluster.best
        places = f"{best.document.name!r} and {theirs.document.name!r}"
        reason = f"{places} tell of one action: their members overlap ({_common(first, other)}), nothing else differs"
        cluster = found.join(cluster, other.cluster, best, theirs, reason, "rule:event")
