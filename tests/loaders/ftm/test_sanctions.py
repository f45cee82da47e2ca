"""Sanctions: entries on lists that are laws of their own, on the word of who keeps them."""

from __future__ import annotations

import pytest

from graph.model import Label, Modality, Predicate
from tests.loaders.ftm.lines import Line, claims, entity, facts, links, opensanctions, read, reasons

FIRM = entity("firm", "Company", name="Velmora Optik")


def sanction(**properties: str | list[str]) -> Line:
    return entity("s-1", "Sanction", entity="firm", **properties)


@pytest.mark.parametrize(
    ("line", "listed_by", "label"),
    [
        (sanction(programId="US-BIS-EL", authority="BIS"), "entity-list", Label.LIST),
        (
            sanction(program="Entity List (EL) - Bureau of Industry and Security", country="us"),
            "entity-list",
            Label.LIST,
        ),
        (sanction(programId="US-NS-CMIC", authority="OFAC", country="us"), "ns-cmic", Label.LIST),
        (opensanctions(sanction(authority="OFAC", country="us"), datasets=["us_ofac_sdn"]), "sdn", Label.LIST),
        (sanction(program="Entity List", authority="Ministry", country="cz"), "Ministry, Entity List", Label.LIST),
        (sanction(programId="CZ-1", program="Act 1", authority="Ministry"), "Ministry, CZ-1", Label.LIST),
        (sanction(authority=["Ministry of Lenses", "CZ"]), "Ministry of Lenses", Label.AGENCY),
        (sanction(programId="CZ-1"), "CZ-1", Label.LIST),
    ],
)
def test_which_list_it_is(line: Line, listed_by: str, label: Label) -> None:
    source = read(FIRM, line)
    (listed,) = claims(source, Predicate.LISTED_BY)
    (target,) = [party for party in source.parties if party.key == listed.object]
    assert (target.anchor or target.name, target.label) == (listed_by, label)


def test_a_list_of_the_files_own_is_kept_by_its_authority() -> None:
    assert ("Ministry, CZ-1", "ADMINISTERED_BY", "Ministry") in links(
        read(FIRM, sanction(programId="CZ-1", authority="Ministry"))
    )


def test_the_authority_is_quoted() -> None:
    (listed,) = claims(read(FIRM, sanction(programId="CZ-1", authority="Ministry")), Predicate.LISTED_BY)
    assert (listed.attributed_to, listed.column, listed.quote) == ("Ministry", "properties.programId[0]", "CZ-1")
    (listed,) = claims(read(FIRM, sanction(programId="US-BIS-EL", authority="Trade")), Predicate.LISTED_BY)
    assert listed.attributed_to == "Bureau of Industry and Security"


def test_its_dates_and_terms_are_the_listings() -> None:
    line = sanction(
        programId="US-BIS-EL",
        authority="BIS",
        authorityId=["88 FR 76128", "EL-7"],
        listingDate="2023-11-01",
        startDate="2023-11-02",
        endDate="2025-01-01",
        provisions="Presumption of denial",
        reason="For all items subject to the EAR",
        duration="3",
    )
    source = read(FIRM, line)
    listing = "Velmora Optik, Entity List"
    assert {fact for fact in facts(source) if fact[0] == listing} == {
        (listing, "PUBLISHED_ON", "2023-11-01"),
        (listing, "EFFECTIVE_ON", "2023-11-02"),
        (listing, "ENDED_ON", "2025-01-01"),
        (listing, "CITED_AS", "88 FR 76128"),
        (listing, "REMARK", "Authority id: EL-7"),
        (listing, "LICENCE_POLICY", "Presumption of denial"),
        (listing, "LICENCE_REQUIREMENT", "For all items subject to the EAR"),
        (listing, "REMARK", "Duration: 3"),
        (listing, "REMARK", "Program id: US-BIS-EL"),
    }
    (listed,) = claims(source, Predicate.LISTED_BY)
    assert (listed.valid_from, listed.valid_to, listed.modality) == ("2023-11-02", "2025-01-01", Modality.ASSERTED)


def test_of_several_starts_none_is_the_start_and_each_is_kept() -> None:
    source = read(FIRM, sanction(programId="CZ-1", authority="Ministry", startDate=["2019", "2021"]))
    assert [listed.valid_from for listed in claims(source, Predicate.LISTED_BY)] == [None]
    assert {claim.value for claim in claims(source, Predicate.EFFECTIVE_ON)} == {"2019", "2021"}


@pytest.mark.parametrize("status", ["Expired", "inactive", "Delisted"])
def test_an_entry_that_is_over_is_not_one_in_force(status: str) -> None:
    source = read(FIRM, sanction(programId="CZ-1", authority="Ministry", status=status))
    assert claims(source, Predicate.LISTED_BY) == []
    assert ("Velmora Optik", "REMARK", "No longer listed, since when is not said: Ministry, CZ-1") in facts(source)
    dated = read(FIRM, sanction(programId="CZ-1", authority="Ministry", status=status, endDate="2020"))
    assert [listed.valid_to for listed in claims(dated, Predicate.LISTED_BY)] == ["2020"]


def test_a_sanction_that_names_no_list_and_nobody_is_refused() -> None:
    source = read(FIRM, sanction(reason="because"), entity("s-2", "Sanction", authority="Ministry"))
    assert reasons(source) == [
        "neither authority nor program says which list it is",
        "column 'properties.entity': empty",
    ]
