"""What identity goes by: each party of each document with the names, identifiers and countries that it bears."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from graph.claims import UNIDENTIFIED, Claim, Document, Party, Source
from graph.model import PREDICATES, Label, Modality, Predicate
from graph.names import is_generic, name_key

FIRM_LIKE = frozenset({Label.COMPANY, Label.ORGANISATION})
JOINED_BY_NAME = FIRM_LIKE | {Label.AGENCY, Label.PERSON, Label.COUNTRY, Label.LIST}
CRAFT = frozenset({"vessel", "aircraft"})  # kinds of organisation that are no firm, whatever they are called
# One party may carry several of these; of every other scheme it carries one. The numbers from the second line on are of
# registers that the file does not name, or that issue several: equal ones need not be of one party, nor different ones
# of two. (Of the OFAC entries with a national number 70 of 822 have several, with a passport 390 of 1,924.)
SEVERAL = frozenset({"isin", "ticker", "cusip", "figi", "bic", "csl", "address", "url", "crypto", "iban", "email"}) | {
    *("registration", "registration-number", "company-number", "business-registration", "commercial-registry"),
    *("chamber-of-commerce", "government-gazette", "licence", "identification-number", "id-number", "national-id"),
    *("passport", "cedula", "curp", "rfc", "ruc", "rif", "nit", "tax", "tax-id", "vat", "bik", "uei"),
    *("mmsi", "call-sign", "tail-number", "aircraft-msn"),
}
_TELLING = frozenset({Predicate.NAMED, Predicate.IDENTIFIED_BY, Predicate.LOCATED_IN})
AFFIRMED = frozenset({Modality.ASSERTED, Modality.REPORTED})


ACTING = frozenset(p for p, shape in PREDICATES.items() if Label.COMPANY not in shape.objects)
FIRM = "firm"  # the family of companies and organisations


@dataclass(frozen=True, slots=True)
class Bearer:
    """A party and what its document says of who it is.

    `keys` maps each name key to the spelling that gave it, `spellings` are all of its names, `countries` are
    ISO 3166-1 codes in lower case, `related` the parties with which a claim of the same document relates it.
    """

    party: Party
    document: Document
    primary: str
    keys: dict[str, str]
    spellings: tuple[str, ...]
    identifiers: frozenset[tuple[str, str]]
    countries: frozenset[str]
    related: frozenset[str]
    acts: bool  # in a part that no company can have, such as keeping a list

    @property
    def key(self) -> str:
        return self.party.key

    @property
    def family(self) -> str:
        """Parties of one family may be one; a company is sometimes called an organisation, a ship never."""
        if self.party.kind in CRAFT:
            return str(self.party.kind)
        return FIRM if self.party.label in FIRM_LIKE else str(self.party.label)

    @property
    def identified(self) -> bool:
        """Whether its label counts: of an unidentified one nothing is known but an identifier."""
        return self.party.kind != UNIDENTIFIED

    @property
    def curated(self) -> bool:
        """Whether a list, register or curated table presents it."""
        return self.document.official

    @property
    def rank(self) -> tuple[bool, bool, str]:
        """Sorts the party first that others are best compared with."""
        return (self.party.anchor is None, not (self.document.official and self.identified), self.party.key)


def bearers(sources: Iterable[Source], of: Container[str] | None = None) -> Iterator[Bearer]:
    """Each party of the sources, or each of those given by key, as identity sees it."""
    for source in sources:
        yield from _bearers(source, of)


def bare(party: Party, document: Document) -> Bearer:
    """A party of which nothing is asked but that it is there."""
    nothing: frozenset[str] = frozenset()
    shown = party.model_copy(update={"anchor": None})
    return Bearer(shown, document, "", {}, (), frozenset(), nothing, nothing, acts=False)


def _bearers(source: Source, of: Container[str] | None) -> Iterator[Bearer]:
    about: dict[str, list[Claim]] = defaultdict(list)
    related: dict[str, set[str]] = defaultdict(set)
    for claim in source.claims:
        if claim.predicate in _TELLING and claim.modality in AFFIRMED:
            about[claim.subject].append(claim)
        if claim.object is not None:
            related[claim.subject].add(claim.object)
            related[claim.object].add(claim.subject)
    codes = {p.key: p.anchor for p in source.parties if p.label is Label.COUNTRY and p.anchor}
    acting = {c.object for c in source.claims if c.predicate in ACTING}
    for party in source.parties:
        if of is not None and party.key not in of:
            continue
        near, acts = frozenset(related.get(party.key, ())), party.key in acting
        yield _bearer(party, source.document, about.get(party.key, []), codes, near, acts)


def _bearer(
    party: Party, document: Document, claims: list[Claim], codes: dict[str, str], related: frozenset[str], acts: bool
) -> Bearer:
    countries = frozenset(
        codes[c.object]
        for c in claims
        if c.predicate is Predicate.LOCATED_IN and c.object is not None and c.object in codes
    )
    named = [c.value for c in claims if c.predicate is Predicate.NAMED and c.value]
    given = {c.value for c in claims if c.predicate is Predicate.IDENTIFIED_BY and c.value}
    return Bearer(
        party=party,
        document=document,
        primary=name_key(party.name, party.label),
        spellings=tuple(sorted(set(named))),
        keys=_keys(party, [*sorted(named, reverse=True), party.name], countries),
        identifiers=frozenset(
            (scheme.casefold(), value) for scheme, _, value in (g.partition(":") for g in given) if value
        ),
        countries=countries,
        related=related,
        acts=acts,
    )


def _keys(party: Party, spellings: list[str], countries: frozenset[str]) -> dict[str, str]:
    """The keys by which parties of two documents may join; the party's own name comes last and wins its key."""
    if party.label not in JOINED_BY_NAME or party.kind == UNIDENTIFIED:
        return {}
    keys: dict[str, str] = {}
    for spelling in spellings:
        for key in _joining(name_key(spelling, party.label), party.label, countries):
            keys[key] = spelling
    return keys


def _joining(key: str, label: Label, countries: frozenset[str]) -> list[str]:
    """A person's single name joins nothing; a generic name only together with a country."""
    if not key or (label is Label.PERSON and " " not in key):
        return []
    return [f"{key} ({country})" for country in sorted(countries)] if is_generic(key, label) else [key]
