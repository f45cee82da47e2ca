"""What cells say: the parts of the mapping language that take texts, dates, shares and amounts from a row."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

DIRECTIVES = "YmdbBHMSfzjT"  # of strptime; years of two digits and names of days are ambiguous, and T is a letter


class Part(BaseModel):
    """A part of a mapping. Unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _one_or_more(value: object) -> object:
    return value if isinstance(value, list | tuple) else (value,)


class ColumnName(str):
    """A text of a mapping that names a column, told so from one that is meant as it stands."""

    __slots__ = ()


Column = Annotated[
    str,
    StringConstraints(min_length=1),
    AfterValidator(ColumnName),
    WithJsonSchema({"type": "string", "minLength": 1, "title": "column"}),
]
Texts = Annotated[tuple[str, ...], BeforeValidator(_one_or_more, json_schema_input_type=str | tuple[str, ...])]
Columns = Annotated[
    tuple[Column, ...], BeforeValidator(_one_or_more, json_schema_input_type=Column | tuple[Column, ...])
]
Map = Annotated[
    dict[str, str],
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "object", "additionalProperties": {"type": "string"}},
                {"type": "string", "title": "the name of one of `maps`"},
            ]
        }
    ),
]
When = dict[Column, Texts]
WHEN = "only in rows in which each of these columns is one of these texts"
UNLESS = 'not in rows in which each of these columns is one of these texts; an empty cell is `""`'
Others = Literal["refuse", "keep", "drop"]


class Conditional(Part):
    """A part that counts in some rows only."""

    when: When = Field(default={}, description=WHEN)
    unless: When = Field(default={}, description=UNLESS)


def _month_day_year(value: str) -> str:
    wrong = [d for d in re.findall("%(.?)", value) if d not in DIRECTIVES.replace("T", "")]
    if wrong or "%Y" not in value:
        raise ValueError(f"{value!r}: a format of dates is made of %Y %m %d %b %B %H %M %S %f %z %j, with %Y in it")
    return value


DateFormats = Annotated[
    tuple[Annotated[str, AfterValidator(_month_day_year)], ...],
    BeforeValidator(_one_or_more, json_schema_input_type=str | tuple[str, ...]),
]


class Cell(Conditional):
    """What one column says, as it is or after the steps below, in their order."""

    column: Column
    split: Annotated[str, StringConstraints(min_length=1)] | None = Field(
        default=None, description="what stands between the values of one cell, such as `;`"
    )
    quoted: bool = Field(default=False, description="a value that holds `split` is in double quotes, as in CSV")
    at_most: Column | None = Field(
        default=None, description="a column with the number of values: a cell that splits into more is refused"
    )
    starts: Texts = Field(default=(), description="takes only values that begin so")
    starts_not: Texts = Field(default=(), description="takes only values that do not begin so")
    without: str = Field(default="", description="is taken off where a value begins so, such as `https://`")
    map: Map = Field(default={}, description="replaces a text (in capitals or not) by another")
    others: Others = Field(default="refuse", description="what becomes of a text that `map` does not name")
    pad: int | None = Field(default=None, ge=1, le=40, description="fills up with zeros from the left to this length")
    prefix: str = Field(default="", description="is put in front")

    @model_validator(mode="after")
    def _consistent(self) -> Cell:
        if self.others != "refuse" and not self.map:
            raise ValueError("'others' says what becomes of texts that 'map' does not name: give a 'map'")
        if self.quoted and (self.split is None or len(self.split) != 1):
            raise ValueError("'quoted' goes with a 'split' of one character")
        return self


class Joined(Conditional):
    """Several columns as one text, such as the parts of an address. Empty ones are left out."""

    join: tuple[Column, ...] = Field(min_length=2)
    between: str = ", "
    all: bool = Field(default=False, description="nothing is said unless each column is filled")
    map: dict[str, Map] = Field(default={}, description="replaces texts of a column; others are kept")


class Constant(Part):
    """A text that stands in no cell, only in the mapping."""

    constant: Annotated[str, StringConstraints(min_length=1)]


Value = Column | Cell | Joined
Values = Annotated[tuple[Value, ...], BeforeValidator(_one_or_more, json_schema_input_type=Value | tuple[Value, ...])]


class Choice(Part):
    """A label, predicate, list or kind by the text of a column. What `map` does not name is `others`."""

    column: Column
    map: Map = Field(min_length=1)
    others: str | None = Field(default=None, description="what every other text means; without it, the row is refused")

    @property
    def meanings(self) -> tuple[str, ...]:
        return (*self.map.values(), *(() if self.others is None else (self.others,)))


class Date(Part):
    """A date, which becomes ISO 8601, as coarse as its format."""

    column: Column
    format: DateFormats = Field(default=(), description="of strptime, one or more; without it the cell is ISO 8601")
    split: Annotated[str, StringConstraints(min_length=1)] | None = None


DateValue = Column | Date


class Share(Part):
    """A share in percent: exact, or between two bounds of which one may be unknown."""

    column: Column | None = None
    low: Column | None = None
    high: Column | None = None
    fraction: bool = Field(default=False, description="the cell holds 0.5 for 50 percent")
    decimal: Literal[".", ","] = "."

    @model_validator(mode="after")
    def _one_form(self) -> Share:
        if (self.column is None) == (self.low is None and self.high is None):
            raise ValueError("give either 'column', or 'low' and 'high'")
        return self


class Amount(Part):
    """An amount of money with its currency (ISO 4217), which a column gives or `{constant: USD}`."""

    column: Column
    currency: Column | Constant
    decimal: Literal[".", ","] = "."
    thousands: Literal["", ",", ".", " ", "'"] = ""
