"""One record of the Consolidated Screening List as claims, whether it came as CSV or as JSON."""

from __future__ import annotations

import re

from graph.model import Label, Predicate
from loaders.addresses import country_of
from loaders.features import Feature, feature, iso_day
from loaders.kinds import kind_of
from loaders.listed_names import ListedName, add_name, aliases, say_names
from loaders.listings import Entry
from loaders.official_lists import list_called
from loaders.places import country_code
from loaders.records import Cells, Record, Refused

# Treasury's lists are numbered in one series: two numbers are two parties, one number is one, whatever the list.
TREASURY = "ofac"
_TYPES = {
    "Individual": (Label.PERSON, None),
    "Vessel": (Label.ORGANISATION, "vessel"),
    "Aircraft": (Label.ORGANISATION, "aircraft"),
}
# "03 Jun 2021, Listing Date (CMIC)": when the party was put on the list, from when that holds, until when to comply.
_DAYS = {
    "Listing Date": Predicate.ANNOUNCED_ON,
    "Effective Date": Predicate.EFFECTIVE_ON,
    "Purchase/Sales For Divestment Date": Predicate.COMPLIANCE_BY,
}
_DATE = re.compile(rf"^(?P<what>{'|'.join(_DAYS)}) \((?P<under>[^()]+)\)$")
_DATED = {
    "ns-cmic": ("CMIC",),
    "capta": ("EO 14024 Directive 2",),
    "ns-mbs": ("EO 14024 Directive 1a", "EO 14024 Directive 3"),
}
_LINKED = re.compile(r"\((?P<words>Linked To: (?P<name>[^()]*(?:\([^()]*\)[^()]*)*))\)", re.IGNORECASE)
_CODE = re.compile(r"(?:^|,\s*)(?P<code>[A-Z]{2})$")
# In a US address without a country these are states, and also codes of countries.
_STATES = frozenset(
    [
        "AL",
        "AR",
        "AZ",
        "CA",
        "CO",
        "DE",
        "GA",
        "ID",
        "IL",
        "IN",
        "KY",
        "LA",
        "MA",
        "MD",
        "ME",
        "MN",
        "MO",
        "MS",
        "MT",
        "NC",
        "NE",
        "PA",
        "SC",
        "SD",
        "TN",
        "VA",
    ]
)


def read_entry(record: Record, cells: Cells) -> None:
    """All that the record says. Raises Refused where it has no name or stands on a list that is not known."""
    source = cells.need("source")
    name = cells.need("name")
    kept = list_called(source)
    if kept is None:
        raise Refused(f"column 'source': {source!r} is none of the lists that are known")
    party, local, said = _party(record, cells, kept.anchor, name)
    features = [feature(text) for text in _several(cells.text("ids"))]
    dated = _dated(features, kept.anchor)
    column, quote, since = _since(cells, dated, source)
    until = cells.date("end_date")
    entry = Entry(record, party, kept.anchor, local=local, column=column, quote=quote, since=since, until=until)
    if until and kept.anchor == "denied-persons-list":  # the order itself says until when it denies
        entry.last("end_date", until, until)
    _add_terms(entry, cells)
    _add_party(record, party, cells)
    for whom, words in said.covers if said else ():
        entry.say(Predicate.COVERS, "name", words, whom)
    for found in features:
        _add_feature(entry, found, dated.get(found))
    # The same for every entry of a list: where it is published.
    cells.ignore("source_list_url", "source_information_url")


def _dated(features: list[Feature], anchor: str) -> dict[Feature, Predicate]:
    """Treasury's own dates of an entry on this list; a party on several lists has those of all of them in each row."""
    named = {f: found for f in features if (found := _DATE.match(f.name)) and found["under"] in _DATED.get(anchor, ())}
    if len({found["under"] for found in named.values()}) != 1:  # two directives: two days, and one entry
        return {}
    return {f: _DAYS[found["what"]] for f, found in named.items() if iso_day(f.value)}


def _since(cells: Cells, dated: dict[Feature, Predicate], source: str) -> tuple[str, str, str | None]:
    """Which cell says that the party is on the list, its words, and since when; Treasury dates some entries itself."""
    if since := cells.date("start_date"):
        return "start_date", since, since
    listed = next((f for f, predicate in dated.items() if predicate is Predicate.ANNOUNCED_ON), None)
    return ("ids", listed.quote, iso_day(listed.value)) if listed else ("source", source, None)


def _party(record: Record, cells: Cells, anchor: str, name: str) -> tuple[str, str, ListedName | None]:
    """The key of the party, what tells its entry from others of the list, and what its name says."""
    number, feed_id = cells.text("entity_number"), cells.text("_id")
    type_ = cells.text("type") or ""
    known = _TYPES.get(type_)
    if number:  # Treasury's names are plain
        label, kind = known or kind_of(name)
        label = Label.ORGANISATION if label is Label.PERSON and type_ == "Entity" else label
        party = record.party(label, f"{TREASURY} {number}", name, kind=kind, section=TREASURY)
        record.say("name", name, Predicate.NAMED, party, value=name)
        record.say("entity_number", number, Predicate.IDENTIFIED_BY, party, value=f"ofac:{number}")
        return party, number, None
    local = feed_id or f"row {record.number}"
    listed = add_name(record, "name", name, local=local, section=anchor, known=known)
    if feed_id:
        record.say("_id", feed_id, Predicate.IDENTIFIED_BY, listed.key, value=f"csl:{feed_id}")
    return listed.key, local, listed.said


def _add_terms(entry: Entry, cells: Cells) -> None:
    """Programs, notices and licence terms: what the list says about the entry."""
    for program in _several(cells.text("programs")):
        entry.say(Predicate.REMARK, "programs", program, f"program {program}")
    if notice := cells.text("federal_register_notice"):
        entry.cite("federal_register_notice", notice)
    if requirement := cells.text("license_requirement"):
        entry.require("license_requirement", requirement)
    if policy := cells.text("license_policy"):
        entry.review("license_policy", policy)
    if order := cells.text("standard_order"):
        said = {"y": "standard order", "n": "no standard order"}.get(order.casefold())
        entry.say(Predicate.REMARK, "standard_order", order, said or f"standard order: {order}")


def _add_party(record: Record, party: str, cells: Cells) -> None:
    """What the record says about the party itself."""
    _add_aliases(record, party, cells)
    for address in _several(cells.text("addresses")):
        _add_address(record, party, address)
    for column in ("country", "nationalities", "citizenships"):
        for code in _several(cells.text(column)):
            _locate(record, party, column, code)
    for column, words in (("dates_of_birth", "born"), ("places_of_birth", "born in"), ("title", "title")):
        for value in _several(cells.text(column)) if column != "title" else filter(None, [cells.text(column)]):
            record.say(column, value, Predicate.REMARK, party, value=f"{words}: {value}")
    _add_vessel(record, party, cells)
    if remarks := cells.text("remarks"):
        _add_remarks(record, party, remarks)


def _add_aliases(record: Record, party: str, cells: Cells) -> None:
    text = cells.text("alt_names")
    if text is None:
        return
    names, places = aliases(text)
    say_names(record, "alt_names", party, names)
    for place in places:
        record.say("alt_names", place, Predicate.HAS_ADDRESS, party, value=place)


def _add_address(record: Record, party: str, address: str) -> None:
    bare = address.removeprefix("and ").strip(" ,;")
    if not bare:
        return
    found = _CODE.search(bare)
    if found is None or found.start() > 0:  # a code alone is a country, no address
        record.say("addresses", bare, Predicate.HAS_ADDRESS, party, value=bare)
    if found is None or _is_state(bare, found):
        return
    _locate(record, party, "addresses", found["code"])
    # "Grand Cayman, Cayman Islands, GB": the code is that of the country that the entry stands under.
    name = country_of(bare[: found.start()])
    if name and country_code(name) != found["code"].lower() and (country := record.country(name)):
        record.say("addresses", bare, Predicate.LOCATED_IN, party, object=country)


def _is_state(address: str, found: re.Match[str]) -> bool:
    """Whether a code may be that of a US state: a country's stands behind a post code, or alone behind a city."""
    before = address[: found.start()].rpartition(", ")[2]
    return found["code"] in _STATES and address.isupper() and not re.search(r"\d", before)


def _locate(record: Record, party: str, column: str, words: str) -> None:
    """Once for each country that a cell names, however often it does."""
    country = record.country(words) if country_code(words) else None
    if country is None:
        record.refuse(column, words, "no country is known by it")
        return
    if not any(c.object == country and c.column == column for c in record.claims):
        record.say(column, words, Predicate.LOCATED_IN, party, object=country)


def _add_vessel(record: Record, party: str, cells: Cells) -> None:
    if sign := cells.text("call_sign"):
        record.say("call_sign", sign, Predicate.IDENTIFIED_BY, party, value=f"call-sign:{sign}")
    for column in ("vessel_type", "vessel_flag", "gross_tonnage", "gross_registered_tonnage"):
        if value := cells.text(column):
            record.say(column, value, Predicate.REMARK, party, value=f"{column.replace('_', ' ')}: {value}")
    if owner := cells.text("vessel_owner"):
        key = _mentioned(record, "vessel_owner", owner)
        record.say("vessel_owner", owner, Predicate.OWNS, key, object=party)


def _add_remarks(record: Record, party: str, remarks: str) -> None:
    record.say("remarks", remarks, Predicate.REMARK, party, value=remarks)
    for found in _LINKED.finditer(remarks):
        key = _mentioned(record, "remarks", found["name"].strip())
        record.say("remarks", found["words"], Predicate.LINKED_TO, party, object=key)


def _mentioned(record: Record, column: str, name: str) -> str:
    """A party that a record only names; it may have a record of its own."""
    label, kind = kind_of(name)
    key = record.party(label, f"mentioned {name}", name, kind=kind, section="mentioned")
    record.say(column, name, Predicate.NAMED, key, value=name)
    return key


def _add_feature(entry: Entry, found: Feature, dated: Predicate | None) -> None:
    if found.scheme:
        entry.record.say("ids", found.quote, Predicate.IDENTIFIED_BY, entry.of, value=f"{found.scheme}:{found.value}")
    elif dated and (day := iso_day(found.value)):
        entry.say(dated, "ids", found.quote, day)
    else:
        entry.record.say("ids", found.quote, Predicate.REMARK, entry.of, value=f"{found.name}: {found.value}")


def _several(text: str | None) -> list[str]:
    """The values of a cell, each once."""
    return [] if text is None else list(dict.fromkeys(part for part in (p.strip() for p in text.split("; ")) if part))
