"""Small projections for tests in a line an edge, and random ones."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from graph.projection import Graph


def projection(*edges: tuple[Any, ...], **nodes: dict[str, Any]) -> Graph:
    """A projection: `("acme", "SUPPLIES", "bolt", {"modality": "possible"})`.

    A node is "company:acme" unless its id says otherwise; what it holds comes by its bare name as a keyword.
    """
    graph = Graph()
    for number, (source, kind, target, *further) in enumerate(edges, start=1):
        add_edge(graph, number, node_id(source), kind, node_id(target), **(further[0] if further else {}))
    for name, properties in nodes.items():
        _add_node(graph, node_id(name))
        graph.nodes[node_id(name)].update(properties)
    return graph


def node_id(name: str) -> str:
    return name if ":" in name else f"company:{name}"


def add_edge(graph: Graph, number: int, source: str, kind: str, target: str, **further: Any) -> None:
    for node in (source, target):
        _add_node(graph, node)
    plain: dict[str, Any] = {
        "id": f"edge-{number:03}",
        "type": kind,
        "claims": [f"claim-{number:03}"],
        "grade": "stated",
        "modality": "asserted",
        "firstDate": None,
        "lastDate": None,
        "validFrom": None,
        "validTo": None,
        "stopped": False,
        "sources": 1,
        "contested": False,
        "shareLow": None,
        "shareHigh": None,
    }
    graph.add_edge(source, target, key=f"edge-{number:03}", **(plain | further))


def _add_node(graph: Graph, node: str) -> None:
    label, _, name = node.partition(":")
    if node not in graph:
        graph.add_node(node, id=node, label=label.capitalize(), name=name, names=[name], countries=[], sectors=[])


_NODES = ("company:a", "company:b", "company:c", "company:d", "person:p", "group:g", "country:cn", "list:l", "event:e")
_ENDS = {
    "SUPPLIES": (_NODES[:4] + _NODES[5:7], _NODES[:4] + _NODES[5:7]),
    "OWNS": (_NODES[:7], _NODES[:4]),
    "CONTROLS": (_NODES[:7], _NODES[:4]),
    "INVESTED_IN": (_NODES[:7], _NODES[:4]),
    "PARTNERS_WITH": (_NODES[:6], _NODES[:6]),
    "BOARD_MEMBER_OF": (("person:p",), _NODES[:4]),
    "COMPETES_WITH": (_NODES[:4], _NODES[:4]),
    "MEMBER_OF": (_NODES[:5], ("group:g",)),
    "PART_OF": (("group:g",), ("event:e",)),
    "LISTED_BY": (_NODES[:6], ("list:l",)),
}
_DATES = st.sampled_from([None, None, None, "2018", "2019-10", "2019-10-09", "2021-03"])


@st.composite
def _edges(draw: st.DrawFn) -> tuple[Any, ...]:
    kind = draw(st.sampled_from(sorted(_ENDS)))
    sources, targets = _ENDS[kind]
    source, target = draw(st.sampled_from(sources)), draw(st.sampled_from(targets))
    begun, over = draw(_DATES), draw(_DATES)
    further = {
        "validFrom": begun,
        "validTo": over,
        "stopped": kind == "SUPPLIES" and draw(st.integers(0, 4)) == 0,
        "modality": draw(st.sampled_from(["asserted", "asserted", "reported", "possible"])),
        "grade": draw(st.sampled_from(["official", "stated", "inferred"])),
        "sources": draw(st.integers(1, 3)),
    }
    return source, kind, target, further


@st.composite
def projections(draw: st.DrawFn) -> Graph:
    """Random projections of nine nodes with cycles and parallel edges; without an edge from a node to itself."""
    edges = draw(st.lists(_edges().filter(lambda edge: edge[0] != edge[2]), max_size=14))
    graph = projection(*edges)
    for node in _NODES:
        _add_node(graph, node)
    graph.nodes["event:e"].update(kind="listing action", announced=draw(_DATES), effective=draw(_DATES))
    return graph


AS_OF = st.sampled_from([None, "2018-06", "2019-10-09", "2019-12-31", "2022"])
