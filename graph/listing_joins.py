"""Which listings of several documents are one entry: of one party, on one list, by one action or on dates that agree.

An entry that tells neither action nor date is the only other one that there is, unless it was told after that ended.

Of an action known by the cited page alone ("fr-83-37423") other documents cite another page: near by, it is one.

The parties, lists and actions must be resolved before. What one document gives as two entries stays two, and so do
entries on whose action or dates the documents differ. Each group, a party on a list, is settled by itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import combinations

from graph.claims import Claim, Source
from graph.clusters import Cluster, judged_apart
from graph.evidence import agree
from graph.identity import Identities
from graph.model import Label, Modality, Predicate

_AUTHOR = "rule:listing"
_DATES = frozenset({Predicate.ANNOUNCED_ON, Predicate.PUBLISHED_ON, Predicate.EFFECTIVE_ON, Predicate.ENDED_ON})
_SINCE = Predicate.LISTED_BY  # the day from which the row of the listing has the party on the list
_PAGE = re.compile(r"fr-(\d+)-(\d+)")  # the anchor of an action known by its page alone (loaders/citations.py)
_ONE_RULE = 30  # pages; the longest rules that add entries have more, but cite their own beginning
_READ = _DATES | {Predicate.LISTING_OF, Predicate.ON_LIST, Predicate.PART_OF, Predicate.LISTED_BY}


@dataclass(slots=True, eq=False)
class _Entry:
    """What the documents of one listing say of it; ends and actions by the smallest party key of their cluster."""

    cluster: Cluster
    parties: set[str] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)
    actions: set[str] = field(default_factory=set)
    pages: set[tuple[int, int]] = field(default_factory=set)
    dates: dict[Predicate, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def bare(self) -> bool:
        """It says no more than that the party is on the list."""
        return not self.actions and not any(self.dates.values())


def join_listings(sources: Iterable[Source], found: Identities) -> None:
    """Join the listings that are one entry, and record why."""
    keys = {b.key for b in found.bearers if b.party.label is Label.LISTING}
    if len(keys) < 2:
        return
    groups = _groups(_entries(sources, keys, found))
    for _, entries in sorted(groups.items()):
        left = entries
        for fits in (_by_action, _by_pages, _by_dates):
            left = _joined(left, fits, found)
        if sum(not entry.bare for entry in left) < 2:  # of several it would be anybody's guess which is meant
            _joined(left, _bare, found)


def _entries(sources: Iterable[Source], keys: set[str], found: Identities) -> list[_Entry]:
    of = found.clusters.of
    entries = {id(of[key]): _Entry(of[key]) for key in sorted(keys)}
    for source in sources:
        claims = [c for c in source.claims if c.predicate in _READ and c.modality is not Modality.NEGATED]
        rows = {(c.subject, c.object, c.row): c.valid_from for c in claims if c.predicate is _SINCE and c.valid_from}
        for claim in claims:
            if claim.subject in keys:
                _tell(entries[id(of[claim.subject])], claim, found)
        _add_since(entries, [c for c in claims if c.subject in keys], rows, found)
    return list(entries.values())


def _tell(entry: _Entry, claim: Claim, found: Identities) -> None:
    if claim.predicate in _DATES and claim.value:
        entry.dates[claim.predicate].add(claim.value)
    elif claim.object is not None:
        ends = {Predicate.LISTING_OF: entry.parties, Predicate.ON_LIST: entry.lists, Predicate.PART_OF: entry.actions}
        cluster = found.clusters.of[claim.object]
        if claim.predicate in ends:
            ends[claim.predicate].add(_name(cluster))
        if claim.predicate is Predicate.PART_OF:
            entry.pages |= {(int(page[1]), int(page[2])) for a in cluster.anchors if (page := _PAGE.fullmatch(a))}


def _add_since(
    entries: dict[int, _Entry],
    claims: Iterable[Claim],
    rows: dict[tuple[str, str | None, int | None], str],
    found: Identities,
) -> None:
    """A row that lists the party from a day on dates the listing that the same row makes."""
    of: dict[tuple[str, int | None], str] = {}
    for claim in claims:
        if claim.predicate is Predicate.LISTING_OF and claim.object is not None:
            of[claim.subject, claim.row] = claim.object
    for claim in claims:
        party = of.get((claim.subject, claim.row))
        since = rows.get((party, claim.object, claim.row)) if party and claim.predicate is Predicate.ON_LIST else None
        if since:
            entries[id(found.clusters.of[claim.subject])].dates[_SINCE].add(since)


def _name(cluster: Cluster) -> str:
    return min(b.key for b in cluster.bearers)


def _groups(entries: Iterable[_Entry]) -> dict[tuple[str, str], list[_Entry]]:
    """The entries of one party on one list. An entry of several parties or lists is none that could be joined."""
    groups: dict[tuple[str, str], list[_Entry]] = defaultdict(list)
    for entry in entries:
        if len(entry.parties) == len(entry.lists) == 1:
            groups[min(entry.parties), min(entry.lists)].append(entry)
    return {ends: alike for ends, alike in groups.items() if len(alike) > 1}


def _by_action(one: _Entry, other: _Entry) -> str | None:
    """Why the two are one entry, in words; None where they need not be."""
    return "one action made both" if one.actions & other.actions else None


def _by_pages(one: _Entry, other: _Entry) -> str | None:
    """Every action of both is known by its page alone, and all these pages are near each other."""
    pages = sorted(one.pages | other.pages)
    known = len(one.actions) > len(one.pages) or len(other.actions) > len(other.pages)
    if known or not one.pages or not other.pages or not near(pages[0], pages[-1]):
        return None
    mine, theirs = min(one.pages), min(other.pages)
    return f"they cite pages near each other, {mine[0]} FR {mine[1]} and {theirs[0]} FR {theirs[1]}"


def near(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two pages, each with its volume, may be of one rule."""
    return one[0] == other[0] and abs(one[1] - other[1]) <= _ONE_RULE


def _by_dates(one: _Entry, other: _Entry) -> str | None:
    common = [kind for kind in one.dates if one.dates[kind] and other.dates.get(kind)]
    if not common or (one.actions and other.actions):
        return None
    agreeing = all(any(agree(a, b) for a in one.dates[kind] for b in other.dates[kind]) for kind in common)
    return "their dates agree" if agreeing else None


def _bare(one: _Entry, other: _Entry) -> str | None:
    """One says no more than that the party is on the list, and does not say so after the other has ended."""
    told = [b.document.published or "" for e in (one, other) if e.bare for b in e.cluster.bearers]
    ends = [day for e in (one, other) for day in e.dates[Predicate.ENDED_ON]]
    if not (one.bare or other.bare) or (ends and told and max(told) > min(ends)):
        return None
    return "one says no more than that the party is on the list"


def _joined(entries: list[_Entry], fits: Callable[[_Entry, _Entry], str | None], found: Identities) -> list[_Entry]:
    """Join those that fit. Where two of one document fit an entry, nothing tells which it is, and neither is joined."""
    left = sorted(entries, key=lambda e: e.cluster.best.rank)
    for one, other in combinations(left[:], 2):
        reason = fits(one, other)
        if reason is None or one not in left or other not in left:
            continue
        if _torn(one, other, left, fits):
            words = f"{reason}, but another entry of one document fits as well"
            found.doubt(one.cluster.best, other.cluster.best, words, _AUTHOR)
        elif judged_apart(one.cluster, other.cluster) is None:
            _absorb(one, other, reason, found)
            left.remove(other)
    return left


def _torn(one: _Entry, other: _Entry, left: list[_Entry], fits: Callable[[_Entry, _Entry], str | None]) -> bool:
    if one.cluster.documents.keys() & other.cluster.documents.keys():
        return True
    rivals = [e for e in left if e is not one and e is not other and (fits(one, e) or fits(e, other))]
    return any(
        rival.cluster.documents.keys() & side.cluster.documents.keys() for rival in rivals for side in (one, other)
    )


def _absorb(one: _Entry, other: _Entry, reason: str, found: Identities) -> None:
    mine, theirs = one.cluster.best, other.cluster.best
    places = f"in {mine.document.name!r} and {theirs.document.name!r}"
    words = f"both are the entry {mine.party.name!r} {places}: {reason}"
    one.cluster = found.join(one.cluster, other.cluster, mine, theirs, words, _AUTHOR)
    one.actions |= other.actions
    one.pages |= other.pages
    for kind, days in other.dates.items():
        one.dates[kind] |= days
