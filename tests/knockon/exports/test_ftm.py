"""FollowTheMoney out: valid, the same every time, and what is loaded again goes out as it went."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

import knockon
import loaders
from graph.claims import Source
from graph.fold import fold
from graph.model import Predicate
from knockon.archive import Archive
from knockon.demo import shipped
from knockon.exports.ftm import DOCUMENTS, EVIDENCE, entities, ftm
from knockon.exports.ftm_drafts import name_id
from knockon.exports.ftm_parties import LONGEST_NAME
from loaders.ftm.validity import ENTITY_ID, problems
from loaders.ftm.vocabulary import LINKS
from tests.building import source

Statement = tuple[str, str, str, str]
TEXT = "The Office listed Velmora Optik of Czechia. Ada Velm, Ostra Fund, Brightwell and Norvane were named too."


def archive(sources: Iterable[Source]) -> Archive:
    held = list(sources)
    return Archive(held, fold(held))


def lines(data: bytes) -> dict[str, Any]:
    found = [json.loads(line) for line in data.decode().splitlines()]
    assert len({line["id"] for line in found}) == len(found)
    return {line["id"]: line for line in found}


def statements(data: bytes) -> set[Statement]:
    """Every value of every entity, but for what tells on whose word it rests: that is a loss, and named as one."""
    return {
        (line["id"], line["schema"], name, value)
        for line in lines(data).values()
        if line["schema"] not in DOCUMENTS or "List" in line["properties"].get("keywords", ())
        for name, values in line["properties"].items()
        if name not in EVIDENCE or line["schema"] not in {*LINKS, "Sanction"}
        for value in values
    }


def again(data: bytes) -> bytes:
    """What goes out of a new graph into which it was loaded."""
    return ftm(archive([loaders.read("export.ftm.json", data)]))


def of(graph: Archive, schema: str) -> list[dict[str, list[str]]]:
    """The properties of the entities of one schema, without the evidence."""
    return [
        {name: values for name, values in line["properties"].items() if name not in EVIDENCE}
        for line in entities(graph)
        if line["schema"] == schema
    ]


@pytest.fixture(scope="module")
def invented() -> Archive:
    """Every relation once, hedged, dated and shared in all ways, between parties of all labels."""
    return archive(
        [
            source(
                "report",
                TEXT,
                ("Velmora Optik", "OWNS", "Norvane", {"share": "50", "valid_from": "2019-10", "valid_to": "2021"}),
                ("Ostra Fund", "OWNS", "Organisation:Lens Club", {"share": "25"}),
                ("Ostra Fund", "CONTROLS", "Norvane"),
                ("Velmora Optik", "SUPPLIES", "Group:some of the lens makers", {"modality": "possible"}),
                ("Brightwell", "SUPPLIES", "Norvane", {"modality": "reported"}),
                ("Brightwell", "STOPPED_SUPPLYING", "Norvane", {"valid_from": "2021-05"}),
                ("Norvane", "PARTNERS_WITH", "Brightwell"),
                ("Ostra Fund", "INVESTED_IN", "Norvane"),
                ("Person:Ada Velm", "BOARD_MEMBER_OF", "Norvane"),
                ("Person:Ada Velm", "EMPLOYED_BY", "Country:cz"),
                ("Person:Ben Ostra", "EMPLOYED_BY", "Agency:Office of Lenses"),
                ("Norvane", "MEMBER_OF", "Group:some of the lens makers"),
                ("Norvane", "MEMBER_OF", "Event:Lens rule of 2031"),
                ("Norvane", "LOCATED_IN", "Country:cz"),
                ("Brightwell", "LOCATED_IN", "Country:us", {"modality": "possible"}),
                ("Velmora Optik", "LISTED_BY", "List:Lens List", {"valid_from": "2031-01", "modality": "reported"}),
                ("Ostra Fund", "LISTED_BY", "Agency:Office of Lenses"),
                ("List:Lens List", "ADMINISTERED_BY", "Agency:Office of Lenses"),
                ("Norvane", "AFFECTED_BY", "List:Lens List"),
                ("Listing:Norvane on the Lens List", "LISTING_OF", "Norvane"),
                ("Listing:Norvane on the Lens List", "ON_LIST", "List:Lens List"),
                ("Listing:Norvane on the Lens List", "PART_OF", "Event:Lens rule of 2031"),
                ("Listing:Norvane on the Lens List", "AMENDED_BY", "Event:Lens rule of 2032"),
                ("Listing:Norvane on the Lens List", "ANNOUNCED_ON", "2031-01-02"),
                ("Listing:Norvane on the Lens List", "PUBLISHED_ON", "2031-01-03"),
                ("Listing:Norvane on the Lens List", "EFFECTIVE_ON", "2031-01-04"),
                ("Listing:Norvane on the Lens List", "CITED_AS", "96 FR 100"),
                ("Listing:Norvane on the Lens List", "LICENCE_POLICY", "Presumption of denial"),
                ("Listing:Norvane on the Lens List", "FOOTNOTE", "4"),
                ("Listing:Norvane on the Lens List", "REMARK", "Status: in force"),
                ("Event:Lens rule of 2031", "EFFECTIVE_ON", "2031-01-04"),
                ("Norvane", "IDENTIFIED_BY", "lei:529900T8BM49AURSDO55"),
                ("Norvane", "IDENTIFIED_BY", "csl:1234"),
                ("Norvane", "IDENTIFIED_BY", "registration:cz:77"),
                ("Norvane", "HAS_ADDRESS", "Lipová 7, Ostrava"),
                ("Brightwell", "HAS_ADDRESS", "Lipová 7, Ostrava"),
                ("Norvane", "IN_SECTOR", "semiconductors"),
                ("Norvane", "REMARK", "Legal form: s.r.o."),
                ("Norvane", "REMARK", "Makes lenses: many of them"),
                aliases={"Norvane": ["Норване", "N" * 500], "List:Lens List": ["LL"]},
                publisher="The Lens",
                published="2031-02-03",
                url="https://example.org/report",
            ),
            source(
                "other",
                "The Velmora Star sails for Ostra Fund.",
                ("Organisation:Velmora Star", "SUPPLIES", "Ostra Fund"),
                kinds={"Organisation:Velmora Star": "vessel"},
            ),
        ]
    )


def test_what_went_comes_back(invented: Archive) -> None:
    data = ftm(invented)
    assert list(problems(lines(data))) == []
    assert statements(again(data)) == statements(data)


def test_it_says_the_same_every_time(invented: Archive) -> None:
    turned = archive(reversed(invented.sources))
    assert ftm(turned) == ftm(invented)


def test_stakes_have_their_share_and_dates(invented: Archive) -> None:
    (stake,) = of(invented, "Ownership")
    norvane, velmora = (_id(invented, name) for name in ("Norvane", "Velmora Optik"))
    assert stake == {
        "owner": [velmora],
        "asset": [norvane],
        "percentage": ["50"],
        "startDate": ["2019-10"],
        "endDate": ["2021"],
    }


def test_a_relation_without_a_schema_is_a_link_with_its_role_and_hedge(invented: Archive) -> None:
    links = {(link["role"][0], *link.get("summary", [])) for link in of(invented, "UnknownLink")}
    assert links == {
        ("OWNS", "Share: 25"),  # a club is no asset in FollowTheMoney
        ("SUPPLIES", "possible"),
        ("SUPPLIES", "reported"),
        ("STOPPED_SUPPLYING",),
        ("PARTNERS_WITH",),
        ("INVESTED_IN",),
        ("SUPPLIES",),
        ("EMPLOYED_BY",),
        ("MEMBER_OF",),
        ("LOCATED_IN", "possible"),
        ("ADMINISTERED_BY",),
        ("AFFECTED_BY",),
    }


def test_a_listing_is_a_sanction_with_its_terms(invented: Archive) -> None:
    norvane = _id(invented, "Norvane")
    (listed,) = [s for s in of(invented, "Sanction") if s["entity"] == [norvane]]
    assert {name: values for name, values in listed.items() if name != "entity"} == {
        "authority": ["Office of Lenses"],
        "authorityId": ["96 FR 100"],
        "listingDate": ["2031-01-03"],
        "program": ["Lens List"],
        "programId": ["knockon:list-lens-list"],
        "provisions": ["Licence policy: Presumption of denial"],
        "recordId": ["event-lens-rule-of-2031"],
        "startDate": ["2031-01-04"],
        "status": ["in force"],
        "summary": ["Amended by: event-lens-rule-of-2032", "Announced on: 2031-01-02", "Footnote: 4"],
    }


def test_a_party_says_what_it_can_in_properties_and_the_rest_in_words(invented: Archive) -> None:
    (norvane,) = [p for p in of(invented, "Company") if p["name"] == ["Norvane"]]
    assert norvane == {
        "name": ["Norvane"],
        "alias": ["Норване"],
        "jurisdiction": ["cz"],
        "leiCode": ["529900T8BM49AURSDO55"],
        "registrationNumber": ["77"],
        "address": ["Lipová 7, Ostrava"],
        "addressEntity": norvane["addressEntity"],
        "sector": ["semiconductors"],
        "legalForm": ["s.r.o."],
        "notes": sorted(
            {
                "Identified by: csl:1234",
                "In sector: semiconductors",
                "Makes lenses: many of them",
                f"Named: {'N' * 500}",
            }
        ),
    }
    assert len(of(invented, "Address")) == 1


def test_each_link_tells_on_whose_word(invented: Archive) -> None:
    (stake,) = [line["properties"] for line in entities(invented) if line["schema"] == "Ownership"]
    assert (stake["publisher"], stake["sourceUrl"]) == (["The Lens"], ["https://example.org/report"])
    article = next(line for line in entities(invented) if line["id"] == stake["proof"][0])
    assert (article["schema"], article["properties"]["publishedAt"]) == ("Article", ["2031-02-03"])
    assert stake["description"] == [
        f"“{TEXT}”, The Lens, 2031-02-03, report, characters 0-{len(TEXT)}, asserted, stated, 50 %"
    ]


def test_a_list_of_export_control_is_no_sanction() -> None:
    listed = source("a", "x", ("Norvane", "LISTED_BY", "List:Entity List"), anchors={"List:Entity List": "entity-list"})
    (firm,) = of(archive([listed]), "Company")
    assert firm["topics"] == ["export.control"]


def test_a_name_that_is_too_long_is_cut_and_kept_in_words() -> None:
    name = "Velmora " * 80
    graph = archive([source("a", "x", (name.strip(), "SUPPLIES", "Norvane"))])
    data = ftm(graph)
    assert all(len(firm["name"][0]) <= LONGEST_NAME for firm in of(graph, "Company"))
    assert statements(again(data)) == statements(data)


@pytest.mark.parametrize("name", ["Velmora", "Velmora Optik, s.r.o.", "Норване", "諾万", "  ", "x" * 300, "A/B"])
def test_ids_are_such_as_followthemoney_takes(name: str) -> None:
    entity = name_id("company", name)
    assert ENTITY_ID.fullmatch(entity)
    assert len(f"knockon:{entity}") <= 64


def test_parties_of_one_name_have_ids_of_their_own() -> None:
    graph = archive(
        [
            source("a", "x", ("Norvane", "LOCATED_IN", "Country:cz"), ("Norvane", "SUPPLIES", "Ada")),
            source("b", "y", ("Norvane", "LOCATED_IN", "Country:us"), ("Norvane", "SUPPLIES", "Ben")),
        ]
    )
    data = ftm(graph)
    assert len([line for line in lines(data).values() if line["properties"].get("name") == ["Norvane"]]) == 2
    assert statements(again(data)) == statements(data)


def test_parties_that_are_alike_in_all_but_their_ties_keep_their_ids() -> None:
    listed = ("Norvane", "LISTED_BY", "List:Lens List")
    both = source("a", "x", listed, ("Norvane", "OWNS", "Bolt"), ("Norvane#2", "SUPPLIES", "Bolt"))
    data = ftm(archive([both]))
    assert statements(again(data)) == statements(data)


def test_the_data_that_ships_comes_back_as_it_went() -> None:
    data = ftm(archive(loaders.read(path.name, path.read_bytes()) for path in shipped()))
    assert list(problems(lines(data))) == []
    assert statements(again(data)) == statements(data)


@pytest.mark.parametrize("folder", ["ftm-ownership-zala", "ftm-donations"])
def test_samples_come_back_as_they_went(samples: Path, folder: str) -> None:
    read = loaders.read("entities.ftm.json", (samples / folder / "entities.ftm.json").read_bytes())
    data = ftm(archive([read]))
    assert list(problems(lines(data))) == []
    assert statements(again(data)) == statements(data)


@pytest.mark.parametrize(
    "remark",
    [
        "Address: 5",
        "Remark: x",
        "Cited as: 84 FR 1",
        "Status: Cited as: 84 FR 1",
        "Ended on: 2020",
        "possible",
        "Amended by: event-rule",
        "Share: 5",
        "knockon:x",
        "Notes: x",
        "Name: x",
        "Country: xx",
        "Start date: soon",
        "Birth date: 1971",
        "Program: a",
        "Lei code: 1",
    ],
)
def test_a_remark_is_never_read_as_anything_else(remark: str) -> None:
    listing = "Listing:Norvane on the Lens List"
    said = source(
        "a",
        "x",
        ("Norvane", "REMARK", remark),
        (listing, "LISTING_OF", "Norvane"),
        (listing, "ON_LIST", "List:Lens List"),
        (listing, "PART_OF", "Event:Rule"),
        (listing, "REMARK", remark),
        ("Norvane", "LINKED_TO", "Bolt", {"quote": "x"}),
    )
    data = ftm(archive([said]))
    assert statements(again(data)) == statements(data)
    back = loaders.read("export.ftm.json", data)
    assert [claim.value for claim in back.claims if claim.predicate is Predicate.REMARK] == [remark, remark]


@pytest.mark.parametrize("quote", ["OWNS", "LINKED_TO", "supplies parts to"])
def test_a_mere_link_keeps_its_words(quote: str) -> None:
    data = ftm(archive([source("a", quote, ("Norvane", "LINKED_TO", "Bolt"))]))
    assert statements(again(data)) == statements(data)
    back = loaders.read("export.ftm.json", data)
    assert {claim.predicate for claim in back.claims if claim.object} == {Predicate.LINKED_TO}


def test_a_graph_writes_it(tmp_path: Path) -> None:
    with knockon.open(str(tmp_path / "graph")) as graph:
        graph.add([source("doc", "Ada supplies Bolt.", ("Ada", "SUPPLIES", "Bolt"))])
        graph.write_export("ftm", tmp_path / "graph.ftm.json")
    with knockon.open(str(tmp_path / "again")) as graph:
        graph.load(tmp_path / "graph.ftm.json")
        assert statements(graph.export("ftm")) == statements((tmp_path / "graph.ftm.json").read_bytes())


@pytest.mark.skipif(importlib.util.find_spec("followthemoney") is None, reason="needs followthemoney (pip install)")
def test_followthemoney_itself_takes_every_line(invented: Archive, tmp_path: Path) -> None:
    (tmp_path / "out.json").write_bytes(ftm(invented))
    command = [
        "-c",
        "from followthemoney.cli.cli import cli; cli()",
        "validate",
        "-i",
        "out.json",
        "-o",
        "checked.json",
    ]
    subprocess.run([sys.executable, *command], cwd=tmp_path, check=True)
    assert statements((tmp_path / "checked.json").read_bytes()) == statements((tmp_path / "out.json").read_bytes())


def _id(graph: Archive, name: str) -> str:
    (found,) = [
        str(line["id"])
        for line in entities(graph)
        if line["schema"] in ("Company", "Organization") and line["properties"]["name"] == [name]
    ]
    return found
