"""What a store holds, as exports take it: row by row, with the columns of the schema, sorted by id.

Left out unless `recorded` is wanted: when the graph learned and unlearned each thing, its loads, what was withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from graph.model import NODES, SCHEMA_VERSION, Label
from graph.store.protocol import Relation, Row, Store
from graph.store.schema import MARKER, MARKER_ID, Column, node_columns, relation_columns, relation_ends

_LEARNED = frozenset({"recordedAt", "supersededAt"})
# The node that says that knockon made the graph, without which it opens no database.
MARKER_COLUMNS: Mapping[str, Column] = {"id": Column.TEXT, "version": Column.COUNT}
MARKER_ROW: Row = {"id": MARKER_ID, "version": SCHEMA_VERSION}
__all__ = ["MARKER", "MARKER_COLUMNS", "MARKER_ROW", "Column", "Held"]


class Held:
    """The nodes and relationships of a store."""

    def __init__(self, store: Store, *, recorded: bool) -> None:
        self.store = store
        self.recorded = recorded

    def labels(self) -> tuple[Label, ...]:
        return tuple(label for label in NODES if self.recorded or label is not Label.LOAD)

    def types(self) -> tuple[str, ...]:
        return tuple(sorted(relation_ends()))

    def columns(self, label: Label) -> dict[str, Column]:
        """The properties of a node, `id` first."""
        return self._wanted(node_columns(label))

    def relation_columns(self, type_: str) -> dict[str, Column]:
        """The properties of a relationship, `id` first."""
        return {"id": Column.TEXT, **self._wanted(relation_columns(type_))}

    def _wanted(self, columns: Mapping[str, Column]) -> dict[str, Column]:
        return {name: column for name, column in columns.items() if self.recorded or name not in _LEARNED}

    def nodes(self, label: Label) -> Iterator[Row]:
        """Each node's properties, by id."""
        columns = self.columns(label)
        for row in self.store.nodes(label):
            if row["id"] not in self._withdrawn:
                yield {name: row.get(name) for name in columns}

    def relations(self, type_: str) -> Iterator[Relation]:
        """Each relationship, by key."""
        for relation in self.store.relations([type_]):
            if relation.source not in self._withdrawn and relation.target not in self._withdrawn:
                yield relation

    @cached_property
    def _withdrawn(self) -> frozenset[str]:
        """The ids of documents, parties and claims that do not hold any more."""
        if self.recorded:
            return frozenset()
        ids = {
            str(row["id"])
            for label in (Label.DOCUMENT, Label.CLAIM)
            for row in self.store.rows(f"MATCH (n:`{label}`) WHERE n.supersededAt IS NOT NULL RETURN n.id AS id")
        }
        of = "MATCH (p:Party) WHERE p.document IN $documents RETURN p.id AS id"
        return frozenset(ids | {str(row["id"]) for row in self.store.rows(of, {"documents": sorted(ids)})})
