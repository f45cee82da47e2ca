"""The load benchmark at a tiny size: files of records grow, load whole, and are written the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import bulk, grown
from benchmarks.places import EMBEDDED
from benchmarks.scale import TINY
from graph.claims import Records
from knockon.api import read_files


@pytest.mark.parametrize("kind", grown.KINDS)
def test_grown_files_are_read_whole_and_are_the_same_each_time(kind: str, tmp_path: Path) -> None:
    files = grown.grow(kind, tmp_path / "a", 50)
    again = grown.grow(kind, tmp_path / "b", 50)
    assert [file.read_bytes() for file in files] == [file.read_bytes() for file in again]
    for read in read_files(files):
        assert isinstance(read, Records)
        source = read.whole()
        assert not source.refused
        assert len({party.name for party in source.parties}) >= (50 if "-rr" not in source.document.name else 5)


def test_check_digits_are_those_of_iso_17442() -> None:
    assert {int(grown.lei(number)) % 97 for number in (0, 1, 57, 10**9)} == {1}


@pytest.mark.slow
def test_bulk_measures_each_step_on_the_embedded_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KNOCKON_SAMPLES", str(tmp_path))
    (table,) = bulk.tables(replace(TINY, records=(30,)), (EMBEDDED,))
    steps = {"load", "again", "write", "COPY"}
    assert {(r["files"], r["step"]) for r in table.rows} == {(f"{kind}, 30", s) for kind in grown.KINDS for s in steps}
    assert all(int(row["entities"] or 0) >= 30 and int(row["edges"] or 0) >= 30 for row in table.rows)
