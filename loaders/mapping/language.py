"""The mapping language: what each column of a table says, as data. Nothing in it is an expression or is run.

A plain text where a value is wanted names a column. A label, predicate, list or kind is fixed by the model, so there a
plain text is that very label; `{column: ..., map: ...}` takes it from a cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator

from graph.claims import IsoDate
from graph.model import EDGE_PREDICATES, PREDICATES, Label, Modality, Predicate
from loaders.mapping.cells import (
    Amount,
    Cell,
    Choice,
    Column,
    ColumnName,
    Columns,
    Conditional,
    Constant,
    DateFormats,
    DateValue,
    Part,
    Share,
    Texts,
    Value,
    Values,
    When,
)
from loaders.official_lists import official_lists

NAME = r"^[a-z0-9]+(-[a-z0-9]+)*$"
SCHEME = r"^[a-z][a-z0-9-]*$"
# What a row may present. Listings come from `listings`, documents and claims from the file itself.
PARTIES = (
    Label.COMPANY,
    Label.AGENCY,
    Label.PERSON,
    Label.ORGANISATION,
    Label.COUNTRY,
    Label.GROUP,
    Label.LIST,
    Label.EVENT,
)


def _of_model(known: tuple[str, ...], what: str) -> AfterValidator:
    def check(value: str | Choice) -> str | Choice:
        for meaning in value.meanings if isinstance(value, Choice) else (value,):
            if meaning not in known:
                raise ValueError(f"{meaning!r} is no {what}; there are {', '.join(sorted(known))}")
        return value

    return AfterValidator(check)


LabelChoice = Annotated[str | Choice, _of_model(tuple(PARTIES), "label of a party")]
PredicateChoice = Annotated[str | Choice, _of_model(tuple(EDGE_PREDICATES), "predicate between two parties")]


def _list_anchor(value: str | Choice) -> str | Choice:
    _of_model(tuple(official_lists()), "official list").func(value)  # type: ignore[call-arg]
    return value


ListChoice = Annotated[str | Choice, AfterValidator(_list_anchor)]


class Entity(Conditional):
    """A party that a row presents. Rows that give one `id` (and label) present one party."""

    label: LabelChoice
    kind: str | Choice | None = None
    id: Value | None = Field(default=None, description="the file's own id; without it the name tells parties apart")
    name: Value | None = Field(default=None, description="without it the party is known by its id alone")
    optional: bool = Field(default=False, description="a row without it is not refused")
    unidentified: bool = Field(
        default=False,
        description="whether it is a firm or a person stands elsewhere: it joins others by identifier only",
    )
    aliases: Values = ()
    identifiers: dict[Annotated[str, StringConstraints(pattern=SCHEME)], Values] = Field(
        default={}, description="by scheme: `lei`, `cik`, `ticker`, `opensanctions` ..."
    )
    countries: Values = Field(default=(), description="of seat or nationality: ISO 3166 codes or names")
    addresses: Values = ()
    sectors: Values = Field(default=(), description="named as in loaders/language/sectors.toml")
    remarks: Values = ()

    @property
    def attributes(self) -> tuple[Value, ...]:
        several = (self.aliases, self.countries, self.addresses, self.sectors, self.remarks, *self.identifiers.values())
        return tuple(value for values in several for value in values)

    @model_validator(mode="after")
    def _sound(self) -> Entity:
        if self.id is None and self.name is None:
            raise ValueError("give an 'id', a 'name', or both")
        if self.unidentified and (self.label != Label.ORGANISATION or self.kind is not None):
            raise ValueError("an unidentified party has the label Organisation and no 'kind'")
        split = any(isinstance(v, Cell) and v.split is not None for v in (self.id, self.name))
        if split and self.attributes:
            raise ValueError("a cell that is split presents several parties: no attribute can be theirs")
        return self


class Edge(Conditional):
    """What holds between two parties of a row."""

    predicate: PredicateChoice
    source: str = Field(alias="from")
    target: str = Field(alias="to")
    quote: Columns = Field(
        default=(), description="the column that says so, the first of several that is filled; by default that of `to`"
    )
    valid_from: DateValue | None = None
    valid_to: DateValue | None = None
    share: Column | Share | None = None
    amount: Amount | None = None
    modality: Modality = Modality.ASSERTED

    @model_validator(mode="after")
    def _one_quantity(self) -> Edge:
        if self.share is not None and self.amount is not None:
            raise ValueError("a claim has a 'share' or an 'amount'; write two edges to say both")
        return self


class ListEntry(Conditional):
    """The entry of a party on an official list of loaders/official_lists.toml."""

    party: str
    list: ListChoice
    id: Column = Field(description="what tells this entry from the others of the file")
    quote: Column
    since: DateValue | None = None
    until: DateValue | None = None
    announced: DateValue | None = None
    published: DateValue | None = None
    effective: DateValue | None = None
    ended: DateValue | None = None
    citations: Values = ()
    licence_requirement: Values = ()
    licence_policy: Values = ()
    footnotes: Values = ()
    remarks: Values = ()


class Newest(Part):
    """The newest date in a column, which is the day of the file."""

    newest: Column
    format: DateFormats = ()


def _encoding(value: str) -> str:
    try:
        b"a".decode(value, "replace")
    except LookupError as error:
        raise ValueError(f"{value!r} is no encoding of texts; there are utf-8, latin-1, cp1252 ...") from error
    return value


class Table(Part):
    """How the file is written. What is left out is seen from its content."""

    kind: Literal["csv", "json-lines", "json", "parquet"] | None = None
    delimiter: Annotated[str, StringConstraints(min_length=1, max_length=1)] = ","
    encoding: Annotated[str, AfterValidator(_encoding)] = "utf-8-sig"
    ends_with_newline: bool = Field(default=True, description="a CSV file that does not was cut")
    columns: tuple[str, ...] = Field(default=(), description="of a CSV file without a header, or of rows in JSON")
    header: str | None = Field(default=None, description="JSON: where the names of the columns stand")
    records: str = Field(default="item", description="JSON: where the records stand, such as `data.item`; `*`: values")
    empty: Texts = Field(default=("",), description="texts that mean nothing is known")


class Mapping(Part):
    """A mapping file: what a table is, and what its columns say."""

    name: Annotated[str, StringConstraints(pattern=NAME)]
    description: str
    example: str = Field(default="table.csv", description="a file name")
    publisher: str | None = Field(default=None, description="who says what the table says")
    title: str | None = None
    url: str | None = None
    series: str | None = Field(default=None, description="a stable id of the list or register of which it is a version")
    published: IsoDate | Newest | None = Field(default=None, description="the day of the file, if it says one")
    official: bool = Field(default=False, description="a list or register itself, not what others made of it")
    table: Table = Table()
    recognised_by: tuple[str, ...] = Field(default=(), description="columns that only such a file has")
    required: tuple[str, ...] = Field(default=(), description="columns that may not be missing; by default all used")
    only: When = Field(default={}, description="other rows are counted and not taken")
    attributed_to: Value | Constant | None = Field(default=None, description="whom the file quotes")
    maps: dict[str, dict[str, str]] = Field(default={}, description="maps that several parts use, by name")
    entities: dict[str, Entity] = Field(min_length=1)
    edges: tuple[Edge, ...] = ()
    listings: tuple[ListEntry, ...] = ()
    ignored: dict[str, Annotated[str, StringConstraints(min_length=3)]] = Field(
        default={}, description="columns that say nothing that a graph holds, each with the reason"
    )

    @model_validator(mode="before")
    @classmethod
    def _with_maps(cls, data: Any) -> Any:
        maps = data.get("maps") if isinstance(data, dict) else None
        return _named_maps(data, maps if isinstance(maps, dict) else {})

    @model_validator(mode="after")
    def _whole(self) -> Mapping:
        for edge in self.edges:
            for end in (edge.source, edge.target):
                self._known(end)
            _check_shape(edge, self.entities[edge.source], self.entities[edge.target])
        for entry in self.listings:
            self._known(entry.party)
        for column in (*self.required, *self.recognised_by):
            if column not in self.used and column not in self.ignored:
                raise ValueError(f"column {column!r} is neither used nor ignored")
        both = next((column for column in self.ignored if column in self.used), None)
        if both is not None:
            raise ValueError(f"column {both!r} is used, and ignored as well")
        return self

    def _known(self, entity: str) -> None:
        if entity not in self.entities:
            raise ValueError(f"there is no entity {entity!r}; there are {', '.join(self.entities)}")

    @property
    def used(self) -> frozenset[str]:
        """Every column that something is taken from."""
        return frozenset(_columns(self))

    @property
    def needed(self) -> frozenset[str]:
        """The columns that may not be missing."""
        return frozenset(self.required) or self.used


def _named_maps(data: Any, maps: dict[str, Any]) -> Any:
    """The data with each `map: name` replaced by the map of that name; an unknown name is left to be refused."""
    if isinstance(data, list):
        return [_named_maps(each, maps) for each in data]
    if not isinstance(data, dict):
        return data
    return {
        key: maps.get(value, value) if key == "map" and isinstance(value, str) else _named_maps(value, maps)
        for key, value in data.items()
    }


def _check_shape(edge: Edge, source: Entity, target: Entity) -> None:
    if isinstance(edge.predicate, Choice):
        return
    shape = PREDICATES[Predicate(edge.predicate)]
    for end, entity, allowed in (("from", source, shape.subjects), ("to", target, shape.objects)):
        if isinstance(entity.label, str) and entity.label not in allowed:
            raise ValueError(f"{edge.predicate} is {shape.meaning}: {entity.label} cannot stand at {end!r}")


def _columns(part: object) -> Iterator[str]:
    """The columns that a part of a mapping names, wherever in it."""
    match part:
        case ColumnName():
            yield str(part)
        case BaseModel():
            for _, value in part:
                yield from _columns(value)
        case dict():
            for key, value in part.items():
                yield from _columns(key)
                yield from _columns(value)
        case tuple():
            for each in part:
                yield from _columns(each)
