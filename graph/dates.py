"""Dates as coarse as their source ("2019-10"), compared without making them finer.

ISO 8601 texts sort. A coarse date covers its whole period: it begins at its first day and ends after its last, so
"2019-10" has begun on 2019-10-01 and still holds on 2019-10-31. The .cypher files compare the same way.
"""

from __future__ import annotations

LATEST = "-99"  # sorts after every month and day that a coarser date leaves open


def begun(start: str | None, as_of: str) -> bool:
    """Whether something that starts then can have begun; an unknown start counts as begun."""
    return start is None or start <= as_of + LATEST


def over(end: str | None, as_of: str) -> bool:
    """Whether something that ends then is certainly past; the last day still counts, an unknown end is not past."""
    return end is not None and end + LATEST < as_of


def within(date: str | None, since: str, until: str) -> bool:
    """Whether a date lies in a range, both ends included."""
    return date is not None and since <= date <= until + LATEST
