"""What a party says of itself: names by which it may be found, seats, identifiers, and remarks."""

from __future__ import annotations

import pytest

from graph.bearers import SEVERAL
from graph.model import Label, Predicate
from loaders.ftm.model import schemata, version
from loaders.ftm.vocabulary import (
    IDENTIFIERS,
    IGNORED,
    LINKS,
    NAMED_BY_OTHERS,
    NOT_TAKEN,
    NUMBERS,
    PARTIES,
    PARTY_LINKS,
    called,
    words,
)
from tests.loaders.ftm.lines import Line, entity, facts, links, opensanctions, read, reasons

FIRM = "Velmora Optik"


def firm(**properties: str | list[str]) -> Line:
    return entity("firm", "Company", name=FIRM, **properties)


def told(line: Line, predicate: Predicate) -> set[str]:
    return {value for _, _, value in facts(read(line), predicate)}


def test_weak_names_and_abbreviations_are_not_to_be_found_by() -> None:
    line = firm(alias="Velmora", previousName="Optik Ostrava", weakAlias="VO", abbreviation="VOP")
    assert told(line, Predicate.NAMED) == {FIRM, "Velmora", "Optik Ostrava"}
    assert told(line, Predicate.REMARK) == {"Weak alias: VO", "Abbreviation: VOP"}


def test_any_tie_to_a_country_is_a_seat_only_where_no_seat_is_given() -> None:
    assert links(read(firm(country="cz"))) == {(FIRM, "LOCATED_IN", "Czechia")}
    source = read(firm(jurisdiction="cz", country=["cz", "gb"]))
    assert links(source) == {(FIRM, "LOCATED_IN", "Czechia")}
    assert facts(source, Predicate.REMARK) == {(FIRM, "REMARK", "Country: cz"), (FIRM, "REMARK", "Country: gb")}


def test_what_is_no_country_of_today_is_a_remark() -> None:
    source = read(firm(jurisdiction="suhh"))
    assert links(source) == set()
    assert facts(source, Predicate.REMARK) == {(FIRM, "REMARK", "Jurisdiction: suhh")}


@pytest.mark.parametrize(
    ("name", "value", "identifier"),
    [
        ("leiCode", "529900t8bm49aursdo55", "lei:529900T8BM49AURSDO55"),
        ("innCode", "7700000000", "ru-inn:7700000000"),
        ("cikCode", "12345", "cik:0000012345"),
        ("opencorporatesUrl", "https://opencorporates.com/companies/cz/123", "opencorporates:cz/123"),
        ("wikidataId", "Q42", "wikidata:Q42"),
        ("registrationNumber", "123", "registration:cz:123"),
        ("taxNumber", "123", "tax:cz:123"),
    ],
)
def test_identifiers_have_one_spelling(name: str, value: str, identifier: str) -> None:
    assert told(firm(jurisdiction="cz", **{name: value}), Predicate.IDENTIFIED_BY) == {identifier}


def test_numbers_of_a_register_that_is_not_named_join_nothing() -> None:
    assert set(NUMBERS.values()) <= SEVERAL
    assert told(firm(jurisdiction=["cz", "sk"], idNumber="1"), Predicate.IDENTIFIED_BY) == {"id-number:1"}


def test_what_is_no_identifier_is_refused() -> None:
    assert reasons(read(firm(leiCode="12", opencorporatesUrl="https://example.org/x"))) == [
        "is no lei",
        "is no opencorporates",
    ]


def test_ofac_is_named_only_where_one_entry_of_its_list_is_meant() -> None:
    one = opensanctions(firm(), referents=["ofac-12", "xx-1"])
    several = opensanctions(firm(), referents=["ofac-12", "ofac-13"])
    assert "ofac:12" in told(one, Predicate.IDENTIFIED_BY)
    assert {v for v in told(several, Predicate.IDENTIFIED_BY) if v.startswith("ofac")} == set()


def test_a_passport_identifies_its_holder() -> None:
    ada = entity("ada", "Person", name="Ada Velm")
    passport = entity("p", "Passport", holder="ada", number="X1", passportNumber="X1", country="cz")
    assert facts(read(passport, ada), Predicate.IDENTIFIED_BY) == {("Ada Velm", "IDENTIFIED_BY", "passport:cz:X1")}


def test_a_post_and_a_risk_are_remarks() -> None:
    ada = entity("ada", "Person", name="Ada Velm")
    post = entity("post", "Position", name="Minister of Lenses")
    held = entity("held", "Occupancy", holder="ada", post="post", startDate="2019", endDate="2021")
    risk = entity("risk", "Risk", entity="ada", topics="role.pep")
    assert facts(read(held, post, ada, risk), Predicate.REMARK) == {
        ("Ada Velm", "REMARK", "Position: Minister of Lenses"),
        ("Ada Velm", "REMARK", "Topics: role.pep"),
    }


def test_private_matters_are_left_out() -> None:
    line = entity("ada", "Person", name="Ada Velm", religion="none", email="ada@example.org", birthDate="1971")
    assert facts(read(line), Predicate.REMARK) == {("Ada Velm", "REMARK", "Birth date: 1971")}


def test_a_territory_is_a_country_where_its_name_is() -> None:
    source = read(entity("t", "Territory", name="Czechia"), entity("u", "Territory", name="Lens Valley"))
    assert {(p.label, p.name, p.kind) for p in source.parties} == {
        (Label.COUNTRY, "Czechia", None),
        (Label.ORGANISATION, "Lens Valley", "territory"),
    }


def test_every_schema_has_its_place() -> None:
    """A schema is a party, a link, taken where others name it, or refused with a reason; none is forgotten."""
    known = {*PARTIES, *LINKS, *NAMED_BY_OTHERS, *NOT_TAKEN, "Sanction", "Risk", "Occupancy", "Identification"}
    concrete = {schema.name: schema.kin for schema in schemata().values() if not schema.abstract}
    assert {name for name, kin in concrete.items() if not kin & known} == set()
    assert version() == "4.11.2"


def test_every_table_names_properties_that_there_are() -> None:
    names = {name for schema in schemata().values() for name in schema.properties}
    assert {*IDENTIFIERS, *NUMBERS, *PARTY_LINKS, *IGNORED} <= names
    for schema, (first, second, _) in LINKS.items():
        assert {first, second} <= schemata()[schema].properties.keys()


def test_words_lead_back_to_their_property() -> None:
    assert words("birthDate") == "Birth date"
    assert set(called().values()) == {name for s in schemata().values() for name in s.properties}
