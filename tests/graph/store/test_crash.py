"""The writing client and the server are killed at many points: after each, the graph opens and no batch is in parts."""

from __future__ import annotations

import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import StoreUnreachable
from graph.model import Label
from graph.store import Batch, Store, open_store
from tests.conftest import ROOT, environment, unavailable
from tests.graph.store.writer import SIZE, batch, parts
from tools.neo4j import Server, Unavailable, free_port

pytestmark = pytest.mark.slow
WHOLE = (SIZE, SIZE - 1)
DELAYS = tuple(0.013 * step for step in range(12))  # seconds after the first batch: spread over several of them


def _killed_while_writing(url: str, first: int, delay: float) -> int:
    """Start a writer, kill it `delay` seconds after its first batch; the number of the last batch that it reported."""
    command = [sys.executable, "-m", "tests.graph.store.writer", url, str(first)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline(), writer.stdout.readline()]
        time.sleep(delay)
        writer.kill()
        lines += writer.stdout.readlines()
    assert lines[0] == "ready\n"
    return int(lines[-1])


def test_the_writing_client_is_killed_embedded(tmp_path: Path) -> None:
    url, first = str(tmp_path / "graph"), 0
    for turn, delay in enumerate(DELAYS):
        last = _killed_while_writing(url, first, delay)
        with open_store(url, create=False, read_only=turn % 2 == 0) as store:
            found = {str(row["id"]).split("-")[0] for row in store.nodes(Label.COMPANY)}
            assert str(last) in found
            assert parts(store) == {WHOLE}
        first = last + 5


@pytest.mark.neo4j
def test_the_writing_client_is_killed_neo4j(empty_neo4j: str) -> None:
    first = 0
    for delay in DELAYS[::3]:
        last = _killed_while_writing(empty_neo4j, first, delay)
        with open_store(empty_neo4j, create=False) as store:
            assert parts(store) == {WHOLE}
        first = last + 5


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of this module's own, to be killed."""
    own = Server(tmp_path_factory.mktemp("killed"), free_port())
    password = secrets.token_hex(12)
    with environment(NEO4J_USERNAME="neo4j", NEO4J_PASSWORD=password, NEO4J_DATABASE=""):
        try:
            own.start(password)
        except Unavailable as error:
            unavailable(f"no Neo4j to test with: {error}")
        try:
            yield own
        finally:
            own.kill()


def _write_on(store: Store, first: int) -> None:
    for number in range(first, first + 999):
        store.write(batch(number))


@pytest.mark.neo4j
def test_the_server_is_killed(server: Server) -> None:
    for turn, delay in enumerate((0.0, 0.2)):
        with open_store(server.url) as store:
            store.write(batch(turn * 1000))
            killing = threading.Timer(delay, server.kill)
            killing.start()
            with pytest.raises(StoreUnreachable) as caught:
                _write_on(store, turn * 1000 + 1)
            killing.join()
            assert server.url in str(caught.value)
        server.start("")  # its data, and with them the password, are there
        with open_store(server.url, create=False) as store:
            assert parts(store) == {WHOLE}


def test_readers_beside_a_busy_writer_see_whole_batches(tmp_path: Path) -> None:
    url = str(tmp_path / "graph")
    command = [sys.executable, "-m", "tests.graph.store.writer", url, "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        try:
            assert writer.stdout is not None
            assert [writer.stdout.readline(), writer.stdout.readline()] == ["ready\n", "0\n"]
            with open_store(url, read_only=True) as reader:
                for _ in range(4):
                    rows = reader.rows("MATCH (c:Company) OPTIONAL MATCH (c)-[r:SUPPLIES]->() RETURN c.id, r.id")
                    held = {row["c.id"].split("-")[0] for row in rows}
                    assert len(rows) == SIZE * len(held)
                    with open_store(url, read_only=True) as other:
                        assert len(list(other.nodes(Label.COMPANY))) % SIZE == 0
        finally:
            writer.kill()


def test_a_writer_that_ends_without_closing_leaves_its_batches(tmp_path: Path) -> None:
    code = (
        "import os, sys; from graph.store import open_store; from tests.graph.store.writer import batch;"
        " store = open_store(sys.argv[1]); store.write(batch(0)); os._exit(0)"
    )
    url = str(tmp_path / "graph")
    subprocess.run([sys.executable, "-c", code, url], cwd=ROOT, check=True)
    with open_store(url, read_only=True) as store:
        assert parts(store) == {WHOLE}
        assert store.rows("MATCH (c:Company) RETURN count(*) AS n") == [{"n": SIZE}]
    with open_store(url) as store:
        store.write(Batch(drop_nodes={Label.COMPANY: [f"0-{i}" for i in range(SIZE)]}))
        assert parts(store) == set()
