"""Relations inside a word."""

from __future__ import annotations

from graph.model import Grade, Predicate
from tests.loaders.language.marked import Read


def test_backed_is_invested_and_owned_is_owned() -> None:
    read = Read("{C:Quay Capital}-backed {C:Brine} met {C:Moor Holdings}-owned {C:Talus Labs}.")
    assert read.said(Predicate.INVESTED_IN, Predicate.OWNS) == {
        "INVESTED_IN Quay Capital > Brine asserted",
        "OWNS Moor Holdings > Talus Labs asserted",
    }


def test_a_person_s_firm_is_inferred() -> None:
    read = Read("{P:Ann Weir}'s {C:Brine} grew.")
    assert [(c.predicate, c.grade) for c in read.claims] == [(Predicate.OWNS, Grade.INFERRED)]
