"""XML elements as plain trees: by local name their text or children, and a list where one stands twice."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from lxml import etree

TEXT = "$"  # the text of an element that is kept as a tree for its attributes


def tree_of(element: etree._Element, kept: Collection[str] = (), skipped: Collection[str] = ()) -> dict[str, Any]:
    """The children of an element. Of attributes only the `kept` are, as "@name"; `skipped` children are left out.

    `<a x="1"><b>2</b><c y="3">4</c><c>5</c></a>` with y kept is {"b": "2", "c": [{"@y": "3", "$": "4"}, "5"]}.
    """
    found: dict[str, Any] = {}
    for child in element:
        tag = child.tag
        if not isinstance(tag, str):  # a comment or an instruction
            continue
        name = local_name(tag)
        if name in skipped:
            continue
        value: Any = tree_of(child, kept, skipped) if len(child) else (child.text or "").strip()
        if kept and (attributes := {f"@{k}": v for k, v in child.items() if k in kept}):
            value = attributes | (value if isinstance(value, dict) else {TEXT: value})
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found


@lru_cache(maxsize=4096)
def local_name(tag: str) -> str:
    """The name without its namespace."""
    return tag.rsplit("}", 1)[-1]
