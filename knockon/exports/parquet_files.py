"""Parquet: a file a label and a file a relationship type, with typed columns."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from graph.store.protocol import Row
from knockon.exports.held import Column, Held

BATCH = 20_000  # rows a row group; memory holds one
_ENDS = ("source", "sourceLabel", "target", "targetLabel")


def parquet_files(held: Held, folder: Path) -> None:
    """nodes/<Label>.parquet and relationships/<TYPE>.parquet, of those that there are.

    Shares and amounts are exact decimals as text, dates ISO 8601 as coarse as the source, as in the store.
    """
    for name in ("nodes", "relationships"):
        (folder / name).mkdir()
    for label in held.labels():
        _write(folder / "nodes" / f"{label}.parquet", held.columns(label), held.nodes(label))
    for type_ in held.types():
        columns = dict.fromkeys(_ENDS, Column.TEXT) | held.relation_columns(type_)
        _write(folder / "relationships" / f"{type_}.parquet", columns, _relations(held, type_))


def _relations(held: Held, type_: str) -> Iterator[Row]:
    for r in held.relations(type_):
        ends = (r.source, str(r.source_label), r.target, str(r.target_label))
        yield {**r.properties, "id": r.key, **dict(zip(_ENDS, ends, strict=True))}


def _write(path: Path, columns: dict[str, Column], rows: Iterator[Row]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, _type(column)) for name, column in columns.items()])
    first = list(islice(rows, BATCH))
    if not first:
        return
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while first:
            writer.write_table(pa.Table.from_pylist(first, schema=schema))
            first = list(islice(rows, BATCH))


def _type(column: Column) -> Any:
    import pyarrow as pa

    return {
        Column.TEXT: pa.string(),
        Column.TEXTS: pa.list_(pa.string()),
        Column.COUNT: pa.int64(),
        Column.FLAG: pa.bool_(),
    }[column]
