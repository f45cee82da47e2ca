"""What a description or a pronoun takes up: the one party before it that fits, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import Label
from loaders.language.arguments import is_verbal, subjects
from loaders.language.lexicon import words
from loaders.language.scene import Scene
from loaders.language.vocabulary import known

if TYPE_CHECKING:
    from spacy.tokens import Token

    from loaders.language.parties import Mention

_REACH = 3  # how many sentences back a description may point


def is_counted_set(scene: Scene, mention: Mention, token: Token) -> bool:
    """As in "six Nicaraguan officials", "four Ukrainians": some people, not the whole that the name stands for."""
    if token.tag_ not in ("NNS", "NNPS") or scene.label(mention.party) is Label.COMPANY:
        return False
    amount = token.head.head if token.dep_ == "pobj" else token
    if (
        amount.lemma_.lower() in (words("quantities") | {"number", "many", "some", "several"})
        and token.head.lower_ == "of"
    ):
        return True
    return any(c.dep_ == "nummod" and scene.mention(c) is not mention for c in token.children)


def takes_up_set(noun: Token) -> bool:
    """As in "these firms", "the blacklisted companies": the parties that the text said were listed."""
    if noun.tag_ != "NNS" or noun.lemma_.lower() not in words("counted"):
        return False
    before = [c for c in noun.children if c.i < noun.i and c.dep_ not in ("punct",)]
    definite = any(c.lower_ in ("the", "these", "those", "both", "all") for c in before)
    return definite and all(c.dep_ in ("det", "nummod", "predet") or _marks_listed(c) for c in before)


def _marks_listed(token: Token) -> bool:
    return token.lemma_.lower() in words("listed") or token.lower_ in words("listed")


def described(scene: Scene, noun: Token, exclude: frozenset[str]) -> str | None:
    """What "the company" or "the Chinese technology giant" means: the one fitting party in the nearest sentence."""
    labels = _kinds(noun)
    definite = any(c.dep_ == "det" and c.lower_ in ("the", "this", "that") for c in noun.children)
    if not labels or not definite or noun.tag_ in ("NNS", "NNPS"):
        return None
    if any(c.dep_ in ("prep", "relcl") for c in noun.children):
        return None
    if any(c.dep_ in ("amod", "compound") and c.lower_ in ("new", "other", "parent", "same") for c in noun.children):
        return None
    return single(scene, noun, labels, exclude | _foreign_to(scene, noun))


def _foreign_to(scene: Scene, noun: Token) -> frozenset[str]:
    """The parties of other countries than the one that the description names: "the US company" is not a Chinese one."""
    codes = {k.code for c in noun.children if c.i < noun.i and (k := known().get(c.text)) and k.code}
    if not codes:
        return frozenset()
    native = {key for key, seats in scene.seats.items() if seats & codes}
    others = scene.parties if native else scene.seats  # where one fits, parties of unknown seat do not
    return frozenset(key for key in others if key not in native)


def _kinds(noun: Token) -> frozenset[Label]:
    lemma = noun.lemma_.lower()
    if lemma in words("firms"):
        return frozenset({Label.COMPANY})
    if lemma in words("agencies"):
        return frozenset({Label.AGENCY})
    return frozenset({Label.PERSON}) if lemma in words("persons") else frozenset()


def single(scene: Scene, token: Token, labels: frozenset[Label], exclude: frozenset[str]) -> str | None:
    """The only party of these labels before the token in its sentence, else in the nearest sentence that has any."""
    here = scene.sentence_index(token)
    for index in range(here, max(here - _REACH, 0) - 1, -1):
        span = scene.sentences[index]
        keys = {
            m.party for m in scene.mentions_in(span) if (index < here or m.start < token.idx) and stands_alone(scene, m)
        }
        fitting = {k for k in keys if scene.label(k) in labels and not _is_thing(scene, k)} - exclude
        if fitting:
            return fitting.pop() if len(fitting) == 1 else _topic(scene, token, index, fitting)
        if index == here and _follows_a_stranger(scene, token):
            return None
    return None


def _follows_a_stranger(scene: Scene, token: Token) -> bool:
    """Whether a name that was not read as a party is a subject before the token: "it" may well mean that."""
    return any(
        word.dep_ in ("nsubj", "nsubjpass")
        and word.text[0].isupper()
        and word.i < token.i
        and not (word.i == token.sent.start and word.pos_ in ("NOUN", "PRON", "DET", "ADJ", "NUM"))
        and word.pos_ != "PRON"
        and not scene.party(word)
        for word in token.sent
    )


def _is_thing(scene: Scene, key: str) -> bool:
    """A product by the last word of its name, whatever it was taken for: "X Cloud Platform" is no company."""
    *before, last = scene.parties[key].name.lower().split() or [""]
    return bool(before) and last in words("products")


def stands_alone(scene: Scene, mention: Mention) -> bool:
    """A name that only narrows a noun ("US sanctions", "Chinese firms") is not what a later "it" takes up."""
    head = scene.head(mention)
    if head is not None and any(c.tag_ == "PRP$" for t in (head, head.head) for c in t.children if t.pos_ != "VERB"):
        return False  # "its affiliate X" speaks of another
    return head is not None and not (head.dep_ in ("compound", "nmod", "amod", "npadvmod") and head.head.i > head.i)


def _topic(scene: Scene, token: Token, index: int, fitting: set[str]) -> str | None:
    """Several fit: the subject that the text goes on with, if "also" continues it with the same verb."""
    verb = next((a for a in token.ancestors if is_verbal(a)), None)
    if verb is None or not any(c.lower_ == "also" for c in verb.children) or token.dep_ != "nsubj":
        return None
    for other in scene.sentences[index]:
        if other.lemma_ == verb.lemma_ and is_verbal(other):
            keys = {k for s in subjects(other) if (k := scene.party(s))} & fitting
            return keys.pop() if len(keys) == 1 else None
    return None
