"""What tells one name from another, and which short form in parentheses can stand for the name before it."""

from __future__ import annotations

import re

from loaders.language.vocabulary import words


def core(text: str) -> tuple[str, ...]:
    """The words that tell a name from others: folded, legal forms at the end off."""
    parts = [word.strip(".,'’\"()").replace("’", "'") for word in re.split(r"[\s/]+", text.casefold())]
    parts = [part for part in parts if part and part != "the"]
    while len(parts) > 1 and parts[-1] in words("legal_forms"):
        parts.pop()
    return tuple(parts)


def is_gloss_of(gloss: str, long: str) -> bool:
    """Whether "(TSMC)" can stand for what stands before it: its capitals are initials there, or it abbreviates it."""
    letters = [ch.casefold() for ch in gloss if ch.isalnum()]
    initials = [word[0].casefold() for word in re.split(r"[\s-]+", long) if word]
    if not letters:
        return False
    if len(initials) > 1 and _in_order(letters, initials) and len(letters) > 1:
        return True
    parts = core(long)
    if gloss.casefold() in parts:
        return True
    mixed = not gloss.isupper() and letters[0] == initials[0]
    return mixed and _in_order(letters, list(long.casefold()))


def _in_order(wanted: list[str], found: list[str]) -> bool:
    """Nearly all of `wanted` in the order of `found`: "TSMC" in t, s, m, c."""
    at = 0
    hits = 0
    for letter in wanted:
        if letter in found[at:]:
            at = found.index(letter, at) + 1
            hits += 1
    return hits == len(wanted) or (len(wanted) >= 4 and hits >= len(wanted) - 1)
