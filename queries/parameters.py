"""A question's parameters: checked, turned into their type, and names looked up in the store."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from graph.claims import is_iso_date
from graph.errors import InputError, QueryError, UnknownName
from graph.lookup import ACTORS, country_code, find, sector_name
from graph.model import Label
from graph.projection import Graph
from graph.store.protocol import Store
from queries.headers import Kind, Parameter, Question

ANY = "*"  # an empty value is a slip more often than a wish for everything; the texts take "" for any
LABELS: Mapping[Kind, tuple[Label, ...]] = MappingProxyType(
    {
        Kind.PARTY: ACTORS,
        Kind.LIST: (Label.LIST, Label.AGENCY, Label.COUNTRY, Label.ORGANISATION),
        Kind.ACTION: (Label.EVENT,),
        Kind.TOPIC: (*ACTORS, Label.LIST, Label.EVENT, Label.LISTING),
    }
)


def bind(store: Store, question: Question, given: Mapping[str, Any]) -> dict[str, Any]:
    """Every parameter of a question with its value. Raises QueryError and UnknownName as `queries.run` says."""
    known = {parameter.name: parameter for parameter in question.parameters}
    for name in given:
        if name not in known:
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise QueryError(f"{question.name}: there is no parameter {name!r}; {takes}")
    return {name: _value(store, question, parameter, given) for name, parameter in known.items()}


def _value(store: Store, question: Question, parameter: Parameter, given: Mapping[str, Any]) -> Any:
    value = given.get(parameter.name)
    if value is None:
        if parameter.default is None:
            raise QueryError(f"{question.name}: parameter {parameter.name} is missing: {parameter.meaning}")
        return parameter.default
    place = f"{question.name}: parameter {parameter.name}"
    if parameter.kind is Kind.INTEGER:
        return _integer(place, parameter, value)
    if not isinstance(value, str):
        raise QueryError(f"{place} is {value!r}: give text")
    if not value:
        leave_out = "" if parameter.default is None else f". Leave it out, or give {ANY} for any"
        raise QueryError(f"{place} is empty: {parameter.meaning}{leave_out}")
    if value == ANY and parameter.default is not None:
        return ""
    return _text(store, place, parameter.kind, value)


def _integer(place: str, parameter: Parameter, value: object) -> int:
    bounds = f"{parameter.least} to {parameter.most}"
    text = str(value)
    if isinstance(value, bool) or not re.fullmatch(r"-?[0-9]{1,18}", text):
        raise QueryError(f"{place} is {value!r}: give a whole number, {bounds}")
    number = int(text)
    if parameter.least is not None and parameter.most is not None and not parameter.least <= number <= parameter.most:
        raise QueryError(f"{place} is {number}: give {bounds}")
    return number


def _text(store: Store, place: str, kind: Kind, value: str) -> str:
    if kind is Kind.DATE and not is_iso_date(value):
        raise QueryError(f"{place} is {value!r}: give a date as YYYY, YYYY-MM or YYYY-MM-DD")
    if kind in LABELS:
        return find(named(store, LABELS[kind]), value, kind.value, LABELS[kind])
    looked_up = _LOOKED_UP.get(kind)
    return looked_up(store, value) if looked_up else value


def _country(store: Store, value: str) -> str:
    return country_code(named(store, [Label.COUNTRY]), value)


def _sector(store: Store, value: str) -> str:
    return sector_name(named(store, ACTORS), value)


def _document(store: Store, value: str) -> str:
    """The id of the document that has this id, this start of an id (six characters or more) or this name."""
    names = {str(row["id"]): str(row["name"]) for row in store.nodes(Label.DOCUMENT)}
    found = [i for i, name in names.items() if value in (i, name)]
    if not found and len(value) >= 6:
        found = [i for i in names if i.startswith(value)]
    if len(found) > 1:
        raise InputError(f"{value!r} could be any of {len(found)} documents: give more of the id ({', '.join(found)})")
    if not found:
        raise UnknownName("document", value, names.values())
    return found[0]


_LOOKED_UP: Mapping[Kind, Callable[[Store, str], str]] = MappingProxyType(
    {Kind.COUNTRY: _country, Kind.SECTOR: _sector, Kind.DOCUMENT: _document}
)


def named(store: Store, labels: Iterable[Label]) -> Graph:
    """The entities of these labels, without edges: what `graph.lookup` looks in."""
    graph = Graph()
    for label in labels:
        graph.add_nodes_from((row["id"], {**row, "label": str(label)}) for row in store.nodes(label))
    return graph
