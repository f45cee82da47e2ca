"""Claims folded into the graph that analysts walk: entities, edges, contradictions, and the judgements made.

`fold` is a function of the set of live sources and judgements: order and repetition change nothing. Fold again,
get the same view. It starts from nothing each time, which takes seconds for tens of thousands of claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.bearers import Bearer, bearers
from graph.claims import Judgement, Source
from graph.contradictions import Contradiction, contradictions
from graph.disagreement import disagreements
from graph.edges import fold_edges, triples
from graph.entities import fold_entities
from graph.events import join_events
from graph.evidence import evidence
from graph.identity import Identities, identify
from graph.keys import keys_of
from graph.listing_joins import join_listings
from graph.model import Edge, Entity, Label
from graph.naming import Others, entity_ids
from graph.verdicts import Verdicts, weigh

__all__ = ["Contradiction", "View", "distinct", "fold"]


@dataclass(frozen=True, slots=True)
class View:
    """The folded graph. `resolved` maps every party key to the id of its entity; all tuples are sorted by id."""

    entities: tuple[tuple[Label, Entity], ...]
    edges: tuple[Edge, ...]
    contradictions: tuple[Contradiction, ...]
    judgements: tuple[Judgement, ...]
    resolved: Mapping[str, str]
    keys: Mapping[str, tuple[str, ...]]  # of every party, those by which it may meet others


def fold(sources: Iterable[Source], judgements: Iterable[Judgement] = ()) -> View:
    """Fold live sources into one view; `judgements` are the persons' own, to which the rules' are added.

    Raises `JudgementConflict` where the persons' "same" and "not same" cannot both hold.
    """
    live = distinct(sources)
    found, verdicts = resolve(live, list(bearers(live)), list(judgements))
    named = entity_ids(found.clusters)
    resolved = {b.key: entity for entity, one in named.items() for b in one.cluster.bearers}
    told = evidence(live, resolved)
    related = triples(told, {entity: one.label for entity, one in named.items()})
    names = {entity: one.name for entity, one in named.items()}
    clusters = {entity: one.cluster for entity, one in named.items()}
    clashes = (*contradictions(told, related, names), *disagreements(told, related, names, clusters))
    edges = fold_edges(related, {claim for c in clashes for claim in (c.left, c.right)})
    return View(
        entities=tuple(fold_entities(named, told, edges)),
        edges=tuple(edges),
        contradictions=tuple(sorted(clashes, key=lambda c: (c.left, c.right, c.kind, c.about, c.why))),
        judgements=tuple(sorted([*found.judgements(), *verdicts.judgements], key=lambda j: j.id)),
        resolved=dict(sorted(resolved.items())),
        keys={b.key: keys_of(b) for b in found.bearers},
    )


def distinct(sources: Iterable[Source]) -> list[Source]:
    """Each document once, by id; of equal bytes under two names the alphabetically first."""
    kept: dict[str, Source] = {}
    for source in sources:
        other = kept.get(source.document.id)
        if other is None or _first_name(source) < _first_name(other):
            kept[source.document.id] = source
    return [kept[document] for document in sorted(kept)]


def _first_name(source: Source) -> tuple[str, str]:
    return source.document.name, source.model_dump_json()


def resolve(
    live: Sequence[Source],
    found: list[Bearer],
    judgements: list[Judgement],
    context: Sequence[tuple[Bearer, str]] = (),
    others: Others = lambda plain: (),
) -> tuple[Identities, Verdicts]:
    """Join the parties that are one. `context` are parties of the claims whose entities are known and stay."""
    meaning = _by_party(found)
    sides = {side for j in judgements for side in (j.left, j.right)}
    if any(side not in meaning and ":" in side for side in sides):
        meaning = _by_entity(live, found, context, others) | meaning
    verdicts = weigh(judgements, lambda side: meaning.get(side, frozenset()))
    return _identities(live, found, verdicts, context), verdicts


def _identities(
    live: Sequence[Source], found: list[Bearer], verdicts: Verdicts, context: Sequence[tuple[Bearer, str]]
) -> Identities:
    identities = identify(found, verdicts)
    identities.place(context)
    join_events(live, identities)
    join_listings(live, identities)
    return identities


def _by_party(found: Iterable[Bearer]) -> dict[str, frozenset[str]]:
    """What a side of a judgement may be called: a party's key, an anchor, or an anchored entity's id."""
    meaning: dict[str, set[str]] = defaultdict(set)
    for bearer in found:
        meaning[bearer.key].add(bearer.key)
        if anchor := bearer.party.anchor:
            meaning[anchor].add(bearer.key)
            meaning[f"{bearer.party.label.lower()}:{anchor}"].add(bearer.key)
    return {side: frozenset(keys) for side, keys in meaning.items()}


def _by_entity(
    live: Sequence[Source], found: list[Bearer], context: Sequence[tuple[Bearer, str]], others: Others
) -> dict[str, frozenset[str]]:
    """The parties of each entity as the rules alone see it, by its id."""
    alone = _identities(live, found, Verdicts((), {}, ()), context)
    named = entity_ids(alone.clusters.having(b.key for b in found), others)
    return {entity: frozenset(b.key for b in one.cluster.bearers) for entity, one in named.items()}
