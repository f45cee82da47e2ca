"""The command `knockon`. Its commands are in `knockon.commands`; what they share is in `knockon.commands.front`."""

from __future__ import annotations

import io
import os
import sys

from graph.errors import StoreError
from knockon.commands import ask, compare, exposed, keep, show
from knockon.commands.front import app, output_lost
from knockon.terminal import note

__all__ = ["app", "ask", "compare", "exposed", "keep", "main", "show"]

NARROWEST = 20  # columns


def main() -> None:
    """Run the command line. A letter that the terminal's encoding lacks is spelled out, not an error."""
    _open_what_is_closed()
    if os.environ.get("COLUMNS", "").isdigit() and int(os.environ["COLUMNS"]) < NARROWEST:
        del os.environ["COLUMNS"]  # nothing can be read in it, and in none nothing would be printed
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except OSError as error:  # of the help, which is printed before any command
        sys.exit(output_lost(error))


def _open_what_is_closed() -> None:
    """Standard streams that the caller closed: without a stderr nothing is told, without a stdout nothing is done.

    Their numbers must not go to the next file that is opened, which may be the graph.
    """
    closed = sys.stdout is None
    for number, name in ((0, "stdin"), (1, "stdout"), (2, "stderr")):
        if getattr(sys, name) is None:
            _open_nothing(number, name)
    if closed:
        note("error: stdout is closed: give it a file, or /dev/null", style="red")
        sys.exit(StoreError.exit_code)


def _open_nothing(number: int, name: str) -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    if nothing != number:
        os.dup2(nothing, number)
        os.close(nothing)
    stream = open(number, "w" if number else "r", encoding="utf-8", closefd=False)  # noqa: SIM115 - until the end
    setattr(sys, name, stream)


if __name__ == "__main__":
    main()
