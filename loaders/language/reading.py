"""A document of prose to a source: parse, parties, relations."""

from __future__ import annotations

from graph.claims import Claim, Document, Party, Source
from graph.model import Label, Predicate
from loaders.language.parties import read_parties
from loaders.language.pipeline import parse
from loaders.language.relations import read_relations


def read_document(document: Document) -> Source:
    """Everything that a document's body says. Dropped stretches are not read."""
    doc = parse(document)
    reading = read_parties(doc, document)
    more_parties, relations = read_relations(doc, document, reading)
    parties, claims = _of_weight((*reading.parties, *more_parties), (*reading.claims, *relations))
    return Source.checked(document.name, document=document, parties=parties, claims=claims)


def _of_weight(parties: tuple[Party, ...], claims: tuple[Claim, ...]) -> tuple[tuple[Party, ...], tuple[Claim, ...]]:
    """Without the countries of which a text says nothing but their names."""
    told = [claim for claim in claims if claim.predicate is not Predicate.NAMED]
    referred = {key for claim in told for key in (claim.subject, claim.object, claim.attributed_to) if key}
    idle = {party.key for party in parties if party.label is Label.COUNTRY} - referred
    return (
        tuple(party for party in parties if party.key not in idle),
        tuple(claim for claim in claims if claim.subject not in idle),
    )
