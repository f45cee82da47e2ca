"""A document of prose to a source: parse, parties, relations."""

from __future__ import annotations

from graph.claims import Document, Source
from loaders.language.parties import read_parties
from loaders.language.pipeline import parse
from loaders.language.relations import read_relations


def read_document(document: Document) -> Source:
    """Everything that a document's body says. Dropped stretches are not read."""
    doc = parse(document)
    reading = read_parties(doc, document)
    more_parties, relations = read_relations(doc, document, reading)
    parties, claims = (*reading.parties, *more_parties), (*reading.claims, *relations)
    return Source.checked(document.name, document=document, parties=parties, claims=claims)
