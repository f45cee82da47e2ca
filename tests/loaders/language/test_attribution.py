"""Who is quoted, and what that does to a claim."""

from __future__ import annotations

from graph.model import Modality, Predicate
from tests.loaders.language.marked import Read


def firmness(text: str, predicate: Predicate = Predicate.SUPPLIES) -> set[tuple[Modality, str | None]]:
    return {(c.modality, c.attributed_to) for c in Read(text).of(predicate)}


def test_according_to() -> None:
    text = "According to {O:Harbour News}, {C:Talus Labs} supplies lenses to {C:Brine}."
    assert firmness(text) == {(Modality.REPORTED, "Harbour News")}


def test_said_that() -> None:
    text = "{P:Ann Weir} said {C:Talus Labs} supplies lenses to {C:Brine}."
    assert firmness(text) == {(Modality.REPORTED, "Ann Weir")}


def test_speakers_without_a_name_keep_their_words() -> None:
    text = "Two traders said {C:Talus Labs} supplies lenses to {C:Brine}."
    assert firmness(text) == {(Modality.REPORTED, "Two traders")}


def test_a_firm_s_own_word_on_its_own_act_is_no_hearsay() -> None:
    text = "{C:Talus Labs} said that {C:Talus Labs} supplies lenses to {C:Brine}."
    assert firmness(text) == {(Modality.ASSERTED, "Talus Labs")}


def test_a_charge_is_reported() -> None:
    text = "The {A:Trade Ministry} accused {C:Talus Labs} of supplying lenses to {C:Brine}."
    assert firmness(text) == {(Modality.REPORTED, "Trade Ministry")}


def test_an_official_act_stays_asserted_when_the_authority_announces_it() -> None:
    text = "The {A:Trade Ministry} said it had added {C:Brine} to the {S:Entity List}."
    assert firmness(text, Predicate.LISTED_BY) == {(Modality.ASSERTED, "Trade Ministry")}


def test_a_factive_noun_inside_an_opinion_stays_asserted() -> None:
    text = "{P:Ann Weir} said the addition of {C:Brine} to the {S:Entity List} harms trade."
    assert {c.modality for c in Read(text).of(Predicate.LISTED_BY)} == {Modality.ASSERTED}


def test_a_forecast_by_another_is_possible() -> None:
    text = "{C:Brine} is on the {S:Entity List}. {P:Ann Weir} said {C:Brine} will lose sales."
    assert {c.modality for c in Read(text).of(Predicate.AFFECTED_BY)} == {Modality.POSSIBLE}


def test_statements_name_the_speaker() -> None:
    read = Read(
        "{C:Brine} was put on the {S:Entity List}. “We protest,” {P:Ann Weir} said, according to {O:Harbour News}."
    )
    speakers = {(read.name(c.object), c.modality, c.attributed_to) for c in read.of(Predicate.STATEMENT_BY)}
    assert ("Ann Weir", Modality.REPORTED, "Harbour News") in speakers


def test_what_could_be_said_was_not() -> None:
    read = Read("{C:Brine} could announce the sale of {C:Talus Labs} on Friday.")
    assert read.of(Predicate.STATEMENT_BY) == []


def test_adding_to_a_list_is_not_speaking() -> None:
    read = Read("The {A:Trade Ministry} added {C:Brine} to the {S:Entity List}.")
    assert read.of(Predicate.STATEMENT_BY) == []


def test_a_quotation_goes_on_in_the_next_paragraph_with_its_speaker() -> None:
    text = (
        '"The lens trade has grown very fast in these last few years," {P:Ann Weir} said.\n\n'
        '"What nobody likes to hear is that {C:Talus Labs} supplies lenses to {C:Brine} every week."\n'
    )
    assert firmness(text) == {(Modality.REPORTED, "Ann Weir")}
