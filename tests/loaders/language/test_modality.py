"""Asserted, reported, possible, negated: which words make which."""

from __future__ import annotations

import pytest

from graph.claims import Document
from graph.model import Modality
from loaders.language.modality import of_bar, of_clause, weakest
from loaders.language.pipeline import parse


def modality(text: str, word: str) -> Modality:
    doc = parse(Document(id="0" * 64, name="m", format="text", text=text, source="m"))
    return of_clause(next(t for t in doc if t.text == word))


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("The bank bought the firm.", "bought", Modality.ASSERTED),
        ("The bank could have bought the firm.", "bought", Modality.POSSIBLE),
        ("The bank has not bought the firm.", "bought", Modality.NEGATED),
        ("The bank is considering buying the firm.", "buying", Modality.POSSIBLE),
        ("The bank has agreed to buy the firm.", "buy", Modality.POSSIBLE),
        ("The bank announced a deal to buy the firm.", "buy", Modality.POSSIBLE),
        ("The bank completed a deal to buy the firm.", "buy", Modality.ASSERTED),
        ("The bank ended talks to buy the firm.", "buy", Modality.NEGATED),
        ("The bank walked away from a deal to buy the firm.", "buy", Modality.NEGATED),
        ("The bank pulled the plug on a deal to buy the firm.", "buy", Modality.NEGATED),
        ("The banks agreed to cooperate.", "cooperate", Modality.ASSERTED),
        ("The firm made a bid to reverse the ministry's decision to revoke the permit.", "revoke", Modality.ASSERTED),
        ("The bank allegedly bought the firm.", "bought", Modality.REPORTED),
        ("The bank is believed to have bought the firm.", "bought", Modality.REPORTED),
        ("If the bank bought the firm, rivals would protest.", "bought", Modality.POSSIBLE),
        ("The bank was fined for selling the firm.", "selling", Modality.REPORTED),
        ("The bank not only bought the firm but sold it on.", "bought", Modality.ASSERTED),
        ("The rules allow the bank to buy the firm.", "buy", Modality.POSSIBLE),
    ],
)
def test_words_make_the_modality(text: str, word: str, expected: Modality) -> None:
    assert modality(text, word) is expected


def test_the_weakest_wins() -> None:
    order = [Modality.NEGATED, Modality.POSSIBLE, Modality.REPORTED, Modality.ASSERTED]
    assert [weakest(iter(order[n:])) for n in range(4)] == order
    assert weakest(iter([])) is Modality.ASSERTED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The firm will be unable to buy chips.", Modality.ASSERTED),
        ("The firm cannot buy chips.", Modality.ASSERTED),
        ("The firm may be unable to buy chips.", Modality.POSSIBLE),
        ("The firm is reportedly unable to buy chips.", Modality.REPORTED),
    ],
)
def test_a_bar_is_no_denial_and_keeps_its_hedge(text: str, expected: Modality) -> None:
    doc = parse(Document(id="0" * 64, name="m", format="text", text=text, source="m"))
    assert of_bar(next(t for t in doc if t.text == "buy")) is expected
