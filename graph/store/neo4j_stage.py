"""A change too large for one transaction of Neo4j: staged on the server whole, then applied in parts.

One node of the label `CHANGE` says that there is a change, and whether it is whole; nodes of the label `PART` hold its
rows. Whoever stages or applies it keeps that one node locked in a transaction that stays open, which the server ends
with the connection: so a change whose node can be locked is one whose process is gone. The next to open the graph for
writing then applies it, if it is whole, and else removes it. A part is applied and removed in one transaction, so none
is applied twice. Until a whole change is applied our own stores answer nothing; other clients see it grow.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import neo4j
from neo4j import exceptions as failures

from graph.errors import ModelError, StoreLocked
from graph.model import Label
from graph.store.batch import Ends, Plan, chunks
from graph.store.neo4j_writing import apply, run
from graph.store.schema import CHANGE, PART
from graph.store.spool import Spool, ends_elsewhere

STEP = 5_000  # rows of a part: a heap of 512 MB applies them with ease
_PATIENCE = 1.0  # seconds to wait for the lock of a change before its process is taken to live
_ID = "change"  # there is one at a time


def refuse_while_applied(tx: neo4j.ManagedTransaction, url: str) -> None:
    """Raises StoreLocked where a change is applied, so that no answer holds half of it."""
    if run(tx, f"MATCH (c:`{CHANGE}` {{id: $id}}) WHERE c.whole RETURN 1 AS one", id=_ID):
        raise StoreLocked(
            f"{url}: a large load is being finished; try again when it is done, or, if its process has ended, open the"
            " graph once for writing"
        )


def refuse_while_changed(tx: neo4j.ManagedTransaction, url: str) -> None:
    """Raises StoreLocked where another process is at a large change."""
    if run(tx, f"MATCH (c:`{CHANGE}` {{id: $id}}) RETURN 1 AS one", id=_ID):
        raise _busy(url)


def _busy(url: str) -> StoreLocked:
    return StoreLocked(f"{url}: another process loads into it; try again when it is done")


class Stage:
    """The server's place for one large change. `begin` opens a transaction, `work` does one."""

    def __init__(self, url: str, begin: Callable[..., Any], work: Callable[[Callable[..., Any]], Any]) -> None:
        self._url, self._begin, self._work = url, begin, work

    def settle(self) -> None:
        """Apply or remove what a process left that was killed. Raises StoreLocked where it lives."""
        found = self._run(f"MATCH (c:`{CHANGE}` {{id: $id}}) RETURN c.whole AS whole", id=_ID)
        if not found:
            return
        self._see_that_nobody_holds_it()
        if found[0]["whole"]:
            self._finish()
        else:
            self._sweep()

    def put(self, spool: Spool) -> None:
        """Raises ModelError where the end of a relationship is missing, before anything is staged."""
        self.settle()
        self._see_that_ends_are_there(spool)
        try:
            self._run(f"CREATE (c:`{CHANGE}` {{id: $id, whole: false}})", id=_ID)
        except failures.ConstraintError as error:
            raise _busy(self._url) from error
        try:
            with self._held() as holding:
                for number, todo in enumerate(spool.plans(STEP)):
                    self._run(f"CREATE (:`{PART}` {{id: $id, rows: $rows}})", id=f"{number:09}", rows=_packed(todo))
                run(holding, f"MATCH (c:`{CHANGE}` {{id: $id}}) SET c.whole = true", id=_ID)
                holding.commit()
        except BaseException:
            self._sweep()
            raise
        self._finish()

    def _finish(self) -> None:
        with self._held() as holding:
            for row in self._run(f"MATCH (p:`{PART}`) RETURN p.id AS id ORDER BY id"):
                self._apply(row["id"])
            run(holding, f"MATCH (c:`{CHANGE}` {{id: $id}}) DELETE c", id=_ID)
            holding.commit()

    def _apply(self, part: str) -> None:
        try:
            self._work(lambda tx: _apply(tx, part, new=True))
        except failures.ConstraintError:  # not all was as new as promised
            self._work(lambda tx: _apply(tx, part, new=False))

    def _sweep(self) -> None:
        """Remove a change that is not whole: its parts, a few at a time, then the node that says that there is one."""
        if self._run(f"MATCH (c:`{CHANGE}` {{id: $id}}) WHERE c.whole RETURN 1 AS one", id=_ID):
            return
        while self._run(f"MATCH (p:`{PART}`) WITH p LIMIT 50 DELETE p RETURN count(*) AS n")[0]["n"]:
            pass
        self._run(f"MATCH (c:`{CHANGE}` {{id: $id}}) DELETE c", id=_ID)

    def _see_that_ends_are_there(self, spool: Spool) -> None:
        for label, ids in ends_elsewhere(spool.parts()).items():
            gone = ids & spool.dropped_nodes(label)
            there = sum(self._count(label, some) for some in chunks(sorted(ids - gone)))
            if there != len(ids):
                raise ModelError(f"relationships have no such ends: {len(ids) - there} nodes of {label} are missing")

    def _count(self, label: Label, ids: Iterable[str]) -> int:
        found = self._run(f"UNWIND $ids AS id MATCH (n:`{label}` {{id: id}}) RETURN count(n) AS n", ids=list(ids))
        return int(found[0]["n"])

    def _see_that_nobody_holds_it(self) -> None:
        try:
            with self._held(timeout=_PATIENCE):
                pass
        except (failures.ClientError, failures.TransientError) as error:
            if "Transaction" in str(error.code):
                raise _busy(self._url) from error
            raise

    @contextmanager
    def _held(self, **options: float) -> Iterator[neo4j.Transaction]:
        """Have the change to ourselves until the end of the block, or until it is committed."""
        with self._begin(**options) as holding:
            run(holding, f"MATCH (c:`{CHANGE}` {{id: $id}}) SET c.held = true", id=_ID)
            yield holding

    def _run(self, statement: str, **parameters: Any) -> list[neo4j.Record]:
        found: list[neo4j.Record] = self._work(lambda tx: run(tx, statement, **parameters))
        return found


def _apply(tx: neo4j.ManagedTransaction, part: str, *, new: bool) -> None:
    found = run(tx, f"MATCH (p:`{PART}` {{id: $id}}) WITH p, p.rows AS rows DELETE p RETURN rows", id=part)
    for row in found:
        todo = _unpacked(row["rows"])
        apply(tx, replace(todo, new=todo.new and new))


def _packed(todo: Plan) -> bytes:
    """JSON, deflated; nulls are left out, as Neo4j stores none."""
    relations = [(ends.type, ends.source, ends.target, _full(rows)) for ends, rows in todo.relations.items()]
    nodes = {label: _full(rows) for label, rows in todo.nodes.items()}
    written = json.dumps([todo.drop_nodes, todo.drop_relations, nodes, relations, todo.new], ensure_ascii=False)
    return zlib.compress(written.encode(), 1)


def _full(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if value is not None} for row in rows]


def _unpacked(packed: bytes) -> Plan:
    dropped, relations_dropped, nodes, relations, new = json.loads(zlib.decompress(packed))
    return Plan(
        {Label(label): ids for label, ids in dropped.items()},
        relations_dropped,
        {Label(label): rows for label, rows in nodes.items()},
        {Ends(kind, Label(a), Label(b)): rows for kind, a, b, rows in relations},
        new=new,
    )
