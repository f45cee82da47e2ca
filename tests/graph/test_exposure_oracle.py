"""The engine held to an oracle: every sequence of edges that hang together, the rules applied to it as a whole."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.channels import Channel
from graph.exposure import exposure
from graph.projection import Graph
from graph.start import Start
from tests.graph.graphs import AS_OF, projections

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure

_TRADE = ("lost supply", "partnership", "lost sales")
_ORDER = ("coverage", "stake", *_TRADE, "capital", "people")
_CHANNEL = {
    ("OWNS", True): "coverage",
    ("OWNS", False): "capital",
    ("CONTROLS", True): "coverage",
    ("CONTROLS", False): "capital",
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


@unhurried
@given(projections(), AS_OF, st.integers(1, 4))
def test_the_engine_agrees_with_the_oracle(graph: Graph, as_of: str | None, hops: int) -> None:
    starts = {u for u, _, d in graph.edges(data=True) if _lists(graph, d, as_of)}
    expected = {(start, path) for start in starts for path in naive_paths(graph, start, hops, as_of)}
    answer = exposure(graph, Start.everything(), hops=hops, as_of=as_of, limit=None)
    got = [(p.listed.id, tuple(s.evidence.edge for s in p.steps)) for e in answer.exposures for p in e.paths]
    assert len(got) == len(set(got))
    assert set(got) == expected
    assert answer.searched.found == len(expected)


@unhurried
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
