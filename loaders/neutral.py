"""One document in the neutral JSON of annotated articles: names, types, relations with their quotes."""

from __future__ import annotations

from typing import Any

from graph.claims import Claim, Party, Source
from graph.model import EDGE_PREDICATES, Label, Predicate

# What the format cannot hold: relations with such an end are left out, and so are the entities.
UNHELD = frozenset({Label.GROUP, Label.EVENT, Label.LISTING})
_TYPES = {
    Label.COMPANY: "company",
    Label.AGENCY: "government_agency",
    Label.PERSON: "person",
    Label.COUNTRY: "country",
    Label.LIST: "list",
}
_KINDS = {
    "media": "media",
    "ngo": "ngo",
    "industry group": "industry_group",
    "university": "university",
    "fund": "investor",
}


def to_neutral(source: Source) -> dict[str, Any]:
    """`doc` (the file's stem), `entities` and `relations`, in the order of their names and places."""
    held = {p.key: p for p in source.parties if p.label not in UNHELD}
    aliases = _aliases(source)
    entities = [_entity(p, aliases.get(p.key, [])) for p in held.values()]
    edges = [c for c in source.claims if c.predicate in EDGE_PREDICATES and c.subject in held and c.object in held]
    return {
        "doc": source.document.name,
        "entities": sorted(entities, key=lambda e: (e["name"], e["type"])),
        "relations": [_relation(c, held) for c in sorted(edges, key=lambda c: (c.start or 0, c.predicate, c.id))],
    }


def _aliases(source: Source) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for claim in source.claims:
        if claim.predicate is Predicate.NAMED and claim.value is not None:
            found.setdefault(claim.subject, set()).add(claim.value)
    return {key: sorted(names) for key, names in found.items()}


def _entity(party: Party, aliases: list[str]) -> dict[str, Any]:
    kind = _TYPES.get(party.label) or _KINDS.get(party.kind or "", "other")
    return {"name": party.name, "type": kind, "aliases": [a for a in aliases if a != party.name]}


def _relation(claim: Claim, held: dict[str, Party]) -> dict[str, Any]:
    return {
        "type": str(claim.predicate),
        "from": held[claim.subject].name,
        "to": held[str(claim.object)].name,
        "quote": claim.quote,
        "modality": str(claim.modality),
        "attributed_to": claim.attributed_to,
    }
