"""The Denied Persons List: who is denied export privileges, from when until when, by which notices."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.claims import Source
from graph.errors import InputError
from graph.model import Label, Predicate
from loaders import read, recognise
from tests.loaders.damage import cut, damages, facts, outcome

COLUMNS = (
    "Name",
    "Street_Address",
    "City",
    "State",
    "Country",
    "Postal_Code",
    "Effective_Date",
    "Expiration_Date",
    "Standard_Order",
    "Last_Update",
    "Action",
    "FR_Citation",
)
ROW = {
    "Name": " MILL EXPORTS LTD",
    "Street_Address": "1 MILL LANE",
    "City": "LIMASSOL",
    "State": "CY",
    "Postal_Code": "3030",
    "Effective_Date": "02/03/2031",
    "Expiration_Date": "02/03/2041",
    "Standard_Order": "Y",
    "Last_Update": "2031-02-10",
    "Action": "FR NOTICE ADDED",
    "FR_Citation": "96 F.R. 8100 2/6/2031, 96 F.R. 9100 2/20/2031",
}


def line(*cells: str) -> str:
    return "\t".join(f'"{cell}"' for cell in cells)


def file(*rows: dict[str, str]) -> bytes:
    return "\n".join([line(*COLUMNS), *(line(*(row.get(c, "") for c in COLUMNS)) for row in rows)]).encode()


def said(found: Source, predicate: Predicate) -> set[tuple[str, str]]:
    return {(subject, what) for subject, kind, what in facts(found) if kind == predicate.value}


def test_an_order_has_its_dates_notices_and_terms() -> None:
    assert recognise("x", file(ROW)).name == "denied-persons"
    found = read("dpl.txt", file(ROW))
    entry = "MILL EXPORTS LTD, Denied Persons List"
    assert said(found, Predicate.LISTED_BY) == {("MILL EXPORTS LTD", "Denied Persons List")}
    (listed,) = [c for c in found.claims if c.predicate is Predicate.LISTED_BY]
    assert (listed.valid_from, listed.valid_to, listed.row, listed.column) == ("2031-02-03", None, 1, "Name")
    assert said(found, Predicate.EFFECTIVE_ON) == {(entry, "2031-02-03")}
    assert said(found, Predicate.EXPIRES_ON) == {(entry, "2041-02-03")}
    assert said(found, Predicate.CITED_AS) == {(entry, "96 FR 8100"), (entry, "96 FR 9100")}
    assert said(found, Predicate.REMARK) == {(entry, "standard order"), (entry, "action: FR NOTICE ADDED")}
    assert said(found, Predicate.HAS_ADDRESS) == {("MILL EXPORTS LTD", "1 MILL LANE, LIMASSOL, CY, 3030")}
    assert (found.document.published, found.document.series) == ("2031-02-10", "bis-denied-persons")
    assert found.document.official


def test_an_empty_country_stays_unknown_and_one_that_is_none_is_refused() -> None:
    found = read(
        "dpl.txt", file(ROW, {**ROW, "Name": "B LTD", "Country": "NO"}, {**ROW, "Name": "C LTD", "Country": "ZZ"})
    )
    assert said(found, Predicate.LOCATED_IN) == {("B LTD", "Norway")}
    assert [(r.text, r.reason) for r in found.refused] == [("ZZ", "no country is known by this code")]


def test_an_order_that_was_over_when_the_list_was_published_has_ended() -> None:
    over = {**ROW, "Expiration_Date": "02/09/2031", "Name": " DONE LTD"}
    found = read("dpl.txt", file(ROW, over))
    ended = {(c.predicate.value, c.value) for c in found.claims if c.value in ("2031-02-09", "2041-02-03")}
    assert ended == {("ENDED_ON", "2031-02-09"), ("EXPIRES_ON", "2041-02-03")}
    assert {c.valid_to for c in found.claims if c.predicate is Predicate.LISTED_BY} == {"2031-02-09", None}


def test_rows_of_one_name_are_one_party_and_each_order_an_entry() -> None:
    moved = {**ROW, "Street_Address": "2 MILL LANE"}
    again = {**ROW, "Effective_Date": "05/06/2032", "Expiration_Date": ""}
    found = read("dpl.txt", file(ROW, moved, again))
    assert [p.name for p in found.parties if p.label is Label.COMPANY] == ["MILL EXPORTS LTD"]
    assert len([p for p in found.parties if p.label is Label.LISTING]) == 2
    assert {c.value for c in found.claims if c.predicate is Predicate.EXPIRES_ON} == {"2041-02-03"}
    assert len(said(found, Predicate.HAS_ADDRESS)) == 2


@pytest.mark.parametrize(
    ("name", "label", "names"),
    [
        ("ANNA PINE A/K/A ANN PINE", Label.PERSON, {"ANNA PINE", "ANN PINE"}),
        ("ANNA PINE", Label.PERSON, {"ANNA PINE"}),
        ("MILL TRADING", Label.ORGANISATION, {"MILL TRADING"}),
    ],
)
def test_the_name_tells_what_it_names(name: str, label: Label, names: set[str]) -> None:
    found = read("dpl.txt", file({**ROW, "Name": name}))
    assert {what for _, what in said(found, Predicate.NAMED)} == names
    assert label in {p.label for p in found.parties}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Effective_Date": "13/45/2031"}, "no day"),
        ({"Expiration_Date": "2031-01-01"}, "no day"),
        ({"Name": " "}, "column 'Name': empty"),
    ],
)
def test_a_bad_row_is_refused_alone(change: dict[str, str], reason: str) -> None:
    found = read("dpl.txt", file(ROW, ROW | change))
    (refusal,) = found.refused
    assert reason in refusal.reason
    assert refusal.place == "dpl.txt, row 2"


def test_a_day_beyond_all_orders_is_not_the_day_of_the_file() -> None:
    found = read("dpl.txt", file(ROW, {**ROW, "Last_Update": "3031-02-10"}))
    assert found.document.published == "2031-02-10"
    assert [r.text for r in found.refused] == ["3031-02-10"]


def test_a_new_column_stops_the_file() -> None:
    data = file(ROW).replace(b'"FR_Citation"', b'"FR_Citation"\t"Colour"')
    with pytest.raises(InputError, match="unexpected column 'Colour'"):
        read("dpl.txt", data)


def test_a_damaged_file_stops() -> None:
    data = file(ROW, {**ROW, "Name": "B LTD"})
    whole = facts(read("dpl.txt", data))
    assert {outcome("dpl.txt", part, "denied-persons", lambda s: facts(s) < whole) for part in cut(data)} <= {
        "refused",
        "whole",
    }
    outcomes = {d: outcome("dpl.txt", bad, "denied-persons", lambda s: facts(s) == whole) for d, bad in damages(data)}
    assert outcomes == {"doubled": "refused", "utf-16": "refused", "latin-1": "whole"}
    assert outcome("dpl.txt", data + b"\n" + data, "denied-persons") == "refused"
    assert outcome("dpl.txt", data[: data.rindex(b"\t")], "denied-persons") == "refused"


def test_every_row_of_the_sample_is_taken(samples: Path) -> None:
    path = samples / "bis-denied-persons" / "dpl.txt"
    found = read(path.name, path.read_bytes())
    assert len([c for c in found.claims if c.predicate is Predicate.LISTED_BY]) == 546
    assert [r for r in found.refused if "column" not in r.place] == []
    assert len([p for p in found.parties if p.label in (Label.PERSON, Label.COMPANY, Label.ORGANISATION)]) == 415
    assert found.document.published == "2019-06-12"
