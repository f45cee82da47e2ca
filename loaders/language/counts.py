"""How many an action listed: each number with the noun that it counts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from graph.claims import Quantity, QuantityKind
from graph.model import Predicate
from loaders.language.finding import Finding
from loaders.language.lexicon import is_one_of
from loaders.language.listings import Listing

if TYPE_CHECKING:
    from spacy.tokens import Token

NUMBERS = {
    word: n
    for n, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        1,
    )
} | {"dozen": 12, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100}


def counts_in(listings: list[Listing]) -> list[Finding]:
    """ADDED_COUNT findings without a subject yet; parts counted in one clause share their words."""
    found: dict[tuple[str, Decimal, str], Finding] = {}
    for listing in listings:
        parts = list(_counted(listing))
        shared = tuple(t for noun, number, _ in parts for t in (noun, number))
        for noun, number, kind in parts:
            value = _number(number)
            again = _definite(noun) and any(key[:2] == (kind, value) for key in found)
            if value is not None and not again:
                key = (kind, value, _unit(noun, number))
                found.setdefault(key, _finding(listing, noun, number, kind, value, shared))
    return list(found.values())


def _definite(noun: Token) -> bool:
    """As in "the four companies" counts again what was counted before."""
    return any(c.dep_ == "det" and c.lower_ in ("the", "these", "those") for c in noun.children)


def _finding(
    listing: Listing, noun: Token, number: Token, kind: str, value: Decimal, shared: tuple[Token, ...]
) -> Finding:
    quantity = Quantity(kind=QuantityKind.COUNT, low=value, high=value, unit=_unit(noun, number))
    words_ = (noun, number) if kind == "subset" else shared
    return Finding(Predicate.ADDED_COUNT, "", None, listing.head, words_, quantity=quantity, value=kind)


def _counted(listing: Listing) -> Iterator[tuple[Token, Token, str]]:
    """Noun, its number, and the class counted. What "including" adds is a subset of the rest."""
    for noun in (*listing.nouns, *_alongside(listing.head)):
        number = _number_of(noun)
        if number is not None:
            yield noun, number, kind_of(noun)
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ in ("including", "include"):
                yield from _subsets(child)


def _subsets(preposition: Token) -> Iterator[tuple[Token, Token, str]]:
    for noun in preposition.children:
        number = _number_of(noun) if noun.dep_ == "pobj" and noun.pos_ == "NOUN" else None
        if number is not None:
            yield noun, number, "subset"


def _alongside(head: Token) -> Iterator[Token]:
    """As in "..., along with one voice firm, a camera maker and a start-up"."""
    for child in head.children:
        if child.lower_ in ("along", "together") and child.dep_ in ("prep", "advmod"):
            for noun in child.subtree:
                if is_one_of(noun, "counted") and noun.dep_ in ("pobj", "conj", "appos"):
                    yield noun


def _number_of(noun: Token) -> Token | None:
    """The numeral before a noun; "a" counts one where it stands in a list of numbers."""
    for child in noun.children:
        if child.dep_ == "nummod" and child.i < noun.i:
            return child
    article = next((c for c in noun.children if c.dep_ == "det" and c.lower_ in ("a", "an")), None)
    return article if article is not None and noun.dep_ in ("conj", "appos") and noun.tag_ == "NN" else None


def _number(token: Token) -> Decimal | None:
    text = token.lower_.replace(",", "")
    if text.isdecimal():
        return Decimal(text)
    if text in ("a", "an"):
        return Decimal(1)
    value = NUMBERS.get(text)
    return None if value is None else Decimal(value)


def kind_of(noun: Token) -> str:
    """The class that a noun counts: companies, bodies, or parties of any kind."""
    if is_one_of(noun, "public_bodies"):
        return "bodies"
    return "companies" if is_one_of(noun, "firms") else "parties"


def _unit(noun: Token, number: Token) -> str:
    """What is counted, in the text's words: the noun with what narrows it, without number and article."""
    left = [t for t in noun.subtree if number.i < t.i < noun.i and t.pos_ not in ("DET", "PUNCT", "SPACE")]
    left = [t for t in left if t.lower_ not in ("more", "other", "new", "additional")]
    narrowed = [t for c in noun.children if c.dep_ == "acl" and c.i == noun.i + 1 for t in _short(c)]
    return " ".join(t.text for t in [*left, noun, *narrowed])


def _short(participle: Token) -> list[Token]:
    kept = [participle]
    for child in participle.children:
        if child.dep_ == "prep":
            kept += [t for t in child.subtree if t.i - participle.i < 5 and not t.is_punct]
            break
    return sorted(set(kept), key=lambda t: t.i)
