"""The Denied Persons List of the Bureau of Industry and Security: tab-separated, all cells quoted.

One row is one address of a party under one order. Rows of one name are one party: the list has no numbers. Whether a
party is a firm or a person is read from its name (`loaders.kinds`), for the list does not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.claims import Records, is_iso_date
from graph.errors import InputError
from graph.model import Predicate
from loaders.formats import Format
from loaders.kinds import kind_of
from loaders.listings import Entry
from loaders.media.delimited import Delimited, Row, check_columns, columns_of, rows_of
from loaders.media.opening import Opened
from loaders.records import Cells, Record, Recorder, Refused

_PLACE = ("Street_Address", "City", "State", "Postal_Code", "Country")
_COLUMNS = (
    "Name",
    "Street_Address",
    "City",
    "State",
    "Country",
    "Postal_Code",
    "Effective_Date",
    "Expiration_Date",
    "Standard_Order",
    "Last_Update",
    "Action",
    "FR_Citation",
)
_TSV = Delimited(delimiter="\t", ends_with_newline=False)
_DAY = re.compile(r"(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})/(?P<year>[0-9]{4})")
_ALIAS = re.compile(r"\s+A[./]?K[./]?A\.?\s+", re.IGNORECASE)
_HEAD = re.compile(rb'^(?:\xef\xbb\xbf)?"?Name"?\t"?Street_Address"?\t', re.IGNORECASE)


def is_denied_persons(name: str, head: bytes) -> bool:
    return bool(_HEAD.match(head)) and b"Standard_Order" in head.split(b"\n", 1)[0]


def read_denied_persons(opened: Opened) -> Records:
    """Raises InputError."""
    columns = columns_of(opened, _TSV)
    check_columns(opened, columns, _COLUMNS)
    recorder = Recorder(
        opened,
        FORMAT.name,
        publisher="US Bureau of Industry and Security",
        title="Denied Persons List",
        series="bis-denied-persons",
        published=_newest(opened, columns),
    )

    def read(record: Record, row: Row) -> None:
        if len(row.cells) != len(columns):
            raise Refused(f"{len(row.cells)} cells where there should be {len(columns)}")
        cells = Cells(dict(zip(columns, row.cells, strict=True)))
        _read(record, cells)
        cells.done(f"{opened.name}, row {row.number}")

    return recorder.records(((row.number, row) for row in _rows(opened, columns)), read)


def _newest(opened: Opened, columns: tuple[str, ...]) -> str | None:
    """The day of the newest change in the file, which has no date of its own.

    Days more than a year after the newest order are slips of the pen ("3017-08-22").
    """
    changed, ordered = columns.index("Last_Update"), columns.index("Effective_Date")
    days, year = set(), ""
    for cells in (row.cells for row in _rows(opened, columns) if len(row.cells) == len(columns)):
        days |= {day} if is_iso_date(day := cells[changed].strip()) else set()
        year = max(year, cells[ordered].strip()[-4:])
    last = int(year) + 1 if year.isdecimal() else 0
    return max((day for day in days if int(day[:4]) <= last), default=None)


def _rows(opened: Opened, columns: tuple[str, ...]) -> Iterator[Row]:
    """Raises InputError where the file is cut or doubled; a row that lacks its end is told by its quotes."""
    last: Row | None = None
    for row in rows_of(opened, _TSV):
        if {"Street_Address", "FR_Citation"} <= set(row.cells):
            raise InputError(f"{opened.name}, row {row.number}: the header stands within it; is the file doubled?")
        last = row
        yield row
    if last is not None and len(last.cells) < len(columns):
        raise InputError(f"{opened.name}: ends within row {last.number}; was the file cut? Download it again")


def _read(record: Record, cells: Cells) -> None:
    cell = cells.need("Name")
    name, *aliases = _ALIAS.split(" ".join(cell.split()))
    label, kind = kind_of(name)
    party = record.party(label, name, name, kind=kind)
    for spelling in (name, *aliases):
        record.say("Name", cell, Predicate.NAMED, party, value=spelling)
    _read_place(record, party, cells)
    since, until = _day(cells, "Effective_Date"), _day(cells, "Expiration_Date")
    entry = Entry(
        record,
        party,
        "denied-persons-list",
        local=" ".join([name, *(day[0] if day else "-" for day in (since, until))]),
        column="Name",
        quote=cell,
        since=since[0] if since else None,
        until=until[0] if until else None,
    )
    if since:
        entry.say(Predicate.EFFECTIVE_ON, "Effective_Date", since[1], since[0])
    if until:  # the order itself says until when it denies
        entry.last("Expiration_Date", until[1], until[0])
    if order := cells.text("Standard_Order"):
        words = {"Y": "standard order", "N": "no standard order"}.get(order, f"standard order: {order}")
        entry.say(Predicate.REMARK, "Standard_Order", order, words)
    if action := cells.text("Action"):
        entry.say(Predicate.REMARK, "Action", action, f"action: {action}")
    if cited := cells.text("FR_Citation"):
        entry.cite("FR_Citation", cited)
    changed, newest = cells.text("Last_Update"), record.recorder.document.published  # the newest is the file's own day
    if changed and (not is_iso_date(changed) or (newest is not None and changed > newest)):
        record.refuse("Last_Update", changed, "no day, or one after every order of the list")


def _read_place(record: Record, party: str, cells: Cells) -> None:
    """Where the country is empty it stays unknown: the column of states has "TX", and "CY" for Cyprus."""
    given = [(column, text) for column in _PLACE if (text := cells.text(column))]
    said = ", ".join(text for _, text in given)
    if any(column != "Country" for column, _ in given):
        record.say(" + ".join(column for column, _ in given), said, Predicate.HAS_ADDRESS, party, value=said)
    if given and given[-1][0] == "Country":
        country = record.country(given[-1][1])
        if country is None:
            record.refuse("Country", given[-1][1], "no country is known by this code")
        else:
            record.say("Country", given[-1][1], Predicate.LOCATED_IN, party, object=country)


def _day(cells: Cells, column: str) -> tuple[str, str] | None:
    """The day in ISO 8601 and as written, MM/DD/YYYY; None for an order without an end. Raises Refused."""
    text = cells.text(column)
    if text is None:
        return None
    found = _DAY.fullmatch(text)
    day = f"{found['year']}-{found['month']:0>2}-{found['day']:0>2}" if found else ""
    if not is_iso_date(day):
        raise Refused(f"column {column!r}: {text!r} is no day (MM/DD/YYYY) that the calendar has")
    return day, text


FORMAT = Format(
    name="denied-persons",
    description="BIS Denied Persons List, tab-separated",
    example="dpl.txt from bis.gov",
    recognise=is_denied_persons,
    stream=read_denied_persons,
)
