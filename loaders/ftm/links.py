"""Links between two parties: stakes, posts, families, payments, and what else FollowTheMoney joins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from graph.claims import Quantity, QuantityKind, is_iso_date
from graph.model import EDGE_PREDICATES, Label, Modality, Predicate
from loaders.ftm.entities import Entity, Index
from loaders.ftm.parties import link, named
from loaders.ftm.shares import share_of, widest
from loaders.ftm.vocabulary import LINKS, SHARE
from loaders.records import Record, Refused

# Who sits on a board, and who runs the firm for it: a managing director may sit on it, the file does not say so.
_BOARD = re.compile(
    r"\b(?:board|supervisory council|chair(?:man|woman|person)?|aufsichtsrat\w*|conseil d.administration)\b"
    r"|\badministrateur\b|^(?:(?:non-executive|independent|external) )?director$"
    r"|совет\w* директоров|наглядов\w* рад|наблюдательн\w* совет|董事",
    re.IGNORECASE,
)
_FORMER = re.compile(r"\b(?:former|formerly|ex|past|previous|resigned|deceased|until)\b", re.IGNORECASE)
_ENDED = re.compile(
    r"^(?:inactive|ended|former|terminated|resigned|dissolved|expired|closed|historical|past|ceased|not active)$",
    re.IGNORECASE,
)
# What the United Kingdom's register of persons with significant control says, and others like it: no share.
_CONTROL = re.compile(r"\b(?:voting|votes?|control\w*|influence|appoint\w*)\b", re.IGNORECASE)
_SHARES = re.compile(r"\bshare|\bown|\bstake|\bsubsidiary\b|\bparent\b|\bequity\b|\bcapital\b", re.IGNORECASE)
_WORDS = ("role", "relationship", "purpose", "controlType", "goodsDescription", "description", "summary")
_AMOUNTS = (("amount", None), ("amountEur", "EUR"), ("amountUsd", "USD"))
_CURRENCY = re.compile(r"[A-Z]{3}")


def linked(record: Record, index: Index, entity: Entity) -> None:
    """Each pair of ends that a link names. Raises Refused."""
    first, second, predicate = LINKS[entity.schema.name]
    sources, targets = list(entity.cells(first)), list(entity.cells(second))
    if not sources or not targets:
        raise Refused(f"column 'properties.{first if not sources else second}': empty")
    alone = len(sources) == len(targets) == 1  # what several share cannot be told apart
    for near, source in sources:
        for far, target in targets:
            ends = named(record, index, source, near), named(record, index, *_target(index, entity, target, far))
            said = _predicate(entity, predicate, record.parties[ends[0]].label)
            column, quote, quantity = _evidence(record, entity, said, alone)
            link(record, column, quote, said, *ends, quantity=quantity, **_told(entity))


def _evidence(record: Record, entity: Entity, said: Predicate, alone: bool) -> tuple[str, str, Quantity | None]:
    """The cell that says the link, and its share or amount."""
    column, quote = _words(entity)
    if said is not Predicate.OWNS:
        return column, quote, _amount(entity) if alone else None
    where, text, share = _share(record, entity)
    if where is None or text is None or not alone:
        return column, quote, Quantity(kind=QuantityKind.SHARE)
    return where, text, share


def _target(index: Index, entity: Entity, target: str, column: str) -> tuple[str, str]:
    """The other end; of an award, which names a contract, the authority whose contract it is."""
    if entity.schema.name != "ContractAward":
        return target, column
    contract = index.find(target)
    if contract is None or contract.via is None:
        raise Refused(f"column {column!r}: the file does not say whose contract {target!r} is")
    return contract.via, column


def _words(entity: Entity) -> tuple[str, str]:
    """The cell that says in words what the link is, else the schema."""
    mere = Predicate.LINKED_TO.value
    own = [name for name in _WORDS if name != "role" or entity.first("role") not in RELATIONS.keys() - {mere}]
    return next(entity.cells(*own, "role"), (f"{entity.place}schema", entity.schema.name))


def _predicate(entity: Entity, usual: Predicate, source: Label) -> Predicate:
    roles = " ".join(entity.properties.get("role", ()))
    if any(_ENDED.match(status) for status in entity.properties.get("status", ())) and not entity.first("endDate"):
        return Predicate.LINKED_TO  # it is no more, and no day says since when
    if entity.schema.name == "UnknownLink" and roles in RELATIONS:
        return RELATIONS[roles]
    if usual is Predicate.OWNS and _CONTROL.search(roles) and not _SHARES.search(roles):
        return Predicate.CONTROLS
    if usual is Predicate.BOARD_MEMBER_OF:
        return _post(roles, source)
    return usual


# Roles in an export of knockon's are the names of its own relations.
RELATIONS: Mapping[str, Predicate] = {predicate.value: predicate for predicate in EDGE_PREDICATES}


def _post(roles: str, source: Label) -> Predicate:
    """A directorship is any post at the head of a body: only one on its board is told as such."""
    if source is not Label.PERSON or not roles or _FORMER.search(roles):
        return Predicate.LINKED_TO
    return Predicate.BOARD_MEMBER_OF if _BOARD.search(roles) else Predicate.EMPLOYED_BY


def _told(entity: Entity) -> dict[str, Any]:
    """When it held, and how firmly an export of knockon's says so."""
    starts, ends = (_dates(entity, name) for name in ("startDate", "endDate"))
    days = _dates(entity, "date")
    return {
        "valid_from": only(starts or days),
        "valid_to": max(ends, default=only(days) if not starts else None),
        "modality": hedge(entity),
    }


def hedge(entity: Entity) -> Modality:
    """How firmly an export of knockon's tells a link; anything else is plainly said."""
    return next((m for m in Modality if m.value in entity.properties.get("summary", ())), Modality.ASSERTED)


def _dates(entity: Entity, name: str) -> list[str]:
    return [day(value) for _, value in entity.cells(name)]


def day(text: str) -> str:
    """A date without its time of day. Raises Refused."""
    date = text.partition("T")[0].partition(" ")[0]
    if not is_iso_date(date):
        raise Refused(f"{text!r} is no ISO 8601 date that the calendar has")
    return date


def only(values: list[str]) -> str | None:
    """The one value that all agree on; where they differ it is not known."""
    return values[0] if len(set(values)) == 1 else None


def _share(record: Record, entity: Entity) -> tuple[str | None, str | None, Quantity]:
    """The share, with the cell that says it. Where several are given, it lies between the smallest and the largest."""
    found = [(column, text, share_of(text)) for column, text in entity.cells("percentage")]
    found += [(c, t, share) for c, t in entity.cells("role") if (share := share_of(t)) and share.low is not None]
    found += [(c, t, share_of(t.removeprefix(SHARE))) for c, t in entity.cells("summary") if t.startswith(SHARE)]
    known = [(column, text, share) for column, text, share in found if share is not None]
    for column, text in [(c, t) for c, t, share in found if share is None]:
        record.refuse(column, text, "is no share between 0 and 100 percent")
    if not known:
        return None, None, Quantity(kind=QuantityKind.SHARE)
    column, text, _ = known[0]
    return column, text, widest([share for _, _, share in known])


def _amount(entity: Entity) -> Quantity | None:
    for name, unit in _AMOUNTS:
        for column, text in entity.cells(name):
            currency = unit or only(list(entity.properties.get("currency", ())))
            if currency is not None and _CURRENCY.fullmatch(currency.upper()):
                amount = _number(text, column)
                return Quantity(kind=QuantityKind.AMOUNT, low=amount, high=amount, unit=currency.upper())
    return None


def _number(text: str, column: str) -> Decimal:
    if not re.fullmatch(r"-?\d{1,20}(?:\.\d{1,20})?", text.replace(",", "")):
        raise Refused(f"column {column!r}: {text!r} is no amount")
    return Decimal(text.replace(",", ""))
