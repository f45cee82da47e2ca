"""What Treasury's lists add about a party, a line each: identifiers, dates, types. "VALUE, NAME" or "NAME: VALUE"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from graph.model import Predicate
from loaders.identifiers import company_number, is_lei
from loaders.places import country_code

# Dates of an entry on the list of Chinese military companies (Executive Order 13959 as amended): when it was put there,
# from when purchases are prohibited, and until when holders may sell.
DATES: Mapping[str, Predicate] = {
    "Listing Date (CMIC)": Predicate.ANNOUNCED_ON,
    "Effective Date (CMIC)": Predicate.EFFECTIVE_ON,
    "Purchase/Sales For Divestment Date (CMIC)": Predicate.COMPLIANCE_BY,
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = re.compile(r"(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})")
_LEI_NAMES = ("Legal Entity Number",)  # also of national numbers


@dataclass(frozen=True, slots=True)
class Feature:
    """`name` is what the list calls it; `scheme` is None for what identifies nobody. `quote` is the whole line."""

    name: str
    value: str
    scheme: str | None
    quote: str


@lru_cache(maxsize=4096)
def feature(text: str) -> Feature:
    """The line "IR, A123, Passport" is passport:ir/A123; "Male, Gender" has no scheme; without a comma all is value."""
    value, _, name = text.rpartition(", ")
    return named_feature(name.rstrip(" :-"), value.strip(), text) if value else Feature("note", text, None, text)


def named_feature(name: str, value: str, quote: str) -> Feature:
    """The same where name and value stand apart."""
    country, number = _apart(value)
    scheme, known = identifier(name, country, number)
    return Feature(name, known or value, scheme, quote)


def iso_day(text: str) -> str | None:
    """ISO 8601 of "02 Aug 2021"; None where it is no such day."""
    found = _DAY.fullmatch(text.strip())
    if found is None or found[2].casefold() not in _MONTHS:
        return None
    try:
        return date(int(found[3]), _MONTHS.index(found[2].casefold()) + 1, int(found[1])).isoformat()
    except ValueError:
        return None


def _apart(value: str) -> tuple[str | None, str]:
    """The country that gave the number, and the number: "CA, BC166787", "MM, 2017-01-16, 110364903"."""
    first, _, rest = value.partition(", ")
    code = country_code(first) if rest and len(first) == 2 else None
    return (code, re.sub(r"^\d{4}-\d{2}-\d{2}, ", "", rest)) if code else (None, value)


def identifier(name: str, country: str | None, number: str) -> tuple[str | None, str | None]:
    """Scheme and value of a number called `name`, given by a country; None for what identifies nobody."""
    if name in _LEI_NAMES and is_lei(number):
        return "lei", number
    if scheme := _schemes("worldwide").get(name):
        return scheme, _spelled(scheme, number)
    scheme = _schemes("national").get(name)
    return (scheme, f"{country}/{number}") if scheme and country else (None, None)


def _spelled(scheme: str, number: str) -> str:
    if scheme == "gb-coh":
        return company_number(number)
    return number.removeprefix("IMO ") if scheme == "imo" else number


@cache
def identifier_names() -> frozenset[str]:
    """All that Treasury calls an identifier of a known scheme."""
    return frozenset({*_LEI_NAMES, *_schemes("worldwide"), *_schemes("national")})


@cache
def _schemes(kind: str) -> Mapping[str, str]:
    table: dict[str, dict[str, str]] = tomllib.loads(files("loaders").joinpath("features.toml").read_text("utf-8"))
    return table[kind]
