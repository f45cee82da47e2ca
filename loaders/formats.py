"""What a format of source files is. Every module that reads one offers a `FORMAT`; `loaders` lists them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.claims import Records, Source

if TYPE_CHECKING:
    from loaders.media.opening import Opened

HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file. `recognise(name, head)` sees the file's name and its first `HEAD_BYTES` bytes, unpacked.

    A text is read whole: `read(name, data)`. A file of records is read as a stream: `stream(opened)`, of any size,
    gzip and zip as they come. Both raise `graph.errors.InputError` naming the file, the place and the fix.
    """

    name: str
    description: str
    example: str
    recognise: Callable[[str, bytes], bool]
    read: Callable[[str, bytes], Source] | None = None
    stream: Callable[[Opened], Records] | None = None
