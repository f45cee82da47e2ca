"""The country and the sector that a text gives a firm: "US chipmaker X", "X, a Dutch steel firm", "X makes chips".

Only what the words beside a name say. A demonym, a country or "Lisbon-based" gives a country; a city's country is an
inferred claim. What a firm is called, works in or makes gives a sector (sectors.toml).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from loaders.language.governments import PLACES
from loaders.language.names import Name
from loaders.language.runs import known_at
from loaders.language.vocabulary import table, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_LISTING = frozenset({",", "and", "or", "&", "both", ";"})
_CUES = (("including",), ("such", "as"), ("like",), ("namely",), (":",), ("–",))
_MAKES = frozenset(
    {"make", "produce", "manufacture", "design", "develop", "sell", "supply", "build", "provide", "offer"}
)
_WORKS = frozenset({"specialise", "specialize"})
_SEATED = frozenset({"based", "headquartered", "located", "incorporated", "registered"})
CITY_RULE = "a city lies in its country"


@dataclass(frozen=True, slots=True)
class Trait:
    """What tokens `start` to `end` say of the party named at token `name`."""

    name: int
    start: int
    end: int
    country: str | None = None  # ISO code, lower case
    sector: str | None = None
    by_city: bool = False


def traits(names: list[Name], doc: Doc) -> list[Trait]:
    """Every country and sector given to one of `names` (parties only, in order)."""
    found: dict[tuple[int, str | None, str | None], Trait] = {}
    runs = _coordinated(names, doc)
    for name in names:
        for trait in (*_described(name, doc), *_located(name, doc), *_owned_by_country(name, doc), *_based(name, doc)):
            found.setdefault((trait.name, trait.country, trait.sector), trait)
    for run in runs:
        for trait in (*_called(run, doc), *_does(run, doc)):
            found.setdefault((trait.name, trait.country, trait.sector), trait)
    return sorted(found.values(), key=lambda t: (t.name, t.start, t.country or "", t.sector or ""))


def _coordinated(names: list[Name], doc: Doc) -> list[list[Name]]:
    """Names in runs: those that only commas and "and" part stand together."""
    runs: list[list[Name]] = []
    for name in names:
        if runs:
            between = [token.lower_ for token in doc[runs[-1][-1].end : name.start]]
            if between and all(word in _LISTING for word in between):
                runs[-1].append(name)
                continue
        runs.append([name])
    return runs


def _called(run: list[Name], doc: Doc) -> Iterator[Trait]:
    """The phrase right before the first of the names; to the others it reaches only in the plural."""
    first = run[0]
    end = first.start
    if end and doc[end - 1].lower_ == "both":
        end -= 1
    for cue in _CUES:
        if tuple(t.lower_ for t in doc[max(0, end - len(cue)) : end]) == cue:
            end -= len(cue)
            if end and doc[end - 1].text == ",":
                end -= 1
            break
    start = _phrase_start(doc, end)
    if start == end:
        return
    head = doc[end - 1]
    if end != first.start and head.tag_ != "NNS":
        return
    reached = run if head.tag_ == "NNS" else run[:1]
    for name in reached:
        yield from _of_phrase(doc, name.start, (start, end), (start, name.end))


def _phrase_start(doc: Doc, end: int) -> int:
    """Where the noun phrase without article that ends at `end` starts."""
    start = end
    while start and end - start < 10:
        token = doc[start - 1]
        hyphen = token.text in ("-", "‑")
        fits = token.pos_ in ("ADJ", "NOUN", "PROPN", "NUM") or token.lower_ in words("company_nouns")
        fits = fits or (token.tag_ in ("VBN", "VBG", "JJ") and token.dep_ in ("amod", "compound"))
        if token.is_space or not (fits or hyphen) or (doc[start].is_sent_start and start < end):
            break
        start -= 1
    while start < end and doc[start].text in ("-", "‑"):
        start += 1
    return start


def _described(name: Name, doc: Doc) -> Iterator[Trait]:
    """As in "X, a Dutch lithography firm", "X is a chipmaker", "As a US company, X"."""
    at = name.end
    if at + 1 < len(doc) and (doc[at].text in (",", "—", "–") or doc[at].lemma_ == "be"):
        article = doc[at + 1].lower_ in ("a", "an", "the", "another", "one")
        negated = doc[at + 1].lower_ == "not"
        if article and not negated:
            end = _phrase_end(doc, at + 2)
            yield from _of_phrase(doc, name.start, (at + 2, end), (name.start, end))
    before = doc[max(0, name.start - 1)]
    if name.start > 2 and before.text == ",":
        start = _phrase_start(doc, before.i)
        opener = [t.lower_ for t in doc[max(0, start - 2) : start]]
        if opener in (["as", "a"], ["as", "an"]):
            yield from _of_phrase(doc, name.start, (start, before.i), (start, name.end))


def _phrase_end(doc: Doc, start: int) -> int:
    end = start
    while end < len(doc) and end - start < 10 and not doc[end].is_sent_start:
        token = doc[end]
        if (
            token.pos_ not in ("ADJ", "NOUN", "PROPN", "NUM")
            and token.tag_ not in ("VBN", "VBG")
            and token.text not in ("-", "‑")
        ):
            break
        end += 1
    return end


def _of_phrase(doc: Doc, name: int, phrase: tuple[int, int], quote: tuple[int, int]) -> Iterator[Trait]:
    """The countries and sectors in a phrase that calls a party something."""
    start, end = phrase
    if start >= end:
        return
    head = doc[end - 1].lower_
    firm = head in words("company_nouns") or head in words("investor_nouns")
    for i in range(start, end):
        place = _place(doc, i, end)
        if place is not None:
            code, by_city = place
            if firm:
                yield Trait(name, *quote, country=code, by_city=by_city)
    yield from (
        Trait(name, *quote, sector=sector) for sector in _sectors([t.lower_ for t in doc[start:end]], firm=firm)
    )


def _place(doc: Doc, i: int, limit: int) -> tuple[str, bool] | None:
    """A demonym or country at `i`, or "Porto-based": its code, and whether a city tells."""
    found = known_at(doc, i)
    if not found or found[0] > limit or found[1].what not in PLACES or not found[1].code:
        return None
    end, meaning = found
    based = [t.lower_ for t in doc[end : end + 2]] in (["-", "based"], ["‑", "based"], ["-", "headquartered"])
    if meaning.what in ("city", "capital"):
        return (meaning.code, True) if based else None
    if end < limit and doc[end].text in ("-", "‑") and not based:  # "US-backed", "China-focused"
        return None
    return meaning.code, False


@cache
def _sector_words() -> dict[str, dict[str, str]]:
    """Word to sector, for each of nouns, subjects and products."""
    out: dict[str, dict[str, str]] = {"nouns": {}, "subjects": {}, "products": {}}
    for sector, row in table("sectors").items():
        for column, found in out.items():
            found.update(dict.fromkeys(row[column], sector))
    return out


def _sectors(phrase: list[str], *, firm: bool) -> list[str]:
    """Sectors of the words of a phrase, longest words first, no word used twice."""
    nouns, subjects = _sector_words()["nouns"], _sector_words()["subjects"]
    free = [word for word in phrase if word not in ("-", "‑")]
    found: list[str] = []
    for size in (3, 2, 1):
        i = 0
        while i + size <= len(free):
            words_here = " ".join(free[i : i + size])
            last = i + size == len(free)
            sector = (nouns.get(words_here) if last else None) or (
                subjects.get(words_here) if firm and not last else None
            )
            if sector and "\0" not in words_here:
                found.append(sector)
                free[i : i + size] = ["\0"] * size
            i += 1
    return list(dict.fromkeys(found))


def _located(name: Name, doc: Doc) -> Iterator[Trait]:
    """As in "X (Norway)", "X in Norway", "X, based in Bergen"."""
    at = name.end
    if at < len(doc) and doc[at].text == ",":
        at += 1
    seated = at < len(doc) and doc[at].lower_ in _SEATED
    at += seated
    if at + 1 >= len(doc) or doc[at].lower_ not in ("in", "(") or (doc[name.end].text == "," and not seated):
        return
    found = known_at(doc, at + 1)
    if found is None or found[1].what not in PLACES - {"demonym"} or not found[1].code:
        return
    end, meaning = found
    bracket = doc[at].text == "("
    if bracket and (end >= len(doc) or doc[end].text != ")"):
        return
    if not bracket and not seated and not _after_name_only(doc, name, end):
        return
    yield Trait(
        name.start, name.start, end + bracket, country=meaning.code, by_city=meaning.what in ("city", "capital")
    )


def _based(name: Name, doc: Doc) -> Iterator[Trait]:
    """As in "Lisbon-based X", "the Porto, Portugal, company X", "the Porto, Portugal-based firm X"."""
    start = name.start
    at = start - 3
    if at >= 0 and doc[start - 1].lower_ in ("based", "headquartered") and doc[start - 2].text in ("-", "‑"):
        yield from _seat(name, doc, start - 2)
    noun = _phrase_start(doc, start)
    if noun < start and doc[start - 1].lower_ in words("company_nouns") and noun > 2 and doc[noun - 1].text == ",":
        yield from _seat(name, doc, noun - 1)


def _seat(name: Name, doc: Doc, end: int) -> Iterator[Trait]:
    """The place whose words end at token `end`."""
    for at in range(end - 1, max(-1, end - 4), -1):
        found = known_at(doc, at)
        if found and found[0] == end and found[1].code and found[1].what in PLACES - {"demonym"}:
            yield Trait(name.start, at, name.end, country=found[1].code, by_city=found[1].what in ("city", "capital"))
            return


def _after_name_only(doc: Doc, name: Name, end: int) -> bool:
    """As in "X in Russia and Y in Norway are": the place belongs to the name where both head the subject."""
    preposition = doc[name.end]
    return preposition.head.i in range(name.start, name.end) and end < len(doc)


def _owned_by_country(name: Name, doc: Doc) -> Iterator[Trait]:
    """As in "Norway's X"; "Norwegian X" where nothing stands between."""
    start = name.start
    possessive = start > 1 and doc[start - 1].tag_ == "POS"
    at = start - 2 if possessive else start - 1
    for back in range(4):
        i = at - back
        if i < 0:
            return
        found = known_at(doc, i)
        if found and found[0] == at + 1 and found[1].code:
            meaning = found[1]
            fits = meaning.what == "country" if possessive else meaning.what == "demonym"
            if fits:
                yield Trait(name.start, i, name.end, country=meaning.code)
            return


def _does(run: list[Name], doc: Doc) -> Iterator[Trait]:
    """As in "X and Y, which make chips", "X specialises in biometrics"."""
    roots = [doc[name.start : name.end].root for name in run]
    for verb in _verbs(run, roots, doc):
        if any(child.dep_ == "neg" or child.tag_ == "MD" for child in verb.children):
            continue
        for token, sector in _objects(verb):
            for name in run:
                yield Trait(name.start, name.start, token.i + 1, sector=sector)


def _verbs(run: list[Name], roots: list[Token], doc: Doc) -> Iterator[Token]:
    """Present-tense verbs whose subject the names are, in the clause itself or in "which ..."."""
    ids = {root.i for root in roots}
    for root in roots:
        if root.dep_ == "nsubj":
            yield root.head
    end = run[-1].end
    if end + 1 < len(doc) and doc[end].text == "," and doc[end + 1].lower_ in ("which", "that", "who"):
        yield doc[end + 1].head
    elif end < len(doc) and doc[end].lower_ in ("which", "that"):
        yield doc[end].head
    for root in roots:
        yield from (child for child in root.children if child.dep_ == "relcl" and child.i not in ids)


def _objects(verb: Token) -> Iterator[tuple[Token, str]]:
    """What is made or worked in, with its sector."""
    lemma = verb.lemma_.casefold()
    if lemma in _MAKES and verb.tag_ in ("VBP", "VBZ", "VBG", "VB"):
        things = [child for child in verb.children if child.dep_ == "dobj"]
        column = "products"
    elif lemma in _WORKS:
        things = [
            grand
            for child in verb.children
            if child.dep_ == "prep" and child.lower_ == "in"
            for grand in child.children
            if grand.dep_ == "pobj"
        ]
        column = "subjects"
    else:
        return
    for thing in [conjunct for token in things for conjunct in (token, *token.conjuncts)]:
        if sector := _thing_sector(thing, column):
            yield thing, sector


def _thing_sector(thing: Token, column: str) -> str | None:
    table_ = _sector_words()[column]
    phrase = [t.lower_ for t in thing.doc[max(0, thing.i - 2) : thing.i + 1]]
    for size in (3, 2, 1):
        if sector := table_.get(" ".join(phrase[-size:])):
            return sector
    return None
