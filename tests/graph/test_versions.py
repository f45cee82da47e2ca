"""Two versions of a list: what changed, who is missing, and what stops a version that lost too much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from graph import ledger
from graph.claims import Part, Records, Source
from graph.errors import InputError
from graph.exposure import exposure
from graph.projection import to_networkx
from graph.start import Start
from graph.store.protocol import Store
from graph.versions import Tally, check_drop, guarded, last_counts, version_of
from graph.versions_compared import Difference, Kind, compare
from graph.versions_missing import missing_since
from tests.building import Triple, source

LIST = "List:Entity List"


def listed(
    name: str,
    parties: Sequence[str],
    *more: Triple,
    published: str | None = None,
    on: str = LIST,
    series: str | None = "the-list",
    **further: Any,
) -> Source:
    """A version of a list that has these parties, each by a listing of its own."""
    triples: list[Triple] = []
    for party in parties:
        listing = f"Listing:{party.split(':')[-1]} on it"
        triples += [(party, "LISTED_BY", on), (listing, "LISTING_OF", party), (listing, "ON_LIST", on)]
    return source(
        name, f"{name} lists {', '.join(parties)}", *triples, *more,
        published=published, series=series, official=True, **further,
    )  # fmt: skip


def difference(old: Source, new: Source) -> Difference:
    return compare(version_of(old), version_of(new))


def told(found: Difference) -> set[tuple[str, str, str | None]]:
    return {(change.kind.value, change.entry.name, change.since) for change in found.changes}


def fields(found: Difference) -> set[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    return {(c.entry.name, f.field, tuple(f.gone), tuple(f.come)) for c in found.changes for f in c.fields}


class TestDifference:
    def test_added_missing_and_the_rest_unchanged(self) -> None:
        found = difference(
            listed("old", ["Orca", "Kite"], published="2022-04-21"),
            listed("new", ["Orca", "Lynx"], published="2026-07-09"),
        )
        assert told(found) == {("added", "Lynx", "2026-07-09"), ("missing", "Kite", "2026-07-09")}
        assert found.unchanged == 1

    def test_a_notice_tells_ended_from_missing(self) -> None:
        ended: Triple = ("Listing:Kite on it", "ENDED_ON", "2023-11-16")
        found = difference(listed("old", ["Orca", "Kite"], ended), listed("new", ["Orca"], published="2026"))
        assert told(found) == {("ended", "Kite", "2023-11-16")}
        old = version_of(listed("old", ["Orca", "Kite"]))
        key = next(entry.key for entry in old.entries if entry.name == "Kite")
        notices = {(key, "Entity List"): ("2023-11-16", "removals, row 3")}
        (change,) = compare(old, version_of(listed("new", ["Orca"])), notices).changes
        assert (change.kind, change.since, change.notice) == (Kind.ENDED, "2023-11-16", "removals, row 3")

    def test_a_day_that_the_newer_version_does_not_bear_stays_unknown(self) -> None:
        assert told(difference(listed("old", ["Orca", "Kite"]), listed("new", ["Orca"]))) == {("missing", "Kite", None)}

    def test_every_field_is_compared(self) -> None:
        old = listed(
            "old", ["Orca"],
            ("Orca", "LOCATED_IN", "CN"), ("Orca", "HAS_ADDRESS", "1 Quay  Road"),
            ("Listing:Orca on it", "CITED_AS", "84 FR 1"), ("Listing:Orca on it", "LICENCE_POLICY", "case by case"),
            ("Listing:Orca on it", "EFFECTIVE_ON", "2019-10-09"),
        )  # fmt: skip
        new = listed(
            "new", ["Orca"],
            ("Orca", "LOCATED_IN", "HK"), ("Orca", "HAS_ADDRESS", "1 Quay Road"),
            ("Orca", "HAS_ADDRESS", "2 Quay Road"),
            ("Listing:Orca on it", "CITED_AS", "84 FR 1"), ("Listing:Orca on it", "CITED_AS", "85 FR 9"),
            ("Listing:Orca on it", "LICENCE_POLICY", "presumption of denial"),
            ("Listing:Orca on it", "EFFECTIVE_ON", "2019-10-09"),
            aliases={"Orca": ["Orca Vision"]},
        )  # fmt: skip
        found = difference(old, new)
        assert {kind for kind, _, _ in told(found)} == {"changed"}
        assert fields(found) == {
            ("Orca", "aliases", (), ("Orca Vision",)),
            ("Orca", "address", (), ("2 Quay Road",)),
            ("Orca", "country", ("CN",), ("HK",)),
            ("Orca", "citation", (), ("85 FR 9",)),
            ("Orca", "licence policy", ("case by case",), ("presumption of denial",)),
        }

    def test_what_one_format_never_gives_is_not_compared(self) -> None:
        old = listed("old", ["Orca"], ("Orca", "LOCATED_IN", "CN"), format="csv")
        new = listed("new", ["Orca"], ("Listing:Orca on it", "CITED_AS", "84 FR 1"), format="json")
        found = difference(old, new)
        assert (fields(found), found.unchanged) == (set(), 1)
        assert (found.silent_old, found.silent_new) == (("citation",), ("country",))

    def test_an_identifier_matches_across_names(self) -> None:
        old = listed("old", ["Orca", "Kite"], ("Orca", "IDENTIFIED_BY", "ofac:7"), ("Kite", "IDENTIFIED_BY", "ofac:8"))
        new = listed(
            "new", ["Falcon", "Kite"], ("Falcon", "IDENTIFIED_BY", "ofac:7"), ("Kite", "IDENTIFIED_BY", "ofac:8")
        )
        assert fields(difference(old, new)) == {("Falcon", "name", ("Orca",), ("Falcon",))}

    def test_a_further_name_that_one_alone_bears_matches(self) -> None:
        old = listed("old", ["Orca"], aliases={"Orca": ["Orca Vision"]})
        new = listed("new", ["Orca Vision"], aliases={"Orca Vision": ["Orca"]})
        assert fields(difference(old, new)) == {
            ("Orca Vision", "name", ("Orca",), ("Orca Vision",)),
            ("Orca Vision", "aliases", ("Orca Vision",), ("Orca",)),
        }
        two = listed(
            "new", ["Orca Vision", "Orca Sound"], aliases={"Orca Vision": ["Orca V"], "Orca Sound": ["Orca V"]}
        )
        split = difference(listed("old", ["Kite"], aliases={"Kite": ["Orca V"]}), two)
        assert {kind for kind, _, _ in told(split)} == {"added", "missing"}

    def test_entries_of_one_name_go_with_those_that_are_most_alike(self) -> None:
        home = ("Orca", "HAS_ADDRESS", "1 Quay Road"), ("Orca#2", "HAS_ADDRESS", "9 Hill Lane")
        away = ("Orca", "HAS_ADDRESS", "9 Hill Lane"), ("Orca#2", "HAS_ADDRESS", "1 Quay Road")
        old, new = listed("old", ["Orca", "Orca#2"], *home), listed("new", ["Orca", "Orca#2"], *away)
        found = difference(old, new)
        assert (fields(found), found.unchanged) == (set(), 2)

    def test_a_list_that_one_version_lacks_is_not_compared(self) -> None:
        old = listed("old", ["Orca"])
        both = source("new", "both", ("Orca", "LISTED_BY", LIST), ("Kite", "LISTED_BY", "List:Other List"))
        found = difference(old, both)
        assert (told(found), dict(found.only_new)) == (set(), {"Other List": 1})
        assert dict(difference(both, old).only_old) == {"Other List": 1}

    def test_a_register_is_compared_by_its_parties(self) -> None:
        old = source("old", "old", ("Orca", "OWNS", "Kite", {"share": "60"}), ("Kite", "LOCATED_IN", "CN"))
        new = source("new", "new", ("Orca", "OWNS", "Kite", {"share": "51"}), ("Kite", "LOCATED_IN", "CN"))
        assert fields(difference(old, new)) == {("Orca", "owns", ("Kite (60 %)",), ("Kite (51 %)",))}

    def test_the_older_version_comes_first(self) -> None:
        with pytest.raises(InputError, match="name the older version first"):
            difference(listed("new", ["Orca"], published="2026"), listed("old", ["Orca"], published="2022"))


class TestDrop:
    def drop(self, had: int, has: int, *, days: tuple[str | None, str | None] = ("2022", "2026"), **more: bool) -> None:
        old, new = (listed(name, ["Orca"], published=day).document for name, day in zip("ab", days, strict=True))
        check_drop((old, {"Entity List": had}), (new, {"Entity List": has}), **more)

    def test_a_mass_drop_stops_and_names_both_counts(self) -> None:
        with pytest.raises(InputError, match=r"79 entries of Entity List, but 'a' of 2022 had 100.*--partial"):
            self.drop(100, 79)

    def test_what_may_be_lost(self) -> None:
        self.drop(100, 80)
        self.drop(10, 5)
        self.drop(100, 0, partial=True)
        self.drop(100, 1, days=("2026", "2022"))

    def test_a_version_without_a_day_is_taken_for_a_newer_one(self) -> None:
        with pytest.raises(InputError):
            self.drop(100, 1, days=("2026", None))

    def test_counts_of_a_stream_are_those_of_the_store(self, store: Store) -> None:
        old = listed("old", ["Orca", "Kite"], published="2022")
        ledger.load(store, [listed("older", ["Orca"], published="2021"), old])
        new = listed("new", ["Orca"], published="2026")
        tally = Tally()
        assert list(tally.of([Part(old.parties, old.claims)])) == [Part(old.parties, old.claims)]
        last = last_counts(store, new.document)
        assert last is not None
        assert (last[0].id, last[1], dict(tally.counts)) == (old.document.id, {"Entity List": 2}, {"Entity List": 2})
        assert last_counts(store, listed("x", ["Orca"], series=None).document) is None

    def test_a_version_that_lost_too_much_is_stopped_before_it_is_kept(self, store: Store) -> None:
        firms = [f"Firm {n}" for n in range(20)]
        ledger.load(store, [listed("old", firms, published="2022")])
        cut = listed("new", firms[:8], published="2026")
        stream = Records(cut.document, iter([Part(cut.parties, cut.claims)]))
        for said in (cut, stream):
            with pytest.raises(InputError, match="8 entries of Entity List, but 'old' of 2022 had 20"):
                _read(guarded(store, said))
        whole = listed("new", firms[:18], published="2026")
        for said in (whole, Records(whole.document, iter([Part(whole.parties, whole.claims)]))):
            assert {c.id for c in _read(guarded(store, said)).claims} == {c.id for c in whole.claims}
        assert guarded(store, cut, partial=True) is cut


def _read(said: Source | Records) -> Source:
    return said.whole() if isinstance(said, Records) else said


class TestMissing:
    def status(self, sources: Sequence[Source], store: Store, as_of: str | None = None) -> dict[str, str]:
        ledger.load(store, sources)
        answer = exposure(to_networkx(store), Start.everything(), as_of=as_of)
        assert not answer.left_out
        return {one.party.name: x.standing for one in answer.listed for x in one.listings}

    def test_missing_since_the_first_version_without_it(self, store: Store) -> None:
        """It counts as listed still; a version of after the date, or without the list, tells nothing."""
        versions = [
            listed("v1", ["Orca", "Kite"], published="2021-01-01"),
            listed("v2", ["Orca"], published="2022-01-01"),
            listed("v3", ["Orca"], published="2023-01-01"),
            listed("v4", ["Lynx"], published="2024-01-01", on="List:Other List"),
            listed("undated", ["Orca"]),
        ]
        assert self.status(versions, store) == {
            "Orca": "in force, date unknown",
            "Kite": "missing since 2022-01-01",
            "Lynx": "in force, date unknown",
        }
        assert self.status(versions, store, "2021-06-01")["Kite"] == "in force, date unknown"
        assert self.status(versions, store, "2022-06-01")["Kite"] == "missing since 2022-01-01"

    def test_a_notice_goes_before(self, store: Store) -> None:
        ended: Triple = ("Listing:Kite on it", "ENDED_ON", "2021-11-16")
        ledger.load(
            store, [listed("v1", ["Orca", "Kite"], ended, published="2021"), listed("v2", ["Orca"], published="2022")]
        )
        answer = exposure(to_networkx(store), Start.everything())
        assert [(one.party.name, x.standing) for one in answer.left_out for x in one.listings] == [("Kite", "ended")]

    def test_who_comes_back_is_not_missing(self) -> None:
        documents = [
            {"id": i, "series": "s", "published": day} for i, day in zip("abc", ("2021", "2022", "2023"), strict=True)
        ]
        held = {("x", "l"): "ac", ("y", "l"): "ab", ("z", "l"): "abc", ("w", "l"): "a"}
        assert missing_since(held, documents) == {("y", "l"): "2023", ("w", "l"): "2022"}

    def test_one_series_that_has_it_is_enough(self) -> None:
        documents = [
            {"id": "a", "series": "s", "published": "2021"},
            {"id": "b", "series": "s", "published": "2022"},
            {"id": "c", "series": "t", "published": "2020"},
        ]
        assert missing_since({("x", "l"): "ac", ("y", "l"): "abc"}, documents) == {}
        assert missing_since({("x", "l"): "a", ("y", "l"): "bc"}, documents) == {("x", "l"): "2022"}
