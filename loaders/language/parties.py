"""A parsed text to its parties: who is named, how, and as what; with their countries and sectors as the text gives them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.claims import Claim, Document, Party, party_key
from graph.model import Label, Predicate
from loaders.language.governments import PLACES, Place, government_name, ministry_name, places
from loaders.language.mentions import KINDS, Votes, is_descriptor, votes
from loaders.language.names import Name, Reader
from loaders.language.spellings import Bearer, grouped, is_gloss_of, merged
from loaders.language.vocabulary import countries, table

if TYPE_CHECKING:
    from spacy.tokens import Doc

EXTRACTOR = "knockon.prose"
VERSION = "1"


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a party is named: `document.text[start:end]`; `party` is its key."""

    start: int
    end: int
    party: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The parties of a text, where each is named, and what the text says of them beside relations."""

    parties: tuple[Party, ...]
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]


def read_parties(doc: Doc, document: Document) -> Reading:
    """Every party that the body names. NAMED claims: one for each spelling of a party, where it first stands."""
    names = _distinct(Reader(doc).names())
    draft = _Draft(doc, document)
    for place in places(names, doc):
        draft.add_place(place)
    for bearer in _bearers(names, doc):
        draft.add(bearer)
    return draft.reading()


def _distinct(names: list[Name]) -> list[Name]:
    """Without names inside another; of two that overlap the longer stays."""
    taken: set[int] = set()
    kept = []
    for name in sorted(
        names, key=lambda n: (-(n.meaning is not None and n.meaning.what == "list"), n.start - n.end, n.start)
    ):
        span = range(name.start, name.end)
        if not taken.intersection(span):
            taken.update(span)
            kept.append(name)
    return sorted(kept, key=lambda n: n.start)


def _bearers(names: list[Name], doc: Doc) -> list[Bearer]:
    """What is named, places and things aside, with the votes of all its mentions."""
    glossed = _glosses(names, doc)
    tickers = {start for start, long in glossed.items() if long < 0}
    bodies = [
        name
        for name in names
        if name.start not in tickers
        and not (name.meaning and name.meaning.what in (*PLACES, "none"))
        and not (name.meaning is None and is_descriptor(name))
    ]
    bearers = grouped([(name, votes(name, doc)) for name in bodies if not name.weak or name.meaning])
    bearers = merged(bearers, {gloss: long for gloss, long in glossed.items() if long >= 0})
    _share_votes(bearers, doc)
    _take_headings(bearers, [name for name in bodies if name.weak and not name.meaning])
    return bearers


def _glosses(names: list[Name], doc: Doc) -> dict[int, int]:
    """Names in parentheses right after another: to which token's name they belong, or -1 for a ticker symbol."""
    found = {}
    for before, name in zip(names, names[1:], strict=False):
        if name.start != before.end + 1 or doc[before.end].text != "(":
            continue
        if name.end < len(doc) and doc[name.end].text == ")":
            if is_gloss_of(name.text, before.text):
                found[name.start] = before.start
            elif name.text.isupper() and len(name.text) <= 5 and " " not in name.text and not name.meaning:
                found[name.start] = -1
    return found


def _share_votes(bearers: list[Bearer], doc: Doc) -> None:
    """Names joined by commas and "and" are mostly of one type: each gets a hint from its neighbours."""
    owner = {name.start: bearer for bearer in bearers for name in bearer.names}
    hints: list[tuple[Bearer, str]] = []
    ordered = sorted(owner)
    for one, other in zip(ordered, ordered[1:], strict=False):
        end = next(name.end for name in owner[one].names if name.start == one)
        between = doc[end:other].text.casefold().split()
        if between and all(word in (",", "and", "or", "&", "as", "well", ";") for word in between) and len(between) < 4:
            hints += [(owner[other], kind) for kind in [owner[one].type] if kind]
            hints += [(owner[one], kind) for kind in [owner[other].type] if kind]
    for bearer, kind in hints:
        bearer.votes[kind] += 2


def _take_headings(bearers: list[Bearer], weak: list[Name]) -> None:
    """A heading only names parties that the text names too."""
    by_text = {name.text: bearer for bearer in bearers for name in bearer.names}
    for name in weak:
        if name.text in by_text:
            by_text[name.text].names.append(name)


class _Draft:
    """Collects parties, mentions and claims of one document."""

    def __init__(self, doc: Doc, document: Document) -> None:
        self.doc, self.document = doc, document
        self.parties: dict[str, Party] = {}
        self.spans: dict[tuple[int, int], str] = {}

    def add_place(self, place: Place) -> None:
        if place.ministry:
            name = ministry_name(place.code, place.ministry)
            key = self.party(Label.AGENCY, name, anchor=f"{place.code}-{place.ministry}-ministry")
        elif place.acts:
            key = self.party(Label.AGENCY, government_name(place.code), anchor=f"{place.code}-government")
        else:
            key = self.party(Label.COUNTRY, countries()[place.code], anchor=place.code)
        self.mention(place.start, place.end, key)

    def add(self, bearer: Bearer) -> None:
        shape = _shape(bearer)
        if shape is None:
            return
        label, name, kind, anchor = shape
        key = self.party(label, name, kind=kind, anchor=anchor)
        for found in bearer.names:
            self.mention(found.start, found.end, key)

    def party(self, label: Label, name: str, *, kind: str | None = None, anchor: str | None = None) -> str:
        key = party_key(self.document.id, label, anchor or _slug(name))
        self.parties.setdefault(key, Party(key=key, label=label, name=name, kind=kind, anchor=anchor))
        return key

    def mention(self, start: int, end: int, key: str) -> None:
        span = self.doc[start:end]
        self.spans.setdefault((span.start_char, span.end_char), key)

    def reading(self) -> Reading:
        mentions = tuple(Mention(start, end, key) for (start, end), key in sorted(self.spans.items()))
        named = {mention.party for mention in mentions}
        parties = tuple(self.parties[key] for key in sorted(named))
        return Reading(parties, mentions, tuple(self._named(mentions)))

    def _named(self, mentions: tuple[Mention, ...]) -> list[Claim]:
        seen: set[tuple[str, str]] = set()
        claims = []
        for mention in mentions:
            quote = self.document.text[mention.start : mention.end]
            if (mention.party, quote) in seen:
                continue
            seen.add((mention.party, quote))
            claims.append(
                Claim.checked(
                    self.document.name,
                    document=self.document.id,
                    predicate=Predicate.NAMED,
                    subject=mention.party,
                    value=" ".join(quote.split()),
                    quote=quote,
                    start=mention.start,
                    end=mention.end,
                    extractor=EXTRACTOR,
                    extractor_version=VERSION,
                )
            )
        return claims


_LABELS = {"company": Label.COMPANY, "agency": Label.AGENCY, "person": Label.PERSON}


def _shape(bearer: Bearer) -> tuple[Label, str, str | None, str | None] | None:
    """Label, name, kind and anchor; None for what is no party."""
    meaning = bearer.meaning
    if meaning and meaning.what == "agency":
        return Label.AGENCY, meaning.name, None, meaning.anchor
    if meaning and meaning.what == "list":
        return Label.LIST, meaning.name, None, meaning.anchor
    if meaning and meaning.what == "media":
        return Label.ORGANISATION, bearer.spellings[0], "media", None
    kind = bearer.type
    if kind is None or kind == "other":
        return None
    name = bearer.spellings[0]
    if kind in KINDS:
        return Label.ORGANISATION, name, kind, None
    return _LABELS[kind], name, None, None


def _slug(name: str) -> str:
    return re.sub(r"[^\w]+", "-", name.casefold()).strip("-") or "unnamed"
