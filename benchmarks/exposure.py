"""Exposure: the engine over networkx beside the same question in Cypher, on one seeded random graph."""

from __future__ import annotations

from collections.abc import Iterator

import queries
from benchmarks import made
from benchmarks.measure import Cell, Measured, Table, measure
from benchmarks.places import Place
from benchmarks.scale import Scale
from graph import ledger
from graph.exposure import Target, exposure
from graph.projection import Graph, to_networkx
from graph.start import Start
from graph.store import Store

Paths = set[tuple[str, tuple[str, ...]]]
AT = "2024-05-01T08:00:00+00:00"
COUNTRY, SECTOR = "US", "semiconductors"
SEARCH_NOTE = """\
ratio: Cypher (with its reading) for one second of the engine, which has the projection at hand already, in processor
seconds, the server's among them."""


def tables(scale: Scale, places: tuple[Place, ...]) -> list[Table]:
    sources = made.sources(*scale.graph)
    projected, searched = [], []
    for place in places:
        with place.empty() as store:
            ledger.load(store, sources, recorded_at=AT)
            taken = place.measure(lambda: to_networkx(store))
            projected.append(_projection(place, taken))
            searched += [row for hops in scale.hops for row in _search(place, store, taken.result, hops)]
    return [
        Table("Exposure: store to networkx", "The projection that every search of the engine starts with.", projected),
        Table(
            "Exposure: every path from every listed party to a US chipmaker",
            SEARCH_NOTE,
            searched,
        ),
    ]


def _projection(place: Place, taken: Measured[Graph]) -> dict[str, Cell]:
    graph = taken.result
    return {"store": place.name, "nodes": len(graph), "edges": graph.number_of_edges(), **taken.cells}


def _search(place: Place, store: Store, graph: Graph, hops: int) -> Iterator[dict[str, Cell]]:
    engine = measure(lambda: _by_engine(graph, hops))
    cypher = place.measure(lambda: _by_cypher(store, hops))
    for way, taken in (("engine", engine), ("Cypher", cypher)):
        yield {
            "store": place.name,
            "hops": hops,
            "way": way,
            "paths": len(taken.result),
            **taken.cells,
            "ratio": place.cost(taken) / place.cost(engine),
            "same answer": taken.result == engine.result,
        }


def _by_engine(graph: Graph, hops: int) -> Paths:
    answer = exposure(graph, Start.everything(), Target(country=COUNTRY, sector=SECTOR), hops=hops, limit=None)
    return {(p.listed.id, tuple(step.evidence.edge for step in p.steps)) for e in answer.exposures for p in e.paths}


def _by_cypher(store: Store, hops: int) -> Paths:
    rows = queries.run(store, "exposure-paths", {"country": COUNTRY, "sector": SECTOR, "hops": hops})
    return {(row["listed"], tuple(edge.properties["id"] for edge in row["path"].relations)) for row in rows}
