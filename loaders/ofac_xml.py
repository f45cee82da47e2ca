"""OFAC's "enhanced" XML: parties with their lists, names in every script, addresses, features, documents, relations.

Built to the publisher's schema (namespace .../exports/ENHANCED_XML). The file is read twice: first for who stands in
it, since relations point forward, then for what it says. Evidence is the path of the element within its entity.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from graph.claims import UNIDENTIFIED, Records, is_iso_date
from graph.errors import InputError
from graph.model import Label, Modality, Predicate
from loaders.formats import Format
from loaders.media.elements import TEXT, local_name, tree_of
from loaders.media.opening import Opened
from loaders.media.trees import xml_records
from loaders.ofac import PUBLISHER, Listed, country_of, identifier_of, label_of, table, uid_of
from loaders.ofac_remarks import named_in_passing
from loaders.records import Cells, Record, Recorder, Refused

_KEPT = ("datePublished", "entityId")  # of attributes; the others are OFAC's numbers of values and of versions
_SKIPPED = ("nameParts",)  # the words of the full name, one by one
_ALL_OTHERS = "Consolidated List"  # the file that holds all lists but SDN; no list in law
_ALIASES = {"A.K.A.": "aka", "F.K.A.": "fka", "N.K.A.": "nka"}
_PLACE_PARTS = ("ADDRESS1", "ADDRESS2", "ADDRESS3", "CITY", "STATE/PROVINCE", "POSTAL CODE", "REGION")
_OF_ANOTHER = ("Vessel Owner", "Aircraft Operator")  # features that name another party
Known = tuple[Label, str | None, str]  # label, kind and main name


def is_ofac_xml(name: str, head: bytes) -> bool:
    start = head.replace(b"\x00", b"")  # UTF-16
    return b"<sanctionsData" in start and b"ENHANCED_XML" in start


class _Element(Cells):
    """The children of one element, popped one by one; `path` is where it stands within its entity."""

    def __init__(self, value: Any, path: str, place: str) -> None:
        super().__init__(value if isinstance(value, dict) else {TEXT: value})
        self.path, self.place = path, place

    def each(self, outer: str, inner: str) -> Iterator[_Element]:
        """The elements of a collection: `<names><name/><name/></names>`."""
        holder = self.only(outer)
        if holder is None:
            return
        for found in holder.several(inner):
            yield found
            found.finish()
        holder.finish()

    def several(self, name: str) -> list[_Element]:
        found = self.pop(name)
        listed = found if isinstance(found, list) else [] if found is None else [found]
        return [_Element(value, self.at(f"{name}[{n}]"), self.place) for n, value in enumerate(listed, start=1)]

    def only(self, name: str) -> _Element | None:
        """One child. Raises Refused where there are several."""
        found = self.several(name)
        if len(found) > 1:
            raise Refused(f"element {self.at(name)!r} stands {len(found)} times")
        return _Element(found[0]._left, self.at(name), self.place) if found else None

    def at(self, name: str) -> str:
        return f"{self.path}/{name}" if self.path else name

    def finish(self) -> None:
        self.done(f"{self.place}, {self.path or 'entity'}")


@dataclass(slots=True)
class _Survey:
    """What a first reading tells: the day and the lists of the file, and who stands in it."""

    day: str | None = None
    lists: list[str] = field(default_factory=list)
    parties: dict[str, Known | None] = field(default_factory=dict)


def _survey(opened: Opened) -> _Survey:
    """Raises InputError for a file that is cut, of another shape, or that has a party twice."""
    found = _Survey()
    for _, element in xml_records(opened, "publicationInfo", "entity"):
        path = [local_name(str(e.tag)) for e in (element, *element.iterancestors())]
        if path == ["publicationInfo", "sanctionsData"]:
            try:
                _see_header(opened, found, element)
            except Refused as error:
                raise InputError(f"{opened.name}, publicationInfo: {error}; download it again") from error
        elif path == ["entity", "entities", "sanctionsData"]:
            uid = element.get("id") or ""
            if uid in found.parties:
                raise InputError(f"{opened.name}: entity {uid!r} stands twice; is the file doubled?")
            found.parties[uid] = _known(element)
        else:
            raise InputError(
                f"{opened.name}: <{path[0]}> within <{' '.join(path[1:])}>; the format has changed since this loader"
                " was written, or it is not OFAC's enhanced XML"
            )
    return found


def _see_header(opened: Opened, found: _Survey, element: etree._Element) -> None:
    tree = _Element(tree_of(element), "publicationInfo", opened.name)
    day = (tree.text("dataAsOf") or "")[:10]
    found.day = day if is_iso_date(day) else None
    filters = tree.only("filters")
    if filters is not None:
        found.lists = [text for item in filters.each("sanctionsLists", "sanctionsList") if (text := item.text(TEXT))]
        filters.ignore("sanctionsPrograms")  # a file of some programs only is a part of its list, and says so
        filters.finish()
    tree.finish()


def _known(element: etree._Element) -> Known | None:
    """None for an entity that will be refused."""
    what = element.findtext("{*}generalInfo/{*}entityType")
    try:
        name = _main_name(element)
        return None if name is None else (*label_of((what or "").strip(), name), name)
    except Refused:
        return None


def _main_name(element: etree._Element) -> str | None:
    """The primary spelling of the primary name."""
    named = element.findall("{*}names/{*}name")
    for name in sorted(named, key=lambda n: n.findtext("{*}isPrimary") != "true"):
        spellings = name.findall("{*}translations/{*}translation")
        for spelling in sorted(spellings, key=lambda s: s.findtext("{*}isPrimary") != "true"):
            if text := (spelling.findtext("{*}formattedFullName") or "").strip():
                return text
    return None


def read_ofac_xml(opened: Opened) -> Records:
    """Raises InputError."""
    survey = _survey(opened)
    slug = "-".join({"SDN List": "sdn", _ALL_OTHERS: "consolidated"}.get(name, name) for name in sorted(survey.lists))
    recorder = Recorder(
        opened,
        FORMAT.name,
        publisher=PUBLISHER,
        title=f"OFAC {', '.join(survey.lists) or 'sanctions lists'}",
        series=f"ofac-xml-{slug.casefold().replace(' ', '-')}" if slug else "ofac-xml",
        published=survey.day,
    )

    def read(record: Record, element: etree._Element) -> None:
        _read(survey, record, element)

    return recorder.records(xml_records(opened, "entity"), read)


def _read(survey: _Survey, record: Record, element: etree._Element) -> None:
    uid = uid_of(element.get("id"), "@id")
    known = survey.parties.get(uid)
    if known is None:
        raise Refused("an entity without a name, or of no type that is known")
    tree = _Element(tree_of(element, _KEPT, _SKIPPED), "", f"{record.recorder.place}, entity {uid}")
    label, kind, name = known
    listed = Listed(record, record.party(label, uid, name, kind=kind), "@id", uid)
    _read_names(listed, tree)
    _read_lists(listed, uid, tree)
    _read_general(listed, tree)
    _read_addresses(listed, tree)
    _read_features(listed, tree)
    _read_documents(listed, tree)
    _read_relations(survey, listed, tree)
    tree.finish()


def _read_names(listed: Listed, tree: _Element) -> None:
    for name in tree.each("names", "name"):
        alias = _ALIASES.get(name.text("aliasType") or "")
        weak = name.text("isLowQuality") == "true"
        name.ignore("isPrimary")  # the main name is the party's own
        for spelling in name.each("translations", "translation"):
            # Scripts show in the spelling itself; first and last names are parts of the full one.
            spelling.ignore("isPrimary", "script", "formattedFirstName", "formattedLastName")
            if full := spelling.text("formattedFullName"):
                listed.name(spelling.at("formattedFullName"), full, alias, weak=weak)


def _read_lists(listed: Listed, uid: str, tree: _Element) -> None:
    for item in tree.each("sanctionsLists", "sanctionsList"):
        name, since = item.need(TEXT), item.date("@datePublished")
        anchor = table()["lists"].get(name)
        if anchor is not None and anchor not in listed.entries:
            listed.enter(anchor, uid, item.path, name, since)
            # Where the entry has a listing date of its own, that is read.
            if since and anchor != "ns-cmic":
                listed.entries[anchor].say(Predicate.ANNOUNCED_ON, item.at("@datePublished"), since)
        elif name != _ALL_OTHERS:
            listed.record.refuse(item.path, name, "not a list of OFAC's that is known, or one that stands twice")
    if not listed.entries:
        raise Refused("on no list that is known")
    for outer, inner, words in (
        ("sanctionsPrograms", "sanctionsProgram", "program"),
        ("sanctionsTypes", "sanctionsType", "sanctions type"),
        ("legalAuthorities", "legalAuthority", "legal authority"),
    ):
        for item in tree.each(outer, inner):
            if said := item.text(TEXT):
                listed.remark_entry(item.path, said, f"{words}: {said}")


def _read_general(listed: Listed, tree: _Element) -> None:
    general = tree.only("generalInfo")
    if general is None:
        return
    general.ignore("identityId", "entityType")  # OFAC's number of the identity; the type is read with the name
    for name in ("remarks", "title", "livingStatus", "isUsCitizen", "isUsPerson"):
        if said := general.text(name):
            words = said if name == "remarks" else f"{name}: {said}"
            listed.record.say(general.at(name), said, Predicate.REMARK, listed.key, value=words)
    general.finish()


def _read_addresses(listed: Listed, tree: _Element) -> None:
    for address in tree.each("addresses", "address"):
        country = address.text("country")
        for spelling in address.each("translations", "translation"):
            spelling.ignore("isPrimary", "script")
            parts: dict[str, str] = {}
            for part in spelling.each("addressParts", "addressPart"):
                what, value = part.need("type"), part.text("value")
                if what not in _PLACE_PARTS:
                    raise Refused(f"element {part.at('type')!r}: {what!r} is no part of an address that is known")
                parts[what] = value or ""
            said = [parts[what] for what in _PLACE_PARTS if parts.get(what)]
            if said:
                text = ", ".join([*said, *([country] if country else [])])
                listed.record.say(spelling.path, text, Predicate.HAS_ADDRESS, listed.key, value=text)
        if country:
            listed.locate(address.at("country"), country, country)


def _read_features(listed: Listed, tree: _Element) -> None:
    for feature in tree.each("features", "feature"):
        words, value = feature.need("type"), feature.text("value") or ""
        # The value says the same as the number of its reference, and a date the same as its four bounds.
        feature.ignore("versionId", "isPrimary", "valueRefId", "valueDate")
        modality = _modality(feature.text("reliability"))
        if words in _OF_ANOTHER and value:
            _read_owner(listed, feature.path, words, value, modality)
        else:
            listed.feature(feature.path, words, value, modality)
        if comments := feature.text("comments"):
            listed.remark(feature.at("comments"), f"{words} {value} {comments}", modality)


def _read_owner(listed: Listed, column: str, words: str, name: str, modality: Modality) -> None:
    key = named_in_passing(listed.record, column, name)
    quote = f"{words} {name}"
    if words == "Vessel Owner":
        listed.record.say(column, quote, Predicate.OWNS, key, object=listed.key, modality=modality)
    else:
        listed.relate(column, quote, words, key, modality=modality)


def _modality(reliability: str | None) -> Modality:
    said = "Confirmed" if reliability is None else reliability
    if said not in table()["reliability"]:
        raise Refused(f"element 'reliability': {said!r} is not known")
    return Modality(table()["reliability"][said])


def _read_documents(listed: Listed, tree: _Element) -> None:
    for document in tree.each("identityDocuments", "identityDocument"):
        what, number = document.need("type"), document.text("documentNumber") or ""
        country = document.text("issuingCountry")
        # The name on the document is one of the party's; idFeatures are numbers of its features.
        document.ignore("name", "idFeatures")
        further = [
            f"{words} {said}"
            for name, words in (("issuingAuthority", "issued by"), ("issuingLocation", "issued in"), ("comments", ""))
            if (said := document.text(name))
        ]
        for name, words in (("issueDate", "issued"), ("expirationDate", "expires")):
            period = document.only(name)
            if period is not None and (day := _bound(period, "from")):
                further.append(f"{words} {day}")
        valid = document.text("isValid") != "false"
        quote = " ".join(filter(None, (what, number, f"({country})" if country else None)))
        value = identifier_of(what, number, country_of(country) if country else None)
        if value is not None and valid:
            listed.identify(document.path, quote, value)
        if value is None or further or not valid:
            listed.remark(
                document.path, ", ".join([quote, *(f.strip() for f in further), *([] if valid else ["not valid"])])
            )


def _bound(period: _Element, end: str) -> str | None:
    """The first or last day of a period, where it is exact."""
    first, last = period.date(f"{end}DateBegin"), period.date(f"{end}DateEnd")
    return first if first == last else None


def _read_relations(survey: _Survey, listed: Listed, tree: _Element) -> None:
    for relation in tree.each("relationships", "relationship"):
        words = relation.need("type")
        other = relation.only("relatedEntity")
        if other is None:
            raise Refused(f"element {relation.at('relatedEntity')!r} is missing")
        name = other.need(TEXT)
        key = _related(survey, listed.record, other, name)
        quality = relation.text("quality")
        period = relation.only("dateRange")
        listed.relate(
            relation.path,
            f"{words} {name}",
            words,
            key,
            modality=Modality.POSSIBLE if quality == "Low" else Modality.ASSERTED,
            since=_bound(period, "from") if period else None,
            until=_bound(period, "to") if period and period.text("isDateRange") == "true" else None,
        )
        if comments := relation.text("comments"):
            listed.remark(relation.at("comments"), f"{words} {name}: {comments}")


def _related(survey: _Survey, record: Record, other: _Element, name: str) -> str:
    """A party of this file by its number; one that stands elsewhere is known by its number only."""
    uid = uid_of(other.text("@entityId"), other.at("@entityId"))
    known = survey.parties.get(uid)
    if known is not None:
        label, kind, main = known
        return record.party(label, uid, main, kind=kind)
    key = record.party(Label.ORGANISATION, uid, name, kind=UNIDENTIFIED)
    record.say(other.at("@entityId"), uid, Predicate.IDENTIFIED_BY, key, value=f"ofac:{uid}")
    record.say(other.path, name, Predicate.NAMED, key, value=name)
    return key


FORMAT = Format(
    name="ofac-xml",
    description="OFAC's lists as enhanced XML, with relations, features and documents",
    example="SDN_ENHANCED.XML, CONS_ENHANCED.XML from sanctionslist.ofac.treas.gov",
    recognise=is_ofac_xml,
    stream=read_ofac_xml,
)
