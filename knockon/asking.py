"""An exposure question as the command line that asks it: what a report says to make it again."""

from __future__ import annotations

from typing import Any

from graph.exposure import Target
from graph.start import Start, StartKind

START_OPTIONS = {
    StartKind.LIST: "--list",
    StartKind.ACTION: "--action",
    StartKind.COUNTRY: "--start-country",
    StartKind.SECTOR: "--start-sector",
}


def again(start: Start, target: Target | None, hops: int, as_of: str | None) -> list[str]:
    """The command line that asks the same."""
    when = start.since if start.since == start.until else f"{start.since}..{start.until}"
    options: list[tuple[str, Any]] = [("--listed-on", when)]
    if start.kind in START_OPTIONS:
        options += [(START_OPTIONS[start.kind], name) for name in start.names]
    wanted = target or Target()
    options += [("--country", wanted.country), ("--sector", wanted.sector), ("--kind", wanted.kind)]
    options += [("--label", label.value) for label in wanted.labels]
    options += [("--on-list", wanted.on_list), *(("--target", name) for name in wanted.names)]
    options += [("--hops", str(hops)), ("--as-of", as_of)]
    parties = start.names if start.kind is StartKind.PARTY else ()
    return ["knockon", "exposure", *parties, *(part for option in options if option[1] for part in option)]
