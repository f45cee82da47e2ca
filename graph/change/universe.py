"""What a change is seen in: the part of the store that it touches and what is new, before it and after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.bearers import Bearer, bare, bearers
from graph.change.stored import Stored
from graph.claims import Claim, Document, Judgement, Party, Source
from graph.keys import joining, keys_of


@dataclass(frozen=True, slots=True)
class Change:
    """What is asked: sources that come (`new`), documents that go, and the persons' judgements before and after.

    `placed` are parties that come and meet nobody, each with the id and the name of the entity that it is alone.
    """

    new: Sequence[Source]
    gone: frozenset[str]
    before: Sequence[Judgement]
    after: Sequence[Judgement]
    placed: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(slots=True)
class Universe:
    """The stored parties and claims that matter, with the new ones. `claims` grow as more turn out to matter."""

    stored: Stored
    change: Change
    claims: dict[str, Claim] = field(default_factory=dict)  # stored ones that were fetched
    coming: dict[str, Claim] = field(default_factory=dict)
    new_parties: dict[str, tuple[Party, str]] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)  # those that are not placed
    new_keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    new_bearing: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    leaving: set[str] = field(default_factory=set)  # parties of the documents that go

    def __post_init__(self) -> None:
        for source in self.change.new:
            self.coming |= {claim.id: claim for claim in source.claims}
            self.new_parties |= {party.key: (party, source.document.id) for party in source.parties}
        self.fresh = self.new_parties.keys() - self.change.placed.keys()
        for bearer in bearers(self.change.new, self.fresh):
            self.new_keys[bearer.key] = keys_of(bearer)
            for key in self.new_keys[bearer.key]:
                self.new_bearing[key].append(bearer.key)
        for document in sorted(self.change.gone):
            told = self.stored.stated_in(document)
            self.claims |= {i: c for i, c in told.items() if self.stored.rows[i]["supersededAt"] is None}
            rows = self.stored.presented_in(document)
            self.leaving |= {row["id"] for row in rows} & self.stored.keys.keys()

    def bearing(self, key: str) -> set[str]:
        """The parties, stored or new, with this key."""
        return {*self.stored.bearing.get(key, ()), *self.new_bearing.get(key, ())}

    def keys(self, party: str) -> set[str]:
        """Before and after, where a document is told anew in other words."""
        return {*self.stored.keys.get(party, ()), *self.new_keys.get(party, ())}

    def closed(self, seeds: Iterable[str]) -> set[str]:
        """The parties that share a joining key with one of these, directly or through others; none that is placed."""
        reached = set(seeds) - self.change.placed.keys()
        ahead, seen = list(reached), set[str]()
        while ahead:
            for key in joining(self.keys(ahead.pop())):
                if key not in seen:
                    seen.add(key)
                    found = self.bearing(key) - reached
                    reached |= found
                    ahead.extend(found)
        return reached

    def fetch(self, claims: Mapping[str, Claim]) -> None:
        self.claims |= claims

    def side(self, core: Iterable[str], *, after: bool) -> Side:
        """The core parties and the claims as they are before or after the change."""
        return Side.of(self, set(core), after=after)


@dataclass(slots=True)
class Side:
    """One side of a change. Of the core every claim that tells who it is is there; the rest are ends of claims."""

    core: set[str]
    parties: dict[str, tuple[Party, str]]
    documents: dict[str, Document]
    claims: dict[str, Claim]
    context: dict[str, str]  # the entities of parties that are not of the core
    judgements: list[Judgement]

    @classmethod
    def of(cls, universe: Universe, core: set[str], *, after: bool) -> Side:
        stored, change = universe.stored, universe.change
        claims = {i: c for i, c in universe.claims.items() if not (after and c.document in change.gone)}
        claims |= universe.coming if after else {}
        named = {end for c in claims.values() for end in (c.subject, c.object) if end is not None} | core
        parties = stored.parties(named)
        if after:
            parties = {key: found for key, found in parties.items() if found[1] not in change.gone}
            parties |= universe.new_parties
        documents = stored.documents({document for _, document in parties.values()} & stored.live.keys())
        documents |= {source.document.id: source.document for source in change.new} if after else {}
        here = core & parties.keys()
        context = stored.entities(parties.keys() - here)
        context |= {key: entity for key, (entity, _) in change.placed.items()} if after else {}
        return cls(here, parties, documents, claims, context, list(change.after if after else change.before))

    def sources(self) -> list[Source]:
        """What is known of each document, as a source."""
        parties: dict[str, list[Party]] = defaultdict(list)
        claims: dict[str, list[Claim]] = defaultdict(list)
        for _, (party, document) in sorted(self.parties.items()):
            parties[document].append(party)
        for _, claim in sorted(self.claims.items()):
            claims[claim.document].append(claim)
        return [
            Source.model_construct(document=found, parties=tuple(parties[i]), claims=tuple(claims[i]), refused=())
            for i, found in sorted(self.documents.items())
        ]

    def bearers(self, sources: Iterable[Source]) -> list[Bearer]:
        return list(bearers(sources, self.core))

    def surroundings(self) -> Iterator[tuple[Bearer, str]]:
        for key, entity in self.context.items():
            party, document = self.parties[key]
            yield bare(party, self.documents[document]), entity
