"""Showing the graph: demo, view, export."""

from __future__ import annotations

from typing import Annotated

import typer

from knockon import api, settings
from knockon.commands.front import Json, Markdown, Output, Store, command
from knockon.commands.keep import progress
from knockon.export import EXPORTS, pieces
from knockon.files import check_place
from knockon.terminal import on_terminal, show_report, write
from knockon.values import harmless, json_text


@command("demo", example="knockon demo --store neo4j://localhost:7687")
def demo(
    store: Annotated[
        str,
        typer.Option("--store", metavar="PATH|URL", help="Build the graph here; KNOCKON_STORE is not used."),
    ] = settings.DEMO_STORE,
    page: Annotated[
        str, typer.Option("--page", metavar="FILE", help="Write the view to this file.")
    ] = settings.DEMO_PAGE,
    as_markdown: Markdown = False,
    as_json: Json = False,
) -> None:
    """Build a graph from the data that ships and answer: which US chipmakers are affected, on what evidence?"""
    from knockon import demo as demonstration

    check_place(page)
    with progress() as tell, api.open_graph(store) as graph:
        demonstration.build(graph, progress=tell)
        tell("answering", 1, 1)
        report = demonstration.answer(graph)
        written = demonstration.page(graph, page)
    if as_json:
        write(json_text({**report.document, "page": str(written)}))
        return
    show_report(report, as_markdown=as_markdown or not on_terminal(), as_json=False)
    write("\n" + "\n".join(harmless(line) for line in demonstration.closing(written, store)) + "\n")


@command("view", example="knockon view --around Megvii -o megvii.html")
def view(
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Write the page to this file.")
    ] = "knockon-view.html",
    around: Annotated[
        str | None, typer.Option("--around", metavar="PARTY", help="Show what lies nearest to this party.")
    ] = None,
    most: Annotated[
        int | None, typer.Option("--most", min=1, metavar="N", help="Carry at most so many parties.")
    ] = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Write the graph as one HTML file that opens offline, with the quotes behind every edge."""
    with api.open_graph(store, create=False, read_only=True) as graph:
        written = graph.view(output, around=around, most=most)
    if as_json:
        write(json_text({"schema": "knockon/view/1", "page": str(written), "bytes": written.stat().st_size}))
    else:
        write(harmless(str(written)) + "\n")


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
    as_json: Annotated[
        bool, typer.Option("--json", help="Say in JSON what was written; without --output it is --format json.")
    ] = False,
) -> None:
    """Write the graph in a format for other tools; to stdout where no file is named.

    A format of several files makes a new folder.
    """
    with api.open_graph(store, create=False, read_only=True) as graph:
        if output is None:
            for piece in pieces("json" if as_json else kind, graph.store, graph.archive, recorded=recorded):
                write(piece.decode())
            return
        size = graph.write_export(kind, output, recorded=recorded)
    if as_json:
        write(json_text({"schema": "knockon/export/1", "format": kind, "file": output, "bytes": size}))
    else:
        write(harmless(output) + "\n")
