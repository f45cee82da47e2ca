"""Whom a listing hurts: the party, by what is its own; never by what it does to others."""

from __future__ import annotations

import pytest

from graph.model import Predicate
from tests.loaders.language.marked import Read

LISTED = "{C:Corvid Optics} is on the {S:Entity List}. "


@pytest.mark.parametrize(
    "hurt",
    [
        "its business partners",
        "{C:Corvid Optics}'s suppliers",
        "its customers and the wider economy",
        "the sales of its partners",
        "{C:Corvid Optics} users",
    ],
)
def test_what_hurts_others_is_not_said_to_hurt_the_party(hurt: str) -> None:
    assert Read(f"{LISTED}The listing will hurt {hurt}.").said(Predicate.AFFECTED_BY) == set()


@pytest.mark.parametrize("hurt", ["its sales", "its business", "{C:Corvid Optics}'s operations", "its access to parts"])
def test_what_hurts_its_own_hurts_the_party(hurt: str) -> None:
    said = Read(f"{LISTED}The listing will hurt {hurt}.").said(Predicate.AFFECTED_BY)
    assert said == {"AFFECTED_BY Corvid Optics > Entity List asserted"}
