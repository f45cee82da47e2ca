"""CSV, JSON lines, JSON and Parquet as rows of texts by column, with every column accounted for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as Dictionary
from datetime import date, time
from decimal import Decimal
from math import isfinite
from typing import Any

from graph.claims import plain_decimal
from graph.errors import InputError
from loaders.mapping.language import Mapping
from loaders.media.delimited import Delimited, columns_of, rows_of
from loaders.media.opening import Opened
from loaders.media.parquet import is_parquet, parquet_columns, parquet_records
from loaders.media.trees import json_lines, json_records, json_values
from loaders.records import Refused

Row = dict[str, tuple[str, ...]]  # no empty ones; only JSON and Parquet have several texts in one cell
Numbered = Iterator[tuple[int, Any]]


def rows(opened: Opened, mapping: Mapping) -> Numbered:
    """The records as they stand, each with its number. Raises InputError where the columns are not the mapping's."""
    return _READERS[kind_of(opened, mapping)](opened, mapping)


def kind_of(opened: Opened, mapping: Mapping) -> str:
    """How the file is written: as the mapping says, else as it begins."""
    if mapping.table.kind is not None:
        return mapping.table.kind
    if is_parquet(opened.head):
        return "parquet"
    start = opened.head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return {b"{": "json-lines", b"[": "json"}.get(start, "csv")


def texts_of(item: Any, mapping: Mapping) -> Row:
    """A record's cells as texts. Raises Refused for what is no row of such a table."""
    if not isinstance(item, dict):
        raise Refused(f"{str(item)[:80]!r} is no record with named fields")
    empty = frozenset(mapping.table.empty)
    row: Row = {}
    for column, value in item.items():
        texts = tuple(text for text in _texts(column, value) if text and text not in empty)
        if texts:
            row[column] = texts
    missing = next((c for c in mapping.required if c not in item), None)
    if missing is not None:
        raise Refused(f"column {missing!r}: missing")
    return row


def _texts(column: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(text for each in value for text in _texts(column, each))
    return () if value is None else (_text(column, value),)


def _text(column: str, value: Any) -> str:
    match value:
        case str():
            return value.strip()
        case bool():
            return "true" if value else "false"
        case Decimal() | float() if not isfinite(value):
            return ""
        case Decimal():
            return plain_decimal(value)
        case int() | float():
            return str(value)
        case date() | time():
            return value.isoformat()
    raise Refused(f"column {column!r}: {type(value).__name__} is no text, number or date")


def _csv(opened: Opened, mapping: Mapping) -> Numbered:
    table = mapping.table
    how = Delimited(table.delimiter, table.columns or None, table.encoding, ends_with_newline=table.ends_with_newline)
    columns = columns_of(opened, how)
    _check(opened, mapping, columns)
    for row in rows_of(opened, how):
        if tuple(cell.strip() for cell in row.cells) == columns:
            raise InputError(f"{opened.name}, row {row.number}: the header stands again; are these two files in one?")
        yield row.number, _named(columns, row.cells)


def _named(columns: Sequence[str], cells: Sequence[Any]) -> Any:
    """The cells by column; where they do not fit, the cells as they are, which `texts_of` refuses."""
    return dict(zip(columns, cells, strict=True)) if len(columns) == len(cells) else list(cells)


def _parquet(opened: Opened, mapping: Mapping) -> Numbered:
    _check(opened, mapping, _leaves(opened, parquet_columns(opened), mapping))
    for number, item in parquet_records(opened):
        yield number, flat(item, mapping)


def _leaves(opened: Opened, columns: Sequence[str], mapping: Mapping) -> list[str]:
    """The columns as the mapping names them: of a nested one the mapping names the fields ("address.city")."""
    nested = {column.partition(".")[0] for column in mapping.used | mapping.ignored.keys() if "." in column}
    return [c for c in columns if c not in nested] + [c for c in mapping.needed if c.partition(".")[0] in nested]


def _json_lines(opened: Opened, mapping: Mapping) -> Numbered:
    for number, item in json_lines(opened):
        yield number, _known(opened, number, flat(item, mapping), mapping)


def _json(opened: Opened, mapping: Mapping) -> Numbered:
    table = mapping.table
    columns = table.columns
    if table.header is not None:
        columns = tuple(str(value) for _, value in json_records(opened, f"{table.header}.item"))
        _check(opened, mapping, columns)
    records = json_values(opened) if table.records == "*" else json_records(opened, table.records)
    for number, item in records:
        named = _named(columns, item) if columns and isinstance(item, list) else item
        yield number, _known(opened, number, flat(named, mapping), mapping)


def flat(item: Any, mapping: Mapping) -> Any:
    """Nested objects as columns of dotted names, except where the mapping ignores the whole."""
    if not isinstance(item, dict):
        return item
    return dict(_flattened(item, mapping, ""))


def _flattened(item: Dictionary[str, Any], mapping: Mapping, under: str) -> Iterator[tuple[str, Any]]:
    for key, value in item.items():
        column = f"{under}{key}"
        if column in mapping.ignored:
            yield column, None
        elif isinstance(value, dict):
            yield from _flattened(value, mapping, f"{column}.")
        else:
            yield column, value


def _check(opened: Opened, mapping: Mapping, columns: Sequence[str]) -> None:
    unknown = next((c for c in columns if c not in mapping.used and c not in mapping.ignored), None)
    if unknown is not None:
        raise InputError(
            f"{opened.name}, header: unexpected column {unknown!r}; the mapping {mapping.name!r} uses "
            f"{', '.join(sorted(mapping.used))}. Use it too, or name it under 'ignored' with the reason"
        )
    missing = next((c for c in sorted(mapping.needed) if c not in columns), None)
    if missing is not None:
        raise InputError(
            f"{opened.name}, header: column {missing!r} of the mapping {mapping.name!r} is missing; there are "
            f"{', '.join(columns)[:400]}"
        )


def _known(opened: Opened, number: int, item: Any, mapping: Mapping) -> Any:
    """The record, of which no field is unknown to the mapping. Raises InputError."""
    if isinstance(item, dict):
        unknown = next((c for c in item if c not in mapping.used and c not in mapping.ignored), None)
        if unknown is not None:
            raise InputError(
                f"{opened.name}, record {number}: unexpected field {unknown!r}; use it in the mapping "
                f"{mapping.name!r}, or name it under 'ignored' with the reason"
            )
    return item


_READERS: Dictionary[str, Callable[[Opened, Mapping], Numbered]] = {
    "csv": _csv,
    "json-lines": _json_lines,
    "json": _json,
    "parquet": _parquet,
}
