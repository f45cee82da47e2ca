"""A change of many batches: all of it or none, on each store."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.errors import InputError, ModelError
from graph.model import Label
from graph.store import Batch, Store
from tests.graph.store.small import SMALL, relation
from tests.graph.store.test_contract import contents
from tests.reading import edges, names


@pytest.fixture(params=["at once", "by statements", "anew"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """However large the change, each way that a store has of applying one."""
    if request.param != "at once":
        monkeypatch.setattr("graph.store.embedded.SMALL", 0)
        monkeypatch.setattr("graph.store.neo4j.SMALL", 0)
        monkeypatch.setattr("graph.store.embedded_rebuild.is_slower", lambda *_: request.param == "by statements")


def company(key: str, name: str = "") -> dict[str, str]:
    return {"id": key, "name": name or key}


def test_a_load_is_the_writing_of_all_its_batches(store: Store) -> None:
    store.write(SMALL)
    later = Batch({Label.COMPANY: [company("x")]}, [relation("20", "x", "y"), relation("21", "a", "x")], new=True)
    ends = Batch({Label.COMPANY: [company("y"), company("b", "new name")]}, [relation("1", "a", "y")])
    gone = Batch(drop_nodes={Label.COMPANY: ["d"]}, drop_relations=[relation("3", "c", "a")])
    store.load([later, ends, gone])
    assert names(store, Label.COMPANY) == {"Alpha é", "new name", "Gamma", "x", "y"}
    assert edges(store, "SUPPLIES") == {("x", "y"), ("a", "x"), ("a", "y"), ("b", "c"), ("a", "b"), ("c", "g")}


def test_a_load_of_nothing_changes_nothing(store: Store) -> None:
    store.write(SMALL)
    before = contents(store)
    store.load([])
    store.load([Batch(), Batch(new=True)])
    assert contents(store) == before


def test_what_makes_the_batches_may_read_the_store(store: Store) -> None:
    store.write(SMALL)

    def doubled() -> Iterator[Batch]:
        for row in store.nodes(Label.COMPANY):
            yield Batch({Label.COMPANY: [{**row, "id": f"{row['id']}2"}]}, new=True)

    store.load(doubled())
    assert {row["id"] for row in store.nodes(Label.COMPANY)} == {"a", "b", "c", "d", "a2", "b2", "c2", "d2"}


def test_an_error_of_what_makes_the_batches_leaves_the_store(store: Store) -> None:
    store.write(SMALL)
    before = contents(store)

    def broken() -> Iterator[Batch]:
        yield Batch({Label.COMPANY: [company("x")]}, new=True)
        raise InputError("the file is cut")

    with pytest.raises(InputError, match="the file is cut"):
        store.load(broken())
    assert contents(store) == before


@pytest.mark.parametrize("new", [True, False])
def test_a_relation_without_ends_leaves_the_store(store: Store, new: bool) -> None:
    store.write(SMALL)
    before = contents(store)
    with pytest.raises(ModelError, match="relationships have no such ends"):
        store.load(
            [Batch({Label.COMPANY: [company("x")]}, [relation("20", "x", "a"), relation("21", "x", "q")], new=new)]
        )
    assert contents(store) == before
