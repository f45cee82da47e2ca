"""Entities of a FollowTheMoney file, and the index by which one finds another that stands before or after it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.errors import InputError
from graph.model import Label
from loaders.ftm.model import Schema, reverses, schemata, version
from loaders.ftm.vocabulary import KIND, MARKS, PARTIES, SOURCE
from loaders.media.opening import Opened
from loaders.media.trees import json_lines
from loaders.places import country_code

# What OpenSanctions, Aleph and the FollowTheMoney libraries write beside id, schema and properties.
OUTER = frozenset(
    [
        "caption",
        "referents",
        "datasets",
        "dataset",
        "target",
        "first_seen",
        "last_seen",
        "last_change",
        "origin",
        "mutable",
        "created_at",
        "updated_at",
        "collection_id",
        "role_id",
        "profile_id",
        "namespace",
        "fragment",
        "links",
    ]
)
_OPENSANCTIONS = frozenset({"caption", "referents", "datasets", "first_seen", "last_seen"})


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity. `place` is the path to it in its line, "" for the line itself: "properties.sanctions[0]."."""

    id: str
    schema: Schema
    properties: Mapping[str, tuple[str, ...]]
    outer: Mapping[str, Any]
    place: str

    @property
    def name(self) -> str | None:
        """What it is called: as its publisher titles it, else its first name."""
        caption = self.outer.get("caption")
        names = [n for p in ("name", "alias", "previousName", "weakAlias", "title") for n in self.properties.get(p, ())]
        if _is_name(caption) and (caption in names or not names) and caption != self.schema.name:
            return str(caption).strip()
        return names[0] if names else None

    def first(self, name: str) -> str | None:
        return next(iter(self.properties.get(name, ())), None)

    def cells(self, *names: str) -> Iterator[tuple[str, str]]:
        """The values of these properties, each with the path that says where it stands."""
        for name in names:
            for number, value in enumerate(self.properties.get(name, ())):
                yield f"{self.place}properties.{name}[{number}]", value


@dataclass(frozen=True, slots=True)
class Known:
    """What the index knows of an entity. `label` is None for one that is no party; `via` is a contract's authority."""

    schema: str
    label: Label | None
    kind: str | None
    text: str | None  # its name; of an address all of it
    via: str | None


def entities(item: Any, where: str) -> Iterator[Entity]:
    """The entity that a line holds, then those nested in it. Raises InputError for what is no entity."""
    yield from _entities(item, where, "")


def _entities(item: Any, where: str, place: str) -> Iterator[Entity]:
    said = f"{where}, {place.rstrip('.')}" if place else where
    if not isinstance(item, dict) or not all(_is_name(item.get(key)) for key in ("id", "schema")):
        raise InputError(f"{said}: no FollowTheMoney entity; an object with id, schema and properties is")
    schema = schemata().get(item["schema"])
    if schema is None or schema.abstract:
        raise InputError(f"{said}: {_shown(item['schema'])} is no schema of FollowTheMoney {version()}")
    outer = {name: value for name, value in item.items() if name not in ("id", "schema", "properties")}
    strange = sorted(outer.keys() - OUTER)
    if strange:
        raise InputError(
            f"{said}: unexpected {_shown(strange[0])}; the format has changed since this loader was written"
        )
    held = item.get("properties")
    if not isinstance(held, dict):
        raise InputError(f"{said}: entity {_shown(item['id'])} has no properties")
    taken, nested = _properties(held, schema, said, place)
    yield Entity(item["id"], schema, taken, outer, place)
    for inner, path in nested:
        yield from _entities(inner, where, path)


def _properties(
    held: Mapping[str, Any], schema: Schema, said: str, place: str
) -> tuple[dict[str, tuple[str, ...]], list[tuple[Any, str]]]:
    """The values by property, and the entities that stand where an id could, each with its path."""
    taken: dict[str, tuple[str, ...]] = {}
    nested: list[tuple[Any, str]] = []
    for name, values in held.items():
        prop = schema.properties.get(name)
        if not isinstance(values, list):
            raise InputError(f"{said}: {name} is no list of values")
        if prop is None:
            _stop_if_unknown(name, schema, said)
        if prop is None or prop.type == "entity":
            nested += [(v, f"{place}properties.{name}[{n}].") for n, v in enumerate(values) if isinstance(v, dict)]
        if prop is not None and values:
            taken[name] = _texts([v.get("id") if isinstance(v, dict) else v for v in values], said, name)
    return taken, nested


def _stop_if_unknown(name: str, schema: Schema, said: str) -> None:
    """A nested file says also who names the entity: "sanctions", "ownershipOwner"."""
    if not any(name in reverses().get(kin, ()) for kin in schema.kin):
        raise InputError(f"{said}: {_shown(name)} is no property of a {schema.name} in FollowTheMoney {version()}")


def _texts(values: list[Any], said: str, name: str) -> tuple[str, ...]:
    try:
        found = tuple(map(str.strip, values))
    except TypeError:
        found = ("",)
    if "" in found:
        strange = next(v for v in values if not _is_name(v))
        raise InputError(f"{said}: {name} holds {_shown(strange)}; every value of FollowTheMoney is a text")
    return found


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _shown(value: Any) -> str:
    return repr(value)[:80]


class Index:
    """Every entity of a file by its id, kept in a temporary database that goes to disk where it grows.

    It is made by reading the file once before: links stand before or after what they link, and the name and kind of
    a party stand with the party alone.
    """

    def __init__(self) -> None:
        self._base = sqlite3.connect("")  # SQLite's own: private, on disk where it does not fit, gone when closed
        self._base.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;"
            "CREATE TABLE entity (id TEXT PRIMARY KEY, place TEXT, schema TEXT, label TEXT, kind TEXT, text TEXT,"
            " via TEXT) WITHOUT ROWID; CREATE TABLE resident (id TEXT PRIMARY KEY) WITHOUT ROWID; BEGIN;"
        )
        self._nested = False
        self._last: tuple[str, Known | None] = ("", None)
        self.opensanctions = True
        self.own = False  # an export of knockon's
        self.datasets: set[str] = set()
        self.newest: str | None = None

    @classmethod
    def of(cls, opened: Opened) -> Index:
        """Read the file. Raises InputError where it is no FollowTheMoney, cut, or has an entity twice."""
        index = cls()
        try:
            for number, item in json_lines(opened):
                where = f"{opened.name}, line {number}"
                for entity in entities(item, where):
                    index._add(entity, number, where)
        except sqlite3.Error as error:
            raise InputError(
                f"{opened.name}: its entities cannot be indexed ({error}); is there room in the temporary folder?"
            ) from error
        return index

    def __del__(self) -> None:
        self._base.close()  # whoever drops a stream unread should leave nothing open

    def _add(self, entity: Entity, number: int, where: str) -> None:
        known = _known(entity)
        row = (entity.id, f"{number} {entity.place}", known.schema, known.label, known.kind, known.text, known.via)
        # One that stands in a line of its own goes before its copies within others.
        done = self._base.execute(
            "INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET place = excluded.place,"
            " schema = excluded.schema, label = excluded.label, kind = excluded.kind, text = excluded.text,"
            " via = excluded.via WHERE ? AND place LIKE '% _%'",
            (*row, not entity.place),
        )
        if not entity.place and not done.rowcount:
            raise InputError(
                f"{where}: entity {_shown(entity.id)} stands there a second time; was the file doubled? Fragments of"
                " one entity are made whole with `ftm aggregate`"
            )
        for address in entity.properties.get("addressEntity", ()):
            self._base.execute("INSERT OR IGNORE INTO resident VALUES (?)", (address,))
        self._dated(entity)
        self.own = self.own or any(k.startswith(SOURCE) for k in entity.properties.get("keywords", ()))

    def _dated(self, entity: Entity) -> None:
        if entity.place:
            self._nested = True
            return
        self.opensanctions = self.opensanctions and entity.outer.keys() >= _OPENSANCTIONS
        found = entity.outer.get("datasets")
        self.datasets.update(d for d in found if isinstance(d, str)) if isinstance(found, list) else None
        seen = entity.outer.get("last_seen")
        if isinstance(seen, str) and (self.newest is None or seen > self.newest):
            self.newest = seen

    def find(self, entity: str) -> Known | None:
        if self._last[0] != entity:
            self._last = (entity, self._find(entity))
        return self._last[1]

    def _find(self, entity: str) -> Known | None:
        row = self._base.execute("SELECT schema, label, kind, text, via FROM entity WHERE id = ?", (entity,)).fetchone()
        return None if row is None else Known(row[0], Label(row[1]) if row[1] else None, *row[2:])

    def is_first(self, entity: Entity, number: int) -> bool:
        """Whether this is the place at which the entity is read, of several where a nested file repeats it."""
        if not self._nested:
            return True
        row = self._base.execute("SELECT place FROM entity WHERE id = ?", (entity.id,)).fetchone()
        return bool(row) and row[0] == f"{number} {entity.place}"

    def has_resident(self, address: str) -> bool:
        return self._base.execute("SELECT 1 FROM resident WHERE id = ?", (address,)).fetchone() is not None


def _known(entity: Entity) -> Known:
    label, kind = label_of(entity)
    text = address_of(entity) if entity.schema.name == "Address" else entity.name
    return Known(entity.schema.name, label, kind, text, entity.first("authority"))


def label_of(entity: Entity) -> tuple[Label | None, str | None]:
    """Label and kind of the party that an entity is; None where it is none."""
    name, keywords = entity.schema.name, entity.properties.get("keywords", ())
    kind = next((k.removeprefix(KIND) for k in keywords if k.startswith(KIND)), None)
    for keyword in keywords:
        if (name, keyword) in MARKS:
            return MARKS[name, keyword], kind
    if name == "Territory" and country_code(entity.name or "") is not None:
        return Label.COUNTRY, None
    label, own = PARTIES.get(name, (None, None))
    return label, kind or own


def address_of(entity: Entity) -> str | None:
    """An address in full, or put together from its parts."""
    full = entity.first("full")
    parts = [entity.first(p) for p in ("postOfficeBox", "street", "street2", "postalCode", "city", "state", "region")]
    return (
        full or ", ".join([p for p in parts if p] + [c.upper() for c in entity.properties.get("country", ())]) or None
    )
