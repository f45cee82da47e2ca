"""The word tables beside this module, read once."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, NamedTuple


class Known(NamedTuple):
    """What a spelling is known to be. `code` is a country's, lower case; `anchor` a stable id."""

    what: str  # agency, list, a kind of organisation, country, demonym, capital, city, none
    name: str = ""
    anchor: str = ""
    code: str = ""


@cache
def table(name: str) -> Mapping[str, Any]:
    """A TOML table of this folder by its file name without suffix."""
    text = files("loaders.language").joinpath(f"{name}.toml").read_text("utf-8")
    return MappingProxyType(tomllib.loads(text))


@cache
def words(*path: str) -> frozenset[str]:
    """A list of cues.toml as a set: `words("titles")`, `words("organisation_words", "media")`."""
    found: Any = table("cues")
    for part in path:
        found = found[part]
    return frozenset(found)


@cache
def given_names() -> frozenset[str]:
    return frozenset(table("given_names")["given"].split())


@cache
def family_names_first() -> frozenset[str]:
    return frozenset(table("given_names")["family_first"].split())


@cache
def openers() -> frozenset[str]:
    """Words that open a sentence with a capital and are no name by themselves."""
    return frozenset(table("not_names")["openers"])


@cache
def countries() -> Mapping[str, str]:
    """The English short name of each country by its ISO 3166-1 code in lower case."""
    return MappingProxyType({row["code"]: row["name"] for row in _rows("countries")})


@cache
def demonyms() -> Mapping[str, str]:
    """The demonym of each country's code that stands before a noun ("Chinese")."""
    return MappingProxyType({row["code"]: row["demonyms"].split(";")[0] for row in _rows("countries")})


@cache
def known() -> Mapping[str, Known]:
    """Every spelling that is known, and as what. Lists are also found in lower case."""
    found: dict[str, Known] = {}
    for spelling, meaning in _spellings():
        found.setdefault(spelling, meaning)
    return MappingProxyType(found)


def _rows(name: str) -> list[dict[str, str]]:
    text = files("loaders.language").joinpath(f"{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _spellings() -> Iterator[tuple[str, Known]]:
    yield from _bodies("agencies", "agency")
    yield from _bodies("lists", "list")
    yield from _places()
    for kind, names in table("organisations").items():
        if kind != "ambiguous":
            yield from ((name, Known(kind, name)) for name in names)
    for group, names in table("not_names").items():
        if group != "openers":
            yield from ((name, Known("none", name)) for name in names)


def _bodies(file: str, what: str) -> Iterator[tuple[str, Known]]:
    for row in table(file)[what]:
        meaning = Known(what, row["name"], row["anchor"], row.get("country", ""))
        for name in row["names"]:
            yield name, meaning
            if what == "list":
                yield name.lower(), meaning
        if what == "agency" and row.get("country") == "us":  # "US Commerce Department", "U.S. Department of State"
            for name in row["names"]:
                yield f"US {name}", meaning
                yield f"U.S. {name}", meaning
                yield f"United States {name}", meaning


def _places() -> Iterator[tuple[str, Known]]:
    for row in _rows("countries"):
        for column, what in (("names", "country"), ("demonyms", "demonym"), ("capitals", "capital")):
            for name in filter(None, row[column].split(";")):
                meaning = Known(what, row["name"], code=row["code"])
                yield name, meaning
                if what == "demonym" and not name.endswith(("s", "sh", "ch", "se")):
                    yield f"{name}s", Known("none", f"{name}s")  # people, wherever they live
                if len(name) > 4:
                    yield name.upper(), meaning  # "WASHINGTON —" opens a dispatch
    for row in _rows("cities"):
        for name in row["names"].split(";"):
            yield name, Known("city", name, code=row["code"])
