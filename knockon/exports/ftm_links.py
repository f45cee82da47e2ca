"""Edges as FollowTheMoney entities: stakes, posts, entries on lists; other links with the relation as their role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.model import PREDICATES, Edge, Entity, Label, Modality, Predicate
from knockon.archive import Archive
from knockon.exports.ftm_drafts import Draft
from knockon.exports.ftm_parties import dated, say, told
from loaders.ftm.links import RELATIONS
from loaders.ftm.model import schemata
from loaders.ftm.vocabulary import AMENDED_BY, KNOCKON, LINKS, SHARE

# Relations for which there is a schema, where the kinds of both ends fit it.
WRITTEN: Mapping[Predicate, str] = {
    Predicate.OWNS: "Ownership",
    Predicate.CONTROLS: "Control",
    Predicate.BOARD_MEMBER_OF: "Directorship",
    Predicate.EMPLOYED_BY: "Employment",
    Predicate.MEMBER_OF: "Membership",
}
# What a Sanction, or a property of a party, says already.
OF_LISTINGS = frozenset({Predicate.LISTED_BY, Predicate.LISTING_OF, Predicate.ON_LIST, Predicate.AMENDED_BY})
_DATES = {
    Predicate.PUBLISHED_ON: "listingDate",
    Predicate.EFFECTIVE_ON: "startDate",
    Predicate.ENDED_ON: "endDate",
}


@dataclass(frozen=True, slots=True)
class Named:
    """The parties as they go out: their ids and schemata, by their ids in the graph."""

    archive: Archive
    ids: Mapping[str, str]
    drafts: Mapping[str, Draft]


def linked(edge: Edge, named: Named) -> Draft | None:
    """A link; None where one of its ends goes out as no entity that a link can have."""
    if edge.source not in named.ids or edge.target not in named.ids:
        return None
    schema = WRITTEN.get(edge.type, "UnknownLink")
    if not _fits(schema, edge, named):
        schema = "UnknownLink"
    first, second, _ = LINKS[schema]
    draft = Draft(schema)
    ends = [named.ids[edge.source], named.ids[edge.target]]
    if PREDICATES[edge.type].symmetric:
        ends.sort()
    draft.put(first, ends[0])
    draft.put(second, ends[1])
    draft.put("role", _role(schema, edge, named))
    draft.put("startDate", edge.valid_from)
    draft.put("endDate", edge.valid_to)
    draft.put("summary", None if edge.modality is Modality.ASSERTED else edge.modality.value)
    share = _share(edge)
    if share is not None and not draft.put("percentage", share):
        draft.put("summary", f"{SHARE}{share}")
    return draft


def _fits(schema: str, edge: Edge, named: Named) -> bool:
    """Whether the ends are of the kinds that the schema joins."""
    ends = zip(LINKS[schema][:2], (edge.source, edge.target), strict=True)
    ranges = schemata()[schema].properties
    return all(named.drafts[end].schema.is_a(str(ranges[prop].range)) for prop, end in ends)


def _role(schema: str, edge: Edge, named: Named) -> str | None:
    """The relation by its name; of a mere link the words for it."""
    if schema == "Directorship":
        return "board member"
    if schema != "UnknownLink":
        return None
    quotes = sorted(q for c in edge.claims if (q := named.archive.claims[c].quote) and q not in RELATIONS)
    return quotes[0] if edge.type is Predicate.LINKED_TO and quotes else edge.type.value


def _share(edge: Edge) -> str | None:
    low, high = edge.share_low, edge.share_high
    if low is None and high is None:
        return None
    return low if low == high and low is not None else f"{low or 0}-{high or 100}"


@dataclass(frozen=True, slots=True)
class Listing:
    """An entry on a list as the graph has it: who, on what, by which action, and what the entry says of itself.

    `edge` says since when, and how firmly; `entity` is None of an entry that a text tells, without its terms.
    """

    party: str
    on: str
    edge: Edge | None
    entity: Entity | None
    actions: tuple[str, ...] = ()
    amended: tuple[str, ...] = ()

    @property
    def claims(self) -> tuple[str, ...]:
        return self.edge.claims if self.edge else ()


def listings(archive: Archive) -> list[Listing]:
    """Every entry: those with terms of their own, then those that an edge alone tells."""
    joined: dict[tuple[str, Predicate], list[str]] = {}
    for edge in archive.view.edges:
        joined.setdefault((edge.source, edge.type), []).append(edge.target)
    edges = {(edge.source, edge.target): edge for edge in archive.view.edges if edge.type is Predicate.LISTED_BY}
    found: list[Listing] = []
    for label, entity in archive.view.entities:
        if label is not Label.LISTING:
            continue
        ends = [tuple(sorted(joined.get((entity.id, p), ()))) for p in (Predicate.PART_OF, Predicate.AMENDED_BY)]
        for party in joined.get((entity.id, Predicate.LISTING_OF), ()):
            for on in joined.get((entity.id, Predicate.ON_LIST), ()):
                found.append(Listing(party, on, edges.get((party, on)), entity, *ends))
    covered = {(entry.party, entry.on) for entry in found}
    return found + [Listing(*ends, edge, None) for ends, edge in edges.items() if ends not in covered]


def sanction(entry: Listing, named: Named, agencies: Mapping[str, tuple[str, ...]]) -> Draft:
    """An entry on a list. `agencies` are the names of those who keep each list."""
    draft = Draft("Sanction")
    label, on = named.archive.entities[entry.on]
    draft.put("entity", named.ids[entry.party])
    draft.put("programId", f"{KNOCKON}{named.ids[entry.on]}")
    draft.put("program", on.name if label is Label.LIST else None)
    draft.put("authority", *(agencies.get(entry.on, ()) if label is Label.LIST else (on.name,)))
    days = dated(entry.entity) if entry.entity else {}
    for predicate, prop in _DATES.items():
        draft.put(prop, days.get(predicate))
    if entry.edge is not None:
        if not {"listingDate", "startDate"} & draft.properties.keys():
            draft.put("date", entry.edge.valid_from)
        if "endDate" not in draft.properties:
            draft.put("endDate", entry.edge.valid_to)
        draft.put("summary", None if entry.edge.modality is Modality.ASSERTED else entry.edge.modality.value)
    draft.put("recordId", *(named.ids[action] for action in entry.actions))
    draft.put("summary", *(f"{AMENDED_BY}{named.ids[action]}" for action in entry.amended))
    if entry.entity is not None:
        _terms(draft, entry.entity, days)
    return draft


def _terms(draft: Draft, entity: Entity, days: Mapping[Predicate, str]) -> None:
    draft.put("authorityId", *entity.citations)
    told(draft, entity, "summary")
    for predicate, value in days.items():
        if predicate not in _DATES:
            say(draft, "summary", predicate, value)
