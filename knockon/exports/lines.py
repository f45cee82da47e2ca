"""JSON lines: the graph with a node or an edge a line, and the claims with one a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from graph.model import Label, Link
from graph.store.protocol import Relation
from knockon.exports.held import Held


def graph_lines(held: Held) -> Iterator[str]:
    """Every node, then every relationship; what is unknown is left out."""
    for label in held.labels():
        for row in held.nodes(label):
            yield _line({"node": str(label), **row})
    for type_ in held.types():
        for relation in held.relations(type_):
            ends = {
                "source": relation.source,
                "sourceLabel": str(relation.source_label),
                "target": relation.target,
                "targetLabel": str(relation.target_label),
            }
            held_by = {name: relation.properties.get(name) for name in held.relation_columns(type_) if name != "id"}
            yield _line({"edge": type_, "id": relation.key, **ends, **held_by})


def claim_lines(held: Held) -> Iterator[str]:
    """Every claim by its id, with the ids of the entities that its parties turned out to be."""
    subjects, objects = (_Ends(held.relations(link)) for link in (Link.SUBJECT, Link.OBJECT))
    for row in held.nodes(Label.CLAIM):
        claim = row["id"]
        yield _line({**row, "subject": subjects.of(claim), "object": objects.of(claim)})


class _Ends:
    """What relationships ordered by claim lead to, walked beside the claims."""

    def __init__(self, relations: Iterator[Relation]) -> None:
        self.relations = relations
        self.next = next(relations, None)

    def of(self, claim: str) -> str | None:
        while self.next is not None and self.next.key < claim:
            self.next = next(self.relations, None)
        return self.next.target if self.next is not None and self.next.key == claim else None


def _line(content: dict[str, Any]) -> str:
    known = {name: value for name, value in content.items() if value is not None}
    return json.dumps(known, ensure_ascii=False, separators=(",", ":")) + "\n"
