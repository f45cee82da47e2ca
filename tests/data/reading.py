"""The shipped tables, and the official lists that they are checked against."""

from __future__ import annotations

import csv
import gzip
import json
import re
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[2] / "data"
ACTIONS = DATA / "actions" / "actions.csv"
ENTRIES = tuple(sorted(set((DATA / "actions").glob("*.csv")) - {ACTIONS}))
FIRMS = DATA / "firms.csv"
BRIEFS = tuple(sorted((DATA / "briefs").glob("*.md")))

# The pages of each notice: an entry's citation names one of them, not the first.
PAGES = {
    "entity-list-2019-05-huawei": (84, range(22961, 22970)),
    "entity-list-2019-10": (84, range(54002, 54010)),
    "entity-list-2020-06-military": (85, range(34495, 34503)),
    "entity-list-2020-06-xinjiang": (85, range(34503, 34511)),
}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def entries(action: str) -> list[dict[str, str]]:
    return [row for path in ENTRIES for row in rows(path) if row["action"] == action]


def entity_list(samples: Path) -> list[dict[str, Any]]:
    """The Entity List of July 2026, parsed."""
    with gzip.open(samples / "us-lists-2026-parsed" / "bis_entity_list.json.gz", "rt", encoding="utf-8") as file:
        found: list[dict[str, Any]] = json.load(file)["entities"]
    return found


def screening_list(samples: Path) -> list[dict[str, str]]:
    """The Entity List rows of the Consolidated Screening List of April 2022."""
    with gzip.open(samples / "csl-csv" / "consolidated.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["source"].startswith("Entity List")]


def citations(text: str) -> list[tuple[int, int]]:
    return [(int(volume), int(page)) for volume, page in re.findall(r"(\d+) FR (\d+)", text)]


def added_by(text: str, action: str) -> bool:
    """Whether an entry's earliest citation is a page of the action's notice."""
    volume, pages = PAGES[action]
    found = min(citations(text), default=(0, 0))
    return found[0] == volume and found[1] in pages


def letters(name: str) -> str:
    """A name by its letters and digits: the screening list lost quotes and hyphens, and spells Uyghur with an i."""
    return re.sub(r"[^a-z0-9]", "", name.lower()).replace("uighur", "uyghur")
