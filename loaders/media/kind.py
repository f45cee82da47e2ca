"""Whether a file holds data or prose, by its beginning."""

from __future__ import annotations

import codecs
import csv
import re
from itertools import pairwise

_JSON = re.compile(r"\s*(\{\s*[\"}]|\[\s*[\[{\]])")
_XML = re.compile(r"\s*<(\?xml|[A-Za-z][\w.-]*[:\s>/])")
_ROWS = 3  # lines of equally many cells that make a table: prose does not fall so
_CELLS = 3
_LONGEST_HEADER = 60


def kind_of_data(head: bytes) -> str | None:
    """JSON, XML or a table, in words; None for what may be prose."""
    marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = head[: len(head) // 2 * 2].decode("utf-16", "replace") if marked else head.decode("utf-8-sig", "replace")
    if _JSON.match(text):
        return "JSON"
    if _XML.match(text):
        return "XML"
    return "a table" if any(_is_table(text, mark) for mark in ",;\t|") else None


def _is_table(text: str, mark: str) -> bool:
    whole = text[: text.rfind("\n") + 1]
    lines = [line for line in whole.splitlines() if line.strip()]
    try:
        rows = list(csv.reader(lines[:_ROWS], delimiter=mark))
    except csv.Error:
        return False
    return (
        len(rows) == _ROWS
        and len(rows[0]) >= _CELLS
        and all(len(one) == len(other) for one, other in pairwise(rows))
        and all(len(cell) <= _LONGEST_HEADER for cell in rows[0])
    )
