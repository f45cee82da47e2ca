"""Tables of actions and entries: what they say, and what they refuse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.claims import Claim, Source
from graph.errors import InputError
from graph.model import Grade, Label, Predicate
from loaders.actions import FORMAT, is_actions, read_actions
from tests.data.reading import ACTIONS, ENTRIES, FIRMS, rows
from tests.loaders.tables import ACTION, ENTRY, FIRM, OTHER, said, table

TWO = table(ENTRY, OTHER)


def read(*entries: dict[str, str]) -> Source:
    return read_actions("mine.csv", table(*entries))


def claims(source: Source, predicate: Predicate) -> list[Claim]:
    return [claim for claim in source.claims if claim.predicate is predicate]


def reasons(source: Source) -> list[tuple[str, str]]:
    return [(refusal.place, refusal.reason) for refusal in source.refused]


def test_an_action_is_an_event_with_dates_counts_and_citation() -> None:
    row = ACTION | {"announced": "2031-01-30", "fr_document": "2031-00012", "companies": "1", "bodies": "1"}
    source = read_actions("mine.csv", table(row))
    assert {(p.label, p.anchor, p.name, p.kind) for p in source.parties} == {
        (Label.EVENT, "list-a-2031", "Two firms added to List A", "listing action"),
        (Label.LIST, "list-a", "List A", None),
        (Label.AGENCY, "xx-office", "Office of Lists", None),
    }
    assert said(source, Predicate.ANNOUNCED_ON) == {("list-a-2031", "2031-01-30")}
    assert said(source, Predicate.EFFECTIVE_ON) == {("list-a-2031", "2031-02-01")}
    assert said(source, Predicate.PUBLISHED_ON) == set()
    assert said(source, Predicate.CITED_AS) == {("list-a-2031", "96 FR 100"), ("list-a-2031", "FR 2031-00012")}
    assert said(source, Predicate.ADMINISTERED_BY) == {("list-a", "xx-office")}
    counts = {
        (c.value, str(c.quantity.low), str(c.quantity.high), c.quantity.unit)
        for c in claims(source, Predicate.ADDED_COUNT)
        if c.quantity
    }
    assert counts == {
        ("parties", "2", "2", "entities"),
        ("companies", "1", "1", "companies"),
        ("bodies", "1", "1", "bodies"),
    }


def test_an_action_may_be_part_of_another() -> None:
    whole = ACTION | {"action": "list-a-whole", "title": "All of it"}
    source = read_actions("mine.csv", table(ACTION | {"part_of": "list-a-whole"}, whole | {"part_of": ""}))
    assert said(source, Predicate.PART_OF) == {("list-a-2031", "list-a-whole")}
    alone = read_actions(
        "mine.csv", table(ACTION, ACTION | {"action": "b", "part_of": "b"}, columns=[*ACTION, "part_of"])
    )
    assert reasons(alone) == [("row 2", "an action cannot be part of itself")]


def test_an_entry_is_a_listing_of_a_party_by_the_action() -> None:
    source = read(ENTRY, OTHER)
    listing = "list-a-2031-acme"
    assert said(source, Predicate.LISTED_BY) == {("acme", "list-a"), ("bolt-institute", "list-a")}
    assert said(source, Predicate.MEMBER_OF) == {("acme", "list-a-2031"), ("bolt-institute", "list-a-2031")}
    assert (listing, "acme") in said(source, Predicate.LISTING_OF)
    assert (listing, "list-a") in said(source, Predicate.ON_LIST)
    assert (listing, "list-a-2031") in said(source, Predicate.PART_OF)
    assert (listing, "2031-02-01") in said(source, Predicate.EFFECTIVE_ON)
    assert (listing, "96 FR 102") in said(source, Predicate.CITED_AS)
    assert (listing, "presumption of denial") in said(source, Predicate.LICENCE_POLICY)
    assert said(source, Predicate.LOCATED_IN) == {("acme", "cn"), ("bolt-institute", "cn")}
    assert {value for _, value in said(source, Predicate.NAMED)} == {
        "Acme Optics Co., Ltd.",
        "Acme",
        "阿克米",
        "Bolt Institute",
    }
    kinds = {(p.anchor, p.label, p.kind) for p in source.parties if p.label in {Label.COMPANY, Label.ORGANISATION}}
    assert kinds == {("acme", Label.COMPANY, None), ("bolt-institute", Label.ORGANISATION, "research institute")}
    assert {c.valid_from for c in claims(source, Predicate.LISTED_BY)} == {"2031-02-01"}
    assert said(source, Predicate.ENDED_ON) == set()


def test_each_claim_quotes_its_cell_and_names_its_source() -> None:
    source = read(ENTRY, OTHER)
    raw = [ENTRY, OTHER]
    assert {c.quote for c in source.claims} == {raw[(c.row or 0) - 1][c.column or ""] for c in source.claims}
    assert all(raw[(c.row or 0) - 1][c.column or ""] == c.quote for c in source.claims)
    graded = {(c.predicate, c.grade, c.attributed_to) for c in source.claims}
    assert (Predicate.LISTED_BY, Grade.OFFICIAL, "96 FR 100") in graded
    assert (Predicate.LOCATED_IN, Grade.STATED, "a newspaper") in graded
    assert source.document.official


def test_a_fact_without_a_source_is_stated_only() -> None:
    (effective, *_) = claims(read(ENTRY | {"effective_source": "", "entries": "1"}), Predicate.EFFECTIVE_ON)
    assert (effective.grade, effective.attributed_to) == (Grade.STATED, None)


def test_a_removal_closes_the_listing() -> None:
    ended = {"ended": "2033-03-03", "ended_by": "FR 2033-00001", "ended_source": "FR 2033-00001"}
    source = read(ENTRY | ended, OTHER)
    assert said(source, Predicate.ENDED_ON) == {("list-a-2031-acme", "2033-03-03")}
    assert ("list-a-2031-acme", "FR 2033-00001") in said(source, Predicate.CITED_AS)
    assert {c.valid_to for c in claims(source, Predicate.LISTED_BY)} == {"2033-03-03", None}


def test_an_amended_policy_follows_the_first() -> None:
    later = {
        "amended": "2032-01-01",
        "amended_by": "97 FR 5",
        "amended_licence_policy": "case-by-case review: food; otherwise: presumption of denial",
        "amended_source": "97 FR 5",
        "footnote": "9",
        "footnote_from": "2032-05",
    }
    source = read_actions("mine.csv", table(ENTRY | later | {"entries": "1"}))
    policies = [(c.value, c.valid_from, c.valid_to) for c in claims(source, Predicate.LICENCE_POLICY)]
    assert policies == [
        ("presumption of denial", "2031-02-01", "2032-01-01"),
        ("case-by-case review: food; otherwise: presumption of denial", "2032-01-01", None),
    ]
    assert [(c.value, c.valid_from) for c in claims(source, Predicate.FOOTNOTE)] == [("9", "2032-05")]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"effective": "2031-02-30"}, "column 'effective': '2031-02-30' is no ISO 8601 date"),
        ({"effective": "1 February 2031"}, "column 'effective': '1 February 2031' is no ISO 8601 date"),
        ({"country": "China"}, "column 'country': String should have at most 2 characters"),
        ({"country": "ZZ"}, "column 'country': 'ZZ' is no ISO 3166-1 alpha-2 code, such as CN"),
        ({"kind": "firm"}, "column 'kind': Input should be 'company', 'agency'"),
        ({"anchor": "Acme Optics"}, "column 'anchor': String should match pattern"),
        ({"anchor": "../../etc"}, "column 'anchor': String should match pattern"),
        ({"name": ""}, "column 'name': empty"),
        ({"name": "Acme\x1b[2J"}, "column 'name': character U+001B cannot be seen; take it out"),
        ({"name": "Acme\u202egnp"}, "column 'name': character U+202E cannot be seen; take it out"),
        ({"name": "A" * 5000}, "column 'name': String should have at most 4000 characters"),
        ({"aliases": "A | | B"}, "column 'aliases': an empty value beside a '|'"),
        ({"entries": "-1"}, "column 'entries': Input should be greater than 0"),
        ({"entries": "two"}, "column 'entries': Input should be a valid integer"),
        ({"ended": "2030-01-01"}, "ended 2030-01-01, before it took effect on 2031-02-01"),
    ],
)
def test_a_bad_cell_is_refused_with_its_place(change: dict[str, str], reason: str) -> None:
    source = read(OTHER, ENTRY | change)
    ((place, why),) = reasons(source)
    assert place == "row 2"
    assert why.startswith(reason)
    assert said(source, Predicate.LISTED_BY) == {("bolt-institute", "list-a")}
    assert source.refused[0].text


def test_markup_and_formulas_are_kept_as_names() -> None:
    names = ['<script>alert("1")</script>', "=HYPERLINK(1)", "'; MATCH (n) DETACH DELETE n //"]
    made = [ENTRY | {"anchor": f"x-{i}", "name": name, "aliases": "", "entries": "3"} for i, name in enumerate(names)]
    assert {value for _, value in said(read(*made), Predicate.NAMED)} == set(names)


def test_a_repeated_row_is_refused_and_does_not_count() -> None:
    source = read(ENTRY, OTHER, ENTRY)
    assert reasons(source) == [("row 3", "says again what row 1 says")]
    with pytest.raises(InputError, match="1 rows fewer than column 'entries' says; was the file cut"):
        read(ENTRY, ENTRY)


def test_the_number_of_rows_is_held_to() -> None:
    with pytest.raises(InputError, match=r"^mine\.csv: 1 rows fewer than column 'entries' says"):
        read(ENTRY)
    with pytest.raises(InputError, match="3 rows of list-a-2031, but column 'entries' says 2"):
        read(ENTRY, OTHER, ENTRY | {"anchor": "third"})
    with pytest.raises(InputError, match=r"list-a-2031 has \[2, 3\]; give each row the same number"):
        read(ENTRY, OTHER | {"entries": "3"})


def test_a_cut_file_stops_or_lost_nothing_that_is_said() -> None:
    """Only a cut within the last cell can pass, and the last column says nothing in the graph."""
    path = min(ENTRIES, key=lambda path: path.stat().st_size)
    data = path.read_bytes()
    whole = {(c.row, c.column, c.value, c.quote) for c in read_actions("x", data).claims}
    stopped = 0
    for length in range(1, len(data), 23):
        try:
            source = read_actions("cut.csv", data[:length])
        except InputError:
            stopped += 1
        else:
            assert {(c.row, c.column, c.value, c.quote) for c in source.claims} == whole
    assert stopped > 100


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (TWO.replace(b"country,", b"land,", 1), "header: unexpected column 'land'; known are action, entries"),
        (TWO.replace(b"name_source,", b"name,", 1), "header: column 'name' stands twice"),
        (table({k: v for k, v in ENTRY.items() if k != "kind"}), "header: column 'kind' is missing"),
        (TWO.split(b"\n")[0] + b"\n", "no row to read below the header"),
        (TWO.replace(b",", b";"), "its columns are not separated by commas"),
        (TWO + b'list-a-2031,2,"list-a', r"line \d+: no CSV table \(unexpected end of data\)"),
        (TWO.replace(b"Acme", b"Acm\xe9", 1), "is not UTF-8"),
        (b"action,anchor\n\x00\x01\x02", "binary"),
        (b"", "empty"),
    ],
)
def test_a_file_that_is_no_such_table_stops(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_actions("mine.csv", data)
    assert str(caught.value).startswith("mine.csv")


@given(place=st.integers(0, len(TWO)), change=st.binary(max_size=6), drop=st.integers(0, 40))
def test_any_damage_ends_in_a_source_or_a_clear_error(place: int, change: bytes, drop: int) -> None:
    try:
        source = read_actions("mine.csv", TWO[:place] + change + TWO[place + drop :])
    except InputError as error:
        message, read = str(error), 0
    else:
        message, read = "mine.csv", len({claim.row for claim in source.claims})
    assert message.startswith("mine.csv")
    assert (message == "mine.csv") == (read > 0)


def test_marks_line_ends_and_blank_lines_change_nothing_that_is_said() -> None:
    plain = read_actions("mine.csv", TWO)
    for data in (b"\xef\xbb\xbf" + TWO, TWO.replace(b"\n", b"\r\n"), TWO + b"\n\n" + b"," * (len(ENTRY) - 1) + b"\n"):
        other = read_actions("mine.csv", data)
        assert {(c.predicate, c.value, c.quote, c.row) for c in other.claims} == {
            (c.predicate, c.value, c.quote, c.row) for c in plain.claims
        }
        assert other.refused == ()


def test_reading_twice_gives_the_same_source() -> None:
    for path in (ACTIONS, *ENTRIES):
        data = path.read_bytes()
        assert read_actions(path.name, data) == read_actions(path.name, data)


def test_the_order_of_rows_changes_no_party() -> None:
    one, other = read(ENTRY, OTHER), read(OTHER, ENTRY)
    assert {(p.label, p.anchor, p.name) for p in one.parties} == {(p.label, p.anchor, p.name) for p in other.parties}


def test_it_knows_its_tables_by_their_columns() -> None:
    assert [path.name for path in (ACTIONS, *ENTRIES) if not is_actions(path.name, path.read_bytes()[:4096])] == []
    assert not is_actions("firms.csv", FIRMS.read_bytes()[:4096])
    assert not is_actions("note.txt", b"An action against an anchor, and more.\n")
    assert FORMAT.name == "actions"


def test_the_shipped_tables_are_read_whole() -> None:
    for path in (ACTIONS, *ENTRIES):
        source = read_actions(path.name, path.read_bytes())
        assert source.refused == ()
        assert {claim.row for claim in source.claims} == set(range(1, len(rows(path)) + 1))
    listed = {
        subject
        for path in ENTRIES
        for subject, _ in said(read_actions(path.name, path.read_bytes()), Predicate.LISTED_BY)
    }
    assert {"hikvision", "dahua", "iflytek", "megvii", "sensetime", "meiya-pico", "yitu", "yixin"} <= listed
    assert FIRM["anchor"] not in listed


def test_a_cell_too_large_for_csv_is_said_to_be_so() -> None:
    with pytest.raises(InputError, match=r"mine.csv, line 2: a cell of more than 131,072 characters; shorten it"):
        read(ENTRY | {"name": "A" * 140_000})
