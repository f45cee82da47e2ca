"""FollowTheMoney entities, one JSON object a line, as OpenSanctions, Aleph and others publish them; also nested."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from graph.claims import Records, is_iso_date
from graph.model import Predicate
from loaders.formats import Format
from loaders.ftm.entities import Entity, Index, entities
from loaders.ftm.links import day, linked, only
from loaders.ftm.model import schemata
from loaders.ftm.parties import acting, describe
from loaders.ftm.sanctions import sanctioned
from loaders.ftm.vocabulary import LINKS, NAMED_BY_OTHERS, NOT_TAKEN, words
from loaders.media.opening import Opened
from loaders.media.trees import json_lines
from loaders.records import Record, Recorder, Refused

_PROPERTY = re.compile(rb'"properties"\s*:\s*\{\s*"(\w+)"\s*:\s*\[')
_SCHEMA = re.compile(rb'"schema"\s*:\s*"(\w+)"')


def _recognise(name: str, head: bytes) -> bool:
    """An object with an id, and a schema or a first property of FollowTheMoney's."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith(b"{") or b'"id"' not in start:
        return False
    schema, prop = _SCHEMA.search(start), _PROPERTY.search(start)
    if schema is not None:
        return schema[1].decode() in schemata() and b'"properties"' in start
    return prop is not None and any(prop[1].decode() in found.properties for found in schemata().values())


def _stream(opened: Opened) -> Records:
    index = Index.of(opened)
    day_seen = (index.newest or "")[:10]
    recorder = Recorder(
        opened,
        "ftm",
        official=False,  # whoever publishes entities tells what others said
        publisher="OpenSanctions" if index.opensanctions else None,
        series=f"opensanctions-{min(index.datasets)}" if index.opensanctions and len(index.datasets) == 1 else None,
        published=day_seen if is_iso_date(day_seen) else None,
    )
    return recorder.records(json_lines(opened), partial(_read, index))


def _read(index: Index, record: Record, item: Any) -> None:
    """One line: its entity, and those nested in it that are read nowhere else."""
    for entity in entities(item, f"{record.recorder.place}, line {record.number}"):
        if not index.is_first(entity, record.number):
            continue
        if not entity.place:
            _say(index, record, entity)
            continue
        try:
            _say(index, record, entity)
        except Refused as error:
            record.refuse(entity.place.rstrip("."), entity.id, str(error))


def _say(index: Index, record: Record, entity: Entity) -> None:
    name = entity.schema.name
    if name == "Sanction":
        sanctioned(record, index, entity)
    elif name in LINKS:
        linked(record, index, entity)
    elif name == "Occupancy":
        _occupied(record, index, entity)
    elif name == "Risk":
        _at_risk(record, index, entity)
    elif entity.schema.is_a("Identification"):
        _identified(record, index, entity)
    elif name == "Address":
        if not index.has_resident(entity.id):
            record.refuse(f"{entity.place}id", entity.id, "an address of which the file does not say whose it is")
    elif name not in NAMED_BY_OTHERS:
        _party(record, index, entity)


def _party(record: Record, index: Index, entity: Entity) -> None:
    known = index.find(entity.id)
    if known is not None and known.label is not None:
        describe(record, index, entity)
        return
    why = next((NOT_TAKEN[kin] for kin in (entity.schema.name, *sorted(entity.schema.kin)) if kin in NOT_TAKEN), "")
    record.refuse(
        f"{entity.place}schema", entity.schema.name, f"{why or 'no party'}; only parties and their links are taken"
    )


def _identified(record: Record, index: Index, entity: Entity) -> None:
    """A passport or another document that identifies its holder."""
    scheme = "passport" if entity.schema.name == "Passport" else "id-number"
    place = only(list(entity.properties.get("country", ())))
    numbers = [*entity.cells("number", "passportNumber", "personalNumber")]
    if not numbers:
        raise Refused("column 'properties.number': empty; it identifies nobody")
    for near, holder in entity.cells("holder"):
        key = acting(record, index, holder, near)
        for column, number in {n: (c, n) for c, n in reversed(numbers)}.values():
            value = f"{scheme}:{place + ':' if place else ''}{number}"
            record.say(column, number, Predicate.IDENTIFIED_BY, key, value=value)


def _occupied(record: Record, index: Index, entity: Entity) -> None:
    """A public post of a person's, as a remark: the graph knows bodies, not posts."""
    starts, ends = ([day(v) for _, v in entity.cells(name)] for name in ("startDate", "endDate"))
    for near, holder in entity.cells("holder"):
        key = acting(record, index, holder, near)
        for column, post in entity.cells("post"):
            known = index.find(post)
            said = f"Position: {known.text if known and known.text else post}"
            record.say(
                column,
                post,
                Predicate.REMARK,
                key,
                value=said,
                valid_from=only(starts),
                valid_to=max(ends, default=None),
            )


def _at_risk(record: Record, index: Index, entity: Entity) -> None:
    for near, other in entity.cells("entity"):
        key = acting(record, index, other, near)
        for name in ("topics", "reason", "program", "authority"):
            for column, text in entity.cells(name):
                record.say(column, text, Predicate.REMARK, key, value=f"{words(name)}: {text}")


FORMAT = Format(
    name="ftm",
    description="FollowTheMoney entities, one JSON object a line: OpenSanctions, Aleph; also targets.nested.json",
    example="entities.ftm.json",
    recognise=_recognise,
    stream=_stream,
)
