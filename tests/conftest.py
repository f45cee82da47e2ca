"""Fixtures that several rooms share: the outside samples, both stores, and a real Neo4j server.

A test that needs what is not there is skipped with the reason and the remedy, and fails where CI is "true".
Neo4j: the server that NEO4J_URI names, if its database is empty or was left by these tests; else one of our own
(tools/neo4j.py) on a free port. `pytest -n auto --dist loadgroup` keeps its tests on one worker.
"""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn
from zlib import crc32

import pytest
from neo4j import GraphDatabase, Session

from graph.store import Store, open_store
from graph.store.schema import MARKER
from tools.neo4j import Server, Unavailable, free_port

ROOT = Path(__file__).resolve().parent.parent
_GROUP = "neo4j"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "xdist_group(name): tests of one group run on one worker")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("neo4j"):
            item.add_marker(pytest.mark.xdist_group(_GROUP))


def unavailable(reason: str) -> NoReturn:
    """Skip, or fail in CI, where nothing may be left out."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with gold/ and samples/, which is not part of this repository."""
    folder = Path(os.environ.get("KNOCKON_SHARED") or ROOT.parent / "shared")
    if not (folder / "samples").is_dir():
        unavailable(f"{folder} has no samples: set KNOCKON_SHARED to the folder that holds gold/ and samples/")
    return folder


@pytest.fixture(scope="session")
def samples(shared: Path) -> Path:
    return shared / "samples"


@pytest.fixture(scope="session")
def neo4j_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running server; its credentials are in the environment."""
    given = os.environ.get("NEO4J_URI")
    if given:
        yield given
        with bare_session(given) as session:
            _see_that_ours(session, given)
            session.run("MATCH (n) DETACH DELETE n").consume()
        return
    server = Server(tmp_path_factory.mktemp("neo4j"), free_port())
    with environment(NEO4J_USERNAME="neo4j", NEO4J_PASSWORD=secrets.token_hex(12), NEO4J_DATABASE=""):
        try:
            server.start(os.environ["NEO4J_PASSWORD"])
            yield server.url
        except Unavailable as error:
            unavailable(f"no Neo4j to test with: {error}. Or set NEO4J_URI and NEO4J_PASSWORD to an empty server")
        finally:
            server.kill()


@pytest.fixture
def empty_neo4j(neo4j_url: str) -> Iterator[str]:
    """The server's address with nothing in its database, which no other worker uses meanwhile."""
    with _alone(neo4j_url):
        with bare_session(neo4j_url) as session:
            _see_that_ours(session, neo4j_url)
            session.run("MATCH (n) DETACH DELETE n").consume()
        open_store(neo4j_url).close()
        with bare_session(neo4j_url) as session:
            session.run(f"MATCH (m:{MARKER}) SET m.tests = true").consume()
        yield neo4j_url


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty graph is or may be made: a folder, then a Neo4j server."""
    if request.param == "neo4j":
        return str(request.getfixturevalue("empty_neo4j"))
    return str(tmp_path / "graph")


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty graph, on each store in turn."""
    with open_store(store_url) as opened:
        yield opened


@contextmanager
def environment(**values: str) -> Iterator[None]:
    """The environment with these in it, for as long as the block lasts."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


@contextmanager
def bare_session(url: str) -> Iterator[Session]:
    """A session of the bare driver, for what a store has no business to do."""
    name, password = os.environ.get("NEO4J_USERNAME") or "neo4j", os.environ.get("NEO4J_PASSWORD") or ""
    auth = (name, password) if password else None
    with (
        GraphDatabase.driver(url, auth=auth, notifications_min_severity="OFF") as driver,
        driver.session(database=os.environ.get("NEO4J_DATABASE") or None) as session,
    ):
        yield session


def _see_that_ours(session: Session, url: str) -> None:
    """Stop the run unless the database is empty or these tests made what is in it."""
    found = session.run(f"OPTIONAL MATCH (m:{MARKER}) RETURN count {{ MATCH (n) }} AS held, m.tests AS tests").single()
    if found is not None and found["held"] and not found["tests"]:
        pytest.exit(f"{url} holds data that these tests did not make; set NEO4J_URI to an empty server", returncode=2)


@contextmanager
def _alone(url: str) -> Iterator[None]:
    """No other test process uses this server meanwhile."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    path = Path(tempfile.gettempdir()) / f"knockon-tests-{os.getuid()}-{crc32(url.encode()):08x}.lock"
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
