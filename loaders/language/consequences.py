"""Consequences: whom a listing or ban hits, where the text says so, and which measure that goes back to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import Label
from loaders.language import measures
from loaders.language.arguments import agents
from loaders.language.finding import Pair
from loaders.language.frames import Match, role_tokens
from loaders.language.lexicon import words
from loaders.language.references import refer
from loaders.language.roles import from_end, with_measure
from loaders.language.scene import Scene
from loaders.language.trade import banned

if TYPE_CHECKING:
    from spacy.tokens import Token


def caused(scene: Scene, match: Match) -> list[Pair]:
    measure = _measure_behind(scene, match)
    left = from_end(scene, match) if measure else []
    return with_measure(left, measure, match.head)


def _measure_behind(scene: Scene, match: Match) -> measures.Measure | None:
    """What a consequence goes back to: a list or authority named as cause, or a measure taken up by a noun."""
    tokens = [t for role in (*match.frame.object, "due to") for t in role_tokens(match.roles, role)]
    tokens = [t for t in tokens if t.lemma_.lower() not in ("term", "impact", "hit")]
    for token in tokens:
        for reference in refer(scene, token):
            if scene.label(reference.party) in measures.AUTHORITIES | {Label.LIST}:
                return measures.Measure(reference.party, (reference.token,), reference.rule)
    own_cause = [t for t in tokens if t.pos_ in ("NOUN", "PROPN", "VERB", "PRON") and t.dep_ != "pobj"]
    if any(_is_measure(t) for t in tokens) or (not _foreign(own_cause, match) and near_measure(scene, match.head)):
        return measures.context(scene, match.head)
    return _loss_of_listed(scene, match) if not tokens else None


def _loss_of_listed(scene: Scene, match: Match) -> measures.Measure | None:
    """A loss that the text gives no cause for, of parties that it says were listed, goes back to that."""
    left = from_end(scene, match)
    if not left or any(r.party not in scene.listed for r in left):
        return None
    found = measures.context(scene, match.head)
    return measures.Measure(found.party, found.tokens, "loss of a listed party") if found else None


def _foreign(tokens: list[Token], match: Match) -> bool:
    """The cause is named, and it is no measure. An agent that is the one affected is no cause."""
    if "agent" in match.frame.subject or match.noun is not None:
        return False
    return any(not _is_measure(t) for t in tokens)


def _is_measure(token: Token) -> bool:
    return any(t.lemma_.lower() in words("measure_nouns") for t in token.subtree)


def near_measure(scene: Scene, token: Token) -> bool:
    """Whether the paragraph speaks of a listing or ban before the token: else a loss has other causes."""
    text = scene.document.text
    start = max(text.rfind("\n", 0, token.idx), 0)
    end = token.sent.end_char
    return any(
        t.lemma_.lower() in words("measure_nouns")
        for t in scene.doc.char_span(start, end, alignment_mode="expand") or ()
    )


def cut_off(scene: Scene, match: Match) -> list[Pair]:
    if not _barred(match.head) or banned(scene, match):
        return []
    if match.roles.get("to") and any(
        scene.label(r.party) is Label.COMPANY and not r.rule for a in agents(match.head) for r in refer(scene, a)
    ):
        return []  # one firm that cannot sell is no embargo
    measure = measures.context(scene, match.head) if _listing_before(scene, match.head) else None
    return with_measure(from_end(scene, match), measure, match.head)


def _barred(verb: Token) -> bool:
    """As in "unable to buy", "cannot sell", "no longer able to get", "barred from buying"."""
    for step in (verb, verb.head, verb.head.head):
        if step.lower_ in ("unable", "barred", "banned") or any(_bars(c) for c in step.children):
            return True
        if step.dep_ not in ("xcomp", "acomp", "pcomp", "ccomp", "prep"):
            return False
    return False


def _bars(child: Token) -> bool:
    return child.dep_ == "neg" or child.lower_ == "longer"


def _listing_before(scene: Scene, token: Token) -> bool:
    return any(t.lemma_.lower() in words("measure_nouns") | words("lists") for t in scene.doc[: token.i])
