"""The parsed lists of 2026, and who was added by which rule, beside what the screening list says of it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from graph.claims import Records, Source
from graph.errors import InputError
from graph.model import Predicate
from loaders import open_file, read

RULES = ("entity-list-2019-10", "entity-list-2020-06-military", "entity-list-2020-06-xinjiang")


def stream(path: Path) -> Records:
    (said,) = open_file(path.name, path)
    assert isinstance(said, Records)
    return said


def added(path: Path) -> dict[str, set[str]]:
    """The names of the parties that each rule added to the Entity List, by the file."""
    found: dict[str, set[str]] = defaultdict(set)
    for part in stream(path).parts:
        names = {party.key: party.name for party in part.parties}
        anchors = {party.key: party.anchor for party in part.parties}
        listed = {c.subject for c in part.claims if c.predicate is Predicate.LISTED_BY}
        for claim in part.claims:
            if claim.predicate is Predicate.MEMBER_OF and claim.subject in listed and claim.object:
                found[anchors[claim.object] or ""].add(names[claim.subject])
    return found


@pytest.mark.parametrize(
    ("file", "entries"),
    [
        ("bis_entity_list.json.gz", 3409),
        ("bis_meu.json", 70),
        ("dow_1260h.json", 80),
        ("ofac_nscmic.json", 68),
        ("lists.json", 13),
    ],
)
def test_every_entry_of_the_samples_is_read(samples: Path, file: str, entries: int) -> None:
    parts = list(stream(samples / "us-lists-2026-parsed" / file).parts)
    assert len(parts) == entries
    assert all(part.claims for part in parts)


def test_who_was_added_by_which_rule_and_where_the_two_lists_differ(samples: Path) -> None:
    ours = added(samples / "us-lists-2026-parsed" / "bis_entity_list.json.gz")
    feed = added(samples / "csl-csv" / "consolidated.csv.gz")
    assert [len(ours[rule]) for rule in RULES] == [28, 24, 8]
    assert [len(feed[rule]) for rule in RULES] == [31, 24, 6]
    october, june = RULES[0], RULES[2]
    wrong = {name for name in feed[october] if name in ours[june] or name.replace(" ", "") in ours[june]}
    assert {name.split()[0] for name in wrong} == {"NetPosa", "SenseNets", "Nanjing"}


def test_footnotes_of_the_entity_list_are_counted(samples: Path) -> None:
    found = Counter(
        claim.value
        for part in stream(samples / "us-lists-2026-parsed" / "bis_entity_list.json.gz").parts
        for claim in part.claims
        if claim.predicate is Predicate.FOOTNOTE
    )
    assert (found["1"], found["2"], found["4"], found["5"]) == (130, 130, 96, 16)


def file_of(list_id: str, *entities: dict[str, Any], count: int | None = None, **header: Any) -> bytes:
    top = {"list_id": list_id, "source_file": "list.txt", "extracted": "2026-07-09"}
    counted = len(entities) if count is None else count
    return json.dumps({**top, "count": counted, **header, "entities": entities}, ensure_ascii=False).encode()


def entity(**fields: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"aliases": [], "country": "China", "address": None, "status": None, "effective_date": None}
    return {"name": "Example Optics", **empty, "federal_register": None, "notes": None, **fields}


def said(source: Source) -> set[tuple[str, str, str]]:
    names = {party.key: party.name for party in source.parties}
    return {(c.predicate.value, names[c.subject], names.get(c.object or "", c.value or "")) for c in source.claims}


def test_a_note_of_treasury_is_taken_apart() -> None:
    notes = (
        "Target Type: Public Company; Listing Date (CMIC): 03 Jun 2021; USCC: 91110000MA005UCQ5P (China); Program: X1"
    )
    data = file_of("ofac-nscmic", entity(notes=notes + "; Linked To: EXAMPLE HEAD LTD.", effective_date="2021-08-02"))
    source = read("list.json", data)
    name, kept = "Example Optics", "Non-SDN Chinese Military-Industrial Complex Companies List"
    listing = f"{name}, {kept}"
    assert said(source) == {
        ("NAMED", name, name),
        ("LISTED_BY", name, kept),
        ("LISTING_OF", listing, name),
        ("ON_LIST", listing, kept),
        ("LOCATED_IN", name, "China"),
        ("ANNOUNCED_ON", listing, "2021-06-03"),
        ("EFFECTIVE_ON", listing, "2021-08-02"),
        ("IDENTIFIED_BY", name, "uscc:91110000MA005UCQ5P"),
        ("REMARK", name, "Target Type: Public Company"),
        ("REMARK", listing, "program X1"),
        ("NAMED", "EXAMPLE HEAD LTD.", "EXAMPLE HEAD LTD."),
        ("LINKED_TO", name, "EXAMPLE HEAD LTD."),
    }
    (since,) = {c.valid_from for c in source.claims if c.predicate is Predicate.LISTED_BY}
    assert since == "2021-06-03"


def test_a_subordinate_institution_is_affiliated_with_its_head() -> None:
    source = read("list.json", file_of("bis-meu", entity(notes="Subordinate institution of Example Group")))
    assert ("AFFILIATED_WITH", "Example Optics", "Example Group") in said(source)


def test_addresses_stand_apart_and_name_other_countries() -> None:
    address = "1 First Road, Sampleton, China, and 2 Second Road, Sampleton, China; and Flat 3, Kowloon, Hong Kong."
    found = said(
        read("list.json", file_of("bis-entity-list", entity(address=f"{address} (See alternate address under Iran).")))
    )
    name = "Example Optics"
    assert {pair[1:] for pair in found if pair[0] in ("HAS_ADDRESS", "LOCATED_IN")} == {
        (name, "1 First Road, Sampleton, China"),
        (name, "2 Second Road, Sampleton, China"),
        (name, "Flat 3, Kowloon, Hong Kong"),
        (name, "China"),
        (name, "Hong Kong"),
    }
    assert ("REMARK", f"{name}, Entity List", "See alternate address under Iran") in found


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (file_of("bis-entity-list", entity(), count=2), "1 records, but its own header says 2"),
        (file_of("dow-1286", entity()), "list 'dow-1286' is not known"),
        (file_of("bis-meu", entity(colour="red")), "unexpected 'colour'"),
        (file_of("bis-meu", entity(), colour="red"), "unexpected 'colour'"),
        (file_of("bis-meu", entity())[:-20], "no whole JSON"),
        (file_of("bis-meu", entity()) * 2, "no whole JSON"),
    ],
)
def test_what_is_not_the_list_that_it_says_stops(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read("list.json", data)
