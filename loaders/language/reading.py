"""A document of prose to a source: parse, parties, relations."""

from __future__ import annotations

from graph.claims import Document, Source
from loaders.language.parties import read_parties
from loaders.language.pipeline import parse


def read_document(document: Document) -> Source:
    """Everything that a document's body says. Dropped stretches are not read."""
    doc = parse(document)
    reading = read_parties(doc, document)
    return Source.checked(document.name, document=document, parties=reading.parties, claims=reading.claims)
