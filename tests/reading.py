"""What a graph holds, as sets of plain tuples, so that a test can say it in one line."""

from __future__ import annotations

from graph.model import Label
from graph.store import Store


def edges(store: Store, kind: str) -> set[tuple[str, str]]:
    """The relationships of a type as (source, target), without the labels that ids begin with."""
    return {(_short(r.source), _short(r.target)) for r in store.relations([kind])}


def names(store: Store, label: Label) -> set[str]:
    """The names of all nodes of a label."""
    return {str(row["name"]) for row in store.nodes(label)}


def _short(entity: str) -> str:
    return entity.split(":", 1)[-1]
