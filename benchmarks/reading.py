"""Reading: how much the reader adds to what the parse alone costs."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import median

import loaders
from benchmarks import made
from benchmarks.measure import Cell, Table, measure
from benchmarks.places import Place
from benchmarks.scale import Scale
from graph.claims import Source
from loaders.language.parties import read_parties
from loaders.language.pipeline import body, parse, pipeline
from loaders.language.relations import read_relations

ROOT = Path(__file__).resolve().parent.parent
Files = list[tuple[str, bytes]]


def tables(scale: Scale, _places: tuple[Place, ...]) -> list[Table]:
    pipeline()  # loaded once, and not measured here
    corpora = {name: files for name, files in _corpora(scale).items() if files}
    return [
        Table(
            "Reading: the whole reader beside nlp.pipe of the same bodies",
            "All of processor seconds, the median of the rounds; ratio: of the reader for one of nlp.pipe.",
            [_beside_the_parse(name, files, scale.rounds) for name, files in corpora.items()],
        ),
        Table(
            "Reading: where the reader's time goes",
            "One after the other over all documents; share is of the reader's processor time.",
            [row for name, files in corpora.items() for row in _stages(name, files)],
        ),
    ]


def _corpora(scale: Scale) -> Mapping[str, Files]:
    shared = Path(os.environ.get("KNOCKON_SHARED") or ROOT.parent / "shared")
    found = {"briefs": ROOT.glob("data/briefs/*.md"), "articles": shared.glob("gold/unlabelled/*.txt")}
    kept = {name: sorted(paths)[: scale.articles] for name, paths in found.items()}
    files = {name: [(path.name, path.read_bytes()) for path in paths] for name, paths in kept.items()}
    return {"made": made.articles(scale.articles), **files}


def _beside_the_parse(name: str, files: Files, rounds: int) -> dict[str, Cell]:
    sources = _read(files)
    bodies = [body(source.document) for source in sources]
    bare = [measure(lambda: _pipe(bodies)) for _ in range(rounds)]
    whole = [measure(lambda: _read(files)) for _ in range(rounds)]
    return {
        "texts": name,
        "documents": len(files),
        "words": sum(len(text.split()) for text in bodies),
        "claims": sum(len(source.claims) for source in sources),
        "reader documents/s": len(files) / median(m.cpu for m in whole),
        "nlp.pipe documents/s": len(files) / median(m.cpu for m in bare),
        "ratio": median(w.cpu / b.cpu for w, b in zip(whole, bare, strict=True)),
        "peak MiB": round(max(m.peak for m in whole)),
    }


def _read(files: Files) -> list[Source]:
    return [loaders.read(name, data) for name, data in files]


def _pipe(bodies: Iterable[str]) -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return sum(len(doc) for doc in pipeline().pipe(bodies))


def _stages(name: str, files: Files) -> list[dict[str, Cell]]:
    whole = measure(lambda: _read(files))
    documents = [source.document for source in whole.result]
    parsed = measure(lambda: [parse(document) for document in documents])
    pairs = list(zip(parsed.result, documents, strict=True))
    parties = measure(lambda: [read_parties(doc, document) for doc, document in pairs])
    triples = [(*pair, reading) for pair, reading in zip(pairs, parties.result, strict=True)]
    relations = measure(lambda: [read_relations(*triple) for triple in triples])
    steps = {"parse": parsed.cpu, "parties": parties.cpu, "relations": relations.cpu}
    steps["file to body, and checks"] = max(whole.cpu - sum(steps.values()), 0.0)
    return [{"texts": name, "step": step, "cpu": cpu, "share": cpu / whole.cpu} for step, cpu in steps.items()]
