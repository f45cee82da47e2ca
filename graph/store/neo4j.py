"""The Neo4j store: a server, by the official driver. This module and `neo4j_values` alone import the driver.

Credentials come from the environment: NEO4J_USERNAME (neo4j), NEO4J_PASSWORD, NEO4J_DATABASE (the user's own default).
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

import neo4j
from neo4j import exceptions as failures

from graph.errors import (
    InputError,
    QueryError,
    ReadOnly,
    StoreError,
    StoreForeign,
    StoreMissing,
    StoreRefused,
    StoreUnreachable,
)
from graph.model import SCHEMA_VERSION, Label
from graph.store import schema
from graph.store.batch import Plan, first, together
from graph.store.dialect import read, used
from graph.store.neo4j_stage import Stage, refuse_while_applied, refuse_while_changed
from graph.store.neo4j_values import to_rows
from graph.store.neo4j_writing import apply, run
from graph.store.protocol import Batch, Relation, Row
from graph.store.spool import Spool

CONNECT = 5.0  # seconds to wait for a server that does not answer
SMALL = 20_000  # rows of a change that is one transaction, which a heap of 512 MB holds with ease
RETRY = 5.0  # seconds for which the driver repeats a transaction that failed in passing
_T = TypeVar("_T")
# What the driver would log is in the error that is raised; without a handler its warnings land on stderr.
logging.getLogger("neo4j").addHandler(logging.NullHandler())
_MARKER = f"MATCH (m:{schema.MARKER} {{id: $id}}) RETURN m.version AS version"


def open_neo4j(url: str, *, create: bool = True, read_only: bool = False) -> Neo4j:
    """The knockon graph on the server at `url`; in an empty database it is made when `create` allows."""
    store = Neo4j(_without_password(url), read_only=read_only)
    try:
        store.check_schema(create=create and not read_only)
    except BaseException:
        store.close()
        raise
    return store


def _without_password(url: str) -> str:
    """The address, if it is a host and a port alone. No error quotes it: any other part may be of a password."""
    like = "an address looks like bolt://localhost:7687"
    if "@" in url or "%" in url:
        raise InputError(f"no name or password in an address: set NEO4J_USERNAME and NEO4J_PASSWORD; {like}")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise InputError(
            f"this is no address of a Neo4j server: its port is no number, or a bracket is open; {like}"
        ) from None
    if not host:
        raise InputError(f"{parts.scheme}://: the address names no host; {like}")
    if parts.path.strip("/") or "?" in url or "#" in url:
        raise InputError(f"nothing may follow the host and port of an address; {like}")
    return url


class Neo4j:
    """A `Store` on a Neo4j server. Other clients may write at the same time: each batch is one transaction."""

    def __init__(self, url: str, *, read_only: bool) -> None:
        self._url, self._read_only = url, read_only
        password, name = os.environ.get("NEO4J_PASSWORD"), os.environ.get("NEO4J_USERNAME") or "neo4j"
        self._database = os.environ.get("NEO4J_DATABASE") or None
        with self._failures():
            self._driver = neo4j.GraphDatabase.driver(
                url,
                auth=(name, password) if password else None,
                connection_timeout=CONNECT,
                connection_acquisition_timeout=2 * CONNECT,
                max_transaction_retry_time=RETRY,
                notifications_min_severity="OFF",
                telemetry_disabled=True,
            )

    @property
    def url(self) -> str:
        return self._url

    def check_schema(self, *, create: bool) -> None:
        """See that the database is knockon's and current; make or migrate it. Raises a StoreError."""
        with self._failures():  # one attempt, so that a server that is down is reported at once
            self._driver.verify_connectivity()
        version = self._version()
        if version is None:
            self._claim_empty(create=create)
        steps = schema.steps(self._url, SCHEMA_VERSION if version is None else version, read_only=self._read_only)
        if version is None or steps:
            self._declare([statement for step in steps for statement in step.neo4j])
        if not self._read_only:
            with self._staging() as stage:
                stage.settle()

    def write(self, batch: Batch) -> None:
        self.load([batch])

    def load(self, batches: Iterable[Batch]) -> None:
        """A change that one transaction can hold in one; a larger one staged on the server and applied in parts."""
        if self._read_only:
            raise ReadOnly(f"{self._url} was opened for reading")
        some, rest = first(batches, SMALL)
        if rest is None:
            self._write(together(some))
            return
        with tempfile.TemporaryDirectory(prefix="knockon-") as folder:
            spool = Spool(Path(folder))
            for batch in chain(some, rest):
                spool.take(batch)
            spool.close()
            with self._staging() as stage:
                stage.put(spool)

    def rows(self, cypher: str, parameters: Mapping[str, Any] | None = None, *, write: bool = False) -> list[Row]:
        if write and self._read_only:
            raise ReadOnly(f"{self._url} was opened for reading")
        text = read(cypher, parameters or {}, write=write)
        given = used(text, parameters or {})
        mode, refuse = (
            (neo4j.WRITE_ACCESS, refuse_while_changed) if write else (neo4j.READ_ACCESS, refuse_while_applied)
        )

        def answered(tx: neo4j.ManagedTransaction) -> list[Row]:
            refuse(tx, self._url)
            return to_rows(list(tx.run(cypher, dict(given))), lambda ends: _look_up(tx, ends))

        return self._work(mode, answered)

    def nodes(self, label: Label) -> Iterator[Row]:
        columns = schema.node_columns(label)
        found = self._read(f"MATCH (n:`{label}`) RETURN properties(n) AS n")
        rows = ({name: row["n"].get(name) for name in columns} for row in found)
        return iter(sorted(rows, key=lambda row: str(row["id"])))

    def relations(self, types: Iterable[str] | None = None) -> Iterator[Relation]:
        for kind in sorted(schema.relation_ends() if types is None else set(types)):
            columns = schema.relation_columns(kind)
            found = self._read(
                f"MATCH (a)-[r:`{kind}`]->(b) RETURN labels(a)[0] AS la, a.id AS a, labels(b)[0] AS lb, b.id AS b,"
                " r.id AS key, properties(r) AS r"
            )
            for row in sorted(found, key=lambda row: str(row["key"])):
                properties = {name: row["r"].get(name) for name in columns}
                yield Relation(kind, Label(row["la"]), row["a"], Label(row["lb"]), row["b"], row["key"], properties)

    def close(self) -> None:
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _version(self) -> int | None:
        found = self._work(neo4j.READ_ACCESS, lambda tx: run(tx, _MARKER, id=schema.MARKER_ID))
        return int(found[0]["version"]) if found else None

    def _claim_empty(self, *, create: bool) -> None:
        held = self._read("MATCH (n) RETURN labels(n) AS labels LIMIT 1")
        if held:
            raise StoreForeign(
                f"{self._url}: the database holds other data ({', '.join(held[0]['labels']) or 'unlabelled nodes'})"
                " and no knockon graph; it was left as it is: use an empty database (NEO4J_DATABASE) or server"
            )
        if not create:
            raise StoreMissing(f"{self._url}: no knockon graph there; make one with `knockon load` or `knockon demo`")

    def _declare(self, migrating: list[str]) -> None:
        """In three transactions, as schema statements cannot share one with others. Each step can be repeated."""
        marker = f"MERGE (m:{schema.MARKER} {{id: '{schema.MARKER_ID}'}}) SET m.version = {SCHEMA_VERSION}"
        for statements in (migrating, list(schema.constraints()), [marker]):
            self._work(neo4j.WRITE_ACCESS, partial(_run_all, statements=statements))

    def _write(self, todo: Plan) -> None:
        def done(tx: neo4j.ManagedTransaction) -> None:
            refuse_while_changed(tx, self._url)
            apply(tx, todo)

        self._work(neo4j.WRITE_ACCESS, done)

    def _read(self, statement: str, **parameters: Any) -> list[neo4j.Record]:
        def found(tx: neo4j.ManagedTransaction) -> list[neo4j.Record]:
            refuse_while_applied(tx, self._url)
            return run(tx, statement, **parameters)

        return self._work(neo4j.READ_ACCESS, found)

    @contextmanager
    def _staging(self) -> Iterator[Stage]:
        """With a session for the one transaction that says that we live, and others for the work."""
        with self._failures(), self._driver.session(database=self._database) as own:
            yield Stage(self._url, own.begin_transaction, self._work_bare)

    def _work_bare(self, work: Callable[[neo4j.ManagedTransaction], _T]) -> _T:
        with self._driver.session(database=self._database) as session:
            return session.execute_write(work)

    def _work(self, mode: str, work: Callable[[neo4j.ManagedTransaction], _T]) -> _T:
        with self._failures(), self._driver.session(database=self._database) as session:
            return session.execute_write(work) if mode == neo4j.WRITE_ACCESS else session.execute_read(work)

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """The driver's errors as ours; its own is kept as the cause. None of them holds the password."""
        try:
            yield
        except (failures.Neo4jError, failures.DriverError, OSError) as error:
            raise _error(self._url, error) from error
        except (ValueError, TypeError) as error:
            raise QueryError(f"a parameter cannot be sent to Neo4j: {error}") from error


def _error(url: str, error: Exception) -> StoreError | QueryError:
    said = " ".join(str(getattr(error, "message", None) or error).splitlines()[:1])
    code = str(getattr(error, "code", None) or "")
    if "AccessMode" in code:
        return ReadOnly(f"the query would write, and writing was not asked for (--write): {said}")
    if code.startswith(("Neo.ClientError.Statement", "Neo.ClientError.Procedure")):
        return QueryError(said)
    if code.startswith("Neo.ClientError.Database"):
        return StoreMissing(f"{url}: {said}: check NEO4J_DATABASE")
    return _broken(url, error, said)


def _broken(url: str, error: Exception, said: str) -> StoreError:
    if isinstance(error, failures.IncompleteCommit):
        return StoreUnreachable(
            f"{url}: the connection was lost at the commit, so it is not known whether the change is stored;"
            " do it again: the same change twice is the same as once"
        )
    if isinstance(error, failures.AuthError) and not os.environ.get("NEO4J_PASSWORD"):
        return StoreRefused(f"{url}: the server asks for a password, and NEO4J_PASSWORD is not set")
    if isinstance(error, failures.AuthError | failures.Forbidden):
        return StoreRefused(f"{url}: the server refused ({said}): check NEO4J_USERNAME and NEO4J_PASSWORD")
    if isinstance(error, failures.ServiceUnavailable | failures.SessionExpired | OSError):
        return StoreUnreachable(f"{url}: the server does not answer ({said}): is it started, and the address right?")
    if "OutOfMemory" in str(getattr(error, "code", "")):
        return StoreError(
            f"{url}: the server has too little memory for one change of this size; nothing was stored: load fewer files"
            " at once, or raise server.memory.heap.max_size (tools/neo4j.py: KNOCKON_NEO4J_HEAP)"
        )
    return StoreError(f"{url}: {said}")


def _run_all(tx: neo4j.ManagedTransaction, statements: Iterable[str]) -> None:
    for statement in statements:
        run(tx, statement)


def _look_up(tx: neo4j.ManagedTransaction, ends: list[str]) -> dict[str, str]:
    found = run(tx, "MATCH (n) WHERE elementId(n) IN $ends RETURN elementId(n) AS end, n.id AS id", ends=ends)
    return {row["end"]: str(row["id"]) for row in found}
