"""Who is on which list as of a date, as far as the graph knows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from graph import dates
from graph.answer import Evidence, Listing, PartyRef
from graph.model import Label, Modality, Predicate
from graph.projection import Graph
from graph.versions_missing import missing_since


class Status(StrEnum):
    """Of a listing as of a date. The first four count as listed.

    MISSING: an older version of the list has the party, the newest has not, and no notice says that it was removed.
    EXPIRED: the date up to which it was to hold is past; whether it was renewed, a newer version tells.
    """

    IN_FORCE = "in force"
    ANNOUNCED = "announced, not yet effective"
    DATE_UNKNOWN = "in force, date unknown"
    MISSING = "missing since"
    NOT_YET = "not yet announced"
    ENDED = "ended"
    EXPIRED = "expired by its own terms"


LISTING_ACTION = "listing action"  # the kind of the Events that put parties on a list
IN_FORCE = frozenset({Status.IN_FORCE, Status.ANNOUNCED, Status.DATE_UNKNOWN, Status.MISSING})


def edges_out(graph: Graph, node: str, predicate: Predicate) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(target, edge properties) of a node's edges of one type, by edge id."""
    found = ((v, d) for _, v, d in graph.out_edges(node, data=True) if d["type"] == predicate)
    return iter(sorted(found, key=lambda pair: str(pair[1]["id"])))


def edges_in(graph: Graph, node: str, predicate: Predicate) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(source, edge properties) of the edges of one type that reach a node, by edge id."""
    found = ((u, d) for u, _, d in graph.in_edges(node, data=True) if d["type"] == predicate)
    return iter(sorted(found, key=lambda pair: str(pair[1]["id"])))


def evidence(source: str, target: str, edge: Mapping[str, Any]) -> Evidence:
    """What an edge of the projection rests on."""
    return Evidence(
        edge=edge["id"],
        predicate=edge["type"],
        source=source,
        target=target,
        claims=tuple(edge["claims"]),
        grade=edge["grade"],
        modality=edge["modality"],
        sources=edge["sources"],
        contested=edge["contested"],
        first_date=edge.get("firstDate"),
        last_date=edge.get("lastDate"),
        valid_from=edge.get("validFrom"),
        valid_to=edge.get("validTo"),
        share_low=edge.get("shareLow"),
        share_high=edge.get("shareHigh"),
    )


def party_ref(graph: Graph, node: str, listed: Iterable[str] = ()) -> PartyRef:
    """A node of the projection as an answer names it; `listed` holds the ids that are on a list."""
    properties = graph.nodes[node]
    return PartyRef(
        id=node,
        label=properties["label"],
        name=properties["name"],
        kind=properties.get("kind"),
        countries=tuple(properties.get("countries") or ()),
        sectors=tuple(properties.get("sectors") or ()),
        listed=node in listed,
    )


def listings_of(
    graph: Graph, as_of: str | None, *, covering: Mapping[str, Collection[str]] | None = None
) -> dict[str, tuple[Listing, ...]]:
    """Every party's listings, one for each list, in the order of the lists' ids, then those by an action alone.

    Dates come from the Listing nodes, then from the action that made them, then from the LISTED_BY edge itself.
    `covering` is for a part of a graph: as in `graph.versions_missing.missing_since`.
    """
    versions = _versions(graph)
    missing = missing_since(_held(graph), graph.graph.get("documents", ()), as_of, covering=covering)
    found: dict[str, list[Listing]] = {}
    for (party, keeper), (edges, nodes) in sorted(versions.items()):
        listing = _listing(graph, party, keeper, edges, nodes, as_of)
        found.setdefault(party, []).append(_flagged(listing, missing.get((party, keeper))))
    for listing in _sets(graph, as_of):
        found.setdefault(listing.party, []).append(listing)
    return {party: tuple(listings) for party, listings in found.items()}


def _held(graph: Graph) -> dict[tuple[str, str], set[str]]:
    """The documents that put each party on each list."""
    held: dict[tuple[str, str], set[str]] = {}
    for party, keeper, edge in graph.edges(data=True):
        if edge["type"] == Predicate.LISTED_BY and edge["modality"] != Modality.NEGATED:
            held.setdefault((party, keeper), set()).update(edge.get("documentIds") or ())
    return held


def _flagged(listing: Listing, since: str | None) -> Listing:
    """A listing that counts as listed is flagged where the newest version of the list has it no more."""
    if since is None or listing.status not in IN_FORCE:
        return listing
    return listing.model_copy(update={"status": Status.MISSING, "missing_since": since})


_Versions = dict[tuple[str, str], tuple[list[Evidence], list[str]]]


def _versions(graph: Graph) -> _Versions:
    versions: _Versions = {}
    for party, keeper, edge in graph.edges(data=True):
        if edge["type"] == Predicate.LISTED_BY and edge["modality"] != Modality.NEGATED:
            versions.setdefault((party, keeper), ([], []))[0].append(evidence(party, keeper, edge))
    for node, properties in graph.nodes(data=True):
        if properties["label"] == Label.LISTING:
            for party, of in edges_out(graph, node, Predicate.LISTING_OF):
                for keeper, _ in edges_out(graph, node, Predicate.ON_LIST):
                    edges, nodes = versions.setdefault((party, keeper), ([], []))
                    nodes.append(node)
                    edges.append(evidence(node, party, of))
    return versions


def _listing(
    graph: Graph, party: str, keeper: str, edges: list[Evidence], nodes: list[str], as_of: str | None
) -> Listing:
    versions = _dated_versions(graph, edges, nodes)
    ranked = sorted(((_status(v, as_of), v) for v in versions), key=lambda pair: list(Status).index(pair[0]))
    status, best = ranked[0]
    return Listing(
        party=party,
        list=keeper,
        list_name=graph.nodes[keeper]["name"],
        status=status,
        announced=best.get("announced"),
        published=best.get("published"),
        effective=best.get("effective"),
        ended=best.get("ended") or best.get("last"),
        nodes=tuple(sorted(nodes)),
        citations=tuple(sorted({c for n in nodes for c in graph.nodes[n].get("citations") or ()})),
        evidence=tuple(sorted(edges, key=lambda e: e.edge)),
    )


def _dated_versions(graph: Graph, edges: list[Evidence], nodes: list[str]) -> list[dict[str, str | None]]:
    """The dates of each Listing, or of each LISTED_BY edge where there is none; undated Listings take the edge's."""
    stated = sorted((e for e in edges if e.predicate is Predicate.LISTED_BY), key=lambda e: e.edge)
    if not nodes:
        return [{"effective": e.valid_from, "last": e.valid_to} for e in stated]
    versions = [_dates(graph, node) for node in sorted(nodes)]
    if stated and not any(v["effective"] or v["announced"] for v in versions):
        return [{**v, "effective": stated[0].valid_from} for v in versions]
    return versions


def _dates(graph: Graph, node: str) -> dict[str, str | None]:
    """A Listing's dates; what it lacks, the action that made it may know."""
    action: Mapping[str, Any] = next((graph.nodes[v] for v, _ in edges_out(graph, node, Predicate.PART_OF)), {})
    own = graph.nodes[node]
    found = {field: own.get(field) or action.get(field) for field in ("announced", "published", "effective")}
    return {**found, "ended": own.get("ended"), "expires": own.get("expires")}


def _status(version: Mapping[str, str | None], as_of: str | None) -> Status:
    effective, announced = version.get("effective"), version.get("announced") or version.get("published")
    ended, last = version.get("ended"), version.get("last")
    if as_of is None:
        return Status.ENDED if ended or last else Status.IN_FORCE if effective or announced else Status.DATE_UNKNOWN
    if (ended is not None and ended <= as_of) or dates.over(last, as_of):
        return Status.ENDED
    if dates.over(version.get("expires"), as_of):
        return Status.EXPIRED
    if effective is not None and dates.begun(effective, as_of):
        return Status.IN_FORCE
    if announced is not None and dates.begun(announced, as_of):
        return Status.ANNOUNCED
    return Status.NOT_YET if effective or announced else Status.DATE_UNKNOWN


def by_action(graph: Graph, action: str, member: Evidence, as_of: str | None) -> Listing:
    """What an action says of one that it listed, where no list is named: the action's own dates."""
    properties: Mapping[str, Any] = graph.nodes[action]
    days: dict[str, Any] = {field: properties.get(field) for field in ("announced", "published", "effective", "ended")}
    return Listing(
        party=member.source,
        list=action,
        list_name=properties["name"],
        status=_status(days, as_of),
        **days,
        citations=tuple(sorted(properties.get("citations") or ())),
        evidence=(member,),
    )


def _sets(graph: Graph, as_of: str | None) -> Iterator[Listing]:
    """Sets that a text names among those whom a listing action listed ("some of the now-listed firms")."""
    for node in sorted(n for n, p in graph.nodes(data=True) if p["label"] == Label.GROUP):
        for predicate in (Predicate.PART_OF, Predicate.MEMBER_OF):
            for action, edge in edges_out(graph, node, predicate):
                if graph.nodes[action].get("kind") == LISTING_ACTION and edge["modality"] != Modality.NEGATED:
                    yield by_action(graph, action, evidence(node, action, edge), as_of)
