"""Countries as official files write them: ISO codes of two or three letters, or names."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from graph.names import name_key

# Parts of countries under which lists have entries of their own.
_PARTS = {"crimea region of ukraine": "ua"}
# ISO leaves this code to its users; the lists and registers write it for Kosovo.
_USED = {"xk": "Kosovo"}


def country_name(code: str) -> str:
    """The name of an ISO 3166-1 alpha-2 code in lower case."""
    return _names()[code]


@cache
def country_code(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code, in lower case, of a code of two or three letters or a name; None where none fits."""
    folded = text.strip().casefold()
    return folded if folded in _names() else _PARTS.get(folded) or _by_name().get(name_key(text))


@cache
def _rows() -> tuple[Mapping[str, str], ...]:
    text = files("loaders.language").joinpath("countries.csv").read_text("utf-8")
    return tuple(csv.DictReader(io.StringIO(text)))


@cache
def iso_countries() -> Mapping[str, str]:
    """The names of the countries of ISO 3166-1, by their alpha-2 codes in lower case."""
    return {row["code"]: row["name"] for row in _rows()}


@cache
def _names() -> Mapping[str, str]:
    return {**iso_countries(), **_USED}


@cache
def _by_name() -> Mapping[str, str]:
    found: dict[str, str] = {row["alpha3"]: row["code"] for row in _rows()}
    found |= {name_key(name): code for code, name in _USED.items()}
    for row in _rows():
        for name in (row["name"], *row["names"].split(";")):
            if name.strip():
                found.setdefault(name_key(name), row["code"])
    return found


@cache
def nationality_code(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code, in lower case, of a nationality ("British") or country; None where none fits."""
    return _by_demonym().get(text.strip().casefold()) or country_code(text)


@cache
def _by_demonym() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in _rows():
        for word in row["demonyms"].split(";"):
            if word.strip():
                found.setdefault(word.strip().casefold(), row["code"])
    return found
