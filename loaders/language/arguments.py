"""Who does what to whom: the arguments of verbs and nouns, whatever the syntax around them.

Passives, relative clauses, participles, control, coordination and attachment of prepositions are undone here, so that
a frame only names roles: `agent`, `patient`, and a preposition each ("to", "on", "from", "by" ...); a noun has
`poss` (possessor), `compound` (a name before it), `self` (what it is said of) and `holder` (who has or does it).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from loaders.language.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Token

Roles = Mapping[str, list["Token"]]

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
OBJECTS = frozenset({"dobj", "obj"})
# Without an object of their own: what looks like a participle ("the fund invested in ...") is a finite verb misread.
INTRANSITIVE = frozenset({"invest", "reinvest", "partner", "collaborate", "cooperate", "compete", "merge", "land"})
RELATIVE = frozenset({"which", "who", "that", "whom", "whose"})
ATTACHED = frozenset({"among", "to", "on", "onto", "from", "in", "into", "with", "for", "by", "against", "under", "at"})
COPULAS = frozenset({"be", "become", "remain"})
_DEPTH = 6


def is_verbal(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX")


def antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for, else the token itself."""
    if token.lower_ not in RELATIVE or token.tag_ not in ("WDT", "WP", "WP$", "IN", "DT"):
        return token
    for step in token.ancestors:
        if step.dep_ == "relcl":
            return step.head
    return token


def conjuncts(token: Token) -> list[Token]:
    """The token and everything coordinated with it, in text order."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj":
            found.extend(conjuncts(child))
    return found


def verb_above(preposition: Token) -> Token | None:
    """The verb of a preposition, also over a particle: "walk" of "walk away from", "pull" of "pull out of"."""
    head = preposition.head
    if head.dep_ in ("advmod", "prt", "prep") and head.pos_ in ("ADV", "ADP"):
        head = head.head
    return head if is_verbal(head) else None


def _own(verb: Token, deps: frozenset[str]) -> list[Token]:
    return [antecedent(c) for c in verb.children if c.dep_ in deps]


def has_own_subject(verb: Token) -> bool:
    return any(c.dep_ in SUBJECTS for c in verb.children)


def is_passive(verb: Token, depth: int = 0) -> bool:
    if any(c.dep_ in ("nsubjpass", "auxpass", "csubjpass") for c in verb.children):
        return True
    if verb.tag_ not in ("VBN", "VBD", "JJ") or has_own_subject(verb) or depth > _DEPTH:
        return False
    if verb.lemma_ in INTRANSITIVE or _behind_relative(verb) is not None:
        return False
    if any(c.dep_ in OBJECTS or c.dep_ == "aux" for c in verb.children):
        return False
    if verb.dep_ == "conj" and is_verbal(verb.head):
        participle = verb.tag_ == "VBN" or any(c.dep_ == "oprd" for c in verb.children)
        return participle and is_passive(verb.head, depth + 1)
    return verb.dep_ in ("acl", "amod", "advcl", "acomp") and verb.tag_ in ("VBN", "JJ", "VBD")


def subjects(verb: Token, depth: int = 0) -> list[Token]:
    """What stands as subject, its own or the one that control and coordination lend it."""
    own = _own(verb, SUBJECTS)
    if own or depth > _DEPTH:
        return own
    return _lent_subject(verb, depth + 1)


def _behind_relative(verb: Token) -> Token | None:
    """As in "the fund, which she chairs, invested": the main verb, hung on the clause between the commas."""
    if verb.tag_ not in ("VBN", "VBD") or verb.i == 0 or verb.nbor(-1).text != ",":
        return None
    clause = next((a for a in verb.ancestors if a.dep_ == "relcl"), None)
    lost = clause is not None and clause.head.dep_ == "ROOT" and not is_verbal(clause.head)
    return clause.head if clause is not None and lost else None


def _lent_subject(verb: Token, depth: int) -> list[Token]:
    main = _behind_relative(verb)
    return [main] if main is not None else _subject_above(verb, depth)


def _subject_above(verb: Token, depth: int) -> list[Token]:
    head, dep = verb.head, verb.dep_
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
    lost = dep == "advcl" and head.dep_ == "ROOT" and head.pos_ in ("NOUN", "PROPN")  # the verb hung on its subject
    if dep == "amod" or lost or (dep == "relcl" and not infinitive):
        return [head]
    if dep in ("acl", "relcl"):
        return _acl_subject(verb, depth)
    if dep == "pcomp" or (dep == "advcl" and head.pos_ == "ADP"):
        return _controller(head.head, depth) if is_verbal(head.head) else _noun_subject(head.head, depth)
    if dep in ("xcomp", "ccomp"):
        return _controller(head, depth)
    if dep in ("conj", "advcl", "dep", "parataxis", "acomp") and (is_verbal(head) or head.pos_ == "ADJ"):
        return subjects(head, depth)
    return []


def _acl_subject(verb: Token, depth: int) -> list[Token]:
    if any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children):
        return _noun_subject(verb.head, depth)  # "a plan to buy": whose plan
    return [verb.head]


def _controller(head: Token, depth: int) -> list[Token]:
    if not is_verbal(head):
        return subjects(head.head, depth) if is_verbal(head.head) else _noun_subject(head, depth)
    if head.lemma_ in words("object_control"):
        return patients(head, depth) or subjects(head, depth)
    return subjects(head, depth)


def _noun_subject(noun: Token, depth: int) -> list[Token]:
    possessors = [c for c in noun.children if c.dep_ == "poss"]
    if possessors:
        return possessors
    if noun.dep_ in OBJECTS and is_verbal(noun.head):
        return subjects(noun.head, depth)
    above = verb_above(noun.head) if noun.dep_ == "pobj" else None
    if above is not None:
        return subjects(above, depth)
    return [p for c in noun.children if c.lower_ in ("by", "of") for p in c.children if p.dep_ == "pobj"]


def patients(verb: Token, depth: int = 0) -> list[Token]:
    if is_passive(verb):
        return subjects(verb, depth)
    own = _own(verb, OBJECTS)
    gap = verb.dep_ == "relcl" and verb.head not in subjects(verb, depth)
    if not own and gap and not any(c.dep_ == "prep" for c in verb.children):
        return [verb.head]
    return own


def agents(verb: Token) -> list[Token]:
    if verb.pos_ == "NOUN":  # "X partners with Y", read as a noun
        return [c for c in verb.children if c.dep_ in ("compound", "nsubj")]
    if not is_passive(verb):
        return subjects(verb)
    return [antecedent(p) for c in verb.children if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj"]


def _prepositions(token: Token) -> Iterator[tuple[str, Token]]:
    for child in token.children:
        if child.dep_ in ("prep", "agent") or (child.dep_ == "dative" and child.pos_ == "ADP"):
            yield from _objects_of(child)
        elif child.dep_ == "dative":
            yield "to", antecedent(child)


def _objects_of(preposition: Token) -> Iterator[tuple[str, Token]]:
    for child in preposition.children:
        if child.dep_ in ("pobj", "pcomp"):
            yield preposition.lower_, antecedent(child)
        elif child.dep_ == "prep" and preposition.lower_ != "according":
            yield from _objects_of(child)
    if preposition.dep_ == "prep" and not any(c.dep_ == "pobj" for c in preposition.children):
        yield from _stranded(preposition)


def _stranded(preposition: Token) -> Iterator[tuple[str, Token]]:
    """As in "a fund which she sits on the board of": the gap is the head of the relative clause."""
    for step in preposition.ancestors:
        if step.dep_ == "relcl" and any(c.lower_ in RELATIVE for c in step.subtree):
            yield preposition.lower_, step.head
            return


def verb_roles(verb: Token) -> Roles:
    """`agent`, `patient` and the prepositions of the verb; then those that hang on its object."""
    roles: dict[str, list[Token]] = {"agent": agents(verb), "patient": patients(verb)}
    for name, token in _prepositions(verb):
        roles.setdefault(name, []).append(token)
    roles["oprd"] = [c for c in verb.children if c.dep_ == "oprd"]
    for target in [c for c in verb.children if c.dep_ in (*OBJECTS, "oprd", "acomp")]:
        for part in conjuncts(target):
            for name, token in _below_object(part):
                if name in ATTACHED:
                    roles.setdefault(name, []).append(token)
    return roles


def _below_object(noun: Token) -> Iterator[tuple[str, Token]]:
    """The prepositions of an object, and "among" of what it is some of: "counts some of the firms among its ..."."""
    for name, token in _prepositions(noun):
        yield name, token
        if name == "of":
            yield from ((n, t) for n, t in _prepositions(token) if n == "among")
    for child in noun.children:  # "launched a venture called Z with X"
        if child.dep_ == "acl" and child.lower_ in ("called", "named", "dubbed"):
            yield from _prepositions(child)


def noun_roles(noun: Token) -> Roles:
    roles: dict[str, list[Token]] = {"self": list(_said_of(noun)), "holder": _holders(noun)}
    for child in noun.children:
        if child.dep_ == "poss":
            roles.setdefault("poss", []).append(antecedent(child))
        elif child.dep_ in ("compound", "nmod", "amod") and child.i < noun.i:
            roles.setdefault("compound", []).append(child)
    roles.setdefault("for", []).extend(infinitive_subjects(noun))
    own = list(_prepositions(noun))
    for name, token in [*own, *_hung_elsewhere(noun, {name for name, _ in own})]:
        roles.setdefault(name, []).append(token)
    return roles


def infinitive_subjects(noun: Token) -> list[Token]:
    """As in "the authority for X to operate", "an order for X to stop": X."""
    marked = [
        c
        for c in noun.children
        if c.dep_ in ("acl", "advcl", "relcl") and any(m.lower_ == "for" and m.dep_ == "mark" for m in c.children)
    ]
    return [s for c in marked for s in c.children if s.dep_ == "nsubj"]


def _hung_elsewhere(noun: Token, own: set[str]) -> Iterator[tuple[str, Token]]:
    """The noun's prepositions that the parse hung on its verb ("halted deliveries to X") or on what it is of."""
    if noun.dep_ in OBJECTS and noun.head.lemma_ in words("having"):
        yield from ((n, t) for n, t in _prepositions(noun.head) if n in ("to", "with", "from") and n not in own)
    if noun.dep_ == "attr":  # "X, in which Y is the largest shareholder"
        fronted = (c for c in noun.head.children if c.dep_ == "prep" and c.i < noun.head.i)
        yield from ((n, t) for c in fronted for n, t in _objects_of(c) if t.i < c.i and n not in own)
    for below in [t for n, t in _prepositions(noun) if n == "of"]:
        for part in conjuncts(below):  # "the addition of firms to a list"
            loose = ("in",) if noun.lemma_ == "merger" else ("in", "with")
            yield from ((n, t) for n, t in _prepositions(part) if n in ATTACHED and n not in loose)


def _holders(noun: Token) -> list[Token]:
    head = noun.head
    if noun.dep_ in (*OBJECTS, "attr", "nsubjpass") and is_verbal(head):
        return agents(head) if head.lemma_ in words("having") or head.lemma_ in COPULAS else []
    above = verb_above(head) if noun.dep_ == "pobj" else None
    if above is not None and head.lower_ in ("in", "on", "with", "into", "from", "out"):
        return agents(above)
    if noun.dep_ == "conj":
        return _holders(head)
    return []


def one_of(preposition: Token) -> list[Token]:
    """As in "X is among the firms that ...", "X is one of the firms that ...": X."""
    above = preposition.head
    if preposition.lower_ == "among" and above.lemma_ == "be":
        return subjects(above)
    single = preposition.lower_ == "of" and above.lower_ == "one"
    if single and above.dep_ == "appos":
        return [above.head]
    return subjects(above.head) if single and above.dep_ == "attr" and above.head.lemma_ == "be" else []


def _said_of(noun: Token, depth: int = 0) -> Iterator[Token]:
    """What the noun describes: "X is a supplier", "X, a supplier", "supplier X", "named X as supplier"."""
    head = noun.head
    if noun.dep_ == "attr" and is_verbal(head):
        yield from subjects(head)
    elif noun.dep_ in ("appos", "compound", "nmod"):
        yield head
    elif noun.dep_ == "pobj" and head.lower_ in ("among", "of"):
        yield from one_of(head)
    elif noun.dep_ == "pobj" and head.lower_ == "as" and is_verbal(head.head):
        yield from patients(head.head) or subjects(head.head)
    elif noun.dep_ == "conj" and depth < _DEPTH:
        yield from _said_of(head, depth + 1)
    elif noun.dep_ == "nsubj" and head.lemma_ == "include":
        yield from (c for c in head.children if c.dep_ in OBJECTS)
    yield from (c for c in noun.children if c.dep_ == "appos")
