"""Contradictions: live claims about one thing that cannot both hold. They are found, kept and shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from graph.claims import QuantityKind, plain_decimal
from graph.counts import count_clashes
from graph.edges import Triple
from graph.evidence import Told, agree, overlap
from graph.model import PREDICATES, Predicate
from graph.stakes import STAKES, part_stakes, share_of


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two live claims about one thing that cannot both hold; `left` < `right` are claim ids."""

    left: str
    right: str
    kind: str  # action, count, country, date, denial, listing, name, ownership, parentage, share
    about: str  # the id of the entity that they are about, of an edge its source
    why: str  # one sentence for a report


PHRASES: Mapping[Predicate, str] = {
    Predicate.LISTED_BY: "is listed by",
    Predicate.ADMINISTERED_BY: "is administered by",
    Predicate.SUPPLIES: "supplies",
    Predicate.STOPPED_SUPPLYING: "stopped supplying",
    Predicate.INVESTED_IN: "invested in",
    Predicate.OWNS: "owns",
    Predicate.CONTROLS: "controls",
    Predicate.AFFILIATED_WITH: "is an affiliate of",
    Predicate.LINKED_TO: "is linked to",
    Predicate.PARTNERS_WITH: "is a partner of",
    Predicate.COMPETES_WITH: "competes with",
    Predicate.LICENSED_BY: "is licensed by",
    Predicate.BOARD_MEMBER_OF: "sits on the board of",
    Predicate.MEMBER_OF: "is a member of",
    Predicate.EMPLOYED_BY: "works for",
    Predicate.RESTRICTED_BY: "is restricted by",
    Predicate.AFFECTED_BY: "is affected by",
    Predicate.STATEMENT_BY: "is a topic of",
    Predicate.LOCATED_IN: "is located in",
    Predicate.ANNOUNCED_ON: "was announced on",
    Predicate.PUBLISHED_ON: "was published on",
    Predicate.EFFECTIVE_ON: "took effect on",
    Predicate.COMPLIANCE_BY: "had to be complied with by",
    Predicate.ENDED_ON: "ended on",
    Predicate.EXPIRES_ON: "expires on",
}


_SINGLE = frozenset(predicate for predicate, shape in PREDICATES.items() if shape.single)

Related = Mapping[Triple, list[Told]]
Names = Mapping[str, str]


def contradictions(evidence: Iterable[Told], related: Related, names: Names) -> tuple[Contradiction, ...]:
    """All of them, sorted. `names` are the entities' by id. A mere possibility contradicts nothing."""
    told = list(evidence)
    found = [
        *(contradiction(c.left, c.right, "count", c.event, c.why) for c in count_clashes(told)),
        *_dates(told, names),
        *_denials(related, names),
        *_parentage(related, names),
        *_listings(related, names),
        *_ownership(related, names),
        *_shares(related, names),
    ]
    return tuple(sorted(set(found), key=lambda c: (c.left, c.right, c.kind, c.about, c.why)))


def contradiction(one: Told, other: Told, kind: str, about: str, why: str) -> Contradiction:
    left, right = sorted((one.id, other.id))
    return Contradiction(left, right, kind, about, why)


def _pairs(some: Iterable[Told], others: Iterable[Told]) -> Iterator[tuple[Told, Told]]:
    """For each two documents the claims of theirs that are quoted first, where their times can meet."""
    mine, theirs = _by_document(some), _by_document(others)
    for one in mine:
        for other in theirs:
            if one.id != other.id and overlap(one.claim, other.claim):
                yield one, other


def _by_document(told: Iterable[Told]) -> list[Told]:
    first: dict[str, Told] = {}
    for one in sorted(told, key=lambda t: t.rank):
        first.setdefault(one.document.id, one)
    return list(first.values())


def says(told: Told) -> str:
    who = f"{told.claim.attributed_to} in " if told.claim.attributed_to else ""
    return f"{who}{told.document.name!r}"


def _phrase(triple: Triple, names: Names) -> str:
    predicate, source, target = triple
    return f"{names[source]} {PHRASES.get(predicate, predicate.replace('_', ' ').lower())} {names[target]}"


def _dates(told: Iterable[Told], names: Names) -> Iterator[Contradiction]:
    """A date that there is once, told differently at the precision of the coarser."""
    groups: dict[tuple[str, Predicate], dict[str, Told]] = defaultdict(dict)
    dated = (t for t in told if t.claim.predicate in _SINGLE and t.claim.value and t.affirmed)
    for one in sorted(dated, key=lambda t: t.rank):
        groups[one.subject, one.claim.predicate].setdefault(one.claim.value or "", one)
    for (entity, predicate), values in sorted(groups.items()):
        for (day, left), (other, right) in combinations(sorted(values.items()), 2):
            if not agree(day, other):
                what = f"{names[entity]} {PHRASES[predicate]}"
                why = f"{what} {day}, says {says(left)}; {other}, says {says(right)}"
                yield contradiction(left, right, "date", entity, why)


def _denials(related: Related, names: Names) -> Iterator[Contradiction]:
    """The same said and denied."""
    for triple, told in related.items():
        denied, said = [t for t in told if t.denied], [t for t in told if t.affirmed]
        kind = "listing" if triple[0] is Predicate.LISTED_BY else "denial"
        for no, yes in _pairs(denied, said):
            why = f"{says(yes)} says that {_phrase(triple, names)}; {says(no)} denies it"
            yield contradiction(no, yes, kind, triple[1], why)


def _listings(related: Related, names: Names) -> Iterator[Contradiction]:
    """Listed by one, on no list of that agency by another."""
    kept: dict[str, set[str]] = defaultdict(set)
    for (predicate, source, target), told in related.items():
        if predicate is Predicate.ADMINISTERED_BY and any(t.affirmed for t in told):
            kept[target].add(source)
    for triple, told in related.items():
        predicate, party, agency = triple
        denied = [t for t in told if t.denied]
        if predicate is not Predicate.LISTED_BY or not denied:
            continue
        for its_list in sorted(kept.get(agency, ())):
            listed = (Predicate.LISTED_BY, party, its_list)
            for no, yes in _pairs(denied, [t for t in related.get(listed, ()) if t.affirmed]):
                why = f"{says(yes)} says that {_phrase(listed, names)}; {says(no)} that {names[agency]} lists it not"
                yield contradiction(no, yes, "listing", party, why)


def _parentage(related: Related, names: Names) -> Iterator[Contradiction]:
    """A parent by one source is an investor without control by another."""
    for triple, told in related.items():
        predicate, owner, asset = triple
        if predicate is not Predicate.OWNS:
            continue
        parents = [t for t in told if t.affirmed and not _minority(t)]
        investors = [t for t in related.get((Predicate.INVESTED_IN, owner, asset), ()) if t.affirmed]
        for parent, investor in _pairs(parents, investors):
            if parent.document.source != investor.document.source:
                why = f"{says(parent)} says that {_phrase(triple, names)}; {says(investor)} that it only invested in it"
                yield contradiction(parent, investor, "parentage", owner, why)


def _share(told: Told) -> Decimal | None:
    """The least share that the claim gives, in percent."""
    quantity = told.claim.quantity
    return quantity.low if quantity is not None and quantity.kind is QuantityKind.SHARE else None


def _minority(told: Told) -> bool:
    quantity = told.claim.quantity
    share = quantity.high if quantity is not None and quantity.kind is QuantityKind.SHARE else None
    return share is not None and share < 50


def _ownership(related: Related, names: Names) -> Iterator[Contradiction]:
    """Two owners whose shares exceed the whole, neither owning the other."""
    owners: dict[str, dict[str, list[Told]]] = defaultdict(dict)
    owned: dict[str, set[str]] = defaultdict(set)
    for (predicate, owner, asset), told in related.items():
        if predicate is Predicate.OWNS:
            owned[owner] |= {asset} if any(t.affirmed for t in told) else set()
            sized = [t for t in told if t.affirmed and _share(t) is not None]
            if sized:
                owners[asset][owner] = sized
    for asset, by_owner in sorted(owners.items()):
        for (one, left), (other, right) in combinations(sorted(by_owner.items()), 2):
            if other in _reach(one, owned) or one in _reach(other, owned):
                continue
            yield from _too_much(asset, (names[one], left), (names[other], right), names)


def _too_much(
    asset: str, one: tuple[str, list[Told]], other: tuple[str, list[Told]], names: Names
) -> Iterator[Contradiction]:
    for mine, theirs in _pairs(one[1], other[1]):
        shares = _share(mine) or Decimal(0), _share(theirs) or Decimal(0)
        if sum(shares) > 100:
            said = f"{says(mine)} gives {one[0]} {plain_decimal(shares[0])}% of {names[asset]}"
            more = f"{says(theirs)} gives {other[0]} {plain_decimal(shares[1])}%"
            yield contradiction(mine, theirs, "ownership", asset, f"{said}, {more}: more than the whole")


def _shares(related: Related, names: Names) -> Iterator[Contradiction]:
    """One stake, told with shares that cannot be the same."""
    for triple, told in related.items():
        if triple[0] not in STAKES:
            continue
        for _, stake in part_stakes([t for t in told if t.affirmed]):
            sized = [t for t in stake if _share(t) is not None]
            for one, other in combinations(_by_document(sized), 2):
                if share_of([one, other])[2]:
                    shares = [plain_decimal(_share(t) or Decimal(0)) for t in (one, other)]
                    why = f"{_phrase(triple, names)}: {shares[0]}%, says {says(one)}; {shares[1]}%, says {says(other)}"
                    yield contradiction(one, other, "share", triple[1], why)


def _reach(owner: str, owned: Mapping[str, set[str]]) -> set[str]:
    """All that an owner owns, directly or through others."""
    reached: set[str] = set()
    ahead = [owner]
    while ahead:
        for asset in owned.get(ahead.pop(), set()) - reached:
            reached.add(asset)
            ahead.append(asset)
    return reached
