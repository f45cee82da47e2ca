"""The Cypher of exposure-paths and the engine over networkx give the same paths on the same graph."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import queries
from graph.exposure import exposure
from graph.model import Label
from graph.projection import Graph, to_networkx
from graph.start import Start
from graph.store.protocol import Batch, Relation, Store
from queries.parameters import ANY
from tests.graph.graphs import AS_OF, projections

Paths = set[tuple[str, tuple[str, ...]]]


def put(store: Store, graph: Graph) -> None:
    """Make the store hold this projection and nothing else."""
    labels = {node: Label(properties["label"]) for node, properties in graph.nodes(data=True)}
    before: dict[Label, list[str]] = {}
    for label in set(labels.values()):
        before[label] = [row["id"] for row in store.nodes(label)]
    store.write(Batch(drop_nodes=before))
    nodes: dict[Label, list[dict[str, object]]] = {}
    for node, properties in graph.nodes(data=True):
        nodes.setdefault(labels[node], []).append({k: v for k, v in properties.items() if k != "label"})
    relations = [
        Relation(
            d["type"], labels[u], u, labels[v], v, d["id"], {k: x for k, x in d.items() if k not in ("id", "type")}
        )
        for u, v, d in graph.edges(data=True)
    ]
    store.write(Batch(nodes=nodes, relations=relations))


def by_cypher(store: Store, hops: int, as_of: str | None) -> Paths:
    rows = queries.run(store, "exposure-paths", {"hops": hops, "as_of": as_of or ANY})
    return {(row["listed"], tuple(edge.properties["id"] for edge in row["path"].relations)) for row in rows}


def by_engine(graph: Graph, hops: int, as_of: str | None) -> Paths:
    answer = exposure(graph, Start.everything(), hops=hops, as_of=as_of, limit=None)
    return {(p.listed.id, tuple(step.evidence.edge for step in p.steps)) for e in answer.exposures for p in e.paths}


@pytest.mark.slow
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(graph=projections(), as_of=AS_OF, hops=st.integers(1, 4))
def test_cypher_and_networkx_agree(store: Store, graph: Graph, as_of: str | None, hops: int) -> None:
    put(store, graph)
    stored = to_networkx(store)
    assert by_cypher(store, hops, as_of) == by_engine(stored, hops, as_of) == by_engine(graph, hops, as_of)
