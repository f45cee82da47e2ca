"""The table of parties: what it says, and what it refuses."""

from __future__ import annotations

import pytest

from graph.claims import Source
from graph.errors import InputError
from graph.model import Grade, Label, Predicate
from loaders.firms import FORMAT, is_firms, read_firms
from tests.data.reading import ACTIONS, ENTRIES, FIRMS, rows
from tests.loaders.tables import FIRM, said, table

LIST = {"anchor": "list-a", "kind": "list", "name": "List A", "administered_by": "xx-office"}
AGENCY = {"anchor": "xx-office", "kind": "agency", "name": "Office of Lists"}


def read(*firms: dict[str, str]) -> Source:
    columns = list(dict.fromkeys(column for firm in firms for column in firm))
    return read_firms("mine.csv", table(*firms, columns=columns))


def test_a_firm_has_names_country_sectors_and_identifiers() -> None:
    source = read(FIRM)
    assert said(source, Predicate.NAMED) == {("acme", "Acme"), ("acme", "Acme Optics")}
    assert said(source, Predicate.LOCATED_IN) == {("acme", "cn")}
    assert said(source, Predicate.IN_SECTOR) == {("acme", "semiconductors"), ("acme", "drones")}
    assert said(source, Predicate.IDENTIFIED_BY) == {
        ("acme", "lei:5493001KJTIIGC8Y1R12"),
        ("acme", "cik:0000000001"),
        ("acme", "ticker:NYSE:ACM"),
    }
    assert {(p.label, p.anchor, p.name) for p in source.parties} == {
        (Label.COMPANY, "acme", "Acme"),
        (Label.COUNTRY, "cn", "China"),
    }


def test_each_claim_is_stated_on_the_word_of_its_source() -> None:
    source = read(FIRM)
    assert {claim.grade for claim in source.claims} == {Grade.STATED}
    assert {(claim.column, claim.attributed_to) for claim in source.claims} == {
        ("name", "a brief"),
        ("aliases", None),
        ("country", "List A"),
        ("sector", "a brief"),
        ("lei", None),
        ("cik", None),
        ("ticker", None),
    }
    assert {(claim.column, claim.quote, claim.row) for claim in source.claims} == {
        (column, FIRM[column], 1) for column in ("name", "aliases", "country", "sector", "lei", "cik", "ticker")
    }
    assert not source.document.official


def test_what_is_not_given_stays_unknown() -> None:
    source = read({"anchor": "bolt", "kind": "company", "name": "Bolt"})
    assert {claim.predicate for claim in source.claims} == {Predicate.NAMED}


def test_a_list_is_kept_by_its_agency_whatever_the_order() -> None:
    for source in (read(LIST, AGENCY), read(AGENCY, LIST)):
        assert said(source, Predicate.ADMINISTERED_BY) == {("list-a", "xx-office")}
        assert {(p.label, p.anchor, p.name) for p in source.parties} == {
            (Label.LIST, "list-a", "List A"),
            (Label.AGENCY, "xx-office", "Office of Lists"),
        }


@pytest.mark.parametrize(
    ("kind", "label", "kept"),
    [
        ("company", Label.COMPANY, None),
        ("agency", Label.AGENCY, None),
        ("person", Label.PERSON, None),
        ("media", Label.ORGANISATION, "media"),
        ("fund", Label.ORGANISATION, "fund"),
    ],
)
def test_kinds(kind: str, label: Label, kept: str | None) -> None:
    (party,) = read({"anchor": "x", "kind": kind, "name": "X"}).parties
    assert (party.label, party.kind) == (label, kept)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"lei": "5493001KJTIIGC8Y1R1"}, "column 'lei': String should match pattern"),
        ({"cik": "320193"}, "column 'cik': String should match pattern"),
        ({"ticker": "ACM"}, "column 'ticker': String should match pattern"),
        ({"sector": "Semi Conductors"}, "column 'sector': String should match pattern"),
        ({"sector": "semiconductors |"}, "column 'sector': an empty value beside a '|'"),
        ({"kind": "sector"}, "column 'kind': Input should be 'company'"),
        ({"country": "UK"}, "column 'country': 'UK' is no ISO 3166-1 alpha-2 code"),
        ({"administered_by": "xx-office"}, "only a list is administered"),
        ({"kind": "list"}, "a list has no country, sector or identifier"),
        ({"name": "Ac\nme"}, "column 'name': character U+000A cannot be seen"),
    ],
)
def test_a_bad_cell_is_refused_with_its_place(change: dict[str, str], reason: str) -> None:
    source = read({**AGENCY, "administered_by": ""}, FIRM | change)
    (refusal,) = source.refused
    assert refusal.place == "row 2"
    assert refusal.reason.startswith(reason)
    assert {party.anchor for party in source.parties} == {"xx-office"}


def test_a_short_row_is_refused() -> None:
    data = table(FIRM) + b"bolt,company,Bolt\n"
    (refusal,) = read_firms("mine.csv", data).refused
    assert (refusal.place, refusal.reason) == ("row 2", f"3 cells, but the header has {len(FIRM)}")
    assert refusal.text == "bolt,company,Bolt"


def test_a_second_row_of_one_anchor_is_refused() -> None:
    source = read(FIRM, FIRM | {"name": "Acme Two"})
    assert [(r.place, r.reason) for r in source.refused] == [("row 2", "says again what row 1 says")]
    assert ("acme", "Acme Two") not in said(source, Predicate.NAMED)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (table(FIRM | {"notes2": "x"}), "header: unexpected column 'notes2'"),
        (table({"anchor": "a", "kind": "company"}), "header: column 'name' is missing"),
        (table(FIRM | {"kind": "?"}), "no row to read below the header; row 1 was refused: column 'kind'"),
        (table(FIRM)[:-20] + b'"', "no CSV table|ends within a row"),
    ],
)
def test_a_file_that_is_no_such_table_stops(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_firms("mine.csv", data)
    assert str(caught.value).startswith("mine.csv")


def test_it_knows_its_table_by_its_columns() -> None:
    assert is_firms("firms.csv", FIRMS.read_bytes()[:4096])
    assert is_firms("from-excel.csv", b"\xef\xbb\xbf" + table(FIRM, columns=FIRM).replace(b"\n", b"\r\n"))
    assert [path.name for path in (ACTIONS, *ENTRIES) if is_firms(path.name, path.read_bytes()[:4096])] == []
    assert FORMAT.name == "firms"


def test_the_shipped_table_is_read_whole() -> None:
    source = read_firms("firms.csv", FIRMS.read_bytes())
    assert source.refused == ()
    assert {claim.row for claim in source.claims} == set(range(1, len(rows(FIRMS)) + 1))
    american = {subject for subject, country in said(source, Predicate.LOCATED_IN) if country == "us"}
    makers = {subject for subject, sector in said(source, Predicate.IN_SECTOR) if sector == "semiconductors"}
    assert american & makers == {"qualcomm", "nvidia"}
