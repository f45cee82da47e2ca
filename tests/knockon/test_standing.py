"""`knockon listed`: status by list as of a date, as known at a time, and which licence review applies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph import ledger
from graph.claims import Judgement, Verdict
from graph.errors import InputError
from graph.fold import fold
from graph.known import known_at
from graph.store import open_store
from graph.store.protocol import Store
from knockon.archive import Archive
from knockon.explain import party_report
from knockon.standing import report, standing, standing_of
from tests.building import key, source
from tests.graph.test_versions import listed
from tests.knockon.conftest import Run

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A graph of the tables that ship."""
    import knockon

    url = str(tmp_path_factory.mktemp("shipped") / "g")
    with knockon.open(url) as graph:
        graph.load(*sorted(map(str, (DATA / "actions").glob("*.csv"))), str(DATA / "firms.csv"))
    return url


def asked(run: Run, *arguments: str) -> dict[str, Any]:
    done = run("listed", *arguments, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def statuses(found: dict[str, Any]) -> list[tuple[str, str, bool]]:
    return [(one["list_name"], one["standing"], one["listed"]) for one in found["lists"]]


@pytest.mark.parametrize(
    ("as_of", "status", "is_listed"),
    [
        ("2020-05-21", "not yet announced", False),
        ("2020-05-25", "announced, not yet effective", True),
        ("2020-06-05", "in force", True),
    ],
)
def test_announced_is_told_from_effective(run: Run, shipped: str, as_of: str, status: str, is_listed: bool) -> None:
    found = asked(run, "CloudWalk", "--as-of", as_of, "--store", shipped)
    assert statuses(found) == [("Entity List", status, is_listed)]
    assert (found["schema"], found["asOf"]) == ("knockon/listed/1", as_of)


def test_what_a_notice_removed_has_ended(run: Run, shipped: str) -> None:
    name = "company:institute-of-forensic-science"
    held = asked(run, "Ministry of Public Security's Institute of Forensic Science of China", "--store", shipped)
    assert statuses(held) == [("Entity List", "ended", False)], name
    assert {c["value"] for c in held["lists"][0]["claims"] if c["predicate"] == "ENDED_ON"} == {"2023-11-16"}


def test_each_term_has_its_evidence_and_holds_on_the_day(run: Run, shipped: str) -> None:
    def terms(as_of: str) -> set[tuple[str, str]]:
        claims = asked(run, "Hikvision", "--as-of", as_of, "--store", shipped)["lists"][0]["claims"]
        assert all(claim["quote"] and claim["citation"] for claim in claims)
        return {(claim["predicate"], claim["value"] or claim["object"]) for claim in claims}

    before, after = terms("2020-07-21"), terms("2020-07-22")
    new = "case by case: items necessary to detect, identify and treat infectious disease"
    assert ("LICENCE_REVIEW", new) in after - before
    assert {("CITED_AS", "84 FR 54004"), ("LICENCE_REVIEW", "case by case: 1A995")} <= before & after


@pytest.mark.parametrize(
    ("eccn", "reviews"),
    [
        ("1A995", {("case by case: 1A995", "by name")}),
        ("1a004.c.1", {("case by case: 1A004.c", "by name")}),
        (
            "1A004",
            {
                ("case by case: 1A004.c", "in part: 1A004.c alone"),
                ("case by case: 1A004.d", "in part: 1A004.d alone"),
                ("presumption of denial: all other items", "as an item not named"),
            },
        ),
        ("5A002", {("presumption of denial: all other items", "as an item not named")}),
    ],
)
def test_the_review_of_an_item(run: Run, shipped: str, eccn: str, reviews: set[tuple[str, str]]) -> None:
    (one,) = asked(run, "Hikvision", "--eccn", eccn, "--store", shipped)["lists"]
    assert {(r["review"], r["why"]) for r in one["reviews"]} == reviews


def test_slips_are_told(run: Run, shipped: str) -> None:
    assert run("listed", "Hikvision", "--eccn", "cameras", "--store", shipped).exit_code == 4
    assert run("listed", "Hikvision", "--as-of", "soon", "--store", shipped).exit_code == 4
    assert run("listed", "Hikvision", "--known-at", "soon", "--store", shipped).exit_code == 4
    assert run("listed", "Nobody Ever", "--store", shipped).exit_code == 3


def test_who_is_on_no_list_is_told_what_was_searched(run: Run, shipped: str) -> None:
    done = run("listed", "Qualcomm", "--markdown", "--store", shipped)
    assert "No list in this graph has it" in done.stdout
    assert "entity-list-2019-10" in done.stdout
    assert "on no list" in run("listed", "Qualcomm", "--store", shipped).stderr


def test_the_part_of_the_store_says_what_the_whole_does(shipped: str) -> None:
    with open_store(shipped) as store:
        archive = Archive(ledger.sources(store), ledger.view(store))
        for party in ("company:hikvision", "company:cloudwalk", "company:huawei", "company:qualcomm"):
            for as_of in (None, "2019-10-08", "2020-05-25"):
                whole = standing(archive, party, as_of=as_of, eccn="1A995")
                assert standing_of(store, party, as_of=as_of, eccn="1A995") == whole


def test_a_missing_party_is_flagged(store: Store) -> None:
    old, new = listed("v1", ["Orca", "Kite"], published="2021"), listed("v2", ["Orca"], published="2022")
    ledger.load(store, [old, new])
    assert [on.listing.standing for on in standing_of(store, "Kite").lists] == ["missing since 2022"]
    assert [on.listing.standing for on in standing_of(store, "Kite", as_of="2021").lists] == ["in force, date unknown"]


def test_explain_flags_who_is_missing_unless_a_notice_removed_them() -> None:
    ended = ("Listing:Lynx on it", "ENDED_ON", "2021-11-16")
    old = listed("v1", ["Orca", "Kite", "Lynx"], ended, published="2021")
    sources = [old, listed("v2", ["Orca"], published="2022")]
    archive = Archive(sources, fold(sources))
    told = {name: [edge.missing_since for edge in archive.party(name).out] for name in ("Orca", "Kite", "Lynx")}
    assert told == {"Orca": [None], "Kite": ["2022"], "Lynx": [None]}
    said = party_report(archive.party("Kite"))
    assert "missing since 2022" in said.markdown()
    assert [edge["missingSince"] for edge in said.document["edges"]] == ["2022"]


def test_disputes_stand_beside_the_listing(store: Store) -> None:
    cited = [("a", "2019-10-09"), ("b", "2020-06-05")]
    ledger.load(store, [listed(n, ["Orca"], ("Listing:Orca on it", "EFFECTIVE_ON", day)) for n, day in cited])
    (one,) = standing_of(store, "Orca").lists
    assert [dispute.kind for dispute in one.disputes] == ["date"]
    assert {words.value for words in one.facts} == {"2019-10-09", "2020-06-05"}
    assert "sources disagree" in report(standing_of(store, "Orca")).markdown()


def test_what_a_list_says_of_an_action_in_every_row_is_told_once(store: Store) -> None:
    rows = [("Event:round", "PUBLISHED_ON", "2019-10-09", {"row": n, "column": "cited", "start": None}) for n in (1, 2)]
    made = ("Listing:Orca on it", "PART_OF", "Event:round")
    ledger.load(store, [listed("v1", ["Orca"], made, *rows, anchors={"Event:round": "round"})])
    (one,) = standing_of(store, "Orca").lists
    assert [words.value for words in one.facts if words.predicate == "PUBLISHED_ON"] == ["2019-10-09"]


class TestKnownAt:
    def test_what_was_loaded_and_withdrawn_by_then(self, store: Store) -> None:
        one, other = listed("one", ["Orca"]), source("other", "Kite owns Orca", ("Kite", "OWNS", "Orca"))
        ledger.load(store, [one], recorded_at="2024-01-01T00:00:00Z")
        ledger.load(store, [other], recorded_at="2024-02-01T00:00:00Z")
        ledger.withdraw(store, "one", recorded_at="2024-03-01T00:00:00Z")
        ledger.load(store, [one], recorded_at="2024-04-01T00:00:00Z")

        def names(when: str) -> list[str]:
            return sorted(s.document.name for s in known_at(store, when)[0])

        assert names("2023-12-31") == []
        assert names("2024-01-01") == ["one"]  # a day counts to its end
        assert names("2024-01-31T23:59:59Z") == ["one"]
        assert names("2024-02-01T01:00:00+01:00") == ["one", "other"]
        assert names("2024-03-01T00:00:00Z") == ["other"]
        assert names("2024-05-01") == ["one", "other"]
        assert known_at(store, "2024-05-01")[0] == ledger.sources(store)
        assert known_at(store, "2024-02-15")[0] == ledger.sources(store)

    def test_persons_judgements_count_from_when_they_were_made(self, store: Store) -> None:
        one, other = listed("one", ["Orca"]), listed("other", ["Orca"])
        ledger.load(store, [one, other], recorded_at="2024-01-01T00:00:00Z")
        said = Judgement.of(key(one, "Orca"), key(other, "Orca"), Verdict.NOT_SAME, "two", "person:ada", "2024-02-01")
        ledger.judge(store, said, recorded_at="2024-02-01T00:00:00Z")
        counts = [
            sum(entity.name == "Orca" for _, entity in fold(*known_at(store, when)).entities)
            for when in ("2024-01-15", "2024-02-15")
        ]
        assert counts == [1, 2]

    def test_an_answer_as_known_then(self, store: Store) -> None:
        ended = listed("notice", ["Orca"], ("Listing:Orca on it", "ENDED_ON", "2023-11-16"))
        ledger.load(store, [listed("list", ["Orca"], published="2022")], recorded_at="2022-05-01T00:00:00Z")
        ledger.load(store, [ended], recorded_at="2024-01-01T00:00:00Z")
        told = {
            when: [on.listing.standing for on in standing_of(store, "Orca", as_of="2023-12-01", known_at=when).lists]
            for when in ("2023-12-31", "2024-01-02")
        }
        assert told == {"2023-12-31": ["in force, date unknown"], "2024-01-02": ["ended"]}

    def test_no_time(self, store: Store) -> None:
        with pytest.raises(InputError, match="give one of ISO 8601"):
            known_at(store, "yesterday")
