from __future__ import annotations

from typing import Any

import pytest

from graph.answer import STANDING, Answer
from graph.errors import InputError, UnknownName
from graph.exposure import Target, exposure
from graph.model import Label
from graph.start import Start
from tests.graph.graphs import node_id, projection

LISTED = ("listed", "LISTED_BY", "list:entity-list")
Found = set[tuple[str, str, bool, bool]]


def found(answer: Answer) -> Found:
    """(exposed party, channel, direct, asserted) of each group."""
    return {(e.party.name, e.channel, e.direct, e.asserted) for e in answer.exposures}


def exposed(answer: Answer) -> set[str]:
    return {e.party.name for e in answer.exposures}


def test_each_channel_has_its_direction() -> None:
    graph = projection(
        LISTED,
        ("supplier", "SUPPLIES", "listed"),
        ("listed", "SUPPLIES", "customer"),
        ("investor", "INVESTED_IN", "listed"),
        ("owner", "OWNS", "listed"),
        ("listed", "OWNS", "subsidiary"),
        ("listed", "INVESTED_IN", "target"),
        ("listed", "PARTNERS_WITH", "partner"),
        ("ally", "PARTNERS_WITH", "listed"),
        ("person:director", "BOARD_MEMBER_OF", "listed"),
        ("person:clerk", "EMPLOYED_BY", "listed"),
    )
    assert found(exposure(graph, Start.everything())) == {
        ("supplier", "lost sales", True, True),
        ("customer", "lost supply", True, True),
        ("investor", "capital", True, True),
        ("owner", "capital", True, True),
        ("subsidiary", "coverage", True, True),
        ("target", "stake", True, True),
        ("partner", "partnership", True, True),
        ("ally", "partnership", True, True),
        ("director", "people", True, True),
        ("clerk", "people", True, True),
    }


@pytest.mark.parametrize(
    "kind", ["COMPETES_WITH", "LOCATED_IN", "MEMBER_OF", "STATEMENT_BY", "LICENSED_BY", "STOPPED_SUPPLYING"]
)
def test_other_edges_carry_nothing(kind: str) -> None:
    graph = projection(LISTED, ("other", kind, "listed"), ("listed", kind, "another"))
    assert exposed(exposure(graph, Start.everything())) == set()


def test_a_shared_sector_is_no_exposure() -> None:
    graph = projection(LISTED, listed={"sectors": ["chips"]}, other={"sectors": ["chips"]})
    assert exposed(exposure(graph, Start.party("listed"))) == set()


def test_a_board_member_of_an_investor_is_reached_through_it() -> None:
    graph = projection(
        LISTED, ("fund", "INVESTED_IN", "listed", {"modality": "reported"}), ("person:p", "BOARD_MEMBER_OF", "fund")
    )
    assert found(exposure(graph, Start.everything())) == {
        ("fund", "capital", True, False),
        ("p", "people", False, False),
    }


@pytest.mark.parametrize(
    ("edges", "spared"),
    [
        ([("supplier", "SUPPLIES", "listed"), ("supplier", "SUPPLIES", "other customer")], "other customer"),
        ([("parent", "OWNS", "listed"), ("parent", "OWNS", "sister")], "sister"),
        ([("fund", "INVESTED_IN", "listed"), ("fund", "INVESTED_IN", "other holding")], "other holding"),
        ([("fund", "INVESTED_IN", "listed"), ("vendor", "SUPPLIES", "fund")], "vendor"),
        ([("person:p", "BOARD_MEMBER_OF", "listed"), ("person:p", "BOARD_MEMBER_OF", "other board")], "other board"),
        ([("listed", "INVESTED_IN", "target"), ("target", "SUPPLIES", "customer")], "customer"),
        ([("listed", "PARTNERS_WITH", "partner"), ("partner", "PARTNERS_WITH", "their partner")], "their partner"),
        ([("listed", "SUPPLIES", "customer"), ("other supplier", "SUPPLIES", "customer")], "other supplier"),
        ([("listed", "PARTNERS_WITH", "partner"), ("vendor", "SUPPLIES", "partner")], "vendor"),
    ],
)
def test_harm_does_not_turn_down_again(edges: list[tuple[str, str, str]], spared: str) -> None:
    answer = exposure(projection(LISTED, *edges), Start.everything())
    assert exposed(answer) == {node_id(edges[0][0 if edges[0][2] == "listed" else 2]).partition(":")[2]}
    assert spared not in exposed(answer)


def test_chains_run_down_ownership_and_up_supply() -> None:
    graph = projection(
        LISTED, ("listed", "OWNS", "a"), ("a", "OWNS", "b"), ("maker", "SUPPLIES", "b"), ("mine", "SUPPLIES", "maker")
    )
    answer = exposure(graph, Start.everything(), hops=3)
    assert found(answer) == {
        ("a", "coverage", True, True),
        ("b", "coverage", False, True),
        ("maker", "lost sales", False, True),
    }
    assert answer.searched.beyond
    assert not exposure(graph, Start.everything(), hops=4).searched.beyond


def test_a_path_ends_at_a_set_and_never_reaches_a_member() -> None:
    graph = projection(
        ("listed", "LISTED_BY", "list:l"),
        ("group:some", "LISTED_BY", "list:l"),
        ("listed", "MEMBER_OF", "group:some"),
        ("chipmaker", "SUPPLIES", "group:some"),
        ("maker", "SUPPLIES", "group:others"),
        ("supplier", "SUPPLIES", "listed"),
        ("group:others", "SUPPLIES", "supplier"),
    )
    answer = exposure(graph, Start.everything(), hops=4)
    paths = {(p.listed.name, p.exposed.name) for e in answer.exposures for p in e.paths}
    assert paths == {("some", "chipmaker"), ("listed", "supplier"), ("listed", "others")}


def test_a_set_that_an_action_listed_is_listed() -> None:
    graph = projection(
        ("group:some of them", "PART_OF", "event:round"),
        ("group:others", "PART_OF", "event:fair"),
        ("chipmaker", "SUPPLIES", "group:some of them"),
        ("grocer", "SUPPLIES", "group:others"),
        **{"event:round": {"kind": "listing action", "effective": "2019-10-09"}, "event:fair": {"kind": "trade fair"}},
    )
    answer = exposure(graph, Start.everything(), as_of="2019-10-09")
    assert [(one.party.name, [(x.list_name, x.status) for x in one.listings]) for one in answer.listed] == [
        ("some of them", [("round", "in force")])
    ]
    assert exposed(answer) == {"chipmaker"}
    assert exposed(exposure(graph, Start.everything(), as_of="2019-10-08")) == set()


def test_a_stopped_supply_is_history() -> None:
    graph = projection(
        LISTED,
        ("foundry", "SUPPLIES", "listed", {"stopped": True}),
        ("foundry", "STOPPED_SUPPLYING", "listed"),
    )
    answer = exposure(graph, Start.party("listed"))
    assert exposed(answer) == set()
    assert [(s.supplier.name, s.customer.name, s.since) for s in answer.stopped] == [("foundry", "listed", None)]
    assert [e.edge for e in answer.stopped[0].evidence] == ["edge-002", "edge-003"]


def test_a_supply_that_stopped_later_still_carried_then() -> None:
    graph = projection(
        LISTED,
        ("foundry", "SUPPLIES", "listed", {"stopped": True, "validTo": "2020-05-15"}),
        ("foundry", "STOPPED_SUPPLYING", "listed", {"validFrom": "2020-05-15"}),
    )
    before, after = (exposure(graph, Start.party("listed"), as_of=day) for day in ("2020-05-14", "2020-05-15"))
    assert (exposed(before), before.stopped) == ({"foundry"}, ())
    assert (exposed(after), [s.since for s in after.stopped]) == (set(), ["2020-05-15"])


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (None, {"undated", "begun"}),
        ("2018", {"undated", "over"}),
        ("2019-09", {"undated", "over"}),
        ("2019-10", {"undated", "begun", "over"}),
        ("2019-10-31", {"undated", "begun", "over"}),
        ("2019-11-01", {"undated", "begun"}),
    ],
)
def test_as_of_a_date_undated_relations_stay_and_say_so(as_of: str | None, expected: set[str]) -> None:
    graph = projection(
        ("undated", "SUPPLIES", "listed"),
        ("begun", "SUPPLIES", "listed", {"validFrom": "2019-10"}),
        ("over", "SUPPLIES", "listed", {"validTo": "2019-10"}),
    )
    answer = exposure(graph, Start.party("listed"), as_of=as_of)
    assert {(e.party.name, e.paths[0].date_unknown) for e in answer.exposures} == {
        (name, name == "undated") for name in expected
    }


def test_targets_filter_and_what_is_unknown_is_named() -> None:
    graph = projection(
        ("chipmaker", "SUPPLIES", "listed"),
        ("grocer", "SUPPLIES", "listed"),
        ("stranger", "SUPPLIES", "listed"),
        ("foreigner", "SUPPLIES", "listed"),
        ("organisation:fund", "INVESTED_IN", "listed"),
        chipmaker={"countries": ["US"], "sectors": ["semiconductors"]},
        grocer={"countries": ["US"], "sectors": ["food"]},
        stranger={"sectors": ["semiconductors"]},
        foreigner={"countries": ["TW"]},
    )
    start = Start.party("listed")
    answer = exposure(graph, start, Target(country="us", sector="Semiconductors"))
    assert exposed(answer) == {"chipmaker"}
    assert [(u.party.name, u.missing) for u in answer.unknown] == [
        ("stranger", ("country",)),
        ("fund", ("country", "sector")),
    ]
    assert exposed(exposure(graph, start, Target(labels=(Label.ORGANISATION,)))) == {"fund"}
    assert exposed(exposure(graph, start, Target(names=("Grocer", "stranger")))) == {"grocer", "stranger"}


def test_a_stated_consequence_stands_beside_the_channels_with_its_hedge() -> None:
    graph = projection(
        LISTED,
        ("chipmaker", "AFFECTED_BY", "list:entity-list", {"modality": "possible"}),
        ("other", "RESTRICTED_BY", "agency:elsewhere"),
    )
    answer = exposure(graph, Start.everything())
    assert exposed(answer) == set()
    assert [(c.party.name, c.about.name, c.evidence.modality) for c in answer.consequences] == [
        ("chipmaker", "entity-list", "possible")
    ]


def test_paths_rank_by_grade_then_modality_then_length() -> None:
    def supply(name: str, **further: Any) -> tuple[Any, ...]:
        return (name, "SUPPLIES", "listed", further)

    graph = projection(
        supply("inferred", grade="inferred", sources=3),
        supply("possible", modality="possible"),
        supply("thin"),
        supply("thick", sources=2),
        supply("dated", validFrom="2019", firstDate="2019"),
        supply("official", grade="official"),
        ("far", "SUPPLIES", "thick", {"sources": 2}),
    )
    answer = exposure(graph, Start.party("listed"))
    assert [e.party.name for e in answer.exposures] == [
        "official",
        "thick",
        "dated",
        "thin",
        "far",
        "possible",
        "inferred",
    ]
    assert [e.party.name for e in answer.group(direct=True, asserted=False)] == ["possible"]


def test_the_listings_own_hedge_counts() -> None:
    graph = projection(("firm", "LISTED_BY", "list:l", {"modality": "possible"}), ("s", "SUPPLIES", "firm"))
    assert found(exposure(graph, Start.everything())) == {("s", "lost sales", True, False)}


def test_an_answer_says_how_far_it_looked() -> None:
    graph = projection(LISTED, ("a", "SUPPLIES", "listed"), ("b", "SUPPLIES", "listed"))
    graph.graph["documents"] = [{"name": "one"}]
    answer = exposure(graph, Start.everything(), hops=2, limit=1, as_of="2020")
    searched = answer.searched
    assert (searched.hops, searched.limit, searched.found, searched.cut, searched.beyond, searched.as_of) == (
        2,
        1,
        2,
        True,
        False,
        "2020",
    )
    assert (searched.lists, searched.documents) == (("entity-list",), ("one",))
    assert answer.standing == STANDING
    assert exposed(answer) == {"a"}
    assert answer.model_dump()["schema"] == 2


def test_names_that_are_not_there() -> None:
    graph = projection(("hikvision", "LISTED_BY", "list:l"), ("b", "SUPPLIES", "hikvision"), b={"sectors": ["chips"]})
    with pytest.raises(UnknownName, match="Did you mean hikvision"):
        exposure(graph, Start.party("hickvision"))
    with pytest.raises(UnknownName, match=r"no sector called 'chpis'\. Did you mean chips"):
        exposure(graph, Start.everything(), Target(sector="chpis"))
    with pytest.raises(UnknownName, match="no country called 'Freedonia'"):
        exposure(graph, Start.everything(), Target(country="Freedonia"))
    with pytest.raises(InputError, match="hops is 0: give 1 to 6"):
        exposure(graph, Start.everything(), hops=0)


def test_a_name_that_fits_two_is_not_guessed() -> None:
    graph = projection(("a", "SUPPLIES", "b"), a={"name": "Acme Inc."}, b={"name": "Acme Ltd."})
    assert [one.party.id for one in exposure(graph, Start.party("Acme Ltd.")).listed] == ["company:b"]
    with pytest.raises(InputError, match="company:a or company:b"):
        exposure(graph, Start.party("Acme"))


def test_a_consequence_told_of_others_does_not_follow_from_this_party() -> None:
    graph = projection(
        ("megvii", "LISTED_BY", "list:entity-list", {"documentIds": ["october"]}),
        ("cloudwalk", "LISTED_BY", "list:entity-list", {"documentIds": ["june"]}),
        ("chipmaker", "AFFECTED_BY", "list:entity-list", {"modality": "possible", "documentIds": ["october"]}),
    )
    found = {
        party: [c.party.name for c in exposure(graph, Start.party(party)).consequences]
        for party in ("megvii", "cloudwalk")
    }
    assert found == {"megvii": ["chipmaker"], "cloudwalk": []}
    assert [c.party.name for c in exposure(graph, Start.list("entity-list")).consequences] == ["chipmaker"]
