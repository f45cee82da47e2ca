"""The schema, declared once: labels, predicates, and what each node and edge holds.

The stores' constraints and tables, the loading Cypher and docs/schema.md derive from the tables here.
Names in the stores follow Neo4j's naming manual: PascalCase labels, UPPER_SNAKE types, camelCase properties.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

SCHEMA_VERSION = 2


class Label(StrEnum):
    """The labels of the graph. The last five are the evidence that the others rest on."""

    COMPANY = "Company"
    AGENCY = "Agency"
    PERSON = "Person"
    ORGANISATION = "Organisation"
    COUNTRY = "Country"
    GROUP = "Group"
    LIST = "List"
    LISTING = "Listing"
    EVENT = "Event"
    DOCUMENT = "Document"
    PARTY = "Party"
    CLAIM = "Claim"
    JUDGEMENT = "Judgement"
    LOAD = "Load"


class Modality(StrEnum):
    """How firmly a claim is made, firmest first. NEGATED is a denial, not a weak yes."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    POSSIBLE = "possible"
    NEGATED = "negated"


class Grade(StrEnum):
    """On whose word, best first: a list or register, a sentence, or a rule of ours."""

    OFFICIAL = "official"
    STATED = "stated"
    INFERRED = "inferred"


GRADES = tuple(Grade)  # best first
MODALITIES = tuple(Modality)  # firmest first


class Predicate(StrEnum):
    """What a claim says. The first part become edges; the second part (from NAMED on) become properties."""

    LISTED_BY = "LISTED_BY"
    ADMINISTERED_BY = "ADMINISTERED_BY"
    SUPPLIES = "SUPPLIES"
    STOPPED_SUPPLYING = "STOPPED_SUPPLYING"
    INVESTED_IN = "INVESTED_IN"
    OWNS = "OWNS"
    CONTROLS = "CONTROLS"
    AFFILIATED_WITH = "AFFILIATED_WITH"
    LINKED_TO = "LINKED_TO"
    PARTNERS_WITH = "PARTNERS_WITH"
    COMPETES_WITH = "COMPETES_WITH"
    LICENSED_BY = "LICENSED_BY"
    BOARD_MEMBER_OF = "BOARD_MEMBER_OF"
    MEMBER_OF = "MEMBER_OF"
    EMPLOYED_BY = "EMPLOYED_BY"
    RESTRICTED_BY = "RESTRICTED_BY"
    AFFECTED_BY = "AFFECTED_BY"
    STATEMENT_BY = "STATEMENT_BY"
    LOCATED_IN = "LOCATED_IN"
    LISTING_OF = "LISTING_OF"
    ON_LIST = "ON_LIST"
    PART_OF = "PART_OF"
    AMENDED_BY = "AMENDED_BY"
    NAMED = "NAMED"
    IDENTIFIED_BY = "IDENTIFIED_BY"
    HAS_ADDRESS = "HAS_ADDRESS"
    IN_SECTOR = "IN_SECTOR"
    ADDED_COUNT = "ADDED_COUNT"
    ANNOUNCED_ON = "ANNOUNCED_ON"
    PUBLISHED_ON = "PUBLISHED_ON"
    EFFECTIVE_ON = "EFFECTIVE_ON"
    COMPLIANCE_BY = "COMPLIANCE_BY"
    ENDED_ON = "ENDED_ON"
    EXPIRES_ON = "EXPIRES_ON"
    CITED_AS = "CITED_AS"
    LICENCE_REQUIREMENT = "LICENCE_REQUIREMENT"
    LICENCE_POLICY = "LICENCE_POLICY"
    LICENCE_REVIEW = "LICENCE_REVIEW"
    COVERS = "COVERS"
    FOOTNOTE = "FOOTNOTE"
    REMARK = "REMARK"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a predicate joins. `objects` is empty for one whose claims carry a value instead."""

    subjects: frozenset[Label]
    objects: frozenset[Label]
    meaning: str
    symmetric: bool = False
    single: bool = False  # one subject can hold one value only: two live values contradict


_C, _A, _P, _O = Label.COMPANY, Label.AGENCY, Label.PERSON, Label.ORGANISATION
_BODIES = frozenset({_C, _A, _O})
_ACTORS = _BODIES | {_P, Label.GROUP, Label.COUNTRY}
_MEASURES = frozenset({Label.LIST, _A, Label.EVENT, Label.COUNTRY, _O})
_TOPICS = _ACTORS | {Label.LIST, Label.EVENT, Label.LISTING}
_OFFICIAL = frozenset({Label.LISTING, Label.EVENT})
_NONE: frozenset[Label] = frozenset()


def _set(*labels: Label) -> frozenset[Label]:
    return frozenset(labels)


PREDICATES: Mapping[Predicate, Shape] = MappingProxyType(
    {
        Predicate.LISTED_BY: Shape(
            _ACTORS, _set(Label.LIST, _A, Label.COUNTRY, _O), "party to list; to the agency only where no list is named"
        ),
        Predicate.ADMINISTERED_BY: Shape(_set(Label.LIST), _set(_A, _O), "list to the agency that keeps it"),
        Predicate.SUPPLIES: Shape(_ACTORS, _ACTORS, "supplier to customer"),
        Predicate.STOPPED_SUPPLYING: Shape(_ACTORS, _ACTORS, "former supplier to customer"),
        Predicate.INVESTED_IN: Shape(_ACTORS, _ACTORS, "investor to target; a stake without control"),
        Predicate.OWNS: Shape(_ACTORS, _ACTORS, "owner to asset, parent to subsidiary"),
        Predicate.CONTROLS: Shape(
            _ACTORS, _ACTORS, "controller to the body controlled: votes, appointments; says nothing of a share"
        ),
        Predicate.AFFILIATED_WITH: Shape(_ACTORS, _ACTORS, "an affiliate, as a list names it, to its head; no share"),
        Predicate.LINKED_TO: Shape(
            _ACTORS, _ACTORS, "another link that a list or register states; its words say which"
        ),
        Predicate.PARTNERS_WITH: Shape(_ACTORS, _ACTORS, "a stated partnership", symmetric=True),
        Predicate.COMPETES_WITH: Shape(_ACTORS, _ACTORS, "a stated rivalry", symmetric=True),
        Predicate.LICENSED_BY: Shape(_ACTORS, _ACTORS | {Label.LIST}, "licensee to licensor"),
        Predicate.BOARD_MEMBER_OF: Shape(_set(_P), _BODIES, "person to the body on whose board the person sits"),
        Predicate.MEMBER_OF: Shape(_ACTORS, _BODIES | {Label.GROUP, Label.EVENT}, "member to body, set or action"),
        Predicate.EMPLOYED_BY: Shape(_set(_P), _BODIES | {Label.COUNTRY}, "person to body, any post"),
        Predicate.RESTRICTED_BY: Shape(_ACTORS, _MEASURES, "ban, order or settlement without a list"),
        Predicate.AFFECTED_BY: Shape(_ACTORS, _MEASURES, "a consequence that the text itself states"),
        Predicate.STATEMENT_BY: Shape(_TOPICS, _ACTORS, "topic to speaker"),
        Predicate.LOCATED_IN: Shape(_ACTORS, _set(Label.COUNTRY), "party to country of seat or nationality"),
        Predicate.LISTING_OF: Shape(_set(Label.LISTING), _ACTORS, "listing to the party listed"),
        Predicate.ON_LIST: Shape(_set(Label.LISTING), _set(Label.LIST), "listing to its list"),
        Predicate.PART_OF: Shape(
            _set(Label.LISTING, Label.GROUP, Label.EVENT), _set(Label.EVENT), "listing to the action that made it"
        ),
        Predicate.AMENDED_BY: Shape(
            _set(Label.LISTING), _set(Label.EVENT), "listing to a later action that its entry cites"
        ),
        Predicate.NAMED: Shape(_TOPICS, _NONE, "a name or alias, as spelled"),
        Predicate.IDENTIFIED_BY: Shape(_ACTORS, _NONE, 'an identifier, "scheme:value"'),
        Predicate.HAS_ADDRESS: Shape(_ACTORS, _NONE, "an address, as written"),
        Predicate.IN_SECTOR: Shape(_ACTORS, _NONE, "a sector, named as in loaders/language/sectors.toml"),
        Predicate.ADDED_COUNT: Shape(_set(Label.EVENT), _NONE, "how many an action added; value is the kind counted"),
        Predicate.ANNOUNCED_ON: Shape(_OFFICIAL, _NONE, "ISO date", single=True),
        Predicate.PUBLISHED_ON: Shape(_OFFICIAL, _NONE, "ISO date in the Federal Register", single=True),
        Predicate.EFFECTIVE_ON: Shape(_OFFICIAL, _NONE, "ISO date", single=True),
        Predicate.COMPLIANCE_BY: Shape(_OFFICIAL, _NONE, "ISO date", single=True),
        Predicate.ENDED_ON: Shape(_OFFICIAL, _NONE, "ISO date of removal, by a notice", single=True),
        Predicate.EXPIRES_ON: Shape(
            _OFFICIAL, _NONE, "ISO date, yet to come when it was written, up to which an order is to hold", single=True
        ),
        Predicate.CITED_AS: Shape(_OFFICIAL, _NONE, 'a citation, "84 FR 54002"'),
        Predicate.LICENCE_REQUIREMENT: Shape(_OFFICIAL, _NONE, "which items need a licence"),
        Predicate.LICENCE_POLICY: Shape(_OFFICIAL, _NONE, "how applications are reviewed"),
        Predicate.LICENCE_REVIEW: Shape(
            _OFFICIAL, _NONE, 'one part of the policy: "case by case: 1A995", "presumption of denial: all other items"'
        ),
        Predicate.COVERS: Shape(_OFFICIAL, _NONE, 'whom else the entry says it covers: "successors", "sub-units" ...'),
        Predicate.FOOTNOTE: Shape(_OFFICIAL, _NONE, "a footnote of the listing"),
        Predicate.REMARK: Shape(_ACTORS | _OFFICIAL, _NONE, "a remark of the list or register, as written"),
    }
)

EDGE_PREDICATES = tuple(p for p, shape in PREDICATES.items() if shape.objects)
ATTRIBUTE_PREDICATES = tuple(p for p, shape in PREDICATES.items() if not shape.objects)


class Node(BaseModel):
    """A node of the store. Fields become camelCase properties; `None` is stored as null, never as a guess."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    id: str


class Entity(Node):
    """A resolved party: what one or more documents' parties turned out to be. `names` holds every spelling."""

    name: str
    names: tuple[str, ...] = ()
    kind: str | None = (
        None  # of an Organisation: university, media, ngo, industry group, fund; of a Group: its quantifier
    )
    countries: tuple[str, ...] = ()  # ISO 3166-1 alpha-2, from LOCATED_IN
    sectors: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()  # supplier, customer, investor, owner, asset, listed ...: from its edges
    identifiers: tuple[str, ...] = ()  # "lei:...", "cik:..."
    addresses: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    documents: int = 0  # how many live documents name it
    announced: str | None = None  # this and what follows: Listing and Event only
    published: str | None = None
    effective: str | None = None
    compliance: str | None = None
    ended: str | None = None
    expires: str | None = None
    citations: tuple[str, ...] = ()
    licence_requirement: str | None = None
    licence_policy: str | None = None
    licence_reviews: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()


class DocumentNode(Node):
    """A `graph.claims.Document` as stored. A withdrawn one has `superseded_at` and stays to be seen."""

    name: str
    format: str
    text: str
    source: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    summarises: str | None = None
    series: str | None = None
    official: bool = False
    dropped: tuple[str, ...] = ()  # "start:end:reason"
    refused: tuple[str, ...] = ()  # JSON of each Refusal
    recorded_at: str | None = None
    superseded_at: str | None = None


class PartyNode(Node):
    """A `graph.claims.Party` as stored; `id` is its key."""

    label: str
    name: str
    document: str
    kind: str | None = None
    anchor: str | None = None
    section: str | None = None
    keys: tuple[str, ...] = ()  # by which it may meet others (graph/keys.py)


class ClaimNode(Node):
    """A `graph.claims.Claim` as stored. The property names avoid words that Cypher reserves."""

    document: str
    predicate: str
    subject_party: str
    object_party: str | None = None
    value: str | None = None
    quote: str | None = None
    quote_start: int | None = None
    quote_end: int | None = None
    table_row: int | None = None
    table_column: str | None = None
    modality: str
    grade: str
    attributed_to: str | None = None
    rule: str | None = None
    premises: tuple[str, ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None
    quantity_kind: str | None = None
    quantity_low: str | None = None  # exact decimals as text
    quantity_high: str | None = None
    quantity_unit: str | None = None
    extractor: str = ""
    extractor_version: str = ""
    recorded_at: str | None = None
    superseded_at: str | None = None


class JudgementNode(Node):
    """A `graph.claims.Judgement` as stored: the persons' own, and those that the rules made in the last fold."""

    left_party: str
    right_party: str
    verdict: str
    reason: str
    author: str
    made: str | None = None


class LoadNode(Node):
    """One change of the store: what was loaded or withdrawn, and when. `id` counts up from "load-000001"."""

    action: str  # load, withdraw, judge
    recorded_at: str
    document_ids: tuple[str, ...] = ()  # not "documents": Ladybug mixes up one name of two types in a path
    knockon_version: str = ""


class Edge(BaseModel):
    """Claims about one (type, source, target), folded. Ids of claims are sorted; dates are ISO, null is unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    id: str
    type: Predicate
    source: str
    target: str
    claims: tuple[str, ...]
    document_ids: tuple[str, ...] = ()  # the documents of its claims
    grade: Grade  # the best of its claims
    modality: Modality  # the firmest of its claims; an edge is never made of negated claims alone
    first_date: str | None = None
    last_date: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    stopped: bool = False  # a STOPPED_SUPPLYING claim closes this supply
    sources: int = 1  # independent sources
    contested: bool = False  # a live claim denies or contradicts it
    share_low: str | None = None  # exact decimals, in percent; low == high when the share is exact
    share_high: str | None = None


ENTITY_LABELS = (
    Label.COMPANY,
    Label.AGENCY,
    Label.PERSON,
    Label.ORGANISATION,
    Label.COUNTRY,
    Label.GROUP,
    Label.LIST,
    Label.LISTING,
    Label.EVENT,
)

NODES: Mapping[Label, type[Node]] = MappingProxyType(
    dict.fromkeys(ENTITY_LABELS, Entity)
    | {
        Label.DOCUMENT: DocumentNode,
        Label.PARTY: PartyNode,
        Label.CLAIM: ClaimNode,
        Label.JUDGEMENT: JudgementNode,
        Label.LOAD: LoadNode,
    }
)


class Link(StrEnum):
    """Relationships that tie the evidence to the graph; they have no claims of their own."""

    SUBJECT = "SUBJECT"
    OBJECT = "OBJECT"
    STATED_IN = "STATED_IN"
    REFERS_TO = "REFERS_TO"
    CONTRADICTS = "CONTRADICTS"


class Contradicts(BaseModel):
    """What a CONTRADICTS relationship carries; it runs from the claim with the smaller id."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    kind: str
    about: str
    why: str


LINKS: Mapping[Link, tuple[frozenset[Label], frozenset[Label], type[BaseModel] | None]] = MappingProxyType(
    {
        Link.SUBJECT: (frozenset({Label.CLAIM}), frozenset(ENTITY_LABELS), None),
        Link.OBJECT: (frozenset({Label.CLAIM}), frozenset(ENTITY_LABELS), None),
        Link.STATED_IN: (frozenset({Label.CLAIM}), frozenset({Label.DOCUMENT}), None),
        Link.REFERS_TO: (frozenset({Label.PARTY}), frozenset(ENTITY_LABELS), None),
        Link.CONTRADICTS: (frozenset({Label.CLAIM}), frozenset({Label.CLAIM}), Contradicts),
    }
)
