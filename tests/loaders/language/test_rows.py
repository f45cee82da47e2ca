"""Rows under a listing sentence."""

from __future__ import annotations

from graph.model import Grade, Predicate
from loaders.language.rows import row_starts
from tests.loaders.language.marked import Read

TEXT = (
    "The {A:Trade Ministry} added these firms to the {S:Entity List}:\n\n"
    "• {C:Brine}, a camera maker\n• {C:Tarn}\n\n"
    "{C:Moor} was not among them.\n"
)


def test_each_row_s_party_is_listed_by_inference() -> None:
    read = Read(TEXT)
    listed = {(read.name(c.subject), read.name(c.object), c.grade) for c in read.of(Predicate.LISTED_BY)}
    assert listed == {("Brine", "Entity List", Grade.INFERRED), ("Tarn", "Entity List", Grade.INFERRED)}


def test_rows_under_another_sentence_are_not_listed() -> None:
    assert Read("The {A:Trade Ministry} thanked its hosts:\n\n• {C:Brine}\n").of(Predicate.LISTED_BY) == []


def test_rows_end_at_the_first_line_of_prose() -> None:
    text = "Head:\n1. Aa\n2) Bb\n- Cc\nProse.\n- Dd\n"
    assert [text[i : i + 2] for i in row_starts(text, 5)] == ["Aa", "Bb", "Cc"]
