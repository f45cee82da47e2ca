"""GLEIF's three files, as XML and in both ways of JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph.claims import UNIDENTIFIED, Source
from graph.errors import InputError
from graph.model import Predicate
from loaders import read, recognise
from tests.loaders.damage import cut, damages, facts, outcome

PARENT, CHILD, OTHER = "5493001KJTIIGC8Y1R12", "213800VELMORA0000017", "213800BRENTA00000029"
NAMESPACE = 'xmlns:{0}="http://www.gleif.org/data/schema/{1}/2016"'


def lei_xml(*records: str, count: int | None = None, content: str = "GLEIF_FULL_PUBLISHED", issuer: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><lei:LEIData {NAMESPACE.format("lei", "leidata")}><lei:LEIHeader>'
        f"<lei:ContentDate>2026-05-01T08:00:00Z</lei:ContentDate>{issuer}<lei:FileContent>{content}</lei:FileContent>"
        f"<lei:RecordCount>{len(records) if count is None else count}</lei:RecordCount></lei:LEIHeader>"
        f"<lei:LEIRecords>{''.join(records)}</lei:LEIRecords></lei:LEIData>"
    ).encode()


def entity(lei: str = CHILD, category: str = "GENERAL", inside: str = "", registered: str = "ISSUED") -> str:
    return (
        f"<lei:LEIRecord><lei:LEI>{lei}</lei:LEI><lei:Entity>"
        f'<lei:LegalName xml:lang="sv">Velmora Fjäll AB</lei:LegalName>{inside}'
        f"<lei:EntityCategory>{category}</lei:EntityCategory></lei:Entity>"
        f"<lei:Registration><lei:RegistrationStatus>{registered}</lei:RegistrationStatus></lei:Registration></lei:LEIRecord>"
    )


FULL = """
<lei:OtherEntityNames><lei:OtherEntityName type="PREVIOUS_LEGAL_NAME">Ostrava AB</lei:OtherEntityName>
<lei:OtherEntityName type="TRADING_OR_OPERATING_NAME">Velmora Fjäll AB</lei:OtherEntityName></lei:OtherEntityNames>
<lei:TransliteratedOtherEntityNames><lei:TransliteratedOtherEntityName type="AUTO_ASCII_TRANSLITERATED_LEGAL_NAME">
Velmora Fjall AB</lei:TransliteratedOtherEntityName></lei:TransliteratedOtherEntityNames>
<lei:LegalAddress><lei:FirstAddressLine>c/o Anna</lei:FirstAddressLine><lei:MailRouting>c/o Anna</lei:MailRouting>
<lei:AdditionalAddressLine>Storgatan 1</lei:AdditionalAddressLine>
<lei:AdditionalAddressLine>Floor 2</lei:AdditionalAddressLine>
<lei:City>Umeå</lei:City><lei:Country>SE</lei:Country><lei:PostalCode>903 26</lei:PostalCode></lei:LegalAddress>
<lei:HeadquartersAddress><lei:FirstAddressLine>1 Quay</lei:FirstAddressLine><lei:City>Leeds</lei:City>
<lei:Country>GB</lei:Country></lei:HeadquartersAddress>
<lei:RegistrationAuthority><lei:RegistrationAuthorityID>RA000544</lei:RegistrationAuthorityID>
<lei:RegistrationAuthorityEntityID>556543-1193</lei:RegistrationAuthorityEntityID></lei:RegistrationAuthority>
<lei:LegalJurisdiction>SE</lei:LegalJurisdiction>
<lei:LegalForm><lei:EntityLegalFormCode>XJHM</lei:EntityLegalFormCode></lei:LegalForm>
<lei:EntityStatus>INACTIVE</lei:EntityStatus><lei:EntityExpirationDate>2024-03-01T00:00:00+01:00</lei:EntityExpirationDate>
<lei:EntityExpirationReason>CORPORATE_ACTION</lei:EntityExpirationReason>
<lei:SuccessorEntity><lei:SuccessorLEI>213800BRENTA00000029</lei:SuccessorLEI></lei:SuccessorEntity>
<lei:SuccessorEntity><lei:SuccessorEntityName>Dunmere AS</lei:SuccessorEntityName></lei:SuccessorEntity>
<lei:LegalEntityEvents><lei:LegalEntityEvent group_type="STANDALONE" event_status="COMPLETED">
<lei:LegalEntityEventType>MERGERS_AND_ACQUISITIONS</lei:LegalEntityEventType>
<lei:LegalEntityEventEffectiveDate>2024-03-01T00:00:00Z</lei:LegalEntityEventEffectiveDate></lei:LegalEntityEvent>
</lei:LegalEntityEvents>
"""


def test_an_entity_with_its_names_seat_register_status_and_successors() -> None:
    source = read("lei.xml", lei_xml(entity(inside=FULL, registered="MERGED")))
    name, home, office = "Velmora Fjäll AB", "c/o Anna, Storgatan 1, Floor 2, Umeå, 903 26, SE", "1 Quay, Leeds, GB"
    assert facts(source) == {
        (name, "IDENTIFIED_BY", f"lei:{CHILD}"),
        (name, "IDENTIFIED_BY", "reg-RA000544:556543-1193"),
        (name, "NAMED", name),
        (name, "NAMED", "Ostrava AB"),
        (name, "NAMED", "Velmora Fjall AB"),
        (name, "HAS_ADDRESS", home),
        (name, "HAS_ADDRESS", office),
        (name, "LOCATED_IN", "Sweden"),
        (name, "LOCATED_IN", "United Kingdom"),
        (name, "REMARK", "entity status: INACTIVE"),
        (name, "REMARK", "expired: CORPORATE_ACTION"),
        (name, "REMARK", "LEI status: MERGED"),
        (name, "REMARK", "event: MERGERS_AND_ACQUISITIONS (COMPLETED)"),
        (name, "LINKED_TO", OTHER),
        (OTHER, "IDENTIFIED_BY", f"lei:{OTHER}"),
        (name, "LINKED_TO", "Dunmere AS"),
        ("Dunmere AS", "NAMED", "Dunmere AS"),
    }
    assert {(c.column, c.quote) for c in source.claims if c.value == "Ostrava AB"} == {
        ("Entity/OtherEntityNames/OtherEntityName[@type='PREVIOUS_LEGAL_NAME']", "Ostrava AB")
    }
    assert {(c.value, c.valid_from) for c in source.claims if c.predicate is Predicate.REMARK} == {
        ("entity status: INACTIVE", "2024-03-01"),
        ("expired: CORPORATE_ACTION", "2024-03-01"),
        ("LEI status: MERGED", None),
        ("event: MERGERS_AND_ACQUISITIONS (COMPLETED)", "2024-03-01"),
    }
    document = source.document
    assert (document.series, document.published, document.official) == ("gleif-level-1", "2026-05-01", True)


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ("GENERAL", ("Company", None)),
        ("FUND", ("Organisation", "fund")),
        ("BRANCH", ("Organisation", "branch")),
        ("SOLE_PROPRIETOR", ("Organisation", "sole proprietor")),
        ("RESIDENT_GOVERNMENT_ENTITY", ("Agency", None)),
        ("INTERNATIONAL_ORGANIZATION", ("Organisation", "international organisation")),
        ("", ("Organisation", None)),
    ],
)
def test_only_a_general_entity_is_a_company(category: str, expected: tuple[str, str | None]) -> None:
    (party,) = read("lei.xml", lei_xml(entity(category=category))).parties
    assert (party.label.value, party.kind) == expected


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (entity(category="SPACESHIP"), "'Entity/EntityCategory': 'SPACESHIP' is none of the LEI-CDF's"),
        (entity(lei="VELMORA"), "column 'LEI': 'VELMORA' is no LEI"),
        ("<lei:LEIRecord><lei:LEI>213800VELMORA0000017</lei:LEI></lei:LEIRecord>", "column 'Entity': missing"),
        (entity(inside="<lei:LegalAddress>Umeå</lei:LegalAddress>"), "'Umeå' is no address"),
        (
            entity(inside="<lei:LegalAddress><lei:Country><lei:Code>SE</lei:Code></lei:Country></lei:LegalAddress>"),
            "column 'Entity/LegalAddress': a line that is no text",
        ),
        (
            entity(inside="<lei:EntityExpirationDate>2024-02-31T00:00:00Z</lei:EntityExpirationDate>"),
            "'2024-02-31T00:00:00Z' is no ISO 8601 date that the calendar has",
        ),
    ],
)
def test_a_bad_record_is_refused_alone(record: str, reason: str) -> None:
    source = read("lei.xml", lei_xml(record, entity(lei=OTHER)))
    assert [(r.place, reason in r.reason) for r in source.refused] == [("lei.xml, row 1", True)]
    assert {c.row for c in source.claims} == {2}


def test_a_country_that_is_none_is_left_out_with_its_place() -> None:
    source = read("lei.xml", lei_xml(entity(inside="<lei:LegalJurisdiction>QQ-1</lei:LegalJurisdiction>")))
    assert [(r.place, r.text) for r in source.refused] == [
        ("lei.xml, row 1, column 'Entity/LegalJurisdiction'", "QQ-1")
    ]


def test_a_new_element_stops_the_file() -> None:
    with pytest.raises(InputError, match="unexpected 'Colour'"):
        read("lei.xml", lei_xml(entity(inside="<lei:Colour>red</lei:Colour>")))


@pytest.mark.parametrize(
    ("content", "issuer", "series"),
    [
        ("GLEIF_DELTA_PUBLISHED", "", None),
        ("LOU_FULL_PUBLISHED", f"<lei:Originator>{PARENT}</lei:Originator>", f"gleif-level-1-{PARENT}"),
    ],
)
def test_only_a_full_file_is_a_version_of_the_register(content: str, issuer: str, series: str | None) -> None:
    assert read("lei.xml", lei_xml(entity(), content=content, issuer=issuer)).document.series == series


def test_the_header_bounds_the_count_unless_the_file_is_a_part() -> None:
    data = lei_xml(entity(), count=2)
    with pytest.raises(InputError, match="1 records, but its own header says 2"):
        read("lei.xml", data)
    assert len(read("lei.xml", data, partial=True).parties) == 1
    with pytest.raises(InputError, match="RecordCount 'many' is no number"):
        read("lei.xml", data.replace(b"<lei:RecordCount>2", b"<lei:RecordCount>many"))


def relation_xml(
    what: str = "IS_DIRECTLY_CONSOLIDATED_BY", status: str = "ACTIVE", end: str = "", registered: str = "PUBLISHED"
) -> bytes:
    until = f"<rr:EndDate>{end}</rr:EndDate>" if end else ""
    return (
        f"<rr:RelationshipData {NAMESPACE.format('rr', 'rr')}><rr:Header><rr:RecordCount>1</rr:RecordCount></rr:Header>"
        "<rr:RelationshipRecords><rr:RelationshipRecord><rr:Relationship>"
        f"<rr:StartNode><rr:NodeID>{CHILD}</rr:NodeID><rr:NodeIDType>LEI</rr:NodeIDType></rr:StartNode>"
        f"<rr:EndNode><rr:NodeID>{PARENT}</rr:NodeID><rr:NodeIDType>LEI</rr:NodeIDType></rr:EndNode>"
        f"<rr:RelationshipType>{what}</rr:RelationshipType><rr:RelationshipPeriods>"
        "<rr:RelationshipPeriod><rr:StartDate>2025-01-01T00:00:00Z</rr:StartDate><rr:EndDate>2025-12-31T00:00:00Z</rr:EndDate>"
        "<rr:PeriodType>ACCOUNTING_PERIOD</rr:PeriodType></rr:RelationshipPeriod>"
        f"<rr:RelationshipPeriod><rr:StartDate>2019-06-01T00:00:00Z</rr:StartDate>{until}"
        "<rr:PeriodType>RELATIONSHIP_PERIOD</rr:PeriodType></rr:RelationshipPeriod></rr:RelationshipPeriods>"
        f"<rr:RelationshipStatus>{status}</rr:RelationshipStatus></rr:Relationship>"
        f"<rr:Registration><rr:RegistrationStatus>{registered}</rr:RegistrationStatus></rr:Registration>"
        "</rr:RelationshipRecord></rr:RelationshipRecords></rr:RelationshipData>"
    ).encode()


def edges(source: Source) -> set[tuple[str, str, str, str | None, str | None]]:
    names = {p.key: p.name for p in source.parties}
    return {
        (names[c.subject], c.predicate.value, names[c.object], c.valid_from, c.valid_to)
        for c in source.claims
        if c.object is not None
    }


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (relation_xml(), (PARENT, "OWNS", CHILD, "2019-06-01", None)),
        (relation_xml("IS_ULTIMATELY_CONSOLIDATED_BY"), (PARENT, "OWNS", CHILD, "2019-06-01", None)),
        (relation_xml("IS_INTERNATIONAL_BRANCH_OF"), (PARENT, "OWNS", CHILD, "2019-06-01", None)),
        (relation_xml("IS_FUND-MANAGED_BY"), (CHILD, "LINKED_TO", PARENT, "2019-06-01", None)),
        (
            relation_xml(status="INACTIVE", end="2023-04-05T00:00:00Z"),
            (PARENT, "OWNS", CHILD, "2019-06-01", "2023-04-05"),
        ),
        (relation_xml(status="INACTIVE"), (CHILD, "LINKED_TO", PARENT, "2019-06-01", None)),
        (relation_xml(status="NULL"), (CHILD, "LINKED_TO", PARENT, "2019-06-01", None)),
    ],
)
def test_the_end_node_is_the_parent(data: bytes, expected: tuple[str, ...]) -> None:
    source = read("rr.xml", data)
    assert edges(source) == {expected}
    assert {p.kind for p in source.parties} == {UNIDENTIFIED}
    assert all(c.quantity is None for c in source.claims)


def test_a_lapsed_registration_is_remarked_and_a_withdrawn_one_refused() -> None:
    words = f"IS_DIRECTLY_CONSOLIDATED_BY {PARENT}: registration LAPSED"
    assert (CHILD, "REMARK", words) in facts(read("rr.xml", relation_xml(registered="LAPSED")))
    with pytest.raises(InputError, match="none of its 1 records"):
        read("rr.xml", relation_xml(registered="ANNULLED"))


def exceptions(*records: dict[str, Any]) -> bytes:
    return json.dumps(records).encode()


def test_an_exception_is_a_remark_with_its_reasons_and_references() -> None:
    record = {
        "LEI": CHILD,
        "ExceptionCategory": "ULTIMATE_ACCOUNTING_CONSOLIDATION_PARENT",
        "ExceptionReason": ["NO_LEI", "NON_PUBLIC"],
        "ExceptionReference": "Dunmere Family Trust",
        "ContentDate": "2026-05-01T00:00:00Z",
    }
    source = read("repex.json", exceptions(record))
    assert facts(source) == {
        (CHILD, "IDENTIFIED_BY", f"lei:{CHILD}"),
        (CHILD, "REMARK", "ULTIMATE_ACCOUNTING_CONSOLIDATION_PARENT: NO_LEI"),
        (CHILD, "REMARK", "ULTIMATE_ACCOUNTING_CONSOLIDATION_PARENT: NON_PUBLIC"),
        (CHILD, "REMARK", "ULTIMATE_ACCOUNTING_CONSOLIDATION_PARENT, reference: Dunmere Family Trust"),
    }
    assert (source.document.series, source.document.published) == ("gleif-reporting-exceptions", "2026-05-01")


PLAIN = {
    "LEI": CHILD,
    "Entity": {
        "LegalName": "Velmora AB",
        "OtherEntityNames": [{"type": "PREVIOUS_LEGAL_NAME", "OtherEntityName": "Ostrava AB"}],
        "LegalAddress": {"FirstAddressLine": "Storgatan 1", "Country": "SE"},
        "EntityCategory": "GENERAL",
    },
    "Registration": {"RegistrationStatus": "ISSUED"},
}
GOLDEN = {
    "LEI": {"$": CHILD},
    "Entity": {
        "LegalName": {"@xml:lang": "sv", "$": "Velmora AB"},
        "OtherEntityNames": {"OtherEntityName": [{"@type": "PREVIOUS_LEGAL_NAME", "$": "Ostrava AB"}]},
        "LegalAddress": {"@xml:lang": "sv", "FirstAddressLine": {"$": "Storgatan 1"}, "Country": {"$": "SE"}},
        "EntityCategory": {"$": "GENERAL"},
    },
    "Registration": {"RegistrationStatus": {"$": "ISSUED"}},
}


@pytest.mark.parametrize("tree", [[PLAIN], {"records": [GOLDEN]}, [GOLDEN]])
def test_json_says_the_same_in_each_of_its_ways(tree: object) -> None:
    source = read("lei.json", json.dumps(tree).encode())
    assert facts(source) == {
        ("Velmora AB", "IDENTIFIED_BY", f"lei:{CHILD}"),
        ("Velmora AB", "NAMED", "Velmora AB"),
        ("Velmora AB", "NAMED", "Ostrava AB"),
        ("Velmora AB", "HAS_ADDRESS", "Storgatan 1, SE"),
        ("Velmora AB", "LOCATED_IN", "Sweden"),
    }
    columns = {c.column for c in source.claims if c.predicate is Predicate.NAMED}
    assert columns == {"Entity/LegalName", "Entity/OtherEntityNames/OtherEntityName[@type='PREVIOUS_LEGAL_NAME']"}


def test_levels_do_not_mix() -> None:
    data = lei_xml(entity()).replace(b"</lei:LEIRecords>", b"<RelationshipRecord/></lei:LEIRecords>")
    with pytest.raises(InputError, match="record 2: no record of GLEIF Level 1"):
        read("lei.xml", data)
    with pytest.raises(InputError, match="record 2: no record of GLEIF Level 1"):
        read("lei.json", json.dumps([PLAIN, {"Relationship": {"StartNode": {}}}]).encode())


@pytest.mark.parametrize(
    "item", [[], 7, "x", None, {"LEI": 7, "Entity": [], "Registration": {}}, {"LEI": [[[[[[[]]]]]]]}]
)
def test_json_of_other_shapes_is_refused(item: object) -> None:
    source = read("lei.json", json.dumps([PLAIN, item]).encode(), format="gleif")
    assert [r.place for r in source.refused] == ["lei.json, row 2"]


FILES = {
    "lei.xml": lei_xml(entity(inside=FULL)),
    "rr.xml": relation_xml(),
    "lei.json": json.dumps([PLAIN | {"Registration": {"RegistrationStatus": "é"}}], ensure_ascii=False).encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_stops(name: str) -> None:
    assert {outcome(name, part, "gleif") for part in cut(FILES[name])} == {"refused"}
    assert outcome(name, FILES[name] * 2, "gleif") == "refused"


def test_another_encoding_stops_the_file_or_is_read_right() -> None:
    """XML says its encoding itself, and a byte order mark tells UTF-16."""
    data = lei_xml(entity(inside=FULL))
    same = facts(read("lei.xml", data))
    found = {kind: outcome("lei.xml", bad, "gleif", lambda s: facts(s) == same) for kind, bad in damages(data)}
    assert found == {"doubled": "refused", "utf-16": "whole", "latin-1": "refused"}
    found = {kind: outcome("lei.json", bad, "gleif") for kind, bad in damages(FILES["lei.json"])}
    assert found == {"doubled": "refused", "utf-16": "refused", "latin-1": "refused"}


SAMPLES = [
    ("lei-data.xml", 13, 18, 85),
    ("lei-data.json", 13, 18, 85),
    ("rr-data.xml", 10, 16, 32),
    ("rr-data.json", 10, 16, 32),
    ("repex-data.xml", 10, 10, 20),
    ("repex-data.json", 10, 10, 20),
]


@pytest.mark.parametrize(("name", "records", "parties", "claims"), SAMPLES)
def test_every_record_of_the_sample_is_taken(samples: Path, name: str, records: int, parties: int, claims: int) -> None:
    data = (samples / "gleif-cdf" / name).read_bytes()
    assert recognise(name, data[:4096]).name == "gleif"
    if name.endswith(".xml"):
        with pytest.raises(InputError, match="but its own header says"):
            read(name, data)
    source = read(name, data, partial=True)
    assert {c.row for c in source.claims} == set(range(1, records + 1))
    assert (len(source.parties), len(source.claims), source.refused) == (parties, claims, ())
    assert {outcome(name, part, "gleif") for part in cut(data)} == {"refused"}


def test_the_sample_says_the_same_as_xml_and_as_json(samples: Path) -> None:
    """But for the address lines and event states that were lost on the way to JSON."""
    lost = {"HAS_ADDRESS", "REMARK"}
    for name in ("lei-data", "rr-data", "repex-data"):
        one, other = (
            facts(read(name, (samples / "gleif-cdf" / f"{name}{end}").read_bytes(), partial=True))
            for end in (".xml", ".json")
        )
        assert {f for f in one if f[1] not in lost} == {f for f in other if f[1] not in lost}
