"""Files in, claims out. One module a format; no store, no network, no clock."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

from graph.claims import Records, Source
from graph.errors import InputError, UnknownName
from loaders.document import check_size
from loaders.formats import Format
from loaders.media.kind import kind_of_data
from loaders.media.opening import Opened, opened

# Asked in this order: the first that recognises a file reads it. Plain text takes whatever is left.
MODULES = (
    "ftm",
    "gleif",
    "bods",
    "psc",
    "thirteen_f",
    "screening_list",
    "screening_json",
    "us_lists",
    "ecfr",
    "ofac_csv",
    "ofac_xml",
    "denied_persons",
    "chinese_military",
    "mapping",
    "actions",
    "firms",
    "html",
    "markdown",
    "plain_text",
)


@cache
def formats() -> Mapping[str, Format]:
    """Every format by its name, in the order in which they are asked whether a file is theirs."""
    modules = (importlib.import_module(f"loaders.{module}") for module in MODULES)
    found = (format_ for module in modules for format_ in getattr(module, "FORMATS", None) or (module.FORMAT,))
    return MappingProxyType({format_.name: format_ for format_ in found})


def recognise(name: str, data: bytes) -> Format:
    """The format of a file, by its content; its name decides only where the content fits several.

    `data` is the beginning of the file, unpacked. Raises InputError for data that no format knows: it is no prose.
    """
    found = next(format_ for format_ in formats().values() if format_.recognise(name, data))
    if found.name == "text" and (kind := kind_of_data(data)):
        raise InputError(
            f"{name}: this is {kind}, and no format is known for it. `knockon formats` lists those that are; --mapping"
            " FILE says what its columns mean; --format text reads it as prose"
        )
    return found


def read(
    name: str,
    data: bytes,
    *,
    format: str | Format | None = None,  # noqa: A002 - the user's word for it
    partial: bool = False,
) -> Source:
    """What a file says, whole. `name` is its file name; `format` one of `formats()` or of a mapping file of the user's
    (`loaders.mapping.format_of`), by default recognised.

    `partial` takes a file that its own header says is longer. Raises InputError where the file cannot be read, or is an
    archive of several; UnknownName for an unknown format.
    """
    (found,) = _one(name, [*_files(name, data)])
    said = _said(found, format, partial=partial)
    return said.whole() if isinstance(said, Records) else said


def open_file(
    name: str,
    file: bytes | Path,
    *,
    format: str | Format | None = None,  # noqa: A002 - as in `read`
    partial: bool = False,
) -> Iterator[Source | Records]:
    """What a file says, or each file of the archive that it is: texts whole, files of records as streams.

    Raises as `read` does; a stream may raise InputError later, where it turns out to be cut or malformed.
    """
    for found in _files(name, file):
        yield _said(found, format, partial=partial)


def _files(name: str, source: bytes | Path) -> Iterator[Opened]:
    if isinstance(source, bytes) and not source:
        check_size(name, 0)
    return opened(name, source)


def _one(name: str, found: list[Opened]) -> list[Opened]:
    if len(found) > 1:
        raise InputError(f"{name}: an archive of {len(found)} files; unpack it, or load it by its path")
    return found


def _chosen(found: Opened, called: str | Format | None) -> Format:
    if isinstance(called, Format):
        return called
    if called is not None and called not in formats():
        raise UnknownName("format", called, formats())
    return recognise(found.name, found.head) if called is None else formats()[called]


def _said(found: Opened, called: str | Format | None, *, partial: bool) -> Source | Records:
    chosen = _chosen(found, called)
    if chosen.stream is not None:
        return chosen.stream(replace(found, partial=partial))
    assert chosen.read is not None  # noqa: S101 - a format reads one way or the other
    check_size(found.name, found.size)
    with found.stream() as file:
        return chosen.read(found.name, file.read())
