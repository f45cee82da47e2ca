"""Lists of 15 CFR Part 744 in the eCFR's XML: rows of our own, in the shape that descriptions of the file give."""

from __future__ import annotations

import re

import pytest

from graph.claims import Source
from graph.errors import InputError
from loaders import read

HEADER = "".join(
    f"<TH>{head}</TH>"
    for head in ("Country", "Entity", "License requirement", "License review policy", "Federal Register citation")
)
REQUIRED = "<TD>For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR)<sup>4</sup></TD>"
TERMS = f"{REQUIRED}<TD>Presumption of denial</TD>"


def supplement(number: int, header: str, *rows: str) -> str:
    body = "".join(f"<TR>{row}</TR>" for row in rows)
    return (
        f'<DIV9 N="Supplement No. {number} to Part 744" TYPE="APPENDIX"><HEAD>List</HEAD><P>Words.</P><DIV><TABLE>'
        f"<THEAD><TR>{header}</TR></THEAD><TBODY>{body}</TBODY></TABLE></DIV></DIV9>"
    )


def part(*supplements: str) -> bytes:
    return f'<?xml version="1.0"?><DIV5 N="744" TYPE="PART"><HEAD>Part</HEAD>{"".join(supplements)}</DIV5>'.encode()


def entity_list(*rows: str) -> bytes:
    return part(supplement(4, HEADER, *rows))


def row(country: str, entity: str, citation: str = "84 FR 54004, 10/9/19.") -> str:
    return f"<TD>{country}</TD><TD>{entity}</TD>{TERMS}<TD>{citation}</TD>"


def said(source: Source) -> set[tuple[str, str, str]]:
    names = {party.key: party.name for party in source.parties}
    return {(c.predicate.value, names[c.subject], names.get(c.object or "", c.value or "")) for c in source.claims}


def test_a_row_is_an_entry_and_a_blank_country_is_as_above() -> None:
    source = read(
        "title-15.xml",
        entity_list(
            row("CHINA, PEOPLE'S REPUBLIC OF", "First Example Co., Ltd., 1 First Road, Sampleton, China."),
            row("", "[Reserved]", ""),
            row(
                "",
                "Second Example (SECX), a.k.a., the following two aliases:<br/>—Two Example; and<br/>—Zweites Beispiel."
                "<br/>2 Second Road, Sampleton, China; <I>and</I> Flat 3, Kowloon, Hong Kong.",
                "84 FR 54004, 10/9/19.<br/>85 FR 44159, 7/22/20.",
            ),
        ),
    )
    rule = "Twenty-eight entities tied to Xinjiang added to the Entity List"
    one, two = "First Example Co., Ltd.", "Second Example (SECX)"
    shared = {
        claim
        for name in (one, two)
        for claim in (
            ("NAMED", name, name),
            ("LISTED_BY", name, "Entity List"),
            ("LISTING_OF", f"{name}, Entity List", name),
            ("ON_LIST", f"{name}, Entity List", "Entity List"),
            ("LOCATED_IN", name, "China"),
            ("MEMBER_OF", name, rule),
            ("PART_OF", f"{name}, Entity List", rule),
            ("CITED_AS", f"{name}, Entity List", "84 FR 54004"),
            ("LICENCE_POLICY", f"{name}, Entity List", "Presumption of denial"),
            ("LICENCE_REVIEW", f"{name}, Entity List", "presumption of denial: all items"),
            ("FOOTNOTE", f"{name}, Entity List", "4"),
        )
    }
    requirement = "For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR)4"
    assert said(source) == shared | {
        ("LICENCE_REQUIREMENT", f"{one}, Entity List", requirement),
        ("LICENCE_REQUIREMENT", f"{two}, Entity List", requirement),
        ("PUBLISHED_ON", rule, "2019-10-09"),
        ("HAS_ADDRESS", one, "1 First Road, Sampleton, China"),
        ("NAMED", two, "Second Example"),
        ("NAMED", two, "SECX"),
        ("NAMED", two, "Two Example"),
        ("NAMED", two, "Zweites Beispiel"),
        ("HAS_ADDRESS", two, "2 Second Road, Sampleton, China"),
        ("HAS_ADDRESS", two, "Flat 3, Kowloon, Hong Kong"),
        ("LOCATED_IN", two, "Hong Kong"),
        ("CITED_AS", f"{two}, Entity List", "85 FR 44159"),
        ("AMENDED_BY", f"{two}, Entity List", "85 FR 44159"),
        ("PUBLISHED_ON", "85 FR 44159", "2020-07-22"),
    }
    assert source.document.published == "2020-07-22"


def test_affiliates_that_an_entry_names_are_listed_and_tied_to_it() -> None:
    text = (
        "Head Example Co., Ltd. (HEAD), a.k.a., the following one alias:<br/>—Kopf, and to include the following"
        " addresses and the following affiliated entities:<br/>1 Head Road, Sampleton, China.<br/>Affiliated entities:"
        "<br/>Arm Example Co., Ltd., a.k.a., the following one alias:<br/>—Arm.<br/>Leg Example Co., Ltd., 3 Leg Road,"
        " Sampleton, China."
    )
    found = said(read("title-15.xml", entity_list(row("CHINA", text))))
    assert {claim for claim in found if claim[0] == "AFFILIATED_WITH"} == {
        ("AFFILIATED_WITH", "Arm Example Co., Ltd.", "Head Example Co., Ltd. (HEAD)"),
        ("AFFILIATED_WITH", "Leg Example Co., Ltd.", "Head Example Co., Ltd. (HEAD)"),
    }
    assert {claim[1] for claim in found if claim[0] == "LISTED_BY"} == {
        "Arm Example Co., Ltd.",
        "Head Example Co., Ltd. (HEAD)",
        "Leg Example Co., Ltd.",
    }
    assert ("NAMED", "Head Example Co., Ltd. (HEAD)", "Kopf") in found
    # Which rule added the affiliates, the row does not say.
    assert {claim[1] for claim in found if claim[0] == "MEMBER_OF"} == {"Head Example Co., Ltd. (HEAD)"}


def test_a_cell_that_spans_rows_holds_for_each() -> None:
    first = f'<TD rowspan="2">CHINA</TD><TD>First Example, 1 First Road.</TD>{TERMS}<TD rowspan="2">84 FR 54004</TD>'
    found = said(read("title-15.xml", entity_list(first, f"<TD>Second Example, 2 Second Road.</TD>{TERMS}")))
    assert {claim[1:] for claim in found if claim[0] == "LOCATED_IN"} == {
        ("First Example", "China"),
        ("Second Example", "China"),
    }
    assert {claim[1] for claim in found if claim[0] == "CITED_AS"} == {
        "First Example, Entity List",
        "Second Example, Entity List",
    }


def test_each_supplement_is_its_own_list_and_others_are_none() -> None:
    three = "<TH>Country</TH><TH>Entity</TH><TH>Federal Register Citation</TH>"
    cells = "<TD>CHINA</TD><TD>Example Optics, 1 First Road.</TD><TD>85 FR 83799, 12/23/20.</TD>"
    found = said(
        read(
            "title-15.xml",
            part(
                supplement(2, "<TH>Item</TH>", "<TD>x</TD>"), supplement(6, three, cells), supplement(7, three, cells)
            ),
        )
    )
    assert {claim[2] for claim in found if claim[0] == "LISTED_BY"} == {"Unverified List", "Military End User List"}


def test_a_line_across_the_table_is_no_entry_and_a_short_row_is_refused() -> None:
    data = entity_list(
        row("CHINA", "First Example, 1 First Road."),
        '<TD colspan="5"><sup>1</sup> A footnote.</TD>',
        "<TD>CHINA</TD><TD>Second Example</TD>",
    )
    source = read("title-15.xml", data)
    assert {claim[1] for claim in said(source) if claim[0] == "LISTED_BY"} == {"First Example"}
    assert [refusal.place for refusal in source.refused] == ["title-15.xml, row 3"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (entity_list(row("CHINA", "First Example, 1 First Road."))[:-40], "no whole XML"),
        (entity_list(row("CHINA", "First Example, 1 First Road.")) * 2, "no whole XML"),
        (part(supplement(4, "<TH>Planet</TH>", "<TD>Mars</TD>")), "unexpected column 'planet'"),
        (part("<P>nothing</P>"), "no record in it"),
    ],
)
def test_what_is_no_such_list_stops(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=re.escape(words)):
        read("title-15.xml", data)
