"""Who holds which post."""

from __future__ import annotations

import pytest

from graph.model import Predicate
from tests.loaders.language.marked import Read


@pytest.mark.parametrize(
    "text",
    [
        "{C:Brine} chief executive {P:Ann Weir} spoke.",
        "{C:Brine}'s founder and CEO {P:Ann Weir} spoke.",
        "{P:Ann Weir}, a partner at {C:Brine}, spoke.",
        "{P:Ann Weir}, chief economist of the rich and old firm {C:Brine}, spoke.",
    ],
)
def test_a_title_joins_a_person_to_a_body(text: str) -> None:
    assert Read(text).said(Predicate.EMPLOYED_BY) == {"EMPLOYED_BY Ann Weir > Brine asserted"}


def test_a_former_post_is_held_no_longer() -> None:
    said = Read("Former {C:Brine} chairman {P:Ann Weir} spoke.").said(Predicate.EMPLOYED_BY)
    assert said <= {"EMPLOYED_BY Ann Weir > Brine negated"}


def test_the_department_of_a_secretary() -> None:
    read = Read("The {A:Department of Commerce} met. Commerce Secretary {P:Ann Weir} spoke.")
    assert "EMPLOYED_BY Ann Weir > Department of Commerce asserted" in read.said(Predicate.EMPLOYED_BY)


def test_a_name_beside_a_body_without_a_title_is_no_post() -> None:
    assert Read("{C:Brine} thanked {P:Ann Weir}.").said(Predicate.EMPLOYED_BY) == set()
