"""Lists without their name: "the US blacklist", "OFAC's sanctions list"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from loaders.language.names import Name
from loaders.language.vocabulary import Known, table

if TYPE_CHECKING:
    from spacy.tokens import Doc

_KEEPERS = frozenset({"agency", "country", "demonym", "capital"})


@dataclass(frozen=True, slots=True)
class Blacklist:
    """Tokens `start` to `end` that mean a list; `meaning` is the named list that they stand for, if one fits."""

    start: int
    end: int
    meaning: Known | None
    name: str = ""


def blacklists(names: list[Name], doc: Doc) -> list[Blacklist]:
    """Mentions of a list by a common noun. One with a keeper is a list of its own where the text names none that fits.

    A bare "blacklist" is only ever the one list that the text names.
    """
    named = {name.meaning for name in names if name.meaning and name.meaning.what == "list"}
    taken = {i for name in names for i in range(name.start, name.end)}
    ending = {name.end: name for name in names if name.meaning and name.meaning.what in _KEEPERS}
    found = []
    for token in doc:
        size = _noun(doc, token.i)
        if not size or token.i in taken or doc[token.i + size - 1].i in taken:
            continue
        keeper = _keeper(doc, token.i, ending)
        fits = [meaning for meaning in sorted(named) if keeper is None or _keeps(keeper.meaning, meaning)]
        if len(fits) == 1:
            found.append(Blacklist(token.i, token.i + size, fits[0]))
        elif keeper is not None and not fits:
            noun = doc[token.i : token.i + size].text
            apart = doc[keeper.end].text == ")"  # "Office of Foo (OOF) blacklist"
            start = token.i if apart else keeper.start
            found.append(Blacklist(start, token.i + size, None, f"{keeper.text} {noun}"))
    return found


@cache
def _nouns() -> dict[str, list[str]]:
    """The nouns for a list, by their first word."""
    found: dict[str, list[str]] = {}
    for phrase in table("lists")["generic"]["nouns"]:
        found.setdefault(phrase.split()[0], []).append(phrase)
    return found


def _noun(doc: Doc, at: int) -> int:
    """How many tokens from `at` are a noun for a list; the plain "list" needs a keeper right before it."""
    for phrase in _nouns().get(doc[at].lower_, ()):
        parts = phrase.split()
        if [t.lower_ for t in doc[at : at + len(parts)]] == parts and doc[at + len(parts) - 1].pos_ in (
            "NOUN",
            "PROPN",
        ):
            return len(parts)
    return 0


def _keeper(doc: Doc, at: int, ending: dict[int, Name]) -> Name | None:
    """The body or country whose list it is: "US ", "the Treasury's ", "Office of Foo (OOF) "."""
    for back in range(at, max(-1, at - 3), -1):
        if back in ending:
            return ending[back]
        if back and doc[back - 1].tag_ not in ("POS", "JJ", "NN") and doc[back - 1].text != ")":
            return None
    return None


def _keeps(keeper: Known | None, list_: Known) -> bool:
    """Whether a list may be the keeper's: same country, and no other agency's."""
    if keeper is None:
        return True
    row = next(row for row in table("lists")["list"] if row["anchor"] == list_.anchor)
    kept_by = row.get("keeper", "")
    if keeper.what == "agency":
        parents = {
            "us-department-of-commerce": "us-bureau-of-industry-and-security",
            "us-department-of-the-treasury": "us-office-of-foreign-assets-control",
        }
        return bool(kept_by in (keeper.anchor, parents.get(keeper.anchor)))
    return bool(kept_by.startswith(f"{keeper.code}-"))
