"""Frames: which words state a relation, and which of their arguments are its ends. frames.toml holds them.

A frame with `verbs` matches a verb; with `nouns` too, a light verb and its noun ("impose sanctions"), whose roles are
taken together; with `nouns` alone, the noun. `from` and `to` name roles, the first that means a party wins; "of."
before a role looks one step further, at whose thing it is ("the licence of X", "X's operations").
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from graph.model import Label, Predicate
from loaders.language.arguments import (
    OBJECTS,
    Roles,
    antecedent,
    conjuncts,
    infinitive_subjects,
    is_verbal,
    noun_roles,
    verb_roles,
)
from loaders.language.lexicon import is_one_of

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of frames.toml; see its header for what the fields mean."""

    name: str
    predicate: Predicate
    examples: tuple[str, ...]
    gives: tuple[str, ...]
    verbs: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    target: str = "party"
    noun_at: tuple[str, ...] = ("patient",)
    needs: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    factive: bool = False
    cause: bool = False
    modality: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A frame met in the text: its trigger, the light verb's noun, and the roles around both."""

    frame: Frame
    head: Token
    noun: Token | None
    roles: Roles = field(hash=False)


@dataclass(frozen=True, slots=True)
class FrameTable:
    frames: tuple[Frame, ...]
    by_lemma: Mapping[str, tuple[Frame, ...]]
    ends: Mapping[Predicate, tuple[frozenset[Label], frozenset[Label]]]


def _split(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(str(row.get(name, "")).split())


def _frame(row: dict[str, Any]) -> Frame:
    """One frame; a field that no frame knows stops, so that a slip in the table cannot pass."""
    fields: dict[str, Any] = {
        "verbs": frozenset(v.replace("_", " ") for v in _split(row, "verbs")),
        "nouns": frozenset(_split(row, "nouns")),
        "subject": _split(row, "from"),
        "object": _split(row, "to"),
        "noun_at": _split(row, "noun_at") or ("patient",),
        "needs": _split(row, "needs"),
        "lacks": _split(row, "lacks"),
        "predicate": Predicate(row["predicate"]),
        "examples": tuple(row["examples"]),
        "gives": tuple(row["gives"]),
    }
    plain = {k: v for k, v in row.items() if k not in (*fields, "from", "to")}
    return Frame(**fields, **plain)


@cache
def frame_table() -> FrameTable:
    table = tomllib.loads(files("loaders.language").joinpath("frames.toml").read_text("utf-8"))
    frames = tuple(_frame(row) for row in table["frame"])
    by_lemma: dict[str, list[Frame]] = {}
    for frame in frames:
        for lemma in sorted(frame.verbs or frame.nouns):
            by_lemma.setdefault(lemma, []).append(frame)
    ends = {Predicate(name): (_labels(row["from"]), _labels(row["to"])) for name, row in table["ends"].items()}
    return FrameTable(frames, {k: tuple(v) for k, v in by_lemma.items()}, ends)


def _labels(text: str) -> frozenset[Label]:
    return frozenset(Label(name) for name in text.split())


def matches(token: Token) -> Iterator[Match]:
    """Every frame that the token triggers."""
    for lemma in _lemmas(token):
        for frame in frame_table().by_lemma.get(lemma, ()):
            yield from _match(frame, token)


def _lemmas(token: Token) -> list[str]:
    """The lemma, and with its particle if it has one: "cut", "cut off"."""
    lemma = token.lemma_.lower()
    particles = [c.lower_ for c in token.children if c.dep_ == "prt"]
    adjectives = {"sanctioned": ["sanction"], "blacklisted": ["blacklist"]}.get(lemma, [])  # "a sanctioned bank"
    return [f"{lemma} {p}" for p in particles] + [lemma, *adjectives]


def _match(frame: Frame, token: Token) -> Iterator[Match]:
    if frame.verbs:
        participle = token.dep_ in ("amod", "acl") and token.tag_ in ("VBN", "VBG", "JJ")
        if is_verbal(token) or participle or _misread(token):
            yield from _verb_match(frame, token)
    elif token.pos_ in ("NOUN", "PROPN"):
        yield Match(frame, token, None, noun_roles(token))


def _misread(token: Token) -> bool:
    """As in "X partners with Y", "X competes with Y": a finite verb that the parse takes for a plural noun."""
    bare = not any(c.dep_ in ("det", "amod", "poss", "nummod") for c in token.children)
    if token.lower_ == "power" and token.dep_ == "compound":  # "whose chips power servers"
        return token.i > token.sent.start and token.nbor(-1).tag_ == "NNS" and token.head.tag_ == "NNS"
    return token.tag_ == "NNS" and token.dep_ == "ROOT" and bare and any(c.dep_ == "prep" for c in token.children)


def _verb_match(frame: Frame, verb: Token) -> Iterator[Match]:
    roles = verb_roles(verb)
    if not frame.nouns:
        yield Match(frame, verb, None, roles)
        return
    for place in frame.noun_at:
        for noun in roles.get(place, ()):
            for part in _within(noun):
                if part.lemma_.lower() in frame.nouns:
                    yield Match(frame, verb, part, _together(roles, noun_roles(part)))
                    return


def _within(noun: Token) -> Iterator[Token]:
    """The nouns of an object: coordinated ones, and what a quantity is of ("a tenth of its revenue", "$5 million")."""
    for part in conjuncts(noun):
        yield part
        for child in part.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "in"):
                yield from (inner for inner in child.children if inner.dep_ == "pobj")
            elif child.dep_ == "nummod" and child.i > part.i - 3:
                yield child


def _together(verb: Roles, noun: Roles) -> Roles:
    merged = {name: list(tokens) for name, tokens in noun.items() if name not in ("holder", "self")}
    for name, tokens in verb.items():
        merged.setdefault(name, []).extend(t for t in tokens if t not in merged.get(name, []))
    return merged


def role_tokens(roles: Roles, role: str) -> Iterator[Token]:
    """The tokens of a role; "of.patient" gives whose thing the patient is: its possessor, maker or place."""
    step, _, inner = role.rpartition("of.")
    if step or role.startswith("of."):
        for token in roles.get(inner, ()):
            for part in conjuncts(token):
                yield from owners(part)
        return
    yield from roles.get(role, ())


def owners(noun: Token, depth: int = 0) -> Iterator[Token]:
    """Whose a thing is: "X's jets", "X jets", "30 of X's jets", "the operations of X". Others have what is theirs."""
    if is_one_of(noun, "others"):
        return
    yield from infinitive_subjects(noun)
    for child in noun.children:
        if child.dep_ in ("poss", "compound", "nmod", "amod"):
            yield antecedent(child)
        elif child.dep_ == "acl" and child.tag_ == "VBN":
            yield from (p for c in child.children if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj")
        elif child.dep_ == "prep" and child.lower_ in ("of", "for") and depth < 2:
            for inner in child.children:
                if inner.dep_ in ("pobj", *OBJECTS):
                    yield inner
                    yield from owners(inner, depth + 1)
