from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.claims import Source
from graph.model import Grade, Label, Predicate
from loaders.plain_text import document
from tests.loaders.language.texts import parties, read, spellings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Shares of Orbita Sensors Ltd fell after Vesta GmbH left the venture.",
            {("Company", "Orbita Sensors Ltd"), ("Company", "Vesta GmbH")},
        ),
        (
            "The chipmaker Kelvora and its rival Brenta both lost customers.",
            {("Company", "Kelvora"), ("Company", "Brenta")},
        ),
        ("Kelvora, a Lisbon-based consultancy, warned of delays.", {("Company", "Kelvora")}),
        ("Spokesperson Odile Marchand declined to say more.", {("Person", "Odile Marchand")}),
        ("Researchers at the University of Anland built it.", {("Organisation (university)", "University of Anland")}),
        ("The news agency Velden reported the deal first.", {("Organisation (media)", "Velden")}),
        (
            "The Anland Chip Makers Association asked for time.",
            {("Organisation (industry group)", "Anland Chip Makers Association")},
        ),
        ("The rights group Beacon Watch praised the step.", {("Organisation (ngo)", "Beacon Watch")}),
        ("Staff of the Anland Data Protection Authority came.", {("Agency", "Anland Data Protection Authority")}),
        (
            "Reuters and Bloomberg asked for comment.",
            {("Organisation (media)", "Reuters"), ("Organisation (media)", "Bloomberg")},
        ),
    ],
)
def test_words_beside_and_inside_a_name_tell_its_type(text: str, expected: set[tuple[str, str]]) -> None:
    assert parties(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The Company said nothing. The Ministry and the Department did not either.",
        "In October the IPO of the AI unit was put off because of COVID-19.",
        "Analysts say that prices will rise. Operations were suspended on Monday.",
        "Muslim and Kazakh families live there.",
        "The new CEOs and CTOs met.",
        "The series B round closed.",
    ],
)
def test_common_words_with_capitals_are_no_party(text: str) -> None:
    assert parties(text) == set()


def test_joined_names_are_parted_and_share_a_type() -> None:
    text = "Suppliers including Kelvora, Brenta Optics and Vesta were told to stop."
    assert parties(text) == {("Company", "Kelvora"), ("Company", "Brenta Optics"), ("Company", "Vesta")}


def test_short_forms_acronyms_and_typing_errors_are_one_party() -> None:
    text = (
        "Shanghai Velmora Digital Technology Co said it would appeal. Velmora sells cameras. Vellmora has 400 staff. "
        "Northern Anland Memory Systems (NAMS) supplies Velmora. NAMS gave no comment."
    )
    assert spellings(text) == {
        frozenset({"Shanghai Velmora Digital Technology Co", "Velmora", "Vellmora"}),
        frozenset({"Northern Anland Memory Systems", "NAMS"}),
    }


def test_initials_stand_for_the_only_body_that_has_them() -> None:
    text = "Velmora Memory Co. grew. Brenta Optics followed. VMC now employs many, says BO analyst Odile Marchand."
    assert spellings(text) == {
        frozenset({"Velmora Memory Co.", "VMC"}),
        frozenset({"Brenta Optics", "BO"}),
        frozenset({"Odile Marchand"}),
    }


def test_a_president_who_stands_for_an_administration_is_no_party_of_it() -> None:
    assert parties("The Brandt administration weighed curbs on the chipmaker Velmora.") == {("Company", "Velmora")}


def test_a_common_word_that_opens_a_sentence_proves_nothing_and_a_strange_one_is_a_name() -> None:
    assert parties("Crackdown looms. Velmora waits. Explorer of the seas.") == {("Company", "Velmora")}


def test_what_looks_alike_but_differs_stays_apart() -> None:
    text = "Sensetra and Senseval are rivals. Velmora Cloud sued Velmora Mobile, and the firm Velmora watched."
    assert spellings(text) == {
        frozenset({"Sensetra"}),
        frozenset({"Senseval"}),
        frozenset({"Velmora Cloud"}),
        frozenset({"Velmora Mobile"}),
        frozenset({"Velmora"}),
    }


def test_a_surname_is_the_person_and_titles_go_off() -> None:
    text = (
        "Treasury Secretary Helena Brandt announced the ban. Brandt said it was needed. "
        "Velmora CEO Tomas Okafor disagreed, and Mr Okafor left the room with President Brandt."
    )
    assert spellings(text) == {
        frozenset({"Helena Brandt", "Brandt"}),
        frozenset({"Velmora"}),
        frozenset({"Tomas Okafor", "Okafor"}),
    }


def test_a_ticker_in_parentheses_is_no_name() -> None:
    assert spellings("Investors sold Velmora (VLMR) and bought Brenta (BRT).") == {
        frozenset({"Velmora"}),
        frozenset({"Brenta"}),
    }


def test_public_bodies_are_known_by_any_of_their_names() -> None:
    text = (
        "The US Commerce Department acted on Monday. The Department of Commerce said so itself. Commerce officials gave "  # noqa: E501
        "no date. The Bureau of Industry and Security (BIS) keeps the list."
    )
    anchors = {(p.anchor, p.label) for p in read(text)[1].parties if p.anchor and p.label is not Label.COUNTRY}
    assert anchors == {
        ("us-department-of-commerce", Label.AGENCY),
        ("us-bureau-of-industry-and-security", Label.AGENCY),
    }


def test_a_heading_with_capitals_throughout_names_only_what_the_text_names() -> None:
    text = (
        "Washington Punishes Velmora And Several Others Over Chips\n\n"
        "The commission fined Velmora, a maker of cameras, on Tuesday after a probe that had lasted for two whole years.\n\n"  # noqa: E501
        "It is the largest fine that the commission has ever imposed on any maker of cameras in the whole region so far."  # noqa: E501
    )
    assert parties(text) == {("Company", "Velmora")}
    document_, reading = read(text)
    assert len([m for m in reading.mentions if document_.text[m.start : m.end] == "Velmora"]) == 2


def test_one_named_claim_for_each_spelling_where_it_first_stands() -> None:
    made, reading = read("Velmora sued. Velmora Ltd won. Velmora paid.")
    named = {(c.value, c.start) for c in reading.claims if c.predicate is Predicate.NAMED}
    assert named == {("Velmora", 0), ("Velmora Ltd", 14)}
    assert all(made.text[m.start : m.end].startswith("Velmora") for m in reading.mentions)
    assert len(reading.mentions) == 3


def test_lists_are_known_in_any_case() -> None:
    anchors = {p.anchor for p in read("They joined the entity list and the Military End User List.")[1].parties}
    assert anchors == {"entity-list", "military-end-user-list"}


HOSTILE = [
    "A" * 10_000 + " Ltd sued Velmora.",
    "Velmora " * 3_000,
    "שלום Velmora קבוצת Ltd שלום",
    "\u202eVelmora Ltd\u202c sued 🚀Brenta🚀 and 🇺🇸 officials.",
    "Velmora\x0bLtd\x0c sued Brenta.",
    "Robert'); DROP TABLE Students;-- sued <script>alert(1)</script> & Co Ltd.",
    "((((((((((Velmora)))))))))) , , , and and and",
    "快点躲起来有限公司 sued Velmora Ltd。",
    "A",
    "…",
    "— — —",
    "Velmora\u00a0Ltd and Velmora\u2028Ltd",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_keep_their_quotes_exact(text: str) -> None:
    made, reading = read(text)
    Source.checked("note", document=made, parties=reading.parties, claims=reading.claims)
    assert all(len(p.name) <= 600 for p in reading.parties)


WORDS = st.sampled_from(
    [
        *("Velmora", "Brenta", "Ltd", "Inc.", "(VLM)", "Ann", "Poe", "360", "CNN", "University", "President", "Entity"),
        *("US", "China's", "Ministry", "List", "chipmaker", "based", "said", "the", "a", "of", "and", "in", "&"),
        *(",", ".", "-", "—", "“", "”", "’s", "\n\n", "\n", "🚀", "é"),
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, min_size=1, max_size=60).map(" ".join).filter(str.strip))
def test_every_quote_is_exact_and_every_reading_is_the_same_twice(text: str) -> None:
    made, reading = read(text)
    Source.checked("note", document=made, parties=reading.parties, claims=reading.claims)
    assert read(text)[1] == reading
    assert all(c.grade is not Grade.OFFICIAL for c in reading.claims)
    assert {m.party for m in reading.mentions} <= {p.key for p in reading.parties}


@pytest.mark.parametrize("folder", ["seeds", "articles"])
def test_articles_keep_quotes_exact_and_footers_leave_nothing(shared: Path, folder: str) -> None:
    for path in sorted((shared / "gold" / folder).glob("*.txt")):
        made = document(path.name, path.read_bytes())
        _, reading = read(path.read_text(encoding="utf-8"))
        Source.checked(made.name, document=made, parties=reading.parties, claims=reading.claims)
        for mention in reading.mentions:
            assert not any(d.start < mention.end and mention.start < d.end for d in made.dropped), made.name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hackers used the Orvex trojan. The spyware Zelmo infected phones.", set()),
        ("They showed a Blue Lantern. It has the Morning Chaser rover.", set()),
        ("Brenna's said it would close. Analysts praised Brenna's, which grew.", {("Company", "Brenna's")}),
        ("Velmora won, and so did Brenta, a customer of Velmora's.", {("Company", "Velmora"), ("Company", "Brenta")}),
        (
            "Velmora and Brenta won. A Velmora-Brenta merger helps both.",
            {("Company", "Velmora"), ("Company", "Brenta")},
        ),
        (
            "He left Velmora Ltd. Brenta Inc. grew. They sued Orbita Co. Ltd.",
            {("Company", "Velmora Ltd."), ("Company", "Brenta Inc."), ("Company", "Orbita Co. Ltd.")},
        ),
        ("The password manager 1Velmo grew, and Six3 bought it.", {("Company", "1Velmo"), ("Company", "Six3")}),
        ("Velmora-backed Orbita grew.", {("Company", "Velmora"), ("Company", "Orbita")}),
        ("In Shanghai, Orvex has a plant.", {("Company", "Orvex")}),
        ("General Beacon sells cameras to shops.", {("Company", "General Beacon")}),
        (
            "Norway's sovereign wealth fund sued. The Dutch privacy watchdog won.",
            {("Organisation (fund)", "Norway's sovereign wealth fund"), ("Agency", "Dutch privacy watchdog")},
        ),
        ("Norway's sovereign wealth fund, Orvex, sued.", {("Company", "Orvex")}),
        ("The rapper Timbo drinks coffee.", {("Person", "Timbo")}),
    ],
)
def test_where_and_how_a_name_stands_tells_what_it_is(text: str, expected: set[tuple[str, str]]) -> None:
    assert parties(text) == expected


def test_a_unit_is_not_the_firm_that_the_text_names_first_and_more_often() -> None:
    text = (
        "Velmora bought Brenta. Velmora Security sells tools. The firm Velmora grew. Orbita Mobile lost. Orbita paid."
    )
    assert spellings(text) == {
        frozenset({"Velmora"}),
        frozenset({"Velmora Security"}),
        frozenset({"Brenta"}),
        frozenset({"Orbita Mobile", "Orbita"}),
    }


def test_peoples_are_no_countries() -> None:
    countries = {p.name for p in read("Afghans, Kazakhs and Uighurs met in Norway.")[1].parties}
    assert countries == {"Norway"}


def test_a_missing_space_before_a_verb_of_speech_parts_a_name() -> None:
    text = "Velmora chief executive Odile Marchand spoke. Growth is near, Marchandsaid on Monday."
    made, reading = read(text)
    assert spellings(text) == {frozenset({"Velmora"}), frozenset({"Odile Marchand", "Marchand"})}
    assert {made.text[m.start : m.end] for m in reading.mentions} == {"Velmora", "Odile Marchand", "Marchand"}


@pytest.mark.timeout(20)
def test_sixteen_hundred_names_that_look_alike_are_read_in_time() -> None:
    names = ["Vel" + "".join("aeiou"[int(digit)] + "mrtnk"[int(digit)] for digit in f"{i:05d}") for i in ALIKE]
    text = " ".join(f"{one} sued {other} Ltd." for one, other in zip(names, reversed(names), strict=True))
    assert len(read(text)[1].parties) > 1000


ALIKE = [int("".join(digits)) for digits in itertools.product("01234", repeat=5)][:1600]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chipmaker Velmora sued.", "Velmora"),
        ("Startup Velmora sued.", "Velmora"),
        ("Startup Compass Ltd sued.", "Compass Ltd"),
        ("Startup Compass sued. Then a rival hired Startup Compass staff.", "Startup Compass"),
        ("Chipmaker Ltd sued.", "Chipmaker Ltd"),
        ("Supplier Compass Exchange sued.", "Supplier Compass Exchange"),
    ],
)
def test_what_a_sentence_calls_a_firm_first_is_no_part_of_its_name(text: str, expected: str) -> None:
    assert expected in {name for _, name in parties(text)}
