"""One entry of a list, told by several documents, is one listing; what differs stays apart."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claims import Judgement, Source, Verdict
from graph.fold import View, fold
from tests.building import Triple, key, source

LIST = "List:Entity List"


def entry(
    name: str,
    *,
    action: str | None = None,
    party: str = "Orca",
    on: str = LIST,
    twice: bool = False,
    since: str | None = None,
    published: str | None = None,
    **dates: Any,
) -> Source:
    """A document with an entry of one party (or two), by an action, on dates: `EFFECTIVE_ON="2019-10-09"`."""
    told: dict[str, Any] = {"valid_from": since} if since else {}
    cell = {"row": 1, "column": "name", "start": None, "end": None, "quote": party}
    triples: list[Triple] = [(party, "LISTED_BY", on, {**cell, **told})]
    for listing in ("Listing:entry", "Listing:second entry")[: 1 + twice]:
        triples += [(listing, "LISTING_OF", party, cell), (listing, "ON_LIST", on, cell)]
        triples += [(listing, "PART_OF", f"Event:{action}")] if action else []
        triples += [(listing, predicate, day) for predicate, day in dates.items()]
    anchors = {f"Event:{action}": action} if action else {}
    return source(name, f"{name} has {party} on {on}", *triples, anchors=anchors, official=True, published=published)


def listings(view: View) -> list[int]:
    """How many documents each listing has."""
    return sorted(entity.documents for label, entity in view.entities if label == "Listing")


def joined(*sources: Source) -> list[int]:
    return listings(fold(sources))


def test_one_action_makes_one_entry() -> None:
    view = fold([entry("a", action="october"), entry("b", action="october", EFFECTIVE_ON="2019-10-09")])
    assert listings(view) == [2]
    (reason,) = (j.reason for j in view.judgements if j.author == "rule:listing")
    assert reason.endswith("one action made both")
    assert joined(entry("a", action="october"), entry("b", action="june")) == [1, 1]


def test_dates_that_agree_make_one_entry() -> None:
    assert joined(entry("a", EFFECTIVE_ON="2019-10-09"), entry("b", EFFECTIVE_ON="2019-10")) == [2]
    assert joined(entry("a", since="2019-10-09"), entry("b", since="2019-10-09")) == [2]
    assert joined(entry("a", EFFECTIVE_ON="2019-10-09"), entry("b", EFFECTIVE_ON="2020")) == [1, 1]
    assert joined(entry("a", EFFECTIVE_ON="2019-10-09"), entry("b", PUBLISHED_ON="2019-10-09")) == [1, 1]
    both: dict[str, Any] = {"EFFECTIVE_ON": "2019-10-09", "ANNOUNCED_ON": "2019-10-07"}
    assert joined(entry("a", **both), entry("b", **both)) == [2]
    assert joined(entry("a", **both), entry("b", **both | {"ANNOUNCED_ON": "2019-10-08"})) == [1, 1]


def test_pages_near_each_other_make_one_entry() -> None:
    assert joined(entry("a", action="fr-83-37423"), entry("b", action="fr-83-37427")) == [2]
    assert joined(
        entry("a", action="fr-83-37423"), entry("b", action="fr-83-37427"), entry("c", action="fr-83-37425")
    ) == [3]
    assert joined(entry("a", action="fr-83-37423"), entry("b", action="fr-83-38427")) == [1, 1]
    assert joined(entry("a", action="fr-83-37423"), entry("b", action="fr-84-37423")) == [1, 1]
    assert joined(entry("a", action="fr-83-37423"), entry("b", action="a-known-rule")) == [1, 1]


def test_dates_do_not_overrule_actions() -> None:
    one, other = entry("a", action="first", since="2019-10-09"), entry("b", action="second", since="2019-10-09")
    assert joined(one, other) == [1, 1]
    assert joined(one, entry("b", since="2019-10-09")) == [2]


def test_an_entry_that_says_nothing_but_the_party_and_the_list_is_the_only_other() -> None:
    assert joined(entry("a"), entry("b")) == [2]
    assert joined(entry("a"), entry("b", EFFECTIVE_ON="2019")) == [2]
    assert joined(entry("a"), entry("b", EFFECTIVE_ON="2019"), entry("c", EFFECTIVE_ON="2021")) == [1, 1, 1]
    ended = entry("b", EFFECTIVE_ON="2019", ENDED_ON="2023-11-16")
    assert joined(entry("a", published="2022"), ended) == [2]
    assert joined(entry("a", published="2024"), ended) == [1, 1]


def test_other_parties_and_other_lists_are_other_entries() -> None:
    assert joined(entry("a", action="x"), entry("b", action="x", party="Kite")) == [1, 1]
    assert joined(entry("a", action="x"), entry("b", action="x", on="List:Other List")) == [1, 1]


def test_two_entries_of_one_document_stay_two_and_the_doubt_is_said() -> None:
    view = fold([entry("a", action="x", twice=True), entry("b", action="x")])
    assert listings(view) == [1, 1, 1]
    assert {j.verdict for j in view.judgements if j.author == "rule:listing"} == {Verdict.UNSURE}


def test_a_person_keeps_two_apart() -> None:
    one, other = entry("a", action="x"), entry("b", action="x")
    sides = (key(one, "Listing:entry"), key(other, "Listing:entry"))
    apart = Judgement.of(*sides, Verdict.NOT_SAME, "two notices", "person:ada", "2024-01-01")
    assert listings(fold([one, other], [apart])) == [1, 1]


def test_three_versions_make_one_entry() -> None:
    assert joined(*(entry(name, action="x", since="2019") for name in "abc")) == [3]


@settings(max_examples=60, deadline=None)
@given(
    st.data(),
    st.lists(
        st.tuples(st.sampled_from([None, "x", "y"]), st.sampled_from([None, "2019", "2019-10", "2020"]), st.booleans()),
        min_size=2,
        max_size=5,
    ),
)
def test_order_changes_nothing(data: st.DataObject, told: list[tuple[str | None, str | None, bool]]) -> None:
    sources = [
        entry(f"d{place}", action=action, twice=twice, **({"EFFECTIVE_ON": day} if day else {}))
        for place, (action, day, twice) in enumerate(told)
    ]
    assert fold(data.draw(st.permutations(sources))) == fold(sources)
