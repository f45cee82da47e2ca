"""Listing clauses: where the text says that parties go on a list, who they are, how many, and of which action."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model import Modality, Predicate
from loaders.language import modality
from loaders.language.arguments import conjuncts
from loaders.language.ends import listing_measure
from loaders.language.frames import Match, role_tokens
from loaders.language.lexicon import is_one_of
from loaders.language.measures import Measure
from loaders.language.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

# What tells one action from another; weekdays and "today" do not.
_TIME = re.compile(
    r"\b(?:last (?:year|month|week|spring|summer|autumn|fall|winter)|earlier|previously|already|once|ago|"
    r"(?:in|since|on|of) (?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?: \d{4})?|(?:in|since) (?:19|20)\d\d|when)\b"
)


@dataclass(frozen=True, slots=True)
class Listing:
    """One clause: its match, the list or authority, the nouns of the sets listed, and the time that sets it apart."""

    match: Match
    measure: Measure
    nouns: tuple[Token, ...]
    time: str

    @property
    def head(self) -> Token:
        return self.match.head


def listings(scene: Scene) -> list[Listing]:
    """The clauses that say a listing happened, in text order; possible and denied ones are left out."""
    wanted = (match for match in scene.matches if match.frame.predicate is Predicate.LISTED_BY)
    return [listing for match in wanted for listing in _listing(scene, match)]


def _listing(scene: Scene, match: Match) -> Iterator[Listing]:
    if not any(True for role in match.frame.subject for _ in role_tokens(match.roles, role)):
        return  # "the listing": nobody is said to be listed here
    measure = listing_measure(scene, match)
    if measure is None:
        return
    if modality.of_clause(match.head, match.noun, factive=match.frame.factive) in (Modality.NEGATED, Modality.POSSIBLE):
        return
    nouns = tuple(
        n for role in match.frame.subject for t in role_tokens(match.roles, role) for n in set_nouns(scene, t)
    )
    time = _TIME.search(_clause_text(match.head))
    yield Listing(match, measure, nouns, time.group() if time else "")


def _clause_text(head: Token) -> str:
    """The sentence around the trigger, up to the commas and conjunctions that start another clause."""
    other = {t.i for c in head.children if c.dep_ in ("conj", "ccomp", "relcl") for t in c.subtree}
    here = sorted((t for t in head.subtree if t.i not in other), key=lambda t: t.i)
    marker = (
        "when " if head.dep_ in ("advcl", "relcl") and any(c.lower_ in ("when", "after") for c in head.children) else ""
    )
    return marker + "".join(t.text_with_ws for t in here)


def set_nouns(scene: Scene, token: Token) -> Iterator[Token]:
    """The common nouns of a phrase that count parties: "20 bureaus and eight companies", "a round of companies"."""
    for part in conjuncts(token):
        if scene.party(part):
            continue
        if is_one_of(part, "counted"):
            yield part
        for child in part.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "with"):
                for inner in child.children:
                    if inner.dep_ == "pobj":
                        yield from set_nouns(scene, inner)
