"""Files in, claims out. One module a format; no store, no network, no clock."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from graph.claims import Source
from graph.errors import UnknownName
from loaders.document import check_size
from loaders.formats import HEAD_BYTES, Format

# Asked in this order: the first that recognises a file reads it. Plain text takes whatever is left.
MODULES = ("actions", "firms", "html", "markdown", "plain_text")


@cache
def formats() -> Mapping[str, Format]:
    """Every format by its name, in the order in which they are asked whether a file is theirs."""
    found = (importlib.import_module(f"loaders.{module}").FORMAT for module in MODULES)
    return MappingProxyType({format_.name: format_ for format_ in found})


def recognise(name: str, data: bytes) -> Format:
    """The format of a file, by its content; its name decides only where the content fits several."""
    head = data[:HEAD_BYTES]
    return next(format_ for format_ in formats().values() if format_.recognise(name, head))


def read(name: str, data: bytes, *, format: str | None = None) -> Source:  # noqa: A002 - the user's word for it
    """What a file says. `name` is its file name; `format` one of `formats()`, by default recognised by content.

    Raises InputError where the file cannot be read, UnknownName for a format that is not known.
    """
    check_size(name, data)
    if format is None:
        return recognise(name, data).read(name, data)
    if format not in formats():
        raise UnknownName("format", format, formats())
    return formats()[format].read(name, data)
