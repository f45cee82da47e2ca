"""Parties, lists and actions as FollowTheMoney entities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.claims import UNIDENTIFIED
from graph.model import Entity, Label, Predicate
from knockon.exports.ftm_drafts import Draft
from loaders.ftm.vocabulary import IDENTIFIERS, KIND, MARKS, NUMBERS, PARTIES, WORDED, needs_saying, property_of
from loaders.places import country_code, country_name

# Lists and groups go out as `loaders.ftm.vocabulary.MARKS` has them.
WRITTEN: Mapping[Label, str] = {
    Label.COMPANY: "Company",
    Label.AGENCY: "PublicBody",
    Label.PERSON: "Person",
    Label.ORGANISATION: "Organization",
    Label.COUNTRY: "Territory",
    Label.EVENT: "Event",
}
_KINDS = {kind: schema for schema, (label, kind) in PARTIES.items() if kind and label is Label.ORGANISATION}
_MARKED = {label: (schema, keyword) for (schema, keyword), label in MARKS.items()}
_WORDS = {predicate: said for said, predicate in WORDED.items()}
# Where a party of the schema has its seat or nationality; of the others it is a mere tie to a country.
_SEATS = {"Person": "nationality", "Vessel": "flag"}
LONGEST_NAME = 384
SHORT_BIC = 8  # FollowTheMoney cuts off the branch
# What being on a list is called, in FollowTheMoney's tags.
TOPICS: Mapping[str, str] = {
    **dict.fromkeys(
        ("entity-list", "unverified-list", "military-end-user-list", "denied-persons-list"), "export.control"
    ),
    **dict.fromkeys(("sdn", "ssi", "ns-mbs", "capta", "fse", "plc", "isn"), "sanction"),
    **dict.fromkeys(("itar-debarred", "section-1260h", "section-1237"), "debarment"),
    "ns-cmic": "invest.ban",
}


def party(label: Label, entity: Entity, kinds: Iterable[str | None], listed_on: Iterable[str]) -> tuple[Draft, str]:
    """A party, list or action with the name that its id follows. `listed_on` are anchors of the lists that it is on."""
    draft = _drafted(label, entity, set(kinds))
    name = _name(label, entity)
    draft.put("name", name)
    for other in sorted({entity.name, *entity.names} - {name}):
        if not draft.put("alias", other):
            say(draft, "notes", Predicate.NAMED, other)
    if label is Label.LIST:
        draft.put("fileName", name)
        return draft, name
    seat = "jurisdiction" if draft.schema.is_a("LegalEntity") else "country"
    draft.put(_SEATS.get(draft.schema.name, seat), *(code.lower() for code in entity.countries))
    draft.put("topics", *sorted({TOPICS[anchor] for anchor in listed_on if anchor in TOPICS}))
    for address in entity.addresses:
        if not draft.put("address", address):
            say(draft, "notes", Predicate.HAS_ADDRESS, address)
    draft.put("sector", *entity.sectors)
    told(draft, entity, "notes")
    for predicate, day in dated(entity).items():
        say(draft, "notes", predicate, day)
    for citation in entity.citations:
        say(draft, "notes", Predicate.CITED_AS, citation)
    return draft, name


def _drafted(label: Label, entity: Entity, kinds: set[str | None]) -> Draft:
    if label in _MARKED:
        schema, keyword = _MARKED[label]
        draft = Draft(schema, keyword.lower())
        draft.put("keywords", keyword, f"{KIND}{entity.kind}" if entity.kind else None)
        return draft
    if label is Label.ORGANISATION and entity.kind in _KINDS:
        return Draft(_KINDS[entity.kind])
    draft = Draft(WRITTEN[label])
    kind = UNIDENTIFIED if kinds == {UNIDENTIFIED} else entity.kind
    draft.put("keywords", f"{KIND}{kind}" if kind else None)
    return draft


def _name(label: Label, entity: Entity) -> str:
    """Its name; of a country that which every file means by its code. One that is too long is cut at a word."""
    code = country_code(entity.id.partition(":")[2]) if label is Label.COUNTRY else None
    if code:
        return country_name(code)
    if len(entity.name) <= LONGEST_NAME:
        return entity.name.strip()
    return entity.name[: LONGEST_NAME - 2].rsplit(" ", 1)[0] + " …"


def told(draft: Draft, entity: Entity, otherwise: str) -> None:
    """What an entity says of itself: in properties where the schema has them, else in words in `otherwise`."""
    for identifier in entity.identifiers:
        if not _identified(draft, identifier):
            say(draft, otherwise, Predicate.IDENTIFIED_BY, identifier)
    for sector in entity.sectors:
        say(draft, otherwise, Predicate.IN_SECTOR, sector)
    for predicate, field in _TERMS.items():
        scope = "provisions" if predicate in _SCOPE and "provisions" in draft.schema.properties else otherwise
        for value in _values(getattr(entity, field)):
            say(draft, scope, predicate, value)
    for remark in entity.remarks:
        found = property_of(remark, draft.schema.name)
        if needs_saying(remark) or (found is not None and needs_saying(found[1])):
            say(draft, otherwise, Predicate.REMARK, remark)
        elif found is None or not draft.put(*found):
            draft.put(otherwise, remark)


_TERMS = {
    Predicate.LICENCE_REQUIREMENT: "licence_requirement",
    Predicate.LICENCE_POLICY: "licence_policy",
    Predicate.LICENCE_REVIEW: "licence_reviews",
    Predicate.COVERS: "covers",
    Predicate.FOOTNOTE: "footnotes",
}
_SCOPE = frozenset({Predicate.LICENCE_REQUIREMENT, Predicate.LICENCE_POLICY, Predicate.LICENCE_REVIEW})


def _values(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value or ()


def dated(entity: Entity) -> dict[Predicate, str]:
    """The dates of a listing or an action, by what happened."""
    found = {
        Predicate.ANNOUNCED_ON: entity.announced,
        Predicate.PUBLISHED_ON: entity.published,
        Predicate.EFFECTIVE_ON: entity.effective,
        Predicate.COMPLIANCE_BY: entity.compliance,
        Predicate.ENDED_ON: entity.ended,
    }
    return {predicate: value for predicate, value in found.items() if value}


def say(draft: Draft, name: str, predicate: Predicate, value: str) -> None:
    """A fact in words, as `loaders.ftm.vocabulary.worded` reads it."""
    draft.put(name, f"{_WORDS[predicate]}: {value}")


_BY_SCHEME: Mapping[str, tuple[str, ...]] = {
    scheme: tuple(name for name, given in IDENTIFIERS.items() if given == scheme) for scheme in IDENTIFIERS.values()
}
_NUMBERED = {scheme: name for name, scheme in NUMBERS.items()}


def _identified(draft: Draft, identifier: str) -> bool:
    """Whether a property holds the identifier so that the loader reads the same one from it."""
    scheme, _, value = identifier.partition(":")
    if scheme == "opencorporates":
        return draft.put("opencorporatesUrl", f"https://opencorporates.com/companies/{value}")
    if scheme in _NUMBERED:
        seat = sorted(draft.properties.get("jurisdiction") or draft.properties.get("country") or ())
        place, _, number = value.rpartition(":")
        same = place == (seat[0] if len(seat) == 1 else "") and ":" not in number
        return same and draft.put(_NUMBERED[scheme], number)
    if scheme == "imo":
        value = f"IMO{value}"
    if scheme == "bic" and len(value) != SHORT_BIC:
        return False
    return any(draft.put(name, value) for name in _BY_SCHEME.get(scheme, ()))
