"""Showing the graph: demo, view, export."""

from __future__ import annotations

from typing import Annotated

import typer

from knockon import api
from knockon.commands.front import Output, Store, command
from knockon.export import EXPORTS
from knockon.terminal import note, write


def _formats(incomplete: str) -> list[str]:
    return [name for name in EXPORTS if name.startswith(incomplete)]


@command("export", example="knockon export --format claims-json -o claims.json")
def export(
    kind: Annotated[
        str,
        typer.Option("--format", "-f", metavar="NAME", help=f"{', '.join(EXPORTS)}.", autocompletion=_formats),
    ] = "json",
    output: Output = None,
    recorded: Annotated[
        bool, typer.Option("--recorded", help="Add when this graph learned each claim; the bytes then differ by load.")
    ] = False,
    store: Store = None,
) -> None:
    """Write the graph in a format for other tools; to stdout where no file is named."""
    with api.open_graph(store, create=False, read_only=True) as graph:
        content = graph.export(kind, output, recorded=recorded)
    if output is None:
        write(content.decode())
    else:
        note(f"wrote {output}, {len(content):,} bytes")
