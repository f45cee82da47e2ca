"""Who was added by which action where sources differ, as the question "added-by" tells it."""

from __future__ import annotations

from typing import Any

import queries
from graph import ledger
from graph.claims import Source
from graph.store.protocol import Store
from tests.building import Triple, source

LIST = "List:Entity List"
OCTOBER, JUNE, WHOLE = "Event:October", "Event:June", "Event:All of June"


def version(name: str, published: str | None, *entries: tuple[str, str], **ended: str) -> Source:
    """A document that puts each party on the list by an action; `Orca="2023"` says that its entry ended then."""
    triples: list[Triple] = [(JUNE, "PART_OF", WHOLE)]
    for place, (party, action) in enumerate(entries):
        listing = f"Listing:{party} {place}"
        triples += [(party, "LISTED_BY", LIST), (listing, "LISTING_OF", party), (listing, "ON_LIST", LIST)]
        triples += [(listing, "PART_OF", action)]
        triples += [(listing, "ENDED_ON", ended[party])] if party in ended else []
    anchors = {OCTOBER: "october", JUNE: "june", WHOLE: "whole"}
    return source(name, name, *triples, anchors=anchors, official=True, published=published)


def told(store: Store, *sources: Source, **parameters: Any) -> set[tuple[str, str, bool | None, tuple[str, ...]]]:
    ledger.load(store, sources)
    rows = queries.run(store, "added-by", parameters)
    return {(r["action_name"], r["party_name"], r["decided"], tuple(r["otherwise"])) for r in rows}


def test_the_newer_source_decides_and_the_older_is_shown(store: Store) -> None:
    feed = version("feed", "2022", ("Orca", OCTOBER), ("Kite", OCTOBER))
    later = version("list", "2026", ("Orca", JUNE), ("Kite", OCTOBER))
    assert told(store, feed, later) == {
        ("October", "Orca", False, ("event:june",)),
        ("June", "Orca", True, ("event:october",)),
        ("October", "Kite", True, ()),
    }
    assert {row["party_name"] for row in queries.run(store, "added-by", {"action": "event:whole"})} == {"Orca"}
    assert {row["kind"] for row in queries.run(store, "contradictions")} == {"action"}


def test_a_source_without_a_date_leaves_it_open(store: Store) -> None:
    assert {
        row[2] for row in told(store, version("a", "2022", ("Orca", OCTOBER)), version("b", None, ("Orca", JUNE)))
    } == {None}


def test_two_sources_agree_against_an_older_one(store: Store) -> None:
    found = told(
        store,
        version("a", "2022", ("Orca", OCTOBER)),
        version("b", "2026", ("Orca", JUNE)),
        version("c", None, ("Orca", JUNE)),
    )
    assert {(action, decided) for action, _, decided, _ in found} == {("October", False), ("June", True)}


def test_an_entry_that_ended_was_there(store: Store) -> None:
    found = told(store, version("a", "2018", ("Orca", OCTOBER), Orca="2019"), version("b", "2026", ("Orca", JUNE)))
    assert {(action, decided) for action, _, decided, _ in found} == {("October", True), ("June", True)}


def test_one_document_may_name_both(store: Store) -> None:
    assert {row[2] for row in told(store, version("a", "2026", ("Orca", OCTOBER), ("Orca", JUNE)))} == {True}
