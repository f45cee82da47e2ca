"""Which parties fill the roles of a match."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import Label, Predicate
from loaders.language import measures
from loaders.language.arguments import conjuncts
from loaders.language.finding import Pair, Reference
from loaders.language.frames import Match, frame_table, role_tokens
from loaders.language.lexicon import words
from loaders.language.named import introduced
from loaders.language.references import refer
from loaders.language.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token


_ACTS = (Predicate.LISTED_BY, Predicate.RESTRICTED_BY)


def filled(scene: Scene, match: Match, roles: tuple[str, ...], labels: frozenset[Label]) -> list[Reference]:
    """The parties of the first role that means any."""
    for role in roles:
        found: dict[str, Reference] = {}
        if role == "compound" and match.frame.predicate not in _ACTS:
            labels = labels - measures.AUTHORITIES  # "a US supplier", "Chinese units": where from, not whose
        tokens = list(role_tokens(match.roles, role))
        if role == "self" and not tokens and match.head.lemma_ != "brand":  # "its customers, such as X and Y"
            found = {r.party: r for r in introduced(scene, match.head) if scene.label(r.party) in labels}
        for token in tokens:
            for reference in refer(scene, token, _others(scene, match, token)):
                if scene.label(reference.party) in labels:
                    found.setdefault(reference.party, reference)
        if found:
            return list(found.values())
    return []


def _others(scene: Scene, match: Match, token: Token) -> frozenset[str]:
    """The named parties of the other roles: a pronoun or description in this one cannot mean them."""
    keys = set()
    for role in ("agent", "patient", "self", "holder", "poss", "to", "from", "with", "on", "in", "of"):
        for other in match.roles.get(role, ()):
            if other.i != token.i and not other.is_ancestor(token):
                wide = role in ("agent", "self") and token.pos_ != "PRON"
                keys |= {scene.party(t) for t in (other.subtree if wide else conjuncts(other))}
    return frozenset(k for k in keys if k)


def from_end(scene: Scene, match: Match) -> list[Reference]:
    found = filled(scene, match, match.frame.subject, frame_table().ends[match.frame.predicate][0])
    return [r for r in found if match.frame.predicate not in _ACTS or not _some_officials(r.token)]


def _some_officials(token: Token) -> bool:
    """Officials of a government speak for it; measures against some of them are not against it."""
    return token.tag_ in ("NNS", "NNPS") and token.lemma_.lower() in words("parts")


def to_end(scene: Scene, match: Match) -> list[Reference]:
    return filled(scene, match, match.frame.object, frame_table().ends[match.frame.predicate][1])


def product(left: list[Reference], right: list[Reference]) -> list[Pair]:
    """Every left end with every right end; those of "A and B ..., C and D respectively" one by one."""
    together = [r.token for r in (*left, *right)]
    if together and len(left) > 1 and any(t.lower_ == "respectively" for t in together[0].sent) and len(right) > 0:
        if len(left) != len(right):
            return []
        order = sorted(left, key=lambda r: r.token.i), sorted(right, key=lambda r: r.token.i)
        return list(zip(*order, strict=True))
    return [(a, b) for a in left for b in right]


def party(scene: Scene, match: Match) -> list[Pair]:
    if any(not match.roles.get(role) for role in match.frame.needs):
        return []
    right = to_end(scene, match)
    return product(from_end(scene, match), right) if right else []


def with_measure(left: list[Reference], measure: measures.Measure | None, token: Token) -> list[Pair]:
    if measure is None:
        return []
    at = measure.tokens[0] if measure.tokens else token
    return [(r, Reference(measure.party, at, measure.rule)) for r in left]
