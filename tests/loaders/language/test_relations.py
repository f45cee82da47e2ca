"""What is said, once, as firmly as it is said; and what is not said at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from graph.model import Grade, Modality, Predicate
from tests.loaders.language.marked import Read

LISTED = (Predicate.LISTED_BY,)


def test_quotes_are_the_words_at_their_offsets() -> None:
    read = Read("On Monday the {A:Trade Ministry} put {C:Corvid Optics} on its {S:Entity List}, and rain fell.")
    claim = read.of(Predicate.LISTED_BY)[0]
    assert read.document.text[claim.start : claim.end] == claim.quote
    assert "Corvid Optics" in str(claim.quote)
    assert "rain" not in str(claim.quote)


def test_one_claim_for_one_fact_however_often_it_is_said() -> None:
    read = Read(
        "{C:Corvid Optics} was added to the {S:Entity List}. The {A:Trade Ministry} placed {C:Corvid Optics} on the "
        "{S:Entity List} on Friday."
    )
    assert len(read.of(Predicate.LISTED_BY)) == 1


def test_an_ambiguous_pronoun_makes_no_claim() -> None:
    read = Read("{C:Corvid Optics} met {C:Talus Labs} in Oslo. It supplies {C:Brine} with lenses.")
    assert read.said(Predicate.SUPPLIES) == set()


def test_a_pronoun_with_one_antecedent_is_inferred() -> None:
    read = Read("{C:Corvid Optics} grew fast. It supplies lenses to {C:Brine}.")
    assert read.said(Predicate.SUPPLIES) == {"SUPPLIES Corvid Optics > Brine asserted"}
    assert [c.grade for c in read.of(Predicate.SUPPLIES)] == [Grade.INFERRED]
    assert read.of(Predicate.SUPPLIES)[0].rule


def test_what_the_frame_says_outright_is_stated() -> None:
    read = Read("{C:Corvid Optics} supplies lenses to {C:Brine}.")
    assert [(c.grade, c.rule) for c in read.of(Predicate.SUPPLIES)] == [(Grade.STATED, None)]


@pytest.mark.parametrize(
    "text",
    [
        "{C:Corvid Optics} is listed on the Lisbon stock exchange.",
        "{C:Corvid Optics} was added to the list of approved customers.",
        "{C:Corvid Optics} and {C:Talus Labs} were both named in the report.",
        "{C:Corvid Optics} raised its list prices.",
    ],
)
def test_not_every_list_is_a_listing(text: str) -> None:
    assert Read(text).said(*LISTED) == set()


@pytest.mark.parametrize(
    "text",
    [
        "{C:Corvid Optics} and {C:Talus Labs} opened offices in the same street.",
        "{C:Corvid Optics}, like {C:Talus Labs}, reported a good year.",
        "{C:Corvid Optics} sued {C:Talus Labs} in March.",
    ],
)
def test_two_names_in_a_sentence_are_no_edge(text: str) -> None:
    assert Read(text).said() - Read(text).said(Predicate.STATEMENT_BY) == set()


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("{C:Talus Labs} denied that it had sold lenses to {C:Corvid Optics}.", Modality.NEGATED),
        ("{C:Talus Labs} does not supply {C:Corvid Optics}.", Modality.NEGATED),
        ("{C:Talus Labs} refused to sell lenses to {C:Corvid Optics}.", Modality.NEGATED),
        ("{C:Talus Labs} may supply lenses to {C:Corvid Optics}.", Modality.POSSIBLE),
        ("{C:Talus Labs} plans to supply lenses to {C:Corvid Optics}.", Modality.POSSIBLE),
        ("{C:Talus Labs} will supply lenses to {C:Corvid Optics}.", Modality.POSSIBLE),
        ("{C:Talus Labs} reportedly supplies lenses to {C:Corvid Optics}.", Modality.REPORTED),
        ("{C:Talus Labs} is said to supply lenses to {C:Corvid Optics}.", Modality.REPORTED),
        ("{C:Talus Labs} may not have reportedly sold lenses to {C:Corvid Optics}.", Modality.NEGATED),
        ("{C:Talus Labs} supplied lenses to {C:Corvid Optics}.", Modality.ASSERTED),
        ("Why has {C:Talus Labs} sold lenses to {C:Corvid Optics}?", Modality.POSSIBLE),
    ],
)
def test_a_supply_is_as_firm_as_its_words(text: str, modality: Modality) -> None:
    assert {c.modality for c in Read(text).of(Predicate.SUPPLIES)} == {modality}


def test_not_listed_for_one_reason_is_not_unlisted() -> None:
    read = Read("{C:Corvid Optics} was not put on the {S:Entity List} because of its cameras.")
    assert read.of(Predicate.LISTED_BY) == []
    assert Read("{C:Corvid Optics} was not put on the {S:Entity List}.").said(*LISTED) == {
        "LISTED_BY Corvid Optics > Entity List negated"
    }


def test_a_stop_is_no_supply() -> None:
    read = Read("{C:Talus Labs} has stopped shipping lenses to {C:Corvid Optics}.")
    assert read.said(Predicate.SUPPLIES, Predicate.STOPPED_SUPPLYING) == {
        "STOPPED_SUPPLYING Talus Labs > Corvid Optics asserted"
    }


def test_no_longer_is_a_stop() -> None:
    read = Read("{C:Talus Labs} no longer supplies lenses to {C:Corvid Optics}.")
    assert read.said(Predicate.SUPPLIES) == set()
    assert "STOPPED_SUPPLYING Talus Labs > Corvid Optics asserted" in read.said(Predicate.STOPPED_SUPPLYING)


def test_a_plan_to_stop_has_stopped_nothing() -> None:
    read = Read("{C:Talus Labs} may stop shipping lenses to {C:Corvid Optics}.")
    assert {c.modality for c in read.of(Predicate.STOPPED_SUPPLYING)} == {Modality.POSSIBLE}


def test_a_minority_share_is_a_stake_and_exact() -> None:
    claim = Read("{C:Corvid Optics} is 24.9% owned by {C:Quay Capital}.").of(Predicate.INVESTED_IN)[0]
    assert claim.quantity is not None
    assert (claim.quantity.low, claim.quantity.high) == (Decimal("24.9"), Decimal("24.9"))


def test_half_or_more_is_ownership() -> None:
    read = Read("{C:Quay Capital} owns 50% of {C:Corvid Optics}.")
    assert read.said(Predicate.OWNS) == {"OWNS Quay Capital > Corvid Optics asserted"}


def test_a_sum_for_several_targets_is_not_given_to_each() -> None:
    read = Read("{C:Quay Capital} invested $30 million in {C:Corvid Optics} and {C:Brine}.")
    assert [c.quantity for c in read.of(Predicate.INVESTED_IN)] == [None, None]


def test_dates_are_written_out_or_unknown() -> None:
    dated = Read("{C:Quay Capital} invested in {C:Corvid Optics} in October 2019.").of(Predicate.INVESTED_IN)
    loose = Read("{C:Quay Capital} invested in {C:Brine} last spring.").of(Predicate.INVESTED_IN)
    assert [c.valid_from for c in (*dated, *loose)] == ["2019-10", None]


def test_respectively_pairs_one_by_one() -> None:
    read = Read("{C:Corvid Optics} and {C:Brine} were banned by {N:Norway} and {N:Chile}, respectively.")
    assert read.said(Predicate.RESTRICTED_BY) == {
        "RESTRICTED_BY Corvid Optics > Norway asserted",
        "RESTRICTED_BY Brine > Chile asserted",
    }


def test_an_investor_s_director_is_no_investor() -> None:
    read = Read("{O:Harbour Fund}, on whose board {P:Ann Weir} sits, invested in {C:Brine}.")
    assert read.said(Predicate.INVESTED_IN) == {"INVESTED_IN Harbour Fund > Brine asserted"}


def test_the_one_that_is_barred_is_the_seller_named() -> None:
    read = Read("{C:Brine} fell. The {A:Trade Ministry} barred it from selling chips to {C:Tarn}.")
    assert read.said(Predicate.RESTRICTED_BY) == {"RESTRICTED_BY Brine > Trade Ministry asserted"}


def test_nationality_is_no_customer_and_no_owner() -> None:
    read = Read("The {A:US government} met US supplier {C:Talus Labs}, a {N:Chile} unit of nobody.")
    assert read.said(Predicate.SUPPLIES, Predicate.OWNS) == set()


def test_same_text_same_claims() -> None:
    text = "The {A:Trade Ministry} added 12 firms, including {C:Corvid Optics} and {C:Brine}, to the {S:Entity List}."
    one, two = Read(text), Read(text)
    assert [c.id for c in one.claims] == [c.id for c in two.claims]
    assert one.extra == two.extra


def test_a_dated_hedge_displaces_no_fact() -> None:
    read = Read(
        "The {A:Telecoms Council} revoked {C:Corvid Optics}'s licence. Two ministers asked the {A:Telecoms Council} "
        "to ban {C:Corvid Optics} in April 2020."
    )
    assert Modality.ASSERTED in {c.modality for c in read.of(Predicate.RESTRICTED_BY)}


def test_a_description_at_the_start_does_not_mean_what_the_end_names() -> None:
    text = "The regulator spoke. The company has acquired {C:Talus Labs}.\nNobody minded.\n{C:Brine} said no."
    assert Read(text).said(Predicate.OWNS) == set()


@pytest.mark.parametrize("sold", ["its stake in {C:Moor}", "its lens business", "its patents"])
def test_the_sale_of_a_holding_is_no_supply(sold: str) -> None:
    text = f"{{C:Talus Labs}} sold {sold} to {{C:Corvid Optics}}."
    assert Read(text).said(Predicate.SUPPLIES, Predicate.STOPPED_SUPPLYING) == set()


@pytest.mark.parametrize(
    "text",
    [
        "{C:Corvid Optics} called off its acquisition of {C:Talus Labs}.",
        "{C:Corvid Optics} walked away from a deal for {C:Talus Labs}.",
        "{C:Corvid Optics} terminated its bid for {C:Talus Labs}.",
    ],
)
def test_a_deal_called_off_is_none(text: str) -> None:
    assert Read(text).said() == {"OWNS Corvid Optics > Talus Labs negated"}


@pytest.mark.parametrize(
    "text",
    [
        "{C:Corvid Optics} and {C:Brine} are among {C:Talus Labs}'s customers.",
        "{C:Talus Labs} said that its customers, including {C:Corvid Optics} and {C:Brine}, like its lenses.",
    ],
)
def test_customers_told_by_among_and_including(text: str) -> None:
    assert {line.rsplit(" ", 1)[0] for line in Read(text).said(Predicate.SUPPLIES)} == {
        "SUPPLIES Talus Labs > Corvid Optics",
        "SUPPLIES Talus Labs > Brine",
    }


def test_what_will_be_joined_is_possible() -> None:
    text = "{P:Ann Weir} will join the board of {C:Corvid Optics}."
    assert Read(text).said(Predicate.BOARD_MEMBER_OF) == {"BOARD_MEMBER_OF Ann Weir > Corvid Optics possible"}


def test_what_an_authority_calls_a_threat_in_passing_is_not_listed() -> None:
    text = "The {A:Telecoms Council} labelled {C:Corvid Optics} a threat to national security."
    assert Read(text).said(*LISTED) == set()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{P:Ann Weir}, a former {C:Brine} board member, agreed.", "BOARD_MEMBER_OF Ann Weir > Brine negated"),
        ("{C:Moor} was a supplier of {C:Brine} until 2019.", "SUPPLIES Moor > Brine negated"),
        ("{C:Moor} rejected a takeover offer from {C:Brine}.", "OWNS Brine > Moor negated"),
        ("{C:Moor} will end its partnership with {C:Brine}.", "PARTNERS_WITH Moor > Brine possible"),
        ("{C:Moor} abandoned plans to end its partnership with {C:Brine}.", "PARTNERS_WITH Moor > Brine possible"),
        ("{C:Moor} is not one of {C:Brine}'s customers.", "SUPPLIES Brine > Moor negated"),
        ("{C:Moor} may be one of {C:Brine}'s customers.", "SUPPLIES Brine > Moor possible"),
        ("{C:Moor} is not among {C:Brine}'s customers.", "SUPPLIES Brine > Moor negated"),
        ("{C:Moor} has not ended its partnership with {C:Brine}.", "PARTNERS_WITH Moor > Brine asserted"),
        ("{C:Moor} completed its merger with {C:Brine}.", "PARTNERS_WITH Moor > Brine asserted"),
        ("A consortium led by {C:Moor} bought {C:Brine}.", "OWNS Moor > Brine asserted"),
    ],
)
def test_what_was_and_what_will_be(text: str, said: str) -> None:
    assert {line for line in Read(text).said() if not line.startswith("STATEMENT_BY")} == {said}


@pytest.mark.parametrize(
    "text",
    [
        "The {A:Border Guard} gave orders to {C:Corvid Optics}.",
        "{C:Corvid Optics} has the largest unit in {C:Talus Labs}.",
        "{C:Corvid Optics} sells its {C:Brine} brand in shops.",
        "{C:Corvid Optics} accepted an offer from {C:Brine} to buy its plant.",
        "The {A:Trade Ministry} sanctioned {C:Pell}. The list of winners includes {C:Corvid Optics}.",
        "The {A:Trade Ministry} sanctioned {C:Pell}. Its restricted stock list includes {C:Corvid Optics}.",
        "The {A:Telecoms Council} ordered {C:Corvid Optics} to pay a fine.",
        "{C:Corvid Optics} joined {C:Talus Labs} in calling for talks.",
    ],
)
def test_what_only_sounds_like_a_relation(text: str) -> None:
    assert {line for line in Read(text).said() if "Pell" not in line} == set()


def test_whose_parent_it_is_stands_before_it() -> None:
    said = Read("{C:Tarn} fell after {C:Moor} parent company {C:Brine} rose.").said(Predicate.OWNS)
    assert said <= {"OWNS Brine > Moor asserted"}


def test_a_bill_is_possible_and_a_law_is_of_its_country() -> None:
    law = "A {N:Norway} law bans agencies from buying lenses from {C:Brine}."
    assert Read(law).said() == {"RESTRICTED_BY Brine > Norway asserted"}
    bill = "A {N:Norway} bill would bar {C:Brine} from the market."
    assert Read(bill).said() == {"RESTRICTED_BY Brine > Norway possible"}


def test_our_business_in_a_quotation_is_the_speaker_s() -> None:
    text = (
        '{C:Brine} is on the {S:Entity List}. "The move will hurt our business all over the world," {C:Brine} said.\n'
        '"The move will hurt our partners all over the world," {C:Brine} said.'
    )
    read = Read(text)
    assert read.said(Predicate.AFFECTED_BY) == {"AFFECTED_BY Brine > Entity List reported"}
    assert {c.grade for c in read.of(Predicate.AFFECTED_BY)} == {Grade.INFERRED}


def test_a_sanctioned_airline_is_listed_by_inference() -> None:
    read = Read("The {A:Trade Ministry} sanctioned {C:Moor}. {C:Brine} sold jets to {C:Pell}, a sanctioned airline.")
    listed = {(read.name(c.subject), c.grade) for c in read.of(Predicate.LISTED_BY)}
    assert listed == {("Moor", Grade.STATED), ("Pell", Grade.INFERRED)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{C:Moor} halted sales to {N:Norway}.", {"STOPPED_SUPPLYING Moor > Norway asserted"}),
        ("{C:Moor} sells lenses to {N:Norway}.", set()),
        ("{C:Moor} received an order from {C:Brine}.", set()),
        (
            "{P:Ann Weir} is a member of the {A:Norwegian Parliament}.",
            {"MEMBER_OF Ann Weir > Norwegian Parliament asserted"},
        ),
        ("{P:Ann Weir} is a member of the {A:Trade Ministry}.", set()),
    ],
)
def test_countries_are_no_customers_and_ministries_have_no_members(text: str, said: set[str]) -> None:
    assert Read(text).said() == said


@pytest.mark.parametrize("noun", ["addition", "inclusion", "designation", "listing"])
def test_the_list_named_in_the_phrase_is_the_only_target(noun: str) -> None:
    made = Read(
        "The {A:Trade Ministry} added {C:Corvid Optics} to the {S:Entity List}. "
        f"{{C:Lumen Labs}} said that its {noun} to the {{S:Entity List}} will cost it sales."
    )
    listed = {line for line in made.said(Predicate.LISTED_BY) if "Lumen" in line}
    assert listed == {"LISTED_BY Lumen Labs > Entity List asserted"}
