"""Keeping the graph: load, withdraw, status, formats."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from graph.claims import Refusal
from graph.errors import InputError, StoreError, StoreMissing
from graph.ledger import Outcome
from knockon import api
from knockon.commands.front import Json, Store, command
from knockon.export import safe_cell
from knockon.files import check_place, write_whole
from knockon.terminal import console, fitting, note, on_terminal, show, show_rows, styled, table, write
from knockon.values import harmless, json_text, plain

Recorded = Annotated[
    str | None,
    typer.Option("--recorded-at", metavar="TIME", help="When this graph learned it, ISO 8601. By default now."),
]


@contextmanager
def progress() -> Iterator[api.Progress]:
    """Shows on stderr what is at work, where someone looks on; in a pipe nothing."""
    if not on_terminal(sys.stderr):
        yield lambda what, done, total: None
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(20), TimeElapsedColumn())
    with Progress(*columns, console=console(sys.stderr), transient=True) as bar:
        task = bar.add_task("starting", total=None)
        yield lambda what, done, total: bar.update(
            task, description=harmless(what), completed=done, total=total, refresh=True
        )


@command("load", example="knockon load articles/*.txt lists/entity-list.csv")
def load(  # noqa: PLR0913 - an option each
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Articles, briefs and lists: knockon formats.")],
    *,
    store: Store = None,
    recorded_at: Recorded = None,
    kind: Annotated[
        str | None, typer.Option("--format", metavar="NAME", help="Do not recognise the format: it is this one.")
    ] = None,
    mapping: Annotated[
        str | None, typer.Option("--mapping", metavar="FILE", help="Read tables by this mapping file: docs/mapping.md.")
    ] = None,
    rejects: Annotated[
        str | None, typer.Option("--rejects", metavar="FILE", help="Write what was refused, as CSV.")
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Take a file that is a part of the list or register that it says it is.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Read files into the graph: all of them or, if one is bad, none."""
    api.iso_time(recorded_at)
    if rejects is not None:
        check_place(rejects)
    with progress() as tell, ExitStack() as stack:
        graph = _existing(store)  # a server that is down is known before an hour of reading
        if graph is not None:
            stack.push(graph)
        sources = api.read_files(files, format=kind, mapping=mapping, partial=partial, progress=tell)
        if graph is None:  # a new store is made only once the files are known to be good
            graph = stack.enter_context(api.open_graph(store))
        outcome = graph.add(sources, recorded_at=recorded_at, partial=partial)
        url, names = graph.url, graph.document_names()
    show_outcome(outcome, names, url, as_json=as_json)
    if rejects is not None:
        _write_rejects(rejects, outcome.refused)
    if outcome.refused and rejects is None:
        note("--rejects FILE writes what was refused, row by row.")


def _write_rejects(path: str, refused: tuple[Refusal, ...]) -> None:
    try:
        write_whole(path, refusals_csv(refused))
    except InputError as error:  # its place was good before the load: the disk has filled up since
        raise StoreError(f"the files are loaded, but what was refused is not written: {error}") from error


def _existing(store: str | None) -> api.Graph | None:
    try:
        return api.open_graph(store, create=False)
    except StoreMissing:
        return None


@command("withdraw", example="knockon withdraw 003")
def withdraw(
    document: Annotated[str, typer.Argument(help="Its id, the start of it, or its name: knockon status lists them.")],
    store: Store = None,
    recorded_at: Recorded = None,
    as_json: Json = False,
) -> None:
    """Take a document out again: its claims go, and the edges that rest on them alone."""
    with api.open_graph(store, create=False) as graph:
        outcome = graph.withdraw(document, recorded_at=recorded_at)
        url, names = graph.url, graph.document_names()
    show_outcome(outcome, names, url, as_json=as_json)


@command("status", example="knockon status --store bolt://localhost:7687")
def status(store: Store = None, as_json: Json = False) -> None:
    """Say what the graph holds: documents, parties, edges, contradictions, loads."""
    with api.open_graph(store, create=False, read_only=True) as graph:
        found = graph.status()
    if as_json:
        write(json_text({"schema": "knockon/status/1", **plain(asdict(found))}))
        return
    rows = _counts(found)
    columns = ("what", "count")
    documents = ("name", "publisher", "published", "title", "format")
    if on_terminal():
        show(styled(found.store, "bold"))
        show(table(columns, rows))
        show(fitting(documents, found.documents, console().width))
    else:
        show_rows(columns, rows, schema="", as_json=False)


def _counts(found: api.Status) -> list[dict[str, Any]]:
    counts: dict[str, Any] = {
        "documents": len(found.documents),
        "documents withdrawn": found.withdrawn,
        "claims": found.claims,
        "contradictions": found.contradictions,
        "loads": found.loads,
        **found.nodes,
        **found.edges,
    }
    return [{"what": what, "count": count} for what, count in counts.items()]


@command("formats", example="knockon formats --json")
def formats(as_json: Json = False) -> None:
    """List the formats that load reads and that export writes."""
    import loaders
    from knockon.export import EXPORTS

    rows = [
        {"format": f.name, "used by": "load", "what": f.description, "example": f.example}
        for _, f in sorted(loaders.formats().items())
    ]
    rows += [
        {"format": name, "used by": "export", "what": e.description, "example": f"graph{e.suffix}"}
        for name, e in EXPORTS.items()
    ]
    show_rows(("format", "used by", "what", "example"), rows, schema="knockon/formats/1", as_json=as_json)


def refusals_csv(refused: tuple[Refusal, ...]) -> bytes:
    """Refusals as CSV, safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("place", "reason", "text"))
    writer.writerows([safe_cell(r.place), safe_cell(r.reason), safe_cell(r.text)] for r in refused)
    return out.getvalue().encode()


def show_outcome(outcome: Outcome, names: Mapping[str, str], url: str, *, as_json: bool) -> None:
    """What a load or withdrawal did: JSON, or a line a document and a count of refusals. `names` are by document id."""
    parts = {"loaded": outcome.loaded, "unchanged": outcome.unchanged, "withdrawn": outcome.withdrawn}
    if as_json:
        refused = [refusal.model_dump(mode="json") for refusal in outcome.refused]
        write(json_text({"schema": "knockon/outcome/1", "store": url, **plain(parts), "refused": refused}))
        return
    rows = [
        {"done": done, "name": names.get(document), "document": document}
        for done, documents in parts.items()
        for document in documents
    ]
    rows.sort(key=lambda row: (str(row["done"]), str(row["name"]), str(row["document"])))
    show_rows(("done", "name", "document"), rows, schema="", as_json=False)
    if outcome.refused:
        note(f"{len(outcome.refused)} refused, the first: {outcome.refused[0].place}: {outcome.refused[0].reason}")
