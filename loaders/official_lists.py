"""The official lists that files of records name, by anchor (loaders/official_lists.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from graph.errors import UnknownName


@dataclass(frozen=True, slots=True)
class OfficialList:
    """A list, the agency that keeps it, and in a sentence what being on it means in law."""

    anchor: str
    name: str
    agency: str
    agency_name: str
    law: str
    spellings: tuple[str, ...]


@cache
def official_lists() -> Mapping[str, OfficialList]:
    table = tomllib.loads(files("loaders").joinpath("official_lists.toml").read_text("utf-8"))
    return {
        anchor: OfficialList(anchor, **{**entry, "spellings": tuple(entry["spellings"])})
        for anchor, entry in table.items()
    }


def official_list(anchor: str) -> OfficialList:
    """Raises UnknownName."""
    if anchor not in official_lists():
        raise UnknownName("official list", anchor, official_lists())
    return official_lists()[anchor]


@cache
def list_called(text: str) -> OfficialList | None:
    """The list that a file names so ("Entity List (EL) - Bureau of Industry and Security"), by its longest spelling."""
    said = text.strip().casefold()
    found = [
        (len(spelling), entry)
        for entry in official_lists().values()
        for spelling in (entry.name.casefold(), *entry.spellings)
        if said == spelling
        or said.startswith((f"{spelling} ", f"{spelling}("))
        or (len(spelling) > 6 and said.startswith(spelling))
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None
