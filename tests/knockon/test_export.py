"""Exports: what other tools read, with the same bytes every time."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest

import knockon
from knockon.export import EXPORTS, safe_cell
from tests.building import source
from tests.knockon.conftest import Run

HOSTILE = "=HYPERLINK(1) \x0b<b>\ud7ff"


@pytest.fixture
def hostile() -> knockon.Graph:
    graph = knockon.open("hostile.lbdb")
    text = f"{HOSTILE} supplies Bolt."
    graph.add([source("doc", text, (HOSTILE, "SUPPLIES", "Bolt"))])
    return graph


def test_csv_is_safe_to_open_in_a_spreadsheet(hostile: knockon.Graph) -> None:
    rows = list(csv.DictReader(io.StringIO(hostile.export("csv").decode())))
    cells = {cell for row in rows for cell in row.values()}
    assert {cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))} == set()
    assert ("SUPPLIES", f"'{HOSTILE}", "Bolt", f"'{HOSTILE} supplies Bolt.") in {
        (row["predicate"], row["subject"], row["object"], row["quote"]) for row in rows
    }
    hostile.close()


@pytest.mark.parametrize(
    ("cell", "safe"), [("=1+1", "'=1+1"), ("-3", "'-3"), ("@x", "'@x"), ("a=b", "a=b"), (None, "")]
)
def test_safe_cell(cell: str | None, safe: str) -> None:
    assert safe_cell(cell) == safe


def test_graphml_reads_back(hostile: knockon.Graph) -> None:
    Path("g.graphml").write_bytes(hostile.export("graphml"))
    graph = nx.read_graphml("g.graphml", force_multigraph=True)
    held = hostile.to_networkx()
    assert set(graph.nodes) == set(held.nodes)
    assert {(u, v, d["type"]) for u, v, d in graph.edges(data=True)} == {
        (u, v, d["type"]) for u, v, d in held.edges(data=True)
    }
    names = {str(graph.nodes[node]["name"]) for node in graph}
    assert HOSTILE.replace("\x0b", "\ufffd") in names
    hostile.close()


def test_json_holds_claims_whose_quotes_are_in_the_text(run: Run, graph_url: str) -> None:
    whole = json.loads(run("export", "--store", graph_url).stdout)
    texts = {document["id"]: document["text"] for document in whole["documents"]}
    assert whole["schema"] == "knockon/graph/1"
    assert len(whole["claims"]) > 10
    for claim in whole["claims"]:
        if claim["start"] is not None:
            assert texts[claim["document"]][claim["start"] : claim["end"]] == claim["quote"]
    claims, nodes = {claim["id"] for claim in whole["claims"]}, {node["id"] for node in whole["nodes"]}
    for edge in whole["edges"]:
        assert set(edge["claims"]) <= claims
        assert {edge["source"], edge["target"]} <= nodes


@pytest.mark.slow
def test_when_it_was_learned_is_left_out_unless_asked_for(run: Run, articles: Path) -> None:
    for store, time in {"a": "2020-01-01T00:00:00Z", "b": "2021-01-01T00:00:00Z"}.items():
        run("load", articles / "cameras.txt", "--store", store, "--recorded-at", time)
    for name in EXPORTS:
        a, b = (run("export", "--format", name, "--store", store).stdout for store in "ab")
        assert a == b
    for name in ("json", "csv"):
        assert "2020-01-01" in run("export", "--format", name, "--store", "a", "--recorded").stdout


def test_claims_json_is_what_the_scorer_reads(run: Run, shared: Path) -> None:
    seeds = sorted((shared / "gold/seeds").glob("*.txt"))
    assert run("load", *seeds).exit_code == 0
    assert run("export", "--format", "claims-json", "-o", "claims.json").exit_code == 0
    documents = json.loads(Path("claims.json").read_text("utf-8"))
    assert [document["doc"] for document in documents] == [seed.stem for seed in seeds]
    score = [
        sys.executable,
        str(shared / "gold/score.py"),
        "claims.json",
        "--set",
        "seeds",
        "--require-all",
        "--json",
        "s.json",
    ]
    done = subprocess.run(score, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(Path("s.json").read_text("utf-8"))
    counts = found["counts"]
    assert counts["quotes_exact"] > 0
    assert {counts.get(bad, 0) for bad in ("quotes_not_exact", "quotes_missing", "leak_nodes", "trap_hits")} == {0}
