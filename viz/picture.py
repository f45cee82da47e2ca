"""What a view draws: parties, the relations between them, and the words that each rests on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from graph.contradictions import Contradiction
from graph.model import Grade, Label, Modality, Predicate

DATES = ("announced", "published", "effective", "compliance", "ended")  # of a listing or an action

LISTINGS = frozenset(
    {Predicate.LISTED_BY, Predicate.MEMBER_OF, Predicate.LOCATED_IN}
)  # what a list says of its parties


class Standing(StrEnum):
    """Whether a party is on a list, as far as the graph says."""

    UNLISTED = ""
    LISTED = "listed"
    HEDGED = "hedged"  # only reported, possible or contested claims say so
    ENDED = "ended"  # every listing of it has an end


@dataclass(frozen=True, slots=True)
class Listing:
    """One party on one list: the dates and the law of it. `dates` pairs a kind of DATES with an ISO date."""

    id: str
    list: str | None
    action: str | None
    dates: tuple[tuple[str, str], ...]
    citations: tuple[str, ...]
    licence_requirement: str | None
    licence_policy: str | None
    footnotes: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    id: str
    label: Label
    name: str
    names: tuple[str, ...] = ()
    kind: str | None = None
    countries: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    dates: tuple[tuple[str, str], ...] = ()
    citations: tuple[str, ...] = ()
    documents: int = 0
    standing: Standing = Standing.UNLISTED
    listings: tuple[Listing, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """A folded relation. `share` is in percent as text, an interval where it is not exact."""

    id: str
    type: Predicate
    source: str
    target: str
    claims: tuple[str, ...]
    grade: Grade = Grade.STATED
    modality: Modality = Modality.ASSERTED
    first_date: str | None = None
    last_date: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    stopped: bool = False
    sources: int = 1
    contested: bool = False
    share: str | None = None

    @property
    def firm(self) -> bool:
        """Neither hedged nor contested: may be drawn as a full line."""
        return self.modality is Modality.ASSERTED and not self.contested


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with its ends resolved to entities. `place` says where the quote stands in the document."""

    id: str
    document: str
    predicate: Predicate
    subject: str
    object: str | None = None
    value: str | None = None
    quote: str | None = None
    place: str = ""
    modality: Modality = Modality.ASSERTED
    grade: Grade = Grade.STATED
    attributed_to: str | None = None
    rule: str | None = None
    premises: tuple[str, ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None
    quantity: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    id: str
    name: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    summarises: str | None = None
    official: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """All tuples are sorted by id. `entities_in_all` and `edges_in_all` count what the store has: "n of m"."""

    title: str
    entities: tuple[Entity, ...]
    edges: tuple[Edge, ...]
    claims: tuple[Claim, ...] = ()
    documents: tuple[Document, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    entities_in_all: int = 0
    edges_in_all: int = 0
    path: tuple[str, ...] = ()  # ids of entities, in walking order, to be highlighted


def cut(picture: Picture, most: int, centre: str | None = None) -> Picture:
    """The picture with at most `most` entities, those that matter first, and only the evidence that they need."""
    kept = set(ranked(picture, centre)[:most])
    edges = tuple(e for e in picture.edges if e.source in kept and e.target in kept)
    claims = _claims_on(picture, kept, edges)
    quoted = {c.id for c in claims}
    used = {c.document for c in claims}
    return replace(
        picture,
        entities=tuple(e for e in picture.entities if e.id in kept),
        edges=edges,
        claims=claims,
        documents=tuple(d for d in picture.documents if d.id in used),
        contradictions=tuple(c for c in picture.contradictions if {c.left, c.right} <= quoted),
        path=tuple(p for p in picture.path if p in kept),
    )


def ranked(picture: Picture, centre: str | None = None) -> list[str]:
    """Ids of entities, most important first.

    The path comes first; around a centre, what is fewer steps away comes before what is further, and what is not
    joined to it is left out; then those with many relations, what lists and seats say of them last. A seat is no
    reason to be near.
    """
    ties: dict[str, set[str]] = defaultdict(set)
    for edge in picture.edges:
        if edge.type is not Predicate.LOCATED_IN:
            ties[edge.source].add(edge.target)
            ties[edge.target].add(edge.source)
    steps = {e.id: 0 for e in picture.entities} if centre is None else _steps(ties, centre)
    own = Counter(end for e in picture.edges for end in (e.source, e.target) if e.type not in LISTINGS)
    weight = {e.id: (3 * own[e.id] + len(ties[e.id]), e.documents) for e in picture.entities}
    order = sorted(steps, key=lambda i: (i not in picture.path, steps[i], *(-w for w in weight[i]), i))
    return order if centre is None else [*(p for p in picture.path if p not in steps), *order]


def _steps(ties: Mapping[str, set[str]], centre: str) -> dict[str, int]:
    steps, edge = {centre: 0}, [centre]
    while edge:
        edge = sorted({n for i in edge for n in ties.get(i, ()) if n not in steps})
        steps |= dict.fromkeys(edge, max(steps.values()) + 1)
    return steps


def _claims_on(picture: Picture, kept: set[str], edges: Iterable[Edge]) -> tuple[Claim, ...]:
    """Claims behind these edges, about these entities alone, and the premises of all of those."""
    by_id = {c.id: c for c in picture.claims}
    wanted = {c for edge in edges for c in edge.claims}
    wanted |= {c.id for c in picture.claims if c.subject in kept and (c.object is None or c.object in kept)}
    wanted |= {c for e in picture.entities if e.id in kept for listing in e.listings for c in listing.claims}
    waiting = sorted(wanted & by_id.keys())
    while waiting:
        premises = {p for c in waiting for p in by_id[c].premises if p in by_id} - wanted
        wanted |= premises
        waiting = sorted(premises)
    return tuple(by_id[c] for c in sorted(wanted & by_id.keys()))
