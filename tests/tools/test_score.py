"""What is read of the annotated articles stays above the floors."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import score


@pytest.mark.slow
@pytest.mark.parametrize("name", score.SETS)
def test_floors_hold(shared: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert (shared / "gold" / "score.py").is_file()
    code = score.main(["--set", name])
    printed = capsys.readouterr().out
    assert "RELATIONS core" in printed
    assert (code, printed.strip().splitlines()[-1][:60]) == (0, printed.strip().splitlines()[-1][:60])


def test_a_shortfall_is_named() -> None:
    report = {"entities": {"f": 0.95}, "relations_core": {"f": 0.5}}
    counts = {"modality_checked": 10, "modality_ok": 10, "trap_hits": 1}
    short = score.shortfalls("seeds", report, counts, ["003 HEDGE LOST OWNS A > B: possible"])
    assert short == [
        "seeds: relations_core 0.500 is below 0.88",
        "seeds: trap_hits is 1, not 0",
        "seeds: 003 HEDGE LOST OWNS A > B: possible",
    ]
