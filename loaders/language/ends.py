"""The two ends of a match: which parties fill its roles, by what the frame's target asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING

from graph.model import Label, Predicate
from loaders.language import measures
from loaders.language.arguments import agents, conjuncts, is_passive, is_verbal, patients, subjects
from loaders.language.frames import Match, frame_table, matches, owners, role_tokens
from loaders.language.lexicon import words
from loaders.language.references import Reference, refer
from loaders.language.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

_ACTS = (Predicate.LISTED_BY, Predicate.RESTRICTED_BY)
Pair = tuple[Reference, Reference]


def pairs(scene: Scene, match: Match) -> list[Pair]:
    """Subject and object of each relation that the match states; empty where an end is not known."""
    found = TARGETS[match.frame.target](scene, match)
    left, right = frame_table().ends[match.frame.predicate]
    return [
        (a, b)
        for a, b in found
        if a.party != b.party and scene.label(a.party) in left and scene.label(b.party) in right
    ]


def filled(scene: Scene, match: Match, roles: tuple[str, ...], labels: frozenset[Label]) -> list[Reference]:
    """The parties of the first role that means any."""
    for role in roles:
        found: dict[str, Reference] = {}
        if role == "compound" and match.frame.predicate not in _ACTS:
            labels = labels - measures.AUTHORITIES  # "a US supplier", "Chinese units": where from, not whose
        for token in role_tokens(match.roles, role):
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


def _left(scene: Scene, match: Match) -> list[Reference]:
    return filled(scene, match, match.frame.subject, frame_table().ends[match.frame.predicate][0])


def _right(scene: Scene, match: Match) -> list[Reference]:
    return filled(scene, match, match.frame.object, frame_table().ends[match.frame.predicate][1])


def _product(left: list[Reference], right: list[Reference]) -> list[Pair]:
    """Every left end with every right end; those of "A and B ..., C and D respectively" one by one."""
    together = [r.token for r in (*left, *right)]
    if together and len(left) > 1 and any(t.lower_ == "respectively" for t in together[0].sent) and len(right) > 0:
        if len(left) != len(right):
            return []
        order = sorted(left, key=lambda r: r.token.i), sorted(right, key=lambda r: r.token.i)
        return list(zip(*order, strict=True))
    return [(a, b) for a in left for b in right]


def _party(scene: Scene, match: Match) -> list[Pair]:
    if any(not match.roles.get(role) for role in match.frame.needs):
        return []
    right = _right(scene, match)
    return _product(_left(scene, match), right) if right else []


def listing_measure(scene: Scene, match: Match) -> measures.Measure | None:
    """The list or authority of a listing, whoever is listed."""
    if match.frame.target == "list":
        return _measure_of_list(scene, match)
    if match.frame.target == "measure":
        return _measure_of_agent(scene, match)
    return _measure_of_passive(scene, match)


def _measure_of_list(scene: Scene, match: Match) -> measures.Measure | None:
    token = measures.list_in(scene, match.roles, match.frame.object)
    token = token or measures.list_below(scene, match.head, match.frame.object)
    if token is None or _exchange(token):
        return None
    agent = filled(scene, match, ("agent",), measures.AUTHORITIES | {Label.ORGANISATION})
    return measures.of_list(scene, token, [] if "agent" in match.frame.subject else agent)


def _measure_of_passive(scene: Scene, match: Match) -> measures.Measure | None:
    """ "were also added for ...": to the list that the text last spoke of, if it spoke of adding before."""
    if match.roles.get("to") or not is_passive(match.head):
        return None
    listing = words("listing_verbs")
    before = any(t.lemma_.lower() in listing and is_verbal(t) for t in scene.doc[: match.head.i])
    key = measures.nearest_list(scene, match.head) if before else None
    return measures.Measure(key, (), "the list last spoken of") if key else None


def _list(scene: Scene, match: Match) -> list[Pair]:
    measure = listing_measure(scene, match)
    return _with_measure(_left(scene, match), measure, match.head)


def _exchange(token: Token) -> bool:
    """ "listed on a stock exchange", "a list of customers": no sanctions list."""
    near = " ".join(t.lower_ for t in token.subtree)
    return any(word in near for word in ("exchange", "stock", "price", "customer", "client", "fortune", "waiting"))


def _with_measure(left: list[Reference], measure: measures.Measure | None, token: Token) -> list[Pair]:
    if measure is None:
        return []
    at = measure.tokens[0] if measure.tokens else token
    return [(r, Reference(measure.party, at, measure.rule)) for r in left]


def _measure(scene: Scene, match: Match) -> list[Pair]:
    left = _left(scene, match)
    return _with_measure(left, _measure_of_agent(scene, match) if left else None, match.noun or match.head)


def _measure_of_agent(scene: Scene, match: Match) -> measures.Measure | None:
    agent = filled(scene, match, match.frame.object, measures.AUTHORITIES | {Label.ORGANISATION, Label.LIST})
    filled_by_others = any(True for role in match.frame.object for _ in match.roles.get(role, ()))
    measure = measures.of_agent(agent)
    if measure is None and (not filled_by_others or match.head.dep_ == "amod"):
        measure = measures.acting(scene, match.head)
    return measure


def _authority(scene: Scene, match: Match) -> list[Pair]:
    agent = [r for r in _right(scene, match) if scene.label(r.party) in measures.AUTHORITIES]
    if not agent and not match.roles.get("agent"):
        measure = measures.acting(scene, match.head)
        agent = [Reference(measure.party, match.head, measure.rule)] if measure else []
    return _product(_left(scene, match), agent)


def _cause(scene: Scene, match: Match) -> list[Pair]:
    measure = _measure_behind(scene, match)
    left = _left(scene, match) if measure else []
    return _with_measure(left, measure, match.head)


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
    left = _left(scene, match)
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
    return any(t.lemma_.lower() in words("measure_nouns") for t in scene.doc.char_span(start, end, alignment_mode="expand") or ())


def _cut_off(scene: Scene, match: Match) -> list[Pair]:
    if not _barred(match.head) or _banned(scene, match):
        return []
    if match.roles.get("to") and any(scene.label(r.party) is Label.COMPANY and not r.rule for a in agents(match.head) for r in refer(scene, a)):
        return []  # one firm that cannot sell is no embargo
    measure = measures.context(scene, match.head) if _listing_before(scene, match.head) else None
    return _with_measure(_left(scene, match), measure, match.head)


def _barred(verb: Token) -> bool:
    """ "unable to buy", "cannot sell", "no longer able to get", "barred from buying"."""
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


def _goods(scene: Scene, match: Match) -> list[Pair]:
    bought = match.roles.get("patient", ())
    if any(scene.party(t) or t.pos_ == "PROPN" or t.lemma_.lower().endswith(("ing", "ion")) for t in bought):
        return []  # a firm is bought, a deed is ordered: no goods
    if not match.roles.get("from") and not any(_is_goods(t) for t in bought):
        return []
    buyers = (Label.COMPANY, Label.AGENCY, Label.ORGANISATION)
    return [
        (a, b) for a, b in _party(scene, match) if scene.label(a.party) is Label.COMPANY and scene.label(b.party) in buyers
    ]


def _is_goods(token: Token) -> bool:
    """ "chips", "30 of X's jets"."""
    below = [p for c in token.children if c.dep_ == "prep" for p in c.children if p.dep_ == "pobj"]
    return any(t.lemma_.lower() in words("goods") for t in (token, *below))


def _maker(scene: Scene, match: Match) -> list[Pair]:
    customers = filled(scene, match, ("agent",), frame_table().ends[Predicate.SUPPLIES][1])
    makers = [r for t in _makers(match) for r in refer(scene, t) if scene.label(r.party) is Label.COMPANY]
    return _product(makers, customers)


def _makers(match: Match) -> Iterator[Token]:
    for thing in match.roles.get("patient", ()):
        while thing.dep_ == "conj":
            thing = thing.head
        verb = thing.head
        if thing.pos_ == "PROPN" or thing.lemma_.lower() not in words("goods"):
            continue
        if thing.dep_ == "dobj" and verb.lemma_ in words("making"):
            yield from agents(verb)
        yield from (c for c in thing.children if c.dep_ == "poss")


def _orders(scene: Scene, match: Match) -> list[Pair]:
    """ "X's supplier Y stopped taking its orders": the orders are those of the customer that the sentence gives Y."""
    whose = [o for t in match.roles.get("patient", ()) for o in owners(t)]
    if not any(o.pos_ == "PRON" for o in whose):
        return _party(scene, match)
    left = _left(scene, match)
    rule = "orders of the one customer named in the sentence"
    customers = {b.party: b for r in left for b in _customers_here(scene, match.head, r.party)}
    if len(customers) != 1:
        return _party(scene, match)
    return [(a, Reference(b.party, b.token, rule)) for a in left for b in customers.values()]


def _customers_here(scene: Scene, token: Token, supplier: str) -> Iterator[Reference]:
    for other in token.sent:
        for match in matches(other):
            if match.frame.predicate is Predicate.SUPPLIES and not match.frame.verbs:
                yield from (b for a, b in _party(scene, match) if a.party == supplier)


def _available(scene: Scene, match: Match) -> list[Pair]:
    return _party(scene, match) if any(t.lower_ == "available" for t in match.head.subtree) else []


def _stake(scene: Scene, match: Match) -> list[Pair]:
    noun = match.head
    if noun.lemma_.lower() in ("share", "holding", "equity") and not _held(noun):
        return []
    return _party(scene, match)


def _held(noun: Token) -> bool:
    return noun.head.lemma_ in words("holding_verbs") or any("%" in t.text or t.lower_ == "percent" for t in noun.subtree)


def _round(scene: Scene, match: Match) -> list[Pair]:
    investors = _left(scene, match)
    raiser = _raiser(scene, match.head, {r.party for r in investors}) if investors else None
    return [(r, raiser) for r in investors] if raiser else []


def _raiser(scene: Scene, token: Token, investors: set[str]) -> Reference | None:
    """Whose funding round it is: the firm that the text last said raised, completed or closed one."""
    for other in reversed(scene.doc[max(0, token.i - 150) : token.i + 1]):
        if is_verbal(other) and other.lemma_ in words("raising") and not (other.i == token.i):
            for s in subjects(other):
                for r in refer(scene, s):
                    if scene.label(r.party) is Label.COMPANY and r.party not in investors:
                        return Reference(r.party, token, "the round last spoken of")
    return None


def _asset(scene: Scene, match: Match) -> list[Pair]:
    found = _party(scene, match)
    return [(a, b) for a, b in found if scene.label(b.party) is Label.COMPANY and scene.label(a.party) is not Label.AGENCY]


def _parent(scene: Scene, match: Match) -> list[Pair]:
    if not any(c.lower_ in ("parent", "holding") for c in match.head.children if c.i < match.head.i):
        return []
    found = _party(scene, match)
    if found or any(c.dep_ in ("det", "poss") for c in match.head.children):
        return found
    named = [r for t in match.roles["self"] for r in refer(scene, t)]
    left = named or [r for r in [_covering(scene, match.head)] if r]
    return [(a, b) for a in left for b in _sentence_subjects(scene, match.head)]


def _covering(scene: Scene, token: Token) -> Reference | None:
    key = scene.party(token.head)
    return Reference(key, token.head) if key else None


def _sentence_subjects(scene: Scene, token: Token) -> list[Reference]:
    """Whose a bare "parent company X" is: the firms that the sentence is about."""
    rule = "a bare relational noun belongs to the sentence's subject"
    return [
        Reference(r.party, r.token, rule)
        for s in subjects(token.sent.root)
        for r in refer(scene, s)
        if scene.label(r.party) is Label.COMPANY
    ]


def _partner(scene: Scene, match: Match) -> list[Pair]:
    left, right = _left(scene, match), _right(scene, match)
    mutual = match.head.lemma_ in words("reciprocal") and not match.roles.get("with")
    if match.frame.subject == match.frame.object or (not right and mutual):
        return list(combinations(left, 2))
    return _product(left, right)


def _licence(scene: Scene, match: Match) -> list[Pair]:
    return [(a, b) for a, b in _party(scene, match) if scene.label(b.party) in measures.AUTHORITIES]


def _banned(scene: Scene, match: Match) -> list[Pair]:
    """ "banned foreign firms from selling to X": the order is against X."""
    step = match.head
    if step.dep_ != "pcomp" or step.head.head.lemma_ not in words("banning"):
        return []
    order = step.head.head
    authority = [r for a in agents(order) for r in refer(scene, a) if scene.label(r.party) in measures.AUTHORITIES]
    if any(scene.party(p) for p in patients(order)):
        return []
    return _product(_left(scene, match), authority)


TARGETS: Mapping[str, Callable[[Scene, Match], list[Pair]]] = {
    "party": _party,
    "list": _list,
    "added": _list,
    "measure": _measure,
    "authority": _authority,
    "cause": _cause,
    "cut off": _cut_off,
    "goods": _goods,
    "maker": _maker,
    "available": _available,
    "orders": _orders,
    "stake": _stake,
    "round": _round,
    "asset": _asset,
    "parent": _parent,
    "partner": _partner,
    "licence": _licence,
    "banned": _banned,
}
