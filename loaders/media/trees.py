"""JSON, JSON lines and XML as streams of records."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import ijson
from lxml import etree

from graph.errors import InputError
from loaders.media.opening import Opened, first_line

LONGEST_LINE = 16_000_000  # bytes of one JSON record
DEEPEST = 64  # levels of one; official records have a dozen
Tree = Mapping[str, Any]


def json_records(opened: Opened, path: str) -> Iterator[tuple[int, Any]]:
    """The items of the array at `path` (ijson's: "item" for a top-level array, "results.item"), counted from 1.

    Numbers come as int or Decimal, exactly as written.
    """
    number = 0
    with opened.stream() as raw:
        try:
            for number, item in enumerate(ijson.items(raw, path), start=1):
                _stop_if_deep(item)
                yield number, item
        except (ijson.JSONError, ValueError, UnicodeDecodeError, RecursionError) as error:
            raise InputError(
                f"{opened.name}, after record {number}: no whole JSON ({first_line(error)}); was the file cut?"
            ) from error


def json_values(opened: Opened) -> Iterator[tuple[int, Any]]:
    """The values of the object that the file is, counted from 1; their keys say nothing."""
    number = 0
    with opened.stream() as raw:
        try:
            for number, (_, value) in enumerate(ijson.kvitems(raw, ""), start=1):
                _stop_if_deep(value)
                yield number, value
        except (ijson.JSONError, ValueError, UnicodeDecodeError, RecursionError) as error:
            raise InputError(
                f"{opened.name}, after record {number}: no whole JSON ({first_line(error)}); was the file cut?"
            ) from error


def json_lines(opened: Opened) -> Iterator[tuple[int, Any]]:
    """One JSON value a line, with its line number. Numbers come as int or Decimal."""
    with opened.stream() as raw:
        for number, line in enumerate(iter(lambda: raw.readline(LONGEST_LINE), b""), start=1):
            if not line.strip():
                continue
            try:
                yield number, parse_json(line)
            except (ValueError, RecursionError) as error:
                raise InputError(
                    f"{opened.name}, line {number}: no JSON ({first_line(error)}); was the file cut?"
                ) from error


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once)


def parse_json(text: str | bytes) -> Any:
    """Strict JSON: exact numbers, no NaN, no key twice, no half characters, no endless nesting. Raises ValueError."""
    raw = text if isinstance(text, bytes) else text.encode()
    value = _DECODER.decode(raw.decode(json.detect_encoding(raw)))
    if raw.count(b"{") + raw.count(b"[") > DEEPEST:
        _stop_if_deep(value)
    if b"\\ud" in raw or b"\\uD" in raw:
        written(value).encode()  # half of a surrogate pair has no encoding
    return value


def _stop_if_deep(value: Any, left: int = DEEPEST) -> None:
    """Raises ValueError: what is nested without end is no record, and would break whatever walks through it."""
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(inner, (dict, list)):
            if not left:
                raise ValueError(f"nested deeper than {DEEPEST} levels")
            _stop_if_deep(inner, left - 1)


def written(value: Any) -> str:
    """Compact JSON of what was read, numbers as they were written: `Decimal("76.50")` is 76.50."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{json.dumps(str(k), ensure_ascii=False)}: {written(v)}' for k, v in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)


def xml_records(opened: Opened, *tags: str) -> Iterator[tuple[int, etree._Element]]:
    """The elements of these local names, whatever their namespace, counted from 1; each is emptied once it is read.

    No entity is expanded, nothing is fetched, and a document type declaration, where entities are declared and which no
    official list has, stops the file.
    """
    number = 0
    with opened.stream() as raw:
        try:
            found = etree.iterparse(
                raw,
                events=("end",),
                tag=[f"{{*}}{tag}" for tag in tags],
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
            )
            for _, element in found:
                number += 1
                if number == 1 and element.getroottree().docinfo.doctype:
                    raise InputError(
                        f"{opened.name}: an XML file with a document type declaration is not read; take it out"
                    )
                yield number, element
                element.clear(keep_tail=False)
                while element.getprevious() is not None:
                    del element.getparent()[0]  # type: ignore[union-attr]
        except etree.XMLSyntaxError as error:
            raise InputError(
                f"{opened.name}, after record {number}: no whole XML ({first_line(error)}); was the file cut?"
            ) from error
