"""Bodies that a text tells of without their name: "Norway's sovereign wealth fund", "the Dutch privacy watchdog"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model import Label
from loaders.language.names import Name
from loaders.language.vocabulary import words

if TYPE_CHECKING:
    from spacy.tokens import Doc

_STATES = frozenset({"country", "demonym"})
_FUNDS = frozenset({"wealth", "pension"})
_WATCHDOGS = frozenset({"authority", "watchdog", "regulator"})


@dataclass(frozen=True, slots=True)
class Described:
    """Tokens `start` to `end` that mean one body of a country."""

    start: int
    end: int
    label: Label
    kind: str | None


def described(names: list[Name], doc: Doc) -> Iterator[Described]:
    """Every body that a country's name and a common noun describe, unless its own name follows or stands elsewhere."""
    named = {word.casefold() for name in names for word in name.words}
    ending = {name.end: name for name in names if name.meaning and name.meaning.what in _STATES}
    for token in doc:
        shape = _shape(doc, token.i)
        if shape is None or _is_named(doc, token.i + 1) or token.nbor(-1).lower_ in named:
            continue
        at = token.i - 1
        while at > 0 and token.i - at < 5 and doc[at].pos_ in ("ADJ", "NOUN") and at not in ending:
            at -= 1
        if at in ending:
            yield Described(ending[at].start, token.i + 1, *shape)


def _shape(doc: Doc, at: int) -> tuple[Label, str | None] | None:
    """Label and kind of what the noun at `at` means with the one before it."""
    before = doc[at - 1].lower_ if at else ""
    if doc[at].lower_ == "fund" and before in _FUNDS:
        return Label.ORGANISATION, "fund"
    if doc[at].lower_ in _WATCHDOGS and before in words("watched_fields"):
        return Label.AGENCY, None
    return None


def _is_named(doc: Doc, at: int) -> bool:
    """Whether a name comes right behind, at most a comma, a bracket and an article between."""
    while at < len(doc) and doc[at].text in (",", "(", "the", "—", "–"):
        at += 1
    return at < len(doc) and doc[at].pos_ == "PROPN"
