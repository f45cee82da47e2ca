"""Sources that differ on an entry of a list or on a party: found with both sides, and nothing else is."""

from __future__ import annotations

from typing import Any

from graph.claims import Source
from graph.fold import fold
from tests.building import Triple, source

LIST = "List:Entity List"
OCTOBER, JUNE, PART = ("Event:October round", "Event:June round", "Event:June round, part one")
ANCHORS = {OCTOBER: "october", JUNE: "june", PART: "june-one"}


def entry(name: str, action: str | None = None, *more: Triple, cited: str = "84 FR 1", **dates: Any) -> Source:
    """A document's entry of Orca: by an action that a citation names, listed from a day, on dates."""
    text = f"{name}: Orca, {cited}"
    since = {"valid_from": dates.pop("since")} if "since" in dates else {}
    triples: list[Triple] = [
        ("Orca", "LISTED_BY", LIST, since),
        ("Listing:entry", "LISTING_OF", "Orca"),
        ("Listing:entry", "ON_LIST", LIST),
    ]
    triples += [("Listing:entry", "PART_OF", action, {"quote": cited})] if action else []
    triples += [("Listing:entry", predicate, day) for predicate, day in dates.items()]
    return source(name, text, *triples, *more, anchors=ANCHORS | _unknown(action), official=True)


def _unknown(action: str | None) -> dict[str, str]:
    return {action: action.removeprefix("Event:")} if action and action not in ANCHORS else {}


def found(*sources: Source) -> set[tuple[str, str]]:
    return {(c.kind, c.about) for c in fold(sources).contradictions}


class TestActions:
    def test_two_sources_that_name_two_actions(self) -> None:
        one, other = entry("feed", OCTOBER, since="2019-10-09"), entry("list", JUNE, cited="85 FR 9")
        (clash,) = fold([one, other]).contradictions
        sides = {"October round (84 FR 1; listed since 2019-10-09), says 'feed'", "June round (85 FR 9), says 'list'"}
        assert (clash.kind, clash.about) == ("action", "company:orca")
        assert clash.why.startswith("Orca on Entity List was added by ")
        assert all(side in clash.why for side in sides)
        claims = {c.id: (s.document.name, c.quote) for s in (one, other) for c in s.claims}
        assert {claims[clash.left], claims[clash.right]} == {("feed", "84 FR 1"), ("list", "85 FR 9")}

    def test_one_action_or_a_part_of_it_is_no_clash(self) -> None:
        assert found(entry("a", OCTOBER), entry("b", OCTOBER, cited="84 FR 3")) == set()
        assert found(entry("a", JUNE), entry("b", PART, (PART, "PART_OF", JUNE), cited="85 FR 9")) == set()
        assert found(entry("a", OCTOBER), entry("b")) == set()

    def test_later_notices_are_no_clash(self) -> None:
        amended: Triple = ("Listing:entry", "AMENDED_BY", JUNE)
        assert found(entry("a", OCTOBER), entry("b", OCTOBER, amended)) == set()

    def test_pages_near_by_may_be_of_one_rule(self) -> None:
        pages = {"a": "76 FR 50407", "b": "76 FR 50409", "c": "76 FR 78146"}
        a, b, c = (entry(name, f"Event:fr-{page.replace(' FR ', '-')}", cited=page) for name, page in pages.items())
        assert found(a, b) == set()
        assert found(a, c) == {("action", "company:orca")}

    def test_a_document_with_two_entries_of_the_party_is_not_compared(self) -> None:
        second: list[Triple] = [
            ("Listing:again", "LISTING_OF", "Orca"),
            ("Listing:again", "ON_LIST", LIST),
            ("Listing:again", "PART_OF", JUNE),
        ]
        assert found(entry("a", OCTOBER, *second), entry("b", JUNE)) == set()

    def test_each_pair_of_actions_once_however_many_versions(self) -> None:
        feeds = [entry(f"feed {n}", OCTOBER) for n in range(4)]
        lists = [entry(f"list {n}", JUNE) for n in range(4)]
        assert len(fold([*feeds, *lists]).contradictions) == 1


class TestDates:
    def test_like_is_compared_with_like(self) -> None:
        one = entry("a", EFFECTIVE_ON="2019-10-09")
        assert found(one, entry("b", EFFECTIVE_ON="2019-10-10")) == {("date", "company:orca")}
        assert found(one, entry("b", EFFECTIVE_ON="2019-10")) == set()
        assert found(one, entry("b", PUBLISHED_ON="2019-10-10")) == set()

    def test_a_clash_on_one_listing_is_told_once(self) -> None:
        pair = [entry(name, OCTOBER, EFFECTIVE_ON=day) for name, day in (("a", "2019-10-09"), ("b", "2019-10-10"))]
        assert [c.kind for c in fold(pair).contradictions] == ["date"]


def party(name: str, called: str, country: str, number: str = "lei:7", **more: Any) -> Source:
    text = f"{called} of {country}"
    return source(name, text, (called, "IDENTIFIED_BY", number), (called, "LOCATED_IN", country), official=True, **more)


class TestParties:
    def test_one_identifier_in_two_countries(self) -> None:
        (clash,) = fold([party("a", "Orca", "CN"), party("b", "Orca", "US")]).contradictions
        assert clash.kind == "country"
        assert clash.why.startswith("lei:7 (Orca) is located in ")
        assert found(party("a", "Orca", "CN"), party("b", "Orca", "HK")) == set()
        assert found(party("a", "Orca", "CN"), party("b", "Orca", "US", "lei:8")) == set()

    def test_one_identifier_under_two_names(self) -> None:
        (clash,) = fold([party("a", "Orca", "CN"), party("b", "Kite", "CN")]).contradictions
        assert clash.kind == "name"
        assert {"'Orca', says 'a'", "'Kite', says 'b'"} <= set(_sides(clash.why))
        assert found(party("a", "Orca", "CN"), party("b", "Kite", "CN", aliases={"Kite": ["Orca"]})) == set()

    def test_a_name_written_shorter_or_in_another_script_is_no_other_name(self) -> None:
        assert found(party("a", "Orca", "CN"), party("b", "Orca Vision", "CN")) == set()
        assert found(party("a", "Orca", "CN"), party("b", "虎鲸", "CN")) == set()

    def test_a_share_class_ties_no_party(self) -> None:
        assert found(party("a", "Orca", "CN", "isin:1"), party("b", "Kite", "US", "isin:1")) == set()


def _sides(why: str) -> list[str]:
    return why.split(" is called ", 1)[1].split("; ")
