"""What a format of source files is. Every module that reads one offers a `FORMAT`; `loaders` lists them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph.claims import Source

HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file. `recognise(name, head)` sees the file's name and its first `HEAD_BYTES` bytes.

    `read(name, data)` raises `graph.errors.InputError` naming the file, the place and the fix.
    """

    name: str
    description: str
    example: str
    recognise: Callable[[str, bytes], bool]
    read: Callable[[str, bytes], Source]
