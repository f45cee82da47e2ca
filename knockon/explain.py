"""All evidence on one party or one edge, as a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from graph.answer import STANDING
from graph.claims import Verdict
from graph.model import Entity, Predicate
from knockon.archive import EdgeEvidence, Listed, PartyEvidence, Words
from knockon.outline import Item, Report, Role, Span, gathered, item, section
from knockon.rows import Rows
from knockon.values import plain
from knockon.wording import about, cited, dates, disputed, firmness, marks, quoted, verb
from viz.words import RELATIONS

PARTY_SCHEMA = "knockon/explain-party/1"
EDGE_SCHEMA = "knockon/explain-edge/1"
COLUMNS = ("subject", "predicate", "object", "modality", "grade", "from", "to", "quote", "source", "claim")


def party_report(party: PartyEvidence) -> Report[PartyEvidence]:
    return Report(party, party_outline(party), Rows(party_rows(party), COLUMNS), party_json(party))


def edge_report(edges: tuple[EdgeEvidence, ...]) -> Report[tuple[EdgeEvidence, ...]]:
    return Report(edges, edge_outline(edges), Rows(rows(edges), COLUMNS), edges_json(edges))


def party_outline(party: PartyEvidence) -> Item:
    """What is known of a party, most telling first: listings, ties, facts, names, judgements, contradictions."""
    entity = party.entity
    listed = Span("listed", Role.LISTED) if party.listings or _on_a_list(party) else None
    return item(
        Span(entity.name, Role.NAME),
        listed,
        aside=[about(party.label, entity.kind, entity.countries, entity.sectors), Span(entity.id, Role.ID)],
        below=gathered(
            section("listings", [_listing(listed) for listed in party.listings]),
            section("from it", [edge_item(edge) for edge in party.out]),
            section("to it", [edge_item(edge, of_target=True) for edge in party.into]),
            section("facts", [_fact(words) for words in party.facts]),
            section("names", [_name(name, claims) for name, claims in party.names.items()]),
            section("identity", _judgements(party)),
            section("contradictions", disputed(party.contradictions)),
            _standing(),
        ),
    )


def _on_a_list(party: PartyEvidence) -> bool:
    return any(edge.predicate == Predicate.LISTED_BY and edge.edge for edge in party.out)


def _listing(listed: Listed) -> Item:
    lists = ", ".join(listed.lists) or listed.name
    by = f"by {', '.join(listed.actions)}" if listed.actions else ""
    facts = (_fact(words) for words in listed.claims if words.predicate != Predicate.NAMED)
    return item(Span(lists, Role.NAME), by, aside=[*_dated(listed.entity), Span(listed.listing, Role.ID)], below=facts)


def _dated(entity: Entity) -> list[str]:
    named = ("announced", "published", "effective", "compliance", "ended", "expires")
    known = [f"{name} {value}" for name in named if (value := getattr(entity, name))]
    return [", ".join(part) for part in (known, entity.citations) if part]


def _fact(words: Words) -> Item:
    value = f"{words.value} ({words.quantity})" if words.quantity else str(words.value)
    below = [cited(words) if words.quote == words.value else quoted(words)]  # a cell needs no second showing
    return item(RELATIONS[Predicate(words.predicate)], Span(value, Role.NAME), below=below)


def _name(name: str, claims: Sequence[Words]) -> Item:
    return item(Span(name, Role.NAME), below=[cited(words) for words in claims])


def edge_item(found: EdgeEvidence, *, of_target: bool = False) -> Item:
    """An edge with its claims, told from its source or its target."""
    says = Span(verb(found.predicate, of_target=of_target), Role.VERB)
    name = found.source_name if of_target else found.target_name
    edge = found.edge
    held = (
        [firmness(edge.modality), dates(edge.valid_from, edge.valid_to), _sources(edge.sources), *marks(edge)]
        if edge
        else [Span("denied: no edge", Role.WARNING)]
    )
    if found.missing_since:
        held.append(Span(f"missing since {found.missing_since}: no notice says that it was removed", Role.WARNING))
    below = [*(quoted(words) for words in found.claims), *disputed(found.contradictions)]
    other = found.source if of_target else found.target
    return item(says, Span(name, Role.NAME), aside=[*held, Span(other, Role.ID)], below=below)


def _sources(count: int) -> str:
    return "one source" if count == 1 else f"{count} independent sources"


def _judgements(party: PartyEvidence) -> Iterable[Item]:
    for judgement, left, right in party.judgements:
        role = Role.PLAIN if judgement.verdict is Verdict.SAME else Role.HEDGE
        why = Span(f"{judgement.author}: {judgement.reason}", Role.SOURCE)
        yield item(left, Span(judgement.verdict, role), right, aside=[why])


def edge_outline(edges: Sequence[EdgeEvidence]) -> Item:
    """The edges of one type between two parties."""
    first = edges[0]
    head = (
        Span(first.source_name, Role.NAME),
        Span(verb(first.predicate), Role.VERB),
        Span(first.target_name, Role.NAME),
    )
    return item(*head, below=gathered(*(edge_item(edge) for edge in edges), _standing()))


def _standing() -> Item | None:
    return section("how to read this", [item(notice) for notice in STANDING])


def rows(edges: Iterable[EdgeEvidence], facts: Iterable[Words] = ()) -> list[dict[str, Any]]:
    """One row a claim, for a pipe."""
    claims = [*(words for edge in edges for words in edge.claims), *facts]
    return [claim_row(words) for words in claims]


def claim_row(words: Words) -> dict[str, Any]:
    """A claim under `COLUMNS`."""
    ends = {"subject": words.subject, "predicate": words.predicate, "object": words.object or words.value}
    firm = {"modality": words.modality, "grade": words.grade, "from": words.valid_from, "to": words.valid_to}
    return {**ends, **firm, "quote": words.quote, "source": words.source, "claim": words.claim}


def party_rows(party: PartyEvidence) -> list[dict[str, Any]]:
    """Every claim on a party: its edges, its listings, its facts and names."""
    listed = [words for listing in party.listings for words in listing.claims]
    names = [words for claims in party.names.values() for words in claims]
    return rows((*party.out, *party.into), (*listed, *party.facts, *names))


def party_json(party: PartyEvidence) -> dict[str, Any]:
    return {
        "schema": PARTY_SCHEMA,
        "party": {"label": party.label.value, **party.entity.model_dump(mode="json", by_alias=True)},
        "listings": [
            {
                "listing": listed.entity.model_dump(mode="json", by_alias=True),
                "lists": list(listed.lists),
                "actions": list(listed.actions),
                "claims": [_words(words) for words in listed.claims],
            }
            for listed in party.listings
        ],
        "edges": [edge_json(edge) for edge in (*party.out, *party.into)],
        "facts": [_words(words) for words in party.facts],
        "names": {name: [_words(words) for words in claims] for name, claims in party.names.items()},
        "judgements": [
            {**judgement.model_dump(mode="json"), "leftName": left, "rightName": right}
            for judgement, left, right in party.judgements
        ],
        "contradictions": [asdict(contradiction) for contradiction in party.contradictions],
        "standing": list(STANDING),
    }


def edge_json(found: EdgeEvidence) -> dict[str, Any]:
    return {
        "type": found.predicate,
        "source": found.source,
        "sourceName": found.source_name,
        "target": found.target,
        "targetName": found.target_name,
        "edge": found.edge.model_dump(mode="json", by_alias=True) if found.edge else None,
        "claims": [_words(words) for words in found.claims],
        "contradictions": [asdict(contradiction) for contradiction in found.contradictions],
        "missingSince": found.missing_since,
    }


def edges_json(edges: Sequence[EdgeEvidence]) -> dict[str, Any]:
    return {"schema": EDGE_SCHEMA, "edges": [edge_json(edge) for edge in edges], "standing": list(STANDING)}


def _words(words: Words) -> dict[str, Any]:
    return {**plain(asdict(words)), "citation": words.source}
