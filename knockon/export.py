"""The graph as a file. Bytes repeat: everything is sorted, and when this graph learned something is left out unless
asked for.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import InputError, UnknownName
from graph.model import Label
from graph.store.protocol import Store
from knockon.exports.cypher_script import cypher_script
from knockon.exports.gexf import gexf
from knockon.exports.held import Held
from knockon.exports.lines import claim_lines, graph_lines
from knockon.exports.markup import xml_text
from knockon.exports.neo4j_import import neo4j_import
from knockon.exports.parquet_files import parquet_files
from knockon.files import write_folder, write_stream
from knockon.values import json_text

if TYPE_CHECKING:
    from knockon.archive import Archive

Archives = Callable[[], "Archive"]  # read only where a format needs it: it holds every claim in memory
Whole = Callable[[Store, "Archive", bool], bytes]
JSON_SCHEMA = "knockon/graph/1"
# A spreadsheet takes a cell that begins so as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Export:
    """A format of export: what it holds, its file suffix, and one of three ways to write it.

    `whole` gives all bytes at once, `stream` text piece by piece, `folder` fills a new folder.
    """

    description: str
    suffix: str
    whole: Whole | None = None
    stream: Callable[[Held], Iterator[str]] | None = None
    folder: Callable[[Held, Path], None] | None = None


def pieces(name: str, store: Store, archive: Archives, *, recorded: bool = False) -> Iterator[bytes]:
    """The graph in that format; `recorded` adds when each thing was learned.

    Raises UnknownName, and InputError for a format that is a folder of files.
    """
    found = called(name)
    if found.stream is not None:
        return (piece.encode() for piece in found.stream(Held(store, recorded=recorded)))
    if found.whole is None:
        raise InputError(f"{name} is a folder of files: name a new folder to write it into (--output)")
    return iter([found.whole(store, archive(), recorded)])


def write_export(name: str, path: Path, store: Store, archive: Archives, *, recorded: bool = False) -> int:
    """The graph as a file or a new folder, whole or not at all; gives the bytes written. Raises as `pieces`."""
    fill = called(name).folder
    if fill is not None:
        return write_folder(path, lambda folder: fill(Held(store, recorded=recorded), folder))
    return write_stream(path, pieces(name, store, archive, recorded=recorded))


def called(name: str) -> Export:
    """The format of that name. Raises UnknownName."""
    if name not in EXPORTS:
        raise UnknownName("export format", name, EXPORTS, f"There are {', '.join(sorted(EXPORTS))}.")
    return EXPORTS[name]


def _claims_json(store: Store, archive: Archive, recorded: bool) -> bytes:
    from loaders.neutral import to_neutral

    documents = [to_neutral(source) for source in archive.sources]
    ordered = sorted(documents, key=lambda document: json.dumps(document, sort_keys=True))
    return json_text(sorted(ordered, key=lambda document: str(document["doc"]))).encode()


def _json(store: Store, archive: Archive, recorded: bool) -> bytes:
    learned = _recorded(store) if recorded else {}
    view = archive.view
    documents = sorted(archive.documents.values(), key=lambda document: document.id)
    whole = {
        "schema": JSON_SCHEMA,
        "documents": [{**document.model_dump(mode="json"), **learned.get(document.id, {})} for document in documents],
        "nodes": [{"label": label.value, **_camel(entity)} for label, entity in view.entities],
        "edges": [_camel(edge) for edge in view.edges],
        "claims": [{**_claim(archive, claim), **learned.get(claim, {})} for claim in sorted(archive.claims)],
        "contradictions": [asdict(contradiction) for contradiction in view.contradictions],
        "judgements": [{"id": judgement.id, **judgement.model_dump(mode="json")} for judgement in view.judgements],
    }
    return json_text(whole).encode()


def _camel(model: Any) -> dict[str, Any]:
    return dict(model.model_dump(mode="json", by_alias=True))


def _claim(archive: Archive, claim_id: str) -> dict[str, Any]:
    claim = archive.claims[claim_id]
    resolved = archive.view.resolved
    ends = {"subjectId": resolved[claim.subject], "objectId": resolved[claim.object] if claim.object else None}
    return {"id": claim_id, **ends, **claim.model_dump(mode="json")}


def _recorded(store: Store) -> dict[str, dict[str, Any]]:
    """When each document and claim was learned and unlearned, by id."""
    return {
        row["id"]: {"recorded_at": row.get("recordedAt"), "superseded_at": row.get("supersededAt")}
        for label in (Label.DOCUMENT, Label.CLAIM)
        for row in store.nodes(label)
    }


def _graphml(store: Store, archive: Archive, recorded: bool) -> bytes:
    import networkx as nx

    from graph.projection import to_networkx

    graph = to_networkx(store)
    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    nodes: dict[str, Any] = {node: graph.nodes[node] for node in graph}
    for node in sorted(nodes):
        flat.add_node(xml_text(node), **_flat(nodes[node]))
    edges: dict[tuple[str, str, str], Any] = {
        (source, target, str(key)): graph.edges[source, target, key] for source, target, key in graph.edges(keys=True)
    }
    for source, target, key in sorted(edges):
        flat.add_edge(xml_text(source), xml_text(target), key=xml_text(key), **_flat(edges[source, target, key]))
    # The writer with lxml and the one without differ in bytes; this one is always there.
    writer = nx.readwrite.graphml.GraphMLWriter(encoding="utf-8", prettyprint=True)
    writer.add_graph_element(flat)
    return str(writer).encode("utf-8") + b"\n"


def _flat(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes as GraphML has them: no nulls, lists joined by "; "."""
    return {name: _scalar(value) for name, value in sorted(attributes.items()) if value is not None}


def _scalar(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return xml_text("; ".join(str(part) for part in value))
    return value if isinstance(value, bool | int | float) else xml_text(str(value))


def _csv(store: Store, archive: Archive, recorded: bool) -> bytes:
    from knockon.archive import Words

    learned = _recorded(store) if recorded else {}
    of_claim = [name for name in Words.__dataclass_fields__ if name != "premises"]
    columns = [*of_claim, "source"] + (["recorded_at", "superseded_at"] if recorded else [])
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\r\n")  # RFC 4180
    writer.writeheader()
    for claim in sorted(archive.claims):
        words = archive.words(claim)
        row = {name: getattr(words, name) for name in of_claim}
        row |= {"source": words.source, **learned.get(claim, {})}
        writer.writerow({name: safe_cell(row.get(name)) for name in columns})
    return out.getvalue().encode()


def safe_cell(value: Any) -> str:
    """A cell that no spreadsheet runs: one that looks like a formula gets an apostrophe in front."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _ftm(store: Store, archive: Archive, recorded: bool) -> bytes:
    from knockon.exports.ftm import ftm

    return ftm(archive)


EXPORTS: Mapping[str, Export] = {
    "claims-json": Export("one object a document: its entities and relations with their quotes", ".json", _claims_json),
    "claims-jsonl": Export("one claim a line, as stored, with the entities it is about", ".jsonl", stream=claim_lines),
    "csv": Export("one row a claim, with its words and source; safe to open in a spreadsheet", ".csv", _csv),
    "cypher": Export("a Cypher script that makes the graph in an empty Neo4j", ".cypher", stream=cypher_script),
    "ftm": Export("FollowTheMoney entities, one JSON object a line, for Aleph, yente and others", ".ftm.json", _ftm),
    "gexf": Export("the folded graph for Gephi", ".gexf", stream=gexf),
    "graphml": Export("the folded graph for Gephi, yEd, networkx", ".graphml", _graphml),
    "json": Export("documents, nodes, edges, claims, contradictions and judgements", ".json", _json),
    "jsonl": Export("everything as stored, one node or relationship a line", ".jsonl", stream=graph_lines),
    "neo4j-csv": Export("a folder of CSV files for `neo4j-admin database import full`", "-neo4j", folder=neo4j_import),
    "parquet": Export("a folder of Parquet files, one a label and one a type", "-parquet", folder=parquet_files),
}
