"""The word lists of lexicon.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _lists() -> dict[str, str]:
    return tomllib.loads(files("loaders.language").joinpath("lexicon.toml").read_text("utf-8"))


@cache
def words(name: str) -> frozenset[str]:
    """One list of lexicon.toml; KeyError if there is none of that name."""
    return frozenset(_lists()[name].split())
