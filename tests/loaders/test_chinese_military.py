"""Chinese military companies with their parents, from a table made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.claims import Source
from graph.errors import InputError
from graph.model import Grade, Label, Predicate
from loaders import read, recognise
from tests.loaders.damage import cut, damages, facts, outcome
from tests.loaders.tables import table

ROW = {
    "Name": "Acme Drones Co., Ltd. (ACMED)*",
    "Clean Name": "Acme Drones Co., Ltd.",
    "Alias": "ACMED,Acme UAV",
    "Previous Name": "Acme Kites Co., Ltd.; KITES",
    "Parent Name": "Bolt Aviation Group Corporation Limited (BAGC)",
    "Note": "directly owned by the state",
    "Start date": "2025-01-07",
    "End date": "",
    "Source Url": "https://list.example/2025.pdf",
}
BOLT = dict.fromkeys(ROW, "") | {
    "Name": "Bolt Aviation Group Corporation Ltd.",
    "Clean Name": "Bolt Aviation Group Corporation Ltd.",
    "Start date": "2021-06-03",
    "End date": "2026-06-08",
}


def source(*rows: dict[str, str]) -> Source:
    return read("sanctions.csv", table(*rows))


def said(found: Source, predicate: Predicate) -> set[tuple[str, str]]:
    return {(subject, what) for subject, kind, what in facts(found) if kind == predicate.value}


def test_an_entry_is_stated_with_its_dates_and_notes() -> None:
    assert recognise("x", table(ROW)).name == "chinese-military"
    found = source(ROW)
    entry = "Acme Drones Co., Ltd., Section 1260H list of Chinese military companies"
    assert said(found, Predicate.LISTED_BY) == {
        ("Acme Drones Co., Ltd.", "Section 1260H list of Chinese military companies")
    }
    assert said(found, Predicate.ANNOUNCED_ON) == {(entry, "2025-01-07")}
    assert said(found, Predicate.REMARK) == {
        (entry, "marked * in the list"),
        (entry, "directly owned by the state"),
        (entry, "source: https://list.example/2025.pdf"),
        ("Acme Drones Co., Ltd.", "former name Acme Kites Co., Ltd."),
        ("Acme Drones Co., Ltd.", "former name KITES"),
    }
    assert {c.grade for c in found.claims} == {Grade.STATED}
    assert (found.document.official, found.document.publisher) == (False, "OpenSanctions")


def test_all_names_survive() -> None:
    assert {what for who, what in said(source(ROW), Predicate.NAMED) if who.startswith("Acme")} == {
        "Acme Drones Co., Ltd.", "ACMED", "Acme UAV", "Acme Kites Co., Ltd.", "KITES",
    }  # fmt: skip


def test_a_parent_owns_an_unknown_share_since_an_unknown_day() -> None:
    found = source(ROW, BOLT)
    (stake,) = [c for c in found.claims if c.predicate is Predicate.OWNS]
    assert (stake.quote, stake.quantity, stake.valid_from, stake.valid_to) == (ROW["Parent Name"], None, None, None)
    # The parent is the company of its own row, though that writes its legal form otherwise.
    parent = "Bolt Aviation Group Corporation Limited"
    assert said(found, Predicate.OWNS) == {(parent, "Acme Drones Co., Ltd.")}
    assert {what for who, what in said(found, Predicate.NAMED) if who == parent} >= {"BAGC", BOLT["Clean Name"]}
    assert len([p for p in found.parties if p.label is Label.COMPANY]) == 2


@pytest.mark.parametrize(
    ("start", "end", "list_", "newest"),
    [
        ("2021-06-03", "2026-06-08", "Section 1260H", "2026-06-08"),
        ("2020-06-12", "", "Section 1237", "2020-06-12"),
    ],
)
def test_the_day_tells_the_list(start: str, end: str, list_: str, newest: str) -> None:
    found = source({**ROW, "Start date": start, "End date": end})
    ((_, name),) = said(found, Predicate.LISTED_BY)
    assert name.startswith(list_)
    assert [(c.valid_from, c.valid_to) for c in found.claims if c.predicate is Predicate.LISTED_BY] == [
        (start, end or None)
    ]
    assert {what for _, what in said(found, Predicate.ENDED_ON)} == ({end} if end else set())
    assert found.document.published == newest


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Start date": ""}, "which list it is on does not show"),
        ({"Start date": "2025-02-30"}, "no ISO 8601 date"),
        ({"Clean Name": ""}, "column 'Clean Name': empty"),
    ],
)
def test_a_bad_row_is_refused_alone(change: dict[str, str], reason: str) -> None:
    found = source(BOLT, ROW | change)
    (refusal,) = found.refused
    assert reason in refusal.reason
    assert said(found, Predicate.OWNS) == set()


def test_who_is_its_own_parent_is_no_owner() -> None:
    found = source({**ROW, "Parent Name": "Acme Drones Co. Ltd"})
    assert ([r.text for r in found.refused], said(found, Predicate.OWNS)) == (["Acme Drones Co. Ltd"], set())


def test_a_new_column_stops_the_file() -> None:
    with pytest.raises(InputError, match="unexpected column 'Colour'"):
        source({**ROW, "Colour": "red"})


def test_a_damaged_file_stops() -> None:
    data = table(ROW, {**BOLT, "Alias": "Bœlt"})
    whole = facts(read("sanctions.csv", data))
    taken = {outcome("sanctions.csv", part, "chinese-military", lambda s: facts(s) < whole) for part in cut(data)}
    assert taken <= {"refused", "whole"}
    assert {outcome("sanctions.csv", bad, "chinese-military") for what, bad in damages(data) if what != "latin-1"} == {
        "refused"
    }


def test_every_row_of_the_sample_is_taken(samples: Path) -> None:
    path = samples / "dod-1260h-parents" / "sanctions.csv"
    found = read(path.name, path.read_bytes())
    listed = [c for c in found.claims if c.predicate is Predicate.LISTED_BY]
    stakes = [c for c in found.claims if c.predicate is Predicate.OWNS]
    assert (len(listed), len(stakes), found.refused) == (397, 197, ())
    assert found.document.published == "2026-06-08"
    assert ("Huawei Investment & Holding Co., Ltd.", "Huawei Technologies Co., Ltd.") in said(found, Predicate.OWNS)
