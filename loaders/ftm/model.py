"""The vocabulary of FollowTheMoney: schemata, their properties with types and ranges, and the ends of those that link.

model.json holds these facts of the version that it names, read out of the schemata that the FollowTheMoney project
publishes (followthemoney.tech). A file of a later version that uses something new stops until model.json knows it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Property:
    """`type` is FollowTheMoney's ("name", "date"), with values of up to `longest` characters.

    An "entity" has the schema `range`, which calls it `reverse`.
    """

    name: str
    type: str
    longest: int | None = None
    range: str | None = None
    reverse: str | None = None


@dataclass(frozen=True, slots=True)
class Schema:
    """A kind of entity, with all that it inherits. `edge` names the properties that hold the ends of a link."""

    name: str
    abstract: bool
    kin: frozenset[str]  # itself and all that it extends
    properties: Mapping[str, Property]
    required: frozenset[str]
    edge: tuple[str, str] | None

    def is_a(self, name: str) -> bool:
        return name in self.kin


@cache
def schemata() -> Mapping[str, Schema]:
    """Every schema by its name."""
    told = _model()["schemata"]
    return {name: _schema(name, told) for name in sorted(told)}


@cache
def version() -> str:
    """The version of FollowTheMoney whose vocabulary this is."""
    return str(_model()["version"])


@cache
def topics() -> frozenset[str]:
    """The tags that `topics` may hold: "sanction", "export.control" ..."""
    return frozenset(_model()["topics"])


@cache
def countries() -> frozenset[str]:
    """The codes that a country may have: ISO 3166-1 in lower case, and some for what was or would be a country."""
    return frozenset(_model()["countries"])


@cache
def reverses() -> Mapping[str, frozenset[str]]:
    """What nested files call the entities that name one, by its schema: {"Thing": {"sanctions"}}."""
    found: dict[str, set[str]] = {}
    for schema in schemata().values():
        for prop in schema.properties.values():
            if prop.range and prop.reverse:
                found.setdefault(prop.range, set()).add(prop.reverse)
    return {name: frozenset(called) for name, called in found.items()}


@cache
def _model() -> Any:
    return json.loads(files("loaders.ftm").joinpath("model.json").read_text("utf-8"))


def _schema(name: str, told: Mapping[str, Any]) -> Schema:
    kin = sorted(set(_kin(name, told)))
    properties = {p: _property(p, said) for k in kin for p, said in told[k]["properties"].items()}
    edges = [told[k]["edge"] for k in _kin(name, told) if "edge" in told[k]]
    return Schema(
        name=name,
        abstract=bool(told[name].get("abstract")),
        kin=frozenset(kin),
        properties=dict(sorted(properties.items())),
        required=frozenset(told[name].get("required", ())),
        edge=(edges[0][0], edges[0][1]) if edges else None,
    )


def _kin(name: str, told: Mapping[str, Any]) -> Iterator[str]:
    yield name
    for parent in told[name]["extends"]:
        yield from _kin(parent, told)


def _property(name: str, said: str) -> Property:
    kind, *more = said.split(" ")
    longest = _model()["longest"].get(kind)
    if kind == "entity":
        return Property(name, kind, longest, *more)
    return Property(name, kind, int(more[0]) if more else longest)
