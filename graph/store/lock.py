"""A lock on a store's folder: readers share it, a writer has it alone while it changes files.

Ladybug keeps two writers apart, but a reader that opens the files while they change may meet a torn log. The system
drops the lock of a process that ends, however it ends. Without `fcntl` (Windows) there is no such lock, and a reader
beside a busy writer may have to try again.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import StoreError, StoreLocked

if sys.platform != "win32":
    import fcntl

FILE = "graph.lock"
PATIENCE = 20.0  # seconds: the longest batch that was measured holds the lock for less than half of it


@contextmanager
def shared(folder: Path) -> Iterator[None]:
    """Hold off writers. In a folder that cannot be written there is no writer to hold off."""
    with _held(folder, exclusive=False):
        yield


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold off readers and writers."""
    with _held(folder, exclusive=True):
        yield


@contextmanager
def _held(folder: Path, *, exclusive: bool) -> Iterator[None]:
    handle = _opened(folder, exclusive=exclusive)
    if handle is None:
        yield
        return
    try:
        _wait(folder, handle, exclusive=exclusive)
        yield
    finally:
        os.close(handle)


def _opened(folder: Path, *, exclusive: bool) -> int | None:
    try:
        return os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        if exclusive:
            raise StoreError(
                f"{folder}: cannot be written ({error.strerror}): check its rights, or open it for reading"
            ) from error
    try:
        return os.open(folder / FILE, os.O_RDONLY)
    except OSError:
        return None


def _wait(folder: Path, handle: int, *, exclusive: bool) -> None:
    if sys.platform == "win32":
        return
    until = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError as error:
            if time.monotonic() > until:
                raise StoreLocked(f"{folder}: another process is busy with it; try again when it is done") from error
            time.sleep(0.01)
        else:
            return
