"""The embedded store: a Ladybug database in a folder. This module alone imports Ladybug.

One process writes at a time; others may read beside it. A reader opens the files anew when they have changed.
"""

from __future__ import annotations

import os
import re
import weakref
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import ladybug

from graph.errors import (
    KnockonError,
    ModelError,
    QueryError,
    ReadOnly,
    StoreError,
    StoreForeign,
    StoreLocked,
    StoreMissing,
)
from graph.model import SCHEMA_VERSION, Label
from graph.store import lock, schema
from graph.store.batch import Ends, Plan, chunks, plan, together
from graph.store.dialect import Query, read
from graph.store.embedded_dialect import MARK, origin, translate
from graph.store.embedded_values import to_rows
from graph.store.protocol import Batch, Relation, Row

FILE = "graph.ladybug"  # in the store's folder; Ladybug puts its logs beside it
_LOGS = (".wal", ".wal.checkpoint", ".shadow")  # there while a writer lives, and after one that was killed
_FAILURES = (RuntimeError, ValueError, IndexError, MemoryError, OverflowError)  # what C++ raises on damaged files
_LARGEST = 1 << 40  # bytes of address space that an open database reserves; Ladybug's own default is eight times that
_T = TypeVar("_T")
# The system's file lock does not keep two handles of one process apart, and is lost when one of them closes. So a
# process has one handle on a store that it writes: its readers of that store go by the writer's.
_writers: weakref.WeakValueDictionary[Path, Embedded] = weakref.WeakValueDictionary()
_readers: weakref.WeakSet[Embedded] = weakref.WeakSet()


def open_embedded(folder: Path, *, create: bool = True, read_only: bool = False) -> Embedded:
    """The store in `folder`, made there when it is missing or empty and `create` allows. Raises a StoreError."""
    path = _place(folder, create=create and not read_only)
    if not read_only and path in _writers:
        raise StoreLocked(f"{folder}: this process has it open for writing already; close that store first")
    store = Embedded(folder, path, read_only=read_only)
    store.register()
    try:
        store.check_schema()
    except _FAILURES as error:
        store.close()
        raise _damaged(store.url, error) from error
    except BaseException:
        store.close()
        raise
    return store


def _place(folder: Path, *, create: bool) -> Path:
    """The database file in the folder, which is made if it may be; a folder with other files in it is left alone."""
    try:
        path = folder.expanduser().resolve() / FILE
        held = sorted({entry.name for entry in path.parent.iterdir()} - {lock.FILE}) if path.parent.exists() else []
        if held and FILE not in held:
            raise StoreForeign(
                f"{folder} holds other files ({held[0]}) and no knockon graph: name an empty or new folder"
            )
        if not held and not create:
            raise StoreMissing(f"{folder}: no knockon graph there; make one with `knockon load` or `knockon demo`")
        path.parent.mkdir(parents=True, exist_ok=True)
    except (NotADirectoryError, FileExistsError) as error:
        raise StoreForeign(f"{folder} is a file, and a store is a folder: name another place") from error
    except OSError as error:
        raise StoreError(f"{folder}: {error.strerror}: check the path and its rights") from error
    except (RuntimeError, ValueError) as error:  # ~ of nobody, links in a circle, a null character
        raise StoreError(f"{str(folder)!r}: there can be no such folder: check the path") from error
    return path


class Embedded:
    """A `Store` in one folder."""

    def __init__(self, folder: Path, path: Path, *, read_only: bool) -> None:
        self._folder, self._path, self._read_only = folder, path, read_only
        self._connection: ladybug.Connection | None = None
        self._database: ladybug.Database | None = None
        self._seen: tuple[Any, ...] = ()
        self._closed = False

    def register(self) -> None:
        """Make it known in this process as a reader, or as the writer, for which the readers let go."""
        if self._read_only:
            _readers.add(self)
            return
        for reader in [r for r in _readers if r._path == self._path]:
            reader._shut()
        _writers[self._path] = self

    @property
    def url(self) -> str:
        return str(self._folder)

    def check_schema(self) -> None:
        """See that the database is knockon's and current; make or migrate it. Raises a StoreError."""
        with self._ready():
            version = self._version()
            steps = schema.steps(self.url, SCHEMA_VERSION if version is None else version, read_only=self._read_only)
            if version is not None and not steps:
                return
            if self._read_only:
                raise StoreMissing(f"{self._folder}: no knockon graph there; make one with `knockon load`")
            with self._transaction():
                self._declare([statement for step in steps for statement in step.embedded])

    def write(self, batch: Batch) -> None:
        """Apply the batch whole or not at all, in one transaction."""
        self._may_write()
        todo = plan(batch)
        with self._ready(), self._transaction():
            self._apply(todo)

    def load(self, batches: Iterable[Batch]) -> None:
        self._may_write()
        todo = together(batches)
        with self._ready(), self._transaction():
            self._apply(todo)

    def rows(self, cypher: str, parameters: Mapping[str, Any] | None = None, *, write: bool = False) -> list[Row]:
        if write:
            self._may_write()
        query = translate(read(cypher, parameters or {}, write=write), parameters or {})
        with self._ready(), self._transaction(read_only=not write):
            return self._answer(query, cypher)

    def nodes(self, label: Label) -> Iterator[Row]:
        columns = list(schema.node_columns(label))
        listed = ", ".join(f"n.`{name}`" for name in columns)
        with self._ready():
            found = self._run(f"MATCH (n:`{label}`) RETURN {listed} ORDER BY n.id")
        return (dict(zip(columns, row, strict=True)) for row in found)

    def relations(self, types: Iterable[str] | None = None) -> Iterator[Relation]:
        for kind in sorted(schema.relation_ends() if types is None else set(types)):
            columns = list(schema.relation_columns(kind))
            listed = "".join(f", r.`{name}`" for name in columns)
            ends = "label(a), a.id, label(b), b.id, r.id"
            with self._ready():
                found = self._run(f"MATCH (a)-[r:`{kind}`]->(b) RETURN {ends}{listed} ORDER BY r.id")
            for row in found:
                properties = dict(zip(columns, row[5:], strict=True))
                yield Relation(kind, Label(row[0]), row[1], Label(row[2]), row[3], row[4], properties)

    def close(self) -> None:
        self._closed = True
        if self._read_only or self._database is None:
            self._shut()
        else:
            with lock.exclusive(self._path.parent):  # Ladybug writes its log into the database as it closes
                self._shut()
        if _writers.get(self._path) is self:
            del _writers[self._path]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _may_write(self) -> None:
        if self._read_only:
            raise ReadOnly(f"{self._folder} was opened for reading")

    @contextmanager
    def _ready(self) -> Iterator[None]:
        """With files that hold still and an open handle on what they hold now."""
        if self._closed:
            raise StoreError(f"{self._folder}: the store is closed")
        if self._read_only and self._path in _writers:
            with _writers[self._path]._ready():
                yield
        elif self._read_only:
            self._recover()
            with lock.shared(self._path.parent):
                self._open_if_changed()
                yield
        else:
            with lock.exclusive(self._path.parent):
                self._open_if_new()
                yield

    def _open_if_new(self) -> None:
        if self._database is None:
            self._open(read_only=False)

    def _open_if_changed(self) -> None:
        now = self._stamp()
        if self._database is None or now != self._seen:
            self._shut()
            self._open(read_only=True)
            self._seen = now

    def _stamp(self) -> tuple[Any, ...]:
        found = (p for p in (self._path, *self._logs()) if p.exists())
        return tuple((p.name, s.st_ino, s.st_size, s.st_mtime_ns) for p, s in ((p, p.stat()) for p in found))

    def _recover(self) -> None:
        """Let Ladybug finish or undo what a killed writer left. Its logs are there while a writer lives, too."""
        left = any(log.exists() for log in self._logs())
        if not left or self._stamp() == self._seen or not os.access(self._path, os.W_OK):
            return
        with lock.exclusive(self._path.parent):
            try:
                ladybug.Database(str(self._path), max_db_size=_LARGEST).close()
            except _FAILURES as error:
                if "lock" not in str(error):
                    raise _opening_error(self.url, error) from error

    def _logs(self) -> list[Path]:
        return [Path(f"{self._path}{ending}") for ending in _LOGS]

    def _open(self, *, read_only: bool) -> None:
        try:
            self._database = ladybug.Database(str(self._path), read_only=read_only, max_db_size=_LARGEST)
            self._connection = ladybug.Connection(self._database)
        except _FAILURES as error:
            self._shut()
            raise _opening_error(self.url, error) from error

    def _shut(self) -> None:
        connection, database = self._connection, self._database
        self._connection = self._database = None
        if connection is not None:
            connection.close()
        if database is not None:
            database.close()

    def _version(self) -> int | None:
        """The schema's version; None in a new database. One that others made is refused."""
        tables = sorted(str(row[0]) for row in self._run("CALL show_tables() RETURN name"))
        if schema.MARKER in tables:
            found = self._run(f"MATCH (m:{schema.MARKER} {{id: $id}}) RETURN m.version", id=schema.MARKER_ID)
            return int(found[0][0]) if found else None
        if tables:
            raise StoreForeign(f"{self._folder}: another program's Ladybug database ({tables[0]}): name another folder")
        return None

    def _declare(self, migrating: Iterable[str]) -> None:
        for statement in (*migrating, *schema.tables()):
            self._run(statement)
        marker = f"MERGE (m:{schema.MARKER} {{id: $id}}) SET m.version = $version"
        self._run(marker, id=schema.MARKER_ID, version=SCHEMA_VERSION)

    @contextmanager
    def _transaction(self, *, read_only: bool = False) -> Iterator[None]:
        self._run("BEGIN TRANSACTION READ ONLY" if read_only else "BEGIN TRANSACTION")
        try:
            yield
            self._run("COMMIT")
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        try:
            self._execute("ROLLBACK", {})
        except RuntimeError:
            return  # Ladybug has rolled back already, as it does where a statement fails

    def _execute(self, statement: str, parameters: Mapping[str, Any]) -> ladybug.QueryResult:
        store = self if self._connection is not None else _writers.get(self._path)
        if store is None or store._connection is None:
            raise StoreError(f"{self._folder}: the store is closed")
        result = store._connection.execute(statement, dict(parameters))
        return result[-1] if isinstance(result, list) else result

    def _run(self, statement: str, **parameters: Any) -> list[list[Any]]:
        try:
            return _listed(self._execute(statement, parameters))
        except RuntimeError as error:
            raise _store_error(self.url, error) from error

    def _answer(self, query: Query, cypher: str) -> list[Row]:
        try:
            result = self._execute(query.text, query.parameters)
            columns, found = result.get_column_names(), _listed(result)
        except (RuntimeError, ValueError, TypeError, OverflowError) as error:
            raise _query_error(self.url, query, cypher, error) from error
        names = list(query.columns) if query.columns and len(query.columns) == len(columns) else columns
        rows = to_rows(names, found, self._look_up)
        return [{name: value for name, value in row.items() if not name.startswith(MARK)} for row in rows]

    def _look_up(self, ends: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
        rows = [{"t": table, "o": offset} for table, offset in ends]
        found = self._run(
            "UNWIND $rows AS row MATCH (n) WHERE id(n) = internal_id(row.t, row.o) RETURN row.t, row.o, n.id", rows=rows
        )
        return {(int(table), int(offset)): str(name) for table, offset, name in found}

    def _apply(self, todo: Plan) -> None:
        for label, ids in todo.drop_nodes.items():
            self._run(f"UNWIND $ids AS id MATCH (n:`{label}` {{id: id}}) DETACH DELETE n", ids=ids)
        for kind, keys in todo.drop_relations.items():
            self._drop_relations(kind, keys)
        for label, rows in todo.nodes.items():
            values = _assignments(schema.node_columns(label))
            for chunk in chunks(rows):
                self._run(f"UNWIND $rows AS row MERGE (n:`{label}` {{id: row.id}}) SET {values}", rows=chunk)
        for ends, relations in todo.relations.items():
            for chunk in chunks(relations):
                self._put_relations(ends, chunk)

    def _drop_relations(self, kind: str, keys: Iterable[str]) -> None:
        self._run(f"UNWIND $keys AS key MATCH ()-[r:`{kind}` {{id: key}}]->() DELETE r", keys=list(keys))

    def _put_relations(self, ends: Ends, rows: Iterable[Row]) -> None:
        """Make them; what has changed is made anew, since setting a property of many is far slower here."""
        held = self._held(ends, [row["id"] for row in rows])
        changed = [row for row in rows if held.get(row["id"]) != row]
        stale = [row["id"] for row in changed if row["id"] in held]
        if stale:
            self._drop_relations(ends.type, stale)
        if changed:
            self._make_relations(ends, changed)

    def _held(self, ends: Ends, keys: list[str]) -> dict[str, Row]:
        """Those of them that are there, as rows of a plan; one between other labels can only differ."""
        columns = list(schema.relation_columns(ends.type))
        listed = "".join(f", r.`{name}`" for name in columns)
        found = self._run(
            f"UNWIND $keys AS key MATCH (a)-[r:`{ends.type}` {{id: key}}]->(b) "
            f"RETURN label(a), label(b), a.id, b.id, r.id{listed}",
            keys=keys,
        )
        names = ["source", "target", "id", *columns]
        same = [str(ends.source), str(ends.target)]
        return {row[4]: dict(zip(names, row[2:], strict=True)) if row[:2] == same else {} for row in found}

    def _make_relations(self, ends: Ends, rows: list[Row]) -> None:
        columns = {"id": schema.Column.TEXT, **schema.relation_columns(ends.type)}
        made = ", ".join(f"`{name}`: CAST(row.`{name}` AS {column})" for name, column in columns.items())
        ((count,),) = self._run(
            f"UNWIND $rows AS row MATCH (a:`{ends.source}` {{id: row.source}}) "
            f"MATCH (b:`{ends.target}` {{id: row.target}}) "
            f"CREATE (a)-[r:`{ends.type}` {{{made}}}]->(b) RETURN count(*)",
            rows=rows,
        )
        if count != len(rows):
            raise ModelError(f"{ends.type}: {len(rows) - count} of {len(rows)} relationships have no such ends")


def _listed(result: ladybug.QueryResult) -> list[list[Any]]:
    return [list(row) for row in result.get_all()]


def _assignments(columns: Mapping[str, schema.Column]) -> str:
    """Every property but the id. The cast is for columns of nulls alone, which Ladybug takes for text."""
    return ", ".join(f"n.`{name}` = CAST(row.`{name}` AS {kind})" for name, kind in columns.items() if name != "id")


def _opening_error(place: str, error: Exception) -> StoreError:
    said = str(error)
    if "recovery is pending" in said:
        return StoreError(f"{place}: its last writer was killed; open it once where its folder can be written")
    known = any(word in said for word in ("set lock", "not a valid", "cannot be a directory", "open file", "Buffer"))
    return _store_error(place, error) if known else _damaged(place, error)


def _damaged(place: str, error: Exception) -> StoreError:
    said = (str(error).splitlines() or [type(error).__name__])[0]
    return StoreError(f"{place}: the graph in it is damaged ({said}): load your files again into a new folder")


def _store_error(place: str, error: Exception) -> StoreError:
    said = str(error).splitlines()[0] if str(error) else type(error).__name__
    if "Could not set lock" in said:
        return StoreLocked(
            f"{place}: another process has it open for writing; close that one, or open this for reading"
        )
    if "not a valid" in said or "cannot be a directory" in said:
        return StoreForeign(f"{place}: its {FILE} is no knockon graph: name another folder")
    return StoreError(f"{place}: {said}")


def _query_error(place: str, query: Query, cypher: str, error: Exception) -> KnockonError:
    said = str(error)
    kind, _, rest = said.partition(" exception: ")
    if "read-only transaction" in said or "read-only database" in said:
        return ReadOnly("the query would write, and writing was not asked for (--write)")
    at = re.search(r"\(line: (\d+), offset: (\d+)\)", rest)
    if at:
        where = origin(query, cypher, int(at[1]), int(at[2]))
        return QueryError(f"{where}: not in the Cypher that both stores share, or a slip of the pen (docs/queries.md)")
    if kind in ("IO", "Storage", "Buffer manager", "Checkpoint"):
        return _store_error(place, error)
    return QueryError((rest or said).splitlines()[0] if said else type(error).__name__)
