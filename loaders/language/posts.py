"""Who holds which post where: "Corvid chief Ann Weir", "Ann Weir, a partner at Quay Capital"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.model import Label, Modality, Predicate
from loaders.language.finding import Finding
from loaders.language.lexicon import words
from loaders.language.references import refer
from loaders.language.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

_BODIES = frozenset({Label.COMPANY, Label.AGENCY, Label.ORGANISATION})
_REACH = 9  # words between a name and the body that its title belongs to


def read(scene: Scene) -> list[Finding]:
    found: dict[tuple[str, str], Finding] = {}
    for mention in scene.of_label(Label.PERSON):
        tokens = scene.tokens(mention)
        if not tokens:
            continue
        for body, title in [*_before(scene, tokens[0]), *_after(scene, tokens[-1])][:1]:
            key = scene.party(body)
            party = key if key else _named_by(scene, body)
            if party:
                finding = Finding(
                    Predicate.EMPLOYED_BY, mention.party, party, title, (tokens[0], body, title), _held(title)
                )
                found.setdefault((mention.party, party), finding)
    return list(found.values())


def _is_title(token: Token) -> bool:
    return token.lemma_.lower() in words("titles") or token.lower_ in words("titles")


def _held(title: Token) -> Modality:
    near = title.doc[max(title.sent.start, title.i - 4) : title.i]
    return Modality.NEGATED if any(t.lower_ in ("former", "ex", "then") for t in near) else Modality.ASSERTED


def _before(scene: Scene, first: Token) -> Iterator[tuple[Token, Token]]:
    """The title to the left of the name, and the body that comes before the title or within it."""
    title = None
    for token in reversed(first.doc[max(first.sent.start, first.i - _REACH) : first.i]):
        if _is_body(scene, token) and title is not None:
            yield token, title
            return
        if _is_title(token):
            title = token
            department = _department(scene, token)
            if department is not None and (department.i > token.i or not _body_left(scene, token)):
                yield department, token
                return
        elif not _in_title(token):
            return


def _body_left(scene: Scene, title: Token) -> bool:
    return any(_is_body(scene, t) for t in title.doc[max(title.sent.start, title.i - 4) : title.i])


def _department(scene: Scene, title: Token) -> Token | None:
    """The word of the title that names a department of the text: "Commerce Secretary", "Secretary of Commerce"."""
    doc, i = title.doc, title.i
    places = [i - 1] + ([i + 2] if i + 2 < len(doc) and doc[i + 1].lower_ == "of" else [])
    for at in places:
        if at >= 0 and _named_by(scene, doc[at]):
            return doc[at]
    return None


def _named_by(scene: Scene, word: Token) -> str | None:
    """The one agency of the text with this word in its name: "Commerce" for "Department of Commerce"."""
    if not word.text[:1].isupper() and word.lower_ != "ministry":
        return None
    if word.lower_ in ("us", "u.s.", "state", "chief", "general", "deputy", "department"):
        return None
    keys = [
        k
        for k, p in scene.parties.items()
        if p.label is Label.AGENCY and word.lower_ in p.name.lower().replace("’", " ").split()
    ]
    return keys[0] if len(keys) == 1 else None


def _is_body(scene: Scene, token: Token) -> bool:
    key = scene.party(token)
    return key is not None and scene.label(key) in _BODIES


def _in_title(token: Token) -> bool:
    if token.text in ("-", "'s", "’s", "'", "’", "/", "&") or token.lower_ in ("and", "of", "for", "the"):
        return True
    return token.pos_ in ("NOUN", "PROPN", "ADJ") or token.is_space or token.dep_ == "amod"


def _after(scene: Scene, last: Token) -> Iterator[tuple[Token, Token]]:
    """As in "NAME, title at BODY": in apposition after the name."""
    doc = last.doc
    i = last.i + 1
    if i >= len(doc) or doc[i].text not in (",", "(", "–", "—", "-"):
        return
    title = None
    for token in doc[i + 1 : min(i + 1 + _REACH + 3, last.sent.end)]:
        if _is_title(token):
            title = title or token
        if title is not None and _is_body(scene, token):
            yield token, title
            return
        ends = token.pos_ in ("VERB", "AUX", "PUNCT") and token.dep_ != "amod"
        if ends and token.text not in ("-", "’s", "'s"):
            return
        if title is not None and _whose(scene, token):
            yield token, title
            return


def _whose(scene: Scene, token: Token) -> bool:
    """As in "the firm's CEO": a body described, not named."""
    return token.dep_ == "pobj" and token.pos_ == "NOUN" and any(_is_body(scene, r.token) for r in refer(scene, token))
