"""A client that writes numbered batches until it is killed: `python -m tests.graph.store.writer URL FIRST`.

Batch n puts nodes "n-0" to "n-199" and a chain of relationships through them, in one write, and then drops batch n - 2
in another, so that a part of a batch is seen by counting. It prints a line when it is ready and after each batch.
"""

from __future__ import annotations

import sys
from collections import Counter
from itertools import pairwise

from graph.model import Label
from graph.store import Batch, Store, open_store
from tests.graph.store.small import relation

SIZE = 200


def batch(number: int) -> Batch:
    ids = [f"{number}-{i}" for i in range(SIZE)]
    nodes = [{"id": i, "name": f"name of {i}", "names": [i, "x" * 50]} for i in ids]
    relations = [relation(a, a, b) for a, b in pairwise(ids)]
    older = [f"{number - 2}-{i}" for i in range(SIZE)]
    return Batch({Label.COMPANY: nodes}, relations, {Label.COMPANY: older})


def parts(store: Store) -> set[tuple[int, int]]:
    """How many nodes and relationships each batch has in the store: whole ones have (SIZE, SIZE - 1)."""
    nodes = Counter(str(row["id"]).split("-")[0] for row in store.nodes(Label.COMPANY))
    relations = Counter(r.key.split("-")[0] for r in store.relations())
    return {(nodes[number], relations[number]) for number in nodes | relations}


def main(url: str, first: int) -> None:
    with open_store(url) as store:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        for number in range(first, first + 10_000):
            store.write(batch(number))
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
