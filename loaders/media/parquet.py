"""Parquet files as records, read batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graph.errors import InputError
from loaders.media.opening import Opened, first_line

MAGIC = b"PAR1"
BATCH = 5_000  # rows; a batch is held in memory whole


def is_parquet(head: bytes) -> bool:
    return head.startswith(MAGIC)


def parquet_columns(opened: Opened) -> tuple[str, ...]:
    """The columns of the schema. Raises InputError for one that stands twice, or a file that is no whole Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with opened.stream() as raw:
            columns = tuple(pq.ParquetFile(raw).schema_arrow.names)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _cut(opened, 0, error) from error
    twice = next((c for c in columns if columns.count(c) > 1), None)
    if twice is not None:
        raise InputError(f"{opened.name}, schema: column {twice!r} stands twice; keep one")
    return columns


def parquet_records(opened: Opened) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each row by its columns, counted from 1; values are Python's own (int, Decimal, date, list, dict ...)."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        with opened.stream() as raw:
            for batch in pq.ParquetFile(raw).iter_batches(batch_size=BATCH):
                for number, row in enumerate(batch.to_pylist(), start=number + 1):  # noqa: B020 - goes on counting
                    yield number, row
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise _cut(opened, number, error) from error


def _cut(opened: Opened, number: int, error: Exception) -> InputError:
    return InputError(
        f"{opened.name}, after row {number}: no whole Parquet file ({first_line(error)}); was it cut? Download it again"
    )
