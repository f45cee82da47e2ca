"""The names that a phrase brings along: "three suppliers: X, Y and Z", "firms such as X", "gas company X"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from graph.model import Label
from loaders.language.arguments import conjuncts
from loaders.language.finding import Reference
from loaders.language.lexicon import words
from loaders.language.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

    from loaders.language.parties import Mention

ACTORS = frozenset({Label.COMPANY, Label.AGENCY, Label.PERSON, Label.ORGANISATION, Label.GROUP, Label.COUNTRY})
_LOOSE = frozenset({"appos", "intj", "dep", "npadvmod", "oprd", "compound", "nmod"})
INTRODUCERS = frozenset({"including", "include", "like", "namely", "notably", "as"})


def introduced(scene: Scene, noun: Token) -> list[Reference]:
    """The names that a common noun brings along: in apposition, after "including", after a colon or a dash."""
    return [
        Reference(key, t) for t, key in _unique(scene, _introduced_tokens(scene, noun)) if scene.label(key) in ACTORS
    ]


def _unique(scene: Scene, tokens: Iterable[Token]) -> Iterator[tuple[Token, str]]:
    seen = set()
    for token in tokens:
        key = scene.party(token)
        if key and key not in seen:
            seen.add(key)
            yield token, key


def _introduced_tokens(scene: Scene, noun: Token) -> Iterator[Token]:
    for child in noun.children:
        if child.dep_ == "appos":
            yield from _names_under(scene, child)
        elif child.dep_ == "prep":
            yield from _behind_preposition(scene, noun, child)
    yield from _beside(scene, noun)
    yield from _after(scene, noun)


def _behind_preposition(scene: Scene, noun: Token, preposition: Token) -> Iterator[Token]:
    """As in "firms including X", "a round of firms, such as X"."""
    objects = [c for c in preposition.children if c.dep_ == "pobj"]
    if preposition.lower_ == "of" and noun.lemma_.lower() in words("quantities"):
        for inner in objects:
            yield from () if scene.party(inner) else _introduced_tokens(scene, inner)
    elif preposition.lower_ in INTRODUCERS:
        for inner in objects:
            yield from _names_under(scene, inner)


def _beside(scene: Scene, noun: Token) -> Iterator[Token]:
    """As in "gas company X", whatever the parse made of X, and "the firms include X"."""
    following = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else None
    if following is not None and not following.is_sent_start and _bare_title(noun, following):
        yield from _names_under(scene, scene.head_at(following))
    if noun.head.lemma_ == "include" and noun.dep_ in ("nsubj", "nsubjpass"):
        for child in noun.head.children:
            if child.dep_ in ("dobj", "attr", "obj"):
                yield from _names_under(scene, child)


def _bare_title(noun: Token, following: Token) -> bool:
    kinds = words("firms") | words("counted") | words("agencies") | words("titles")
    return following.dep_ in _LOOSE and noun.lemma_.lower() in kinds


def _names_under(scene: Scene, token: Token) -> Iterator[Token]:
    for part in conjuncts(token):
        if scene.mention(part):
            yield part
            yield from (r.token for r in listed_with(scene, part))


def _after(scene: Scene, noun: Token) -> Iterator[Token]:
    """The names of a list that starts right after the phrase: "three suppliers: X, Y and Z", "firms such as X"."""
    start = _list_start(noun)
    if start is not None:
        yield from enumeration(scene, start)


def _list_start(noun: Token) -> int | None:
    """Where a list begins: behind ":", a dash, "including", "such as" within the noun's phrase."""
    doc = noun.doc
    for i in range(noun.i + 1, min(noun.i + 14, len(doc))):
        token = doc[i]
        if token.is_sent_start:
            return None
        if token.text in (":", "–", "—") and i - noun.i <= 2:
            return i + 1
        if token.lower_ in ("including", "include", "namely", "notably") and _inside(noun, i):
            return i + 1
        if token.lower_ == "as" and doc[i - 1].lower_ == "such" and _inside(noun, i):
            return i + 1
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("acl", "relcl", "amod"):
            return None
    return None


def _inside(noun: Token, i: int) -> bool:
    """Nothing but the noun's own modifiers lies between the noun and token `i`."""
    between = noun.doc[noun.i + 1 : i]
    return not any(
        t.pos_ == "NOUN" and t.dep_ in ("nsubj", "dobj", "pobj") and not noun.is_ancestor(t) for t in between
    )


def enumeration(scene: Scene, start: int) -> Iterator[Token]:
    """Head tokens of the names of a list that starts at token `start`; descriptive words between them are passed."""
    last = None
    for token in scene.doc[start:]:
        if token.is_sent_start and token.i > start:
            return
        mention = scene.mention(token)
        if mention:
            if mention is not last:
                last = mention
                yield scene.head(mention) or token
        elif not _passes(token):
            return


def _passes(token: Token) -> bool:
    if token.is_space or token.text in (",", ";", "•", "(", ")", "“", '"', "'", "‘", "’", "-", "'s"):
        return True
    return token.pos_ in ("NOUN", "PROPN", "ADJ", "DET", "NUM", "CCONJ") or token.lower_ in ("both", "as", "well")


def listed_with(scene: Scene, token: Token) -> Iterator[Reference]:
    """Names that the parse left out of a list "X, Y and Z": only a list closed by "and" or "or" counts."""
    mention = scene.mention(token)
    if mention is None:
        return
    names: list[Token] = []
    closed, last_and, comma = False, False, False
    at = scene.tokens(mention)[-1].i + 1
    for word in scene.doc[at:]:
        here = scene.mention(word)
        comma = comma or word.text == ","
        if here and _possessive(scene, here):
            closed = closed or last_and
            continue
        if word.is_sent_start or (
            not here and word.text not in (",", "'s", "’s") and word.pos_ != "CCONJ" and not word.is_space
        ):
            break
        if here and (not names or scene.mention(names[-1]) is not here):
            names.append(word)
            closed = closed or last_and
        last_and = word.pos_ == "CCONJ" or (last_and and here is None)
    if closed and (len(names) > 1 or not comma):
        for name in names:
            head = scene.head(scene.mention(name))  # type: ignore[arg-type]
            yield Reference(str(scene.party(name)), head or name)


def _possessive(scene: Scene, mention: Mention) -> bool:
    """As in "Norway's X", "Ann Weir's X" in a list name X."""
    last = scene.tokens(mention)[-1]
    return last.i + 1 < len(last.doc) and last.nbor(1).lower_ in ("'s", "’s")
