"""The table of firms against the registers that it names."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

from tests.data.reading import BRIEFS, DATA, ENTRIES, FIRMS, entity_list, rows

FACTS = ("name", "aliases", "country", "sector", "lei", "cik", "ticker", "administered_by")


def test_every_fact_has_a_source_and_no_source_is_without_a_fact() -> None:
    wrong = {
        (path.name, row.get("anchor") or row["action"], column)
        for path in sorted(DATA.rglob("*.csv"))
        for row in rows(path)
        for column in row
        if column.endswith("_source") and (fact := column.removesuffix("_source")) in row
        if bool(row[column]) != bool(row[fact])
    }
    assert wrong == set()
    assert all(f"{fact}_source" in rows(FIRMS)[0] for fact in FACTS)


def test_facts_that_share_a_source_have_it() -> None:
    shared_source = {
        "aliases": "name_source",
        "licence_requirement": "licence_source",
        "licence_policy": "licence_source",
        "amended": "amended_source",
        "footnote": "footnote_source",
        "ended": "ended_source",
    }
    wrong = {
        (row["anchor"], fact)
        for path in ENTRIES
        for row in rows(path)
        for fact, source in shared_source.items()
        if row[fact] and not row[source]
    }
    assert wrong == set()


def test_identifiers_are_those_of_the_sec(shared: Path) -> None:
    path = shared / "samples" / "sec-company-tickers" / "company_tickers_exchange.csv"
    with path.open(encoding="utf-8", newline="") as file:
        known = {(row["cik"], f"{row['exchange']}:{row['ticker']}", row["name"]) for row in csv.DictReader(file)}
    ours = [row for row in rows(FIRMS) if row["cik"]]
    assert {row["anchor"] for row in ours} == {"qualcomm", "nvidia", "tsmc", "alibaba"}
    for row in ours:
        names = {row["name"], *row["aliases"].split(" | ")}
        assert any((row["cik"], row["ticker"], name) in known for name in names), row["anchor"]


def test_listed_firms_are_in_the_entries() -> None:
    listed = {row["anchor"] for path in ENTRIES for row in rows(path)}
    cited = {row["anchor"] for row in rows(FIRMS) if row["kind"] == "company" and "Supp. 4" in row["country_source"]}
    assert cited <= listed
    assert {"qualcomm", "nvidia", "tsmc", "alibaba", "google", "china-tower", "bohai-harvest"}.isdisjoint(listed)


def test_countries_from_the_entity_list_are_its_own(shared: Path) -> None:
    listed = {row["anchor"]: row["name"] for path in ENTRIES for row in rows(path)}
    countries = {entry["name"]: entry["country"] for entry in entity_list(shared / "samples")}
    ours = [row for row in rows(FIRMS) if row["country_source"].endswith("2026-07-09")]
    assert {(row["country"], countries[listed[row["anchor"]]]) for row in ours} == {("CN", "China")}


def test_what_a_brief_is_cited_for_stands_in_it() -> None:
    """The name of every party that a brief is cited for, word for word."""
    texts = {path.stem: path.read_text("utf-8") for path in BRIEFS}
    missing = {
        row["anchor"]
        for row in rows(FIRMS)
        if row["name_source"].startswith("brief ")
        if row["name"] not in texts[row["name_source"].split()[1]]
    }
    assert missing == set()


def test_sectors_are_known_to_the_reading_of_texts() -> None:
    known = tomllib.loads((DATA.parent / "loaders" / "language" / "sectors.toml").read_text("utf-8"))
    used = {row["sector"] for row in rows(FIRMS)} - {""}
    assert used <= set(known)
    assert {row["anchor"] for row in rows(FIRMS) if row["sector"] == "semiconductors"} == {"qualcomm", "nvidia", "tsmc"}


def test_tsmc_is_not_american() -> None:
    assert {row["anchor"]: row["country"] for row in rows(FIRMS)}["tsmc"] == "TW"


def test_anchors_are_unique() -> None:
    anchors = [row["anchor"] for row in rows(FIRMS)]
    assert sorted(set(anchors)) == sorted(anchors)
