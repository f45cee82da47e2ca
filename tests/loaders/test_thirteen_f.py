"""SEC Form 13F-HR as a raw EDGAR submission. Managers and issuers here are invented."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from graph.claims import Source
from graph.errors import InputError
from loaders import read, recognise
from tests.loaders.damage import cut, facts, outcome

TABLE = 'xmlns="http://www.sec.gov/edgar/document/thirteenf/informationtable"'
FORM = 'xmlns="http://www.sec.gov/edgar/thirteenffiler" xmlns:com="http://www.sec.gov/edgar/common"'


def row(
    name: str = "Velmora Inc", cusip: str = "88579Y101", value: str = "3429", inside: str = "", kind: str = "SH"
) -> str:
    return (
        f"<infoTable><nameOfIssuer>{name}</nameOfIssuer><titleOfClass>COM</titleOfClass><cusip>{cusip}</cusip>"
        f"<value>{value}</value><shrsOrPrnAmt><sshPrnamt>19615</sshPrnamt><sshPrnamtType>{kind}</sshPrnamtType></shrsOrPrnAmt>"
        f"{inside}<investmentDiscretion>SOLE</investmentDiscretion>"
        "<votingAuthority><Sole>1</Sole><Shared>0</Shared><None>2</None></votingAuthority></infoTable>\n"
    )


def submission(
    *rows: str,
    filed: str = "20210127",
    form: str = "13F-HR",
    entries: int | None = None,
    total: int = 3429,
    page: str = "",
    summary: str = "",
    documents: int = 2,
) -> bytes:
    """A raw submission of the manager Ostrava Capital."""
    return f"""<SEC-DOCUMENT>0000000001-21-000001.txt : {filed}
<SEC-HEADER>0000000001-21-000001.hdr.sgml : {filed}
ACCESSION NUMBER:		0000000001-21-000001
CONFORMED SUBMISSION TYPE:	{form}
PUBLIC DOCUMENT COUNT:		{documents}
CONFORMED PERIOD OF REPORT:	20201231
FILED AS OF DATE:		{filed}

FILER:

	COMPANY DATA:
		COMPANY CONFORMED NAME:			OSTRAVA CAPITAL LLC
		CENTRAL INDEX KEY:			0000000077
		IRS NUMBER:				131931123

	FORMER COMPANY:
		FORMER CONFORMED NAME:	DUNMERE CAPITAL LLC
		DATE OF NAME CHANGE:	19920929
</SEC-HEADER>
<DOCUMENT>
<TYPE>{form}
<SEQUENCE>1
<FILENAME>primary_doc.xml
<TEXT>
<XML>
<?xml version="1.0" encoding="UTF-8"?>
<edgarSubmission {FORM}>
<headerData><submissionType>{form}</submissionType><filerInfo><liveTestFlag>LIVE</liveTestFlag></filerInfo></headerData>
<formData><coverPage><reportCalendarOrQuarter>12-31-2020</reportCalendarOrQuarter>{page}
<filingManager><name>Ostrava Capital</name><address><com:street1>1 Quay</com:street1><com:city>Stamford</com:city>
<com:stateOrCountry>CT</com:stateOrCountry></address></filingManager>
<reportType>13F HOLDINGS REPORT</reportType></coverPage>
<signatureBlock><name>A. Berg</name></signatureBlock>
<summaryPage><otherIncludedManagersCount>0</otherIncludedManagersCount>
<tableEntryTotal>{len(rows) if entries is None else entries}</tableEntryTotal><tableValueTotal>{total}</tableValueTotal>
<isConfidentialOmitted>false</isConfidentialOmitted>{summary}</summaryPage></formData>
</edgarSubmission>
</XML>
</TEXT>
</DOCUMENT>
<DOCUMENT>
<TYPE>INFORMATION TABLE
<SEQUENCE>2
<FILENAME>inftable.xml
<TEXT>
<XML>
<?xml version="1.0" encoding="utf-8"?>
<n1:informationTable {TABLE.replace("xmlns", "xmlns:n1")} {TABLE}>
{"".join(rows)}</n1:informationTable>
</XML>
</TEXT>
</DOCUMENT>
</SEC-DOCUMENT>
""".encode()


def holdings(source: Source) -> set[tuple[Any, ...]]:
    names = {p.key: p.name for p in source.parties}
    return {
        (
            names[c.subject],
            c.predicate.value,
            names[c.object],
            (c.quantity.low, c.quantity.high, c.quantity.unit) if c.quantity else None,
            c.valid_from,
        )
        for c in source.claims
        if c.object and c.predicate.value in ("INVESTED_IN", "LINKED_TO")
    }


@pytest.mark.parametrize(("filed", "dollars"), [("20210127", 3_429_000), ("20230102", 3_429_000), ("20230103", 3_429)])
def test_values_are_in_thousands_until_2023_and_in_dollars_since(filed: str, dollars: int) -> None:
    source = read("13f.txt", submission(row(), filed=filed))
    amount = (Decimal(dollars), Decimal(dollars), "USD")
    assert holdings(source) == {("Ostrava Capital", "INVESTED_IN", "Velmora Inc", amount, "2020-12-31")}
    assert source.document.published == f"{filed[:4]}-{filed[4:6]}-{filed[6:]}"


def test_the_row_is_the_quote_and_the_manager_says_it() -> None:
    source = read("13f.txt", submission(row()))
    (claim,) = (c for c in source.claims if c.predicate.value == "INVESTED_IN")
    quote = json.loads(claim.quote or "")
    assert (claim.row, claim.column, claim.attributed_to) == (1, "infoTable", "Ostrava Capital")
    assert quote["shrsOrPrnAmt"] == {"sshPrnamt": "19615", "sshPrnamtType": "SH"}
    assert quote["votingAuthority"] == {"Sole": "1", "Shared": "0", "None": "2"}


@pytest.mark.parametrize("option", ["Put", "Call"])
def test_an_option_is_no_holding(option: str) -> None:
    source = read("13f.txt", submission(row(inside=f"<putCall>{option}</putCall>")))
    assert holdings(source) == {("Ostrava Capital", "LINKED_TO", "Velmora Inc", None, "2020-12-31")}


def test_classes_of_one_issuer_are_of_one_issuer_and_funds_of_one_family_are_not() -> None:
    rows = (
        row("Alder Inc", "02079K305", "1"),
        row("Alder Inc", "02079K107", "2", kind="PRN"),
        row("Birch Growth ETF", "464287200", "3"),
        row("Birch Bond ETF", "464287226", "4"),
    )
    source = read("13f.txt", submission(*rows, total=10))
    assert sorted(p.name for p in source.parties if p.label.value == "Company") == [
        "Alder Inc",
        "Birch Bond ETF",
        "Birch Growth ETF",
    ]
    assert {f for f in facts(source) if f[0] == "Alder Inc" and f[1] == "IDENTIFIED_BY"} == {
        ("Alder Inc", "IDENTIFIED_BY", "cusip:02079K305"),
        ("Alder Inc", "IDENTIFIED_BY", "cusip:02079K107"),
    }
    assert {h[3] for h in holdings(source) if h[2] == "Alder Inc"} == {(1000, 1000, "USD"), (2000, 2000, "USD")}


OTHERS = """<otherManagers2Info><otherManager2><sequenceNumber>1</sequenceNumber><otherManager><cik>88</cik>
<form13FFileNumber>028-1</form13FFileNumber><name>Brenta Advisers</name></otherManager></otherManager2>
</otherManagers2Info>"""


def test_the_cover_page_tells_of_the_managers() -> None:
    more = "<additionalInformation>See note.</additionalInformation>"
    data = submission(row(inside="<otherManager>1</otherManager>"), page=more, summary=OTHERS)
    source = read("13f.txt", data.replace(b"Omitted>false", b"Omitted>true"))
    name = "Ostrava Capital"
    assert {f for f in facts(source) if f[0] != "Velmora Inc" and f[1] != "INVESTED_IN"} == {
        (name, "NAMED", name),
        (name, "NAMED", "OSTRAVA CAPITAL LLC"),
        (name, "NAMED", "DUNMERE CAPITAL LLC"),
        (name, "IDENTIFIED_BY", "cik:0000000077"),
        (name, "HAS_ADDRESS", "1 Quay, Stamford, CT"),
        (name, "LOCATED_IN", "United States"),
        (name, "REMARK", "See note."),
        (name, "REMARK", "holdings are left out of this filing: confidential treatment is asked for"),
        (name, "LINKED_TO", "Brenta Advisers"),
        ("Brenta Advisers", "NAMED", "Brenta Advisers"),
        ("Brenta Advisers", "IDENTIFIED_BY", "cik:0000000088"),
    }
    assert source.document.series == "sec-13f-0000000077"


def test_an_amendment_that_adds_is_no_version_of_the_whole() -> None:
    def amended(kind: str) -> Source:
        page = f"<isAmendment>true</isAmendment><amendmentInfo><amendmentType>{kind}</amendmentType></amendmentInfo>"
        return read("13f.txt", submission(row(), form="13F-HR/A", page=page))

    assert amended("NEW HOLDINGS").document.series is None
    assert amended("RESTATEMENT").document.series == "sec-13f-0000000077"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (submission(row(), entries=2), "1 records, but its own header says 2"),
        (submission(row(), total=3431), "its values add up to 3429, but its own cover page says 3431"),
        (submission(row(), documents=3), "2 documents, but its own header says 3"),
    ],
)
def test_the_cover_page_bounds_the_table_unless_the_file_is_a_part(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read("13f.txt", data)
    assert len(holdings(read("13f.txt", data, partial=True))) == 1


def test_rounding_is_no_contradiction() -> None:
    assert read("13f.txt", submission(row(), row("Brenta Inc", "002824100"), total=6860)).refused == ()


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (row(name=""), "column 'nameOfIssuer': empty"),
        (row(value="3,429"), "column 'value': '3,429' is no number"),
        (row(inside="<putCall>Straddle</putCall>"), "'Straddle' is neither Put nor Call"),
        (row(kind="KG"), "'19615' 'KG' is no number of shares or principal amount"),
    ],
)
def test_a_bad_row_is_refused_alone(bad: str, reason: str) -> None:
    source = read("13f.txt", submission(row("Brenta Inc", "002824100"), bad), partial=True)
    assert [(r.place, reason in r.reason) for r in source.refused] == [("13f.txt, row 2", True)]
    assert {h[2] for h in holdings(source)} == {"Brenta Inc"}


def test_a_cusip_that_is_none_is_left_out() -> None:
    source = read("13f.txt", submission(row(cusip="8857")))
    assert [(r.place, r.text) for r in source.refused] == [("13f.txt, row 1, column 'infoTable/cusip'", "8857")]
    assert len(holdings(source)) == 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (submission(row(inside="<colour>red</colour>")), "unexpected 'colour'"),
        (submission(row(), page="<colour>red</colour>"), "unexpected 'colour'"),
        (submission(row(), form="13F-NT"), "form '13F-NT'; holdings are in 13F-HR"),
        (submission(row(), filed="soon"), "no FILED AS OF DATE"),
        (submission(row()).replace(b">LIVE<", b">TEST<"), "a test filing"),
        (submission(row()).replace(b"12-31-2020<", b"13-31-2020<"), "'13-31-2020' is no date MM-DD-YYYY"),
        (submission(row()).replace(b"<n1:inf", b"<!DOCTYPE x><n1:inf"), "a document type declaration is not read"),
        (submission(row()).replace(b"<TYPE>13F-HR", b"<TYPE>OTHER"), "0 cover pages in XML"),
        (submission(total=0), "no record in it"),
        (submission(row()) + submission(row()), "were two submissions joined"),
        (b"<SEC-DOCUMENT>", "no whole <SEC-HEADER>"),
    ],
)
def test_what_is_no_whole_filing_stops(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read("13f.txt", data, format="13f")


def test_a_damaged_file_stops() -> None:
    data = submission(row("Velmora Fjäll"))
    assert {outcome("13f.txt", part, "13f") for part in cut(data)} == {"refused"}
    assert outcome("13f.txt", data.decode().encode("latin-1"), "13f") == "refused"
    assert outcome("13f.txt", data.decode().encode("utf-16"), "13f") == "refused"


def test_every_holding_of_the_sample_is_taken(samples: Path) -> None:
    path = samples / "sec-13f" / "0000007195-21-000001.txt"
    data = path.read_bytes()
    assert recognise(path.name, data[:4096]).name == "13f"
    source = read(path.name, data)
    assert {c.row for c in source.claims} == set(range(74))
    found = holdings(source)
    assert {h[1] for h in found} == {"INVESTED_IN"}
    assert (len(source.parties), len(source.claims), len(found), source.refused) == (75, 224, 73, ())
    assert sum(h[3][0] for h in found) == 228_038_000
    assert {outcome(path.name, part, "13f") for part in cut(data)} == {"refused"}
    assert outcome(path.name, data + data, "13f") == "refused"
