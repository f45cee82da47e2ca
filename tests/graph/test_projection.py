from __future__ import annotations

import networkx as nx

from graph import ledger
from graph.model import ENTITY_LABELS
from graph.projection import to_networkx
from graph.store.protocol import Store
from tests.building import source

SUPPLY = source(
    "supply",
    "Lumen Chips of the US sells to Orca Vision.",
    ("Lumen Chips", "SUPPLIES", "Orca Vision"),
    ("Lumen Chips", "LOCATED_IN", "US"),
    publisher="The Report",
    published="2019-10-09",
)
LIST = source("list", "Orca Vision is on the list.", ("Orca Vision", "LISTED_BY", "Entity List"), official=True)
GONE = source("gone", "Acorn sells to Orca Vision.", ("Acorn", "SUPPLIES", "Orca Vision"))


def test_entities_and_edges_from_claims_only(store: Store) -> None:
    ledger.load(store, [SUPPLY, LIST, GONE], recorded_at="2024-05-01T08:00:00Z")
    ledger.withdraw(store, "gone", recorded_at="2024-05-02T08:00:00Z")
    graph = to_networkx(store)
    assert {(node, p["label"], p["name"]) for node, p in graph.nodes(data=True)} == {
        ("company:lumen-chips", "Company", "Lumen Chips"),
        ("company:orca-vision", "Company", "Orca Vision"),
        ("country:us", "Country", "US"),
        ("list:entity-list", "List", "Entity List"),
    }
    assert {(u, d["type"], v, d["grade"], d["modality"]) for u, v, d in graph.edges(data=True)} == {
        ("company:lumen-chips", "SUPPLIES", "company:orca-vision", "stated", "asserted"),
        ("company:lumen-chips", "LOCATED_IN", "country:us", "stated", "asserted"),
        ("company:orca-vision", "LISTED_BY", "list:entity-list", "official", "asserted"),
    }
    assert graph.nodes["company:lumen-chips"]["countries"] == ["US"]
    assert all(key == edge["id"] for _, _, key, edge in graph.edges(keys=True, data=True))
    assert [(d["name"], d["publisher"], d["published"], d["official"]) for d in graph.graph["documents"]] == sorted(
        [("supply", "The Report", "2019-10-09", False), ("list", None, None, True)],
        key=lambda document: {"supply": SUPPLY, "list": LIST}[str(document[0])].document.id,
    )


def test_the_order_is_that_of_the_ids(store: Store) -> None:
    ledger.load(store, [SUPPLY, LIST, GONE], recorded_at="2024-05-01T08:00:00Z")
    graph = to_networkx(store)
    labels = [str(label) for label in ENTITY_LABELS]
    assert list(graph) == sorted(graph, key=lambda node: (labels.index(graph.nodes[node]["label"]), node))
    assert nx.utils.graphs_equal(graph, to_networkx(store))
    assert list(graph.edges(keys=True)) == list(to_networkx(store).edges(keys=True))


def test_an_empty_store_is_an_empty_graph(store: Store) -> None:
    graph = to_networkx(store)
    assert (len(graph), graph.number_of_edges(), graph.graph["documents"]) == (0, 0, [])
