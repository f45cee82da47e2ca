"""What a phrase means, or that it is not known."""

from __future__ import annotations

import pytest

from graph.model import Predicate
from loaders import read
from tests.loaders.language.marked import Read


def invested(text: str) -> set[str]:
    return {line.removeprefix("INVESTED_IN ") for line in Read(text).said(Predicate.INVESTED_IN)}


@pytest.mark.parametrize(
    ("phrase", "investors"),
    [
        ("{C:Quay Capital} and {C:Tarn}", {"Quay Capital", "Tarn"}),
        ("{C:Quay Capital}, {C:Tarn} and {C:Moor}", {"Quay Capital", "Tarn", "Moor"}),
        ("Funds such as {C:Quay Capital} and {C:Tarn}", {"Quay Capital", "Tarn"}),
        ("Several funds, including {C:Quay Capital} and {C:Tarn},", {"Quay Capital", "Tarn"}),
        ("The venture arm of {C:Quay Capital}", {"Quay Capital"}),
        ("Funds", set()),
    ],
)
def test_names_that_a_phrase_brings(phrase: str, investors: set[str]) -> None:
    assert invested(f"{phrase} invested in {{C:Brine}}.") == {f"{name} > Brine asserted" for name in investors}


def test_a_description_means_the_one_that_fits() -> None:
    assert invested("{C:Brine} grew fast. {P:Ann Weir} invested in the company.") == {"Ann Weir > Brine asserted"}


def test_a_description_that_fits_two_means_neither() -> None:
    assert invested("{C:Brine} and {C:Tarn} grew fast. {P:Ann Weir} invested in the company.") == set()


def test_the_possessor_in_the_subject_is_not_the_company() -> None:
    text = "{C:Brine} grew fast. {C:Tarn}'s {P:Ann Weir} invested in the company."
    assert invested(text) == {"Ann Weir > Brine asserted"}


def test_whoever_a_stranger_calls_it_is_unknown() -> None:
    assert invested("{C:Brine} fell. A chip giant said it had invested in {C:Tarn}.") == set()


def test_a_counted_few_are_not_the_whole() -> None:
    read = Read("The {A:Finance Ministry} sanctioned six {A:Norwegians}.")
    assert read.said(Predicate.LISTED_BY) == set()


LISTED_TWO = "The {A:Trade Ministry} blacklisted {C:Corvid Optics} and {C:Brine}. "


@pytest.mark.parametrize("phrase", ["both firms", "both of the firms", "all of the firms"])
def test_every_one_of_a_named_set_is_its_members(phrase: str) -> None:
    read = Read(f"{LISTED_TWO}{{C:Talus Labs}} sells lenses to {phrase}.")
    assert read.said(Predicate.SUPPLIES) == {
        "SUPPLIES Talus Labs > Corvid Optics asserted",
        "SUPPLIES Talus Labs > Brine asserted",
    }


@pytest.mark.parametrize(
    "text",
    [
        "{C:Talus Labs} sells lenses to nearly all of the firms.",
        "{C:Moor} and {C:Tarn} fell. {C:Talus Labs} sells lenses to both firms.",
    ],
)
def test_what_is_not_surely_all_of_them_is_none_of_them(text: str) -> None:
    supplied = {line for line in Read(LISTED_TWO + text).said(Predicate.SUPPLIES) if "firms" not in line}
    assert supplied == set()


def test_it_does_not_pass_over_a_name_that_was_not_read() -> None:
    text = (
        "Corvid Optics was added to the Entity List. "
        "Quillo 360, which was added too, said that the listing will cause it some problems."
    )
    source = read("text.txt", text.encode())
    names = {p.key: p.name for p in source.parties}
    assert {names[c.subject] for c in source.claims if c.predicate == "AFFECTED_BY"} <= {"Quillo 360"}
