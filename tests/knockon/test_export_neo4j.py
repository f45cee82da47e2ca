"""What goes out for Neo4j, taken in by the real server: its import tool, and a script of literals."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

import knockon
from graph.model import NODES
from graph.store import Store
from graph.store.schema import MARKER, relation_ends
from knockon.exports.cypher_script import literal
from tests.building import source
from tests.conftest import ROOT, bare_session, environment, unavailable
from tools.neo4j import Server, Unavailable, free_port

pytestmark = pytest.mark.neo4j

HOSTILE = (
    "'); DROP",
    "\\'); MATCH (n) DETACH DELETE n; //",
    "\\u0027); MATCH (n) DETACH DELETE n; //",
    "\\\\u0027",
    "\\",
    "`",
    '"; RETURN 1;\n',
    "a;\nMATCH (n) DETACH DELETE n;\n",
    "$name {x: 1} /* */ // --",
    "\u2028\u2029\x00\x1f\x7f",
    "Ü 中 𝄞 \ufffd",
    "",
    "=1,2;3|4\t5",
)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[knockon.Graph]:
    """The data that ships, names that would break out of a literal or a cell, and a document that was withdrawn."""
    with knockon.open(tmp_path_factory.mktemp("export") / "graph") as opened:
        opened.load(*sorted((ROOT / "data/actions").glob("*.csv")), ROOT / "data/firms.csv")
        names = [f"x{name.replace(chr(0), '')}y" for name in HOSTILE]
        hostile = source("hostile", " ".join(names), *((name, "SUPPLIES", "Bolt") for name in names))
        opened.add([hostile, source("gone", "Acme owns Cube.", ("Acme", "OWNS", "Cube"))])
        opened.withdraw("gone")
        yield opened


def differences(one: Store, other: Store) -> list[tuple[object, object]]:
    """Every node and relationship that is not the same in both."""
    found: list[tuple[object, object]] = []
    for label in NODES:
        found += [pair for pair in zip(one.nodes(label), other.nodes(label), strict=True) if pair[0] != pair[1]]
    for type_ in relation_ends():
        both = zip(one.relations([type_]), other.relations([type_]), strict=True)
        found += [pair for pair in both if pair[0] != pair[1]]
    return found


def run_script(url: str, text: str) -> None:
    statements = [statement for statement in text.split(";\n") if statement.strip()]
    with bare_session(url) as session:
        for statement in statements:
            session.run(statement).consume()


@pytest.mark.slow
def test_neo4j_admin_imports_the_files_and_the_database_is_the_graph(graph: knockon.Graph, tmp_path: Path) -> None:
    graph.write_export("neo4j-csv", tmp_path / "files", recorded=True)
    server = Server(tmp_path / "home", free_port())
    password = secrets.token_hex(12)
    with environment(NEO4J_USERNAME="neo4j", NEO4J_PASSWORD=password, NEO4J_DATABASE=""):
        try:
            said = server.import_files(tmp_path / "files", password)
            server.start(password)
        except Unavailable as error:
            unavailable(f"no Neo4j to import into: {error}")
        try:
            run_script(server.url, (tmp_path / "files/after.cypher").read_text("utf-8"))
            with knockon.open(server.url) as imported:
                assert differences(imported.store, graph.store) == []
                assert imported.status().edges == graph.status().edges
                for question in ("listed", "owners", "suppliers", "contradictions"):
                    assert imported.query(question) == graph.query(question)
                assert imported.query("listed")
        finally:
            server.kill()
    assert "IMPORT DONE" in said


@pytest.mark.slow
def test_a_script_makes_the_same_graph_and_a_second_run_changes_nothing(graph: knockon.Graph, empty_neo4j: str) -> None:
    script = graph.export("cypher", recorded=True).decode()
    for _ in range(2):
        run_script(empty_neo4j, f"{script}MATCH (m:{MARKER}) SET m.tests = true;\n")
        with knockon.open(empty_neo4j) as made:
            assert differences(made.store, graph.store) == []


def test_no_text_breaks_out_of_its_literal(empty_neo4j: str) -> None:
    generator = random.Random(4)  # noqa: S311 - any texts will do
    alphabet = "'\\\"`\n\r\t;{}$/*u0027n\x00\x1f\u2028\ufeff𝄞é "
    texts = [*HOSTILE, *("".join(generator.choices(alphabet, k=generator.randrange(12))) for _ in range(2000))]
    with bare_session(empty_neo4j) as session:
        found = session.run(f"RETURN {literal(texts)} AS texts").single(strict=True)["texts"]
    assert found == texts
