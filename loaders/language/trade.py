"""Supply told by goods: what is bought, used, ordered or made available, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.model import Label, Predicate
from loaders.language import measures
from loaders.language.arguments import agents, antecedent, conjuncts, is_verbal, patients
from loaders.language.finding import Pair, Reference
from loaders.language.frames import Match, frame_table, matches, owners
from loaders.language.lexicon import is_one_of, words
from loaders.language.references import refer
from loaders.language.roles import filled, from_end, party, product
from loaders.language.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token


def bought(scene: Scene, match: Match) -> list[Pair]:
    things = match.roles.get("patient", ())
    if any(scene.party(t) or t.pos_ == "PROPN" or t.lemma_.lower().endswith(("ing", "ion")) for t in things):
        return []  # a firm is bought, a deed is ordered: no goods
    if match.head.lemma_ in ("receive", "obtain", "procure") and not any(_is_goods(t) for t in things):
        return []  # an order or a letter that is received
    if not match.roles.get("from") and not any(_is_goods(t) for t in things):
        return []
    buyers = (Label.COMPANY, Label.AGENCY, Label.ORGANISATION, Label.GROUP)
    return [
        (a, b)
        for a, b in party(scene, match)
        if scene.label(a.party) is Label.COMPANY and scene.label(b.party) in buyers
    ]


def _is_goods(token: Token) -> bool:
    """As in "chips", "30 of X's jets"."""
    below = [p for c in token.children if c.dep_ == "prep" for p in c.children if p.dep_ == "pobj"]
    return any(t.lemma_.lower() in words("goods") for t in (token, *below))


def goods_given(scene: Scene, match: Match) -> list[Pair]:
    """Supply, but of goods: who sells a firm supplies nobody."""
    given = match.roles.get("patient", ())
    if any((key := scene.party(t)) and scene.label(key) in (Label.COMPANY, Label.PERSON) for t in given):
        return []
    if any(is_one_of(part, "holdings") for t in given for part in conjuncts(t)):
        return []  # who sells a stake or a business supplies nobody
    return party(scene, match)


def goods_for(scene: Scene, match: Match) -> list[Pair]:
    """As in "makes phones for X": only goods are made for a customer."""
    return party(scene, match) if any(_is_goods(t) for t in match.roles.get("patient", ())) else []


def used(scene: Scene, match: Match) -> list[Pair]:
    customers = filled(scene, match, ("agent",), frame_table().ends[Predicate.SUPPLIES][1])
    makers = [r for t in _makers(match) for r in refer(scene, t) if scene.label(r.party) is Label.COMPANY]
    return product(makers, customers)


def _makers(match: Match) -> Iterator[Token]:
    for patient in match.roles.get("patient", ()):
        thing = _first_conjunct(patient)
        verb = thing.head
        if thing.pos_ == "PROPN" or thing.lemma_.lower() not in words("goods"):
            continue
        if thing.dep_ == "dobj" and verb.lemma_ in words("making"):
            yield from agents(verb)
        yield from _named_maker(thing)
        for made in (c for c in thing.children if c.dep_ == "acl" and c.lemma_ in words("making")):
            yield from (p for c in made.children if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj")


def _named_maker(thing: Token) -> Iterator[Token]:
    """As in "X's cameras", and of parts that go into the things of others "X chips"."""
    part = is_one_of(thing, "parts_made")
    yield from (antecedent(c) for c in thing.children if c.dep_ == "poss" or (part and c.dep_ in ("compound", "nmod")))


def used_in(scene: Scene, match: Match) -> list[Pair]:
    """As in "X's chips are used in Y's cameras", "X's chips power Y's servers": X supplies Y."""
    parts, things = (
        list(match.roles.get("patient", ())),
        [t for r in ("in", "inside", "into") for t in match.roles.get(r, ())],
    )
    if match.head.lemma_.lower() == "power":
        parts, things = _powering(match)
    makers = [r for t in parts for m in (*_named_maker(t), *_whose(match, t)) for r in refer(scene, m)]
    whose = [r for t in things if is_one_of(t, "goods") for o in owners(t) for r in refer(scene, o)]
    return product([r for r in makers if scene.label(r.party) is Label.COMPANY], whose)


def _powering(match: Match) -> tuple[list[Token], list[Token]]:
    """What powers, and what it powers; also where the parse takes "power" for part of a noun."""
    if is_verbal(match.head):
        return list(match.roles.get("agent", ())), list(match.roles.get("patient", ()))
    return [match.head.nbor(-1)], [match.head.head]


def _whose(match: Match, part: Token) -> Iterator[Token]:
    if not is_verbal(match.head) and not any(c.dep_ == "poss" for c in part.children):
        thing = match.head.head
        for owner in (antecedent(c) for c in thing.children if c.dep_ == "poss"):
            yield thing.head if owner.tag_ == "WP$" and thing.dep_ == "appos" else owner


def _first_conjunct(token: Token) -> Token:
    return _first_conjunct(token.head) if token.dep_ == "conj" else token


def ordered(scene: Scene, match: Match) -> list[Pair]:
    """As in "X's supplier Y stopped taking its orders": the orders of the customer that the sentence gives Y."""
    whose = [o for t in match.roles.get("patient", ()) for o in owners(t)]
    if not any(o.pos_ == "PRON" for o in whose):
        return party(scene, match)
    left = from_end(scene, match)
    rule = "orders of the one customer named in the sentence"
    customers = {b.party: b for r in left for b in _customers_here(scene, match.head, r.party)}
    if len(customers) != 1:
        return party(scene, match)
    return [(a, Reference(b.party, b.token, rule)) for a in left for b in customers.values()]


def _customers_here(scene: Scene, token: Token, supplier: str) -> Iterator[Reference]:
    for other in token.sent:
        for match in matches(other):
            if match.frame.predicate is Predicate.SUPPLIES and not match.frame.verbs:
                yield from (b for a, b in party(scene, match) if a.party == supplier)


def made_available(scene: Scene, match: Match) -> list[Pair]:
    return party(scene, match) if any(t.lower_ == "available" for t in match.head.subtree) else []


def banned(scene: Scene, match: Match) -> list[Pair]:
    """As in "banned foreign firms from selling to X": the order is against X."""
    step = match.head
    if step.dep_ != "pcomp" or step.head.head.lemma_ not in words("banning"):
        return []
    order = step.head.head
    authority = [r for a in agents(order) for r in refer(scene, a) if scene.label(r.party) in measures.AUTHORITIES]
    authority = authority or measures.behind_law(scene, agents(order))
    anybody = ("anyone", "everyone", "anybody", "everybody")
    if any(scene.party(p) or (p.pos_ == "PRON" and p.lower_ not in anybody) for p in patients(order)):
        return []  # the one that is barred is named: nobody else is
    return product(from_end(scene, match), authority)
