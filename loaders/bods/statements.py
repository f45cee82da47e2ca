"""One statement of the Beneficial Ownership Data Standard, of whatever version: what record it is of, and its details.

Versions 0.2 and 0.3 have no records: there a statement is a record of its own, until another says that it replaces it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graph.claims import is_iso_date
from graph.model import Predicate
from loaders.records import Cells, Record, Refused

VERSIONS = ("0.1", "0.2", "0.3", "0.4")
KINDS = {
    "entityStatement": "entity",
    "personStatement": "person",
    "ownershipOrControlStatement": "relationship",
    "entity": "entity",
    "person": "person",
    "relationship": "relationship",
}
STATUSES = frozenset({None, "new", "updated", "closed"})
# Which declaration a statement was made in, and whether it is a link of a chain told elsewhere as one: the links are
# read for themselves.
_IGNORED = ("declaration", "declarationSubject", "isComponent", "componentStatementIDs")
# For whom it was published, under which licence and version: looked at for the file as a whole.
_PUBLICATION = ("publicationDetails",)


@dataclass(frozen=True, slots=True)
class Statement:
    """`record` is its recordId, before 0.4 its own id. `path` leads to the details in the evidence."""

    id: str
    record: str
    kind: str
    status: str | None
    date: str | None
    details: dict[str, Any]
    path: str
    replaces: tuple[str, ...]
    source: dict[str, Any]
    annotations: list[dict[str, Any]]

    @property
    def asserted_by(self) -> str | None:
        """Who is quoted."""
        agents = self.source.get("assertedBy")
        names = [agent.get("name") for agent in agents if isinstance(agent, dict)] if isinstance(agents, list) else []
        return ", ".join(name for name in names if isinstance(name, str)) or None


@dataclass(frozen=True, slots=True)
class Telling:
    """Says claims for one statement: with its path before theirs, on the word of who asserted it."""

    record: Record
    path: str
    by: str | None

    def say(self, path: str, quote: str, predicate: Predicate, subject: str, **more: Any) -> None:
        self.record.say(f"{self.path}{path}", quote, predicate, subject, attributed_to=self.by, **more)

    def remark(self, path: str, quote: str, subject: str, value: str, **more: Any) -> None:
        self.say(path, quote, Predicate.REMARK, subject, value=value, **more)

    def refuse(self, path: str, text: str, reason: str) -> None:
        self.record.refuse(f"{self.path}{path}", text, reason)


def statement_of(item: Any, place: str) -> Statement:
    """Raises Refused; InputError for a field that no version has."""
    if not isinstance(item, dict):
        raise Refused("no JSON object")
    cells = Cells(item)
    recorded = "recordDetails" in item or "recordType" in item
    found = _of_record(cells) if recorded else _of_statement(item, cells)
    cells.ignore(*_IGNORED, *_PUBLICATION)
    cells.done(place)
    return found


def _of_record(cells: Cells) -> Statement:
    """Version 0.4."""
    status = cells.text("recordStatus")
    if status not in STATUSES:
        raise Refused(f"column 'recordStatus': {status!r} is none of the standard's")
    return Statement(
        id=cells.need("statementId"),
        record=cells.need("recordId"),
        kind=_kind(cells, "recordType"),
        status=status,
        date=day(cells, "statementDate"),
        details=tree(cells, "recordDetails"),
        path="recordDetails.",
        replaces=(),
        source=tree(cells, "source"),
        annotations=trees(cells, "annotations"),
    )


_OUTER = ("statementID", "statementType", "statementDate", "replacesStatements", "replacesStatement", "source")


def _of_statement(item: dict[str, Any], cells: Cells) -> Statement:
    """Versions 0.1 to 0.3: the details stand beside the rest."""
    outer = (*_OUTER, "annotations", *_IGNORED, *_PUBLICATION)
    details = {name: value for name, value in item.items() if name not in outer}
    cells.ignore(*details)
    identifier = cells.need("statementID")
    return Statement(
        id=identifier,
        record=identifier,
        kind=_kind(cells, "statementType"),
        status=None,
        date=day(cells, "statementDate"),
        details=details,
        path="",
        replaces=(*texts(cells, "replacesStatements"), *texts(cells, "replacesStatement")),
        source=tree(cells, "source"),
        annotations=trees(cells, "annotations"),
    )


def _kind(cells: Cells, column: str) -> str:
    kind = cells.need(column)
    if kind not in KINDS:
        raise Refused(f"column {column!r}: {kind[:40]!r} is none of the standard's")
    return KINDS[kind]


def day(cells: Cells, column: str) -> str | None:
    """The day of a date or time, as written. Raises Refused."""
    stamp = cells.text(column)
    found = stamp[:10] if stamp else None
    if found is not None and not is_iso_date(found):
        raise Refused(f"column {column!r}: {str(stamp)[:40]!r} is no ISO 8601 date that the calendar has")
    return found


def tree(cells: Cells, column: str) -> dict[str, Any]:
    """An object; empty where there is none. Raises Refused."""
    found = cells.pop(column)
    if found is not None and not isinstance(found, dict):
        raise Refused(f"column {column!r}: no JSON object")
    return found or {}


def trees(cells: Cells, column: str) -> list[dict[str, Any]]:
    """An array of objects. Raises Refused."""
    found = cells.pop(column)
    found = [] if found is None else found
    if not isinstance(found, list) or any(not isinstance(one, dict) for one in found):
        raise Refused(f"column {column!r}: no array of JSON objects")
    return found


def texts(cells: Cells, column: str) -> list[str]:
    """An array of texts, or one. Raises Refused."""
    found = cells.pop(column)
    found = [] if found is None else [found] if isinstance(found, str) else found
    if not isinstance(found, list) or any(not isinstance(one, str) for one in found):
        raise Refused(f"column {column!r}: no array of texts")
    return [one.strip() for one in found if one.strip()]
