"""What a value looks like, and that no value can do harm where it is printed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graph.store.protocol import NodeRef, PathRef, RelationRef
from knockon.values import cell, harmless, json_text, plain, tabbed

NODE = NodeRef("Company", {"id": "company:acme", "name": "Acme"})
OTHER = NodeRef("Company", {"id": "company:bolt"})
STEP = RelationRef("SUPPLIES", "company:acme", "company:bolt", {"claims": ("c1",)})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Acme\x1b[31m", "Acme\\x1b[31m"),
        ("a\tb\nc\rd", "a\\tb\\nc\\rd"),
        ("evil\u202egnp.exe", "evil\\u202egnp.exe"),
        ("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"),
        ("bell\x07del\x7fcsi\x9b", "bell\\x07del\\x7fcsi\\x9b"),
        ("海康威视 Şirket ❤", "海康威视 Şirket ❤"),
        ("half\ud800", "half\\ud800"),
    ],
)
def test_harmless(text: str, shown: str) -> None:
    assert harmless(text) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "yes"),
        (3, "3"),
        (("b", "a"), "b, a"),
        ({"b": 1, "a": [True]}, '{"a": [true], "b": 1}'),
        (NODE, "Acme"),
        (OTHER, "company:bolt"),
        (STEP, "SUPPLIES"),
        (PathRef((NODE, OTHER), (STEP,)), "Acme -SUPPLIES- company:bolt"),
    ],
)
def test_cell(value: Any, shown: str) -> None:
    assert cell(value) == shown


def test_plain_is_json() -> None:
    value = plain({"path": PathRef((NODE, OTHER), (STEP,)), "share": float("nan"), "none": None})
    assert json.loads(json.dumps(value, allow_nan=False)) == {
        "path": {
            "nodes": [
                {"label": "Company", "properties": {"id": "company:acme", "name": "Acme"}},
                {"label": "Company", "properties": {"id": "company:bolt"}},
            ],
            "relations": [
                {
                    "type": "SUPPLIES",
                    "source": "company:acme",
                    "target": "company:bolt",
                    "properties": {"claims": ["c1"]},
                }
            ],
        },
        "share": "nan",
        "none": None,
    }


def test_json_says_the_same_and_nothing_that_a_terminal_obeys() -> None:
    hostile = "\x1b[2J\x9b31m\u202eabc\u2066\x7f\ud800 海康"
    text = json_text({"name": hostile})
    assert json.loads(text) == {"name": hostile}
    assert "海康" in text
    assert harmless(text.replace("\n", "")) == text.replace("\n", "")


def test_tabbed_keeps_one_line_a_row() -> None:
    rows: list[dict[str, object]] = [{"name": "A\tB\nC", "count": 2}, {"name": None}]
    assert tabbed(("name", "count"), rows) == "name\tcount\nA\\tB\\nC\t2\n\t\n"
