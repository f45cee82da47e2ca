from __future__ import annotations

import pytest

from graph.model import Label
from loaders import read


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Velmora Ltd sued Brenta Ltd. The weather in Norway was bad.", set()),
        ("The Norwegian chipmaker Velmora sued Brenta Ltd. The weather in Chile was bad.", {"no"}),
    ],
)
def test_a_country_is_a_party_only_where_something_is_said_of_it(text: str, countries: set[str]) -> None:
    source = read("note.txt", text.encode())
    assert {p.anchor for p in source.parties if p.label is Label.COUNTRY} == countries
    assert {c.subject for c in source.claims} <= {p.key for p in source.parties}
