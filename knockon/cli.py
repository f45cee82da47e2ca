"""The command `knockon`. Its commands are in `knockon.commands`; what they share is in `knockon.commands.front`."""

from __future__ import annotations

import io
import sys

from knockon.commands import ask, exposed, keep, show
from knockon.commands.front import app

__all__ = ["app", "ask", "exposed", "keep", "main", "show"]


def main() -> None:
    """Run the command line. A letter that the terminal's encoding lacks is spelled out, not an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    app()


if __name__ == "__main__":
    main()
