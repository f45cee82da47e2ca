"""A plan as statements of Neo4j, within one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import neo4j

from graph.errors import ModelError
from graph.store.batch import Ends, Plan, chunks
from graph.store.protocol import Row


def run(tx: neo4j.ManagedTransaction | neo4j.Transaction, statement: str, **parameters: Any) -> list[neo4j.Record]:
    """Statements here are built from the model's own labels and types; values are parameters."""
    return list(tx.run(statement, parameters))


def apply(tx: neo4j.ManagedTransaction, todo: Plan) -> None:
    """Raises ModelError where the end of a relationship is missing."""
    for label, ids in todo.drop_nodes.items():
        run(tx, f"UNWIND $ids AS id MATCH (n:`{label}` {{id: id}}) DETACH DELETE n", ids=ids)
    for kind, keys in todo.drop_relations.items():
        run(tx, f"UNWIND $keys AS key MATCH ()-[r:`{kind}` {{id: key}}]->() DELETE r", keys=keys)
    for label, rows in todo.nodes.items():
        put = f"CREATE (n:`{label}`)" if todo.new else f"MERGE (n:`{label}` {{id: row.id}})"
        for chunk in chunks(rows):
            run(tx, f"UNWIND $rows AS row {put} SET n = row", rows=chunk)
    for ends, relations in todo.relations.items():
        for chunk in chunks(relations):
            _put_relations(tx, ends, chunk, new=todo.new)


def _put_relations(tx: neo4j.ManagedTransaction, ends: Ends, rows: Sequence[Row], *, new: bool) -> None:
    put = [{"source": r["source"], "target": r["target"], "id": r["id"], "put": _own(r)} for r in rows]
    if not new:
        _drop_moved(tx, ends, put)
    made = f"CREATE (a)-[r:`{ends.type}`]->(b)" if new else f"MERGE (a)-[r:`{ends.type}` {{id: row.id}}]->(b)"
    (done,) = run(
        tx,
        "UNWIND $rows AS row "
        f"MATCH (a:`{ends.source}` {{id: row.source}}) MATCH (b:`{ends.target}` {{id: row.target}}) "
        f"{made} SET r = row.put RETURN count(*) AS count",
        rows=put,
    )
    if done["count"] != len(put):
        raise ModelError(f"{ends.type}: {len(put) - done['count']} of {len(put)} relationships have no such ends")


def _drop_moved(tx: neo4j.ManagedTransaction, ends: Ends, rows: list[Row]) -> None:
    """One that stood between other ends is made anew: a relationship cannot be moved."""
    run(
        tx,
        f"UNWIND $rows AS row MATCH (a)-[r:`{ends.type}` {{id: row.id}}]->(b) "
        f"WHERE NOT (a:`{ends.source}` AND a.id = row.source AND b:`{ends.target}` AND b.id = row.target) DELETE r",
        rows=rows,
    )


def _own(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in ("source", "target")}
