"""GLEIF Level 1: one legal entity a record, with its names, addresses, register, status and successors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graph.claims import UNIDENTIFIED, is_iso_date
from graph.model import Label, Predicate
from loaders.identifiers import is_lei, register_identifier
from loaders.records import Cells, Record, Refused

# LEI-CDF 3.1. Only a GENERAL entity is taken for a company; where an old file gives no category, nothing is.
CATEGORIES: dict[str | None, tuple[Label, str | None]] = {
    None: (Label.ORGANISATION, None),
    "GENERAL": (Label.COMPANY, None),
    "FUND": (Label.ORGANISATION, "fund"),
    "BRANCH": (Label.ORGANISATION, "branch"),
    "SOLE_PROPRIETOR": (Label.ORGANISATION, "sole proprietor"),
    "RESIDENT_GOVERNMENT_ENTITY": (Label.AGENCY, None),
    "INTERNATIONAL_ORGANIZATION": (Label.ORGANISATION, "international organisation"),
}
_NAMES = (
    ("OtherEntityNames", "OtherEntityName"),
    ("TransliteratedOtherEntityNames", "TransliteratedOtherEntityName"),
)
_MAIN_ADDRESSES = ("LegalAddress", "HeadquartersAddress")
_FURTHER_ADDRESSES = (
    ("OtherAddresses", "OtherAddress"),
    ("TransliteratedOtherAddresses", "TransliteratedOtherAddress"),
)
# What the lines of an address repeat: the CDF asks for it in FirstAddressLine or AdditionalAddressLine as well.
_REPEATED = frozenset({"@type", "AddressNumber", "AddressNumberWithinBuilding", "MailRouting"})
_LINES = ("FirstAddressLine", "AdditionalAddressLine", "City", "Region", "PostalCode", "Country")
_ADDRESS = frozenset(_LINES) | _REPEATED
# Codes and days for which the graph has no place: the legal form (which the name shows), the day of creation; and how
# and until when the issuer checks the record: the registers that it asked say nothing more of the entity.
IGNORED = (
    "LegalForm",
    "EntityCreationDate",
    "InitialRegistrationDate",
    "LastUpdateDate",
    "NextRenewalDate",
    "ManagingLOU",
    "ValidationSources",
    "ValidationAuthority",
    "OtherValidationAuthorities",
)


def read_entity(record: Record, tree: dict[str, Any]) -> None:
    cells, entity, registration = Cells(tree), Cells(nested(tree, "Entity")), Cells(nested(tree, "Registration"))
    cells.ignore("Entity", "Registration")
    lei, name, category = lei_in(cells, "LEI"), entity.need("LegalName"), entity.text("EntityCategory")
    if category not in CATEGORIES:
        raise Refused(f"column 'Entity/EntityCategory': {category!r} is none of the LEI-CDF's")
    label, kind = CATEGORIES[category]
    party = record.party(label, lei, name, kind=kind)
    record.say("LEI", lei, Predicate.IDENTIFIED_BY, party, value=f"lei:{lei}")
    record.say("Entity/LegalName", name, Predicate.NAMED, party, value=name)
    _further_names(record, entity, party, name)
    _seat(record, entity, party)
    _register(record, entity, party)
    _status(record, entity, registration, party)
    _successors(record, entity, party, lei)
    _events(record, entity, party)
    for part in (cells, entity, registration):
        part.ignore(*IGNORED)
        part.done(f"{record.recorder.place}, row {record.number}")


def nested(tree: dict[str, Any], name: str) -> dict[str, Any]:
    """The tree under a name. Raises Refused."""
    found = tree.get(name)
    if not isinstance(found, dict):
        raise Refused(f"column {name!r}: {'missing' if found in (None, '') else 'no structure'}")
    return found


def lei_in(cells: Cells, column: str) -> str:
    lei = cells.need(column)
    if not is_lei(lei):
        raise Refused(f"column {column!r}: {lei[:40]!r} is no LEI")
    return lei


def entities(value: Any, name: str) -> list[Any]:
    """What stands in a list of elements: `value` is the list's tree, a bare list in JSON, or nothing."""
    if isinstance(value, dict) and value.keys() == {name}:
        value = value[name]
    return value if isinstance(value, list) else [] if value in (None, "") else [value]


def day_of(stamp: str | None, column: str) -> str | None:
    """The day of a time stamp, as written in its own zone. Raises Refused."""
    if stamp is None:
        return None
    if not is_iso_date(stamp[:10]):
        raise Refused(f"column {column!r}: {stamp[:40]!r} is no ISO 8601 date that the calendar has")
    return stamp[:10]


def _typed(value: Any) -> tuple[str | None, str]:
    """The kind and the text of an element such as OtherEntityName."""
    kind, text = (value.get("@type"), value.get("$")) if isinstance(value, dict) else (None, value)
    if not isinstance(text, str) or not isinstance(kind, str | None):
        raise Refused(f"{str(value)[:80]!r} is no text")
    return kind, text


def _path(path: str, kind: object) -> str:
    return f"Entity/{path}[@type='{kind}']" if kind else f"Entity/{path}"


def _further_names(record: Record, entity: Cells, party: str, legal: str) -> None:
    """The kind of each (former, trading, transliterated) stands in its path. One that repeats another says nothing."""
    said = {legal}
    for group, element in _NAMES:
        for value in entities(entity.pop(group), element):
            kind, name = _typed(value)
            if name and name not in said:
                said.add(name)
                record.say(_path(f"{group}/{element}", kind), name, Predicate.NAMED, party, value=name)


def _addresses(entity: Cells) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in _MAIN_ADDRESSES:
        if address := entity.pop(name):
            yield f"Entity/{name}", address
    for group, element in _FURTHER_ADDRESSES:
        for address in entities(entity.pop(group), element):
            kind = address.get("@type") if isinstance(address, dict) else None
            yield _path(f"{group}/{element}", kind), address


def _address(address: Any, column: str) -> str:
    """In one line. Raises Refused."""
    if not isinstance(address, dict) or not address.keys() <= _ADDRESS:
        raise Refused(f"column {column!r}: {str(address)[:80]!r} is no address of the LEI-CDF")
    lines = [line for part in _LINES for line in entities(address.get(part), part)]
    if any(not isinstance(line, str) for line in lines):
        raise Refused(f"column {column!r}: a line that is no text")
    return ", ".join(line for line in lines if line)


def _seat(record: Record, entity: Cells, party: str) -> None:
    """Its addresses; the countries of its law (else of its legal address) and of its head office."""
    said: set[str] = set()
    countries: dict[str, str] = {}
    for column, address in _addresses(entity):
        text = _address(address, column)
        if text and text not in said:
            said.add(text)
            record.say(column, text, Predicate.HAS_ADDRESS, party, value=text)
        if isinstance(country := address.get("Country"), str):
            countries.setdefault(f"{column}/Country", country)
    law = entity.text("LegalJurisdiction")
    legal = countries.get("Entity/LegalAddress/Country")
    where = [("Entity/LegalJurisdiction", law)] if law else [("Entity/LegalAddress/Country", legal)]
    _located(record, party, [*where, ("Entity/HeadquartersAddress/Country", countries.get(_HEAD_OFFICE))])


_HEAD_OFFICE = "Entity/HeadquartersAddress/Country"


def _located(record: Record, party: str, places: list[tuple[str, str | None]]) -> None:
    """A jurisdiction may be a part of a country ("US-DE")."""
    said: set[str] = set()
    for column, text in places:
        if not text:
            continue
        country = record.country(text[:2])
        if country is None:
            record.refuse(column, text, f"no country is known as {text!r}")
        elif country not in said:
            said.add(country)
            record.say(column, text, Predicate.LOCATED_IN, party, object=country)


def _register(record: Record, entity: Cells, party: str) -> None:
    """Its number in the register that GLEIF's code names; a register outside GLEIF's list has none."""
    place = entity.pop("RegistrationAuthority")
    if not place:
        return
    cells = Cells(place if isinstance(place, dict) else {"RegistrationAuthorityID": place})
    authority, number = cells.text("RegistrationAuthorityID"), cells.text("RegistrationAuthorityEntityID")
    cells.ignore("OtherRegistrationAuthorityID")
    cells.done(f"{record.recorder.place}, row {record.number}, RegistrationAuthority")
    value = register_identifier(authority, number) if authority and number else None
    if value and number:
        column = "Entity/RegistrationAuthority/RegistrationAuthorityEntityID"
        record.say(column, number, Predicate.IDENTIFIED_BY, party, value=value)


def _status(record: Record, entity: Cells, registration: Cells, party: str) -> None:
    """Only what is not as it should be is worth a remark: an entity that is not active, an LEI that is not kept up."""
    status, registered = entity.text("EntityStatus"), registration.text("RegistrationStatus")
    ended = day_of(entity.text("EntityExpirationDate"), "Entity/EntityExpirationDate")
    reason = entity.text("EntityExpirationReason")
    entity_sub = entity.text("EntitySubCategory")
    if status and status != "ACTIVE":
        _remark(record, party, "Entity/EntityStatus", status, f"entity status: {status}", ended)
    if reason:
        _remark(record, party, "Entity/EntityExpirationReason", reason, f"expired: {reason}", ended)
    if registered and registered != "ISSUED":
        _remark(record, party, "Registration/RegistrationStatus", registered, f"LEI status: {registered}")
    if entity_sub:
        _remark(record, party, "Entity/EntitySubCategory", entity_sub, f"category: {entity_sub}")


def _remark(record: Record, party: str, column: str, quote: str, value: str, since: str | None = None) -> None:
    record.say(column, quote, Predicate.REMARK, party, value=value, valid_from=since)


def _successors(record: Record, entity: Cells, party: str, lei: str) -> None:
    """To whom it passed, and with whom it is associated (a fund with its manager or family in old files)."""
    for element, prefix in (("SuccessorEntity", "Successor"), ("AssociatedEntity", "Associated")):
        for value in entities(entity.pop(element), element):
            if not isinstance(value, dict):
                raise Refused(f"column 'Entity/{element}': no structure")
            _link(record, party, lei, element, prefix, Cells(value))


def _link(record: Record, party: str, lei: str, element: str, prefix: str, cells: Cells) -> None:
    other, name = cells.text(f"{prefix}LEI"), cells.text(f"{prefix}EntityName")
    path = _path(element, cells.text("@type"))
    cells.done(f"{record.recorder.place}, row {record.number}, {element}")
    if other == lei:
        record.refuse(path, other, "an entity is not its own successor")
    elif other:
        key = entity_by_lei(record, other, f"{path}/{prefix}LEI")
        record.say(f"{path}/{prefix}LEI", other, Predicate.LINKED_TO, party, object=key)
    elif name:
        key = record.party(Label.ORGANISATION, f"{element} of {lei}: {name}", name)
        record.say(f"{path}/{prefix}EntityName", name, Predicate.NAMED, key, value=name)
        record.say(f"{path}/{prefix}EntityName", name, Predicate.LINKED_TO, party, object=key)


def entity_by_lei(record: Record, lei: str, column: str) -> str:
    """A legal entity of which the file gives no more than its LEI: its name and category stand in Level 1."""
    if not is_lei(lei):
        raise Refused(f"column {column!r}: {lei[:40]!r} is no LEI")
    key = record.party(Label.ORGANISATION, lei, lei, kind=UNIDENTIFIED)
    record.say(column, lei, Predicate.IDENTIFIED_BY, key, value=f"lei:{lei}")
    return key


def _events(record: Record, entity: Cells, party: str) -> None:
    """Mergers, dissolutions, changes of name: a remark each, from the day on which it takes effect."""
    for number, event in enumerate(entities(entity.pop("LegalEntityEvents"), "LegalEntityEvent"), start=1):
        if not isinstance(event, dict):
            raise Refused("column 'Entity/LegalEntityEvents': no structure")
        cells, path = Cells(event), f"Entity/LegalEntityEvents/LegalEntityEvent[{number}]"
        what, status = cells.text("LegalEntityEventType"), cells.text("@event_status")
        since = day_of(cells.text("LegalEntityEventEffectiveDate"), f"{path}/LegalEntityEventEffectiveDate")
        # When it was recorded, what proves it, and which fields of this record it changed.
        cells.ignore("LegalEntityEventRecordedDate", "ValidationDocuments", "ValidationReference", "AffectedFields")
        cells.done(f"{record.recorder.place}, row {record.number}, {path}")
        if what:
            words = f"event: {what} ({status})" if status else f"event: {what}"
            _remark(record, party, f"{path}/LegalEntityEventType", what, words, since)
