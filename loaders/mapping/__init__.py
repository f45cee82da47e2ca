"""Any table through a mapping file in YAML, and the mapping files that ship, each a format of its own.

docs/mapping.md has the language.
"""

from __future__ import annotations

from functools import partial
from importlib.resources import files

from graph.claims import Records
from graph.errors import InputError
from loaders.formats import Format
from loaders.mapping.documents import open_mapping, read_mapping
from loaders.mapping.language import Mapping
from loaders.mapping.reading import mapped
from loaders.media.opening import Opened
from loaders.media.parquet import is_parquet
from loaders.table import header_of

__all__ = ["FORMATS", "Mapping", "format_of", "mapped", "open_mapping", "read_mapping"]


def format_of(mapping: Mapping) -> Format:
    """The format of the tables that a mapping reads."""
    return Format(
        name=mapping.name,
        description=mapping.description,
        example=mapping.example,
        recognise=partial(_is_of, mapping),
        stream=lambda opened: mapped(opened, mapping),
    )


def _is_of(mapping: Mapping, name: str, head: bytes) -> bool:
    if not mapping.recognised_by:
        return False
    if mapping.table.kind == "json":
        start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
        keys = (*mapping.recognised_by, *filter(None, (mapping.table.header, mapping.table.records.partition(".")[0])))
        return start.startswith(b"{") and all(f'"{key}"'.encode() in start for key in keys)
    return set(mapping.recognised_by) <= header_of(head)


def shipped() -> tuple[Mapping, ...]:
    """The mapping files of loaders/mappings, those that ask for most columns first."""
    found = [
        read_mapping(file.name, file.read_bytes())
        for file in files("loaders").joinpath("mappings").iterdir()
        if file.name.endswith(".yaml")
    ]
    return tuple(sorted(found, key=lambda mapping: (-len(mapping.recognised_by), mapping.name)))


def _unmapped(opened: Opened) -> Records:
    raise InputError(
        f"{opened.name}: a table of its own kind needs a mapping file: --mapping FILE.yaml (docs/mapping.md)"
    )


MAPPED = Format(
    name="mapped",
    description="any CSV, JSON lines, JSON or Parquet table, by a mapping file: --mapping FILE.yaml (docs/mapping.md)",
    example="table.parquet",
    recognise=lambda name, head: is_parquet(head),
    stream=_unmapped,
)
FORMATS = (*map(format_of, shipped()), MAPPED)
