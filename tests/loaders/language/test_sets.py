"""Actions with their members and counts, and what is said of an unnamed part."""

from __future__ import annotations

from decimal import Decimal

import pytest

from graph.model import Grade, Label, Predicate
from tests.loaders.language.marked import Read

ACTION = (
    "The {A:Trade Ministry} added 12 organizations to the {S:Entity List}, including {C:Corvid Optics} and {C:Brine}."
)


def counts(read: Read) -> set[tuple[str | None, Decimal | None, str | None]]:
    return {(c.value, c.quantity.low, c.quantity.unit) for c in read.of(Predicate.ADDED_COUNT) if c.quantity}


def test_an_action_is_an_event_with_its_count_and_members() -> None:
    read = Read(ACTION)
    assert counts(read) == {("parties", Decimal(12), "organizations")}
    assert {(read.name(c.subject), c.grade) for c in read.of(Predicate.MEMBER_OF)} == {
        ("Corvid Optics", Grade.STATED),
        ("Brine", Grade.STATED),
    }
    assert {p.label for p in read.extra} == {Label.EVENT}


@pytest.mark.parametrize(
    ("noun", "kind"),
    [("firms", "companies"), ("startups", "companies"), ("entities", "parties"), ("agencies", "bodies")],
)
def test_the_class_counted_follows_the_noun(noun: str, kind: str) -> None:
    read = Read(f"The {{A:Trade Ministry}} added nine {noun} to the {{S:Entity List}}.")
    assert counts(read) == {(kind, Decimal(9), noun)}


def test_a_narrower_noun_keeps_what_narrows_it() -> None:
    read = Read("The {A:Trade Ministry} added three camera makers to the {S:Entity List}.")
    assert counts(read) == {("companies", Decimal(3), "camera makers")}


def test_parts_share_their_words_and_subsets_are_told_apart() -> None:
    read = Read("Six bureaus and four companies, including two lens makers, were added to the {S:Entity List}.")
    assert {(kind, number) for kind, number, _ in counts(read)} == {
        ("bodies", Decimal(6)),
        ("companies", Decimal(4)),
        ("subset", Decimal(2)),
    }
    places = {c.value: (c.start, c.end) for c in read.of(Predicate.ADDED_COUNT)}
    assert places["bodies"] == places["companies"] != places["subset"]


def test_one_of_the_firms_is_listed_by_inference() -> None:
    read = Read(
        "{A:Trade Ministry} officials added ten firms to the {S:Entity List}. One of the firms, {C:Brine}, fell."
    )
    claims = read.of(Predicate.LISTED_BY)
    assert {(read.name(c.subject), read.name(c.object), c.grade) for c in claims} == {
        ("Brine", "Entity List", Grade.INFERRED)
    }


def test_some_of_the_listed_is_a_group_that_no_member_stands_in_for() -> None:
    read = Read(f"{ACTION} {{C:Talus Labs}} makes lenses used by some of the newly listed firms.")
    supplied = {(read.name(c.subject), read.name(c.object)) for c in read.of(Predicate.SUPPLIES)}
    assert supplied == {("Talus Labs", "some of the newly listed firms")}
    group = next(p for p in read.extra if p.label is Label.GROUP)
    assert group.kind == "some"
    assert [c for c in read.of(Predicate.MEMBER_OF) if c.object == group.key] == []
    assert {(c.subject, c.grade) for c in read.of(Predicate.PART_OF)} == {(group.key, Grade.INFERRED)}


def test_a_part_of_which_nothing_is_said_makes_no_group() -> None:
    assert {p.label for p in Read(f"{ACTION} Some of the listed firms make lenses.").extra} == {Label.EVENT}


def test_these_firms_means_the_named_members_for_consequences_only() -> None:
    read = Read(
        f"{ACTION} These firms will no longer be able to buy chips. {{C:Talus Labs}} sells lenses to these firms."
    )
    assert read.said(Predicate.AFFECTED_BY) == {
        "AFFECTED_BY Corvid Optics > Entity List asserted",
        "AFFECTED_BY Brine > Entity List asserted",
    }
    assert read.said(Predicate.SUPPLIES) == set()


def test_another_time_is_another_action() -> None:
    read = Read(f"{ACTION} Five firms were added to the list in June, among them {{C:Talus Labs}}.")
    assert len({c.subject for c in read.of(Predicate.ADDED_COUNT)}) == 2


def test_one_more_firm_listed_elsewhere_is_not_of_the_action() -> None:
    read = Read(f"{ACTION} The {{A:Finance Ministry}} has also blacklisted {{C:Talus Labs}}.")
    assert "Talus Labs" not in {read.name(c.subject) for c in read.of(Predicate.MEMBER_OF)}


def test_two_authorities_act_apart() -> None:
    read = Read(
        "The {A:Trade Ministry} sanctioned six firms. The {A:Finance Ministry} sanctioned nine firms. "
        "Those sanctioned include {C:Brine}."
    )
    assert len({c.subject for c in read.of(Predicate.ADDED_COUNT)}) == 2
    assert read.said(Predicate.LISTED_BY) == {"LISTED_BY Brine > Finance Ministry asserted"}


def test_those_sanctioned_include() -> None:
    read = Read("The {A:Finance Ministry} sanctioned six officials. Those sanctioned include {P:Ann Weir}.")
    assert "LISTED_BY Ann Weir > Finance Ministry asserted" in read.said(Predicate.LISTED_BY)


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Some of the sanctioned firms buy lenses from {C:Talus Labs}.", "Some of the sanctioned firms"),
        ("{C:Talus Labs} counts some of the listed firms among its customers.", "some of the listed firms"),
        ("Customers of {C:Talus Labs} include several listed firms.", "several listed firms"),
        ("{C:Talus Labs} sells lenses to a handful of the firms.", "handful of the firms"),
        ("{C:Talus Labs}, whose lens chips power cameras made by two of the firms, fell.", "two of the firms"),
    ],
)
def test_an_unnamed_part_is_supplied_as_a_group(text: str, group: str) -> None:
    read = Read(f"The {{A:Trade Ministry}} added 12 firms to the {{S:Entity List}}. {text}")
    assert read.said(Predicate.SUPPLIES) == {f"SUPPLIES Talus Labs > {group} asserted"}
    assert {p.kind for p in read.extra if p.label is Label.GROUP} == {"some"}
