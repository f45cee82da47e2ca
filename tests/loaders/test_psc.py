"""The UK's register of persons with significant control. The people and companies here are invented."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from graph.claims import UNIDENTIFIED, Source
from graph.errors import InputError
from loaders import read, recognise
from tests.loaders.damage import cut, facts, outcome

Item = dict[str, Any]
INDIVIDUAL, CORPORATE = "individual-person-with-significant-control", "corporate-entity-person-with-significant-control"


def holder(kind: str = INDIVIDUAL, number: str = "1234567", **data: Any) -> Item:
    return {
        "company_number": number,
        "data": {"etag": "x", "kind": kind, "links": {"self": "/company/1"}, "name": "Ms Anna Berg"} | data,
    }


def totals(persons: int, statements: int = 0, exemptions: int = 0) -> Item:
    return {
        "data": {
            "kind": "totals#persons-of-significant-control-snapshot",
            "persons_of_significant_control_count": persons,
            "statements_count": statements,
            "exemptions_count": exemptions,
            "generated_at": "2026-05-01T03:39:38Z",
        }
    }


def lines(*items: Item) -> bytes:
    return "".join(f"{json.dumps(item, ensure_ascii=False)}\n" for item in items).encode()


def held(source: Source) -> set[tuple[Any, ...]]:
    names = {p.key: p.name for p in source.parties}
    return {
        (c.predicate.value, names[c.object], (c.quantity.low, c.quantity.high) if c.quantity else None)
        for c in source.claims
        if c.object and c.predicate.value != "LOCATED_IN"
    }


@pytest.mark.parametrize(
    ("nature", "expected"),
    [
        ("ownership-of-shares-25-to-50-percent", ("OWNS", (Decimal(25), Decimal(50)))),
        ("ownership-of-shares-50-to-75-percent", ("OWNS", (Decimal(50), Decimal(75)))),
        ("ownership-of-shares-75-to-100-percent", ("OWNS", (Decimal(75), Decimal(100)))),
        ("ownership-of-shares-more-than-25-percent-registered-overseas-entity", ("OWNS", (Decimal(25), None))),
        ("ownership-of-shares-75-to-100-percent-as-trust", ("CONTROLS", None)),
        ("ownership-of-shares-more-than-25-percent-as-firm-registered-overseas-entity", ("CONTROLS", None)),
        ("voting-rights-25-to-50-percent", ("CONTROLS", None)),
        ("right-to-appoint-and-remove-directors", ("CONTROLS", None)),
        ("right-to-appoint-and-remove-members-limited-liability-partnership", ("CONTROLS", None)),
        ("significant-influence-or-control-as-firm", ("CONTROLS", None)),
        ("right-to-share-surplus-assets-75-to-100-percent-limited-liability-partnership", ("LINKED_TO", None)),
        ("registered-owner-as-nominee-person-england-wales-registered-overseas-entity", ("LINKED_TO", None)),
    ],
)
def test_only_shares_of_ones_own_are_a_stake(nature: str, expected: tuple[str, Any]) -> None:
    source = read("psc.txt", lines(holder(natures_of_control=[nature])))
    assert held(source) == {(expected[0], "01234567", expected[1])}
    assert {(c.column, c.quote) for c in source.claims if c.predicate.value == expected[0]} == {
        ("data.natures_of_control[0]", nature)
    }


def test_a_person_with_what_the_register_tells_and_no_more() -> None:
    item = holder(
        name="Ms Anna Maria Berg",
        name_elements={"title": "Ms", "forename": "Anna", "middle_name": "Maria", "surname": "Berg"},
        date_of_birth={"day": 7, "month": 4, "year": 1964},
        nationality="British,Norwegian / Freedonian",
        country_of_residence="Scotland",
        address={"premises": "1", "address_line_1": "Quay Street", "locality": "Leith", "country": "Scotland"},
        natures_of_control=["voting-rights-25-to-50-percent"],
        notified_on="2016-04-06",
        ceased_on="2020-01-31",
        identity_verification_details={"identity_verified_on": "2025-12-01"},
        is_sanctioned=True,
    )
    source = read("psc.txt", lines(item))
    name = "Anna Maria Berg"
    assert facts(source) == {
        ("01234567", "IDENTIFIED_BY", "gb-coh:01234567"),
        (name, "NAMED", name),
        (name, "REMARK", "born 1964-04"),
        (name, "LOCATED_IN", "United Kingdom"),
        (name, "LOCATED_IN", "Norway"),
        (name, "REMARK", "nationality: Freedonian"),
        (name, "HAS_ADDRESS", "1, Quay Street, Leith, Scotland"),
        (name, "REMARK", "sanctioned, as the register has it"),
        (name, "CONTROLS", "01234567"),
    }
    assert [(c.valid_from, c.valid_to) for c in source.claims if c.predicate.value == "CONTROLS"] == [
        ("2016-04-06", "2020-01-31")
    ]
    assert {p.kind for p in source.parties if p.name == "01234567"} == {UNIDENTIFIED}
    assert not any('"day"' in (c.quote or "") for c in source.claims)


def test_what_ceased_before_it_was_notified_has_no_beginning() -> None:
    source = read("psc.txt", lines(holder(notified_on="2020-01-01", ceased_on="2019-01-01")))
    assert [(c.valid_from, c.valid_to) for c in source.claims if c.predicate.value == "CONTROLS"] == [
        (None, "2019-01-01")
    ]
    assert [r.place for r in source.refused] == ["psc.txt, row 1, column 'data.notified_on'"]


@pytest.mark.parametrize(
    ("identification", "expected"),
    [
        ({"country_registered": "England", "registration_number": "sc1234"}, ("IDENTIFIED_BY", "gb-coh:SC001234")),
        (
            {"country_registered": "UK", "place_registered": "Companies House", "registration_number": "56099"},
            ("IDENTIFIED_BY", "gb-coh:00056099"),
        ),
        (
            {"country_registered": "England", "place_registered": "Charity Commission", "registration_number": "56099"},
            ("REMARK", "registered as 56099 (Charity Commission, England)"),
        ),
        ({"country_registered": "Jersey", "registration_number": "56099"}, ("REMARK", "registered as 56099 (Jersey)")),
        ({"registration_number": "HRB 77"}, ("REMARK", "registered as HRB 77")),
        ({"country_registered": "West Yorkshire"}, ("REMARK", "registered in: West Yorkshire")),
    ],
)
def test_a_number_is_one_of_companies_house_only_where_it_says_so(identification: Item, expected: Any) -> None:
    item = holder(CORPORATE, name="Velmora Holdings Limited", identification=identification)
    found = {f[1:] for f in facts(read("psc.txt", lines(item))) if f[0] == "Velmora Holdings Limited"}
    assert expected in found
    assert ("CONTROLS", "01234567") in found


def test_statements_exemptions_and_protected_persons_are_remarks_on_the_company() -> None:
    statement = {
        "company_number": "SC77",
        "data": {
            "kind": "persons-with-significant-control-statement",
            "statement": "psc-exists-but-not-identified",
            "notified_on": "2016-07-12",
            "ceased_on": "2016-10-11",
        },
    }
    exemption = {
        "company_number": "SC78",
        "data": {
            "kind": "exemptions",
            "exemptions": {
                "psc_exempt_as_shares_admitted_on_market": {
                    "exemption_type": "psc-exempt-as-shares-admitted-on-market",
                    "items": [{"exempt_from": "2016-10-29", "exempt_to": "2019-01-01"}, {"exempt_from": "2021-01-01"}],
                }
            },
        },
    }
    secure = {"company_number": "SC79", "data": {"kind": "super-secure-beneficial-owner", "ceased": False}}
    source = read("psc.txt", lines(statement, exemption, secure))
    names = {p.key: p.name for p in source.parties}
    exempt = "psc-exempt-as-shares-admitted-on-market"
    assert {
        (names[c.subject], c.value, c.valid_from, c.valid_to) for c in source.claims if c.column != "company_number"
    } == {
        ("SC000077", "psc-exists-but-not-identified", "2016-07-12", "2016-10-11"),
        ("SC000078", exempt, "2016-10-29", "2019-01-01"),
        ("SC000078", exempt, "2021-01-01", None),
        ("SC000079", "super-secure-beneficial-owner: not told who it is", None, None),
    }


def test_the_totals_bound_the_count_and_date_the_register() -> None:
    secure = {"company_number": "SC79", "data": {"kind": "super-secure-person-with-significant-control"}}
    anna, bert = holder(), holder(name="Bert Oak")
    source = read("psc.txt", lines(anna, bert, secure, totals(3)))
    assert (source.document.published, source.document.series) == ("2026-05-01", "gb-persons-with-significant-control")
    assert read("psc.txt", lines(anna, bert, secure, totals(2))).refused == ()
    for wrong in (lines(anna, secure, totals(3)), lines(anna, bert, secure, totals(1))):
        with pytest.raises(InputError, match="but its own header says"):
            read("psc.txt", wrong)
    assert len(read("psc.txt", lines(anna, totals(3)), partial=True).parties) == 2
    assert read("psc.txt", lines(anna)).document.series is None


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (holder("unknown-kind"), "'unknown-kind' is none of the register's"),
        (holder(number=""), "column 'company_number': empty"),
        (holder(name=""), "column 'data.name': empty"),
        (holder(notified_on="2020-02-31"), "'2020-02-31' is no ISO 8601 date"),
        (holder(natures_of_control="all"), "no array of texts"),
        (holder(address={"planet": "Mars"}), "is no address of the register"),
        (holder(ceased=True), "ceased, and no day of it is given"),
        (
            holder(CORPORATE, identification={"country_registered": "UK", "registration_number": "01234567"}),
            "'01234567' is the company itself",
        ),
        ({"company_number": "1"}, "column 'data': missing"),
    ],
)
def test_a_bad_record_is_refused_alone(bad: Item, reason: str) -> None:
    source = read("psc.txt", lines(holder(), bad))
    assert [(r.place, reason in r.reason) for r in source.refused] == [("psc.txt, row 2", True)]


def test_a_new_field_stops_the_file() -> None:
    with pytest.raises(InputError, match="unexpected 'colour'"):
        read("psc.txt", lines(holder(colour="red")))


def test_a_damaged_file_stops() -> None:
    items = [holder(name=f"Änna Berg {n}") for n in range(9)]
    bulk, alone = lines(*items, totals(9)), json.dumps(holder(), indent=2).encode()
    assert outcome("psc.txt", bulk, "psc") == "taken"
    assert outcome("psc.txt", bulk + bulk, "psc") == "refused"
    assert outcome("psc.txt", lines(*items) * 2, "psc") == "refused"
    assert outcome("psc.txt", bulk.decode().encode("latin-1"), "psc") == "refused"
    assert outcome("psc.txt", bulk.decode().encode("utf-16"), "psc") == "refused"
    assert {outcome("psc.json", part, "psc") for part in cut(alone)} == {"refused"}
    assert outcome("psc.json", alone + alone, "psc") == "refused"


def test_lines_cut_between_two_records_are_all_that_is_left() -> None:
    data = lines(*(holder(name=f"Anna {n}") for n in range(9)))
    assert {outcome("psc.txt", part, "psc", lambda s: not s.refused) for part in cut(data)} <= {"refused", "whole"}
    assert outcome("psc.txt", data[:-20], "psc") == "refused"


# Parties and claims; None where the only record of the file is refused, and so the file.
SAMPLES: dict[str, tuple[int, int] | None] = {
    "psc_ceased_on.json": (3, 8),
    "psc_corporate.json": (3, 5),
    "psc_exemptions.json": (1, 2),
    "psc_individual.json": (3, 8),
    "psc_legal.json": (3, 5),
    "psc_no_country.json": (2, 3),
    "psc_no_match.json": (2, 4),
    "psc_not_found.json": (3, 5),
    "psc_statement.json": (1, 2),
    "psc_statement_ceased_on.json": (1, 2),
    "psc_super_secure.json": (1, 2),
    "psc_totals.json": (0, 0),
    "psc_unknown_kind.json": None,
}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_record_of_each_sample_is_taken_or_refused(samples: Path, name: str) -> None:
    data = (samples / "uk-psc-fixtures" / name).read_bytes()
    expected = SAMPLES[name]
    if expected is None:
        with pytest.raises(InputError, match="none of its 1 records can be taken"):
            read(name, data, format="psc")
        return
    assert recognise(name, data[:4096]).name == "psc"
    source = read(name, data)
    assert (len(source.parties), len(source.claims), source.refused) == (*expected, ())
    assert {outcome(name, part, "psc") for part in cut(data)} == {"refused"}


def test_the_samples_as_lines_of_one_file(samples: Path) -> None:
    items = [
        json.loads((samples / "uk-psc-fixtures" / name).read_bytes()) for name in SAMPLES if name != "psc_totals.json"
    ]
    source = read("psc.txt", lines(*items))
    assert [r.reason for r in source.refused] == ["column 'data.kind': 'unknown-kind' is none of the register's"]
    assert {c.row for c in source.claims} == set(range(1, len(items)))
