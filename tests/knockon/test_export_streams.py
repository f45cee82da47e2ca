"""Exports that are read from the store piece by piece; and files that are whole or not there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import knockon
from graph.errors import InputError
from graph.model import EDGE_PREDICATES, ENTITY_LABELS
from knockon.export import EXPORTS
from tests.building import source
from tests.knockon.conftest import Run

HOSTILE = '\'); DROP "x" \\u0027 \x0b<b>\ud7ff\n\tÜ; 中'
FOLDERS = sorted(name for name, export in EXPORTS.items() if export.folder is not None)
STREAMS = sorted(name for name, export in EXPORTS.items() if export.stream is not None)


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[knockon.Graph]:
    with knockon.open(tmp_path / "graph") as opened:
        text = f"{HOSTILE} supplies Bolt."
        opened.add(
            [
                source(
                    "news",
                    text,
                    (HOSTILE, "SUPPLIES", "Bolt"),
                    ("Acme", "OWNS", "Bolt", {"share": "50.10"}),
                    aliases={"Bolt": ("Bolt; Inc",)},
                ),
                source("gone", "Acme owns Cube.", ("Acme", "OWNS", "Cube")),
            ],
            recorded_at="2020-01-01T00:00:00Z",
        )
        opened.withdraw("gone", recorded_at="2021-01-01T00:00:00Z")
        yield opened


def lines(graph: knockon.Graph, name: str, *, recorded: bool = False) -> list[dict[str, Any]]:
    return [json.loads(line) for line in graph.export(name, recorded=recorded).decode().split("\n") if line]


def test_a_node_or_relationship_a_line(graph: knockon.Graph) -> None:
    found = lines(graph, "jsonl")
    held = graph.to_networkx()
    entities = {line["id"] for line in found if line.get("node") in set(ENTITY_LABELS)}
    edges = {
        (line["source"], line["edge"], line["target"]) for line in found if line.get("edge") in set(EDGE_PREDICATES)
    }
    assert entities == set(held.nodes)
    assert edges == {(u, d["type"], v) for u, v, d in held.edges(data=True)}
    assert [line["name"] for line in found if line.get("node") == "Document"] == ["news"]
    assert HOSTILE in {line.get("name") for line in found}


def test_a_claim_a_line_with_its_entities(graph: knockon.Graph) -> None:
    found = lines(graph, "claims-jsonl")
    names = {node: data["name"] for node, data in graph.to_networkx().nodes(data=True)}
    assert {
        (names[line["subject"]], line["predicate"], names.get(line.get("object", ""), line.get("value")))
        for line in found
    } == {
        (HOSTILE, "SUPPLIES", "Bolt"),
        ("Acme", "OWNS", "Bolt"),
        (HOSTILE, "NAMED", HOSTILE),
        ("Bolt", "NAMED", "Bolt"),
        ("Bolt", "NAMED", "Bolt; Inc"),
        ("Acme", "NAMED", "Acme"),
    }
    assert [line["quantityLow"] for line in found if line["predicate"] == "OWNS"] == ["50.1"]


def test_what_was_withdrawn_and_when_goes_out_only_when_asked_for(graph: knockon.Graph) -> None:
    for name in ("jsonl", "claims-jsonl", "cypher"):
        plain, recorded = (graph.export(name, recorded=wanted).decode() for wanted in (False, True))
        assert ("2020-01-01" in plain, "Cube" in plain) == (False, False)
        assert ("2020-01-01" in recorded, "2021-01-01" in recorded, "Cube" in recorded) == (True, True, True)


def test_gexf_reads_back(graph: knockon.Graph, tmp_path: Path) -> None:
    graph.write_export("gexf", tmp_path / "g.gexf")
    read = nx.read_gexf(tmp_path / "g.gexf")
    held = graph.to_networkx()
    assert {node: read.nodes[node]["label"] for node in read} == {
        node: data["name"].replace("\x0b", "\ufffd") for node, data in held.nodes(data=True)
    }
    assert {(u, d["type"], v, d.get("shareLow")) for u, v, d in read.edges(data=True)} == {
        (u, d["type"], v, d["shareLow"]) for u, v, d in held.edges(data=True)
    }
    assert {d["documents"] for _, d in read.nodes(data=True)} == {1}
    assert {d["stopped"] for *_, d in read.edges(data=True)} == {False}


def test_parquet_has_typed_columns_and_every_row(graph: knockon.Graph, tmp_path: Path) -> None:
    graph.write_export("parquet", tmp_path / "p")
    assert {str(p.relative_to(tmp_path / "p")) for p in (tmp_path / "p").rglob("*.parquet")} >= {
        "nodes/Company.parquet",
        "nodes/Claim.parquet",
        "relationships/OWNS.parquet",
        "relationships/SUBJECT.parquet",
    }
    companies = pq.read_table(tmp_path / "p/nodes/Company.parquet")
    types = [companies.schema.field(name).type for name in ("id", "names", "documents")]
    assert (types[0], pa.types.is_list(types[1]), types[2]) == (pa.string(), True, pa.int64())
    assert {(row["name"], tuple(row["names"])) for row in companies.to_pylist()} == {
        ("Acme", ("Acme",)),
        ("Bolt", ("Bolt", "Bolt; Inc")),
        (HOSTILE, (HOSTILE,)),
    }
    (stake,) = pq.read_table(tmp_path / "p/relationships/OWNS.parquet").to_pylist()
    assert (stake["source"], stake["sourceLabel"], stake["target"], stake["shareLow"], stake["contested"]) == (
        "company:acme",
        "Company",
        "company:bolt",
        "50.1",
        False,
    )


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_is_written_twice_alike_and_never_over_another(
    name: str, graph: knockon.Graph, tmp_path: Path
) -> None:
    (tmp_path / "b").mkdir()
    sizes = {graph.write_export(name, tmp_path / folder) for folder in "ab"}
    contents = [
        {str(p.relative_to(tmp_path / folder)): p.read_bytes() for p in (tmp_path / folder).rglob("*") if p.is_file()}
        for folder in "ab"
    ]
    assert contents[0] == contents[1]
    assert sizes == {sum(map(len, contents[0].values()))}
    with pytest.raises(InputError, match="not empty"):
        graph.write_export(name, tmp_path / "a")
    with pytest.raises(InputError, match="name a new folder"):
        graph.export(name)
    with pytest.raises(InputError, match="there is no folder"):
        graph.write_export(name, tmp_path / "none" / "a")


@pytest.mark.parametrize("name", [*FOLDERS, *STREAMS])
def test_nothing_half_written_stays(
    name: str, graph: knockon.Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Iterator[Any]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(graph.store), "relations", fail)
    before = set(tmp_path.iterdir())
    with pytest.raises(InputError, match="No space left"):
        graph.write_export(name, tmp_path / "out")
    assert set(tmp_path.iterdir()) == before


def test_the_command_streams_to_stdout_and_asks_for_a_folder(run: Run, graph_url: str) -> None:
    whole = run("export", "--store", graph_url, "--format", "jsonl")
    assert all(json.loads(line) for line in whole.stdout.splitlines())
    asked = run("export", "--store", graph_url, "--format", "parquet")
    assert (asked.exit_code, "name a new folder" in asked.stderr) == (4, True)
    made = run("export", "--store", graph_url, "--format", "parquet", "-o", "out", "--json")
    size = sum(p.stat().st_size for p in Path("out").rglob("*.parquet"))
    assert json.loads(made.stdout) == {
        "schema": "knockon/export/1",
        "format": "parquet",
        "file": "out",
        "bytes": size,
    }
