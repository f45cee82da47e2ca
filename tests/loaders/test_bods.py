"""Beneficial ownership data of the three versions of the standard that are in use."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from graph.claims import Source
from graph.errors import InputError
from graph.model import Grade
from loaders import read, recognise
from tests.loaders.damage import cut, facts, outcome

Item = dict[str, Any]
PUBLISHED = {"publicationDate": "2026-03-01", "publisher": {"name": "Register of Velmora"}}


def record(kind: str, identifier: str, details: Item, **more: Any) -> Item:
    """A statement of 0.4."""
    return {
        "statementId": f"statement of {identifier}",
        "recordId": identifier,
        "recordType": kind,
        "recordStatus": "new",
        "statementDate": "2026-02-01",
        "declarationSubject": "velmora",
        "publicationDetails": PUBLISHED | {"bodsVersion": "0.4"},
        "recordDetails": {"isComponent": False} | details,
    } | more


def entity(identifier: str, name: str = "", **details: Any) -> Item:
    return record("entity", identifier, {"entityType": {"type": "registeredEntity"}, "name": name} | details)


def person(identifier: str, name: str, **details: Any) -> Item:
    return record("person", identifier, {"personType": "knownPerson", "names": [{"fullName": name}]} | details)


def relationship(*interests: Item, subject: Any = "velmora", by: Any = "anna", **more: Any) -> Item:
    details = {"subject": subject, "interestedParty": by, "interests": list(interests)}
    return record("relationship", "relation", details, **more)


VELMORA, ANNA = entity("velmora", "Velmora Ltd"), person("anna", "Anna Berg")


def package(*statements: Item, lines: bool = False) -> bytes:
    if lines:
        return "".join(f"{json.dumps(s)}\n" for s in statements).encode()
    return json.dumps(statements, indent=1, ensure_ascii=False).encode()


def edges(source: Source) -> set[tuple[Any, ...]]:
    names = {p.key: p.name for p in source.parties}
    return {
        (
            names[c.subject],
            c.predicate.value,
            names[c.object],
            (c.quantity.low, c.quantity.high) if c.quantity else None,
            c.valid_from,
            c.valid_to,
        )
        for c in source.claims
        if c.object is not None and c.predicate.value != "LOCATED_IN"
    }


def stake(**share: Any) -> Item:
    return {"type": "shareholding", "directOrIndirect": "direct", "share": share, "startDate": "2020-05-06"}


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        ({"exact": 76.5}, (Decimal("76.5"), Decimal("76.5"))),
        ({"exact": 60, "minimum": 60, "maximum": 60}, (Decimal(60), Decimal(60))),
        ({"minimum": 25, "maximum": 50}, (Decimal(25), Decimal(50))),
        ({"exclusiveMinimum": 25, "maximum": 50}, (Decimal(25), Decimal(50))),
        ({"minimum": 25, "exclusiveMaximum": 50}, (Decimal(25), Decimal(50))),
        ({"minimum": 25, "maximum": 50, "exclusiveMinimum": True, "exclusiveMaximum": False}, (25, 50)),
        ({"minimum": 75}, (Decimal(75), None)),
    ],
)
def test_a_share_is_exact_or_an_interval(share: Item, expected: tuple[Decimal | None, ...]) -> None:
    source = read("bods.json", package(VELMORA, ANNA, relationship(stake(**share))))
    assert edges(source) == {("Anna Berg", "OWNS", "Velmora Ltd", expected, "2020-05-06", None)}
    assert source.refused == ()


@pytest.mark.parametrize("share", [{"exact": 175}, {"minimum": 50, "maximum": 25}, {"exact": "half"}])
def test_a_share_that_is_none_is_left_out_and_the_stake_stays(share: Item) -> None:
    source = read("bods.json", package(VELMORA, ANNA, relationship(stake(**share))))
    assert edges(source) == {("Anna Berg", "OWNS", "Velmora Ltd", None, "2020-05-06", None)}
    assert [r.place for r in source.refused] == ["bods.json, row 3, column 'recordDetails.interests[0].share'"]


@pytest.mark.parametrize(
    ("interest", "expected"),
    [
        ({"type": "shareholding", "directOrIndirect": "indirect", "share": {"exact": 60}}, "OWNS"),
        ({"type": "votingRights", "share": {"exact": 60}}, "CONTROLS"),
        ({"type": "appointment-of-board"}, "CONTROLS"),
        ({"type": "controlByLegalFramework"}, "CONTROLS"),
        ({"type": "boardChair"}, "BOARD_MEMBER_OF"),
        ({"type": "senior-managing-official"}, "EMPLOYED_BY"),
        ({"type": "rightsToProfitOrIncome", "share": {"exact": 60}}, "LINKED_TO"),
        ({"directOrIndirect": "unknown", "beneficialOwnershipOrControl": True}, "LINKED_TO"),
        ({"type": "somethingNew"}, "LINKED_TO"),
    ],
)
def test_only_a_direct_shareholding_has_a_share(interest: Item, expected: str) -> None:
    """The words of the interest, its indirect share among them, are the quote."""
    source = read("bods.json", package(VELMORA, ANNA, relationship(interest)))
    assert edges(source) == {("Anna Berg", expected, "Velmora Ltd", None, None, None)}
    (claim,) = (c for c in source.claims if c.object)
    assert (claim.column, json.loads(claim.quote or "")) == ("recordDetails.interests[0]", interest)


def test_a_relationship_without_interests_is_a_link() -> None:
    source = read("bods.json", package(VELMORA, ANNA, relationship()))
    assert edges(source) == {("Anna Berg", "LINKED_TO", "Velmora Ltd", None, None, None)}


UNTOLD: list[tuple[list[Item], Any, str]] = [
    ([], {"reason": "noBeneficialOwners", "description": "Nobody holds 25%"}, "noBeneficialOwners: Nobody holds 25%"),
    (
        [
            record(
                "person",
                "anna",
                {
                    "personType": "anonymousPerson",
                    "unspecifiedPersonDetails": {"reason": "subjectExemptFromDisclosure"},
                },
            )
        ],
        "anna",
        "subjectExemptFromDisclosure",
    ),
    ([record("entity", "anna", {"entityType": {"type": "unknownEntity"}})], "anna", "unknownEntity"),
]


@pytest.mark.parametrize(("others", "by", "why"), UNTOLD)
def test_who_is_not_told_is_a_remark_and_no_edge(others: list[Item], by: Any, why: str) -> None:
    source = read("bods.json", package(VELMORA, *others, relationship({"type": "shareholding"}, by=by)))
    assert {f for f in facts(source) if f[1] == "REMARK"} == {
        ("Velmora Ltd", "REMARK", f"interested party not told: {why}"),
        ("Velmora Ltd", "REMARK", 'interest, interested party not told: {"type": "shareholding"}'),
    }
    assert edges(source) == set()
    assert len(source.parties) == 1


def test_the_last_statement_of_a_record_stands_and_a_closed_one_ends() -> None:
    first = relationship(stake(exact=100))
    later = relationship(stake(exact=40), statementId="later", statementDate="2026-02-03", recordStatus="updated")
    closed = relationship(
        stake(exact=40), statementId="last", statementDate="2026-02-05T10:00:00Z", recordStatus="closed"
    )
    for order in ([VELMORA, ANNA, first, later, closed], [closed, later, first, ANNA, VELMORA]):
        source = read("bods.json", package(*order))
        assert edges(source) == {
            ("Anna Berg", "OWNS", "Velmora Ltd", (Decimal(40), Decimal(40)), "2020-05-06", "2026-02-05")
        }
        assert {r.text for r in source.refused} == {"statement of relation", "later"}


def test_a_stake_that_begins_anew_ends_the_one_before() -> None:
    """One that is told again from the same day is corrected: only the last word on it stands."""

    def told(start: str, share: int, day: str, status: str = "updated") -> Item:
        interest = stake(exact=share) | {"startDate": start}
        return relationship(interest, statementId=f"of {day}", statementDate=day, recordStatus=status)

    statements = [
        told("2002-03-09", 100, "2019-01-20", "new"),
        told("2021-09-24", 45, "2021-09-25"),
        told("2021-09-24", 40, "2021-09-26"),
        told("2022-09-21", 30, "2022-09-25"),
        told("2022-09-21", 30, "2023-03-03", "closed"),
    ]
    for order in (statements, statements[::-1]):
        source = read("x.json", package(VELMORA, ANNA, *order))
        assert {(int(e[3][0]), *e[4:]) for e in edges(source)} == {
            (100, "2002-03-09", "2021-09-23"),
            (40, "2021-09-24", "2022-09-20"),
            (30, "2022-09-21", "2023-03-03"),
        }
        assert len(source.refused) == 4


def test_a_closed_party_is_remarked() -> None:
    source = read("bods.json", package(VELMORA, ANNA | {"recordStatus": "closed"}))
    assert [(c.value, c.valid_from) for c in source.claims if c.value == "record closed"] == [
        ("record closed", "2026-02-01")
    ]


def old(kind: str, identifier: str, **more: Any) -> Item:
    """A statement of 0.3."""
    return {
        "statementID": identifier,
        "statementType": f"{kind}Statement",
        "statementDate": "2026-02-01",
        "isComponent": False,
        "publicationDetails": PUBLISHED | {"bodsVersion": "0.3"},
    } | more


def old_package(version: str = "0.3") -> list[Item]:
    jurisdiction = "jurisdiction" if version == "0.3" else "incorporatedInJurisdiction"
    exposure: Item = (
        {"politicalExposure": {"status": "isPep", "details": [{"reason": "Minister", "startDate": "2019-01-01"}]}}
        if version == "0.3"
        else {"hasPepStatus": True, "pepStatusDetails": [{"reason": "Minister", "startDate": "2019-01-01"}]}
    )
    level = "directOrIndirect" if version == "0.3" else "interestLevel"
    interest = {"type": "shareholding", level: "direct", "share": {"exact": 30}}
    statements = [
        old("entity", "e1", entityType="registeredEntity", name="Velmora Ltd"),
        old(
            "entity",
            "e2",
            entityType="registeredEntity",
            name="Velmora plc",
            replacesStatements=["e1"],
            identifiers=[{"scheme": "GB-COH", "id": "1234567"}, {"schemeName": "Guild of Velmora", "id": "7"}],
            **{jurisdiction: {"name": "Scotland", "code": "GB-SCT"}},
        ),
        old("person", "p1", personType="knownPerson", names=[{"givenName": "Anna", "familyName": "Berg"}], **exposure),
        old(
            "ownershipOrControl",
            "o1",
            subject={"describedByEntityStatement": "e1"},
            interestedParty={"describedByPersonStatement": "p1"},
            interests=[interest],
            source={"type": ["selfDeclaration"], "assertedBy": [{"name": "Velmora plc"}]},
            annotations=[{"motivation": "commenting", "statementPointerTarget": "/interests", "description": "Odd."}],
        ),
        old(
            "ownershipOrControl",
            "o2",
            subject={"describedByEntityStatement": "e2"},
            interestedParty={"unspecified": {"reason": "unknown"}},
        ),
    ]
    for statement in statements:
        statement["publicationDetails"] = PUBLISHED | {"bodsVersion": version}
    return statements


@pytest.mark.parametrize("version", ["0.2", "0.3"])
@pytest.mark.parametrize("lines", [False, True])
def test_the_older_versions_say_the_same(version: str, lines: bool) -> None:
    data = package(*old_package(version), lines=lines)
    assert recognise("x.json", data[:4096]).name == "bods"
    source = read("x.json", data)
    assert facts(source) == {
        ("Velmora plc", "NAMED", "Velmora plc"),
        ("Velmora plc", "IDENTIFIED_BY", "gb-coh:01234567"),
        ("Velmora plc", "REMARK", "Guild of Velmora: 7"),
        ("Velmora plc", "LOCATED_IN", "United Kingdom"),
        ("Velmora plc", "REMARK", "annotation (commenting, /interests): Odd."),
        ("Velmora plc", "REMARK", "interested party not told: unknown"),
        ("Anna Berg", "NAMED", "Anna Berg"),
        ("Anna Berg", "REMARK", "political exposure: isPep"),
        ("Anna Berg", "REMARK", "politically exposed: Minister"),
        ("Anna Berg", "OWNS", "Velmora plc"),
    }
    assert {c.attributed_to for c in source.claims if c.object and c.predicate.value == "OWNS"} == {"Velmora plc"}
    assert [r.reason for r in source.refused] == ["statement 'e2' replaces it"]
    document = source.document
    assert (document.publisher, document.published, document.official) == ("Register of Velmora", "2026-03-01", False)


def test_it_is_official_only_where_every_statement_comes_from_a_register() -> None:
    registered = [s | {"source": {"type": ["officialRegister"]}} for s in (VELMORA, ANNA)]
    assert {c.grade for c in read("x.json", package(*registered)).claims} == {Grade.OFFICIAL}
    assert {c.grade for c in read("x.json", package(*registered, relationship())).claims} == {Grade.STATED}


def test_what_is_said_of_an_entity_and_of_a_person() -> None:
    firm = entity(
        "velmora",
        "Velmora AB",
        alternateNames=["Ostrava AB"],
        jurisdiction={"name": "Sweden", "code": "SE"},
        addresses=[
            {"type": "registered", "address": "Storgatan 1, Umeå", "postCode": "903 26", "country": {"name": "Sweden"}}
        ],
        dissolutionDate="2025-12-31",
        publicListing={
            "hasPublicListing": True,
            "securitiesListings": [
                {
                    "stockExchangeName": "Velmora Exchange",
                    "security": {"idScheme": "isin", "id": "SE0000000001", "ticker": "VEL"},
                }
            ],
        },
    )
    anna = person(
        "anna",
        "Anna Berg",
        names=[{"type": "alternative", "fullName": "Annie"}, {"type": "legal", "fullName": "Anna Berg"}],
        nationalities=[{"name": "Norway", "code": "NO"}],
        birthDate="1964-04",
    )
    assert facts(read("x.json", package(firm, anna))) == {
        ("Velmora AB", "NAMED", "Velmora AB"),
        ("Velmora AB", "NAMED", "Ostrava AB"),
        ("Velmora AB", "LOCATED_IN", "Sweden"),
        ("Velmora AB", "HAS_ADDRESS", "Storgatan 1, Umeå, 903 26, Sweden"),
        ("Velmora AB", "REMARK", "dissolved 2025-12-31"),
        ("Velmora AB", "REMARK", "has a public listing"),
        ("Velmora AB", "REMARK", "traded on Velmora Exchange"),
        ("Velmora AB", "IDENTIFIED_BY", "isin:SE0000000001"),
        ("Velmora AB", "IDENTIFIED_BY", "ticker:VEL"),
        ("Anna Berg", "NAMED", "Anna Berg"),
        ("Anna Berg", "NAMED", "Annie"),
        ("Anna Berg", "LOCATED_IN", "Norway"),
        ("Anna Berg", "REMARK", "born 1964-04"),
    }


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ({"entityType": {"type": "legalEntity"}}, ("Organisation", None)),
        ({"entityType": {"type": "arrangement", "subtype": "trust"}}, ("Organisation", "trust")),
        ({"entityType": {"type": "stateBody", "subtype": "stateAgency"}}, ("Agency", None)),
        ({"entityType": {"type": "state"}, "jurisdiction": {"name": "Finland", "code": "FI"}}, ("Country", None)),
        ({"entityType": "registeredEntity"}, ("Company", None)),
    ],
)
def test_only_a_registered_entity_is_a_company(details: Item, expected: tuple[str, str | None]) -> None:
    (party,) = read("x.json", package(entity("velmora", "Velmora", **details))).parties
    assert (party.label.value, party.kind) == expected


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (relationship(by="nobody"), "'nobody' is described nowhere in this file"),
        (relationship(by="velmora"), "a relationship of 'velmora' to itself"),
        (relationship({"type": "shareholding", "startDate": "2020-02-31"}), "'2020-02-31' is no ISO 8601 date"),
        (relationship({"colour": "red"}), "'colour' is none of the standard's fields"),
        (relationship(subject=7), "column 'subject': missing"),
        (record("entity", "x", {"entityType": {"type": "spaceship"}}), "'spaceship' is none of the standard's"),
        ({"statementId": "x", "recordType": "entity"}, "column 'recordId': empty"),
    ],
)
def test_a_bad_statement_is_refused_alone(bad: Item, reason: str) -> None:
    source = read("x.json", package(VELMORA, ANNA, bad))
    assert [(r.place, reason in r.reason) for r in source.refused] == [("x.json, row 3", True)]
    assert {c.row for c in source.claims} == {1, 2}


@pytest.mark.parametrize(
    "item", [7, [], None, "x", {}, {"recordType": []}, {"recordType": "entity", "recordDetails": 7}]
)
def test_json_of_other_shapes_is_refused(item: Any) -> None:
    source = read("x.json", json.dumps([VELMORA, item]).encode())
    assert [r.place for r in source.refused] == ["x.json, row 2"]


def test_a_new_field_and_an_unknown_version_stop_the_file() -> None:
    with pytest.raises(InputError, match="unexpected 'colour'"):
        read("x.json", package(VELMORA | {"colour": "red"}))
    with pytest.raises(InputError, match="unexpected 'colour'"):
        read("x.json", package(entity("velmora", "Velmora", colour="red")))
    with pytest.raises(
        InputError, match=r"record 1: version '0\.9' of the standard; this reads 0\.1, 0\.2, 0\.3, 0\.4"
    ):
        read("x.json", package(VELMORA | {"publicationDetails": {"bodsVersion": "0.9"}}))


def test_a_damaged_file_stops() -> None:
    whole = package(VELMORA, ANNA, relationship(stake(exact=60)))
    assert {outcome("x.json", part, "bods") for part in cut(whole)} == {"refused"}
    assert outcome("x.json", whole + whole, "bods") == "refused"
    assert outcome("x.json", package(*old_package()).decode().encode("utf-16"), "bods") == "refused"
    assert (
        outcome("x.json", package(entity("velmora", "Velmora Fjäll")).decode().encode("latin-1"), "bods") == "refused"
    )


def test_lines_cut_between_two_statements_are_all_that_is_left() -> None:
    """Nothing in the file tells that there were more."""
    lines = package(VELMORA, ANNA, relationship(stake(exact=60)), lines=True)
    kept = {outcome("x.json", part, "bods", lambda s: not s.refused) for part in cut(lines)}
    assert kept <= {"refused", "whole"}
    with pytest.raises(InputError, match="statement 'statement of velmora' stands there a second time"):
        read("x.json", lines + lines)


# Records, parties, claims, and statements that a later one replaces.
SAMPLES = {
    "bods-0.2-examples/1-single-direct.json": (3, 3, 8, 0),
    "bods-0.2-examples/2-single-update.json": (4, 3, 10, 0),
    "bods-0.2-examples/3-joint-ownership.json": (7, 5, 10, 0),
    "bods-0.2-examples/gb-coh-bods-package.json": (3, 3, 8, 0),
    "bods-0.2-examples/os-06-dr-03.json": (9, 5, 14, 0),
    "bods-0.2-examples/os-07-dr-04-company-a.json": (6, 4, 10, 0),
    "bods-0.2-examples/os-17-dr-02-dc-06.json": (2, 1, 3, 0),
    "bods-0.4-edge-cases/01-direct-ownership.json": (3, 3, 8, 0),
    "bods-0.4-edge-cases/10-circular-ownership.json": (4, 3, 8, 0),
    "bods-0.4-edge-cases/11-anonymous-person.json": (2, 2, 4, 0),
    "bods-0.4-examples/bods-package-annotations.json": (3, 3, 7, 0),
    "bods-0.4-examples/bods-package-fi-soe.json": (9, 4, 16, 0),
    "bods-0.4-examples/bods-package.json": (3, 3, 8, 0),
    "bods-0.4-examples/full-pep-declaration.json": (3, 2, 7, 0),
    "bods-0.4-examples/joint-ownership.json": (7, 5, 10, 0),
    "bods-0.4-examples/listed-company-exempt-from-disclosure.json": (2, 1, 4, 0),
    "bods-0.4-examples/multiple-indirect-ownership.json": (9, 5, 14, 0),
    "bods-0.4-examples/mutilple-indirect-ownership-2.json": (9, 5, 14, 0),
    "bods-0.4-examples/plc-entity-statement.json": (1, 2, 17, 0),
    "bods-0.4-examples/tecido.json": (11, 4, 24, 6),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_statement_of_the_samples_is_taken(samples: Path, name: str) -> None:
    data = (samples / name).read_bytes()
    assert recognise(name, data[:4096]).name == "bods"
    source = read(name, data)
    places = {f"{name}, row {number}" for number in range(1, len(json.loads(data)) + 1)}
    put_aside = {r.place.partition(", column")[0] for r in source.refused}
    assert {f"{name}, row {c.row}" for c in source.claims} | put_aside == places
    assert (len(places), len(source.parties), len(source.claims), len(source.refused)) == SAMPLES[name]
    assert {outcome(name, part, "bods") for part in cut(data)} == {"refused"}
    assert outcome(name, data + data, "bods") == "refused"


def test_the_samples_are_all_there(samples: Path) -> None:
    found = {str(p.relative_to(samples)) for folder in samples.glob("bods-*") for p in folder.glob("*.json")}
    assert found == set(SAMPLES)


@pytest.mark.parametrize("levels", [100, 900, 20_000])
def test_nesting_without_end_stops_the_file(levels: int) -> None:
    deep = b'{"statementId": "x", "recordType": "entity", "recordDetails": ' + b"[" * levels + b"]" * levels + b"}"
    for data in (b"[" + deep + b"]", deep):
        with pytest.raises(InputError, match=r"nested deeper than 64 levels|recursion"):
            read("x.json", data, format="bods")


def test_half_a_character_stops_the_file() -> None:
    half = json.dumps([VELMORA]).replace("Velmora Ltd", "Velmora \\ud800 Ltd").encode()
    with pytest.raises(InputError, match="surrogates not allowed"):
        read("x.json", half.strip(b"[]"), format="bods")


@pytest.mark.parametrize("odd", [[], {}, 7, True])
def test_a_kind_of_another_shape_is_refused(odd: Any) -> None:
    bad = [
        record("entity", "a", {"entityType": odd}),
        record("entity", "b", {"entityType": {"type": odd}}),
        record("person", "c", {"personType": odd}),
    ]
    refused = read("x.json", package(VELMORA, *bad)).refused
    assert {r.place.partition(", column")[0] for r in refused} == {f"x.json, row {row}" for row in (2, 3, 4)}
