"""The schema that both stores derive from the model, its version, and how an older store is brought up."""

from __future__ import annotations

import shutil
from pathlib import Path

import ladybug
import pytest

from graph.errors import StoreForeign, StoreMissing, StoreVersion
from graph.model import EDGE_PREDICATES, LINKS, NODES, SCHEMA_VERSION, Label
from graph.store import open_store, schema
from graph.store.embedded_failures import FILE
from graph.store.schema import (
    CHANGE,
    MARKER,
    MARKER_ID,
    PART,
    Column,
    Migration,
    node_columns,
    relation_columns,
    relation_ends,
)
from tests.conftest import bare_session
from tests.graph.store.small import SMALL
from tests.reading import names


def test_columns_follow_the_model() -> None:
    assert node_columns(Label.COMPANY)["licencePolicy"] is Column.TEXT
    assert (node_columns(Label.COMPANY)["names"], node_columns(Label.COMPANY)["documents"]) == (
        Column.TEXTS,
        Column.COUNT,
    )
    assert node_columns(Label.DOCUMENT)["official"] is Column.FLAG
    assert relation_columns("OWNS")["shareLow"] is Column.TEXT
    assert {"id", "type", "source", "target"} & set(relation_columns("OWNS")) == set()
    assert list(relation_columns("CONTRADICTS")) == ["kind", "about", "why"]
    assert dict(relation_columns("STATED_IN")) == {}


def test_every_relationship_of_the_model_has_its_ends() -> None:
    assert set(relation_ends()) == {p.value for p in EDGE_PREDICATES} | {link.value for link in LINKS}
    assert (Label.LISTING, Label.LIST) in relation_ends()["ON_LIST"]


def test_every_label_and_type_is_unique_by_id_on_neo4j() -> None:
    unique = {line.split("`")[1] for line in schema.constraints() if line.startswith("CREATE CONSTRAINT")}
    assert unique == {f"{name}_id" for name in (MARKER, CHANGE, PART, *NODES, *relation_ends())}


def test_every_property_can_be_written_without_quotes(tmp_path: Path) -> None:
    with open_store(tmp_path / "graph") as store:
        for label in NODES:
            listed = ", ".join(f"n.{name}" for name in node_columns(label))
            assert store.rows(f"MATCH (n:{label}) RETURN {listed}") == []
        for kind in relation_ends():
            listed = ", ".join(f"r.{name}" for name in ("id", *relation_columns(kind)))
            assert store.rows(f"MATCH ()-[r:{kind}]->() RETURN {listed}") == []


def test_migrations_without_gap_lead_to_today() -> None:
    assert [step.to for step in schema.MIGRATIONS] == list(range(1, SCHEMA_VERSION + 1))
    steps = (Migration(SCHEMA_VERSION + 1, "c"), Migration(SCHEMA_VERSION, "a"))
    assert schema.pending(SCHEMA_VERSION, steps) == ()
    assert schema.pending(SCHEMA_VERSION - 1, steps) == (steps[1],)
    assert schema.pending(-5, steps) is None


def test_an_older_embedded_store_is_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An invented version: a company had a `title` and no table but Company was there."""
    _ladybug(
        tmp_path,
        f"CREATE NODE TABLE {MARKER}(id STRING PRIMARY KEY, version INT64)",
        f"CREATE (:{MARKER} {{id: '{MARKER_ID}', version: {SCHEMA_VERSION - 1}}})",
        "CREATE NODE TABLE Company(id STRING PRIMARY KEY, title STRING)",
        "CREATE (:Company {id: 'a', title: 'Alpha'})",
    )
    added = [
        f"ALTER TABLE Company ADD `{n}` {c}" for n, c in node_columns(Label.COMPANY).items() if n not in ("id", "name")
    ]
    moved = ("ALTER TABLE Company RENAME title TO name", *added)
    with pytest.raises(StoreVersion, match="open it once for writing"):
        open_store(tmp_path, read_only=True)
    monkeypatch.setattr(
        schema, "MIGRATIONS", (Migration(SCHEMA_VERSION, "a company's title is its name", embedded=moved),)
    )
    with open_store(tmp_path) as store:
        assert names(store, Label.COMPANY) == {"Alpha"}
        store.write(SMALL)
    with open_store(tmp_path) as store:
        assert store.rows(f"MATCH (m:{MARKER}) RETURN m.version AS v") == [{"v": SCHEMA_VERSION}]


def test_a_migration_that_fails_leaves_the_embedded_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _ladybug(
        tmp_path,
        f"CREATE NODE TABLE {MARKER}(id STRING PRIMARY KEY, version INT64)",
        f"CREATE (:{MARKER} {{id: '{MARKER_ID}', version: {SCHEMA_VERSION - 1}}})",
    )
    steps = ("CREATE NODE TABLE Extra(id STRING PRIMARY KEY)", "ALTER TABLE Nothing ADD x STRING")
    wrong = Migration(SCHEMA_VERSION, "it fails", embedded=steps)
    monkeypatch.setattr(schema, "MIGRATIONS", (wrong,))
    with pytest.raises(Exception, match="Nothing"):
        open_store(tmp_path)
    monkeypatch.undo()
    assert _ladybug(tmp_path, "CALL show_tables() RETURN name") == [[MARKER]]


def test_a_store_of_the_first_version_gets_the_columns_of_lists_and_registers(tmp_path: Path) -> None:
    """As version 1 made it: today's tables without the columns that came with lists and registers."""
    later = {"addresses", "remarks", "licenceReviews", "covers", "series", "section", "keys", "expires"}
    first = [
        f"CREATE NODE TABLE `{label}`("
        + ", ".join(f"`{n}` {c}" for n, c in node_columns(label).items() if n not in later)
        + ", PRIMARY KEY (`id`))"
        for label in NODES
    ]
    marked = f"CREATE (:{MARKER} {{id: '{MARKER_ID}', version: 1}})"
    _ladybug(tmp_path, f"CREATE NODE TABLE {MARKER}(id STRING PRIMARY KEY, version INT64)", marked, *first)
    with open_store(tmp_path) as store:
        store.write(SMALL)
        assert store.rows("MATCH (c:Company) WHERE c.addresses IS NOT NULL RETURN count(c) AS n")[0]["n"] >= 0
        assert store.rows(f"MATCH (m:{MARKER}) RETURN m.version AS v") == [{"v": SCHEMA_VERSION}]


def test_a_newer_embedded_store_is_left_alone(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    _ladybug(tmp_path, f"MATCH (m:{MARKER}) SET m.version = {SCHEMA_VERSION + 1}")
    with pytest.raises(StoreVersion, match=f"schema {SCHEMA_VERSION + 1}.*install"):
        open_store(tmp_path)


def test_a_store_that_no_migration_reaches_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(tmp_path).close()
    _ladybug(tmp_path, f"MATCH (m:{MARKER}) SET m.version = 0")
    monkeypatch.setattr(schema, "MIGRATIONS", ())
    with pytest.raises(StoreVersion, match="load your files into a new store"):
        open_store(tmp_path)


def test_anothers_ladybug_database_is_left_alone(tmp_path: Path) -> None:
    _ladybug(tmp_path, "CREATE NODE TABLE Other(id STRING PRIMARY KEY)")
    with pytest.raises(StoreForeign, match="Other"):
        open_store(tmp_path)
    assert _ladybug(tmp_path, "CALL show_tables() RETURN name") == [["Other"]]


def test_a_creation_that_was_cut_short_is_done_again(tmp_path: Path) -> None:
    _ladybug(tmp_path, "RETURN 1")
    with open_store(tmp_path) as store:
        store.write(SMALL)
    shutil.rmtree(tmp_path)
    (tmp_path / "graph").mkdir(parents=True)
    (tmp_path / "graph" / FILE).touch()
    open_store(tmp_path / "graph").close()


@pytest.mark.neo4j
def test_an_older_neo4j_store_is_migrated(empty_neo4j: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with bare_session(empty_neo4j) as session:
        session.run(
            f"MATCH (m:{MARKER}) SET m.version = {SCHEMA_VERSION - 1} CREATE (:Company {{id: 'a', title: 'Alpha'}})"
        ).consume()
    with pytest.raises(StoreVersion, match="open it once for writing"):
        open_store(empty_neo4j, read_only=True)
    moved = ("MATCH (c:Company) WHERE c.name IS NULL SET c.name = c.title REMOVE c.title",)
    monkeypatch.setattr(
        schema, "MIGRATIONS", (Migration(SCHEMA_VERSION, "a company's title is its name", neo4j=moved),)
    )
    with open_store(empty_neo4j) as store:
        assert names(store, Label.COMPANY) == {"Alpha"}
        assert store.rows(f"MATCH (m:{MARKER}) RETURN m.version AS v") == [{"v": SCHEMA_VERSION}]


@pytest.mark.neo4j
def test_a_newer_neo4j_store_is_left_alone(empty_neo4j: str) -> None:
    with bare_session(empty_neo4j) as session:
        session.run(f"MATCH (m:{MARKER}) SET m.version = 99").consume()
    with pytest.raises(StoreVersion, match=r"schema 99.*install"):
        open_store(empty_neo4j)


@pytest.mark.neo4j
def test_anothers_neo4j_database_is_left_alone(empty_neo4j: str) -> None:
    with bare_session(empty_neo4j) as session:
        session.run("MATCH (n) DETACH DELETE n").consume()
        session.run("CREATE (:Film {title: 'x'})").consume()
    try:
        with pytest.raises(StoreForeign, match=r"other data \(Film\)"):
            open_store(empty_neo4j)
        with bare_session(empty_neo4j) as session:
            assert [record["l"] for record in session.run("MATCH (n) RETURN labels(n) AS l")] == [["Film"]]
    finally:
        with bare_session(empty_neo4j) as session:
            session.run("MATCH (n:Film) DELETE n").consume()
    for options in ({"create": False}, {"read_only": True}):
        with pytest.raises(StoreMissing, match="no knockon graph"):
            open_store(empty_neo4j, **options)


@pytest.mark.neo4j
def test_neo4j_has_the_constraints(empty_neo4j: str) -> None:
    open_store(empty_neo4j).close()
    with bare_session(empty_neo4j) as session:
        made = {record["name"] for record in session.run("SHOW CONSTRAINTS YIELD name")}
    assert made == {f"{name}_id" for name in (MARKER, CHANGE, PART, *NODES, *relation_ends())}


def _ladybug(folder: Path, *statements: str) -> list[list[object]]:
    """Run them in the folder's database without our code; the last one's rows."""
    folder.mkdir(exist_ok=True)
    found: list[list[object]] = []
    with ladybug.Database(str(folder / FILE)) as database, ladybug.Connection(database) as connection:
        for statement in statements:
            result = connection.execute(statement)
            assert isinstance(result, ladybug.QueryResult)
            found = [list(row) for row in result.get_all()]
    return found
