"""The stores' schema, derived from `graph.model`: columns, tables, constraints, and how an older store is brought up.

Every relationship carries `id` (the `key` of a `Relation`); what else it holds follows from `Edge` and `LINKS`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from graph.errors import StoreVersion
from graph.model import EDGE_PREDICATES, ENTITY_LABELS, LINKS, NODES, PREDICATES, SCHEMA_VERSION, Edge, Label

MARKER = "KnockonSchema"  # the label of the one node that says: knockon made this, at this version
MARKER_ID = "knockon"
# Neo4j's alone: a large change and its parts, while it is applied in several transactions (graph/store/neo4j_stage.py)
CHANGE, PART = "KnockonChange", "KnockonPart"
_NOT_STORED = frozenset({"id", "type", "source", "target"})  # of an Edge: a relationship's own make-up


class Column(StrEnum):
    """What a property holds; the value is Ladybug's name of the type. Null is allowed in each but `id`."""

    TEXT = "STRING"
    TEXTS = "STRING[]"
    COUNT = "INT64"
    FLAG = "BOOL"


@dataclass(frozen=True, slots=True)
class Migration:
    """Brings a store from version `to - 1` to `to`. New tables and constraints are declared anew after the last."""

    to: int
    why: str
    embedded: tuple[str, ...] = ()
    neo4j: tuple[str, ...] = ()


_ADDED = ("addresses", "remarks", "licenceReviews", "covers")
_LISTS_AND_REGISTERS = (
    *(f"ALTER TABLE `{label}` ADD IF NOT EXISTS `{name}` STRING[]" for label in ENTITY_LABELS for name in _ADDED),
    *(f"ALTER TABLE `{label}` ADD IF NOT EXISTS `expires` STRING" for label in ENTITY_LABELS),
    "ALTER TABLE `Document` ADD IF NOT EXISTS `series` STRING",
    "ALTER TABLE `Party` ADD IF NOT EXISTS `section` STRING",
    "ALTER TABLE `Party` ADD IF NOT EXISTS `keys` STRING[]",
)
MIGRATIONS: tuple[Migration, ...] = (
    Migration(1, "version 0 was never published: the tables are declared, no more"),
    Migration(2, "addresses, remarks, parsed licence policies, and versions of one list", _LISTS_AND_REGISTERS),
)


def _column(annotation: Any) -> Column:
    if get_origin(annotation) in (Union, UnionType):
        (annotation,) = (a for a in get_args(annotation) if a is not type(None))
    if get_origin(annotation) is tuple:
        return Column.TEXTS
    if annotation is bool:
        return Column.FLAG
    return Column.COUNT if annotation is int else Column.TEXT


def _columns(model: type[BaseModel]) -> dict[str, Column]:
    return {to_camel(name): _column(info.annotation) for name, info in model.model_fields.items()}


@cache
def node_columns(label: Label) -> Mapping[str, Column]:
    """The properties of a node, `id` first, in the order of the model."""
    return MappingProxyType(_columns(NODES[label]))


@cache
def relation_columns(kind: str) -> Mapping[str, Column]:
    """The properties of a relationship of this type, without its `id`."""
    model = dict(_link_models()).get(kind, Edge)
    columns = {} if model is None else _columns(model)
    return MappingProxyType({name: column for name, column in columns.items() if name not in _NOT_STORED})


def _link_models() -> Iterator[tuple[str, type[BaseModel] | None]]:
    return ((link.value, model) for link, (_, _, model) in LINKS.items())


@cache
def relation_ends() -> Mapping[str, frozenset[tuple[Label, Label]]]:
    """Every relationship type with the pairs of labels that it may join, in the order of the model."""
    ends = {p.value: (PREDICATES[p].subjects, PREDICATES[p].objects) for p in EDGE_PREDICATES}
    ends |= {link.value: (sources, targets) for link, (sources, targets, _) in LINKS.items()}
    return MappingProxyType({kind: frozenset((a, b) for a in s for b in t) for kind, (s, t) in ends.items()})


def tables() -> Iterator[str]:
    """Ladybug's tables, each made only where it is missing."""
    yield f"CREATE NODE TABLE IF NOT EXISTS `{MARKER}`(id STRING PRIMARY KEY, version INT64)"
    for label in NODES:
        columns = ", ".join(f"`{name}` {column}" for name, column in node_columns(label).items())
        yield f"CREATE NODE TABLE IF NOT EXISTS `{label}`({columns}, PRIMARY KEY (`id`))"
    for kind, pairs in relation_ends().items():
        ends = [f"FROM `{source}` TO `{target}`" for source, target in sorted(pairs)]
        held = [f"`{name}` {column}" for name, column in {"id": Column.TEXT, **relation_columns(kind)}.items()]
        yield f"CREATE REL TABLE IF NOT EXISTS `{kind}`({', '.join(ends + held)})"


_NAMED = (Label.COMPANY, Label.AGENCY, Label.PERSON, Label.ORGANISATION, Label.COUNTRY, Label.GROUP, Label.LIST)
_INDEXES = (*((label, "name") for label in _NAMED), (Label.CLAIM, "document"), (Label.CLAIM, "predicate"))


def constraints() -> Iterator[str]:
    """Neo4j's uniqueness constraints (all that Community Edition has) and indexes, each made only where missing."""
    for label in (MARKER, CHANGE, PART, *NODES):
        yield f"CREATE CONSTRAINT `{label}_id` IF NOT EXISTS FOR (n:`{label}`) REQUIRE n.id IS UNIQUE"
    for kind in relation_ends():
        yield f"CREATE CONSTRAINT `{kind}_id` IF NOT EXISTS FOR ()-[r:`{kind}`]-() REQUIRE r.id IS UNIQUE"
    for label, name in _INDEXES:
        yield f"CREATE INDEX `{label}_{name}` IF NOT EXISTS FOR (n:`{label}`) ON (n.`{name}`)"


def pending(version: int, migrations: tuple[Migration, ...]) -> tuple[Migration, ...] | None:
    """The migrations from `version` to SCHEMA_VERSION in order; None where a step is missing or the store is newer."""
    steps = tuple(sorted((m for m in migrations if version < m.to <= SCHEMA_VERSION), key=lambda m: m.to))
    return steps if [m.to for m in steps] == list(range(version + 1, SCHEMA_VERSION + 1)) else None


def steps(place: str, version: int, *, read_only: bool) -> tuple[Migration, ...]:
    """What brings the store at `place` up from `version`, nothing when it is current. Raises StoreVersion."""
    if version > SCHEMA_VERSION:
        raise StoreVersion(
            f"{place}: written by a newer knockon (schema {version}, this one knows {SCHEMA_VERSION}): install that one"
        )
    found = pending(version, MIGRATIONS)
    if found is None:
        raise StoreVersion(
            f"{place}: schema {version} is too old to be brought to {SCHEMA_VERSION}: load your files into a new store"
        )
    if found and read_only:
        raise StoreVersion(
            f"{place}: schema {version} is older than {SCHEMA_VERSION}: open it once for writing to migrate it"
        )
    return found
