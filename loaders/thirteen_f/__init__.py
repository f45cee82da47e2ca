"""SEC Form 13F-HR as it lies on EDGAR: a manager's holdings at the end of a quarter.

The raw submission ("0000007195-21-000001.txt"), with the cover page and the information table in XML, as they are
since May 2013. Values are in thousands of dollars in what was filed before 3 January 2023, in dollars since (SEC
release 34-95148).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from typing import Any

from graph.claims import Part, Records
from graph.errors import InputError
from loaders.formats import Format
from loaders.media.elements import tree_of
from loaders.media.opening import Opened
from loaders.records import Record, Recorder, Refused
from loaders.thirteen_f.cover import Cover, cover_of, say_cover
from loaders.thirteen_f.holdings import Holdings, value_of
from loaders.thirteen_f.submission import Header, elements, header_of

PUBLISHER = "Securities and Exchange Commission"
FORMS = ("13F-HR", "13F-HR/A")
TABLE = "INFORMATION TABLE"
_IN_DOLLARS_FROM = "2023-01-03"


def recognise(name: str, head: bytes) -> bool:
    return b"<SEC-HEADER>" in head and b"CONFORMED SUBMISSION TYPE:\t13F-" in head


def stream(opened: Opened) -> Records:
    """Raises InputError where the file is cut, or its table is not as long or as large as its cover page says."""
    header = header_of(opened)
    form, filed = header.first("CONFORMED SUBMISSION TYPE"), header.day("FILED AS OF DATE")
    if form not in FORMS:
        raise InputError(f"{opened.name}: form {form!r}; holdings are in 13F-HR, and a 13F-NT names who reports them")
    if filed is None:
        raise InputError(f"{opened.name}, header: no FILED AS OF DATE, without which the unit of values is unknown")
    cover = _cover(opened, form, header)
    recorder = Recorder(
        opened,
        "13f",
        publisher=PUBLISHER,
        title=f"Form {form} of {cover.name}, {cover.period}",
        series=None if cover.adds_only else f"sec-13f-{cover.cik}",
        published=filed,
    )
    recorder.expected = cover.entries
    unit = Decimal(1 if filed >= _IN_DOLLARS_FROM else 1000)
    records = recorder.records(_rows(opened, cover), Holdings(cover, unit).read)
    return Records(recorder.document, chain(_first(recorder, cover), records.parts))


def _cover(opened: Opened, form: str, header: Header) -> Cover:
    found = [tree_of(element) for element in elements(opened, form, "edgarSubmission")]
    if len(found) != 1:
        raise InputError(f"{opened.name}: {len(found)} cover pages in XML; a submission has one, since 2013")
    try:
        return cover_of(found[0], header, opened.name)
    except Refused as error:
        raise InputError(f"{opened.name}, cover page: {error}") from error


def _first(recorder: Recorder, cover: Cover) -> Iterator[Part]:
    """What the header and the cover page say, as record 0, before the first holding."""
    record = Record(recorder, 0)
    say_cover(record, cover)
    yield Part(tuple(record.parties.values()), tuple(record.claims), tuple(record.refused))


def _rows(opened: Opened, cover: Cover) -> Iterator[tuple[int, dict[str, Any]]]:
    total, number = Decimal(0), 0
    for number, element in enumerate(elements(opened, TABLE, "infoTable"), start=1):
        tree = tree_of(element)
        total += value_of(tree.get("value")) or 0
        yield number, tree
    # Each value is rounded to its unit, and so is the total.
    if cover.total is not None and abs(total - cover.total) > number and not opened.partial:
        raise InputError(
            f"{opened.name}: its values add up to {total}, but its own cover page says {cover.total}; was it cut? A"
            " part of a file is loaded with --partial"
        )


FORMAT = Format(
    name="13f",
    description="SEC Form 13F-HR: an institutional manager's holdings, as a raw EDGAR submission",
    example="0000007195-21-000001.txt",
    recognise=recognise,
    stream=stream,
)
