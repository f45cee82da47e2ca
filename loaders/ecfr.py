"""The Entity List, Unverified List and Military End-User List as the eCFR prints them: 15 CFR 744, Supplements 4, 6, 7.

A row is a country (blank: as above), an entity with its aliases and addresses in one cell, the licence terms and the
citations. Written to descriptions of the file; no sample of it was at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from graph.claims import Records
from graph.errors import InputError
from graph.model import Predicate
from loaders.addresses import country_of, split_addresses
from loaders.citations import citations
from loaders.entity_cells import EntityCell, entity_cell
from loaders.formats import Format
from loaders.listed_names import add_name
from loaders.listings import Entry
from loaders.media.elements import local_name
from loaders.media.opening import Opened
from loaders.media.trees import xml_records
from loaders.places import country_code
from loaders.records import Record, Recorder, Refused

# Supplements of Part 744 that are lists.
SUPPLEMENTS: Mapping[str, str] = {"4": "entity-list", "6": "unverified-list", "7": "military-end-user-list"}
_SUPPLEMENT = re.compile(r"^Supplement No\. (\d+) to Part 744$", re.IGNORECASE)
COUNTRY, ENTITY, REQUIREMENT = "country", "entity", "license requirement"
POLICY, CITATION = "license review policy", "federal register citation"
_BY_WIDTH = {5: (COUNTRY, ENTITY, REQUIREMENT, POLICY, CITATION), 3: (COUNTRY, ENTITY, CITATION)}
_HEADS = {
    COUNTRY: re.compile(r"^country"),
    ENTITY: re.compile(r"^(?:entity|listed person|person)"),
    REQUIREMENT: re.compile(r"^licen[sc]e requirement"),
    POLICY: re.compile(r"^licen[sc]e review"),
    CITATION: re.compile(r"^federal register"),
}
_BREAKS = frozenset({"br", "P", "FP", "FP1", "FP2", "DIV", "div", "p"})
_RESERVED = re.compile(r"^\[?\s*reserved\s*\]?\.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of one list: the text of each column, its lines parted by newlines. `country` is as above where blank."""

    list: str
    cells: Mapping[str, str]
    country: str | None


@dataclass(slots=True)
class _Table:
    """What a row inherits: the columns, the country, and the cells that reach down from above (rowspan)."""

    list: str
    columns: tuple[str, ...] = ()
    country: str | None = None
    hanging: dict[int, tuple[int, str]] = field(default_factory=dict)  # place in the row: rows left, text


def is_ecfr(name: str, head: bytes) -> bool:
    return b"<DIV" in head and (
        b'N="744"' in head or re.search(rb'N="Supplement No\. [467] to Part 744"', head) is not None
    )


def read_ecfr(opened: Opened) -> Records:
    """Every row of the supplements that are lists; reserved rows and lines of footnotes say nothing."""
    single = re.search(rb'^\s*(?:<\?xml[^>]*>)?\s*<DIV9 N="Supplement No\. ([467])', opened.head)
    recorder = Recorder(
        opened,
        "ecfr",
        publisher="Bureau of Industry and Security",
        title="15 CFR Part 744, lists of its supplements",
        series=SUPPLEMENTS[single[1].decode()] if single else "ear-part-744",
        published=_newest(opened),
    )
    return recorder.records(_rows(opened), _read_row)


def _rows(opened: Opened) -> Iterator[tuple[int, ListRow]]:
    tables: dict[str, _Table] = {}
    number = 0
    for _, element in xml_records(opened, "TR"):
        called = _list_of(element)
        if called is None:
            continue
        table = tables.setdefault(called, _Table(called))
        if _is_header(element):
            table.columns = _columns(opened, element)
            continue
        number += 1
        yield number, _row(table, element)


def _list_of(element: etree._Element) -> str | None:
    for above in element.iterancestors():
        if found := _SUPPLEMENT.match(above.get("N") or ""):
            return SUPPLEMENTS.get(found[1])
    return None


def _is_header(element: etree._Element) -> bool:
    return any(local_name(str(child.tag)) == "TH" for child in element)


def _columns(opened: Opened, element: etree._Element) -> tuple[str, ...]:
    found = []
    for child in element:
        text = " ".join(_text(child).split()).casefold()
        column = next((name for name, pattern in _HEADS.items() if pattern.match(text)), None)
        if column is None:
            raise InputError(
                f"{opened.name}: unexpected column {text!r}; the format has changed since this loader was written"
            )
        found.append(column)
    return tuple(found)


def _row(table: _Table, element: etree._Element) -> ListRow:
    texts = _cells(table, element)
    columns = table.columns or _BY_WIDTH.get(len(texts), ())
    cells = dict(zip(columns, texts, strict=False)) if len(texts) == len(columns) else {"": "\n".join(texts)}
    if country := " ".join(cells.get(COUNTRY, "").split()):
        table.country = country
    return ListRow(table.list, cells, table.country)


def _cells(table: _Table, element: etree._Element) -> list[str]:
    """The texts of a row's cells, with those that hang down from rows above."""
    found: list[str] = []

    def hang() -> None:
        while len(found) in table.hanging:
            left, text = table.hanging.pop(len(found))
            if left > 1:
                table.hanging[len(found)] = (left - 1, text)
            found.append(text)

    for child in element:
        if local_name(str(child.tag)) != "TD":
            continue
        hang()
        text, rows = _text(child), child.get("rowspan", "1")
        if rows.isdecimal() and 1 < int(rows) < 10_000:
            table.hanging[len(found)] = (int(rows) - 1, text)
        found.append(text)
    hang()
    return found


def _text(element: etree._Element) -> str:
    """The text of a cell, its lines parted by newlines and their blanks made one."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            block = local_name(child.tag) in _BREAKS
            parts += ["\n" if block else "", _text(child), "\n" if block else ""]
        parts.append(child.tail or "")
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _read_row(record: Record, row: ListRow) -> None:
    text = row.cells.get(ENTITY, "")
    if _RESERVED.match(text) or not any(row.cells.values()):
        return
    if "" in row.cells:
        _refuse_or_pass(row.cells[""])
        return
    if not text:
        raise Refused(f"column {ENTITY!r}: empty")
    cell = entity_cell(text)
    entry = _entry(record, row, cell, f"row {record.number}")
    if notice := row.cells.get(CITATION):
        entry.cite(CITATION, notice)
    for number, affiliate in enumerate(cell.affiliates, start=1):
        own = _entry(record, row, affiliate, f"row {record.number} affiliate {number}")
        record.say(ENTITY, affiliate.name, Predicate.AFFILIATED_WITH, own.of, object=entry.of)


def _refuse_or_pass(text: str) -> None:
    """A line across the table is a footnote or a heading; a row of another number of cells is none of ours."""
    if "\n" in text:
        raise Refused("its cells are not as many as the columns of the table")


def _entry(record: Record, row: ListRow, cell: EntityCell, local: str) -> Entry:
    listed = add_name(record, ENTITY, cell.name, local=local, section=row.list)
    entry = Entry(record, listed.key, row.list, local=local, column=ENTITY, quote=cell.name)
    for alias in cell.aliases:
        record.say(ENTITY, alias, Predicate.NAMED, listed.key, value=alias)
    for whom, words in listed.said.covers:
        entry.say(Predicate.COVERS, ENTITY, words, whom)
    _add_places(entry, row.country, cell.addresses)
    if requirement := row.cells.get(REQUIREMENT):
        entry.require(REQUIREMENT, requirement)
    if policy := row.cells.get(POLICY):
        entry.review(POLICY, policy)
    return entry


def _add_places(entry: Entry, country: str | None, addresses: str) -> None:
    record, codes = entry.record, set()
    name = _country(country) if country else None
    if country and name and (key := record.country(name)):
        codes.add(country_code(name))
        record.say(COUNTRY, country, Predicate.LOCATED_IN, entry.of, object=key)
    elif country:
        record.refuse(COUNTRY, country, "no country is known by it")
    places, elsewhere = split_addresses(addresses.replace("\n", "; "), _printed(name) if name else None)
    for place in places:
        record.say(ENTITY, place, Predicate.HAS_ADDRESS, entry.of, value=place)
        named = country_of(place)
        if named and (code := country_code(named)) not in codes and (key := record.country(named)):
            codes.add(code)
            record.say(ENTITY, place, Predicate.LOCATED_IN, entry.of, object=key)
    if elsewhere:
        entry.say(Predicate.REMARK, ENTITY, elsewhere)


def _country(text: str) -> str | None:
    """The country as places.py knows it: "CHINA, PEOPLE'S REPUBLIC OF" is China."""
    first, _, rest = text.partition(", ")
    return next((name for name in (text, f"{rest} {first}".strip(), first) if country_code(name)), None)


def _printed(name: str) -> str:
    """The country as addresses end with it: headings are in capitals."""
    return name.title() if name.isupper() else name


def _newest(opened: Opened) -> str | None:
    """The newest day that a citation gives: the file says no day of its own, and cannot be older."""
    try:
        found = {c.published for _, row in _rows(opened) for c in citations(row.cells.get(CITATION, ""))[0]}
    except InputError:  # told, with its place, when the records are read
        return None
    return max((day for day in found if day), default=None)


FORMAT = Format(
    name="ecfr",
    description="the Entity List, Unverified List and MEU List in the eCFR's XML of 15 CFR Part 744",
    example="title-15.xml",
    recognise=is_ecfr,
    stream=read_ecfr,
)
