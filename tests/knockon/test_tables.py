"""Tables on a terminal: they fit, or each row becomes a record; nothing in a cell is markup."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from rich.console import Console

from knockon.terminal import fitting

ROWS = [{"name": "[bold]Acme[/bold]", "count": 3, "none": None}, {"name": "Bolt\x1b[31m", "count": 12, "none": ""}]


def drawn(columns: Sequence[str], rows: Sequence[dict[str, Any]], width: int) -> list[str]:
    out = io.StringIO()
    Console(file=out, width=width, markup=False, highlight=False).print(fitting(columns, rows, width))
    return [line.rstrip() for line in out.getvalue().splitlines()]


def test_a_table_leaves_out_what_is_empty_and_puts_numbers_to_the_right() -> None:
    assert drawn(("name", "count", "none"), ROWS, 60) == [
        "name               count",
        "[bold]Acme[/bold]      3",
        "Bolt\\x1b[31m          12",
    ]


def test_what_does_not_fit_is_a_record_a_row() -> None:
    assert drawn(("name", "count"), ROWS, 20) == [
        "name   [bold]Acme[/b",
        "       old]",
        "count  3",
        "",
        "name   Bolt\\x1b[31m",
        "count  12",
        "",
    ]


def test_no_rows_leave_the_head() -> None:
    assert drawn(("name", "count"), [], 60) == ["name  count"]
