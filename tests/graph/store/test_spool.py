"""Rows as columns hold what rows one by one do, refuse the same, and come back from the disk as they went."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.errors import ModelError
from graph.model import Grade, Label
from graph.store import Batch, Relation, columns, spool
from graph.store.batch import Ends, plan
from graph.store.spool import Spool, ends_elsewhere
from tests.graph.store.small import SMALL, relation
from tests.graph.store.test_contract import everything

WRONG: tuple[dict[str, Any], ...] = (
    {"id": ""},
    {"id": None},
    {"id": 5},
    {"name": "none"},
    {"id": "x", "nickname": "n"},
    {"id": "x", "name": b"bytes"},
    {"id": "x", "name": "half \ud800"},
    {"id": "x", "name": "n" * 5000},
    {"id": "x", "names": "text"},
    {"id": "x", "names": ["a", 1]},
    {"id": "x", "names": ["a", None]},
    {"id": "x", "names": {"a"}},
    {"id": "x", "documents": True},
    {"id": "x", "documents": 1.5},
    {"id": "x", "documents": 2**70},
)


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_what_the_model_does_not_have_is_refused_as_one_by_one(wrong: dict[str, Any]) -> None:
    rows = [{"id": "a", "name": "Alpha"}, wrong]
    with pytest.raises(ModelError) as caught:
        columns.nodes(Label.COMPANY, rows)
    with pytest.raises(ModelError) as one_by_one:
        plan(Batch({Label.COMPANY: rows}))
    assert str(caught.value) == str(one_by_one.value)


@pytest.mark.parametrize(
    "wrong",
    [
        relation("", "a", "b"),
        relation("1", "a", "a"),
        relation("1", "a", "b", colour="red"),
        relation("1", "a", "b", sources="two"),
        relation("1", "a", "b", id="2"),
        relation("1", "a", "b", "EATS"),
        relation("1", "a", "b", "LISTED_BY"),
    ],
    ids=str,
)
def test_relationships_that_cannot_be_are_refused_as_one_by_one(wrong: Relation, tmp_path: Path) -> None:
    batch = Batch(relations=[relation("0", "a", "b"), wrong], new=True)
    with pytest.raises(ModelError) as one_by_one:
        plan(batch)
    with pytest.raises(ModelError) as caught:
        Spool(tmp_path).take(batch)
    assert str(caught.value) == str(one_by_one.value)


def test_a_text_of_a_kind_of_its_own_is_text() -> None:
    (row,) = columns.relations(
        Ends("SUPPLIES", Label.COMPANY, Label.COMPANY), [relation("1", "a", "b", grade=Grade.OFFICIAL)]
    ).to_pylist()
    assert (row["from"], row["to"], row["id"], row["grade"]) == ("a", "b", "1", "official")


@pytest.mark.parametrize("new", [True, False])
def test_what_went_in_comes_back(new: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "_GROUP", 1000)
    monkeypatch.setattr(spool, "_NODES", 2)
    batch = everything()
    made = Spool(tmp_path)
    for label, rows in batch.nodes.items():
        for row in rows:
            made.take(Batch({label: [row]}, new=new))
    made.take(Batch(relations=batch.relations, new=new))
    made.close()
    whole, parts = plan(batch), list(made.plans(3))
    assert {label: [row for part in parts for row in part.nodes.get(label, [])] for label in whole.nodes} == whole.nodes
    found = {ends: [row for part in parts for row in part.relations.get(ends, [])] for ends in whole.relations}
    assert found == whole.relations
    assert {part.new for part in parts} == {new}


def test_of_rows_that_may_be_there_the_last_counts(tmp_path: Path) -> None:
    made = Spool(tmp_path)
    for name in ("first", "last"):
        made.take(Batch({Label.COMPANY: [{"id": "a", "name": name}]}, [relation("1", "a", name)]))
    made.take(Batch(drop_nodes={Label.COMPANY: ["z"]}, drop_relations=[relation("9", "a", "b")]))
    made.close()
    assert (made.rows, made.looked_up) == (2, 4)
    dropped, gone, nodes, relations = made.plans(10)
    assert (dropped.drop_nodes, gone.drop_relations) == ({Label.COMPANY: ["z"]}, {"SUPPLIES": ["9"]})
    assert [row["name"] for rows in nodes.nodes.values() for row in rows] == ["last"]
    assert [row["target"] for rows in relations.relations.values() for row in rows] == ["last"]


def test_the_ends_that_a_change_does_not_bring(tmp_path: Path) -> None:
    made = Spool(tmp_path)
    made.take(Batch({Label.COMPANY: [{"id": "a"}, {"id": "b"}]}, SMALL.relations, new=True))
    made.close()
    assert ends_elsewhere(made.parts()) == {
        Label.COMPANY: {"c", "d"},
        Label.GROUP: {"g"},
        Label.PERSON: {"p"},
        Label.LIST: {"l"},
    }
