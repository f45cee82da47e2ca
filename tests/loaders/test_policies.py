"""Licence terms taken apart."""

from __future__ import annotations

import pytest

from loaders.policies import footnotes, reviews

ECCNS = ("1A004.c", "1A004.d", "1A995", "1A999.a", "1D003", "2A983", "2D983", "2E983")
XINJIANG = (
    "Case-by-case review for ECCNs 1A004.c, 1A004.d, 1A995, 1A999.a, 1D003, 2A983, 2D983, and 2E983, and for EAR99"
    " items described in the Note to ECCN 1A995; case-by-case review for items necessary to detect, identify and treat"
    " infectious disease; and presumption of denial for all other items subject to the EAR."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Presumption of Denial. ", ["presumption of denial: all items"]),
        (
            "Policy of denial. See §§ 746.8(b) and 744.21(e).",
            ["policy of denial: all items", "see 746.8(b)", "see 744.21(e)"],
        ),
        ("See §744.2 (d) of the EAR", ["see 744.2(d)"]),
        ("... is specified in §744.21(d) and (e).", ["see 744.21(d)", "see 744.21(e)"]),
        ("Case-by-case basis.", ["case by case: all items"]),
        (
            "Case-by-case for all items listed on the CCL. Presumption of approval for EAR99 items",
            ["case by case: items on the CCL", "presumption of approval: EAR99 items"],
        ),
        (
            "Presumption of  approval for EAR99; case-by-case review for all items on the CCL",
            ["presumption of approval: EAR99 items", "case by case: items on the CCL"],
        ),
        (
            "Policy of denial; Case-by-case basis for U.S. Government supported space programs.",
            ["policy of denial: all items", "case by case: U.S. Government supported space programs"],
        ),
        (
            XINJIANG,
            [
                *(f"case by case: {eccn}" for eccn in ECCNS),
                "case by case: EAR99 items of the Note to ECCN 1A995",
                "case by case: items necessary to detect, identify and treat infectious disease",
                "presumption of denial: all other items",
            ],
        ),
        ("Ask the agency.", []),
    ],
)
def test_a_policy_is_its_parts(text: str, expected: list[str]) -> None:
    assert [part for part, _ in reviews(text)] == expected


def test_each_part_quotes_the_words_that_say_so() -> None:
    words = {words for _, words in reviews(XINJIANG)}
    assert len(words) == 3
    assert all(stretch in XINJIANG for stretch in words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("For all items subject to the EAR. (See § 744.11 of the EAR)", []),
        ("For all items subject to the EAR, see §§ 734.9(e) 1 and 744.11 of the EAR 2", ["1", "2"]),
        ("All items subject to the EAR. (See §§ 734.9(g),3 746.8(a)(3), and 744.21(b) of the EAR)", ["3"]),
        ("For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR)4", ["4"]),
        ("For all items (See §§ 734.4(a)(9), 734.9(e)(3), and 744.11 of the EAR) 5", ["5"]),
    ],
)
def test_a_footnote_stands_as_a_number_behind_a_section(text: str, expected: list[str]) -> None:
    assert [number for number, _ in footnotes(text)] == expected
