"""Compile requirements/*.txt, with hashes and without any index address, for every Python that is supported.

Needs `uv` on the PATH (or in $UV). Run by `make lock`; commit what it writes.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = os.environ.get("UV", "uv")
# The build back end is installed too: `pip install -e .` then needs nothing more from the network.
OUTPUTS = {
    "runtime": ["requirements/build.in"],
    "dev": ["requirements/build.in", "--group", "dev", "--extra", "pandas"],
}


def main() -> None:
    for name, extra in OUTPUTS.items():
        command = [UV, "pip", "compile", "-q", "--universal", "--python-version", "3.11", "--generate-hashes"]
        command += ["--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate", "pyproject.toml"]
        subprocess.run([*command, *extra, "-o", f"requirements/{name}.txt"], cwd=ROOT, check=True)  # noqa: S603


if __name__ == "__main__":
    main()
