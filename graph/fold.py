"""Claims folded into the graph that analysts walk: entities, edges, contradictions, and the judgements made.

`fold` is a function of the set of live sources and judgements: order and repetition change nothing. Fold again,
get the same view.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.claims import Judgement, Source
from graph.model import Edge, Entity, Label


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two live claims about one thing that cannot both hold; `left` < `right` are claim ids."""

    left: str
    right: str
    kind: str  # count, date, parentage, listing, denial ...
    about: str  # the id of the entity or edge that they are about
    why: str  # one sentence for a report


@dataclass(frozen=True, slots=True)
class View:
    """The folded graph. `resolved` maps every party key to the id of its entity; all tuples are sorted by id."""

    entities: tuple[tuple[Label, Entity], ...]
    edges: tuple[Edge, ...]
    contradictions: tuple[Contradiction, ...]
    judgements: tuple[Judgement, ...]
    resolved: Mapping[str, str]


def fold(sources: Iterable[Source], judgements: Iterable[Judgement] = ()) -> View:
    """Fold live sources into one view; `judgements` are the persons' own, to which the rules' are added."""
    raise NotImplementedError
