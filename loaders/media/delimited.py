"""Delimited text (CSV, TSV) as records, read as a stream."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.errors import InputError
from loaders.media.opening import Opened

LONGEST_CELL = 131_072  # characters; Entity List rows have cells of some 3,000


@dataclass(frozen=True, slots=True)
class Delimited:
    """How a table is written. One without a header line has the `columns` given."""

    delimiter: str = ","
    columns: tuple[str, ...] | None = None
    encoding: str = "utf-8-sig"
    ends_with_newline: bool = True  # official files do; one that does not was cut


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts from 1 without the header; `cells` may be fewer or more than the columns."""

    number: int
    cells: list[str]


CSV = Delimited()


def columns_of(opened: Opened, how: Delimited = CSV) -> tuple[str, ...]:
    """The columns that the first line names, stripped. Raises InputError for one that stands twice."""
    if how.columns is not None:
        return how.columns
    for _, cells in _lines(opened, how):
        columns = tuple(cell.strip() for cell in cells)
        twice = next((c for c in columns if columns.count(c) > 1), None)
        if twice is not None:
            raise InputError(f"{opened.name}, header: column {twice!r} stands twice; keep one")
        return columns
    raise InputError(f"{opened.name}: no header line")


def check_columns(opened: Opened, columns: Sequence[str], known: Sequence[str], ignored: Sequence[str] = ()) -> None:
    """Every column known or named as ignored, and every known one there. Raises InputError naming the first."""
    for column in columns:
        if column not in known and column not in ignored:
            raise InputError(f"{opened.name}, header: unexpected column {column!r}; known are {', '.join(known)}")
    for column in known:
        if column not in columns:
            raise InputError(f"{opened.name}, header: column {column!r} is missing; is the file of another version?")


def rows_of(opened: Opened, how: Delimited = CSV) -> Iterator[Row]:
    """The rows below the header; empty lines are passed over. Raises InputError where the file is cut or malformed."""
    lines = _lines(opened, how)
    header = next(lines, (0, None))[1] if how.columns is None else None
    number = 0
    for _, cells in lines:
        if len(cells) > 1 and [cells[0].removeprefix("\ufeff"), *cells[1:]] == header:
            raise InputError(f"{opened.name}, after row {number}: the header stands again; is the file doubled?")
        if any(cells):
            number += 1
            yield Row(number, cells)
    if how.ends_with_newline:
        _stop_if_cut(opened, number)


def _lines(opened: Opened, how: Delimited) -> Iterator[tuple[int, list[str]]]:
    with opened.stream() as raw:
        text = io.TextIOWrapper(raw, encoding=how.encoding, newline="")
        reader = csv.reader(text, delimiter=how.delimiter, strict=True)
        try:
            for cells in reader:
                yield reader.line_num, cells
        except csv.Error as error:
            fix = "shorten it, or close the quotes that open it" if "field limit" in str(error) else "was it cut?"
            raise InputError(f"{opened.name}, line {reader.line_num}: no such table ({error}); {fix}") from error
        except UnicodeDecodeError as error:
            raise InputError(
                f"{opened.name}, after line {reader.line_num}: not {codecs.lookup(how.encoding).name} "
                f"({error.reason}); save it as UTF-8"
            ) from error


def _stop_if_cut(opened: Opened, number: int) -> None:
    last = b""
    with opened.stream() as raw:
        while chunk := raw.read(1 << 20):
            last = chunk[-1:]
    if last not in (b"\n", b"\r", b"\x1a"):
        raise InputError(f"{opened.name}: ends within row {number}; was the file cut? Download it again")
