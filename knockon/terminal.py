"""What is printed: drawn on a terminal, tab-separated lines in a pipe, JSON when asked; errors and notes on stderr.

Names enter Rich as `Text`, never as markup, after what a terminal would obey has been spelled out.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from knockon.outline import Report, drawn
from knockon.values import cell, harmless, json_text, plain, tabbed

NARROW = 24  # characters; a column may be folded to this width and still be read
PIECE = 32_768  # characters; half of what a pipe holds


def styled(text: object, style: str = "") -> Text:
    """Text for Rich: harmless, and never read as markup."""
    return Text(harmless(str(text)), style=style)


def on_terminal(stream: TextIO | None = None) -> bool:
    return (stream or sys.stdout).isatty()


def console(stream: TextIO | None = None) -> Console:
    """A Rich console without markup or guessing; NO_COLOR wins over whatever else asks for colour."""
    bare: dict[str, Any] = {"color_system": None} if os.environ.get("NO_COLOR") else {}
    return Console(file=stream or sys.stdout, markup=False, highlight=False, emoji=False, **bare)


def write(text: str) -> None:
    """Data, to stdout, in pieces: a reader that went away is noticed at the next one."""
    for start in range(0, len(text), PIECE):
        sys.stdout.write(text[start : start + PIECE])


def show(thing: RenderableType) -> None:
    """Something drawn, to the terminal on stdout."""
    console().print(thing)


def let_go(stream: TextIO) -> None:
    """Point a stream that takes no more at nothing, so that Python does not complain of it when it ends."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, stream.fileno())
    os.close(nothing)


def note(message: str, *, style: str = "dim") -> None:
    """A word to the user, on stderr; each line is made harmless. It is no error when nobody can be told."""
    try:
        _note(message, style)
    except OSError:
        let_go(sys.stderr)


def _note(message: str, style: str) -> None:
    for line in message.split("\n"):
        if on_terminal(sys.stderr):
            console(sys.stderr).print(styled(line, style), soft_wrap=True)
        else:
            sys.stderr.write(harmless(line) + "\n")


def fitting(columns: Sequence[str], rows: Sequence[Mapping[str, Any]], width: int) -> RenderableType:
    """A table where its columns fit the width, else a record a row; a column that is empty throughout is left out."""
    known = [column for column in columns if not rows or any(cell(row.get(column)) for row in rows)]
    longest = {column: max([len(column), *(len(cell(row.get(column))) for row in rows)]) for column in known}
    if sum(min(length, NARROW) + 2 for length in longest.values()) <= width:
        return table(known, rows)
    return Group(*(_record(known, row) for row in rows))


def _record(columns: Sequence[str], row: Mapping[str, Any]) -> Table:
    record = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    record.add_column(style="cyan")
    record.add_column(overflow="fold")
    for column in columns:
        if cell(row.get(column)):
            record.add_row(styled(column), styled(cell(row.get(column))))
    record.add_row()
    return record


def table(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Table:
    """A table for a terminal. Numbers stand to the right."""
    drawn = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in columns:
        numeric = bool(rows) and all(type(row.get(column)) in {int, float} for row in rows)
        drawn.add_column(styled(column), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(styled(cell(row.get(column))) for column in columns))
    return drawn


def show_rows(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, schema: str, as_json: bool) -> None:
    """Rows in the form that suits: JSON when asked, a table on a terminal, tab-separated lines in a pipe."""
    rows = list(rows)
    if as_json:
        listed = [{column: plain(row.get(column)) for column in columns} for row in rows]
        write(json_text({"schema": schema, "columns": list(columns), "rows": listed}))
    elif on_terminal():
        show(fitting(columns, rows, console().width))
        note(f"{len(rows)} row{'' if len(rows) == 1 else 's'}")
    else:
        write(tabbed(columns, rows))


def show_report(report: Report[Any], *, as_markdown: bool, as_json: bool) -> None:
    """A report in the form that suits: JSON or Markdown when asked, a tree on a terminal, lines in a pipe."""
    if as_json:
        write(report.json())
    elif as_markdown:
        write(report.markdown())
    elif on_terminal():
        show(drawn(report.outline))
    else:
        write(tabbed(report.rows.columns, report.rows))
