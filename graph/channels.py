"""Along which edges harm runs from a listed party, in which direction, and what it means there.

A path starts at the listed party. Each step goes from a party that is hit to one that is exposed to it. `CARRIERS`
says which edges carry; nothing else does: a shared technology, sector, country, set, action or rival is no exposure.

Harm runs down to what the hit party owns, then along one kind of trade (to its customers and theirs, to its suppliers
and theirs, or to a partner), then up to investors, owners and people, in the order of the table and never back: another
customer of a supplier, a customer's other suppliers, a sister company and an investor's other holdings are not hit.
A set that a text names and a country end a path: who is meant is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.model import Label, Predicate


class Channel(StrEnum):
    """What a party exposed by a step stands to lose."""

    COVERAGE = "coverage"
    STAKE = "stake"
    LOST_SUPPLY = "lost supply"
    PARTNERSHIP = "partnership"
    LOST_SALES = "lost sales"
    CAPITAL = "capital"
    PEOPLE = "people"


class Walk(StrEnum):
    """Which way an edge is walked, from the hit party to the exposed one."""

    ALONG = "along"
    AGAINST = "against"


@dataclass(frozen=True, slots=True)
class Carrier:
    """An edge type walked one way. `order` grows along a path; a channel that `repeats` may follow itself."""

    predicate: Predicate
    walk: Walk
    channel: Channel
    order: int
    meaning: str
    repeats: bool = False
    first: bool = False  # only as the first step of a path
    ends: bool = False  # only as the last

    def follows(self, previous: Carrier | None) -> bool:
        """Whether this step may come after that one; `None`: at the start of a path."""
        if previous is None:
            return True
        if self.first or previous.ends:
            return False
        return self.order > previous.order or (self.channel is previous.channel and self.repeats)


_P = Predicate
CARRIERS: tuple[Carrier, ...] = (
    Carrier(
        _P.OWNS,
        Walk.ALONG,
        Channel.COVERAGE,
        0,
        "is owned by the party hit: ownership rules may cover it",
        repeats=True,
    ),
    Carrier(
        _P.CONTROLS,
        Walk.ALONG,
        Channel.COVERAGE,
        0,
        "is controlled by the party hit, and no share is stated: whether ownership rules cover it is to be found out",
        repeats=True,
    ),
    Carrier(
        _P.INVESTED_IN, Walk.ALONG, Channel.STAKE, 1, "has the party hit among its investors: a red flag", ends=True
    ),
    Carrier(_P.SUPPLIES, Walk.ALONG, Channel.LOST_SUPPLY, 2, "may lose the party hit as a source", repeats=True),
    Carrier(_P.PARTNERS_WITH, Walk.ALONG, Channel.PARTNERSHIP, 2, "may lose a project with the party hit"),
    Carrier(_P.PARTNERS_WITH, Walk.AGAINST, Channel.PARTNERSHIP, 2, "may lose a project with the party hit"),
    Carrier(_P.SUPPLIES, Walk.AGAINST, Channel.LOST_SALES, 2, "may lose sales to the party hit", repeats=True),
    Carrier(_P.INVESTED_IN, Walk.AGAINST, Channel.CAPITAL, 3, "may lose value invested in the party hit", repeats=True),
    Carrier(_P.OWNS, Walk.AGAINST, Channel.CAPITAL, 3, "may lose value as an owner of the party hit", repeats=True),
    Carrier(_P.CONTROLS, Walk.AGAINST, Channel.CAPITAL, 3, "controls the party hit", repeats=True),
    Carrier(_P.BOARD_MEMBER_OF, Walk.AGAINST, Channel.PEOPLE, 4, "sits on the board of the party hit", ends=True),
    Carrier(_P.EMPLOYED_BY, Walk.AGAINST, Channel.PEOPLE, 4, "works for the party hit", ends=True),
    Carrier(
        _P.BOARD_MEMBER_OF, Walk.ALONG, Channel.PEOPLE, 4, "has the listed person on its board", first=True, ends=True
    ),
    Carrier(_P.EMPLOYED_BY, Walk.ALONG, Channel.PEOPLE, 4, "employs the listed person", first=True, ends=True),
)

CARRIER = {(c.predicate, c.walk): c for c in CARRIERS}
CONSEQUENCES = (Predicate.AFFECTED_BY, Predicate.RESTRICTED_BY)  # what a text itself says is hit, beside the channels
ENDS_AT = (Label.GROUP, Label.COUNTRY)  # a path that reaches one goes no farther


def read_path(nodes: Sequence[tuple[str, str]], edges: Sequence[tuple[str, str]]) -> tuple[Carrier, ...] | None:
    """The carriers of a path walked from the listed party, or None where harm does not run along it.

    nodes: (id, label) of each, n + 1 of them. edges: (predicate, source id) of each, n of them.
    """
    ids = [node for node, _ in nodes]
    if not edges or len(set(ids)) < len(ids) or any(label in ENDS_AT for _, label in nodes[1:-1]):
        return None
    carriers: list[Carrier] = []
    for (predicate, source), hit in zip(edges, ids, strict=False):
        walk = Walk.ALONG if source == hit else Walk.AGAINST
        carrier = CARRIER.get((Predicate(predicate), walk))
        if carrier is None or not carrier.follows(carriers[-1] if carriers else None):
            return None
        carriers.append(carrier)
    return tuple(carriers)
