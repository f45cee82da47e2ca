"""What changed between two versions of a list, as a report: outline, rows for a pipe, CSV, JSON."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from graph.claims import Document, Source
from graph.errors import InputError
from graph.store.protocol import Store
from graph.versions import Entry, Version, version, version_of
from graph.versions_compared import Change, Difference, Kind, compare
from graph.versions_stored import notices, stored_version
from knockon import api
from knockon.export import safe_cell
from knockon.outline import Item, Report, Role, Span, gathered, item, section
from knockon.rows import Rows

SCHEMA = "knockon/diff/1"
COLUMNS = ("change", "list", "party", "country", "field", "old", "new", "old place", "new place")
NO_REMOVAL = (
    "An entry that is missing was not removed for all that these two versions say: feeds leave rows out. A removal "
    "takes a notice."
)
_TITLES: Mapping[Kind, str] = {
    Kind.ADDED: "added",
    Kind.ENDED: "ended by a notice",
    Kind.MISSING: "missing from the newer version; nothing says that they were removed",
    Kind.CHANGED: "changed",
}


def file_version(path: str, *, format: str | None = None) -> Version:  # noqa: A002 - the loaders' own word
    """The version of a list that a file is. Raises InputError for an archive of several."""
    said = api.read_files([path], format=format)
    if len(said) != 1:
        raise InputError(f"{path}: an archive of {len(said)} files; unpack it and name the one to compare")
    (one,) = said
    return version_of(one) if isinstance(one, Source) else version(one.document, one.parts)


def compared(old: str, new: str, store: Store | None, *, format: str | None = None) -> Difference:  # noqa: A002
    """What changed between two versions: each a file or, where there is none of that name, a document in the store."""
    before, after = (_version_called(called, store, format) for called in (old, new))
    known = None if store is None or Path(old).is_file() else notices(store, before.document.id)
    return compare(before, after, known)


def _version_called(called: str, store: Store | None, format: str | None) -> Version:  # noqa: A002
    if store is None or Path(called).is_file():
        return file_version(called, format=format)
    return stored_version(store, called)


def report(found: Difference) -> Report[Difference]:
    return Report(found, outline(found), Rows(rows(found), COLUMNS), document(found))


def status(change: Change) -> str:
    """What became of the entry, in words: "missing since 2026-07-09"."""
    if change.kind is Kind.MISSING:
        return f"missing since {change.since}" if change.since else "missing; the newer version bears no date"
    return f"ended {change.since}" if change.kind is Kind.ENDED else change.kind.value


def rows(found: Difference) -> Iterator[dict[str, Any]]:
    """One row an entry that came or went, one row a field of an entry that changed."""
    for change in found.changes:
        entry = change.entry
        head = {
            "change": status(change),
            "list": entry.list,
            "party": entry.name,
            "country": entry.countries,
            "old place": change.notice or (change.old.place if change.old else None),
            "new place": change.new.place if change.new else None,
        }
        if not change.fields:
            yield head
        for field in change.fields:
            places = {"old place": _places(field.gone), "new place": _places(field.come)}
            yield {**head, "field": field.field, "old": _values(field.gone), "new": _values(field.come), **places}


def _values(values: Mapping[str, str]) -> str | None:
    return "; ".join(values) or None


def _places(values: Mapping[str, str]) -> str | None:
    return "; ".join(dict.fromkeys(place for place in values.values() if place)) or None


def as_csv(found: Difference) -> str:
    """The rows as CSV, safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows(found):
        row["country"] = "; ".join(row["country"])
        writer.writerow([safe_cell(str(row.get(column) or "")) for column in COLUMNS])
    return out.getvalue()


def outline(found: Difference) -> Item:
    """What changed, counted by list, then entry by entry."""
    return item(
        Span(_named(found.old), Role.NAME),
        "to",
        Span(_named(found.new), Role.NAME),
        below=gathered(
            section("in short", _in_short(found)),
            *(section(_TITLES[kind], map(_changed, found.of(kind))) for kind in _TITLES),
            section("not compared", _not_compared(found)),
            section("how to read this", [item(NO_REMOVAL)] if found.of(Kind.MISSING) else []),
        ),
    )


def _named(document: Document) -> str:
    return f"{document.name}, {document.published or 'no date'}"


def _in_short(found: Difference) -> Iterator[Item]:
    counts = Counter((change.entry.list, change.kind) for change in found.changes)
    for name in sorted({change.entry.list for change in found.changes}):
        told = ", ".join(f"{counts[name, kind]} {kind}" for kind in Kind if counts[name, kind])
        yield item(Span(name or "register", Role.NAME), told)
    yield item(f"{found.unchanged} entries are the same in both" if found.changes else "no entry differs")


def _changed(change: Change) -> Item:
    entry = change.entry
    below = [_field(f.field, f.gone, f.come) for f in change.fields]
    where = Span(change.notice or entry.place, Role.SOURCE)
    aside = (", ".join(entry.countries), entry.list, where)
    return item(Span(entry.name, Role.NAME), _warning(change), aside=aside, below=below)


def _warning(change: Change) -> Span | None:
    return Span(status(change), Role.WARNING) if change.kind in (Kind.MISSING, Kind.ENDED) else None


def _field(field: str, gone: Mapping[str, str], come: Mapping[str, str]) -> Item:
    below = [item(Span(sign, Role.VERB), Span(value, Role.QUOTE), aside=[Span(place, Role.SOURCE)])
             for sign, values in (("was", gone), ("is", come)) for value, place in values.items()]  # fmt: skip
    return item(field, below=below)


def _not_compared(found: Difference) -> Iterable[Item]:
    for document, lists in ((found.old, found.only_old), (found.new, found.only_new)):
        for name, count in lists.items():
            yield item(Span(name or "entries on no list", Role.NAME), f"{count} entries, only in {document.name}")
    for document, fields in ((found.old, found.silent_old), (found.new, found.silent_new)):
        if fields:
            yield item(", ".join(fields), aside=[f"{document.name} gives none of any entry"])


def document(found: Difference) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "old": _about(found.old),
        "new": _about(found.new),
        "changes": [_json(change) for change in found.changes],
        "unchanged": found.unchanged,
        "notCompared": {"old": dict(found.only_old), "new": dict(found.only_new)},
        "silent": {"old": list(found.silent_old), "new": list(found.silent_new)},
        "notes": [NO_REMOVAL],
    }


def _about(document: Document) -> dict[str, Any]:
    return {name: getattr(document, name) for name in ("id", "name", "format", "publisher", "published", "series")}


def _json(change: Change) -> dict[str, Any]:
    return {
        "change": change.kind.value,
        "status": status(change),
        "since": change.since,
        "notice": change.notice,
        "list": change.entry.list,
        "party": change.entry.name,
        "old": _entry(change.old),
        "new": _entry(change.new),
        "fields": [asdict(field) for field in change.fields],
    }


def _entry(entry: Entry | None) -> dict[str, Any] | None:
    """The entry with all its values and the place of each."""
    if entry is None:
        return None
    values = {field: dict(found) for field, found in sorted(entry.values.items())}
    return {"name": entry.name, "key": entry.key, "place": entry.place, "values": values}
