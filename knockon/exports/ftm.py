"""The folded graph as FollowTheMoney entities, one JSON object a line, for Aleph, yente, and whatever else reads them.

Ids follow from content: the same graph gives the same lines, and so does the graph into which they are loaded. What
FollowTheMoney cannot hold stands in `LOSSES`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graph.claims import Document
from graph.model import Edge, Label, Modality, Predicate
from knockon.archive import Archive
from knockon.exports.ftm_drafts import Draft, content_ids, digest, named_ids
from knockon.exports.ftm_links import OF_LISTINGS, Named, linked, listings, sanction
from knockon.exports.ftm_parties import party
from loaders.ftm.vocabulary import SOURCE
from loaders.official_lists import official_lists

# Properties that tell on whose word a link rests. Loaded again, it rests on the exported file's.
EVIDENCE = frozenset({"description", "proof", "publisher", "sourceUrl"})
DOCUMENTS = frozenset({"Article", "Document", "Documentation"})  # but for a Document that is a list

# What FollowTheMoney cannot hold, or loses when the lines are loaded into a graph again.
LOSSES: tuple[tuple[str, str], ...] = (
    (
        "whose word it is",
        "the documents, quotes, grades and who is quoted go out as `proof`, `publisher`, `sourceUrl` and `description`"
        " of each link and `Documentation` of each party; loaded again, all rests on the exported file, grade stated",
    ),
    (
        "the source of a name, address, identifier, seat or remark",
        "a property has no source of its own; `Documentation` tells which documents name the party",
    ),
    (
        "seats that are hedged or dated",
        "`jurisdiction` and `nationality` take a plain country; hedged ones go out as an UnknownLink, dates are lost",
    ),
    (
        "sets and lists",
        "neither is a thing of FollowTheMoney's: a Group goes out as an Organization with the keyword `Group`, a List"
        " as a Document with the keyword `List`",
    ),
    ("denials", "a claim that denies a link goes out in no form, nor does that a link is contested"),
    ("contradictions and judgements", "that sources differ, and which parties were judged one or not, and why"),
    ("anchors", "the ids of the curated tables; parties are found again by identifiers and names"),
    ("amounts and counts", "how much was invested or paid, how many were added; `description` quotes the words"),
    ("days before the year 1000 or after 2999", "FollowTheMoney takes them for slips of the pen"),
    ("unlike claims of one link", "one link carries its firmest hedge and one pair of dates, as the edge does"),
    ("when the graph learned it", "recorded and superseded times"),
    ("texts", "what documents say beyond the quotes, and what was left out of them or refused"),
    ("links of a listing", "a Sanction can be no end of a link: statements on one listing, rather than on its party"),
    ("kinds of mere ties", "roles such as supplier and customer are derived from the links again, not carried"),
)


def ftm(archive: Archive) -> bytes:
    """Every entity a line: documents, parties, links, each sorted by id."""
    lines = [json.dumps(line, ensure_ascii=False, sort_keys=True) for line in entities(archive)]
    return "".join(f"{line}\n" for line in lines).encode()


def entities(archive: Archive) -> Iterator[dict[str, Any]]:
    """The lines: documents, parties with their addresses, then what joins them."""
    drafts = dict(_parties(archive))
    between = (edge for edge in archive.view.edges if edge.source in drafts and edge.target in drafts)
    ids = named_ids(drafts, ((edge.type.value, edge.source, edge.target) for edge in between))
    named = Named(archive, ids, {key: draft for key, (draft, _) in drafts.items()})
    documents = {key: f"document-{key[:24]}" for key in archive.documents}
    yield from sorted((_document(d).line(documents[d.id]) for d in archive.documents.values()), key=_id)
    yield from sorted(_addressed(named), key=_id)
    yield from sorted((draft.line(ids[key]) for key, draft in named.drafts.items()), key=_id)
    yield from sorted(_links(named, documents), key=_id)
    yield from sorted(_documentation(named, documents), key=_id)


def _id(line: Mapping[str, Any]) -> str:
    return str(line["id"])


def _parties(archive: Archive) -> Iterator[tuple[str, tuple[Draft, str]]]:
    kinds: dict[str, set[str | None]] = defaultdict(set)
    for key, found in archive.view.resolved.items():
        kinds[found].add(archive.parties[key].kind)
    on: dict[str, set[str]] = defaultdict(set)
    for edge in archive.view.edges:
        if edge.type is Predicate.LISTED_BY and edge.valid_to is None and edge.modality is not Modality.POSSIBLE:
            on[edge.source].add(edge.target.partition(":")[2])
    for label, entity in archive.view.entities:
        if label is not Label.LISTING:
            yield entity.id, party(label, entity, kinds[entity.id], on.get(entity.id, ()))


def _addressed(named: Named) -> Iterator[dict[str, Any]]:
    """One Address for each address, to which every party there points."""
    found: dict[str, str] = {}
    for draft in named.drafts.values():
        for address in sorted(draft.properties.get("address", ())):
            found[address] = f"address-{digest(address)[:24]}"
            draft.put("addressEntity", found[address])
    for address, entity in found.items():
        draft = Draft("Address")
        draft.put("full", address)
        yield draft.line(entity)


def _links(named: Named, documents: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    made: dict[str, tuple[Draft, tuple[str, ...]]] = {}
    for edge in named.archive.view.edges:
        if not _is_told(edge, named):
            draft = linked(edge, named)
            if draft is not None:
                made[edge.id] = (draft, edge.claims)
    keepers = _keepers(named.archive)
    for number, entry in enumerate(listings(named.archive)):
        made[f"listing {number:09d}"] = (sanction(entry, named, keepers), entry.claims)
    ids = content_ids((key, draft) for key, (draft, _) in made.items())
    for key, (draft, claims) in made.items():
        _prove(draft, claims, named.archive, documents)
        yield draft.line(ids[key])


def _is_told(edge: Edge, named: Named) -> bool:
    """Whether a Sanction or a property of the party says it."""
    if edge.type in OF_LISTINGS:
        return True
    if edge.type is not Predicate.LOCATED_IN or edge.modality is Modality.POSSIBLE:
        return False
    code = edge.target.partition(":")[2]
    return code.upper() in named.archive.entities[edge.source][1].countries


def _keepers(archive: Archive) -> dict[str, tuple[str, ...]]:
    """The names of who keeps each list."""
    found: dict[str, set[str]] = defaultdict(set)
    for edge in archive.view.edges:
        if edge.type is Predicate.ADMINISTERED_BY:
            found[edge.source].add(archive.name_of(edge.target))
    for label, entity in archive.view.entities:
        anchor = entity.id.partition(":")[2]
        if label is Label.LIST and entity.id not in found and anchor in official_lists():
            found[entity.id].add(official_lists()[anchor].agency_name)
    return {key: tuple(sorted(names)) for key, names in found.items()}


def _prove(draft: Draft, claims: Iterable[str], archive: Archive, documents: Mapping[str, str]) -> None:
    """On whose word, and in which words."""
    for claim in claims:
        words = archive.words(claim)
        draft.put("proof", documents[words.document])
        draft.put("publisher", words.publisher)
        draft.put("sourceUrl", words.url)
        told = f"“{words.quote}”" if words.quote else words.predicate
        who = f"quoting {words.attributed_to}" if words.attributed_to else None
        said = (told, words.source, words.modality, words.grade, who, words.quantity)
        draft.put("description", ", ".join(part for part in said if part))


def _document(document: Document) -> Draft:
    draft = Draft("Article" if document.text else "Document")
    draft.put("name", document.title or document.name)
    draft.put("title", document.title)
    draft.put("fileName", document.name)
    draft.put("publisher", document.publisher)
    draft.put("publishedAt", document.published)
    draft.put("sourceUrl", document.url)
    draft.put("keywords", f"{SOURCE}{document.id}")
    return draft


def _documentation(named: Named, documents: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Which documents name each party."""
    naming: dict[str, set[str]] = defaultdict(set)
    for source in named.archive.sources:
        for one in source.parties:
            naming[named.archive.view.resolved[one.key]].add(documents[source.document.id])
    for key, entity in named.ids.items():
        for document in sorted(naming[key]):
            draft = Draft("Documentation")
            draft.put("document", document)
            draft.put("entity", entity)
            draft.put("role", "names")
            yield draft.line(f"documentation-{digest([document, entity])[:24]}")
