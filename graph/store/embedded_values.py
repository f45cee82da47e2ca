"""What Ladybug returns, turned into what the protocol promises. Imports no database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from graph.model import NODES, Label
from graph.store.protocol import NodeRef, PathRef, RelationRef, Row
from graph.store.schema import node_columns, relation_columns, relation_ends

InternalId = tuple[int, int]  # Ladybug's own: table and offset
Lookup = Callable[[Iterable[InternalId]], Mapping[InternalId, str]]


def to_rows(columns: list[str], answers: Iterable[list[Any]], look_up: Lookup) -> list[Row]:
    """Rows with `NodeRef`, `RelationRef` and `PathRef`. `look_up` finds the ids of ends that the answer lacks."""
    found = [list(answer) for answer in answers]
    names = {_internal(node): str(node["id"]) for node in _nodes(found) if "id" in node}
    missing = {end for relation in _relations(found) for end in _ends(relation)} - names.keys()
    if missing:
        names |= look_up(sorted(missing))
    return [dict(zip(columns, (_value(value, names) for value in answer), strict=True)) for answer in found]


def _internal(thing: Mapping[str, Any], key: str = "_ID") -> InternalId:
    return int(thing[key]["table"]), int(thing[key]["offset"])


def _ends(relation: Mapping[str, Any]) -> tuple[InternalId, InternalId]:
    return _internal(relation, "_SRC"), _internal(relation, "_DST")


def _dicts(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from _dicts(item)


def _nodes(value: Any) -> Iterator[Mapping[str, Any]]:
    return (d for d in _dicts(value) if "_ID" in d and "_LABEL" in d and "_SRC" not in d)


def _relations(value: Any) -> Iterator[Mapping[str, Any]]:
    return (d for d in _dicts(value) if "_SRC" in d and "_DST" in d)


def _value(value: Any, names: Mapping[InternalId, str]) -> Any:
    if isinstance(value, dict):
        return _from_dict(value, names)
    if isinstance(value, list | tuple):
        return [_value(item, names) for item in value]
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float | str | bytes):
        return value
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)  # a sum, which Ladybug keeps in 128 bits
    return str(value)


def _from_dict(value: dict[str, Any], names: Mapping[InternalId, str]) -> Any:
    if "_NODES" in value and "_RELS" in value:
        return _recursive(value, names)
    if "_SRC" in value and "_DST" in value:
        return _relation(value, names)
    if "_ID" in value and "_LABEL" in value:
        return _node(value, names)
    return {key: _value(item, names) for key, item in value.items()}


def _node(value: Mapping[str, Any], names: Mapping[InternalId, str]) -> NodeRef:
    label = str(value["_LABEL"])
    columns = node_columns(Label(label)) if label in NODES else [k for k in value if not k.startswith("_")]
    return NodeRef(label, {name: _value(value.get(name), names) for name in columns})


def _relation(value: Mapping[str, Any], names: Mapping[InternalId, str]) -> RelationRef:
    kind = str(value["_LABEL"])
    known = kind in relation_ends()
    columns = ["id", *relation_columns(kind)] if known else [k for k in value if not k.startswith("_")]
    source, target = (names.get(end, "") for end in _ends(value))
    return RelationRef(kind, source, target, {name: _value(value.get(name), names) for name in columns})


def _recursive(value: Mapping[str, Any], names: Mapping[InternalId, str]) -> Any:
    """A path has one node more than relationships; the variable of `-[r*1..4]-` has one less and is a list."""
    relations = tuple(_relation(relation, names) for relation in value["_RELS"])
    if len(value["_NODES"]) != len(relations) + 1:
        return list(relations)
    return PathRef(tuple(_node(node, names) for node in value["_NODES"]), relations)
