"""Names, aliases and addresses as list entries write them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from graph.model import Label
from loaders.addresses import country_of, split_addresses
from loaders.entity_cells import EntityCell, entity_cell
from loaders.kinds import kind_of
from loaders.listed_names import ListedName, aliases, listed_name, restored

WORDS = "and any successor, sub-unit, or subsidiary thereof"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (" Example Optics , ", ListedName("Example Optics")),
        (
            "Academy of Sample Technology (AST)",
            ListedName("Academy of Sample Technology (AST)", ("Academy of Sample Technology", "AST")),
        ),
        # The short form is that of another body, or a place, or a legal form.
        ("10th Institute of Sample Group Corp (SGCX)", ListedName("10th Institute of Sample Group Corp (SGCX)")),
        ("Example Optics (Shanghai)", ListedName("Example Optics (Shanghai)")),
        ("Example Optics (UAE)", ListedName("Example Optics (UAE)")),
        (
            "Head Co., Ltd. (Head).  Affiliated Entity:  Arm Co., Ltd.",
            ListedName("Arm Co., Ltd.", head="Head Co., Ltd. (Head)"),
        ),
        (
            "Head Group (HEADX) subordinate institution: Arm Circuits",
            ListedName("Arm Circuits", head="Head Group (HEADX)"),
        ),
        ("Arm Co., Ltd. (a subordinate institute of HEAD-7)", ListedName("Arm Co., Ltd.", head="HEAD-7")),
        ("Commission (COMX), and subordinate entity Arm Complex", ListedName("Arm Complex", head="Commission (COMX)")),
        # A number is no name of its own.
        (
            "Second Academy.  Subordinate Institution - 201 Research Institute",
            ListedName("Second Academy.  Subordinate Institution - 201 Research Institute", head="Second Academy"),
        ),
        (
            f"Example LLC {WORDS}",
            ListedName("Example LLC", covers=(("successors", WORDS), ("sub-units", WORDS), ("subsidiaries", WORDS))),
        ),
        ("Example Co. Ltd., a.k.a. Sample Co.", ListedName("Example Co. Ltd.", ("Sample Co.",))),
        ("Example Co. (f.k.a., Sample Co.)", ListedName("Example Co.", ("Sample Co.",))),
        ("Osaka Akademika Trading", ListedName("Osaka Akademika Trading")),
    ],
)
def test_a_name_cell_is_taken_apart(cell: str, expected: ListedName) -> None:
    assert listed_name(cell) == expected


@pytest.mark.parametrize(
    ("cell", "names", "places"),
    [
        ("Ex Optics; EOC; and Sample Optics", ("Ex Optics", "EOC", "Sample Optics"), ()),
        ("Ex Optics; and", ("Ex Optics",), ()),
        ("Ex Optics, a.k.a., Sample Optics", ("Ex Optics", "Sample Optics"), ()),
        ("a.k.a., the following two aliases: Ex Optics; Ex Optics", ("Ex Optics",), ()),
        (
            "Ex Optics Ltd. 5 First Road, Sampleton, Belarus; and 6 Second Road, Sampleton, Belarus",
            ("Ex Optics Ltd",),
            ("5 First Road, Sampleton, Belarus", "6 Second Road, Sampleton, Belarus"),
        ),
        ("Ex Optics, Sampleton, China", ("Ex Optics",), ("Sampleton, China",)),
        ("Beijing Example Ltd., Co.", ("Beijing Example Ltd., Co.",), ()),
    ],
)
def test_aliases_stand_apart_from_addresses(cell: str, names: tuple[str, ...], places: tuple[str, ...]) -> None:
    assert aliases(cell) == (names, places)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("People?s Example", "People's Example"),
        ("Xi?an Example", "Xi'an Example"),
        ("OOO ?Example Works?", "OOO Example Works"),
        ("EX?Vision", None),
        ("OOO ?EX?AM?", None),
        ("Example", None),
    ],
)
def test_a_lost_character_is_restored_only_where_it_is_plain(name: str, meant: str | None) -> None:
    assert restored(name) == meant


@pytest.mark.parametrize(
    ("name", "label", "kind"),
    [
        ("Example Optics Co., Ltd.", Label.COMPANY, None),
        ("Sampleton Municipality Public Security Bureau", Label.AGENCY, None),
        ("Sample Design Bureau", Label.ORGANISATION, None),
        ("Sampleton University", Label.ORGANISATION, "university"),
        ("Institute of Samples", Label.ORGANISATION, "research institute"),
        ("Olga Sample", Label.PERSON, None),
        ("OLGA SAMPLE", Label.PERSON, None),
        ("Olga Trading", Label.ORGANISATION, None),
        ("Li Weimin", Label.PERSON, None),
        ("Li Power", Label.ORGANISATION, None),
        ("Example", Label.ORGANISATION, None),
    ],
)
def test_a_kind_is_read_from_plain_words_only(name: str, label: Label, kind: str | None) -> None:
    assert kind_of(name) == (label, kind)


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("1 First Road, Sampleton, China", "China"),
        ("1 First Road, Sampleton 100000, China", "China"),
        ("Sampleton, China 100000", "China"),
        ("Kowloon Hong Kong", "Hong Kong"),
        ("Road Town, Tortola, British Virgin Islands", "British Virgin Islands"),
        ("Hohhot, Inner Mongolia", None),
        ("Belfast, Northern Ireland", "Northern Ireland"),
        ("Santa Fe, New Mexico", None),
        ("Sampleton", None),
    ],
)
def test_an_address_ends_with_its_country(address: str, country: str | None) -> None:
    assert country_of(address) == country


def test_addresses_are_parted_and_what_stands_elsewhere_is_told() -> None:
    cell = "1 First Road, Oman; and 2 Second Road, Oman, and 3 Third Road, Oman. (See alternate address under Iran)."
    places = ("1 First Road, Oman", "2 Second Road, Oman", "3 Third Road, Oman")
    assert split_addresses(cell, "Oman") == (places, "See alternate address under Iran")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Example Co., Ltd., 1 First Road, Oman.", EntityCell("Example Co., Ltd.", (), "1 First Road, Oman.")),
        ("Sample Group, 7th Research Institute, Oman", EntityCell("Sample Group, 7th Research Institute", (), "Oman")),
        ("Sample Group, Sampleton Institute, 1 Road", EntityCell("Sample Group, Sampleton Institute", (), "1 Road")),
        (
            "Example, a.k.a., the following two aliases: —Ex; and —Exa Co., Ltd. Floor 1, First Road, Oman",
            EntityCell("Example", ("Ex", "Exa Co., Ltd."), "Floor 1, First Road, Oman"),
        ),
        ("Example, a.k.a., Ex Ltd., 1 First Road, Oman", EntityCell("Example", ("Ex Ltd.",), "1 First Road, Oman")),
        (
            "Example (f.k.a., Sample), a.k.a., the following one alias:\n—Ex.\n1 First Road, Oman",
            EntityCell("Example", ("Sample", "Ex"), "1 First Road, Oman"),
        ),
    ],
)
def test_an_entity_cell_is_name_aliases_and_addresses(text: str, expected: EntityCell) -> None:
    assert entity_cell(text) == expected


def test_names_of_the_entity_list_are_found_again_in_cells_as_the_ecfr_prints_them(samples: Path) -> None:
    """The parsed list put together again as cells: where a third party saw a name, so do we, but for one in fifty."""
    with gzip.open(samples / "us-lists-2026-parsed" / "bis_entity_list.json.gz", "rt", encoding="utf-8") as file:
        entries = [entry for entry in json.load(file)["entities"] if entry["address"]]
    found = 0
    for entry in entries:
        listed = "; and\n—".join(entry["aliases"])
        behind = f"a.k.a., the following aliases:\n—{listed}.\n" if listed else ""
        found += entity_cell(f"{entry['name']}, {behind}{entry['address']}").name.strip(".") == entry["name"].strip(
            " ,."
        )
    assert found > 0.98 * len(entries) > 3000
