"""A plan as statements of Ladybug. Imports no database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from graph.errors import ModelError
from graph.store import schema
from graph.store.batch import Ends, Plan, chunks
from graph.store.protocol import Row

Run = Callable[..., list[list[Any]]]  # a statement and its parameters by name, to its rows


def apply(run: Run, todo: Plan) -> None:
    """Do it with statements, within the transaction that is open."""
    for label, ids in todo.drop_nodes.items():
        run(f"UNWIND $ids AS id MATCH (n:`{label}` {{id: id}}) DETACH DELETE n", ids=ids)
    for kind, keys in todo.drop_relations.items():
        _drop_relations(run, kind, keys)
    for label, rows in todo.nodes.items():
        values = _assignments(schema.node_columns(label))
        for chunk in chunks(rows):
            run(f"UNWIND $rows AS row MERGE (n:`{label}` {{id: row.id}}) SET {values}", rows=chunk)
    for ends, relations in todo.relations.items():
        for chunk in chunks(relations):
            if todo.new:
                _make_relations(run, ends, chunk)
            else:
                _put_relations(run, ends, chunk)


def _drop_relations(run: Run, kind: str, keys: Iterable[str]) -> None:
    run(f"UNWIND $keys AS key MATCH ()-[r:`{kind}` {{id: key}}]->() DELETE r", keys=list(keys))


def _put_relations(run: Run, ends: Ends, rows: Iterable[Row]) -> None:
    """Make them; what has changed is made anew, since setting a property of many is far slower here."""
    held = _held(run, ends, [row["id"] for row in rows])
    changed = [row for row in rows if held.get(row["id"]) != row]
    stale = [row["id"] for row in changed if row["id"] in held]
    if stale:
        _drop_relations(run, ends.type, stale)
    if changed:
        _make_relations(run, ends, changed)


def _held(run: Run, ends: Ends, keys: list[str]) -> dict[str, Row]:
    """Those of them that are there, as rows of a plan; one between other labels can only differ."""
    columns = list(schema.relation_columns(ends.type))
    listed = "".join(f", r.`{name}`" for name in columns)
    found = run(
        f"UNWIND $keys AS key MATCH (a)-[r:`{ends.type}` {{id: key}}]->(b) "
        f"RETURN label(a), label(b), a.id, b.id, r.id{listed}",
        keys=keys,
    )
    names = ["source", "target", "id", *columns]
    same = [str(ends.source), str(ends.target)]
    return {row[4]: dict(zip(names, row[2:], strict=True)) if row[:2] == same else {} for row in found}


def _make_relations(run: Run, ends: Ends, rows: Sequence[Row]) -> None:
    columns = {"id": schema.Column.TEXT, **schema.relation_columns(ends.type)}
    made = ", ".join(f"`{name}`: CAST(row.`{name}` AS {column})" for name, column in columns.items())
    ((count,),) = run(
        f"UNWIND $rows AS row MATCH (a:`{ends.source}` {{id: row.source}}) "
        f"MATCH (b:`{ends.target}` {{id: row.target}}) "
        f"CREATE (a)-[r:`{ends.type}` {{{made}}}]->(b) RETURN count(*)",
        rows=list(rows),
    )
    if count != len(rows):
        raise ModelError(f"{ends.type}: {len(rows) - count} of {len(rows)} relationships have no such ends")


def _assignments(columns: Mapping[str, schema.Column]) -> str:
    """Every property but the id. The cast is for columns of nulls alone, which Ladybug takes for text."""
    return ", ".join(f"n.`{name}` = CAST(row.`{name}` AS {kind})" for name, kind in columns.items() if name != "id")
