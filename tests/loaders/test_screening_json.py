"""The Consolidated Screening List as JSON: what it says, and that the CSV file of the same records says the same."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from graph.claims import Source
from graph.errors import InputError
from loaders import read

RECORD = {
    "source": "Entity List (EL) - Bureau of Industry and Security",
    "name": "Example Optics Co., Ltd.",
    "id": "0123abcd",
    "addresses": [
        {"address": "1 First Road", "city": "Sampleton", "state": None, "postal_code": "100000", "country": "CN"},
        {"address": None, "city": "Kowloon", "state": None, "postal_code": None, "country": "HK"},
    ],
    "federal_register_notice": "85 FR 34505; 85 FR 44159",
    "start_date": "2020-06-05",
    "standard_order": None,
    "license_requirement": "For all items subject to the EAR.",
    "license_policy": "Presumption of denial.",
    "remarks": None,
    "alt_names": ["Ex Optics", "and EOC"],
    "source_list_url": "http://example.org/list",
    "source_information_url": "http://example.org/about",
    "title": None,
}


def file_of(*records: dict[str, Any], **top: Any) -> bytes:
    return json.dumps({**top, "results": records}).encode()


def said(source: Source) -> set[tuple[str, str, str, str | None]]:
    names = {party.key: party.name for party in source.parties}
    return {
        (c.predicate.value, names[c.subject], names.get(c.object or "", c.value or ""), c.valid_from)
        for c in source.claims
    }


def test_a_record_is_an_entry_with_aliases_addresses_and_rule() -> None:
    source = read("consolidated.json", file_of(RECORD))
    name, listing = "Example Optics Co., Ltd.", "Example Optics Co., Ltd., Entity List"
    rule = "Nine entities tied to Xinjiang added to the Entity List"
    assert said(source) == {
        ("NAMED", name, name, None),
        ("NAMED", name, "Ex Optics", None),
        ("NAMED", name, "EOC", None),
        ("IDENTIFIED_BY", name, "csl:0123abcd", None),
        ("HAS_ADDRESS", name, "1 First Road, Sampleton, 100000, CN", None),
        ("HAS_ADDRESS", name, "Kowloon, HK", None),
        ("LOCATED_IN", name, "China", None),
        ("LOCATED_IN", name, "Hong Kong", None),
        ("LISTED_BY", name, "Entity List", "2020-06-05"),
        ("LISTING_OF", listing, name, None),
        ("ON_LIST", listing, "Entity List", None),
        ("CITED_AS", listing, "85 FR 34505", None),
        ("CITED_AS", listing, "85 FR 44159", None),
        ("PART_OF", listing, rule, None),
        ("MEMBER_OF", name, rule, None),
        ("AMENDED_BY", listing, "85 FR 44159", None),
        ("LICENCE_REQUIREMENT", listing, "For all items subject to the EAR.", None),
        ("LICENCE_POLICY", listing, "Presumption of denial.", None),
        ("LICENCE_REVIEW", listing, "presumption of denial: all items", None),
    }
    assert source.document.published == "2020-06-05"


def test_an_identifier_keeps_its_country() -> None:
    treasury = {
        "source": "Specially Designated Nationals (SDN) - Treasury Department",
        "name": "EXAMPLE, Jane",
        "id": "4711",
        "entity_number": 4711,
        "type": "Individual",
        "programs": ["X1", "X2"],
        "ids": [{"type": "Passport", "number": "A1", "country": "IR", "issue_date": None, "expiration_date": None}],
        "nationalities": ["IR"],
        "source_list_url": "http://example.org/list",
    }
    found = said(read("consolidated.json", file_of(treasury)))
    assert {pair[1:3] for pair in found if pair[0] == "IDENTIFIED_BY"} == {
        ("EXAMPLE, Jane", "ofac:4711"),
        ("EXAMPLE, Jane", "passport:ir/A1"),
    }


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (file_of(RECORD, total=2), "1 records, but its own header says 2"),
        (file_of({**RECORD, "colour": "red"}), "unexpected 'colour'"),
        (file_of({**RECORD, "addresses": [{"planet": "Mars"}]}), "unexpected 'planet'"),
        (file_of({**RECORD, "name": ""}), "none of its 1 records"),
        (file_of(RECORD)[:-30], "no whole JSON"),
        (file_of(RECORD) * 2, "no whole JSON"),
    ],
)
def test_what_is_no_such_list_stops(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=re.escape(words)):
        read("consolidated.json", data)


def test_the_same_records_say_the_same_in_both_formats(samples: Path) -> None:
    """The first rows of the sample, rewritten as JSON: parties, values and dates are those of the CSV file."""
    with gzip.open(samples / "csl-csv" / "consolidated.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = list(islice(csv.DictReader(file), 3000, 3400))
    table = io.StringIO()
    writer = csv.DictWriter(table, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    several = ("alt_names", "programs", "citizenships", "nationalities", "dates_of_birth", "places_of_birth", "ids")
    records = []
    for row in rows:
        record: dict[str, Any] = {key: value or None for key, value in row.items() if key != "_id"}
        record |= {key: row[key].split("; ") if row[key] else None for key in several}
        record |= {"id": row["_id"], "addresses": [{"address": one} for one in row["addresses"].split("; ") if one]}
        records.append(record)
    one, other = read("list.csv", table.getvalue().encode()), read("list.json", file_of(*records))
    assert said(one) == said(other)
    assert len(said(one)) > 4000
