"""Small files of FollowTheMoney entities, of invented firms, and what is read of them as plain tuples."""

from __future__ import annotations

import json
from typing import Any

import loaders
from graph.claims import Claim, Source
from graph.model import Predicate

Line = dict[str, Any]
OUTER = {
    "caption": "?",
    "datasets": ["xx_list"],
    "referents": [],
    "target": True,
    "first_seen": "2031-01-01T00:00:00",
    "last_seen": "2031-02-03T04:05:06",
    "last_change": "2031-02-01T00:00:00",
}


def entity(id_: str, schema: str, **properties: str | list[Any]) -> Line:
    """One entity; a value may stand without its list, and an entity of its own where an id may."""
    held = {name: [value] if isinstance(value, str) else value for name, value in properties.items()}
    return {"id": id_, "schema": schema, "properties": held}


def opensanctions(line: Line, **outer: Any) -> Line:
    """The entity as OpenSanctions publishes it."""
    names = line["properties"].get("name", [line["schema"]])
    return {**line, **OUTER, "caption": names[0], **outer}


def data(*lines: Any) -> bytes:
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines).encode()


def read(*lines: Any) -> Source:
    return loaders.read("entities.ftm.json", data(*lines), format="ftm")


def links(source: Source) -> set[tuple[str, str, str]]:
    """Every claim that joins two parties: by their names."""
    names = {party.key: party.name for party in source.parties}
    return {(names[c.subject], c.predicate.value, names[c.object]) for c in source.claims if c.object is not None}


def facts(source: Source, *predicates: Predicate) -> set[tuple[str, str, str]]:
    """The claims that carry a value, of these predicates, or of all."""
    names = {party.key: party.name for party in source.parties}
    said = (c for c in source.claims if c.value is not None and (not predicates or c.predicate in predicates))
    return {(names[c.subject], c.predicate.value, str(c.value)) for c in said}


def claims(source: Source, predicate: Predicate) -> list[Claim]:
    return [claim for claim in source.claims if claim.predicate is predicate]


def reasons(source: Source) -> list[str]:
    return [refusal.reason for refusal in source.refused]
