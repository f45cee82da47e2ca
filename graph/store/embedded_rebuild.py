"""A large change of the embedded store: a new database file is made beside the old one, to take its place.

Ladybug copies a million rows into an empty table in seconds, but a later copy into one that holds relationships takes
minutes, and so does the commit of many copies (docs/measurements.md). So each table is filled once, with what is kept
of the old rows and with the new ones. Until it is renamed the old file is the store, whole; a kill leaves it so.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from graph.errors import ModelError, StoreError
from graph.model import NODES, SCHEMA_VERSION, Label
from graph.store import schema
from graph.store.batch import Ends, Table, columns_of
from graph.store.columns import arrow_schema
from graph.store.spool import Spool

Run = Callable[[str], list[list[Any]]]  # a statement to its rows
Kept = Mapping[Table, tuple[Path, int]]  # a file of a table and how many rows are in it
FOLDER = "graph.loading"  # in the store's folder, while a large change is made
# Seconds, as measured (docs/measurements.md): a row by statement, a row by copying, and what copying costs before it.
_STATED, _COPIED, _BEFORE = 100e-6, 6e-6, 0.5
_POOL, _SORTED = 256 << 20, 700  # bytes of memory to copy a table: at least, and a row
_ROWS = 50_000  # read at once of what the old database holds


def is_slower(rows: int, spool: Spool) -> bool:
    """Whether copying all `rows` of a store together with the change takes longer than the change by statements."""
    return _STATED * (spool.rows + spool.looked_up) < _BEFORE + _COPIED * (rows + spool.rows)


def held(run: Run) -> dict[Table, int]:
    """How many rows each table holds."""
    counts: dict[Table, int] = {}
    for label in NODES:
        ((count,),) = run(f"MATCH (n:`{label}`) RETURN count(*)")
        counts[label] = count
    for kind in schema.relation_ends():
        for source, target, count in run(f"MATCH (a)-[r:`{kind}`]->(b) RETURN label(a), label(b), count(*)"):
            counts[Ends(kind, Label(source), Label(target))] = count
    return {table: count for table, count in counts.items() if count}


def keep(run: Run, tables: Iterable[Table], spool: Spool, folder: Path) -> Kept:
    """Files of what stays of the old rows, and how many they are."""
    kept: dict[Table, tuple[Path, int]] = {}
    for number, table in enumerate(tables):
        whole, rest = folder / f"old-{number:04}.parquet", folder / f"kept-{number:04}.parquet"
        run(f"COPY ({_everything(table)}) TO {_quoted(whole)}")
        kept[table] = _without(whole, rest, table, spool)
    return kept


def memory(kept: Kept, spool: Spool) -> int:
    """Bytes that Ladybug needs to copy the largest table, all of whose relationships it sorts at once."""
    return _POOL + _SORTED * max((sum(rows for _, rows in files) for files in _files(kept, spool).values()), default=0)


def fill(run: Run, kept: Kept, spool: Spool) -> None:
    """Copy what is kept and what is put into a new database. Raises ModelError for an end or an id amiss."""
    for statement in schema.tables():
        run(statement)
    run(f"CREATE (:{schema.MARKER} {{id: '{schema.MARKER_ID}', version: {SCHEMA_VERSION}}})")
    files = _files(kept, spool)
    for table in sorted(files, key=lambda table: (isinstance(table, Ends), str(table))):
        _fill_table(run, table, [(path, rows) for path, rows in files[table] if rows])


def _files(kept: Kept, spool: Spool) -> dict[Table, list[tuple[Path, int]]]:
    files = {table: [file] for table, file in kept.items()}
    for part in spool.parts():
        files.setdefault(part.table, []).extend((path, pq.read_metadata(path).num_rows) for path in part.files)
    return files


def _fill_table(run: Run, table: Table, files: Sequence[tuple[Path, int]]) -> None:
    """Nodes a file at a time, whose keys are in memory meanwhile; relationships at once."""
    if not files:
        return
    if isinstance(table, Ends):
        listed = ", ".join(_pattern(path) for path, _ in files)
        _copy(run, f"COPY `{table.type}` FROM [{listed}] (from='{table.source}', to='{table.target}')", table)
        found = run(f"MATCH (:`{table.source}`)-[r:`{table.type}`]->(:`{table.target}`) RETURN count(*)")
    else:
        for path, _ in files:
            _copy(run, f"COPY `{table}` FROM {_pattern(path)}", table)
        found = run(f"MATCH (n:`{table}`) RETURN count(*)")
    if found[0][0] != sum(rows for _, rows in files):
        raise StoreError(
            f"{table}: {found[0][0]} rows were copied of {sum(rows for _, rows in files)}; nothing is stored"
        )


def _copy(run: Run, statement: str, table: Table) -> None:
    try:
        run(statement)
    except RuntimeError as error:
        said = str(error).splitlines()[0].removeprefix("Copy exception: ")
        if "Unable to find primary key" in said:
            raise ModelError(f"{table}: relationships have no such ends: {said}") from error
        if "duplicated primary key" in said:
            raise ModelError(f"{table}: what is promised to be new is there already: {said}") from error
        raise


def _everything(table: Table) -> str:
    if not isinstance(table, Ends):
        listed = ", ".join(f"n.`{name}` AS `{name}`" for name in columns_of(table))
        return f"MATCH (n:`{table}`) RETURN {listed}"
    own = "".join(f", r.`{name}` AS `{name}`" for name in columns_of(table) if name not in ("from", "to"))
    found = f"MATCH (a:`{table.source}`)-[r:`{table.type}`]->(b:`{table.target}`)"
    return f"{found} RETURN a.id AS `from`, b.id AS `to`{own}"


def _without(whole: Path, rest: Path, table: Table, spool: Spool) -> tuple[Path, int]:
    """What the change leaves of a table: neither dropped nor put anew, nor at the end of a dropped node."""
    gone = {"id": spool.replaced(table)}
    if isinstance(table, Ends):
        gone |= {"from": spool.dropped_nodes(table.source), "to": spool.dropped_nodes(table.target)}
    sets = {column: pa.array(sorted(ids), pa.string()) for column, ids in gone.items() if ids}
    with pq.ParquetFile(whole) as opened:
        if not sets:
            return whole, opened.metadata.num_rows
        count = 0
        with pq.ParquetWriter(rest, arrow_schema(table), compression="lz4") as writer:
            for batch in opened.iter_batches(_ROWS):
                rows = _left(pa.Table.from_batches([batch]), sets)
                count += rows.num_rows
                writer.write_table(rows.cast(arrow_schema(table)))
    whole.unlink()
    return rest, count


def _left(rows: pa.Table, gone: Mapping[str, pa.Array]) -> pa.Table:
    for column, ids in gone.items():
        rows = rows.filter(pc.invert(pc.is_in(rows[column], value_set=ids)))
    return rows


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("\\", "\\\\").replace("'", "\\'") + "'"


def _pattern(path: Path) -> str:
    """COPY FROM takes a path for a pattern, in which no bracket can be said but as any one character."""
    return _quoted(path).replace("[", "?")


def sync(path: Path) -> None:
    """See that a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
