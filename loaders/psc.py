"""The UK's register of persons with significant control (PSC), as Companies House gives it: one JSON object a line.

The product of the register of overseas entities ("beneficial owner") has the same form. A company stands there by its
number alone. The bands of shares are those of the Companies Act 2006, Schedule 1A: more than 25% but not more than 50%,
more than 50% but less than 75%, 75% or more; held directly or indirectly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypedDict

from graph.claims import UNIDENTIFIED, Quantity, QuantityKind, Records, is_iso_date
from graph.errors import InputError
from graph.model import Label, Predicate
from loaders.formats import Format
from loaders.identifiers import company_number
from loaders.media.opening import Opened
from loaders.media.trees import json_lines, json_records, parse_json, written
from loaders.places import nationality_code
from loaders.records import Cells, Record, Recorder, Refused

PUBLISHER = "Companies House"
TOTALS = "totals#persons-of-significant-control-snapshot"
STATEMENT = "persons-with-significant-control-statement"
EXEMPTIONS = "exemptions"
_ENDS = ("-person-with-significant-control", "-beneficial-owner")
_WHO = {
    "individual": Label.PERSON,
    "corporate-entity": Label.COMPANY,
    "legal-person": Label.ORGANISATION,
    "super-secure": None,
}
KINDS: dict[str, Label | None] = {who + end: label for who, label in _WHO.items() for end in _ENDS}
_COUNTS = ("persons_of_significant_control_count", "statements_count", "exemptions_count")

_BANDS = {
    "25-to-50-percent": (25, 50),
    "50-to-75-percent": (50, 75),
    "75-to-100-percent": (75, 100),
    "more-than-25-percent": (25, None),
}
# Shares of one's own. What is held as a firm or as a trust is the firm's or the trust's, and says who controls those.
_SHARES = re.compile(rf"ownership-of-shares-({'|'.join(_BANDS)})(?:-registered-overseas-entity)?")
_CONTROL = re.compile(
    r"ownership-of-shares-.+-as-|voting-rights-|right-to-appoint-and-remove-|significant-influence-or-control"
)
_ADDRESS = (
    "care_of",
    "po_box",
    "premises",
    "address_line_1",
    "address_line_2",
    "locality",
    "region",
    "postal_code",
    "country",
)
_NAME = ("forename", "middle_name", "other_forenames", "surname")
_UK = re.compile(
    r"\b(?:united kingdom|uk|u\.k\.|great britain|england|wales|scotland|northern ireland)\b", re.IGNORECASE
)
_UK_NUMBER = re.compile(r"(?:[A-Z]{2})?\d{1,8}", re.IGNORECASE)
_COMPANIES_HOUSE = re.compile(r"compan(?:y|ies)|register|registry|cardiff|edinburgh|belfast", re.IGNORECASE)
# Marks of the record, links, what the person showed to be identified by, and words for what the kind says already.
_IGNORED = (
    "etag",
    "links",
    "identity_verification_details",
    "description",
    "address_same_as_registered_office_address",
)


def recognise(name: str, head: bytes) -> bool:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    known = (*KINDS, TOTALS, STATEMENT)
    if not start.startswith((b"{", b"[")) or b'"data"' not in start or b'"kind"' not in start:
        return False
    return any(f'"{kind}"'.encode() in start for kind in known) or b'"exemption_type"' in start


def stream(opened: Opened) -> Records:
    """Raises InputError where the file is cut within a record, doubled, or not as long as its last record says."""
    totals = _totals(opened)
    recorder = Recorder(
        opened,
        "psc",
        publisher=PUBLISHER,
        title="Persons with significant control",
        series="gb-persons-with-significant-control" if totals else None,
        published=_day(totals.get("generated_at")),
    )
    return recorder.records(_once(opened, _items(opened)), Register().read)


def _items(opened: Opened) -> Iterator[tuple[int, Any]]:
    """The objects: one a line, in an array, or one alone over several lines."""
    head = opened.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"["):
        return json_records(opened, "item")
    first, end, _ = head.partition(b"\n")
    return json_lines(opened) if _whole(first) or not end else json_records(opened, "")


def _whole(line: bytes) -> bool:
    try:
        return isinstance(parse_json(line), dict)
    except (ValueError, RecursionError):
        return False


def _once(opened: Opened, items: Iterator[tuple[int, Any]]) -> Iterator[tuple[int, Any]]:
    """The first record again, or anything behind the totals, is a second copy of the file."""
    first: Any = None
    ended = False
    for number, item in items:
        if ended or (first is not None and item == first):
            raise InputError(f"{opened.name}, record {number}: the file goes on behind its end; was it doubled?")
        first = item if first is None else first
        ended = _kind_of(item) == TOTALS
        yield number, item


def _kind_of(item: Any) -> Any:
    data = item.get("data") if isinstance(item, dict) else None
    return data.get("kind") if isinstance(data, dict) else None


def _totals(opened: Opened) -> dict[str, Any]:
    """The counts and the day that the last line of a whole snapshot gives."""
    last = b""
    with opened.stream() as raw:
        while chunk := raw.read(1 << 20):
            last = (last + chunk)[-4096:]
    line = last.rstrip().rpartition(b"\n")[2]
    item = parse_json(line) if TOTALS.encode() in line and _whole(line) else {}
    data: dict[str, Any] = item["data"] if _kind_of(item) == TOTALS else {}
    return data if any(name in data for name in (*_COUNTS, "generated_at")) else {}


def _day(stamp: object) -> str | None:
    day = stamp[:10] if isinstance(stamp, str) else ""
    return day if is_iso_date(day) else None


@dataclass(slots=True)
class Register:
    """Reads the records; how many are of protected persons is known only when the totals come."""

    protected: int = 0

    def read(self, record: Record, item: Any) -> None:
        if not isinstance(item, dict) or not isinstance(item.get("data"), dict):
            raise Refused("column 'data': missing")
        cells, data = Cells(item), Cells(item["data"])
        cells.ignore("data")
        kind = data.need("kind")
        data.ignore(*_IGNORED)
        if kind == TOTALS:
            self._count(record.recorder, [data.pop(name) for name in _COUNTS])
            data.ignore("generated_at")
        else:
            self.protected += KINDS.get(kind, Label.PERSON) is None
            read = _reader(kind)
            read(record, data, _company(record, cells.need("company_number")), kind)
        for part in (cells, data):
            part.done(f"{record.recorder.place}, record {record.number}")

    def _count(self, recorder: Recorder, counts: list[Any]) -> None:
        """Whether protected persons are among those counted is told nowhere: both are right."""
        told = [count for count in counts if isinstance(count, int)]
        if told:
            right = sum(told) in (recorder.read - 1, recorder.read - 1 - self.protected)
            recorder.expected = recorder.read if right else sum(told) + 1


def _reader(kind: str) -> Callable[[Record, Cells, str, str], None]:
    if kind == STATEMENT:
        return _read_statement
    if kind == EXEMPTIONS:
        return _read_exemptions
    if kind not in KINDS:
        raise Refused(f"column 'data.kind': {kind[:60]!r} is none of the register's")
    return _read_holder if KINDS[kind] is not None else _read_secure


def _company(record: Record, number: str) -> str:
    """Whether a company, a partnership or an overseas entity stands elsewhere."""
    full = company_number(number)
    company = record.party(Label.ORGANISATION, full, full, kind=UNIDENTIFIED)
    record.say("company_number", number, Predicate.IDENTIFIED_BY, company, value=f"gb-coh:{full}")
    return company


def _remark(record: Record, column: str, quote: str, subject: str, value: str, dates: Dates | None = None) -> None:
    if dates is None:
        dates = Dates(valid_from=None, valid_to=None)
    record.say(column, quote, Predicate.REMARK, subject, value=value, **dates)


class Dates(TypedDict):
    """From when to when."""

    valid_from: str | None
    valid_to: str | None


def _dates(record: Record, data: Cells) -> Dates:
    """From the day of which the register was notified to the day on which it ceased; some ceased before."""
    since, until = data.date("notified_on"), data.date("ceased_on")
    if since and until and since > until:
        record.refuse("data.notified_on", since, f"later than {until}, the day on which it ceased")
        since = None
    return Dates(valid_from=since, valid_to=until)


def _read_statement(record: Record, data: Cells, company: str, kind: str) -> None:
    said, dates = data.need("statement"), _dates(record, data)
    linked = data.text("linked_psc_name")
    data.ignore("restrictions_notice_withdrawal_reason", "ceased")
    words = f"{said} ({linked})" if linked else said
    _remark(record, "data.statement", said, company, words, dates)


def _read_exemptions(record: Record, data: Cells, company: str, kind: str) -> None:
    exemptions = data.pop("exemptions")
    if not isinstance(exemptions, dict):
        raise Refused("column 'data.exemptions': missing")
    for name, value in exemptions.items():
        cells = Cells(value if isinstance(value, dict) else {})
        what, items = cells.need("exemption_type"), cells.pop("items")
        cells.done(f"{record.recorder.place}, record {record.number}, {name}")
        for number, period in enumerate(items if isinstance(items, list) and items else [{}]):
            times = Cells(period if isinstance(period, dict) else {})
            dates = Dates(valid_from=times.date("exempt_from"), valid_to=times.date("exempt_to"))
            times.done(f"{record.recorder.place}, record {record.number}, {name}[{number}]")
            _remark(record, f"data.exemptions.{name}.exemption_type", what, company, what, dates)


def _read_secure(record: Record, data: Cells, company: str, kind: str) -> None:
    """A person protected by the register: nobody to whom an edge could lead."""
    dates = _dates(record, data)
    data.ignore("ceased")
    _remark(record, "data.kind", kind, company, f"{kind}: not told who it is", dates)


def _read_holder(record: Record, data: Cells, company: str, kind: str) -> None:
    label, dates = KINDS[kind], _dates(record, data)
    assert label is not None  # noqa: S101 - `_reader` keeps the others away
    column, name = _name(data, label)
    # Of one row: whether two rows are of one holder is not known.
    holder = record.party(label, f"row {record.number}", name)
    record.say(column, name, Predicate.NAMED, holder, value=name)
    _describe(record, data, holder)
    _identify(record, data.pop("identification"), holder, company)
    natures = data.pop("natures_of_control")
    if natures is not None and (not isinstance(natures, list) or any(not isinstance(n, str) for n in natures)):
        raise Refused("column 'data.natures_of_control': no array of texts")
    if data.pop("ceased") is True and dates["valid_to"] is None:
        raise Refused("column 'data.ceased': ceased, and no day of it is given")
    for number, nature in enumerate(natures or []):
        _hold(record, f"data.natures_of_control[{number}]", nature, (holder, company), dates)
    if not natures:  # the kind says that it has control
        record.say("data.kind", kind, Predicate.CONTROLS, holder, object=company, **dates)


def _name(data: Cells, label: Label | None) -> tuple[str, str]:
    """Without the title; the whole name where the parts are not given."""
    full, elements = data.text("name"), data.pop("name_elements")
    parts = elements if isinstance(elements, dict) else {}
    if parts.keys() - {*_NAME, "title"}:
        raise Refused(f"column 'data.name_elements': {min(parts.keys() - {*_NAME, 'title'})!r} is no part of a name")
    name = " ".join(str(parts[part]).strip() for part in _NAME if parts.get(part))
    if label is Label.PERSON and name:
        return "data.name_elements", name
    if not full and not name:
        raise Refused("column 'data.name': empty")
    return ("data.name", full) if full else ("data.name_elements", name)


def _describe(record: Record, data: Cells, holder: str) -> None:
    for column in ("address", "principal_office_address"):
        if address := _address(data.pop(column), column):
            record.say(f"data.{column}", address, Predicate.HAS_ADDRESS, holder, value=address)
    if born := _month(data.pop("date_of_birth")):
        _remark(record, "data.date_of_birth", born[1], holder, f"born {born[0]}")
    if nationality := data.text("nationality"):
        for one in re.split(r"\s*[,;/]\s*", nationality):
            _locate(record, "data.nationality", one, nationality_code(one), holder, "nationality")
    if home := data.text("country_of_residence"):
        _locate(record, "data.country_of_residence", home, nationality_code(home), holder, "resident in")
    sanctioned = data.pop("is_sanctioned")
    if sanctioned is True:
        _remark(record, "data.is_sanctioned", "true", holder, "sanctioned, as the register has it")


def _locate(record: Record, column: str, text: str, code: str | None, holder: str, word: str) -> None:
    """What names no country that is known stays a remark: the cells are free text."""
    country = record.country(code) if code else None
    if country is None:
        _remark(record, column, text, holder, f"{word}: {text}")
    else:
        record.say(column, text, Predicate.LOCATED_IN, holder, object=country)


def _address(address: Any, column: str) -> str:
    if address is None:
        return ""
    if not isinstance(address, dict) or address.keys() - set(_ADDRESS):
        raise Refused(f"column 'data.{column}': {str(address)[:80]!r} is no address of the register")
    lines = [address[part] for part in _ADDRESS if address.get(part)]
    return ", ".join(str(line).strip() for line in lines)


def _month(birth: Any) -> tuple[str, str] | None:
    """The year and month, and the words of the file. A day, which the public register leaves out, is not taken."""
    if not isinstance(birth, dict) or not isinstance(birth.get("year"), int):
        return None
    month = birth.get("month")
    born = f"{birth['year']:04}-{month:02}" if isinstance(month, int) else f"{birth['year']:04}"
    if not is_iso_date(born):
        return None
    return born, written({name: birth[name] for name in ("month", "year") if name in birth})


def _identify(record: Record, identification: Any, holder: str, company: str) -> None:
    """Its number at Companies House where it says that it is registered there; else where it says that it is."""
    if identification is None:
        return
    cells = Cells(identification if isinstance(identification, dict) else {"identification": identification})
    country, place = cells.text("country_registered"), cells.text("place_registered")
    number = cells.text("registration_number")
    cells.ignore("legal_authority", "legal_form")  # the law and the form of the body, in free text
    cells.done(f"{record.recorder.place}, record {record.number}, identification")
    if country:
        column = "data.identification.country_registered"
        _locate(record, column, country, nationality_code(country), holder, "registered in")
    if number:
        column = "data.identification.registration_number"
        if _at_companies_house(country, place, number):
            if company_number(number) == record.parties[company].name:
                raise Refused(f"column {column!r}: {number!r} is the company itself")
            value = f"gb-coh:{company_number(number)}"
            record.say(column, number, Predicate.IDENTIFIED_BY, holder, value=value)
        else:
            where = ", ".join(part for part in (place, country) if part)
            _remark(record, column, number, holder, f"registered as {number}" + (f" ({where})" if where else ""))


def _at_companies_house(country: str | None, place: str | None, number: str) -> bool:
    if _UK_NUMBER.fullmatch(number) is None:
        return False
    somewhere = bool(place and (_UK.search(place) or _COMPANIES_HOUSE.search(place)))
    return bool(country and _UK.search(country)) and (place is None or somewhere)


def _hold(record: Record, column: str, nature: str, ends: tuple[str, str], dates: Dates) -> None:
    """Surplus assets, nominees and whatever else there is are links: neither shares nor control."""
    holder, company = ends
    shares = _SHARES.fullmatch(nature)
    if shares is not None:
        low, high = _BANDS[shares[1]]
        band = Quantity(kind=QuantityKind.SHARE, low=Decimal(low), high=None if high is None else Decimal(high))
        record.say(column, nature, Predicate.OWNS, holder, object=company, quantity=band, **dates)
        return
    predicate = Predicate.CONTROLS if _CONTROL.match(nature) else Predicate.LINKED_TO
    record.say(column, nature, predicate, holder, object=company, **dates)


FORMAT = Format(
    name="psc",
    description="Companies House: persons with significant control, and beneficial owners of overseas entities",
    example="persons-with-significant-control-snapshot-2026-05-01.zip",
    recognise=recognise,
    stream=stream,
)
