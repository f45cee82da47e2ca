"""`knockon diff`: files and loaded versions, its forms and its exit codes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.knockon.conftest import Run
from tests.knockon.test_cli import table

SHIPPED = Path(__file__).resolve().parents[2] / "data/actions/entity-list-2020-06-xinjiang.csv"
GONE, CITED = "Institute of Forensic Science", "CloudWalk Technology"
REMOVAL = ("ended", "ended_by", "ended_source")


def write(name: str, rows: list[dict[str, str]]) -> None:
    with Path(name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, "entries": str(len(rows))} for row in rows)


@pytest.fixture
def rows() -> list[dict[str, str]]:
    """The shipped table of nine, one of which a notice has removed since."""
    return list(csv.DictReader(io.StringIO(SHIPPED.read_text("utf-8"))))


@pytest.fixture
def older(rows: list[dict[str, str]]) -> str:
    """The table as it was before the removal."""
    write("old.csv", [row | dict.fromkeys(REMOVAL, "") for row in rows])
    return "old.csv"


@pytest.fixture
def newer(rows: list[dict[str, str]]) -> str:
    """One row less, one citation changed, no word on why."""
    kept = [row for row in rows if GONE not in row["name"]]
    write("new.csv", [row | ({"citation": "85 FR 34506"} if row["name"] == CITED else {}) for row in kept])
    return "new.csv"


def _called(row: dict[str, str]) -> str:
    return GONE if GONE in row["party"] else row["party"]


def test_two_files(run: Run, older: str, newer: str) -> None:
    done = run("diff", older, newer)
    found = table(done.stdout)
    assert done.exit_code == 1
    assert {(row["change"], _called(row), row["field"], row["old"], row["new"]) for row in found} == {
        ("changed", CITED, "citation", "85 FR 34505", "85 FR 34506"),
        ("missing; the newer version bears no date", GONE, "", "", ""),
    }
    assert {row["list"] for row in found} == {"Entity List"}


def test_no_change_exits_with_zero_in_every_form(run: Run, older: str) -> None:
    for form in ((), ("--json",), ("--csv",), ("--markdown",)):
        assert run("diff", older, older, *form).exit_code == 0
    assert table(run("diff", older, older).stdout) == []
    assert "no entry differs" in run("diff", older, older, "--markdown").stdout


def test_csv_and_json_say_the_same(run: Run, older: str, newer: str) -> None:
    lines = list(csv.DictReader(io.StringIO(run("diff", older, newer, "--csv").stdout)))
    said = json.loads(run("diff", older, newer, "--json").stdout)
    assert (said["schema"], said["unchanged"], said["old"]["name"]) == ("knockon/diff/1", 7, "old")
    assert [c["status"] for c in said["changes"]] == [row["change"] for row in lines]
    (cited,) = [c for c in said["changes"] if c["change"] == "changed"]
    (gone,) = cited["fields"][0]["gone"].items()
    assert gone == ("85 FR 34505", f"row {cited['old']['place'].split()[1].strip(',')}, column citation")


def test_a_notice_that_is_loaded_tells_an_end(run: Run, older: str, newer: str) -> None:
    assert run("load", older, newer).exit_code == 0
    assert "missing" in run("diff", "old", "new").stdout
    assert run("load", SHIPPED).exit_code == 0
    (gone,) = [row for row in table(run("diff", "old", "new").stdout) if GONE in row["party"]]
    assert (gone["change"], gone["old place"].split(",")[0]) == ("ended 2023-11-16", SHIPPED.stem)


def test_a_loaded_version_and_a_file(run: Run, older: str, newer: str) -> None:
    run("load", older)
    assert run("diff", "old", newer).stdout == run("diff", older, newer).stdout


def test_what_there_is_not(run: Run, older: str) -> None:
    assert (run("diff", older, "absent.csv").exit_code, "no such file" in run("diff", older, "absent.csv").stderr) == (
        4,
        True,
    )
    run("load", older)
    assert run("diff", older, "absent").exit_code == 3
