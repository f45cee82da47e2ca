"""Entities and persons of the standard: who they are, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graph.model import Label, Predicate
from loaders.bods.statements import Statement, Telling, day, texts, tree, trees
from loaders.identifiers import is_lei, scheme_identifier
from loaders.places import country_code
from loaders.records import Cells, Record, Refused

# The standard's entityType. Only what is entered in a company register is taken for a company.
_LABELS: dict[str | None, tuple[Label, str | None]] = {
    "registeredEntity": (Label.COMPANY, None),
    "legalEntity": (Label.ORGANISATION, None),
    "arrangement": (Label.ORGANISATION, "arrangement"),
    "anonymousEntity": (Label.ORGANISATION, None),
    "unknownEntity": (Label.ORGANISATION, None),
    "state": (Label.AGENCY, "state"),
    "stateBody": (Label.AGENCY, None),
    None: (Label.ORGANISATION, None),
}
_PERSONS = frozenset({None, "knownPerson", "anonymousPerson", "unknownPerson"})
_KINDS = frozenset({"trust", "nomination"})  # subtypes that say more than "arrangement"
_MAIN_NAMES = ("legal", "individual")
_SECURITIES = frozenset({"isin", "figi", "cusip"})  # "cins" is a CUSIP with a letter in front, for foreign issues


@dataclass(frozen=True, slots=True)
class Known:
    """A party as its record presents it. `country` is set on a state; `why` where it is not to be told who it is."""

    label: Label
    local: str
    name: str
    kind: str | None = None
    country: str | None = None
    why: str | None = None

    def party(self, record: Record) -> str:
        if self.country is not None and (key := record.country(self.country)):
            return key
        return record.party(self.label, self.local, self.name, kind=self.kind)


def known(statement: Statement) -> Known:
    """Raises Refused."""
    details = statement.details
    if statement.kind == "person":
        return _known_person(statement.record, details)
    what, subtype = _entity_type(details)
    if not isinstance(what, str | None) or what not in _LABELS:
        raise Refused(f"column 'entityType': {what!r} is none of the standard's")
    label, kind = _LABELS[what]
    jurisdiction = details.get("jurisdiction")
    code = jurisdiction.get("code") if isinstance(jurisdiction, dict) else None
    name = _entity_name(details)
    return Known(
        label,
        statement.record,
        name or statement.record,
        kind=subtype if isinstance(subtype, str) and subtype in _KINDS else kind,
        country=country_code(code) if what == "state" and isinstance(code, str) else None,
        why=None if name else _reason(details, "unspecifiedEntityDetails", what),
    )


def _known_person(local: str, details: dict[str, Any]) -> Known:
    what = details.get("personType")
    if not isinstance(what, str | None) or what not in _PERSONS:
        raise Refused(f"column 'personType': {what!r} is none of the standard's")
    names = [name for _, name, _ in person_names(details)]
    why = None if names else _reason(details, "unspecifiedPersonDetails", what)
    return Known(Label.PERSON, local, names[0] if names else local, why=why)


def _entity_type(details: dict[str, Any]) -> tuple[Any, Any]:
    """0.4 has an object, 0.3 a text and an object beside it."""
    what, beside = details.get("entityType"), details.get("entitySubtype")
    if isinstance(what, dict):
        return what.get("type"), what.get("subtype")
    return what, beside.get("generalCategory") if isinstance(beside, dict) else None


def _entity_name(details: dict[str, Any]) -> str | None:
    identifiers = details.get("identifiers")
    first = identifiers[0] if isinstance(identifiers, list) and identifiers else {}
    number = first.get("id") if isinstance(first, dict) else None
    found = details.get("name") or number
    return found.strip() or None if isinstance(found, str) else None


def _reason(details: dict[str, Any], column: str, what: object) -> str:
    """Why it is not told who it is, in the file's words; else that it is not."""
    given = details.get(column)
    parts = [given.get("reason"), given.get("description")] if isinstance(given, dict) else []
    words = [part for part in (*parts, details.get("missingInfoReason")) if isinstance(part, str) and part]
    return ": ".join(words) or (what if isinstance(what, str) else "no name is given")


def person_names(details: dict[str, Any]) -> list[tuple[int, str, str]]:
    """(number, name, path), the person's legal name first. One without fullName is put together from its parts."""
    names = details.get("names")
    found = []
    for number, given in enumerate(names if isinstance(names, list) else []):
        if not isinstance(given, dict):
            continue
        parts = [given.get(part) for part in ("givenName", "patronymicName", "familyName")]
        full = given.get("fullName") or " ".join(part for part in parts if isinstance(part, str) and part)
        if isinstance(full, str) and full.strip():
            last = ".fullName" if given.get("fullName") else ""
            found.append((given.get("type") not in _MAIN_NAMES, number, full.strip(), f"names[{number}]{last}"))
    return [(number, name, path) for _, number, name, path in sorted(found)]


def read_entity(telling: Telling, statement: Statement, party: str) -> None:
    cells = Cells(statement.details)
    for path, name in _entity_names(cells):
        telling.say(path, name, Predicate.NAMED, party, value=name)
    _say_common(telling, cells, party)
    for column in ("jurisdiction", "incorporatedInJurisdiction"):
        _located(telling, party, column, tree(cells, column))
    _listed(telling, party, tree(cells, "publicListing"))
    statute = Cells(tree(cells, "formedByStatute"))
    if law := statute.text("name"):
        telling.remark("formedByStatute.name", law, party, f"formed by {law}", valid_from=day(statute, "date"))
    if ended := day(cells, "dissolutionDate"):
        telling.remark("dissolutionDate", ended, party, f"dissolved {ended}", valid_from=ended)
    cells.ignore("foundingDate", "unspecifiedEntityDetails", "incorporatedInCompanyRegister")
    cells.ignore("entityType", "entitySubtype", "isComponent", "missingInfoReason")
    statute.ignore("date")
    for part in (cells, statute):
        part.done(_place(telling))


def _entity_names(cells: Cells) -> Iterator[tuple[str, str]]:
    if name := cells.text("name"):
        yield "name", name
    for number, other in enumerate(texts(cells, "alternateNames")):
        yield f"alternateNames[{number}]", other


def read_person(telling: Telling, statement: Statement, party: str) -> None:
    cells = Cells(statement.details)
    for _, name, path in person_names(statement.details):
        telling.say(path, name, Predicate.NAMED, party, value=name)
    for given in trees(cells, "names"):
        parts = Cells(given)
        parts.ignore("type", "fullName", "familyName", "givenName", "patronymicName")
        parts.done(_place(telling))
    _say_common(telling, cells, party)
    for number, nation in enumerate(trees(cells, "nationalities")):
        _located(telling, party, f"nationalities[{number}]", nation)
    for column, word in (("birthDate", "born"), ("deathDate", "died")):
        if date := day(cells, column):
            telling.remark(column, date, party, f"{word} {date}")
    if born := _address(tree(cells, "placeOfBirth"), "placeOfBirth"):
        telling.remark("placeOfBirth", born, party, f"born in {born}")
    if home := _address(tree(cells, "placeOfResidence"), "placeOfResidence"):
        telling.say("placeOfResidence", home, Predicate.HAS_ADDRESS, party, value=home)
    for number, taxed in enumerate(trees(cells, "taxResidencies")):
        if where := taxed.get("name") or taxed.get("code"):
            telling.remark(f"taxResidencies[{number}]", str(where), party, f"tax residency: {where}")
    _exposed(telling, party, cells)
    cells.ignore("personType", "unspecifiedPersonDetails", "isComponent", "missingInfoReason")
    cells.done(_place(telling))


def _place(telling: Telling) -> str:
    return f"{telling.record.recorder.place}, record {telling.record.number}"


def _say_common(telling: Telling, cells: Cells, party: str) -> None:
    for number, identifier in enumerate(trees(cells, "identifiers")):
        _identified(telling, party, f"identifiers[{number}]", Cells(identifier))
    for number, address in enumerate(trees(cells, "addresses")):
        if text := _address(address, f"addresses[{number}]"):
            telling.say(f"addresses[{number}]", text, Predicate.HAS_ADDRESS, party, value=text)
    if uri := cells.text("uri"):
        telling.say("uri", uri, Predicate.IDENTIFIED_BY, party, value=f"url:{uri}")


def _identified(telling: Telling, party: str, path: str, cells: Cells) -> None:
    """By a scheme of org-id.guide; a scheme that has only a name makes a remark, for others may share that name."""
    scheme, number, name = cells.text("scheme"), cells.text("id"), cells.text("schemeName")
    uri = cells.text("uri")
    cells.done(_place(telling))
    value = scheme_identifier(scheme, number) if scheme and number else None
    if value and number and (not value.startswith("lei:") or is_lei(number)):
        telling.say(f"{path}.id", number, Predicate.IDENTIFIED_BY, party, value=value)
    elif number and name:
        telling.remark(f"{path}.id", number, party, f"{name}: {number}")
    elif number:
        telling.refuse(f"{path}.id", number, f"no identifier of scheme {scheme!r}")
    if uri and not number:
        telling.say(f"{path}.uri", uri, Predicate.IDENTIFIED_BY, party, value=f"url:{uri}")


def _address(address: dict[str, Any], column: str) -> str:
    """In one line; the post code and country only where the address does not hold them. Raises Refused."""
    cells = Cells(address)
    text, code = cells.text("address") or "", cells.text("postCode") or cells.text("postcode")
    country = cells.pop("country")
    named = country.get("name") or country.get("code") if isinstance(country, dict) else country
    cells.ignore("type", "postcode")
    left = set(address) - {"address", "postCode", "postcode", "country", "type"}
    if left or not isinstance(named, str | None):
        raise Refused(f"column {column!r}: {str(address)[:80]!r} is no address of the standard")
    return ", ".join([text] * bool(text) + [part for part in (code, named) if part and part not in text])


def _located(telling: Telling, party: str, column: str, place: dict[str, Any]) -> None:
    """A jurisdiction may be a part of a country ("US-DE"); without a code its name may be that of one."""
    code, name = place.get("code"), place.get("name")
    text, path = (code, f"{column}.code") if code else (name, f"{column}.name")
    if set(place) - {"code", "name"} or not isinstance(text, str | None):
        raise Refused(f"column {column!r}: {str(place)[:80]!r} is no place of the standard")
    if not text or telling.record.parties[party].label is Label.COUNTRY:
        return
    country = telling.record.country(text[:2] if code else text)
    if country is None:
        telling.refuse(path, text, f"no country is known as {text!r}")
    else:
        telling.say(path, text, Predicate.LOCATED_IN, party, object=country)


def _listed(telling: Telling, party: str, listing: dict[str, Any]) -> None:
    """On which exchanges its securities are traded."""
    cells = Cells(listing)
    if cells.pop("hasPublicListing") is True:
        telling.remark("publicListing.hasPublicListing", "true", party, "has a public listing")
    for number, item in enumerate(trees(cells, "securitiesListings")):
        _traded(telling, party, f"publicListing.securitiesListings[{number}]", Cells(item))
    cells.ignore("companyFilingsURLs")  # where its filings are
    cells.done(_place(telling))


def _traded(telling: Telling, party: str, path: str, cells: Cells) -> None:
    security = Cells(tree(cells, "security"))
    scheme, number, ticker = security.text("idScheme"), security.text("id"), security.text("ticker")
    market, exchange = cells.text("marketIdentifierCode"), cells.text("stockExchangeName")
    cells.ignore("operatingMarketIdentifierCode", "stockExchangeJurisdiction")  # of the exchange
    for part in (cells, security):
        part.done(_place(telling))
    if number and scheme in _SECURITIES:
        telling.say(f"{path}.security.id", number, Predicate.IDENTIFIED_BY, party, value=f"{scheme}:{number}")
    elif number:
        telling.remark(f"{path}.security.id", number, party, f"{scheme}: {number}")
    if ticker:
        telling.say(f"{path}.security.ticker", ticker, Predicate.IDENTIFIED_BY, party, value=f"ticker:{ticker}")
    if exchange:
        words = f"traded on {exchange} ({market})" if market else f"traded on {exchange}"
        telling.remark(f"{path}.stockExchangeName", exchange, party, words)


def _exposed(telling: Telling, party: str, cells: Cells) -> None:
    """Whether and why the person is politically exposed; before 0.3 a boolean with details beside it."""
    exposure = Cells(tree(cells, "politicalExposure"))
    status = exposure.text("status")
    if status:
        telling.remark("politicalExposure.status", status, party, f"political exposure: {status}")
    if (flag := cells.pop("hasPepStatus")) is not None:
        word = "true" if flag is True else "false"
        telling.remark("hasPepStatus", word, party, f"political exposure: {'isPep' if flag is True else 'isNotPep'}")
    for path, owner in (("politicalExposure.details", exposure), ("pepStatusDetails", cells), ("pepStatus", cells)):
        for number, detail in enumerate(trees(owner, path.rpartition(".")[2])):
            _exposed_as(telling, party, f"{path}[{number}]", Cells(detail))
    exposure.done(_place(telling))


def _exposed_as(telling: Telling, party: str, path: str, cells: Cells) -> None:
    reason, missing = cells.text("reason"), cells.text("missingInfoReason")
    since, until = day(cells, "startDate"), day(cells, "endDate")
    where = tree(cells, "jurisdiction").get("name")
    cells.ignore("source")
    cells.done(_place(telling))
    if reason:
        words = f"politically exposed: {reason}" + (f" ({where})" if where else "")
        telling.remark(f"{path}.reason", reason, party, words, valid_from=since, valid_to=until)
    if missing:
        telling.remark(f"{path}.missingInfoReason", missing, party, f"political exposure not told: {missing}")
