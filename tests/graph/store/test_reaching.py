"""What would reach beyond the graph, plainly or hidden: refused on both stores unless writing is asked for."""

from __future__ import annotations

import pytest

from graph.errors import QueryError, ReadOnly
from graph.store import Store
from graph.store.dialect import DEEPEST, LONGEST, MOST, read
from tests.graph.store.small import SMALL

REACHING = (
    "CREATE (:Company {id: 'z'})",
    "MATCH (x:Company) SET x.name = 'z'",
    "MATCH (x:Company) DETACH DELETE x",
    "MATCH (x:Company) WITH x MERGE (:Person {id: x.id})",
    "UNWIND [1] AS i CREATE (:Company {id: 'z'})",
    "MATCH (x:Company) REMOVE x.name",
    "DROP INDEX Company_name",
    "DROP TABLE Company",
    "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
    "LOAD FROM '/etc/hostname' RETURN *",
    "MATCH (x) LOAD FROM '/etc/hostname' RETURN *",
    "MATCH (x:Company) LOAD CSV FROM 'http://127.0.0.1:1/x' AS line RETURN line",
    "COPY (MATCH (x:Company) RETURN x.id) TO 'out.csv'",
    "COPY Company FROM 'in.csv'",
    "EXPORT DATABASE 'out'",
    "IMPORT DATABASE 'in'",
    "ATTACH 'other.db' AS other (dbtype duckdb)",
    "INSTALL httpfs",
    "LOAD EXTENSION httpfs",
    "CALL apoc.load.json('http://127.0.0.1:1')",
    "CALL dbms.setConfigValue('a', 'b')",
    "CALL timeout=1",
    "BEGIN TRANSACTION",
    "COMMIT",
    "ALTER TABLE Company ADD x STRING",
    "CREATE USER x SET PASSWORD 'abcdefgh'",
    "/* a */ CREATE (:Company {id: 'z'})",
)


def test_reading_neither_writes_nor_reaches_outside(store: Store) -> None:
    store.write(SMALL)
    before = [list(store.nodes(label)) for label in SMALL.nodes], list(store.relations())
    for cypher in REACHING:
        with pytest.raises(QueryError) as caught:
            store.rows(cypher)
        assert isinstance(caught.value, ReadOnly) or "CALL" in str(caught.value) or " REMOVE " in cypher
    assert ([list(store.nodes(label)) for label in SMALL.nodes], list(store.relations())) == before
    store.write(SMALL)


HIDDEN = (
    "UNWIND [1] AS as LOAD FROM '/etc/passwd' (file_format='csv', delim=':') RETURN *",
    "WITH 1 AS AS LOAD CSV FROM 'file:///a.csv' AS r RETURN r",
    "MATCH (n) WHERE 2 > 1. LOAD CSV FROM 'file:///a.csv' AS r RETURN r",
    "MATCH (n) RETURN n:LOAD FROM '/etc/passwd'",
    "CYPHER 25 LOAD CSV FROM 'file:///a.csv' AS r RETURN r",
    "CYPHER 5 planner=cost LOAD CSV FROM 'file:///a.csv' AS r RETURN r",
    "WITH 1 AS AS CALL dbms.killConnections(['bolt-1']) YIELD message RETURN message",
    "CALL `dbms`.`listConfig`()",
    "CALL `dbms.listConfig`()",
    "CALL `tx`.setMetaData({a: 1})",
    "CALL db.`clearQueryCaches`()",
    "CALL db.clearQueryCaches()",
    "CALL db.createLabel('X')",
    "OPTIONAL CALL dbms.listConfig()",
    "SHOW TRANSACTIONS YIELD transactionId AS t TERMINATE TRANSACTION t YIELD message RETURN message",
    "SHOW INDEXES YIELD name TERMINATE TRANSACTIONS 'a'",
    "TERMINATE TRANSACTION 'a'",
    "EXPLAIN TERMINATE TRANSACTION 'a'",
    "CYPHER 25 runtime=slotted STOP DATABASE neo4j",
    "CYPHER 25 ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
    "SHOW USERS",
    "SHOW SETTINGS",
    "SHOW CURRENT USER",
    "SHOW ALL ROLES",
    "PROFILE SHOW DATABASES",
)


@pytest.mark.parametrize("cypher", HIDDEN)
def test_what_reaches_beyond_the_graph_is_refused(cypher: str) -> None:
    with pytest.raises(ReadOnly, match="line 1, column"):
        read(cypher, {}, write=False)


@pytest.mark.parametrize(
    "cypher",
    [
        "SHOW INDEXES",
        "SHOW CONSTRAINTS YIELD name RETURN name",
        "CYPHER 25 SHOW PROCEDURES",
        "CYPHER 5 planner=cost MATCH (n) RETURN n",
        "EXPLAIN MATCH (n) RETURN n",
        "CALL db.labels() YIELD label RETURN label",
        "MATCH (show:Company) WITH show ORDER BY show.id RETURN show AS load",
        "MATCH (n) CALL (n) { RETURN 1 AS a } RETURN a",
    ],
)
def test_what_only_reads_the_graph_is_let_through(cypher: str) -> None:
    assert read(cypher, {}, write=False).cypher == cypher


SPACES = [chr(code) for code in (0, 0x0B, 0x1C, 0x1F, 0x85, 0xA0, 0xAD, 0x180E, 0x200B, 0x2028, 0x2060, 0x3000, 0xFEFF)]


@pytest.mark.parametrize("sign", [*SPACES, "\u2013", "\u27e8", "\U000e0020"], ids=lambda sign: f"U+{ord(sign):04X}")
def test_signs_that_a_store_may_read_as_others_are_refused(sign: str) -> None:
    with pytest.raises(QueryError, match=rf"line 1, column 21: U\+{ord(sign):04X} cannot stand here"):
        read(f"UNWIND [1] AS x LOAD{sign}FROM '/a.csv' RETURN *", {}, write=True)
    quoted = f"RETURN '{sign}' AS `a{sign}` /* {sign} */"
    assert read(quoted, {}, write=False).cypher == quoted


@pytest.mark.parametrize(
    "cypher",
    [
        "WITH 1 AS x \\u004cOAD CSV FROM 'file:///a.csv' AS r RETURN r",
        "RETURN 1 AS x // \\u000a LOAD CSV FROM 'file:///a.csv' AS r",
        "RETURN 1 AS x /* \\u002a\\uu002f LOAD CSV FROM 'file:///a.csv' AS r */",
        "RETURN 1 AS `x\\uu0060`",
        "RETURN $`x\\u0041`",
    ],
)
def test_escapes_outside_strings_are_refused(cypher: str) -> None:
    with pytest.raises(QueryError, match=r"line 1, column \d+: (write the character itself|\\ cannot stand)"):
        read(cypher, {"xA": 1}, write=True)


@pytest.mark.parametrize(
    ("cypher", "said"),
    [
        ("RETURN " + "[" * 5000 + "]" * 5000, f"more than {DEEPEST} brackets"),
        ("RETURN " + "(" * (DEEPEST + 1) + "1" + ")" * (DEEPEST + 1), f"line 1, column {DEEPEST + 8}: more"),
        ("RETURN " + "CASE WHEN true THEN " * 800 + "1" + " END" * 800, "or CASE: write"),
        ("RETURN " + "NOT " * 20000 + "true", f"{LONGEST} at most"),
        ("RETURN 1" + "+1" * MOST, f"{MOST} at most"),
    ],
)
def test_a_query_that_is_too_much_for_a_database_is_refused(cypher: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        read(cypher, {}, write=True)
