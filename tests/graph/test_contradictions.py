"""Contradictions found, each with the two documents that disagree, and nothing flagged that can hold together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claims import Source
from graph.fold import View, fold
from tests.building import Triple, source

FIRMS = ("Hikvision", "Dahua")
Part = tuple[str, str, int, str]  # the words that say it, the class, the number, the noun


def told(name: str, text: str, *parts: Part, members: Sequence[str] = FIRMS, **more: Any) -> Source:
    """A document that counts what one action added; each part's words are its quote."""
    event = "Event:listing"
    triples: list[Triple] = [(m, "MEMBER_OF", event) for m in members]
    triples += [
        (event, "ADDED_COUNT", kind, {"quote": quote, "count": number, "unit": unit})
        for quote, kind, number, unit in parts
    ]
    return source(name, text, *triples, **more)


def whole(name: str, number: int = 28, unit: str = "organizations", **more: Any) -> Source:
    text = f"{number} {unit} joined the list."
    return told(name, text, (text, "parties", number, unit), **more)


def firms(name: str, number: int = 28, unit: str = "firms") -> Source:
    text = f"The list grew by {number} {unit}."
    return told(name, text, (text, "companies", number, unit))


def bureaus_and_companies(name: str = "split", bureaus: int = 20, companies: int = 8) -> Source:
    text = f"Added were {bureaus} police bureaus and {companies} companies."
    return told(name, text, (text, "bodies", bureaus, "police bureaus"), (text, "companies", companies, "companies"))


def made_up(name: str = "sum") -> Source:
    """Eight, two further, and one and one and one: thirteen firms, over two sentences."""
    first = "Eight firms that make cameras were listed."
    second = "Two further firms followed, with one speech firm, one voice company and one startup."
    return told(
        name,
        f"{first} Some said so before. {second}",
        (first, "companies", 8, "firms"),
        (second, "companies", 2, "further firms"),
        (second, "companies", 1, "speech firm"),
        (second, "companies", 1, "voice company"),
        (second, "companies", 1, "startup"),
    )


def clashes(sources: Iterable[Source], kind: str) -> set[frozenset[str]]:
    """The pairs of documents that contradict each other in this way."""
    found = list(sources)
    home = {c.id: s.document.name for s in found for c in s.claims}
    return {frozenset({home[c.left], home[c.right]}) for c in fold(found).contradictions if c.kind == kind}


def why(sources: Iterable[Source]) -> str:
    (found,) = fold(sources).contradictions
    return found.why


class TestCounts:
    def test_a_sum_that_equals_the_total_agrees(self) -> None:
        assert clashes([whole("a"), bureaus_and_companies()], "count") == set()

    def test_firms_clash_with_bureaus_and_companies_on_what_they_are(self) -> None:
        pair = [firms("b"), bureaus_and_companies()]
        assert clashes(pair, "count") == {frozenset({"b", "split"})}
        text = why(pair)
        assert "28 firms" in text
        assert "20 police bureaus and 8 companies" in text
        assert "not on what they are" in text

    def test_a_make_up_clashes_with_a_total(self) -> None:
        assert clashes([made_up(), whole("a")], "count") == {frozenset({"a", "sum"})}
        assert "13 in all" in why([made_up(), whole("a")])

    def test_the_four_documents_of_one_action(self) -> None:
        """What a reader would flag, and no other pair."""
        found = clashes([made_up(), firms("b"), whole("a"), bureaus_and_companies()], "count")
        assert found == {frozenset(p) for p in combinations(["sum", "b", "a", "split"], 2)} - {
            frozenset({"a", "split"}),
            frozenset({"a", "b"}),
        }

    def test_public_bodies_among_the_parties_are_no_firms(self) -> None:
        mixed = whole("a", members=[*FIRMS, "Agency:Xinjiang Police College"])
        assert clashes([mixed, firms("b")], "count") == {frozenset({"a", "b"})}
        assert "public bodies among them" in why([mixed, firms("b")])
        assert clashes([mixed, bureaus_and_companies()], "count") == set()

    @pytest.mark.parametrize(("kind", "number"), [("bodies", 20), ("companies", 8)])
    def test_a_total_never_clashes_with_its_parts(self, kind: str, number: int) -> None:
        text = f"{number} of them stand on the list."
        part = told("part", text, (text, kind, number, kind))
        for other in (whole("a"), bureaus_and_companies()):
            assert clashes([part, other], "count") == set()

    def test_totals_and_classes_clash_with_their_like(self) -> None:
        assert clashes([whole("a"), whole("b", 27)], "count") == {frozenset({"a", "b"})}
        assert clashes([firms("a", 8), firms("b", 9)], "count") == {frozenset({"a", "b"})}
        assert clashes([firms("a", 8), bureaus_and_companies(companies=9)], "count") == {frozenset({"a", "split"})}

    def test_more_than_the_total_cannot_be_a_part(self) -> None:
        assert clashes([whole("a"), firms("b", 30)], "count") == {frozenset({"a", "b"})}

    @pytest.mark.parametrize("unit", ["facial recognition firms", "AI firms", "biometrics providers", "startups"])
    def test_a_narrower_noun_is_a_least_number(self, unit: str) -> None:
        assert clashes([firms("a", 6, unit), bureaus_and_companies()], "count") == set()
        assert clashes([firms("a", 9, unit), bureaus_and_companies()], "count") == {frozenset({"a", "split"})}

    @pytest.mark.parametrize("unit", ["Chinese firms", "U.S. companies", "more Chinese firms", "new companies"])
    def test_a_place_does_not_narrow(self, unit: str) -> None:
        assert clashes([firms("a", 6, unit), bureaus_and_companies()], "count") == {frozenset({"a", "split"})}

    def test_a_subset_counts_at_least(self) -> None:
        text = "33 companies were added, including five camera makers."
        june = told("a", text, (text, "companies", 33, "companies"), (text, "subset", 5, "camera makers"))
        assert clashes([june, whole("b", 33)], "count") == set()
        assert clashes([june, whole("b", 4)], "count") == {frozenset({"a", "b"})}

    def test_a_headline_repeated_adds_nothing(self) -> None:
        head, body = "28 Chinese companies blacklisted", "The list has 28 more Chinese firms."
        again = told(
            "a",
            f"{head}\n\n{body}",
            (head, "companies", 28, "Chinese companies"),
            (body, "companies", 28, "more Chinese firms"),
        )
        assert clashes([again, firms("b")], "count") == set()

    def test_two_actions_are_not_compared(self) -> None:
        other = whole("b", 33, members=["CloudWalk", "NetPosa"])
        assert clashes([whole("a"), other], "count") == set()

    def test_bounds_that_meet_agree(self) -> None:
        text = "More than 20 parties were added."
        about = source(
            "b", text, *((m, "MEMBER_OF", "Event:listing") for m in FIRMS),
            ("Event:listing", "ADDED_COUNT", "parties", {"quantity": {"kind": "count", "low": 20, "unit": "parties"}}),
        )  # fmt: skip
        assert clashes([whole("a"), about], "count") == set()
        assert clashes([whole("a", 19), about], "count") == {frozenset({"a", "b"})}

    def test_a_table_row_is_one_sentence(self) -> None:
        event, text = "Event:rule", "28;8;20"
        cells = [("count", "parties", 28), ("companies", "companies", 8), ("bodies", "bodies", 20)]
        rows: list[Triple] = [
            (
                event, "ADDED_COUNT", kind,
                {"quote": str(n), "row": 1, "column": column, "start": None, "end": None, "count": n, "unit": kind},
            )
            for column, kind, n in cells
        ]  # fmt: skip
        table = source(
            "t", text, *rows, *((m, "MEMBER_OF", event) for m in FIRMS), official=True, anchors={event: "rule"}
        )
        assert clashes([table, bureaus_and_companies(), whole("a")], "count") == set()
        assert clashes([table, firms("b")], "count") == {frozenset({"t", "b"})}

    def test_a_number_of_bodies_is_at_least_one(self) -> None:
        text = "28 organizations were added, firms as well as a number of agencies."
        some = {"quote": text, "quantity": {"kind": "count", "low": 1, "unit": "agencies"}}
        mixed = source(
            "a", text, *((m, "MEMBER_OF", "Event:listing") for m in FIRMS),
            ("Event:listing", "ADDED_COUNT", "parties", {"quote": text, "count": 28, "unit": "organizations"}),
            ("Event:listing", "ADDED_COUNT", "bodies", some),
        )  # fmt: skip
        assert clashes([mixed, firms("b")], "count") == {frozenset({"a", "b"})}
        assert clashes([mixed, bureaus_and_companies(), whole("c")], "count") == set()

    @settings(max_examples=100, deadline=None)
    @given(st.integers(1, 40), st.integers(1, 40))
    def test_what_adds_up_never_clashes(self, bureaus: int, companies: int) -> None:
        split = bureaus_and_companies(bureaus=bureaus, companies=companies)
        others = [whole("a", bureaus + companies), firms("b", companies)]
        assert clashes([split, *others], "count") == set()
        assert clashes([split, whole("a", bureaus + companies + 1)], "count") != set()


def relation(
    name: str, predicate: str, owner: str = "Acme", more: dict[str, Any] | None = None, **document: Any
) -> Source:
    return source(name, f"{name} on {owner}.", (owner, predicate, "Bolt", more or {}), **document)


def contested(view: View) -> set[tuple[str, str]]:
    return {(e.type.value, e.source) for e in view.edges if e.contested}


def test_dates_that_agree_at_the_coarser_precision_do_not_clash() -> None:
    def rule(name: str, day: str) -> Source:
        return source(name, name, ("Event:rule", "EFFECTIVE_ON", day), anchors={"Event:rule": "rule"})

    assert clashes([rule("a", "2019-10"), rule("b", "2019-10-09")], "date") == set()
    assert clashes([rule("a", "2019-10"), rule("b", "2019-11-09")], "date") == {frozenset({"a", "b"})}


def test_a_denial_contests_the_edge() -> None:
    pair = [relation("a", "SUPPLIES"), relation("b", "SUPPLIES", more={"modality": "negated"})]
    assert clashes(pair, "denial") == {frozenset({"a", "b"})}
    assert contested(fold(pair)) == {("SUPPLIES", "company:acme")}
    assert why(pair) == "'a' says that Acme supplies Bolt; 'b' denies it"


def test_a_possibility_contradicts_nothing() -> None:
    pair = [
        relation("a", "SUPPLIES", more={"modality": "possible"}),
        relation("b", "SUPPLIES", more={"modality": "negated"}),
    ]
    assert clashes(pair, "denial") == set()


def test_a_denial_of_another_time_contradicts_nothing() -> None:
    before = relation("a", "SUPPLIES", more={"valid_from": "2015", "valid_to": "2017"})
    after = relation("b", "SUPPLIES", more={"valid_from": "2019", "modality": "negated"})
    assert clashes([before, after], "denial") == set()


def test_a_parent_by_one_is_an_investor_by_another() -> None:
    pair = [relation("a", "OWNS"), relation("b", "INVESTED_IN")]
    assert clashes(pair, "parentage") == {frozenset({"a", "b"})}
    assert contested(fold(pair)) == {("OWNS", "company:acme"), ("INVESTED_IN", "company:acme")}


def test_one_voice_does_not_contradict_itself_on_parentage() -> None:
    assert clashes([relation("a", "OWNS", source="x"), relation("b", "INVESTED_IN", source="x")], "parentage") == set()


def test_a_minority_share_is_no_parentage() -> None:
    assert clashes([relation("a", "OWNS", more={"share": "10"}), relation("b", "INVESTED_IN")], "parentage") == set()


def test_two_owners_cannot_hold_more_than_the_whole() -> None:
    one, other = relation("a", "OWNS", more={"share": "60"}), relation("b", "OWNS", "Cog", {"share": "51"})
    assert clashes([one, other], "ownership") == {frozenset({"a", "b"})}
    assert contested(fold([one, other])) == {("OWNS", "company:acme"), ("OWNS", "company:cog")}
    assert clashes([one, relation("b", "OWNS", "Cog", {"share": "40"})], "ownership") == set()


def test_an_owners_owner_may_hold_it_all_too() -> None:
    chain = source("c", "Cog owns Acme.", ("Cog", "OWNS", "Acme"))
    one, other = relation("a", "OWNS", more={"share": "100"}), relation("b", "OWNS", "Cog", {"share": "100"})
    assert clashes([one, other, chain], "ownership") == set()


def test_owners_of_two_times_may_both_be_right() -> None:
    one = relation("a", "OWNS", more={"share": "100", "valid_from": "2010", "valid_to": "2015"})
    other = relation("b", "OWNS", "Cog", {"share": "100", "valid_from": "2016"})
    assert clashes([one, other], "ownership") == set()


def test_listed_by_one_and_not_by_another() -> None:
    def listed(name: str, by: str, modality: str = "asserted") -> Source:
        return source(name, name, ("Acme", "LISTED_BY", by, {"modality": modality}))

    kept = source("k", "k", ("List:Entity List", "ADMINISTERED_BY", "Agency:BIS"))
    same_list = [listed("a", "List:Entity List"), listed("b", "List:Entity List", "negated")]
    assert clashes(same_list, "listing") == {frozenset({"a", "b"})}
    by_agency = [listed("a", "List:Entity List"), listed("b", "Agency:BIS", "negated")]
    assert clashes([*by_agency, kept], "listing") == {frozenset({"a", "b"})}
    assert contested(fold([*by_agency, kept])) == {("LISTED_BY", "company:acme")}
    assert clashes(by_agency, "listing") == set()


def test_claims_are_kept_whatever_contradicts_them() -> None:
    sources = [relation("a", "OWNS"), relation("b", "INVESTED_IN"), relation("c", "OWNS", more={"modality": "negated"})]
    view = fold(sources)
    assert {c for e in view.edges for c in e.claims} == {
        c.id for s in sources for c in s.claims if c.object and c.modality != "negated"
    }
    assert all(c.left < c.right for c in view.contradictions)
