"""The Beneficial Ownership Data Standard (BODS) 0.2, 0.3 and 0.4: packages (a JSON array) and JSON lines.

A file is read twice: which statement of a record stands, and who the parties are, is known only at its end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from graph.claims import Records, is_iso_date
from graph.errors import InputError
from graph.model import Predicate
from loaders.bods.interests import beginnings, read_relationship
from loaders.bods.parties import Known, known, read_entity, read_person
from loaders.bods.statements import VERSIONS, Statement, Telling, statement_of
from loaders.formats import Format
from loaders.media.opening import Opened
from loaders.media.trees import json_lines, json_records
from loaders.records import Cells, Record, Recorder, Refused

_MARKS = ((b'"statementID"', b'"statementType"'), (b'"statementId"', b'"record'))
_START = re.compile(rb"\s*[\[{]")


def recognise(name: str, head: bytes) -> bool:
    start = head.removeprefix(b"\xef\xbb\xbf")
    return _START.match(start) is not None and any(all(key in start for key in keys) for keys in _MARKS)


@dataclass(slots=True)
class Package:
    """What the file as a whole says: the parties by the ids that relationships use, and which statements stand."""

    parties: dict[str, Known] = field(default_factory=dict)
    standing: dict[str, tuple[str, int]] = field(
        default_factory=dict
    )  # by record: day and number of its last statement
    replaced: dict[str, str] = field(default_factory=dict)  # statement to the one that replaces it, before 0.4
    begun: dict[str, list[tuple[tuple[str, int], dict[str, str]]]] = field(default_factory=dict)  # by later statements
    seen: dict[str, int] = field(default_factory=dict)  # the hash of each statement
    days: dict[str, str] = field(default_factory=dict)  # each once, for there are few
    published: str = ""
    publishers: Counter[str] = field(default_factory=Counter)
    statements: int = 0
    official: int = 0

    def add(self, place: str, number: int, item: Any) -> None:
        """Raises InputError where a statement stands twice, or is of a version that is not known."""
        self._add_publication(place, number, item)
        try:
            statement = statement_of(item, f"{place}, record {number}")
            party = known(statement) if statement.kind != "relationship" else None
        except Refused:  # reading it will say so
            return
        self._stop_if_doubled(place, number, statement, item)
        self.replaced |= dict.fromkeys(statement.replaces, statement.id)
        self.official += "officialRegister" in str(statement.source.get("type"))
        day = statement.date or ""
        turn = (self.days.setdefault(day, day), number)
        if statement.kind == "relationship" and statement.status in ("updated", "closed"):
            self.begun.setdefault(statement.record, []).append((turn, beginnings(statement.details)))
        if turn >= self.standing.get(statement.record, ("", 0)):
            self.standing[statement.record] = turn
            if party is not None:
                self.parties[statement.record] = party

    def _stop_if_doubled(self, place: str, number: int, statement: Statement, item: Any) -> None:
        content = hash(repr(item))
        if statement.id in self.seen and self.seen[statement.id] == content:
            raise InputError(
                f"{place}, record {number}: statement {statement.id!r} stands there a second time; was the file"
                " doubled?"
            )
        self.seen.setdefault(statement.id, content)

    def _add_publication(self, place: str, number: int, item: Any) -> None:
        details = item.get("publicationDetails") if isinstance(item, dict) else None
        self.statements += 1
        if not isinstance(details, dict):
            return
        version, day, publisher = (details.get(name) for name in ("bodsVersion", "publicationDate", "publisher"))
        if version is not None and version not in VERSIONS:
            raise InputError(
                f"{place}, record {number}: version {version!r} of the standard; this reads {', '.join(VERSIONS)}"
            )
        if isinstance(day, str) and is_iso_date(day[:10]):
            self.published = max(self.published, day[:10])
        name = publisher.get("name") if isinstance(publisher, dict) else None
        if isinstance(name, str) and name.strip():
            self.publishers[name.strip()] += 1

    def close(self) -> None:
        """Statements that were replaced lead to the party that replaced theirs."""
        for old in self.replaced:
            new = self._last(old)
            if new in self.parties:
                self.parties[old] = self.parties[new]

    def _last(self, identifier: str) -> str:
        passed: set[str] = set()
        while identifier in self.replaced and identifier not in passed:
            passed.add(identifier)
            identifier = self.replaced[identifier]
        return identifier

    def read(self, record: Record, item: Any) -> None:
        statement = statement_of(item, f"{record.recorder.place}, record {record.number}")
        telling = Telling(record, statement.path, statement.asserted_by)
        if (past := self._held_before(statement, record.number)) and statement.kind == "relationship":
            read_relationship(telling, statement, self.parties, past)
        if self._is_past(statement, record):
            return
        if statement.kind == "relationship":
            about = read_relationship(telling, statement, self.parties)
        else:
            about = _read_party(telling, statement)
        _say_annotations(telling, statement, about)
        _consume_source(statement, record)

    def _held_before(self, statement: Statement, number: int) -> dict[str, str]:
        """By kind of interest, the last day of one that the next statement of the record says to begin anew, later.

        What it repeats, corrects or leaves out is told by that next statement alone.
        """
        turn = (statement.date or "", number)
        later = [(other, starts) for other, starts in self.begun.get(statement.record, ()) if other > turn]
        if not later:
            return {}
        _, anew = min(later, key=lambda pair: pair[0])
        held = beginnings(statement.details)
        return {kind: _day_before(anew[kind]) for kind, start in held.items() if anew.get(kind, "") > start}

    def _is_past(self, statement: Statement, record: Record) -> bool:
        """Whether a later statement stands in its place; it is put aside with that reason."""
        if statement.id in self.replaced:
            later = f"statement {self._last(statement.id)!r} replaces it"
        else:
            _, last = self.standing.get(statement.record, ("", record.number))
            if not statement.path or last == record.number:
                return False
            later = f"record {last} of this file is the last statement of its record"
        record.refuse("statementId" if statement.path else "statementID", statement.id, later)
        return True


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _read_party(telling: Telling, statement: Statement) -> str | None:
    who = known(statement)
    if who.why is not None:
        telling.refuse(
            "names" if statement.kind == "person" else "name",
            statement.record,
            f"it is not told who this is: {who.why}",
        )
        return None
    party = who.party(telling.record)
    (read_person if statement.kind == "person" else read_entity)(telling, statement, party)
    if statement.status == "closed":
        telling.record.say(
            "recordStatus", "closed", Predicate.REMARK, party, value="record closed", valid_from=statement.date
        )
    return party


def _say_annotations(telling: Telling, statement: Statement, party: str | None) -> None:
    for number, annotation in enumerate(statement.annotations):
        cells = Cells(annotation)
        target, why = cells.text("statementPointerTarget"), cells.text("motivation")
        text = cells.text("description") or cells.text("transformedContent") or cells.text("url")
        cells.ignore("description", "transformedContent", "url", "createdBy", "creationDate", "id")
        cells.done(f"{telling.record.recorder.place}, record {telling.record.number}")
        if text and party is not None:
            words = f"annotation ({', '.join(w for w in (why, target) if w)}): {text}"
            telling.record.say(f"annotations[{number}]", text, Predicate.REMARK, party, value=words)


def _consume_source(statement: Statement, record: Record) -> None:
    """Who asserted it is told with each claim; the rest is how the publisher came by it."""
    cells = Cells(statement.source)
    cells.ignore("type", "description", "url", "retrievedAt", "assertedBy")
    cells.done(f"{record.recorder.place}, record {record.number}, source")


def _items(opened: Opened) -> Iterator[tuple[int, Any]]:
    head = opened.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return json_records(opened, "item") if head.startswith(b"[") else json_lines(opened)


def stream(opened: Opened) -> Records:
    """Official only where each statement says that it comes from an official register.

    Raises InputError where the file is cut, doubled, or of an unknown version.
    """
    package = Package()
    for number, item in _items(opened):
        package.add(opened.name, number, item)
    package.close()
    publishers = sorted(package.publishers)
    recorder = Recorder(
        opened,
        "bods",
        publisher=publishers[0] if len(publishers) == 1 else None,
        title="Beneficial ownership data (BODS)",
        published=package.published or None,
        official=0 < package.official == package.statements,
    )
    return recorder.records(_items(opened), package.read)


FORMAT = Format(
    name="bods",
    description="Beneficial Ownership Data Standard 0.2, 0.3 and 0.4: packages and JSON lines",
    example="bods-package.json",
    recognise=recognise,
    stream=stream,
)
