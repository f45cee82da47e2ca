"""Where a search starts: who is listed as of a date, and whom a list, an action, dates or a country choose."""

from __future__ import annotations

import pytest

from graph.answer import Answer
from graph.errors import UnknownName
from graph.exposure import Target, exposure
from graph.projection import Graph
from graph.start import Start, StartKind
from tests.graph.graphs import projection


def exposed(answer: Answer) -> set[str]:
    return {e.party.name for e in answer.exposures}


def listing(party: str, **dates: str) -> Graph:
    """A party on a list by a Listing that an action made."""
    graph = projection(
        (party, "LISTED_BY", "list:l", {"validFrom": dates.get("effective"), "grade": "official"}),
        ("listing:x", "LISTING_OF", party),
        ("listing:x", "ON_LIST", "list:l"),
        ("listing:x", "PART_OF", "event:action"),
        ("supplier", "SUPPLIES", party),
    )
    graph.nodes["listing:x"].update(dates)
    return graph


@pytest.mark.parametrize(
    ("as_of", "status", "taken"),
    [
        ("2020-05-21", "not yet announced", False),
        ("2020-05-22", "announced, not yet effective", True),
        ("2020-06-04", "announced, not yet effective", True),
        ("2020-06-05", "in force", True),
        ("2023-11-15", "in force", True),
        ("2023-11-16", "ended", False),
        (None, "ended", False),
    ],
)
def test_a_listing_has_a_status_as_of_each_date(as_of: str | None, status: str, taken: bool) -> None:
    graph = listing("firm", announced="2020-05-22", effective="2020-06-05", ended="2023-11-16")
    for start in (Start.everything(), Start.list("L"), Start.action("action"), Start.dates("2020-05")):
        answer = exposure(graph, start, as_of=as_of)
        records = [(one.party.name, x.status) for one in (*answer.listed, *answer.left_out) for x in one.listings]
        assert records == [("firm", status)]
        assert exposed(answer) == ({"supplier"} if taken else set())


def test_a_second_listing_on_a_list_outlives_the_first() -> None:
    graph = projection(
        ("firm", "LISTED_BY", "list:l", {"validFrom": "2015", "validTo": "2017"}),
        ("firm", "LISTED_BY", "list:l", {"validFrom": "2019"}),
    )
    statuses = {
        as_of: [x.status for one in (*answer.listed, *answer.left_out) for x in one.listings]
        for as_of in ("2014", "2016", "2018", "2020", None)
        for answer in [exposure(graph, Start.everything(), as_of=as_of)]
    }
    assert statuses == {
        "2014": ["not yet announced"],
        "2016": ["in force"],
        "2018": ["not yet announced"],
        "2020": ["in force"],
        None: ["in force"],
    }


def test_an_order_expires_after_its_last_day_and_not_without_a_date() -> None:
    graph = listing("firm", effective="2019-10-09", expires="2024-06-05")
    statuses = {
        as_of: [x.status for one in (*answer.listed, *answer.left_out) for x in one.listings]
        for as_of in ("2024-06-05", "2024-06-06", None)
        for answer in [exposure(graph, Start.everything(), as_of=as_of)]
    }
    assert statuses == {"2024-06-05": ["in force"], "2024-06-06": ["expired by its own terms"], None: ["in force"]}


def test_an_actions_dates_stand_in_for_a_listings() -> None:
    graph = listing("firm")
    graph.nodes["event:action"].update(announced="2020-05-22", effective="2020-06-05")
    assert [x.status for x in exposure(graph, Start.everything(), as_of="2020-06-01").listed[0].listings] == [
        "announced, not yet effective"
    ]


def test_a_party_is_taken_as_if_listed() -> None:
    graph = projection(("supplier", "SUPPLIES", "firm"))
    answer = exposure(graph, Start.party("Firm"))
    assert [(one.party.name, one.as_if, one.listings) for one in answer.listed] == [("firm", True, ())]
    assert exposed(answer) == {"supplier"}
    assert exposed(exposure(graph, Start.everything())) == set()


def test_starts_choose_listed_parties() -> None:
    graph = projection(
        ("a", "LISTED_BY", "list:entity-list", {"validFrom": "2019-10-09"}),
        ("b", "LISTED_BY", "list:sdn", {"validFrom": "2020-06-05"}),
        ("list:entity-list", "ADMINISTERED_BY", "agency:bis"),
        ("c", "MEMBER_OF", "event:round"),
        ("event:part", "PART_OF", "event:round"),
        ("d", "MEMBER_OF", "event:part"),
        a={"countries": ["CN"], "sectors": ["ai"]},
        b={"countries": ["RU"]},
    )

    def chosen(start: Start) -> set[str]:
        return {one.party.name for one in exposure(graph, start).listed}

    assert chosen(Start.everything()) == {"a", "b"}
    assert chosen(Start.list("entity-list")) == {"a"}
    assert chosen(Start.list("agency:bis")) == {"a"}
    assert chosen(Start.country("cn")) == {"a"}
    assert chosen(Start.sector("AI")) == {"a"}
    assert chosen(Start.dates("2020")) == {"b"}
    assert chosen(Start.dates("2019", "2020-12")) == {"a", "b"}
    assert chosen(Start.action("round")) == {"c", "d"}
    assert chosen(Start.party("a", "c")) == {"a", "c"}


def test_a_start_is_whole() -> None:
    for kind in (StartKind.PARTY, StartKind.LIST, StartKind.ACTION, StartKind.COUNTRY, StartKind.SECTOR):
        with pytest.raises(ValueError, match="names"):
            Start(kind=kind)
    with pytest.raises(ValueError, match="since and until"):
        Start(kind=StartKind.DATES)
    with pytest.raises(ValueError, match="is after until"):
        Start.dates("2020", "2019")
    with pytest.raises(ValueError, match="no ISO 8601 date"):
        Start.dates("October 2019")


def test_a_start_that_is_not_there() -> None:
    graph = projection(("a", "LISTED_BY", "list:entity-list"), ("a", "MEMBER_OF", "event:round"), a={"sectors": ["ai"]})
    for start, message in (
        (Start.list("entiti-list"), "no list called 'entiti-list'. Did you mean entity-list"),
        (Start.action("rounds"), "no action called 'rounds'. Did you mean round"),
        (Start.country("Atlantis"), "no country called 'Atlantis'"),
        (Start.sector("aj"), "no sector called 'aj'"),
    ):
        with pytest.raises(UnknownName, match=message):
            exposure(graph, start)


def test_a_kind_that_no_party_has_is_no_answer() -> None:
    graph = listing("firm", effective="2020")
    graph.nodes["company:supplier"]["kind"] = "fund"
    assert exposed(exposure(graph, Start.everything(), Target(kind="Fund"))) == {"supplier"}
    with pytest.raises(UnknownName, match=r"no kind called 'fond'\. Did you mean fund\? Kinds in the graph: fund\."):
        exposure(graph, Start.everything(), Target(kind="fond"))
    for empty in (Target(kind=""), Target(country=""), Target(sector=""), Target(on_list="")):
        with pytest.raises(UnknownName):
            exposure(graph, Start.everything(), empty)
