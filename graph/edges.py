"""Edges from claims: one for each (type, source, target), except that parallel stakes of one owner stay apart.

Denials make no edge (docs/decisions/0005-denials-make-no-edge.md). Nor does what came to relate an entity to itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from graph.claims import content_id, plain_decimal
from graph.evidence import Told, best_value
from graph.model import GRADES, MODALITIES, PREDICATES, Edge, Label, Modality, Predicate
from graph.stakes import STAKES, part_stakes, share_of

Triple = tuple[Predicate, str, str]


def triples(evidence: Iterable[Told], labels: Mapping[str, Label]) -> dict[Triple, list[Told]]:
    """The claims that relate two entities, by what they say; a symmetric one has its ends in order.

    Left out are those whose parties turned out to be one entity, or of a label that the predicate cannot join.
    """
    found: dict[Triple, list[Told]] = defaultdict(list)
    for told in evidence:
        if triple := triple_of(told, labels):
            found[triple].append(told)
    return dict(sorted(found.items()))


def _joins(predicate: Predicate, subject: str, target: str, labels: Mapping[str, Label]) -> bool:
    shape = PREDICATES[predicate]
    return subject != target and labels[subject] in shape.subjects and labels[target] in shape.objects


def triple_of(told: Told, labels: Mapping[str, Label]) -> Triple | None:
    """What a claim relates; None where it has a value, or turned out to join what its predicate cannot."""
    if told.object is None or not _joins(told.claim.predicate, told.subject, told.object, labels):
        return None
    if PREDICATES[told.claim.predicate].symmetric:
        return told.claim.predicate, min(told.subject, told.object), max(told.subject, told.object)
    return told.claim.predicate, told.subject, told.object


def fold_edges(
    found: Mapping[Triple, list[Told]], contested: Collection[str], of: Iterable[Triple] | None = None
) -> list[Edge]:
    """The edges, all or those `of` some triples, sorted by id. `contested` are the ids of claims in a contradiction."""
    edges: list[Edge] = []
    for triple, told in found.items() if of is None else ((t, found[t]) for t in of if t in found):
        if len(told) == 1 and (told[0].claim.quantity is None and triple[0] is not Predicate.SUPPLIES):
            edges += [] if told[0].denied else [edge_of_one(triple, told[0], told[0].id in contested)]
            continue
        said = [t for t in told if not t.denied]
        if not said:
            continue
        parts = part_stakes(said) if triple[0] in STAKES else [("", said)]
        denied = len(said) < len(told)
        edges += [_edge(triple, terms, part, denied, contested, found) for terms, part in parts]
    return sorted(edges, key=lambda e: e.id)


def edge_of_one(triple: Triple, told: Told, contested: bool) -> Edge:
    """What `_edge` makes of a lone claim that is neither sized nor of a supply: nearly all of a list or register."""
    claim, day = told.claim, told.document.published
    days = [d for d in (claim.valid_from, claim.valid_to) if d] if _dated(told) else [day] if day else []
    return Edge(
        id=edge_id(triple),
        type=triple[0],
        source=triple[1],
        target=triple[2],
        claims=(told.id,),
        document_ids=(told.document.id,),
        grade=claim.grade,
        modality=claim.modality,
        contested=contested,
        first_date=min(days, default=None),
        last_date=max(days, default=None),
        valid_from=claim.valid_from,
        valid_to=claim.valid_to,
    )


def _edge(
    triple: Triple,
    terms: str,
    told: list[Told],
    denied: bool,
    contested: Collection[str],
    found: Mapping[Triple, list[Told]],
) -> Edge:
    predicate, source, target = triple
    low, high, clash = share_of(told)
    return Edge(
        id=edge_id(triple, terms),
        type=predicate,
        source=source,
        target=target,
        claims=tuple(sorted(t.id for t in told)),
        document_ids=tuple(sorted({t.document.id for t in told})),
        grade=min((t.claim.grade for t in told), key=GRADES.index),
        modality=min((t.claim.modality for t in told), key=MODALITIES.index),
        sources=len({t.document.source for t in told}),
        contested=denied or clash or any(t.id in contested for t in told),
        share_low=None if low is None else plain_decimal(low),
        share_high=None if high is None else plain_decimal(high),
        **_dates(triple, told, found),
    )


def edge_id(triple: Triple, terms: str = "") -> str:
    """The id of the edge of this triple; `terms` tell parallel stakes apart."""
    return content_id("e", [*triple, terms])


def _dates(triple: Triple, told: list[Told], found: Mapping[Triple, list[Told]]) -> dict[str, Any]:
    """When it held by its firmest claims, and when it was first and last told of.

    A claim without a date of its own counts from the day that its document bears.
    """
    firmest = min(MODALITIES.index(t.claim.modality) for t in told)
    firm = [t for t in told if MODALITIES.index(t.claim.modality) == firmest]
    since = best_value(firm, {t.id: t.claim.valid_from for t in firm if t.claim.valid_from})
    until = best_value(firm, {t.id: t.claim.valid_to for t in firm if t.claim.valid_to})
    days = sorted(
        day
        for t in told
        for day in ((t.claim.valid_from, t.claim.valid_to) if _dated(t) else (t.document.published,))
        if day
    )
    stops = _stops(triple, told, found)
    stop = best_value(stops, {t.id: t.claim.valid_from for t in stops if t.claim.valid_from})
    return {
        "first_date": days[0] if days else None,
        "last_date": days[-1] if days else None,
        "valid_from": since,
        "valid_to": until or stop,
        "stopped": bool(stops),
    }


def _dated(told: Told) -> bool:
    return told.claim.valid_from is not None or told.claim.valid_to is not None


def _stops(triple: Triple, told: list[Told], found: Mapping[Triple, list[Told]]) -> list[Told]:
    """The claims that end this supply: not hedged, and not before the supply is said to have begun (again)."""
    if triple[0] is not Predicate.SUPPLIES:
        return []
    begun = max((t.claim.valid_from for t in told if t.affirmed and t.claim.valid_from), default="")
    stops = found.get((Predicate.STOPPED_SUPPLYING, triple[1], triple[2]), [])
    return [
        t
        for t in stops
        if t.claim.modality in (Modality.ASSERTED, Modality.REPORTED)
        and not (t.claim.valid_from and t.claim.valid_from < begun)
    ]
