"""The stores to measure on: a new folder, and a Neo4j server where there is one or one can be started."""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.measure import Measured, measure
from graph.store import Store, open_store
from graph.store.schema import MARKER
from tools.neo4j import Server, Unavailable, free_port

T = TypeVar("T")
_ALL = f"MATCH (n) WHERE NOT n:{MARKER}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store is opened: a new folder each time, or a server at `url`, emptied each time.

    `pid` is the server's process, where it was started here.
    """

    name: str
    url: str | None = None
    pid: int | None = None

    def measure(self, work: Callable[[], T]) -> Measured[T]:
        """With the server's own work in `cpu`."""
        return measure(work, server=self.pid)

    def cost(self, taken: Measured[Any]) -> float:
        """What ratios are made of: processor seconds or, of a server that was not started here, seconds."""
        return taken.seconds if self.url and self.pid is None else taken.cpu

    @contextmanager
    def empty(self) -> Iterator[Store]:
        with ExitStack() as stack:
            url = self.url or Path(stack.enter_context(tempfile.TemporaryDirectory())) / "graph"
            store = stack.enter_context(open_store(url))
            if self.url:
                _empty(store)
                stack.callback(_empty, store)
            yield store


def _empty(store: Store) -> None:
    """Some at a time: one transaction for a large graph would be more than the server's memory."""
    for some in ("MATCH (n)-[r]->() WITH r AS it", f"{_ALL} WITH n AS it"):
        while store.rows(f"{some} LIMIT 20000 DELETE it RETURN count(*) AS n", write=True)[0]["n"]:
            pass


EMBEDDED = Place("embedded")


@contextmanager
def places() -> Iterator[tuple[Place, ...]]:
    """The embedded store, then Neo4j: at NEO4J_URI if that is empty, else a server of our own in a new folder."""
    with ExitStack() as stack:
        given = os.environ.get("NEO4J_URI")
        server = Place("Neo4j", given) if given else _started(stack)
        if given and _holds_data(given):
            sys.stderr.write(f"{given} holds data and is left alone: give an empty server\n")
            server = None
        yield (EMBEDDED, server) if server else (EMBEDDED,)


def _holds_data(url: str) -> bool:
    with open_store(url) as store:
        return bool(store.rows(f"{_ALL} RETURN n.id AS id LIMIT 1"))


def _started(stack: ExitStack) -> Place | None:
    """Neo4j is left out, with the reason on stderr, where it cannot be had."""
    home = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
    server = Server(home, free_port())
    os.environ |= {"NEO4J_USERNAME": "neo4j", "NEO4J_PASSWORD": secrets.token_hex(12), "NEO4J_DATABASE": ""}
    stack.callback(server.kill)
    try:
        server.start(os.environ["NEO4J_PASSWORD"])
    except Unavailable as error:
        sys.stderr.write(f"without Neo4j: {error}\n")
        return None
    return Place("Neo4j", server.url, server.pid)
