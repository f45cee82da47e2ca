"""Rows by a mapping: what each part of the language makes of cells, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from graph.claims import UNIDENTIFIED
from graph.errors import InputError
from graph.model import Grade, Modality
from tests.loaders.damage import facts
from tests.loaders.mapping.tables import FIRM, mapping, read_by, read_csv, reasons

HOLDS = [{"predicate": "OWNS", "from": "owner", "to": "firm"}]
OWNED = {"firm": FIRM, "owner": {"label": "Company", "name": "owner", "optional": True}}


def names(data: str, name: Any) -> set[str]:
    source = read_csv(data, entities={"firm": {"label": "Company", "name": name}})
    return {claim.value or "" for claim in source.claims if claim.predicate == "NAMED"}


@pytest.mark.parametrize(
    ("cell", "steps", "values"),
    [
        ("Acme; Bolt;;Acme", {"split": ";"}, {"Acme", "Bolt"}),
        ('"""Acme; Inc"";Bolt"', {"split": ";", "quoted": True}, {"Acme; Inc", "Bolt"}),
        ("IMO1;77", {"split": ";", "starts": "IMO"}, {"IMO1"}),
        ("IMO1;77", {"split": ";", "starts_not": ["IMO", "X"]}, {"77"}),
        ("one;two", {"split": ";", "map": {"ONE": "1"}, "others": "keep"}, {"1", "two"}),
        ("one;two", {"split": ";", "map": {"ONE": "1"}, "others": "drop"}, {"1"}),
        ("42", {"pad": 5, "prefix": "no. "}, {"no. 00042"}),
        ("https://x/y", {"without": "https://x"}, {"/y"}),
    ],
)
def test_a_cell_goes_through_its_steps(cell: str, steps: dict[str, Any], values: set[str]) -> None:
    assert names(f"name\n{cell}\n", {"column": "name", **steps}) == values


def test_a_text_that_no_map_names_refuses_the_row() -> None:
    name = {"column": "name", "map": {"a": "b"}}
    assert reasons(read_csv("name\nx\na\n", entities={"firm": FIRM | {"name": name}})) == [
        ("table.csv, row 1", "column 'name': 'x' is not in the mapping")
    ]


def test_a_list_of_names_longer_than_its_count_is_not_split() -> None:
    investor = {
        "label": "Organisation",
        "name": {"column": "by", "split": ", ", "at_most": "count"},
        "optional": True,
    }
    edge = {"predicate": "INVESTED_IN", "from": "investor", "to": "firm"}
    source = read_csv(
        'name,by,count\nAcme,"Dunmere, Inc",1\nBolt,"Dunmere, Ostrava",2\nCube,,\n',
        entities={"firm": FIRM, "investor": investor},
        edges=[edge],
    )
    assert {f for f in facts(source) if f[1] == "INVESTED_IN"} == {
        ("Dunmere", "INVESTED_IN", "Bolt"),
        ("Ostrava", "INVESTED_IN", "Bolt"),
    }
    assert reasons(source) == [
        ("table.csv, row 1, column 'by'", "column 'by': it splits into 2, but 'count' says 1"),
    ]


def test_the_evidence_is_the_cell() -> None:
    source = read_csv(
        "no,name,city,land\n7, Acme ,Umeå,SWE\n",
        entities={
            "firm": {
                "label": "Company",
                "id": "no",
                "name": "name",
                "countries": "land",
                "addresses": {"join": ["city", "land"]},
            }
        },
    )
    assert {(c.predicate.value, c.value, c.quote, c.row, c.column, c.grade) for c in source.claims} == {
        ("NAMED", "Acme", "Acme", 1, "name", Grade.STATED),
        ("LOCATED_IN", None, "SWE", 1, "land", Grade.STATED),
        ("HAS_ADDRESS", "Umeå, SWE", "Umeå, SWE", 1, "city, land", Grade.STATED),
    }


def test_an_official_table_says_so_and_whom_it_quotes() -> None:
    source = read_csv("name,of\nAcme,Bureau\n", official=True, publisher="Office", attributed_to="of")
    assert {(c.grade, c.attributed_to) for c in source.claims} == {(Grade.OFFICIAL, "Bureau")}
    assert (source.document.official, source.document.source) == (True, "office")


@pytest.mark.parametrize(
    ("cell", "share", "low", "high"),
    [
        ("50", "p", "50", "50"),
        ("33.333333333333333333 %", "p", "33.333333333333333333", "33.333333333333333333"),
        ("0.255", {"column": "p", "fraction": True}, "25.500", "25.500"),
        ("12,5", {"column": "p", "decimal": ","}, "12.5", "12.5"),
        ("25", {"low": "p"}, "25", None),
        ("75", {"high": "p"}, None, "75"),
    ],
)
def test_shares_are_exact(cell: str, share: Any, low: str | None, high: str | None) -> None:
    source = read_csv(f'name,owner,p\nBolt,Acme,"{cell}"\n', entities=OWNED, edges=[HOLDS[0] | {"share": share}])
    (quantity,) = (c.quantity for c in source.claims if c.predicate == "OWNS")
    assert quantity
    assert (quantity.low and str(quantity.low), quantity.high and str(quantity.high)) == (low, high)


@pytest.mark.parametrize("cell", ["-1", "101", "1e3", "half", "NaN", "1,5", "1.000,5"])
def test_what_is_no_share_is_refused_and_the_stake_stands(cell: str) -> None:
    source = read_csv(f'name,owner,p\nBolt,Acme,"{cell}"\n', entities=OWNED, edges=[HOLDS[0] | {"share": "p"}])
    assert [place for place, _ in reasons(source)] == ["table.csv, row 1, column 'p'"]
    assert [c.quantity for c in source.claims if c.predicate == "OWNS"] == [None]


@pytest.mark.parametrize(
    ("cell", "currency", "options", "expected"),
    [
        ("1000000", "USD", {}, ("1000000", "USD")),
        ("1,000.50", "EUR", {"thousands": ","}, ("1000.50", "EUR")),
        ("1000", "dollars", {}, None),
        ("1000", "", {}, None),
        ("", "USD", {}, None),
    ],
)
def test_an_amount_needs_its_currency(
    cell: str, currency: str, options: dict[str, str], expected: tuple[str, str] | None
) -> None:
    amount = {"column": "a", "currency": "c", **options}
    source = read_csv(
        f'name,owner,a,c\nBolt,Acme,"{cell}",{currency}\n', entities=OWNED, edges=[HOLDS[0] | {"amount": amount}]
    )
    (quantity,) = (c.quantity for c in source.claims if c.predicate == "OWNS")
    assert (quantity and (str(quantity.low), quantity.unit)) == expected
    assert bool(source.refused) == (expected is None and bool(cell))


@pytest.mark.parametrize(
    ("cell", "format_", "day"),
    [
        ("2019-10", None, "2019-10"),
        ("31/12/2019", "%d/%m/%Y", "2019-12-31"),
        ("12/2019", ["%d/%m/%Y", "%m/%Y"], "2019-12"),
        ("23-MAR-0999", "%d-%b-%Y", "0999-03-23"),
        ("2019", "%Y", "2019"),
        ("2019-10-09T12:00:00", "%Y-%m-%dT%H:%M:%S", "2019-10-09"),
    ],
)
def test_dates_become_iso_as_coarse_as_they_are(cell: str, format_: Any, day: str) -> None:
    since = "d" if format_ is None else {"column": "d", "format": format_}
    source = read_csv(f"name,owner,d\nBolt,Acme,{cell}\n", entities=OWNED, edges=[HOLDS[0] | {"valid_from": since}])
    assert [c.valid_from for c in source.claims if c.predicate == "OWNS"] == [day]


def test_a_bad_date_is_refused_and_the_edge_stands_undated() -> None:
    source = read_csv("name,owner,d\nBolt,Acme,2019-02-30\n", entities=OWNED, edges=[HOLDS[0] | {"valid_to": "d"}])
    assert [c.valid_to for c in source.claims if c.predicate == "OWNS"] == [None]
    assert reasons(source) == [
        ("table.csv, row 1, column 'd'", "column 'd': '2019-02-30' is no date YYYY-MM-DD that the calendar has")
    ]


def test_predicates_go_by_a_column_and_conditions() -> None:
    edges = [
        {
            "predicate": {"column": "how", "map": {"parent": "OWNS"}, "others": "LINKED_TO"},
            "from": "owner",
            "to": "firm",
            "quote": ["how", "owner"],
            "unless": {"how": "rumour"},
        },
        {"predicate": "OWNS", "from": "owner", "to": "firm", "when": {"how": "rumour"}, "modality": "possible"},
    ]
    source = read_csv(
        "name,owner,how\nBolt,Acme,Parent\nCube,Acme,client\nDune,Acme,\nEcho,Acme,rumour\nAcme,Acme,parent\n",
        entities=OWNED,
        edges=edges,
    )
    held = {p.key: p.name for p in source.parties}
    assert {
        (c.predicate.value, held[c.object or ""], c.quote, c.modality) for c in source.claims if c.object is not None
    } == {
        ("OWNS", "Bolt", "Parent", Modality.ASSERTED),
        ("LINKED_TO", "Cube", "client", Modality.ASSERTED),
        ("LINKED_TO", "Dune", "Acme", Modality.ASSERTED),
        ("OWNS", "Echo", "Echo", Modality.POSSIBLE),
    }
    assert reasons(source) == [
        ("table.csv, row 5, column 'how'", "column 'how': a party cannot have OWNS with itself"),
    ]


def test_labels_of_a_column_that_do_not_fit_refuse_the_edge() -> None:
    entities = {
        "who": {"label": {"column": "type", "map": {"p": "Person", "c": "Company"}}, "name": "name"},
        "body": {"label": "Company", "name": "body"},
    }
    source = read_csv(
        "type,name,body\np,Ada,Acme\nc,Bolt,Acme\nx,Cube,Acme\n",
        entities=entities,
        edges=[{"predicate": "BOARD_MEMBER_OF", "from": "who", "to": "body"}],
    )
    assert {f for f in facts(source) if f[1] != "NAMED"} == {("Ada", "BOARD_MEMBER_OF", "Acme")}
    assert [place for place, _ in reasons(source)] == ["table.csv, row 2, column 'body'", "table.csv, row 3"]


def test_a_party_known_by_a_number_only_is_unidentified_and_unnamed() -> None:
    firm = {"label": "Organisation", "unidentified": True, "id": "no", "identifiers": {"icij": "no"}}
    source = read_csv("no\n7\n", entities={"firm": firm})
    assert [(p.name, p.kind) for p in source.parties] == [("7", UNIDENTIFIED)]
    assert facts(source) == {("7", "IDENTIFIED_BY", "icij:7")}


def test_a_name_that_no_name_can_be_is_refused() -> None:
    source = read_csv(f"name\nAcme\n{'x' * 1001}\n")
    assert facts(source) == {("Acme", "NAMED", "Acme")}
    assert reasons(source) == [("table.csv, row 2", f"{'x' * 40!r} ... is no name: 1,001 characters")]
    assert source.refused[0].text == "x" * 1001


def test_rows_of_one_id_are_one_party() -> None:
    source = read_csv("no,name\n1,Acme\n1,Acme Inc\n2,Acme\n", entities={"firm": FIRM | {"id": "no"}})
    assert [p.name for p in source.parties] == ["Acme", "Acme"]


def test_an_entry_on_an_official_list() -> None:
    entry = {
        "party": "firm",
        "list": {"column": "list", "map": {"EL": "entity-list", "SDN": "sdn"}},
        "id": "no",
        "quote": "list",
        "since": "start",
        "effective": "start",
        "remarks": "note",
    }
    source = read_csv(
        "no,name,list,start,note\n1,Acme,EL,2020-06-05,a note\n2,Bolt,DPL,2020-06-05,\n", listings=[entry]
    )
    listing = "Acme, Entity List"
    assert facts(source) >= {
        ("Acme", "LISTED_BY", "Entity List"),
        (listing, "LISTING_OF", "Acme"),
        (listing, "EFFECTIVE_ON", "2020-06-05"),
        (listing, "REMARK", "a note"),
    }
    assert [place for place, _ in reasons(source)] == ["table.csv, row 2"]


def test_rows_that_the_mapping_does_not_want_are_counted() -> None:
    source = read_csv("name,type\nAcme,firm\nBolt,ship\n", only={"type": "firm"})
    assert facts(source) == {("Acme", "NAMED", "Acme")}
    assert reasons(source) == [
        ("table.csv, row 2, column 'type'", "not taken: the mapping takes other rows only"),
    ]


def test_the_newest_date_is_the_day_of_the_file() -> None:
    newest = {"newest": "seen", "format": "%d.%m.%Y"}
    data = "name,seen\nAcme,01.02.2024\nBolt,31.01.2024\nCube,soon\n"
    assert read_csv(data, published=newest).document.published == "2024-02-01"
    with pytest.raises(InputError, match="no date in column 'seen'"):
        read_csv("name,seen\nAcme,soon\n", published=newest)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("name,more\nAcme,x\n", "unexpected column 'more'"),
        ("nome\nAcme\n", "unexpected column 'nome'"),
        ("name,name\nAcme,x\n", "column 'name' stands twice"),
        ("name\nAcme", "ends within row 1"),
        ("name\nAcme\nname\nBolt\n", "row 2: the header stands again"),
        ('name\n"Acme\n', "no such table"),
        ("name\n", "no record"),
    ],
)
def test_a_table_that_is_not_the_mappings_stops(data: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_csv(data)


def test_a_row_of_too_few_or_too_many_cells_is_refused() -> None:
    source = read_csv("name,b\nAcme,1\nBolt\nCube,1,2\n", ignored={"b": "not needed"})
    assert facts(source) == {("Acme", "NAMED", "Acme")}
    assert [place for place, _ in reasons(source)] == ["table.csv, row 2", "table.csv, row 3"]


def test_a_table_without_header_in_another_encoding() -> None:
    table = {"columns": ["no", "name"], "delimiter": ";", "encoding": "latin-1", "ends_with_newline": False}
    made = mapping(table=table, entities={"firm": FIRM | {"id": "no"}})
    assert facts(read_by(made, "1;Umeå".encode("latin-1"))) == {("Umeå", "NAMED", "Umeå")}
