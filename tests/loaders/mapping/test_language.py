"""What is wrong in a mapping file is told with the file, the line and the key."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from graph.errors import InputError
from loaders.mapping import open_mapping, read_mapping
from loaders.mapping.reference import mapping_page, mapping_schema
from tests.loaders.damage import facts
from tests.loaders.mapping.tables import read_by

WHOLE = """name: made
description: made
entities:
  firm: {label: Company, name: name}
  other: {label: Person, name: other}
edges:
  - {predicate: EMPLOYED_BY, from: other, to: firm}
"""


def complaint(text: str) -> str:
    with pytest.raises(InputError) as caught:
        read_mapping("m.yaml", text.encode())
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name: made", "nam: made", r"line 1, key 'nam': there is no such key; the mapping language is in docs"),
        ("description: made\n", "", r"line 1, key 'description': this key is missing"),
        ("label: Company", "label: Compny", r"line 4, key 'entities.firm.label': 'Compny' is no label of a party"),
        ("label: Company", "label: Claim", r"line 4, key 'entities.firm.label': 'Claim' is no label"),
        (
            "name: other}",
            "name: {column: other, spilt: x}}",
            r"line 5, key 'entities.other.name.spilt': there is no such key",
        ),
        ("EMPLOYED_BY", "NAMED", r"line 7, key 'edges.0.predicate': 'NAMED' is no predicate between two parties"),
        ("to: firm", "to: firma", r"there is no entity 'firma'; there are firm, other"),
        ("to: firm", "to: other", r"EMPLOYED_BY is person to body, any post: Person cannot stand at 'to'"),
        ("to: firm}", "to: firm, share: a, amount: {column: b, currency: c}}", r"line 7, key 'edges.0': a claim has a"),
        ("to: firm}", "to: firm, valid_from: {column: d, format: '%d.%m.%y'}}", r"line 7, key .*format.*%Y in it"),
        (
            "made\nentities",
            "made\nignored: {name: not needed}\nentities",
            r"column 'name' is used, and ignored as well",
        ),
        ("made\nentities", "made\nrequired: [nmae]\nentities", r"column 'nmae' is neither used nor ignored"),
        ("made\nentities", "made\npublished: 2024-13-01\nentities", r"line 3, key 'published': '2024-13-01' is no ISO"),
        ("made\nentities", "made\ntable: {encoding: hexx}\nentities", r"key 'table.encoding': 'hexx' is no encoding"),
        ("made\nentities", "made\ndescription: again\nentities", r"line 3: key 'description' stands twice"),
        ("name: other}", "unidentified: true, name: other}", r"an unidentified party has the label Organisation"),
        ("name: other}", "name: {column: other, split: ;}, remarks: r}", r"no attribute can be theirs"),
        ("name: other}", "kind: x}", r"line 5, key 'entities.other': give an 'id', a 'name', or both"),
        ("made\nentities", "made\nlistings: [{party: firm, list: el, id: a, quote: a}]\nentities", r"no official list"),
    ],
)
def test_what_is_wrong_is_told_with_line_and_key(old: str, new: str, said: str) -> None:
    assert old in WHOLE
    text = complaint(WHOLE.replace(old, new, 1))
    assert text.startswith("m.yaml")
    assert re.search(said, text), text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [", r"m\.yaml, line 1: no YAML"),
        ("- a", "no mapping file"),
        ("", "no mapping file"),
        ("a: &x [b]\nc: *x", r"m\.yaml, line 2: an alias"),
        ("a: !!python/object:os.system x", "a tag"),
        ("a: !x y", "a tag"),
        ("[a]: b", "no text"),
        ("a: " + "[" * 50 + "]" * 50, "too deep"),
        ("a: " + "b" * 600_000, "bytes are no mapping file"),
        ("a: \x00", "no YAML"),
    ],
)
def test_a_file_that_is_no_mapping_is_refused(text: str, said: str) -> None:
    assert re.search(said, complaint(text))


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(InputError, match="no YAML"):
        read_mapping("m.yaml", b"\xff\xfe\xfa")


def test_a_scalar_is_always_a_text() -> None:
    made = read_mapping("m.yaml", WHOLE.replace("name: made", "name: '12'\nseries: NO\ntitle: 1e3").encode())
    assert (made.name, made.series, made.title) == ("12", "NO", "1e3")


def test_maps_have_names() -> None:
    named = WHOLE.replace("name: name", "name: name, kind: {column: k, map: kinds}") + "maps: {kinds: {a: b}}\n"
    assert read_mapping("m.yaml", named.encode()).entities["firm"].kind.map == {"a": "b"}  # type: ignore[union-attr]
    assert "key 'entities.firm.kind.map'" in complaint(named.replace("map: kinds", "map: knds"))


def test_a_mapping_file_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path, Path("a\0b")):
        with pytest.raises(InputError, match="cannot be read"):
            open_mapping(path)


def test_the_example_of_the_page_does_what_it_says() -> None:
    page = mapping_page()
    table, text = (re.search(f"```{kind}\n(.*?)```", page, re.DOTALL) for kind in ("csv", "yaml"))
    assert table
    assert text
    source = read_by(read_mapping("m.yaml", text[1].encode()), table[1])
    assert source.document.published == "2024-05-01"
    assert facts(source) == {
        ("Velmora Optics", "NAMED", "Velmora Optics"),
        ("Velmora Optics", "LOCATED_IN", "Germany"),
        ("Ostrava Chips", "NAMED", "Ostrava Chips"),
        ("Ostrava Chips", "LOCATED_IN", "Czechia"),
        ("Ostrava Chips", "IN_SECTOR", "semiconductors"),
        ("Brenta Holding", "NAMED", "Brenta Holding"),
        ("Brenta Holding", "IDENTIFIED_BY", "lei:5299000J2N45DDNE4Y28"),
        ("Brenta Holding", "OWNS", "Velmora Optics"),
    }
    (stake,) = (c for c in source.claims if c.predicate == "OWNS")
    assert stake.quantity
    assert (stake.valid_from, str(stake.quantity.low), stake.row, stake.column) == ("2019-12-31", "50.1", 1, "supplier")


def test_the_schema_names_every_key() -> None:
    schema = json.loads(mapping_schema())
    assert {"entities", "edges", "listings", "ignored"} <= set(schema["properties"])
    assert schema["additionalProperties"] is False
