"""What a name is by where it stands when no word beside it tells: a firm, a place, a thing, or nothing to go by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from loaders.language.names import Name
from loaders.language.pipeline import is_word
from loaders.language.vocabulary import known, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

COMMON = "common"  # the same of a name that is made of common words: it may be a thing, a heading, a phrase
UNKNOWN = "unknown"  # a name of which nothing is told: mostly a firm, but no number of mentions makes it surer


def standing(name: Name, doc: Doc) -> Iterator[tuple[str, int]]:
    """What a name is when nothing tells: without an article mostly a firm, after "in" or "near" a place."""
    before = doc[name.start - 1].lower_ if name.start else ""
    raw = name.words
    if len(raw) == 1 and raw[0].isupper() and raw[0].isalpha():
        if before == "the":
            yield "agency", 2
        return
    if len(raw) == 1 and name.opens:
        return
    if before in ("near", "outside", "throughout", "across") or (
        before == "of"
        and doc[name.start - 2].lower_ in ("city", "town", "province", "village", "region", "district", "port")
    ):
        yield "other", 6
        return
    if _is_code(raw):
        yield "other", 4
        return
    if before == "in" and doc[name.start - 1].head.lemma_.casefold() not in (
        "invest",
        "stake",
        "share",
        "investment",
        "investor",
        "shareholder",
    ):
        yield "other", 1
        return
    if before in ("and", ",") and _is_next_to_town(name, doc):
        yield "other", 2
        return
    if before not in ("the", "a", "an", "this"):
        yield COMMON if _is_common(name, doc) else UNKNOWN, 1


def _is_common(name: Name, doc: Doc) -> bool:
    """Whether a name is made of common words, and stands where things stand as well as firms."""
    letters = [token for token in doc[name.start : name.end] if token.is_alpha]
    if not letters or not all(is_word(token) for token in letters):
        return False
    root: Token = doc[name.start : name.end].root
    while root.dep_ == "conj" and root.head.i != root.i:
        root = root.head
    if root.dep_ in ("nsubj", "nsubjpass", "poss", "appos") and root.tag_ in ("NNP", "NNPS"):
        return False
    preposition = root.head.lower_ if root.dep_ == "pobj" else ""
    if preposition in ("at", "by", "from", "with", "to", "between", "like", "including", "as"):
        return False
    single = len(name.words) == 1 and root.tag_ == "NNP" and not name.opens
    return not (single and root.dep_ in ("dobj", "pobj", "dative"))


def _is_next_to_town(name: Name, doc: Doc) -> bool:
    """As in "in Porto and Lugano"; the comma of "In Porto, Velmora has" only ends what opens the sentence."""
    if name.start < 2 or not _is_town(doc[name.start - 2].text):
        return False
    fronted = name.start > 2 and doc[name.start - 3].is_sent_start and doc[name.start - 3].pos_ == "ADP"
    return not fronted and doc[name.start : name.end].root.dep_ != "nsubj"


def _is_town(text: str) -> bool:
    meaning = known().get(text)
    return meaning is not None and meaning.what in ("city", "capital")


def _is_code(raw: list[str]) -> bool:
    """The name of a model or file: "A330neo", "Win32.Agent", "737"."""
    return any(
        re.search(r"[A-Za-z]-?\d|\d[A-Za-z]|\w\.\w", word)
        and not re.fullmatch(r"\d[A-Za-z]{3,}|[A-Z]\d{1,2}|[A-Z][a-z]+\d|(?:[A-Z]\.)+[A-Z]?|\w+\.(?:com|ai|io)", word)
        for word in raw
    )


def thing_behind(name: Name, doc: Doc, after: Token) -> Token | None:
    """The noun behind a name that makes it a thing's: "the Velm trojan", "Velm banking trojan"."""
    head = after
    for token in doc[name.end : name.end + 3]:
        if token.pos_ not in ("NOUN", "ADJ"):
            break
        head = token
    return next((token for token in (after, head) if token.lower_ in words("thing_nouns")), None)


def called_thing(name: Name, doc: Doc) -> Iterator[tuple[str, int]]:
    """As in "the ransomware Velm", "malware called Velm", "its Velm", "Brenta's Velm"."""
    at = name.start - 1
    while at > 0 and doc[at].lower_ in ("called", "named", "dubbed", "as", "known", ",", "“", '"', "‘", "("):
        at -= 1
    if at >= 0 and doc[at].lower_ in words("thing_nouns") and not doc[at].is_sent_start:
        yield "other", 6 if at < name.start - 1 or doc[at].lower_ in words("malware_nouns") else 2
    before = doc[name.start - 1] if name.start else None
    if before is not None and len(name.words) < 3 and before.tag_ in ("PRP$", "POS"):
        place = before.tag_ == "POS" and (meaning := known().get(before.nbor(-1).text)) and meaning.code
        if not place:
            yield "other", 2
