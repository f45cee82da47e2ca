"""What is particular to the Neo4j store: addresses, credentials, and a server that is not there."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

import pytest

from graph.errors import InputError, QueryError, ReadOnly, StoreMissing, StoreRefused, StoreUnreachable
from graph.store import open_store
from tests.conftest import bare_session
from tests.graph.store.small import SMALL
from tools.neo4j import free_port

SECRET = "hunter2-never-shown"  # noqa: S105


def test_a_server_that_is_down_is_reported_within_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", SECRET)
    for scheme in ("bolt", "neo4j"):
        url = f"{scheme}://127.0.0.1:{free_port()}"
        began = time.monotonic()
        with pytest.raises(StoreUnreachable) as caught:
            open_store(url)
        assert time.monotonic() - began < 10
        assert url in str(caught.value)
        assert "is it started" in str(caught.value)
        assert SECRET not in repr(caught.value)


@pytest.mark.slow
def test_a_server_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", SECRET)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        began = time.monotonic()
        with pytest.raises(StoreUnreachable):
            open_store(f"bolt://127.0.0.1:{silent.getsockname()[1]}")
        assert time.monotonic() - began < 30


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (f"bolt://neo4j:{SECRET}@localhost:7687", "set NEO4J_USERNAME and NEO4J_PASSWORD"),
        (f"bolt://u:{SECRET}/x@localhost:7687", "set NEO4J_USERNAME and NEO4J_PASSWORD"),
        (f"bolt://u:{SECRET}#a@localhost", "set NEO4J_USERNAME and NEO4J_PASSWORD"),
        (f"bolt://u:12/{SECRET}@localhost:7687", "set NEO4J_USERNAME and NEO4J_PASSWORD"),
        (f"bolt://u%3A{SECRET}%40localhost", "set NEO4J_USERNAME and NEO4J_PASSWORD"),
        (f"bolt://u:{SECRET}", "its port is no number"),
        (f"bolt://localhost:17999?password={SECRET}", "nothing may follow"),
        (f"bolt://localhost/{SECRET}", "nothing may follow"),
        (f"bolt://localhost#{SECRET}", "nothing may follow"),
        (f"bolt://[{SECRET}", "a bracket is open"),
        (f"u:{SECRET}@localhost://x", "no store has such addresses"),
        (f"u:{SECRET}@localhost:7687", "no folder and no whole address"),
        (f"neo4j:{SECRET}@localhost", "no folder and no whole address"),
        (f"user:/{SECRET}@localhost", "no folder and no whole address"),
        (f"bolt:/u:{SECRET}@localhost", "no folder and no whole address"),
        (f"bolt:u:{SECRET}", "no folder and no whole address"),
        (f"Neo4j+ssc:/{SECRET}", "no folder and no whole address"),
        ("localhost:7687", "no folder and no whole address"),
        ("bolt://", "names no host"),
        ("bolt://localhost:port", "looks like bolt://localhost:7687"),
        ("http://localhost:7474", "http://: no store has such addresses"),
        ("postgres://x", "neo4j+s"),
    ],
)
def test_addresses_that_cannot_be(url: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        open_store(url)
    assert said in str(caught.value)
    shown = f"{caught.value!r} {caught.value.__cause__!r}"
    assert SECRET not in shown


def test_a_folder_may_have_such_a_name_when_it_is_said_to_be_one(tmp_path: Path) -> None:
    with open_store(tmp_path / "a:b@c") as store:
        store.write(SMALL)
    assert (tmp_path / "a:b@c").is_dir()


@pytest.mark.neo4j
def test_no_password_is_named_as_what_is_missing(empty_neo4j: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEO4J_PASSWORD")
    with pytest.raises(StoreRefused, match="NEO4J_PASSWORD is not set"):
        open_store(empty_neo4j)


@pytest.mark.neo4j
def test_a_wrong_password_is_refused_and_not_shown(empty_neo4j: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", SECRET)
    with pytest.raises(StoreRefused) as caught:
        open_store(empty_neo4j)
    shown = f"{caught.value} {caught.value!r} {caught.value.__cause__} {caught.value.__cause__!r}"
    assert "check NEO4J_USERNAME and NEO4J_PASSWORD" in shown
    assert SECRET not in shown


@pytest.mark.neo4j
def test_the_password_is_not_on_the_store(empty_neo4j: str) -> None:
    with open_store(empty_neo4j) as store:
        assert os.environ["NEO4J_PASSWORD"] not in f"{store!r} {store.url} {vars(store)}"


@pytest.mark.neo4j
def test_a_database_that_is_not_there(empty_neo4j: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_DATABASE", "nosuch")
    with pytest.raises(StoreMissing, match="NEO4J_DATABASE"):
        open_store(empty_neo4j)


@pytest.mark.neo4j
def test_a_routed_address_works(empty_neo4j: str) -> None:
    with open_store(empty_neo4j.replace("bolt://", "neo4j://")) as store:
        store.write(SMALL)
        assert store.rows("MATCH (p:Person) RETURN p.id") == [{"p.id": "p"}]


@pytest.mark.neo4j
def test_neo4js_own_cypher_is_free_to_use(empty_neo4j: str) -> None:
    with open_store(empty_neo4j) as store:
        store.write(SMALL)
        rows = store.rows(
            "MATCH p=shortestPath((:Company {id:'a'})-[*..5]->(:Person)) RETURN [n IN nodes(p) | n.id] AS i"
        )
        assert rows == [{"i": ["a", "d", "p"]}]
        assert store.rows("CALL db.labels() YIELD label WHERE label = 'Person' RETURN label") == [{"label": "Person"}]
        for cypher in ("CREATE USER x SET PASSWORD 'abcdefgh'", "MATCH (n) CALL (n) { SET n.name = 'z' } RETURN n"):
            with pytest.raises(ReadOnly):
                store.rows(cypher)
        with pytest.raises(QueryError, match="line 1, column"):
            store.rows("MATCH (n) RETURN n.id ORDER n.id")


@pytest.mark.neo4j
def test_two_nodes_with_one_id_cannot_be(empty_neo4j: str) -> None:
    with open_store(empty_neo4j) as store:
        store.write(SMALL)
        with pytest.raises(Exception, match="already exists"):
            store.rows("CREATE (:Company {id: 'a'})", write=True)
    with bare_session(empty_neo4j) as session:
        record = session.run("MATCH (c:Company {id: 'a'}) RETURN count(*) AS n").single()
        assert record is not None
        assert record["n"] == 1
