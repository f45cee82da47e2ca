"""A text as it is read, in plain values that tests compare."""

from __future__ import annotations

from collections.abc import Iterable

from graph.claims import Document
from graph.model import Label, Predicate
from loaders.language.parties import Reading, read_parties
from loaders.language.pipeline import parse
from loaders.plain_text import document


def read(text: str) -> tuple[Document, Reading]:
    made = document("note.txt", text.encode())
    return made, read_parties(parse(made), made)


def parties(text: str) -> set[tuple[str, str]]:
    """Label (an organisation's with its kind) and name of each party, countries left out."""
    return {
        (f"{p.label} ({p.kind})" if p.kind else str(p.label), p.name)
        for p in read(text)[1].parties
        if p.label is not Label.COUNTRY
    }


def spellings(text: str) -> set[frozenset[str]]:
    """The sets of spellings that are taken for one party each, countries left out."""
    reading = read(text)[1]
    kept = {p.key for p in reading.parties if p.label is not Label.COUNTRY}
    return {frozenset(values(reading, key, Predicate.NAMED)) for key in kept}


def values(reading: Reading, key: str, predicate: Predicate) -> Iterable[str]:
    return (c.value for c in reading.claims if c.subject == key and c.predicate is predicate and c.value is not None)


def traits(text: str) -> set[tuple[str, str]]:
    """(name, country code or sector) of everything that the text says of its parties."""
    reading = read(text)[1]
    named = {p.key: p for p in reading.parties}
    return {
        (named[c.subject].name, str(named[c.object].anchor) if c.object else str(c.value))
        for c in reading.claims
        if c.predicate in (Predicate.LOCATED_IN, Predicate.IN_SECTOR)
    }
