"""The Cypher that both stores share: answered alike, or refused with a word on what to write instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import ladybug
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import QueryError
from graph.store import Store, open_store
from graph.store.dialect import read
from graph.store.embedded_dialect import translate
from graph.store.patterns import Text
from graph.store.tokens import Kind, brackets, tokens
from tests.graph.store.small import SMALL


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that the tests only read."""
    with open_store(tmp_path_factory.mktemp("dialect") / "graph") as store:
        store.write(SMALL)
        yield store


@pytest.fixture
def server(empty_neo4j: str) -> Iterator[Store]:
    with open_store(empty_neo4j) as store:
        store.write(SMALL)
        yield store


def told(cypher: str, **parameters: Any) -> str:
    """What Ladybug is told."""
    return translate(read(cypher, parameters, write=False), parameters).text


# Asked of both stores; the answers must be the same rows, in the same order where they are ordered
_LINES: tuple[str | tuple[str, dict[str, Any]], ...] = (
    "MATCH (x:Company)-[r:SUPPLIES]->(y)-[q:SUPPLIES]->(z) RETURN x.id, y.id, z.id, r.id, q.id",
    "MATCH (x:Company)-[r:SUPPLIES]-(y)-[q:SUPPLIES]-(z) RETURN x.id, y.id, z.id, r.id, q.id",
    "MATCH (x:Company)-[:SUPPLIES]->(l), (y:Company)-[:SUPPLIES]->(l) RETURN x.id, y.id",
    "MATCH (x:Company)-[r:LISTED_BY]->(l), (y)-[:LISTED_BY]->(l)\n WHERE x.id <> 'z' OR y.id = 'q' RETURN x.id",
    "MATCH (x:Company)-[]->(l)<-[]-(y) RETURN x.id, y.id",
    "MATCH (x:Company)-->(l)<--(y) RETURN x.id, y.id",
    "MATCH (x:Company)--(l)--(y) RETURN x.id, y.id",
    "MATCH (x:Company)-[:SUPPLIES|OWNS]->(y)<-[:SUPPLIES]-(z) RETURN x.id, y.id, z.id",
    "MATCH (x:Company) OPTIONAL MATCH (x)-[:OWNS]->(y)<-[:OWNS]-(z) WHERE z.id > 'a' RETURN x.id, y.id, z.id",
    "MATCH (x:Company) WHERE EXISTS { MATCH (x)-[:SUPPLIES]->(y)<-[:SUPPLIES]-(z) } RETURN x.id",
    "MATCH (x:Company) RETURN x.id, COUNT { MATCH (x)-[r:SUPPLIES]-(y)-[q:SUPPLIES]-(z) } AS n ORDER BY x.id",
    "MATCH (x:Company) WHERE EXISTS { (x)-[:OWNS]->(:Company) } RETURN x.id",
    "MATCH (x:Company) RETURN x.id, COUNT { (x)-[:SUPPLIES]->()<-[:SUPPLIES]-() } AS n",
    "MATCH (x:Company) WHERE NOT (x)-[:OWNS]->() RETURN x.id",
    "MATCH (x:Company) WHERE (x)-[:OWNS]->()-[:SUPPLIES]->(x) RETURN x.id",
    "MATCH p=(x:Company {id:'a'})-[:SUPPLIES*1..4]->(y) RETURN p",
    "MATCH p=(x:Company {id:'a'})-[:SUPPLIES|OWNS*1..4]-(y) RETURN p",
    "MATCH p=(x:Company {id:'a'})<-[:SUPPLIES|OWNS*..3]-(y) RETURN p",
    "MATCH p=(x:Company {id:'a'})-[*2]->(y) RETURN p",
    "MATCH p=(x:Company {id:'a'})-[:SUPPLIES*0..2]->(y) RETURN p",
    "MATCH (x:Company {id:'a'})-[r:SUPPLIES*1..3]->(y) RETURN r, y.id",
    "MATCH (x:Company {id:'a'})-[r:SUPPLIES*1..3]->(y) RETURN size(r) AS n, y.id",
    "MATCH (x:Company {id:'a'})-[r:SUPPLIES*1..3]->(y) WHERE all(q IN r WHERE q.sources > 1) RETURN y.id",
    "MATCH p=(x:Company {id:'a'})-[:SUPPLIES*1..3]->(y:Person) RETURN p, length(p)",
    "MATCH p=(x:Company {id:'a'})-[:SUPPLIES*1..3 {stopped: false}]->(y) RETURN p",
    "MATCH p=(x:Company)-[:SUPPLIES*1..3]->(y:Company {id:'c'}) RETURN p",
    "MATCH p=(x:Company {id:'a'})-[:SUPPLIES*1..3]->(y)-[:LISTED_BY]->(l:List) RETURN p",
    "MATCH p=(x:List)<-[:LISTED_BY]-(y)<-[:SUPPLIES*1..2]-(z:Company)<-[:OWNS*1..2]-(o) RETURN p",
    "MATCH p=(x:Company {id:'a'})-[:SUPPLIES*1..3]->(y) WHERE y.id = x.id RETURN p",
    "MATCH p=(x:Company {id:'a'})-[*1..3]->(y) WHERE all(r IN relationships(p) WHERE type(r) = 'OWNS') RETURN p",
    "MATCH p=(x:Company {id:'a'})-[:SUPPLIES*1..3]->(y) WHERE none(n IN nodes(p) WHERE n.kind = 'k') RETURN p",
    "MATCH p=(x:Company {id:'a'})-[:SUPPLIES*1..3]->(y) WHERE none(n IN nodes(p) WHERE n.name = 'zz') RETURN p",
    "MATCH p=(x:Company {id:'a'})-[:SUPPLIES*1..3]->(y) WHERE all(n IN nodes(p) WHERE n.kind = 'k') RETURN p",
    "MATCH p=(x:Company {id:'a'})-[:SUPPLIES*1..3]->(y) WHERE any(n IN nodes(p) WHERE n.kind = 'k') RETURN p",
    "MATCH p=(x:Company {id:'a'})-[:SUPPLIES*1..3]->(y) WHERE single(n IN nodes(p) WHERE n.kind = 'k') RETURN p",
    "MATCH p=(x:Company {id:'a'})-[:SUPPLIES*1..3]->(y) WHERE NOT any(n IN nodes(p) WHERE n.kind = 'zz') RETURN p",
    "MATCH p=(x:Company {id:'a'})-[:SUPPLIES]->(y)-[:OWNS]->(z) RETURN p, nodes(p), relationships(p)",
    "MATCH (x:Company {id:'c'}) OPTIONAL MATCH (x)-[r:OWNS]->(y) RETURN labels(y), type(r), y.id",
    "MATCH (x)-[r]->(y) RETURN labels(x), type(r), count(*)",
    "MATCH (x) WHERE 'Person' IN labels(x) RETURN x.id",
    "MATCH (x:Company|Person) RETURN x.id",
    "MATCH (x:Group) RETURN x",
    "MATCH (x:Company {id:'a'})-[r]->(y) RETURN r",
    "MATCH (x:Company)-[r:OWNS]-(y) RETURN x, r, y",
    "MATCH (x:Company) WHERE x.id = 'z' RETURN sum(x.documents) AS s, count(*) AS n, collect(x.id)",
    "MATCH (x:Company) RETURN x.kind AS k, sum(x.documents) + 1 AS n, avg(x.documents) AS a ORDER BY n",
    "MATCH (x:Company) RETURN count(*) AS a, count(x.kind) AS b, count(DISTINCT x.kind) AS c, min(x.name) AS d",
    "MATCH (x) RETURN x.name ORDER BY x.name",
    "MATCH (x) RETURN x.kind, x.id ORDER BY x.kind DESC, x.id",
    "MATCH (x) RETURN x.id ORDER BY x.documents, x.id SKIP 1 LIMIT 3",
    ("MATCH (x) RETURN x.id ORDER BY x.id SKIP $s LIMIT $l", {"s": 1, "l": 2}),
    ("MATCH (x:Company) WHERE $y IS NULL OR x.id = $y RETURN x.id", {"y": None}),
    ("MATCH (x:Company) WHERE $y IS NULL OR x.id = $y RETURN x.id", {"y": "a"}),
    ("MATCH (x:Company) WHERE $y IS NOT NULL AND x.documents > $y RETURN x.id", {"y": 1}),
    ("MATCH (x:Company) WHERE x.id IN $ids RETURN x.id", {"ids": ["a", "c", "zz"]}),
    ("MATCH (x:Company) WHERE x.id IN $ids RETURN x.id", {"ids": []}),
    ("MATCH (x:Company) WHERE size($ids) = 0 OR x.id IN $ids RETURN x.id", {"ids": []}),
    ("MATCH (x:Company) WHERE toLower(x.name) CONTAINS toLower($t) RETURN x.id", {"t": "ALPH"}),
    ("MATCH (x:Company) WHERE any(n IN x.names WHERE toLower(n) = $t) RETURN x.id", {"t": "x"}),
    ("MATCH (x:Company) WHERE none(n IN x.names WHERE n IN $t) RETURN x.id", {"t": ["x", "it's \\"]}),
    ("UNWIND $rows AS row MATCH (x:Company {id: row.id}) RETURN x.id, row.n", {"rows": [{"id": "a", "n": 1}]}),
    ("RETURN $t AS t, $n AS n, $b AS b, $f AS f", {"t": 'it\'s "é" \\ 😀', "n": 300, "b": True, "f": 1.5}),
    "MATCH (x:Company) WHERE 'us' IN x.countries AND NOT 'cn' IN x.countries RETURN x.id",
    "MATCH (x:Company) WHERE x.name STARTS WITH 'A' OR x.name ENDS WITH 'a' OR x.name CONTAINS 'e' RETURN x.id",
    "MATCH (x:Company) WHERE x.name =~ '(?i)BET.*' OR x.name =~ 'lt' RETURN x.id",
    "MATCH (x:Company) WHERE x.kind IS NULL AND x.documents >= 2 AND x.documents <> 3 RETURN x.id",
    "MATCH (x:Company) WHERE NOT x.kind = 'k' RETURN x.id",
    "MATCH (d:Document) WHERE d.official RETURN d.official, d.text, d.format",
    "MATCH (x:Company) RETURN CASE WHEN x.kind IS NULL THEN 'unknown' ELSE x.kind END AS k, x.id",
    "MATCH (x:Company) RETURN coalesce(x.kind, '-') AS k, x.id",
    "MATCH (x:Company) WITH x ORDER BY x.documents DESC, x.id LIMIT 2 MATCH (x)-[:OWNS]->(y) RETURN x.id, y.id",
    "MATCH (x:Company)-[:SUPPLIES]->(y) WITH x, count(y) AS n WHERE n > 1 RETURN x.id, n",
    "MATCH (x:Company) WITH DISTINCT x.documents AS n RETURN n ORDER BY n",
    "MATCH (x:Company) RETURN x.id AS i UNION MATCH (x:Person) RETURN x.id AS i",
    "MATCH (x:Company) RETURN 1 AS i UNION ALL MATCH (x:Person) RETURN 1 AS i",
    "MATCH (x:Company), (y:Company) WHERE x.id < y.id RETURN x.id, y.id",
    "MATCH (x:Company) RETURN {i: x.id, n: [x.documents, 1]} AS m",
    "MATCH (x:Company) WITH collect(x) AS xs UNWIND xs AS x RETURN x.id",
    "MATCH (x:`Company`) RETURN x.`id` AS `an id`, x.name AS `n`",
    "match (x:Company) /* not (x:Nothing)-[*] */ return x.id // [0]",
    "RETURN 'a // b' AS a, \"it's /* c */\" AS b, '(n:A:B)[0] -[*1..2]->' AS c",
    "RETURN 5/2 AS a, -7%3 AS b, 2^3 AS c, 1 + 2 * 3 AS d, 'x' + 'y' AS e, [1] + [2] AS f, range(1, 3) AS g",
    "RETURN toLower('ÀB') AS a, left('héllo', 2) AS b, right('héllo', 2) AS c, replace('aa', 'a', 'b'), trim(' x ')",
    "RETURN date('2020-02-29') AS d, abs(-1), ceil(1.2), floor(1.8), sign(-2), sqrt(4)",
    "RETURN null = null AS a, NOT null AS b, true XOR false AS c, true AND null AS d, 1 <> null AS e",
    "UNWIND [3, 1, 2] AS x RETURN x ORDER BY x DESC",
    "UNWIND ['b', 'A', 'é', '_', '1', '漢', '😀', '\uffee'] AS s RETURN s ORDER BY s",
    "MATCH (x:Company {id: 'a'})-[r:SUPPLIES {modality: 'possible'}]->(y) RETURN r.id, y.id",
    "MATCH (set:Company {id: 'a'}) RETURN set.id",
    "MATCH (x:Company) RETURN x.id LIMIT 0",
)
SHARED = tuple((line, dict[str, Any]()) if isinstance(line, str) else line for line in _LINES)


@pytest.mark.neo4j
def test_shared_cypher_is_answered_alike(embedded: Store, server: Store) -> None:
    differing = {}
    for cypher, parameters in SHARED:
        answers = [_plain(store.rows(cypher, parameters), ordered="ORDER BY" in cypher) for store in (embedded, server)]
        if answers[0] != answers[1]:
            differing[cypher] = answers
    assert differing == {}


def _plain(rows: list[dict[str, Any]], *, ordered: bool) -> Any:
    """Rows as comparable text: collected lists are unordered on both stores, and so are rows without ORDER BY."""
    texts = [repr({k: sorted(v, key=repr) if isinstance(v, list) else v for k, v in row.items()}) for row in rows]
    return texts if ordered else Counter(texts)


@pytest.mark.parametrize(("cypher", "parameters"), SHARED)
def test_shared_cypher_runs_embedded(cypher: str, parameters: dict[str, Any], embedded: Store) -> None:
    assert isinstance(embedded.rows(cypher, parameters), list)


REFUSED = (
    ("MATCH (x:Company:Person) RETURN x", "name one label"),
    ("MATCH (x:Company&Person) RETURN x", "name one label"),
    ("MATCH (x) RETURN x.names[0]", "line 1, column 25: list places count from 1"),
    ("MATCH (x) RETURN x.names[0..2]", "list places"),
    ("RETURN [1, 2][0] AS a", "list places"),
    ("MATCH (x) RETURN substring(x.name, 1, 2)", "STARTS WITH"),
    ("MATCH (x) RETURN reverse(x.names)", "ORDER BY"),
    ("MATCH (x) RETURN id(x)", "n.id"),
    ("MATCH (x) RETURN keys(x)", "return the node"),
    ("MATCH (x) RETURN properties(x)", "return the node"),
    ("RETURN log(10) AS x", "logarithm"),
    ("RETURN round(2.5, 0) AS x", "round in Python"),
    ("MATCH (x) RETURN list_extract(x.names, 1)", "not among those"),
    ("MATCH p=(x)-[*]->(y) RETURN p", "*1..4"),
    ("MATCH p=(x)-[*2..]->(y) RETURN p", "*1..4"),
    ("MATCH p=(x)-[*1..31]->(y) RETURN p", "30 hops"),
    ("MATCH p=(x)-[:OWNS* ACYCLIC 1..3]->(y) RETURN p", "write *1..4"),
    ("MATCH p=(x)-[:OWNS* SHORTEST 1..3]->(y) RETURN p", "write *1..4"),
    ("MATCH p=(x:Company)-[:OWNS*1..3]->(x) RETURN p", "WHERE other.id = x.id"),
    ("MATCH p=(x)-[:OWNS*1..3]->(y)-[:OWNS]->(z) RETURN p", "two MATCH"),
    ("MATCH p=(x)-[:OWNS*1..3]->(y)-[*1..2]->(z) RETURN p", "two MATCH"),
    ("MATCH (x) OPTIONAL MATCH p=(x)-[:OWNS]->(y) RETURN p", "OPTIONAL"),
    ("MATCH (x) OPTIONAL MATCH (x)-[r:OWNS*1..2]->(y) RETURN r", "OPTIONAL"),
    ("MATCH (x) WHERE (x)-[:OWNS]-()-[:OWNS]-(x) RETURN x", "EXISTS { MATCH"),
    ("MATCH p=shortestPath((x)-[:OWNS*1..3]->(y)) RETURN p", "ORDER BY length(p)"),
    ("MATCH p=(x)-[:OWNS]->(y) RETURN [n IN nodes(p) | n.id]", "Python"),
    ("MATCH (x) RETURN x {.id}", "map projection"),
    ("RETURN 2 IN [1, null] AS x", "leave the null out"),
    ("MATCH (x) WHERE x.name CONTAINS '' RETURN x", "empty text"),
    ("MATCH (x)-[:OWNS]->(X) RETURN x", "one name"),
    ("MATCH (x) CALL { RETURN 1 AS a } RETURN x", "EXISTS { MATCH"),
    ("EXPLAIN MATCH (x) RETURN x", "leave it out"),
    ("RETURN 1 AS a, 2 AS a", "two columns are called a"),
    ("MATCH (x) RETURN DISTINCT x.id, x.id ORDER BY x.id", "two columns are called x.id"),
    ("MATCH (x) RETURN x.id AS i, x.name AS `i`", "two columns are called i"),
    ("MATCH (x) RETURN labels(head(collect(x)))", "labels()"),
)


@pytest.mark.parametrize(("cypher", "advice"), REFUSED)
def test_what_differs_is_refused_with_advice(cypher: str, advice: str, embedded: Store) -> None:
    with pytest.raises(QueryError) as caught:
        embedded.rows(cypher)
    assert advice in str(caught.value)


MISTAKES: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("MATCH (x:Compnay) RETURN x", {}, "line 1, column 10: the graph has no label Compnay; did you mean Company?"),
    ("MATCH (x:company) RETURN x", {}, "did you mean Company?"),
    ("MATCH ()-[:SUPPLYS]->() RETURN 1 AS n", {}, "did you mean SUPPLIES?"),
    ("MATCH ()-[:SUPPLIES|owns]->() RETURN 1 AS n", {}, "did you mean OWNS?"),
    ("MATCH (x:Company) RETURN x.nmae", {}, "did you mean name?"),
    ("MATCH (x:Company) RETURN x.Name", {}, "did you mean name?"),
    ("MATCH (x:Company {nam: 'a'}) RETURN x", {}, "did you mean name?"),
    ("MATCH ()-[r:OWNS]->() RETURN r.share_low", {}, "did you mean shareLow?"),
    ("MATCH (x) WHERE x.documents = '1' RETURN x", {}, "documents is a whole number"),
    ("MATCH (x) WHERE '1' < x.documents RETURN x", {}, "documents is a whole number"),
    ("MATCH (x) WHERE x.documents = $n RETURN x", {"n": "1"}, "documents is a whole number"),
    ("MATCH (x {documents: '1'}) RETURN x", {}, "documents is a whole number"),
    ("MATCH (x) WHERE x.name = 1 RETURN x", {}, "name is text"),
    ("MATCH (d:Document) WHERE d.official = 'true' RETURN d", {}, "official is true or false"),
    ("MATCH (x) WHERE x.id = $id RETURN x", {"other": 1}, "line 1, column 24: no value for the parameter $id"),
    ("MATCH (x) RETURN x; MATCH (y) RETURN y", {}, "one statement at a time"),
    ("MATCH (x\nRETURN x", {}, "line 1, column 7: '(' is not closed"),
    ("MATCH (x) RETURN 'a", {}, "line 1, column 18: this string is not closed"),
    ("MATCH (x) /* RETURN x", {}, "this comment is not closed"),
    ("MATCH (x) RETURN x)", {}, "')' closes nothing"),
    ("", {}, "the query is empty"),
    ("  // nothing", {}, "the query is empty"),
    ("FETCH everything", {}, "a query begins with MATCH"),
    ("MATCH (x:Company)\nWHERE x.id = 'a'\nRETRN x", {}, "line 3, column 1"),
    ("MATCH (x:Company) RETURN y", {}, "y"),
    ("RETURN 'a\\u0027 SET' AS x", {}, "write the character itself"),
)


def test_mistakes_are_named_with_their_place(store: Store) -> None:
    wrong = {
        cypher: told_so
        for cypher, parameters, said in MISTAKES
        if said not in (told_so := _refusal(store, cypher, parameters))
    }
    assert wrong == {}


def _refusal(store: Store, cypher: str, parameters: dict[str, Any] | None = None) -> str:
    with pytest.raises(QueryError) as caught:
        store.rows(cypher, parameters)
    return str(caught.value)


def test_writing_is_done_when_asked(store: Store) -> None:
    store.write(SMALL)
    store.rows("MATCH (x:Company {id: $id}) SET x.name = $name", {"id": "a", "name": "new"}, write=True)
    assert store.rows("MATCH (x:Company {id: 'a'}) RETURN x.name") == [{"x.name": "new"}]


def test_tokens_keep_strings_comments_and_names_whole() -> None:
    text = "MATCH (`a ``b`:X {s: 'it\\'s // \"no\"'})-[*1..4]->() /* '*2' */ RETURN $p, $`q r`, 1.5e-3 <> .5 // [0]"
    found = [(token.kind.name, token.text) for token in tokens(text) if token.kind is not Kind.SYMBOL]
    assert found == [
        ("WORD", "MATCH"),
        ("QUOTED", "`a ``b`"),
        ("WORD", "X"),
        ("WORD", "s"),
        ("STRING", "'it\\'s // \"no\"'"),
        ("NUMBER", "1"),
        ("NUMBER", "4"),
        ("WORD", "RETURN"),
        ("PARAMETER", "$p"),
        ("PARAMETER", "$`q r`"),
        ("NUMBER", "1.5e-3"),
        ("NUMBER", "5"),
    ]


_PIECES = st.sampled_from(
    [
        "'[0] *1..4'",
        '"(n:A:B)"',
        "`x*1..2`",
        "/* -[*2]- */",
        "// *3\n",
        "'it\\'s'",
        '"\\""',
        "'\\\\'",
        "``",
        "'`'",
        '"/*"',
    ]
)


@given(st.lists(_PIECES, min_size=1, max_size=6))
def test_nothing_is_changed_inside_strings_comments_and_names(pieces: list[str]) -> None:
    cypher = "MATCH p=(x)-[:OWNS*1..2]->(y) RETURN p, " + " + ".join(f"{piece} 1" for piece in pieces) + " AS z"
    assert told(cypher) == cypher.replace("*1..2]->(y)", "* TRAIL 1..2]->(y)", 1)


@given(st.text(max_size=40))
def test_any_text_is_cut_up_or_refused_with_its_place(cypher: str) -> None:
    try:
        found = tokens(cypher)
        brackets(cypher, found)
    except QueryError as error:
        place, found = str(error), []
    else:
        place = "line 1"
    assert place.startswith("line")
    assert all(cypher[token.start : token.end] == token.text for token in found)


@given(st.text(alphabet="MATCH ()-[]{}<>:|*.,'\"`$ xyRETURN123\n=", max_size=60))
def test_no_text_breaks_the_rewriting(cypher: str) -> None:
    try:
        translate(read(cypher, {}, write=True), {})
    except QueryError:
        return


@pytest.mark.parametrize(
    ("cypher", "rewritten"),
    [
        ("MATCH ()-[*..3]->() RETURN 1", "MATCH ()-[* TRAIL 1..3]->() RETURN 1"),
        ("MATCH ()-[r:OWNS*2 {id: 'x'}]-() RETURN r", "MATCH ()-[r:OWNS* TRAIL 2..2 {id: 'x'}]-() RETURN r"),
        ("MATCH (g:Group) RETURN g", "MATCH (g:`Group`) RETURN g"),
        ("MATCH (n {name: 'Group'}) RETURN n.kind = ':Group'", "MATCH (n {name: 'Group'}) RETURN n.kind = ':Group'"),
        (
            "MATCH (a)-[x:OWNS]->(b)-[y:OWNS]->(c) WHERE a.id = 'a' OR b.id = 'b' RETURN c",
            "MATCH (a)-[x:OWNS]->(b)-[y:OWNS]->(c) WHERE id(`x`) <> id(`y`) AND ( a.id = 'a' OR b.id = 'b') RETURN c",
        ),
        ("MATCH (a)-[x:OWNS]->(b)-[y:SUPPLIES]->(c) RETURN c", "MATCH (a)-[x:OWNS]->(b)-[y:SUPPLIES]->(c) RETURN c"),
        ("MATCH (a)-->(b) MATCH (b)-->(c) RETURN c", "MATCH (a)-->(b) MATCH (b)-->(c) RETURN c"),
        ("RETURN 2 * 3 AS x, [1, 2] AS y", "RETURN 2 * 3 AS x, [1, 2] AS y"),
    ],
)
def test_what_ladybug_is_told(cypher: str, rewritten: str) -> None:
    assert told(cypher) == rewritten


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20))
def test_a_value_written_into_the_query_stays_that_value(value: str) -> None:
    cypher = told("UNWIND [$w] AS i RETURN any(x IN [i] WHERE x = $v) AS same", v=value, w=value)
    assert [_memory().execute(cypher, {"w": w}).get_all() for w in (value, value + "'")] == [[[True]], [[False]]]


@cache
def _memory() -> Any:
    return ladybug.Connection(ladybug.Database(":memory:"))


def test_columns_are_called_as_written(store: Store) -> None:
    store.write(SMALL)
    row = store.rows("MATCH (x:Company) RETURN  count( * ), max(x.documents) AS `the most`,\n 1+1")[0]
    assert list(row.items()) == [("count( * )", 4), ("the most", 3), ("1+1", 2)]
    assert list(store.rows("MATCH (x:Person) RETURN *")[0]) == ["x"]


def test_names_given_to_relationships_stay_inside(store: Store) -> None:
    store.write(SMALL)
    rows = store.rows("MATCH (x:Company {id: 'a'})-[:OWNS]->(y)-[:OWNS]->(z) RETURN *")
    assert [sorted(row) for row in rows] == [["x", "y", "z"]]


def test_relationships_of_a_pattern_are_found() -> None:
    text = Text("MATCH p=(a:X)-[r:S|T*1..3]->(b)<-[:U]-(c)--(d) WHERE (a)-[:V]->(b) RETURN p")
    found = [(hop.variable, sorted(hop.types), hop.low, hop.high, hop.left, hop.right, hop.match) for hop in text.hops]
    assert found == [
        ("r", ["S", "T"], "1", "3", "a", "b", 0),
        (None, ["U"], None, None, "b", "c", 0),
        (None, [], None, None, "c", "d", 0),
        (None, ["V"], None, None, "a", "b", None),
    ]
