"""A small graph with parallel edges, a cycle, nulls and five labels: what the queries of these tests are asked of."""

from __future__ import annotations

from typing import Any

from graph.model import Label
from graph.store import Batch, Relation

STATED: dict[str, Any] = {
    "claims": ["c1"],
    "grade": "stated",
    "modality": "asserted",
    "stopped": False,
    "sources": 1,
    "contested": False,
}


def relation(
    key: str,
    source: str,
    target: str,
    kind: str = "SUPPLIES",
    labels: tuple[Label, Label] = (Label.COMPANY, Label.COMPANY),
    **properties: object,
) -> Relation:
    return Relation(kind, labels[0], source, labels[1], target, key, {**STATED, **properties})


SMALL = Batch(
    nodes={
        Label.COMPANY: [
            {"id": "a", "name": "Alpha é", "names": ["Alpha", "x"], "documents": 1, "kind": "k"},
            {"id": "b", "name": "beta", "names": [], "documents": 2, "countries": ["us"]},
            {"id": "c", "name": "Gamma", "documents": 3},
            {"id": "d", "name": "delta", "names": ["x"], "documents": 2, "countries": ["cn", "us"]},
        ],
        Label.PERSON: [{"id": "p", "name": "Pe", "documents": 10}],
        Label.GROUP: [{"id": "g", "name": "some of them", "kind": "some"}],
        Label.LIST: [{"id": "l", "name": "Entity List"}],
        Label.DOCUMENT: [
            {"id": "doc", "name": "n", "format": "text", "text": "words", "source": "s", "official": True}
        ],
    },
    relations=[
        relation("1", "a", "b", sources=1),
        relation("2", "b", "c", sources=2),
        relation("3", "c", "a", sources=3),
        relation("4", "a", "b", sources=4, modality="possible"),
        relation("5", "a", "b", "OWNS", sources=5, shareLow="50"),
        relation("6", "b", "c", "OWNS", sources=6),
        relation("7", "b", "d", sources=7),
        relation("8", "d", "a", "OWNS", sources=8),
        relation("9", "c", "g", labels=(Label.COMPANY, Label.GROUP), sources=9),
        relation("10", "d", "p", labels=(Label.COMPANY, Label.PERSON), stopped=True),
        relation("11", "b", "l", "LISTED_BY", labels=(Label.COMPANY, Label.LIST), validFrom="2019-10-09"),
        relation("12", "c", "l", "LISTED_BY", labels=(Label.COMPANY, Label.LIST)),
        relation("13", "a", "d", "PARTNERS_WITH"),
    ],
)
