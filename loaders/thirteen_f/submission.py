"""A raw EDGAR submission: an SGML header, then documents, of which those in XML are read as they come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from lxml import etree

from graph.errors import InputError
from loaders.media.opening import Opened

_LINE = 1 << 16  # bytes; a longer line comes in pieces
_LONGEST_HEADER = 1_000_000
_FIELD = re.compile(r"\s*([A-Z][A-Z0-9 /\-]*):\s*(.*?)\s*")
_TAG = re.compile(rb"<([A-Z-]+)>(.*)")
START, END = b"<SEC-DOCUMENT>", b"</SEC-DOCUMENT>"


@dataclass(slots=True)
class Header:
    """The lines "NAME: value" of the header, by name in their order; a name may stand twice."""

    fields: dict[str, list[str]] = field(default_factory=dict)

    def first(self, name: str) -> str | None:
        return next((value for value in self.fields.get(name, ()) if value), None)

    def day(self, name: str) -> str | None:
        """A date that is written as eight digits."""
        found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", self.first(name) or "")
        return f"{found[1]}-{found[2]}-{found[3]}" if found else None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a document's XML. `number` counts documents from 1; `last` says that its XML ends with this."""

    type: str
    number: int
    data: bytes
    last: bool


def header_of(opened: Opened) -> Header:
    """Raises InputError where there is none."""
    header, inside, size = Header(), False, 0
    with opened.stream() as raw:
        for line in _lines(raw):
            size += len(line)
            if line.startswith(b"<SEC-HEADER>"):
                inside = True
            elif line.startswith(b"</SEC-HEADER>"):
                return header
            elif size > _LONGEST_HEADER:
                break
            elif inside and (found := _FIELD.fullmatch(_text(opened, line))):
                header.fields.setdefault(found[1], []).append(found[2])
    raise InputError(f"{opened.name}: no whole <SEC-HEADER>; is it a raw EDGAR submission, and was it cut?")


def pieces(opened: Opened) -> Iterator[Piece]:
    """The XML of each document. Raises InputError where the submission is cut, doubled, or short of a document."""
    kind, number, inside, ended = "", 0, False, False
    expected = header_of(opened).first("PUBLIC DOCUMENT COUNT")
    with opened.stream() as raw:
        for line in _lines(raw):
            if ended and (line.startswith((START, b"<SEC-HEADER>")) or b"<DOCUMENT>" in line):
                raise InputError(
                    f"{opened.name}: goes on behind </SEC-DOCUMENT>; were two submissions joined? Part them"
                )
            if inside:
                inside = not line.startswith(b"</XML>")
                yield Piece(kind, number, line if inside else b"", not inside)
            elif line.startswith(b"<XML>"):
                inside = True
            elif line.startswith(b"<DOCUMENT>"):
                number += 1
            elif (tag := _TAG.match(line)) and tag[1] == b"TYPE":
                kind = _text(opened, tag[2]).strip().upper()
            ended = ended or line.startswith(END)
    if not ended:
        raise InputError(f"{opened.name}: ends without </SEC-DOCUMENT>; was it cut? Download it again")
    if expected and expected.isdecimal() and int(expected) != number and not opened.partial:
        raise InputError(f"{opened.name}: {number} documents, but its own header says {expected}; was it cut?")


def _lines(raw: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: raw.readline(_LINE), b"")


def _text(opened: Opened, line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{opened.name}, header: not UTF-8 ({error.reason}); download it from EDGAR again") from error


def elements(opened: Opened, kind: str, tag: str) -> Iterator[etree._Element]:
    """The elements of this local name in the documents of a type, each emptied once it is read. None expands an entity.

    All documents are passed through, so that the submission is known to be whole.
    """
    parser: etree.XMLPullParser | None = None
    for piece in pieces(opened):
        # A declaration stands first, so nothing may stand before it.
        data = piece.data if parser is not None else piece.data.lstrip()
        if piece.type != kind or (parser is None and not data):
            continue
        parser = parser or _parser(tag)
        try:
            yield from _fed(opened, parser, data, last=piece.last)
        except etree.XMLSyntaxError as error:
            said = (str(error).splitlines() or ["malformed"])[0]
            raise InputError(f"{opened.name}, {kind}: no whole XML ({said}); was the file cut?") from error
        parser = None if piece.last else parser


def _parser(tag: str) -> etree.XMLPullParser:
    return etree.XMLPullParser(
        ("end",), tag=f"{{*}}{tag}", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )


def _fed(opened: Opened, parser: etree.XMLPullParser, data: bytes, *, last: bool) -> Iterator[etree._Element]:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise InputError(f"{opened.name}: XML with a document type declaration is not read; take it out")
    parser.feed(data)
    if last:
        parser.close()
    for _, element in parser.read_events():
        assert isinstance(element, etree._Element)  # noqa: S101 - only ends of elements are asked for
        yield element
        element.clear(keep_tail=False)
        while element.getprevious() is not None:
            del element.getparent()[0]  # type: ignore[union-attr]
