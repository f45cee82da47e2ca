"""Who is exposed when a party is listed: every simple path along the channels, in plain networkx.

Obvious before fast: this is the oracle that a faster engine is held to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from graph import dates
from graph.answer import (
    Answer,
    Consequence,
    Evidence,
    Exposure,
    Listed,
    Path,
    Searched,
    Step,
    Stopped,
    Unknown,
)
from graph.channels import CARRIER, CONSEQUENCES, ENDS_AT, Carrier, Walk
from graph.errors import InputError
from graph.listings import IN_FORCE, edges_in, evidence, party_ref
from graph.lookup import ACTORS, country_code, find, kind_name, sector_name
from graph.model import GRADES, MODALITIES, Label, Modality, Predicate
from graph.projection import Graph
from graph.start import Beginning, Start, StartKind, begin

LIMIT = 1000  # paths in an answer; a report beyond that is no longer read
MAX_HOPS = 6

Edge = Mapping[str, Any]
Walked = tuple[Carrier, str, str, str]  # how the edge is walked, its source, target and id

NO_DATE = (
    "No as-of date was given: relations and listings with a known end are left out, and those that begin later than "
    "others are not told apart."
)
UNDATED = "Relations and listings without a date stay in whatever the as-of date, marked as date unknown."
ORDER = (
    "Paths are ranked by their weakest grade, then weakest modality, length, fewest sources and dates; "
    "no probability is made up."
)
CONSEQUENCES_NOTE = (
    "A consequence that a text states of a list or an agency is shown where that text tells of the listing of one of "
    "these parties; from a whole list, always."
)
HISTORY = "A supply that has stopped carries nothing; it is shown as history."


class Target(BaseModel):
    """Which exposed parties are wanted; an empty filter wants all. Filters add up, the values within one do not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    country: str | None = None
    sector: str | None = None
    labels: tuple[Label, ...] = ()
    kind: str | None = None  # of an Organisation: "fund"
    on_list: str | None = None  # only parties that are on this list themselves
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        words = (self.country, self.sector, *self.labels, self.kind, self.on_list and f"on {self.on_list}", *self.names)
        return ", ".join(word for word in words if word) or "any party"


def exposure(
    graph: Graph,
    start: Start,
    target: Target | None = None,
    *,
    hops: int = 3,
    as_of: str | None = None,
    limit: int | None = LIMIT,
) -> Answer:
    """Who of the target is exposed to the parties of the start, along which paths of up to `hops` steps.

    `as_of` is an ISO date, as coarse as wanted. Raises UnknownName for a name the graph does not have and InputError
    for hops out of range.
    """
    if not 1 <= hops <= MAX_HOPS:
        raise InputError(f"hops is {hops}: give 1 to {MAX_HOPS}")
    beginning = begin(graph, start, as_of)
    wanted = _Filter(graph, target or Target())
    paths, beyond = _paths_from(graph, beginning, hops, as_of)
    ranked = sorted((p for p in paths if wanted.takes(p.exposed.id)), key=lambda path: path.rank)
    shown = ranked if limit is None else ranked[:limit]
    return Answer(
        question=f"Who is exposed ({target or Target()}) when listed: {start}?",
        listed=beginning.listed,
        left_out=beginning.left_out,
        exposures=_groups(shown),
        consequences=tuple(_consequences(graph, start, beginning, wanted, as_of)),
        stopped=tuple(_stopped(graph, beginning, wanted, as_of)),
        unknown=tuple(_unknown(graph, wanted, paths, beginning)),
        searched=_searched(graph, hops, limit, len(ranked), beyond, as_of),
        notes=(NO_DATE if as_of is None else UNDATED, ORDER, CONSEQUENCES_NOTE, HISTORY),
    )


def carries(edge: Edge, as_of: str | None) -> bool:
    """Whether an edge holds as of the date: not denied, not stopped, begun and not over."""
    if edge["modality"] == Modality.NEGATED:
        return False
    start, end = edge.get("validFrom"), edge.get("validTo")
    if as_of is None:
        return not edge["stopped"] and end is None
    if edge["stopped"] and (end is None or end <= as_of):
        return False
    return dates.begun(start, as_of) and not dates.over(end, as_of)


def walks(graph: Graph, listed: str, hops: int, as_of: str | None) -> Iterator[tuple[Walked, ...]]:
    """Every simple path from one party along the channels; the longest that could go on end in no special way."""
    yield from _extend(graph, (listed,), (), hops, as_of)


def _extend(
    graph: Graph, visited: tuple[str, ...], walked: tuple[Walked, ...], hops: int, as_of: str | None
) -> Iterator[tuple[Walked, ...]]:
    for step, reached in _steps(graph, visited, walked, as_of):
        yield (*walked, step)
        if len(walked) + 1 < hops:
            yield from _extend(graph, (*visited, reached), (*walked, step), hops, as_of)


def _steps(
    graph: Graph, visited: tuple[str, ...], walked: tuple[Walked, ...], as_of: str | None
) -> list[tuple[Walked, str]]:
    """The steps that may follow, each with the party that it reaches, by edge id."""
    here = visited[-1]
    if walked and graph.nodes[here]["label"] in ENDS_AT:
        return []
    previous = walked[-1][0] if walked else None
    found = []
    for source, target, edge in (*graph.out_edges(here, data=True), *graph.in_edges(here, data=True)):
        carrier = CARRIER.get((edge["type"], Walk.ALONG if source == here else Walk.AGAINST))
        reached = target if source == here else source
        if carrier and carrier.follows(previous) and reached not in visited and carries(edge, as_of):
            found.append(((carrier, source, target, str(edge["id"])), reached))
    return sorted(found, key=lambda step: step[0][3])


def _paths_from(graph: Graph, beginning: Beginning, hops: int, as_of: str | None) -> tuple[list[Path], bool]:
    """All paths from all listed parties, and whether one could go on past `hops`."""
    paths, beyond = [], False
    for listed in beginning.listed:
        for walked in walks(graph, listed.party.id, hops, as_of):
            path = _path(graph, listed, walked, beginning.in_force)
            paths.append(path)
            if path.hops == hops and not beyond:
                visited = (listed.party.id, *(step.exposed.id for step in path.steps))
                beyond = bool(_steps(graph, visited, walked, as_of))
    return paths, beyond


def _path(graph: Graph, listed: Listed, walked: tuple[Walked, ...], in_force: frozenset[str]) -> Path:
    steps = tuple(_step(graph, one, in_force) for one in walked)
    links = [*_best_listing(listed), *(step.evidence for step in steps)]
    known = [e.first_date for e in links if e.first_date is not None]
    return Path(
        listed=listed.party,
        steps=steps,
        grade=max((e.grade for e in links), key=GRADES.index),
        modality=max((e.modality for e in links), key=MODALITIES.index),
        sources=min(e.sources for e in links),
        contested=any(e.contested for e in links),
        date_unknown=any(e.date_unknown for e in links),
        first_date=min(known, default=None),
    )


def _step(graph: Graph, walked: Walked, in_force: frozenset[str]) -> Step:
    carrier, source, target, key = walked
    hit, exposed = (source, target) if carrier.walk is Walk.ALONG else (target, source)
    return Step(
        hit=party_ref(graph, hit, in_force),
        exposed=party_ref(graph, exposed, in_force),
        channel=carrier.channel,
        meaning=carrier.meaning,
        evidence=evidence(source, target, graph.edges[source, target, key]),
    )


def _best_listing(listed: Listed) -> list[Evidence]:
    """The firmest evidence that the party is listed; none where it is taken as if it were."""
    if listed.as_if:
        return []
    found = [e for x in listed.listings if x.status in IN_FORCE for e in x.evidence]
    return sorted(found, key=lambda e: (GRADES.index(e.grade), MODALITIES.index(e.modality), -e.sources, e.edge))[:1]


def _groups(ranked: Iterable[Path]) -> tuple[Exposure, ...]:
    """Paths grouped by exposed party and channel, direct and asserted ones apart; in the order of the best path."""
    groups: dict[tuple[str, str, bool, bool], list[Path]] = defaultdict(list)
    for path in ranked:
        direct, asserted = path.hops == 1, path.modality is Modality.ASSERTED
        groups[path.exposed.id, path.channel, direct, asserted].append(path)
    return tuple(
        Exposure(party=paths[0].exposed, channel=paths[0].channel, direct=direct, asserted=asserted, paths=tuple(paths))
        for (_, _, direct, asserted), paths in groups.items()
    )


class _Filter:
    """A target resolved in a graph."""

    def __init__(self, graph: Graph, target: Target) -> None:
        self._graph, self._target = graph, target
        self._country = country_code(graph, target.country) if target.country is not None else None
        self._sector = sector_name(graph, target.sector) if target.sector is not None else None
        self._names = {find(graph, name, "party", ACTORS) for name in target.names}
        self._on = (
            find(graph, target.on_list, "list", [Label.LIST, Label.AGENCY]) if target.on_list is not None else None
        )
        self._kind = kind_name(graph, target.kind) if target.kind is not None else None

    def takes(self, node: str) -> bool:
        return self._fits(node) and not self.missing(node) and self._in_place(node) and self._in_sector(node)

    def nearly_takes(self, node: str) -> bool:
        """Whether only what is unknown of the party keeps it out."""
        missing = self.missing(node)
        in_place, in_sector = "country" in missing or self._in_place(node), "sector" in missing or self._in_sector(node)
        return bool(missing) and self._fits(node) and in_place and in_sector

    def missing(self, node: str) -> tuple[str, ...]:
        properties = self._graph.nodes[node]
        asked = (("country", self._country, "countries"), ("sector", self._sector, "sectors"))
        return tuple(what for what, wanted, field in asked if wanted and not properties.get(field))

    def _in_place(self, node: str) -> bool:
        countries = {c.upper() for c in self._graph.nodes[node].get("countries") or ()}
        return self._country is None or self._country in countries

    def _in_sector(self, node: str) -> bool:
        return self._sector is None or self._sector in (self._graph.nodes[node].get("sectors") or ())

    def _fits(self, node: str) -> bool:
        properties, target = self._graph.nodes[node], self._target
        labelled = not target.labels or properties["label"] in target.labels
        of_kind = self._kind is None or properties.get("kind") == self._kind
        named = not target.names or node in self._names
        return labelled and of_kind and named and (self._on is None or self._is_on(node, self._on))

    def _is_on(self, node: str, keeper: str) -> bool:
        return any(
            v == keeper and d["type"] == Predicate.LISTED_BY for _, v, d in self._graph.out_edges(node, data=True)
        )


def _consequences(
    graph: Graph, start: Start, beginning: Beginning, wanted: _Filter, as_of: str | None
) -> Iterator[Consequence]:
    found, texts = [], None if start.kind in (StartKind.ALL, StartKind.LIST) else _telling(graph, beginning)
    for measure in beginning.measures:
        for predicate in CONSEQUENCES:
            for party, edge in edges_in(graph, measure, predicate):
                spoken = texts is None or not texts.isdisjoint(edge.get("documentIds") or ())
                if spoken and wanted.takes(party) and carries(edge, as_of):
                    refs = (party_ref(graph, node, beginning.in_force) for node in (party, measure))
                    found.append(
                        Consequence(party=next(refs), about=next(refs), evidence=evidence(party, measure, edge))
                    )
    return iter(sorted(found, key=lambda c: (*_firmness(c.evidence), c.party.id, c.about.id, c.evidence.edge)))


def _telling(graph: Graph, beginning: Beginning) -> set[str]:
    """The documents that tell of the listing of one of the parties of the start."""
    return {
        document
        for listed in beginning.listed
        for _, _, edge in graph.out_edges(listed.party.id, data=True)
        if edge["type"] in (Predicate.LISTED_BY, Predicate.MEMBER_OF)
        for document in edge.get("documentIds") or ()
    }


def _firmness(found: Evidence) -> tuple[int, int, int]:
    return GRADES.index(found.grade), MODALITIES.index(found.modality), -found.sources


def _stopped(graph: Graph, beginning: Beginning, wanted: _Filter, as_of: str | None) -> Iterator[Stopped]:
    """Supplies to or from a listed party that had stopped by the date, with the claims that say so."""
    pairs: dict[tuple[str, str], list[tuple[Evidence, Edge]]] = defaultdict(list)
    for listed in {one.party.id for one in beginning.listed}:
        for source, target, edge in (*graph.out_edges(listed, data=True), *graph.in_edges(listed, data=True)):
            other = target if source == listed else source
            if _is_history(edge, as_of) and wanted.takes(other):
                pairs[source, target].append((evidence(source, target, edge), edge))
    for (supplier, customer), edges in sorted(pairs.items(), key=lambda pair: pair[0]):
        found = {e.edge: e for e, _ in edges}
        ends = _known(edges, Predicate.SUPPLIES, "validTo")
        starts = _known(edges, Predicate.STOPPED_SUPPLYING, "validFrom")
        yield Stopped(
            supplier=party_ref(graph, supplier, beginning.in_force),
            customer=party_ref(graph, customer, beginning.in_force),
            since=min(starts or ends, default=None),
            evidence=tuple(found[key] for key in sorted(found)),
        )


def _known(edges: Iterable[tuple[Evidence, Edge]], predicate: Predicate, field: str) -> set[str]:
    return {str(edge[field]) for _, edge in edges if edge["type"] == predicate and edge.get(field)}


def _is_history(edge: Edge, as_of: str | None) -> bool:
    if edge["modality"] == Modality.NEGATED:
        return False
    if edge["type"] == Predicate.STOPPED_SUPPLYING:
        return as_of is None or dates.begun(edge.get("validFrom"), as_of)
    return bool(edge["type"] == Predicate.SUPPLIES and edge["stopped"]) and not carries(edge, as_of)


def _unknown(graph: Graph, wanted: _Filter, paths: Iterable[Path], beginning: Beginning) -> Iterator[Unknown]:
    """Parties on a path found, or named in a stated consequence, that only an unknown country or sector keeps out."""
    reached = {path.exposed.id for path in paths}
    named = {u for m in beginning.measures for p in CONSEQUENCES for u, _ in edges_in(graph, m, p)}
    for node in sorted(reached | named):
        if wanted.nearly_takes(node):
            yield Unknown(party=party_ref(graph, node, beginning.in_force), missing=wanted.missing(node))


def _searched(graph: Graph, hops: int, limit: int | None, found: int, beyond: bool, as_of: str | None) -> Searched:
    lists = (p["name"] for _, p in graph.nodes(data=True) if p["label"] == Label.LIST)
    return Searched(
        hops=hops,
        limit=limit,
        found=found,
        cut=limit is not None and found > limit,
        beyond=beyond,
        as_of=as_of,
        lists=tuple(sorted(lists)),
        documents=tuple(sorted(document["name"] for document in graph.graph.get("documents", ()))),
    )
