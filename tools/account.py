"""Account for every record of real files: python tools/account.py [--check] writes the table in docs/formats.md.

The files are those of the samples (KNOCKON_SHARED names the folder that holds samples/). With `--check` nothing is
written, and a table that differs in anything but seconds is an error (exit 1).
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import loaders
from graph.claims import Part, Records
from graph.errors import KnockonError
from graph.fold import fold

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/formats.md"
START, END = "<!-- accounts -->", "<!-- end of accounts -->"
NOT_FILES = {"README.md", "lists.json"}  # of the samples; lists.json is an index of the lists beside it
HEAD = ("file", "format", "records", "refused", "cells", "claims", "nodes", "edges", "read, s", "fold, s")


@dataclass(frozen=True, slots=True)
class Account:
    """What became of one file. `records` are those in the file, `refused` those of them that were not taken."""

    file: str
    format: str
    records: int
    refused: int
    cells: int
    claims: int
    nodes: int
    edges: int
    reading: float
    folding: float

    @property
    def cells_of_row(self) -> tuple[str, ...]:
        counts = (self.records, self.refused, self.cells, self.claims, self.nodes, self.edges)
        return self.file, self.format, *(f"{n:,}" for n in counts), f"{self.reading:.2f}", f"{self.folding:.2f}"


def accounts(samples: Path) -> Iterator[Account]:
    """One for each file, in the order of their names; those of an archive, each."""
    for path in sorted(samples.rglob("*")):
        if path.is_file() and path.name not in NOT_FILES:
            name = str(path.relative_to(samples))
            try:
                yield from _of_file(name, path)
            except KnockonError as error:
                yield Account(name, f"refused: {_reason(error, name)}", 1, 1, 0, 0, 0, 0, 0, 0)


def _of_file(name: str, path: Path) -> Iterator[Account]:
    began = time.perf_counter()
    for said in loaders.open_file(name, path, partial=True):
        if not isinstance(said, Records):
            raise SystemExit(f"{name}: taken for {said.document.format}: no loader of records knows it")
        parts = list(said.parts)
        source = Records(said.document, iter(parts)).whole()
        read = time.perf_counter()
        view = fold([source])
        yield Account(
            name,
            source.document.format,
            len(parts),
            sum(1 for part in parts if _refused_whole(part)),
            sum(len(part.refused) for part in parts if not _refused_whole(part)),
            len(source.claims),
            len(view.entities),
            len(view.edges),
            read - began,
            time.perf_counter() - read,
        )
        began = time.perf_counter()


def _reason(error: KnockonError, name: str) -> str:
    return str(error).removeprefix(f"{name}: ").partition(".")[0]


def _refused_whole(part: Part) -> bool:
    return bool(part.refused) and not part.claims


def table(rows: list[tuple[str, ...]]) -> str:
    numbers = "|" + " --- | --- |" + " ---: |" * (len(HEAD) - 2)
    return "\n".join(["| " + " | ".join(HEAD) + " |", numbers, *("| " + " | ".join(row) + " |" for row in rows)])


def written() -> list[tuple[str, ...]]:
    """The rows that the page holds."""
    found = re.search(f"{START}(.*?){END}", PAGE.read_text("utf-8"), re.DOTALL)
    lines = found[1].strip().splitlines()[2:] if found else []
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


def main(arguments: list[str]) -> int:
    samples = Path(os.environ.get("KNOCKON_SHARED") or ROOT.parent / "shared") / "samples"
    rows = [account.cells_of_row for account in accounts(samples)]
    if "--check" in arguments:
        differing = sorted({row[0] for row in {r[:-2] for r in rows} ^ {r[:-2] for r in written()}})
        sys.stderr.writelines(f"docs/formats.md is out of date: {name}\n" for name in differing)
        return 1 if differing else 0
    page = PAGE.read_text("utf-8")
    start, end = page.index(START), page.index(END)
    PAGE.write_text(f"{page[:start]}{START}\n{table(rows)}\n{page[end:]}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
