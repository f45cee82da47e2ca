"""What every store must do: one suite, asked of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import ModelError, QueryError, ReadOnly, StoreMissing
from graph.model import NODES, Label
from graph.store import Batch, NodeRef, PathRef, Relation, RelationRef, Row, Store, open_store
from graph.store.schema import Column, node_columns, relation_columns, relation_ends
from tests.graph.store.small import SMALL, relation
from tests.reading import edges, names

_VALUES: Mapping[Column, Any] = {
    Column.TEXT: "é 'quoted' \"text\" \\ 漢😀",
    Column.TEXTS: ["it's [1, 2]", "", "a,b"],
    Column.COUNT: 2**53,
    Column.FLAG: True,
}
_EMPTY: Mapping[Column, Any] = {Column.TEXT: "", Column.TEXTS: [], Column.COUNT: 0, Column.FLAG: False}


def full(label: Label, name: str, values: Mapping[Column, Any] = _VALUES) -> Row:
    return {column: name if column == "id" else values[kind] for column, kind in node_columns(label).items()}


def everything() -> Batch:
    """Two nodes of every label, and relationships of every type from and to each label that it may join."""
    nodes = {label: [full(label, f"{label}:1"), full(label, f"{label}:2", _EMPTY)] for label in NODES}
    relations = [
        Relation(kind, a, f"{a}:1", b, f"{b}:2", f"{kind}:{a}:{b}", _filled(kind))
        for kind, ends in relation_ends().items()
        for a, b in _covering(ends)
    ]
    return Batch(nodes, relations)


def _covering(ends: frozenset[tuple[Label, Label]]) -> list[tuple[Label, Label]]:
    sources, targets = sorted({a for a, _ in ends}), sorted({b for _, b in ends})
    longest = max(len(sources), len(targets))
    return [(sources[i % len(sources)], targets[i % len(targets)]) for i in range(longest)]


def _filled(kind: str) -> Row:
    return {name: _VALUES[column] for name, column in relation_columns(kind).items()}


def contents(store: Store) -> tuple[dict[Label, list[Row]], list[Relation]]:
    return {label: list(store.nodes(label)) for label in NODES}, list(store.relations())


def test_every_node_and_every_relationship_comes_back_as_it_went_in(store: Store) -> None:
    batch = everything()
    store.write(batch)
    nodes, relations = contents(store)
    assert nodes == batch.nodes
    assert relations == sorted(batch.relations, key=lambda r: (r.type, r.key))


def test_writing_twice_changes_nothing(store: Store) -> None:
    store.write(SMALL)
    before = contents(store)
    store.write(SMALL)
    assert contents(store) == before


def test_what_is_written_is_there_after_opening_again(store_url: str) -> None:
    with open_store(store_url) as store:
        store.write(SMALL)
        before = contents(store)
    with open_store(store_url, create=False) as store:
        assert contents(store) == before
    with open_store(store_url, read_only=True) as store:
        assert contents(store) == before


def test_null_stays_null_and_empty_stays_empty(store: Store) -> None:
    store.write(Batch({Label.COMPANY: [{"id": "a", "name": "A", "names": []}, {"id": "b", "name": "B"}]}))
    found = {row["id"]: (row["names"], row["kind"], row["documents"]) for row in store.nodes(Label.COMPANY)}
    assert found == {"a": ([], None, None), "b": (None, None, None)}


def test_a_put_replaces_every_property(store: Store) -> None:
    store.write(Batch({Label.COMPANY: [full(Label.COMPANY, "a")]}))
    store.write(Batch({Label.COMPANY: [{"id": "a", "name": "A"}]}))
    (row,) = store.nodes(Label.COMPANY)
    assert {name for name, value in row.items() if value is not None} == {"id", "name"}


def test_a_put_relationship_replaces_properties_and_ends(store: Store) -> None:
    store.write(SMALL)
    store.write(Batch(relations=[relation("1", "c", "g", labels=(Label.COMPANY, Label.GROUP), grade="official")]))
    (moved,) = [r for r in store.relations(["SUPPLIES"]) if r.key == "1"]
    assert (moved.source, moved.target, moved.target_label) == ("c", "g", Label.GROUP)
    assert (moved.properties["grade"], len(list(store.relations(["SUPPLIES"])))) == ("official", 7)


def test_parallel_relationships_are_told_apart_by_key_and_by_type(store: Store) -> None:
    store.write(SMALL)
    store.write(Batch(relations=[relation("1", "a", "b", "INVESTED_IN")]))
    between = {(r.type, r.key) for r in store.relations() if (r.source, r.target) == ("a", "b")}
    assert between == {("SUPPLIES", "1"), ("SUPPLIES", "4"), ("OWNS", "5"), ("INVESTED_IN", "1")}


def test_what_is_dropped_goes_and_takes_its_relationships_along(store: Store) -> None:
    store.write(SMALL)
    store.write(Batch(drop_nodes={Label.COMPANY: ["b", "no such"]}, drop_relations=[relation("3", "c", "a")]))
    assert edges(store, "SUPPLIES") == {("c", "g"), ("d", "p")}
    assert names(store, Label.COMPANY) == {"Alpha é", "Gamma", "delta"}


def test_what_is_dropped_and_put_in_one_batch_is_there(store: Store) -> None:
    store.write(SMALL)
    store.write(
        Batch(
            {Label.COMPANY: [{"id": "b", "name": "new"}]},
            [relation("1", "a", "b"), relation("3", "c", "b")],
            {Label.COMPANY: ["b"]},
            [relation("3", "c", "a")],
        )
    )
    assert edges(store, "SUPPLIES") == {("a", "b"), ("c", "b"), ("c", "g"), ("d", "p")}


def test_nodes_and_relations_are_ordered_by_code_point(store: Store) -> None:
    ids = ["a", "B", "é", "_", "10", "9", "漢", "😀", "\uffee", "a b", "aa"]
    store.write(Batch({Label.COMPANY: [{"id": i, "name": "n"} for i in ids]}))
    store.write(Batch(relations=[relation(i, "a", "B", kind) for i in ids for kind in ("SUPPLIES", "OWNS")]))
    assert [row["id"] for row in store.nodes(Label.COMPANY)] == sorted(ids)
    assert [(r.type, r.key) for r in store.relations()] == [(k, i) for k in ("OWNS", "SUPPLIES") for i in sorted(ids)]


def test_long_and_odd_texts_are_kept(store: Store) -> None:
    texts = [
        "x" * 4000,
        "\x00\x01\t\n\r",
        "';--\" `$x` {}[]()",
        "\\u0041 \\n %s {0}",
        "ÄÖ\u202eمرحبا\u0301",
        "[1,2]",
        "null",
        " ",
    ]
    store.write(Batch({Label.COMPANY: [{"id": t[:99], "name": t, "names": [t]} for t in texts]}))
    assert sorted((row["id"], row["name"], row["names"]) for row in store.nodes(Label.COMPANY)) == sorted(
        (t[:99], t, [t]) for t in texts
    )
    store.write(Batch({Label.DOCUMENT: [{**full(Label.DOCUMENT, "d"), "text": "é" * 2**20}]}))
    assert [row["text"] for row in store.nodes(Label.DOCUMENT)] == ["é" * 2**20]


def test_a_batch_of_more_than_one_chunk(store: Store) -> None:
    count = 10_001
    store.write(Batch({Label.COMPANY: [{"id": str(i), "name": "n"} for i in range(count)]}))
    assert store.rows("MATCH (c:Company) RETURN count(*) AS n") == [{"n": count}]


@pytest.mark.parametrize(
    ("batch", "said"),
    [
        (Batch({"Firm": [{"id": "a"}]}), "no label 'Firm'"),  # type: ignore[dict-item]
        (Batch({Label.COMPANY: [{"id": "a", "nmae": "x"}]}), "Company 'a': no property 'nmae'"),
        (Batch({Label.COMPANY: [{"name": "x"}]}), "the id must be a text"),
        (Batch({Label.COMPANY: [{"id": "", "name": "x"}]}), "the id must be a text"),
        (Batch({Label.COMPANY: [{"id": "a", "documents": "1"}]}), "Company 'a': documents: '1' is not a whole number"),
        (Batch({Label.COMPANY: [{"id": "a", "documents": True}]}), "documents: True is not a whole number"),
        (Batch({Label.COMPANY: [{"id": "a", "names": "x"}]}), "names: 'x' is not a list of texts"),
        (Batch({Label.COMPANY: [{"id": "a", "names": ["x", None]}]}), "names: None is not text"),
        (Batch({Label.COMPANY: [{"id": "a", "name": "\ud800"}]}), "half of a pair"),
        (Batch({Label.COMPANY: [{"id": "a", "name": "x" * 4097}]}), "name: longer than 4096 bytes"),
        (Batch(relations=[relation("k", "a", "b", "LIKES")]), "LIKES 'k': no such relationship type"),
        (Batch(relations=[relation("k", "a", "b", "LISTED_BY")]), "it cannot go from Company to Company"),
        (Batch(relations=[relation("k", "a", "b", share=0.5)]), "SUPPLIES 'k': no property 'share'"),
        (Batch(relations=[relation("k", "a", "a")]), "'a' cannot stand in a relationship with itself"),
        (Batch(relations=[relation("k", "a", "b", id="other")]), "its property id is 'other'"),
        (Batch(relations=[relation("k", "a", "nobody")]), "SUPPLIES: 1 of 1 relationships have no such ends"),
    ],
)
def test_a_batch_that_breaks_the_model_is_refused_whole(batch: Batch, said: str, shared_store: Store) -> None:
    before = contents(shared_store)
    both = Batch({Label.PERSON: [{"id": "new", "name": "new"}], **batch.nodes}, batch.relations)
    with pytest.raises(ModelError) as caught:
        shared_store.write(both)
    assert said in str(caught.value)
    assert contents(shared_store) == before


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An embedded store that the tests leave as it is."""
    with open_store(tmp_path_factory.mktemp("shared") / "graph") as store:
        store.write(SMALL)
        yield store


def test_a_batch_that_fails_in_the_middle_leaves_nothing(store: Store) -> None:
    store.write(SMALL)
    before = contents(store)
    bad = Batch(
        {Label.COMPANY: [{"id": "a", "name": "changed"}, {"id": "e", "name": "new"}]},
        [relation("1", "b", "a"), relation("new", "a", "e"), relation("lost", "a", "nobody", "OWNS")],
        {Label.COMPANY: ["c"]},
        [relation("2", "b", "c")],
    )
    with pytest.raises(ModelError):
        store.write(bad)
    assert contents(store) == before
    store.write(Batch({Label.COMPANY: [{"id": "e", "name": "new"}]}))
    assert len(list(store.nodes(Label.COMPANY))) == 5


def test_an_empty_batch_is_no_change(store: Store) -> None:
    store.write(Batch())
    store.write(Batch({Label.COMPANY: []}, [], {Label.COMPANY: []}, []))
    assert not any(contents(store)[0].values())


def test_queries_return_nodes_relationships_and_paths(store: Store) -> None:
    store.write(SMALL)
    (row,) = store.rows("MATCH p=(x:Person)<-[r:SUPPLIES]-(y) RETURN x, r, p")
    node, tie, path = row["x"], row["r"], row["p"]
    assert isinstance(node, NodeRef)
    assert isinstance(tie, RelationRef)
    assert isinstance(path, PathRef)
    assert (node.label, node.properties["id"], list(node.properties)) == (
        "Person",
        "p",
        list(node_columns(Label.PERSON)),
    )
    assert (tie.type, tie.source, tie.target, tie.properties["id"]) == ("SUPPLIES", "d", "p", "10")
    assert list(tie.properties) == ["id", *relation_columns("SUPPLIES")]
    assert ([n.properties["id"] for n in path.nodes], path.relations) == (["p", "d"], (tie,))


def test_a_relationship_alone_knows_its_ends(store: Store) -> None:
    store.write(SMALL)
    rows = store.rows("MATCH (:Company)-[r:OWNS]->() RETURN r")
    assert {(row["r"].source, row["r"].target) for row in rows} == edges(store, "OWNS")


def test_dates_come_as_iso_text(store: Store) -> None:
    assert store.rows("RETURN date('2020-02-29') AS d, ['2019-10'] AS l") == [{"d": "2020-02-29", "l": ["2019-10"]}]


def test_one_reading_may_stand_in_another(store: Store) -> None:
    store.write(SMALL)
    companies = store.nodes(Label.COMPANY)
    assert next(companies)["id"] == "a"
    assert [r.key for r in store.relations(["LISTED_BY"]) for _ in store.nodes(Label.PERSON)] == ["11", "12"]
    assert [row["id"] for row in companies] == ["b", "c", "d"]


def test_a_store_opened_for_reading_does_not_write(store_url: str) -> None:
    with open_store(store_url) as store:
        store.write(SMALL)
    with open_store(store_url, read_only=True) as store:
        with pytest.raises(ReadOnly):
            store.write(SMALL)
        with pytest.raises(ReadOnly):
            store.rows("CREATE (:Company {id: 'z'})", write=True)
        with pytest.raises(ReadOnly):
            store.rows("MATCH (c:Company) SET c.name = 'z'")
        assert names(store, Label.PERSON) == {"Pe"}


def test_a_failed_query_leaves_the_store_usable(store: Store) -> None:
    store.write(SMALL)
    for cypher in ("MATCH (x) RETURN 1/0 AS z", "MATCH (x) RETRN x", "MATCH (x:Company) SET x.name = 'z'"):
        with pytest.raises(QueryError):
            store.rows(cypher)
    store.write(Batch({Label.PERSON: [{"id": "q", "name": "Qu"}]}))
    assert names(store, Label.PERSON) == {"Pe", "Qu"}


def test_a_value_that_no_store_takes_is_a_query_error(store: Store) -> None:
    with pytest.raises(QueryError):
        store.rows("RETURN $x AS x", {"x": object()})


def test_url_names_the_place(store: Store, store_url: str) -> None:
    assert store.url == store_url


def test_nothing_is_made_where_that_is_not_wanted(tmp_path: Any) -> None:
    for options in ({"create": False}, {"read_only": True}):
        with pytest.raises(StoreMissing):
            open_store(tmp_path / "none", **options)
    assert list(tmp_path.iterdir()) == []


_ENDS = st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda ends: ends[0] != ends[1])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ends=st.lists(_ENDS, max_size=7), arrow=st.sampled_from(["-{}->", "<-{}-", "-{}-"]), low=st.integers(0, 2))
def test_paths_are_trails(store: Store, ends: list[tuple[int, int]], arrow: str, low: int) -> None:
    """Every walk that takes no relationship twice, as often as there are such walks: what Neo4j means by *low..4."""
    ties = [(str(key), f"n{a}", f"n{b}") for key, (a, b) in enumerate(ends)]
    held = [relation(r.key, r.source, r.target) for r in store.relations()]
    nodes = {Label.COMPANY: [{"id": f"n{i}", "name": "n"} for i in range(5)]}
    store.write(Batch(nodes, [relation(*tie) for tie in ties], drop_relations=held))
    pattern = arrow.format(f"[:SUPPLIES*{low}..4]")
    rows = store.rows(f"MATCH p=(a:Company {{id: $start}}){pattern}(b) RETURN p", {"start": "n0"})
    found = sorted((_steps(row["p"]) for row in rows), key=repr)
    assert found == sorted(trails(ties, "n0", arrow, low, 4), key=repr)


def _steps(path: PathRef) -> tuple[tuple[str, ...], tuple[str, ...]]:
    keys = tuple(str(r.properties["id"]) for r in path.relations)
    return tuple(str(n.properties["id"]) for n in path.nodes), keys


def trails(
    ties: list[tuple[str, str, str]], start: str, arrow: str, low: int, high: int
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The oracle: (nodes, keys) of each trail, found by trying everything."""
    steps = [(k, a, b) for k, a, b in ties if arrow != "<-{}-"] + [(k, b, a) for k, a, b in ties if arrow != "-{}->"]
    paths: list[tuple[tuple[str, ...], tuple[str, ...]]] = [((start,), ())]
    while paths:
        nodes, keys = paths.pop()
        if len(keys) >= low:
            yield nodes, keys
        if len(keys) < high:
            paths += [((*nodes, b), (*keys, k)) for k, a, b in steps if a == nodes[-1] and k not in keys]
