"""What all files of the Office of Foreign Assets Control have in common: lists, programs, identifiers, what is said."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from graph.claims import UNIDENTIFIED
from graph.model import Label, Modality, Predicate
from loaders.features import DATES, identifier, iso_day
from loaders.kinds import kind_of
from loaders.listings import Entry
from loaders.places import country_code
from loaders.records import Record, Refused

PUBLISHER = "US Office of Foreign Assets Control"
NAMED_IN_PASSING = "named by another entry"  # a section of their own: who it is stands elsewhere, perhaps in this file
COIN = "Digital Currency Address"
_UID = re.compile(r"[1-9][0-9]{0,8}")
_FORMS = {
    "bic": re.compile(r"[A-Z0-9]{8}(?:[A-Z0-9]{3})?"),
    "duns": re.compile(r"[0-9]{9}"),
    "imo": re.compile(r"[0-9]{7}"),
    "imo-company": re.compile(r"[0-9]{7}"),
    "isin": re.compile(r"[A-Z]{2}[A-Z0-9]{9}[0-9]"),
    "mmsi": re.compile(r"[0-9]{9}"),
    "uscc": re.compile(r"[0-9A-Z]{18}"),
}
_ALIAS = {"aka": "a.k.a.", "fka": "f.k.a.", "nka": "n.k.a."}


@cache
def table() -> Mapping[str, Any]:
    """loaders/ofac.toml."""
    return tomllib.loads(files("loaders").joinpath("ofac.toml").read_text("utf-8"))


def uid_of(text: str | None, column: str) -> str:
    """OFAC's number of a party. Raises Refused."""
    if text is None or not _UID.fullmatch(text):
        raise Refused(f"column {column!r}: {text!r} is no number of OFAC's")
    return text


def label_of(what: str | None, name: str) -> tuple[Label, str | None]:
    """Label and kind of a party whose type is `what`: individual, vessel, aircraft, or entity (None in the CSV)."""
    said = (what or "entity").casefold()
    if said == "individual":
        return Label.PERSON, None
    if said in ("vessel", "aircraft"):
        return Label.ORGANISATION, said
    if said != "entity":
        raise Refused(f"{what!r} is no type of party that is known")
    label, kind = kind_of(name)
    return (Label.ORGANISATION, None) if label is Label.PERSON else (label, kind)


def country_of(text: str) -> str | None:
    """The code of a country in OFAC's spelling: "Korea, North", "Congo, Democratic Republic of the", "Palestinian"."""
    before, comma, after = text.partition(", ")
    return (
        table()["spellings"].get(text) or country_code(text) or (country_code(f"{after} {before}") if comma else None)
    )


def lists_of(programs: Collection[str]) -> tuple[str, ...]:
    """The lists, SDN aside, that a party of the file of all other lists is on. Raises Refused where none is known."""
    found = dict.fromkeys(table()["programs"][p] for p in programs if p in table()["programs"])
    found = found or dict.fromkeys(table()["blocking_too"][p] for p in programs if p in table()["blocking_too"])
    if not found:
        raise Refused(f"which list its programs {', '.join(programs)} stand for is not known")
    return tuple(found)


def identifier_of(words: str, number: str, country: str | None) -> str | None:
    """The identifier ("scheme:value") that follows these words (loaders/features.toml).

    None where no scheme is known by them, or where it is not of the scheme's form.
    """
    if words.startswith(COIN):  # "Digital Currency Address - XBT"
        return f"crypto:{number}" if re.fullmatch(r"\w{20,}", number) else None
    scheme, value = identifier(words, country, number) if number else (None, None)
    form = _FORMS.get(scheme or "")
    return f"{scheme}:{value}" if scheme and value and (form is None or form.fullmatch(value)) else None


class Listed:
    """One party of OFAC's, by its number, and what its record says of it. `entries` are its entries on lists."""

    def __init__(self, record: Record, party: str, column: str, uid: str) -> None:
        self.record, self.key = record, party
        self.person = record.parties[party].label is Label.PERSON
        self.entries: dict[str, Entry] = {}
        record.say(column, uid, Predicate.IDENTIFIED_BY, party, value=f"ofac:{uid}")

    @classmethod
    def unidentified(cls, record: Record, column: str, uid: str) -> Listed:
        """A party of which the file gives no more than OFAC's number."""
        party = record.party(Label.ORGANISATION, uid, f"ofac:{uid}", kind=UNIDENTIFIED)
        return cls(record, party, column, uid)

    def enter(self, anchor: str, uid: str, column: str, quote: str, since: str | None = None) -> None:
        """It is on this list."""
        self.entries[anchor] = Entry(self.record, self.key, anchor, local=uid, column=column, quote=quote, since=since)

    def name(self, column: str, name: str, alias: str | None = None, *, weak: bool = False) -> None:
        """A name; `alias` is "aka", "fka" or "nka". OFAC calls an alias weak that is too broad to tell anyone by."""
        said = Modality.POSSIBLE if weak else Modality.ASSERTED
        for spelling in (name, *_turned(name, self.person)):
            self.record.say(column, name, Predicate.NAMED, self.key, value=spelling, modality=said)
        if weak or alias in ("fka", "nka"):
            words = f"{'weak ' if weak else ''}{_ALIAS.get(alias or '', 'name')} {name}"
            self.record.say(column, name, Predicate.REMARK, self.key, value=words)

    def locate(self, column: str, quote: str, country: str, modality: Modality = Modality.ASSERTED) -> None:
        """A country of seat, nationality or flag; one that is not known is refused, what is none is passed over."""
        code = country_of(country)
        if code is not None:
            place = self.record.country(code)
            self.record.say(column, quote, Predicate.LOCATED_IN, self.key, object=place, modality=modality)
        elif not country.startswith(("Region:", "undetermined", "None Identified", "Unknown")):
            self.record.refuse(column, country, "no country is known by this name")

    def remark(self, column: str, text: str, modality: Modality = Modality.ASSERTED) -> None:
        self.record.say(column, text, Predicate.REMARK, self.key, value=text, modality=modality)

    def remark_entry(self, column: str, quote: str, text: str) -> None:
        """A remark of its entry; of the party, where it is on several lists and nothing tells which is meant."""
        if len(self.entries) == 1:
            next(iter(self.entries.values())).say(Predicate.REMARK, column, quote, text)
        else:
            self.record.say(column, quote, Predicate.REMARK, self.key, value=text)

    def identify(self, column: str, quote: str, value: str, modality: Modality = Modality.ASSERTED) -> None:
        self.record.say(column, quote, Predicate.IDENTIFIED_BY, self.key, value=value, modality=modality)

    def date(self, column: str, quote: str, words: str, day: str) -> bool:
        """A date of its entry; whether these words give one of a list that the party is on."""
        entry = self.entries.get("ns-cmic")
        if entry is None or words not in DATES:
            return False
        entry.say(DATES[words], column, quote, day)
        return True

    def feature(self, column: str, words: str, value: str, modality: Modality = Modality.ASSERTED) -> None:
        """What the record says as words and a value: an identifier, a nationality, a date of the entry, or a remark."""
        quote = f"{words} {value}".strip()
        known = identifier_of(words, value, None)
        day = iso_day(value)
        if known is not None:
            self.identify(column, quote, known, modality)
        elif words in table()["countries"]["words"]:
            self.locate(column, quote, value, modality)
        elif day is None or not self.date(column, quote, words, day):
            self.remark(column, quote, modality)

    def relate(
        self,
        column: str,
        quote: str,
        words: str,
        other: str,
        *,
        modality: Modality = Modality.ASSERTED,
        since: str | None = None,
        until: str | None = None,
    ) -> None:
        """A link in OFAC's words. "Owned or controlled" states no share, and mixes both: it is control."""
        how = table()["relationships"].get(words)
        subject, object_ = (other, self.key) if how == "controlled by" else (self.key, other)
        if other == self.key:
            self.record.refuse(column, quote, "a link of a party with itself")
            return
        predicate = Predicate.LINKED_TO if how is None else Predicate.CONTROLS
        self.record.say(
            column, quote, predicate, subject, object=object_, modality=modality, valid_from=since, valid_to=until
        )


def _turned(name: str, person: bool) -> tuple[str, ...]:
    """A person's name as texts write it: "HANIYA, Ismail" is Ismail HANIYA."""
    family, comma, given = name.partition(", ")
    return (f"{given} {family}",) if person and comma and "," not in given else ()
