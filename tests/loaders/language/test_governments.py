from __future__ import annotations

import pytest

from graph.model import Label
from loaders.language.vocabulary import countries, known
from tests.loaders.language.texts import read


def anchors(text: str, label: Label) -> set[str | None]:
    return {p.anchor for p in read(text)[1].parties if p.label is label}


@pytest.mark.parametrize(
    "text",
    [
        "The US government added ten firms.",
        "The U.S. sanctioned ten firms.",
        "Washington blacklisted ten firms.",
        "Ten firms were sanctioned by the United States.",
        "US officials gave no reason.",
        "The government of the United States gave no reason.",
    ],
)
def test_a_country_that_acts_is_its_government(text: str) -> None:
    assert anchors(text, Label.AGENCY) == {"us-government"}


@pytest.mark.parametrize(
    "text", ["Ten firms in China sell chips.", "Chinese firms sell chips.", "They moved to China."]
)
def test_a_country_as_a_place_is_a_country(text: str) -> None:
    assert anchors(text, Label.COUNTRY) == {"cn"}
    assert anchors(text, Label.AGENCY) == set()


def test_officials_to_whom_something_is_done_are_not_their_government() -> None:
    assert anchors("Ten Chilean officials were sanctioned.", Label.AGENCY) == set()
    assert anchors("Chilean officials gave no reason.", Label.AGENCY) == {"cl-government"}


def test_a_ministry_is_its_countrys() -> None:
    text = "China's foreign ministry protested. The Chinese Foreign Ministry spoke of bullying."
    assert anchors(text, Label.AGENCY) == {"cn-foreign-ministry"}


def test_a_ministry_without_a_country_is_that_of_the_government_that_speaks() -> None:
    assert "cn-foreign-ministry" in anchors(
        "China protested, and foreign ministry staff spoke of bullying.", Label.AGENCY
    )


def test_every_iso_country_is_known() -> None:
    assert len(countries()) == 249
    assert all(known()[name].code for name in countries().values())
    assert {known()[name].code for name in ("U.S.", "UK", "UAE", "Britain", "South Korea", "Türkiye")} == {
        "us", "gb", "ae", "kr", "tr",
    }  # fmt: skip
