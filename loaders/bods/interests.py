"""Who owns or controls whom: the interests of a relationship record, before 0.4 an ownership-or-control statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from graph.claims import Quantity, QuantityKind, is_iso_date
from graph.model import Label, Predicate
from loaders.bods.parties import Known
from loaders.bods.statements import Statement, Telling, day, tree, trees
from loaders.media.trees import written
from loaders.records import Cells, Refused

# The standard's interestType: 0.3's spelling, to which `_camel` brings 0.2's. What is here neither is a link.
_CONTROLS = frozenset(
    {
        "votingRights",
        "appointmentOfBoard",
        "otherInfluenceOrControl",
        "otherInfluenceOrControlOfTrust",
        "controlViaCompanyRulesOrArticles",
        "controlByLegalFramework",
        "trustee",
        "trusteeOfTrust",
    }
)
_POSTS = {
    "boardMember": Predicate.BOARD_MEMBER_OF,
    "boardChair": Predicate.BOARD_MEMBER_OF,
    "seniorManagingOfficial": Predicate.EMPLOYED_BY,
}
_BODIES = frozenset({Label.COMPANY, Label.ORGANISATION, Label.AGENCY})
_SHARE = ("exact", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_INTEREST = frozenset(
    {"type", "interestLevel", "directOrIndirect", "beneficialOwnershipOrControl", "details", "share"}
    | {"startDate", "endDate"}
)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a relationship: the party, or why it is not to be told who it is; `path` and `quote` say so."""

    path: str
    quote: str
    known: Known | None
    why: str | None = None


def beginnings(details: Mapping[str, Any]) -> dict[str, str]:
    """The day on which each interest begins, by its kind; none of a kind that there are several of."""
    interests = details.get("interests")
    listed = [one for one in interests if isinstance(one, dict)] if isinstance(interests, list) else []
    kinds = Counter(_kind(one) for one in listed)
    starts = ((_kind(one), str(one.get("startDate") or "")[:10]) for one in listed)
    return {kind: start for kind, start in starts if kinds[kind] == 1 and len(start) == 10 and is_iso_date(start)}


def _kind(interest: Mapping[str, Any]) -> str:
    return _camel(str(interest.get("type") or ""))


def read_relationship(
    telling: Telling, statement: Statement, parties: Mapping[str, Known], past: Mapping[str, str] | None = None
) -> str | None:
    """The party that annotations are about: the subject, or else the interested party.

    Of a statement that no longer stands, `past` has the kinds of interest that held until a day, and that day.
    """
    cells = Cells(statement.details)
    owned = _side(cells, "subject", parties)
    owner = _side(cells, "interestedParty", parties)
    interests = [one for one in trees(cells, "interests") if past is None or _kind(one) in past]
    cells.ignore("isComponent", "componentRecords")
    cells.done(f"{telling.record.recorder.place}, record {telling.record.number}")
    ended = statement.date if statement.status == "closed" else None
    asset = owned.known.party(telling.record) if owned.known else None
    holder = owner.known.party(telling.record) if owner.known else None
    if asset is not None and asset == holder:
        raise Refused(f"column '{owner.path}': a relationship of {owner.quote!r} to itself")
    if past is not None and (asset is None or holder is None):
        return None
    if asset is None or holder is None:
        _say_untold(telling, (owned, asset), (owner, holder), interests)
    elif not interests:
        telling.say(owner.path, owner.quote, Predicate.LINKED_TO, holder, object=asset, valid_to=ended)
    else:
        for number, interest in enumerate(statement.details["interests"]):
            if past is None or _kind(interest) in past:
                last = ended if past is None else past[_kind(interest)]
                _say_interest(telling, f"interests[{number}]", interest, (holder, asset), last)
    return asset or holder


def _side(cells: Cells, column: str, parties: Mapping[str, Known]) -> Side:
    """0.4 has a record's id or a reason; before, an object with a statement's id or with a reason in `unspecified`."""
    value = cells.pop(column)
    if isinstance(value, str):
        return _found(column, value, parties)
    if not isinstance(value, dict):
        raise Refused(f"column {column!r}: missing")
    inner = Cells(value)
    unspecified = tree(inner, "unspecified")
    for key in ("describedByEntityStatement", "describedByPersonStatement"):
        if (identifier := inner.text(key)) is not None:
            return _found(f"{column}.{key}", identifier, parties)
    path = f"{column}.unspecified" if unspecified else column
    reason = Cells(unspecified or value)
    words = [text for text in (reason.text("reason"), reason.text("description")) if text]
    if not words:
        raise Refused(f"column {column!r}: names no party and no reason")
    reason.done(column)
    return Side(path, words[-1], None, ": ".join(words))


def _found(path: str, identifier: str, parties: Mapping[str, Known]) -> Side:
    who = parties.get(identifier)
    if who is None:
        raise Refused(f"column {path!r}: {identifier[:80]!r} is described nowhere in this file")
    if who.why is not None:
        return Side(path, identifier, None, who.why)
    return Side(path, identifier, who)


def _say_untold(
    telling: Telling, owned: tuple[Side, str | None], owner: tuple[Side, str | None], interests: list[dict[str, Any]]
) -> None:
    """One side is not to be told: a remark on the other, with the reason and with what it holds or is held by."""
    (subject, asset), (interested, holder) = owned, owner
    party, untold, who = (asset, interested, "interested party") if holder is None else (holder, subject, "subject")
    if party is None:
        telling.refuse(untold.path, untold.quote, "neither the subject nor the interested party is told")
        return
    telling.remark(untold.path, untold.quote, party, f"{who} not told: {untold.why}")
    for number, interest in enumerate(interests):
        quote = written(interest)
        telling.remark(f"interests[{number}]", quote, party, f"interest, {who} not told: {quote}")


def _say_interest(
    telling: Telling, path: str, interest: dict[str, Any], ends: tuple[str, str], ended: str | None
) -> None:
    """An indirect stake is told without its share: what lies between holds it, and no stake counts twice."""
    if interest.keys() - _INTEREST:
        raise Refused(f"column {path!r}: {min(interest.keys() - _INTEREST)!r} is none of the standard's fields")
    cells = Cells(interest)
    what = _camel(cells.text("type") or "")
    level = cells.text("directOrIndirect") or cells.text("interestLevel")
    since, until = day(cells, "startDate"), day(cells, "endDate") or ended
    holder, asset = ends
    labels = telling.record.parties[holder].label, telling.record.parties[asset].label
    predicate = _predicate(what, *labels)
    share = tree(cells, "share")
    stake = predicate is Predicate.OWNS and level != "indirect"
    telling.say(
        path,
        written(interest),
        predicate,
        holder,
        object=asset,
        valid_from=since,
        valid_to=until,
        quantity=_quantity(telling, f"{path}.share", share) if stake and share else None,
    )


def _camel(kind: str) -> str:
    first, *rest = kind.split("-")
    return first + "".join(word.capitalize() for word in rest)


def _predicate(what: str, holder: Label, asset: Label) -> Predicate:
    if what == "shareholding":
        return Predicate.OWNS
    if what in _CONTROLS:
        return Predicate.CONTROLS
    if what in _POSTS and holder is Label.PERSON and asset in _BODIES:
        return _POSTS[what]
    return Predicate.LINKED_TO


def _quantity(telling: Telling, path: str, share: dict[str, Any]) -> Quantity | None:
    """The share in percent. An exclusive bound is a number in 0.4, and before a mark on the other bound."""
    if share.keys() - set(_SHARE):
        raise Refused(f"column {path!r}: {min(share.keys() - set(_SHARE))!r} is none of the standard's fields")
    exact = _number(share.get("exact"))
    low = _number(share.get("minimum")) if exact is None else exact
    high = _number(share.get("maximum")) if exact is None else exact
    low = _number(share.get("exclusiveMinimum")) if low is None else low
    high = _number(share.get("exclusiveMaximum")) if high is None else high
    bounds = [bound for bound in (low, high) if bound is not None]
    if not bounds or any(not 0 <= bound <= 100 for bound in bounds) or bounds != sorted(bounds):
        telling.refuse(path, written(share), "no share in percent, nor two bounds of one")
        return None
    return Quantity(kind=QuantityKind.SHARE, low=low, high=high)


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
        return None
    return Decimal(value)
