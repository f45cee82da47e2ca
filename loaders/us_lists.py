"""US lists that a third party parsed to JSON: the Entity List, the MEU list, Section 1260H, NS-CMIC; and their index.

The text is the agency's, the taking apart is not: footnotes have become bare numbers, and long notes end in "...".

"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from graph.claims import Records, is_iso_date
from graph.errors import InputError
from graph.model import Label, Predicate
from loaders.addresses import country_of, split_addresses
from loaders.features import DATES, iso_day, named_feature
from loaders.formats import Format
from loaders.kinds import kind_of
from loaders.listed_names import add_head, add_name, aliases
from loaders.listings import Entry
from loaders.media.opening import Opened
from loaders.media.trees import json_records, parse_json
from loaders.official_lists import official_list
from loaders.places import country_code
from loaders.records import Cells, Record, Recorder, Refused

# The lists by the parser's own ids.
LISTS: Mapping[str, str] = {
    "bis-entity-list": "entity-list",
    "bis-meu": "military-end-user-list",
    "dow-1260h": "section-1260h",
    "ofac-nscmic": "ns-cmic",
}
_HEADER = re.compile(rb'^\s*\{(?P<header>.*?),\s*"(?:entities|lists)"\s*:\s*\[', re.DOTALL)
_HEAD = re.compile(r"^(?:subordinate institution|subsidiary|affiliate) of (?P<head>.+)$", re.IGNORECASE)
_COUNTRY = re.compile(r"^(?P<number>.+?) \((?P<country>[^()]+)\)$")  # "91110000MA005UCQ5P (China)"


def is_us_list(name: str, head: bytes) -> bool:
    return b'"list_id"' in head[:1000] and b'"entities"' in head


def is_index(name: str, head: bytes) -> bool:
    return b'"lists"' in head[:1000] and b'"official_name"' in head and b'"snapshot"' in head


def read_us_list(opened: Opened) -> Records:
    """Every entry of one list. Raises InputError where the header names another list, or another number of entries."""
    header = _header(opened)
    called = header.text("list_id") or ""
    if called not in LISTS:
        raise InputError(f"{opened.name}: list {called!r} is not known; known are {', '.join(LISTS)}")
    kept, day = official_list(LISTS[called]), header.text("extracted")
    recorder = Recorder(
        opened,
        "us-lists",
        publisher=kept.agency_name,
        title=f"{kept.name} ({header.text('source_file')}), as parsed by a third party",
        series=kept.anchor,
        published=day if day and is_iso_date(day) else None,
    )
    count = header.pop("count")
    if not isinstance(count, int):
        raise InputError(f"{opened.name}: its header does not say how many entries it has; was it cut?")
    recorder.expected = count
    header.done(f"{opened.name}, header")

    def read(record: Record, item: Any) -> None:
        if not isinstance(item, dict):
            raise Refused("no object")
        cells = Cells(item)
        _read_entry(record, cells, kept.anchor)
        cells.done(f"{opened.name}, row {record.number}")

    return recorder.records(json_records(opened, "entities.item"), read)


def _header(opened: Opened) -> Cells:
    found = _HEADER.match(opened.head)
    try:
        return Cells(parse_json(b"{" + found["header"] + b"}")) if found else Cells({})
    except ValueError as error:
        raise InputError(f"{opened.name}: its header is no JSON ({error}); was the file cut?") from error


def _read_entry(record: Record, cells: Cells, anchor: str) -> None:
    name = cells.need("name")
    listed = add_name(record, "name", name, local=f"row {record.number}", section=anchor)
    features = _features(cells, anchor)
    day = cells.date("effective_date")
    entry = _entry(record, listed.key, anchor, name, features)
    for whom, words in listed.said.covers:
        entry.say(Predicate.COVERS, "name", words, whom)
    if day:
        entry.say(Predicate.EFFECTIVE_ON, "effective_date", day)
    if status := cells.text("status"):
        entry.say(Predicate.REMARK, "status", status, f"status: {status}")
    if notice := cells.text("federal_register"):
        entry.cite("federal_register", notice)
    _add_aliases(record, listed.key, cells)
    _add_places(entry, cells)
    for title, value, quote in features:
        _add_feature(entry, title, value, quote)
    if (notes := cells.text("notes")) is not None:
        _add_notes(entry, anchor, notes)


def _entry(record: Record, party: str, anchor: str, name: str, features: list[tuple[str, str, str]]) -> Entry:
    """Treasury's list says itself when it put the party on it; the others say it by the notice that they cite."""
    listed = next(
        ((quote, iso_day(value)) for title, value, quote in features if title.startswith("Listing Date")), None
    )
    local = f"row {record.number}"
    if listed and listed[1]:
        return Entry(record, party, anchor, local=local, column="notes", quote=listed[0], since=listed[1])
    return Entry(record, party, anchor, local=local, column="name", quote=name)


def _features(cells: Cells, anchor: str) -> list[tuple[str, str, str]]:
    """Treasury's notes are features, "USCC: 9111... (China); Target Type: Public Company": title, value, words."""
    if anchor != "ns-cmic":
        return []
    found = [(part.partition(": "), part) for part in (cells.text("notes") or "").split("; ") if part]
    return [(title, value, part) for (title, _, value), part in found]


def _add_feature(entry: Entry, title: str, value: str, quote: str) -> None:
    if title in DATES and (day := iso_day(value)):
        entry.say(DATES[title], "notes", quote, day)
    elif title == "Program":
        entry.say(Predicate.REMARK, "notes", quote, f"program {value}")
    elif title == "Linked To":
        label, kind = kind_of(value)
        key = entry.record.party(label, f"mentioned {value}", value, kind=kind, section="mentioned")
        entry.record.say("notes", quote, Predicate.NAMED, key, value=value)
        entry.record.say("notes", quote, Predicate.LINKED_TO, entry.of, object=key)
    else:
        _identify(entry, title, value, quote)


def _identify(entry: Entry, title: str, value: str, quote: str) -> None:
    found = _COUNTRY.match(value)
    code = country_code(found["country"]) if found else None
    feature = named_feature(
        _CALLED.get(title, title), f"{code.upper()}, {found['number']}" if found and code else value, quote
    )
    if feature.scheme:
        said = f"{feature.scheme}:{feature.value}"
        entry.record.say("notes", quote, Predicate.IDENTIFIED_BY, entry.of, value=said)
    else:
        entry.record.say("notes", quote, Predicate.REMARK, entry.of, value=f"{title}: {value}")


_CALLED = {"USCC": "Unified Social Credit Code (USCC)"}


def _add_aliases(record: Record, party: str, cells: Cells) -> None:
    found = cells.pop("aliases") or []
    if not isinstance(found, list) or not all(isinstance(alias, str) for alias in found):
        raise Refused(f"aliases: {str(found)[:80]!r} is no list of names")
    for number, cell in enumerate(found):
        column = f"aliases[{number}]"
        names, places = aliases(cell)
        for name in names:
            record.say(column, name, Predicate.NAMED, party, value=name)
        for place in places:
            record.say(column, place, Predicate.HAS_ADDRESS, party, value=place)


def _add_places(entry: Entry, cells: Cells) -> None:
    """The country under which the entry stands, its addresses, and other countries that these name."""
    record, country, address = entry.record, cells.text("country"), cells.text("address")
    codes = set()
    if country and (key := record.country(country)):
        codes.add(country_code(country))
        record.say("country", country, Predicate.LOCATED_IN, entry.of, object=key)
    elif country:
        record.refuse("country", country, "no country is known by it")
    places, elsewhere = split_addresses(address or "", country)
    for place in places:
        record.say("address", place, Predicate.HAS_ADDRESS, entry.of, value=place)
        name = country_of(place)
        if name and (code := country_code(name)) not in codes and (key := record.country(name)):
            codes.add(code)
            record.say("address", place, Predicate.LOCATED_IN, entry.of, object=key)
    if elsewhere:
        entry.say(Predicate.REMARK, "address", elsewhere)


def _add_notes(entry: Entry, anchor: str, notes: str) -> None:
    if anchor == "entity-list":
        entry.require("notes", notes)
    elif found := _HEAD.match(notes):
        head = add_head(entry.record, "notes", found["head"])
        entry.record.say("notes", notes, Predicate.AFFILIATED_WITH, entry.of, object=head)
    else:
        entry.say(Predicate.REMARK, "notes", notes)


def read_index(opened: Opened) -> Records:
    """The lists that a folder of parsed lists holds: what each is called and who keeps it."""
    header = _header(opened)
    day = header.text("generated")
    header.ignore("dcl_url")  # the address of a letter of another agency about using the lists
    header.done(f"{opened.name}, header")
    recorder = Recorder(
        opened,
        "us-lists-index",
        title="US lists, as parsed by a third party",
        series="us-lists-index",
        published=day if day and is_iso_date(day) else None,
        official=False,
    )
    return recorder.records(json_records(opened, "lists.item"), lambda record, item: _read_list(record, Cells(item)))


def _read_list(record: Record, cells: Cells) -> None:
    called, name, agency = cells.need("id"), cells.need("official_name"), cells.need("agency")
    anchor = LISTS.get(called)
    kept = record.party(Label.LIST, anchor or called, name, anchor=anchor)
    for column in ("official_name", "short_name"):
        text = name if column == "official_name" else cells.need(column)
        record.say(column, text, Predicate.NAMED, kept, value=text)
    keeper = record.party(Label.AGENCY, agency, agency)
    record.say("agency", agency, Predicate.NAMED, keeper, value=agency)
    record.say("agency", agency, Predicate.ADMINISTERED_BY, kept, object=keeper)
    # Which text was parsed, how often it changes, and the parser's own description and advice: no claim of the list.
    cells.ignore("agency_short", "authority", "official_url", "official_url_label", "snapshot", "update_cadence")
    cells.ignore("description", "researcher_note")
    cells.done(f"{record.recorder.place}, row {record.number}")


FORMAT = Format(
    name="us-lists",
    description="the Entity List, MEU list, Section 1260H or NS-CMIC list parsed to JSON (list_id, count, entities)",
    example="bis_entity_list.json",
    recognise=is_us_list,
    stream=read_us_list,
)
INDEX = Format(
    name="us-lists-index",
    description="the index of a folder of US lists parsed to JSON (lists, official_name, snapshot)",
    example="lists.json",
    recognise=is_index,
    stream=read_index,
)
FORMATS = (FORMAT, INDEX)
