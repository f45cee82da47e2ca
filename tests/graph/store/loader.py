"""A client that makes large changes until it is killed: `python -m tests.graph.store.loader URL FIRST`.

Change n puts the batches of `writer` with the numbers 10 n to 10 n + 9 and drops what it put before, in one load. It
prints a line when it is ready, and a letter for each step inside a load, so that it can be killed between any two.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from graph.model import Label
from graph.store import Batch, Store, embedded, embedded_rebuild, neo4j, neo4j_stage, open_store
from tests.graph.store import writer

TOGETHER = 10


def change(number: int) -> Iterator[Batch]:
    for part in range(TOGETHER * number, TOGETHER * (number + 1)):
        yield replace(writer.batch(part), drop_nodes={}, new=True)
    older = [writer.batch(part) for part in range(TOGETHER * (number - 1), TOGETHER * number)]
    yield Batch(drop_nodes={label: [row["id"] for b in older for row in b.nodes[label]] for label in older[0].nodes})


def changes(store: Store) -> set[int]:
    """Which changes the store holds, each whole; AssertionError for a part of one."""
    whole = (writer.SIZE, writer.SIZE - 1)
    assert writer.parts(store) <= {whole}
    held = {int(str(row["id"]).split("-")[0]) for row in store.nodes(Label.COMPANY)}
    found = {number // TOGETHER for number in held}
    assert held == {TOGETHER * n + part for n in found for part in range(TOGETHER)}
    return found


def _telling(step: str, work: Callable[..., Any]) -> Callable[..., Any]:
    def told(*given: Any, **named: Any) -> Any:
        sys.stdout.write(f"{step}\n")
        sys.stdout.flush()
        return work(*given, **named)

    return told


def main(url: str, first: int) -> None:
    embedded.SMALL = neo4j.SMALL = 0
    neo4j_stage.STEP = 500
    embedded_rebuild.is_slower = lambda *_: False
    embedded_rebuild.fill = _telling("fill", embedded_rebuild.fill)
    embedded_rebuild.sync = _telling("sync", embedded_rebuild.sync)
    neo4j_stage.Stage._finish = _telling("finish", neo4j_stage.Stage._finish)  # type: ignore[method-assign]
    neo4j_stage.Stage._apply = _telling("apply", neo4j_stage.Stage._apply)  # type: ignore[method-assign]
    neo4j_stage._packed = _telling("stage", neo4j_stage._packed)
    with open_store(url) as store:
        for number in range(first, first + 10_000):
            store.load(change(number))
            sys.stdout.write(f"done {number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
