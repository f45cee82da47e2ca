"""Entities from clusters: names, places, sectors, roles, and what listings and events say of themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from graph.clusters import Cluster
from graph.evidence import Told, best_value
from graph.model import Edge, Entity, Label, Modality, Predicate
from graph.naming import Named, names_of

ROLES: Mapping[Predicate, tuple[str, str]] = {
    Predicate.LISTED_BY: ("listed", "lister"),
    Predicate.ADMINISTERED_BY: ("", "administrator"),
    Predicate.SUPPLIES: ("supplier", "customer"),
    Predicate.STOPPED_SUPPLYING: ("former supplier", "former customer"),
    Predicate.INVESTED_IN: ("investor", "investee"),
    Predicate.OWNS: ("owner", "asset"),
    Predicate.CONTROLS: ("controller", "controlled"),
    Predicate.AFFILIATED_WITH: ("affiliate", "head of affiliates"),
    Predicate.PARTNERS_WITH: ("partner", "partner"),
    Predicate.COMPETES_WITH: ("competitor", "competitor"),
    Predicate.LICENSED_BY: ("licensee", "licensor"),
    Predicate.BOARD_MEMBER_OF: ("board member", ""),
    Predicate.EMPLOYED_BY: ("employee", "employer"),
    Predicate.RESTRICTED_BY: ("restricted", ""),
    Predicate.AFFECTED_BY: ("affected", ""),
    Predicate.STATEMENT_BY: ("", "speaker"),
}
SINGLE: Mapping[Predicate, str] = {
    Predicate.ANNOUNCED_ON: "announced",
    Predicate.PUBLISHED_ON: "published",
    Predicate.EFFECTIVE_ON: "effective",
    Predicate.COMPLIANCE_BY: "compliance",
    Predicate.ENDED_ON: "ended",
    Predicate.EXPIRES_ON: "expires",
    Predicate.LICENCE_REQUIREMENT: "licence_requirement",
    Predicate.LICENCE_POLICY: "licence_policy",
}
SEVERAL: Mapping[Predicate, str] = {
    Predicate.IDENTIFIED_BY: "identifiers",
    Predicate.IN_SECTOR: "sectors",
    Predicate.HAS_ADDRESS: "addresses",
    Predicate.REMARK: "remarks",
    Predicate.CITED_AS: "citations",
    Predicate.FOOTNOTE: "footnotes",
    Predicate.LICENCE_REVIEW: "licence_reviews",
    Predicate.COVERS: "covers",
}


def fold_entities(
    named: Mapping[str, Named], evidence: Iterable[Told], edges: Iterable[Edge]
) -> list[tuple[Label, Entity]]:
    """The entities, sorted by id. A role comes from an edge that is more than a possibility."""
    about: dict[str, list[Told]] = defaultdict(list)
    for told in evidence:
        if told.affirmed:
            about[told.subject].append(told)
    roles: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        _give_roles(edge, roles)
    codes = {entity: code_of(one.cluster.anchors) for entity, one in named.items() if one.label is Label.COUNTRY}
    return [
        (one.label, entity_of(entity, one, about.get(entity, []), roles.get(entity, set()), codes))
        for entity, one in sorted(named.items())
    ]


def _give_roles(edge: Edge, roles: dict[str, set[str]]) -> None:
    for end, role in roles_of(edge):
        roles[end].add(role)


def roles_of(edge: Edge) -> list[tuple[str, str]]:
    """Each end to which the edge gives a role, with the role."""
    if edge.modality is Modality.POSSIBLE or edge.stopped:
        return []
    ends = zip((edge.source, edge.target), ROLES.get(edge.type, ("", "")), strict=True)
    return [(end, role) for end, role in ends if role]


def code_of(anchors: Iterable[str]) -> str | None:
    """The country's ISO 3166-1 code in capitals, as the standard writes it."""
    codes = sorted(a.upper() for a in anchors if len(a) == 2)
    return codes[0] if codes else None


def entity_of(entity: str, named: Named, about: list[Told], roles: set[str], codes: Mapping[str, str | None]) -> Entity:
    """`about` are the affirmed claims about it, `codes` those of the countries that they name."""
    cluster = named.cluster
    told_in = {codes.get(t.object) for t in about if t.claim.predicate is Predicate.LOCATED_IN and t.object is not None}
    return Entity(
        id=entity,
        name=named.name,
        names=names_of(cluster),
        kind=_kind(cluster),
        countries=tuple(sorted(code for code in told_in if code)),
        roles=tuple(sorted(roles)),
        documents=len(cluster.documents),
        **_attributes(about),
    )


def _kind(cluster: Cluster) -> str | None:
    told = [b for b in cluster.bearers if b.party.kind and b.identified]
    if len(told) < 2:
        return told[0].party.kind if told else None
    kinds = Counter(b.party.kind for b in [b for b in told if b.curated] or told)
    return min(kinds, key=lambda kind: (-kinds[kind], kind or ""), default=None)


def _attributes(about: list[Told]) -> dict[str, Any]:
    """Single values by the best claim, the others all. A clash of single values is a contradiction, kept elsewhere."""
    groups: dict[Predicate, list[Told]] = defaultdict(list)
    for told in about:
        groups[told.claim.predicate].append(told)
    values: dict[str, Any] = {
        field: tuple(sorted({t.claim.value for t in groups[predicate] if t.claim.value}))
        for predicate, field in SEVERAL.items()
        if predicate in groups
    }
    for predicate, field in SINGLE.items():
        if group := groups.get(predicate):
            values[field] = best_value(group, {t.id: t.claim.value for t in group if t.claim.value})
    return values
