from __future__ import annotations

from pathlib import Path

import pytest

from graph.claims import Document
from loaders.boilerplate import dropped_stretches, restored
from loaders.paragraphs import lines
from loaders.plain_text import document

PROSE = (
    "Velmora said on Monday that it would appeal against the decision of the commission in court.\n\n"
    "Its rival Brenta welcomed the decision, which it called long overdue for the whole of the industry.\n\n"
    "Both firms sell cameras to cities, and both have grown fast over the past five years or so.\n\n"
)


def dropped(text: str) -> set[str]:
    return {text[d.start : d.end] for d in dropped_stretches(text)}


@pytest.mark.parametrize(
    "tail",
    [
        "Related Coverage\n\n* Vesta sues Kelvora\n\n* Kelvora gets a loan",
        "Latest Camera Market News\n\nVesta launches a tool\n\nThe tool by Vesta will…",
        "Leave a Reply\n\nThis site uses cookies to keep Vesta away from you.",
        "Tags:\n\n[[Velmora]] [[The Record]]",
        "Most read this week\n\nVesta wins",
        "Ann Poe\n\nAfter years with the Vesta team, Ann is now the security editor at Kelvora where she covers cameras.",  # noqa: E501
        "Ann Poe is a technology reporter for Vesta based in Kelvora. You can reach her any time at all.",
        "By Ann Poe",
        "Previous and related coverage\n\nVesta wins a prize",
        "Have a tip? Reach us over at Kelvora: poe99",
        "Learn more about cameras: register now with Vesta for June 3 at 2 p.m. ET.",
        "Visitors look at the new cameras of the town in a shop, Bo Roe/AP",
        "(Image credit: Vesta)",
        "— Vesta's Ann Poe and Bo Roe contributed to this report.",
        "Sign up for our newsletter",
        "Vesta is growing at last in its new home town…\n\nKelvora has found a way to grow its own cameras…",
    ],
)
def test_furniture_below_the_article_goes_and_the_article_stays(tail: str) -> None:
    text = "Velmora appeals\n\n" + PROSE + tail
    assert dropped(text) == {line.text for line in lines(tail)}


def test_a_tail_of_headings_that_share_no_name_goes_without_a_lexicon() -> None:
    tail = "Vesta opens shop\n\nKelvora buys land\n\nHow Orbita works\n\nTen tips for June"
    assert dropped(PROSE + tail) == {line.text for line in lines(tail)}


def test_headings_inside_the_article_stay() -> None:
    text = PROSE + "What Velmora does next\n\n" + PROSE.replace("Monday", "Friday").replace("Both", "All")
    assert "What Velmora does next" not in dropped(text)


def test_rows_under_a_sentence_stay() -> None:
    text = PROSE + "The commission named these firms:\n\n* Vesta\n* Kelvora\n* Orbita\n* Sarno\n* Tulla"
    assert dropped(text) & {"* Vesta", "* Kelvora"} == set()


def test_the_doubled_title_and_the_first_lines_go_with_their_reasons() -> None:
    text = "FB pixel\n\nVelmora appeals again\n\nVelmora appeals again\n\nvelmora-logo-file\n\n" + PROSE
    assert {(text[d.start : d.end], d.reason) for d in dropped_stretches(text)} == {
        ("FB pixel", "pixel"),
        ("Velmora appeals again", "repeats a line above"),
        ("velmora-logo-file", "a picture's file name"),
    }


def test_the_site_behind_the_title_goes() -> None:
    assert dropped("Velmora appeals against its fine in court | Kelvora\n\n" + PROSE) == {" | Kelvora"}
    assert dropped("Velmora appeals | its fine\n\n" + PROSE) == set()


def test_a_stretch_can_be_taken_back_in() -> None:
    made = document("n.txt", ("FB pixel\n\n" + PROSE + "By Ann Poe").encode())
    assert len(made.dropped) == 2
    back = restored(made, 3)
    assert [back.text[d.start : d.end] for d in back.dropped] == ["By Ann Poe"]


def test_a_text_of_nothing_but_furniture_is_read() -> None:
    assert dropped("Tags:\n\nBy Ann Poe") == set()


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = "Velmora said on Monday that it would appeal against\nthe decision of the commission, which it\ncalled wrong.\n\nEnd"  # noqa: E501
    assert [line.text for line in lines(text)] == [text[:-5].replace("\n", " "), "End"]


@pytest.mark.parametrize("folder", ["seeds", "articles", "unlabelled"])
def test_real_articles_keep_their_bodies(shared: Path, folder: str) -> None:
    share = {}
    for path in sorted((shared / "gold" / folder).glob("*.txt")):
        made = document(path.name, path.read_bytes())
        share[made.name] = _prose_kept(made)
    assert share
    assert min(share.values()) >= (0.3 if folder == "seeds" else 0.55), share


def _prose_kept(made: Document) -> float:
    gone = {d.start for d in made.dropped}
    prose = [line for line in lines(made.text) if line.is_prose]
    return sum(line.start not in gone for line in prose) / len(prose)
