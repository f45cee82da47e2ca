"""The two ends of a match: which parties fill its roles, by what the frame's target asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import TYPE_CHECKING

from graph.model import Label, Modality, Predicate
from loaders.language import measures, modality
from loaders.language.arguments import is_passive, is_verbal, patients, subjects
from loaders.language.consequences import caused, cut_off
from loaders.language.finding import Pair, Reference
from loaders.language.frames import Match, frame_table
from loaders.language.lexicon import is_one_of, words
from loaders.language.named import introduced
from loaders.language.references import refer
from loaders.language.roles import filled, from_end, party, product, to_end, with_measure
from loaders.language.scene import Scene
from loaders.language.trade import banned, bought, goods_for, goods_given, made_available, ordered, used, used_in

if TYPE_CHECKING:
    from spacy.tokens import Token


def pairs(scene: Scene, match: Match) -> list[Pair]:
    """Subject and object of each relation that the match states; empty where an end is not known."""
    if any(match.roles.get(role) for role in match.frame.lacks):
        return []
    found = TARGETS[match.frame.target](scene, match)
    left, right = frame_table().ends[match.frame.predicate]
    return [
        (a, b)
        for a, b in found
        if a.party != b.party and scene.label(a.party) in left and scene.label(b.party) in right
    ]


def listing_measure(scene: Scene, match: Match) -> measures.Measure | None:
    """The list or authority of a listing, whoever is listed."""
    if match.frame.target == "list" or (match.frame.target == "sanctions told" and _tells_sanctions(scene, match)):
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
    """As in "were also added for ...": to the list that the text last spoke of, if it spoke of adding before."""
    if match.roles.get("to") or not is_passive(match.head):
        return None
    listing = words("listing_verbs")
    before = any(t.lemma_.lower() in listing and is_verbal(t) for t in scene.doc[: match.head.i])
    key = measures.nearest_list(scene, match.head) if before else None
    return measures.Measure(key, (), "the list last spoken of") if key else None


def _list(scene: Scene, match: Match) -> list[Pair]:
    measure = listing_measure(scene, match)
    return with_measure(from_end(scene, match), measure, match.head)


def _exchange(token: Token) -> bool:
    """As in "listed on a stock exchange", "a list of customers": no sanctions list."""
    near = " ".join(t.lower_ for t in token.subtree)
    return any(word in near for word in ("exchange", "stock", "price", "customer", "client", "fortune", "waiting"))


def _measure(scene: Scene, match: Match) -> list[Pair]:
    left = from_end(scene, match)
    return with_measure(left, _measure_of_agent(scene, match) if left else None, match.noun or match.head)


def _measure_of_agent(scene: Scene, match: Match) -> measures.Measure | None:
    named = None if is_verbal(match.head) else measures.list_below(scene, match.head, ("to", "on", "in"))
    if named is not None and match.frame.predicate is Predicate.LISTED_BY:  # "its addition to the Entity List"
        return None if _exchange(named) else measures.of_list(scene, named, [])
    agent = filled(scene, match, match.frame.object, measures.AUTHORITIES | {Label.ORGANISATION, Label.LIST})
    filled_by_others = any(True for role in match.frame.object for _ in match.roles.get(role, ()))
    measure = measures.of_agent(agent)
    if measure is None and (not filled_by_others or match.head.dep_ == "amod"):
        measure = measures.acting(scene, match.head)
    return measure


def _authority(scene: Scene, match: Match) -> list[Pair]:
    agent = [r for r in to_end(scene, match) if scene.label(r.party) in measures.AUTHORITIES]
    agent = agent or measures.behind_law(scene, match.roles.get("agent", []))
    if not agent and not match.roles.get("agent"):
        measure = measures.acting(scene, match.head)
        agent = [Reference(measure.party, match.head, measure.rule)] if measure else []
    return product(from_end(scene, match), agent)


def _stake(scene: Scene, match: Match) -> list[Pair]:
    noun = match.head
    if noun.lemma_.lower() in ("share", "holding", "equity") and not _held(noun):
        return []
    return party(scene, match)


def _held(noun: Token) -> bool:
    return noun.head.lemma_ in words("holding_verbs") or any(
        "%" in t.text or t.lower_ == "percent" for t in noun.subtree
    )


def _round(scene: Scene, match: Match) -> list[Pair]:
    noun = match.noun
    if noun is not None and any(p.lemma_ in ("talk", "negotiation") for p in noun.subtree):
        return []
    investors = from_end(scene, match)
    raiser = _raiser(scene, match.head, {r.party for r in investors}) if investors else None
    return [(r, raiser) for r in investors] if raiser else []


def _round_investors(scene: Scene, match: Match) -> list[Pair]:
    """As in "New investors joined as well, including X": in the round last spoken of, where no firm is named."""
    noun = match.head
    step = noun.head.head if noun.dep_ == "pobj" else noun  # "a set of new investors"
    verb = step.head
    if step.dep_ != "nsubj" or verb.lemma_ not in ("join", "participate", "include"):
        return []
    if any(match.roles.get(role) for role in ("in", "of", "poss")):
        return []
    behind = [p for c in verb.children if c.lower_ == "including" for p in c.children if p.dep_ == "pobj"]
    named = introduced(scene, noun) or [r for t in behind for r in refer(scene, t)]
    raiser = _raiser(scene, noun, {r.party for r in named}) if named else None
    left = frame_table().ends[match.frame.predicate][0]
    return [(r, raiser) for r in named if raiser and scene.label(r.party) in left]


def _raiser(scene: Scene, token: Token, investors: set[str]) -> Reference | None:
    """Whose funding round it is: the firm that the text last said raised, completed or closed one."""
    for other in reversed(scene.doc[max(0, token.i - 150) : token.i + 1]):
        if is_verbal(other) and other.lemma_ in words("raising") and other.i != token.i:
            for s in subjects(other):
                for r in refer(scene, s):
                    if scene.label(r.party) is Label.COMPANY and r.party not in investors:
                        return Reference(r.party, token, "the round last spoken of")
    return None


def _asset(scene: Scene, match: Match) -> list[Pair]:
    found = party(scene, match) or product(_leaders(scene, match), to_end(scene, match))
    return [
        (a, b) for a, b in found if scene.label(b.party) is Label.COMPANY and scene.label(a.party) is not Label.AGENCY
    ]


def _leaders(scene: Scene, match: Match) -> list[Reference]:
    """As in "a consortium led by X and Y bought ...", "Led by X, the group bought ...": X and Y."""
    groups = [
        t for t in match.roles.get("agent", ()) if t.lemma_.lower() in ("group", "consortium", "team", "syndicate")
    ]
    led = [
        c for t in groups for c in (*t.children, *t.head.children) if c.lower_ == "led" and c.dep_ in ("acl", "advcl")
    ]
    names = [n for verb in led for by in verb.children if by.lower_ == "by" for n in by.children if n.dep_ == "pobj"]
    return [Reference(r.party, r.token, "leads the group that acts") for n in names for r in refer(scene, n)]


def _divested(scene: Scene, match: Match) -> list[Pair]:
    """As in "sold off its X business": done, not planned."""
    done = match.head.tag_ in ("VBD", "VBN")
    certain = done and modality.of_clause(match.head) in (Modality.ASSERTED, Modality.REPORTED)
    things = [t for t in match.roles.get("patient", ()) if any(c.dep_ == "poss" for c in t.children)]
    named = [c for t in things if is_one_of(t, "businesses") for c in t.children if c.dep_ in ("compound", "nmod")]
    sold = [Reference(key, c) for c in named if (key := scene.party(c)) and scene.label(key) is Label.COMPANY]
    return product(from_end(scene, match), sold) if certain else []


def _board_member(scene: Scene, match: Match) -> list[Pair]:
    """As in "X board member Ann Weir", "a member of X's board"."""
    return party(scene, match) if any(c.lower_ == "board" for c in match.head.children) else []


def _tells_sanctions(scene: Scene, match: Match) -> bool:
    """As in "the list of sanctions includes X": what is a list of measures, not any list."""
    lists = [t for t in match.roles.get("agent", ()) if measures.is_list(scene, t)]
    plain = ("sanctions", "sanctioned", "blacklist", "blacklisted", "restricted", "banned", "designated")
    return any(scene.party(t) or any(w.lower_ in plain for w in t.subtree) for t in lists)


def _parent(scene: Scene, match: Match) -> list[Pair]:
    if not any(c.lower_ in ("parent", "holding") for c in match.head.children if c.i < match.head.i):
        return []
    found = party(scene, match)
    whose = any(scene.party(t) for t in match.head.doc[max(match.head.i - 3, match.head.sent.start) : match.head.i])
    if found or whose or any(c.dep_ in ("det", "poss") for c in match.head.children):
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
    left, right = from_end(scene, match), to_end(scene, match)
    meeting = words("reciprocal") | {"merge"}
    mutual = (match.noun is not None or match.head.lemma_ in meeting) and not match.roles.get("with")
    if match.frame.subject == match.frame.object or (not right and mutual):
        return list(combinations(left, 2))
    return product(left, right)


def _merger_talks(scene: Scene, match: Match) -> list[Pair]:
    """Talks are of a merger or a partnership only where they say so."""
    told = ("merger", "tie-up", "partnership", "cooperation", "collaboration")
    return _partner(scene, match) if any(t.lower_ in told for t in match.head.children) else []


def _takeover_offer(scene: Scene, match: Match) -> list[Pair]:
    """An offer for the whole firm: "takeover offer", "an offer to buy it"."""
    noun = match.noun or match.head
    told = ("takeover", "acquisition", "buyout", "buy-out", "sale", "merger")
    whole = any(t.lower_ in told or (t.lemma_ in ("acquire", "buy") and _buys_firm(scene, t)) for t in noun.children)
    return _asset(scene, match) if whole else []


def _buys_firm(scene: Scene, verb: Token) -> bool:
    return any(scene.party(o) or o.lower_ == "it" for o in patients(verb))


def _subsidiaries(scene: Scene, match: Match) -> list[Pair]:
    """Those that "has two subsidiaries: X and Y" names."""
    named = [r for t in match.roles.get("patient", ()) for r in introduced(scene, t)]
    return product(from_end(scene, match), named)


def _ordered_to_stop(scene: Scene, match: Match) -> list[Pair]:
    """An order against a firm is one to give something up: "ordered X to stop", "to sell", "to leave"."""
    deeds = [c for c in match.head.children if c.dep_ in ("xcomp", "ccomp")]
    given_up = words("stopping") | words("selling") | {"close", "leave", "withdraw", "remove", "vacate", "surrender"}
    return _authority(scene, match) if any(d.lemma_ in given_up for d in deeds) else []


def _threat(scene: Scene, match: Match) -> list[Pair]:
    """Designated as a threat or a risk, formally: what others merely call one is not listed."""
    told = [t for role in ("as", "oprd") for t in match.roles.get(role, ())]
    formal = match.head.lemma_ in ("designate", "declare", "classify") or any(
        c.lower_ in ("officially", "formally") for c in match.head.children
    )
    if not formal or not any(t.lemma_.lower() in ("threat", "risk") for t in told):
        return []
    return with_measure(from_end(scene, match), _measure_of_agent(scene, match), match.head)


def _part(scene: Scene, match: Match) -> list[Pair]:
    return _named_body(scene, match) if match.head.dep_ == "attr" else []


def _named_body(scene: Scene, match: Match) -> list[Pair]:
    """The body is named: what "them" or "the group" is that somebody joined, is seldom sure."""
    return [(a, b) for a, b in _membership(scene, match) if b.rule is None]


def _membership(scene: Scene, match: Match) -> list[Pair]:
    """Of public bodies, those have members that elect or unite them; a ministry has staff."""
    return [
        (a, b) for a, b in party(scene, match) if scene.label(b.party) is not Label.AGENCY or _unites(scene, b.party)
    ]


def _unites(scene: Scene, key: str) -> bool:
    named = set(scene.parties[key].name.lower().split())
    return scene.parties[key].kind == "intergovernmental" or bool(named & words("assemblies"))


def _licence(scene: Scene, match: Match) -> list[Pair]:
    return [(a, b) for a, b in party(scene, match) if scene.label(b.party) in measures.AUTHORITIES]


TARGETS: Mapping[str, Callable[[Scene, Match], list[Pair]]] = {
    "party": party,
    "list": _list,
    "added": _list,
    "measure": _measure,
    "authority": _authority,
    "cause": caused,
    "cut off": cut_off,
    "goods": bought,
    "maker": used,
    "used in": used_in,
    "available": made_available,
    "orders": ordered,
    "goods given": goods_given,
    "goods for": goods_for,
    "stake": _stake,
    "round": _round,
    "asset": _asset,
    "parent": _parent,
    "partner": _partner,
    "divested": _divested,
    "subsidiaries": _subsidiaries,
    "board member": _board_member,
    "sanctions told": _list,
    "merger talks": _merger_talks,
    "takeover offer": _takeover_offer,
    "ordered to stop": _ordered_to_stop,
    "threat": _threat,
    "round investors": _round_investors,
    "part": _part,
    "membership": _membership,
    "named body": _named_body,
    "licence": _licence,
    "banned": banned,
}
