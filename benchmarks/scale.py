"""How much is measured: in full, or so little that a test can look at the structure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    articles: int  # made ones; of others, at most so many
    rounds: int  # how often the short ones are repeated; medians are kept
    loads: tuple[tuple[int, int], ...]  # parties and statements of made sources
    records: tuple[int, ...]  # of made files of records
    graph: tuple[int, int]  # parties and statements of the graph that is searched
    hops: tuple[int, ...]
    pages: tuple[int, ...]  # parties on a page
    ftm: str | None = None  # FollowTheMoney's command, where it is to be had


FULL = Scale(60, 3, ((60, 300), (600, 3000)), (100_000, 1_000_000), (2000, 10_000), (2, 3), (60, 500, 2000))
TINY = Scale(2, 1, ((30, 60),), (60,), (60, 120), (1, 2), (5, 20))
