"""Start-up: what a command costs as a process of its own.

This module imports little: Linux counts the size of a process at its fork as its child's.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.measure import Cell, Table, largest
from benchmarks.scale import Scale

NOTE = """\
Wall-clock and processor seconds, the median of the rounds after one that warms the file cache; the peak of the last."""
COMMAND = Path(sys.executable).with_name("knockon")


def tables(scale: Scale, _places: object) -> list[Table]:
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "graph")
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "import spacy": [sys.executable, "-W", "ignore", "-c", "import spacy"],
            "knockon --help": [str(COMMAND), "--help"],
            "knockon demo (a new store)": [str(COMMAND), "demo", "--store", "NEW", "--page", f"{folder}/page.html"],
            "knockon demo (the same again)": [str(COMMAND), "demo", "--store", store, "--page", f"{folder}/page.html"],
            "knockon query listed": [str(COMMAND), "query", "listed", "--store", store],
            "knockon exposure": [str(COMMAND), "exposure", "--store", store],
        }
        rows = [_row(name, words, scale.rounds, Path(folder)) for name, words in commands.items()]
    return [Table("Start-up: commands as processes", NOTE, rows)]


def _row(name: str, words: Sequence[str], rounds: int, folder: Path) -> dict[str, Cell]:
    taken = [_run([str(folder / f"new-{i}") if w == "NEW" else w for w in words], folder) for i in range(rounds + 1)]
    seconds, cpu = (median(one[i] for one in taken[1:]) for i in (0, 1))
    return {"command": name, "seconds": seconds, "cpu": cpu, "peak MiB": round(taken[-1][2])}


def _run(words: Sequence[str], folder: Path) -> tuple[float, float, float]:
    """Seconds, processor seconds and MiB of one process. Raises CalledProcessError with what it wrote."""
    began = time.perf_counter()
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen(words, stdout=out, stderr=subprocess.STDOUT, cwd=folder)
        _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        said = (folder / "out").read_text(errors="replace")
        error = subprocess.CalledProcessError(process.returncode, words, said)
        error.add_note(said)
        raise error
    return seconds, used.ru_utime + used.ru_stime, largest(used.ru_maxrss)
