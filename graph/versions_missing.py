"""Who stands on an older version of a list and not on the newest: missing since a day, which is no removal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from graph import dates

Place = tuple[str, str]  # a party and a list, by id


def missing_since(
    held: Mapping[Place, Collection[str]],
    documents: Iterable[Mapping[str, Any]],
    as_of: str | None = None,
    *,
    covering: Mapping[str, Collection[str]] | None = None,
) -> dict[Place, str]:
    """The day of the first version that has the list but no longer the party, for each party that is missing.

    `held` gives the ids of the documents that put each party on each list, `documents` the live ones with their `id`,
    `series` and `published`. A version without a day, or of after `as_of`, is not compared; nor is one that has no
    entry of the list at all, since feeds leave whole lists out for a time: where `held` has a part of the parties,
    `covering` gives the documents that have any, by list. A party that the newest version of any series has is not
    missing.
    """
    versions = _versions(documents, as_of)
    editions: dict[tuple[str, str], set[str]] = defaultdict(set)  # list and series: the days of its versions
    for kept, where in [*((kept, where) for (_, kept), where in held.items()), *(covering or {}).items()]:
        for series, day in (versions[document] for document in where if document in versions):
            editions[kept, series].add(day)
    found = {}
    for place, where in held.items():
        later = [
            [day for day in editions[place[1], series] if day > last] for series, last in _last(where, versions).items()
        ]
        if later and all(later):
            found[place] = min(day for days in later for day in days)
    return found


def _versions(documents: Iterable[Mapping[str, Any]], as_of: str | None) -> dict[str, tuple[str, str]]:
    """Series and day of each document that is a version of one."""
    return {
        str(d["id"]): (str(d["series"]), str(d["published"]))
        for d in documents
        if d.get("series") and d.get("published") and (as_of is None or dates.begun(d["published"], as_of))
    }


def _last(where: Iterable[str], versions: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """The day of the last version in each series among these documents."""
    last: dict[str, str] = {}
    for series, day in (versions[document] for document in where if document in versions):
        last[series] = max(day, last.get(series, day))
    return last
