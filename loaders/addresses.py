"""Addresses as lists write them: several in one cell, the country last, by name or by code."""

from __future__ import annotations

import re
from functools import lru_cache

from loaders.places import country_code

_SEE = re.compile(r"\s*\(?\bsee (?:also )?(?:alternate )?address[^)]*\)?\.?", re.IGNORECASE)
_AND = re.compile(r"^(?:and,?\s+)+", re.IGNORECASE)
_POST_CODE = re.compile(r"\b(?=\w*\d)[\w-]+\b|\bP\.?O\.? Box\b", re.IGNORECASE)
_LONGEST_COUNTRY = 4  # words
# "Inner Mongolia", "Northern Ireland", "New Mexico" are no countries of their last word.
_PARTLY = frozenset(
    {"inner", "outer", "northern", "southern", "north", "south", "west", "east", "new", "upper", "lower"}
)


@lru_cache(maxsize=16384)
def split_addresses(text: str, country: str | None = None) -> tuple[tuple[str, ...], str]:
    """The addresses in a cell, and what it says about others elsewhere, "(See alternate addresses under Pakistan)".

    They are parted by semicolons, or by "and" behind the name of `country`, which is that of the entry.
    """
    elsewhere = " ".join(match[0].strip(" ().") for match in _SEE.finditer(text))
    bare = _SEE.sub("", text)
    if country:
        bare = re.sub(rf"(?<={re.escape(country)}),?\.? and,? (?=[A-Z0-9])", "; ", bare)
    pieces = (_AND.sub("", piece.strip(" ,;\n\t")).strip(" ,;") for piece in bare.split(";"))
    return tuple(dict.fromkeys(_undotted(piece) for piece in pieces if piece.strip(" ."))), elsewhere


def _undotted(piece: str) -> str:
    """Without the dot that ends the sentence; abbreviations keep theirs."""
    return piece.removesuffix(".") if re.search(r"[^\W\d_]{4,}\.$|\d\.$", piece) else piece


@lru_cache(maxsize=16384)
def country_of(address: str) -> str | None:
    """The name of the country with which the address ends, before or behind a post code; None where it names none."""
    tail = _POST_CODE.sub(" ", address.rpartition(",")[2] if "," in address else address)
    words = re.findall(r"[^\W\d_][\w.'’-]*", tail)
    for length in range(min(_LONGEST_COUNTRY, len(words)), 0, -1):
        name = " ".join(words[-length:]).rstrip(".")
        if len(name) > 3 and country_code(name):
            before = words[-length - 1].casefold() if length < len(words) else ""
            return None if before in _PARTLY else name
    return None
