"""GLEIF's register of Legal Entity Identifiers: Level 1 (LEI-CDF), Level 2 (RR-CDF) and the reporting exceptions.

The golden copy and concatenated files as XML of CDF 2.1 and later, and as JSON: GLEIF's own ("$" for a text, "@" before
an attribute), or plain. An element path in the evidence ("Entity/LegalName") is the same in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from graph.claims import Records, is_iso_date
from graph.errors import InputError
from loaders.formats import Format
from loaders.gleif import entities, relations
from loaders.media.elements import local_name, tree_of
from loaders.media.opening import Opened
from loaders.media.trees import json_records, xml_records
from loaders.records import Record, Recorder, Refused

PUBLISHER = "Global Legal Entity Identifier Foundation"
# Attributes that say something: the kind of a name or address, and how far an event has gone. Languages are left out,
# names and addresses have none in the graph.
_ATTRIBUTES = frozenset({"type", "event_status"})
# What the readers ignore; and Extension: geocodes derived from the addresses, open to anybody's elements.
_SKIPPED = frozenset({"Extension", *entities.IGNORED, *relations.IGNORED})
_DEEPEST = 12  # a record of the CDF has six levels


@dataclass(frozen=True, slots=True)
class Level:
    """One of the three files: its XML elements, the array of GLEIF's own JSON, and what only its records have."""

    root: str
    element: str
    array: str
    mark: str
    series: str
    title: str
    read: Callable[[Record, Any], None]


LEVELS = (
    Level(
        "LEIData", "LEIRecord", "records", "Entity", "gleif-level-1", "GLEIF Level 1 (LEI-CDF)", entities.read_entity
    ),
    Level(
        "RelationshipData",
        "RelationshipRecord",
        "relations",
        "Relationship",
        "gleif-level-2",
        "GLEIF Level 2 (RR-CDF)",
        relations.read_relation,
    ),
    Level(
        "ReportingExceptionData",
        "Exception",
        "exceptions",
        "ExceptionCategory",
        "gleif-reporting-exceptions",
        "GLEIF Level 2 reporting exceptions",
        relations.read_exception,
    ),
)
_HEADERS = ("LEIHeader", "Header")
_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(LEIData|RelationshipData|ReportingExceptionData)[\s>]")
_JSON = (b'"LEI"', b'"Entity"'), (b'"Relationship"', b'"StartNode"'), (b'"LEI"', b'"ExceptionCategory"')
_ARRAY = re.compile(rb'\s*\{[^\[]*?"(records|relations|exceptions)"\s*:\s*\[')


def recognise(name: str, head: bytes) -> bool:
    start = head.replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"[", b"{")):
        return (start.startswith(b"[") or _ARRAY.match(start) is not None) and any(
            all(key in start for key in keys) for keys in _JSON
        )
    return _ROOT.search(start) is not None


def stream(opened: Opened) -> Records:
    """Raises InputError where the file is cut, mixes levels, or holds more or fewer records than its header says."""
    xml = _ROOT.search(opened.head.replace(b"\x00", b""))
    if xml is not None:
        level = next(level for level in LEVELS if level.root == xml[1].decode())
        header, items, read = _header(opened, level), _xml_items(opened, level), level.read
    else:
        array = _array(opened)
        level, header = _json_level(opened, array)
        items, read = _json_items(opened, level, array), _reading_json(level)
    recorder = Recorder(
        opened,
        "gleif",
        publisher=PUBLISHER,
        title=level.title,
        series=_series(level, header),
        published=_day(header.get("ContentDate")),
    )
    recorder.expected = _count(opened, header.get("RecordCount"))
    return recorder.records(items, read)


def _header(opened: Opened, level: Level) -> dict[str, Any]:
    """Its fields; none where the records begin without one."""
    for _, element in xml_records(opened, *_HEADERS, level.element):
        return tree_of(element) if local_name(str(element.tag)) in _HEADERS else {}
    return {}


def _series(level: Level, header: dict[str, Any]) -> str | None:
    """A file of changes is no version of the register; that of one issuer is one of a series of its own."""
    content, issuer = str(header.get("FileContent", "")), header.get("Originator")
    if "DELTA" in content:
        return None
    return f"{level.series}-{issuer}" if content.startswith("LOU") and issuer else level.series


def _day(stamp: object) -> str | None:
    """The day of a time stamp, as written in its own zone."""
    day = stamp[:10] if isinstance(stamp, str) else ""
    return day if is_iso_date(day) else None


def _count(opened: Opened, count: object) -> int | None:
    if count is None:
        return None
    if not isinstance(count, str) or not count.isdecimal():
        raise InputError(
            f"{opened.name}, header: RecordCount {str(count)[:40]!r} is no number; download the file again"
        )
    return int(count)


def _xml_items(opened: Opened, level: Level) -> Iterator[tuple[int, Any]]:
    for number, element in xml_records(opened, *(other.element for other in LEVELS)):
        if local_name(str(element.tag)) != level.element:
            raise _mixed(opened, number, level)
        yield number, tree_of(element, _ATTRIBUTES, _SKIPPED)


def _mixed(opened: Opened, number: int, level: Level) -> InputError:
    return InputError(f"{opened.name}, record {number}: no record of {level.title}; load each level as its own file")


def _array(opened: Opened) -> str:
    found = _ARRAY.match(opened.head.removeprefix(b"\xef\xbb\xbf"))
    return f"{found[1].decode()}.item" if found else "item"


def _json_level(opened: Opened, array: str) -> tuple[Level, dict[str, Any]]:
    """Which of the three the first record is of, and the day of the file where records carry it."""
    for _, item in json_records(opened, array):
        first = item if isinstance(item, dict) else {}
        level = next((level for level in LEVELS if level.mark in first), None)
        if level is not None:
            return level, {"ContentDate": first.get("ContentDate")}
        break
    raise InputError(f"{opened.name}: its first record is none of GLEIF's; name the format with --format")


def _json_items(opened: Opened, level: Level, array: str) -> Iterator[tuple[int, Any]]:
    for number, item in json_records(opened, array):
        if isinstance(item, dict) and any(other.mark in item for other in LEVELS if other is not level):
            raise _mixed(opened, number, level)
        yield number, item


def _reading_json(level: Level) -> Callable[[Record, Any], None]:
    def read(record: Record, item: Any) -> None:
        if not isinstance(item, dict):
            raise Refused("no JSON object")
        level.read(record, _plain(item))

    return read


def _plain(value: Any, depth: int = 0) -> Any:
    """One tree for all the ways in which JSON writes these records: that of `media.elements.tree_of`.

    {"$": "x"} is "x"; {"type": "y", "OtherEntityName": "x"} is {"@type": "y", "$": "x"}; languages go.
    """
    if depth > _DEEPEST:
        raise Refused(f"nested deeper than {_DEEPEST} levels")
    if isinstance(value, list):
        return [_plain(item, depth + 1) for item in value]
    if not isinstance(value, dict):
        return value.strip() if isinstance(value, str) else value
    found = {_NAMES.get(key, key): _plain(item, depth + 1) for key, item in value.items() if key != "@xml:lang"}
    return found["$"] if found.keys() == {"$"} else found


_NAMES = {"type": "@type", "OtherEntityName": "$", "TransliteratedOtherEntityName": "$"}

FORMAT = Format(
    name="gleif",
    description="GLEIF: legal entities (Level 1), who consolidates whom (Level 2), reporting exceptions; XML or JSON",
    example="20260601-0800-gleif-goldencopy-lei2-golden-copy.xml.zip",
    recognise=recognise,
    stream=stream,
)
