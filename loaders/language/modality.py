"""How firmly a clause is meant: asserted, reported, possible or negated.

If two fit, negated comes before possible, possible before reported, reported before asserted. Walking up from the
trigger, a clause takes on what governs it: "refused to sell" denies, "plans to buy" is possible, "is said to have
bought" is reported. What a relative or another main clause says does not reach it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.model import Modality
from loaders.language.arguments import OBJECTS, has_own_subject, is_verbal, verb_above
from loaders.language.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Token

FIRMEST_LAST = (Modality.NEGATED, Modality.POSSIBLE, Modality.REPORTED, Modality.ASSERTED)
SUBJECTS_OF = frozenset({"nsubj"})
_NO = frozenset({"no", "neither", "nor", "not", "n't", "never", "without"})


def weakest(found: Iterator[Modality]) -> Modality:
    """The one that wins where several fit; asserted if none does."""
    seen = set(found)
    return next((m for m in FIRMEST_LAST if m in seen), Modality.ASSERTED)


def of_bar(head: Token) -> Modality:
    """The modality of "cannot buy", "barred from selling", where the denial is what is stated: its hedges only."""
    around = [c.lower_ for step in (head, *_governors(head)) for c in step.children]
    if any(word in ("may", "might", "could", "would", "if") for word in around):
        return Modality.POSSIBLE
    return Modality.REPORTED if any(word in words("hearsay_adverbs") for word in around) else Modality.ASSERTED


def _governors(token: Token) -> Iterator[Token]:
    """The words that the trigger hangs on within its clause: "able" and "be" of "be able to buy"."""
    while token.dep_ in ("xcomp", "acomp", "pcomp", "prep") and token.head.i != token.i:
        token = token.head
        yield token


def of_clause(head: Token, noun: Token | None = None, *, factive: bool = False) -> Modality:
    """The modality that the words give a trigger. Who is quoted is not looked at here: see attribution."""
    if factive:
        return weakest(_own_signs(head))
    if _asked(head):
        return weakest(iter([Modality.POSSIBLE, *_signs(head, noun)]))
    return weakest(_signs(head, noun))


def _asked(head: Token) -> bool:
    """A question states nothing."""
    last = [t for t in head.sent if not t.is_space and t.text not in ("”", '"', "’")]
    return bool(last) and last[-1].text == "?"


def _signs(head: Token, noun: Token | None) -> Iterator[Modality]:
    if noun is not None:
        yield from _own_signs(noun)
    step: Token | None = head
    for _ in range(10):
        if step is None:
            return
        yield from _own_signs(step)
        step, signs = _governor(step)
        yield from signs
    return


def _own_signs(token: Token) -> Iterator[Modality]:
    if is_verbal(token):
        yield from _verb_signs(token)
    for child in token.children:
        lower = child.lower_
        if child.dep_ == "neg" or (lower in _NO and child.dep_ in ("det", "preconj", "advmod")):
            if not _only(token, child):
                yield Modality.NEGATED
        elif lower in words("hearsay_adverbs"):
            yield Modality.REPORTED
        elif child.dep_ in ("amod", "advmod") and lower in words("maybe_adjectives"):
            yield Modality.POSSIBLE
        elif child.dep_ in ("amod", "compound") and lower in ("alleged", "suspected", "purported"):
            yield Modality.REPORTED


def _only(token: Token, negation: Token) -> bool:
    """As in "not only harms": no denial."""
    following = token.doc[negation.i + 1] if negation.i + 1 < len(token.doc) else None
    return following is not None and following.lower_ in ("only", "just", "longer")


def _verb_signs(verb: Token) -> Iterator[Modality]:
    if any(c.lower_ in words("modals") and c.dep_ == "aux" for c in _auxiliaries(verb)):
        yield Modality.POSSIBLE
    if any(c.dep_ == "mark" and c.lower_ in ("if", "whether", "unless") for c in verb.children):
        yield Modality.POSSIBLE


def _auxiliaries(verb: Token) -> list[Token]:
    """A coordinated verb without a subject shares the modal: "could sell or lease"."""
    own = [c for c in verb.children if c.dep_ == "aux"]
    if verb.dep_ == "conj" and not own and is_verbal(verb.head) and not has_own_subject(verb):
        return [c for c in verb.head.children if c.dep_ == "aux"]
    return own


def _governor(token: Token) -> tuple[Token | None, list[Modality]]:
    """The next clause up that this one hangs on, and what it does to it."""
    head, dep = token.head, token.dep_
    noun = _noun_of_infinitive(token) if dep in ("acl", "relcl", "advcl", "xcomp") else None
    if noun is not None:
        return (None, []) if _ruled(noun) else (noun, _promised(noun))
    if dep in ("xcomp", "ccomp", "acomp", "oprd"):
        return head, _governed(head, token)
    if dep == "pcomp":
        return _behind_preposition(head, token)
    if dep in (*OBJECTS, "pobj", "attr", "nsubjpass", "nsubj") and token.pos_ == "NOUN":
        return _noun_governor(token)
    if dep == "conj" and head.i != token.i and not has_own_subject(token):
        return (head, []) if not is_verbal(head) else _governor(head)
    return None, []


def _noun_of_infinitive(verb: Token) -> Token | None:
    """The noun right before "to": "talks to buy", "a deal to acquire", however the infinitive was attached."""
    first = next((c for c in verb.children if c.lower_ == "to" and c.dep_ == "aux"), None)
    if first is None:
        return None
    before = first.nbor(-1) if first.i > verb.sent.start else None
    if before is None or not {before.lemma_.lower()} & (words("maybe_nouns") | words("deals")):
        return verb.head if verb.dep_ == "acl" else None
    return before


def _ruled(noun: Token) -> bool:
    """As in "the ministry's decision to revoke": taken, whatever others want to do about it."""
    definite = any(c.dep_ == "poss" or c.lower_ in ("the", "this", "that") for c in noun.children)
    return definite and noun.lemma_.lower() in words("rulings")


def _promised(noun: Token) -> list[Modality]:
    """A plan is possible; so is a deal that is not said to be done."""
    lemma = noun.lemma_.lower()
    done = noun.head.lemma_ in words("doing") and noun.dep_ in (*OBJECTS, "nsubjpass")
    if lemma in words("deals"):
        return [] if done else [Modality.POSSIBLE]
    return [Modality.POSSIBLE] if lemma in words("maybe_nouns") else []


def _behind_preposition(preposition: Token, token: Token) -> tuple[Token | None, list[Modality]]:
    """As in "refrained from selling" is governed; "by selling" is not; "sanctioned for selling" gives a charge."""
    verb = preposition.head
    if preposition.lower_ == "without":
        return None, [Modality.NEGATED]
    if preposition.lower_ == "for" and verb.lemma_.lower() in words("charging"):
        return None, [Modality.REPORTED]
    if preposition.lower_ == "by":
        return _governor(verb)  # "plans to grow by buying": no more certain than the growth
    if preposition.lower_ in ("from", "of", "about", "to", "on"):
        return verb, _governed(verb, token)
    return None, []


def _noun_governor(noun: Token) -> tuple[Token | None, list[Modality]]:
    head = noun.head
    if noun.dep_ == "pobj" and head.head.lower_ == "one":
        return _noun_governor(head.head)  # "is not one of its customers"
    verb_over = verb_above(head) if noun.dep_ == "pobj" else head if is_verbal(head) else None
    if verb_over is not None and noun.dep_ not in SUBJECTS_OF and _calls_off(verb_over, noun):
        return None, _called_off(verb_over)
    if noun.dep_ == "pobj":
        if head.lower_ == "without":
            return None, [Modality.NEGATED]
        verb = head.head
        if verb.pos_ == "NOUN" and verb.lemma_.lower() in words("maybe_nouns"):
            return verb, [Modality.POSSIBLE]
    return (verb_over, _denied(verb_over)) if verb_over is not None else (None, [])


def _names(verb: Token) -> list[str]:
    """The lemma, alone and with each of its particles: "walk", "walk_away"."""
    lemma = verb.lemma_.lower()
    return [lemma, *(f"{lemma}_{c.lower_}" for c in verb.children if c.dep_ in ("prt", "advmod", "prep"))]


def _calls_off(verb: Token, noun: Token) -> bool:
    """As in "ended talks with", "pulled the plug on a deal", "called off its acquisition"."""
    broken_off = any(name in words("calling_off") for name in _names(verb)) and (
        noun.lemma_.lower() in words("deals") | words("maybe_nouns") | words("undertakings")
    )
    return broken_off or any(c.lower_ == "plug" for c in verb.children if c.dep_ in OBJECTS)


def _called_off(verb: Token) -> list[Modality]:
    """What is to end is not over, and what did not end goes on."""
    children = [c.lower_ for c in verb.children if c.dep_ in ("aux", "neg")]
    if any(c in _NO for c in children):
        return []
    planned = verb.dep_ in ("xcomp", "ccomp") and verb.head.lemma_ in words("maybe")
    planned = planned or (verb.dep_ in ("acl", "relcl") and verb.head.lemma_ in words("maybe_nouns"))
    to_come = any(c in ("will", "’ll", "'ll") or c in words("modals") for c in children)
    return [Modality.POSSIBLE] if planned or to_come else [Modality.NEGATED]


def _denied(verb: Token) -> list[Modality]:
    if verb.lemma_ in words("denying"):
        return [Modality.NEGATED]
    return [Modality.POSSIBLE] if verb.lemma_ in words("maybe") and verb.lemma_ not in ("agree", "offer") else []


def _governed(head: Token, token: Token) -> list[Modality]:
    lemma = head.lemma_.lower()
    if lemma == "agree" and token.lemma_.lower() in words("reciprocal"):
        return []  # to agree to cooperate is to cooperate
    if head.pos_ == "ADJ" or head.dep_ == "acomp":
        if head.lower_ in words("denying_adjectives"):
            return [Modality.NEGATED]
        return [Modality.POSSIBLE] if head.lower_ in words("maybe_adjectives") else []
    if lemma in words("denying"):
        return [Modality.NEGATED]
    if (
        lemma in words("hearsay")
        and token.dep_ in ("xcomp", "pcomp")
        and any(c.dep_ == "auxpass" for c in head.children)
    ):
        return [Modality.REPORTED]
    return [Modality.POSSIBLE] if lemma in words("maybe") else []
