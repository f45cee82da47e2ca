"""Official lists through the command: packed, in part, shrunk, refused in part, twice."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

from tests.knockon.conftest import Run
from tests.loaders.test_screening_list import ENTITY_LIST, row, table

LATER = "2024-06-01"
FIRMS = [f"Norvane {number} Ltd" for number in range(1, 31)]


def version(*names: str, day: str = "2024-05-01") -> bytes:
    rows = (row(_id=f"id {name}", source=ENTITY_LIST, name=name, start_date=day) for name in names)
    return table(*rows)


def test_a_packed_list_is_loaded_once_and_unchanged_after(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.csv.gz").write_bytes(gzip.compress(version(*FIRMS)))
    first = run("load", "list.csv.gz", "--json")
    assert (first.exit_code, len(json.loads(first.stdout)["loaded"])) == (0, 1)
    (tmp_path / "again.csv").write_bytes(version(*FIRMS))
    assert [len(json.loads(run("load", "list.csv.gz", "--json").stdout)[k]) for k in ("loaded", "unchanged")] == [0, 1]
    counted = {r["what"]: r["count"] for r in csv.DictReader(run("status").stdout.splitlines(), delimiter="\t")}
    assert (counted["LISTED_BY"], counted["List"], counted["documents"]) == ("30", "1", "1")


def test_a_version_that_lost_a_third_of_the_list_stops_and_leaves_the_store_as_it_was(run: Run, tmp_path: Path) -> None:
    (tmp_path / "may.csv").write_bytes(version(*FIRMS))
    (tmp_path / "june.csv").write_bytes(version(*FIRMS[:20], day=LATER))
    assert run("load", "may.csv").exit_code == 0
    before = run("export", "json").stdout
    stopped = run("load", "june.csv")
    assert stopped.exit_code != 0
    assert "20 entries of Entity List, but 'may' of 2024-05-01 had 30" in " ".join(stopped.stderr.split())
    assert run("export", "json").stdout == before
    assert run("load", "june.csv", "--partial").exit_code == 0
    assert "missing since 2024-06-01" in run("listed", FIRMS[25]).stdout
    changed = run("diff", "may", "june", "--json")
    assert changed.exit_code == 1
    assert FIRMS[25] in changed.stdout


def test_what_is_refused_of_a_list_is_counted_and_saved(run: Run, tmp_path: Path) -> None:
    bad = row(_id="x", source=ENTITY_LIST, name="Quellin SA", start_date="2024-02-30")
    (tmp_path / "list.csv").write_bytes(version(*FIRMS) + f"{bad}\n".encode())
    done = run("load", "list.csv", "--rejects", "rejects.csv")
    assert done.exit_code == 0
    assert "1 refused" in done.stderr
    (refused,) = csv.DictReader((tmp_path / "rejects.csv").read_text().splitlines())
    assert refused["place"] == "list.csv, row 31"
    assert "2024-02-30" in refused["reason"]


def test_a_list_cut_in_a_row_or_in_its_archive_leaves_no_store(run: Run, tmp_path: Path) -> None:
    whole = version(*FIRMS)
    for name, data in (("cut.csv", whole[:-20]), ("cut.csv.gz", gzip.compress(whole)[:-20])):
        (tmp_path / name).write_bytes(data)
        done = run("load", name, "--store", "new")
        assert done.exit_code != 0
        assert "cut" in done.stderr
        assert not (tmp_path / "new").exists()
