"""Comparing versions of lists, and saying where a party stands on them: diff, listed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.errors import InputError, StoreMissing
from knockon import api
from knockon.commands.exposed import AsOf
from knockon.commands.front import Json, Markdown, Store, command
from knockon.terminal import note, on_terminal, show_report, write

if TYPE_CHECKING:
    from knockon.standing import OnList

DIFFERENT = 1  # as of diff(1)


@command("diff", example="knockon diff consolidated-2022.csv consolidated-2026.csv --csv")
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A file, or a loaded document's name or id.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The newer version, in the same way.")],
    *,
    kind: Annotated[
        str | None, typer.Option("--format", metavar="NAME", help="Do not recognise the files' format: it is this one.")
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    store: Store = None,
    as_markdown: Markdown = False,
    as_json: Json = False,
) -> None:
    """Say what changed between two versions of a list, field by field. Exits with 1 where they differ, else 0."""
    from knockon import changes

    if all(Path(name).is_file() for name in (old, new)):
        found = changes.compared(old, new, None, format=kind)
    else:
        with _graph(store, old, new) as graph:
            found = changes.compared(old, new, graph.store, format=kind)
    if as_csv and not as_json:
        write(changes.as_csv(found))
    else:
        show_report(changes.report(found), as_markdown=as_markdown, as_json=as_json)
    if found.changes:
        raise typer.Exit(DIFFERENT)


def _graph(store: str | None, *called: str) -> api.Graph:
    try:
        return api.open_graph(store, create=False, read_only=True)
    except StoreMissing as error:
        absent = next(name for name in called if not Path(name).is_file())
        raise InputError(f"{absent}: no such file, and no graph that could hold a document of that name") from error


@command("listed", example="knockon listed CloudWalk --as-of 2020-05-25")
def listed(
    party: Annotated[str, typer.Argument(metavar="PARTY", help="A party's name or id.")],
    *,
    as_of: AsOf = None,
    known_at: Annotated[
        str | None,
        typer.Option("--known-at", metavar="TIME", help="By what this graph had learned at that time, ISO 8601."),
    ] = None,
    eccn: Annotated[
        str | None, typer.Option("--eccn", metavar="ECCN", help="Say which licence review applies to this item: 1A995.")
    ] = None,
    store: Store = None,
    as_markdown: Markdown = False,
    as_json: Json = False,
) -> None:
    """Say on which lists a party is, announced or in force, on which terms, on whose word."""
    with api.open_graph(store, create=False, read_only=True) as graph:
        report = graph.listed(party, as_of=as_of, known_at=known_at, eccn=eccn)
    show_report(report, as_markdown=as_markdown, as_json=as_json)
    if not (as_json or as_markdown or on_terminal()):
        note("; ".join(f"{on.listing.list_name}: {_said(on)}" for on in report.found.lists) or "on no list")


def _said(on: OnList) -> str:
    return on.listing.standing + (", but sources disagree" if on.disputes else "")
