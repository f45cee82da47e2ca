"""GEXF 1.2, as networkx writes it, for Gephi and others; but as a stream, and without the day of its writing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

from graph.model import EDGE_PREDICATES, ENTITY_LABELS
from knockon.exports.held import Column, Held
from knockon.exports.markup import xml_text

_HEAD = """<?xml version='1.0' encoding='utf-8'?>
<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">
  <graph defaultedgetype="directed" mode="static" name="knockon">
"""
_TAIL = """  </graph>
</gexf>
"""
_TYPES = {Column.TEXT: "string", Column.TEXTS: "string", Column.COUNT: "long", Column.FLAG: "boolean"}


def gexf(held: Held) -> Iterator[str]:
    """The parties and the edges between them, with all properties; lists are joined by "; "."""
    nodes = {"label": Column.TEXT, **held.columns(ENTITY_LABELS[0])}
    edges = {"type": Column.TEXT, **held.relation_columns(EDGE_PREDICATES[0])}
    yield _HEAD
    yield from _attributes("node", nodes)
    yield from _attributes("edge", edges)
    yield "    <nodes>\n"
    for label in ENTITY_LABELS:
        for row in held.nodes(label):
            yield f"      <node id={_quoted(row['id'])} label={_quoted(row['name'])}>\n"
            yield from _values({"label": str(label), **row}, nodes)
            yield "      </node>\n"
    yield "    </nodes>\n    <edges>\n"
    for type_ in sorted(EDGE_PREDICATES):
        for edge in held.relations(type_):
            ends = f"source={_quoted(edge.source)} target={_quoted(edge.target)}"
            yield f"      <edge id={_quoted(edge.key)} {ends} label={_quoted(type_)}>\n"
            yield from _values({**edge.properties, "type": str(type_), "id": edge.key}, edges)
            yield "      </edge>\n"
    yield "    </edges>\n"
    yield _TAIL


def _attributes(of: str, columns: Mapping[str, Column]) -> Iterator[str]:
    yield f'    <attributes class="{of}" mode="static">\n'
    for number, (name, column) in enumerate(columns.items()):
        yield f'      <attribute id="{number}" title="{name}" type="{_TYPES[column]}"/>\n'
    yield "    </attributes>\n"


def _values(row: Mapping[str, Any], columns: Mapping[str, Column]) -> Iterator[str]:
    given = [(number, row.get(name)) for number, name in enumerate(columns)]
    yield "        <attvalues>\n"
    for number, value in given:
        if value is not None:
            yield f'          <attvalue for="{number}" value={_quoted(_plain(value))}/>\n'
    yield "        </attvalues>\n"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _quoted(text: str) -> str:
    return quoteattr(xml_text(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
