"""The table in docs/formats.md accounts for every record of the samples, and is what comes of them today."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import account


@pytest.mark.slow
def test_the_table_of_real_files_is_what_comes_of_them(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNOCKON_SHARED", str(shared))
    assert account.main(["--check"]) == 0


def test_every_record_of_a_file_is_loaded_or_refused() -> None:
    rows = [dict(zip(account.HEAD, row, strict=True)) for row in account.written()]
    assert len(rows) > 40
    for row in rows:
        records, refused, claims = (int(row[name].replace(",", "")) for name in ("records", "refused", "claims"))
        assert refused <= records
        assert claims or refused or row["file"].endswith("psc_totals.json"), row["file"]  # a count that says no more
