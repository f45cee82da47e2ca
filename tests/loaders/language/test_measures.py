"""Which list or authority a listing goes back to."""

from __future__ import annotations

import pytest

from graph.model import Grade, Predicate
from tests.loaders.language.marked import Read


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("{A:Trade Ministry} officials added {C:Brine} to the {S:Entity List}.", "Entity List"),
        ("The {S:Entity List} grew. {C:Brine} was put on the list on Friday.", "Entity List"),
        ("The {A:Trade Ministry} put {C:Brine} on a blacklist.", "Trade Ministry"),
        ("{C:Brine} was put on the {A:Trade Ministry}'s blacklist.", "Trade Ministry"),
        ("{C:Brine} was sanctioned by the {A:Trade Ministry}.", "Trade Ministry"),
    ],
)
def test_the_list_named_else_who_keeps_it(text: str, measure: str) -> None:
    read = Read(text)
    assert {read.name(c.object) for c in read.of(Predicate.LISTED_BY)} == {measure}


def test_who_acts_is_inferred_only_where_one_does() -> None:
    one = Read("The {A:Trade Ministry} sanctioned {C:Tarn}. {C:Brine} was sanctioned as well.")
    found = {(one.name(c.subject), one.name(c.object), c.grade) for c in one.of(Predicate.LISTED_BY)}
    assert ("Brine", "Trade Ministry", Grade.INFERRED) in found
    two = Read(
        "The {A:Trade Ministry} sanctioned {C:Tarn}. The {A:Finance Ministry} sanctioned {C:Moor}. "
        "{C:Brine} was sanctioned as well."
    )
    assert "Brine" not in {two.name(c.subject) for c in two.of(Predicate.LISTED_BY)}


def test_nobody_is_cleared_by_an_authority_that_is_not_named() -> None:
    read = Read("The {A:Trade Ministry} banned {C:Tarn}. {C:Brine} was not banned.")
    assert "Brine" not in {read.name(c.subject) for c in read.of(Predicate.RESTRICTED_BY)}
