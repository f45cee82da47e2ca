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
