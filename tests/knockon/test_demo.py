"""The demo: the data that ships, the chipmaker question, and a page; twice the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from knockon import demo
from knockon.cli import app
from knockon.export import EXPORTS
from tests.knockon.conftest import Run

pytestmark = pytest.mark.slow


class Shown:
    """One run of the demo, and where it put things."""

    def __init__(self, folder: Path) -> None:
        self.store, self.page = str(folder / "demo.lbdb"), folder / "demo.html"
        self.options = ("--store", self.store, "--page", str(self.page))
        self.done = CliRunner().invoke(app, ["demo", *self.options])


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    return Shown(tmp_path_factory.mktemp("demo"))


def test_the_demo_answers_with_hedges_and_quotes_and_writes_a_page(shown: Shown) -> None:
    assert (shown.done.exit_code, shown.done.stderr) == (0, "")
    report = shown.done.stdout
    assert report.startswith("# **Which US chipmakers are affected by the listings, on what evidence?**\n")
    for wanted in ("Qualcomm", "Nvidia", "possible, not certain", "as summarised by knockon", "no legal advice"):
        assert wanted in report
    assert "can have an entry corrected" in report
    assert f"The graph as a page for a browser: {shown.page}\n" in report
    assert shown.page.stat().st_size > 100_000


def test_a_second_time_changes_nothing(run: Run, shown: Shown) -> None:
    held, drawn = run("export", "--recorded", "--store", shown.store).stdout, shown.page.read_bytes()
    assert run("demo", *shown.options).stdout == shown.done.stdout
    assert run("export", "--recorded", "--store", shown.store).stdout == held
    assert shown.page.read_bytes() == drawn


def test_no_hedge_of_the_demo_is_given_as_fact(run: Run, shown: Shown) -> None:
    found = json.loads(run("demo", *shown.options, "--json").stdout)
    answer = found["answer"]
    stated = {
        (c["party"]["name"], c["evidence"]["predicate"], c["evidence"]["modality"]) for c in answer["consequences"]
    }
    assert stated == {("Nvidia", "AFFECTED_BY", "possible"), ("Qualcomm", "AFFECTED_BY", "possible")}
    ways = {
        (e["party"]["name"], e["channel"], step["hit"]["label"])
        for e in answer["exposures"]
        for path in e["paths"]
        for step in path["steps"]
    }
    # The text names no customer: both supply some of a set, and never a plain listed firm.
    assert ways == {("Nvidia", "lost sales", "Group"), ("Qualcomm", "lost sales", "Group")}
    assert (found["schema"], found["page"]) == ("knockon/exposure/1", str(shown.page))


def test_the_demo_leaves_the_users_own_graph_alone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNOCKON_STORE", "own.lbdb")
    assert run("demo").exit_code == 0
    assert sorted(p.name for p in Path().iterdir()) == [".knockon", "knockon-demo.html"]


def test_what_ships_is_briefs_and_tables() -> None:
    names = {path.name for path in demo.shipped()}
    assert "firms.csv" in names
    assert "README.md" not in names
    assert {path.suffix for path in demo.shipped()} == {".csv", ".md"}


@pytest.mark.neo4j
def test_neo4j_gives_the_same_report_and_the_same_exports(run: Run, shown: Shown, empty_neo4j: str) -> None:
    done = run("demo", "--store", empty_neo4j, "--page", "neo4j.html")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.split("\n\nThe graph as a page")[0] == shown.done.stdout.split("\n\nThe graph as a page")[0]
    assert Path("neo4j.html").read_bytes() == shown.page.read_bytes()
    for name in EXPORTS:
        on_neo4j, embedded = (run("export", "-f", name, "--store", url).stdout for url in (empty_neo4j, shown.store))
        assert on_neo4j == embedded, name
    for question in ("listed", "us-chipmakers", "event-counts"):
        on_neo4j, embedded = (run("query", question, "--store", url).stdout for url in (empty_neo4j, shown.store))
        assert on_neo4j == embedded, question
