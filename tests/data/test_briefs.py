"""The briefs copy nothing, say whom they sum up, and keep every hedge."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.data.reading import BRIEFS, DATA

WORDS = 10


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[at : at + WORDS]) for at in range(len(found) - WORDS + 1)}


def statements(brief: str) -> list[str]:
    """The items of a brief's list, one statement each."""
    return re.findall(r"^- (.+)$", brief, re.MULTILINE)


def test_nothing_is_copied_from_an_article(shared: Path) -> None:
    ours = {path: runs(path.read_text("utf-8")) for path in sorted(DATA.rglob("*")) if path.is_file()}
    articles = sorted((shared / "gold").rglob("*.txt"))
    assert len(articles) > 50
    copied = {
        (path.name, article.name, " ".join(run))
        for article in articles
        for path, known in ours.items()
        for run in known & runs(article.read_text("utf-8"))
    }
    assert copied == set()


@pytest.mark.parametrize("path", BRIEFS, ids=lambda path: path.stem)
def test_front_matter_names_the_article_summed_up(path: Path) -> None:
    front = dict(line.split(": ", 1) for line in path.read_text("utf-8").split("---")[1].strip().splitlines())
    assert front["publisher"] == "knockon brief"
    assert front["summarises"] in {"Biometric Update", "ExtremeTech", "Kodkey", "TechRadar"}
    assert set(front) <= {"title", "publisher", "summarises", "url"}


@pytest.mark.parametrize("path", BRIEFS, ids=lambda path: path.stem)
def test_every_statement_is_put_down_to_the_article(path: Path) -> None:
    """The body is a title, a line that names the publisher summed up, and one list of statements."""
    text = path.read_text("utf-8")
    (publisher,) = re.findall(r"^summarises: (.+)$", text, re.MULTILINE)
    (title,) = re.findall(r"^title: (.+)$", text, re.MULTILINE)
    body = [line for line in text.split("---", 2)[2].splitlines() if line]
    assert body[:2] == [f"# {title}", f"According to {publisher}:"]
    assert body[2:] == [f"- {statement}" for statement in statements(text)]
    assert 6 <= len(statements(text)) <= 12


@pytest.mark.parametrize(
    ("brief", "about", "hedge"),
    [
        ("entity-list-october-2019-organizations", "Megvii in 2017", r"reportedly invested in Megvii in 2017"),
        (
            "entity-list-october-2019-organizations",
            "Qualcomm and Nvidia supply",
            r"supply some of the listed companies",
        ),
        ("entity-list-october-2019-organizations", "affected by the listing", r"Qualcomm and Nvidia could be"),
        ("entity-list-october-2019-organizations", "10 percent", r"could cost Hikvision"),
        ("entity-list-october-2019-organizations", "human rights abuses", r"alleged"),
        (
            "entity-list-october-2019-firms",
            "parent company",
            r"^Alibaba is the parent company of SenseTime and Megvii\.$",
        ),
        ("entity-list-october-2019-startups", "leverage", r"could be seeking"),
        ("entity-list-june-2020-reactions", "decoupling", r"could lead to"),
        ("entity-list-june-2020-reactions", "stopped taking orders", r"TSMC stopped taking orders from Huawei"),
        ("entity-list-june-2020-reactions", "rights abuses in Xinjiang", r"over alleged"),
    ],
)
def test_hedges_are_kept(brief: str, about: str, hedge: str) -> None:
    said = statements((DATA / "briefs" / f"{brief}.md").read_text("utf-8"))
    (sentence,) = [sentence for sentence in said if about in sentence]
    assert re.search(hedge, sentence)


def test_counts_are_those_of_each_article() -> None:
    counts = {
        "entity-list-october-2019-organizations": "28 organizations",
        "entity-list-october-2019-firms": "28 Chinese firms",
        "entity-list-october-2019-facial-recognition": "eight facial recognition firms",
        "entity-list-october-2019-startups": "20 Chinese public security bureaus and eight companies",
        "entity-list-june-2020-reactions": "33 companies",
    }
    assert set(counts) == {path.stem for path in BRIEFS}
    assert [path.stem for path in BRIEFS if counts[path.stem] not in path.read_text("utf-8")] == []
