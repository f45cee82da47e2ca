"""Mapping files: YAML read with its line numbers, so that what is wrong is told by file, line and key.

Every scalar is a text: `NO` is Norway's code, not a falsehood. Aliases, tags and keys that stand twice are refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from graph.errors import InputError
from loaders.mapping.language import Mapping
from loaders.media.opening import first_line

LARGEST = 500_000  # bytes
DEEPEST = 12
_CORE = "tag:yaml.org,2002:"
_PLAIN = frozenset({"map", "seq", "str", "int", "float", "bool", "null", "timestamp", "merge", "value"})
_FIXES = {
    "extra_forbidden": "there is no such key; the mapping language is in docs/mapping.md",
    "missing": "this key is missing; add it",
}


def read_mapping(name: str, data: bytes) -> Mapping:
    """The mapping in a YAML text. Raises InputError naming the file, the line, the key and the fix."""
    if len(data) > LARGEST:
        raise InputError(f"{name}: {len(data):,} bytes are no mapping file; one has a few thousand")
    root = _root(name, data)
    try:
        return Mapping.model_validate(_plain(name, root))
    except ValidationError as error:
        raise InputError(_complaint(name, root, error)) from error


def open_mapping(path: Path) -> Mapping:
    """The mapping in a file. Raises InputError."""
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path}: is too large for a mapping file; name the mapping, not the table")
        return read_mapping(str(path), path.read_bytes())
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path}: the mapping file cannot be read: {why}") from error


def _root(name: str, data: bytes) -> yaml.Node:
    try:
        for event in yaml.parse(data, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                raise InputError(f"{name}, line {_number(event.start_mark)}: an alias (*); write the value out")
        root = yaml.compose(data, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"{name}{_line_of(error)}: no YAML ({_first(error)}); check indentation and quotes") from error
    if not isinstance(root, yaml.MappingNode):
        raise InputError(f"{name}: no mapping file: it begins with keys such as 'name:', see docs/mapping.md")
    return root


def _number(mark: Any) -> int:
    """The line of a mark, counted from 1."""
    return int(mark.line) + 1


def _line_of(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return "" if mark is None else f", line {_number(mark)}"


def _first(error: Exception) -> str:
    return getattr(error, "problem", None) or first_line(error)


def _plain(name: str, node: yaml.Node, depth: int = 0) -> Any:
    """Lists, dictionaries and texts."""
    line = _number(node.start_mark)
    if depth > DEEPEST:
        raise InputError(f"{name}, line {line}: nested too deep for a mapping")
    if node.tag.removeprefix(_CORE) not in _PLAIN:
        raise InputError(f"{name}, line {line}: a tag ({node.tag}); take it out")
    if isinstance(node, yaml.SequenceNode):
        return [_plain(name, each, depth + 1) for each in node.value]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in found:
                what = (
                    f"key {key.value!r} stands twice" if isinstance(key, yaml.ScalarNode) else "a key that is no text"
                )
                raise InputError(f"{name}, line {_number(key.start_mark)}: {what}")
            found[key.value] = _plain(name, value, depth + 1)
        return found
    return node.value


def _complaint(name: str, root: yaml.Node, error: ValidationError) -> str:
    """The complaint that names the deepest place: of the forms that a value may have, the one that was meant."""
    best = max(error.errors(), key=lambda e: (len(_path(root, e["loc"])), e["type"] == "extra_forbidden"))
    path = _path(root, best["loc"])
    key = ".".join(path) or "the mapping"
    missing = f".{best['loc'][-1]}" if best["type"] == "missing" and path else ""
    if best["type"] == "missing" and not path:
        key = str(best["loc"][-1])
    said = _FIXES.get(best["type"]) or best["msg"].removeprefix("Value error, ")
    return f"{name}, line {_line(root, path)}, key {key + missing!r}: {said}"


def _path(node: yaml.Node, loc: Iterable[int | str]) -> list[str]:
    """The keys of a location that stand in the file; pydantic also names the forms that it tried."""
    path: list[str] = []
    for part in loc:
        below = _below(node, str(part))
        if below is not None:
            node = below
            path.append(str(part))
    return path


def _below(node: yaml.Node, key: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for each, value in node.value if each.value == key), None)
    if isinstance(node, yaml.SequenceNode) and key.isdecimal() and int(key) < len(node.value):
        return node.value[int(key)]  # type: ignore[no-any-return]
    return None


def _line(node: yaml.Node, path: list[str]) -> int:
    """The line of the key, or of the item of a list, that the path leads to."""
    line = _number(node.start_mark)
    for key in path:
        below = _below(node, key)
        assert below is not None  # noqa: S101 - `_path` found it
        line = _number(below.start_mark)
        if isinstance(node, yaml.MappingNode):
            line = next(_number(each.start_mark) for each, _ in node.value if each.value == key)
        node = below
    return line
