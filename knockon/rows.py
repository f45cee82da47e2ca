"""Rows of an answer: a list of dicts that a notebook shows as a table and pandas takes as a frame."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from graph.errors import InputError
from knockon.values import cell, harmless, plain

if TYPE_CHECKING:
    import pandas as pd

# A notebook is sent no more rows than a reader scrolls through.
SHOWN = 200


class Rows(list[dict[str, Any]]):
    """A list of dicts with one key a column; `columns` keeps their order even where there is no row."""

    def __init__(self, rows: Iterable[Mapping[str, Any]] = (), columns: Sequence[str] | None = None) -> None:
        super().__init__(dict(row) for row in rows)
        self.columns: tuple[str, ...] = tuple(columns) if columns is not None else tuple(self[0] if self else ())

    def frame(self) -> pd.DataFrame:
        """The rows as a pandas DataFrame; nodes and paths as plain dicts. Raises InputError without pandas."""
        try:
            import pandas as pd
        except ImportError as error:
            raise InputError("pandas is not installed. Install it: pip install 'knockon[pandas]'") from error
        listed = [[plain(row.get(column)) for column in self.columns] for row in self]
        return pd.DataFrame(listed, columns=list(self.columns))

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{_escaped(column)}</th>" for column in self.columns)
        body = "".join(_line([row.get(column) for column in self.columns]) for row in self[:SHOWN])
        more = f"<p>{SHOWN} of {len(self)} rows</p>" if len(self) > SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _line(values: Iterable[Any]) -> str:
    return "<tr>" + "".join(f"<td>{_escaped(cell(value))}</td>" for value in values) + "</tr>"


def _escaped(text: str) -> str:
    return html.escape(harmless(text))
