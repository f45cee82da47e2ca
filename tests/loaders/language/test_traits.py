from __future__ import annotations

import pytest

from graph.model import Grade, Predicate
from tests.loaders.language.texts import read, traits


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("American companies Velmora and Brenta lost sales.", {("Velmora", "us"), ("Brenta", "us")}),
        ("The US chipmaker Velmora lost sales.", {("Velmora", "us"), ("Velmora", "semiconductors")}),
        ("The Shenzhen-based drone maker Velmora lost sales.", {("Velmora", "cn"), ("Velmora", "drones")}),
        ("Chipmaker Acme Corp supplies chips to Brenta.", {("Acme Corp", "semiconductors")}),
        ("Chipmaker Norvane Inc. lost sales.", {("Norvane Inc.", "semiconductors")}),
        ("Drone maker Velmora lost sales.", {("Velmora", "drones")}),
        ("Startup Velmora, based in Norway, raised money.", {("Velmora", "no")}),
        ("Velmora, a Dutch lithography firm, lost sales.", {("Velmora", "nl"), ("Velmora", "semiconductors")}),
        (
            "Norway's Velmora sued the Finnish telco Brenta.",
            {("Velmora", "no"), ("Brenta", "fi"), ("Brenta", "telecommunications")},
        ),
        ("As a Japanese company, Velmora must comply.", {("Velmora", "jp")}),
        ("Velmora, headquartered in Norway, must comply.", {("Velmora", "no")}),
        ("Velmora (Norway) and Brenta Ltd (Chile) must comply.", {("Velmora", "no"), ("Brenta Ltd", "cl")}),
        (
            "Impact could be felt by the firms Velmora and Brenta, which make lasers and chips for cameras.",
            {("Velmora", "semiconductors"), ("Brenta", "semiconductors")},
        ),
        ("Nevada-based Velmora lost sales.", {("Velmora", "us")}),
        ("The Porto, Portugal, company Velmora lost sales.", {("Velmora", "pt")}),
        ("The San Jose, Calif.-based firm Velmora lost sales.", {("Velmora", "us")}),
        ("Velmora specialises in facial recognition.", {("Velmora", "facial-recognition")}),
        (
            "The ban hits biometrics companies including Velmora, Brenta and Vesta.",
            {("Velmora", "biometrics"), ("Brenta", "biometrics"), ("Vesta", "biometrics")},
        ),
    ],
)
def test_words_beside_a_firm_give_its_country_and_sector(text: str, expected: set[tuple[str, str]]) -> None:
    assert traits(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Velmora sells to Norway.",
        "The US sued Velmora.",
        "Reported by Velmora, the United States has agreed.",
        "Velmora does not make chips.",
        "Velmora could make chips.",
        "Velmora is not a US firm.",
        "The US-backed firm Velmora won.",
        "Velmora met China's trade minister.",
    ],
)
def test_what_is_said_of_something_else_is_not_taken(text: str) -> None:
    assert traits(text) == set()


def test_a_citys_country_is_inferred_and_a_countrys_name_stated() -> None:
    made, reading = read("The Lyon-based foundry Velmora sued the Chilean foundry Brenta.")
    found = {(c.quote, c.grade, c.rule) for c in reading.claims if c.predicate is Predicate.LOCATED_IN and made.text}
    assert found == {
        ("Lyon-based foundry Velmora", Grade.INFERRED, "a city lies in its country"),
        ("Chilean foundry Brenta", Grade.STATED, None),
    }
