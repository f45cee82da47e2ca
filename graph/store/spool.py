"""A large change on its way into a store: its rows in Parquet files, so that memory does not grow with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from graph.model import Label
from graph.store import columns
from graph.store.batch import Ends, Plan, Table, ends_of, label_of, plan
from graph.store.protocol import Batch, Relation, Row

_GROUP = 4 << 20  # bytes that a table's rows take before they are written as a group
_AT_ONCE = 50_000  # rows whose ids are read at once
_NODES = 500_000  # of a file: Ladybug keeps the keys of one copying in memory


@dataclass(frozen=True, slots=True)
class Part:
    """Files of one table. The store has none of their rows, where they are `new`."""

    table: Table
    new: bool
    files: Sequence[Path]


class Spool:
    """What a change puts and drops. Rows that are not promised new are kept in memory until it is closed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._written: dict[tuple[Table, bool], _Files] = {}
        self._ends: dict[tuple[str, str, str], Ends] = {}
        self._nodes: dict[Label, dict[str, Row]] = {}
        self._relations: dict[str, dict[str, Relation]] = {}
        self._dropped: dict[Label | str, set[str]] = {}
        self.rows = 0

    @property
    def looked_up(self) -> int:
        """How many rows the store has to look up."""
        put = sum(map(len, self._nodes.values())) + sum(map(len, self._relations.values()))
        return put + sum(map(len, self._dropped.values()))

    def take(self, batch: Batch) -> None:
        """Raises ModelError, naming the node or relationship, for what the model does not have."""
        for label, ids in batch.drop_nodes.items():
            self._dropped.setdefault(label_of(label), set()).update(ids)
        for relation in batch.drop_relations:
            self._dropped.setdefault(self._ends_of(relation).type, set()).add(relation.key)
        if batch.new:
            for label, rows in batch.nodes.items():
                self._write_nodes(label_of(label), rows, new=True)
            self._write_relations(batch.relations, new=True)
            return
        for label, put in plan(Batch(batch.nodes)).nodes.items():
            self._nodes.setdefault(label, {}).update((row["id"], row) for row in put)
        for relation in batch.relations:
            self._relations.setdefault(self._ends_of(relation).type, {})[relation.key] = relation

    def close(self) -> None:
        """Write the rest. Files can be read from now on."""
        for label, rows in self._nodes.items():
            self._write_nodes(label, list(rows.values()), new=False)
        for relations in self._relations.values():
            self._write_relations(relations.values(), new=False)
        for files in self._written.values():
            files.close()
        pa.default_memory_pool().release_unused()

    def parts(self) -> list[Part]:
        """Nodes, then relationships."""
        found = [Part(table, new, files.paths) for (table, new), files in self._written.items()]
        return sorted(found, key=lambda part: (isinstance(part.table, Ends), str(part.table), part.new))

    def dropped_nodes(self, label: Label) -> set[str]:
        return self._dropped.get(label, set())

    def replaced(self, table: Table) -> set[str]:
        """The ids of what the store may hold in a table and shall not keep; relationships: of the type."""
        if isinstance(table, Ends):
            return self._relations.get(table.type, {}).keys() | self._dropped.get(table.type, set())
        return self._nodes.get(table, {}).keys() | self._dropped.get(table, set())

    def plans(self, size: int) -> Iterator[Plan]:
        """The change in steps of at most `size` rows, to be applied one after the other."""
        for kind, ids in sorted(self._dropped.items()):
            for start in range(0, len(ids), size):
                some = sorted(ids)[start : start + size]
                yield Plan({kind: some}, {}, {}, {}) if isinstance(kind, Label) else Plan({}, {kind: some}, {}, {})
        for part in self.parts():
            for rows in _read(part.files, size):
                yield _step(part, rows)

    def _write_nodes(self, label: Label, rows: Sequence[Mapping[str, object]], *, new: bool) -> None:
        if rows:
            self._append(label, columns.nodes(label, rows), new=new)

    def _write_relations(self, relations: Iterable[Relation], *, new: bool) -> None:
        found: dict[Ends, list[Relation]] = {}
        for relation in relations:
            found.setdefault(self._ends_of(relation), []).append(relation)
        for ends, given in found.items():
            self._append(ends, columns.relations(ends, given), new=new)

    def _append(self, table: Table, rows: pa.Table, *, new: bool) -> None:
        self.rows += rows.num_rows
        if (table, new) not in self._written:
            self._written[table, new] = _Files(self._folder, len(self._written))
        self._written[table, new].append(rows, None if isinstance(table, Ends) else _NODES)

    def _ends_of(self, relation: Relation) -> Ends:
        """Looked up once a type and pair of labels; a relationship of a node with itself is refused there."""
        names = relation.type, relation.source_label, relation.target_label
        if names not in self._ends or relation.source == relation.target:
            self._ends[names] = ends_of(relation)
        return self._ends[names]


class _Files:
    """The files of one part of a table, written a group of rows at a time."""

    def __init__(self, folder: Path, number: int) -> None:
        self._folder, self._number = folder, number
        self._held: list[pa.Table] = []
        self._bytes = self._in_file = 0
        self._writer: pq.ParquetWriter | None = None
        self.paths: list[Path] = []

    def append(self, rows: pa.Table, limit: int | None) -> None:
        self._held.append(rows)
        self._bytes += rows.nbytes
        self._in_file += rows.num_rows
        full = limit is not None and self._in_file >= limit
        if full or self._bytes >= _GROUP:
            self._flush()
        if full:
            self.close()

    def close(self) -> None:
        self._flush()
        if self._writer is not None:
            self._writer.close()
        self._writer, self._in_file = None, 0

    def _flush(self) -> None:
        if not self._held:
            return
        rows = pa.concat_tables(self._held)
        if self._writer is None:
            self.paths.append(self._folder / f"{self._number:04}-{len(self.paths):04}.parquet")
            self._writer = pq.ParquetWriter(self.paths[-1], rows.schema, compression="lz4")
        self._writer.write_table(rows)
        self._held, self._bytes = [], 0


def ends_elsewhere(parts: Iterable[Part]) -> dict[Label, set[str]]:
    """The ends of relationships that are no nodes of the same change, so that the store must hold them."""
    parts = list(parts)
    own = {part.table: np.empty(0, np.int64) for part in parts}
    for part in parts:
        if not isinstance(part.table, Ends):
            own[part.table] = np.sort(np.concatenate([own[part.table], *_hashes(part.files)]))
    found: dict[Label, set[str]] = {}
    for part in parts:
        if isinstance(part.table, Ends):
            for column, label in (("from", part.table.source), ("to", part.table.target)):
                known = own.get(label, np.empty(0, np.int64))
                found.setdefault(label, set()).update(_others(part.files, column, known))
    return {label: ids for label, ids in found.items() if ids}


def _hashes(files: Iterable[Path]) -> Iterator[npt.NDArray[np.int64]]:
    """Of ids: 8 bytes each, and the same within this process."""
    for ids in _column(files, "id"):
        yield np.fromiter(map(hash, ids), np.int64, len(ids))


def _others(files: Iterable[Path], column: str, known: npt.NDArray[np.int64]) -> Iterator[str]:
    for ids in _column(files, column):
        hashed = np.fromiter(map(hash, ids), np.int64, len(ids))
        at = np.searchsorted(known, hashed)
        there = (at < len(known)) & (np.append(known, 0)[at] == hashed)
        yield from (ids[i] for i in np.flatnonzero(~there))


def _column(files: Iterable[Path], name: str) -> Iterator[list[str]]:
    for file in files:
        with pq.ParquetFile(file) as opened:
            yield from (pc.unique(batch[name]).to_pylist() for batch in opened.iter_batches(_AT_ONCE, columns=[name]))


def _read(files: Iterable[Path], size: int) -> Iterator[list[Row]]:
    for file in files:
        with pq.ParquetFile(file) as opened:
            yield from (batch.to_pylist() for batch in opened.iter_batches(size))


def _step(part: Part, rows: list[Row]) -> Plan:
    if not isinstance(part.table, Ends):
        return Plan({}, {}, {part.table: rows}, {}, new=part.new)
    ends = [{"source": row.pop("from"), "target": row.pop("to"), **row} for row in rows]
    return Plan({}, {}, {}, {part.table: ends}, new=part.new)
