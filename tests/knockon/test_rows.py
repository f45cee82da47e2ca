"""Rows: a list of dicts, a frame, a table in a notebook."""

from __future__ import annotations

import sys

import pytest

from graph.errors import InputError
from graph.store.protocol import NodeRef
from knockon import Rows
from knockon.rows import SHOWN


def test_rows_are_a_list_of_dicts_with_columns() -> None:
    rows = Rows([{"a": 1, "b": None}, {"a": 2, "b": "x"}])
    assert (rows, rows.columns) == ([{"a": 1, "b": None}, {"a": 2, "b": "x"}], ("a", "b"))
    assert (Rows(), Rows([], ["a"]).columns) == ([], ("a",))


def test_a_frame_has_the_columns_in_order_even_when_empty() -> None:
    frame = Rows([{"b": NodeRef("Company", {"name": "Acme"}), "a": 1}], ["b", "a"]).frame()
    assert frame.to_dict("list") == {"b": [{"label": "Company", "properties": {"name": "Acme"}}], "a": [1]}
    assert list(Rows([], ["x", "y"]).frame().columns) == ["x", "y"]


def test_without_pandas_the_fix_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(InputError, match=r"pip install 'knockon\[pandas\]'"):
        Rows([{"a": 1}]).frame()


def test_a_notebook_gets_escaped_cells() -> None:
    page = Rows([{"<b>": "<script>alert(1)</script>\x1b"}])._repr_html_()
    assert page == (
        "<table><thead><tr><th>&lt;b&gt;</th></tr></thead><tbody>"
        "<tr><td>&lt;script&gt;alert(1)&lt;/script&gt;\\x1b</td></tr></tbody></table>"
    )


def test_a_notebook_is_not_flooded() -> None:
    page = Rows([{"n": n} for n in range(SHOWN + 1)])._repr_html_()
    assert (page.count("<tr>"), f"{SHOWN} of {SHOWN + 1} rows" in page) == (SHOWN + 1, True)
