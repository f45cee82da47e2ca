"""Texts of ours with their parties marked, "{C:Corvid Optics}": what the relations are tested on, apart from names."""

from __future__ import annotations

import hashlib
import re

from graph.claims import Claim, Document, Party, party_key
from graph.model import EDGE_PREDICATES, Label, Predicate
from loaders.language.parties import Mention, Reading
from loaders.language.pipeline import parse
from loaders.language.relations import read_relations

LABELS = {
    "C": Label.COMPANY,
    "A": Label.AGENCY,
    "P": Label.PERSON,
    "O": Label.ORGANISATION,
    "S": Label.LIST,
    "N": Label.COUNTRY,
}
MARK = re.compile(r"\{([CAPOSN]):([^}]+)\}")


class Read:
    """A marked text, read: claims and the names of parties."""

    def __init__(self, marked: str, *, published: str | None = None) -> None:
        text, found = _unmark(marked)
        digest = hashlib.sha256(text.encode()).hexdigest()
        self.document = Document(
            id=digest, name="marked", format="text", text=text, source="marked", published=published
        )
        parties = {
            party_key(digest, label, name): Party(key=party_key(digest, label, name), label=label, name=name)
            for _, label, name in found
        }
        mentions = tuple(Mention(at, at + len(name), party_key(digest, label, name)) for at, label, name in found)
        reading = Reading(tuple(parties.values()), mentions, ())
        self.extra, self.claims = read_relations(parse(self.document), self.document, reading)
        self.names = {p.key: p.name for p in (*parties.values(), *self.extra)}

    def said(self, *predicates: Predicate) -> set[str]:
        """ "LISTED_BY X > Y asserted" for every claim of these predicates; without any, of those between parties."""
        wanted = predicates or EDGE_PREDICATES
        return {self._line(c) for c in self.claims if c.predicate in wanted and c.object is not None}

    def _line(self, claim: Claim) -> str:
        return f"{claim.predicate} {self.names[claim.subject]} > {self.names[str(claim.object)]} {claim.modality}"

    def of(self, predicate: Predicate) -> list[Claim]:
        return [c for c in self.claims if c.predicate is predicate]

    def name(self, key: str | None) -> str | None:
        return self.names[key] if key else None


def _unmark(marked: str) -> tuple[str, list[tuple[int, Label, str]]]:
    text, found, last = "", [], 0
    for mark in MARK.finditer(marked):
        text += marked[last : mark.start()]
        found.append((len(text), LABELS[mark[1]], mark[2]))
        text += mark[2]
        last = mark.end()
    return text + marked[last:], found
