"""Where an exposure search starts: which parties are taken as listed, and what it was that listed them."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, model_validator

from graph import dates
from graph.answer import Evidence, Listed, Listing
from graph.claims import IsoDate
from graph.listings import (
    IN_FORCE,
    by_action,
    edges_in,
    edges_out,
    evidence,
    listings_of,
    party_ref,
)
from graph.lookup import ACTORS, country_code, find, has_country, sector_name
from graph.model import Label, Predicate
from graph.projection import Graph


class StartKind(StrEnum):
    """What a start names. `ALL`: every party on any list."""

    ALL = "all"
    PARTY = "party"
    LIST = "list"
    ACTION = "action"
    DATES = "dates"
    COUNTRY = "country"
    SECTOR = "sector"


class Start(BaseModel):
    """A start of a search; build it with one of the class methods. Names may be ids or spellings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: StartKind = StartKind.ALL
    names: tuple[str, ...] = ()
    since: IsoDate | None = None
    until: IsoDate | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if (self.kind is StartKind.DATES) != (self.since is not None and self.until is not None):
            raise ValueError("a start by dates needs since and until, and no other start takes them")
        if (self.kind in (StartKind.ALL, StartKind.DATES)) == bool(self.names):
            raise ValueError(f"a start by {self.kind} {'takes no' if self.names else 'needs'} names")
        if self.since is not None and self.until is not None and not dates.begun(self.since, self.until):
            raise ValueError(f"since {self.since} is after until {self.until}")
        return self

    @classmethod
    def everything(cls) -> Self:
        return cls()

    @classmethod
    def party(cls, *names: str) -> Self:
        """These parties, as if they were listed where they are not."""
        return cls(kind=StartKind.PARTY, names=names)

    @classmethod
    def list(cls, name: str) -> Self:
        """The parties on a list, or on the lists of an agency."""
        return cls(kind=StartKind.LIST, names=(name,))

    @classmethod
    def action(cls, name: str) -> Self:
        """The parties that a listing action (an Event) put on a list."""
        return cls(kind=StartKind.ACTION, names=(name,))

    @classmethod
    def dates(cls, since: str, until: str | None = None) -> Self:
        """The parties whose listing was announced, published or effective then; a coarse date is a range."""
        return cls(kind=StartKind.DATES, since=since, until=until or since)

    @classmethod
    def country(cls, name: str) -> Self:
        """The listed parties with their seat in a country."""
        return cls(kind=StartKind.COUNTRY, names=(name,))

    @classmethod
    def sector(cls, name: str) -> Self:
        """The listed parties in a sector."""
        return cls(kind=StartKind.SECTOR, names=(name,))

    def __str__(self) -> str:
        span = self.since if self.since == self.until else f"{self.since} to {self.until}"
        what = span if self.kind is StartKind.DATES else ", ".join(self.names)
        return f"{self.kind} {what}" if what else "every listed party"


@dataclass(frozen=True, slots=True)
class Beginning:
    """A start resolved in a graph. `measures` are the lists, actions and agencies that texts may name as the cause;
    `in_force` are the ids of all parties that some list has as of the date.
    """

    listed: tuple[Listed, ...]
    left_out: tuple[Listed, ...]
    measures: frozenset[str]
    in_force: frozenset[str]


def begin(graph: Graph, start: Start, as_of: str | None) -> Beginning:
    """Resolve a start. Raises UnknownName for a name that the graph does not have."""
    listings = listings_of(graph, as_of)
    in_force = frozenset(p for p, found in listings.items() if any(x.status in IN_FORCE for x in found))
    measures: set[str] = set()
    chosen: Mapping[str, Iterable[Listing]]
    if start.kind is StartKind.PARTY:
        chosen = {n: listings.get(n, ()) for n in (find(graph, name, "party", ACTORS) for name in start.names)}
    elif start.kind is StartKind.LIST:
        keepers = _keepers(graph, find(graph, start.names[0], "list", [Label.LIST, Label.AGENCY]))
        measures |= keepers
        chosen = _kept(listings, lambda x: x.list in keepers)
    elif start.kind in (StartKind.ACTION, StartKind.DATES):
        actions = _actions(graph, start)
        measures |= actions
        chosen = _of_actions(graph, start, actions, listings, as_of)
    else:
        belongs = _belongs(graph, start)
        chosen = {p: found for p, found in listings.items() if belongs(p)}
    return _sorted_out(graph, start, chosen, frozenset(measures), in_force)


def _sorted_out(
    graph: Graph,
    start: Start,
    chosen: Mapping[str, Iterable[Listing]],
    measures: frozenset[str],
    in_force: frozenset[str],
) -> Beginning:
    """Keep who is listed as of the date, or was named by the user; the others are left out and said."""
    taken: builtins.list[Listed] = []
    left: builtins.list[Listed] = []
    for party, found in sorted(chosen.items()):
        listings = tuple(found)
        valid = any(x.status in IN_FORCE for x in listings)
        as_if = start.kind is StartKind.PARTY and not valid
        one = Listed(party=party_ref(graph, party, in_force), listings=listings, as_if=as_if)
        (taken if valid or as_if else left).append(one)
    keepers = {x.list for one in taken for x in one.listings if x.status in IN_FORCE}
    agencies = {a for k in keepers for a, _ in edges_out(graph, k, Predicate.ADMINISTERED_BY)}
    actions = {a for one in taken for a in _actions_of(graph, one.party.id)} if start.kind is StartKind.PARTY else set()
    return Beginning(tuple(taken), tuple(left), measures | keepers | agencies | actions, in_force)


def _belongs(graph: Graph, start: Start) -> Callable[[str], bool]:
    """Whether a party is of the country or sector that the start names, if it names one."""
    if start.kind is StartKind.COUNTRY:
        code = country_code(graph, start.names[0])
        return lambda party: has_country(graph, party, code)
    if start.kind is StartKind.SECTOR:
        sector = sector_name(graph, start.names[0])
        return lambda party: sector in (graph.nodes[party].get("sectors") or ())
    return lambda party: True


def _keepers(graph: Graph, keeper: str) -> frozenset[str]:
    """A list, or an agency with the lists that it keeps."""
    return frozenset({keeper, *(kept for kept, _ in edges_in(graph, keeper, Predicate.ADMINISTERED_BY))})


def _kept(
    listings: Mapping[str, tuple[Listing, ...]], wanted: Callable[[Listing], bool]
) -> dict[str, tuple[Listing, ...]]:
    kept = {party: tuple(x for x in found if wanted(x)) for party, found in listings.items()}
    return {party: found for party, found in kept.items() if found}


def _actions(graph: Graph, start: Start) -> frozenset[str]:
    """The actions a start names, with the smaller ones that are part of them."""
    if start.kind is StartKind.ACTION:
        found = {find(graph, start.names[0], "action", [Label.EVENT])}
    else:
        found = {n for n, p in graph.nodes(data=True) if p["label"] == Label.EVENT and _dated(p, start)}
    whole = set(found)
    while found:
        parts = {u for action in found for u, _ in edges_in(graph, action, Predicate.PART_OF)}
        found = {u for u in parts if graph.nodes[u]["label"] == Label.EVENT} - whole
        whole |= found
    return frozenset(whole)


def _dated(properties: Mapping[str, Any], start: Start) -> bool:
    since, until = start.since or "", start.until or ""
    days = (properties.get(field) for field in ("announced", "published", "effective"))
    return any(dates.within(day, since, until) for day in days)


def _of_actions(
    graph: Graph, start: Start, actions: frozenset[str], listings: Mapping[str, tuple[Listing, ...]], as_of: str | None
) -> dict[str, tuple[Listing, ...]]:
    """The parties that these actions listed. One that no list has takes the action's own dates."""
    chosen: dict[str, tuple[Listing, ...]] = {}
    for action in sorted(actions):
        for party, member in _members(graph, action):
            chosen[party] = listings.get(party) or (*chosen.get(party, ()), by_action(graph, action, member, as_of))
    if start.kind is StartKind.DATES:
        chosen |= {party: listings[party] for party in _listed_then(graph, start) if party in listings}
    return chosen


def _members(graph: Graph, action: str) -> Iterator[tuple[str, Evidence]]:
    """The parties of an action: its members, the sets that are part of it, and whom its listings list."""
    for party, edge in edges_in(graph, action, Predicate.MEMBER_OF):
        yield party, evidence(party, action, edge)
    for part, edge in edges_in(graph, action, Predicate.PART_OF):
        if graph.nodes[part]["label"] == Label.GROUP:
            yield part, evidence(part, action, edge)
        for party, of in edges_out(graph, part, Predicate.LISTING_OF):
            yield party, evidence(part, party, of)


def _listed_then(graph: Graph, start: Start) -> Iterator[str]:
    """Parties whose own listing, or LISTED_BY edge, carries a date of the range."""
    for node, properties in graph.nodes(data=True):
        if properties["label"] == Label.LISTING and _dated(properties, start):
            yield from (party for party, _ in edges_out(graph, node, Predicate.LISTING_OF))
    for party, _, edge in graph.edges(data=True):
        if edge["type"] == Predicate.LISTED_BY and _dated({"effective": edge.get("validFrom")}, start):
            yield party


def _actions_of(graph: Graph, party: str) -> Iterator[str]:
    """The actions that a party is part of, by membership or by one of its listings."""
    nodes = [party, *(listing for listing, _ in edges_in(graph, party, Predicate.LISTING_OF))]
    for node in nodes:
        for predicate in (Predicate.MEMBER_OF, Predicate.PART_OF):
            found = (target for target, _ in edges_out(graph, node, predicate))
            yield from (target for target in found if graph.nodes[target]["label"] == Label.EVENT)
