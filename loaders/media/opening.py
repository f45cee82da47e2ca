"""Files as they come: plain, gzip or zip, from disk or memory, opened as streams and never unpacked whole."""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from graph.errors import InputError
from loaders.formats import HEAD_BYTES

_CHUNK = 1 << 20
# Lists and registers shrink to a tenth or less; deflate can reach a thousandth, and then it is a trap.
_LARGEST_RATIO = 200
_ALWAYS_ALLOWED = 64_000_000  # bytes that even a small archive may hold
_GZIP, _ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06")
Streaming = Callable[[], AbstractContextManager[BinaryIO]]
_FAILURES = (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError)


@dataclass(frozen=True, slots=True)
class Opened:
    """One file to read, unpacked as it is read. `id` is the SHA-256 of its content, `size` its bytes.

    `name` is its own name, of one in an archive the name there. `stream()` starts at the beginning each time.
    """

    name: str
    id: str
    size: int
    head: bytes
    stream: Streaming
    partial: bool = False  # the user knows that it is a part of the whole file


def opened(name: str, source: bytes | Path) -> Iterator[Opened]:
    """The file, or those in the archive that it is, in the order of their names.

    Raises InputError for what is empty, cut, encrypted, nested or suspiciously small for what it holds.
    """
    magic = b""
    try:
        with _raw(source) as raw:
            magic = raw.read(4)
        if magic.startswith(_GZIP):
            yield _measured(name.removesuffix(".gz"), name, partial(_gunzip, source), _size(source))
        elif magic.startswith(_ZIP):
            yield from _members(name, source)
        else:
            yield _measured(name, name, partial(_raw, source), None)
    except _FAILURES as error:
        what = "ZIP archive " if magic.startswith(_ZIP) else "gzip archive " if magic.startswith(_GZIP) else ""
        raise InputError(
            f"{name}: the {what}cannot be read ({first_line(error)}); was it cut? Download it again"
        ) from error


@contextmanager
def _raw(source: bytes | Path) -> Iterator[BinaryIO]:
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        yield file


@contextmanager
def _gunzip(source: bytes | Path) -> Iterator[BinaryIO]:
    with _raw(source) as raw, gzip.GzipFile(fileobj=raw) as file:
        yield file  # type: ignore[misc]


@contextmanager
def _unzip(source: bytes | Path, inner: str) -> Iterator[BinaryIO]:
    with _raw(source) as raw, zipfile.ZipFile(raw) as archive, archive.open(inner) as file:
        yield file  # type: ignore[misc]


def _size(source: bytes | Path) -> int:
    return len(source) if isinstance(source, bytes) else source.stat().st_size


def _members(name: str, source: bytes | Path) -> Iterator[Opened]:
    with _raw(source) as raw, zipfile.ZipFile(raw) as archive:
        infos = sorted((i for i in archive.infolist() if not i.is_dir() and _wanted(i.filename)), key=_by_name)
    if any(info.filename == "[Content_Types].xml" for info in infos):
        raise InputError(f"{name}: this is a Word or Excel file (a ZIP archive inside); export it as text or CSV")
    if not infos:
        raise InputError(f"{name}: the archive holds no file")
    for info in infos:
        if info.flag_bits & 1:
            raise InputError(f"{name}, {info.filename}: encrypted; unpack it first")
        place = f"{name}, {info.filename}"
        yield _measured(info.filename, place, partial(_unzip, source, info.filename), info.compress_size)


def _by_name(info: zipfile.ZipInfo) -> str:
    return info.filename


def _wanted(member: str) -> bool:
    """Not what operating systems leave in archives."""
    return not member.startswith("__MACOSX/") and not member.rsplit("/", 1)[-1].startswith(".")


def _measured(name: str, place: str, stream: Streaming, packed: int | None) -> Opened:
    """Read it once: for its id, its size, and to see that it is whole."""
    digest, size, head = hashlib.sha256(), 0, b""
    allowed = None if packed is None else max(_ALWAYS_ALLOWED, packed * _LARGEST_RATIO)
    with stream() as file:
        while chunk := file.read(_CHUNK):
            head = head or chunk[:HEAD_BYTES]
            size += len(chunk)
            digest.update(chunk)
            if allowed is not None and size > allowed:
                raise InputError(
                    f"{place}: unpacks to more than {_LARGEST_RATIO} times its size; if that is so, unpack it first"
                )
    if not size:
        raise InputError(f"{place}: the file is empty; nothing to read. Check that it was saved or downloaded whole")
    if head.startswith((_GZIP, *_ZIP)) and packed is not None:
        raise InputError(f"{place}: an archive within an archive; unpack it first")
    return Opened(name, digest.hexdigest(), size, head, stream)


def first_line(error: Exception) -> str:
    """What an error says in its first line, else what it is."""
    return (str(error).splitlines() or [type(error).__name__])[0]
