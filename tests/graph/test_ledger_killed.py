"""A load killed at any moment: the graph opens again and holds all of a document, folded in, or none of it."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph import ledger
from graph.claims import Source
from graph.fold import fold
from graph.model import ENTITY_LABELS, PREDICATES
from graph.records import canonical
from graph.store import Store, open_store
from tests.building import source

ROOT = Path(__file__).resolve().parent.parent.parent
ROUNDS = 8
pytestmark = pytest.mark.slow


def documents(first: int) -> list[Source]:
    """Some hundred documents on firms that they share, so that each load changes what others folded."""
    return [
        source(
            f"paper {first}-{n}",
            f"Firm {n % 40} supplies Firm {n % 7 + 100}, which is listed by the Register.",
            (f"Firm {n % 40}", "SUPPLIES", f"Firm {n % 7 + 100}"),
            (f"Firm {n % 7 + 100}", "LISTED_BY", "List:Register"),
        )
        for n in range(60)
    ]


def main(url: str, first: int) -> None:
    """Load in threes until killed; a line is printed before each load."""
    with open_store(url) as store:
        made = documents(first)
        for at in range(0, len(made), 3):
            sys.stdout.write(f"{at}\n")
            sys.stdout.flush()
            ledger.load(store, made[at : at + 3])


def assert_whole(store: Store, known: dict[str, Source]) -> int:
    """Every document that is there is there as it was made, and the graph is the fold of them; how many there are."""
    held = ledger.sources(store)
    assert held == [canonical(known[s.document.id]) for s in held]
    view = fold(held)
    entities = {(str(label), row["id"]) for label in ENTITY_LABELS for row in store.nodes(label)}
    assert entities == {(str(label), entity.id) for label, entity in view.entities}
    edges = {r.key for r in store.relations([p for p, shape in PREDICATES.items() if shape.objects])}
    assert edges == {edge.id for edge in view.edges}
    return len(held)


def test_killed_while_loading(store_url: str) -> None:
    known: dict[str, Source] = {}
    counts = [0]
    for turn in range(ROUNDS):
        known |= {s.document.id: s for s in documents(turn)}
        command = [sys.executable, "-m", "tests.graph.test_ledger_killed", store_url, str(turn)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as loading:
            assert loading.stdout is not None
            for _ in range(1 + turn % 3):
                loading.stdout.readline()
            time.sleep(0.09 * turn)  # the kill falls elsewhere in a load each time
            loading.kill()
        with open_store(store_url, create=False) as store:
            counts.append(assert_whole(store, known))
    assert counts == sorted(counts)
    assert counts[-1] > 0
    assert all(count % 3 == 0 for count in counts)  # a load of three is whole too


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
