"""The README is tried as a new user would: its commands, in its order, print what it says that they print."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = "…"  # a line of its own: whatever comes here in the real output

pytestmark = pytest.mark.slow


def sessions() -> list[tuple[str, list[str]]]:
    """The `$ command` lines of the README's console blocks, each with the output shown below it."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"^```console\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.M | re.S):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line.rstrip())
    return found


def on_a_terminal(command: str, folder: Path) -> list[str]:
    """What a terminal of 100 columns would show of stdout, without colour."""
    reader, writer = pty.openpty()
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "TERM": "xterm",
    }
    process = subprocess.Popen(
        ["bash", "-c", command], cwd=folder, stdout=writer, stderr=subprocess.DEVNULL, env=environment
    )
    os.close(writer)
    shown = bytearray()
    while True:
        try:
            piece = os.read(reader, 65_536)
        except OSError:  # the last writer has gone
            break
        if not piece:
            break
        shown += piece
    os.close(reader)
    process.wait(timeout=300)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode("utf-8"))
    return [line.rstrip() for line in text.replace("\r\n", "\n").splitlines()]


def pattern(shown: list[str]) -> str:
    """A regular expression of the output that the README shows."""
    lines = [".*" if line == LEFT_OUT else re.escape(line) for line in shown]
    return "\n".join(lines).replace("\n.*\n", "\n(?:.*\n)?").replace("\n.*", "(?:\n.*)?")


def test_what_is_left_out_matches_and_nothing_else() -> None:
    shown = pattern(["a", LEFT_OUT, "d", LEFT_OUT])
    assert re.fullmatch(shown, "a\nb\nc\nd\ne", re.S)
    assert re.fullmatch(shown, "a\nd", re.S)
    assert not re.fullmatch(shown, "a\nb\nc", re.S)


def test_the_readme_shows_what_comes_out(tmp_path: Path) -> None:
    tried = sessions()
    assert tried[0][0] == "knockon demo"
    for command, shown in tried:
        real = "\n".join(on_a_terminal(command, tmp_path)).strip("\n").replace(str(tmp_path), "…")
        assert re.fullmatch(pattern(shown), real, re.S), f"$ {command}\n{real}"
