"""Loading: what claims, folding and comparing add to the writing of the rows that come of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from benchmarks import made
from benchmarks.measure import Cell, Measured, Table, measure
from benchmarks.places import Place
from benchmarks.scale import Scale
from graph import ledger
from graph.claims import Source
from graph.fold import fold
from graph.model import NODES
from graph.store import Store
from graph.store.protocol import Batch
from knockon.api import read_files
from knockon.demo import shipped

AT = "2024-05-01T08:00:00+00:00"
NOTE = """\
ratio: the step for one second of writing the same nodes and relations to an empty store in one batch, in processor
seconds, the server's among them (in seconds, where the server was not started here).
"load" is the whole way from sources to a stored graph, "again" the same sources once more (nothing changes), "one more"
a further document of a few claims (everything is folded anew), "fold" the folding alone, without a store."""


def tables(scale: Scale, places: tuple[Place, ...]) -> list[Table]:
    sets: dict[str, Callable[[], list[Source]]] = {"data/": _shipped}
    sets |= {f"{size[1]:,} statements": partial(made.sources, *size) for size in scale.loads}
    for place in places:
        _warm(place, sets["data/"]())
    rows = [row for name, make in sets.items() for place in places for row in _load(name, make(), place)]
    return [Table("Loading: sources to a stored graph, beside writing the same rows", NOTE, rows)]


def _shipped() -> list[Source]:
    read = read_files([(path.name, path.read_bytes()) for path in shipped()])
    return [source for source in read if isinstance(source, Source)]


def _warm(place: Place, sources: list[Source]) -> None:
    """Once without measuring: Neo4j plans each statement when it first meets it."""
    with place.empty() as store:
        ledger.load(store, sources, recorded_at=AT)


def _load(name: str, sources: list[Source], place: Place) -> Iterator[dict[str, Cell]]:
    folded = measure(lambda: fold(sources))
    with place.empty() as store:
        steps: dict[str, Measured[Any]] = {
            "load": _timed(place, store, sources),
            "again": _timed(place, store, sources),
        }
        rows = _everything(store)
        steps["one more"] = _timed(place, store, [made.sources(40, 4, seed=99)[1]])
    with place.empty() as store:
        steps["write the rows"] = place.measure(lambda: store.write(rows))
        same = _everything(store) == rows
    counts = {"claims": sum(len(s.claims) for s in sources), "nodes": sum(map(len, rows.nodes.values()))}
    raw = place.cost(steps["write the rows"])
    for step, taken in (*steps.items(), ("fold", folded)):
        yield {
            "sources": name,
            "store": "none" if step == "fold" else place.name,
            "step": step,
            **counts,
            "relations": len(rows.relations),
            **taken.cells,
            "ratio": place.cost(taken) / raw,
            "same rows": same if step == "write the rows" else None,
        }


def _timed(place: Place, store: Store, sources: list[Source]) -> Measured[ledger.Outcome]:
    return place.measure(lambda: ledger.load(store, sources, recorded_at=AT))


def _everything(store: Store) -> Batch:
    """All that the store holds, as the batch that would put it into an empty one."""
    nodes = {label: list(store.nodes(label)) for label in NODES}
    return Batch(nodes={label: rows for label, rows in nodes.items() if rows}, relations=list(store.relations()))
