"""Which parties a noun phrase means: names, names that a noun introduces, sets, descriptions, pronouns.

What a phrase means is certain (a name), concluded by a named rule (a description, a set with its members), or not
known: then nothing is returned, and the claim is not made.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.model import Label
from loaders.language.antecedents import described, is_counted_set, single, stands_alone, takes_up_set
from loaders.language.arguments import conjuncts, is_verbal, one_of, subjects
from loaders.language.finding import Reference
from loaders.language.lexicon import words
from loaders.language.named import ACTORS, introduced, listed_with
from loaders.language.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

    from loaders.language.parties import Mention

BODIES = frozenset({Label.COMPANY, Label.AGENCY, Label.ORGANISATION, Label.COUNTRY})
THINGS = frozenset({"it", "its", "itself"})
PEOPLE = frozenset({"he", "him", "his", "she", "her"})
OURS = frozenset({"we", "us", "our", "ourselves"})
MANY = frozenset({"they", "them", "their"})
ONE_ANTECEDENT = "pronoun with one possible antecedent"
WHOLE_SET = "said of the whole set"
EVERY_ONE = "said of every one of the set"


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
        if is_counted_set(scene, mention, token):
            return
        yield Reference(mention.party, token)
        yield from _coordinated_inside(scene, mention, token)
        yield from listed_with(scene, token)
        return
    whole = whole_of(scene, token, exclude)
    if whole:
        yield from (Reference(key, token, EVERY_ONE) for key in whole)
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
    """As in "the U.S. Government" where only "U.S." was taken for the name of the government that acts."""
    if noun.lower_ not in ("government", "administration"):
        return None
    named = [scene.party(c) for c in noun.children if c.dep_ in ("compound", "amod") and c.i < noun.i]
    return next((k for k in named if k and scene.label(k) is Label.AGENCY), None)


def _predicated(scene: Scene, noun: Token) -> list[Reference]:
    """As in "X is a contractor that ...", "X, a fund which ...": the indefinite noun is X."""
    described: list[Token] = []
    if noun.dep_ == "attr" and is_verbal(noun.head) and noun.head.lemma_ == "be":
        described = subjects(noun.head)
    elif noun.dep_ == "appos":
        described = [noun.head]
    elif noun.dep_ == "pobj" and noun.head.lower_ in ("among", "of"):
        described = one_of(noun.head)
    found = [(t, scene.party(t)) for t in described]
    return [Reference(key, t) for t, key in found if key and scene.label(key) in ACTORS]


def _unnamed(scene: Scene, noun: Token, exclude: frozenset[str]) -> Iterator[Reference]:
    if noun.text == "%" or noun.lower_ in ("percent", "pc"):
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                yield from (r for p in child.children if p.dep_ == "pobj" for r in refer(scene, p, exclude))
        return
    owner = _whole(scene, noun)
    if owner:
        yield from owner
        return
    whole = scene.set_at(noun) if takes_up_set(noun) else ()
    if whole:
        yield from (Reference(key, noun, WHOLE_SET) for key in whole)
        return
    modified = _name_within(scene, noun)
    if modified:
        yield Reference(modified[0], modified[1])
        return
    meant = described(scene, noun, exclude)
    if meant:
        yield Reference(meant, noun, "description of the one party named before")


def whole_of(scene: Scene, token: Token, exclude: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The members that "all of the firms", "both firms", "all three companies" mean; empty where they are not named."""
    noun, word = token, token.lower_
    if word in ("all", "both"):
        noun = next((p for c in token.children if c.lower_ == "of" for p in c.children if p.dep_ == "pobj"), token)
    else:
        word = next(
            (c.lower_ for c in token.children if c.dep_ in ("det", "predet") and c.lower_ in ("all", "both")), ""
        )
    if word not in ("all", "both") or not takes_up_set(noun) or _not_quite(token):
        return ()
    named = scene.set_at(noun)
    return named if (word == "all" or len(named) == 2) and not _others_since(scene, noun, {*named, *exclude}) else ()


def _not_quite(token: Token) -> bool:
    """As in "not all of the firms", "nearly all the firms"."""
    before = token.doc[max(token.left_edge.i - 1, token.sent.start) : token.i]
    return any(t.lower_ in ("not", "n't", "nearly", "almost", "hardly") for t in before)


def _others_since(scene: Scene, noun: Token, known: set[str]) -> bool:
    """Whether the text has named other firms since the set, which "both firms" might mean as well."""
    start = scene.sentence_index(noun) - 1
    near = [m for n in range(max(start, 0), start + 2) for m in scene.mentions_in(scene.sentences[n])]
    return any(m.party not in known and scene.label(m.party) is Label.COMPANY and m.start < noun.idx for m in near)


def _name_within(scene: Scene, noun: Token) -> tuple[str, Token] | None:
    """As in "the X crypto exchange", "the X group": the one firm named right before the noun for what it is."""
    if noun.lemma_.lower() not in words("self_named") or noun.tag_ != "NN":
        return None
    before = [c for c in noun.children if c.dep_ in ("compound", "nmod", "amod") and c.i < noun.i]
    named = {k: c for c in before if (k := scene.party(c)) and scene.label(k) is Label.COMPANY}
    hyphens = any(t.text in ("-", "‑") for t in scene.doc[noun.left_edge.i : noun.i])
    return next(iter(named.items())) if len(named) == 1 and not hyphens else None


def _whole(scene: Scene, noun: Token) -> list[Reference]:
    """As in "the investment arm of X", "officials from X", "X officials": X acts through it."""
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


def _pronoun(scene: Scene, pronoun: Token, exclude: frozenset[str]) -> Iterator[Reference]:
    lower = pronoun.lower_
    if lower in OURS:
        speaker = scene.voice(pronoun) if scene.voice else None
        if speaker and speaker not in exclude:
            yield Reference(speaker, pronoun, "the word of the firm that is quoted")
        return
    labels = BODIES if lower in THINGS else {Label.PERSON} if lower in PEOPLE else None
    if lower in MANY:
        labels = frozenset({Label.COMPANY, Label.ORGANISATION, Label.AGENCY})
    if labels is None:
        return
    if _reported_by_stranger(scene, pronoun):
        return
    only = single(scene, pronoun, frozenset(labels), exclude)
    quoted = any(t.is_quote for t in pronoun.sent)
    if only and lower == "it" and pronoun.dep_ == "dobj" and quoted and not _in_sentence(scene, pronoun, only):
        return  # in somebody's words an object takes up anything
    if only:
        yield Reference(only, pronoun, ONE_ANTECEDENT)
    elif lower in MANY:
        yield from (
            Reference(k, pronoun, "plural pronoun for the one pair before it") for k in _pair(scene, pronoun, exclude)
        )


def _in_sentence(scene: Scene, token: Token, key: str) -> bool:
    return any(m.party == key for m in scene.mentions_in(token.sent))


def _reported_by_stranger(scene: Scene, pronoun: Token) -> bool:
    """As in "The chip giant said it would buy": "it" is likely the giant, and who that is, is not known."""
    verb = pronoun.head
    if pronoun.dep_ not in ("nsubj", "nsubjpass") or verb.dep_ != "ccomp":
        return False
    speaking = [s for s in subjects(verb.head) if s.pos_ == "NOUN"]
    return bool(speaking) and not any(refer(scene, s) for s in speaking)


def _pair(scene: Scene, pronoun: Token, exclude: frozenset[str]) -> list[str]:
    """The parties before a "their" in its sentence, if all are coordinated with one another."""
    before = [m for m in scene.mentions_in(pronoun.sent) if m.start < pronoun.idx and stands_alone(scene, m)]
    fitting = [m for m in before if scene.label(m.party) in (Label.COMPANY, Label.ORGANISATION, Label.PERSON)]
    heads = [h for m in fitting if (h := scene.head(m)) is not None]
    keys = list(dict.fromkeys(m.party for m in fitting))
    if len(keys) < 2 or exclude & set(keys):
        return []
    together = {t.i for t in conjuncts(heads[0])}
    return keys if all(h.i in together for h in heads) else []
