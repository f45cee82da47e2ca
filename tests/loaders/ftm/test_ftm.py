"""FollowTheMoney files as a whole: recognised, read in any order, damaged, nested, and the samples' accounts."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from pathlib import Path

import pytest

import loaders
from graph.claims import UNIDENTIFIED, Source
from graph.errors import InputError
from graph.model import Grade, Label, Predicate
from loaders.ftm import FORMAT
from tests.loaders.damage import cut, damages, outcome
from tests.loaders.ftm.lines import Line, claims, data, entity, facts, links, opensanctions, read, reasons

OWNER = entity("own-1", "Person", name=["Ada Velm", "VELM, Ada"], nationality="cz", birthDate="1971-02-03")
FIRM = entity("firm-1", "Company", name="Velmora Optik s.r.o.", jurisdiction="cz", addressEntity="addr-1")
STAKE = entity("stake-1", "Ownership", owner="own-1", asset="firm-1", percentage="51", startDate="2019-10")
PLACE = entity("addr-1", "Address", full="Lipová 7, Ostrava")
FILE = (STAKE, OWNER, FIRM, PLACE)


def told(source: Source) -> set[tuple[str, str, str]]:
    return links(source) | facts(source)


def test_a_link_may_stand_before_what_it_links() -> None:
    source = read(*FILE)
    assert links(source) == {
        ("Ada Velm", "OWNS", "Velmora Optik s.r.o."),
        ("Ada Velm", "LOCATED_IN", "Czechia"),
        ("Velmora Optik s.r.o.", "LOCATED_IN", "Czechia"),
    }
    assert {(p.label, p.name) for p in source.parties if p.label is not Label.COUNTRY} == {
        (Label.PERSON, "Ada Velm"),
        (Label.COMPANY, "Velmora Optik s.r.o."),
    }
    assert facts(source) == {
        ("Ada Velm", "NAMED", "Ada Velm"),
        ("Ada Velm", "NAMED", "VELM, Ada"),
        ("Ada Velm", "REMARK", "Birth date: 1971-02-03"),
        ("Velmora Optik s.r.o.", "NAMED", "Velmora Optik s.r.o."),
        ("Velmora Optik s.r.o.", "HAS_ADDRESS", "Lipová 7, Ostrava"),
    }


def test_the_order_of_the_lines_changes_nothing() -> None:
    whole = told(read(*FILE))
    for seed in range(5):
        shuffled = list(FILE)
        random.Random(seed).shuffle(shuffled)  # noqa: S311 - no secret
        assert told(read(*shuffled)) == whole


def test_evidence_is_the_cell_and_its_path() -> None:
    (stake,) = claims(read(*FILE), Predicate.OWNS)
    assert (stake.row, stake.column, stake.quote, stake.grade) == (1, "properties.percentage[0]", "51", Grade.STATED)


def test_it_is_known_by_its_content() -> None:
    for lines in (FILE, [opensanctions(line) for line in FILE]):
        assert loaders.recognise("anything.txt", data(*lines)).name == "ftm"
    only_properties = json.dumps({"id": "a", "properties": {"name": ["Ada"]}, "schema": "Person"}).encode()
    assert loaders.recognise("x", only_properties).name == "ftm"
    assert not FORMAT.recognise("x.json", b'{"id": "a", "properties": {"colour": ["red"]}}')


def test_gzip_comes_as_it_is() -> None:
    assert told(loaders.read("entities.ftm.json.gz", gzip.compress(data(*FILE)))) == told(read(*FILE))


def test_opensanctions_is_a_publisher_and_its_ids_identify() -> None:
    firm = opensanctions(FIRM, referents=["xx-77"], last_seen="2031-02-04T00:00:00")
    source = read(firm, opensanctions(PLACE))
    assert (source.document.publisher, source.document.published) == ("OpenSanctions", "2031-02-04")
    assert (source.document.series, source.document.official) == ("opensanctions-xx_list", False)
    assert facts(source, Predicate.IDENTIFIED_BY) == {
        ("Velmora Optik s.r.o.", "IDENTIFIED_BY", "opensanctions:firm-1"),
        ("Velmora Optik s.r.o.", "IDENTIFIED_BY", "opensanctions:xx-77"),
    }


def test_ids_of_other_publishers_identify_nobody() -> None:
    source = read(*FILE)
    assert (source.document.publisher, source.document.published, source.document.series) == (None, None, None)
    assert facts(source, Predicate.IDENTIFIED_BY) == set()


def test_what_the_file_does_not_hold_is_known_by_its_id_alone() -> None:
    source = read(opensanctions(STAKE), opensanctions(FIRM))
    (unknown,) = [p for p in source.parties if p.name == "own-1"]
    assert (unknown.label, unknown.kind) == (Label.ORGANISATION, UNIDENTIFIED)
    assert ("own-1", "IDENTIFIED_BY", "opensanctions:own-1") in facts(source)
    assert reasons(source) == ["the file holds no such address"]


NESTED = entity(
    "firm-1",
    "Company",
    name="Velmora Optik s.r.o.",
    addressEntity=[PLACE],
    ownershipAsset=[{**STAKE, "properties": {**STAKE["properties"], "owner": [OWNER]}}],
    jurisdiction="cz",
)


def test_nested_entities_say_what_flat_ones_do() -> None:
    source = read(NESTED)
    assert told(source) == told(read(*FILE))
    (stake,) = claims(source, Predicate.OWNS)
    assert stake.column == "properties.ownershipAsset[0].properties.percentage[0]"


def test_an_entity_that_is_repeated_within_others_is_read_once() -> None:
    again: Line = {**OWNER, "properties": {**OWNER["properties"], "ownershipOwner": [STAKE]}}
    for lines in ((NESTED, again), (again, NESTED)):
        source = read(*lines)
        assert told(source) == told(read(*FILE))
        assert len(claims(source, Predicate.OWNS)) == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"id": "a", "properties": {}}, "line 1: no FollowTheMoney entity"),
        ({"id": " ", "schema": "Person", "properties": {}}, "no FollowTheMoney entity"),
        ({"id": "a", "schema": "Unicorn", "properties": {}}, "'Unicorn' is no schema of FollowTheMoney"),
        ({"id": "a", "schema": "Thing", "properties": {}}, "'Thing' is no schema"),
        ({"id": "a", "schema": "Person"}, "entity 'a' has no properties"),
        ({"id": "a", "schema": "Person", "properties": {"horn": ["1"]}}, "'horn' is no property of a Person"),
        ({"id": "a", "schema": "Person", "properties": {"name": "Ada"}}, "name is no list of values"),
        ({"id": "a", "schema": "Person", "properties": {"name": [7]}}, "name holds 7; every value"),
        (
            {"id": "a", "schema": "Person", "properties": {"name": ["\ud800"]}},
            "line 1: no JSON",
        ),
        ({"id": "a", "schema": "Person", "properties": {}, "colour": 1}, "unexpected 'colour'"),
        ([1], "no FollowTheMoney entity"),
    ],
)
def test_what_is_no_entity_stops_the_file(line: object, said: str) -> None:
    with pytest.raises(InputError, match=r"entities\.ftm\.json") as stopped:
        loaders.read("entities.ftm.json", json.dumps(line).encode(), format="ftm")
    assert said in str(stopped.value)


def test_nesting_without_end_stops_the_file() -> None:
    line: Line = dict(OWNER)
    for number in range(60):
        line = entity(f"p-{number}", "Person", name="Ada", associates=[line])
    with pytest.raises(InputError, match="nested deeper than"):
        read(line)


def test_a_doubled_file_stops() -> None:
    with pytest.raises(InputError, match=r"line 5: entity 'stake-1' stands there a second time"):
        read(*FILE, *FILE)


@pytest.mark.parametrize(("kind", "broken"), [*damages(data(*FILE))])
def test_a_doubled_file_or_another_encoding_is_refused(kind: str, broken: bytes) -> None:
    assert outcome("entities.ftm.json", broken, "ftm") == "refused", kind


def test_a_cut_file_is_refused() -> None:
    """Between two lines nothing tells that it was cut; none of these cuts falls there."""
    assert [outcome("entities.ftm.json", part, "ftm") for part in cut(data(*FILE))] == ["refused"] * 9


def test_a_mixed_file_is_refused() -> None:
    assert outcome("entities.ftm.json", data(*FILE) + b'{"company_number": "1"}\n', "ftm") == "refused"
    assert outcome("entities.ftm.json", data(*FILE) + b"a,b,c\n", "ftm") == "refused"


def test_schemata_that_are_no_party_are_refused_with_the_reason() -> None:
    source = read(*FILE, entity("doc-1", "PlainText", name="A memo", fileName="memo.txt"), entity("n-1", "Note"))
    assert set(reasons(source)) == {
        "a document is no party; only parties and their links are taken",
        "a note of a user's; only parties and their links are taken",
    }
    assert told(source) == told(read(*FILE))


def test_an_address_without_a_resident_is_refused() -> None:
    source = read(OWNER, entity("addr-2", "Address", city="Ostrava", country="cz"))
    assert reasons(source) == ["an address of which the file does not say whose it is"]


def test_the_sample_of_stakes_is_accounted_for(samples: Path) -> None:
    source = _sample(samples, "ftm-ownership-zala")
    assert source.document.published == "2026-04-29"
    counts = Counter(claim.predicate.value for claim in source.claims)
    assert {name: counts[name] for name in ("OWNS", "EMPLOYED_BY", "LINKED_TO", "LISTED_BY")} == {
        "OWNS": 14,
        "EMPLOYED_BY": 3,  # the directorships: "leader or official", executive director, general director
        "LINKED_TO": 4,
        "LISTED_BY": 41,
    }
    labels = Counter(p.label for p in source.parties)
    assert (labels[Label.COMPANY], labels[Label.PERSON]) == (11, 6)
    assert sum(1 for c in claims(source, Predicate.OWNS) if c.valid_to) == 11
    assert Counter(reasons(source)) == {
        "the file holds no such address": 16,
        "column 'properties.number': empty; it identifies nobody": 1,
    }


def test_the_sample_of_donations_is_accounted_for(samples: Path) -> None:
    source = _sample(samples, "ftm-donations")
    gifts = claims(source, Predicate.LINKED_TO)
    assert len({gift.row for gift in gifts}) == 290
    assert {gift.quantity.unit for gift in gifts if gift.quantity} == {"EUR"}
    assert Counter(p.label for p in source.parties if p.label is not Label.COUNTRY) == {
        Label.COMPANY: 56,
        Label.PERSON: 22,
        Label.ORGANISATION: 18,
    }
    assert source.refused == ()


def _sample(samples: Path, folder: str) -> Source:
    path = samples / folder / "entities.ftm.json"
    (said,) = loaders.open_file(path.name, path)
    return said if isinstance(said, Source) else said.whole()
