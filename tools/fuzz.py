"""Let atheris look for a file that makes a loader fail with anything but its own error.

    python tools/fuzz.py FORMAT SEED_FILE... [-- -max_total_time=60 ...]

Needs atheris (Apache-2.0, Linux), which is no dependency of the project: install it beside. What follows `--` goes to
libFuzzer. tests/loaders/test_fuzz.py does the same in small with hypothesis, at every run of the tests.
"""

from __future__ import annotations

import gzip
import shutil
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["loaders", "graph"]):
    import loaders
    from graph.claims import Records
    from graph.errors import KnockonError

    FORMATS = loaders.formats()  # their modules are imported here, to be watched

SEED_BYTES = 40_000  # of a sample: its first records


def taken(format_name: str, data: bytes) -> None:
    """Read it to its end; whatever is not ours escapes and is a finding."""
    try:
        for said in loaders.open_file("fuzzed.dat", data, format=FORMATS[format_name], partial=True):
            for part in said.parts if isinstance(said, Records) else ():
                _ = part.claims
    except KnockonError:
        return


def main(arguments: list[str]) -> None:
    at = arguments.index("--") if "--" in arguments else len(arguments)
    (format_name, *seeds), passed = arguments[:at], arguments[at + 1 :]
    corpus = tempfile.mkdtemp()
    for number, seed in enumerate(map(Path, seeds)):
        data = seed.read_bytes()
        content = gzip.decompress(data) if seed.suffix == ".gz" else data
        (Path(corpus) / str(number)).write_bytes(content[:SEED_BYTES])
    try:
        atheris.Setup([sys.argv[0], *passed, corpus], lambda data: taken(format_name, data))
        atheris.Fuzz()
    finally:
        shutil.rmtree(corpus)


if __name__ == "__main__":
    main(sys.argv[1:])
