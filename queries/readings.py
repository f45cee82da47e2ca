"""What is done with the rows of a question whose rule the common Cypher of both stores cannot say.

One of paths takes the rows with their `path` (a PathRef) and gives those that count, shortest first, then by the ids
of nodes and edges.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
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


def _additions(rows: Iterable[Row]) -> list[Row]:
    """One row for each action that put a party on a list, and whether it counts; of all rows of a party on a list.

    The newest document that names an action for the party on the list decides. One without a date may be older or
    newer: what it says otherwise leaves open (null) what counts. An entry that has ended was there, whoever else came.
    """
    told: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        told[row["party"], row["list"]].append(row)
    found = [addition for group in told.values() for addition in _counted(group)]
    return sorted(found, key=lambda row: (row["action"], row["party"], row["list"], row["effective"] or ""))


def _counted(group: list[Row]) -> Iterator[Row]:
    standing = [row for row in group if row["ended"] is None]
    decided = _decided(standing)
    for action in sorted({row["action"] for row in group if row["asked"] in ("", row["action"], row["whole"])}):
        own = [row for row in group if row["action"] == action]
        entries = {row["listing"] for row in own}
        others = {row["action"] for row in standing if row["listing"] not in entries and row["action"] != action}
        kept = ("action", "action_name", "party", "party_name", "list", "effective", "ended")
        yield {
            **{name: own[0][name] for name in kept},
            "said_by": sorted({row["document"] for row in own}),
            "decided": decided.get(action, True),
            "otherwise": sorted(others),
        }


def _decided(standing: list[Row]) -> dict[str, bool | None]:
    """Whether each action of the entries that stand counts. One document that names several means them all."""
    newest = max((row["published"] for row in standing if row["published"]), default=None)
    able = [row for row in standing if row["published"] in (newest, None)]
    leading = {row["action"] for row in able}
    by_document: dict[str, set[str]] = defaultdict(set)
    for row in able:
        by_document[row["document"]].add(row["action"])
    agreed = any(named == leading for named in by_document.values())
    return {row["action"]: False if row["action"] not in leading else (True if agreed else None) for row in standing}


READINGS: Mapping[str, Callable[[Iterable[Row]], list[Row]]] = MappingProxyType(
    {
        "additions": _additions,  # who was added by which action, where sources may differ
        "channels": lambda rows: _read(rows, _carries),  # the paths that graph.channels takes for exposure
        "simple": lambda rows: _read(rows, _is_simple),  # the paths that meet no party twice
    }
)
