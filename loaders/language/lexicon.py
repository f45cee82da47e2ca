"""The word lists of lexicon.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token


@cache
def _lists() -> dict[str, str]:
    return tomllib.loads(files("loaders.language").joinpath("lexicon.toml").read_text("utf-8"))


def is_one_of(noun: Token, name: str) -> bool:
    """Whether the noun is in the list, also where the parse takes its plural for another singular."""
    lemma = noun.lemma_.lower()
    return lemma in words(name) or lemma.removesuffix("s") in words(name)


@cache
def words(name: str) -> frozenset[str]:
    """One list of lexicon.toml; KeyError if there is none of that name."""
    return frozenset(_lists()[name].split())
