"""A row and a mapping to parties and claims."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from graph.claims import UNIDENTIFIED, Quantity, Records
from graph.errors import InputError, ModelError
from graph.model import PREDICATES, Label, Predicate
from loaders.listings import Entry
from loaders.mapping import values
from loaders.mapping.cells import Amount, Cell, Date, DateValue, Joined, Share, Value
from loaders.mapping.language import Edge, Entity, ListEntry, Mapping, Newest
from loaders.mapping.tables import Row, rows, texts_of
from loaders.mapping.values import Said
from loaders.media.opening import Opened
from loaders.records import Record, Recorder, Refused

T = TypeVar("T")
_DATES = {
    "announced": Predicate.ANNOUNCED_ON,
    "published": Predicate.PUBLISHED_ON,
    "effective": Predicate.EFFECTIVE_ON,
    "ended": Predicate.ENDED_ON,
}
_TERMS = {
    "citations": Predicate.CITED_AS,
    "licence_requirement": Predicate.LICENCE_REQUIREMENT,
    "licence_policy": Predicate.LICENCE_POLICY,
    "footnotes": Predicate.FOOTNOTE,
    "remarks": Predicate.REMARK,
}


def mapped(opened: Opened, mapping: Mapping) -> Records:
    """What the table says, read by the mapping as a stream. Raises InputError where it is no such table."""
    recorder = Recorder(
        opened,
        mapping.name,
        publisher=mapping.publisher,
        title=mapping.title,
        url=mapping.url,
        series=mapping.series,
        published=_published(opened, mapping),
        official=mapping.official,
    )
    return recorder.records(rows(opened, mapping), lambda record, item: read_row(record, item, mapping))


def read_row(record: Record, item: Any, mapping: Mapping) -> None:
    """Say what one row says. Raises Refused."""
    row = texts_of(item, mapping)
    if not values.holds(mapping.only, row):
        column = next(c for c, texts in mapping.only.items() if not values.holds({c: texts}, row))
        record.refuse(column, "; ".join(row.get(column, ())), "not taken: the mapping takes other rows only")
        return
    reading = Reading(record, row, values.speaker(mapping.attributed_to, row))
    try:
        for name, entity in mapping.entities.items():
            reading.add_entity(name, entity)
        for edge in mapping.edges:
            reading.add_edge(edge)
        for entry in mapping.listings:
            reading.add_entry(entry)
    except ModelError as error:
        raise Refused(str(error)) from error


@dataclass(slots=True)
class Reading:
    """One row being read: `parties` are the keys of those that each entity of the mapping presents, as said."""

    record: Record
    row: Row
    speaker: str | None
    parties: dict[str, list[tuple[str, Said]]] = field(default_factory=dict)

    def add_entity(self, name: str, entity: Entity) -> None:
        self.parties[name] = []
        if not values.counts(entity, self.row):
            return
        names, ids = self._known_as(entity)
        missing = [v for v, found in ((entity.id, ids), (entity.name, names)) if v is not None and not found]
        if missing:
            if entity.optional:
                return
            raise Refused(f"column {_column(missing[0])!r}: empty")
        if names and ids and len(names) != len(ids):
            raise Refused(f"columns {ids[0].column!r} and {names[0].column!r}: {len(ids)} ids of {len(names)} names")
        for number, said in enumerate(names or ids):
            key = self._party(entity, said, ids[number] if ids else said)
            self.parties[name].append((key, said))
            if names and Label(self.record.parties[key].label) is not Label.COUNTRY:
                self._say(Predicate.NAMED, key, said)
            self._add_attributes(entity, key)

    def _known_as(self, entity: Entity) -> tuple[list[Said], list[Said]]:
        """Names and ids; of an entity that may be missing, a cell that cannot be read gives none."""
        if not entity.optional:
            return values.texts(entity.name, self.row), values.texts(entity.id, self.row)
        return self._texts(entity.name), self._texts(entity.id)

    def _party(self, entity: Entity, said: Said, local: Said) -> str:
        label = Label(values.chosen(entity.label, self.row) or "")
        if label is Label.COUNTRY:
            country = self.record.country(said.text)
            if country is None:
                raise Refused(f"column {said.column!r}: no country is known as {said.text!r}")
            return country
        kind = UNIDENTIFIED if entity.unidentified else values.chosen(entity.kind, self.row)
        return self.record.party(label, local.text, said.text, kind=kind or None)

    def _add_attributes(self, entity: Entity, key: str) -> None:
        said = self._each
        for alias in said(entity.aliases):
            self._say(Predicate.NAMED, key, alias)
        for scheme, given in entity.identifiers.items():
            for identifier in said(given):
                self._say(Predicate.IDENTIFIED_BY, key, identifier, f"{scheme}:{identifier.text}")
        for country in said(entity.countries):
            self._locate(key, country)
        for address in said(entity.addresses):
            self._say(Predicate.HAS_ADDRESS, key, address)
        for sector in said(entity.sectors):
            if sector.text in sectors():
                self._say(Predicate.IN_SECTOR, key, sector)
            else:
                self._refuse(sector, "no sector of loaders/language/sectors.toml; the mapping says nothing of it")
        for remark in said(entity.remarks):
            self._say(Predicate.REMARK, key, remark)

    def _each(self, given: tuple[Value, ...]) -> list[Said]:
        """What these say, each text once; a cell that cannot be read is refused, and the rest stands."""
        found: dict[str, Said] = {}
        for value in given:
            for said in self._texts(value):
                found.setdefault(said.text, said)
        return list(found.values())

    def _texts(self, value: Value | None) -> list[Said]:
        nothing: list[Said] = []
        return nothing if value is None else self._cell(_column(value), lambda: values.texts(value, self.row), nothing)

    def _day(self, date: DateValue | None) -> str | None:
        return None if date is None else self._cell(_column(date), lambda: values.day(date, self.row), None)

    def _quantity(self, edge: Edge) -> Quantity | None:
        given = edge.share if edge.share is not None else edge.amount
        if given is None:
            return None
        return self._cell(
            _column(given), lambda: values.share(edge.share, self.row) or values.amount(edge.amount, self.row), None
        )

    def _locate(self, key: str, said: Said) -> None:
        country = self.record.country(said.text)
        if country is None:
            self._refuse(said, f"no country is known as {said.text!r}")
        elif country != key:
            self.record.say(
                said.column, said.quote, Predicate.LOCATED_IN, key, object=country, attributed_to=self.speaker
            )

    def _say(self, predicate: Predicate, key: str, said: Said, value: str | None = None) -> None:
        label = self.record.parties[key].label
        if label not in PREDICATES[predicate].subjects:
            raise Refused(f"column {said.column!r}: {label} has no {predicate}")
        self.record.say(said.column, said.quote, predicate, key, value=value or said.text, attributed_to=self.speaker)

    def add_edge(self, edge: Edge) -> None:
        if not values.counts(edge, self.row):
            return
        predicate = Predicate(values.chosen(edge.predicate, self.row) or "")
        since = self._day(edge.valid_from)
        until = self._day(edge.valid_to)
        quantity = self._quantity(edge)
        for source, _ in self.parties[edge.source]:
            for target, said in self.parties[edge.target]:
                words = next(filter(None, map(self._filled, edge.quote)), said)
                if self._fits(predicate, source, target, words):
                    self.record.say(
                        words.column,
                        words.quote,
                        predicate,
                        source,
                        object=target,
                        valid_from=since,
                        valid_to=until,
                        quantity=quantity,
                        modality=edge.modality,
                        attributed_to=self.speaker,
                    )

    def _fits(self, predicate: Predicate, source: str, target: str, words: Said) -> bool:
        """Whether the two can stand in such a claim; if not, the cell is refused and the parties stay."""
        shape = PREDICATES[predicate]
        if source == target:
            self._refuse(words, f"a party cannot have {predicate} with itself")
            return False
        wrong = [
            self.record.parties[key].label
            for key, allowed in ((source, shape.subjects), (target, shape.objects))
            if self.record.parties[key].label not in allowed
        ]
        if wrong:
            self._refuse(words, f"{predicate} is {shape.meaning}: no {wrong[0]} can stand there")
        return not wrong

    def _filled(self, column: str) -> Said | None:
        cells = self.row.get(column)
        return Said(cells[0], cells[0], column) if cells else None

    def _words(self, column: str) -> Said:
        found = self._filled(column)
        if found is None:
            raise Refused(f"column {column!r}: empty, and an entry on a list rests on it")
        return found

    def add_entry(self, given: ListEntry) -> None:
        if not values.counts(given, self.row):
            return
        anchor = values.chosen(given.list, self.row) or ""
        local, words = self._words(given.id), self._words(given.quote)
        for party, _ in self.parties[given.party]:
            entry = Entry(
                self.record,
                party,
                anchor,
                local=local.text,
                column=words.column,
                quote=words.quote,
                since=self._day(given.since),
                until=self._day(given.until),
            )
            self._add_terms(entry, given)

    def _add_terms(self, entry: Entry, given: ListEntry) -> None:
        for name, predicate in _DATES.items():
            date: DateValue | None = getattr(given, name)
            found = self._day(date)
            if found is not None and date is not None:
                column = date.column if isinstance(date, Date) else date
                entry.say(predicate, column, self.row[column][0], found)
        for name, predicate in _TERMS.items():
            for said in self._each(getattr(given, name)):
                entry.say(predicate, said.column, said.quote, said.text)

    def _cell(self, column: str, read: Callable[[], T], otherwise: T) -> T:
        """What a cell beside the main ones says; one that cannot be read is refused, and the row stands."""
        try:
            return read()
        except Refused as error:
            self.record.refuse(column, "; ".join(self.row.get(column, ())), str(error))
            return otherwise

    def _refuse(self, said: Said, reason: str) -> None:
        self.record.refuse(said.column, said.quote, f"column {said.column!r}: {reason}")


def _column(value: Value | DateValue | Share | Amount) -> str:
    """The column that a part of a mapping is first of all about."""
    match value:
        case Joined():
            return str(value.join[0])
        case Share():
            return str(value.column or value.low or value.high)
        case Cell() | Date() | Amount():
            return str(value.column)
    return str(value)


@cache
def sectors() -> frozenset[str]:
    """The names of the sectors that the graph knows."""
    import tomllib

    return frozenset(tomllib.loads(files("loaders.language").joinpath("sectors.toml").read_text("utf-8")))


def _published(opened: Opened, mapping: Mapping) -> str | None:
    """The day of the file: the mapping's, or the newest in a column, for which the file is read once more."""
    if not isinstance(mapping.published, Newest):
        return mapping.published
    wanted = Date(column=mapping.published.newest, format=mapping.published.format)
    newest: str | None = None
    for _, item in rows(opened, mapping):
        try:
            found = values.day(wanted, texts_of(item, mapping))
        except Refused:
            continue  # the row says so itself when it is read
        newest = max(filter(None, (newest, found)), default=None)
    if newest is None:
        raise InputError(f"{opened.name}: no date in column {wanted.column!r}, by which the file's own day is told")
    return newest
