"""The main job on real articles: read, folded, and asked which US chipmakers are affected. Without data/."""

from __future__ import annotations

from pathlib import Path

import pytest

import knockon
from graph.exposure import Target
from graph.fold import View, fold
from graph.model import Label
from loaders import read

INVENTED = """Washington widens its trade blacklist

The US Commerce Department on Tuesday added Lanzhou Corvid Optics and 11 other Chinese companies to its Entity List.

The move could hurt American chipmakers Talvex and Brennic Semiconductor, which sell processors to several of the newly
listed firms. Norvane, a Dutch lens maker, said it sees no effect on its business.
"""


@pytest.fixture(scope="module")
def five(shared: Path) -> dict[str, bytes]:
    return {p.stem: p.read_bytes() for p in sorted((shared / "gold/seeds").glob("*.txt"))}


@pytest.fixture(scope="module")
def view(five: dict[str, bytes]) -> View:
    return fold(read(f"{name}.txt", data) for name, data in five.items())


def test_the_counts_of_one_action_that_clash_are_found_and_no_others(view: View, five: dict[str, bytes]) -> None:
    told = {c.id: name for name, data in five.items() for c in read(f"{name}.txt", data).claims}
    counts = [c for c in view.contradictions if c.kind == "count"]
    assert {tuple(sorted((told[c.left], told[c.right]))) for c in counts} == {
        ("001", "002"),
        ("001", "003"),
        ("001", "004"),
        ("002", "004"),
    }
    assert len({c.about for c in counts}) == 1


def test_the_actions_of_2019_and_2020_stay_two(view: View) -> None:
    members: dict[str, set[str]] = {}
    names = {entity.id: entity.names for _, entity in view.entities}
    for edge in view.edges:
        if edge.type == "MEMBER_OF" and edge.target.startswith("event:"):
            members.setdefault(edge.target, set()).update(names[edge.source])
    with_hikvision = [found for found in members.values() if "Hikvision" in found]
    assert len(with_hikvision) == 1
    assert "CloudWalk" not in with_hikvision[0]
    assert any("CloudWalk" in found for found in members.values())


def _chipmakers(folder: Path, name: str, data: bytes) -> tuple[set[tuple[str, str, str]], set[tuple[str, Label]]]:
    """What a text alone says of US chipmakers: (name, about, modality) of consequences, and whom they supply."""
    with knockon.open(folder / "graph") as graph:
        graph.load((name, data))
        answer = graph.exposure(target=Target(country="US", sector="semiconductors")).found
    consequences = {(c.party.name, c.about.name, str(c.evidence.modality)) for c in answer.consequences}
    supplied = {
        (e.party.name, path.steps[0].hit.label)
        for e in answer.exposures
        for path in e.paths
        if e.channel == "lost sales"
    }
    return consequences, supplied


def test_one_article_alone_names_its_chipmakers(five: dict[str, bytes], tmp_path: Path) -> None:
    consequences, supplied = _chipmakers(tmp_path, "003.txt", five["003"])
    assert {(name, modality) for name, _, modality in consequences} == {
        ("Qualcomm", "possible"),
        ("Nvidia", "possible"),
    }
    assert supplied == {("Qualcomm", Label.GROUP), ("Nvidia", Label.GROUP)}


def test_so_does_an_article_about_others(tmp_path: Path) -> None:
    consequences, supplied = _chipmakers(tmp_path, "invented.txt", INVENTED.encode())
    assert {(name, modality) for name, _, modality in consequences} == {
        ("Talvex", "possible"),
        ("Brennic Semiconductor", "possible"),
    }
    assert supplied == {("Talvex", Label.GROUP), ("Brennic Semiconductor", Label.GROUP)}
