"""Shares as files write them in words: "49", "50+", "25% - 50%", "over 75 up to 100 percent"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from graph.claims import Quantity, QuantityKind

_NUMBER = r"(\d{1,3}(?:[.,]\d{1,20})?)"
_UNIT = r"(?:\s*%|[\s-]*percent|[\s-]*per cent)?"
_EXACT = re.compile(_NUMBER + _UNIT, re.IGNORECASE)
_BETWEEN = re.compile(
    rf"(?:between |from |over |more than )?{_NUMBER}{_UNIT}\s*(?:-|–|—|to less than|to|and|up to|but not more than)\s*"
    rf"{_NUMBER}{_UNIT}(?: or less)?",
    re.IGNORECASE,
)
_AT_LEAST = (
    re.compile(
        rf"(?:>=?|≥|over|more than|at least|from|min\.?|minimum)\s*{_NUMBER}{_UNIT}(?: or more)?", re.IGNORECASE
    ),
    re.compile(rf"{_NUMBER}{_UNIT}\s*(?:\+|or more|and more|and above)\s*%?", re.IGNORECASE),
)
_AT_MOST = (
    re.compile(rf"(?:<=?|≤|under|less than|below|up to|at most|max\.?|maximum)\s*{_NUMBER}{_UNIT}", re.IGNORECASE),
    re.compile(rf"{_NUMBER}{_UNIT} or less", re.IGNORECASE),
)
_NATURE = re.compile(r"ownership-of-shares-(\d+)-to-(\d+)-percent")


def share_of(text: str) -> Quantity | None:
    """The share in percent that a text gives, exact or bounded; None where it gives none between 0 and 100."""
    said = text.strip()
    if found := _NATURE.match(said):
        return _share(found[1], found[2])
    if found := _EXACT.fullmatch(said):
        return _share(found[1], found[1])
    for pattern in _AT_LEAST:
        if found := pattern.fullmatch(said):
            return _share(found[1], "100")
    for pattern in _AT_MOST:
        if found := pattern.fullmatch(said):
            return _share("0", found[1])
    if found := _BETWEEN.fullmatch(said):
        return _share(found[1], found[2])
    return None


def _share(low: str, high: str) -> Quantity | None:
    least, most = (Decimal(bound.replace(",", ".")) for bound in (low, high))
    return Quantity(kind=QuantityKind.SHARE, low=least, high=most) if 0 <= least <= most <= 100 else None


def widest(shares: Iterable[Quantity]) -> Quantity:
    """The interval in which every one of them lies."""
    found = list(shares)
    lows, highs = ([getattr(s, side) for s in found] for side in ("low", "high"))
    return Quantity(
        kind=QuantityKind.SHARE,
        low=None if None in lows else min(lows),
        high=None if None in highs else max(highs),
    )
