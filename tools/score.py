#!/usr/bin/env python3
"""Score what the loaders read in annotated articles; exits with 1 below the floors.

    tools/score.py [--set seeds|articles|all] [--per-doc] [-v] [--no-floors]

The articles and their scorer are no part of this repository: they are looked for in $KNOCKON_SHARED/gold, else in
../shared/gold beside the repository.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SETS = ("seeds", "articles")
# Names of the scorer's counters that may not exceed zero in any set.
NONE_OF = ("quotes_not_exact", "quotes_missing", "leak_nodes", "leak_relations", "trap_hits", "negated_asserted")
FLOORS: Mapping[str, Mapping[str, float]] = {
    "seeds": {"entities": 0.92, "relations_core": 0.88, "modality": 0.90},
    "articles": {"relations_core": 0.70, "modality": 0.90},
}
# Hedged in the text, plain in the answer: what must never happen.
HEDGED = frozenset({"reported", "possible", "negated"})


def gold_folder() -> Path:
    return Path(os.environ.get("KNOCKON_SHARED") or ROOT.parent / "shared") / "gold"


def scorer(folder: Path) -> ModuleType:
    """The scorer as it stands beside the articles."""
    spec = importlib.util.spec_from_file_location("gold_score", folder / "score.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"{folder / 'score.py'} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def annotations(folder: Path) -> dict[str, Any]:
    """The annotation of each document, with its text, as the scorer wants it."""
    found = {}
    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        text = next(iter(sorted(folder.glob(f"{gold['doc']}*.txt"))), None)
        found[gold["doc"]] = gold | ({"_text": text.read_text("utf-8")} if text else {})
    return found


def predictions(folder: Path, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The neutral form of each text that has a gold annotation, by its name."""
    from loaders import read
    from loaders.neutral import to_neutral

    texts = {name: next(iter(sorted(folder.glob(f"{name}*.txt")))) for name in names}
    return {name: to_neutral(read(path.name, path.read_bytes())) | {"doc": name} for name, path in texts.items()}


def score_set(module: ModuleType, name: str) -> tuple[Any, Any, list[str], dict[str, Any]]:
    """Summed counters of one set, the log, and the scorer's counters by document."""
    gold = annotations(gold_folder() / name)
    predicted = predictions(gold_folder() / name, sorted(gold))
    sums: Any = defaultdict(Counter)
    counts: Any = Counter()
    log: list[str] = []
    each: dict[str, Any] = {}
    for doc in sorted(gold):
        scored, counted, lines = module.score_doc(gold[doc], predicted[doc])
        for key, values in scored.items():
            sums[key].update(values)
        counts.update(counted)
        each[doc] = (scored, counted)
        log += [f"{doc} {line}" for line in [*lines, *asserted_hedges(module, gold[doc], predicted[doc])]]
    return sums, counts, log, each


def asserted_hedges(module: ModuleType, gold: Mapping[str, Any], predicted: Mapping[str, Any]) -> list[str]:
    """Relations that are given as asserted where every fitting annotation hedges them."""
    names = module.Names(gold)
    found = []
    for relation in predicted["relations"]:
        kind, _ = module.canon(relation["type"])
        ends = names.find(relation["from"]), names.find(relation["to"])
        fitting = [
            r["modality"]
            for r in gold["relations"]
            if module.canon(r["type"])[0] == kind
            and r["from"] == ends[0]
            and ends[1] in [r["to"], *r.get("to_alt", [])]
        ]
        if relation["modality"] == "asserted" and fitting and set(fitting) <= HEDGED and kind != "STATEMENT_BY":
            found.append(f"HEDGE LOST {kind} {relation['from']} > {relation['to']}: {'/'.join(sorted(set(fitting)))}")
    return found


def shortfalls(name: str, report: Mapping[str, Any], counts: Mapping[str, int], log: Iterable[str]) -> list[str]:
    """What falls below the floors of the set, in words."""
    checked = counts.get("modality_checked", 0)
    reached = {key: report[key]["f"] or 0.0 for key in ("entities", "relations_core")}
    reached["modality"] = counts.get("modality_ok", 0) / checked if checked else 0.0
    short = [
        f"{name}: {key} {reached[key]:.3f} is below {floor}"
        for key, floor in FLOORS[name].items()
        if reached[key] < floor
    ]
    if name == "seeds":
        short += [f"{name}: {key} is {counts[key]}, not 0" for key in NONE_OF if counts.get(key)]
        short += [f"{name}: {line}" for line in log if "HEDGE LOST" in line]
    return short


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", default="all", choices=[*SETS, "all"])
    parser.add_argument("--per-doc", action="store_true", help="a table for each document as well")
    parser.add_argument("-v", action="store_true", help="every miss and every wrong one")
    parser.add_argument("--no-floors", action="store_true", help="only print")
    options = parser.parse_args(arguments)
    folder = gold_folder()
    if not (folder / "score.py").is_file():
        sys.exit(f"{folder} has no score.py: set KNOCKON_SHARED to the folder that holds gold/")
    module = scorer(folder)
    short: list[str] = []
    for name in SETS if options.set == "all" else (options.set,):
        sums, counts, log, each = score_set(module, name)
        for doc, (scored, counted) in each.items() if options.per_doc else ():
            module.report(f"{name} {doc}", scored, counted)
        print("\n".join(log if options.v else [line for line in log if "HEDGE LOST" in line]))  # noqa: T201
        report = module.report(f"{name}: {len(each)} documents", sums, counts)
        short += [] if options.no_floors else shortfalls(name, report, counts, log)
    print("\n".join(short))  # noqa: T201
    return 1 if short else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
