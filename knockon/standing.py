"""Where a party stands on the lists as of a date: which, since when, on which terms, each with its evidence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from graph import dates, known
from graph.answer import STANDING, Listing, PartyRef
from graph.around import listings_around
from graph.contradictions import Contradiction
from graph.errors import InputError
from graph.fold import fold
from graph.listings import IN_FORCE, Status, listings_of, party_ref
from graph.lookup import ACTORS, find
from graph.model import Predicate
from graph.projection import projection_of
from graph.store.protocol import Store
from knockon.archive import Archive, Words
from knockon.explain import COLUMNS as CLAIM_COLUMNS
from knockon.explain import claim_row
from knockon.outline import Item, Report, Role, Span, gathered, item, section
from knockon.rows import Rows
from knockon.values import plain
from knockon.wording import about, cited, disputed, quoted, verb
from loaders.official_lists import official_lists
from queries.parameters import named
from viz.words import RELATIONS

SCHEMA = "knockon/listed/1"
COLUMNS = ("party", "list", "status", *CLAIM_COLUMNS)
# In the order in which a reader wants them.
FACTS = (
    *(Predicate.ANNOUNCED_ON, Predicate.PUBLISHED_ON, Predicate.EFFECTIVE_ON, Predicate.COMPLIANCE_BY),
    *(Predicate.ENDED_ON, Predicate.EXPIRES_ON, Predicate.CITED_AS, Predicate.PART_OF, Predicate.AMENDED_BY),
    *(Predicate.LICENCE_REQUIREMENT, Predicate.LICENCE_POLICY, Predicate.LICENCE_REVIEW),
    *(Predicate.FOOTNOTE, Predicate.COVERS, Predicate.REMARK),
)
_OF_ACTIONS = FACTS[:5]  # what an action says for all that it listed
_ECCN = re.compile(r"[0-9][A-E][0-9]{3}(\.[a-z0-9]+)*|EAR99", re.IGNORECASE)
_FOR_ALL, _FOR_OTHERS, _ON_CCL = "all items", "all other items", "items on the CCL"


@dataclass(frozen=True, slots=True)
class Review:
    """A part of a licence policy that applies to an item, and why: by name, in part, or as one of the others."""

    review: str
    why: str
    words: Words


@dataclass(frozen=True, slots=True)
class OnList:
    """The party on one list: its listing as of the date, the claims that hold then, and what is disputed."""

    listing: Listing
    law: str | None
    listed: tuple[Words, ...]
    facts: tuple[Words, ...]
    reviews: tuple[Review, ...]
    disputes: tuple[Contradiction, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """All lists that the graph has the party on, or had; `known_at` is the time of what was known."""

    party: PartyRef
    as_of: str | None
    known_at: str | None
    eccn: str | None
    lists: tuple[OnList, ...]
    searched: tuple[str, ...]


def standing(
    archive: Archive,
    party: str,
    *,
    as_of: str | None = None,
    known_at: str | None = None,
    eccn: str | None = None,
    covering: Mapping[str, Collection[str]] | None = None,
) -> Standing:
    """Where a party stands, by its id. Raises InputError for an ECCN that is written as none is."""
    if eccn is not None and not _ECCN.fullmatch(eccn):
        raise InputError(f"{eccn!r} is no ECCN: write it as 1A995, 1A004.c or EAR99")
    graph = projection_of(archive.view, archive.documents.values())
    found = listings_of(graph, as_of, covering=covering).get(party, ())
    listed = [party] if any(x.status in IN_FORCE for x in found) else []
    return Standing(
        party=party_ref(graph, party, listed),
        as_of=as_of,
        known_at=known_at,
        eccn=eccn,
        lists=tuple(_on_list(archive, listing, as_of, eccn) for listing in found),
        searched=tuple(sorted(document.name for document in archive.documents.values())),
    )


def standing_of(
    store: Store, party: str, *, as_of: str | None = None, known_at: str | None = None, eccn: str | None = None
) -> Standing:
    """Where a party stands, by its id or name. Raises UnknownName, and InputError where several fit."""
    if known_at is not None:
        sources, judgements = known.known_at(store, known_at)
        archive = Archive(sources, fold(sources, judgements))
        return standing(archive, archive.find(party), as_of=as_of, known_at=known_at, eccn=eccn)
    entity = find(named(store, ACTORS), party, "party", ACTORS)
    held, view, covering = listings_around(store, entity)
    return standing(Archive(held, view), entity, as_of=as_of, eccn=eccn, covering=covering)


def _on_list(archive: Archive, listing: Listing, as_of: str | None, eccn: str | None) -> OnList:
    facts = [archive.words(claim) for claim in _facts(archive, listing)]
    coming = listing.effective if listing.status == Status.ANNOUNCED else None  # the terms of what is yet to hold
    holding = [words for words in facts if _holds(words, coming or as_of)]
    named = {claim for evidence in listing.evidence for claim in evidence.claims}
    told = named | {words.claim for words in facts}
    disputes = tuple(c for c in archive.view.contradictions if {c.left, c.right} & told)
    return OnList(
        listing=listing,
        law=_law(listing.list),
        listed=tuple(archive.words(claim) for claim in _listed(listing)),
        facts=tuple(sorted(holding, key=_order)),
        reviews=tuple(applying(holding, eccn)) if eccn else (),
        disputes=disputes,
    )


def _listed(listing: Listing) -> list[str]:
    return [claim for e in listing.evidence if e.predicate is Predicate.LISTED_BY for claim in e.claims]


def _law(kept: str) -> str | None:
    entry = official_lists().get(kept.partition(":")[2])
    return entry.law if entry else None


def _facts(archive: Archive, listing: Listing) -> Iterator[str]:
    """The claims on its entries; and what each document says of the actions that made them, once however many rows."""
    of = archive.view.resolved
    actions = {e.target for e in archive.view.edges if e.source in listing.nodes and e.type is Predicate.PART_OF}
    told: set[tuple[str, str, Predicate, str | None]] = set()
    for claim_id, claim in sorted(archive.claims.items(), key=lambda pair: (pair[1].row or 0, pair[0])):
        subject = of[claim.subject]
        said = (claim.document, subject, claim.predicate, claim.value)
        if subject in listing.nodes and claim.predicate in FACTS:
            yield claim_id
        elif subject in actions and claim.predicate in _OF_ACTIONS and said not in told:
            told.add(said)
            yield claim_id


def _holds(words: Words, as_of: str | None) -> bool:
    """Whether a term holds as of the date; without one, whether nothing says that it has been replaced."""
    if as_of is None:
        return words.valid_to is None or words.predicate not in (Predicate.LICENCE_POLICY, Predicate.LICENCE_REVIEW)
    replaced = words.valid_to is not None and words.valid_to <= as_of
    return dates.begun(words.valid_from, as_of) and not replaced


def _order(words: Words) -> tuple[int, str, str, str]:
    return FACTS.index(Predicate(words.predicate)), words.value or words.object or "", words.name, words.claim


def applying(facts: Iterable[Words], eccn: str) -> Iterator[Review]:
    """The parts of each document's policy that apply to an item: those that name it, else those for all others."""
    by_entry: dict[str, list[Words]] = {}
    for words in facts:
        if words.predicate == Predicate.LICENCE_REVIEW and words.value:
            by_entry.setdefault(words.document, []).append(words)
    for _, reviews in sorted(by_entry.items()):
        named = [found for words in reviews if (found := _named(words, eccn))]
        whole = any(found.why == "by name" for found in named)
        yield from named or ()
        if not whole:
            yield from (Review(str(w.value), "as an item not named", w) for w in reviews if _fits_others(w, eccn))


def _named(words: Words, eccn: str) -> Review | None:
    review, _, scope = str(words.value).partition(": ")
    wanted, given = eccn.casefold(), scope.casefold()
    if wanted == given or wanted.startswith(f"{given}."):
        return Review(str(words.value), "by name", words)
    if given.startswith(f"{wanted}."):
        return Review(str(words.value), f"in part: {scope} alone", words)
    if given == f"{wanted} items":
        return Review(str(words.value), "by name", words)
    return Review(str(words.value), "by reference", words) if review.startswith("see ") else None


def _fits_others(words: Words, eccn: str) -> bool:
    scope = str(words.value).partition(": ")[2]
    return scope in (_FOR_ALL, _FOR_OTHERS) or (scope == _ON_CCL and eccn.casefold() != "ear99")


def report(found: Standing) -> Report[Standing]:
    return Report(found, outline(found), Rows(rows(found), COLUMNS), document(found))


def outline(found: Standing) -> Item:
    """List by list, what counts as listed first."""
    who = found.party
    when = [f"as of {found.as_of}" if found.as_of else "as of no date"]
    when += [f"as known at {found.known_at}"] if found.known_at else []
    nothing = [item("No list in this graph has it, which is no clean bill of health: see what was searched.")]
    return item(
        Span(who.name, Role.NAME),
        Span("listed", Role.LISTED) if who.listed else None,
        aside=[*when, about(who.label, who.kind, who.countries, who.sectors), Span(who.id, Role.ID)],
        below=gathered(
            *(_one(on) for on in found.lists),
            section("on no list", [] if found.lists else nothing),
            section("what was searched", [item("documents:", ", ".join(found.searched) or "none")]),
            section("how to read this", [item(notice) for notice in STANDING]),
        ),
    )


def _one(on: OnList) -> Item:
    listing = on.listing
    status = Span(listing.standing, Role.LISTED if listing.status in IN_FORCE else Role.HEDGE)
    below = gathered(
        *disputed(on.disputes),
        _review(on),
        item("law:", aside=[on.law]) if on.law else None,
        *(_fact(words) for words in on.facts if words.predicate != Predicate.LICENCE_REVIEW),  # the policy's own words
        item(verb(Predicate.LISTED_BY), Span(listing.list_name, Role.NAME), below=[quoted(w) for w in on.listed])
        if on.listed
        else None,
    )
    aside: tuple[Span | str, ...] = (*_days(listing), Span(listing.list, Role.ID))
    clash = Span("sources disagree", Role.WARNING) if on.disputes else None
    return item(Span(listing.list_name, Role.HEAD), status, clash, aside=aside, below=below)


def _days(listing: Listing) -> list[str]:
    named = ("announced", "published", "effective", "ended")
    return [f"{name} {value}" for name in named if (value := getattr(listing, name))]


def _review(on: OnList) -> Item | None:
    below = [
        item(Span(found.review, Role.NAME), aside=[found.why], below=[_source(found.words)]) for found in on.reviews
    ]
    return item("licence review of the item:", below=below) if below else None


def _fact(words: Words) -> Item:
    value = words.value or words.object or ""
    until = f"until {words.valid_to}" if words.valid_to else ""
    since = f"from {words.valid_from}" if words.valid_from else ""
    said = RELATIONS[Predicate(words.predicate)]
    return item(said, Span(value, Role.NAME), aside=[since, until], below=[_source(words)])


def _source(words: Words) -> Item:
    return cited(words) if words.quote == words.value else quoted(words)


def rows(found: Standing) -> Iterator[dict[str, Any]]:
    """One row a claim, list by list."""
    for on in found.lists:
        head = {"party": found.party.name, "list": on.listing.list_name, "status": on.listing.standing}
        for words in (*on.listed, *on.facts):
            yield {**head, **claim_row(words)}


def document(found: Standing) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "party": found.party.model_dump(mode="json"),
        "asOf": found.as_of,
        "knownAt": found.known_at,
        "eccn": found.eccn,
        "lists": [_json(on) for on in found.lists],
        "searched": list(found.searched),
        "standing": list(STANDING),
    }


def _json(on: OnList) -> dict[str, Any]:
    return {
        **on.listing.model_dump(mode="json"),
        "standing": on.listing.standing,
        "listed": on.listing.status in IN_FORCE,
        "law": on.law,
        "claims": _claims((*on.listed, *on.facts)),
        "reviews": [{"review": r.review, "why": r.why, "claim": r.words.claim} for r in on.reviews],
        "contradictions": [asdict(dispute) for dispute in on.disputes],
    }


def _claims(found: Sequence[Words]) -> list[dict[str, Any]]:
    return [{**plain(asdict(words)), "citation": words.source} for words in found]
