"""A folder of articles of our own making, the command run in it, and a graph loaded from them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from knockon.cli import app

CAMERAS = """\
Two camera makers put on the Entity List

The US Commerce Department added Norvane Vision and Teldrake Robotics to the Entity List on 3 March 2021. \
Norvane Vision is a Chinese company.

Halberd Capital is reported to have invested in Norvane Vision in 2018. Brightwell supplies Teldrake Robotics with \
lenses.
"""
LENSES = """\
Lens makers review their orders

Brightwell supplies Teldrake Robotics. Kestrel Optics stopped supplying Teldrake Robotics in May 2021.
"""

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("KNOCKON_STORE", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run() -> Run:
    """Runs the command in this process: `run("status", "--store", url).stdout`."""
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="session")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "cameras.txt").write_text(CAMERAS, "utf-8")
    (folder / "lenses.txt").write_text(LENSES, "utf-8")
    return folder


@pytest.fixture(scope="session")
def graph_url(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A graph of both articles, only to be read."""
    url = str(tmp_path_factory.mktemp("graph") / "g.lbdb")
    done = CliRunner().invoke(app, ["load", *map(str, sorted(articles.iterdir())), "--store", url])
    assert done.exit_code == 0, done.output
    return url
