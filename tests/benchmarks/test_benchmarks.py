"""Each benchmark runs at a tiny size and finds what it compares to be the same. No test looks at the time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import exposure, loading, made, reading, starting, view
from benchmarks.measure import Cell, Table, measure
from benchmarks.places import EMBEDDED, Place
from benchmarks.scale import TINY
from graph.fold import fold

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
MEASURED = {"seconds", "cpu", "peak MiB"}


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def place(request: pytest.FixtureRequest) -> Place:
    if request.param == "neo4j":
        return Place("Neo4j", str(request.getfixturevalue("empty_neo4j")))
    return EMBEDDED


def column(table: Table, name: str) -> list[Any]:
    return [row[name] for row in table.rows]


def test_made_sources_are_the_same_each_time_and_fold_to_what_they_say() -> None:
    made_twice = made.sources(60, 120), made.sources(60, 120)
    assert made_twice[0] == made_twice[1]
    folded = fold(made_twice[0])
    said = {
        (claim.predicate.value, claim.subject.rsplit(":", 1)[1], str(claim.object).rsplit(":", 1)[1])
        for source in made_twice[0][1:]
        for claim in source.claims
        if claim.object is not None
    }
    assert len(said) > 100
    assert len([e for e in folded.edges if e.type.value in {kind for kind, _, _ in said}]) == len(_unordered(said))


def _unordered(said: set[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    """A partnership has no direction."""
    return {(kind, *(sorted(ends) if kind == "PARTNERS_WITH" else ends)) for kind, *ends in said}  # type: ignore[misc]


def test_made_articles_are_the_same_each_time_and_differ_from_each_other() -> None:
    texts = made.articles(5)
    assert texts == made.articles(5)
    assert len({text for _, text in texts}) == 5
    assert {name for name, _ in texts} == {f"made-000{i}.txt" for i in range(5)}


def test_measuring_gives_the_result_and_counts_up() -> None:
    taken = measure(lambda: sum(range(100_000)))
    assert taken.result == sum(range(100_000))
    assert set(taken.cells) == MEASURED
    assert all(float(value or 0) >= 0 for value in taken.cells.values())
    assert taken.peak > 1


def test_a_table_is_written_in_columns() -> None:
    rows: list[dict[str, Cell]] = [
        {"store": "embedded", "seconds": 1.5, "same": True},
        {"store": "none", "seconds": None, "same": None},
    ]
    assert str(Table("Title", "Note.", rows)).splitlines() == [
        "Title",
        "store     seconds  same",
        "embedded    1.500  yes",
        "none            -     -",
        "Note.",
    ]


def test_reading_measures_every_text_and_step() -> None:
    beside, stages = reading.tables(TINY, ())
    assert {"made", "briefs"} <= set(column(beside, "texts"))
    assert all(count == TINY.articles for count in column(beside, "documents"))
    assert all(claims > 0 for claims in column(beside, "claims"))
    steps = {"parse", "parties", "relations", "file to body, and checks"}
    assert {(r["texts"], r["step"]) for r in stages.rows} == {(t, s) for t in column(beside, "texts") for s in steps}


@pytest.mark.slow
def test_loading_writes_the_same_rows_as_are_written_alone(place: Place) -> None:
    (table,) = loading.tables(TINY, (place,))
    steps = {("load", place.name), ("again", place.name), ("one more", place.name), ("write the rows", place.name)}
    found = {(r["sources"], r["step"], r["store"]) for r in table.rows}
    assert found == {(s, *step) for s in ("data/", "60 statements") for step in steps | {("fold", "none")}}
    assert [r["same rows"] for r in table.rows if r["step"] == "write the rows"] == [True, True]
    assert all(row["nodes"] and row["relations"] and set(row) >= MEASURED for row in table.rows)


@pytest.mark.slow
def test_engine_and_cypher_find_the_same_paths(place: Place) -> None:
    projected, searched = exposure.tables(TINY, (place,))
    assert all(edges > 100 for edges in column(projected, "edges"))
    assert {(r["hops"], r["way"]) for r in searched.rows} == {(h, w) for h in TINY.hops for w in ("engine", "Cypher")}
    assert set(column(searched, "same answer")) == {True}
    assert max(column(searched, "paths")) > 0


def test_pages_hold_as_many_parties_as_wanted_and_are_the_same_twice() -> None:
    (table,) = view.tables(TINY, ())
    assert column(table, "parties") == list(TINY.pages)
    assert column(table, "same twice") == [True] * len(TINY.pages)
    assert all(size > 100 for size in column(table, "KiB"))  # vis-network is inside


@pytest.mark.slow
def test_commands_are_measured_as_processes() -> None:
    (table,) = starting.tables(TINY, ())
    assert {"knockon --help", "knockon demo (a new store)", "knockon query listed"} <= set(column(table, "command"))
    assert all(peak > 1 for peak in column(table, "peak MiB"))


def test_a_command_that_fails_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        starting._run([str(starting.COMMAND), "status", "--store", str(tmp_path / "nothing")], tmp_path)
    assert failed.value.returncode == 5
    assert "no knockon graph there" in failed.value.output


def test_figures_are_written_as_json(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "benchmarks", "view", "--tiny", "--json", str(tmp_path / "figures.json")]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    report = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    assert report["schema"] == "knockon-benchmarks-1"
    assert [(t["question"], [r["parties"] for r in t["rows"]]) for t in report["tables"]] == [
        ("view", list(TINY.pages))
    ]
    assert report["tables"][0]["title"] in done.stdout
