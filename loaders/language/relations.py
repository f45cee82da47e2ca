"""Relations: what a document says that its parties do to each other, each with the words that say it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from graph.claims import Claim, Document, Party
from graph.model import MODALITIES, Grade, Label, Modality, Predicate
from loaders.language import compounds, measures, modality, posts, rows, sets, statements
from loaders.language.arguments import is_verbal
from loaders.language.attribution import Attribution, Speech
from loaders.language.ends import pairs
from loaders.language.evidence import amount_of, clause, date_of, share_of, span_of
from loaders.language.finding import Finding, Pair
from loaders.language.frames import Match
from loaders.language.lexicon import words
from loaders.language.listings import Listing, listings
from loaders.language.references import WHOLE_SET
from loaders.language.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from loaders.language.parties import Reading

EXTRACTOR = "loaders.language.relations"
VERSION = "1"
# What an authority says of its own act is the act: "the Ministry said it added X".
_ACTS = frozenset({Predicate.LISTED_BY, Predicate.RESTRICTED_BY})
LISTED = frozenset({Predicate.LISTED_BY})
OTHERS = frozenset(Predicate) - LISTED
_HALF = Decimal(50)
_CERTAIN_WHEN_DONE = frozenset(
    {
        Predicate.OWNS,
        Predicate.INVESTED_IN,
        Predicate.SUPPLIES,
        Predicate.PARTNERS_WITH,
        Predicate.LICENSED_BY,
        Predicate.BOARD_MEMBER_OF,
        Predicate.MEMBER_OF,
    }
)


def read_relations(doc: Doc, document: Document, reading: Reading) -> tuple[tuple[Party, ...], tuple[Claim, ...]]:
    """The relations of a parsed document, and the parties that they add: groups, events.

    Listings come first: what the rest says of "these firms" or "some of the listed ones" rests on them.
    """
    scene = Scene(doc, document, reading)
    speech = Attribution(scene)
    scene.voice = speech.voice
    clauses = listings(scene)
    listed = [f for f in framed(scene, speech, LISTED) if not _for_other_reasons(f)]
    listed += _bans(scene, speech, clauses)
    acted = sets.actions(scene, clauses)
    sets.fill(scene, acted, listed)
    listed += [*rows.read(scene, clauses), *sets.memberships(scene, acted)]
    grouped = sets.groups(scene, acted)
    others = [*framed(scene, speech, OTHERS), *compounds.read(scene), *posts.read(scene)]
    found = [*listed, *_apart_from(others, clauses, listed)]
    events, counted = sets.claims_of(scene, acted, grouped)
    used = {p.key: p for p in (*events, *grouped.values())}
    spoken_of = {key for f in found for key in (f.subject, f.object)}
    counted = [f for f in counted if f.predicate is not Predicate.PART_OF or f.subject in spoken_of]
    found = [*found, *counted, *statements.read(scene, speech, found)]
    made = claims(scene, document, distinct(found))
    ends = {k for c in made for k in (c.subject, c.object)}
    return tuple(p for k, p in sorted(used.items()) if k in ends), made


def _for_other_reasons(finding: Finding) -> bool:
    """As in "not listed because of the protests": the listing may stand, on other grounds."""
    reasons = any(c.lower_ in ("due", "because", "over", "for") for c in finding.head.children)
    return finding.modality is Modality.NEGATED and reasons


def _bans(scene: Scene, speech: Attribution, clauses: list[Listing]) -> Iterator[Finding]:
    """As in "... added 28 firms to its list, banning X and Y": the ban is the listing, and X and Y are of the 28."""
    heads = {listing.head.i: listing for listing in clauses}
    for finding in framed(scene, speech, frozenset({Predicate.RESTRICTED_BY})):
        listing = heads.get(finding.head.head.i) if finding.head.dep_ == "advcl" else None
        if listing is not None and finding.subject != listing.measure.party:
            named = any(scene.party(t) == finding.subject for t in finding.tokens)
            yield replace(
                finding,
                predicate=Predicate.LISTED_BY,
                object=listing.measure.party,
                head=listing.head,
                tokens=(*finding.tokens, listing.head),
                rule=None if named else finding.rule,
            )


def _apart_from(others: list[Finding], clauses: list[Listing], listed: list[Finding]) -> Iterator[Finding]:
    """Without bans that are the listing itself, and without what "these firms" would spread too far."""
    heads = {listing.head.i for listing in clauses}
    spread = (Predicate.AFFECTED_BY,)
    restricted = {(f.head.i, f.subject) for f in others if f.predicate is Predicate.RESTRICTED_BY}
    for finding in others:
        same = finding.predicate is Predicate.RESTRICTED_BY and (
            finding.head.i in heads or (finding.head.dep_ == "advcl" and finding.head.head.i in heads)
        )
        same = same or (finding.predicate is Predicate.AFFECTED_BY and (finding.head.i, finding.subject) in restricted)
        # "not officially banned": by whom is not said, so nobody is cleared of it
        same = same or (finding.modality is Modality.NEGATED and finding.rule == measures.ACTING)
        if not same and (finding.rule != WHOLE_SET or finding.predicate in spread):
            yield finding


def framed(scene: Scene, speech: Attribution, wanted: frozenset[Predicate]) -> Iterator[Finding]:
    """What the frames of these predicates find, trigger by trigger in text order."""
    for match in scene.matches:
        if match.frame.predicate not in wanted:
            continue
        found = pairs(scene, match)
        ends = [r.token for pair in found for r in pair]
        for pair in found:
            made = _finding(match, pair, ends, speech, alone=len(found) == 1)
            if made.predicate is not Predicate.SUPPLIES or scene.label(pair[1].party) is not Label.COUNTRY:
                yield made


def _finding(match: Match, pair: Pair, ends: list[Token], speech: Attribution, *, alone: bool) -> Finding:
    left, right = pair
    said = speech.of(match.head)
    presupposed = match.frame.factive or match.head.dep_ in ("amod", "appos", "compound")
    aside = match.head.dep_ == "relcl" and speech.quote_around(match.head) is None  # the writer's own remark
    firm = _modality(match, presupposed=presupposed)
    finding = Finding(
        match.frame.predicate,
        left.party,
        right.party,
        match.head,
        (match.head, *([match.noun] if match.noun else []), *ends),
        firm,
        rule=left.rule or right.rule,
        valid_from=date_of(match.head),
    )
    if not presupposed and not aside:
        finding = hung_on(finding, said)
    return _phase(_with_quantity(finding, match, alone=alone), match)


def _modality(match: Match, *, presupposed: bool) -> Modality:
    if match.frame.target in ("cut off", "banned"):
        return modality.of_bar(match.head)
    if match.frame.predicate is Predicate.RESTRICTED_BY and any(
        t.lemma_.lower() in words("bills") for t in match.roles.get("agent", ())
    ):
        return Modality.POSSIBLE
    firm = modality.of_clause(match.head, match.noun, factive=presupposed)
    if _ended(match) and firm is not Modality.POSSIBLE:
        return Modality.NEGATED
    if match.frame.modality and firm is Modality.ASSERTED and not _done(match):
        return Modality(match.frame.modality)
    return _by_predicate(match, firm)


def _done(match: Match) -> bool:
    """As in "completed its merger with X": what is else only on offer."""
    noun = match.noun or match.head
    return noun.dep_ in ("dobj", "nsubjpass") and noun.head.lemma_ in words("doing")


def _former(match: Match) -> bool:
    """As in "a former board member", "was a supplier until 2019": no longer so."""
    if match.frame.verbs:
        return False
    described = [c.lower_ for c in match.head.children]
    verb = match.head.head
    until = verb.lemma_ == "be" and any(c.lower_ == "until" for t in (verb, match.head) for c in t.children)
    return until or any(word in ("former", "ex", "erstwhile", "onetime") for word in described)


def _ended(match: Match) -> bool:
    """Removed from a list, or a stake that was sold: no longer so."""
    refused = match.frame.target == "takeover offer" and match.head.lemma_ in ("reject", "rebuff")
    if refused or _former(match):
        return True
    sold = match.frame.target == "stake" and match.head.dep_ == "dobj" and match.head.head.lemma_ in words("selling")
    return sold or match.frame.modality == "negated"


def _by_predicate(match: Match, firm: Modality) -> Modality:
    """What the words mean for this relation: an ownership to come is none yet, "little effect" is a denial."""
    if match.frame.predicate is Predicate.RESTRICTED_BY and _tried(match.head):
        return Modality.ASSERTED  # an authority that tried to limit a firm took a measure
    if firm is Modality.ASSERTED and _unfinished(match) and match.frame.predicate in _CERTAIN_WHEN_DONE:
        return Modality.POSSIBLE
    if match.frame.predicate is Predicate.AFFECTED_BY and _little(match):
        return Modality.NEGATED
    return firm


def _future(verb: Token) -> bool:
    return any(c.lower_ in ("will", "’ll", "'ll") and c.dep_ == "aux" for c in verb.children)


def _unfinished(match: Match) -> bool:
    """As in "will buy", "will take a stake", "is buying": announced, not done."""
    verb = match.head if is_verbal(match.head) else match.head.head
    under_way = verb.tag_ == "VBG" and any(c.lemma_ == "be" and c.dep_ == "aux" for c in verb.children)
    bought = match.frame.target in ("asset", "stake")
    return _future(verb) or (under_way and bought)


def _tried(verb: Token) -> bool:
    return verb.dep_ == "xcomp" and verb.head.lemma_ == "try" and verb.head.tag_ in ("VBD", "VBN")


def _weaker(one: Modality, other: Modality) -> Modality:
    return max(one, other, key=MODALITIES.index)


def _little(match: Match) -> bool:
    near = [c for t in (match.head, match.noun) if t is not None for c in t.children]
    return any(c.lower_ in ("little", "no", "hardly", "barely") for c in near)


def hung_on(finding: Finding, said: Speech | None) -> Finding:
    """The finding with its speaker; what others say is reported, an actor's word on its own act is not."""
    if said is None:
        return finding
    key = said.reference.party if said.reference else None
    if finding.predicate is Predicate.AFFECTED_BY and key != finding.subject and _future(finding.head):
        finding = replace(finding, modality=_weaker(finding.modality, Modality.POSSIBLE))  # a forecast by another
    own = (
        key is not None and key in (finding.subject, finding.object) and finding.predicate is not Predicate.AFFECTED_BY
    )
    firm = finding.modality
    if firm is Modality.ASSERTED and not own and not _official(finding, said):
        firm = Modality.REPORTED
    return replace(finding, modality=firm, speaker=key or said.name)


def _official(finding: Finding, said: Speech) -> bool:
    """An authority that announces a listing does what it says."""
    if finding.predicate not in _ACTS or said.reference is None:
        return False
    return "agency:" in said.reference.party.lower() or ":agency:" in said.reference.party.lower()


def _with_quantity(finding: Finding, match: Match, *, alone: bool) -> Finding:
    if finding.predicate not in (Predicate.OWNS, Predicate.INVESTED_IN):
        return finding
    words_here = [*match.head.doc[max(match.head.sent.start, match.head.i - 3) : match.head.i], *clause(match.head)]
    share = share_of(words_here)
    if share and finding.predicate is Predicate.OWNS and share.high is not None and share.high < _HALF:
        finding = replace(finding, predicate=Predicate.INVESTED_IN)  # a minority share is a stake, no ownership
    if not alone:
        return finding
    return replace(finding, quantity=share or amount_of(words_here))


def _phase(finding: Finding, match: Match) -> Finding:
    """A supply under a verb of stopping, or one that goes on "no longer", is a supply that has stopped."""
    if finding.predicate is not Predicate.SUPPLIES or not _stopped(match):
        return finding
    firm = modality.of_clause(_stop_verb(match) or match.head)
    kept = Modality.ASSERTED if firm is Modality.NEGATED and not _stop_verb(match) else firm
    if finding.modality is Modality.REPORTED and kept is Modality.ASSERTED:
        kept = Modality.REPORTED
    return replace(finding, predicate=Predicate.STOPPED_SUPPLYING, modality=kept)


def _stopped(match: Match) -> bool:
    longer = any(c.lower_ == "longer" for c in match.head.children)
    return longer or _stop_verb(match) is not None


def _stop_verb(match: Match) -> Token | None:
    step = match.head
    for _ in range(2):
        head = step.head
        if step.dep_ in ("xcomp", "dobj", "ccomp", "nsubjpass", "pcomp") and _stops(head):
            return head
        step = head
    return None


def _stops(verb: Token) -> bool:
    particles = [f"{verb.lemma_}_{c.lower_}" for c in verb.children if c.dep_ == "prt"]
    return any(name in words("stopping") for name in (verb.lemma_, *particles))


def distinct(found: list[Finding]) -> list[Finding]:
    """One finding a stated fact: the firmest, then the one said outright, then the first. A denial stands apart."""
    best: dict[tuple[object, ...], Finding] = {}
    for finding in found:
        denied = finding.modality is Modality.NEGATED
        key: tuple[object, ...] = (finding.predicate, *_ends(finding), finding.value, finding.valid_from, denied)
        if finding.value is not None and finding.quantity is not None:
            key = (*key, finding.quantity.low, finding.quantity.unit)
        kept = best.get(key)
        if kept is None or _rank(finding) < _rank(kept):
            best[key] = finding
    dated = [f for f in best.values() if f.valid_from]
    return [
        f
        for f in best.values()
        if f.valid_from or f.value is not None or not any(_told_with_date(f, other) for other in dated)
    ]


def _told_with_date(finding: Finding, dated: Finding) -> bool:
    """The same, no less firmly: a hedge that has a date displaces no fact that has none."""
    same = (finding.predicate, _ends(finding)) == (dated.predicate, _ends(dated))
    denied = {f.modality is Modality.NEGATED for f in (finding, dated)}
    return same and len(denied) == 1 and MODALITIES.index(dated.modality) <= MODALITIES.index(finding.modality)


def _ends(finding: Finding) -> tuple[str, ...]:
    symmetric = finding.predicate in (Predicate.PARTNERS_WITH, Predicate.COMPETES_WITH)
    ends = (finding.subject, finding.object or "")
    return tuple(sorted(ends)) if symmetric else ends


def _rank(finding: Finding) -> tuple[int, bool, int]:
    return MODALITIES.index(finding.modality), finding.rule is not None, finding.head.i


def claims(scene: Scene, document: Document, found: list[Finding]) -> tuple[Claim, ...]:
    made = [_claim(scene, document, f) for f in found]
    return tuple(sorted(made, key=lambda c: (c.start or 0, c.end or 0, c.predicate, c.id)))


def _claim(scene: Scene, document: Document, finding: Finding) -> Claim:
    start, end = span_of(scene, finding.tokens, finding.head)
    speaker = finding.speaker
    return Claim.checked(
        f"{document.name}, offset {start}",
        document=document.id,
        predicate=finding.predicate,
        subject=finding.subject,
        object=finding.object,
        value=finding.value,
        quote=document.text[start:end],
        start=start,
        end=end,
        modality=finding.modality,
        grade=Grade.INFERRED if finding.rule else Grade.STATED,
        rule=finding.rule,
        attributed_to=scene.parties[speaker].name if speaker in scene.parties else speaker,
        valid_from=finding.valid_from,
        quantity=finding.quantity,
        extractor=EXTRACTOR,
        extractor_version=VERSION,
    )
