"""The Consolidated Screening List, read from rows of our own and from the samples."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from graph.claims import Part, Source
from graph.model import Predicate
from loaders import open_file, read
from loaders.screening_list import COLUMNS

LISTS = {
    "sdn": 10026,
    "entity-list": 2001,
    "itar-debarred": 727,
    "denied-persons-list": 462,
    "ssi": 290,
    "unverified-list": 201,
    "isn": 163,
    "plc": 78,
    "military-end-user-list": 71,
    "ns-cmic": 68,
    "capta": 53,
    "ns-mbs": 17,
    "fse": 3,
}


def parts(path: Path) -> list[Part]:
    (said,) = open_file(path.name, path)
    assert not isinstance(said, Source)
    return list(said.parts)


def test_every_row_of_the_sample_is_an_entry_of_its_list(samples: Path) -> None:
    found = parts(samples / "csl-csv" / "consolidated.csv.gz")
    entries = [c for part in found for c in part.claims if c.predicate is Predicate.LISTED_BY]
    assert len(found) == len({c.row for c in entries}) == 14160
    assert Counter(c.object.rpartition(":")[2] for c in entries if c.object) == LISTS


def test_the_layout_of_2019_has_no_id(samples: Path) -> None:
    found = parts(samples / "csl-csv" / "csl_2019_sample.csv")
    assert sum(bool(part.claims) for part in found) == 115


def row(**cells: str) -> str:
    return ",".join('"' + cells.get(column, "").replace('"', '""') + '"' for column in COLUMNS)


def table(*rows: str) -> bytes:
    return "\n".join([",".join(COLUMNS), *rows, ""]).encode()


ENTITY_LIST = "Entity List (EL) - Bureau of Industry and Security"


def test_a_row_says_who_is_listed_since_when_and_by_which_notice() -> None:
    text = row(
        source=ENTITY_LIST,
        name="Example Optics Co., Ltd.",
        alt_names="Ex Optics; and EOC",
        addresses="1 First Road, Sampleton, CN; and 2 Second Road, Sampleton, CN",
        federal_register_notice="84 FR 54004; 85 FR 44159",
        start_date="2019-10-09",
        license_requirement="For all items subject to the EAR.",
        license_policy="Presumption of denial.",
    )
    source = read("list.csv", table(text))
    names = {party.key: party.name for party in source.parties}
    said = {(c.predicate.value, names[c.subject], names.get(c.object or "", c.value)) for c in source.claims}
    listing = "Example Optics Co., Ltd., Entity List"
    october = "Twenty-eight entities tied to Xinjiang added to the Entity List"
    assert said == {
        ("NAMED", "Example Optics Co., Ltd.", "Example Optics Co., Ltd."),
        ("NAMED", "Example Optics Co., Ltd.", "Ex Optics"),
        ("NAMED", "Example Optics Co., Ltd.", "EOC"),
        ("HAS_ADDRESS", "Example Optics Co., Ltd.", "1 First Road, Sampleton, CN"),
        ("HAS_ADDRESS", "Example Optics Co., Ltd.", "2 Second Road, Sampleton, CN"),
        ("LOCATED_IN", "Example Optics Co., Ltd.", "China"),
        ("LISTED_BY", "Example Optics Co., Ltd.", "Entity List"),
        ("LISTING_OF", listing, "Example Optics Co., Ltd."),
        ("ON_LIST", listing, "Entity List"),
        ("CITED_AS", listing, "84 FR 54004"),
        ("CITED_AS", listing, "85 FR 44159"),
        ("PART_OF", listing, october),
        ("MEMBER_OF", "Example Optics Co., Ltd.", october),
        ("AMENDED_BY", listing, "85 FR 44159"),
        ("LICENCE_REQUIREMENT", listing, "For all items subject to the EAR."),
        ("LICENCE_POLICY", listing, "Presumption of denial."),
        ("LICENCE_REVIEW", listing, "presumption of denial: all items"),
    }


TREASURY = {
    "sdn": "Specially Designated Nationals (SDN) - Treasury Department",
    "capta": "Capta List (CAP) - Treasury Department",
}


def test_a_party_on_two_lists_has_the_days_of_each_in_both_rows() -> None:
    """The feed gives the days of every list in every row of a party: each entry takes those of its own list."""
    ids = "24 Feb 2022, Listing Date (EO 14024 Directive 2):; 26 Mar 2022, Effective Date (EO 14024 Directive 2):"
    rows = [row(source=TREASURY[key], entity_number="17", name="EXAMPLE BANK", ids=ids) for key in TREASURY]
    source = read("list.csv", table(*rows))
    names = {party.key: party.name for party in source.parties}
    days = (Predicate.ANNOUNCED_ON, Predicate.EFFECTIVE_ON)
    (capta,) = {names[c.subject] for c in source.claims if c.predicate in days}
    assert capta.startswith("EXAMPLE BANK, List of Foreign Financial Institutions")
    assert {(c.predicate.value, c.value) for c in source.claims if c.predicate in days} == {
        ("ANNOUNCED_ON", "2022-02-24"),
        ("EFFECTIVE_ON", "2022-03-26"),
    }
    assert {c.valid_from for c in source.claims if c.predicate is Predicate.LISTED_BY} == {None, "2022-02-24"}
    assert len({c.subject for c in source.claims if c.predicate is Predicate.LISTED_BY}) == 1


def test_an_unknown_list_and_a_nameless_row_are_refused_and_the_rest_stands() -> None:
    rows = [row(source=ENTITY_LIST, name="Example"), row(source="Moon List", name="X"), row(source=ENTITY_LIST)]
    source = read("list.csv", table(*rows))
    assert [(refusal.place, refusal.reason) for refusal in source.refused] == [
        ("list.csv, row 2", "column 'source': 'Moon List' is none of the lists that are known"),
        ("list.csv, row 3", "column 'name': empty"),
    ]
    assert {party.name for party in source.parties} == {"Example", "Entity List", "Example, Entity List"}


def test_a_linked_party_and_an_owner_are_named_and_tied() -> None:
    ship = row(
        source=TREASURY["sdn"], entity_number="18", type="Vessel", name="EXAMPLE STAR", vessel_owner="Example Lines",
        remarks="(Linked To: EXAMPLE HOLDING (PVT) LTD)",
    )  # fmt: skip
    source = read("list.csv", table(ship))
    names = {party.key: party.name for party in source.parties}
    tied = (Predicate.LINKED_TO, Predicate.OWNS)
    assert {
        (names[c.subject], c.predicate.value, names[c.object or ""]) for c in source.claims if c.predicate in tied
    } == {
        ("EXAMPLE STAR", "LINKED_TO", "EXAMPLE HOLDING (PVT) LTD"),
        ("Example Lines", "OWNS", "EXAMPLE STAR"),
    }


def test_a_code_of_a_state_is_no_country_without_a_post_code() -> None:
    denied = "Denied Persons List (DPL) - Bureau of Industry and Security"
    cells = ("1 FIRST ROAD, SAMPLETON, CA", "2 SECOND ROAD, SAMPLETON, K1A 0B1, CA", "Grand Cayman, Cayman Islands, GB")
    source = read("list.csv", table(*(row(source=denied, name="EXAMPLE", addresses=cell) for cell in cells)))
    names = {party.key: party.name for party in source.parties}
    placed = {(c.row, names[c.object or ""]) for c in source.claims if c.predicate is Predicate.LOCATED_IN}
    assert placed == {(2, "Canada"), (3, "United Kingdom"), (3, "Cayman Islands")}
