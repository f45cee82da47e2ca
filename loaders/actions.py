"""Tables of official listing actions: what a notice did (actions) and to whom (entries).

Two tables, told apart by their columns; data/README.md explains each column. An action is an Event, an entry a
Listing of one party by it. A claim is official where its source cites the Federal Register or the CFR.
"""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal

from pydantic import Field, model_validator

from graph.claims import Quantity, QuantityKind, Source
from graph.errors import InputError
from graph.model import Label, Predicate
from loaders.formats import Format
from loaders.table import (
    CountryCode,
    Day,
    Line,
    Sheet,
    Slug,
    Table,
    TableRow,
    Text,
    Texts,
    header_of,
    read_table,
    sheet_of,
)

Count = Annotated[int, Field(gt=0)]
Kind = Literal["company", "agency", "university", "research institute", "person", "organisation"]

DATES = {
    "announced": Predicate.ANNOUNCED_ON,
    "published": Predicate.PUBLISHED_ON,
    "effective": Predicate.EFFECTIVE_ON,
}
COUNTS = {"count": ("parties", "entities"), "companies": ("companies", "companies"), "bodies": ("bodies", "bodies")}


class Action(TableRow):
    """A row of the actions table."""

    action: Slug
    title: Text
    part_of: Slug | None = None
    list: Slug
    list_name: Text
    agency: Slug
    agency_name: Text
    announced: Day | None = None
    announced_source: Text | None = None
    published: Day | None = None
    published_source: Text | None = None
    effective: Day
    effective_source: Text | None = None
    citation: Texts
    citation_source: Text | None = None
    fr_document: Annotated[Text, Field(pattern=r"^\d{4}-\d{5}$")] | None = None
    fr_document_source: Text | None = None
    count: Count
    count_source: Text | None = None
    companies: Count | None = None
    companies_source: Text | None = None
    bodies: Count | None = None
    bodies_source: Text | None = None

    @model_validator(mode="after")
    def _apart(self) -> Action:
        if self.part_of == self.action:
            raise ValueError("an action cannot be part of itself")
        return self


class Entry(TableRow):
    """A row of the entries table. `entries` is how many rows the table has of this action."""

    action: Slug
    entries: Count
    list: Slug
    list_name: Text
    effective: Day
    effective_source: Text | None = None
    anchor: Slug
    name: Text
    aliases: Texts = ()
    name_source: Text | None = None
    kind: Kind
    kind_source: Text | None = None
    country: CountryCode | None = None
    country_source: Text | None = None
    citation: Text
    citation_source: Text | None = None
    licence_requirement: Text | None = None
    licence_policy: Text | None = None
    licence_source: Text | None = None
    amended: Day | None = None
    amended_by: Text | None = None
    amended_licence_policy: Text | None = None
    amended_source: Text | None = None
    footnote: Text | None = None
    footnote_from: Day | None = None
    footnote_by: Text | None = None
    footnote_source: Text | None = None
    ended: Day | None = None
    ended_by: Text | None = None
    ended_source: Text | None = None
    disagreement: Text | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Entry:
        if self.ended is not None and self.ended < self.effective:
            raise ValueError(f"ended {self.ended}, before it took effect on {self.effective}")
        return self


ACTION_SOURCES = {"title": "citation_source", "part_of": "citation_source", "list": "citation_source"}
ENTRY_SOURCES = {
    "action": "citation_source",
    "list": "citation_source",
    "aliases": "name_source",
    "licence_requirement": "licence_source",
    "licence_policy": "licence_source",
    "amended_by": "amended_source",
    "amended_licence_policy": "amended_source",
    "footnote_by": "footnote_source",
    "ended_by": "ended_source",
}


def is_actions(name: str, head: bytes) -> bool:
    columns = header_of(head)
    return "action" in columns and bool({"title", "anchor"} & columns)


def read_actions(name: str, data: bytes) -> Source:
    """Either table. Raises InputError where the entries of an action are not as many as the table says."""
    if "anchor" in header_of(data[:4096]):
        return _read_entries(name, data)
    table = read_table(name, data, Action, lambda row: row.action)
    sheet = sheet_of(name, data, table.text, "actions", official=True, sources=ACTION_SOURCES)
    for line in table.lines:
        _add_action(sheet, line)
    return sheet.source(table)


def _event(sheet: Sheet, action: str, title: str | None = None) -> str:
    return sheet.party(Label.EVENT, action, title or action, "listing action")


def _add_action(sheet: Sheet, line: Line[Action]) -> None:
    row = line.row
    event = _event(sheet, row.action, row.title)
    sheet.say(line, "title", Predicate.NAMED, event, value=row.title)
    if row.part_of:
        sheet.say(line, "part_of", Predicate.PART_OF, event, object=_event(sheet, row.part_of))
    keeper = sheet.party(Label.AGENCY, row.agency, row.agency_name)
    kept = sheet.party(Label.LIST, row.list, row.list_name)
    sheet.say(line, "list", Predicate.ADMINISTERED_BY, kept, object=keeper)
    _add_dates(sheet, line, event)
    for citation in row.citation:
        sheet.say(line, "citation", Predicate.CITED_AS, event, value=citation)
    if row.fr_document:
        sheet.say(line, "fr_document", Predicate.CITED_AS, event, value=f"FR {row.fr_document}")
    _add_counts(sheet, line, event)


def _add_dates(sheet: Sheet, line: Line[Action], event: str) -> None:
    for column, predicate in DATES.items():
        if day := getattr(line.row, column):
            sheet.say(line, column, predicate, event, value=day)


def _add_counts(sheet: Sheet, line: Line[Action], event: str) -> None:
    for column, (counted, unit) in COUNTS.items():
        if number := getattr(line.row, column):
            quantity = Quantity(kind=QuantityKind.COUNT, low=number, high=number, unit=unit)
            sheet.say(line, column, Predicate.ADDED_COUNT, event, value=counted, quantity=quantity)


def _read_entries(name: str, data: bytes) -> Source:
    table = read_table(name, data, Entry, lambda row: (row.action, row.anchor))
    _check_counts(name, table)
    sheet = sheet_of(name, data, table.text, "actions", official=True, sources=ENTRY_SOURCES)
    for line in table.lines:
        _add_entry(sheet, line)
    return sheet.source(table)


def _check_counts(name: str, table: Table[Entry]) -> None:
    """A cut table stops the load; a row refused for itself was at least there, and counts as such."""
    missing = 0
    found = Counter(line.row.action for line in table.lines)
    for action, rows in sorted(found.items()):
        said = {line.row.entries for line in table.lines if line.row.action == action}
        if len(said) > 1:
            raise InputError(f"{name}, column 'entries': {action} has {sorted(said)}; give each row the same number")
        if rows > min(said):
            raise InputError(f"{name}: {rows} rows of {action}, but column 'entries' says {min(said)}; correct either")
        missing += min(said) - rows
    if missing > len(table.refused):
        raise InputError(
            f"{name}: {missing - len(table.refused)} rows fewer than column 'entries' says; was the file cut?"
        )


def _add_entry(sheet: Sheet, line: Line[Entry]) -> None:
    row = line.row
    subject = sheet.bearer(row)
    sheet.names(line, subject)
    if row.country:
        sheet.say(line, "country", Predicate.LOCATED_IN, subject, object=sheet.country(row.country))
    event = _event(sheet, row.action)
    kept = sheet.party(Label.LIST, row.list, row.list_name)
    sheet.say(line, "name", Predicate.LISTED_BY, subject, object=kept, valid_from=row.effective, valid_to=row.ended)
    sheet.say(line, "action", Predicate.MEMBER_OF, subject, object=event)
    listing = sheet.party(Label.LISTING, f"{row.action}-{row.anchor}", f"{row.name}, {row.list_name}, {row.citation}")
    sheet.say(line, "name", Predicate.LISTING_OF, listing, object=subject)
    sheet.say(line, "list", Predicate.ON_LIST, listing, object=kept)
    sheet.say(line, "action", Predicate.PART_OF, listing, object=event)
    _add_terms(sheet, line, listing)
    _add_changes(sheet, line, listing)


def _add_terms(sheet: Sheet, line: Line[Entry], listing: str) -> None:
    row = line.row
    sheet.say(line, "effective", Predicate.EFFECTIVE_ON, listing, value=row.effective)
    sheet.say(line, "citation", Predicate.CITED_AS, listing, value=row.citation)
    if row.licence_requirement:
        sheet.say(line, "licence_requirement", Predicate.LICENCE_REQUIREMENT, listing, value=row.licence_requirement)
    if row.licence_policy:
        until = row.amended if row.amended_licence_policy else row.ended
        _add_policy(sheet, line, listing, "licence_policy", (row.effective, until))
    if row.amended_licence_policy:
        _add_policy(sheet, line, listing, "amended_licence_policy", (row.amended, row.ended))


def _add_policy(
    sheet: Sheet, line: Line[Entry], listing: str, column: str, held: tuple[str | None, str | None]
) -> None:
    """The policy and its parts, each from its day to its last."""
    policy = str(getattr(line.row, column))
    told = [(Predicate.LICENCE_POLICY, policy), *((Predicate.LICENCE_REVIEW, part) for part in policy_parts(policy))]
    for predicate, value in told:
        sheet.say(line, column, predicate, listing, value=value, valid_from=held[0], valid_to=held[1])


def policy_parts(policy: str) -> list[str]:
    """A policy written `REVIEW: ITEM | ITEM; otherwise: REVIEW`, or as one review for all, in its parts."""
    *named, rest = policy.split("; otherwise: ")
    parts = []
    for stretch in named:
        review, _, items = stretch.partition(": ")
        review = review.removesuffix(" review").replace("-", " ")
        parts += [f"{review}: {item.strip()}" for item in items.split(" | ")]
    return [*parts, f"{rest}: all {'other ' if parts else ''}items"]


def _add_changes(sheet: Sheet, line: Line[Entry], listing: str) -> None:
    """Later notices: an amendment, a footnote, the removal. Each holds from its own date."""
    row = line.row
    changes = (
        ("amended_by", Predicate.CITED_AS, row.amended_by, row.amended, None),
        ("footnote", Predicate.FOOTNOTE, row.footnote, row.footnote_from, row.ended),
        ("footnote_by", Predicate.CITED_AS, row.footnote_by, row.footnote_from, None),
        ("ended", Predicate.ENDED_ON, row.ended, None, None),
        ("ended_by", Predicate.CITED_AS, row.ended_by, row.ended, None),
    )
    for column, predicate, value, since, until in changes:
        if value:
            sheet.say(line, column, predicate, listing, value=value, valid_from=since, valid_to=until)


FORMAT = Format(
    name="actions",
    description="CSV tables of official listing actions and of their entries (data/README.md explains the columns)",
    example="entity-list-2019-10.csv",
    recognise=is_actions,
    read=read_actions,
)
