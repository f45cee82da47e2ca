"""Dates, shares and sums as the words give them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from graph.model import Predicate
from loaders.language.evidence import DATE, iso
from tests.loaders.language.marked import Read


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("in 2017", "2017"),
        ("October 2019", "2019-10"),
        ("on October 9, 2019", "2019-10-09"),
        ("on 9 October 2019", "2019-10-09"),
        ("since Sept. 2020", "2020-09"),
        ("last spring", None),
        ("in June", None),
        ("2019 units", None),
    ],
)
def test_dates_as_coarse_as_the_words(text: str, date: str | None) -> None:
    found = DATE.search(text)
    assert (iso(found) if found else None) == date


@pytest.mark.parametrize(
    ("words", "low", "high", "unit"),
    [
        ("$30 million", Decimal(30_000_000), Decimal(30_000_000), "USD"),
        ("€1.5 billion", Decimal(1_500_000_000), Decimal(1_500_000_000), "EUR"),
        ("more than $2bn", Decimal(2_000_000_000), None, "USD"),
        ("up to $5 million", None, Decimal(5_000_000), "USD"),
    ],
)
def test_sums_are_exact(words: str, low: Decimal | None, high: Decimal | None, unit: str) -> None:
    claim = Read(f"{{C:Quay Capital}} invested {words} in {{C:Brine}}.").of(Predicate.INVESTED_IN)[0]
    assert claim.quantity is not None
    assert (claim.quantity.low, claim.quantity.high, claim.quantity.unit) == (low, high, unit)


def test_the_hedge_is_in_the_quote() -> None:
    quote = Read("{C:Quay Capital} is reported to have invested in {C:Brine}.").of(Predicate.INVESTED_IN)[0].quote
    assert "is reported to have" in str(quote)
