"""Citations of the Federal Register as lists spell them, and the rules that they are pages of."""

from __future__ import annotations

import pytest

from loaders.citations import citations, event_of

SPELLINGS = [
    ("85 FR 34505", [("85 FR 34505", None)]),
    ("84 FR 54002; 85 FR 44159", [("84 FR 54002", None), ("85 FR 44159", None)]),
    ("80FR 69852", [("80 FR 69852", None)]),
    ("81 FR 14953; 84 fr 40241", [("81 FR 14953", None), ("84 FR 40241", None)]),
    ("84  FR 21233, 85 FR 1,", [("84 FR 21233", None), ("85 FR 1", None)]),
    ("68 F.R. 38290 6/27/03 71 F.R. 38843 7/10/06", [("68 FR 38290", "2003-06-27"), ("71 FR 38843", "2006-07-10")]),
    ("54 F.R. 9537 3/7/89 and 54 F.R. 13715 4/5/89", [("54 FR 9537", "1989-03-07"), ("54 FR 13715", "1989-04-05")]),
    ("82 F.R. 28473, 28474 6/22/2017", [("82 FR 28473", "2017-06-22"), ("82 FR 28474", "2017-06-22")]),
    ("76 FR 50407 (8/15/2011)", [("76 FR 50407", "2011-08-15")]),
    ("63 FR 64322, 11/19/98, 65 FR 14444", [("63 FR 64322", "1998-11-19"), ("65 FR 14444", None)]),
    ("77 FR 61249 No. 195", [("77 FR 61249", None)]),
    ("76 FR no. 242 pg. 78146", [("76 FR 78146", None)]),
    ("75 FR 36516, 77 FR 58006 (no. 182)", [("75 FR 36516", None), ("77 FR 58006", None)]),
    ("76 FR No. 197 (10/12/2011)", [("76 FR No. 197", "2011-10-12")]),
    ("Vol. 74, No. 11, 01/16/09", [("74 FR No. 11", "2009-01-16")]),
    ("Notice 2049, Vol. 59, No. 153, 8/10/94", [("59 FR No. 153", "1994-08-10")]),
    ("84 FR 54004,\n10/9/19.\n85 FR 44159, 7/22/20", [("84 FR 54004", "2019-10-09"), ("85 FR 44159", "2020-07-22")]),
    ("91 FR 35189 (June 10, 2026)", [("91 FR 35189", "2026-06-10")]),
    ("90 FR 1234 preview citation details, 1/8/25", [("90 FR 1234", "2025-01-08")]),
    ("84 FR 40241, 84 FR 40241", [("84 FR 40241", None)]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), SPELLINGS)
def test_every_spelling_is_one_citation(text: str, expected: list[tuple[str, str | None]]) -> None:
    found, left = citations(text)
    assert ([(c.value, c.published) for c in found], left) == (expected, "")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("76 FR 78146 (12/16/11) 77 FR ", "( ) 77 FR"),
        ("82 F.R. 2312 1/9/2017, F.R. 30823 7/3/2017", ", F.R. 30823 7/3/2017"),
        ("to be published soon", "to be published soon"),
    ],
)
def test_what_is_no_citation_is_told(text: str, left: str) -> None:
    assert citations(text)[1] == left


def test_a_date_of_another_year_than_the_volume_is_a_slip() -> None:
    ((slip,), _) = citations("83 FR 61541, 11/13/19")
    assert (slip.value, slip.published, slip.wrong_date) == ("83 FR 61541", None, "11/13/19")


def test_a_day_that_no_calendar_has_is_a_slip() -> None:
    ((slip,), _) = citations("84 FR 54004, 2/30/19")
    assert (slip.published, slip.wrong_date) == (None, "2/30/19")


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("84 FR 54002", "entity-list-2019-10"),
        ("84 FR 54009", "entity-list-2019-10"),
        ("84 FR 54010", "fr-84-54010"),
        ("84 FR 54001", "fr-84-54001"),
        ("85 FR 34497", "entity-list-2020-06-military"),
        ("85 FR 34505", "entity-list-2020-06-xinjiang"),
        ("84 FR 22963", "entity-list-2019-05-huawei"),
    ],
)
def test_a_page_belongs_to_the_rule_whose_range_holds_it(text: str, anchor: str) -> None:
    ((cited,), _) = citations(text)
    found = event_of(cited)
    assert found is not None
    assert found[0] == anchor


def test_an_issue_without_page_names_no_rule() -> None:
    ((cited,), _) = citations("76 FR No. 197 (10/12/2011)")
    assert event_of(cited) is None
