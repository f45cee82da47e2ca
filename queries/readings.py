"""What is done with the rows of a question whose rule the common Cypher of both stores cannot say.

A reading takes the rows with their `path` (a PathRef) and gives those that count, shortest first, then by the ids of
nodes and edges.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from graph.channels import read_path
from graph.store.protocol import PathRef, Row


def _carries(path: PathRef) -> bool:
    nodes = [(str(node.properties["id"]), node.label) for node in path.nodes]
    return read_path(nodes, [(relation.type, relation.source) for relation in path.relations]) is not None


def _is_simple(path: PathRef) -> bool:
    ids = [node.properties["id"] for node in path.nodes]
    return len(set(ids)) == len(ids)


def _order(row: Row) -> tuple[int, list[str], list[str]]:
    path: PathRef = row["path"]
    return (
        len(path.relations),
        [str(node.properties["id"]) for node in path.nodes],
        [str(relation.properties["id"]) for relation in path.relations],
    )


def _read(rows: Iterable[Row], keep: Callable[[PathRef], bool]) -> list[Row]:
    return sorted((row for row in rows if keep(row["path"])), key=_order)


READINGS: Mapping[str, Callable[[Iterable[Row]], list[Row]]] = MappingProxyType(
    {
        "channels": lambda rows: _read(rows, _carries),  # the paths that graph.channels takes for exposure
        "simple": lambda rows: _read(rows, _is_simple),  # the paths that meet no party twice
    }
)
