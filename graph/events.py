"""Which events of several documents are one action."""

from __future__ import annotations

from collections.abc import Iterable

from graph.claims import Source
from graph.identity import Identities


def join_events(sources: Iterable[Source], found: Identities) -> None:
    """Join events."""
