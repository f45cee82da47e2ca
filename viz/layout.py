"""Where the nodes go: seeded, so that the same graph gives the same picture.

Each connected part by itself: communities first (Louvain), laid out as discs; then springs and repulsion pull the discs
into shape; then the crowd in the middle is drawn out, and boxes as large as the labels are pushed apart. Repulsion is
exact for small graphs and goes by the cells of a grid for large ones: `networkx.spring_layout` takes over 40 s for
5,000 nodes. The parts are then set in rows, and what hangs on by light springs alone in a ring around them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

SEED = 20191007
SPRING = 90.0  # the length at which pull and push balance for one edge, in pixels at scale 1
LIGHT = 0.1  # a spring of this weight or less does not hold a part together
EXACT_UP_TO = 300  # nodes; all pairs repel each other up to here
BOXES_UP_TO = 300  # nodes; above, few labels fit anyway, and each node gets a cell of its own
CELL = 34  # pixels
EVENING = 0.65  # how far distances from the middle give way to an even spread over the disc
LABELLED = 70  # nodes whose labels all fit a window; the boxes of more are made narrower
MARGIN = 8.0  # between boxes
NODE_HEIGHT = 36.0  # a node and its ring, above its label
WIDE = 1.4  # rows of parts are this much wider than high
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))

Points = NDArray[np.float64]
Pull = tuple[int, int, float]


@dataclass(frozen=True, slots=True)
class Spring:
    """An edge between two nodes, by their numbers; a light one pulls little."""

    one: int
    other: int
    weight: float = 1.0


def positions(labels: Sequence[tuple[float, float]], springs: Iterable[Spring]) -> list[tuple[int, int]]:
    """A point in whole pixels for each node, given how wide and how high each one's label is."""
    if not labels:
        return []
    share = min(1.0, max(0.35, LABELLED / len(labels)))
    boxes = np.array(labels) * share + np.array([0.0, NODE_HEIGHT])
    pulls = sorted({(s.one, s.other, s.weight) for s in springs if s.one != s.other})
    strong = [p for p in pulls if p[2] > LIGHT]
    hanging = _hanging(len(labels), pulls)
    parts = _parts(len(labels), strong, hanging)
    points = np.zeros((len(labels), 2))
    for members, corner, placed in _in_rows(_laid_out(part, strong, boxes) for part in parts):
        points[members] = placed + corner
    points -= (points.max(axis=0) + points.min(axis=0)) / 2
    _hang(points, boxes, hanging, pulls)
    return [(round(x), round(y)) for x, y in points.tolist()]


def _hanging(count: int, pulls: Iterable[Pull]) -> list[int]:
    """Nodes that have light springs and no other: countries of seat, most of them."""
    strong, light = set[int](), set[int]()
    for one, other, weight in pulls:
        (strong if weight > LIGHT else light).update((one, other))
    return [node for node in range(count) if node in light - strong]


def _parts(count: int, strong: Iterable[Pull], hanging: Iterable[int]) -> list[list[int]]:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(set(range(count)) - set(hanging) or {0})
    graph.add_edges_from((one, other) for one, other, _ in strong)
    return sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda p: (-len(p), p))


def _laid_out(part: list[int], strong: Iterable[Pull], boxes: Points) -> tuple[list[int], Points, Points]:
    """The part's nodes, their points from (0, 0) on, and their boxes."""
    number = {node: place for place, node in enumerate(part)}
    pulls = [(number[a], number[b], weight) for a, b, weight in strong if a in number]
    points, own = np.zeros((len(part), 2)), boxes[part]
    if len(part) > 1:
        points = _settled(_discs(_communities(len(part), pulls)), pulls)
        points = _evened(_lying(points), own)
    if len(part) > 1:
        points = _apart(points, own) if len(part) <= BOXES_UP_TO else _own_cells(points)
    return part, points - (points - own / 2).min(axis=0), own


def _in_rows(parts: Iterable[tuple[list[int], Points, Points]]) -> Iterable[tuple[list[int], Points, Points]]:
    """Each part with the corner at which it goes: the largest above, the others in rows centred under it."""
    laid = [(members, points, (points + own / 2).max(axis=0) + 2 * MARGIN) for members, points, own in parts]
    widest = max(float(laid[0][2][0]), math.sqrt(sum(float(size.prod()) for _, _, size in laid) * WIDE))
    rows: list[list[tuple[list[int], Points, Points]]] = [[]]
    for part in laid:
        if (len(rows) == 1 and rows[0]) or sum(float(size[0]) for _, _, size in [*rows[-1], part]) > widest:
            rows.append([])
        rows[-1].append(part)
    y = 0.0
    for row in rows:
        x = (widest - sum(float(size[0]) for _, _, size in row)) / 2
        for members, points, size in row:
            yield members, np.array([x, y]), points
            x += float(size[0])
        y += max((float(size[1]) for _, _, size in row), default=0.0)


def _hang(points: Points, boxes: Points, hanging: Sequence[int], pulls: Iterable[Pull]) -> None:
    """Set hanging nodes on an ellipse around all others, each as near as can be to what it hangs on."""
    held: dict[int, list[int]] = {node: [] for node in hanging}
    for one, other, _ in pulls:
        for node, end in ((one, other), (other, one)):
            if node in held and end not in held:
                held[node].append(end)
    middles = {node: points[ends].mean(axis=0) if ends else np.zeros(2) for node, ends in held.items()}
    order = sorted(hanging, key=lambda n: (math.atan2(middles[n][1], middles[n][0]), n))
    least = float(boxes[:, 0].max()) * len(order) / (2 * math.pi)
    reach = np.maximum(np.abs(points).max(axis=0) * 1.15 + 60, least * 0.6)
    for place, node in enumerate(order):
        angle = 2 * math.pi * (place + 0.5) / len(order) - math.pi
        points[node] = reach * np.array([math.cos(angle), math.sin(angle)])


def _communities(count: int, pulls: Sequence[Pull]) -> list[list[int]]:
    """Groups of node numbers that hold together, the largest first."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(count))
    for one, other, weight in pulls:
        before = graph.get_edge_data(one, other, {"weight": 0.0})["weight"]
        graph.add_edge(one, other, weight=before + weight)
    found = nx.community.louvain_communities(graph, weight="weight", seed=SEED, threshold=1e-3)
    return sorted((sorted(members) for members in found), key=lambda m: (-len(m), m))


def _sunflower(count: int, spread: float) -> Points:
    """`count` points spread evenly over a disc."""
    steps = np.arange(count, dtype=np.float64)
    radius = spread * np.sqrt(steps + 0.5)
    return np.stack([radius * np.cos(steps * GOLDEN_ANGLE), radius * np.sin(steps * GOLDEN_ANGLE)], axis=1)


def _discs(communities: Sequence[Sequence[int]]) -> Points:
    points = np.zeros((sum(map(len, communities)), 2))
    before = 0
    for number, members in enumerate(communities):
        distance = SPRING * 0.9 * math.sqrt(before + len(members) / 2) if number else 0.0
        angle = number * GOLDEN_ANGLE
        centre = np.array([distance * math.cos(angle), distance * math.sin(angle)])
        points[list(members)] = centre + _sunflower(len(members), SPRING * 0.5)
        before += len(members)
    return points


def _settled(points: Points, pulls: Sequence[Pull]) -> Points:
    """Springs, repulsion and a weak pull to the middle, with steps that grow shorter."""
    ones = np.array([p[0] for p in pulls])
    others = np.array([p[1] for p in pulls])
    weights = np.array([p[2] for p in pulls])
    count = len(points)
    degrees = np.bincount(ones, weights, count) + np.bincount(others, weights, count)
    mass = 1.0 + np.minimum(degrees, 30.0) * 0.12
    repel = _repel_all if count <= EXACT_UP_TO else _repel_by_cells
    rounds = 200 if count <= EXACT_UP_TO else 70
    for number in range(rounds):
        force = repel(points, mass) - points * 0.035 * mass[:, None]
        gap = points[others] - points[ones]
        pull = gap * (weights * np.sqrt((gap * gap).sum(axis=1)) / SPRING)[:, None]
        # Many springs on one node would tear it about: each pull is shared out over the node's degree.
        force += _summed(ones, pull / np.sqrt(1.0 + degrees[ones])[:, None], count)
        force -= _summed(others, pull / np.sqrt(1.0 + degrees[others])[:, None], count)
        length = np.sqrt((force * force).sum(axis=1)) + 1e-9
        longest = SPRING * 0.8 * (1 - number / rounds) + 0.5
        points = points + force * (np.minimum(length, longest) / length)[:, None]
    return points


def _summed(at: NDArray[np.int64], vectors: Points, count: int) -> Points:
    return np.stack([np.bincount(at, vectors[:, 0], count), np.bincount(at, vectors[:, 1], count)], axis=1)


def _repel_all(points: Points, mass: NDArray[np.float64]) -> Points:
    gap_x = points[:, :1] - points[None, :, 0]
    gap_y = points[:, 1:] - points[None, :, 1]
    push = SPRING * SPRING * mass[:, None] * mass[None, :] / (gap_x * gap_x + gap_y * gap_y + 1.0)
    pushed: Points = np.stack([(gap_x * push).sum(axis=1), (gap_y * push).sum(axis=1)], axis=1)
    return pushed


def _repel_by_cells(points: Points, mass: NDArray[np.float64]) -> Points:
    """As if all nodes of a cell stood at their common centre; a node's own cell pushes it softly."""
    side = max(8, round(math.sqrt(len(points)) / 4))
    low, high = points.min(axis=0), points.max(axis=0)
    cell = np.minimum(((points - low) / (high - low + 1e-9) * side).astype(np.int64), side - 1)
    number = cell[:, 0] * side + cell[:, 1]
    _, number = np.unique(number, return_inverse=True)
    total = np.bincount(number, mass)
    centres = np.stack([np.bincount(number, mass * points[:, k]) / total for k in (0, 1)], axis=1)
    gap_x = points[:, :1] - centres[None, :, 0]
    gap_y = points[:, 1:] - centres[None, :, 1]
    push = total[None, :] / (gap_x * gap_x + gap_y * gap_y + SPRING * SPRING / 4)
    force: Points = np.stack([(gap_x * push).sum(axis=1), (gap_y * push).sum(axis=1)], axis=1)
    force *= SPRING * SPRING * mass[:, None]
    return force


def _lying(points: Points) -> Points:
    """Turned so that the longest way across the picture lies level."""
    x, y = (points - points.mean(axis=0)).T
    angle = math.atan2(2 * float((x * y).sum()), float((x * x).sum() - (y * y).sum())) / 2
    cosine, sine = math.cos(angle), math.sin(angle)
    return np.stack([x * cosine + y * sine, y * cosine - x * sine], axis=1)


def _evened(points: Points, boxes: Points) -> Points:
    """Directions from the middle kept; distances drawn towards those that fill a disc evenly with the boxes."""
    points = points - np.asarray(np.median(points, axis=0))
    radius = np.sqrt((points * points).sum(axis=1)) + 1e-9
    place = np.empty(len(points))
    place[np.argsort(radius, kind="stable")] = np.arange(len(points)) + 0.5
    room = float(((boxes + MARGIN).prod(axis=1)).sum()) / math.pi
    even = np.sqrt(place / len(points) * room)
    wanted = EVENING * even + (1 - EVENING) * radius * float(even.max() / radius.max())
    evened: Points = points * (wanted / radius)[:, None]
    return evened


def _apart(points: Points, boxes: Points) -> Points:
    """Push boxes (width, height) apart along the axis on which they overlap least."""
    reach = (boxes[:, None, :] + boxes[None, :, :]) / 2 + MARGIN
    # Two nodes on one point part by their numbers.
    order = np.arange(len(points), dtype=np.float64)
    tie = np.sign(order[:, None] - order[None, :])
    for _ in range(100):
        dx = points[:, None, 0] - points[None, :, 0]
        dy = points[:, None, 1] - points[None, :, 1]
        over_x, over_y = reach[:, :, 0] - np.abs(dx), reach[:, :, 1] - np.abs(dy)
        hit = (over_x > 0) & (over_y > 0)
        np.fill_diagonal(hit, val=False)
        if not hit.any():
            break
        sideways = hit & (over_x < over_y)
        upright = hit & ~sideways
        shift_x = np.where(sideways, over_x * np.where(dx == 0, tie, np.sign(dx)), 0.0).sum(axis=1)
        shift_y = np.where(upright, over_y * np.where(dy == 0, tie, np.sign(dy)), 0.0).sum(axis=1)
        points = points + np.stack([shift_x, shift_y], axis=1) * 0.35
    return points


def _own_cells(points: Points) -> Points:
    """Each node moved to the nearest free cell of a grid, if another is in its own already."""
    reach = range(-40, 41)
    nearest = sorted(((dx, dy) for dx in reach for dy in reach), key=lambda d: (d[0] ** 2 + d[1] ** 2, d))
    taken: set[tuple[int, int]] = set()
    placed = points.copy()
    for node, (x, y) in enumerate(points.tolist()):
        column, row = math.floor(x / CELL), math.floor(y / CELL)
        cell = next((c for dx, dy in nearest if (c := (column + dx, row + dy)) not in taken), None)
        if cell is None:
            continue
        taken.add(cell)
        if cell != (column, row):
            placed[node] = (cell[0] + 0.5) * CELL, (cell[1] + 0.5) * CELL
    return placed
