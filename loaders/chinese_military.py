"""Chinese military companies under Sections 1237 and 1260H, with parents: a table made by hand from the notices.

One row is one company on one version of the list. The compiler is not the Department of Defense: what the table says is
stated, not official. A company of several rows is one party.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph.claims import Records, is_iso_date
from graph.model import Label, Predicate
from graph.names import name_key
from loaders.formats import Format
from loaders.listed_names import listed_name
from loaders.listings import Entry
from loaders.media.delimited import Row, check_columns, columns_of, rows_of
from loaders.media.opening import Opened
from loaders.records import Cells, Record, Recorder, Refused

_COLUMNS = (
    "Name",
    "Clean Name",
    "Alias",
    "Previous Name",
    "Parent Name",
    "Note",
    "Start date",
    "End date",
    "Source Url",
)
_HEAD = b"Name,Clean Name,Alias,Previous Name,Parent Name,"
_ALIASES = re.compile(r",(?=\S)")  # "Knownsec,Beijing Knownsec", but "Hesai Technology Co., Ltd." is one
FIRST_1260H = "2021-06-03"  # the first list under Section 1260H; what is older is under Section 1237


def is_chinese_military(name: str, head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").startswith(_HEAD)


@dataclass(slots=True)
class _Survey:
    """What a first reading tells: the newest day, and the first spelling of each name."""

    day: str | None = None
    spelled: dict[str, str] = field(default_factory=dict)

    def party(self, record: Record, name: str) -> str:
        key = _key(name)
        return record.party(Label.COMPANY, key, self.spelled.get(key, name))


def _key(name: str) -> str:
    return name_key(name, Label.COMPANY)


def _survey(opened: Opened, columns: tuple[str, ...]) -> _Survey:
    found = _Survey()
    for row in rows_of(opened):
        cells = dict(zip(columns, (cell.strip() for cell in row.cells), strict=False))
        days = [day for c in ("Start date", "End date") if is_iso_date(day := cells.get(c, ""))]
        found.day = max([*days, *([found.day] if found.day else [])], default=None)
        for name in (cells.get("Clean Name"), *_names(cells.get("Parent Name", ""))[:1]):
            if name:
                found.spelled.setdefault(_key(name), name)
    return found


def _names(cell: str) -> tuple[str, ...]:
    """The names in a cell, the main one first, without the short form in brackets that the list prints after it."""
    found = listed_name(cell)
    return found.aliases or (found.name,)


def read_chinese_military(opened: Opened) -> Records:
    """Raises InputError."""
    columns = columns_of(opened)
    check_columns(opened, columns, _COLUMNS)
    survey = _survey(opened, columns)
    recorder = Recorder(
        opened,
        FORMAT.name,
        publisher="OpenSanctions",
        title="Chinese military companies (Sections 1237 and 1260H), with parents",
        series="opensanctions-us-dod-chinese-milcorps",
        published=survey.day,
        official=False,
    )

    def read(record: Record, row: Row) -> None:
        if len(row.cells) != len(columns):
            raise Refused(f"{len(row.cells)} cells where there should be {len(columns)}")
        cells = Cells(dict(zip(columns, row.cells, strict=True)))
        _read(survey, record, cells)
        cells.done(f"{opened.name}, row {row.number}")

    return recorder.records(((row.number, row) for row in rows_of(opened)), read)


def _read(survey: _Survey, record: Record, cells: Cells) -> None:
    name, clean = cells.need("Name"), cells.need("Clean Name")
    since, until = cells.date("Start date"), cells.date("End date")
    if since is None:
        raise Refused("column 'Start date': empty; which list it is on does not show")
    party = survey.party(record, clean)
    _read_names(record, party, name, clean, cells)
    anchor = "section-1237" if since < FIRST_1260H else "section-1260h"
    local = f"{_key(clean)} {since}"
    entry = Entry(record, party, anchor, local=local, column="Name", quote=name, since=since, until=until)
    entry.say(Predicate.ANNOUNCED_ON, "Start date", since)
    if until:
        entry.say(Predicate.ENDED_ON, "End date", until)
    if "*" in name:
        entry.say(Predicate.REMARK, "Name", name, "marked * in the list")
    for column in ("Note", "Source Url"):
        if said := cells.text(column):
            entry.say(Predicate.REMARK, column, said, said if column == "Note" else f"source: {said}")
    _read_parent(survey, record, party, cells)


def _read_names(record: Record, party: str, name: str, clean: str, cells: Cells) -> None:
    record.say("Clean Name", clean, Predicate.NAMED, party, value=clean)
    for spelling in _names(name.replace("*", " ").strip()):
        if spelling != clean and "(" not in spelling:
            record.say("Name", name, Predicate.NAMED, party, value=spelling)
    for column, several in (("Alias", _ALIASES.split), ("Previous Name", re.compile(r";\s*").split)):
        cell = cells.text(column)
        for alias in several(cell) if cell else ():
            record.say(column, alias, Predicate.NAMED, party, value=alias)
            if column == "Previous Name":
                record.say(column, alias, Predicate.REMARK, party, value=f"former name {alias}")


def _read_parent(survey: _Survey, record: Record, party: str, cells: Cells) -> None:
    """The parent that the list gives. Since when it holds the company, and how much of it, the list does not say."""
    cell = cells.text("Parent Name")
    if cell is None:
        return
    names = _names(cell)
    parent = survey.party(record, names[0])
    if parent == party:
        record.refuse("Parent Name", cell, "a company that is its own parent")
        return
    for spelling in names:
        record.say("Parent Name", cell, Predicate.NAMED, parent, value=spelling)
    record.say("Parent Name", cell, Predicate.OWNS, parent, object=party)


FORMAT = Format(
    name="chinese-military",
    description="Chinese military companies (Sections 1237 and 1260H) with their parents, CSV made by hand",
    example="sanctions.csv of OpenSanctions' us_dod_chinese_milcorps",
    recognise=is_chinese_military,
    stream=read_chinese_military,
)
