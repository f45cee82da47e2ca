"""Records are read to the last cell; what breaks a rule is refused alone, what changes the format stops the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from graph.claims import Records
from graph.errors import InputError
from graph.model import Grade, Label, Predicate
from loaders.listings import Entry
from loaders.media.opening import opened
from loaders.official_lists import list_called, official_lists
from loaders.places import country_code
from loaders.records import Cells, Record, Recorder, Refused

Item = dict[str, Any]


def records(items: list[Item], read: Callable[[Record, Any], None], *, expected: int | None = None) -> Records:
    (file,) = opened("list.csv", b"x")
    recorder = Recorder(file, "test", publisher="Ministry of Lists", series="test-list", published="2024-05")
    recorder.expected = expected
    return recorder.records(enumerate(items, start=1), read)


def read(record: Record, item: Item) -> None:
    cells = Cells(item, missing=("", "-"))
    name = cells.need("name")
    party = record.party(Label.COMPANY, f"row {record.number}", name)
    record.say("name", name, Predicate.NAMED, party, value=name)
    since = cells.date("since")
    Entry(record, party, "entity-list", local=str(record.number), column="name", quote=name, since=since)
    if (country := cells.text("country")) and (key := record.country(country)):
        record.say("country", country, Predicate.LOCATED_IN, party, object=key)
    elif country:
        record.refuse("country", country, f"{country!r} is no country")
    cells.ignore("comment")
    cells.done(f"list.csv, row {record.number}")


GOOD = {"name": " Velmora Ltd ", "since": "2019-10", "country": "United Kingdom", "comment": "x"}


def test_a_record_becomes_parties_and_claims_with_their_cells() -> None:
    source = records([GOOD, {"name": "Ostrava AS", "country": "-"}], read).whole()
    claims = {(c.predicate.value, c.row, c.column, c.quote, c.valid_from, c.grade) for c in source.claims}
    official = Grade.OFFICIAL
    assert claims == {
        ("NAMED", 1, "name", "Velmora Ltd", None, official),
        ("LISTED_BY", 1, "name", "Velmora Ltd", "2019-10", official),
        ("LISTING_OF", 1, "name", "Velmora Ltd", None, official),
        ("ON_LIST", 1, "name", "Velmora Ltd", None, official),
        ("LOCATED_IN", 1, "country", "United Kingdom", None, official),
        ("NAMED", 2, "name", "Ostrava AS", None, official),
        ("LISTED_BY", 2, "name", "Ostrava AS", None, official),
        ("LISTING_OF", 2, "name", "Ostrava AS", None, official),
        ("ON_LIST", 2, "name", "Ostrava AS", None, official),
    }
    assert (source.document.source, source.document.series, source.document.text) == (
        "ministry of lists",
        "test-list",
        "",
    )
    assert {p.anchor for p in source.parties} == {None, "entity-list", "gb"}


def test_a_bad_record_is_refused_alone_and_a_bad_cell_leaves_its_record() -> None:
    bad = {"name": "-"}
    worse = {"name": "Quellin SA", "since": "2019-02-30"}
    odd = {"name": "Quellin SA", "country": "Atlantis"}
    source = records([GOOD, bad, worse, odd], read).whole()
    assert [(r.place, r.reason) for r in source.refused] == [
        ("list.csv, row 2", "column 'name': empty"),
        ("list.csv, row 3", "column 'since': '2019-02-30' is no ISO 8601 date that the calendar has"),
        ("list.csv, row 4, column 'country'", "'Atlantis' is no country"),
    ]
    assert {c.row for c in source.claims} == {1, 4}


def test_a_column_that_nobody_knows_stops_the_file() -> None:
    with pytest.raises(InputError, match=r"list\.csv, row 2: unexpected 'notes2' \('new'\)"):
        records([GOOD, {**GOOD, "notes2": "new"}], read).whole()
    assert records([{**GOOD, "notes2": ""}], read).whole().claims


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([], "no record in it"),
        ([{"name": ""}] * 3, "none of its 3 records can be taken"),
        ([GOOD] * 20 + [{"name": ""}] * 40, "are refused, the last because column 'name': empty"),
    ],
)
def test_a_file_that_is_not_what_it_was_taken_for_stops(items: list[Item], words: str) -> None:
    with pytest.raises(InputError, match=words):
        records(items, read).whole()


def test_a_count_that_contradicts_the_files_own_header_stops() -> None:
    assert records([GOOD], read, expected=1).whole().claims
    with pytest.raises(InputError, match=r"1 records, but its own header says 2.*--partial"):
        records([GOOD], read, expected=2).whole()


def test_a_cell_that_is_no_text_is_refused() -> None:
    with pytest.raises(Refused, match="column 'a': 7 is no text"):
        Cells({"a": 7}).text("a")


def test_every_official_list_is_called_by_its_own_name_and_spellings() -> None:
    found = {entry.anchor: list_called(entry.name) for entry in official_lists().values()}
    assert {anchor: entry.anchor if entry else None for anchor, entry in found.items()} == {a: a for a in found}
    assert list_called("a list of shoes") is None


def test_countries_are_known_by_code_and_name() -> None:
    assert [country_code(t) for t in ("GB", "gb", "United Kingdom", "U.A.E.", "Atlantis")] == [
        "gb",
        "gb",
        "gb",
        "ae",
        None,
    ]
