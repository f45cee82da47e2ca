"""Tables of text are read row by row; one that is cut or of another encoding stops."""

from __future__ import annotations

import pytest

from graph.errors import InputError
from loaders.media.delimited import CSV, Delimited, check_columns, columns_of, rows_of
from loaders.media.opening import Opened, opened


def file(data: bytes) -> Opened:
    (found,) = opened("list.csv", data)
    return found


def rows(data: bytes, how: Delimited = CSV) -> list[tuple[int, list[str]]]:
    return [(row.number, row.cells) for row in rows_of(file(data), how)]


def test_rows_are_counted_without_the_header_and_empty_lines() -> None:
    assert rows(b'\xef\xbb\xbfa,b\n1,"x\ny"\n\n,\n2,z\r\n') == [(1, ["1", "x\ny"]), (2, ["2", "z"])]
    assert columns_of(file(b"\xef\xbb\xbf a ,b\n")) == ("a", "b")


def test_a_table_may_have_no_header() -> None:
    assert rows(b"1\tx\n", Delimited(delimiter="\t", columns=("a", "b"))) == [(1, ["1", "x"])]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a,b\n1,x\n2,", "ends within row 2"),
        (b'a,b\n1,"x\n', "line 2: no such table"),
        (b"\xef\xbb\xbfa,b\n1,x\n" * 2, "after row 1: the header stands again"),
        (b"a,b\n1,\xff\n", "not utf-8"),
        ("a,b\n1,x\n".encode("utf-16"), "not utf-8"),
        (b"a,b\n1," + b"x" * 200_000 + b"\n", "shorten it"),
    ],
)
def test_what_is_cut_malformed_or_of_another_encoding_stops(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        rows(data)


def test_every_column_is_known_or_named_as_ignored() -> None:
    found = file(b"a,b,c\n")
    check_columns(found, columns_of(found), ("a", "b"), ("c",))
    with pytest.raises(InputError, match="unexpected column 'c'"):
        check_columns(found, columns_of(found), ("a", "b"))
    with pytest.raises(InputError, match="column 'd' is missing"):
        check_columns(found, columns_of(found), ("a", "b", "c", "d"))
    with pytest.raises(InputError, match="column 'a' stands twice"):
        columns_of(file(b"a,b,a\n"))
