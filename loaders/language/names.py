"""Names in a parsed text: runs of capitalised words, known spellings first, titles and possessives off.

No type is decided here (`mentions` does); a `Name` only says where it stands and what its spelling is known to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from loaders.language.pipeline import is_word
from loaders.language.runs import HYPHENS, JOINERS, Runs, capital, known_at, odd, opens
from loaders.language.vocabulary import Known, given_names, table, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


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
def _shorts() -> dict[str, Known]:
    """Words that mean a public body only as an actor."""
    return {
        word: Known("agency", row["name"], row["anchor"], row.get("country", ""))
        for row in table("agencies")["agency"]
        for word in row.get("short", ())
    }


class Reader:
    """The names of one parsed text, with what is known of their spelling."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.runs = Runs(doc)

    def names(self) -> list[Name]:
        found = [name for start, end in self.runs.runs() for name in self._split(start, end)]
        return [read for name in found if (read := self._in_context(name))] + self._lists()

    def _in_context(self, name: Name) -> Name | None:
        """The name as the words beside it make it: "Commerce said", "Climate Minister", "the Anland government"."""
        following = self.doc[name.end] if name.end < len(self.doc) else None
        if len(name.text) < 2 or _NO_NAME.fullmatch(name.text):
            return None
        if name.text in _shorts():
            return self._short(name, following)
        if name.meaning or following is None:
            return name
        lower, inside = self.runs.lower[name.text.lower()], self.runs.inside[name.text]
        if name.text.istitle() and lower and lower >= inside:  # "the US Economy" where "economy" is a word of the text
            return None
        if following.lower_ == "government":
            return self._name(name.start, name.end + 1, None)
        minister = (
            following.lower_ in ("minister", "secretary", "ministers", "undersecretary") and following.text[0].isupper()
        )
        return None if minister and " " not in name.text and not name.text.isupper() else name

    def _short(self, name: Name, following: Token | None) -> Name | None:
        """As in "Treasury" and "Commerce" mean the body where they act or have officials."""
        after = following.lower_ if following is not None else ""
        root = self.doc[name.start : name.end].root
        acts = root.dep_ in ("nsubj", "nsubjpass", "poss") or (root.dep_ == "pobj" and root.head.lower_ == "by")
        if after in ("officials", "official", "spokesperson", "spokesman", "spokeswoman") or (
            acts and after not in ("yields", "bonds")
        ):
            return replace(name, meaning=_shorts()[name.text])
        return None

    def _split(self, start: int, end: int) -> Iterator[Name]:
        """A run's names: a title ends one and opens the next; known places and peoples go off the front."""
        start = self._after_descriptor(start, end)
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

    def _after_descriptor(self, start: int, end: int) -> int:
        """Where the name starts in "Chipmaker Velmora said", which opens a sentence."""
        first, rest = self.doc[start], self.doc[start + 1 : end]
        if not opens(first) or start in self.runs.weak or self.runs.inside[first.text] or known_at(self.doc, start):
            return start
        proper = [t for t in rest if t.lower_.rstrip(".") not in words("legal_forms")]
        if not proper or proper[0].i != start + 1 or not capital(proper[0]):
            return start
        told = len(proper) < len(rest) or any(self.runs.inside[t.text] > 1 or not is_word(t) for t in proper)
        called = words("opening_descriptors") | (words("doubtful_descriptors") if told else frozenset())
        return start + 1 if first.lower_ in called else start

    def _after_portfolio(self, start: int, end: int) -> int | None:
        """Where the person starts in "Secretary of Commerce Ann Poe"; None where no title stands before."""
        before = [token.lower_ for token in self.doc[max(0, start - 3) : start]]
        if before[-1:] == ["the"]:
            before.pop()
        if len(before) < 2 or before[-1] not in ("of", "for") or before[-2] not in words("titles"):
            return None
        at = start
        while at < end and (self.doc[at].lower_ in words("portfolios") | JOINERS or self.doc[at].is_punct):
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
            joined = i > start and self.doc[i - 1].lower_ in JOINERS
            phrase = known_at(self.doc, i)
            if phrase and phrase[0] > i + 1:
                continue
            if self._is_title(i) and not joined and not (i == end - 1 and i > start and i - start > 2):
                return i
        return None

    def _is_title(self, i: int) -> bool:
        return self.doc[i].lower_ in words("titles") and not self._is_general_word(i)

    def _is_general_word(self, i: int) -> bool:
        """As in "General Catalyst", "Extraordinary General Meeting": no officer."""
        if self.doc[i].lower_ != "general" or i + 1 >= len(self.doc):
            return False
        following, ranked = self.doc[i + 1], i and self.doc[i - 1].lower_ in words("titles")
        return not ranked and capital(following) and is_word(following) and following.text not in given_names()

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
                while start < end and self.doc[start].text in HYPHENS | JOINERS:
                    start += 1
                continue
            break
        while start < end and len(self.doc[start].text) == 1 and start and self.doc[start - 1].like_num:  # "9M"
            start += 1
        while end > start and self.doc[end - 1].text in table("not_names")["calendar"]:
            end -= 1
        if start < end and any(capital(t) for t in self.doc[start:end]):
            yield self._name(start, end, None)

    def _goes_off(self, found: tuple[int, Known], start: int, end: int) -> bool:
        """Whether a known word before the rest of a run is no part of the name."""
        at, meaning = found
        rest = [t.lower_.rstrip(".") for t in self.doc[at:end]]
        inner = known_at(self.doc, at)
        dated = self.doc[start].text in table("not_names")["calendar"]
        if dated or (inner and inner[0] == end and inner[1].what == "none"):
            return True
        if self.doc[at].text in HYPHENS:
            return False
        if meaning.what in ("agency", "media"):
            return True
        body = words("company_words") | words("agency_words") | words("legal_forms") | words("of_heads")
        common = any(word in body for word in rest) or rest[0] in _NATIONAL
        return not common and meaning.what in ("demonym", "country", "none")

    def _name(self, start: int, end: int, meaning: Known | None) -> Name:
        text = " ".join(self.doc[start:end].text.split())
        first = self.doc[start]
        proved = self.runs.inside[first.text] or odd(first.text) or not opens(first) or not is_word(first)
        return Name(start, end, text, meaning, weak=start in self.runs.weak, opens=not proved)

    def _lists(self) -> list[Name]:
        """Lists, also in lower case ("the entity list")."""
        found = []
        for token in self.doc:
            at = known_at(self.doc, token.i)
            if at and at[1].what == "list":
                found.append(self._name(token.i, at[0], at[1]))
        return found


# "Series B", "CISOs", "SoCs", "D-Ariz.", "CVE-2021"
_NO_NAME = re.compile(r"(?:[A-Z]{2,}|[A-Z][a-z][A-Z])s|[DRI]-[A-Z][a-z]*\.?|CVE-\d+")
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
