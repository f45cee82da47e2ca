"""The exposure report says what is hedged, contested, stopped, undated or cut; one answer gives one text."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

import knockon
from graph.claims import Source
from graph.exposure import Target
from graph.start import Start
from tests.building import source

NEWS = source(
    "news",
    "Acme is on the Blacklist. Bolt sells to Acme. Cog may sell to Acme. Dyno left Acme. Fund holds Bolt.",
    ("Acme", "LISTED_BY", "Blacklist", {"quote": "Acme is on the Blacklist"}),
    ("Bolt", "SUPPLIES", "Acme", {"quote": "Bolt sells to Acme", "valid_from": "2018"}),
    ("Cog", "SUPPLIES", "Acme", {"quote": "Cog may sell to Acme", "modality": "possible"}),
    ("Dyno", "STOPPED_SUPPLYING", "Acme", {"quote": "Dyno left Acme", "valid_from": "2019-05"}),
    ("Fund", "INVESTED_IN", "Bolt", {"quote": "Fund holds Bolt"}),
    publisher="The News",
    published="2019-06-01",
    url="https://example.org/news",
)
DENIAL = source("denial", "Bolt does not sell to Acme.", ("Bolt", "SUPPLIES", "Acme", {"modality": "negated"}))
BRIEF = source(
    "brief",
    "According to The Paper, Cog may sell to Acme.",
    ("Cog", "SUPPLIES", "Acme", {"modality": "possible", "attributed_to": "The Paper"}),
    publisher="knockon brief",
    summarises="The Paper",
)


def opened(*sources: Source) -> knockon.Graph:
    graph = knockon.open("g.lbdb")
    graph.add(sources)
    return graph


@pytest.fixture
def graph() -> Iterator[knockon.Graph]:
    with opened(NEWS, DENIAL, BRIEF) as held:
        yield held


def sections(text: str) -> dict[str, list[str]]:
    """The lines of a Markdown report by heading."""
    found: dict[str, list[str]] = {}
    for part in text.split("\n## ")[1:]:
        head, *lines = part.splitlines()
        found[head] = [line for line in lines if line]
    return found


def test_what_is_said_as_fact_stands_apart_from_what_is_hedged(graph: knockon.Graph) -> None:
    found = sections(graph.exposure().markdown())
    fact, hedged = found["directly, said as fact"], found["directly, but hedged: reported or possible"]
    assert [name for name in ("Bolt", "Cog") if any(f"**{name}**" in line for line in fact)] == ["Bolt"]
    assert [name for name in ("Bolt", "Cog") if any(f"**{name}**" in line for line in hedged)] == ["Cog"]
    assert any("*possible, not certain*" in line for line in hedged)
    through = found["through others, said as fact"]
    assert "Acme \\> Bolt \\> Fund" in through[2]


def test_in_short_no_party_is_said_to_have_lost_anything(graph: knockon.Graph) -> None:
    assert sections(graph.exposure().markdown())["in short"] == [
        "- **Bolt** may lose sales to Acme (directly)",
        "- **Cog** may lose sales to Acme (directly, possible, not certain)",
        "- **Fund** may lose value invested in Bolt (through others)",
    ]


def test_contested_stopped_and_undated_are_marked(graph: knockon.Graph) -> None:
    found = sections(graph.exposure().markdown())
    (bolt,) = (line for line in found["directly, said as fact"] if "**Bolt** supplies" in line)
    (cog,) = (line for line in found["directly, but hedged: reported or possible"] if "**Cog** supplies" in line)
    assert ("**contested**" in bolt, "2018" in bolt, "date unknown" in bolt) == (True, True, False)
    assert ("**contested**" in cog, "*date unknown*" in cog) == (False, True)
    assert found["supplies that stopped"][0].startswith("- **Dyno** stopped supplying **Acme** · since 2019-05")


def test_each_claim_has_its_words_its_source_and_its_place(graph: knockon.Graph) -> None:
    rows = graph.exposure().rows
    place = NEWS.document.text.index("Bolt sells")
    assert {
        (row["quote"], row["source"]) for row in rows if row["subject"] == "Bolt" and row["modality"] == "asserted"
    } == {("Bolt sells to Acme", f"The News, 2019-06-01, news, characters {place}-{place + 18}")}
    assert "https://example.org/news" in graph.exposure().markdown()


def test_a_brief_says_that_it_is_one_and_of_what(graph: knockon.Graph) -> None:
    said = {row["source"] for row in graph.exposure(target=Target(names=("Cog",))).rows if "brief" in row["source"]}
    assert said == {"knockon brief, date unknown, brief, characters 0-45, as summarised by knockon from The Paper"}


def test_what_was_cut_or_looked_no_further_is_said(graph: knockon.Graph) -> None:
    cut = sections(graph.exposure(limit=1).markdown())["what was searched"]
    assert cut[:2] == [
        "- to 3 steps; no path goes on beyond that depth",
        "- 3 paths found; cut: only the best 1 are here",
    ]
    short = sections(graph.exposure(hops=1).markdown())["what was searched"]
    assert short[0] == "- to 1 steps; paths go on beyond that depth"


def test_finding_nothing_is_no_clean_bill_of_health(graph: knockon.Graph) -> None:
    found = sections(graph.exposure("Dyno").markdown())
    assert found["found nothing"] == ["- No path was found. See how far was looked."]
    assert any("no clean bill of health" in line for line in found["how to read this"])
    assert found["started from"] == ["- 1 party: **Dyno** · taken as if listed"]


def test_json_has_the_words_of_every_claim_it_names(graph: knockon.Graph) -> None:
    document = json.loads(graph.exposure(start=Start.list("Blacklist")).json())
    named = set(walked(document["answer"]))
    assert named == set(document["claims"])
    assert {words["modality"] for words in document["claims"].values()} == {"asserted", "possible"}


def walked(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from part if key == "claims" else walked(part)
    elif isinstance(value, list):
        for part in value:
            yield from walked(part)


def test_one_answer_gives_one_text_in_whatever_order_it_was_loaded(graph: knockon.Graph) -> None:
    report = graph.exposure()
    with knockon.open("other.lbdb") as other:
        for one in (BRIEF, DENIAL, NEWS):
            other.add([one])
        again = other.exposure()
    assert (again.markdown(), again.json(), again.rows) == (report.markdown(), report.json(), report.rows)
