"""Seconds and memory of one piece of work, and the tables that hold them."""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")
Cell = str | int | float | bool | None
_MIB = 1024**2


@dataclass(frozen=True, slots=True)
class Measured(Generic[T]):
    """`cpu` counts the seconds of all threads of this process, and of the server where one is given to `measure`;
    `peak` is the largest size of this process meanwhile, in MiB.
    """

    result: T
    seconds: float
    cpu: float
    peak: float

    @property
    def cells(self) -> dict[str, Cell]:
        return {"seconds": self.seconds, "cpu": self.cpu, "peak MiB": round(self.peak)}


@dataclass(frozen=True, slots=True)
class Table:
    """What one question found. Every row has the same columns; a cell that does not apply is None."""

    title: str
    note: str
    rows: Sequence[Mapping[str, Cell]]

    def __str__(self) -> str:
        columns = list(self.rows[0]) if self.rows else []
        written = [columns, *([_written(row[c]) for c in columns] for row in self.rows)]
        widths = [max(len(line[i]) for line in written) for i in range(len(columns))]
        lines = ["  ".join(_aligned(cell, w) for cell, w in zip(line, widths, strict=True)) for line in written]
        return "\n".join([self.title, *(line.rstrip() for line in lines), self.note])


def measure(work: Callable[[], T], *, server: int | None = None) -> Measured[T]:
    """Do it once. What earlier work left to be collected is collected first. `server` is the id of a process."""
    gc.collect()
    _forget_peak()
    cpu, began = _processor(server), time.perf_counter()
    result = work()
    ended, cpu_ended = time.perf_counter(), _processor(server)
    return Measured(result, ended - began, cpu_ended - cpu, _peak())


def _processor(server: int | None) -> float:
    """Seconds of this process and, on Linux, of the server."""
    served = 0.0
    path = Path(f"/proc/{server}/stat")
    if server is not None and path.exists():
        fields = path.read_text().rpartition(")")[2].split()  # from the third on; 14 and 15 are utime and stime
        served = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return time.process_time() + served


def _forget_peak() -> None:
    """Let Linux count the peak from here on; elsewhere it is that of the process since its start."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _peak() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return largest(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def largest(ru_maxrss: int) -> float:
    """`ru_maxrss` in MiB: macOS counts bytes, the others KiB."""
    return ru_maxrss / (_MIB if sys.platform == "darwin" else 1024)


def _written(cell: Cell) -> str:
    if cell is None:
        return "-"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{cell:,.3f}" if abs(cell) < 10 else f"{cell:,.1f}"
    return f"{cell:,}" if isinstance(cell, int) else cell


def _aligned(cell: str, width: int) -> str:
    return cell.rjust(width) if cell[:1].isdigit() or cell == "-" else cell.ljust(width)
