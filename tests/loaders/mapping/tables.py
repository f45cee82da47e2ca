"""Tables and mappings for tests, in a line each."""

from __future__ import annotations

from typing import Any

import yaml

from graph.claims import Source
from loaders import read
from loaders.mapping import Mapping, format_of, read_mapping

FIRM: dict[str, Any] = {"label": "Company", "name": "name"}


def mapping(**parts: Any) -> Mapping:
    """A mapping called "made" of the given parts, through YAML as a user's."""
    whole = {"name": "made", "description": "made", "entities": {"firm": FIRM}} | parts
    return read_mapping("made.yaml", yaml.safe_dump(whole).encode())


def read_by(made: Mapping, data: str | bytes, name: str = "table.csv") -> Source:
    return read(name, data.encode() if isinstance(data, str) else data, format=format_of(made))


def read_csv(data: str, **parts: Any) -> Source:
    return read_by(mapping(**parts), data)


def reasons(source: Source) -> list[tuple[str, str]]:
    return [(refusal.place, refusal.reason) for refusal in source.refused]
