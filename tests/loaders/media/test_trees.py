"""JSON, JSON lines and XML are read record by record, and nothing in them is expanded or fetched."""

from __future__ import annotations

from decimal import Decimal

import pytest

from graph.errors import InputError
from loaders.media.opening import Opened, opened
from loaders.media.trees import json_lines, json_records, xml_records


def file(data: bytes) -> Opened:
    (found,) = opened("file.dat", data)
    return found


def texts(data: bytes) -> list[tuple[int, str | None]]:
    return [(number, element.text) for number, element in xml_records(file(data), "entry")]


def test_json_records_keep_numbers_exact() -> None:
    data = b'{"results": [{"share": 33.3333333333333333333333333333}, {"share": 1e2}, {"share": 7}]}'
    found = list(json_records(file(data), "results.item"))
    assert found == [
        (1, {"share": Decimal("33.3333333333333333333333333333")}),
        (2, {"share": Decimal("1E+2")}),
        (3, {"share": 7}),
    ]


@pytest.mark.parametrize("data", [b'[{"a": 1}, {"a"', b"[1, 2", b'[{"a": "\xff"}]', b"nothing", b"[1, NaN]"])
def test_json_that_is_cut_or_malformed_stops_after_the_records_before(data: bytes) -> None:
    with pytest.raises(InputError, match=r"file\.dat, after record"):
        list(json_records(file(data), "item"))


def test_json_lines_have_the_number_of_their_line() -> None:
    assert list(json_lines(file(b'{"a": 0.10}\n\n[2]\n'))) == [(1, {"a": Decimal("0.10")}), (3, [2])]


@pytest.mark.parametrize("line", [b'{"a": 1', b'{"a": NaN}', b'{"a": 1, "a": 2}', b"\xff", b"[" * 100_000, b"{} {}"])
def test_a_line_that_is_no_json_stops_with_its_number(line: bytes) -> None:
    with pytest.raises(InputError, match=r"file\.dat, line 2: no JSON"):
        list(json_lines(file(b"{}\n" + line)))


def test_xml_records_are_found_in_any_namespace() -> None:
    data = b'<l xmlns="urn:x"><entry>a</entry><other/><entry>b</entry></l>'
    assert texts(data) == [(1, "a"), (2, "b")]
    assert texts(b"<l><entry>a</entry></l>") == [(1, "a")]


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><l><entry>&b;</entry></l>',
        b'<!DOCTYPE l SYSTEM "http://127.0.0.1/x.dtd"><l><entry/></l>',
        b"<?xml version='1.0'?>" + b" " * 5000 + b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
        b"<l><entry>&a;</entry></l>",
        "<!DOCTYPE l [<!ENTITY a 'x'>]><l><entry>&a;</entry></l>".encode("utf-16"),
    ],
    ids=["billion laughs", "external", "late", "utf-16"],
)
def test_entities_are_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"file\.dat"):
        texts(data)


@pytest.mark.parametrize("data", [b"<l><entry>a</entry><ent", b"<l><entry>a</entry>", b"plain", b"<l></m>"])
def test_xml_that_is_cut_or_malformed_stops(data: bytes) -> None:
    with pytest.raises(InputError, match=r"file\.dat, after record .*was the file cut"):
        texts(data)
