"""What the Neo4j driver returns, turned into what the protocol promises."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import neo4j.graph
import neo4j.time

from graph.model import NODES, Label
from graph.store.protocol import NodeRef, PathRef, RelationRef, Row
from graph.store.schema import node_columns, relation_columns, relation_ends

Lookup = Callable[[list[str]], Mapping[str, str]]


def to_rows(records: Iterable[neo4j.Record], look_up: Lookup) -> list[Row]:
    """Rows with `NodeRef`, `RelationRef` and `PathRef`. `look_up` finds the ids of ends that the answer lacks."""
    answers = [dict(zip(record.keys(), record.values(), strict=True)) for record in records]
    ends = {node.element_id: node for relation in _relations(answers) for node in relation.nodes if node is not None}
    names = {key: str(node["id"]) for key, node in ends.items() if "id" in node}
    missing = sorted(ends.keys() - names.keys())
    if missing:
        names |= look_up(missing)
    return [{key: _value(value, names) for key, value in answer.items()} for answer in answers]


def _relations(value: Any) -> Iterator[neo4j.graph.Relationship]:
    if isinstance(value, neo4j.graph.Relationship):
        yield value
    elif isinstance(value, neo4j.graph.Path):
        yield from value.relationships
    elif isinstance(value, dict):
        yield from _relations(list(value.values()))
    elif isinstance(value, list):
        for item in value:
            yield from _relations(item)


def _value(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, neo4j.graph.Node):
        return _node(value, names)
    if isinstance(value, neo4j.graph.Relationship):
        return _relation(value, names)
    if isinstance(value, neo4j.graph.Path):
        nodes = tuple(_node(node, names) for node in value.nodes)
        return PathRef(nodes, tuple(_relation(relation, names) for relation in value.relationships))
    return _plain(value, names)


def _plain(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _value(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [_value(item, names) for item in value]
    if isinstance(value, neo4j.time.Date | neo4j.time.Time | neo4j.time.DateTime):
        return value.iso_format()
    return value if value is None or isinstance(value, bool | int | float | str | bytes) else str(value)


def _node(node: neo4j.graph.Node, names: Mapping[str, str]) -> NodeRef:
    label = next(iter(sorted(set(node.labels) & set(NODES)) or sorted(node.labels)), "")
    columns = node_columns(Label(label)) if label in NODES else sorted(node)
    return NodeRef(label, {name: _value(node.get(name), names) for name in columns})


def _relation(relation: neo4j.graph.Relationship, names: Mapping[str, str]) -> RelationRef:
    columns = ["id", *relation_columns(relation.type)] if relation.type in relation_ends() else sorted(relation)
    source, target = (names.get(node.element_id, "") if node is not None else "" for node in relation.nodes)
    properties = {name: _value(relation.get(name), names) for name in columns}
    return RelationRef(relation.type, source, target, properties)
