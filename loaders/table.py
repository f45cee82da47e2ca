"""CSV tables to claims: rows checked cell by cell, and each claim resting on the cell that says it.

A table is declared as a `TableRow`: its fields are the columns. Fields without a default are columns that must be
there. A column "x_source" names where the cell in "x" comes from.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

from graph.claims import Claim, Document, Party, Refusal, Source, is_iso_date, party_key
from graph.errors import InputError
from graph.model import Grade, Label, Predicate
from loaders.document import decode, document_of
from loaders.places import iso_countries

FORMAT_NAME = "table"
SEPARATOR = "|"  # between the values of one cell; names hold commas and semicolons
LONGEST_CELL = 4_000  # the longest in the Entity List, an address, has about 3,000
INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # controls; marks that turn text round
# Any other kind of party is an organisation.
LABELS = {"company": Label.COMPANY, "agency": Label.AGENCY, "person": Label.PERSON, "list": Label.LIST}
OFFICIAL_SOURCE = re.compile(r"\b\d+ (FR|CFR) \d+|\bFR \d{4}-\d{5}\b")  # the Federal Register, or the rules it amends


def _calendar_date(value: str) -> str:
    if not is_iso_date(value):
        raise ValueError(f"{value!r} is no ISO 8601 date (YYYY, YYYY-MM or YYYY-MM-DD)")
    return value


def _country(value: str) -> str:
    if value.lower() not in iso_countries():
        raise ValueError(f"{value!r} is no ISO 3166-1 alpha-2 code, such as CN")
    return value.lower()


def _plain(value: str) -> str:
    found = INVISIBLE.search(value)
    if found:
        raise ValueError(f"character U+{ord(found[0]):04X} cannot be seen; take it out")
    return value


def _values(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    values = tuple(dict.fromkeys(value.strip() for value in cell.split(SEPARATOR)))
    if "" in values:
        raise ValueError(f"an empty value beside a {SEPARATOR!r}")
    return values


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=200)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_CELL), AfterValidator(_plain)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_values)]
Day = Annotated[str, AfterValidator(_calendar_date)]
CountryCode = Annotated[str, StringConstraints(max_length=2), AfterValidator(_country)]


class TableRow(BaseModel):
    """One row, checked. Its fields are the table's columns; an empty cell is a field left out."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


R = TypeVar("R", bound=TableRow)


@dataclass(frozen=True, slots=True)
class Line(Generic[R]):
    """A row as it stands in the file: `number` counts from 1 without the header, `cells` are the texts."""

    number: int
    cells: Mapping[str, str]
    row: R


@dataclass(frozen=True, slots=True)
class Table(Generic[R]):
    """What was read; what was not, row by row; and the rows that only say again what another one says."""

    text: str
    lines: tuple[Line[R], ...]
    refused: tuple[Refusal, ...]
    repeated: tuple[Refusal, ...]


def header_of(head: bytes) -> frozenset[str]:
    """The columns that a file's first line names, if it is a table at all, whatever separates them."""
    first = b"".join(head.removeprefix(b"\xef\xbb\xbf").splitlines()[:1]).decode("utf-8", "replace")
    return frozenset(cell.strip().strip('"') for cell in re.split("[,;\t]", first))


def read_table(name: str, data: bytes, row_type: type[R], key: Callable[[R], object]) -> Table[R]:
    """Rows of a CSV file. What breaks a rule is refused with its place; so is a second row of one `key`.

    Raises InputError where the file is no such table: a column unknown, missing or twice, or quotes left open.
    """
    text = decode(name, data)
    records = _records(name, text)
    columns = _columns(name, records[0], row_type)
    _stop_if_cut(name, text, records[-1], columns)
    lines: dict[object, Line[R]] = {}
    refused, repeated = [], []
    for number, record in enumerate(records[1:], start=1):
        if not any(record):
            continue
        try:
            line = _line(number, record, columns, row_type)
        except ValueError as error:  # pydantic's ValidationError is one
            refused.append(_refusal(number, record, _reason(error)))
            continue
        first = lines.setdefault(key(line.row), line)
        if first is not line:
            repeated.append(_refusal(number, record, f"says again what row {first.number} says"))
    if not lines:
        why = f"; {refused[0].place} was refused: {refused[0].reason}" if refused else ""
        raise InputError(f"{name}: no row to read below the header{why}")
    return Table(text, tuple(lines.values()), tuple(refused), tuple(repeated))


def _stop_if_cut(name: str, text: str, last: list[str], columns: tuple[str, ...]) -> None:
    if len(last) < len(columns) and not text.endswith("\n"):
        raise InputError(f"{name}: ends within a row, after {len(last)} of {len(columns)} cells; was the file cut?")


def _refusal(number: int, record: list[str], reason: str) -> Refusal:
    return Refusal(place=f"row {number}", reason=reason, text=",".join(record)[:LONGEST_CELL])


def _records(name: str, text: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        if "field limit" in str(error):
            raise InputError(
                f"{name}, line {reader.line_num}: a cell of more than {csv.field_size_limit():,} characters; "
                "shorten it, or close the quotes that open it"
            ) from error
        raise InputError(
            f"{name}, line {reader.line_num}: no CSV table ({error}); was the file cut? "
            "Save it as comma-separated UTF-8"
        ) from error


def _columns(name: str, header: list[str], row_type: type[R]) -> tuple[str, ...]:
    columns = tuple(cell.strip() for cell in header)
    fields = row_type.model_fields
    if len(columns) == 1 and re.search("[;\t]", columns[0]):
        raise InputError(f"{name}, header: its columns are not separated by commas; save it as comma-separated UTF-8")
    for column in columns:
        if column not in fields:
            raise InputError(f"{name}, header: unexpected column {column!r}; known are {', '.join(fields)}")
        if columns.count(column) > 1:
            raise InputError(f"{name}, header: column {column!r} stands twice; keep one")
    for column, about in fields.items():
        if about.is_required() and column not in columns:
            raise InputError(f"{name}, header: column {column!r} is missing; add it, or check the spelling")
    return columns


def _line(number: int, record: list[str], columns: tuple[str, ...], row_type: type[R]) -> Line[R]:
    if len(record) != len(columns):
        raise ValueError(f"{len(record)} cells, but the header has {len(columns)}")
    cells = {column: cell.strip() for column, cell in zip(columns, record, strict=True)}
    return Line(number, cells, row_type.model_validate({c: cell for c, cell in cells.items() if cell}))


def _reason(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors()[0]
    column = f"column {str(first['loc'][0])!r}: " if first["loc"] else ""
    return column + ("empty" if first["type"] == "missing" else first["msg"].removeprefix("Value error, "))


@dataclass(slots=True)
class Sheet:
    """The parties and claims that a table's rows add up to. `sources` maps a column to the one that sources it."""

    document: Document
    extractor: str
    sources: Mapping[str, str] = field(default_factory=dict)
    parties: dict[str, Party] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)

    def party(self, label: Label, anchor: str, name: str, kind: str | None = None) -> str:
        """The key of the party with this anchor; the first row to name it gives its name."""
        key = party_key(self.document.id, label, anchor)
        self.parties.setdefault(key, Party(key=key, label=label, name=name, kind=kind, anchor=anchor))
        return key

    def bearer(self, row: Any) -> str:
        """The key of the party that a row with anchor, kind and name is about."""
        label = LABELS.get(row.kind, Label.ORGANISATION)
        return self.party(label, row.anchor, row.name, row.kind if label is Label.ORGANISATION else None)

    def country(self, code: str) -> str:
        return self.party(Label.COUNTRY, code, iso_countries()[code])

    def say(self, line: Line[Any], column: str, predicate: Predicate, subject: str, **rest: Any) -> None:
        """Add what the cell in `column` says, on the word of the source that its row names for it."""
        source = line.cells.get(self.sources.get(column, f"{column}_source")) or None
        official = self.document.official and source is not None and OFFICIAL_SOURCE.search(source)
        claim = Claim.checked(
            f"{self.document.name}, row {line.number}, column {column!r}",
            document=self.document.id,
            predicate=predicate,
            subject=subject,
            quote=line.cells[column],
            row=line.number,
            column=column,
            grade=Grade.OFFICIAL if official else Grade.STATED,
            attributed_to=source,
            extractor=self.extractor,
            extractor_version="1",
            **rest,
        )
        self.claims.setdefault(claim.id, claim)

    def names(self, line: Line[Any], subject: str) -> None:
        """NAMED claims of the columns "name" and "aliases"."""
        self.say(line, "name", Predicate.NAMED, subject, value=line.row.name)
        for alias in line.row.aliases:
            self.say(line, "aliases", Predicate.NAMED, subject, value=alias)

    def source(self, table: Table[Any]) -> Source:
        return Source.checked(
            self.document.name,
            document=self.document,
            parties=tuple(self.parties.values()),
            claims=tuple(self.claims.values()),
            refused=table.refused + table.repeated,
        )


def sheet_of(  # one place that says what a table is as a document
    name: str, data: bytes, text: str, extractor: str, *, official: bool, sources: Mapping[str, str] | None = None
) -> Sheet:
    return Sheet(document_of(name, data, FORMAT_NAME, text, official=official), extractor, sources or {})
