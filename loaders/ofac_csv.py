"""OFAC's legacy CSV: the SDN list and the consolidated list of all others, each in four files without a header.

Parties (sdn.csv, cons_prim.csv), aliases (alt.csv, cons_alt.csv), addresses (add.csv, cons_add.csv), and comments
(sdn_comments.csv, cons_comments.csv), in which remarks run on that are longer than 1,000 characters. They meet by
OFAC's number. "-0-" stands for nothing. Files as OFAC publishes them have CRLF and end with a lone Ctrl-Z; copies with
LF may lack it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from graph.claims import Records
from graph.errors import InputError
from graph.model import Label, Predicate
from loaders.formats import Format
from loaders.media.delimited import Delimited, Row, rows_of
from loaders.media.opening import Opened
from loaders.ofac import PUBLISHER, Listed, label_of, lists_of, table, uid_of
from loaders.ofac_remarks import named_in_passing, read_remarks, remarks_of, since_of
from loaders.records import Cells, Record, Recorder, Refused

_NULL = ("", "-0-")
_END = "\x1a"
_NUMBER = re.compile(r"[0-9]{1,9}")
_PARTY = (
    "ent_num",
    "SDN_Name",
    "SDN_Type",
    "Program",
    "Title",
    "Call_Sign",
    "Vess_type",
    "Tonnage",
    "GRT",
    "Vess_flag",
    "Vess_owner",
    "Remarks",
)
_ALIAS = ("ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks")
_ADDRESS = ("ent_num", "Add_num", "Address", "City/State/Province/Postal Code", "Country", "Add_remarks")
_COMMENT = ("ent_num", "Remarks")
_TYPES = frozenset({"individual", "vessel", "aircraft", "-0-"})
_SAID_IN_COMMENTS = re.compile(
    r"Linked To:|[afn]\.k\.a\. '|Digital Currency Address|sanctions risk:| Date \(|"
    r"(?:Passport|Registration|Number|No\.|Directive)\b.*?\([A-Z][a-z]"
)
Read = Callable[[Record, Row], None]
_Named = tuple[str, str, Label, str | None]  # number, name, label and kind


def _kind(name: str, head: bytes) -> tuple[str, ...] | None:
    """The columns of the file, by the shape of its first lines."""
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:
            return None
        text = head[: error.start].decode("utf-8-sig")
    lines = text.splitlines()
    whole = lines[:-1] if len(lines) > 1 else lines
    try:
        rows = [row for row in csv.reader(whole, strict=True) if any(row) and row != [_END]]
    except csv.Error:
        return None
    numbered = [row for row in rows if _NUMBER.fullmatch(row[0].strip())]
    kinds = [_shape(row, text) for row in numbered]
    fit = max(kinds, key=kinds.count, default=None)
    return fit if kinds.count(fit) > len(rows) * 3 / 4 else None  # a bad row within the head does not hide the rest


def _shape(row: list[str], text: str) -> tuple[str, ...] | None:
    width = len(row)
    if width == len(_PARTY) and row[2].strip() in _TYPES:
        return _PARTY
    if width == len(_COMMENT) and _SAID_IN_COMMENTS.search(text):
        return _COMMENT
    if width == len(_ALIAS) and _NUMBER.fullmatch(row[1].strip()) and row[2].strip() in ("aka", "fka", "nka"):
        return _ALIAS
    if width == len(_ADDRESS) and _NUMBER.fullmatch(row[1].strip()) and "-0-" in text:
        return _ADDRESS
    return None


def is_ofac_csv(name: str, head: bytes) -> bool:
    return _kind(name, head) is not None


@dataclass(slots=True)
class _Survey:
    """What a first reading of a file of parties tells: which file it is, and who is called what."""

    blocking: str | None = None  # a party that only the SDN list can have
    other: str | None = None  # a party that only the file of all other lists can have
    named: dict[str, _Named | None] = field(default_factory=dict)  # None: several have the name

    def see(self, cells: list[str]) -> None:
        uid, name, what, programs = (cell.strip() for cell in cells[:4])
        tags = set(_programs(programs))
        if tags and tags <= set(table()["blocking"]["programs"]):
            self.blocking = self.blocking or uid
        elif tags and all(table()["programs"].get(tag) in ("ns-cmic", "plc", "capta") for tag in tags):
            self.other = self.other or uid
        try:
            label, kind = label_of(None if what in _NULL else what, name)
        except Refused:
            return
        key = _bare(name)
        self.named[key] = None if key in self.named else (uid, name, label, kind)

    def party(self, record: Record, column: str, name: str) -> str:
        """The party that a remark names so: the only one of the file that is called so, or one named in passing."""
        known = self.named.get(_bare(name))
        if known is None:
            return named_in_passing(record, column, name)
        uid, main, label, kind = known
        return record.party(label, uid, main, kind=kind)


def read_ofac_csv(opened: Opened) -> Records:
    """Raises InputError for a file that is cut, doubled or mixed."""
    columns = _kind(opened.name, opened.head)
    if columns is None:
        raise InputError(
            f"{opened.name}: the first lines are none of OFAC's CSV files (parties, aliases, addresses, comments); "
            "load it as another format (--format)"
        )
    survey = _surveyed(opened, columns)
    series, title = _file(opened, columns, survey)
    recorder = Recorder(opened, FORMAT.name, publisher=PUBLISHER, title=title, series=series)
    readers: dict[tuple[str, ...], Read] = {
        _PARTY: partial(_read_party, survey, series == "ofac-sdn"),
        _ALIAS: _read_alias,
        _ADDRESS: _read_address,
        _COMMENT: _read_comment,
    }
    read = readers[columns]

    def said(record: Record, row: Row) -> None:
        if len(row.cells) != len(columns):
            raise Refused(f"{len(row.cells)} cells where there should be {len(columns)}")
        read(record, row)

    return recorder.records(((row.number, row) for row in _rows(opened, columns)), said)


def _file(opened: Opened, columns: tuple[str, ...], survey: _Survey) -> tuple[str | None, str]:
    """The series and title. Which list the aliases, addresses or comments are of, only the name of the file says."""
    base = opened.name.replace("\\", "/").rsplit("/", 1)[-1].casefold()
    parts = {_PARTY: "", _ALIAS: "aliases", _ADDRESS: "addresses", _COMMENT: "comments"}
    of = "consolidated" if base.startswith("cons") else "sdn" if base.startswith(("sdn", "alt", "add")) else ""
    if columns is _PARTY:
        of = "sdn" if survey.blocking else "consolidated" if survey.other else of
        if not of:
            raise InputError(
                f"{opened.name}: its programs are those of several lists; call it sdn.csv or cons_prim.csv"
            )
    titles = {"sdn": "SDN List", "consolidated": "Consolidated (non-SDN) List", "": "Sanctions list"}
    series = "-".join(filter(None, ("ofac", of, parts[columns]))) if of else None
    return series, ", ".join(filter(None, (f"OFAC {titles[of]}", parts[columns])))


def _surveyed(opened: Opened, columns: tuple[str, ...]) -> _Survey:
    """Read once for what only the whole file tells. Raises InputError where it is cut, doubled or mixed."""
    survey, seen = _Survey(), set()
    id_ = 0 if columns is _PARTY else 1  # a party has several comments, none twice
    for row in _rows(opened, columns):
        if len(row.cells) != len(columns):
            continue
        number = row.cells[id_].strip() if columns is not _COMMENT else ",".join(row.cells)
        if number in seen:
            raise InputError(
                f"{opened.name}, row {row.number}: {columns[id_]} {number[:80]} stands twice; is the file doubled?"
            )
        seen.add(number)
        if columns is _PARTY:
            survey.see(row.cells)
    if survey.blocking and survey.other:
        raise InputError(
            f"{opened.name}: {survey.blocking} is of the SDN list, {survey.other} of another; load each file by itself"
        )
    return survey


def _rows(opened: Opened, columns: tuple[str, ...]) -> Iterator[Row]:
    """Raises InputError where the file is cut: within a row, or without the Ctrl-Z with which OFAC's own files end."""
    held: Row | None = None
    ended = False
    for row in rows_of(opened, Delimited(columns=columns, ends_with_newline=False)):
        if ended or (row.cells[0].startswith(_END) and row.cells != [_END]):
            raise InputError(f"{opened.name}, row {row.number}: goes on after its end (Ctrl-Z); is the file doubled?")
        if held is not None:
            yield held
        ended = row.cells == [_END]
        held = None if ended else row
    if held is not None:
        yield _last(opened, held, len(columns))


def _last(opened: Opened, row: Row, width: int) -> Row:
    """The last row of a file without Ctrl-Z; the sign for nothing that ends it may lack its own end."""
    tail = b""
    with opened.stream() as raw:
        while chunk := raw.read(1 << 20):
            tail = (tail + chunk)[-2:]
    if b"\r\n" in opened.head and not opened.partial:
        raise InputError(
            f"{opened.name}: ends with row {row.number}, without the Ctrl-Z of OFAC's files; was it cut? Download it "
            "again, or load what there is with --partial"
        )
    if tail.endswith(b"\n"):
        return row
    *cells, last = row.cells
    if len(row.cells) != width or not last:
        raise InputError(f"{opened.name}: ends within row {row.number}; was the file cut? Download it again")
    return Row(row.number, [*cells, "-0-"]) if "-0-".startswith(last) else row


def _cells(columns: tuple[str, ...], row: Row) -> Cells:
    return Cells(dict(zip(columns, row.cells, strict=True)), _NULL)


def _programs(text: str) -> list[str]:
    """The programs in "SDGT] [IFSR": SDGT and IFSR."""
    return [] if text in _NULL else [p.strip() for p in text.strip("[] ").split("] [") if p.strip()]


def _read_party(survey: _Survey, sdn: bool, record: Record, row: Row) -> None:
    cells = _cells(_PARTY, row)
    uid, name, what = uid_of(cells.text("ent_num"), "ent_num"), cells.need("SDN_Name"), cells.text("SDN_Type")
    label, kind = label_of(what, name)
    programs = cells.need("Program")
    anchors = ("sdn",) if sdn else lists_of(_programs(programs))
    listed = Listed(record, record.party(label, uid, name, kind=kind), "ent_num", uid)
    listed.name("SDN_Name", name)
    pieces, cut = remarks_of(cells.text("Remarks") or "")
    for anchor in anchors:
        listed.enter(anchor, uid, "Program", programs, since_of(anchor, pieces))
    for program in _programs(programs):
        listed.remark_entry("Program", program, f"program: {program}")
    for column in ("Title", "Call_Sign", "Vess_type", "Tonnage", "GRT"):
        if text := cells.text(column):
            record.say(column, text, Predicate.REMARK, listed.key, value=f"{column}: {text}")
    _read_vessel(survey, listed, cells)
    read_remarks(listed, "Remarks", pieces, partial(survey.party, record, "Remarks"))
    if cut:
        listed.remark("Remarks", cut)  # its rest stands in the comments file
    cells.done(f"{record.recorder.place}, row {row.number}")


def _read_vessel(survey: _Survey, listed: Listed, cells: Cells) -> None:
    if flag := cells.text("Vess_flag"):
        listed.locate("Vess_flag", flag, flag)
    if owner := cells.text("Vess_owner"):
        key = survey.party(listed.record, "Vess_owner", owner)
        listed.record.say("Vess_owner", owner, Predicate.OWNS, key, object=listed.key)


def _bare(name: str) -> str:
    """A name without its case, and without the full stop that is lost where the name ends a remark."""
    return name.casefold().removesuffix(".")


def _read_alias(record: Record, row: Row) -> None:
    cells = _cells(_ALIAS, row)
    listed = Listed.unidentified(record, "ent_num", uid_of(cells.text("ent_num"), "ent_num"))
    cells.ignore("alt_num")  # OFAC's number of the alias
    kind = cells.need("alt_type")
    if kind not in ("aka", "fka", "nka"):
        raise Refused(f"column 'alt_type': {kind!r} is none of aka, fka, nka")
    listed.name("alt_name", cells.need("alt_name"), kind)
    _remark(listed, cells, "alt_remarks")
    cells.done(f"{record.recorder.place}, row {row.number}")


def _read_address(record: Record, row: Row) -> None:
    """Many parties have an address of which nothing is known: their row says only that there is such a party."""
    cells = _cells(_ADDRESS, row)
    listed = Listed.unidentified(record, "ent_num", uid_of(cells.text("ent_num"), "ent_num"))
    cells.ignore("Add_num")  # OFAC's number of the address
    given = [(column, text) for column in _ADDRESS[2:5] if (text := cells.text(column))]
    if [column for column, _ in given] not in ([], ["Country"]):
        said = ", ".join(text for _, text in given)
        columns = " + ".join(column for column, _ in given)
        record.say(columns, said, Predicate.HAS_ADDRESS, listed.key, value=said)
    if given and given[-1][0] == "Country":
        listed.locate("Country", given[-1][1], given[-1][1])
    _remark(listed, cells, "Add_remarks")
    cells.done(f"{record.recorder.place}, row {row.number}")


def _read_comment(record: Record, row: Row) -> None:
    """The rest of a remark. It begins where the other was cut: its first piece is no whole one."""
    cells = _cells(_COMMENT, row)
    listed = Listed.unidentified(record, "ent_num", uid_of(cells.text("ent_num"), "ent_num"))
    first, *rest = cells.need("Remarks").split("; ", 1)
    listed.remark("Remarks", first)
    pieces, cut = remarks_of(rest[0]) if rest else ([], "")
    read_remarks(listed, "Remarks", pieces, partial(named_in_passing, record, "Remarks"))
    if cut:
        listed.remark("Remarks", cut)
    cells.done(f"{record.recorder.place}, row {row.number}")


def _remark(listed: Listed, cells: Cells, column: str) -> None:
    if text := cells.text(column):
        listed.remark(column, text)


FORMAT = Format(
    name="ofac-csv",
    description="OFAC's SDN and consolidated lists, legacy CSV: parties, aliases, addresses, comments",
    example="sdn.csv, cons_prim.csv, alt.csv, cons_add.csv ... from sanctionslist.ofac.treas.gov",
    recognise=is_ofac_csv,
    stream=read_ofac_csv,
)
