"""The README of data/ explains every file and every column, and nothing else."""

from __future__ import annotations

import re

from loaders.actions import Action, Entry
from loaders.firms import Firm
from loaders.table import TableRow
from tests.data.reading import ACTIONS, BRIEFS, DATA, ENTRIES, FIRMS, rows

README = (DATA / "README.md").read_text("utf-8")


def columns_under(heading: str) -> list[str]:
    section = README.split(f"## {heading}", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)


def required(heading: str) -> set[str]:
    section = README.split(f"## {heading}", 1)[1].split("\n## ", 1)[0]
    return set(re.findall(r"^\| `(\w+)` \| required", section, re.MULTILINE))


def test_columns_are_explained_in_order() -> None:
    tables: dict[str, type[TableRow]] = {"actions/actions.csv": Action, "The entries": Entry, "firms.csv": Firm}
    assert {heading: columns_under(heading) for heading in tables} == {
        heading: list(row.model_fields) for heading, row in tables.items()
    }
    assert {heading: required(heading) for heading in tables} == {
        heading: {name for name, about in row.model_fields.items() if about.is_required()}
        for heading, row in tables.items()
    }


def test_files_and_their_rows_are_named() -> None:
    counted = dict(re.findall(r"^\| \[(\S+)\]\(\S+\) \|.*\| (\d+)(?: files)? \|$", README, re.MULTILINE))
    found = {str(path.relative_to(DATA)): str(len(rows(path))) for path in (ACTIONS, *ENTRIES, FIRMS)}
    assert counted == found | {"briefs/": str(len(BRIEFS))}
    assert all(f"| {path.stem} |" in README for path in BRIEFS)


def test_every_source_is_explained() -> None:
    used = {
        cell
        for path in sorted(DATA.rglob("*.csv"))
        for row in rows(path)
        for column, cell in row.items()
        if column.endswith("_source") and cell
    }
    kinds = (
        r"15 CFR 744 Supp\. 4(, as of 2026-07-09)?",
        r"Consolidated Screening List of April 2022, citing \d+ FR \d+",
        r"91 FR 35189 \(.*\)",
        r"\d+ FR \d+( and \d+ FR \d+(, summed)?)?|FR \d{4}-\d{5}",
        r"(brief [a-z0-9-]+ \([A-Za-z ]+\)|SEC company tickers \(edgartools 5\.62\.1\))(; .*)?",
        r"(Hughes Hubbard & Reed|Paul Hastings), client note of .*",
        r"read from the name",
    )
    assert [source for source in sorted(used) if not any(re.fullmatch(kind, source) for kind in kinds)] == []


def test_tables_are_utf8_with_plain_line_ends() -> None:
    for path in (ACTIONS, *ENTRIES, FIRMS):
        data = path.read_bytes()
        assert data.decode("utf-8").endswith("\n")
        assert b"\r" not in data
        assert not data.startswith(b"\xef\xbb\xbf")
