from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import pytest

from viz.layout import Spring, positions

ROOT = Path(__file__).resolve().parents[2]
WHEEL = [Spring(0, spoke) for spoke in range(1, 30)]


def test_no_nodes_and_one() -> None:
    assert positions([], []) == []
    assert positions([(60.0, 15.0)], []) == [(0, 0)]


def test_the_same_graph_gives_the_same_points_in_another_process() -> None:
    script = (
        "from viz.layout import Spring, positions\n"
        "springs = [Spring(n, n * n % 7, 1.0 if n % 3 else 0.04) for n in range(90)]\n"
        "print(positions([(80.0, 15.0)] * 90, springs))"
    )
    seeds = ("0", "1")
    printed = {
        subprocess.run(
            [sys.executable, "-c", script], env={"PYTHONHASHSEED": seed}, cwd=ROOT, capture_output=True, check=True
        ).stdout
        for seed in seeds
    }
    assert len(printed) == 1


def test_order_and_repetition_of_edges_change_nothing() -> None:
    sizes = [(80.0, 15.0)] * 30
    assert positions(sizes, WHEEL) == positions(sizes, [*reversed(WHEEL), *WHEEL])


@pytest.mark.parametrize("springs", [WHEEL, [], [Spring(n, n + 1) for n in range(0, 28, 2)]])
def test_boxes_do_not_overlap(springs: list[Spring]) -> None:
    points = positions([(100.0, 15.0)] * 30, springs)
    close = {(a, b) for a, b in itertools.combinations(points, 2) if abs(a[0] - b[0]) < 95 and abs(a[1] - b[1]) < 45}
    assert close == set()


def test_light_springs_hang_around_the_rest() -> None:
    country = 30
    points = positions([(80.0, 15.0)] * 31, [*WHEEL, *(Spring(n, country, 0.04) for n in range(1, 30))])
    reach = max(abs(x) for x, _ in points[:country])
    assert max(abs(c) for c in points[country]) > reach / 2


@pytest.mark.slow
@pytest.mark.timeout(60)
def test_five_thousand_nodes_are_placed_apart() -> None:
    springs = [Spring(n, (n * 7919) % max(n // 2, 1)) for n in range(1, 5000)]
    points = positions([(80.0, 15.0)] * 5000, springs)
    assert len(set(points)) > 4900
