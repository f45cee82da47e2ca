"""Bytes to text: decoding, limits, and the `Document` that the text of a file becomes.

Of the bytes little changes: a byte order mark and characters that nobody sees (soft hyphens, zero-width spaces) go,
ligatures become their letters, and line endings line feeds. Every offset of a claim points into the text that is left.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from graph.claims import Document
from graph.errors import InputError

MAX_BYTES = 5_000_000  # a book has about a million; a file of more is a dump, and its parse would take many minutes

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive (a Word or Excel file is one too)",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x7fELF": "a program",
}
# A word with one of these inside is the same word: "Vel\u00admora", "o\ufb03cial".
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_TYPESETTING = str.maketrans(dict.fromkeys(_INVISIBLE, "") | _LIGATURES)
_SURROGATE = re.compile("[\ud800-\udfff]")
_HALVES = re.compile("[\ud800-\udc7f\udd00-\udfff]")  # halves of a pair; Python has the rest for undecoded bytes
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def stem(name: str) -> str:
    """The file's name without folder or suffix; bytes of it that are no text are spelled out."""
    return _spelled(PurePath(name.replace("\\", "/")).stem or name)


def _spelled(name: str) -> str:
    raw = name.encode("utf-8", "surrogateescape" if not _HALVES.search(name) else "backslashreplace")
    return raw.decode("utf-8", "backslashreplace")


def check_size(name: str, size: int) -> None:
    """Refuse a text that is empty or over `MAX_BYTES`, before anything looks at the content."""
    if not size:
        raise InputError(f"{name}: the file is empty; nothing to read. Check that it was saved or downloaded whole")
    if size > MAX_BYTES:
        raise InputError(
            f"{name}: {size:,} bytes, more than the {MAX_BYTES:,} that are read; split it into one file an article"
        )


def decode(name: str, data: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 with its mark, as it reads: without what is only typesetting."""
    check_size(name, len(data))
    _refuse_binary(name, data)
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(_not_decoded(name, data, encoding, error)) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = without_typesetting(text)
    _refuse_control_characters(name, text)
    if not is_visible(text):
        raise InputError(f"{name}: only white space; nothing to read")
    return text


def without_typesetting(text: str) -> str:
    """The text without characters that nobody sees, and with letters for ligatures."""
    return text.translate(_TYPESETTING)


def is_visible(text: str) -> bool:
    """Whether a character of the text is more than white space, a zero-width mark or a control."""
    return any(char.isprintable() and char != " " for char in text)


def _refuse_binary(name: str, data: bytes) -> None:
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise InputError(f"{name}: this is {what}, not text; save or export its text as UTF-8 first")


def _not_decoded(name: str, data: bytes, encoding: str, error: UnicodeDecodeError) -> str:
    if encoding == "utf-16":
        return f"{name}: it starts as UTF-16, but byte {error.start} does not fit ({error.reason}); save it as UTF-8"
    row = data.count(b"\n", 0, error.start) + 1
    return (
        f"{name}: byte {error.start} (line {row}, value 0x{data[error.start]:02x}) is not UTF-8; save the file as UTF-8"
        f", for instance: iconv -f windows-1252 -t utf-8 {PurePath(name).name}"
    )


def _refuse_control_characters(name: str, text: str) -> None:
    found = _CONTROL.search(text)
    if found and ("\x00" in text or len(_CONTROL.findall(text)) * 100 > len(text)):
        row = text.count("\n", 0, found.start()) + 1
        raise InputError(
            f"{name}: character {found.start()} (line {row}) is U+{ord(found[0]):04X}: binary data, not text. "
            "If it is text, save it as UTF-8 (UTF-16 needs its byte order mark)"
        )


def _refuse_surrogates(name: str, texts: Mapping[str, Any]) -> None:
    for field, text in texts.items():
        found = _SURROGATE.search(text) if isinstance(text, str) else None
        if found:
            raise InputError(
                f"{_spelled(name)}: {field}: character {found.start()} is U+{ord(found[0]):04X}, half of a pair "
                "that stands for one character; take it out of the file or write the whole character"
            )


def document_of(name: str, data: bytes, format_name: str, text: str, **metadata: Any) -> Document:
    """The document of a file's bytes and the text read from them. `metadata`: what the file itself says of it.

    `source` is the publisher in lower case, for a brief the publisher that it sums up, else the document's id.
    """
    _refuse_surrogates(name, {"text": text, **metadata})
    identity = hashlib.sha256(data).hexdigest()
    speaks_for = metadata.get("summarises") or metadata.get("publisher")
    return Document.checked(
        _spelled(name),
        id=identity,
        name=stem(name),
        format=format_name,
        text=text,
        source=speaks_for.casefold() if speaks_for else identity,
        **metadata,
    )
