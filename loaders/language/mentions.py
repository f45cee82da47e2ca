"""What a name is, by the words in and around it: each mention gives votes, the party's votes are summed.

Votes go to "company", "agency", "person", "other" (a thing or event, no party) and the kinds of organisation.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from loaders.language.glosses import is_gloss_of
from loaders.language.names import Name
from loaders.language.pipeline import is_word
from loaders.language.standing import COMMON, UNKNOWN, called_thing, standing, thing_behind
from loaders.language.vocabulary import family_names_first, given_names, known, table, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Votes = Counter[str]

KINDS = ("media", "university", "ngo", "industry group", "fund")
_INITIAL = re.compile(r"[A-Z]\.")
_OFTEN = 3  # a phrase or heading seldom comes so often
_BROAD = frozenset(
    {
        "council",
        "board",
        "service",
        "office",
        "mission",
        "command",
        "committee",
        "executive",
        "intelligence",
        "force",
        "guard",
        "authority",
        "court",
    }
)
_UPON_ANYONE = frozenset(
    {"sanction", "designate", "target", "hit", "list", "name", "include", "ban", "block", "bar", "sue", "fine"}
)
_PLURAL_HEADS = frozenset({"departments", "ministries", "bureaus", "agencies", "offices", "universities"})
_DESCRIPTORS = frozenset(
    {"supervisory", "executive", "advisory", "joint", "local", "federal", "regional", "municipal", "top", "us", "u.s"}
)
_WEAK_FORMS = frozenset(
    {"group", "holding", "holdings", "company", "co", "as", "se", "ag", "sa", "private", "sia", "ou"}
)


def votes(name: Name, doc: Doc) -> Votes:
    """Everything that speaks for a type of this one mention."""
    total: Votes = Counter()
    for vote, weight in (*_own_words(name), *_beside(name, doc), *_grammar(name, doc), *standing(name, doc)):
        total[vote] += weight
    return total


def verdict(total: Votes, least: int = 1) -> str | None:
    """The type with most votes, at least `least`; None where nothing speaks for any. Ties fall by the alphabet."""
    spoken = Counter({vote: weight for vote, weight in total.items() if vote not in (UNKNOWN, COMMON)})
    if total[COMMON] >= _OFTEN:
        spoken["company"] += 2
    if total[UNKNOWN]:
        told = max((weight for vote, weight in spoken.items() if vote != "company"), default=0) >= 6
        spoken["company"] += min(total[UNKNOWN], 2 if told else 4)
    if not spoken:
        return None
    best = min(spoken, key=lambda vote: (-spoken[vote], vote != "company", vote))
    return best if spoken[best] >= least else None


def _plain(word: str) -> str:
    return word.casefold().rstrip(".,")


def _own_words(name: Name) -> Iterator[tuple[str, int]]:
    """Votes of twice the strength that the words deserve: 2 is a hint, 6 and more a near proof."""
    parts = [_plain(word) for word in name.words]
    if len(parts) > 2 and (meaning := known().get(name.words[0])) and meaning.what in ("demonym", "country"):
        parts = parts[1:]
    last, first = parts[-1], parts[0]
    headed = len(parts) > 1 and parts[1] in ("of", "for", "on")
    if len(parts) > 1 and last in words("legal_forms"):
        yield "company", 10 if last in _WEAK_FORMS else 14
    yield from _body_words(parts, headed)
    if "&" in parts:
        yield "company", 6
    if len(parts) > 1 and last in words("company_words") | words("investor_words"):
        yield "company", 6
    elif any(part in words("company_words") | words("investor_words") for part in parts) and len(parts) > 1:
        yield "company", 2
    if (last in words("other_words") and len(parts) > 1) or first in (
        "section",
        "article",
        "chapter",
        "operation",
        "project",
    ):
        yield "other", 8
    yield from _person_words(name, parts)


def _body_words(parts: list[str], headed: bool) -> Iterator[tuple[str, int]]:
    last, first = parts[-1], parts[0]
    for word in {last, first} if headed else {last}:
        if word in words("agency_words") and len(parts) > 1:
            yield "agency", 6 if word in _BROAD else 10
        for kind in KINDS:
            if word in words("organisation_words", kind) and len(parts) > 1:
                yield kind, 8
    if any(part in words("organisation_words", "fund") for part in parts[:-1]):
        yield "fund", 12
    if any(part in ("university", "institute", "college") for part in parts[1:-1]):
        yield "university", 4
    if any(part in ("ministry", "bureau", "police", "ministries") for part in parts):
        yield "agency", 8


def _person_words(name: Name, parts: list[str]) -> Iterator[tuple[str, int]]:
    raw = name.words
    if name.titled:
        yield "person", 10
    if 2 <= len(raw) <= 6 and raw[0].split("-")[0] in given_names():
        yield "person", 8
    elif len(raw) == 1 and raw[0] in given_names():
        yield "person", 2
    if len(raw) == 2 and raw[0] in family_names_first() and raw[1].isalpha() and raw[1].istitle():
        yield "person", 6
    if any(_INITIAL.fullmatch(word) for word in raw[1:-1]) or any(
        p in ("bin", "bint", "von", "ibn", "van") for p in parts
    ):
        yield "person", 6
    if len(raw) == 1 and re.search(r"[a-z][A-Z]", raw[0]):
        yield "company", 2
    if len(raw) > 1 and re.search(r"\d", raw[-1]) and not raw[-1].isdigit():
        yield "other", 6


def _beside(name: Name, doc: Doc) -> Iterator[tuple[str, int]]:
    """The nouns right before the name, and what a comma or an "is" says that it is."""
    before = doc[max(0, name.start - 3) : name.start]
    if len(before):
        yield from _noun_votes([token.lower_ for token in before], 10)
    yield from _introduced(name, doc)
    yield from _apposition(name, doc)
    after = doc[name.end] if name.end < len(doc) else None
    if after is None:
        return
    if after.lower_ in ("administration", "presidency") and after.is_lower:
        yield "other", 6
    if after.text == "(" and name.end + 2 < len(doc) and _is_ticker(doc[name.end + 1].text, doc[name.end + 2].text):
        gloss, initials = doc[name.end + 1].text, "".join(word[0] for word in name.words)
        tail = len(initials) > 1 and gloss.endswith(initials)  # "Chip Design and Event Management (CDEM)"
        yield "company", 0 if tail or is_gloss_of(gloss, name.text) else 6
    if after.text in ("-", "‑") and name.end + 1 < len(doc) and doc[name.end + 1].lower_ in ("based", "area", "bound"):
        yield "other", 6
    if after.text in ("-", "‑") and name.end + 1 < len(doc) and doc[name.end + 1].lower_ in words("business_suffixes"):
        yield "company", 3
    owned = doc[name.end + 1] if after.tag_ == "POS" and name.end + 1 < len(doc) else after
    thing = thing_behind(name, doc, after)
    if owned.lower_ in words("business_possessions") and not thing:
        yield "company", 3 if after.tag_ == "POS" else 2
    elif thing:
        counted = name.start and doc[name.start - 1].pos_ in ("DET", "NUM")
        yield "other", 4 if counted or thing.lower_ in words("malware_nouns") else 1
    yield from called_thing(name, doc)
    if after.lower_ in words("roles") and after.lower_ not in words("business_possessions"):
        yield "company", 1


def _is_ticker(text: str, closing: str) -> bool:
    """Whether "(VLMR)" is a symbol at a stock exchange."""
    return closing == ")" and text.isupper() and text.isalpha() and 2 <= len(text) <= 5


def _noun_votes(before: list[str], weight: int) -> Iterator[tuple[str, int]]:
    """Votes of the one or two words that call the name something ("industry group", "chipmaker")."""
    if not before:
        return
    one, two = before[-1], " ".join(before[-2:])
    weight = weight // 2 + 1 if one.endswith("s") else weight  # the plural may go on to another name
    kind = next((k for phrase in (two, one) for k in KINDS if phrase in words("organisation_nouns", k)), None)
    pair = two != one and any(two in words("organisation_nouns", k) for k in KINDS)
    if two != one and two in words("company_nouns"):
        yield "company", weight
        return
    if one in words("company_nouns") and not pair:
        yield "company", weight
    elif kind:
        yield kind, weight
    if one in words("roles"):
        yield "person", weight
    elif one in words("agency_nouns") and not pair:
        yield "agency", weight


def _introduced(name: Name, doc: Doc) -> Iterator[tuple[str, int]]:
    """As in "companies including X", "firms such as X", "suppliers: X"."""
    before = [token.lower_ for token in doc[max(0, name.start - 6) : name.start]]
    for cue in (["including"], ["like"], ["such", "as"], ["namely"], [":"], ["especially"], ["notably"], ["("]):
        if before[-len(cue) :] == cue:
            noun = [word for word in before[: -len(cue)] if word != ","]
            if noun and noun[-1] in words("company_nouns"):
                yield "company", 6
            elif noun and noun[-1] in words("agency_nouns"):
                yield "agency", 6


def _apposition(name: Name, doc: Doc) -> Iterator[tuple[str, int]]:
    """As in "X, a Berlin-based consultancy", "X, chief executive of", "X is a chipmaker"."""
    at = name.end
    if at < len(doc) and doc[at].text == "(":
        at = next((t.i + 1 for t in doc[at : at + 8] if t.text == ")"), at)
    if at + 1 >= len(doc):
        return
    if doc[at].text == ",":
        yield from _described(
            doc, at + 1, 6, definite=doc[at + 1].lower_ in ("a", "an", "the", "one", "its", "another")
        )
    elif (doc[at].lemma_ == "be" and doc[at + 1].lower_ in ("a", "an", "the", "one")) or (
        doc[at].text in ("—", "–", "--") and doc[at + 1].lower_ in ("a", "an", "the")
    ):
        yield from _described(doc, at + 1, 6, definite=True)


def _described(doc: Doc, start: int, weight: int, *, definite: bool) -> Iterator[tuple[str, int]]:
    """Votes of the noun that heads the phrase from `start`."""
    phrase: list[Token] = []
    for token in doc[start : start + 12]:
        if (
            token.is_sent_start
            or token.text in ",.;()"
            or token.pos_ in ("VERB", "AUX", "ADP", "SCONJ")
            or token.tag_ in ("WDT", "WP")
        ):
            break
        phrase.append(token)
    nouns = [token.lower_ for token in phrase]
    if not nouns:
        return
    if definite:
        yield from _noun_votes(nouns, weight)
    elif nouns[-1] in words("roles") or (nouns[0] in words("titles") and phrase[0].is_lower):
        yield "person", weight


def _grammar(name: Name, doc: Doc) -> Iterator[tuple[str, int]]:
    """What the name does, and what is done to it."""
    root = doc[name.start : name.end].root
    verb = root.head.lemma_.casefold()
    if root.dep_ == "nsubj":
        if verb in words("speech"):
            person = _two_words(name) and not all(is_word(token) for token in doc[name.start : name.end])
            yield from (("person", 3 if person else 1), ("company", 1), ("agency", 1))
        if verb in words("business_subject"):
            yield "company", 3
    if root.dep_ in ("dobj", "nsubjpass") and verb in words("business_object"):
        yield "company", 1 if verb in _UPON_ANYONE else 2
    if root.dep_ == "pobj":
        yield from _prepositional(root)
        if root.head.lower_ == "by" and root.head.head.lemma_.casefold() in (
            "lead",
            "back",
            "fund",
            "own",
            "acquire",
            "make",
            "build",
            "develop",
            "operate",
        ):
            yield "company", 3


def _two_words(name: Name) -> bool:
    """Whether a name has the shape of a person's: two or three words in lower case but for their first letters."""
    raw = name.words
    return 2 <= len(raw) <= 3 and all(
        re.fullmatch(r"[A-Z][^\W\d_A-Z]+(?:['’-][A-Z][a-z]+)?|[A-Z]\.", word) for word in raw
    )


def _prepositional(root: Token) -> Iterator[tuple[str, int]]:
    preposition, governor = root.head.lower_, root.head.head.lemma_.casefold()
    if preposition in ("of", "at", "for") and governor in words("roles") | words("business_possessions"):
        yield "company", 3
    if preposition in ("in", "into") and governor in (
        "invest",
        "stake",
        "share",
        "investment",
        "investor",
        "shareholder",
    ):
        yield "company", 4
    if preposition in ("to", "from", "with", "by", "against") and governor in words("business_object") | words(
        "business_subject"
    ) | {"sale", "supply", "shipment", "export", "deal", "contract", "partnership", "compete", "merger"}:
        yield "company", 2


def is_descriptor(name: Name) -> bool:
    """A common word with a capital: "Ministry", "Group", "the Department"."""
    parts = [_plain(word) for word in name.words]
    kinds = frozenset[str]().union(*(words("organisation_words", kind) for kind in KINDS))
    common = (
        kinds
        | _DESCRIPTORS
        | words("agency_words")
        | words("company_nouns")
        | words("company_words")
        | words("roles")
        | words("titles")
        | words("other_words")
    )
    if len(parts) > 1 and parts[-1] in words("company_words") and parts[0] not in _DESCRIPTORS:
        return False
    if parts[0] in _PLURAL_HEADS or all(part in words("legal_forms") for part in parts):
        return True
    return (
        all(part in common or part in ("of", "the", "and") for part in parts)
        and not (len(parts) > 1 and parts[-1] in words("legal_forms"))
        and not table("not_names").get(name.text)
    )
