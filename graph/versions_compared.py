"""What changed from one version of a list or register to the next: entries added, gone, and changed field by field.

Entries are matched by the identifiers that the file gives them, else by name and country, else by name, else by a
further name that one entry on each side alone bears. What is gone is missing since the newer version's day; that it was
removed takes a notice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from graph.bearers import SEVERAL
from graph.claims import Document
from graph.errors import InputError
from graph.versions import ENDED, Entry, Version

_LIKENED = 40  # entries of one key on one side; more are taken in order, not compared each with each
_OF_ONE = SEVERAL - {"csl"}  # identifiers that tell which share or place is meant, not which party

Notice = tuple[str, str]  # the day of removal, and where that stands
Notices = Mapping[tuple[str, str], Notice]  # by the key of a party of the older version, and the list's name


class Kind(StrEnum):
    """What became of an entry. MISSING: the newer version does not have it, and nothing says that it was removed."""

    ADDED = "added"
    CHANGED = "changed"
    MISSING = "missing"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """The values that went and those that came, each with the place where it stands."""

    field: str
    gone: Mapping[str, str]
    come: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """`old` and `new` are the entry in each version. `since` is the newer version's day, of an ended entry that of its
    removal; None is unknown. `notice` says where an entry's removal stands.
    """

    kind: Kind
    old: Entry | None
    new: Entry | None
    fields: tuple[FieldChange, ...] = ()
    since: str | None = None
    notice: str | None = None

    @property
    def entry(self) -> Entry:
        """The entry, as the newer version that has it gives it."""
        found = self.new or self.old
        assert found is not None  # noqa: S101 - every change is made of at least one
        return found


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes by list, name and kind. `only_old` and `only_new` are lists that one version alone has: what is on
    them is not compared, since a file that lacks a whole list says nothing of its entries. Nor are fields that one
    of two formats gives of no entry at all: `silent_old` and `silent_new` name them.
    """

    old: Document
    new: Document
    changes: tuple[Change, ...]
    unchanged: int
    only_old: Mapping[str, int]
    only_new: Mapping[str, int]
    silent_old: tuple[str, ...] = ()
    silent_new: tuple[str, ...] = ()

    def of(self, kind: Kind) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.kind is kind)


def compare(old: Version, new: Version, notices: Notices | None = None) -> Difference:
    """What changed. Raises InputError where both bear a day and the newer one is given first."""
    days = (old.document.published, new.document.published)
    if days[0] is not None and days[1] is not None and days[1] < days[0]:
        raise InputError(
            f"{old.document.name} is of {days[0]}, {new.document.name} of {days[1]}: name the older version first"
        )
    common = old.lists & new.lists
    mine, theirs = _told(old, common), _told(new, common)
    if old.document.format == new.document.format:  # which can tell all that the other can
        mine = theirs = mine | theirs
    changes: list[Change] = []
    unchanged = 0
    for name in sorted(common):
        pairs, gone, come = _matched(_on(old, name), _on(new, name))
        changes += [_gone(entry, new.document, notices or {}) for entry in gone]
        changes += [Change(Kind.ADDED, None, entry, since=new.document.published) for entry in come]
        differing = [(o, n, fields) for o, n in pairs if (fields := tuple(_fields(o, n, mine & theirs)))]
        changes += [Change(Kind.CHANGED, o, n, fields, new.document.published) for o, n, fields in differing]
        unchanged += len(pairs) - len(differing)
    return Difference(
        old.document,
        new.document,
        tuple(sorted(changes, key=_order)),
        unchanged,
        _counts(old, old.lists - common),
        _counts(new, new.lists - common),
        silent_old=tuple(sorted(theirs - mine)),
        silent_new=tuple(sorted(mine - theirs)),
    )


def _told(version: Version, lists: frozenset[str]) -> set[str]:
    """The fields that a version gives of any entry on these lists."""
    return {field for entry in version.entries if entry.list in lists for field in entry.values}


def _on(version: Version, name: str) -> list[Entry]:
    return sorted((e for e in version.entries if e.list == name), key=lambda e: (e.name, e.local, e.place, e.key))


def _counts(version: Version, lists: frozenset[str]) -> dict[str, int]:
    return {name: len(_on(version, name)) for name in sorted(lists)}


def _order(change: Change) -> tuple[str, int, str, str]:
    entry = change.entry
    return (entry.list, list(Kind).index(change.kind), entry.name, entry.local)


def _gone(entry: Entry, newer: Document, notices: Notices) -> Change:
    """An entry that the newer version lacks: ended where the older version itself, or another document, says so."""
    told = sorted(entry.values.get(ENDED, {}).items())
    notice = notices.get((entry.key, entry.list)) or (told[-1] if told else None)
    if notice is not None:
        return Change(Kind.ENDED, entry, None, since=notice[0], notice=notice[1])
    return Change(Kind.MISSING, entry, None, since=newer.published)


def _fields(old: Entry, new: Entry, compared: set[str]) -> Iterator[FieldChange]:
    for field in sorted(compared & (old.values.keys() | new.values.keys())):
        before, after = old.values.get(field, {}), new.values.get(field, {})
        gone = {value: place for value, place in sorted(before.items()) if value not in after}
        come = {value: place for value, place in sorted(after.items()) if value not in before}
        if gone or come:
            yield FieldChange(field, gone, come)


Keys = Callable[[Entry], Iterable[Hashable]]
_TIERS: tuple[Keys, ...] = (
    lambda e: sorted(i for i in e.values.get("identifier", ()) if i.partition(":")[0] not in _OF_ONE),
    lambda e: [(e.name_key, e.countries)],
    lambda e: [e.name_key],
)


def _matched(old: list[Entry], new: list[Entry]) -> tuple[list[tuple[Entry, Entry]], list[Entry], list[Entry]]:
    """Pairs, and what is left of either side."""
    pairs: list[tuple[Entry, Entry]] = []
    for keys in _TIERS:
        old, new = _pair(old, new, keys, pairs)
    return pairs, *_renamed(old, new, pairs)


def _pair(
    old: list[Entry], new: list[Entry], keys: Keys, pairs: list[tuple[Entry, Entry]]
) -> tuple[list[Entry], list[Entry]]:
    mine, theirs = _grouped(old, keys), _grouped(new, keys)
    done: set[Entry] = set()
    for key, ours in mine.items():
        here, there = ([e for e in group if e not in done] for group in (ours, theirs.get(key, [])))
        for one, other in _alike(here, there):
            pairs.append((one, other))
            done |= {one, other}
    return [e for e in old if e not in done], [e for e in new if e not in done]


def _grouped(entries: Iterable[Entry], keys: Keys) -> dict[Hashable, list[Entry]]:
    groups: dict[Hashable, list[Entry]] = defaultdict(list)
    for entry in entries:
        for key in keys(entry):
            groups[key].append(entry)
    return groups


def _alike(here: list[Entry], there: list[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Of several entries of one key on each side, those that share most values go together."""
    if len(here) <= 1 >= len(there) or max(len(here), len(there)) > _LIKENED:
        yield from zip(here, there, strict=False)
        return
    scored = {(i, j): _likeness(o, n) for i, o in enumerate(here) for j, n in enumerate(there)}
    left, right = set(range(len(here))), set(range(len(there)))
    for i, j in sorted(scored, key=lambda pair: (-scored[pair][0], not scored[pair][1], pair)):
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            yield here[i], there[j]


def _likeness(one: Entry, other: Entry) -> tuple[int, bool]:
    """Shared values first, then what the file itself calls it: that may be no more than the number of the row."""
    shared = sum(len(values.keys() & other.values.get(field, {}).keys()) for field, values in one.values.items())
    return shared, one.local == other.local


def _renamed(old: list[Entry], new: list[Entry], pairs: list[tuple[Entry, Entry]]) -> tuple[list[Entry], list[Entry]]:
    """Pair what shares a name, main or further, that one entry on each side alone bears, in countries that agree."""
    mine, theirs = _grouped(old, lambda e: sorted(e.keys)), _grouped(new, lambda e: sorted(e.keys))
    done: set[Entry] = set()
    for key in sorted(mine.keys() & theirs.keys(), key=str):
        one, other = mine[key][0], theirs[key][0]
        alone = len(mine[key]) == len(theirs[key]) == 1 and not {one, other} & done
        if alone and (not one.countries or not other.countries or {*one.countries} & {*other.countries}):
            pairs.append((one, other))
            done |= {one, other}
    return [e for e in old if e not in done], [e for e in new if e not in done]
