"""Every Cypher text of docs/neo4j.md runs on Neo4j with the demo's graph in it, and answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import knockon
from graph.store.protocol import Row
from knockon import demo

PAGE = (Path(__file__).resolve().parent.parent / "docs/neo4j.md").read_text("utf-8")
BLOCKS = re.findall(r"^```cypher\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
pytestmark = [pytest.mark.neo4j, pytest.mark.slow]


def block(beginning: str) -> str:
    (found,) = [text for text in BLOCKS if text.startswith(beginning)]
    return str(found)


@pytest.fixture
def graph(empty_neo4j: str) -> Iterator[knockon.Graph]:
    with knockon.open(empty_neo4j) as opened:
        demo.build(opened)
        yield opened


def test_every_text_on_the_page_answers(graph: knockon.Graph) -> None:
    answers: dict[str, list[Row]] = {text: list(graph.cypher(text)) for text in BLOCKS}
    assert len(answers) == len(BLOCKS) == 7
    assert [text for text, rows in answers.items() if not rows] == []
    _check_chipmakers(answers[block("MATCH (chipmaker:Company)-[tie")])
    _check_words(answers[block("MATCH (subject)")])
    _check_listed(answers[block("MATCH (party)")])


def _check_chipmakers(rows: list[Row]) -> None:
    """The two of the briefs, hedged, on the brief's word."""
    affected = {(r["chipmaker"], r["modality"]) for r in rows if r["relation"] == "AFFECTED_BY"}
    assert {("Nvidia", "possible"), ("Qualcomm", "possible")} <= affected
    assert all(row["quote"] and row["document"] for row in rows)


def _check_words(rows: list[Row]) -> None:
    assert {row["quote"] == row["words"] for row in rows} == {True}


def _check_listed(rows: list[Row]) -> None:
    assert {row["list"] for row in rows} == {"Entity List"}
    assert all(row["quote"] and row["since"] for row in rows if row["grade"] == "official")


def test_the_page_names_the_command_that_it_describes() -> None:
    assert "knockon demo --store neo4j://localhost:7687" in PAGE
    assert "NEO4J_PASSWORD" in PAGE
