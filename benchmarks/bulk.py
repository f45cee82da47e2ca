"""Loading large files of records: end to end, again, and the writing alone beside what the database does at best."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import ladybug
from neo4j import GraphDatabase
from pyarrow import parquet

from benchmarks.grown import KINDS, grow
from benchmarks.measure import Cell, Measured, Table, measure
from benchmarks.places import Place
from benchmarks.scale import Scale
from graph import ledger
from graph.model import EDGE_PREDICATES, ENTITY_LABELS, NODES
from graph.store import Batch, Relation, Store
from graph.store import embedded_rebuild as rebuild
from graph.store.batch import Ends
from graph.store.spool import Spool
from knockon.api import read_files

AT = "2024-05-01T08:00:00+00:00"
NOTE = """\
entities: nodes of the analysts' labels; edges: relationships folded of claims; both a second, by the clock.
"load" is files to a stored graph, "again" the same files once more. "write" puts the same rows into an empty store in
one change; what it takes to make them is not counted. "COPY" is Ladybug's own of the same rows from Parquet files,
the limit of the embedded store; ratio: processor seconds of "write" for one of it.
"ftm export-cypher" is FollowTheMoney's own export of the same file, its statements run on the same server; entities and
edges are what it makes of the file. It is measured where `ftm` is on the PATH, or --ftm says where it is."""
_EXPORTED = 5_000
_CHUNK = 10_000


def tables(scale: Scale, places: tuple[Place, ...]) -> list[Table]:
    with tempfile.TemporaryDirectory() as folder:
        sets = list(_sets(scale, Path(folder)))
        rows = [row for name, files in sets for place in places for row in _measured(name, files, place)]
        if scale.ftm:
            rows += [row for place in places if place.url for row in _beside(scale, Path(folder), place)]
    return [Table("Bulk: files of records to a stored graph", NOTE, rows)]


def _sets(scale: Scale, folder: Path) -> Iterator[tuple[str, list[Path]]]:
    """The real screening list where it is to be had; made files of each kind and size."""
    shared = Path(os.environ.get("KNOCKON_SHARED") or Path(__file__).resolve().parents[2] / "shared")
    real = Path(os.environ.get("KNOCKON_SAMPLES") or shared / "samples") / "csl-csv" / "consolidated.csv.gz"
    if real.exists():
        yield "the screening list", [real]
    for records in scale.records:
        for kind in KINDS:
            yield f"{kind}, {records:,}", grow(kind, folder / f"{kind}-{records}", records)


def _measured(name: str, files: list[Path], place: Place) -> Iterator[dict[str, Cell]]:
    with tempfile.TemporaryDirectory() as folder:
        steps: dict[str, Measured[Any]] = {}
        with place.empty() as store:
            steps["load"] = place.measure(lambda: _load(store, files))
            steps["again"] = place.measure(lambda: _load(store, files))
            spool = _spooled(store, Path(folder))
            entities, edges = _counts(spool)
        made = measure(lambda: sum(1 for _ in _batches(spool)))
        with place.empty() as store:
            steps["write"] = _less(place.measure(lambda: store.load(_batches(spool))), made)
        if place.url is None:
            steps["COPY"] = measure(partial(_copy, spool, Path(folder) / "raw"))
        for step, taken in steps.items():
            ratio = taken.cpu / steps["COPY"].cpu if "COPY" in steps and step == "write" else None
            yield _row(name, place, step, (entities, edges), taken, ratio)


def _row(
    name: str, place: Place, step: str, made: tuple[int, int], taken: Measured[Any], ratio: float | None = None
) -> dict[str, Cell]:
    entities, edges = made
    return {
        "files": name,
        "store": place.name,
        "step": step,
        "entities": entities,
        "edges": edges,
        **taken.cells,
        "entities/s": round(entities / taken.seconds),
        "edges/s": round(edges / taken.seconds),
        "ratio": ratio,
    }


def _load(store: Store, files: list[Path]) -> ledger.Outcome:
    return ledger.load(store, read_files(files), recorded_at=AT)


def _less(whole: Measured[Any], part: Measured[Any]) -> Measured[Any]:
    return Measured(whole.result, max(whole.seconds - part.seconds, 1e-9), max(whole.cpu - part.cpu, 1e-9), whole.peak)


def _spooled(store: Store, folder: Path) -> Spool:
    """All rows of a store, in Parquet files."""
    spool = Spool(folder)
    for label in NODES:
        found = store.nodes(label)
        while some := list(islice(found, _CHUNK)):
            spool.take(Batch({label: some}, new=True))
    relations = store.relations()
    while related := list(islice(relations, _CHUNK)):
        spool.take(Batch(relations=related, new=True))
    spool.close()
    return spool


def _counts(spool: Spool) -> tuple[int, int]:
    """Entities and edges."""
    kinds = set(EDGE_PREDICATES)
    entities = edges = 0
    for part in spool.parts():
        rows = sum(parquet.read_metadata(path).num_rows for path in part.files)
        entities += rows if part.table in ENTITY_LABELS else 0
        edges += rows if isinstance(part.table, Ends) and part.table.type in kinds else 0
    return entities, edges


def _batches(spool: Spool) -> Iterator[Batch]:
    for todo in spool.plans(_CHUNK):
        related = [
            Relation(ends.type, ends.source, row.pop("source"), ends.target, row.pop("target"), row.pop("id"), row)
            for ends, rows in todo.relations.items()
            for row in rows
        ]
        yield Batch(todo.nodes, related, new=True)


def _copy(spool: Spool, path: Path) -> None:
    """Each table once, into an empty database."""
    database = ladybug.Database(str(path), max_db_size=1 << 40)
    connection = ladybug.Connection(database)

    def run(statement: str) -> list[list[Any]]:
        result = connection.execute(statement)
        return [list(row) for row in (result[-1] if isinstance(result, list) else result).get_all()]

    rebuild.fill(run, {}, spool)
    connection.close()
    database.close()


def _beside(scale: Scale, folder: Path, place: Place) -> Iterator[dict[str, Cell]]:
    """FollowTheMoney's Cypher of one file, and ours of the same. Its statements look for nodes without a label, which
    no index serves, so that each costs what the graph holds: the file is a small one.
    """
    assert scale.ftm is not None
    records = min(_EXPORTED, *scale.records)
    (file,) = grow("FollowTheMoney", folder / "exported", records)
    with place.empty() as store:
        taken = place.measure(lambda: _load(store, [file]))
        yield _row(f"FollowTheMoney, {records:,}", place, "load", _held(store), taken)
    with place.empty() as store:
        exported = place.measure(lambda: _export(scale.ftm or "", file, store))
        ((count,),) = (row.values() for row in store.rows("MATCH (n) WHERE n.id STARTS WITH 'entity:' RETURN count(n)"))
        ((edges,),) = (row.values() for row in store.rows("MATCH ()-[r]->() RETURN count(r)"))
        yield _row(f"FollowTheMoney, {records:,}", place, "ftm export-cypher", (count, edges), exported)


def _held(store: Store) -> tuple[int, int]:
    nodes = sum(1 for label in ENTITY_LABELS for _ in store.nodes(label))
    return nodes, sum(1 for _ in store.relations([str(p) for p in EDGE_PREDICATES]))


def _export(ftm: str, file: Path, store: Store) -> None:
    """A statement a line, as it is written, in transactions of a thousand: one each would be slower."""
    script = file.with_suffix(".cypher")
    subprocess.run([ftm, "export-cypher", "-i", str(file), "-o", str(script)], check=True)
    name, password = os.environ.get("NEO4J_USERNAME") or "neo4j", os.environ.get("NEO4J_PASSWORD") or ""
    driver = GraphDatabase.driver(store.url, auth=(name, password), notifications_min_severity="OFF")
    with driver, driver.session() as session, script.open(encoding="utf-8") as lines:
        while some := list(islice(lines, 1000)):
            with session.begin_transaction() as transaction:
                for line in some:
                    transaction.run(line).consume()
                transaction.commit()
