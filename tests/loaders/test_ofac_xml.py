"""OFAC's enhanced XML: who stands on which list, under which names, and who is tied to whom."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from graph.claims import UNIDENTIFIED, Source
from graph.errors import InputError
from graph.fold import fold
from graph.model import Label, Modality, Predicate
from loaders import read, recognise
from tests.loaders.damage import cut, damages, facts, outcome

NAMESPACE = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML"


def name(full: str, *others: str, alias: str = "", weak: bool = False) -> str:
    spelled = "".join(
        f"<translation id='1'><isPrimary>{'false' if n else 'true'}</isPrimary><script refId='2'>Latin</script>"
        f"<formattedLastName>{text}</formattedLastName><formattedFullName>{text}</formattedFullName>"
        f"<nameParts><namePart id='3'><value>{text}</value></namePart></nameParts></translation>"
        for n, text in enumerate((full, *others))
    )
    kind = f"<aliasType refId='1400'>{alias}</aliasType>" if alias else ""
    return (
        f"<name id='4'><isPrimary>{'false' if alias else 'true'}</isPrimary>{kind}"
        f"<isLowQuality>{'true' if weak else 'false'}</isLowQuality><translations>{spelled}</translations></name>"
    )


def feature(words: str, value: str, further: str = "") -> str:
    said = f"<type featureTypeId='6'>{words}</type><versionId>7</versionId><value>{value}</value>{further}"
    return f"<feature id='5'>{said}</feature>"


def document(what: str, number: str, further: str = "") -> str:
    return (
        f"<identityDocument id='8'><type>{what}</type><name nameId='9'>X</name>"
        f"<documentNumber>{number}</documentNumber>{further}</identityDocument>"
    )


def relation(words: str, uid: int, other: str, further: str = "") -> str:
    return (
        f"<relationship id='10'><type>{words}</type><relatedEntity entityId='{uid}'>{other}</relatedEntity>{further}"
        "</relationship>"
    )


def entity(
    uid: int, names: str, *further: str, what: str = "Entity", lists: str = "SDN List", program: str = "CUBA"
) -> str:
    on = "".join(
        f"<sanctionsList id='1' datePublished='2031-02-03'>{item}</sanctionsList>" for item in lists.split("|")
    )
    return (
        f"<entity id='{uid}'><generalInfo><identityId>1</identityId>"
        f"<entityType refId='601'>{what}</entityType></generalInfo>"
        f"<sanctionsLists>{on}</sanctionsLists>"
        f"<sanctionsPrograms><sanctionsProgram>{program}</sanctionsProgram></sanctionsPrograms>"
        f"<names>{names}</names>{''.join(further)}</entity>"
    )


def file(
    *entities: str, head: str = "<publicationInfo><dataAsOf>2031-03-04T00:00:00</dataAsOf></publicationInfo>"
) -> bytes:
    return (
        f"<?xml version='1.0' encoding='utf-8'?><sanctionsData xmlns='{NAMESPACE}'>{head}<entities>{''.join(entities)}"
        "</entities></sanctionsData>"
    ).encode()


def source(*entities: str) -> Source:
    return read("list.xml", file(*entities))


def said(found: Source, predicate: Predicate) -> set[tuple[str, str]]:
    return {(subject, what) for subject, kind, what in facts(found) if kind == predicate.value}


ACME = name("ACME DRONES CO., LTD.", "阿克米无人机")


def test_an_entity_is_on_its_lists_since_their_days() -> None:
    data = file(entity(7, ACME, lists="SDN List|Sectoral Sanctions Identifications List|Consolidated List"))
    assert recognise("x", data).name == "ofac-xml"
    found = read("x.xml", data)
    assert said(found, Predicate.LISTED_BY) == {
        ("ACME DRONES CO., LTD.", "Specially Designated Nationals and Blocked Persons List"),
        ("ACME DRONES CO., LTD.", "Sectoral Sanctions Identifications List"),
    }
    assert {c.valid_from for c in found.claims if c.predicate is Predicate.LISTED_BY} == {"2031-02-03"}
    assert (found.document.published, found.document.series) == ("2031-03-04", "ofac-xml")
    # Which of the lists a program stands for is not said: it is a remark of the party.
    assert said(found, Predicate.REMARK) == {("ACME DRONES CO., LTD.", "program: CUBA")}


def test_the_lists_that_the_file_was_made_of_name_its_series() -> None:
    made_of = (
        "<filters><sanctionsLists><sanctionsList refId='1'>Consolidated List</sanctionsList></sanctionsLists></filters>"
    )
    data = file(
        entity(7, ACME), head=f"<publicationInfo><dataAsOf>2031-03-04T00:00:00</dataAsOf>{made_of}</publicationInfo>"
    )
    assert read("x.xml", data).document.series == "ofac-xml-consolidated"


def test_names_in_every_script_aliases_and_former_names() -> None:
    names = (
        ACME
        + name("ACME", alias="A.K.A.", weak=True)
        + name("BOLT DRONES", alias="F.K.A.")
        + name("A-DRONES", alias="A.K.A.")
    )
    found = source(entity(7, names))
    assert {what for _, what in said(found, Predicate.NAMED)} == {
        "ACME DRONES CO., LTD.", "阿克米无人机", "ACME", "BOLT DRONES", "A-DRONES",
    }  # fmt: skip
    assert {c.value for c in found.claims if c.modality is Modality.POSSIBLE} == {"ACME"}
    assert said(found, Predicate.REMARK) >= {
        ("ACME DRONES CO., LTD.", "weak a.k.a. ACME"),
        ("ACME DRONES CO., LTD.", "f.k.a. BOLT DRONES"),
    }
    (quote,) = [c.column for c in found.claims if c.value == "阿克米无人机"]
    assert quote == "names/name[1]/translations/translation[2]/formattedFullName"


def test_a_person_is_named_in_both_orders() -> None:
    found = source(entity(8, name("PINE, Anna"), what="Individual"))
    assert {what for _, what in said(found, Predicate.NAMED)} == {"PINE, Anna", "Anna PINE"}
    assert {p.label for p in found.parties if p.name == "PINE, Anna"} == {Label.PERSON}


def test_features_are_identifiers_countries_dates_or_remarks() -> None:
    features = "".join(
        (
            feature("ISIN", "CNE100000PM8"),
            feature("Nationality of Registration", "Korea, North"),
            feature("Listing Date (CMIC)", "03 Jun 2021"),
            feature("Effective Date (CMIC)", "02 Aug 2021"),
            feature("Target Type", "Public Company", "<reliability>Reported</reliability>"),
            feature("Website", "acme.example", "<reliability>False</reliability><comments>closed</comments>"),
        )
    )
    found = source(
        entity(7, ACME, f"<features>{features}</features>", lists="Non-SDN CMIC List", program="CMIC-EO13959")
    )
    assert {what for _, what in said(found, Predicate.IDENTIFIED_BY)} == {
        "ofac:7",
        "isin:CNE100000PM8",
        "url:acme.example",
    }
    assert {what for _, what in said(found, Predicate.LOCATED_IN)} == {"North Korea"}
    assert [what for p in (Predicate.ANNOUNCED_ON, Predicate.EFFECTIVE_ON) for _, what in said(found, p)] == [
        "2021-06-03",
        "2021-08-02",
    ]
    assert {c.value: c.modality for c in found.claims if c.modality is not Modality.ASSERTED} == {
        "Target Type Public Company": Modality.REPORTED,
        "url:acme.example": Modality.NEGATED,
        "Website acme.example closed": Modality.NEGATED,
    }


def test_a_ship_has_an_owner_of_unknown_share_and_a_plane_an_operator() -> None:
    features = feature("Vessel Owner", "MILL SHIPPING LTD.") + feature("Vessel Flag", "Panama")
    ship = entity(7, name("NORTH STAR"), f"<features>{features}</features>", what="Vessel")
    plane = entity(
        8, name("XY-123"), f"<features>{feature('Aircraft Operator', 'Mill Air')}</features>", what="Aircraft"
    )
    found = source(ship, plane)
    assert said(found, Predicate.OWNS) == {("MILL SHIPPING LTD.", "NORTH STAR")}
    assert said(found, Predicate.LINKED_TO) == {("XY-123", "Mill Air")}
    assert said(found, Predicate.LOCATED_IN) == {("NORTH STAR", "Panama")}
    assert {(p.name, p.kind) for p in found.parties if p.kind} == {("NORTH STAR", "vessel"), ("XY-123", "aircraft")}


def test_documents_identify_where_their_scheme_is_known() -> None:
    country = "<issuingCountry refId='1'>Russia</issuingCountry>"
    documents = "".join(
        (
            document("Registration ID", "1027739609391", country),
            document("Registration ID", "99"),
            document("Legal Entity Number", "253400V1H6ART1UQ0N98"),
            document("Tax ID No.", "55", f"<isValid>false</isValid>{country}"),
        )
    )
    found = source(entity(7, ACME, f"<identityDocuments>{documents}</identityDocuments>"))
    assert {what for _, what in said(found, Predicate.IDENTIFIED_BY)} == {
        "ofac:7", "registration-number:ru/1027739609391", "lei:253400V1H6ART1UQ0N98",
    }  # fmt: skip
    assert {what for who, what in said(found, Predicate.REMARK) if who == "ACME DRONES CO., LTD."} == {
        "Registration ID 99",
        "Tax ID No. 55 (Russia), not valid",
    }


def test_addresses_are_written_part_by_part_with_their_country() -> None:
    parts = "".join(
        f"<addressPart id='1'><type refId='2'>{what}</type><value>{value}</value></addressPart>"
        for what, value in (("CITY", "Havana"), ("ADDRESS1", "1 Mill Lane"), ("POSTAL CODE", "10100"))
    )
    spelled = f"<translation id='1'><isPrimary>true</isPrimary><addressParts>{parts}</addressParts></translation>"
    address = f"<address id='1'><country>Cuba</country><translations>{spelled}</translations></address>"
    found = source(entity(7, ACME, f"<addresses>{address}</addresses>"))
    assert {what for _, what in said(found, Predicate.HAS_ADDRESS)} == {"1 Mill Lane, Havana, 10100, Cuba"}
    assert {what for _, what in said(found, Predicate.LOCATED_IN)} == {"Cuba"}


def test_relations_keep_their_direction_and_their_doubts() -> None:
    ties = "".join(
        (
            relation("Owned or Controlled By", 8, "BOLT HOLDINGS", "<quality>Low</quality>"),
            relation("Owns, controls, or operates", 8, "BOLT HOLDINGS"),
            relation("Leader or official of", 99, "ELSEWHERE"),
        )
    )
    period = (
        "<dateRange id='1'><fromDateBegin>2030-01-01</fromDateBegin><fromDateEnd>2030-01-01</fromDateEnd>"
        "<toDateBegin>2031-01-01</toDateBegin><toDateEnd>2031-01-01</toDateEnd><isDateRange>true</isDateRange></dateRange>"
    )
    back = f"<relationships>{relation('Providing support to', 7, 'ACME DRONES', period)}</relationships>"
    found = source(
        entity(7, ACME, f"<relationships>{ties}</relationships>"), entity(8, name("BOLT HOLDINGS LIMITED"), back)
    )
    names = {p.key: p.name for p in found.parties}
    told = {
        (names[c.subject], c.predicate.value, names[c.object], c.modality.value, c.quote, c.valid_from, c.valid_to)
        for c in found.claims
        if c.object and c.predicate in (Predicate.CONTROLS, Predicate.LINKED_TO)
    }
    acme, bolt = "ACME DRONES CO., LTD.", "BOLT HOLDINGS LIMITED"
    assert told == {
        (bolt, "CONTROLS", acme, "possible", "Owned or Controlled By BOLT HOLDINGS", None, None),
        (acme, "CONTROLS", bolt, "asserted", "Owns, controls, or operates BOLT HOLDINGS", None, None),
        (acme, "LINKED_TO", "ELSEWHERE", "asserted", "Leader or official of ELSEWHERE", None, None),
        (bolt, "LINKED_TO", acme, "asserted", "Providing support to ACME DRONES", "2030-01-01", "2031-01-01"),
    }
    assert {(p.name, p.kind) for p in found.parties if p.kind} == {("ELSEWHERE", UNIDENTIFIED)}
    assert ("ELSEWHERE", "ofac:99") in said(found, Predicate.IDENTIFIED_BY)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (entity(0, ACME), "'0' is no number of OFAC's"),
        (entity(9, ""), "without a name"),
        (entity(9, ACME, what="Robot"), "no type that is known"),
        (entity(9, ACME, lists="List of Atlantis"), "on no list that is known"),
        (
            entity(9, ACME, f"<features>{feature('ISIN', 'X', '<reliability>Maybe</reliability>')}</features>"),
            "'Maybe'",
        ),
        (entity(9, ACME, "<relationships><relationship><type>X</type></relationship></relationships>"), "is missing"),
    ],
)
def test_a_bad_entity_is_refused_alone(bad: str, reason: str) -> None:
    found = source(entity(7, ACME), bad)
    (refusal,) = found.refused
    assert reason in refusal.reason
    assert {who for who, _ in said(found, Predicate.LISTED_BY)} == {"ACME DRONES CO., LTD."}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (file(entity(7, ACME, "<hobbies><hobby>chess</hobby></hobbies>")), "unexpected 'hobbies'"),
        (file(entity(7, ACME, f"<features>{feature('A', 'b', '<taste>x</taste>')}</features>")), "unexpected 'taste'"),
        (file(entity(7, ACME), entity(7, ACME)), "'7' stands twice"),
        (file(entity(7, ACME)).replace(b"entities", b"bodies"), "<entity> within <bodies sanctionsData>"),
        (file(), "no record in it"),
        (file(entity(7, ACME)).replace(b"2031-03-04T", b"<day/>"), "publicationInfo: column 'dataAsOf'"),
        (file(entity(7, ACME)).replace(b"?><", b"?><!DOCTYPE a><", 1), "document type"),
    ],
)
def test_a_changed_or_doubled_file_stops(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read("list.xml", data, format="ofac-xml")


def test_a_damaged_file_stops() -> None:
    data = file(entity(7, ACME), entity(8, name("BOLT")))
    whole = facts(read("list.xml", data))
    assert {outcome("list.xml", part, "ofac-xml") for part in cut(data)} == {"refused"}
    outcomes = {
        damage: outcome("list.xml", bad, "ofac-xml", lambda s: facts(s) == whole) for damage, bad in damages(data)
    }
    assert outcomes["doubled"] == outcomes["latin-1"].replace("taken", "refused") == "refused"
    assert outcomes["utf-16"] in ("refused", "whole")


def test_every_entity_of_the_sample_is_taken(samples: Path) -> None:
    path = samples / "ofac-enhanced-xml" / "CONS_ENHANCED.XML.gz"
    found = read(path.name, path.read_bytes())
    assert (len({c.row for c in found.claims}), found.refused, found.document.published) == (443, (), "2025-01-10")
    assert Counter(what.split(" ")[0] for _, what in said(found, Predicate.LISTED_BY)) == {
        "Sectoral": 286, "Palestinian": 78, "Specially": 77, "Non-SDN": 80, "List": 1, "Foreign": 1,
    }  # fmt: skip
    assert len(said(found, Predicate.COMPLIANCE_BY)) == 68
    ties = [c for c in found.claims if c.predicate in (Predicate.CONTROLS, Predicate.LINKED_TO)]
    assert (len(ties), Counter(c.predicate.value for c in ties)) == (283, {"CONTROLS": 282, "LINKED_TO": 1})
    owners = {(s, o) for s, o in said(found, Predicate.CONTROLS) if "HUAWEI" in s}
    holding = "HUAWEI INVESTMENT & HOLDING CO., LTD."
    assert owners == {
        (holding, "HUAWEI TECHNOLOGIES CO., LTD."),
        (holding, "PROVEN GLORY CAPITAL LIMITED"),
        (holding, "PROVEN HONOUR CAPITAL LIMITED"),
    }


def test_the_csv_and_the_xml_of_the_samples_meet_by_number(samples: Path) -> None:
    paths = [
        *sorted((samples / "ofac-consolidated-csv").glob("*.csv")),
        samples / "ofac-enhanced-xml/CONS_ENHANCED.XML.gz",
    ]
    view = fold([read(path.name, path.read_bytes()) for path in paths])
    numbers = Counter(i for _, e in view.entities for i in e.identifiers if i.startswith("ofac:"))
    assert (len(numbers), set(numbers.values())) == (444, {1})
    (hikvision,) = (e for _, e in view.entities if "ofac:30946" in e.identifiers)
    assert "Hikvision".upper() in hikvision.names
    assert hikvision.addresses
