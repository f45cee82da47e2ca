"""What the rules leave open is a question of its own: who may be one, and what keeps it open."""

from __future__ import annotations

import queries
from graph import ledger
from graph.claims import Judgement, Verdict
from graph.model import Label
from graph.store.protocol import Store
from tests.building import source

AT = "2024-05-01T08:00:00+00:00"


def doubts(store: Store, **parameters: str) -> set[tuple[str, str, str]]:
    return {
        (row["one_name"], row["other_name"], row["author"]) for row in queries.run(store, "doubts", dict(parameters))
    }


def test_namesakes_of_two_countries_are_listed_until_a_person_has_judged(store: Store) -> None:
    told = [
        source("a", "Velmora is British.", ("Velmora", "LOCATED_IN", "Country:gb")),
        source("b", "Velmora is Danish.", ("Velmora", "LOCATED_IN", "Country:dk")),
        source("c", "Ostrava is Danish.", ("Ostrava", "LOCATED_IN", "Country:dk")),
    ]
    ledger.load(store, told, recorded_at=AT)
    assert doubts(store) == {("Velmora", "Velmora", "rule:name")}
    (row,) = queries.run(store, "doubts", {})
    assert "one is of" in row["reason"]
    assert {row["one"], row["other"]} == {e["id"] for e in store.nodes(Label.COMPANY) if e["name"] == "Velmora"}
    assert doubts(store, party=row["one"]) == doubts(store)
    assert doubts(store, party="Ostrava") == set()
    verdict = Judgement.of(row["one_party"], row["other_party"], Verdict.NOT_SAME, "two firms", "person:ann", AT)
    ledger.judge(store, verdict, recorded_at=AT)
    assert doubts(store) == set()
