"""The remarks of OFAC's CSV: pieces between semicolons, of which the plain ones are read."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from graph.model import Predicate
from loaders.features import DATES, identifier_names, iso_day
from loaders.ofac import COIN, NAMED_IN_PASSING, Listed, country_of, identifier_of, label_of, table
from loaders.records import Record

LONGEST = 1000  # characters of the remarks column; what is longer runs on in the comments file
_PARTS = re.compile(r";\s+")
_ALIAS = re.compile(r"(?P<alias>[afn])\.k\.a\. '(?P<name>.+)'")
_IN_COUNTRY = re.compile(r"(?P<number>.+?) \((?P<country>[A-Z][^()]*)\)(?P<rest>.*)")
_COIN = re.compile(rf"{COIN} - \w+ ")
_LISTED = "Listing Date (CMIC) "
_LINKED, _OPERATOR = "Linked To:", "Aircraft Operator"
_PERSON = re.compile(r"[^a-z]+, [A-Z][^,]*[a-z][^,]*")  # "GUZMAN LOERA, Joaquin"; firms are all in capitals
Named = Callable[[str], str]  # the party of a name: its key


def remarks_of(text: str) -> tuple[list[str], str]:
    """The pieces, and the one at the end that was cut: a remark that is whole ends with a full stop."""
    if text.endswith("."):
        return [p.strip() for p in _PARTS.split(text.removesuffix(".")) if p.strip()], ""
    *whole, cut = _PARTS.split(text)
    return [p.strip() for p in whole if p.strip()], cut.strip()


def since_of(anchor: str, pieces: list[str]) -> str | None:
    """Since when a party is on a list, where its remarks say so: only those of NS-CMIC do."""
    days = (iso_day(piece.removeprefix(_LISTED)) for piece in pieces if piece.startswith(_LISTED))
    return next(days, None) if anchor == "ns-cmic" else None


def read_remarks(listed: Listed, column: str, pieces: list[str], party_named: Named) -> None:
    """Say what each piece says; whatever is not plain stays a remark, as written."""
    for piece in pieces:
        said = piece.removeprefix("alt. ")
        if found := _ALIAS.fullmatch(said):
            # The strong aliases are in a file of their own (alt.csv, cons_alt.csv).
            listed.name(column, found["name"], f"{found['alias']}ka", weak=True)
        elif said.startswith((_LINKED, _OPERATOR)):
            words = _LINKED if said.startswith(_LINKED) else _OPERATOR
            _relate(listed, column, piece, words, said.removeprefix(words).strip(), party_named)
        else:
            _feature(listed, column, piece, said)


def _relate(listed: Listed, column: str, piece: str, words: str, name: str, party_named: Named) -> None:
    if name:
        listed.relate(column, piece, words, party_named(name))
    else:
        listed.remark(column, piece)


def _feature(listed: Listed, column: str, piece: str, said: str) -> None:
    coin = _COIN.match(said)
    words = coin[0].strip() if coin else next((w for w in _beginnings() if said.startswith(f"{w} ")), None)
    if words is None:
        listed.remark(column, piece)
        return
    value = said.removeprefix(words).strip()
    found = _IN_COUNTRY.fullmatch(value)
    number, country = (found["number"], country_of(found["country"])) if found else (value, None)
    known = identifier_of(words, number, country)
    if known is None:
        listed.feature(column, words, value)
        return
    listed.identify(column, piece, known)
    if found and found["rest"]:
        listed.remark(column, piece)  # when it was issued, or expires


@cache
def _beginnings() -> tuple[str, ...]:
    """All words that begin a piece that is read, longest first."""
    found = [*identifier_names(), *DATES, *table()["countries"]["words"]]
    return tuple(sorted(found, key=lambda w: (-len(w), w)))


def named_in_passing(record: Record, column: str, name: str) -> str:
    """A party of which a record gives no more than the name; a person's is written "FAMILY NAME, Given name"."""
    label, kind = label_of("individual" if _PERSON.fullmatch(name) else "entity", name)
    key = record.party(label, f"named {name}", name, kind=kind, section=NAMED_IN_PASSING)
    record.say(column, name, Predicate.NAMED, key, value=name)
    return key
