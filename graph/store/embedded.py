"""The embedded store: a Ladybug database in a folder. The only module that imports Ladybug."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import ladybug

from graph.errors import (
    ModelError,
    QueryError,
    ReadOnly,
    StoreError,
    StoreForeign,
    StoreLocked,
    StoreMissing,
    StoreVersion,
)
from graph.model import NODES, SCHEMA_VERSION, Label
from graph.store import schema
from graph.store.batch import Ends, Plan, chunks, plan
from graph.store.embedded_values import to_rows
from graph.store.protocol import Batch, Relation, Row

FILE = "graph.ladybug"  # in the store's folder; Ladybug puts its log beside it
PATIENCE = 20.0  # seconds for which a reader tries again beside a busy writer
_T = TypeVar("_T")
_open: set[Path] = set()  # the file lock does not hold between two handles of one process


def open_embedded(folder: Path, *, create: bool = True, read_only: bool = False) -> Embedded:
    """The store in `folder`, made there when it is missing or empty and `create` allows. Raises a StoreError."""
    path = _place(folder, create=create and not read_only)
    if not read_only and path in _open:
        raise StoreLocked(f"{folder}: this process has it open for writing already; close that store first")
    store = Embedded(folder, path, read_only=read_only)
    try:
        store.check_schema(create=create)
    except BaseException:
        store.close()
        raise
    return store


def _place(folder: Path, *, create: bool) -> Path:
    path = folder.resolve() / FILE
    if folder.exists() and not folder.is_dir():
        raise StoreForeign(f"{folder} is a file, and a store is a folder: name another place")
    entries = sorted(entry.name for entry in folder.iterdir()) if folder.exists() else []
    if entries and not path.exists():
        raise StoreForeign(f"{folder} holds other files ({entries[0]}) and no knockon graph: name an empty or new folder")
    if not entries and not create:
        raise StoreMissing(f"{folder}: there is no knockon graph; make one with `knockon load` or `knockon demo`")
    folder.mkdir(parents=True, exist_ok=True)
    return path


class Embedded:
    """A `Store` in one folder. One writer at a time, over all processes; readers beside it."""

    def __init__(self, folder: Path, path: Path, *, read_only: bool) -> None:
        self._folder, self._path, self._read_only = folder, path, read_only
        self._database = ladybug.Database(str(path), read_only=read_only)
        self._connection = ladybug.Connection(self._database)
        if not read_only:
            _open.add(path)

    @property
    def url(self) -> str:
        return str(self._folder)

    def check_schema(self, *, create: bool) -> None:
        tables = {row[0] for row in self._run("CALL show_tables() RETURN name")}
        if schema.MARKER in tables:
            return
        self._run("BEGIN TRANSACTION")
        for statement in schema.tables():
            self._run(statement)
        self._run(f"CREATE (:{schema.MARKER} {{id: $id, version: $version}})", id=schema.MARKER_ID, version=SCHEMA_VERSION)
        self._run("COMMIT")

    def write(self, batch: Batch) -> None:
        """Apply the batch whole or not at all, in one transaction."""
        todo = plan(batch)
        self._in_transaction(lambda: self._apply(todo))

    def rows(self, cypher: str, parameters: Mapping[str, Any] | None = None, *, write: bool = False) -> list[Row]:
        result = self._execute(cypher, dict(parameters or {}))
        return to_rows(result.get_column_names(), result.get_all(), self._look_up)

    def nodes(self, label: Label) -> Iterator[Row]:
        columns = list(schema.node_columns(label))
        listed = ", ".join(f"n.`{name}`" for name in columns)
        for row in self._run(f"MATCH (n:`{label}`) RETURN {listed} ORDER BY n.id"):
            yield dict(zip(columns, row, strict=True))

    def relations(self, types: Iterable[str] | None = None) -> Iterator[Relation]:
        for kind in sorted(schema.relation_ends() if types is None else set(types)):
            columns = list(schema.relation_columns(kind))
            listed = "".join(f", r.`{name}`" for name in columns)
            ends = "label(a), a.id, label(b), b.id, r.id"
            for row in self._run(f"MATCH (a)-[r:`{kind}`]->(b) RETURN {ends}{listed} ORDER BY r.id"):
                properties = dict(zip(columns, row[5:], strict=True))
                yield Relation(kind, Label(row[0]), row[1], Label(row[2]), row[3], row[4], properties)

    def close(self) -> None:
        self._connection.close()
        self._database.close()
        _open.discard(self._path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _in_transaction(self, work: Callable[[], _T]) -> _T:
        self._run("BEGIN TRANSACTION")
        try:
            done = work()
            self._run("COMMIT")
        except BaseException:
            self._roll_back()
            raise
        return done

    def _roll_back(self) -> None:
        try:
            self._connection.execute("ROLLBACK")
        except RuntimeError:
            return  # Ladybug has rolled back already: it does where a statement fails

    def _execute(self, statement: str, parameters: Mapping[str, Any]) -> ladybug.QueryResult:
        result = self._connection.execute(statement, dict(parameters))
        assert isinstance(result, ladybug.QueryResult)
        return result

    def _run(self, statement: str, **parameters: Any) -> list[list[Any]]:
        return [list(row) for row in self._execute(statement, parameters).get_all()]

    def _look_up(self, ends: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
        rows = [{"t": table, "o": offset} for table, offset in ends]
        found = self._run(
            "UNWIND $rows AS row MATCH (n) WHERE id(n) = internal_id(row.t, row.o) RETURN row.t, row.o, n.id",
            rows=rows,
        )
        return {(int(table), int(offset)): str(name) for table, offset, name in found}

    def _apply(self, todo: Plan) -> None:
        for label, ids in todo.drop_nodes.items():
            self._run(f"UNWIND $ids AS id MATCH (n:`{label}` {{id: id}}) DETACH DELETE n", ids=ids)
        for kind, keys in todo.drop_relations.items():
            self._run(f"UNWIND $keys AS key MATCH ()-[r:`{kind}` {{id: key}}]->() DELETE r", keys=keys)
        for label, rows in todo.nodes.items():
            self._put_nodes(label, rows)
        for ends, rows in todo.relations.items():
            self._put_relations(ends, rows)

    def _put_nodes(self, label: Label, rows: list[Row]) -> None:
        columns = dict(schema.node_columns(label))
        values = _assignments("n", columns)
        for chunk in chunks(rows):
            self._run(f"UNWIND $rows AS row MERGE (n:`{label}` {{id: row.id}}) SET {values}", rows=chunk)

    def _put_relations(self, ends: Ends, rows: list[Row]) -> None:
        """New ones are created, those in place are set, those that moved to other ends are made anew."""
        columns = {"id": schema.Column.TEXT, **schema.relation_columns(ends.type)}
        for chunk in chunks(rows):
            keys = [row["id"] for row in chunk]
            self._run(f"UNWIND $keys AS key MATCH ()-[r:`{ends.type}` {{id: key}}]->() DELETE r", keys=keys)
            made = ", ".join(f"`{name}`: CAST(row.`{name}` AS {column})" for name, column in columns.items())
            ((count,),) = self._run(
                f"UNWIND $rows AS row MATCH (a:`{ends.source}` {{id: row.source}}) "
                f"MATCH (b:`{ends.target}` {{id: row.target}}) "
                f"CREATE (a)-[r:`{ends.type}` {{{made}}}]->(b) RETURN count(*)",
                rows=chunk,
            )
            if count != len(chunk):
                raise ModelError(f"{ends.type}: {len(chunk) - count} of {len(chunk)} relationships have no such ends")


def _assignments(name: str, columns: Mapping[str, schema.Column]) -> str:
    """Every property but the id. The cast is for columns of nulls alone, which Ladybug takes for text."""
    return ", ".join(f"{name}.`{c}` = CAST(row.`{c}` AS {column})" for c, column in columns.items() if c != "id")
