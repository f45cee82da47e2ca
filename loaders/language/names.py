"""Names in a parsed text: runs of capitalised words, known spellings first, titles and possessives off.

No type is decided here (`mentions` does); a `Name` only says where it stands and what its spelling is known to be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from loaders.paragraphs import Stretch, lines
from loaders.language.vocabulary import Known, known, openers, table, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MAX_WORDS = 14  # a longer run of capitals is a heading or a hostile text, not a name
MAX_CHARACTERS = 200
_JOINERS = frozenset({"of", "for", "on", "the", "and", "&"})
_HYPHENS = frozenset({"-", "‑", "–"})
_PARTICLES = frozenset(
    {"de", "del", "della", "der", "den", "di", "dos", "du", "la", "van", "von", "bin", "bint", "ibn", "al", "el"}
)
_OPENING = frozenset({"“", '"', "‘", "(", "[", ":", "—", "–", "•", "*", "-", "'", "«", "|"})
_SUBJECTS = frozenset(  # what comes after "and" in "Ministry of Industry and Security"
    """security technology trade industry energy defense defence commerce investment finance environment labor labour services
    affairs forestry fisheries food drug information communications tourism culture sport sports infrastructure transport justice
    interior education health science innovation standards markets development planning exchange markets prevention enforcement
    protection customs aeronautics space medicine economy relations humanities arts engineering reform research cooperation""".split()
)


_PORTFOLIOS = _SUBJECTS | frozenset(
    {
        "state",
        "treasury",
        "homeland",
        "foreign",
        "financial",
        "intelligence",
        "terrorism",
        "war",
        "public",
        "navy",
        "army",
    }
)


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens `start` to `end` of the parse (`end` not included). `titled`: a title stood right before."""

    start: int
    end: int
    text: str
    meaning: Known | None = None
    titled: bool = False
    weak: bool = False  # in a heading whose every word has a capital
    opens: bool = False  # it opens a sentence, and no capital elsewhere shows that it is a name

    @property
    def words(self) -> list[str]:
        return self.text.split()


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], Known]]]:
    """Known spellings as token texts, by their first token, longest first."""
    from loaders.language.pipeline import pipeline

    found: dict[str, list[tuple[tuple[str, ...], Known]]] = {}
    for spelling, meaning in known().items():
        tokens = tuple(token.text for token in pipeline().make_doc(spelling))
        found.setdefault(tokens[0], []).append((tokens, meaning))
    return {first: sorted(rest, key=lambda r: (-len(r[0]), r[0])) for first, rest in found.items()}


@cache
def _shorts() -> dict[str, Known]:
    """Words that mean a public body only as an actor."""
    return {
        word: Known("agency", row["name"], row["anchor"], row.get("country", ""))
        for row in table("agencies")["agency"]
        for word in row.get("short", ())
    }


def known_at(doc: Doc, at: int) -> tuple[int, Known] | None:
    """The longest known spelling that starts at token `at`: where it ends, and what it is."""
    for tokens, meaning in _phrases().get(doc[at].text, ()):
        end = at + len(tokens)
        if tuple(token.text for token in doc[at:end]) == tokens:
            return end, meaning
    return None


class Reader:
    """Finds the names of one parsed text. Capitals in mid-sentence are believed; those that open one are weighed."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.weak = _heading_tokens(doc)
        self.inside = Counter(  # words with a capital in mid-sentence: they are names when they open one too
            token.text for token in doc if token.i not in self.weak and _capital(token) and not _opens(token)
        )
        self.lower = Counter(token.text for token in doc if token.is_lower)

    def names(self) -> list[Name]:
        found = [name for start, end in self._runs() for name in self._split(start, end)]
        return [read for name in found if (read := self._in_context(name))] + self._lists()

    def _in_context(self, name: Name) -> Name | None:
        """The name as the words beside it make it: "Commerce said", "Climate Minister", "the Anland government"."""
        following = self.doc[name.end] if name.end < len(self.doc) else None
        if len(name.text) < 2 or re.fullmatch(r"[A-Z]{2,}s", name.text):  # "Series B", "CISOs"
            return None
        if name.text in _shorts():
            return self._short(name, following)
        if name.meaning or following is None:
            return name
        if following.lower_ == "government":
            return self._name(name.start, name.end + 1, None)
        minister = (
            following.lower_ in ("minister", "secretary", "ministers", "undersecretary") and following.text[0].isupper()
        )
        return None if minister and " " not in name.text and not name.text.isupper() else name

    def _short(self, name: Name, following: Token | None) -> Name | None:
        """ "Treasury" and "Commerce" mean the body where they act or have officials."""
        after = following.lower_ if following is not None else ""
        root = self.doc[name.start : name.end].root
        acts = root.dep_ in ("nsubj", "nsubjpass", "poss") or (root.dep_ == "pobj" and root.head.lower_ == "by")
        if after in ("officials", "official", "spokesperson", "spokesman", "spokeswoman") or (
            acts and after not in ("yields", "bonds")
        ):
            return replace(name, meaning=_shorts()[name.text])
        return None

    def _runs(self) -> Iterator[tuple[int, int]]:
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
        opens = doc[i].text in ("al", "el") and i + 2 < len(doc) and doc[i + 1].text in _HYPHENS
        return i + 3 if opens and _capital(doc[i + 2]) else 0

    def _after_known(self, i: int) -> int:
        found = known_at(self.doc, i)
        return found[0] if found and found[1].what != "list" and not self.doc[i].is_lower else 0

    def _extension(self, start: int, end: int) -> int:
        """Where the run goes on to, or 0."""
        doc = self.doc
        if end >= len(doc) or doc[end].is_sent_start:
            return 0
        if doc[end].is_space and "\n" not in doc[end].text and end + 1 < len(doc) and self._is_name_word(end + 1):
            return end + 2  # a no-break space is a token of its own
        if self._is_name_word(end) and not doc[end - 1].is_punct:
            return self._after_known(end) or end + 1
        if doc[end].text == "." and end + 1 < len(doc) and doc[end + 1].lower_ in words("legal_forms"):
            return end + 2 if doc[end - 1].lower_ in words("legal_forms") else 0
        if doc[end].text in _HYPHENS and not doc[end - 1].whitespace_ and not doc[end].whitespace_:
            return self._after_hyphen(end)
        if doc[end].text == "&" and end + 1 < len(doc) and self._is_name_word(end + 1):
            return end + 2
        if doc[end].lower_ in _PARTICLES:
            return self._after_particles(end)
        if doc[end].lower_ in _JOINERS:
            return self._after_joiner(start, end)
        if doc[end].like_num and not doc[end].is_alpha and end + 1 <= len(doc) and doc[end - 1].whitespace_:
            return self._after_number(end)
        return 0

    def _after_number(self, end: int) -> int:
        """ "Qihoo 360", "Rapid 7": a bare number that no unit, noun or full stop makes a quantity."""
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
        if following < len(self.doc) and _capital(self.doc[following]):
            return following + 1
        return 0

    def _after_particles(self, end: int) -> int:
        at = end
        while at < len(self.doc) and (self.doc[at].lower_ in _PARTICLES or self.doc[at].text in _HYPHENS):
            at += 1
        return at + 1 if at < len(self.doc) and at - end <= 3 and self._is_name_word(at) else 0

    def _after_joiner(self, start: int, end: int) -> int:
        """ "of", "for", "on", "the" and "and" join only after the head of a body's name."""
        doc, at = self.doc, end
        heads = [t.lower_ for t in doc[start:end] if t.lower_ in words("of_heads")]
        if doc[end].text in ("and", "&"):
            joined = end + 1 < len(doc) and doc[end + 1].lower_ in _SUBJECTS and doc[end + 1].is_title
            subject = doc[end - 1].lower_ in _SUBJECTS
            return end + 2 if joined and (heads or subject) else 0
        while at < len(doc) and doc[at].lower_ in ("of", "for", "on", "the", "in") and at - end < 2:
            at += 1
        if not heads or at >= len(doc) or not self._is_name_word(at):
            return 0
        return self._after_known(at) or at + 1

    def _is_name_word(self, i: int) -> bool:
        token = self.doc[i]
        if not _capital(token) or len(token.text) > MAX_CHARACTERS:
            return False
        if token.text in openers() and not (self.inside[token.text] and not _opens(token) and token.pos_ == "PROPN"):
            return False
        if not _opens(token):
            return True
        if self.inside[token.text]:
            return True
        return token.pos_ == "PROPN" and not self.lower[token.lower_] or _odd(token.text)

    def _split(self, start: int, end: int) -> Iterator[Name]:
        """A run's names: a title ends one and opens the next; known places and peoples go off the front."""
        person = self._after_portfolio(start, end)
        if person is not None:
            yield from (replace(name, titled=True) for name in self._trimmed(person, end))
            return
        whole = known_at(self.doc, start)
        if whole and whole[0] == end:
            yield self._name(start, end, whole[1])
            return
        at = self._title(start, end)
        if at is None:
            yield from self._trimmed(start, end)
            return
        if at > start:
            yield from self._trimmed(start, at)
        after = at
        while after < end and (self._is_title(after) or (after + 1 < end and self._is_title(after + 1))):
            after += 1
        if after < end:
            yield from (replace(name, titled=True) for name in self._split_of(after, end))

    def _after_portfolio(self, start: int, end: int) -> int | None:
        """Where the person starts in "Secretary of Commerce Ann Poe"; None where no title stands before."""
        before = [token.lower_ for token in self.doc[max(0, start - 3) : start]]
        if before[-1:] == ["the"]:
            before.pop()
        if len(before) < 2 or before[-1] not in ("of", "for") or before[-2] not in words("titles"):
            return None
        at = start
        while at < end and (self.doc[at].lower_ in _PORTFOLIOS | _JOINERS or self.doc[at].is_punct):
            at += 1
        return at if at > start else None

    def _split_of(self, start: int, end: int) -> Iterator[Name]:
        if self.doc[start].lower_ in ("of", "for", "on", "the"):
            return
        yield from self._split(start, end)

    def _title(self, start: int, end: int) -> int | None:
        """The first title in a run, unless the run is a body's name ("General Motors", "Department of Justice")."""
        last = self.doc[end - 1].lower_.rstrip(".")
        if last in words("legal_forms") | words("company_words") | words("agency_words"):
            return None
        for i in range(start, end):
            joined = i > start and self.doc[i - 1].lower_ in _JOINERS
            phrase = known_at(self.doc, i)
            if phrase and phrase[0] > i + 1:
                continue
            if self._is_title(i) and not joined and not (i == end - 1 and i > start and i - start > 2):
                return i
        return None

    def _is_title(self, i: int) -> bool:
        return self.doc[i].lower_ in words("titles")

    def _trimmed(self, start: int, end: int) -> Iterator[Name]:
        """The run without what stands before or after a name in it."""
        while start < end:
            found = known_at(self.doc, start)
            if found and found[0] == end:
                yield self._name(start, end, found[1])
                return
            if found and found[0] < end and self._goes_off(found, start, end):
                yield self._name(start, found[0], found[1])
                start = found[0]
                while start < end and self.doc[start].text in _HYPHENS | _JOINERS:
                    start += 1
                continue
            break
        while start < end and len(self.doc[start].text) == 1 and start and self.doc[start - 1].like_num:  # "9M"
            start += 1
        while end > start and self.doc[end - 1].text in table("not_names")["calendar"]:
            end -= 1
        if start < end and any(_capital(t) for t in self.doc[start:end]):
            yield self._name(start, end, None)

    def _goes_off(self, found: tuple[int, Known], start: int, end: int) -> bool:
        """Whether a known word before the rest of a run is no part of the name."""
        at, meaning = found
        rest = [t.lower_.rstrip(".") for t in self.doc[at:end]]
        inner = known_at(self.doc, at)
        if meaning.what == "none" or (inner and inner[0] == end and inner[1].what == "none"):
            return True
        if self.doc[at].text in _HYPHENS:
            return False
        if meaning.what in ("agency", "media"):
            return True
        body = words("company_words") | words("agency_words") | words("legal_forms") | words("of_heads")
        common = any(word in body for word in rest) or rest[0] in _NATIONAL
        return not common and meaning.what in ("demonym", "country")

    def _name(self, start: int, end: int, meaning: Known | None) -> Name:
        text = " ".join(self.doc[start:end].text.split())
        first = self.doc[start]
        proved = self.inside[first.text] or _odd(first.text) or not _opens(first)
        return Name(start, end, text, meaning, weak=start in self.weak, opens=not proved)

    def _lists(self) -> list[Name]:
        """Lists, also in lower case ("the entity list")."""
        found = []
        for token in self.doc:
            at = known_at(self.doc, token.i)
            if at and at[1].what == "list":
                found.append(self._name(token.i, at[0], at[1]))
        return found


_NATIONAL = frozenset(
    {
        "national",
        "international",
        "royal",
        "state",
        "federal",
        "central",
        "people's",
        "people’s",
        "telecom",
        "mobile",
        "tower",
    }
)


_WORD = re.compile(r"(?=.*[^\W\d_])[\w.&'’+!/-]+")  # no markup, no addresses, no money


def _capital(token: Token) -> bool:
    text = token.text
    return (text[0].isupper() or _odd(text)) and bool(_WORD.fullmatch(text))


def _odd(text: str) -> bool:
    """A spelling that no common word has: "iFlytek", "SenseTime", "TSMC", "3DiVi"."""
    letters = [ch for ch in text if ch.isalpha()]
    return (
        len(letters) > 1
        and any(ch.isupper() for ch in letters[1:])
        and text.isascii()
        and "/" not in text
        and "@" not in text
    )


def _opens(token: Token) -> bool:
    """Whether a capital here proves nothing: the first word of a sentence, a quote or a list row."""
    if token.is_sent_start or token.i == 0:
        return True
    before = token.nbor(-1)
    return before.text in _OPENING or before.is_space


def _heading_tokens(doc: Doc) -> frozenset[int]:
    """Tokens of the lines in which nearly every word has a capital: capitals prove nothing there."""
    rows = lines(doc.text)
    headings = [line for line in rows if _is_heading(line)]
    headings += [line for line, below in zip(rows, rows[1:], strict=False) if _is_word_heading(line) and below.is_prose]
    return frozenset(t.i for t in doc for line in headings if line.start <= t.idx < line.end)


def _is_heading(line: Stretch) -> bool:
    content = re.findall(r"[^\W\d_]{4,}", line.text)
    if len(content) < 3 or line.is_prose or "|" in line.text:
        return False
    return sum(word[0].isupper() for word in content) * 4 >= len(content) * 3


def _is_word_heading(line: Stretch) -> bool:
    """One or two words above a paragraph: "Background", "Price Controls"."""
    return line.words <= 2 and line.text[:1].isupper() and line.text.replace(" ", "").isalpha()
