"""One action told by several documents is one event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claims import Source, Verdict
from graph.fold import View, fold
from tests.building import Triple, source

OCTOBER = ("Hikvision", "Dahua", "SenseTime", "Megvii")
JUNE = ("CloudWalk", "NetPosa", "SenseNets")


def action(
    name: str,
    members: Sequence[str],
    *,
    on: str | None = "List:Entity List",
    dates: Sequence[tuple[str, str]] = (),
    anchor: str | None = None,
    count: int | None = None,
    more: Sequence[Triple] = (),
    **document: Any,
) -> Source:
    """A document that tells of one action and the parties that it listed."""
    event = "Event:listing"
    triples: list[Triple] = [(member, "MEMBER_OF", event) for member in members]
    triples += [(member, "LISTED_BY", on) for member in members if on]
    triples += [(event, predicate, day) for predicate, day in dates]
    triples += [(event, "ADDED_COUNT", "parties", {"count": count})] if count else []
    anchors = {event: anchor} if anchor else {}
    return source(
        name, f"{name} tells of the listing.", *triples, *more,
        anchors=anchors, kinds={event: "listing action"}, official=anchor is not None, **document,
    )  # fmt: skip


def sizes(view: View) -> list[int]:
    return sorted(e.documents for label, e in view.entities if label == "Event")


def official(name: str = "rule", **more: Any) -> Source:
    dates = (("ANNOUNCED_ON", "2019-10-07"), ("EFFECTIVE_ON", "2019-10-09"))
    return action(name, OCTOBER, anchor="october", dates=dates, count=28, **more)


def test_two_shared_members_make_one_event_and_say_so() -> None:
    view = fold([action("a", OCTOBER[:3]), action("b", OCTOBER[1:])])
    assert sizes(view) == [2]
    (reason,) = [j.reason for j in view.judgements if j.author == "rule:event"]
    assert {"'a'", "'b'"} <= set(reason.split())
    assert "2 of 3 and 3" in reason


def test_half_of_the_shorter_list_is_enough() -> None:
    assert sizes(fold([action("a", OCTOBER[:1]), action("b", OCTOBER)])) == [2]
    assert sizes(fold([action("a", [OCTOBER[0], "Bolt", "Cog"]), action("b", OCTOBER)])) == [1, 1]


def test_one_firm_in_two_years_does_not_join_them() -> None:
    one = action("a", ["Huawei"], dates=[("EFFECTIVE_ON", "2019-05-16")])
    other = action("b", ["Huawei", *JUNE], dates=[("EFFECTIVE_ON", "2020-06-05")])
    assert sizes(fold([one, other])) == [1, 1]
    assert sizes(fold([action("a", ["Huawei", *OCTOBER]), action("b", ["Huawei", *JUNE])])) == [1, 1]


def test_dates_agree_at_the_coarser_precision() -> None:
    one = action("a", OCTOBER, dates=[("ANNOUNCED_ON", "2019-10")])
    assert sizes(fold([one, official()])) == [2]
    assert sizes(fold([action("a", OCTOBER, dates=[("ANNOUNCED_ON", "2019-09")]), official()])) == [1, 1]


def test_a_day_between_announcement_and_effect_fits() -> None:
    assert sizes(fold([action("a", OCTOBER, dates=[("PUBLISHED_ON", "2019-10-08")]), official()])) == [2]


def test_nobody_tells_of_an_action_before_it_was_made() -> None:
    assert sizes(fold([action("a", OCTOBER, published="2019-06-01"), official()])) == [1, 1]
    assert sizes(fold([action("a", OCTOBER, published="2019-10"), official()])) == [2]


def test_other_lists_are_other_actions() -> None:
    assert sizes(fold([action("a", OCTOBER, on="List:MEU List"), action("b", OCTOBER)])) == [1, 1]
    assert sizes(fold([action("a", OCTOBER, on=None), action("b", OCTOBER)])) == [2]


def test_two_events_of_one_document_stay_two() -> None:
    more: list[Triple] = [(m, "MEMBER_OF", "Event:second listing") for m in OCTOBER]
    assert sizes(fold([action("a", OCTOBER, more=more)])) == [1, 1]


def test_what_fits_two_actions_alike_stays_apart() -> None:
    first = action("x", ["Hikvision", "Acme"], anchor="first")
    second = action("y", ["Hikvision", "Bolt"], anchor="second")
    view = fold([first, second, action("a", ["Hikvision"])])
    assert sizes(view) == [1, 1, 1]
    assert {j.verdict for j in view.judgements if j.author == "rule:event"} == {Verdict.UNSURE}


def test_the_official_action_wins() -> None:
    """ "b" tells of October and, apart from it, of another action with the same two firms."""
    more: list[Triple] = [(m, "MEMBER_OF", "Event:second listing") for m in OCTOBER[:2]]
    view = fold([official(), action("b", [*OCTOBER], more=more), action("c", OCTOBER[:2])])
    joined = {e.id: e.documents for label, e in view.entities if label == "Event"}
    assert joined["event:october"] == 3


def test_the_count_tells_the_whole_from_its_part() -> None:
    part: list[Triple] = [
        ("Event:part", "PART_OF", "Event:listing"),
        ("Event:part", "ADDED_COUNT", "parties", {"count": 9}),
    ]
    part += [(m, "MEMBER_OF", "Event:part") for m in JUNE]
    rule = source(
        "rule", "the rule", *part, ("Event:listing", "ADDED_COUNT", "parties", {"count": 33}),
        anchors={"Event:part": "part", "Event:listing": "whole"}, official=True,
        kinds={"Event:part": "listing action", "Event:listing": "listing action"},
    )  # fmt: skip

    def joined(count: int | None) -> set[str]:
        view = fold([rule, action("a", JUNE, count=count)])
        return {e.id for label, e in view.entities if label == "Event" and e.documents == 2}

    assert joined(33) == {"event:whole"}
    assert joined(9) == {"event:part"}
    assert joined(None) == {"event:whole"}


def test_members_come_through_listings_too() -> None:
    triples: list[Triple] = []
    for firm in OCTOBER:
        listing = f"Listing:{firm} listed"
        triples += [
            (listing, "LISTING_OF", firm),
            (listing, "ON_LIST", "List:Entity List"),
            (listing, "PART_OF", "Event:rule"),
        ]
    rule = source("rule", "the rule", *triples, anchors={"Event:rule": "rule"}, official=True)
    assert ("event:rule", 2) in {(e.id, e.documents) for _, e in fold([rule, action("a", OCTOBER[:2])]).entities}


def test_denied_members_are_none() -> None:
    one = source("a", "not they", *((m, "MEMBER_OF", "Event:listing", {"modality": "negated"}) for m in OCTOBER))
    assert sizes(fold([one, action("b", OCTOBER)])) == [1, 1]


@settings(max_examples=80, deadline=None)
@given(
    st.data(),
    st.lists(
        st.tuples(
            st.lists(st.sampled_from([*OCTOBER, *JUNE[:1]]), min_size=1, max_size=4, unique=True),
            st.sampled_from([None, "2019-10", "2019-10-09", "2020"]),
            st.booleans(),
        ),
        min_size=2,
        max_size=5,
    ),
)
def test_order_changes_nothing(data: st.DataObject, told: list[tuple[list[str], str | None, bool]]) -> None:
    sources = [
        action(
            f"d{place}",
            members,
            dates=[("EFFECTIVE_ON", day)] if day else [],
            anchor=f"anchor-{place}" if anchored and place < 2 else None,
        )
        for place, (members, day, anchored) in enumerate(told)
    ]
    assert fold(data.draw(st.permutations(sources))) == fold(sources)
