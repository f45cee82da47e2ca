"""Contradictions found between live claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.edges import Triple
from graph.evidence import Told


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two live claims about one thing that cannot both hold; `left` < `right` are claim ids."""

    left: str
    right: str
    kind: str  # count, date, parentage, listing, denial, share
    about: str  # the id of the entity or edge that they are about
    why: str  # one sentence for a report


def contradictions(evidence: Iterable[Told], related: Mapping[Triple, list[Told]]) -> tuple[Contradiction, ...]:
    """All of them, sorted."""
    return ()
