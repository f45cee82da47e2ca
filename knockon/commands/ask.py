"""Asking the graph: query, cypher, exposure, explain."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from graph.errors import QueryError
from knockon import api
from knockon.commands.front import Json, Parameters, Store, command
from knockon.outline import Item, drawn, markdown
from knockon.terminal import on_terminal, show, show_rows, write
from knockon.values import json_text, tabbed

Markdown = Annotated[bool, typer.Option("--markdown", help="Print Markdown.")]


def parameters(given: list[str] | None, *, typed: bool) -> dict[str, Any]:
    """`NAME=VALUE` pairs as a dict. With `typed` a value that is JSON is read as JSON: 3, true, ["a", "b"]."""
    found: dict[str, Any] = {}
    for pair in given or ():
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise QueryError(f"--param {pair!r}: write it NAME=VALUE")
        if name in found:
            raise QueryError(f"--param {name}: given twice")
        found[name] = _typed(value) if typed else value
    return found


def _typed(value: str) -> Any:
    try:
        return json.loads(value, parse_constant=str)
    except ValueError:
        return value


@command("cypher", example="knockon cypher 'MATCH (c:Company) RETURN c.name LIMIT 5'")
def cypher(
    text: Annotated[str, typer.Argument(help="Cypher; put values in as $name and --param, not into the text.")],
    param: Parameters = None,
    writing: Annotated[bool, typer.Option("--write", help="Let the text change the graph.")] = False,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Run a Cypher text of your own, read-only unless told."""
    if not text.strip():
        raise QueryError("the Cypher text is empty")
    with api.open_graph(store, create=False, read_only=not writing) as graph:
        rows = graph.cypher(text, parameters(param, typed=True), write=writing)
    show_rows(rows.columns, rows, schema="knockon/cypher/1", as_json=as_json)


@command("explain", example="knockon explain Megvii, or an edge: knockon explain TSMC STOPPED_SUPPLYING Huawei")
def explain_(
    what: Annotated[
        list[str],
        typer.Argument(metavar="PARTY [TYPE PARTY]", help="A party's name or id; or an edge: both and a type."),
    ],
    store: Store = None,
    as_markdown: Markdown = False,
    as_json: Json = False,
) -> None:
    """Show all evidence on one party or one edge: each claim's words, source and firmness."""
    if len(what) not in {1, 3}:
        raise typer.BadParameter('give one party, or an edge as PARTY TYPE PARTY. Put names in quotes: "Bohai Harvest"')
    from knockon import explain

    with api.open_graph(store, create=False, read_only=True) as graph:
        if len(what) == 1:
            party = graph.explain(what[0])
            outline, rows, document = explain.party_outline(party), explain.party_rows(party), explain.party_json(party)
        else:
            edges = graph.explain_edge(*what)
            outline, rows, document = explain.edge_outline(edges), explain.rows(edges), explain.edges_json(edges)
    show_report(outline, explain.COLUMNS, rows, document, as_markdown=as_markdown, as_json=as_json)


def show_report(
    outline: Item,
    columns: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    document: Mapping[str, Any],
    *,
    as_markdown: bool,
    as_json: bool,
) -> None:
    """A report in the form that suits: JSON or Markdown when asked, a tree on a terminal, lines in a pipe."""
    if as_json:
        write(json_text(document))
    elif as_markdown:
        write(markdown(outline))
    elif on_terminal():
        show(drawn(outline))
    else:
        write(tabbed(columns, rows))
