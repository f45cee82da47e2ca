"""A large change killed at its every step: the graph opens again and holds all of it or none, and nothing is left."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.errors import StoreLocked
from graph.store import open_store
from graph.store.embedded_rebuild import FOLDER
from graph.store.schema import CHANGE, PART
from tests.conftest import ROOT, bare_session
from tests.graph.store.loader import changes
from tests.graph.store.writer import SIZE

pytestmark = pytest.mark.slow
PATIENCE = 120  # lines of a load, at most, before the step that is waited for


def _killed_at(url: str, first: int, step: str, times: int, delay: float) -> int:
    """Start a loader, kill it `delay` seconds after it told of a step for the nth time in its second change.

    The number of the last change that it reported.
    """
    command = [sys.executable, "-m", "tests.graph.store.loader", url, str(first)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as loading:
        assert loading.stdout is not None
        lines: list[str] = []
        while f"done {first}\n" not in lines:
            lines.append(loading.stdout.readline())
        for _ in range(times):
            while lines[-1] != f"{step}\n" or lines.pop() == "":
                lines.append(loading.stdout.readline())
                assert len(lines) < PATIENCE
        time.sleep(delay)
        loading.kill()
        lines += loading.stdout.readlines()
    return max(int(line.split()[1]) for line in lines if line.startswith("done"))


@pytest.mark.parametrize(
    ("step", "times"),
    [("fill", 1), ("sync", 1), ("sync", 2)],
    ids=["as it fills", "as it is written", "as it is renamed"],
)
def test_the_loading_client_is_killed_embedded(step: str, times: int, tmp_path: Path) -> None:
    url, first = str(tmp_path / "graph"), 0
    for turn, delay in enumerate((0.0, 0.1)):
        last = _killed_at(url, first, step, times, delay)
        for read_only in (turn % 2 == 0, False):
            with open_store(url, create=False, read_only=read_only) as store:
                found = changes(store)
            assert found in ({last}, {last + 1})
        assert not (tmp_path / "graph" / FOLDER).exists()
        first = max(found) + 1


@pytest.mark.neo4j
@pytest.mark.parametrize(("step", "times", "stored"), [("stage", 3, False), ("finish", 1, True), ("apply", 4, True)])
def test_the_loading_client_is_killed_neo4j(step: str, times: int, stored: bool, empty_neo4j: str) -> None:
    first = 0
    for delay in (0.0, 0.05):
        last = _killed_at(empty_neo4j, first, step, times, delay)
        if stored and not delay:
            with (
                open_store(empty_neo4j, create=False, read_only=True) as store,
                pytest.raises(StoreLocked, match=r"open the\s+graph once for writing"),
            ):
                changes(store)
        with open_store(empty_neo4j, create=False) as store:
            assert changes(store) == {last + stored}
        with bare_session(empty_neo4j) as session:
            left = session.run(f"MATCH (n) WHERE n:{CHANGE} OR n:{PART} RETURN count(n) AS n").single()
            assert left is not None
            assert left["n"] == 0
        first = last + stored + 1


@pytest.mark.neo4j
def test_a_load_that_lives_keeps_others_from_writing_neo4j(empty_neo4j: str) -> None:
    command = [sys.executable, "-m", "tests.graph.store.loader", empty_neo4j, "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as loading:
        assert loading.stdout is not None
        while loading.stdout.readline() != "stage\n":
            pass
        loading.send_signal(19)  # SIGSTOP: it lives, and does nothing
        try:
            with pytest.raises(StoreLocked, match="another process loads into it"):
                open_store(empty_neo4j)
            with open_store(empty_neo4j, read_only=True) as store:
                assert len(changes(store)) * SIZE == 0
        finally:
            loading.kill()
    with open_store(empty_neo4j) as store:
        assert changes(store) == set()
