"""GLEIF Level 2: who consolidates whom, and why some name no parent. Entities stand there by their LEI alone.

A StartNode is the child, its EndNode the parent that consolidates it, or the manager or umbrella of a fund.
"""

from __future__ import annotations

from typing import Any

from graph.model import Predicate
from loaders.gleif.entities import day_of, entities, entity_by_lei, lei_in, nested
from loaders.records import Cells, Record, Refused

# Predicate, and whether the end node is its subject. A parent by consolidation owns a share that is not told; a branch
# is a part of its head office. What manages, feeds or holds together funds owns none of them by that.
RELATIONS = {
    "IS_DIRECTLY_CONSOLIDATED_BY": (Predicate.OWNS, True),
    "IS_ULTIMATELY_CONSOLIDATED_BY": (Predicate.OWNS, True),
    "IS_INTERNATIONAL_BRANCH_OF": (Predicate.OWNS, True),
    "IS_FUND-MANAGED_BY": (Predicate.LINKED_TO, False),
    "IS_SUBFUND_OF": (Predicate.LINKED_TO, False),
    "IS_FEEDER_TO": (Predicate.LINKED_TO, False),
}
WITHDRAWN = frozenset({"ANNULLED", "CANCELLED", "DUPLICATE"})  # the record itself was a mistake
_CURRENT = frozenset({"ISSUED", "PUBLISHED"})
# By which accounts the parent consolidates, and how much of the child, which is no share of ownership; and how and
# until when the issuer checks the record.
IGNORED = (
    "RelationshipQualifiers",
    "RelationshipQuantifiers",
    "InitialRegistrationDate",
    "LastUpdateDate",
    "NextRenewalDate",
    "ManagingLOU",
    "ValidationSources",
    "ValidationDocuments",
    "ValidationReference",
)


def read_relation(record: Record, tree: dict[str, Any]) -> None:
    relation, registration = Cells(nested(tree, "Relationship")), Cells(nested(tree, "Registration"))
    cells = Cells(tree)
    cells.ignore("Relationship", "Registration")
    status = registration.text("RegistrationStatus")
    if status in WITHDRAWN:
        raise Refused(f"column 'Registration/RegistrationStatus': {status}, the register has withdrawn the record")
    what = relation.need("RelationshipType")
    if what not in RELATIONS:
        raise Refused(f"column 'Relationship/RelationshipType': {what!r} is none of the RR-CDF's")
    child, parent = _node(record, relation, "StartNode"), _node(record, relation, "EndNode")
    if child == parent:
        raise Refused("column 'Relationship/EndNode': a relation of an entity to itself")
    since, until = _period(relation)
    _say_relation(record, what, child, parent, (since, until, relation.need("RelationshipStatus")))
    if status and status not in _CURRENT:
        words = f"{what} {record.parties[parent].name}: registration {status}"
        record.say("Registration/RegistrationStatus", status, Predicate.REMARK, child, value=words)
    for part in (cells, relation, registration):
        part.ignore(*IGNORED)
        part.done(f"{record.recorder.place}, row {record.number}")


def _say_relation(record: Record, what: str, child: str, parent: str, held: tuple[str | None, str | None, str]) -> None:
    """One that no longer holds, with no end told, is a link only: an open stake would say that it goes on."""
    since, until, status = held
    predicate, upward = RELATIONS[what]
    column, quote = "Relationship/RelationshipType", what
    if status != "ACTIVE" and until is None:
        predicate, upward = Predicate.LINKED_TO, False
        words = f"{what} {record.parties[parent].name}: {status}, no day of its end is given"
        record.say("Relationship/RelationshipStatus", status, Predicate.REMARK, child, value=words)
    one, other = (parent, child) if upward else (child, parent)
    record.say(column, quote, predicate, one, object=other, valid_from=since, valid_to=until)


def _node(record: Record, relation: Cells, name: str) -> str:
    node = relation.pop(name)
    cells = Cells(node if isinstance(node, dict) else {})
    kind, lei = cells.text("NodeIDType"), cells.need("NodeID")
    if kind not in (None, "LEI"):
        raise Refused(f"column 'Relationship/{name}/NodeIDType': {kind!r} is no LEI")
    cells.done(f"{record.recorder.place}, row {record.number}, {name}")
    return entity_by_lei(record, lei, f"Relationship/{name}/NodeID")


def _period(relation: Cells) -> tuple[str | None, str | None]:
    """From when to when the relation held. The other periods are those of the accounts and filings that tell of it."""
    since, until = None, None
    for period in entities(relation.pop("RelationshipPeriods"), "RelationshipPeriod"):
        if not isinstance(period, dict):
            raise Refused("column 'Relationship/RelationshipPeriods': no structure")
        cells = Cells(period)
        start = day_of(cells.text("StartDate"), "Relationship/RelationshipPeriods/StartDate")
        end = day_of(cells.text("EndDate"), "Relationship/RelationshipPeriods/EndDate")
        if cells.text("PeriodType") == "RELATIONSHIP_PERIOD":
            since, until = start, end
        cells.done("RelationshipPeriod")
    return since, until


def read_exception(record: Record, tree: dict[str, Any]) -> None:
    """Why an entity names no parent: remarks on the child, for no party is named that an edge could lead to."""
    cells = Cells(tree)
    lei, category = lei_in(cells, "LEI"), cells.need("ExceptionCategory")
    child = entity_by_lei(record, lei, "LEI")
    reasons = _texts(cells, "ExceptionReason")
    references = _texts(cells, "ExceptionReference")
    for reason in reasons:
        record.say("ExceptionReason", reason, Predicate.REMARK, child, value=f"{category}: {reason}")
    for reference in references:
        words = f"{category}, reference: {reference}"
        record.say("ExceptionReference", reference, Predicate.REMARK, child, value=words)
    if not reasons and not references:
        raise Refused("column 'ExceptionReason': empty")
    cells.ignore("ContentDate")  # of the file, which JSON made from the XML repeats
    cells.done(f"{record.recorder.place}, row {record.number}")


def _texts(cells: Cells, name: str) -> list[str]:
    found = entities(cells.pop(name), name)
    if any(not isinstance(text, str) for text in found):
        raise Refused(f"column {name!r}: no text")
    return [text for text in found if text]
