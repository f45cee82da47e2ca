"""The demo: a graph built from the data that ships, and the chipmaker question answered from it."""

from __future__ import annotations

import os
from pathlib import Path

from graph.answer import Answer
from graph.exposure import Target
from graph.ledger import Outcome
from graph.model import Label
from knockon import settings
from knockon.api import Graph, Progress
from knockon.outline import Report

# Which US chipmakers are affected by the listings, on what evidence?
CHIPMAKERS = Target(country="US", sector="semiconductors", labels=(Label.COMPANY,))
READ = {".csv", ".md"}


def shipped() -> list[Path]:
    """The files of the data that ships that hold claims: the briefs and the tables."""
    found = (path for path in settings.data_folder().rglob("*") if path.suffix in READ)
    return sorted(path for path in found if path.name != "README.md")


def build(graph: Graph, *, progress: Progress | None = None) -> Outcome:
    """Load what ships; a second time changes nothing."""
    files = [(path.name, path.read_bytes()) for path in shipped()]
    return graph.load(*files, progress=progress)


def answer(graph: Graph) -> Report[Answer]:
    """The chipmaker question, of every listed party, at any time."""
    return graph.exposure(target=CHIPMAKERS)


def page(graph: Graph, path: str | os.PathLike[str] = settings.DEMO_PAGE) -> Path:
    """The view of the whole graph, as one file."""
    return graph.view(path)
