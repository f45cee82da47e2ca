"""A load of streams, part by part: who meets nobody is an entity at once, the rest is folded as any change.

All parts are read before anything is decided, and kept in files; then each is turned into rows of the store by itself.
Memory grows with those parties that meet others, not with the streams.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import numpy.typing as npt

from graph.bearers import Bearer, bearers
from graph.change.alone import SHARED, STAKES, Census, as_source
from graph.change.batch import Course, course_of
from graph.change.parts import Parts
from graph.change.stored import Stored, TooWide, label_in
from graph.change.universe import Change
from graph.claims import Claim, Document, Part, Party, Records, Refusal, Source
from graph.clusters import Cluster
from graph.edges import fold_edges, triples
from graph.entities import code_of, entity_of, roles_of
from graph.evidence import Told
from graph.holdings import edge_relation
from graph.keys import keys_of
from graph.model import Edge, Label, Link, Predicate
from graph.naming import Named, label_of, plain_id
from graph.records import claim_row, document_row, party_row, row_of
from graph.store.protocol import Batch, Relation, Row, Store

_AT_ONCE = 1_000  # parts in a batch


@dataclass(slots=True)
class Read:
    """Streams read to their ends, with what was refused by document id."""

    parts: Parts
    documents: dict[str, Document]
    refused: dict[str, list[Refusal]]
    census: Census

    def sources(self) -> Iterator[Source]:
        """Each stream whole, for a change that cannot be made part by part."""
        for document in self.documents.values():
            own = (part for told, part in self.parts if told.id == document.id)
            whole = Records(document, own).whole()
            yield whole.model_copy(update={"refused": tuple(self.refused[document.id])})


def read(streams: Iterable[Records], parts: Parts) -> Read:
    """Raises InputError where a stream turns out to be cut, mixed or malformed."""
    found = Read(parts, {}, {}, Census())
    for records in streams:
        document = found.documents[records.document.id] = records.document
        refused = found.refused[document.id] = []
        for part in records.parts:
            refused += part.refused
            if part.parties:
                parts.take(document, part)
                found.census.count(document, part)
    return found


@dataclass(slots=True)
class Streaming:
    """The rest of a load, once it is known who is alone. `batches` may be taken once."""

    found: Read
    alone: npt.NDArray[np.bool_]
    course: Course
    at: str
    roles: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # that parts give those not alone

    def batches(self) -> Iterator[Batch]:
        given = {entity: {role for role, _ in roles} for entity, roles in self.course.after.roles().items()}
        parts = _numbered(self.found.parts, self.alone)
        while some := list(islice(parts, _AT_ONCE)):
            yield self._batch(some, given)
        yield self._rest()

    def _batch(self, parts: Iterable[_Numbered], given: Mapping[str, set[str]]) -> Batch:
        nodes: dict[Label, list[Row]] = defaultdict(list)
        relations: list[Relation] = []
        for document, part, alone in parts:
            shown = _Shown.of(document, part, alone, self.course.after.side.resolved)
            own = {entity: set(given.get(entity, ())) for entity in shown.named}
            for entity, role in shown.fold():
                (own if entity in own else self.roles)[entity].add(role)
            for label, row in shown.rows(self.at, own):
                nodes[label].append(row)
            relations += shown.relations()
        return Batch(nodes, relations, new=True)

    def _rest(self) -> Batch:
        """The documents, and all who are not alone."""
        nodes: dict[Label, dict[str, Row]] = {Label.DOCUMENT: {}, Label.PARTY: {}}
        for i, document in self.found.documents.items():
            source = Source.model_construct(document=document, refused=tuple(self.found.refused[i]))
            nodes[Label.DOCUMENT][i] = document_row(source, self.at)
        keys = self.course.after.side.keys()
        for key in self.course.universe.fresh:
            party, document_id = self.course.universe.new_parties[key]
            nodes[Label.PARTY][key] = party_row(party, document_id, keys[key])
        return self.course.batch(nodes, {}, {}, self.roles)


_Numbered = tuple[Document, Part, set[str]]


def _numbered(parts: Parts, alone: npt.NDArray[np.bool_]) -> Iterator[_Numbered]:
    """Each part with the keys of its parties that are alone."""
    place = 0
    for document, part in parts:
        flags = alone[place : place + len(part.parties)]
        place += len(part.parties)
        yield document, part, {party.key for party, flag in zip(part.parties, flags, strict=True) if flag}


def streaming(store: Store, found: Read, at: str) -> Streaming:
    """Raises TooWide where the streams, or the persons' judgements of the store, ask for a fold of everything."""
    stored = Stored(store)
    if found.census.has_open_event or _has_open_event(store, found):
        raise TooWide
    alone = found.census.alone(stored.bearing)
    parties: dict[str, dict[str, Party]] = {i: {} for i in found.documents}
    claims: dict[str, list[Claim]] = {i: [] for i in found.documents}
    placed: dict[str, tuple[str, str]] = {}
    for document, part, own in _numbered(found.parts, alone):
        parties[document.id] |= {party.key: party for party in part.parties if party.key not in own}
        told = [claim for claim in part.claims if _is_shared(claim, own)]
        if told:
            claims[document.id] += told
            ends = {end for claim in told for end in (claim.subject, claim.object) if end in own}
            parties[document.id] |= {party.key: party for party in part.parties if party.key in ends}
            placed |= {b.key: _place(b) for b in bearers([as_source(document, part)], ends)}
    new = [
        Source.model_construct(document=d, parties=tuple(parties[i].values()), claims=tuple(claims[i]), refused=())
        for i, d in found.documents.items()
    ]
    return Streaming(found, alone, course_of(store, Change(new, frozenset(), (), (), placed), stored), at)


def _has_open_event(store: Store, found: Read) -> bool:
    """Whether a stored event without an anchor may be one with an event of the streams."""
    if not found.census.has_event:
        return False
    question = "MATCH (p:Party) WHERE p.label = 'Event' AND p.anchor IS NULL RETURN p.id AS id LIMIT 1"
    return bool(store.rows(question))


def _is_shared(claim: Claim, alone: set[str]) -> bool:
    """Whether others may say what bears on it."""
    if claim.subject not in alone or claim.predicate in SHARED:
        return True
    return claim.predicate in STAKES and claim.object not in alone


def _place(bearer: Bearer) -> tuple[str, str]:
    """The id and the name of the entity that a party alone is."""
    label = label_of(Cluster.of(bearer, {}))
    return plain_id(label, bearer.party.name, ()), bearer.party.name


@dataclass(slots=True)
class _Shown:
    """A part as nodes and relationships; of claims that others may bear on only what rests on no rule."""

    document: Document
    part: Part
    bearers: Sequence[Bearer]
    named: dict[str, Named]  # the entities that are alone in it
    resolved: dict[str, str]
    told: list[Told]
    edges: list[Edge]

    @classmethod
    def of(cls, document: Document, part: Part, alone: set[str], elsewhere: Mapping[str, str]) -> _Shown:
        own = list(bearers([as_source(document, part)], alone))
        clusters = {bearer.key: Cluster.of(bearer, {}) for bearer in own}
        resolved: dict[str, str] = {}
        named: dict[str, Named] = {}
        for bearer in own:
            one = Named(clusters[bearer.key], label_of(clusters[bearer.key]), bearer.party.name)
            resolved[bearer.key] = plain_id(one.label, one.name, ())
            named[resolved[bearer.key]] = one
        resolved |= {p.key: elsewhere[p.key] for p in part.parties if p.key not in alone}
        told = [
            Told(c.id, c, document, resolved[c.subject], None if c.object is None else resolved[c.object])
            for c in part.claims
            if not _is_shared(c, alone)
        ]
        return cls(document, part, own, named, resolved, told, [])

    def fold(self) -> Iterator[tuple[str, str]]:
        """Make the edges; each end to which one gives a role, with the role."""
        labels = {entity: label_in(entity) for entity in self.resolved.values()}
        self.edges = fold_edges(triples(self.told, labels), ())
        for edge in self.edges:
            yield from roles_of(edge)

    def rows(self, at: str, roles: Mapping[str, set[str]]) -> Iterator[tuple[Label, Row]]:
        for claim in self.part.claims:
            row = claim_row(claim)
            row["recordedAt"] = at
            yield Label.CLAIM, row
        for bearer in self.bearers:
            yield Label.PARTY, party_row(bearer.party, self.document.id, keys_of(bearer))
        about: dict[str, list[Told]] = defaultdict(list)
        for told in self.told:
            if told.affirmed:
                about[told.subject].append(told)
        countries = {t.object for t in self.told if t.claim.predicate is Predicate.LOCATED_IN and t.object}
        codes = {entity: code_of([entity.partition(":")[2]]) for entity in countries}
        for entity, one in self.named.items():
            found = entity_of(entity, one, about.get(entity, []), roles.get(entity, set()), codes)
            yield one.label, row_of(found)

    def relations(self) -> Iterator[Relation]:
        labels = {entity: label_in(entity) for entity in self.resolved.values()}
        for edge in self.edges:
            yield edge_relation(edge, labels)
        for told in self.told:
            yield Relation(Link.SUBJECT, Label.CLAIM, told.id, labels[told.subject], told.subject, told.id)
            if told.object is not None:
                yield Relation(Link.OBJECT, Label.CLAIM, told.id, labels[told.object], told.object, told.id)
        for claim in self.part.claims:
            yield Relation(Link.STATED_IN, Label.CLAIM, claim.id, Label.DOCUMENT, self.document.id, claim.id)
        for bearer in self.bearers:
            entity = self.resolved[bearer.key]
            yield Relation(Link.REFERS_TO, Label.PARTY, bearer.key, labels[entity], entity, bearer.key)
