"""Sanctions: a party's entry on a list, as OpenSanctions and others tell it. Each list is a law of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from graph.model import PREDICATES, Label, Modality, Predicate
from loaders.citations import citations
from loaders.ftm.entities import Entity, Index
from loaders.ftm.links import day, hedge, only
from loaders.ftm.parties import acting, named, remark
from loaders.ftm.vocabulary import AMENDED_BY, KNOCKON, SANCTION_EVIDENCE, SANCTION_REMARKS
from loaders.official_lists import list_called, official_list
from loaders.records import Record, Refused

# OpenSanctions' ids of the programmes that are one official list each.
PROGRAMMES: Mapping[str, str] = {
    "US-BIS-EL": "entity-list",
    "US-BIS-UVL": "unverified-list",
    "US-BIS-MEU": "military-end-user-list",
    "US-BIS-DPL": "denied-persons-list",
    "US-AECA-DEBARRED": "itar-debarred",
    "US-DOS-ISN": "isn",
    "US-DOD-1260H": "section-1260h",
    "US-NS-CMIC": "ns-cmic",
    "US-NS-MBS": "ns-mbs",
    "US-NS-PLC": "plc",
    "US-SSI": "ssi",
    "US-FSE": "fse",
    "US-CAPTA": "capta",
}
DATASETS: Mapping[str, str] = {"us_ofac_sdn": "sdn"}  # its programmes are those of one list
_OVER = re.compile(
    r"^(?:inactive|expired|ended|former|terminated|removed|delisted|lifted|revoked|closed)$", re.IGNORECASE
)
# The screening list's terms, as OpenSanctions files them for the lists of export control.
_TERMS = frozenset({"entity-list", "unverified-list", "military-end-user-list"})
_TERM = {"provisions": Predicate.LICENCE_POLICY, "reason": Predicate.LICENCE_REQUIREMENT}
_DATES = {"listingDate": Predicate.PUBLISHED_ON, "startDate": Predicate.EFFECTIVE_ON, "endDate": Predicate.ENDED_ON}


@dataclass(frozen=True, slots=True)
class _Target:
    """The list, or the authority where no list is named, and on which cell and whose word it rests."""

    key: str
    anchor: str | None
    column: str
    quote: str
    authority: str | None


def sanctioned(record: Record, index: Index, entity: Entity) -> None:
    """The entries that a Sanction tells of, one for each party that it names. Raises Refused."""
    parties = list(entity.cells("entity"))
    if not parties:
        raise Refused("column 'properties.entity': empty")
    target = _target(record, index, entity)
    for column, party in parties:
        key = acting(record, index, party, column)
        if _over(entity):
            _say_over(record, entity, key, target)
        else:
            _enter(record, index, entity, key, target)


def _over(entity: Entity) -> bool:
    """Whether it is over and no day says since when: such an entry must not stand as one in force."""
    return not entity.first("endDate") and any(_OVER.match(s) for s in entity.properties.get("status", ()))


def _say_over(record: Record, entity: Entity, party: str, target: _Target) -> None:
    column, status = next((c, s) for c, s in entity.cells("status") if _OVER.match(s))
    name = record.parties[target.key].name
    record.say(column, status, Predicate.REMARK, party, value=f"No longer listed, since when is not said: {name}")


def _target(record: Record, index: Index, entity: Entity) -> _Target:
    authority = max(entity.properties.get("authority", ()), key=lambda a: (len(a), a), default=None)
    for column, programme in entity.cells("programId"):
        if programme.startswith(KNOCKON):
            kept = named(record, index, programme.removeprefix(KNOCKON), column)
            return _Target(kept, None, column, programme, authority)
    anchored = _official(entity)
    if anchored is not None:
        column, quote, anchor = anchored
        agency = official_list(anchor).agency_name
        return _Target(record.official_list(anchor), anchor, column, quote, agency)
    if authority is None:
        column, quote = next(entity.cells("programId", "program"), ("", ""))
        if not quote:
            raise Refused("neither authority nor program says which list it is")
        return _Target(record.party(Label.LIST, quote, quote), None, column, quote, None)
    where, _ = next((c, a) for c, a in entity.cells("authority") if a == authority)
    agency = record.party(Label.AGENCY, f"authority {authority}", authority)
    record.say(where, authority, Predicate.NAMED, agency, value=authority)
    for column, programme in entity.cells("programId", "program"):
        name = f"{authority}, {programme}"
        kept = record.party(Label.LIST, name, name)
        record.say(where, authority, Predicate.ADMINISTERED_BY, kept, object=agency, attributed_to=authority)
        return _Target(kept, None, column, programme, authority)
    return _Target(agency, None, where, authority, authority)


def _official(entity: Entity) -> tuple[str, str, str] | None:
    """The official list that is certainly meant: the cell that says so, and the list's anchor."""
    for column, programme in entity.cells("programId"):
        if programme in PROGRAMMES:
            return column, programme, PROGRAMMES[programme]
    if set(entity.properties.get("country", ())) == {"us"}:
        for column, text in entity.cells("program", "authority"):
            found = list_called(text)
            if found is not None:
                return column, text, found.anchor
    datasets = entity.outer.get("datasets")
    if isinstance(datasets, list) and len(datasets) == 1 and datasets[0] in DATASETS:
        return f"{entity.place}datasets[0]", datasets[0], DATASETS[datasets[0]]
    return None


def _enter(record: Record, index: Index, entity: Entity, party: str, target: _Target) -> None:
    if record.parties[target.key].label not in PREDICATES[Predicate.LISTED_BY].objects:
        raise Refused(f"column {target.column!r}: {target.quote!r} keeps no list")
    dates = ([day(v) for _, v in entity.cells(name)] for name in ("startDate", "listingDate", "date"))
    since = only(next(filter(None, dates), []))
    until = max((day(v) for _, v in entity.cells("endDate")), default=None)
    say = partial(record.say, attributed_to=target.authority)
    say(
        *(target.column, target.quote, Predicate.LISTED_BY, party),
        object=target.key,
        valid_from=since,
        valid_to=until,
        modality=hedge(entity),
    )
    if record.parties[target.key].label is not Label.LIST:
        _remarks(record, index, entity, party)
        return
    name = f"{record.parties[party].name}, {record.parties[target.key].name}"
    listing = record.party(Label.LISTING, f"{entity.id} {party}", name)
    say(target.column, target.quote, Predicate.LISTING_OF, listing, object=party)
    say(target.column, target.quote, Predicate.ON_LIST, listing, object=target.key)
    for prop, predicate in _DATES.items():
        for column, text in entity.cells(prop):
            say(column, text, predicate, listing, value=day(text))
    _cited(record, index, entity, listing)
    _terms(record, index, entity, listing, target)


def _cited(record: Record, index: Index, entity: Entity, listing: str) -> None:
    """Citations of the Federal Register; another identifier of the authority's is a remark."""
    for column, text in entity.cells("authorityId"):
        found, rest = citations(text)
        for citation in found:
            record.say(column, text, Predicate.CITED_AS, listing, value=citation.value)
        if rest or not found:
            remark(record, index, listing, "authorityId", column, text)


def _terms(record: Record, index: Index, entity: Entity, listing: str, target: _Target) -> None:
    own = target.quote.startswith(KNOCKON)
    for name in SANCTION_REMARKS:
        for column, text in entity.cells(*([] if own and name in SANCTION_EVIDENCE else [name])):
            if _is_action(record, index, listing, name, column, text) or text in set(Modality):
                continue
            if target.anchor in _TERMS and name in _TERM:
                record.say(column, text, _TERM[name], listing, value=text)
            else:
                remark(record, index, listing, name, column, text)


def _is_action(record: Record, index: Index, listing: str, name: str, column: str, text: str) -> bool:
    """Say by which action the entry was made or changed, where the cell names one of the file's events."""
    predicate = Predicate.PART_OF if name == "recordId" else Predicate.AMENDED_BY
    event = text.removeprefix(AMENDED_BY) if name == "summary" else text
    if name not in ("recordId", "summary") or (name == "summary" and event == text):
        return False
    known = index.find(event)
    if known is None or known.label is not Label.EVENT:
        return False
    record.say(column, event, predicate, listing, object=named(record, index, event, column))
    return True


def _remarks(record: Record, index: Index, entity: Entity, party: str) -> None:
    """Of an entry on no list there is no listing to carry its terms."""
    for name in ("reason", "provisions"):
        for column, text in entity.cells(name):
            remark(record, index, party, name, column, text)
