"""CSV files for `neo4j-admin database import full`, which makes a database of any size in one go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from graph.store.protocol import Relation, Row
from graph.store.schema import constraints
from knockon.exports.held import MARKER, MARKER_COLUMNS, MARKER_ROW, Column, Held

ARGUMENTS = "import.args"
AFTER = "after.cypher"
_UNIT = "\ufdd0"  # between the values of a list: Unicode reserves it for use within programs, so no text has it
_TYPES = {Column.TEXT: "string", Column.TEXTS: "string[]", Column.COUNT: "long", Column.FLAG: "boolean"}
_OPTIONS = ("--array-delimiter=U+FDD0", "--multiline-fields=true", "--id-type=string", "--bad-tolerance=0")


def neo4j_import(held: Held, folder: Path) -> None:
    """A file a label, a file a relationship type and pair of labels, and the arguments that name them all.

    In the folder: `neo4j-admin database import full neo4j @import.args`, then start the server and run `after.cypher`
    (`cypher-shell -f`), which makes the constraints and indexes, and the empty lists that no CSV file can hold. Ids are
    told apart by label.
    """
    arguments = list(_OPTIONS)
    _write_nodes(folder, MARKER, MARKER_COLUMNS, iter([MARKER_ROW]), arguments)
    for label in held.labels():
        _write_nodes(folder, label, held.columns(label), held.nodes(label), arguments)
    for type_ in held.types():
        _write_relations(folder, type_, held, arguments)
    (folder / ARGUMENTS).write_text("".join(f"{argument}\n" for argument in arguments), "utf-8")
    (folder / AFTER).write_text("".join(f"{statement};\n" for statement in _after(held)), "utf-8")


def _after(held: Held) -> Iterator[str]:
    yield from constraints()
    for label in held.labels():
        lists = [name for name, column in held.columns(label).items() if column is Column.TEXTS]
        if lists:
            emptied = ", ".join(f"n.`{name}` = coalesce(n.`{name}`, [])" for name in lists)
            yield f"MATCH (n:`{label}`) CALL (n) {{ SET {emptied} }} IN TRANSACTIONS OF 10000 ROWS"


def _write_nodes(
    folder: Path, label: str, columns: Mapping[str, Column], rows: Iterator[Row], arguments: list[str]
) -> None:
    first = next(rows, None)
    if first is None:
        return
    name = f"nodes-{label}.csv"
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        header = [f"id:ID({label})", *(f"{n}:{_TYPES[c]}" for n, c in columns.items() if n != "id")]
        file.write(",".join(header) + "\n")
        _write_row(file, [first[name] for name in columns])
        for row in rows:
            _write_row(file, [row[name] for name in columns])
    arguments.append(f"--nodes={label}=./{name}")


def _write_relations(folder: Path, type_: str, held: Held, arguments: list[str]) -> None:
    columns = held.relation_columns(type_)
    files: dict[str, TextIO] = {}
    with ExitStack() as stack:
        for relation in held.relations(type_):
            name = f"relationships-{type_}-{relation.source_label}-{relation.target_label}.csv"
            if name not in files:
                files[name] = stack.enter_context((folder / name).open("w", encoding="utf-8", newline=""))
                files[name].write(",".join(_relation_header(relation, columns)) + "\n")
            values = {**relation.properties, "id": relation.key}
            _write_row(files[name], [relation.source, relation.target, *(values.get(n) for n in columns)])
    arguments += (f"--relationships={type_}=./{name}" for name in sorted(files))


def _relation_header(relation: Relation, columns: Mapping[str, Column]) -> list[str]:
    ends = [f":START_ID({relation.source_label})", f":END_ID({relation.target_label})"]
    return [*ends, *(f"{name}:{_TYPES[column]}" for name, column in columns.items())]


def _write_row(file: TextIO, values: list[Any]) -> None:
    """Null is nothing between the commas, every text is in quotes, so that an empty one is not null."""
    file.write(",".join(map(_cell, values)) + "\n")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        value = _UNIT.join(str(each).replace(_UNIT, "\ufffd") for each in value)
    return '"' + str(value).replace('"', '""') + '"'
