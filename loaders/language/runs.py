"""Runs of words that may be names: those with a capital that proves something, and the small words that join them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from loaders.language.vocabulary import Known, given_names, known, openers, table, words
from loaders.paragraphs import Stretch, lines

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MAX_WORDS = 14  # a longer run of capitals is a heading or a hostile text, not a name
MAX_CHARACTERS = 200
JOINERS = frozenset({"of", "for", "on", "the", "and", "&"})
HYPHENS = frozenset({"-", "‑", "–"})
_PARTICLES = frozenset(
    {"de", "del", "della", "der", "den", "di", "dos", "du", "la", "van", "von", "bin", "bint", "ibn", "al", "el"}
)
_POSSESSIVE = frozenset({"'s", "’s"})
_OPENING = frozenset({"“", '"', "‘", "(", "[", ":", "—", "–", "•", "*", "-", "'", "«", "|"})


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], Known]]]:
    """Known spellings as token texts, by their first token, longest first."""
    from loaders.language.pipeline import pipeline

    found: dict[str, list[tuple[tuple[str, ...], Known]]] = {}
    for spelling, meaning in known().items():
        tokens = tuple(token.text for token in pipeline().make_doc(spelling))
        found.setdefault(tokens[0], []).append((tokens, meaning))
    return {first: sorted(rest, key=lambda r: (-len(r[0]), r[0])) for first, rest in found.items()}


def known_at(doc: Doc, at: int) -> tuple[int, Known] | None:
    """The longest known spelling that starts at token `at`: where it ends, and what it is."""
    for tokens, meaning in _phrases().get(doc[at].text, ()):
        end = at + len(tokens)
        if tuple(token.text for token in doc[at:end]) == tokens:
            return end, meaning
    return None


class Runs:
    """Finds the runs of one parsed text. Capitals in mid-sentence are believed; those that open one are weighed."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.weak = heading_tokens(doc)
        self.inside = Counter(  # words with a capital in mid-sentence: they are names when they open one too
            token.text for token in doc if token.i not in self.weak and capital(token) and not opens(token)
        )
        self.lower = Counter(token.text for token in doc if token.is_lower)
        self.possessive = frozenset(_possessive_names(doc))

    def runs(self) -> Iterator[tuple[int, int]]:
        """Stretches of name words with the small words that join them."""
        i, size = 0, len(self.doc)
        while i < size:
            start = i
            end = self._after_known(i) or (i + 1 if self._is_name_word(i) else 0) or self._after_article(i)
            while end:
                more = self._extension(start, end)
                if not more:
                    break
                end = more
            if end and end - start <= MAX_WORDS * 2:
                yield start, end
            i = max(end, i + 1)

    def _after_article(self, i: int) -> int:
        """The end of "al-Watan", which opens with a small word."""
        doc = self.doc
        opens = doc[i].text in ("al", "el") and i + 2 < len(doc) and doc[i + 1].text in HYPHENS
        return i + 3 if opens and capital(doc[i + 2]) else 0

    def _after_known(self, i: int) -> int:
        found = known_at(self.doc, i)
        return found[0] if found and found[1].what != "list" and not self.doc[i].is_lower else 0

    def _extension(self, start: int, end: int) -> int:
        """Where the run goes on to, or 0."""
        doc = self.doc
        if end >= len(doc) or doc[end].is_sent_start or self._is_over(end):
            return 0
        if doc[end].text in _POSSESSIVE and doc[end - 1].text in self.possessive:
            return end + 1
        if doc[end].is_space and "\n" not in doc[end].text and end + 1 < len(doc) and self._is_name_word(end + 1):
            return end + 2  # a no-break space is a token of its own
        if self._is_name_word(end) and not doc[end - 1].is_punct:
            return self._after_known(end) or end + 1
        if doc[end].text in HYPHENS and not doc[end - 1].whitespace_ and not doc[end].whitespace_:
            return self._after_hyphen(end)
        return self._after_small_word(start, end)

    def _is_over(self, end: int) -> bool:
        """Whether a legal form with a full stop ends a sentence too: "He left Velmora Ltd. Brenta grew."."""
        before, forms = self.doc[end - 1], words("legal_forms")
        ended = before.text.endswith(".") and before.lower_.rstrip(".") in forms
        return ended and self.doc[end].lower_.rstrip(".") not in forms and self._is_name_word(end)

    def _after_small_word(self, start: int, end: int) -> int:
        """Where the run goes on to after a sign, particle, joining word or number, or 0."""
        token, more = self.doc[end], end + 1 < len(self.doc)
        form = words("legal_forms")
        if token.text == "." and more and self.doc[end + 1].lower_ in form and self.doc[end - 1].lower_ in form:
            return end + 2  # "PTE. LTD."
        if token.text == "&" and more and self._is_name_word(end + 1):
            return end + 2
        if token.lower_ in _PARTICLES:
            return self._after_particles(end)
        if token.lower_ in JOINERS:
            return self._after_joiner(start, end)
        return self._after_number(end) if token.like_num and self.doc[end - 1].whitespace_ else 0

    def _after_number(self, end: int) -> int:
        """As in "Qihoo 360", "Rapid 7": a bare number that no unit, noun or full stop makes a quantity."""
        doc = self.doc
        following = doc[end + 1] if end + 1 < len(doc) else None
        if not doc[end].text.isdigit() or len(doc[end].text) > 4 or doc[end - 1].text in table("not_names")["calendar"]:
            return 0
        quantity = following is not None and (
            following.pos_ in ("NOUN", "NUM", "ADJ", "PROPN") or following.text in "%$"
        )
        return 0 if quantity and doc[end].head.i != doc[end - 1].i else end + 1

    def _after_hyphen(self, end: int) -> int:
        following = end + 1
        if following < len(self.doc) and capital(self.doc[following]):
            return following + 1
        letter = following < len(self.doc) and re.fullmatch(r"[a-z]", self.doc[following].text)
        return following + 1 if letter and self.doc[end - 1].text.isupper() else 0  # "BTC-e"

    def _after_particles(self, end: int) -> int:
        at = end
        while at < len(self.doc) and (self.doc[at].lower_ in _PARTICLES or self.doc[at].text in HYPHENS):
            at += 1
        return at + 1 if at < len(self.doc) and at - end <= 3 and self._is_name_word(at) else 0

    def _after_joiner(self, start: int, end: int) -> int:
        """As in "of", "for", "on", "the" and "and" join only after the head of a body's name."""
        doc, at = self.doc, end
        heads = [t.lower_ for t in doc[start:end] if t.lower_ in words("of_heads")]
        if doc[end].text in ("and", "&"):
            joined = end + 1 < len(doc) and doc[end + 1].lower_ in words("portfolios") and doc[end + 1].is_title
            subject = doc[end - 1].lower_ in words("portfolios")
            return end + 2 if joined and (heads or subject) else 0
        while at < len(doc) and doc[at].lower_ in ("of", "for", "on", "the", "in") and at - end < 2:
            at += 1
        if not heads or at >= len(doc) or not self._is_name_word(at):
            return 0
        return self._after_known(at) or at + 1

    def _is_name_word(self, i: int) -> bool:
        token = self.doc[i]
        if not capital(token) or len(token.text) > MAX_CHARACTERS:
            return False
        if token.text in openers() and not self._is_given_name(token):
            return False
        if not opens(token):
            return True
        if self.inside[token.text]:
            return True
        told = token.pos_ == "PROPN" or (token.pos_ == "NOUN" and self._is_suffixed(i))
        return (told and not self.lower[token.lower_]) or odd(token.text)

    def _is_suffixed(self, i: int) -> bool:
        """As in "Velmora-backed", which opens a sentence."""
        suffix = self.doc[i + 1 : i + 3]
        return len(suffix) == 2 and suffix[0].text in HYPHENS and suffix[1].lower_ in words("business_suffixes")

    def _is_given_name(self, token: Token) -> bool:
        """Whether an opening word is a name here: "Will Poe said"."""
        if self.inside[token.text] and not opens(token) and token.pos_ == "PROPN":
            return True
        following = token.nbor(1) if token.i + 1 < len(self.doc) else None
        if token.i and not opens(token) and token.nbor(-1).text in given_names() and opens(token.nbor(-1)) is False:
            return True
        person = token.text in given_names() and token.pos_ == "PROPN" and following is not None
        return person and following is not None and following.pos_ == "PROPN" and following.text[0].isupper()


_JOINED = re.compile(r"-(?:based|backed|owned|linked|led|made|run|built)$")
_WORD = re.compile(r"(?=.*[^\W\d_])[\w.&'’+!/-]+")  # no markup, no addresses, no money


def _possessive_names(doc: Doc) -> Iterator[str]:
    """Words that are never met without "'s", and once with nothing behind that they could possess: "Brenna's said"."""
    bare = {token.text for token in doc if token.i + 1 == len(doc) or token.nbor(1).text not in _POSSESSIVE}
    for token in doc[1:-1]:
        owner, following = token.nbor(-1), token.nbor(1)
        if token.text not in _POSSESSIVE or not capital(owner) or owner.text in bare or owner.text in known():
            continue
        behind = following.tag_ in ("VBD", "VBZ", "MD") or following.text in (",", "(", ".", ")", "and")
        if behind and doc[max(0, owner.i - 1)].lower_ != "of":  # "a customer of Velmora's"
            yield owner.text


def capital(token: Token) -> bool:
    text = token.text
    return (text[0].isupper() or odd(text)) and bool(_WORD.fullmatch(text)) and not _JOINED.search(text)


def odd(text: str) -> bool:
    """A spelling that no common word has: "iFlytek", "SenseTime", "TSMC", "3DiVi", "1Password"."""
    if re.fullmatch(r"\d[A-Z][a-z]{3,}", text):
        return True
    letters = [ch for ch in text if ch.isalpha()]
    return (
        len(letters) > 1
        and any(ch.isupper() for ch in letters[1:])
        and text.isascii()
        and "/" not in text
        and "@" not in text
    )


def opens(token: Token) -> bool:
    """Whether a capital here proves nothing: the first word of a sentence, a quote or a list row."""
    if token.is_sent_start or token.i == 0:
        return True
    before = token.nbor(-1)
    return before.text in _OPENING or before.is_space


def heading_tokens(doc: Doc) -> frozenset[int]:
    """Tokens of the lines in which nearly every word has a capital: capitals prove nothing there."""
    rows = lines(doc.text)
    headings = [line for line in rows if _is_heading(line)]
    headings += [line for line, below in pairwise(rows) if _is_word_heading(line) and below.is_prose]
    inside = {offset for line in headings for offset in range(line.start, line.end)}
    return frozenset(token.i for token in doc if token.idx in inside)


def _is_heading(line: Stretch) -> bool:
    content: list[str] = re.findall(r"[^\W\d_]{4,}", line.text)
    if len(content) < 3 or line.is_prose or "|" in line.text or line.text.endswith("."):
        return False
    return sum(word[0].isupper() for word in content) * 4 >= len(content) * 3


def _is_word_heading(line: Stretch) -> bool:
    """One or two words above a paragraph: "Background", "Price Controls"."""
    return line.words <= 2 and line.text[:1].isupper() and line.text.replace(" ", "").isalpha()
