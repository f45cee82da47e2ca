"""The header of a .cypher file: comment lines that declare what the file asks, takes and returns.

    // Question: Who stopped supplying whom?
    // Parameters:
    //   party (party, default ""): only this party,
    //     as supplier or as customer
    //   hops (integer 1 to 4, default 3): at most this many steps
    // Columns:
    //   supplier: the former supplier's id
    // Reading: simple
    // Note: Anything else that a reader should know,
    //   over as many lines as it takes.

Parameters, Reading and Note may be missing. A parameter without a default must be given; "" stands for any.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from graph.errors import QueryError
from queries.readings import READINGS

_SECTION = re.compile(r"// (Question|Parameters|Columns|Reading|Note):\s*(.*)")
_ITEM = re.compile(r"//   (\S.*)")
_MORE = re.compile(r"//     (\S.*)")  # goes on with the item above
_PARAMETER = re.compile(r'(\w+) \((\w+)(?: (\d+) to (\d+))?(?:, default (?:"([^"]*)"|(\d+)))?\): (.+)')
_COLUMN = re.compile(r"(\w+): (.+)")


class Kind(StrEnum):
    """What a parameter is. From PARTY on, a name is looked up in the store and its id or code takes its place."""

    TEXT = "text"
    INTEGER = "integer"
    DATE = "date"
    PARTY = "party"
    LIST = "list"
    ACTION = "action"
    TOPIC = "topic"
    DOCUMENT = "document"
    COUNTRY = "country"
    SECTOR = "sector"


@dataclass(frozen=True, slots=True)
class Parameter:
    """`default` is None where the parameter must be given; `least` and `most` bound an integer."""

    name: str
    kind: Kind
    meaning: str
    default: str | int | None = None
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Question:
    """A .cypher file. `text` is the Cypher below the header; `reading` names what is done with the rows after it."""

    name: str
    question: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    text: str
    reading: str | None = None
    note: str | None = None


def read_question(name: str, text: str) -> Question:
    """Parse a file's text. Raises QueryError that names the file, the line and what is expected there."""
    lines = text.splitlines()
    body = next((i for i, line in enumerate(lines) if not line.startswith("//")), len(lines))
    sections = _sections(name, lines[:body])
    for needed in ("Question", "Columns"):
        if not sections.get(needed):
            raise QueryError(f"{name}.cypher: the header has no '// {needed}:'")
    reading = " ".join(line for _, line in sections.get("Reading", ())) or None
    if reading is not None and reading not in READINGS:
        raise QueryError(f"{name}.cypher: no reading {reading!r}; there are {', '.join(sorted(READINGS))}")
    return Question(
        name=name,
        question=" ".join(line for _, line in sections["Question"]),
        parameters=tuple(_parameter(name, at, line) for at, line in sections.get("Parameters", ())),
        columns=tuple(_column(name, at, line) for at, line in sections["Columns"]),
        text="\n".join(lines[body:]).strip() + "\n",
        reading=reading,
        note=" ".join(line for _, line in sections.get("Note", ())) or None,
    )


def _sections(name: str, lines: list[str]) -> dict[str, list[tuple[int, str]]]:
    """The header's lines by section, each with its number in the file."""
    sections: dict[str, list[tuple[int, str]]] = {}
    current: list[tuple[int, str]] | None = None
    for number, line in enumerate(lines, start=1):
        if section := _SECTION.fullmatch(line):
            current = sections.setdefault(section[1], [])
            if section[2]:
                current.append((number, section[2]))
        elif (item := _ITEM.fullmatch(line)) and current is not None:
            current.append((number, item[1]))
        elif (more := _MORE.fullmatch(line)) and current:
            current[-1] = (current[-1][0], f"{current[-1][1]} {more[1]}")
        else:
            raise QueryError(f"{name}.cypher, line {number}: {line!r} is no header line; see queries/headers.py")
    return sections


def _parameter(name: str, number: int, line: str) -> Parameter:
    found = _PARAMETER.fullmatch(line)
    if found is None or found[2] not in Kind.__members__.values():
        kinds = ", ".join(Kind)
        raise QueryError(f"{name}.cypher, line {number}: write 'name (kind, default \"\"): meaning'; kinds are {kinds}")
    default = int(found[6]) if found[6] is not None else found[5]
    least, most = (int(bound) if bound is not None else None for bound in (found[3], found[4]))
    return Parameter(found[1], Kind(found[2]), found[7], default, least, most)


def _column(name: str, number: int, line: str) -> Column:
    found = _COLUMN.fullmatch(line)
    if found is None:
        raise QueryError(f"{name}.cypher, line {number}: write 'name: meaning'")
    return Column(found[1], found[2])
