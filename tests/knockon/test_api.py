"""The Python API: the page about it runs, and what the page leaves out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import knockon
from graph.errors import InputError, UnknownName
from graph.start import Start

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_on_the_api_runs_as_it_stands() -> None:
    page = (ROOT / "docs/python.md").read_text("utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(blocks) > 8
    exec(compile("\n".join(blocks), "docs/python.md", "exec"), {"__name__": "page"})  # noqa: S102 - our own page


def test_every_public_method_is_on_the_page() -> None:
    page = (ROOT / "docs/python.md").read_text("utf-8")
    public = {name for name in vars(knockon.Graph) if not name.startswith("_")} - {
        "add",
        "archive",
        "document_names",
        "url",
    }
    assert {name for name in public if f"graph.{name}(" not in page} == set()


def test_a_graph_shows_itself_in_a_notebook_with_its_text_escaped(graph_url: str) -> None:
    with knockon.open(graph_url, read_only=True) as graph:
        page = graph._repr_html_()
        report = graph.explain("Norvane Vision")._repr_html_()
    assert "2 documents" in page
    assert "5 Company" in page
    assert report.startswith("<b>Norvane Vision</b>")
    assert "Halberd Capital" in report


def test_rows_of_nodes_make_a_frame(graph_url: str) -> None:
    with knockon.open(graph_url, read_only=True) as graph:
        frame = graph.cypher("MATCH (c:Company) RETURN c ORDER BY c.id LIMIT 1").frame()
        exposed = graph.exposure("Teldrake Robotics").rows.frame()
    assert [node["properties"]["name"] for node in frame["c"]] == ["Brightwell"]
    assert set(exposed["party"]) == {"Brightwell", "Kestrel Optics"}


def supplied(graph: knockon.Graph) -> list[int]:
    """How many independent sources stand behind Brightwell's supply."""
    found = graph.explain_edge("Brightwell", "SUPPLIES", "Teldrake Robotics").found
    return [evidence.edge.sources for evidence in found if evidence.edge]


def test_what_was_read_is_read_again_after_a_change(articles: Path) -> None:
    with knockon.open("g.lbdb") as graph:
        graph.load(articles / "cameras.txt")
        assert supplied(graph) == [1]
        graph.load(articles / "lenses.txt")
        assert supplied(graph) == [2]


def test_a_judgement_joins_parties_and_comes_apart_again(articles: Path) -> None:
    pair = ("company:brightwell", "company:kestrel-optics")
    with knockon.open("g.lbdb") as graph:
        graph.load(articles / "lenses.txt")
        graph.judge(*pair, "same", "one register entry", author="me")
        assert {row["n"] for row in graph.cypher("MATCH (c:Company) RETURN count(c) AS n")} == {2}
        (said,) = graph.explain("Brightwell").found.judgements
        assert (said[0].verdict, said[0].reason, said[0].author) == ("same", "one register entry", "person:me")
        graph.judge(*pair, "not same", "two register entries", author="me")
        assert {row["n"] for row in graph.cypher("MATCH (c:Company) RETURN count(c) AS n")} == {3}
        with pytest.raises(UnknownName, match="Did you mean same"):
            graph.judge(*pair, "sane", "", author="me")


def test_values_that_cannot_be_used_are_named(graph_url: str) -> None:
    with knockon.open(graph_url, read_only=True) as graph:
        with pytest.raises(InputError, match=r"'2019-13' is no date"):
            graph.exposure(as_of="2019-13")
        with pytest.raises(UnknownName, match="Did you mean Entity List"):
            graph.exposure(start=Start.list("Entty List"))
        with pytest.raises(InputError, match="no file to load"):
            graph.load()
