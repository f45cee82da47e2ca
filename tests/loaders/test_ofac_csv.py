"""OFAC's legacy CSV: four kinds of files without a header, that meet by number, and remarks that say more."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from graph.claims import UNIDENTIFIED, Records, Source
from graph.errors import InputError
from graph.fold import fold
from graph.model import Label, Modality, Predicate
from loaders import open_file, read, recognise
from tests.loaders.damage import cut, damages, facts, outcome

END = "\x1a"
SDN = "Specially Designated Nationals and Blocked Persons List"
SDN_ONLY = '7,"OLD MILL TRADING CO.",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- '


def party(uid: int, name: str, programs: str, remarks: str = "", **cells: str) -> str:
    columns = ("what", "title", "call_sign", "type", "tonnage", "grt", "flag", "owner")
    what, *rest = (f'"{cells[c]}"' if c in cells else "-0- " for c in columns)
    return ",".join([str(uid), f'"{name}"', what, f'"{programs}"', *rest, f'"{remarks}"' if remarks else "-0- "])


def file(*rows: str) -> bytes:
    return "\r\n".join([*rows, END]).encode()


def source(*rows: str, name: str = "sdn.csv") -> Source:
    return read(name, file(*rows), format="ofac-csv")


def said(found: Source, predicate: Predicate) -> set[tuple[str, str]]:
    return {(subject, what) for subject, kind, what in facts(found) if kind == predicate.value}


ANNA = "DOB 01 Feb 1960; nationality Korea, North; a.k.a. 'THE BAKER'; Linked To: OLD MILL TRADING CO.."
STAR = "Vessel Registration Identification IMO 9187629; MMSI 572469210; Linked To: UNSEEN SHIPPING LTD."
SHIP = {"what": "vessel", "flag": "Iran", "owner": "Old Mill Trading Co", "type": "Tug", "tonnage": "640"}
PARTIES = (
    SDN_ONLY,
    party(11, "PINE, Anna Maria", "SDGT] [IFSR", ANNA, what="individual"),
    party(12, "NORTH STAR", "IRAN", STAR, **SHIP),
)
ALIASES = ('11,101,"aka","PINE, Ann",-0- ', '7,102,"fka","OLDER MILL",-0- ')
ADDRESSES = (
    '7,201,"1 Mill Lane","Havana","Cuba",-0- ',
    "11,202,-0- ,-0- ,-0- ,-0- ",
    '12,203,-0- ,-0- ,"Virgin Islands, British",-0- ',
)
COMMENTS = ("11,\"umber 5 (Russia); Registration ID 1027739609391 (Russia); a.k.a. 'MILLER'; Linked To: OAK S.A..\"",)
KINDS = {"sdn.csv": PARTIES, "alt.csv": ALIASES, "add.csv": ADDRESSES, "sdn_comments.csv": COMMENTS}


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_is_known_by_its_shape_whatever_its_name(name: str) -> None:
    for data in (file(*KINDS[name]), file(*KINDS[name])[:-3], "\n".join(KINDS[name]).encode()):
        assert recognise("download.bin", data).name == "ofac-csv"
    assert recognise(name, b"a,b\n1,x\n").name != "ofac-csv"


def test_a_party_is_on_the_sdn_list_with_its_programs() -> None:
    found = source(*PARTIES)
    assert said(found, Predicate.LISTED_BY) == {
        (name, SDN) for name in ("OLD MILL TRADING CO.", "PINE, Anna Maria", "NORTH STAR")
    }
    others = (Label.LIST, Label.LISTING, Label.COUNTRY)
    assert {(p.name, p.label, p.kind) for p in found.parties if p.label not in others} == {
        ("OLD MILL TRADING CO.", Label.COMPANY, None),
        ("PINE, Anna Maria", Label.PERSON, None),
        ("NORTH STAR", Label.ORGANISATION, "vessel"),
        ("UNSEEN SHIPPING LTD", Label.COMPANY, None),
    }
    listings = {subject: what for subject, what in said(found, Predicate.REMARK) if what.startswith("program: SD")}
    assert listings == {f"PINE, Anna Maria, {SDN}": "program: SDGT"}
    assert (found.document.official, found.document.series, found.document.published) == (True, "ofac-sdn", None)


def test_plain_remarks_are_read_and_the_rest_stays() -> None:
    found = source(*PARTIES)
    assert said(found, Predicate.NAMED) >= {
        ("PINE, Anna Maria", "Anna Maria PINE"),
        ("PINE, Anna Maria", "THE BAKER"),
    }
    weak = {c.modality for c in found.claims if c.value == "THE BAKER"}
    assert weak == {Modality.POSSIBLE}
    assert said(found, Predicate.REMARK) >= {
        ("PINE, Anna Maria", "DOB 01 Feb 1960"),
        ("PINE, Anna Maria", "weak a.k.a. THE BAKER"),
        ("NORTH STAR", "Tonnage: 640"),
    }
    assert said(found, Predicate.LOCATED_IN) == {("PINE, Anna Maria", "North Korea"), ("NORTH STAR", "Iran")}
    assert said(found, Predicate.IDENTIFIED_BY) == {
        ("OLD MILL TRADING CO.", "ofac:7"),
        ("PINE, Anna Maria", "ofac:11"),
        ("NORTH STAR", "ofac:12"),
        ("NORTH STAR", "imo:9187629"),
        ("NORTH STAR", "mmsi:572469210"),
    }


def test_who_is_linked_is_the_party_of_that_name_or_one_named_in_passing() -> None:
    found = source(*PARTIES)
    assert said(found, Predicate.LINKED_TO) == {
        ("PINE, Anna Maria", "OLD MILL TRADING CO."),
        ("NORTH STAR", "UNSEEN SHIPPING LTD"),
    }
    quotes = {c.quote for c in found.claims if c.predicate is Predicate.LINKED_TO}
    assert quotes == {"Linked To: OLD MILL TRADING CO.", "Linked To: UNSEEN SHIPPING LTD"}
    assert said(found, Predicate.OWNS) == {("OLD MILL TRADING CO.", "NORTH STAR")}
    assert {p.name for p in found.parties if p.section} == {"UNSEEN SHIPPING LTD"}


@pytest.mark.parametrize(
    ("piece", "identifier"),
    [
        ("ISIN CNE1000002V2", "isin:CNE1000002V2"),
        ("alt. ISIN US1694261033", "isin:US1694261033"),
        ("Equity Ticker 601800 CN", "ticker:601800 CN"),
        ("SWIFT/BIC CKLBCNBJ", "bic:CKLBCNBJ"),
        ("Website www.mill.example", "url:www.mill.example"),
        ("Legal Entity Number 253400V1H6ART1UQ0N98", "lei:253400V1H6ART1UQ0N98"),
                ("Unified Social Credit Code (USCC) 91330000733796106P (China)", "uscc:91330000733796106P"),
        ("Registration Number FN 161285 i (Austria)", "registration-number:at/FN 161285 i"),
        ("Tax ID No. 7702070139 (Russia)", "tax-id:ru/7702070139"),
        ("Passport A123 (Russia) expires 01 Sep 2025", "passport:ru/A123"),
        ("alt. Digital Currency Address - XBT 12jVCWW1ZhTLA5yVnroEJswq", "crypto:12jVCWW1ZhTLA5yVnroEJswq"),
        ("UK Company Number 1126618 (United Kingdom)", "gb-coh:01126618"),
        ("Company Number IMO 5055293", "imo-company:5055293"),
    ],
)  # fmt: skip
def test_an_identifier_is_read_where_its_scheme_is_known(piece: str, identifier: str) -> None:
    found = source(SDN_ONLY, party(8, "ACME", "CUBA", f"{piece}."))
    assert said(found, Predicate.IDENTIFIED_BY) == {
        ("OLD MILL TRADING CO.", "ofac:7"),
        ("ACME", "ofac:8"),
        ("ACME", identifier),
    }


@pytest.mark.parametrize("piece", ["Registration ID C122790", "ISIN 12", "Passport A123", "Legal Entity Number 5"])
def test_a_number_without_country_or_form_stays_a_remark(piece: str) -> None:
    found = source(SDN_ONLY, party(8, "ACME", "CUBA", f"{piece}."))
    assert said(found, Predicate.IDENTIFIED_BY) == {("OLD MILL TRADING CO.", "ofac:7"), ("ACME", "ofac:8")}
    assert ("ACME", piece) in said(found, Predicate.REMARK)


CMIC = (
    "Listing Date (CMIC) 03 Jun 2021; Effective Date (CMIC) 02 Aug 2021; "
    "Purchase/Sales For Divestment Date (CMIC) 03 Jun 2022."
)


def test_an_entry_of_a_military_company_has_its_dates() -> None:
    found = source(party(20, "ACME DRONES CO., LTD.", "CMIC-EO13959", CMIC), name="cons_prim.csv")
    dated = (Predicate.ANNOUNCED_ON, Predicate.EFFECTIVE_ON, Predicate.COMPLIANCE_BY)
    assert [what for p in dated for _, what in said(found, p)] == ["2021-06-03", "2021-08-02", "2022-06-03"]
    assert {c.valid_from for c in found.claims if c.predicate is Predicate.LISTED_BY} == {"2021-06-03"}
    assert found.document.series == "ofac-consolidated"


NS = "cons_prim.csv"


@pytest.mark.parametrize(
    ("programs", "lists"),
    [
        ("UKRAINE-EO13662", {"Sectoral Sanctions Identifications List"}),
        # Russia's program blocks too: beside another that explains the entry it tells no list.
        ("UKRAINE-EO13662] [RUSSIA-EO14024", {"Sectoral Sanctions Identifications List"}),
        ("RUSSIA-EO14024", {"Non-SDN Menu-Based Sanctions List"}),
        ("SDGT] [NS-PLC", {"Palestinian Legislative Council List"}),
        ("FSE-IR", {"Foreign Sanctions Evaders List"}),
        ("ATLANTIS-EO99999", set()),
    ],
)
def test_the_programs_tell_the_list(programs: str, lists: set[str]) -> None:
    found = source(party(20, "ACME DRONES CO., LTD.", "CMIC-EO13959", CMIC), party(21, "BOLT", programs), name=NS)
    assert {what for subject, what in said(found, Predicate.LISTED_BY) if subject == "BOLT"} == lists
    if not lists:
        (refusal,) = found.refused
        assert "ATLANTIS-EO99999" in refusal.reason


def test_programs_that_fit_several_lists_leave_the_word_to_the_name() -> None:
    row = party(21, "BOLT", "UKRAINE-EO13662")
    assert said(source(row, name="sdn_may.csv"), Predicate.LISTED_BY) == {("BOLT", SDN)}
    with pytest.raises(InputError, match=r"call it sdn\.csv or cons_prim\.csv"):
        source(row, name="list.csv")


def test_aliases_addresses_and_comments_meet_their_party_by_number() -> None:
    files = [source(*rows, name=name) for name, rows in KINDS.items()]
    assert {p.kind for f in files[1:] for p in f.parties if p.label is Label.ORGANISATION} == {UNIDENTIFIED}
    assert said(files[1], Predicate.REMARK) == {("ofac:7", "f.k.a. OLDER MILL")}
    assert said(files[2], Predicate.HAS_ADDRESS) == {("ofac:7", "1 Mill Lane, Havana, Cuba")}
    assert said(files[2], Predicate.LOCATED_IN) == {("ofac:7", "Cuba"), ("ofac:12", "British Virgin Islands")}
    assert said(files[3], Predicate.LINKED_TO) == {("ofac:11", "OAK S.A.")}
    assert said(files[3], Predicate.REMARK) == {("ofac:11", "umber 5 (Russia)"), ("ofac:11", "weak a.k.a. MILLER")}
    names = {n for _, e in fold(files).entities if "ofac:7" in e.identifiers for n in e.names}
    assert names == {"OLD MILL TRADING CO.", "OLDER MILL"}


@pytest.mark.parametrize("name", KINDS)
def test_every_quote_stands_in_its_cell(name: str) -> None:
    rows = list(csv.reader(KINDS[name]))
    found = source(*KINDS[name], name=name)
    quoted = {(c.row, c.quote) for c in found.claims if " + " not in (c.column or "")}
    assert quoted
    assert {(r, q) for r, q in quoted if r is None or q is None or not any(q in cell for cell in rows[r - 1])} == set()


def test_a_remark_that_was_cut_is_kept_and_not_read() -> None:
    found = source(SDN_ONLY, party(8, "ACME", "CUBA", "DOB 1958; Linked To: OLD MILL TRA"))
    assert said(found, Predicate.LINKED_TO) == set()
    assert said(found, Predicate.REMARK) >= {("ACME", "Linked To: OLD MILL TRA"), ("ACME", "DOB 1958")}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (party(0, "ACME", "CUBA"), "'0' is no number of OFAC's"),
        (party(8, "", "CUBA"), "column 'SDN_Name': empty"),
        (party(8, "ACME", "-0- "), "column 'Program': empty"),
        (party(8, "ACME", "CUBA", what="robot"), "'robot' is no type of party"),
        ("8,ACME", "2 cells where there should be 12"),
    ],
)
def test_a_bad_row_is_refused_alone(row: str, reason: str) -> None:
    found = source(SDN_ONLY, *PARTIES[1:], *(party(n, "X", "CUBA") for n in range(30, 40)), row)
    (refusal,) = found.refused
    assert reason in refusal.reason
    assert len(said(found, Predicate.LISTED_BY)) == 4


@pytest.mark.parametrize("name", KINDS)
def test_a_damaged_file_stops(name: str) -> None:
    rows = KINDS[name]
    whole = read(name, file(*rows), format="ofac-csv")
    assert {outcome(name, part, "ofac-csv", lambda s: facts(s) == facts(whole)) for part in cut(file(*rows))} == {
        "refused"
    }
    for damage, data in damages(file(*rows)):
        expected = "whole" if damage == "latin-1" else "refused"
        assert outcome(name, data, "ofac-csv", lambda s: facts(s) == facts(whole)) == expected, damage
    assert outcome(name, b"\n".join([file(*rows)[:-3], file(*rows)]), "ofac-csv") == "refused"


def test_a_copy_with_plain_line_ends_may_lack_its_end() -> None:
    text = "\n".join(PARTIES[::-1])
    whole = facts(read("sdn.csv", f"{text}\n".encode()))
    assert facts(read("sdn.csv", text.encode())) == whole
    assert facts(read("sdn.csv", text[:-2].encode())) == whole  # "-0" for "-0- "
    with pytest.raises(InputError, match="ends within row 3"):
        read("sdn.csv", text[:-6].encode())


def test_a_file_of_official_line_ends_without_its_end_is_a_part() -> None:
    data = file(*PARTIES)[:-1]
    with pytest.raises(InputError, match="without the Ctrl-Z"):
        read("sdn.csv", data)
    assert facts(read("sdn.csv", data, partial=True)) == facts(source(*PARTIES))


def test_two_lists_in_one_file_stop() -> None:
    with pytest.raises(InputError, match="7 is of the SDN list, 20 of another"):
        source(SDN_ONLY, party(20, "ACME DRONES", "CMIC-EO13959"))


def test_every_row_of_the_samples_is_taken(samples: Path) -> None:
    counts = {}
    for path in sorted(samples.glob("ofac-*-csv/*")):
        (found,) = open_file(path.name, path)
        assert isinstance(found, Records)
        whole = found.whole()
        counts[path.name] = (len({c.row for c in whole.claims}), len(whole.refused), whole.document.series)
    assert counts == {
        "add.csv.gz": (11696, 2, "ofac-sdn-addresses"),
        "alt.csv.gz": (9682, 0, "ofac-sdn-aliases"),
        "sdn.csv.gz": (7379, 3, "ofac-sdn"),
        "sdn_comments.csv.gz": (13, 0, "ofac-sdn-comments"),
        "cons_add.csv": (574, 0, "ofac-consolidated-addresses"),
        "cons_alt.csv": (1073, 0, "ofac-consolidated-aliases"),
        "cons_comments.csv": (10, 0, "ofac-consolidated-comments"),
        "cons_prim.csv": (442, 0, "ofac-consolidated"),
    }


def test_the_consolidated_sample_has_its_lists(samples: Path) -> None:
    path = samples / "ofac-consolidated-csv" / "cons_prim.csv"
    found = read(path.name, path.read_bytes())
    lists: dict[str, int] = {}
    for _, name in said(found, Predicate.LISTED_BY):
        lists[name.split()[0]] = lists.get(name.split()[0], 0) + 1
    assert lists == {"Sectoral": 286, "Palestinian": 78, "Non-SDN": 77, "List": 1}
    for predicate in (Predicate.ANNOUNCED_ON, Predicate.EFFECTIVE_ON, Predicate.COMPLIANCE_BY):
        assert len(said(found, predicate)) == 68
    assert len(said(found, Predicate.LINKED_TO)) == 283
    assert ("HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO., LTD.", "uscc:91330000733796106P") in said(
        found, Predicate.IDENTIFIED_BY
    )
