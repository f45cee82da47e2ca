"""Sets and actions: how many were listed at once, which of them the text names, and what it says of some of them.

An action is an Event; parties named as part of what it listed are its members, counts are ADDED_COUNT claims. "Some of
the listed firms" is a Group that is part of the action: what is said of it never passes to a member.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from graph.claims import Party, party_key
from graph.model import Label, Modality, Predicate
from loaders.language.counts import counts_in
from loaders.language.finding import Finding
from loaders.language.frames import frame_table
from loaders.language.lexicon import words
from loaders.language.listings import Listing
from loaders.language.named import enumeration, introduced
from loaders.language.references import refer, whole_of
from loaders.language.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

MEMBER = "named as one of the listed set"
_DONE = (Modality.ASSERTED, Modality.REPORTED)


@dataclass(slots=True)
class Action:
    """Clauses that speak of one listing action, and the parties that it listed."""

    listings: list[Listing]
    members: dict[str, Finding] = field(default_factory=dict)

    @property
    def first(self) -> Listing:
        return self.listings[0]

    @property
    def last(self) -> int:
        return max(listing.head.i for listing in self.listings)


def actions(scene: Scene, found: list[Listing]) -> list[Action]:
    """Clauses of one list or authority without a time of their own speak of the first action; another time, another."""
    made: list[Action] = []
    for listing in found:
        action = next((a for a in made if a.first.time == listing.time and _goes_on(scene, listing, a)), None)
        if action is None:
            made.append(action := Action([]))
        action.listings.append(listing)
    return made


def _goes_on(scene: Scene, listing: Listing, action: Action) -> bool:
    """The same list or authority; or one told by list and by authority, unless "also" sets it beside."""
    known = {other.measure.party for other in action.listings}
    if listing.measure.party in known:
        return True
    beside = any(c.lower_ in ("also", "separately") for c in listing.head.children)
    return not beside and all(_akin(scene.parties[listing.measure.party], scene.parties[key]) for key in known)


def _akin(one: Party, other: Party) -> bool:
    """A list beside an authority, or two authorities of one country: a government and its department."""
    if Label.LIST in (one.label, other.label):
        return one.label is not other.label
    return bool(one.anchor and other.anchor) and str(one.anchor)[:3] == str(other.anchor)[:3]


def fill(scene: Scene, acted: list[Action], found: list[Finding]) -> None:
    """Give each action the parties that its clauses list, and let "these firms" mean them from there on."""
    for action in acted:
        heads = {listing.head.i for listing in action.listings}
        for finding in found:
            if finding.predicate is Predicate.LISTED_BY and finding.head.i in heads and finding.modality in _DONE:
                action.members.setdefault(finding.subject, finding)
                scene.listed.add(finding.subject)
                scene.name_set(finding.head.i, _named_so_far(action, finding.head.sent.end))


def _named_so_far(action: Action, end: int) -> tuple[str, ...]:
    return tuple(sorted(k for k, f in action.members.items() if f.head.i < end))


def memberships(scene: Scene, acted: list[Action]) -> Iterator[Finding]:
    """As in "One of the firms, X", "those sanctioned include X": X was listed with the others, by inference."""
    for token in scene.doc:
        for noun in (*_partitive(token), *_included(token), *_exemplar(token)):
            action = _before(acted, token)
            if action is None:
                continue
            named = _names(scene, token, noun)
            for party, at in named:
                if scene.label(party) not in frame_table().ends[Predicate.LISTED_BY][0]:
                    continue
                tokens = (token, noun, *(t for _, t in named))
                measure = _last_measure(action, token)
                made = Finding(Predicate.LISTED_BY, party, measure, at, tokens, rule=MEMBER)
                action.members.setdefault(party, made)
                yield made


def _last_measure(action: Action, token: Token) -> str:
    """The list or authority of the clause that the text spoke of last before the token."""
    return next(li.measure.party for li in reversed(action.listings) if li.head.i < token.i)


def _before(acted: list[Action], token: Token) -> Action | None:
    """The action that the text spoke of last before the token; of those without a time of their own if there is one."""
    known = [a for a in acted if a.first.head.i < token.i]
    plain = [a for a in known if not a.first.time] or known
    return max(plain, key=lambda a: max(li.head.i for li in a.listings if li.head.i < token.i), default=None)


def _partitive(token: Token) -> Iterator[Token]:
    """The noun of "one of the firms": definite, unmodified but for what says that they were listed."""
    if token.lower_ not in words("amounts"):
        return
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            yield from (n for n in child.children if n.dep_ == "pobj" and takes_up(n))


def takes_up(noun: Token) -> bool:
    """Whether a plural noun speaks of parties already in view: "the companies", "these now-listed firms"."""
    if noun.tag_ not in ("NNS", "NNPS") or noun.lemma_.lower() not in words("counted"):
        return False
    before = [c for c in noun.children if c.i < noun.i and c.dep_ != "punct"]
    definite = any(c.lower_ in ("the", "these", "those") for c in before)
    plain = all(c.dep_ in ("det", "nummod", "predet", "advmod") or _listed(c) for c in before)
    return (
        definite
        and plain
        and not any(c.dep_ == "prep" and c.lower_ not in ("on", "of", "including", "among") for c in noun.children)
    )


def _listed(token: Token) -> bool:
    return token.lower_ in words("listed") or token.lemma_.lower() in words("listed")


def _included(token: Token) -> Iterator[Token]:
    """The subject of "those sanctioned include ..."."""
    if token.lemma_ != "include" or token.pos_ != "VERB":
        return
    for child in token.children:
        told = any(_listed(c) for c in child.children if c.dep_ in ("acl", "amod", "relcl"))
        counted = any(c.dep_ == "nummod" for c in child.children)
        if child.dep_ == "nsubj" and ((child.lower_ == "those" and told) or (takes_up(child) and (told or counted))):
            yield child


def _exemplar(token: Token) -> Iterator[Token]:
    """As in "This means companies like X will be unable to buy": a bare plural whose examples are of the listed set."""
    bare = not any(c.i < token.i and c.dep_ in ("det", "amod", "compound", "nummod", "poss") for c in token.children)
    if token.tag_ != "NNS" or token.lemma_.lower() not in words("firms") or not bare:
        return
    told = any(c.dep_ == "prep" and c.lower_ in ("like", "as", "including") for c in token.children)
    if told and any(t.lower_ in ("unable", "barred", "banned", "longer", "cannot") for t in token.sent):
        yield token


def _names(scene: Scene, token: Token, noun: Token) -> list[tuple[str, Token]]:
    """The parties that the phrase names: in apposition, behind it, or as what "include" takes."""
    found = [(r.party, r.token) for n in (token, noun) for r in introduced(scene, n)]
    if token.lemma_ == "include":
        found = [(r.party, r.token) for c in token.children if c.dep_ in ("dobj", "attr") for r in refer(scene, c)]
    return found or list(_behind(scene, noun))


def _behind(scene: Scene, noun: Token) -> Iterator[tuple[str, Token]]:
    """Names right behind the phrase, between commas: "one of the firms affected, X, said"."""
    i = noun.i + 1
    doc = noun.doc
    while i < len(doc) and (_listed(doc[i]) or doc[i].lower_ in ("on", "the", "list", "just", "newly")):
        i += 1
    if i < len(doc) and doc[i].text in (",", ":", "–", "—"):
        for token in enumeration(scene, i + 1):
            key = scene.party(token)
            if key:
                yield key, token


def claims_of(scene: Scene, acted: list[Action], grouped: dict[int, Party]) -> tuple[tuple[Party, ...], list[Finding]]:
    """Events with their members, counts and groups; an action that lists no set and has no group needs no event."""
    parties, found = [], []
    for number, action in enumerate(acted, 1):
        counted = counts_in(action.listings)
        mine = {i: p for i, p in grouped.items() if _before(acted, scene.doc[i]) is action}
        if not counted and not mine and not any(listing.nouns for listing in action.listings):
            continue
        event = _event(scene, action, number)
        parties.append(event)
        found += [replace(c, subject=event.key) for c in counted]
        found += [_member(event.key, f) for f in action.members.values()]
        found += [_part(event.key, party, scene.doc[i]) for i, party in sorted(mine.items())]
    return tuple(parties), found


def _part(event: str, party: Party, token: Token) -> Finding:
    """A group of listed parties is part of the action that listed them."""
    return Finding(Predicate.PART_OF, party.key, event, token, (token,), rule="a part of the set listed before")


def _member(event: str, finding: Finding) -> Finding:
    rule = finding.rule or ("listed in the same action" if not _within_set(finding) else None)
    return replace(finding, predicate=Predicate.MEMBER_OF, object=event, rule=rule, valid_from=None, quantity=None)


def _within_set(finding: Finding) -> bool:
    """The clause itself counts or groups the parties and names this one among them."""
    return any(t.lower_ in ("including", "include", "like", "such") for t in finding.head.sent)


def _event(scene: Scene, action: Action, number: int) -> Party:
    kept = [scene.parties[listing.measure.party] for listing in action.listings]
    measure = next((party for party in kept if party.label is Label.LIST), kept[0])
    name = f"addition to {measure.name}" if measure.label is Label.LIST else f"listing by {measure.name}"
    name = f"{name} ({action.first.time})" if action.first.time else name
    key = party_key(scene.document.id, Label.EVENT, f"action {number}")
    party = Party(key=key, label=Label.EVENT, name=name, kind="listing action")
    scene.add(party)
    return party


def groups(scene: Scene, acted: list[Action]) -> dict[int, Party]:
    """Phrases that mean an unnamed part of what was listed, by the index of their head: "some of the listed firms"."""
    made: dict[int, Party] = {}
    for token in scene.doc:
        for noun in (*_partitive(token), *_quantified(token)):
            marked = any(_listed(c) for c in noun.children)
            if _names(scene, token, noun) or whole_of(scene, token) or not (marked or _before(acted, token)):
                continue
            made[token.i] = _group(scene, token, noun)
            scene.groups[token.i] = made[token.i].key
    return made


def _quantified(token: Token) -> Iterator[Token]:
    """As in "several listed firms": counted by itself, without saying which."""
    if token.tag_ not in ("NNS", "NNPS") or token.lemma_.lower() not in words("counted"):
        return
    before = [c for c in token.children if c.i < token.i and c.dep_ != "punct"]
    marks = [c for c in before if c.lower_ in ("listed", "now-listed", "blacklisted", "sanctioned", "banned")]
    amount = [c for c in before if c.lower_ in words("amounts") - {"all", "both", "none"}]
    if marks and amount and len(before) == len({c.i for c in (*marks, *amount)}) and token.dep_ != "nsubjpass":
        yield token


def _group(scene: Scene, token: Token, noun: Token) -> Party:
    first = min((t.i for t in token.subtree if t.i < token.i), default=token.i) if token is noun else token.i
    text = scene.document.text[scene.doc[first].idx : noun.idx + len(noun)]
    name = " ".join(text.split())
    kind = "all" if token.lower_ == "all" else "some"
    key = party_key(scene.document.id, Label.GROUP, name.lower())
    party = Party(key=key, label=Label.GROUP, name=name, kind=kind)
    scene.add(party)
    return party
