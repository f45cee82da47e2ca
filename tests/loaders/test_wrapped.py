"""Texts whose lines end where a column does."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from loaders import read
from loaders.neutral import to_neutral
from loaders.paragraphs import lines, unwrapped

FACTS = (
    "The commission said on Tuesday that it had added Velmora Optics Ltd, Brenta and several of the newly listed firms "
    "of Anland to its Entity List. Kelvora Capital invested in Velmora Optics Ltd before the decision was taken."
)


def wrapped(text: str, width: int = 72) -> str:
    return "\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in text.split("\n")
    )


def relations(text: str) -> set[tuple[str, str, str, str]]:
    found = to_neutral(read("note.txt", text.encode()))["relations"]
    return {(r["type"], r["from"], r["to"], r["modality"]) for r in found}


def parties(text: str) -> set[tuple[str, str]]:
    return {(e["type"], e["name"]) for e in to_neutral(read("note.txt", text.encode()))["entities"]}


@pytest.mark.parametrize("width", [45, 60, 72, 80, 100])
def test_a_wrapped_paragraph_says_what_it_says_unwrapped(width: int) -> None:
    text = wrapped(FACTS, width)
    assert "\n" in text
    assert relations(text) == relations(FACTS) != set()
    source = read("note.txt", text.encode())
    assert {c.quote for c in source.claims if text[c.start : c.end] != c.quote} == set()
    assert any("\n" in str(c.quote) for c in source.claims)


@pytest.mark.parametrize(
    ("apart", "name"),
    [
        ("Velmora opens shop\nKelvora buys land\nHow Orbita works", "headings"),
        ("Velmora appeals\nVelmora said on Monday that it would go to court against the ruling.", "a title"),
        ("The firms that it named on the same day:\n* Velmora Optics of Anland\n* Brenta", "rows"),
        ("Velmora is glad and says so today.\nBrenta is sad and does not say it.", "sentences"),
    ],
)
def test_lines_that_stand_for_themselves_stay_apart(apart: str, name: str) -> None:
    assert [line.text for line in lines(apart)] == apart.split("\n"), name


def test_nothing_moves_where_line_breaks_become_spaces() -> None:
    text = f"A title\n\n{wrapped(FACTS)}\n\n{wrapped(FACTS)}\n"
    flat = unwrapped(text)
    assert len(flat) == len(text)
    assert [line.text for line in lines(text)] == flat.rstrip("\n").split("\n\n")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace(" Ltd", "\u00a0Ltd"),
        lambda text: text.replace("Velmora", "Vel\u00admora"),
        lambda text: text.replace("Brenta", "\u200bBrenta"),
        lambda text: text.replace("fi", "\ufb01"),
        lambda text: text.replace("Kelvora Capital", "Kelvora\tCapital"),
    ],
    ids=["line ends", "no-break spaces", "soft hyphens", "zero width", "ligatures", "tabs"],
)
def test_typesetting_changes_nothing_that_is_said(change: Callable[[str], str]) -> None:
    plain = wrapped(FACTS)
    text = change(plain)
    assert text != plain
    assert relations(text) == relations(plain)
    source = read("note.txt", text.encode())
    assert all(source.document.text[c.start : c.end] == c.quote for c in source.claims)


@pytest.mark.slow
def test_articles_say_the_same_when_they_are_wrapped(shared: Path) -> None:
    changed = {}
    paths = [path for folder in ("seeds", "articles") for path in sorted((shared / "gold" / folder).glob("*.txt"))]
    for path in paths:
        text = path.read_text(encoding="utf-8")
        relations_differ = relations(text) ^ relations(wrapped(text))
        parties_differ = parties(text) ^ parties(wrapped(text))
        if relations_differ or parties_differ:
            changed[path.stem] = sorted(relations_differ), sorted(parties_differ)
    assert len(changed) <= len(paths) // 8, changed
