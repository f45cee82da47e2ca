"""Rows as Arrow tables, held to the schema: what bulk writing is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from types import MappingProxyType, NoneType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from graph.model import Label
from graph.store.batch import LONGEST_KEY, Ends, Table, columns_of, node_rows, relation_row
from graph.store.protocol import Relation
from graph.store.schema import Column, node_columns, relation_columns

_ARROW: Mapping[Column, pa.DataType] = MappingProxyType(
    {Column.TEXT: pa.string(), Column.TEXTS: pa.list_(pa.string()), Column.COUNT: pa.int64(), Column.FLAG: pa.bool_()}
)
# Arrow takes 1.5 for 1, b"x" for text and "x" for ["x"], so the types are looked at first.
_TAKEN: Mapping[Column, frozenset[type]] = MappingProxyType(
    {
        Column.TEXT: frozenset({str, NoneType}),
        Column.TEXTS: frozenset({list, tuple, NoneType}),
        Column.COUNT: frozenset({int, NoneType}),
        Column.FLAG: frozenset({bool, NoneType}),
    }
)
_OUT_OF_THE_WAY = (TypeError, ValueError, OverflowError)  # Arrow's own errors are of them


def arrow_schema(table: Table) -> pa.Schema:
    return pa.schema([(name, _ARROW[column]) for name, column in columns_of(table).items()])


def arrow(table: Table, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Rows of this table with any of its columns. Raises TypeError for a value of another kind."""
    schema = arrow_schema(table)
    columns = columns_of(table)
    return pa.table([_column(columns[f.name], [row.get(f.name) for row in rows]) for f in schema], schema=schema)


def nodes(label: Label, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Nodes of one label. Raises ModelError, naming the node, for what the model does not have.

    A column is looked at as a whole, which is ten times as fast as value by value; that is left for what is amiss.
    """
    if not _unknown(rows, node_columns(label)):
        try:
            found = arrow(label, rows)
        except _OUT_OF_THE_WAY:
            pass
        else:
            if _fits_an_index(found):
                return found
    return arrow(label, node_rows(label, rows))


def relations(ends: Ends, given: Sequence[Relation]) -> pa.Table:
    """Relationships of one type between two labels. Raises ModelError, naming the relationship."""
    if not _unknown((r.properties for r in given), relation_columns(ends.type)):
        try:
            found = arrow(ends, [{**r.properties, "from": r.source, "to": r.target, "id": r.key} for r in given])
        except _OUT_OF_THE_WAY:
            pass
        else:
            if _fits_an_index(found):
                return found
    rows = map(relation_row, given)
    return arrow(ends, [{"from": row.pop("source"), "to": row.pop("target"), **row} for row in rows])


def _unknown(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, Column]) -> set[str]:
    return set(chain.from_iterable(rows)) - columns.keys()


def _column(column: Column, values: list[Any]) -> pa.Array:
    found = set(map(type, values))
    parts = set(map(type, chain.from_iterable(filter(None, values)))) if column is Column.TEXTS else set()
    if found - _TAKEN[column] or parts - {str}:
        raise TypeError(f"{column} of {', '.join(sorted(kind.__name__ for kind in found | parts))}")
    return pa.array(values, _ARROW[column])


def _fits_an_index(table: pa.Table) -> bool:
    """Whether each row has an id, and its id and name are no longer than an index takes."""
    ids = pc.min_max(pc.binary_length(table["id"])).as_py()
    longest = pc.max(pc.binary_length(table["name"])).as_py() if "name" in table.column_names else 0
    return not table["id"].null_count and ids["min"] > 0 and max(ids["max"], longest or 0) <= LONGEST_KEY
