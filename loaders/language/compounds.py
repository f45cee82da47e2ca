"""Relations inside a word or a possessive: "Fund-backed Firm", "a person's firm"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.model import Label, Predicate
from loaders.language.finding import Finding
from loaders.language.named import ACTORS
from loaders.language.references import refer
from loaders.language.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

SUFFIXES = {
    "backed": Predicate.INVESTED_IN,
    "funded": Predicate.INVESTED_IN,
    "owned": Predicate.OWNS,
    "controlled": Predicate.OWNS,
}
_OWNERS = frozenset({Label.COMPANY, Label.PERSON, Label.ORGANISATION, Label.AGENCY})


def read(scene: Scene) -> list[Finding]:
    return [*_hyphenated(scene), *_possessed(scene), *_kept(scene)]


def _kept(scene: Scene) -> Iterator[Finding]:
    """As in "the Trade Ministry's Entity List": who keeps a list."""
    for mention in scene.of_label(Label.LIST):
        head = scene.head(mention)
        for child in head.children if head is not None else ():
            key = scene.party(child)
            if key and child.dep_ == "poss" and scene.label(key) is Label.AGENCY and head is not None:
                yield Finding(Predicate.ADMINISTERED_BY, mention.party, key, head, (child, head))


def _hyphenated(scene: Scene) -> Iterator[Finding]:
    for token in scene.doc[2:]:
        predicate = SUFFIXES.get(token.lower_.lstrip("-"))
        owner = _before(scene, token)
        if predicate is None or owner is None:
            continue
        left = scene.party(owner)
        target = _modified(scene, token)
        if left and target and target[0] != left and scene.label(left) in _OWNERS:
            yield Finding(predicate, left, target[0], token, (owner, target[1]))


def _before(scene: Scene, token: Token) -> Token | None:
    """The name that the hyphen ties to the participle."""
    if token.text.startswith("-"):
        return token.nbor(-1)
    return token.nbor(-2) if token.nbor(-1).text in ("-", "‑") else None


def _modified(scene: Scene, token: Token) -> tuple[str, Token] | None:
    """What the participle modifies: the name that follows in the same phrase, else what its noun means."""
    for other in token.doc[token.i + 1 : token.i + 6]:
        key = scene.party(other)
        if key and scene.label(key) in (Label.COMPANY, Label.ORGANISATION):
            return key, other
        if other.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM"):
            break
    for reference in refer(scene, token.head):
        if scene.label(reference.party) in ACTORS:
            return reference.party, reference.token
    return None


def _possessed(scene: Scene) -> Iterator[Finding]:
    """As in "Ann Weir's Quay Capital": a firm that a person calls her own."""
    for mention, following in zip(scene.mentions, scene.mentions[1:], strict=False):
        between = scene.document.text[mention.end : following.start]
        if between.strip() not in ("'s", "’s", "'", "’"):
            continue
        owner, owned = scene.head(mention), scene.head(following)
        if owner is None or owned is None or mention.party == following.party:
            continue
        if scene.label(mention.party) is Label.PERSON and scene.label(following.party) is Label.COMPANY:
            rule = "possessive of a person before a firm"
            yield Finding(Predicate.OWNS, mention.party, following.party, owned, (owner, owned), rule=rule)
