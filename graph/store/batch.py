"""A batch checked against the schema and sorted into what a store writes at one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from graph.errors import ModelError
from graph.model import NODES, Label
from graph.store.protocol import Batch, Relation, Row
from graph.store.schema import Column, node_columns, relation_columns, relation_ends

_T = TypeVar("_T")
_KINDS: Mapping[Column, tuple[type, str]] = {
    Column.TEXT: (str, "text"),
    Column.TEXTS: (list, "a list of texts"),
    Column.COUNT: (int, "a whole number of 64 bits"),
    Column.FLAG: (bool, "true or false"),
}
_INDEXED = frozenset({"id", "name"})
LONGEST_KEY = 4096  # bytes; Neo4j's range index ends at some 8 kB for all of a key


@dataclass(frozen=True, slots=True)
class Ends:
    """Relationships of one type between two labels: stores write them together."""

    type: str
    source: Label
    target: Label

    def __str__(self) -> str:
        return f"{self.type} from {self.source} to {self.target}"


Table = Label | Ends


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do, in this order. Node rows hold every property; relation rows `source`, `target`, `id` and the rest.

    Where they are `new`, the store has none of them.
    """

    drop_nodes: Mapping[Label, list[str]]
    drop_relations: Mapping[str, list[str]]
    nodes: Mapping[Label, list[Row]]
    relations: Mapping[Ends, list[Row]]
    new: bool = False


def plan(batch: Batch) -> Plan:
    """Check every label, type, property and value. The last of two nodes or relations with one id counts.

    Raises ModelError, naming the node or relation, before anything is written.
    """
    dropped: dict[str, list[str]] = {}
    for relation in batch.drop_relations:
        ends_of(relation)
        dropped.setdefault(relation.type, []).append(relation.key)
    relations: dict[Ends, list[Row]] = {}
    for relation in {(r.type, r.key): r for r in batch.relations}.values():
        relations.setdefault(ends_of(relation), []).append(relation_row(relation))
    return Plan(
        {label_of(label): sorted(set(ids)) for label, ids in sorted(batch.drop_nodes.items()) if ids},
        {kind: sorted(set(keys)) for kind, keys in sorted(dropped.items())},
        {label_of(label): node_rows(label, rows) for label, rows in sorted(batch.nodes.items()) if rows},
        dict(sorted(relations.items(), key=lambda item: (item[0].type, item[0].source, item[0].target))),
    )


def first(batches: Iterable[Batch], limit: int) -> tuple[list[Batch], Iterator[Batch] | None]:
    """The batches up to the one that passes `limit` rows, and those after it; None where none passes it."""
    rest, found, rows = iter(batches), list[Batch](), 0
    for batch in rest:
        found.append(batch)
        rows += len(batch.relations) + len(batch.drop_relations)
        rows += sum(map(len, (*batch.nodes.values(), *batch.drop_nodes.values())))
        if rows > limit:
            return found, rest
    return found, None


def together(parts: Sequence[Batch]) -> Plan:
    """All batches of a small change as one plan."""
    nodes: dict[Label, list[Mapping[str, Any]]] = {}
    dropped: dict[Label, list[str]] = {}
    for part in parts:
        for label, rows in part.nodes.items():
            nodes.setdefault(label, []).extend(rows)
        for label, ids in part.drop_nodes.items():
            dropped.setdefault(label, []).extend(ids)
    relations = [relation for part in parts for relation in part.relations]
    gone = [relation for part in parts for relation in part.drop_relations]
    return replace(plan(Batch(nodes, relations, dropped, gone)), new=all(part.new for part in parts))


def chunks(rows: Sequence[_T], size: int = 10_000) -> Iterator[Sequence[_T]]:
    """Slices of at most `size`: what one statement takes as its parameter."""
    return (rows[start : start + size] for start in range(0, len(rows), size))


def columns_of(table: Table) -> Mapping[str, Column]:
    """What a row of a table holds; a relationship's begins with `from` and `to`, the ids of its ends."""
    if isinstance(table, Ends):
        return {"from": Column.TEXT, "to": Column.TEXT, "id": Column.TEXT, **relation_columns(table.type)}
    return node_columns(table)


def label_of(label: str) -> Label:
    """Raises ModelError for what is no label of the model."""
    if label not in NODES:
        raise ModelError(f"no label {label!r}; the model has {', '.join(NODES)}")
    return Label(label)


def ends_of(relation: Relation) -> Ends:
    """Raises ModelError where the model has no such type, or it cannot join these."""
    place = f"{relation.type} {relation.key!r}"
    if relation.type not in relation_ends():
        raise ModelError(f"{place}: no such relationship type; the model has {', '.join(relation_ends())}")
    pair = label_of(relation.source_label), label_of(relation.target_label)
    if pair not in relation_ends()[relation.type]:
        raise ModelError(f"{place}: it cannot go from {pair[0]} to {pair[1]} (graph/model.py says what it joins)")
    if relation.source == relation.target:  # undirected patterns count such a one twice on one store, once on the other
        raise ModelError(f"{place}: {relation.source!r} cannot stand in a relationship with itself")
    return Ends(relation.type, *pair)


def node_rows(label: Label, rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Every property of each node, by id; the last of two with one id. Raises ModelError."""
    columns = node_columns(label)
    checked = (_row(f"{label} {row.get('id')!r}", columns, row) for row in rows)
    return sorted({row["id"]: row for row in checked}.values(), key=lambda row: str(row["id"]))


def relation_row(relation: Relation) -> Row:
    """Every property, and the ids of the ends as `source` and `target`. Raises ModelError."""
    place = f"{relation.type} {relation.key!r}"
    columns = {"id": Column.TEXT, **relation_columns(relation.type)}
    row = _row(place, columns, {**relation.properties, "id": relation.key})
    if relation.properties.get("id", relation.key) != relation.key:
        raise ModelError(f"{place}: its property id is {relation.properties['id']!r}; leave it out")
    return {"source": relation.source, "target": relation.target, **row}


def _row(place: str, columns: Mapping[str, Column], given: Mapping[str, Any]) -> Row:
    unknown = sorted(set(given) - set(columns))
    if unknown:
        raise ModelError(f"{place}: no property {unknown[0]!r}; the model has {', '.join(columns)}")
    if not isinstance(given.get("id"), str) or not given["id"]:
        raise ModelError(f"{place}: the id must be a text of at least one character")
    row = {name: _value(f"{place}: {name}", column, given.get(name)) for name, column in columns.items()}
    for name in _INDEXED & row.keys():
        if len((row[name] or "").encode()) > LONGEST_KEY:
            raise ModelError(f"{place[:99]}: {name}: longer than {LONGEST_KEY} bytes, which no index of Neo4j takes")
    return row


def _value(place: str, column: Column, value: Any) -> Any:
    kind, words = _KINDS[column]
    if value is None:
        return None
    if column is Column.TEXTS and isinstance(value, tuple | list):
        return [_text(place, item) for item in value]
    if column is Column.TEXT and isinstance(value, str):
        return _text(place, value)
    if not isinstance(value, kind) or (column is Column.COUNT and not _is_count(value)):
        raise ModelError(f"{place}: {value!r} is not {words}")
    return value


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63


def _text(place: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ModelError(f"{place}: {value!r} is not text")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ModelError(f"{place}: character {error.start} is half of a pair; decode the text anew") from None
    return str(value)
