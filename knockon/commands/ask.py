"""Asking the graph: query, cypher, explain."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from graph.errors import QueryError
from knockon import api
from knockon.commands.front import Json, Markdown, Parameters, Store, command
from knockon.outline import Report
from knockon.terminal import show_report, show_rows


def _questions(incomplete: str) -> list[str]:
    import queries

    return [name for name in queries.catalogue() if name.startswith(incomplete)]


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
    except RecursionError as error:
        raise QueryError(f"--param {value[:20]}...: nested too deep") from error


@command("query", example="knockon query us-chipmakers --param country=US")
def query(
    name: Annotated[
        str | None, typer.Argument(help="The question. Without one, all are listed.", autocompletion=_questions)
    ] = None,
    param: Parameters = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Ask one of the questions that ship."""
    if name is None:
        _list_questions(as_json=as_json)
        return
    with api.open_graph(store, create=False, read_only=True) as graph:
        rows = graph.query(name, **parameters(param, typed=False))
    show_rows(rows.columns, rows, schema=f"knockon/query/{name}/1", as_json=as_json)


def _list_questions(*, as_json: bool) -> None:
    import queries

    rows = [
        {"name": name, "question": question.question, "parameters": [p.name for p in question.parameters]}
        for name, question in sorted(queries.catalogue().items())
    ]
    show_rows(("name", "question", "parameters"), rows, schema="knockon/questions/1", as_json=as_json)


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
        typer.Argument(metavar="PARTY", help="A party's name or id; or an edge: both and a type."),
    ],
    store: Store = None,
    as_markdown: Markdown = False,
    as_json: Json = False,
) -> None:
    """Show all evidence on one party or one edge: each claim's words, source and firmness."""
    if len(what) not in {1, 3}:
        raise typer.BadParameter('give one party, or an edge as PARTY TYPE PARTY. Put names in quotes: "Bohai Harvest"')
    report: Report[Any]
    with api.open_graph(store, create=False, read_only=True) as graph:
        report = graph.explain(what[0]) if len(what) == 1 else graph.explain_edge(*what)
    show_report(report, as_markdown=as_markdown, as_json=as_json)
