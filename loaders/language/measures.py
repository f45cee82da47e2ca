"""Which list or authority a listing goes back to: the list named, else the agency that acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model import Label
from loaders.language.arguments import Roles, conjuncts, subjects
from loaders.language.finding import Reference
from loaders.language.frames import owners, role_tokens
from loaders.language.lexicon import words
from loaders.language.references import refer
from loaders.language.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

ACTING = "the one authority that acts in the text"
AUTHORITIES = frozenset({Label.AGENCY, Label.COUNTRY})


@dataclass(frozen=True, slots=True)
class Measure:
    """A list or authority, and the rule that found it where the words here do not name it."""

    party: str
    tokens: tuple[Token, ...] = ()
    rule: str | None = None


def is_list(scene: Scene, token: Token) -> bool:
    key = scene.party(token)
    return (key is not None and scene.label(key) is Label.LIST) or token.lemma_.lower() in words("lists")


def list_in(scene: Scene, roles: Roles, names: tuple[str, ...]) -> Token | None:
    """The token of a list in one of the roles, or None: "the Entity List", "a trade blacklist"."""
    for name in names:
        for token in role_tokens(roles, name):
            for part in conjuncts(token):
                if is_list(scene, part):
                    return part
    return None


def list_below(scene: Scene, head: Token, names: tuple[str, ...]) -> Token | None:
    """A list that the parse hung on another word of the clause, or behind its owner: "the Ministry's own list"."""
    for token in sorted(head.subtree, key=lambda t: t.i):
        if token.i > head.i and token.dep_ == "pobj" and token.head.lower_ in names and _within(token, head):
            if is_list(scene, token):
                return token
            behind = _behind_owner(scene, token)
            if behind is not None:
                return behind
    return None


def _within(token: Token, head: Token) -> bool:
    """No other clause lies between the two."""
    for step in token.ancestors:
        if step.i == head.i:
            return True
        if step.dep_ in ("relcl", "advcl", "ccomp", "conj", "parataxis"):
            return False
    return False


def _behind_owner(scene: Scene, token: Token) -> Token | None:
    if scene.party(token) is None or token.i + 1 >= len(token.doc) or token.nbor(1).lower_ not in ("'s", "’s"):
        return None
    for other in token.doc[token.i + 2 : token.i + 6]:
        if is_list(scene, other):
            return other
    return None


def of_list(scene: Scene, token: Token, agents: list[Reference]) -> Measure | None:
    """The list that the token names or takes up again; where the text names none, who keeps it."""
    key = scene.party(token)
    if key and scene.label(key) is Label.LIST:
        return Measure(key, (token,))
    known = nearest_list(scene, token)
    if known:
        return Measure(known, (token,))
    for owner in owners(token):
        party = scene.party(owner)
        if party and scene.label(party) in AUTHORITIES:
            return Measure(party, (owner, token))
    return of_agent(agents) or acting(scene, token)


def of_agent(agents: list[Reference], scene: Scene | None = None) -> Measure | None:
    for agent in agents:
        if scene is None or scene.label(agent.party) in AUTHORITIES or _body(scene, agent.party):
            return Measure(agent.party, (agent.token,), agent.rule)
    return None


def _body(scene: Scene, key: str) -> bool:
    """The EU and the UN list parties too; they may be read as organisations."""
    return scene.label(key) is Label.ORGANISATION and scene.parties[key].kind in (None, "intergovernmental")


def nearest_list(scene: Scene, token: Token) -> str | None:
    """The list last named before the token, else the only one of the text."""
    before = [m.party for m in scene.of_label(Label.LIST) if m.start <= token.idx]
    if before:
        return before[-1]
    every = sorted({m.party for m in scene.of_label(Label.LIST)})
    return every[0] if len(every) == 1 else None


def acting(scene: Scene, token: Token) -> Measure | None:
    """Who acts in this text where the sentence does not say: the one authority that lists or bans in it."""
    key = acting_authority(scene)
    return Measure(key, (), ACTING) if key else None


def acting_authority(scene: Scene) -> str | None:
    """As `_acting_authority`, looked for once."""
    if scene.acting is None:
        scene.acting = (_acting_authority(scene),)
    return scene.acting[0]


def _acting_authority(scene: Scene) -> str | None:
    """The one party that the text shows imposing measures; a department of a government counts as its own."""
    found = sorted(
        {key for token in scene.doc if token.lemma_.lower() in words("measure_verbs") for key in _who(scene, token)}
    )
    return found[0] if len(found) == 1 else None


def _who(scene: Scene, verb: Token) -> list[str]:
    from loaders.language.arguments import agents

    if verb.pos_ not in ("VERB", "AUX"):
        return []
    references = [r for a in agents(verb) for r in refer(scene, a)]
    return [r.party for r in references if scene.label(r.party) in AUTHORITIES and r.rule is None]


def behind_law(scene: Scene, agents: list[Token]) -> list[Reference]:
    """Whose a law is that bans: of the country or body that it is of, or that passed it; a person signs for his."""
    for law in (a for a in agents if a.lemma_.lower() in words("laws")):
        makers = [s for s in subjects(law.head) if s.i != law.i] if law.dep_ != "nsubj" else []
        near = [*owners(law), *makers, *(o for maker in makers for o in owners(maker))]
        named = [r for t in near for r in refer(scene, t) if scene.label(r.party) in AUTHORITIES]
        if named:
            return [Reference(named[0].party, named[0].token, "whose law it is")]
    return []


def context(scene: Scene, token: Token) -> Measure | None:
    """The measure that a consequence goes back to: the list named last, else the authority that acts."""
    key = nearest_list(scene, token)
    if key:
        return Measure(key)
    return acting(scene, token)
