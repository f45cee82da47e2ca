"""The view: seconds and bytes of a page by how many parties are on it."""

from __future__ import annotations

from benchmarks import made
from benchmarks.measure import Cell, Table, measure
from benchmarks.places import EMBEDDED, Place
from benchmarks.scale import Scale
from graph import ledger
from graph.store import Store
from viz import network_page, picture_of

AT = "2024-05-01T08:00:00+00:00"


def tables(scale: Scale, _places: tuple[Place, ...]) -> list[Table]:
    with EMBEDDED.empty() as store:
        ledger.load(store, made.sources(*scale.graph), recorded_at=AT)
        network_page(picture_of(store, most=1))  # pyvis is imported once, and not measured here
        rows = [_page(store, most) for most in scale.pages]
    note = "Processor seconds. collect: rows from the store to what is drawn, with all evidence; page: that as HTML."
    return [Table("View: the network page", note, rows)]


def _page(store: Store, most: int) -> dict[str, Cell]:
    picture = measure(lambda: picture_of(store, most=most))
    page = measure(lambda: network_page(picture.result))
    return {
        "parties": len(picture.result.entities),
        "edges": len(picture.result.edges),
        "claims": len(picture.result.claims),
        "collect": picture.cpu,
        "page": page.cpu,
        "KiB": round(len(page.result.encode()) / 1024),
        "peak MiB": round(max(picture.peak, page.peak)),
        "same twice": network_page(picture.result) == page.result,
    }
