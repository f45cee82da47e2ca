"""Which parties a noun phrase means: names, names that a noun introduces, sets, descriptions, pronouns.

What a phrase means is certain (a name), concluded by a named rule (a description, a set with its members), or not
known: then nothing is returned, and the claim is not made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model import Label
from loaders.language.arguments import conjuncts, is_verbal, subjects
from loaders.language.lexicon import words
from loaders.language.scene import Scene
from loaders.language.vocabulary import known

if TYPE_CHECKING:
    from spacy.tokens import Token

    from loaders.language.parties import Mention

ACTORS = frozenset({Label.COMPANY, Label.AGENCY, Label.PERSON, Label.ORGANISATION, Label.GROUP, Label.COUNTRY})
BODIES = frozenset({Label.COMPANY, Label.AGENCY, Label.ORGANISATION, Label.COUNTRY})
THINGS = frozenset({"it", "its", "itself"})
PEOPLE = frozenset({"he", "him", "his", "she", "her"})
MANY = frozenset({"they", "them", "their"})
INTRODUCERS = frozenset({"including", "include", "like", "namely", "notably", "as"})
ONE_ANTECEDENT = "pronoun with one possible antecedent"
WHOLE_SET = "said of the whole set"
_REACH = 3  # how many sentences back a description may point


@dataclass(frozen=True, slots=True)
class Reference:
    """A party that a phrase means, the token that says so, and the rule if it is not a name."""

    party: str
    token: Token
    rule: str | None = None


def refer(scene: Scene, token: Token, exclude: frozenset[str] = frozenset()) -> list[Reference]:
    """The parties that the phrase headed by `token` means, each once. `exclude`: the other arguments of its verb."""
    found: dict[str, Reference] = {}
    for part in conjuncts(token):
        for reference in _refer_one(scene, part, exclude):
            found.setdefault(reference.party, reference)
    return list(found.values())


def _refer_one(scene: Scene, token: Token, exclude: frozenset[str]) -> Iterator[Reference]:
    mention = scene.mention(token)
    if mention:
        if _counted_set(scene, mention, token):
            return
        yield Reference(mention.party, token)
        yield from _coordinated_inside(scene, mention, token)
        yield from _listed_with(scene, token)
        return
    if token.i in scene.groups:
        yield Reference(scene.groups[token.i], token)
        return
    if token.pos_ == "PRON":
        yield from _pronoun(scene, token, exclude)
        return
    governing = _government(scene, token)
    if governing:
        yield Reference(governing, token)
        return
    named = introduced(scene, token) or _predicated(scene, token)
    if named:
        yield from named
    elif token.pos_ in ("NOUN", "PROPN", "NUM"):
        yield from _unnamed(scene, token, exclude)


def _counted_set(scene: Scene, mention: Mention, token: Token) -> bool:
    """ "six Nicaraguan officials", "four Ukrainians": some people, not the whole that their name could stand for."""
    if token.tag_ not in ("NNS", "NNPS") or scene.label(mention.party) is Label.COMPANY:
        return False
    amount = token.head.head if token.dep_ == "pobj" else token
    if amount.lemma_.lower() in (words("quantities") | {"number", "many", "some", "several"}) and token.head.lower_ == "of":
        return True
    return any(c.dep_ == "nummod" and scene.mention(c) is not mention for c in token.children)


def _coordinated_inside(scene: Scene, mention: Mention, token: Token) -> Iterator[Reference]:
    """What the parse coordinates with another word of the name: "the Ministry of Trade and X"."""
    for word in scene.tokens(mention):
        if word.i == token.i:
            continue
        for part in conjuncts(word)[1:]:
            key = scene.party(part)
            if key and key != mention.party:
                yield Reference(key, part)


def _government(scene: Scene, noun: Token) -> str | None:
    """ "the U.S. Government" where only "U.S." was taken for the name of the government that acts."""
    if noun.lower_ not in ("government", "administration"):
        return None
    named = [scene.party(c) for c in noun.children if c.dep_ in ("compound", "amod") and c.i < noun.i]
    return next((k for k in named if k and scene.label(k) is Label.AGENCY), None)


def _predicated(scene: Scene, noun: Token) -> list[Reference]:
    """ "X is a contractor that ...", "X, a fund which ...": the indefinite noun is X."""
    described: list[Token] = []
    if noun.dep_ == "attr" and is_verbal(noun.head) and noun.head.lemma_ == "be":
        described = subjects(noun.head)
    elif noun.dep_ == "appos":
        described = [noun.head]
    found = [(t, scene.party(t)) for t in described]
    return [Reference(key, t) for t, key in found if key and scene.label(key) in ACTORS]


def _unnamed(scene: Scene, noun: Token, exclude: frozenset[str]) -> Iterator[Reference]:
    owner = _whole(scene, noun)
    if owner:
        yield from owner
        return
    whole = scene.set_at(noun) if _takes_up_set(noun) else ()
    if whole:
        yield from (Reference(key, noun, WHOLE_SET) for key in whole)
        return
    described = _described(scene, noun, exclude)
    if described:
        yield Reference(described, noun, "description of the one party named before")


def _takes_up_set(noun: Token) -> bool:
    """ "these firms", "the blacklisted companies": the parties that the text said were listed."""
    if noun.tag_ != "NNS" or noun.lemma_.lower() not in words("counted"):
        return False
    before = [c for c in noun.children if c.i < noun.i and c.dep_ not in ("punct",)]
    definite = any(c.lower_ in ("the", "these", "those") for c in before)
    return definite and all(c.dep_ in ("det", "nummod", "predet") or _marks_listed(c) for c in before)


def _marks_listed(token: Token) -> bool:
    return token.lemma_.lower() in words("listed") or token.lower_ in words("listed")


def _whole(scene: Scene, noun: Token) -> list[Reference]:
    """ "the investment arm of X", "officials from X", "X officials": X acts through it."""
    if noun.lemma_.lower() not in words("parts"):
        return []
    found = [(t, scene.party(t)) for t in _owners(noun)]
    return [Reference(key, t, "part acts for the whole") for t, key in found if key and scene.label(key) in ACTORS]


def _owners(noun: Token) -> Iterator[Token]:
    for child in noun.children:
        if child.dep_ in ("poss", "compound", "nmod", "amod"):
            yield child
        elif child.dep_ == "prep" and child.lower_ in ("of", "from", "at", "in", "within"):
            for inner in child.children:
                if inner.dep_ == "pobj":
                    yield from conjuncts(inner)


def introduced(scene: Scene, noun: Token) -> list[Reference]:
    """The names that a common noun brings along: in apposition, after "including", after a colon or a dash."""
    return [Reference(key, t) for t, key in _unique(scene, _introduced_tokens(scene, noun)) if scene.label(key) in ACTORS]


def _unique(scene: Scene, tokens: Iterable[Token]) -> Iterator[tuple[Token, str]]:
    seen = set()
    for token in tokens:
        key = scene.party(token)
        if key and key not in seen:
            seen.add(key)
            yield token, key


def _introduced_tokens(scene: Scene, noun: Token) -> Iterator[Token]:
    for child in noun.children:
        if child.dep_ == "appos":
            yield from _names_under(scene, child)
        elif child.dep_ == "prep" and child.lower_ == "of" and noun.lemma_.lower() in words("quantities"):
            for inner in child.children:
                if inner.dep_ == "pobj" and not scene.party(inner):
                    yield from _introduced_tokens(scene, inner)
        elif child.dep_ == "prep" and child.lower_ in INTRODUCERS:
            for inner in child.children:
                if inner.dep_ == "pobj":
                    yield from _names_under(scene, inner)
    following = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else None
    if following is not None and not following.is_sent_start and _bare_title(noun, following):
        yield from _names_under(scene, scene.head_at(following))  # "gas company X", whatever the parse made of X
    if noun.head.lemma_ == "include" and noun.dep_ in ("nsubj", "nsubjpass"):
        for child in noun.head.children:
            if child.dep_ in ("dobj", "attr", "obj"):
                yield from _names_under(scene, child)
    yield from _after(scene, noun)


def _bare_title(noun: Token, following: Token) -> bool:
    return following.dep_ in ("appos", "intj", "dep", "npadvmod", "oprd", "compound", "nmod") and noun.lemma_.lower() in (
        words("firms") | words("counted") | words("agencies") | words("titles")
    )


def _names_under(scene: Scene, token: Token) -> Iterator[Token]:
    for part in conjuncts(token):
        if scene.mention(part):
            yield part
            yield from (r.token for r in _listed_with(scene, part))


def _after(scene: Scene, noun: Token) -> Iterator[Token]:
    """The names of a list that starts right after the phrase: "three suppliers: X, Y and Z", "firms such as X"."""
    start = _list_start(noun)
    if start is not None:
        yield from enumeration(scene, start)


def _list_start(noun: Token) -> int | None:
    """Where a list begins: behind ":", a dash, "including", "such as" within the noun's phrase."""
    doc = noun.doc
    for i in range(noun.i + 1, min(noun.i + 14, len(doc))):
        token = doc[i]
        if token.is_sent_start:
            return None
        if token.text in (":", "–", "—") and i - noun.i <= 2:
            return i + 1
        if token.lower_ in ("including", "include", "namely", "notably") and _inside(noun, i):
            return i + 1
        if token.lower_ == "as" and doc[i - 1].lower_ == "such" and _inside(noun, i):
            return i + 1
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("acl", "relcl", "amod"):
            return None
    return None


def _inside(noun: Token, i: int) -> bool:
    """Nothing but the noun's own modifiers lies between the noun and token `i`."""
    between = noun.doc[noun.i + 1 : i]
    return not any(t.pos_ == "NOUN" and t.dep_ in ("nsubj", "dobj", "pobj") and not noun.is_ancestor(t) for t in between)


def enumeration(scene: Scene, start: int) -> Iterator[Token]:
    """Head tokens of the names of a list that starts at token `start`; descriptive words between them are passed."""
    last = None
    for token in scene.doc[start:]:
        if token.is_sent_start and token.i > start:
            return
        mention = scene.mention(token)
        if mention:
            if mention is not last:
                last = mention
                yield scene.head(mention) or token
        elif not _passes(token):
            return


def _passes(token: Token) -> bool:
    if token.is_space or token.text in (",", ";", "•", "(", ")", "“", '"', "'", "‘", "’", "-", "'s"):
        return True
    return token.pos_ in ("NOUN", "PROPN", "ADJ", "DET", "NUM", "CCONJ") or token.lower_ in ("both", "as", "well")


def _listed_with(scene: Scene, token: Token) -> Iterator[Reference]:
    """Names that the parse left out of a list "X, Y and Z": only a list closed by "and" or "or" counts."""
    mention = scene.mention(token)
    if mention is None:
        return
    names: list[Token] = []
    closed, last_and, comma = False, False, False
    at = scene.tokens(mention)[-1].i + 1
    for word in scene.doc[at:]:
        here = scene.mention(word)
        comma = comma or word.text == ","
        if here and _possessive(scene, here):
            closed = closed or last_and
            continue
        if word.is_sent_start or (not here and word.text not in (",", "'s", "’s") and word.pos_ != "CCONJ" and not word.is_space):
            break
        if here and (not names or scene.mention(names[-1]) is not here):
            names.append(word)
            closed = closed or last_and
        last_and = word.pos_ == "CCONJ" or (last_and and here is None)
    if closed and (len(names) > 1 or not comma):
        for name in names:
            head = scene.head(scene.mention(name))  # type: ignore[arg-type]
            yield Reference(str(scene.party(name)), head or name)


def _possessive(scene: Scene, mention: Mention) -> bool:
    """ "Norway's X", "Ann Weir's X" in a list name X."""
    last = scene.tokens(mention)[-1]
    return last.i + 1 < len(last.doc) and last.nbor(1).lower_ in ("'s", "’s")


def _pronoun(scene: Scene, pronoun: Token, exclude: frozenset[str]) -> Iterator[Reference]:
    lower = pronoun.lower_
    labels = BODIES if lower in THINGS else {Label.PERSON} if lower in PEOPLE else None
    if lower in MANY:
        labels = frozenset({Label.COMPANY, Label.ORGANISATION, Label.AGENCY})
    if labels is None:
        return
    if _reported_by_stranger(scene, pronoun):
        return
    only = _single(scene, pronoun, frozenset(labels), exclude)
    if only:
        yield Reference(only, pronoun, ONE_ANTECEDENT)
    elif lower in MANY:
        yield from (Reference(k, pronoun, "plural pronoun for the one pair before it") for k in _pair(scene, pronoun, exclude))


def _reported_by_stranger(scene: Scene, pronoun: Token) -> bool:
    """ "The chip giant said it would buy": "it" is likely the giant, and who that is, is not known."""
    verb = pronoun.head
    if pronoun.dep_ not in ("nsubj", "nsubjpass") or verb.dep_ != "ccomp":
        return False
    speaking = [s for s in subjects(verb.head) if s.pos_ == "NOUN"]
    return bool(speaking) and not any(refer(scene, s) for s in speaking)


def _pair(scene: Scene, pronoun: Token, exclude: frozenset[str]) -> list[str]:
    """The parties before a "their" in its sentence, if all are coordinated with one another."""
    before = [m for m in scene.mentions_in(pronoun.sent) if m.start < pronoun.idx and _stands_alone(scene, m)]
    fitting = [m for m in before if scene.label(m.party) in (Label.COMPANY, Label.ORGANISATION, Label.PERSON)]
    heads = [h for m in fitting if (h := scene.head(m)) is not None]
    keys = list(dict.fromkeys(m.party for m in fitting))
    if len(keys) < 2 or exclude & set(keys):
        return []
    together = {t.i for t in conjuncts(heads[0])}
    return keys if all(h.i in together for h in heads) else []


def _described(scene: Scene, noun: Token, exclude: frozenset[str]) -> str | None:
    """What "the company" or "the Chinese technology giant" means: the one fitting party in the nearest sentence."""
    labels = _kinds(noun)
    definite = any(c.dep_ == "det" and c.lower_ in ("the", "this", "that") for c in noun.children)
    if not labels or not definite or noun.tag_ in ("NNS", "NNPS"):
        return None
    if any(c.dep_ in ("prep", "relcl") for c in noun.children):
        return None
    if any(c.dep_ in ("amod", "compound") and c.lower_ in ("new", "other", "parent", "same") for c in noun.children):
        return None
    return _single(scene, noun, labels, exclude | _foreign_to(scene, noun))


def _foreign_to(scene: Scene, noun: Token) -> frozenset[str]:
    """The parties of other countries than the one that the description names: "the US company" is not a Chinese one."""
    codes = {k.code for c in noun.children if c.i < noun.i and (k := known().get(c.text)) and k.code}
    if not codes:
        return frozenset()
    native = {key for key, seats in scene.seats.items() if seats & codes}
    others = scene.parties if native else scene.seats  # where one fits, parties of unknown seat do not
    return frozenset(key for key in others if key not in native)


def _kinds(noun: Token) -> frozenset[Label]:
    lemma = noun.lemma_.lower()
    if lemma in words("firms"):
        return frozenset({Label.COMPANY})
    if lemma in words("agencies"):
        return frozenset({Label.AGENCY})
    return frozenset({Label.PERSON}) if lemma in words("persons") else frozenset()


def _single(scene: Scene, token: Token, labels: frozenset[Label], exclude: frozenset[str]) -> str | None:
    """The only party of these labels before the token in its sentence, else in the nearest sentence that has any."""
    here = scene.sentence_index(token)
    for index in range(here, max(here - _REACH, -1) - 1, -1):
        span = scene.sentences[index]
        keys = {m.party for m in scene.mentions_in(span) if (index < here or m.start < token.idx) and _stands_alone(scene, m)}
        fitting = {k for k in keys if scene.label(k) in labels} - exclude
        if fitting:
            return fitting.pop() if len(fitting) == 1 else _topic(scene, token, index, fitting)
    return None


def _stands_alone(scene: Scene, mention: Mention) -> bool:
    """A name that only narrows a noun ("US sanctions", "Chinese firms") is not what a later "it" takes up."""
    head = scene.head(mention)
    return head is not None and not (head.dep_ in ("compound", "nmod", "amod", "npadvmod") and head.head.i > head.i)


def _topic(scene: Scene, token: Token, index: int, fitting: set[str]) -> str | None:
    """Several fit: the subject that the text goes on with, if "also" continues it with the same verb."""
    verb = next((a for a in token.ancestors if is_verbal(a)), None)
    if verb is None or not any(c.lower_ == "also" for c in verb.children) or token.dep_ != "nsubj":
        return None
    for other in scene.sentences[index]:
        if other.lemma_ == verb.lemma_ and is_verbal(other):
            keys = {k for s in subjects(other) if (k := scene.party(s))} & fitting
            return keys.pop() if len(keys) == 1 else None
    return None
