"""The Consolidated Screening List of trade.gov as JSON: the records of the CSV file, with lists and objects for cells.

Written to the names of its fields; no sample of the file was at hand. Evidence from an object (an address, an
identifier) quotes its values in their order, joined by commas, as the CSV file has them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from graph.claims import Records, is_iso_date
from graph.errors import InputError
from loaders.formats import Format
from loaders.media.opening import Opened
from loaders.media.trees import json_records
from loaders.records import Cells, Record, Recorder, Refused
from loaders.screened import read_entry
from loaders.screening_list import PUBLISHER, SERIES, TITLE

# What the objects hold, in the order in which the CSV file writes them.
_OBJECTS: Mapping[str, tuple[str, ...]] = {
    "addresses": ("address", "city", "state", "postal_code", "country"),
    "ids": ("country", "issue_date", "expiration_date", "number", "type"),
}
_TOTAL = re.compile(rb'"total"\s*:\s*(\d+)')


def is_screening_json(name: str, head: bytes) -> bool:
    return head.lstrip().startswith(b"{") and b'"results"' in head and b'"source_list_url"' in head


def read_screening_json(opened: Opened) -> Records:
    """Every record under "results". Raises InputError where the file has fewer than its own "total" says."""
    recorder = Recorder(
        opened, "screening-list-json", publisher=PUBLISHER, title=TITLE, series=SERIES, published=_newest(opened)
    )
    total = _TOTAL.search(opened.head.partition(b'"results"')[0])
    recorder.expected = int(total[1]) if total else None

    def read(record: Record, item: Any) -> None:
        if not isinstance(item, dict):
            raise Refused("no object")
        place = f"{opened.name}, row {record.number}"
        cells = Cells({"_id" if key == "id" else key: _written(place, key, item[key]) for key in item})
        cells.ignore("score")  # how well the record fits a search
        read_entry(record, cells)
        cells.done(place)

    return recorder.records(json_records(opened, "results.item"), read)


def _written(place: str, key: str, value: Any) -> str | None:
    """A value as the CSV file writes it: several joined by semicolons, the parts of an object by commas."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list):
        return "; ".join(filter(None, (_element(place, key, element) for element in value)))
    if isinstance(value, dict | bool):
        raise Refused(f"{key}: {str(value)[:80]!r} is neither text nor a list")
    return str(value)


def _element(place: str, key: str, element: Any) -> str | None:
    if isinstance(element, list):
        raise Refused(f"{key}: a list within a list")
    if not isinstance(element, dict):
        return _written(place, key, element)
    names = _OBJECTS.get(key, ())
    if strange := next((name for name in element if name not in names), None):
        raise InputError(
            f"{place}, {key}: unexpected {strange!r}; the format has changed since this loader was written"
        )
    return ", ".join(str(element[name]).strip() for name in names if element.get(name) not in (None, ""))


def _newest(opened: Opened) -> str | None:
    """The newest day on which an entry starts, as in the CSV file."""
    try:
        dates = [str(day) for _, day in json_records(opened, "results.item.start_date") if isinstance(day, str)]
    except InputError:  # told, with its place, when the records are read
        return None
    return max((day for day in dates if len(day) == 10 and is_iso_date(day)), default=None)


FORMAT = Format(
    name="screening-list-json",
    description="the US Consolidated Screening List (trade.gov), JSON",
    example="consolidated.json",
    recognise=is_screening_json,
    stream=read_screening_json,
)
