"""The parts of streams kept until all are read: in memory while they are few, then in files beside the store's own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from graph.claims import Claim, Document, Part, Party, Quantity, QuantityKind
from graph.model import ClaimNode, Label
from graph.records import CLAIM_NAMES, claim_row, properties_of

_IN_MEMORY = 250_000  # claims, some 350 MB: the full screening list has 200,000, and files take twice the time
_AT_ONCE = 20_000  # claims that are written at once
_IN_FILE = 2_000  # parts


@dataclass(slots=True)
class Parts:
    """Takes each part once, and gives them all again in that order, each with its document."""

    _held: list[tuple[Document, Part]] = field(default_factory=list)
    _claims: int = 0
    _files: list[tuple[Document, Path]] = field(default_factory=list)
    _folder: tempfile.TemporaryDirectory[str] | None = None
    _open: int = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def take(self, document: Document, part: Part) -> None:
        if self._held and self._held[-1][0] is not document and self._folder is not None:
            self._flush()
        self._held.append((document, part))
        self._claims += len(part.claims)
        self._open += len(part.claims)
        if self._claims > _IN_MEMORY and self._open >= _AT_ONCE:
            self._flush()

    def __iter__(self) -> Iterator[tuple[Document, Part]]:
        for document, path in self._files:
            for part in _read(path, document):
                yield document, part
        yield from self._held

    def _flush(self) -> None:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="knockon-parts-")
        for _, group in groupby(self._held, key=lambda held: held[0].id):
            while held := list(islice(group, _IN_FILE)):
                path = Path(self._folder.name) / f"{len(self._files):06}"
                _write(path, [part for _, part in held])
                self._files.append((held[0][0], path))
        self._held, self._open = [], 0


_PARTY = tuple(Party.model_fields)
_TEXTS = pa.list_(pa.string())
_PARTIES = pa.schema([("part", pa.int32()), *((name, pa.string()) for name in _PARTY)])
_INTEGERS = frozenset({"quoteStart", "quoteEnd", "tableRow"})


def _claims_schema() -> pa.Schema:
    names = properties_of(ClaimNode.model_construct(**dict.fromkeys(ClaimNode.model_fields)))
    kinds = {name: pa.int64() if name in _INTEGERS else pa.string() for name in names} | {"premises": _TEXTS}
    return pa.schema([("part", pa.int32()), *kinds.items()])


def _write(path: Path, parts: list[Part]) -> None:
    parties = [{"part": n, **party.__dict__} for n, part in enumerate(parts) for party in part.parties]
    claims = [{"part": n, **claim_row(claim)} for n, part in enumerate(parts) for claim in part.claims]
    pq.write_table(pa.Table.from_pylist(parties, _PARTIES), path.with_suffix(".parties"), compression="lz4")
    pq.write_table(pa.Table.from_pylist(claims, _claims_schema()), path.with_suffix(".claims"), compression="lz4")


def _read(path: Path, document: Document) -> Iterator[Part]:
    parties: dict[int, list[Party]] = {}
    claims: dict[int, list[Claim]] = {}
    for row in pq.read_table(path.with_suffix(".parties")).to_pylist():
        number = row.pop("part")
        parties.setdefault(number, []).append(Party.model_construct(**row | {"label": Label(row["label"])}))
    for row in pq.read_table(path.with_suffix(".claims")).to_pylist():
        claims.setdefault(row.pop("part"), []).append(_claim(row))
    for number in sorted(parties.keys() | claims.keys()):
        yield Part(tuple(parties.get(number, ())), tuple(claims.get(number, ())))


def _claim(row: dict[str, Any]) -> Claim:
    """As it was written. Checked again, since pydantic checks faster than it fills in unchecked."""
    given = {name: row[stored] for name, stored in CLAIM_NAMES.items()}
    given["premises"], given["quantity"] = tuple(row["premises"]), None
    if row["quantityKind"] is not None:
        given["quantity"] = Quantity(
            kind=QuantityKind(row["quantityKind"]),
            low=row["quantityLow"],
            high=row["quantityHigh"],
            unit=row["quantityUnit"],
        )
    claim = Claim(**given)
    claim.__dict__["id"] = row["id"]
    return claim
