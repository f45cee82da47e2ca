"""The command as a process of its own: in a pipe, on a terminal, beside another."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

KNOCKON = [sys.executable, "-m", "knockon.cli"]


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    return {**os.environ, "TERM": "xterm-256color", "COLUMNS": "200", **(extra or {})}


def piped(*arguments: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run with its output in pipes."""
    return subprocess.run(
        [*KNOCKON, *arguments], capture_output=True, text=True, env=environment(env), timeout=120, check=False
    )


def on_terminal(*arguments: str, env: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run with a pseudo-terminal as its output; what it drew, and its exit code."""
    own, its = pty.openpty()
    process = subprocess.Popen(
        [*KNOCKON, *arguments], stdin=its, stdout=its, stderr=its, env=environment(env), close_fds=True
    )
    os.close(its)
    drawn = b""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if select.select([own], [], [], 0.1)[0]:
            try:
                read = os.read(own, 65536)
            except OSError:  # Linux: the other end is closed
                break
            if not read:
                break
            drawn += read
    os.close(own)
    return process.wait(timeout=10), drawn.decode()


_HOLD = """
import sys
from graph.store import open_store
with open_store(sys.argv[1]) as store:
    print("open", flush=True)
    sys.stdin.read()
"""


@contextmanager
def holding(url: str) -> Iterator[None]:
    """Another process has the store open for writing."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    try:
        yield
    finally:
        process.communicate(timeout=30)
