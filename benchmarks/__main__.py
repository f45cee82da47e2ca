"""Measure and print, and with --json FILE write: python -m benchmarks [QUESTION ...].

Ratios are of one run on one machine; compare them, not seconds of different machines. Each question is measured in a
process of its own, so that memory is its own too. With Neo4j where NEO4J_URI names an empty server, or Java and Maven
are there (tools/neo4j.py).
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.scale import FULL, TINY, Scale

QUESTIONS = ("reading", "loading", "bulk", "exposure", "view", "starting")
ON_STORES = {"loading", "bulk", "exposure"}
SCHEMA = "knockon-benchmarks-1"
PACKAGES = ("knockon", "spacy", "ladybug", "neo4j", "networkx")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="benchmarks", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    # argparse holds an empty list, too, against the choices
    parser.add_argument("questions", nargs="*", choices=[[], *QUESTIONS], metavar="QUESTION", help=", ".join(QUESTIONS))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to this file")
    parser.add_argument("--tiny", action="store_true", help="so little that only the structure counts")
    parser.add_argument("--records", type=int, nargs="+", metavar="N", help="how large the made files of records are")
    parser.add_argument("--ftm", type=Path, metavar="PATH", help="FollowTheMoney's command, if not on the PATH")
    parser.add_argument("--no-neo4j", action="store_true", help="leave Neo4j out")
    given = parser.parse_args(arguments)
    asked = given.questions or list(QUESTIONS)
    if len(asked) == 1:
        found = _answer(asked[0], _scale(given), neo4j=not given.no_neo4j)
        _print(found)
    else:
        passed_on = [f"--{name.replace('_', '-')}" for name in ("tiny", "no_neo4j") if getattr(given, name)]
        passed_on += ["--ftm", str(given.ftm)] if given.ftm else []
        passed_on += ["--records", *map(str, given.records)] if given.records else []
        found = [table for question in asked for table in _apart(question, passed_on)]
    if given.json:
        given.json.write_text(json.dumps(_report(found), indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


def _scale(given: argparse.Namespace) -> Scale:
    scale = replace(TINY if given.tiny else FULL, ftm=str(given.ftm) if given.ftm else shutil.which("ftm"))
    return replace(scale, records=tuple(given.records)) if given.records else scale


def _answer(question: str, scale: Scale, *, neo4j: bool) -> list[dict[str, Any]]:
    module = importlib.import_module(f"benchmarks.{question}")
    if question not in ON_STORES:
        return _plain(question, module.tables(scale, ()))
    from benchmarks.places import EMBEDDED, places

    if not neo4j:
        return _plain(question, module.tables(scale, (EMBEDDED,)))
    with places() as found:
        return _plain(question, module.tables(scale, found))


def _plain(question: str, tables: list[Any]) -> list[dict[str, Any]]:
    return [{"question": question, **asdict(table)} for table in tables]


def _print(tables: list[dict[str, Any]]) -> None:
    from benchmarks.measure import Table

    for table in tables:
        print(Table(table["title"], table["note"], table["rows"]), end="\n\n", flush=True)


def _apart(question: str, options: list[str]) -> list[dict[str, Any]]:
    """The tables of a question that a process of its own measures and prints."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tables.json"
        subprocess.run([sys.executable, "-m", "benchmarks", question, "--json", str(path), *options], check=True)
        return list(json.loads(path.read_text("utf-8"))["tables"])


def _report(tables: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "date": datetime.now(UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES},
        "tables": tables,
    }


if __name__ == "__main__":
    sys.exit(main())
