"""Stakes of one owner in one asset: which claims tell of the same stake, and how large it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from graph.claims import Quantity, QuantityKind, plain_decimal
from graph.evidence import Told, agree
from graph.model import MODALITIES, Predicate

STAKES = frozenset({Predicate.OWNS, Predicate.INVESTED_IN})


@dataclass(frozen=True, slots=True)
class _Terms:
    """By what one stake is told from another."""

    quantity: Quantity | None
    since: str | None
    until: str | None

    @property
    def bare(self) -> bool:
        return self.quantity is None and self.since is None and self.until is None

    @property
    def words(self) -> tuple[str, ...]:
        q = self.quantity
        bounds = [plain_decimal(b) if b is not None else "" for b in (q.low, q.high)] if q else ["", ""]
        return (q.kind if q else "", *bounds, (q.unit or "") if q else "", self.since or "", self.until or "")


def part_stakes(told: Iterable[Told]) -> list[tuple[str, list[Told]]]:
    """Claims about one owner and one asset, by stake, each with words that tell it apart ("" for the only one).

    Terms that one document gives as two are two stakes. What several documents say of it is one, unless
    they date an investment differently. Claims without any terms go with the first stake.
    """
    groups: dict[_Terms, list[Told]] = defaultdict(list)
    for one in told:
        claim = one.claim
        groups[_Terms(claim.quantity, claim.valid_from, claim.valid_to)].append(one)
    lanes: list[list[_Terms]] = []
    for terms in sorted((t for t in groups if not t.bare), key=lambda t: (-_documents(groups[t]), t.words)):
        _lane(terms, lanes, groups).append(terms)
    if bare := groups.get(_Terms(None, None, None)):
        lanes = lanes or [[]]
        groups[_Terms(None, None, None)] = bare
        lanes[0].append(_Terms(None, None, None))
    if len(lanes) == 1:
        return [("", [t for terms in lanes[0] for t in groups[terms]])]
    return [("|".join(lane[0].words), [t for terms in lane for t in groups[terms]]) for lane in lanes]


def _documents(told: Iterable[Told]) -> int:
    return len({t.document.id for t in told})


def _lane(terms: _Terms, lanes: list[list[_Terms]], groups: dict[_Terms, list[Told]]) -> list[_Terms]:
    """The stake that these terms speak of, a new one if there is none; one that agrees is preferred."""
    fitting = [lane for lane in lanes if all(_one_stake(terms, other, groups) for other in lane)]
    for lane in fitting:
        if all(_agree(terms, other) for other in lane):
            return lane
    if fitting:
        return fitting[0]
    lanes.append([])
    return lanes[-1]


def _one_stake(one: _Terms, other: _Terms, groups: dict[_Terms, list[Told]]) -> bool:
    tellers = {t.document.id for t in groups[one]} & {t.document.id for t in groups[other]}
    invested = any(t.claim.predicate is Predicate.INVESTED_IN for t in groups[one])
    redated = one.since is not None and other.since is not None and not agree(one.since, other.since)
    return not tellers and not (invested and redated)


def _agree(one: _Terms, other: _Terms) -> bool:
    dates = ((one.since, other.since), (one.until, other.until))
    same_dates = all(a is None or b is None or agree(a, b) for a, b in dates)
    return same_dates and (one.quantity is None or other.quantity is None or one.quantity == other.quantity)


def share_of(told: Iterable[Told]) -> tuple[Decimal | None, Decimal | None, bool]:
    """Low and high bound of the stake in percent by its firmest claims, and whether they clash.

    Bounds that meet are cut to what all allow; bounds that do not are widened to what any allows.
    """
    shares = [t for t in told if t.claim.quantity is not None and t.claim.quantity.kind is QuantityKind.SHARE]
    if not shares:
        return None, None, False
    firmest = min(MODALITIES.index(t.claim.modality) for t in shares)
    found = [t.claim.quantity for t in shares if MODALITIES.index(t.claim.modality) == firmest]
    lows = [q.low for q in found if q is not None and q.low is not None]
    highs = [q.high for q in found if q is not None and q.high is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is None or high is None or low <= high:
        return low, high, False
    return min(lows), max(highs), True
