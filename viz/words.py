"""How a reader is told what the model says: one wording for every view."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from graph.model import Grade, Label, Modality, Predicate

# Read between the subject and the object, after an adverb where the claim is hedged: "possibly supplies".
RELATIONS: Mapping[Predicate, str] = MappingProxyType(
    {
        Predicate.LISTED_BY: "listed by",
        Predicate.ADMINISTERED_BY: "administered by",
        Predicate.SUPPLIES: "supplies",
        Predicate.STOPPED_SUPPLYING: "stopped supplying",
        Predicate.INVESTED_IN: "invested in",
        Predicate.OWNS: "owns",
        Predicate.CONTROLS: "controls",
        Predicate.AFFILIATED_WITH: "affiliate of",
        Predicate.LINKED_TO: "linked to",
        Predicate.PARTNERS_WITH: "partners with",
        Predicate.COMPETES_WITH: "competes with",
        Predicate.LICENSED_BY: "licensed by",
        Predicate.BOARD_MEMBER_OF: "on the board of",
        Predicate.MEMBER_OF: "member of",
        Predicate.EMPLOYED_BY: "employed by",
        Predicate.RESTRICTED_BY: "restricted by",
        Predicate.AFFECTED_BY: "affected by",
        Predicate.STATEMENT_BY: "subject of a statement by",
        Predicate.LOCATED_IN: "located in",
        Predicate.LISTING_OF: "listing of",
        Predicate.ON_LIST: "on the list",
        Predicate.PART_OF: "part of",
        Predicate.AMENDED_BY: "amended by",
        Predicate.NAMED: "name",
        Predicate.IDENTIFIED_BY: "identifier",
        Predicate.HAS_ADDRESS: "address",
        Predicate.IN_SECTOR: "sector",
        Predicate.ADDED_COUNT: "number added",
        Predicate.ANNOUNCED_ON: "announced",
        Predicate.PUBLISHED_ON: "published",
        Predicate.EFFECTIVE_ON: "effective",
        Predicate.COMPLIANCE_BY: "compliance by",
        Predicate.ENDED_ON: "removed",
        Predicate.EXPIRES_ON: "expires",
        Predicate.CITED_AS: "citation",
        Predicate.LICENCE_REQUIREMENT: "licence requirement",
        Predicate.LICENCE_POLICY: "licence policy",
        Predicate.LICENCE_REVIEW: "licence review",
        Predicate.COVERS: "also covers",
        Predicate.FOOTNOTE: "footnote",
        Predicate.REMARK: "remark",
    }
)

STOPPED = "supplied, since stopped,"

ADVERBS: Mapping[Modality, str] = MappingProxyType(
    {
        Modality.ASSERTED: "",
        Modality.REPORTED: "reportedly",
        Modality.POSSIBLE: "possibly",
        Modality.NEGATED: "denied:",
    }
)

MODALITIES: Mapping[Modality, str] = MappingProxyType(
    {
        Modality.ASSERTED: "said as fact",
        Modality.REPORTED: "reported, not confirmed",
        Modality.POSSIBLE: "possible, not certain",
        Modality.NEGATED: "denied",
    }
)

GRADES: Mapping[Grade, str] = MappingProxyType(
    {
        Grade.OFFICIAL: "official list or register",
        Grade.STATED: "stated in a text",
        Grade.INFERRED: "concluded by a rule",
    }
)

LABELS: Mapping[Label, str] = MappingProxyType({label: label.value.lower() for label in Label})

NO_ADVICE = "This is no legal advice: check every link against its source before you act on it."
CORRECTION = (
    "Are you named here and is an entry wrong? Ask whoever gave you this page to correct it, naming the claim's "
    "number: they can withdraw the document or record a judgement. An official list is corrected by the agency that "
    "keeps it."
)
