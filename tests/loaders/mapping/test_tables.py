"""One table as CSV, JSON lines, JSON and Parquet says one thing."""

from __future__ import annotations

import gzip
import io
import json
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph.errors import InputError
from loaders import read, recognise
from tests.loaders.damage import cut, facts
from tests.loaders.mapping.tables import FIRM, mapping, read_by, reasons

ROWS: list[dict[str, Any]] = [
    {"no": 1, "name": "Acme", "owner": "Dunmere", "share": Decimal("50.10"), "since": date(2019, 12, 31)},
    {"no": 2, "name": "Bolt", "owner": None, "share": None, "since": None},
]
MADE = mapping(
    entities={
        "firm": FIRM | {"id": "no", "identifiers": {"number": "no"}},
        "owner": {"label": "Company", "name": "owner", "optional": True},
    },
    edges=[{"predicate": "OWNS", "from": "owner", "to": "firm", "share": "share", "valid_from": "since"}],
)
SAID = {
    ("Acme", "NAMED", "Acme"),
    ("Acme", "IDENTIFIED_BY", "number:1"),
    ("Bolt", "NAMED", "Bolt"),
    ("Bolt", "IDENTIFIED_BY", "number:2"),
    ("Dunmere", "NAMED", "Dunmere"),
    ("Dunmere", "OWNS", "Acme"),
}


def parquet(rows: list[dict[str, Any]] = ROWS) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out)
    return out.getvalue()


def plain(rows: list[dict[str, Any]] = ROWS) -> list[dict[str, Any]]:
    return [{k: v if v is None or isinstance(v, int) else str(v) for k, v in row.items()} for row in rows]


FORMS = {
    "t.csv": b"no,name,owner,share,since\n1,Acme,Dunmere,50.10,2019-12-31\n2,Bolt,,,\n",
    "t.jsonl": "".join(json.dumps(row) + "\n" for row in plain()).encode(),
    "t.json": json.dumps(plain()).encode(),
    "t.parquet": parquet(),
    "t.parquet.gz": gzip.compress(parquet()),
}


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_table_says_the_same_in_every_form(name: str) -> None:
    source = read_by(MADE, FORMS[name], name)
    assert facts(source) == SAID
    (stake,) = (c for c in source.claims if c.predicate == "OWNS")
    assert stake.quantity
    assert (stake.valid_from, stake.quantity.low) == ("2019-12-31", Decimal("50.1"))
    assert source.refused == ()


@pytest.mark.parametrize("name", ["t.csv", "t.json", "t.parquet", "t.parquet.gz"])
def test_a_table_that_is_cut_stops(name: str) -> None:
    for data in cut(FORMS[name]):
        with pytest.raises(InputError):
            read_by(MADE, data, name)


def test_json_lines_that_are_cut_stop_or_are_whole_records() -> None:
    for data in cut(FORMS["t.jsonl"], 20):
        try:
            assert facts(read_by(MADE, data, "t.jsonl")) < SAID
        except InputError:
            continue
        assert data.endswith((b"}", b"}\n"))


def test_nested_objects_and_lists_are_columns() -> None:
    made = mapping(
        entities={"firm": {"label": "Company", "name": "who.name", "aliases": "who.also", "countries": "land"}},
        ignored={"raw": "the source's own copy"},
    )
    line = {"who": {"name": "Acme", "also": ["Acme Inc", "", None, "ACME"]}, "land": ["se", "de"], "raw": {"a": [{}]}}
    source = read_by(made, json.dumps(line), "t.jsonl")
    assert facts(source) == {
        ("Acme", "NAMED", "Acme"),
        ("Acme", "NAMED", "Acme Inc"),
        ("Acme", "NAMED", "ACME"),
        ("Acme", "LOCATED_IN", "Sweden"),
        ("Acme", "LOCATED_IN", "Germany"),
    }
    with pytest.raises(InputError, match=r"record 1: unexpected field 'who\.more'"):
        read_by(made, json.dumps({"who": {"name": "Acme", "more": 1}}), "t.jsonl")
    assert facts(read_by(made, parquet([line | {"raw": "x"}]), "t.parquet")) == facts(source)


def test_a_cell_of_objects_is_refused() -> None:
    made = mapping(required=["name"])
    lines = [{"name": [{"a": 1}]}, {"name": "Acme"}, {}, 7]
    source = read_by(made, "".join(json.dumps(line) + "\n" for line in lines), "t.jsonl")
    assert facts(source) == {("Acme", "NAMED", "Acme")}
    assert reasons(source) == [
        ("t.jsonl, row 1", "column 'name': dict is no text, number or date"),
        ("t.jsonl, row 3", "column 'name': missing"),
        ("t.jsonl, row 4", "'7' is no record with named fields"),
    ]


def test_numbers_are_as_they_are_written() -> None:
    made = mapping(entities={"firm": FIRM | {"remarks": ["n", "b"]}})
    data = b'{"name": "Acme", "n": 0.1000000000000000000001, "b": true}\n'
    assert {f[2] for f in facts(read_by(made, data, "t.jsonl"))} == {"Acme", "0.1000000000000000000001", "true"}


def test_rows_of_json_with_their_columns_beside() -> None:
    made = mapping(table={"kind": "json", "header": "fields", "records": "data.item"})
    assert facts(read_by(made, b'{"fields": ["name"], "data": [["Acme"], ["Bolt"]]}', "t.json")) == {
        ("Acme", "NAMED", "Acme"),
        ("Bolt", "NAMED", "Bolt"),
    }
    with pytest.raises(InputError, match="unexpected column 'nom'"):
        read_by(made, b'{"fields": ["nom"], "data": [["Acme"]]}', "t.json")
    values = mapping(table={"kind": "json", "records": "*"})
    assert facts(read_by(values, b'{"0": {"name": "Acme"}}', "t.json")) == {("Acme", "NAMED", "Acme")}


def test_a_parquet_table_asks_for_its_mapping() -> None:
    assert recognise("t.parquet", FORMS["t.parquet"]).name == "mapped"
    with pytest.raises(InputError, match="--mapping"):
        read("t.parquet", FORMS["t.parquet"])


def test_a_parquet_column_that_the_mapping_does_not_know_stops() -> None:
    with pytest.raises(InputError, match="unexpected column 'more'"):
        read_by(MADE, parquet([ROWS[0] | {"more": 1}]), "t.parquet")
