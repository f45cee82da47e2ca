"""A picture taken out of a store.

Listings are not drawn as nodes of their own. A listing becomes an edge from its party to its list, and one to the
action that made it, and both carry the listing's claims; its dates, citation and policy stay with the party.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from graph.contradictions import Contradiction
from graph.lookup import find
from graph.model import EDGE_PREDICATES, ENTITY_LABELS, Grade, Label, Link, Modality, Predicate
from graph.projection import to_networkx
from graph.store.protocol import Relation, Row, Store
from viz.picture import DATES, Claim, Document, Edge, Entity, Listing, Picture, Standing, cut

WHOLE_TITLE = "Who is listed, and who is tied to them"
DRAWN = tuple(label for label in ENTITY_LABELS if label is not Label.LISTING)
MOST_ENTITIES = 5000  # what one page carries; above it, an extract


def picture_of(
    store: Store, *, around: str | None = None, path: Sequence[str] = (), most: int = MOST_ENTITIES, title: str = ""
) -> Picture:
    """The store's graph, or what lies nearest to `around` (a name or an id), at most `most` entities.

    `path` (entity ids in walking order) is kept whatever is cut, and highlighted. Raises `UnknownName`,
    and `InputError` where several parties go by the name.
    """
    whole = _whole(store)
    if around is None:
        return cut(replace(whole, title=title or WHOLE_TITLE, path=tuple(path)), most)
    centre = find(to_networkx(store), around, "party", DRAWN)
    name = next(e.name for e in whole.entities if e.id == centre)
    return cut(replace(whole, title=title or f"Around {name}", path=tuple(path)), most, centre)


def _whole(store: Store) -> Picture:
    rows = {label: list(store.nodes(label)) for label in (*ENTITY_LABELS, Label.CLAIM, Label.DOCUMENT)}
    relations = list(store.relations([*(p.value for p in EDGE_PREDICATES), *(link.value for link in Link)]))
    documents = {d.id: d for d in map(_document, _live(rows[Label.DOCUMENT]))}
    claims = _claims(_live(rows[Label.CLAIM]), relations, documents)
    entities = [_entity(label, row) for label in DRAWN for row in rows[label]]
    known = {e.id for e in entities}
    drawn = [r for r in relations if r.type in Predicate.__members__]
    edges = {e.id: e for e in (_edge(r) for r in drawn if {r.source, r.target} <= known)}
    held = _listings(rows[Label.LISTING], drawn, claims)
    _draw_listings(held, edges, claims, documents)
    standing = _standings(edges.values(), held)
    return Picture(
        title="",
        entities=tuple(
            replace(e, listings=tuple(held.get(e.id, ())), standing=standing.get(e.id, Standing.UNLISTED))
            for e in sorted(entities, key=lambda e: e.id)
        ),
        edges=tuple(edges[i] for i in sorted(edges)),
        claims=tuple(claims[i] for i in sorted(claims)),
        documents=tuple(documents[i] for i in sorted(documents)),
        contradictions=tuple(sorted(_contradictions(relations, claims), key=lambda c: (c.left, c.right))),
        entities_in_all=len(entities),
        edges_in_all=len(edges),
    )


def _listings(
    rows: Iterable[Row], relations: Iterable[Relation], claims: Mapping[str, Claim]
) -> dict[str, list[Listing]]:
    """The listings of each party, by the party's id, in order of their ids."""
    ends: dict[str, dict[str, str]] = defaultdict(dict)
    for relation in relations:
        ends[relation.source][relation.type] = relation.target
    said: dict[str, list[str]] = defaultdict(list)
    for claim in sorted(claims.values(), key=lambda c: c.id):
        said[claim.subject].append(claim.id)
    held: dict[str, list[Listing]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: str(r["id"])):
        end = ends[row["id"]]
        if Predicate.LISTING_OF in end:
            held[end[Predicate.LISTING_OF]].append(_listing(row, end, tuple(said[row["id"]])))
    return dict(held)


def _listing(row: Row, ends: Mapping[str, str], claims: tuple[str, ...]) -> Listing:
    return Listing(
        id=row["id"],
        list=ends.get(Predicate.ON_LIST),
        action=ends.get(Predicate.PART_OF),
        dates=_dates(row),
        citations=_texts(row.get("citations")),
        licence_requirement=row.get("licenceRequirement"),
        licence_policy=row.get("licencePolicy"),
        footnotes=_texts(row.get("footnotes")),
        claims=claims,
    )


def _draw_listings(
    held: Mapping[str, Sequence[Listing]],
    edges: dict[str, Edge],
    claims: Mapping[str, Claim],
    documents: Mapping[str, Document],
) -> None:
    """Add the two edges of each listing, or its claims to the edges that are there."""
    drawn = {(e.type, e.source, e.target): e.id for e in edges.values()}
    for party, listing in ((p, one) for p, ones in sorted(held.items()) for one in ones):
        for kind, target, half in (
            (Predicate.LISTED_BY, listing.list, Predicate.ON_LIST),
            (Predicate.MEMBER_OF, listing.action, Predicate.PART_OF),
        ):
            if target is None:
                continue
            key = drawn.setdefault((kind, party, target), f"{listing.id}:{half}")
            edge = edges.get(key) or Edge(key, kind, party, target, (), valid_to=dict(listing.dates).get("ended"))
            halves = {c for c in listing.claims if claims[c].predicate in {half, Predicate.LISTING_OF}}
            edges[key] = _resting_on(edge, tuple(sorted({*edge.claims, *halves})), claims, documents)


def _resting_on(
    edge: Edge, ids: tuple[str, ...], claims: Mapping[str, Claim], documents: Mapping[str, Document]
) -> Edge:
    said = [claims[c] for c in ids if c in claims]
    live = [c for c in said if c.modality is not Modality.NEGATED]
    return replace(
        edge,
        claims=ids,
        grade=min((c.grade for c in live), key=list(Grade).index, default=edge.grade),
        modality=min((c.modality for c in live), key=list(Modality).index, default=edge.modality),
        sources=len({documents[c.document].source for c in said}) or edge.sources,
    )


def _standings(edges: Iterable[Edge], held: Mapping[str, Sequence[Listing]]) -> dict[str, Standing]:
    """What the LISTED_BY edges say of each party; a party all of whose listings have an end is no longer listed."""
    on: dict[str, set[Standing]] = defaultdict(set)
    for edge in edges:
        if edge.type is Predicate.LISTED_BY:
            said = Standing.LISTED if edge.firm else Standing.HEDGED
            on[edge.source].add(Standing.ENDED if edge.valid_to else said)
    for party, listings in held.items():
        if all("ended" in dict(listing.dates) for listing in listings):
            on[party] = {Standing.ENDED}
    order = (Standing.LISTED, Standing.HEDGED, Standing.ENDED)
    return {party: next(s for s in order if s in found) for party, found in on.items()}


def _live(rows: Iterable[Row]) -> Iterable[Row]:
    return (row for row in rows if not row.get("supersededAt"))


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(value or ())


def _dates(row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((kind, str(row[kind])) for kind in DATES if row.get(kind))


def _entity(label: Label, row: Row) -> Entity:
    return Entity(
        id=row["id"],
        label=label,
        name=row["name"],
        names=_texts(row.get("names")),
        kind=row.get("kind"),
        countries=_texts(row.get("countries")),
        sectors=_texts(row.get("sectors")),
        roles=_texts(row.get("roles")),
        identifiers=_texts(row.get("identifiers")),
        dates=_dates(row),
        citations=_texts(row.get("citations")),
        documents=row.get("documents") or 0,
    )


def _document(row: Row) -> Document:
    given = {f: row.get(f) for f in ("title", "publisher", "published", "url", "summarises")}
    return Document(row["id"], row["name"], **given, official=bool(row.get("official")), source=row.get("source") or "")


def _interval(low: str | None, high: str | None) -> str | None:
    """An exact figure, "20 to 30", "at least 20", "at most 30", or None where neither bound is known."""
    if low is None or high is None:
        return f"at least {low}" if low is not None else None if high is None else f"at most {high}"
    return low if low == high else f"{low} to {high}"


def _edge(relation: Relation) -> Edge:
    held = relation.properties
    return Edge(
        id=relation.key,
        type=Predicate(relation.type),
        source=relation.source,
        target=relation.target,
        claims=_texts(held.get("claims")),
        grade=Grade(held.get("grade") or Grade.STATED),
        modality=Modality(held.get("modality") or Modality.ASSERTED),
        first_date=held.get("firstDate"),
        last_date=held.get("lastDate"),
        valid_from=held.get("validFrom"),
        valid_to=held.get("validTo"),
        stopped=bool(held.get("stopped")),
        sources=held.get("sources") or 1,
        contested=bool(held.get("contested")),
        share=_interval(held.get("shareLow"), held.get("shareHigh")),
    )


def _claims(rows: Iterable[Row], relations: Iterable[Relation], documents: Mapping[str, Document]) -> dict[str, Claim]:
    ends: dict[str, dict[str, str]] = {Link.SUBJECT: {}, Link.OBJECT: {}}
    for relation in relations:
        if relation.type in ends:
            ends[relation.type][relation.source] = relation.target
    return {
        row["id"]: _claim(row, ends[Link.SUBJECT][row["id"]], ends[Link.OBJECT].get(row["id"]))
        for row in rows
        if row["id"] in ends[Link.SUBJECT] and row["document"] in documents
    }


def _claim(row: Row, subject: str, object_: str | None) -> Claim:
    return Claim(
        id=row["id"],
        document=row["document"],
        predicate=Predicate(row["predicate"]),
        subject=subject,
        object=object_,
        value=row.get("value"),
        quote=row.get("quote"),
        place=_place(row),
        modality=Modality(row["modality"]),
        grade=Grade(row["grade"]),
        attributed_to=row.get("attributedTo"),
        rule=row.get("rule"),
        premises=_texts(row.get("premises")),
        valid_from=row.get("validFrom"),
        valid_to=row.get("validTo"),
        quantity=_quantity(row),
    )


def _place(row: Row) -> str:
    if row.get("quoteStart") is not None:
        return f"characters {row['quoteStart']} to {row['quoteEnd']}"
    return "" if row.get("tableRow") is None else f"row {row['tableRow']}, column {row['tableColumn']}"


def _quantity(row: Row) -> str | None:
    figure = _interval(row.get("quantityLow"), row.get("quantityHigh"))
    if figure is None:
        return None
    unit = "%" if row.get("quantityKind") == "share" else f" {row.get('quantityUnit') or ''}".rstrip()
    return figure + unit


def _contradictions(relations: Iterable[Relation], claims: Mapping[str, Claim]) -> Iterable[Contradiction]:
    for r in relations:
        if r.type == Link.CONTRADICTS and r.source in claims and r.target in claims:
            yield Contradiction(r.source, r.target, **{k: str(r.properties[k]) for k in ("kind", "about", "why")})
