"""The screening list of 2022 and the Entity List of 2026 in one graph: who was added by which rule, who differs."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import loaders
import queries
from graph import ledger
from graph.claims import Source
from graph.store import open_store

Keep = Callable[[str], bool]
ACTIONS = ("entity-list-2019-10", "entity-list-2020-06-military", "entity-list-2020-06-xinjiang")
WRONG = {"NetPosa", "SenseNets", "Nanjing FiberHome Starrysky Communication Development Co."}
INSTITUTE = "Institute of Forensic Science"


def _of_rules(notices: str) -> bool:
    """Whether these citations name a page of the rules of October 2019 or June 2020."""
    return any(page in notices for page in ("84 FR 540", "85 FR 344", "85 FR 345"))


def screening_list(samples: Path, keep: Keep) -> Source:
    text = gzip.decompress((samples / "csl-csv/consolidated.csv.gz").read_bytes()).decode()
    rows = list(csv.reader(io.StringIO(text)))
    at = rows[0].index("federal_register_notice")
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([rows[0], *(row for row in rows[1:] if keep(row[at]))])
    return loaders.read("consolidated.csv", out.getvalue().encode())


def entity_list(samples: Path, keep: Keep) -> Source:
    path = samples / "us-lists-2026-parsed/bis_entity_list.json.gz"
    found = json.loads(gzip.decompress(path.read_bytes()))
    found["entities"] = [entry for entry in found["entities"] if keep(entry["federal_register"] or "")]
    found["count"] = len(found["entities"])
    return loaders.read("bis_entity_list.json", json.dumps(found).encode())


def told(tmp_path: Path, *sources: Source) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What the questions added-by and contradictions say."""
    with open_store(tmp_path / "graph") as store:
        ledger.load(store, sources)
        return queries.run(store, "added-by"), queries.run(store, "contradictions", {"kind": "action"})


def counts(rows: list[dict[str, Any]]) -> list[int]:
    """How many each of the three actions added."""
    return [sum(row["action"] == f"event:{action}" and row["decided"] is True for row in rows) for action in ACTIONS]


def test_each_list_by_itself(samples: Path, tmp_path: Path) -> None:
    assert counts(told(tmp_path / "old", screening_list(samples, _of_rules))[0]) == [31, 24, 6]
    assert counts(told(tmp_path / "new", entity_list(samples, _of_rules))[0]) == [28, 24, 8]


@pytest.mark.parametrize("keep", [_of_rules, pytest.param(lambda _: True, marks=pytest.mark.slow)])
def test_both_together(samples: Path, tmp_path: Path, keep: Keep) -> None:
    """October is its 28, June 2020 its 33; the three that the screening list dates wrongly are told, and they alone."""
    rows, clashes = told(tmp_path, screening_list(samples, keep), entity_list(samples, keep))
    assert counts(rows) == [28, 24, 9]
    june = {row["party_name"] for row in rows if row["action"] == f"event:{ACTIONS[2]}" and row["decided"]}
    assert june > WRONG
    assert any(INSTITUTE in name for name in june)
    overruled = {(r["party_name"], r["action"], *r["otherwise"]) for r in rows if r["decided"] is False}
    ours = {one for one in overruled if set(one[1:]) & {f"event:{action}" for action in ACTIONS}}
    assert ours == {(name, f"event:{ACTIONS[0]}", f"event:{ACTIONS[2]}") for name in WRONG}
    between = [c for c in clashes if "Twenty-eight" in c["why"] and "Nine entities" in c["why"]]
    assert {name for name in WRONG for c in between if c["why"].startswith(name)} == WRONG
    assert len(between) == len(WRONG)
    assert all({c["left_document"], c["right_document"]} == {"consolidated", "bis_entity_list"} for c in between)
