"""A Cypher script that makes the graph in an empty Neo4j database: constraints, nodes, relationships.

Values stand in it as literals, for a script has no parameters; labels, types and property names are the schema's. Each
statement ends with a semicolon at the end of a line, and no line ends so within one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, islice
from typing import Any

from graph.store.protocol import Relation, Row
from graph.store.schema import constraints
from knockon.exports.held import MARKER, MARKER_ROW, Held

BATCH = 100  # rows a statement
_ESCAPES = {"'": "\\'", "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def cypher_script(held: Held) -> Iterator[str]:
    """The statements. Run a second time they change nothing: nodes and relationships are told by their ids."""
    yield "// Written by knockon export. In an empty database: cypher-shell -f graph.cypher\n"
    for constraint in constraints():
        yield f"{constraint};\n"
    yield from _nodes(MARKER, iter([MARKER_ROW]))
    for label in held.labels():
        yield from _nodes(label, held.nodes(label))
    for type_ in held.types():
        for (source, target), found in groupby(_sorted(held.relations(type_)), _ends):
            yield from _relations(type_, source, target, found)


def _sorted(relations: Iterator[Relation]) -> Iterator[Relation]:
    """By the labels of their ends within each thousand, so that one statement takes many of them."""
    while some := list(islice(relations, 1000)):
        yield from sorted(some, key=lambda r: (*_ends(r), r.key))


def _ends(relation: Relation) -> tuple[str, str]:
    return str(relation.source_label), str(relation.target_label)


def _nodes(label: str, rows: Iterator[Row]) -> Iterator[str]:
    while some := list(islice(rows, BATCH)):
        yield f"UNWIND {_rows(some)} AS row MERGE (n:`{label}` {{id: row.id}}) SET n = row;\n"


def _relations(type_: str, source: str, target: str, relations: Iterable[Relation]) -> Iterator[str]:
    found = iter(relations)
    while some := list(islice(found, BATCH)):
        rows = _rows({"a": r.source, "b": r.target, "r": {"id": r.key, **r.properties}} for r in some)
        yield (
            f"UNWIND {rows} AS row MATCH (a:`{source}` {{id: row.a}}), (b:`{target}` {{id: row.b}}) "
            f"MERGE (a)-[r:`{type_}` {{id: row.r.id}}]->(b) SET r = row.r;\n"
        )


def _rows(rows: Iterable[Mapping[str, Any]]) -> str:
    return f"[{', '.join(map(literal, rows))}]"


def literal(value: Any) -> str:
    """The value as Cypher writes it; in a map, what is unknown is left out."""
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case list() | tuple():
            return f"[{', '.join(map(literal, value))}]"
        case dict():
            return "{" + ", ".join(f"`{k}`: {literal(v)}" for k, v in value.items() if v is not None) + "}"
    return f"'{''.join(map(_escaped, str(value)))}'"


def _escaped(character: str) -> str:
    return _ESCAPES.get(character) or (character if character.isprintable() else _unicode(character))


def _unicode(character: str) -> str:
    """As UTF-16 code units, which is how Cypher counts."""
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[i]:02X}{units[i + 1]:02X}" for i in range(0, len(units), 2))
