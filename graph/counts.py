"""What documents count of one action, and where two counts cannot both hold.

An action adds parties: companies and public bodies. What a document states side by side adds up ("20 bureaus and
eight companies" are 28 parties), and so does what it adds with "further" or "another". A narrower noun ("facial
recognition firms") or a subset ("including five providers") counts at least so many of its class. From this each
document gets a lowest and a highest number a class; two documents clash where a class has no number that both allow.
So 28 organisations never clash with 20 bureaus or eight companies, which are parts of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from graph.claims import QuantityKind, plain_decimal
from graph.evidence import Told
from graph.model import Predicate

PARTIES, COMPANIES, BODIES, SUBSET = "parties", "companies", "bodies", "subset"
_CLASSES = (PARTIES, COMPANIES, BODIES)
_COUNTING = frozenset({Predicate.ADDED_COUNT, Predicate.MEMBER_OF})
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s|\n\s*\n")
_FURTHER = frozenset({"further", "additional", "another", "other", "more"})
_PLAIN = _FURTHER | {"new", "foreign", "government", "state", "private", "listed", "different", "separate"}
_PLAIN_HEADS = {
    COMPANIES: frozenset(
        {"company", "companies", "firm", "firms", "business", "businesses", "enterprises", "corporations"}
    ),
    BODIES: frozenset(
        {"body", "bodies", "agency", "agencies", "institutions", "entities", "organizations", "organisations"}
    ),
}
_COUNTRY_SHORT = frozenset({"US", "UK", "EU", "UAE", "PRC"})


@dataclass(frozen=True, slots=True)
class _Count:
    """One number in one sentence."""

    told: Told
    kind: str
    low: Decimal
    high: Decimal | None
    unit: str

    @property
    def start(self) -> int:
        """Where its noun stands in the text, as far as the quote tells."""
        within = (self.told.claim.quote or "").find(self.unit)
        return (self.told.claim.start or 0) + max(within, 0)

    @property
    def narrow(self) -> bool:
        """Whether the noun says more than its class does."""
        *modifiers, head = re.findall(
            r"[\w’'.-]+", re.split(r"\b(?:of|from|in|on|with|that|which)\b", self.unit)[0]
        ) or [""]
        if self.kind in _PLAIN_HEADS and head.casefold() not in _PLAIN_HEADS[self.kind]:
            return True
        return any(_narrows(word) for word in modifiers)

    @property
    def further(self) -> bool:
        """Whether it comes on top of a number before ("two further firms")."""
        if _FURTHER & set(self.unit.casefold().split()):
            return True
        head = re.escape((self.unit.split() or [""])[-1])
        pattern = rf"\b(?:{'|'.join(sorted(_FURTHER))})\b(?:\W+[\w’'-]+){{0,3}}?\W+{head}\b"
        return bool(head and re.search(pattern, self.told.claim.quote or "", re.IGNORECASE))

    @property
    def words(self) -> str:
        number = plain_decimal(self.low) if self.low == self.high else f"at least {plain_decimal(self.low)}"
        return f"{number} {self.unit or self.kind}"


def _narrows(word: str) -> bool:
    """Adjectives of place are capitalised and do not narrow; initials like "AI" do."""
    bare = word.replace(".", "")
    if bare.casefold() in _PLAIN or bare.isdigit() or bare in _COUNTRY_SHORT:
        return False
    return not bare[:1].isupper() or (len(bare) > 1 and bare.isupper())


@dataclass(slots=True)
class _Range:
    """How many of a class there are by one document: at least, at most, and the claims that say so."""

    low: Decimal = Decimal(0)
    high: Decimal | None = None
    told: list[Told] = field(default_factory=list)

    def at_least(self, low: Decimal, told: Iterable[Told]) -> None:
        if low > self.low:
            self.low, self.told = low, [*told]

    def at_most(self, high: Decimal, told: Iterable[Told]) -> None:
        if self.high is None or high < self.high:
            self.high = high
            self.told = self.told or [*told]

    def clashes(self, other: _Range) -> bool:
        return _below(self, other) or _below(other, self)


def _below(one: _Range, other: _Range) -> bool:
    return one.high is not None and one.high < other.low


@dataclass(slots=True)
class Tally:
    """What one document counts of one action."""

    document: str
    ranges: dict[str, _Range]
    exact: dict[str, Decimal]
    summed: bool  # its total is a sum of parts, not a number that it states
    words: str


@dataclass(frozen=True, slots=True)
class CountClash:
    """Two claims of two documents whose counts of one action cannot both hold."""

    left: Told
    right: Told
    event: str
    why: str


def count_clashes(evidence: Iterable[Told]) -> Iterator[CountClash]:
    """Every pair of documents whose counts of one action clash."""
    counts: dict[tuple[str, str], list[Told]] = defaultdict(list)
    agencies: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for told in evidence:
        claim = told.claim
        if claim.predicate not in _COUNTING or not told.affirmed:
            continue
        if claim.predicate is Predicate.ADDED_COUNT and claim.quantity and claim.quantity.kind is QuantityKind.COUNT:
            counts[told.subject, told.document.id].append(told)
        elif claim.predicate is Predicate.MEMBER_OF and told.subject.startswith("agency:") and told.object:
            agencies[told.object, told.document.id].append(told)
    tallies: dict[str, list[Tally]] = defaultdict(list)
    for (event, document), found in sorted(counts.items()):
        tallies[event].append(tally(found, agencies.get((event, document), [])))
    for event, found_tallies in sorted(tallies.items()):
        yield from _clashes(event, found_tallies)


def _clashes(event: str, tallies: list[Tally]) -> Iterator[CountClash]:
    for place, one in enumerate(tallies):
        for other in tallies[place + 1 :]:
            kind = _clashing(one, other)
            if kind is not None:
                left, right = (min(t.ranges[kind].told, key=lambda x: x.rank) for t in (one, other))
                yield CountClash(left, right, event, _why(one, other, kind))


def _clashing(one: Tally, other: Tally) -> str | None:
    """The first class of which no number suits both. A sum of parts is no total where the parts agree."""
    agreed = any(one.exact.get(kind) == other.exact.get(kind) is not None for kind in (COMPANIES, BODIES))
    for kind in _CLASSES:
        lenient = kind == PARTIES and agreed and (one.summed or other.summed)
        if one.ranges[kind].clashes(other.ranges[kind]) and not lenient:
            return kind
    return None


def _why(one: Tally, other: Tally, kind: str) -> str:
    totals = [t.ranges[PARTIES].low for t in (one, other)]
    ending = (
        "they agree on how many there are, not on what they are"
        if kind != PARTIES and totals[0] == totals[1]
        else ("both cannot hold of one action")
    )
    return f"{one.document!r} counts {one.words}, {other.document!r} counts {other.words}: {ending}"


def tally(told: Sequence[Told], agencies: Sequence[Told] = ()) -> Tally:
    """Sum up what one document counts; `agencies` are its claims that a public body was among the parties."""
    counts = sorted((_count(t) for t in told), key=lambda c: (c.told.claim.row or 0, c.start, c.told.id))
    ranges = {kind: _Range() for kind in _CLASSES}
    exact: dict[str, Decimal] = {}
    summed = False
    for chain in _chains(_sentences(counts)):
        summed = _add(chain, ranges, exact) or summed
    for claim in agencies[:1]:
        ranges[BODIES].at_least(Decimal(1), [claim])
    _bound(ranges)
    words = _worded(counts, ranges) + (", public bodies among them" if agencies and BODIES not in exact else "")
    return Tally(told[0].document.name, ranges, exact, summed, words)


def _count(told: Told) -> _Count:
    quantity = told.claim.quantity
    low = (quantity.low if quantity else None) or Decimal(0)
    high = quantity.high if quantity else None
    return _Count(told, told.claim.value or "", low, high, (quantity.unit if quantity else None) or "")


def _sentences(counts: Sequence[_Count]) -> list[list[_Count]]:
    """Counts of one sentence, or of one row of a table, stand side by side."""
    groups: list[list[_Count]] = []
    for count in counts:
        if groups and _side_by_side(groups[-1][-1].told, count.told):
            groups[-1].append(count)
        else:
            groups.append([count])
    return groups


def _side_by_side(before: Told, after: Told) -> bool:
    if before.claim.row is not None or after.claim.row is not None:
        return before.claim.row == after.claim.row
    end, start = before.claim.end or 0, after.claim.start or 0
    return start < end or _SENTENCE_END.search(before.document.text, end, start + 1) is None


def _chains(sentences: list[list[_Count]]) -> list[list[_Count]]:
    """Join a sentence that counts on ("two further firms") to the one before; leave out what is said again."""
    chains: list[list[_Count]] = []
    said: set[tuple[tuple[str, Decimal], ...]] = set()
    for sentence in sentences:
        figures = tuple(sorted((c.kind, c.low) for c in sentence))
        again = len(figures) == 1 and figures in said
        said.add(figures)
        counted = [c for c in sentence if c.kind != SUBSET]
        if chains and counted and not again and any(c.further for c in counted) and _counted(chains[-1]):
            chains[-1].extend(sentence)
        elif not again:
            chains.append(list(sentence))
    return chains


def _counted(chain: list[_Count]) -> bool:
    return any(c.kind != SUBSET for c in chain)


def _add(chain: list[_Count], ranges: dict[str, _Range], exact: dict[str, Decimal]) -> bool:
    """Enter one chain of counts; whether its parts made a total."""
    for count in chain:
        if count.kind == SUBSET:
            ranges[PARTIES].at_least(count.low, [count.told])
    totals = [c for c in chain if c.kind == PARTIES]
    parts = [c for c in chain if c.kind in (COMPANIES, BODIES)]
    parts_low = sum((c.low for c in parts), Decimal(0))
    if totals and (not parts or max(c.low for c in totals) >= parts_low):
        _enter(max(totals, key=lambda c: c.low), ranges, exact)
        _enter_parts(parts, ranges, exact, whole=max(c.low for c in totals) == parts_low)
        return False
    parts += totals
    lone = len(parts) == 1 or (not any(c.further for c in parts[1:]) and _narrower(parts))
    _enter_parts(parts, ranges, exact, whole=not lone)
    if not lone:
        low, high = _sum(parts)
        ranges[PARTIES].at_least(low, [c.told for c in parts])
        if high is not None:
            ranges[PARTIES].at_most(high, [c.told for c in parts])
    return not lone


def _narrower(parts: list[_Count]) -> bool:
    """Whether all but the largest are narrower nouns of its own class, so counted within it."""
    first, *rest = sorted(parts, key=lambda c: -c.low)
    return not first.narrow and all(c.kind == first.kind and c.narrow for c in rest)


def _enter_parts(parts: list[_Count], ranges: dict[str, _Range], exact: dict[str, Decimal], *, whole: bool) -> None:
    if not whole:
        for count in parts:
            _enter(count, ranges, exact)
        return
    for kind in sorted({c.kind for c in parts}):
        same = [c for c in parts if c.kind == kind]
        low, high = _sum(same)
        _limit(kind, low, high, [c.told for c in same], ranges, exact)


def _sum(parts: list[_Count]) -> tuple[Decimal, Decimal | None]:
    highs = [c.high for c in parts if c.high is not None]
    high = sum(highs, Decimal(0)) if len(highs) == len(parts) else None
    return sum((c.low for c in parts), Decimal(0)), high


def _enter(count: _Count, ranges: dict[str, _Range], exact: dict[str, Decimal]) -> None:
    high = None if count.narrow else count.high
    _limit(count.kind, count.low, high, [count.told], ranges, exact)


def _limit(
    kind: str,
    low: Decimal,
    high: Decimal | None,
    told: list[Told],
    ranges: dict[str, _Range],
    exact: dict[str, Decimal],
) -> None:
    """Of two numbers that a document gives for a class, the larger one counts, the smaller is a part of it."""
    if kind not in ranges:
        return
    own = ranges[kind]
    if low > own.low:
        own.low, own.high, own.told = low, high, told
        exact.pop(kind, None)
    elif low == own.low and high is not None:
        own.at_most(high, told)
    if own.high == own.low:
        exact[kind] = own.low


def _bound(ranges: dict[str, _Range]) -> None:
    """Parties are companies and bodies: what one leaves over bounds the other."""
    parties, companies, bodies = (ranges[kind] for kind in _CLASSES)
    parties.at_least(companies.low + bodies.low, [*companies.told, *bodies.told])
    if parties.high is not None and parties.high < parties.low:
        parties.high = None  # the document's own numbers do not add up, so none of them is a limit
    for own, rest in ((companies, bodies), (bodies, companies)):
        if parties.high is not None:
            own.at_most(max(parties.high - rest.low, Decimal(0)), [*parties.told, *rest.told])


def _worded(counts: Sequence[_Count], ranges: dict[str, _Range]) -> str:
    parts = list(dict.fromkeys(c.words for c in counts if c.kind != SUBSET)) or [c.words for c in counts]
    text = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    total = ranges[PARTIES]
    stated = any(c.kind == PARTIES for c in counts)
    return f"{text} ({plain_decimal(total.low)} in all)" if len(parts) > 1 and not stated else text
