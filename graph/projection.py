"""The graph that analysts walk, as networkx."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

import networkx as nx

from graph.claims import Document
from graph.fold import View
from graph.model import EDGE_PREDICATES, ENTITY_LABELS, Label
from graph.records import row_of
from graph.store.protocol import Store

if TYPE_CHECKING:
    Graph: TypeAlias = nx.MultiDiGraph[str]
else:
    Graph = nx.MultiDiGraph  # generic for type checkers only

DOCUMENT_FIELDS = ("id", "name", "title", "publisher", "published", "series", "source", "summarises", "official")


def to_networkx(store: Store) -> Graph:
    """Entities and the edges that claims back, in the order of their ids.

    A node is an entity's id and carries its stored properties (camelCase) and `label`. An edge's key is its id and it
    carries its stored properties and `type`. The graph's own attribute `documents` holds one dict a live document
    (`DOCUMENT_FIELDS`), by id: what an answer says it searched.
    """
    graph: Graph = nx.MultiDiGraph()
    for label in ENTITY_LABELS:
        graph.add_nodes_from((row["id"], {**row, "label": str(label)}) for row in store.nodes(label))
    for relation in store.relations([str(p) for p in EDGE_PREDICATES]):
        properties = {**relation.properties, "id": relation.key, "type": relation.type}
        graph.add_edge(relation.source, relation.target, key=relation.key, **properties)
    live = (row for row in store.nodes(Label.DOCUMENT) if row.get("supersededAt") is None)
    graph.graph["documents"] = [{field: row.get(field) for field in DOCUMENT_FIELDS} for row in live]
    return graph


def projection_of(view: View, documents: Iterable[Document]) -> Graph:
    """What `to_networkx` gives of a store that holds this view of these live documents."""
    graph: Graph = nx.MultiDiGraph()
    graph.add_nodes_from((entity.id, {**row_of(entity), "label": str(label)}) for label, entity in view.entities)
    for edge in view.edges:
        properties = edge.model_dump(by_alias=True, mode="json", exclude={"source", "target"})
        graph.add_edge(edge.source, edge.target, key=edge.id, **properties)
    rows = sorted(documents, key=lambda document: document.id)
    graph.graph["documents"] = [{field: getattr(row, field) for field in DOCUMENT_FIELDS} for row in rows]
    return graph
