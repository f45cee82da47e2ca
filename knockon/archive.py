"""What the graph rests on: every claim with its words and its source, and all that is known of a party or an edge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import networkx as nx

from graph.claims import Claim, Document, Judgement, Quantity, QuantityKind, Source, plain_decimal
from graph.errors import UnknownName
from graph.fold import Contradiction, View
from graph.lookup import find
from graph.model import ATTRIBUTE_PREDICATES, ENTITY_LABELS, PREDICATES, Edge, Entity, Label, Predicate
from graph.versions_missing import missing_since

_LISTED = Predicate.LISTED_BY.value
Key = tuple[str, str, str]  # predicate, subject, object: entity ids


@dataclass(frozen=True, slots=True)
class Join:
    """An edge, or claims that made none, with the ids of its claims."""

    predicate: str
    source: str
    target: str
    edge: Edge | None
    claims: tuple[str, ...]

    @property
    def key(self) -> Key:
        return (self.predicate, self.source, self.target)

    @property
    def id(self) -> str:
        return self.edge.id if self.edge else ""


@dataclass(frozen=True, slots=True)
class Words:
    """One claim as a report shows it: what it says, in which words, where, and how firmly."""

    claim: str
    predicate: str
    subject: str
    object: str | None
    value: str | None
    quote: str | None
    place: str
    document: str
    name: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    summarises: str | None
    modality: str
    grade: str
    attributed_to: str | None
    rule: str | None
    premises: tuple[str, ...]
    valid_from: str | None
    valid_to: str | None
    quantity: str | None

    @property
    def source(self) -> str:
        """Publisher, date, document and place, in one line; a brief says whom it sums up, and that it does."""
        of_text = not self.place.startswith("row")  # a table's rows name their own sources
        who = self.publisher or ("publisher unknown" if of_text else "")
        when = self.published or ("date unknown" if of_text else "")
        summary = f"as summarised by knockon from {self.summarises}" if self.summarises else ""
        return ", ".join(part for part in (who, when, self.name, self.place, summary) if part)


def place(claim: Claim) -> str:
    """Where in its document a claim stands."""
    if claim.start is not None:
        return f"characters {claim.start}-{claim.end}"
    return f"row {claim.row}, column {claim.column}" if claim.row is not None else ""


def quantity_text(quantity: Quantity | None) -> str | None:
    """The quantity as people write it: "50 %", "20 to 25 %", "at least 3 companies"."""
    if quantity is None:
        return None
    low, high = (None if bound is None else plain_decimal(bound) for bound in (quantity.low, quantity.high))
    unit = "%" if quantity.kind is QuantityKind.SHARE else quantity.unit or ""
    if low is not None and high is not None:
        number = low if low == high else f"{low} to {high}"
    elif low is not None:
        number = f"at least {low}"
    else:
        number = f"at most {high}" if high is not None else "unknown"
    return f"{number} {unit}".strip()


@dataclass(frozen=True, slots=True)
class EdgeEvidence:
    """One edge, or a denial that made none (`edge` is None), with its claims and what speaks against it."""

    predicate: str
    source: str
    source_name: str
    target: str
    target_name: str
    edge: Edge | None
    claims: tuple[Words, ...]
    contradictions: tuple[Contradiction, ...] = ()
    missing_since: str | None = None  # of a listing: the newest version of the list no longer has the party


@dataclass(frozen=True, slots=True)
class Listed:
    """A listing of the party: which list, which action, its dates and citations, and the words for them."""

    listing: str
    name: str
    lists: tuple[str, ...]
    actions: tuple[str, ...]
    entity: Entity
    claims: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class PartyEvidence:
    """All that is known of one party. Edges run from it (`out`) or to it (`into`); facts are its attributes."""

    label: Label
    entity: Entity
    names: Mapping[str, tuple[Words, ...]]
    facts: tuple[Words, ...]
    listings: tuple[Listed, ...]
    out: tuple[EdgeEvidence, ...]
    into: tuple[EdgeEvidence, ...]
    judgements: tuple[tuple[Judgement, str, str], ...]  # with the two parties as a person reads them
    contradictions: tuple[Contradiction, ...] = field(default=())


class Archive:
    """The live sources and the view folded from them, indexed for questions about one party, edge or claim."""

    def __init__(self, sources: Iterable[Source], view: View) -> None:
        self.sources = tuple(sources)
        self.view = view
        self.documents: dict[str, Document] = {source.document.id: source.document for source in self.sources}
        self.claims: dict[str, Claim] = {claim.id: claim for source in self.sources for claim in source.claims}
        self.entities: dict[str, tuple[Label, Entity]] = {entity.id: (label, entity) for label, entity in view.entities}
        self.parties = {party.key: party for source in self.sources for party in source.parties}

    @cached_property
    def joins(self) -> tuple[Join, ...]:
        """Every edge with its claims, and the claims that made no edge (denials), by type and ends."""
        joins = {
            edge.id: Join(edge.type.value, edge.source, edge.target, edge, edge.claims) for edge in self.view.edges
        }
        by_ends: dict[Key, list[str]] = defaultdict(list)
        for join in joins.values():
            by_ends[join.key].append(join.id)
        folded = {claim for edge in self.view.edges for claim in edge.claims}
        for claim in self._in_order(self.claims):
            if claim.object is None or claim.id in folded:
                continue
            key = (claim.predicate.value, self.view.resolved[claim.subject], self.view.resolved[claim.object])
            home = by_ends.get(key) or by_ends.get((key[0], key[2], key[1])) if _symmetric(claim) else by_ends.get(key)
            name = home[0] if home else "|".join(key)
            known = joins.get(name, Join(*key, None, ()))
            joins[name] = replace(known, claims=(*known.claims, claim.id))
        return tuple(sorted(joins.values(), key=lambda join: (join.key, join.id)))

    @cached_property
    def by_subject(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the claims that carry a value, by the entity that they describe."""
        found: dict[str, list[str]] = defaultdict(list)
        for claim in self._in_order(self.claims):
            if claim.predicate in ATTRIBUTE_PREDICATES:
                found[self.view.resolved[claim.subject]].append(claim.id)
        return {key: tuple(ids) for key, ids in found.items()}

    @cached_property
    def _nodes(self) -> nx.MultiDiGraph[str]:
        """The entities alone, as `graph.lookup` wants them."""
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for label, entity in self.view.entities:
            graph.add_node(entity.id, label=label, name=entity.name, names=entity.names)
        return graph

    def find(self, name: str) -> str:
        """The id of the party of that id or name. Raises UnknownName with near names, InputError if several fit."""
        try:
            return find(self._nodes, name, "party", ENTITY_LABELS)
        except UnknownName as error:
            if ":" in name:  # meant as an id
                raise UnknownName("party", name, self.entities) from error
            raise

    def name_of(self, entity: str) -> str:
        return self.entities[entity][1].name if entity in self.entities else entity

    def words(self, claim_id: str) -> Words:
        """The claim as a report shows it. Raises UnknownName."""
        if claim_id not in self.claims:
            raise UnknownName("claim", claim_id, self.claims)
        claim = self.claims[claim_id]
        document = self.documents[claim.document]
        return Words(
            claim=claim_id,
            predicate=claim.predicate.value,
            subject=self.name_of(self.view.resolved[claim.subject]),
            object=None if claim.object is None else self.name_of(self.view.resolved[claim.object]),
            value=claim.value,
            quote=claim.quote,
            place=place(claim),
            document=document.id,
            name=document.name,
            title=document.title,
            publisher=document.publisher,
            published=document.published,
            url=document.url,
            summarises=document.summarises,
            modality=claim.modality.value,
            grade=claim.grade.value,
            attributed_to=claim.attributed_to,
            rule=claim.rule,
            premises=claim.premises,
            valid_from=claim.valid_from,
            valid_to=claim.valid_to,
            quantity=quantity_text(claim.quantity),
        )

    def party(self, name: str) -> PartyEvidence:
        """All evidence on one party, by id or name. Raises UnknownName."""
        entity_id = self.find(name)
        label, entity = self.entities[entity_id]
        described = [self.words(claim) for claim in self.by_subject.get(entity_id, ())]
        edges = [self._edge(join) for join in self.joins if entity_id in (join.source, join.target)]
        of_listings = {Predicate.LISTING_OF.value}
        touching = set(self.by_subject.get(entity_id, ())) | {w.claim for edge in edges for w in edge.claims}
        return PartyEvidence(
            label=label,
            entity=entity,
            names=_by_name([w for w in described if w.predicate == Predicate.NAMED]),
            facts=tuple(w for w in described if w.predicate != Predicate.NAMED),
            listings=tuple(self._listed(e.source) for e in edges if e.predicate in of_listings and e.edge),
            out=tuple(e for e in edges if e.source == entity_id),
            into=tuple(e for e in edges if e.target == entity_id and e.predicate not in of_listings),
            judgements=tuple(self._judged(entity_id)),
            contradictions=self._contradictions(touching, {entity_id}),
        )

    def edges(self, source: str, predicate: str, target: str) -> tuple[EdgeEvidence, ...]:
        """All evidence on the edges of one type between two parties, by ids or names. Raises UnknownName."""
        kind = predicate.upper().replace(" ", "_").replace("-", "_")
        if kind not in {p.value for p in Predicate}:
            raise UnknownName("relationship type", predicate, [p.value for p in Predicate])
        ends = (self.find(source), self.find(target))
        between = [join for join in self.joins if {join.source, join.target} == set(ends)]
        found = [join for join in between if join.predicate == kind]
        if not found:
            said = f"Between them there is {', '.join(sorted({join.predicate for join in between}))}."
            fix = said if between else "No claim ties these two directly."
            raise UnknownName("edge", f"{ends[0]} {kind} {ends[1]}", (), fix)
        return tuple(self._edge(join) for join in sorted(found, key=lambda join: join.source != ends[0]))

    def _edge(self, join: Join) -> EdgeEvidence:
        about = {join.edge.id} if join.edge else set()
        return EdgeEvidence(
            predicate=join.predicate,
            source=join.source,
            source_name=self.name_of(join.source),
            target=join.target,
            target_name=self.name_of(join.target),
            edge=join.edge,
            claims=tuple(self.words(claim) for claim in join.claims),
            contradictions=self._contradictions(set(join.claims), about),
            missing_since=self._missing.get((join.source, join.target)) if join.predicate == _LISTED else None,
        )

    @cached_property
    def _missing(self) -> Mapping[tuple[str, str], str]:
        """Since when each party is missing from each list, where no notice says that it was removed."""
        held = {(e.source, e.target): e.document_ids for e in self.view.edges if e.type is Predicate.LISTED_BY}
        days = [d.model_dump(include={"id", "series", "published"}) for d in self.documents.values()]
        ended = {entity.id for label, entity in self.view.entities if label is Label.LISTING and entity.ended}
        ends: dict[str, set[str]] = defaultdict(set)
        for edge in self.view.edges:
            if edge.source in ended and edge.type in (Predicate.LISTING_OF, Predicate.ON_LIST):
                ends[edge.source].add(edge.target)
        missing = missing_since(held, days)
        return {place: day for place, day in missing.items() if not any({*place} <= found for found in ends.values())}

    def _listed(self, listing: str) -> Listed:
        entity = self.entities[listing][1]
        ends: Mapping[str, list[str]] = defaultdict(list)
        for edge in self.view.edges:
            if edge.source == listing:
                ends[edge.type.value].append(self.name_of(edge.target))
        return Listed(
            listing=listing,
            name=entity.name,
            lists=tuple(ends[Predicate.ON_LIST.value]),
            actions=tuple(ends[Predicate.PART_OF.value]),
            entity=entity,
            claims=tuple(self.words(claim) for claim in self.by_subject.get(listing, ())),
        )

    def _judged(self, entity: str) -> Iterable[tuple[Judgement, str, str]]:
        for judgement in self.view.judgements:
            sides = (judgement.left, judgement.right)
            if entity in {self._side(side) for side in sides}:
                yield judgement, self._party_text(sides[0]), self._party_text(sides[1])

    def _side(self, key: str) -> str | None:
        """The entity on one side of a judgement, which names a party's key or an entity's anchor."""
        if key in self.view.resolved:
            return self.view.resolved[key]
        return next((entity for entity in self.entities if entity == key or entity.partition(":")[2] == key), None)

    def _party_text(self, key: str) -> str:
        if key not in self.parties:
            return key
        party = self.parties[key]
        document = next((d.name for i, d in self.documents.items() if key.startswith(i[:16])), "")
        return f"{party.name} ({party.label}, {document})"

    def _contradictions(self, claims: set[str], about: set[str]) -> tuple[Contradiction, ...]:
        return tuple(c for c in self.view.contradictions if c.about in about or {c.left, c.right} & claims)

    def _in_order(self, claims: Mapping[str, Claim]) -> list[Claim]:
        def order(claim: Claim) -> tuple[Any, ...]:
            document = self.documents[claim.document]
            return (document.name, document.id, claim.row or 0, claim.start or 0, claim.id)

        return sorted(claims.values(), key=order)


def _by_name(claims: Iterable[Words]) -> dict[str, tuple[Words, ...]]:
    names: dict[str, list[Words]] = defaultdict(list)
    for words in claims:
        names[str(words.value)].append(words)
    return {name: tuple(found) for name, found in sorted(names.items())}


def _symmetric(claim: Claim) -> bool:
    return PREDICATES[claim.predicate].symmetric
