from __future__ import annotations

import pytest

from graph.model import Label
from tests.loaders.language.texts import read


def lists(text: str) -> set[tuple[str, str]]:
    """(words in the text, the list's anchor or name) of every mention of a list."""
    made, reading = read(text)
    found = {p.key: p.anchor or p.name for p in reading.parties if p.label is Label.LIST}
    return {(made.text[m.start : m.end], found[m.party]) for m in reading.mentions if m.party in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Velmora is on the Entity List. The blacklist grew.", {("Entity List", "entity-list"), ("blacklist", "entity-list")}),  # noqa: E501
        ("Velmora is on the Treasury Department blacklist.", {("Treasury Department blacklist", "Treasury Department blacklist")}),  # noqa: E501
        ("Velmora is on a blacklist.", set()),
        ("It is on the Entity List and the Unverified List, and on a blacklist.", {("Entity List", "entity-list"), ("Unverified List", "unverified-list")}),  # noqa: E501
        ("It is on the Entity List and on a Chinese blacklist.", {("Entity List", "entity-list"), ("Chinese blacklist", "Chinese blacklist")}),  # noqa: E501
    ],
)  # fmt: skip
def test_a_blacklist_is_the_one_list_that_fits(text: str, expected: set[tuple[str, str]]) -> None:
    assert lists(text) == expected
