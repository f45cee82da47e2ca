"""The header and cover page of a Form 13F: the manager, the quarter, the other managers, and the totals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from graph.claims import is_iso_date
from graph.model import Label, Predicate
from loaders.media.elements import TEXT
from loaders.records import Cells, Record, Refused
from loaders.thirteen_f.submission import Header

# EDGAR writes other countries with a digit; two letters are a state of the US.
_STATE = re.compile(
    r"A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"
)
_ADDRESS = ("street1", "street2", "city", "stateOrCountry", "zipCode")
_NUMBERS = ("form13FFileNumber", "crdNumber", "secFileNumber")  # of the filing with the SEC and of FINRA's register


@dataclass(frozen=True, slots=True)
class Manager:
    """One that the filing names beside the filer; `sequence` is the number that rows call it by."""

    name: str
    cik: str | None
    sequence: str | None
    path: str


@dataclass(frozen=True, slots=True)
class Cover:
    """`period` is the day of which the holdings are, `total` in the unit of the table's values."""

    name: str
    cik: str
    period: str
    former: tuple[str, ...]
    conformed: str | None
    address: tuple[str, str | None]  # in one line, and the state
    others: tuple[Manager, ...]
    entries: int | None
    total: Decimal | None
    remarks: tuple[tuple[str, str, str], ...]  # path, words of the file, remark
    adds_only: bool  # an amendment that only adds to what was filed before

    def manager(self, record: Record) -> str:
        return record.party(Label.ORGANISATION, self.cik, self.name)


def cover_of(tree: dict[str, Any], header: Header, place: str) -> Cover:
    """Raises Refused; InputError for a field that is new."""
    data, form = _inner(tree, "headerData"), Cells(_inner(tree, "formData"))
    if _inner(data, "filerInfo").get("liveTestFlag") == "TEST":
        raise Refused("a test filing")
    page, summary = Cells(_need(form, "coverPage")), Cells(_inner({"s": form.pop("summaryPage")}, "s"))
    form.ignore("signatureBlock")  # who signed for the manager
    filer = Cells(_need(page, "filingManager"))
    cik = re.sub(r"\D", "", header.first("CENTRAL INDEX KEY") or "")
    if not cik:
        raise Refused("header: no CENTRAL INDEX KEY")
    others = [*_managers(page.pop("otherManagersInfo"), "coverPage"), *_included(summary.pop("otherManagers2Info"))]
    amendment = Cells(_inner({"a": page.pop("amendmentInfo")}, "a"))
    kind = amendment.text("amendmentType")
    found = Cover(
        name=filer.need("name"),
        cik=cik.zfill(10),
        period=_quarter(page.need("reportCalendarOrQuarter")),
        former=tuple(name for name in header.fields.get("FORMER CONFORMED NAME", ()) if name),
        conformed=header.first("COMPANY CONFORMED NAME"),
        address=_address(filer.pop("address")),
        others=tuple(others),
        entries=_count(summary.text("tableEntryTotal")),
        total=_total(summary.text("tableValueTotal")),
        remarks=tuple(_remarks(page, summary)),
        adds_only=kind == "NEW HOLDINGS",
    )
    # Which kind of report and amendment it is, and under which numbers it is kept.
    page.ignore("reportType", "provideInfoForInstruction5", "isAmendment", "amendmentNo", *_NUMBERS)
    amendment.ignore("confDeniedExpired", "dateDeniedExpired", "dateReported", "reasonForNonConfidentiality")
    summary.ignore("otherIncludedManagersCount")
    for cells in (form, page, filer, summary, amendment):
        cells.done(f"{place}, cover page")
    return found


def _inner(tree: dict[str, Any], name: str) -> dict[str, Any]:
    found = tree.get(name)
    return found if isinstance(found, dict) else {}


def _need(cells: Cells, name: str) -> dict[str, Any]:
    found = cells.pop(name)
    if not isinstance(found, dict):
        raise Refused(f"column {name!r}: missing")
    return found


def _quarter(text: str) -> str:
    """The day in ISO 8601 of one that is written MM-DD-YYYY."""
    month, _, rest = text.partition("-")
    day, _, year = rest.partition("-")
    found = f"{year}-{month}-{day}"
    if not is_iso_date(found):
        raise Refused(f"column 'reportCalendarOrQuarter': {text[:40]!r} is no date MM-DD-YYYY that the calendar has")
    return found


def _count(text: str | None) -> int | None:
    if text is not None and not text.isdecimal():
        raise Refused(f"column 'tableEntryTotal': {text[:40]!r} is no number")
    return None if text is None else int(text)


def _total(text: str | None) -> Decimal | None:
    if text is not None and re.fullmatch(r"\d+(?:\.\d+)?", text) is None:
        raise Refused(f"column 'tableValueTotal': {text[:40]!r} is no number")
    return None if text is None else Decimal(text)


def _address(address: Any) -> tuple[str, str | None]:
    if not isinstance(address, dict):
        return "", None
    if address.keys() - set(_ADDRESS):
        raise Refused(f"column 'filingManager/address': {str(address)[:80]!r} is no address of the form")
    if any(not isinstance(part, str) for part in address.values()):
        raise Refused("column 'filingManager/address': a part that is no text")
    return ", ".join(address[part] for part in _ADDRESS if address.get(part)), address.get("stateOrCountry")


def _listed(group: Any, name: str) -> list[dict[str, Any]]:
    found = group.get(name) if isinstance(group, dict) else None
    return [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict)]


def _managers(group: Any, page: str) -> list[Manager]:
    """Those that report for this manager."""
    path = f"{page}/otherManagersInfo/otherManager"
    return [_manager(Cells(one), None, path) for one in _listed(group, "otherManager")]


def _included(group: Any) -> list[Manager]:
    """Those on whose behalf it reports, with the numbers by which its rows call them."""
    path = "summaryPage/otherManagers2Info/otherManager2"
    found = []
    for one in _listed(group, "otherManager2"):
        cells = Cells(one)
        number, inner = cells.text("sequenceNumber"), cells.pop("otherManager")
        cells.done(path)
        if isinstance(inner, dict):
            found.append(_manager(Cells(inner), number, f"{path}/otherManager"))
    return found


def _manager(cells: Cells, number: str | None, path: str) -> Manager:
    name, cik = cells.need("name"), cells.text("cik")
    cells.ignore(*_NUMBERS)
    cells.done(path)
    return Manager(name, cik.zfill(10) if cik and cik.isdecimal() else None, number, f"{path}/name")


def _remarks(page: Cells, summary: Cells) -> list[tuple[str, str, str]]:
    found = []
    if (more := page.pop("additionalInformation")) and isinstance(more, str | dict):
        text = more if isinstance(more, str) else str(more.get(TEXT, ""))
        found.append(("coverPage/additionalInformation", text, text))
    if (omitted := summary.text("isConfidentialOmitted")) and omitted.casefold() in ("true", "y", "1"):
        words = "holdings are left out of this filing: confidential treatment is asked for"
        found.append(("summaryPage/isConfidentialOmitted", omitted, words))
    return found


def say_cover(record: Record, cover: Cover) -> None:
    """What is said of the managers themselves."""
    manager = cover.manager(record)
    record.say("coverPage/filingManager/name", cover.name, Predicate.NAMED, manager, value=cover.name)
    record.say("CENTRAL INDEX KEY", cover.cik, Predicate.IDENTIFIED_BY, manager, value=f"cik:{cover.cik}")
    names = [("COMPANY CONFORMED NAME", cover.conformed), *(("FORMER CONFORMED NAME", name) for name in cover.former)]
    for column, name in names:
        if name and name != cover.name:
            record.say(column, name, Predicate.NAMED, manager, value=name)
    address, state = cover.address
    if address:
        record.say("coverPage/filingManager/address", address, Predicate.HAS_ADDRESS, manager, value=address)
    if state and _STATE.fullmatch(state) and (country := record.country("us")):
        column = "coverPage/filingManager/address/stateOrCountry"
        record.say(column, state, Predicate.LOCATED_IN, manager, object=country)
    for column, quote, words in cover.remarks:
        record.say(column, quote, Predicate.REMARK, manager, value=words)
    for other in cover.others:
        _say_other(record, cover, manager, other)


def _say_other(record: Record, cover: Cover, manager: str, other: Manager) -> None:
    """They share the discretion over some holdings, or one reports for the other: a link, no ownership."""
    if other.cik == cover.cik:
        return
    key = record.party(Label.ORGANISATION, other.cik or f"manager {other.name}", other.name)
    record.say(other.path, other.name, Predicate.NAMED, key, value=other.name)
    if other.cik:
        record.say(f"{other.path[:-4]}cik", other.cik, Predicate.IDENTIFIED_BY, key, value=f"cik:{other.cik}")
    record.say(other.path, other.name, Predicate.LINKED_TO, manager, object=key, valid_from=cover.period)
