"""Links: what a stake, a post, a payment says, and what it must not be taken to say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from graph.claims import Quantity, QuantityKind
from graph.model import Label, Predicate
from loaders.ftm.shares import share_of
from tests.loaders.ftm.lines import Line, claims, entity, links, read, reasons

ADA = entity("ada", "Person", name="Ada Velm")
BEN = entity("ben", "Person", name="Ben Ostra")
FIRM = entity("firm", "Company", name="Velmora Optik")
FUND = entity("fund", "Organization", name="Ostra Fund")
OFFICE = entity("office", "PublicBody", name="Ministry of Lenses")


def said(line: Line) -> set[tuple[str, str, str]]:
    return links(read(ADA, BEN, FIRM, FUND, OFFICE, line))


def share(low: str | None, high: str | None) -> Quantity:
    bounds = [None if bound is None else Decimal(bound) for bound in (low, high)]
    return Quantity(kind=QuantityKind.SHARE, low=bounds[0], high=bounds[1])


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("49", "49", "49"),
        ("33.333333333333333333", "33.333333333333333333", "33.333333333333333333"),
        ("12,5 %", "12.5", "12.5"),
        ("50+", "50", "100"),
        ("75% or more", "75", "100"),
        (">25", "25", "100"),
        ("25-50", "25", "50"),
        ("25% to 50%", "25", "50"),
        ("more than 25% but not more than 50%", "25", "50"),
        ("ownership-of-shares-25-to-50-percent", "25", "50"),
        ("less than 10%", "0", "10"),
    ],
)
def test_a_share_is_exact_or_an_interval(text: str, low: str, high: str) -> None:
    assert share_of(text) == share(low, high)


@pytest.mark.parametrize("text", ["150", "half", "50-25", "", "-3", "1e1", "10/20"])
def test_what_is_no_share_is_none(text: str) -> None:
    assert share_of(text) is None


def stake(**properties: str | list[str]) -> Line:
    return entity("stake", "Ownership", owner="ada", asset="firm", **properties)


def test_a_closed_stake_has_its_end() -> None:
    (owns,) = claims(read(ADA, FIRM, stake(percentage="50", startDate="2015-11", endDate="2023-03-02")), Predicate.OWNS)
    assert (owns.valid_from, owns.valid_to, owns.quantity) == ("2015-11", "2023-03-02", share("50", "50"))


def test_a_count_of_shares_is_no_percentage() -> None:
    (owns,) = claims(read(ADA, FIRM, stake(sharesCount="37000")), Predicate.OWNS)
    assert owns.quantity == share(None, None)


def test_several_percentages_of_one_stake_are_one_interval() -> None:
    (owns,) = claims(read(ADA, FIRM, stake(percentage=["49", "51"])), Predicate.OWNS)
    assert owns.quantity == share("49", "51")


def test_a_percentage_that_is_none_is_refused_and_the_stake_stands() -> None:
    source = read(ADA, FIRM, stake(percentage="a lot"))
    assert [owns.quantity for owns in claims(source, Predicate.OWNS)] == [share(None, None)]
    assert reasons(source) == ["is no share between 0 and 100 percent"]


def test_of_several_starts_none_is_known_and_of_several_ends_the_last() -> None:
    line = stake(startDate=["2015", "2016"], endDate=["2019", "2020-01-01"])
    (owns,) = claims(read(ADA, FIRM, line), Predicate.OWNS)
    assert (owns.valid_from, owns.valid_to) == (None, "2020-01-01")


def test_what_several_owners_hold_together_is_no_share_of_each() -> None:
    line = entity("stake", "Ownership", owner=["ada", "ben"], asset="firm", percentage="60")
    assert [c.quantity for c in claims(read(ADA, BEN, FIRM, line), Predicate.OWNS)] == [share(None, None)] * 2


@pytest.mark.parametrize(
    ("properties", "predicate"),
    [
        ({}, "OWNS"),
        ({"role": "subsidiary of"}, "OWNS"),
        ({"role": "voting-rights-50-to-75-percent"}, "CONTROLS"),
        ({"role": "right to appoint and remove directors"}, "CONTROLS"),
        ({"role": "shareholder with voting rights"}, "OWNS"),
        ({"status": "inactive"}, "LINKED_TO"),
        ({"status": "inactive", "endDate": "2019"}, "OWNS"),
        ({"status": "active"}, "OWNS"),
    ],
)
def test_control_is_no_share_and_what_is_over_is_not_told_as_current(
    properties: dict[str, str | list[str]], predicate: str
) -> None:
    assert said(stake(**properties)) == {("Ada Velm", predicate, "Velmora Optik")}


@pytest.mark.parametrize(
    ("director", "role", "predicate"),
    [
        ("ada", "director", "BOARD_MEMBER_OF"),
        ("ada", "Member of the board of directors", "BOARD_MEMBER_OF"),
        ("ada", "Chairwoman", "BOARD_MEMBER_OF"),
        ("ada", "Mitglied des Aufsichtsrats", "BOARD_MEMBER_OF"),
        ("ada", "член совета директоров", "BOARD_MEMBER_OF"),
        ("ada", "Managing director", "EMPLOYED_BY"),
        ("ada", "ГЕНЕРАЛЬНЫЙ ДИРЕКТОР", "EMPLOYED_BY"),
        ("ada", "Leader or official of", "EMPLOYED_BY"),
        ("ada", "former director", "LINKED_TO"),
        ("ada", None, "LINKED_TO"),
        ("fund", "director", "LINKED_TO"),
    ],
)
def test_only_a_person_on_a_board_is_a_member_of_it(director: str, role: str | None, predicate: str) -> None:
    told = {"role": role} if role else {}
    line = entity("post", "Directorship", director=director, organization="firm", **told)
    names = {"ada": "Ada Velm", "fund": "Ostra Fund"}
    assert said(line) == {(names[director], predicate, "Velmora Optik")}


@pytest.mark.parametrize(
    ("schema", "ends", "expected"),
    [
        ("Control", ("controller", "ada", "controlled", "firm"), ("Ada Velm", "CONTROLS", "Velmora Optik")),
        ("Employment", ("employee", "ada", "employer", "office"), ("Ada Velm", "EMPLOYED_BY", "Ministry of Lenses")),
        ("Membership", ("member", "firm", "organization", "fund"), ("Velmora Optik", "MEMBER_OF", "Ostra Fund")),
        ("Family", ("person", "ada", "relative", "ben"), ("Ada Velm", "LINKED_TO", "Ben Ostra")),
        ("Associate", ("person", "ada", "associate", "ben"), ("Ada Velm", "LINKED_TO", "Ben Ostra")),
        ("Representation", ("agent", "ada", "client", "firm"), ("Ada Velm", "LINKED_TO", "Velmora Optik")),
        ("Succession", ("predecessor", "fund", "successor", "firm"), ("Ostra Fund", "LINKED_TO", "Velmora Optik")),
        ("UnknownLink", ("subject", "ada", "object", "firm"), ("Ada Velm", "LINKED_TO", "Velmora Optik")),
        ("Debt", ("debtor", "ada", "creditor", "fund"), ("Ada Velm", "LINKED_TO", "Ostra Fund")),
    ],
)
def test_other_links(schema: str, ends: tuple[str, str, str, str], expected: tuple[str, str, str]) -> None:
    assert said(entity("link", schema, **dict([ends[:2], ends[2:]]))) == {expected}


def test_a_payment_carries_its_amount_and_day() -> None:
    line = entity("gift", "Payment", payer="firm", beneficiary="fund", amountEur="51000.50", date="2021-05-06")
    (paid,) = claims(read(FIRM, FUND, line), Predicate.LINKED_TO)
    amount = Decimal("51000.50")
    assert paid.quantity == Quantity(kind=QuantityKind.AMOUNT, low=amount, high=amount, unit="EUR")
    assert (paid.column, paid.quote, paid.valid_from, paid.valid_to) == (
        "schema",
        "Payment",
        "2021-05-06",
        "2021-05-06",
    )


def test_an_amount_in_no_currency_is_left_out() -> None:
    line = entity("gift", "Payment", payer="firm", beneficiary="fund", amount="5")
    assert [paid.quantity for paid in claims(read(FIRM, FUND, line), Predicate.LINKED_TO)] == [None]


def test_an_award_is_a_supply_to_whose_contract_it_is() -> None:
    contract = entity("deal", "Contract", title="Lenses", authority="office")
    award = entity("award", "ContractAward", supplier="firm", contract="deal", amount="9", currency="eur")
    source = read(award, contract, FIRM, OFFICE)
    assert links(source) == {("Velmora Optik", "SUPPLIES", "Ministry of Lenses")}


def test_a_party_carries_links_of_its_own() -> None:
    child = entity("child", "Company", name="Velmora Linsen", parent="firm")
    ship = entity("ship", "Vessel", name="Velmora Star", owner="firm", flag="pa", imoNumber="IMO9074729")
    paper = entity("paper", "Security", name="Velmora bond", issuer="firm", isin="XS0000000009")
    source = read(child, ship, paper, FIRM)
    assert {link for link in links(source) if link[1] != "LOCATED_IN"} == {
        ("Velmora Optik", "OWNS", "Velmora Linsen"),
        ("Velmora Optik", "OWNS", "Velmora Star"),
        ("Velmora Optik", "LINKED_TO", "Velmora bond"),
    }
    identified = {(c.subject.rpartition(":")[2], c.value) for c in claims(source, Predicate.IDENTIFIED_BY)}
    assert identified == {("ship", "imo:9074729"), ("paper", "isin:XS0000000009"), ("firm", "isin:XS0000000009")}
    assert {p.kind for p in source.parties if p.label is Label.ORGANISATION} == {"vessel", "security"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (stake(percentage="5", startDate="2019-02-30"), "no ISO 8601 date that the calendar has"),
        (entity("stake", "Ownership", owner="firm", asset="firm"), "with itself"),
        (entity("stake", "Ownership", asset="firm"), "column 'properties.owner': empty"),
        (entity("stake", "Ownership", owner="ada", asset="deal"), "'deal' is a Contract, which is no party"),
        (entity("award", "ContractAward", supplier="firm", contract="ghost"), "does not say whose contract"),
        (entity("gift", "Payment", payer="firm", beneficiary="fund", amountEur="many"), "'many' is no amount"),
    ],
)
def test_a_link_that_cannot_be_is_refused_alone(line: Line, reason: str) -> None:
    deal = entity("deal", "Contract", title="Lenses")
    source = read(ADA, FIRM, FUND, deal, line)
    assert [reason in told for told in reasons(source)] == [True]
    assert links(source) == set()
