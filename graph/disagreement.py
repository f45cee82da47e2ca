"""Sources that differ on one entry of a list, or on one party that an identifier ties: both sides are kept and shown.

Of an entry: the action that made it, and its dates, where each of two documents has one entry of the party on the list.
The earliest citation of an entry names the action that made it; that a source cites more notices is no difference. Of a
party: its countries and its main name. Dates are compared with their like alone, at the precision of the coarser.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from graph.bearers import SEVERAL, Bearer
from graph.claims import UNIDENTIFIED
from graph.clusters import STATE, Cluster
from graph.contradictions import PHRASES, Contradiction, Names, Related, contradiction, says
from graph.evidence import Told, agree
from graph.listing_joins import near
from graph.model import Label, Predicate
from graph.names import name_key

_DATES = (
    Predicate.ANNOUNCED_ON,
    Predicate.PUBLISHED_ON,
    Predicate.EFFECTIVE_ON,
    Predicate.COMPLIANCE_BY,
    Predicate.ENDED_ON,
)
_PAGE = re.compile(r"(\d+)\s?F\.?\s?R\.? (\d+)", re.IGNORECASE)
_UNKNOWN_RULE = "event:fr-"  # an action known by the page that cites it alone (loaders/citations.py)
_LATIN = re.compile(r"[\x00-\u024f]*")


def disagreements(
    told: Iterable[Told], related: Related, names: Names, clusters: Mapping[str, Cluster]
) -> tuple[Contradiction, ...]:
    """All of them, sorted. `names` are the entities', `clusters` their parties, both by entity id."""
    said = [one for one in told if one.affirmed]
    found = {*_on_entries(said, related, names), *_on_parties(said, names, clusters)}
    return tuple(sorted(found, key=lambda c: (c.left, c.right, c.kind, c.about, c.why)))


@dataclass(slots=True)
class _Entries:
    """The listings of one party on one list, by document, and the claims of each document on them."""

    listings: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    claims: dict[str, list[Told]] = field(default_factory=lambda: defaultdict(list))
    since: dict[str, str] = field(default_factory=dict)

    @property
    def comparable(self) -> list[str]:
        """The documents that have one entry of the party on the list."""
        return sorted(document for document, found in self.listings.items() if len(found) == 1)


def _on_entries(told: Iterable[Told], related: Related, names: Names) -> Iterator[Contradiction]:
    for (party, kept), entries in sorted(_entries(told, related).items()):
        if len(entries.comparable) > 1:
            what = f"{names[party]} on {names[kept]}"
            yield from _actions(party, what, entries, related, names)
            for predicate in _DATES:
                yield from _dates(party, f"{what} {PHRASES[predicate]}", entries, predicate)


def _entries(told: Iterable[Told], related: Related) -> dict[tuple[str, str], _Entries]:
    ends: dict[str, dict[Predicate, set[str]]] = defaultdict(lambda: defaultdict(set))
    for predicate, source, target in related:
        if predicate in (Predicate.LISTING_OF, Predicate.ON_LIST):
            ends[source][predicate].add(target)
    home = {
        listing: (min(of[Predicate.LISTING_OF]), min(of[Predicate.ON_LIST]))
        for listing, of in ends.items()
        if len(of[Predicate.LISTING_OF]) == len(of[Predicate.ON_LIST]) == 1
    }
    found: dict[tuple[str, str], _Entries] = defaultdict(_Entries)
    for one in told:
        if one.subject in home:
            entries = found[home[one.subject]]
            entries.listings[one.document.id].add(one.subject)
            if one.claim.predicate is Predicate.PART_OF or one.claim.predicate in _DATES:
                entries.claims[one.document.id].append(one)
        elif one.claim.predicate is Predicate.LISTED_BY and one.object and one.claim.valid_from:
            found[one.subject, one.object].since.setdefault(one.document.id, one.claim.valid_from)
    return found


def _actions(party: str, what: str, entries: _Entries, related: Related, names: Names) -> Iterator[Contradiction]:
    """The actions that made the entry. One that is part of the other is no other; nor is a page near by, perhaps."""
    by_action: dict[str, Told] = {}
    for document in entries.comparable:
        made = [t for t in entries.claims[document] if t.claim.predicate is Predicate.PART_OF and t.object]
        if len({t.object for t in made}) == 1:
            first = min(made, key=lambda t: t.rank)
            known = by_action.get(str(first.object))
            by_action[str(first.object)] = min((t for t in (first, known) if t), key=lambda t: t.rank)
    for (one, left), (other, right) in combinations(sorted(by_action.items()), 2):
        if not _within(one, other, related) and not _near(left, right):
            sides = "; ".join(f"{_made(t, names, entries)}, says {says(t)}" for t in (left, right))
            yield contradiction(left, right, "action", party, f"{what} was added by {sides}")


def _made(told: Told, names: Names, entries: _Entries) -> str:
    since = entries.since.get(told.document.id)
    return f"{names[str(told.object)]} ({told.claim.quote}{f'; listed since {since}' if since else ''})"


def _within(one: str, other: str, related: Related) -> bool:
    return any((Predicate.PART_OF, *ends) in related for ends in ((one, other), (other, one)))


def _near(one: Told, other: Told) -> bool:
    """Whether the citations may name pages of one rule, of which one at least is not known."""
    if not any(str(t.object).startswith(_UNKNOWN_RULE) for t in (one, other)):
        return False
    mine, theirs = (_PAGE.search(t.claim.quote or "") for t in (one, other))
    if mine is None or theirs is None:
        return True
    return near((int(mine[1]), int(mine[2])), (int(theirs[1]), int(theirs[2])))


def _dates(party: str, what: str, entries: _Entries, predicate: Predicate) -> Iterator[Contradiction]:
    """A date told differently of two listings; of one listing, graph.contradictions finds it."""
    by_day: dict[str, Told] = {}
    for document in entries.comparable:
        for one in sorted(entries.claims[document], key=lambda t: t.rank):
            if one.claim.predicate is predicate and one.claim.value:
                by_day.setdefault(one.claim.value, one)
    for (day, left), (later, right) in combinations(sorted(by_day.items()), 2):
        if left.subject != right.subject and left.document.id != right.document.id and not agree(day, later):
            why = f"{what} {day}, says {says(left)}; {later}, says {says(right)}"
            yield contradiction(left, right, "date", party, why)


def _on_parties(told: Iterable[Told], names: Names, clusters: Mapping[str, Cluster]) -> Iterator[Contradiction]:
    """Documents that one identifier ties to a party, and that give it other countries or another main name."""
    tied = {entity: pairs for entity, one in clusters.items() if (pairs := list(_tied(one)))}
    claims: dict[tuple[str, Predicate], list[Told]] = defaultdict(list)
    for one in told if tied else ():
        if one.claim.predicate in (Predicate.LOCATED_IN, Predicate.NAMED) and one.subject in tied:
            claims[one.claim.subject, one.claim.predicate].append(one)
    for entity, pairs in sorted(tied.items()):
        done: set[tuple[object, object]] = set()
        for left, right, identifier in pairs:
            for kind, mine, theirs in (_countries(left, right), _main_names(left, right)):
                if kind and (mine, theirs) not in done:
                    done.add((mine, theirs))
                    yield from _differing(entity, kind, (left, right), identifier, claims, names)


def _tied(cluster: Cluster) -> Iterator[tuple[Bearer, Bearer, str]]:
    """Parties of two documents with an identifier of which a party carries one only."""
    if len(cluster.documents) < 2:
        return
    known = sorted((b for b in cluster.bearers if b.identifiers and b.party.kind != UNIDENTIFIED), key=lambda b: b.key)
    for one, other in combinations(known, 2):
        common = sorted(i for i in one.identifiers & other.identifiers if i[0] not in SEVERAL)
        if common and one.document.id != other.document.id:
            yield one, other, ":".join(common[0])


def _countries(one: Bearer, other: Bearer) -> tuple[str, object, object]:
    mine, theirs = (frozenset(STATE.get(c, c) for c in b.countries) for b in (one, other))
    return ("country" if mine and theirs and not mine & theirs else "", mine, theirs)


def _main_names(one: Bearer, other: Bearer) -> tuple[str, object, object]:
    """Main names in Latin letters; a name that the other gives among its own, or writes shorter, is no other name."""
    spelled = one.party.name, other.party.name
    apart = one.family == other.family and all(_LATIN.fullmatch(name) for name in spelled)
    mine, theirs = ([set(key.split()) for key in b.keys] for b in (one, other))
    shared = any(a <= b or b <= a for a in mine for b in theirs)
    return ("name" if apart and mine and theirs and not shared else "", *spelled)


def _differing(
    entity: str,
    kind: str,
    sides: tuple[Bearer, Bearer],
    identifier: str,
    claims: Mapping[tuple[str, Predicate], list[Told]],
    names: Names,
) -> Iterator[Contradiction]:
    predicate = Predicate.LOCATED_IN if kind == "country" else Predicate.NAMED
    found = [_first(side, claims.get((side.key, predicate), [])) for side in sides]
    left, right = found
    if left is None or right is None:
        return
    verb = "is located in" if kind == "country" else "is called"
    said = [repr(t.claim.value) if t.object is None else names[t.object] for t in (left, right)]
    why = f"{identifier} ({names[entity]}) {verb} {said[0]}, says {says(left)}; {said[1]}, says {says(right)}"
    yield contradiction(left, right, kind, entity, why)


def _first(side: Bearer, told: Iterable[Told]) -> Told | None:
    """The claim that is quoted first: of names, of the main one."""
    label = Label(side.party.label)
    fitting = (t for t in told if t.object is not None or name_key(t.claim.value or "", label) == side.primary)
    return min(fitting, key=lambda t: t.rank, default=None)
