"""What an entity that is a party says of itself: names, seats, addresses, identifiers, remarks, and ties of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from graph.claims import UNIDENTIFIED
from graph.model import EDGE_PREDICATES, PREDICATES, Label, Predicate
from loaders.ftm.entities import Entity, Index
from loaders.ftm.vocabulary import (
    AS_WRITTEN,
    COUNTRY,
    DATES,
    IDENTIFIERS,
    NAMES,
    NO_REMARKS,
    NUMBERS,
    PARTY_LINKS,
    SEATS,
    worded,
    words,
)
from loaders.identifiers import is_lei
from loaders.official_lists import official_lists
from loaders.places import country_code
from loaders.records import Record, Refused

Told = TypeVar("Told")
_COMPANY_PAGE = re.compile(r"https?://(?:[a-z]+\.)?opencorporates\.com/companies/([a-z_]+/[^/?#\s]+)/?", re.IGNORECASE)
_OFAC = re.compile(r"ofac-(?:sdn-)?([0-9]+)")


def named(record: Record, index: Index, entity: str, column: str) -> str:
    """The key of the party with this id, wherever in the file it stands. Raises Refused where it is no party.

    One that the file does not hold is known by its id alone.
    """
    known = index.find(entity)
    if known is None:
        key = record.party(Label.ORGANISATION, entity, entity, kind=UNIDENTIFIED)
        if index.opensanctions:
            record.say(column, entity, Predicate.IDENTIFIED_BY, key, value=f"opensanctions:{entity}")
        return key
    if known.label is None:
        raise Refused(f"column {column!r}: {entity!r} is a {known.schema}, which is no party")
    if known.label is Label.COUNTRY:
        return record.country(known.text or "") or ""  # that it is one was asked by the index
    if known.label is Label.LIST:
        return list_named(record, known.text or entity)
    kind = known.kind if known.text else UNIDENTIFIED
    return record.party(known.label, entity, known.text or entity, kind=kind)


def acting(record: Record, index: Index, entity: str, column: str) -> str:
    """The key of a party of which facts can be told. Raises Refused for an event or a list."""
    key = named(record, index, entity, column)
    label = record.parties[key].label
    if label not in PREDICATES[Predicate.LINKED_TO].subjects:
        raise Refused(f"column {column!r}: {entity!r} is a {label}, which is no party")
    return key


def list_named(record: Record, name: str) -> str:
    """The key of the list of this very name: an official one, or one of the file's own."""
    for anchor, entry in official_lists().items():
        if entry.name == name:
            return record.official_list(anchor)
    return record.party(Label.LIST, name, name)


def describe(record: Record, index: Index, entity: Entity) -> None:
    """All that a party says of itself."""
    key = named(record, index, entity.id, f"{entity.place}id")
    label = record.parties[key].label
    for column, name in entity.cells(*NAMES):
        record.say(column, name, Predicate.NAMED, key, value=name)
    if label in PREDICATES[Predicate.LOCATED_IN].subjects:
        _seats(record, entity, key)
    if label in PREDICATES[Predicate.IDENTIFIED_BY].subjects and label is not Label.COUNTRY:
        _identify(record, index, entity, key)
        _addresses(record, index, entity, key)
    _remarks(record, index, entity, key)
    for name, _ in _given(entity, PARTY_LINKS):
        for column, other in entity.cells(name):
            try:
                _tie(record, index, entity, name, column, other)
            except Refused as error:
                record.refuse(column, other, str(error))


def _seats(record: Record, entity: Entity, key: str) -> None:
    """Seats and nationalities; any other tie to a country only where there is none of these."""
    given = [name for name in SEATS if name in entity.properties]
    for column, code in entity.cells(*(given or (COUNTRY,))):
        country = record.country(code) if country_code(code) else None
        if country is None:
            record.say(column, code, Predicate.REMARK, key, value=f"{words(_property(column))}: {code}")
        elif country != key:
            record.say(column, code, Predicate.LOCATED_IN, key, object=country)
    for column, code in entity.cells(COUNTRY) if given else ():
        record.say(column, code, Predicate.REMARK, key, value=f"{words(COUNTRY)}: {code}")


def _given(entity: Entity, table: Mapping[str, Told]) -> Iterator[tuple[str, Told]]:
    """What a table says of the entity's properties, in the entity's order."""
    return ((name, table[name]) for name in entity.properties if name in table)


def _property(column: str) -> str:
    return column.rsplit(".", 1)[-1].partition("[")[0]


def _identify(record: Record, index: Index, entity: Entity, key: str) -> None:
    if index.opensanctions:
        for column, value in _opensanctions(entity):
            record.say(column, value, Predicate.IDENTIFIED_BY, key, value=f"opensanctions:{value}")
        _ofac(record, entity, key)
    for name, scheme in _given(entity, IDENTIFIERS):
        for column, value in entity.cells(name):
            given = _identifier(scheme, value)
            if given is None:
                record.refuse(column, value, f"is no {scheme}")
            else:
                record.say(column, value, Predicate.IDENTIFIED_BY, key, value=given)
    place = _only(entity, "jurisdiction", "country")
    for name, scheme in _given(entity, NUMBERS):
        for column, value in entity.cells(name):
            record.say(column, value, Predicate.IDENTIFIED_BY, key, value=f"{scheme}:{place}{value}")


def _opensanctions(entity: Entity) -> Iterator[tuple[str, str]]:
    """The id, and the ids that OpenSanctions merged into it."""
    yield f"{entity.place}id", entity.id
    referents = entity.outer.get("referents")
    for number, value in enumerate(referents if isinstance(referents, list) else ()):
        if isinstance(value, str) and value.strip() and value != entity.id:
            yield f"{entity.place}referents[{number}]", value


def _ofac(record: Record, entity: Entity, key: str) -> None:
    """OFAC's uid, where one entry of OFAC's is meant: that several are one is OpenSanctions' word, not OFAC's."""
    found = [(c, v, m[1]) for c, v in _opensanctions(entity) if (m := _OFAC.fullmatch(v))]
    if len({uid for _, _, uid in found}) == 1:
        column, value, uid = found[0]
        record.say(column, value, Predicate.IDENTIFIED_BY, key, value=f"ofac:{uid}")


def _identifier(scheme: str, value: str) -> str | None:
    if scheme == "lei":
        return f"lei:{value.upper()}" if is_lei(value.upper()) else None
    if scheme == "opencorporates":
        found = _COMPANY_PAGE.match(value)
        return f"opencorporates:{found[1]}" if found else None
    if scheme == "cik":
        return f"cik:{value.zfill(10)}" if value.isdecimal() else None
    if scheme == "imo":
        return f"imo:{value.upper().removeprefix('IMO').strip()}"
    return f"{scheme}:{value}"


def _only(entity: Entity, *names: str) -> str:
    """The country of the first of these properties that names one alone, with a colon."""
    for name in names:
        if len(set(entity.properties.get(name, ()))) == 1:
            return f"{entity.properties[name][0]}:"
    return ""


def _addresses(record: Record, index: Index, entity: Entity, key: str) -> None:
    said: set[str] = set()
    for column, text in entity.cells("address", "location"):
        said.add(text)
        record.say(column, text, Predicate.HAS_ADDRESS, key, value=text)
    for column, other in entity.cells("addressEntity"):
        known = index.find(other)
        if known is None or known.schema != "Address" or not known.text:
            record.refuse(column, other, "the file holds no such address")
        elif known.text not in said:
            said.add(known.text)
            record.say(column, other, Predicate.HAS_ADDRESS, key, value=known.text)


def _remarks(record: Record, index: Index, entity: Entity, key: str) -> None:
    for name in entity.properties:
        if name not in NO_REMARKS:
            for column, value in entity.cells(name):
                remark(record, index, key, name, column, value)


def remark(record: Record, index: Index, key: str, name: str, column: str, value: str) -> None:
    """What a property says, in words; in an export of knockon's the fact that the words say."""
    label = record.parties[key].label
    fact = worded(value) if index.own and (name in AS_WRITTEN or label is Label.LISTING) else None
    if fact is not None and label in PREDICATES[fact[0]].subjects and fact[0] not in EDGE_PREDICATES:
        quote = fact[1] if fact[0] in DATES else value
        record.say(column, quote, fact[0], key, value=fact[1])
    elif label in PREDICATES[Predicate.REMARK].subjects:
        text = value if name in AS_WRITTEN else f"{words(name)}: {value}"
        record.say(column, value, Predicate.REMARK, key, value=text)


def _tie(record: Record, index: Index, entity: Entity, name: str, column: str, other: str) -> None:
    """A link that stands in the party itself: its parent, its owner, the issuer of a security."""
    predicate, first = PARTY_LINKS[name]
    ends = [named(record, index, entity.id, f"{entity.place}id"), named(record, index, other, column)]
    source, target = reversed(ends) if first else ends
    link(record, column, other, predicate, source, target)
    if name == "issuer":
        for place, isin in entity.cells("isin"):
            record.say(place, isin, Predicate.IDENTIFIED_BY, ends[1], value=f"isin:{isin}")


def link(record: Record, column: str, quote: str, predicate: Predicate, source: str, target: str, **told: Any) -> None:
    """Say a link; where its ends cannot be joined so, say that they are linked. Raises Refused where they cannot be."""
    if source == target:
        raise Refused(f"column {column!r}: a link of {record.parties[source].name!r} with itself")
    mine, theirs = record.parties[source].label, record.parties[target].label
    for possible in (predicate, Predicate.LINKED_TO):
        shape = PREDICATES[possible]
        if mine in shape.subjects and theirs in shape.objects:
            record.say(column, quote, possible, source, object=target, **told)
            return
    raise Refused(f"column {column!r}: a {mine} and a {theirs} are not linked so")
