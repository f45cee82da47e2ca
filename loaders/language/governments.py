"""Countries as places and governments that act: "in China", "China's foreign ministry", "Washington added"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.language.names import Name
from loaders.language.runs import known_at
from loaders.language.vocabulary import countries, demonyms, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PLACES = frozenset({"country", "demonym", "capital", "city"})

_MINISTRY = frozenset({"ministry", "department"})
# These are their government only in what they do; what is done to them is done to persons.
_SINGLE_PERSONS = frozenset({"officials", "lawmakers", "regulators"})


@dataclass(frozen=True, slots=True)
class Place:
    """A mention of a country: as one that acts (`acts`), or as a place. Tokens `start` to `end`."""

    start: int
    end: int
    code: str
    acts: bool
    ministry: str | None = None  # what its ministry is for, "foreign"


def places(names: list[Name], doc: Doc) -> list[Place]:
    """Every mention of a country or of its government, in order."""
    found = [_place(name, doc) for name in names if name.meaning and name.meaning.what in PLACES and name.meaning.code]
    found += [_capitalised_ministry(name, doc) for name in names if name.meaning is None]
    named = [place for place in found if place is not None]
    return sorted([*named, *_unplaced_ministries(named, doc)], key=lambda place: place.start)


def _capitalised_ministry(name: Name, doc: Doc) -> Place | None:
    """A whole name that is a country's ministry: "Anlandish Foreign Ministry"."""
    first = known_at(doc, name.start)
    if first is None or first[1].what not in PLACES or not first[1].code or first[0] >= name.end:
        return None
    ministry = _body(doc, _past_possessive(doc, first[0]))
    if ministry is None or ministry[0] != name.end:
        return None
    return Place(name.start, name.end, first[1].code, acts=True, ministry=ministry[1])


def _unplaced_ministries(named: list[Place], doc: Doc) -> Iterator[Place]:
    """As in "foreign ministry" without a country: that of the government that is the subject of the sentence."""
    taken = {i for place in named for i in range(place.start, place.end)}
    for token in doc[1:]:
        portfolio = token.nbor(-1)
        if token.lower_ != "ministry" or portfolio.lower_ not in words("portfolios") or token.i in taken:
            continue
        subjects = [p for p in named if p.acts and not p.ministry and doc[p.start : p.end].root.dep_ == "nsubj"]
        codes = {p.code for p in subjects if doc[p.start].sent == token.sent and p.start < token.i}
        if len(codes) == 1:
            yield Place(portfolio.i, token.i + 1, codes.pop(), acts=True, ministry=portfolio.lower_)


def _place(name: Name, doc: Doc) -> Place | None:
    assert name.meaning is not None  # noqa: S101 - the caller chose names with a meaning
    what, code = name.meaning.what, name.meaning.code
    at = _past_possessive(doc, name.end)
    extended = _body(doc, at)
    if extended and doc[extended[0] - 1].lower_ in _SINGLE_PERSONS and not _does(doc[at : extended[0]].root):
        extended = None
    if extended and what != "city":
        end, ministry = extended
        return Place(name.start, end, code, acts=True, ministry=ministry)
    government_of = _of_government(doc, name.start)
    if government_of is not None and what in ("country", "capital"):
        return Place(government_of, name.end, code, acts=True)
    if what == "city":
        return None
    acts = what in ("country", "capital") and _acts(doc[name.start : name.end].root)
    return None if what == "capital" and not acts else Place(name.start, name.end, code, acts=acts)


def _past_possessive(doc: Doc, at: int) -> int:
    return at + 1 if at < len(doc) and doc[at].tag_ == "POS" else at


def _body(doc: Doc, at: int) -> tuple[int, str | None] | None:
    """Where "government", "foreign ministry" or "Ministry of Commerce" ends, if it starts at `at`."""
    if at >= len(doc):
        return None
    if doc[at].lower_ in words("government_nouns"):
        return at + 1, None
    portfolio: list[str] = []
    for i in range(at, min(at + 4, len(doc))):
        word = doc[i].lower_
        if word in _MINISTRY and portfolio:
            return i + 1, "-".join(portfolio)
        if word in _MINISTRY and i == at and i + 2 < len(doc) and doc[i + 1].lower_ == "of":
            return _ministry_of(doc, i + 2)
        if word not in words("portfolios") and word not in ("and", "affairs"):
            return None
        portfolio.append(word)
    return None


def _ministry_of(doc: Doc, at: int) -> tuple[int, str | None] | None:
    end = at
    while end < len(doc) and (
        doc[end].lower_ in words("portfolios")
        or (
            doc[end].lower_ == "and"
            and end + 1 < len(doc)
            and doc[end + 1].lower_ in words("portfolios")
            and doc[end + 1].is_title
        )
    ):
        end += 1
    if end == at:
        return None
    return end, "-".join(t.lower_ for t in doc[at:end] if t.lower_ != "affairs")


def _of_government(doc: Doc, start: int) -> int | None:
    """The start of "the government of X"."""
    at = start - 1 if start and doc[start - 1].lower_ == "the" else start
    if at > 1 and doc[at - 1].lower_ == "of" and doc[at - 2].lower_ in ("government", "regime"):
        return at - 2
    return None


def _does(root: Token) -> bool:
    return root.dep_ == "nsubj" or (root.dep_ == "pobj" and root.head.lower_ == "by")


def _acts(root: Token) -> bool:
    while root.dep_ == "conj":
        root = root.head
    verb = root.head
    if root.dep_ == "nsubj":
        return _agentive(verb)
    if root.dep_ == "pobj" and verb.lower_ == "by" and verb.head.pos_ in ("VERB", "AUX"):
        return True
    if root.dep_ == "poss":
        return verb.lower_ in words("measures")
    if root.dep_ == "dobj":
        return verb.lemma_ in ("urge", "ask", "tell", "accuse", "sue", "lobby", "call")
    return root.dep_ == "pobj" and verb.lower_ == "with" and verb.head.lemma_ in ("negotiate", "talk")


def _agentive(verb: Token) -> bool:
    if verb.lemma_ in words("acts"):
        return True
    return any(child.lemma_ in words("acts") for child in verb.children if child.dep_ in ("xcomp", "conj"))


def government_name(code: str) -> str:
    """As in "US government", "Chinese government"."""
    if code == "us":
        return "US government"
    demonym = demonyms()[code]
    return f"{demonym} government" if demonym else f"Government of {countries()[code]}"


def ministry_name(code: str, portfolio: str) -> str:
    spelled = portfolio.replace("-", " ").title().replace(" And ", " and ")
    return f"{demonyms()[code] or countries()[code]} {spelled} Ministry"
