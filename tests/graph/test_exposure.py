from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.answer import STANDING, Answer
from graph.channels import Channel
from graph.errors import InputError, UnknownName
from graph.exposure import Target, exposure
from graph.model import Label
from graph.projection import Graph
from graph.start import Start
from tests.graph.graphs import AS_OF, node_id, projection, projections

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
    assert answer.model_dump()["schema"] == 1


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


# The oracle: every sequence of edges that hang together, then the rules applied to it as a whole.
_TRADE = ("lost supply", "partnership", "lost sales")
_ORDER = ("coverage", "stake", *_TRADE, "capital", "people")
_CHANNEL = {
    ("OWNS", True): "coverage",
    ("OWNS", False): "capital",
    ("INVESTED_IN", True): "stake",
    ("INVESTED_IN", False): "capital",
    ("SUPPLIES", True): "lost supply",
    ("SUPPLIES", False): "lost sales",
    ("PARTNERS_WITH", True): "partnership",
    ("PARTNERS_WITH", False): "partnership",
    ("BOARD_MEMBER_OF", True): "people",
    ("BOARD_MEMBER_OF", False): "people",
}


def _alive(edge: dict[str, Any], as_of: str | None) -> bool:
    first, last = edge["validFrom"] or "", edge["validTo"]
    if as_of is None:
        return last is None and not edge["stopped"]
    if edge["stopped"] and (last is None or last <= as_of):
        return False
    return first[: len(as_of)] <= as_of and (last is None or last >= as_of[: len(last)])


def _lists(graph: Graph, edge: dict[str, Any], as_of: str | None) -> bool:
    if edge["type"] == "LISTED_BY":
        return _alive(edge | {"stopped": False}, as_of)
    days = [graph.nodes["event:e"][field] for field in ("announced", "effective")]
    known = [day for day in days if day]
    return edge["type"] == "PART_OF" and (as_of is None or not known or min(d[: len(as_of)] for d in known) <= as_of)


def naive_paths(graph: Graph, start: str, hops: int, as_of: str | None) -> set[tuple[str, ...]]:
    """Edge ids of each path."""
    edges = [(u, v, d) for u, v, d in graph.edges(data=True) if _alive(d, as_of)]

    def grow(path: list[tuple[str, str, dict[str, Any]]], here: str) -> list[list[tuple[str, str, dict[str, Any]]]]:
        longer = [[*path, e] for e in edges if here in e[:2] and len(path) < hops]
        return [path, *(p for new in longer for p in grow(new, new[-1][1] if new[-1][0] == here else new[-1][0]))]

    return {tuple(d["id"] for _, _, d in path) for path in grow([], start) if path and _sound(graph, start, path)}


def _sound(graph: Graph, start: str, path: list[tuple[str, str, dict[str, Any]]]) -> bool:
    nodes, channels = [start], []
    for u, v, d in path:
        along = u == nodes[-1]
        channels.append((_CHANNEL.get((d["type"], along)), along))
        nodes.append(v if along else u)
    if len(set(nodes)) < len(nodes) or any(c is None for c, _ in channels):
        return False
    if any(graph.nodes[n]["label"] in ("Group", "Country") for n in nodes[1:-1]):
        return False
    names = [str(c) for c, _ in channels]
    ranks = [_ORDER.index(name) for name in names]
    one_trade = len(set(names) & set(_TRADE)) <= 1
    once = all(names.count(name) <= 1 for name in ("stake", "partnership", "people"))
    person_first = all(
        not (name == "people" and along) or i == 0
        for i, (name, (_, along)) in enumerate(zip(names, channels, strict=True))
    )
    ends = all(name not in ("stake", "people") for name in names[:-1])
    return ranks == sorted(ranks) and one_trade and once and person_first and ends


@given(projections(), AS_OF, st.integers(1, 4))
def test_the_engine_agrees_with_the_oracle(graph: Graph, as_of: str | None, hops: int) -> None:
    starts = {u for u, _, d in graph.edges(data=True) if _lists(graph, d, as_of)}
    expected = {(start, path) for start in starts for path in naive_paths(graph, start, hops, as_of)}
    answer = exposure(graph, Start.everything(), hops=hops, as_of=as_of, limit=None)
    got = [(p.listed.id, tuple(s.evidence.edge for s in p.steps)) for e in answer.exposures for p in e.paths]
    assert len(got) == len(set(got))
    assert set(got) == expected
    assert answer.searched.found == len(expected)


@given(projections(), AS_OF)
def test_every_group_is_what_it_says(graph: Graph, as_of: str | None) -> None:
    answer = exposure(graph, Start.everything(), as_of=as_of)
    for group in answer.exposures:
        assert {(p.exposed.id, p.channel, p.hops == 1) for p in group.paths} == {
            (group.party.id, group.channel, group.direct)
        }
        assert {p.modality == "asserted" for p in group.paths} == {group.asserted}
        assert [p.rank for p in group.paths] == sorted(p.rank for p in group.paths)
        assert group.channel in Channel
