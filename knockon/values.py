"""Values as JSON, as a cell, as tab-separated lines. Pure text; what comes from a source is made harmless."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.store.protocol import NodeRef, PathRef, RelationRef

# C1 controls, DEL, marks and overrides of direction, zero-width characters, line separators, surrogates.
_HIDDEN = "\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff"
_IN_JSON = re.compile(f"[{_HIDDEN}]")
_UNSAFE = re.compile(f"[\x00-\x1f{_HIDDEN}]")
_ESCAPES = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


def harmless(text: str) -> str:
    r"""The text on one line, with what a terminal would obey or hide spelled out: `\x1b`, `\u202e`."""
    return _UNSAFE.sub(lambda found: _spelled(found.group()), text)


def _spelled(character: str) -> str:
    code = ord(character)
    return _ESCAPES.get(character) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def plain(value: Any) -> Any:
    """A value of a query as JSON has it; nodes, relationships and paths become objects."""
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, NodeRef | RelationRef | PathRef):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, float) and not math.isfinite(value):  # JSON has no word for it
        return str(value)
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def cell(value: Any) -> str:
    """A value in one cell of a table, as a person reads it; unknown is empty."""
    if isinstance(value, list | tuple):
        return ", ".join(cell(part) for part in value)
    if isinstance(value, Mapping):
        return json.dumps(plain(value), ensure_ascii=False, sort_keys=True)
    if isinstance(value, NodeRef | RelationRef | PathRef):
        return _reference(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _reference(value: NodeRef | RelationRef | PathRef) -> str:
    if isinstance(value, NodeRef):
        return str(value.properties.get("name") or value.properties.get("id") or value.label)
    if isinstance(value, RelationRef):
        return value.type
    first, *rest = (cell(node) for node in value.nodes)
    return first + "".join(f" -{step.type}- {name}" for step, name in zip(value.relations, rest, strict=True))


def json_text(document: Any, indent: int | None = 2) -> str:
    """JSON in UTF-8 letters, but for what a terminal would obey or hide, which is escaped. Ends in a line break."""
    text = json.dumps(document, ensure_ascii=False, indent=indent)
    return _IN_JSON.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + "\n"


def tabbed(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    r"""A head and a line a row, tab-separated, no colour; tabs and breaks inside a cell are spelled `\t`, `\n`."""
    lines = ["\t".join(columns)]
    lines += ["\t".join(harmless(cell(row.get(column))) for column in columns) for row in rows]
    return "\n".join(lines) + "\n"
