"""A parsed text to its parties: who is named, how, and as what; with the countries and sectors that the text gives."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from graph.claims import Claim, Document, Party, party_key
from graph.model import Grade, Label, Predicate
from loaders.language.blacklists import Blacklist, blacklists
from loaders.language.described import Described, described
from loaders.language.glosses import core, is_gloss_of
from loaders.language.governments import PLACES, Place, government_name, ministry_name, places
from loaders.language.mentions import KINDS, is_descriptor, votes
from loaders.language.names import Name, Reader
from loaders.language.runs import HYPHENS
from loaders.language.spellings import Bearer, grouped, merged
from loaders.language.traits import CITY_RULE, Trait, traits
from loaders.language.vocabulary import countries, given_names, known, words

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
    names = _in_full(_distinct(Reader(doc).names()), doc)
    draft = _Draft(doc, document)
    bodies = list(described(names, doc))
    inside = {i for body in bodies for i in range(body.start, body.end)}
    found = [place for place in places(names, doc) if place.start not in inside]
    for body in bodies:
        draft.add_described(body)
    for place in found:
        draft.add_place(place)
    covered = {i for place in found if place.acts for i in range(place.start, place.end)}
    for bearer in _bearers([name for name in names if name.start not in covered], doc):
        draft.add(bearer)
    for blacklist in blacklists(names, doc):
        draft.add_blacklist(blacklist)
    for trait in traits(draft.bodies, doc):
        draft.add_trait(trait)
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


def _in_full(names: list[Name], doc: Doc) -> list[Name]:
    """As in "the Departments of State, Defense and Commerce": each with its own name's meaning."""
    out: list[Name] = []
    heads = False
    for name in names:
        between = doc[out[-1].end : name.start].text.casefold().replace(",", " ").split() if out else []
        heads = name.text.startswith("Departments of ") or (heads and set(between) <= {"and", "the", "of"})
        full = known().get("Department of " + name.text.removeprefix("Departments of ")) if heads else None
        out.append(replace(name, meaning=full) if full else name)
    return out


def _parted(names: list[Name], doc: Doc) -> list[Name]:
    """Runs that join two names which the text also has apart: "Anlandish Foo Group", "chair of Foo Eric Poe"."""
    alone = {core(name.text) for name in names}
    short = alone | {parts[:1] for parts in alone if set(parts[1:]) <= words("company_words")}
    out: list[Name] = []
    for name in names:
        joint = None if name.meaning else _joint(name, doc, short)
        if joint is not None:
            out.append(replace(name, end=joint, text=doc[name.start : joint].text))
            out.append(replace(name, start=joint + 1, text=doc[joint + 1 : name.end].text))
            continue
        cut = None if name.meaning else _cut(name, doc, alone)
        if cut is None:
            out.append(name)
            continue
        demonym = known().get(doc[name.start : cut].text)
        if demonym is None:
            out.append(replace(name, end=cut, text=doc[name.start : cut].text))
        out.append(replace(name, start=cut, text=doc[cut : name.end].text, titled=demonym is None))
    return out


def _joint(name: Name, doc: Doc, alone: set[tuple[str, ...]]) -> int | None:
    """The sign that joins two names of the text: "a Velmora-Brenta merger", "Velmora & Brenta"."""
    for at in range(name.start + 1, name.end - 1):
        halves = core(doc[name.start : at].text), core(doc[at + 1 : name.end].text)
        if doc[at].text in (*HYPHENS, "&") and alone.issuperset(halves):
            return at
    return None


def _cut(name: Name, doc: Doc, alone: set[tuple[str, ...]]) -> int | None:
    """The token at which the second of two joined names starts."""
    if name.end - name.start < 2:
        return None
    first = known().get(doc[name.start].text)
    if first and first.what == "demonym" and core(doc[name.start + 1 : name.end].text) in alone:
        return name.start + 1
    for cut in range(name.start + 1, name.end - 1):
        person = doc[cut].text in given_names() and name.end - cut <= 3
        body = doc[cut - 1].lower_ in words("company_words") | words("legal_forms") and cut - name.start > 1
        if person and (body or core(doc[name.start : cut].text) in alone):
            return cut
    return None


def _bearers(names: list[Name], doc: Doc) -> list[Bearer]:
    """What is named, places and things aside, with the votes of all its mentions."""
    names = _parted(names, doc)
    glossed = _glosses(names, doc)
    tickers = {start for start, long in glossed.items() if long < 0}
    bare = _used_as_names(names, doc)
    bodies = [
        name
        for name in names
        if name.start not in tickers
        and not (name.meaning and name.meaning.what in (*PLACES, "none"))
        and not (name.meaning is None and is_descriptor(name) and name.text not in bare)
    ]
    bearers = grouped([(name, votes(name, doc)) for name in bodies if not name.weak or name.meaning])
    bearers = merged(bearers, {gloss: long for gloss, long in glossed.items() if long >= 0})
    _share_votes(bearers, doc)
    _take_headings(bearers, [name for name in names if name.weak and not name.meaning], doc)
    return bearers


def _used_as_names(names: list[Name], doc: Doc) -> set[str]:
    """Words for a part of a firm that stand three times alone, with a capital, in mid-sentence: "to Arm"."""
    alone = Counter(
        name.text
        for name in names
        if not (name.weak or name.opens or name.titled)
        and doc[name.start - 1].pos_ in ("ADP", "VERB", "SCONJ", "CCONJ")
    )
    parts = words("company_nouns") | words("company_words")
    return {text for text, count in alone.items() if count >= 3 and text.casefold() in parts and text[0].isupper()}


def _glosses(names: list[Name], doc: Doc) -> dict[int, int]:
    """Names in parentheses right after another: to which token's name they belong, or -1 for a ticker symbol."""
    found = {}
    for before, name in pairwise(names):
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
    for one, other in pairwise(ordered):
        end = next(name.end for name in owner[one].names if name.start == one)
        between = doc[end:other].text.casefold().split()
        if between and all(word in (",", "and", "or", "&", "as", "well", ";") for word in between) and len(between) < 4:
            hints += [(owner[other], kind) for kind in [owner[one].type] if kind]
            hints += [(owner[one], kind) for kind in [owner[other].type] if kind]
    for bearer, kind in hints:
        bearer.votes[kind] += 2


def _take_headings(bearers: list[Bearer], weak: list[Name], doc: Doc) -> None:
    """A heading only names parties that the text names too, whatever capitals stand beside them."""
    by_words: dict[tuple[str, ...], Bearer] = {}
    for bearer in bearers:
        for name in bearer.names:
            by_words.setdefault(tuple(token.text for token in doc[name.start : name.end]), bearer)
    for run in weak:
        at = run.start
        while at < run.end:
            spans = (end for end in range(run.end, at, -1) if tuple(t.text for t in doc[at:end]) in by_words)
            end = next(spans, None)
            if end is not None:
                spelled = tuple(token.text for token in doc[at:end])
                by_words[spelled].names.append(Name(at, end, doc[at:end].text, weak=True))
            at = end or at + 1


class _Draft:
    """Collects parties, mentions and claims of one document."""

    def __init__(self, doc: Doc, document: Document) -> None:
        self.doc, self.document = doc, document
        self.parties: dict[str, Party] = {}
        self.spans: dict[tuple[int, int], str] = {}
        self.owners: dict[int, str] = {}  # token where a name starts, to its party
        self.unnamed: set[tuple[int, int]] = set()  # mentions by a common noun
        self.traits: list[Claim] = []
        self._bodies: list[Name] = []

    def add_place(self, place: Place) -> None:
        if place.ministry:
            name = ministry_name(place.code, place.ministry)
            key = self.party(Label.AGENCY, name, anchor=f"{place.code}-{place.ministry}-ministry")
        elif place.acts:
            key = self.party(Label.AGENCY, government_name(place.code), anchor=f"{place.code}-government")
        else:
            key = self.party(Label.COUNTRY, countries()[place.code], anchor=place.code)
        self.mention(place.start, place.end, key)

    def add_described(self, body: Described) -> None:
        name = " ".join(self.doc[body.start : body.end].text.split())
        self.mention(body.start, body.end, self.party(body.label, name, kind=body.kind))

    def add_blacklist(self, blacklist: Blacklist) -> None:
        """A common noun for a list is a mention of it, and no name."""
        meaning = blacklist.meaning
        name = meaning.name if meaning else blacklist.name
        key = self.party(Label.LIST, name, anchor=meaning.anchor if meaning else None)
        self.mention(blacklist.start, blacklist.end, key, named=self.doc[blacklist.start : blacklist.end].text == name)

    def add(self, bearer: Bearer) -> None:
        shape = _shape(bearer)
        if shape is None:
            return
        label, name, kind, anchor = shape
        key = self.party(label, name, kind=kind, anchor=anchor)
        for found in bearer.names:
            self.mention(found.start, found.end, key)
            self.owners[found.start] = key
            if label in (Label.COMPANY, Label.ORGANISATION, Label.PERSON):
                self._bodies.append(found)

    @property
    def bodies(self) -> list[Name]:
        """Names of firms, organisations and persons, in order."""
        return sorted(self._bodies, key=lambda name: name.start)

    def add_trait(self, trait: Trait) -> None:
        """A country or sector of a party, with the words that give it."""
        subject = self.owners[trait.name]
        span = self.doc[trait.start : trait.end]
        quote = (span.start_char, span.end_char)
        if trait.sector:
            if self.parties[subject].label is not Label.PERSON:
                self.traits.append(self._claim(Predicate.IN_SECTOR, subject, *quote, value=trait.sector))
            return
        assert trait.country is not None  # noqa: S101 - a trait has one or the other
        country = self.party(Label.COUNTRY, countries()[trait.country], anchor=trait.country)
        inferred: dict[str, Any] = {"grade": Grade.INFERRED, "rule": CITY_RULE} if trait.by_city else {}
        self.traits.append(self._claim(Predicate.LOCATED_IN, subject, *quote, object=country, **inferred))

    def _claim(self, predicate: Predicate, subject: str, start: int, end: int, **fields: Any) -> Claim:
        return Claim.checked(
            self.document.name,
            document=self.document.id,
            predicate=predicate,
            subject=subject,
            quote=self.document.text[start:end],
            start=start,
            end=end,
            extractor=EXTRACTOR,
            extractor_version=VERSION,
            **fields,
        )

    def party(self, label: Label, name: str, *, kind: str | None = None, anchor: str | None = None) -> str:
        key = party_key(self.document.id, label, anchor or _slug(name))
        self.parties.setdefault(key, Party(key=key, label=label, name=name, kind=kind, anchor=anchor))
        return key

    def mention(self, start: int, end: int, key: str, *, named: bool = True) -> None:
        span = self.doc[start:end]
        self.spans.setdefault((span.start_char, span.end_char), key)
        if not named:
            self.unnamed.add((span.start_char, span.end_char))

    def reading(self) -> Reading:
        mentions = tuple(Mention(start, end, key) for (start, end), key in sorted(self.spans.items()))
        parties = tuple(self.parties[key] for key in sorted(self.parties))
        return Reading(parties, mentions, (*self._named(mentions), *self.traits))

    def _named(self, mentions: tuple[Mention, ...]) -> list[Claim]:
        """One for each spelling of a party, where it first stands; a demonym is no name of its country."""
        seen: set[tuple[str, str]] = set()
        claims = []
        for mention in mentions:
            if (mention.start, mention.end) in self.unnamed:
                continue
            quote = self.document.text[mention.start : mention.end]
            value = " ".join(quote.split())
            if (mention.party, value) in seen or self._is_demonym(mention.party, value):
                continue
            seen.add((mention.party, value))
            claims.append(self._claim(Predicate.NAMED, mention.party, mention.start, mention.end, value=value))
        return claims

    def _is_demonym(self, party: str, value: str) -> bool:
        meaning = known().get(value)
        return self.parties[party].label is Label.COUNTRY and meaning is not None and meaning.what == "demonym"


_LABELS = {"company": Label.COMPANY, "agency": Label.AGENCY, "person": Label.PERSON}


def _shape(bearer: Bearer) -> tuple[Label, str, str | None, str | None] | None:
    """Label, name, kind and anchor; None for what is no party."""
    meaning = bearer.meaning
    if meaning and meaning.what == "agency":
        return Label.AGENCY, meaning.name, None, meaning.anchor
    if meaning and meaning.what == "list":
        return Label.LIST, meaning.name, None, meaning.anchor
    if meaning:
        return Label.ORGANISATION, bearer.spellings[0], meaning.what, None
    kind = bearer.type
    if kind is None or kind == "other":
        return None
    name = bearer.spellings[0]
    if kind in KINDS:
        return Label.ORGANISATION, name, kind, None
    return _LABELS[kind], name, None, None


def _slug(name: str) -> str:
    return re.sub(r"[^\w]+", "-", name.casefold()).strip("-") or "unnamed"
