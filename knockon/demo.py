"""The demo: a graph built from the data that ships, and the chipmaker question answered from it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from graph.answer import Answer
from graph.exposure import Target
from graph.ledger import Outcome
from graph.model import Label
from knockon import settings
from knockon.api import Graph, Progress
from knockon.outline import Report, Role, Span

QUESTION = "Which US chipmakers are affected by the listings, on what evidence?"
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
    found = graph.exposure(target=CHIPMAKERS)
    return replace(found, outline=replace(found.outline, spans=(Span(QUESTION, Role.NAME),)))


def closing(written: Path, store: str) -> list[str]:
    """Where the view is, and what to try next."""
    here = written.resolve()
    return [f"The graph as a page for a browser: {here}", f"Go on: knockon explain Megvii --store {store}"]


def page(graph: Graph, path: str | os.PathLike[str] = settings.DEMO_PAGE) -> Path:
    """The view of the whole graph, as one file."""
    return graph.view(path)
