"""Small tables for tests, and what a source says as plain tuples."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from graph.claims import Source
from graph.model import Predicate

ACTION = {
    "action": "list-a-2031",
    "title": "Two firms added to List A",
    "list": "list-a",
    "list_name": "List A",
    "agency": "xx-office",
    "agency_name": "Office of Lists",
    "effective": "2031-02-01",
    "citation": "96 FR 100",
    "citation_source": "96 FR 100",
    "count": "2",
    "count_source": "96 FR 100",
}
ENTRY = {
    "action": "list-a-2031",
    "entries": "2",
    "list": "list-a",
    "list_name": "List A",
    "effective": "2031-02-01",
    "effective_source": "96 FR 100",
    "anchor": "acme",
    "name": "Acme Optics Co., Ltd.",
    "aliases": "Acme | 阿克米",
    "name_source": "96 FR 100",
    "kind": "company",
    "country": "CN",
    "country_source": "a newspaper",
    "citation": "96 FR 102",
    "citation_source": "96 FR 100",
    "licence_policy": "presumption of denial",
    "licence_source": "96 FR 100",
    "ended": "",
    "ended_by": "",
    "ended_source": "",
}
OTHER = {**ENTRY, "anchor": "bolt-institute", "name": "Bolt Institute", "aliases": "", "kind": "research institute"}
FIRM = {
    "anchor": "acme",
    "kind": "company",
    "name": "Acme",
    "name_source": "a brief",
    "aliases": "Acme Optics",
    "country": "CN",
    "country_source": "List A",
    "sector": "semiconductors | drones",
    "sector_source": "a brief",
    "lei": "5493001KJTIIGC8Y1R12",
    "cik": "0000000001",
    "ticker": "NYSE:ACM",
}


def table(*rows: Mapping[str, str], columns: Iterable[str] | None = None) -> bytes:
    """The rows as a CSV file; the columns are those of the first."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns or rows[0]), lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def said(source: Source, predicate: Predicate) -> set[tuple[str, str | None]]:
    """Subject and object, or value, by the parties' anchors."""
    anchors = {party.key: party.anchor or party.name for party in source.parties}
    return {
        (anchors[claim.subject], anchors[claim.object] if claim.object else claim.value)
        for claim in source.claims
        if claim.predicate is predicate
    }
