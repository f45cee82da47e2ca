"""The embedded store: a Ladybug database in a folder. This module alone imports Ladybug.

One process writes at a time; others may read beside it. A reader opens the files anew when they have changed.
"""

from __future__ import annotations

import os
import shutil
import weakref
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import ladybug

from graph.errors import ReadOnly, StoreError, StoreForeign, StoreLocked, StoreMissing
from graph.model import SCHEMA_VERSION, Label
from graph.store import embedded_rebuild as rebuild
from graph.store import lock, schema
from graph.store.batch import first, together
from graph.store.dialect import Query, read
from graph.store.embedded_dialect import MARK, translate
from graph.store.embedded_failures import FAILURES, FILE, damaged, opening_error, query_error, store_error
from graph.store.embedded_values import to_rows
from graph.store.embedded_writing import apply
from graph.store.protocol import Batch, Relation, Row
from graph.store.spool import Spool

SMALL = 5_000  # rows of a change that is one transaction, however small the store
_STEP = 10_000  # rows of a large change that are read back at once
_LOGS = (".wal", ".wal.checkpoint", ".shadow")  # there while a writer lives, and after one that was killed
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
        if not read_only:
            store.sweep()
    except FAILURES as error:
        store.close()
        raise damaged(store.url, error) from error
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
        self._new = False  # made as it was opened, and nothing was stored since
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
            self._new = version is None

    def write(self, batch: Batch) -> None:
        self.load([batch])

    def load(self, batches: Iterable[Batch]) -> None:
        """A change of a few thousand rows in one transaction; of more in the way that takes less time."""
        self._may_write()
        some, rest = first(batches, SMALL)
        if rest is None:
            todo = together(some)
            with self._ready(), self._transaction():
                apply(self._run, todo)
            return
        with self._workshop() as folder:
            spool = Spool(folder)
            for batch in chain(some, rest):
                spool.take(batch)
            spool.close()
            self._put(spool, folder)

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
        if error is not None and self._new:
            self._remove()

    def _remove(self) -> None:
        """Leave no empty graph where the first change failed, nor its folder if nothing else is in it."""
        for file in (self._path, *self._logs(), self._path.parent / lock.FILE):
            file.unlink(missing_ok=True)
        with suppress(OSError):
            self._path.parent.rmdir()

    @contextmanager
    def _workshop(self) -> Iterator[Path]:
        """A folder beside the database for what a large change needs meanwhile."""
        folder = self._path.parent / rebuild.FOLDER
        self.sweep()
        try:
            folder.mkdir()
            yield folder
        except OSError as error:
            raise StoreError(f"{folder}: {error.strerror}: is there room on the disk?") from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what a load left that was killed. Only the one process that has it open for writing may."""
        shutil.rmtree(self._path.parent / rebuild.FOLDER, ignore_errors=True)

    def _put(self, spool: Spool, folder: Path) -> None:
        """Apply a large change: to the database as it is, or to a new one that takes its place."""
        held = rebuild.held(self._run_alone)
        if rebuild.is_slower(sum(held.values()), spool):
            with self._ready(), self._transaction():
                for todo in spool.plans(_STEP):
                    apply(self._run, todo)
            return
        kept = rebuild.keep(self._run_alone, held, spool, folder)
        self._make(folder / FILE, kept, spool)
        self._replace(folder / FILE)

    def _run_alone(self, statement: str) -> list[list[Any]]:
        with self._ready():
            return self._run(statement)

    def _make(self, path: Path, kept: rebuild.Kept, spool: Spool) -> None:
        """A database with what is kept and what is put, closed and on the disk."""
        pool = rebuild.memory(kept, spool)
        database = ladybug.Database(str(path), buffer_pool_size=pool, max_db_size=_LARGEST)
        connection = ladybug.Connection(database)
        try:
            rebuild.fill(lambda statement: _listed(_last(connection.execute(statement))), kept, spool)
        except RuntimeError as error:
            raise store_error(self.url, error) from error
        finally:
            connection.close()
            database.close()
        rebuild.sync(path)

    def _replace(self, path: Path) -> None:
        with lock.exclusive(self._path.parent):
            self._shut()
            if any(log.exists() for log in (*self._logs(), *_logs(path))):
                raise StoreError(f"{self._folder}: a log was left as the database closed; nothing is stored: try again")
            path.replace(self._path)
            self._new = False
            rebuild.sync(self._path.parent)
            self._open(read_only=False)

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
            except FAILURES as error:
                if "lock" not in str(error):
                    raise opening_error(self.url, error) from error

    def _logs(self) -> list[Path]:
        return _logs(self._path)

    def _open(self, *, read_only: bool) -> None:
        try:
            self._database = ladybug.Database(str(self._path), read_only=read_only, max_db_size=_LARGEST)
            self._connection = ladybug.Connection(self._database)
        except FAILURES as error:
            self._shut()
            raise opening_error(self.url, error) from error

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
            self._new = self._new and read_only
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
        return _last(store._connection.execute(statement, dict(parameters)))

    def _run(self, statement: str, **parameters: Any) -> list[list[Any]]:
        try:
            return _listed(self._execute(statement, parameters))
        except RuntimeError as error:
            raise store_error(self.url, error) from error

    def _answer(self, query: Query, cypher: str) -> list[Row]:
        try:
            result = self._execute(query.text, query.parameters)
            columns, found = result.get_column_names(), _listed(result)
        except (RuntimeError, ValueError, TypeError, OverflowError) as error:
            raise query_error(self.url, query, cypher, error) from error
        names = list(query.columns) if query.columns and len(query.columns) == len(columns) else columns
        rows = to_rows(names, found, self._look_up)
        return [{name: value for name, value in row.items() if not name.startswith(MARK)} for row in rows]

    def _look_up(self, ends: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
        rows = [{"t": table, "o": offset} for table, offset in ends]
        found = self._run(
            "UNWIND $rows AS row MATCH (n) WHERE id(n) = internal_id(row.t, row.o) RETURN row.t, row.o, n.id", rows=rows
        )
        return {(int(table), int(offset)): str(name) for table, offset, name in found}


def _logs(path: Path) -> list[Path]:
    return [Path(f"{path}{ending}") for ending in _LOGS]


def _last(result: ladybug.QueryResult | list[ladybug.QueryResult]) -> ladybug.QueryResult:
    return result[-1] if isinstance(result, list) else result


def _listed(result: ladybug.QueryResult) -> list[list[Any]]:
    return [list(row) for row in result.get_all()]
