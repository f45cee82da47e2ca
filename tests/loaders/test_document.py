from __future__ import annotations

import pytest

from graph.errors import InputError
from loaders import read
from loaders.document import MAX_BYTES, decode, document_of, stem
from loaders.plain_text import document, written_date


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", ["note.txt", "empty"]),
        (b" \n\t\n ", ["note.txt", "only white space"]),
        (b"%PDF-1.7 x", ["note.txt", "PDF", "UTF-8"]),
        (b"PK\x03\x04....", ["note.txt", "ZIP"]),
        (b"abc\n\xff\xfed", ["note.txt", "byte 4", "line 2", "0xff", "iconv"]),
        (b"V\x00e\x00l\x00", ["note.txt", "U+0000", "byte order mark"]),
        (bytes(range(1, 32)) * 20, ["note.txt", "U+0001", "binary"]),
        (b"\xff\xfeV\x00\x00\xd8", ["note.txt", "UTF-16"]),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(data: bytes, words: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        read("note.txt", data)
    assert [word for word in words if word not in str(caught.value)] == []


@pytest.mark.timeout(5)
def test_fifty_megabytes_in_a_line_are_refused_before_they_are_looked_at() -> None:
    with pytest.raises(InputError, match=f"50,000,000 bytes, more than the {MAX_BYTES:,}"):
        read("note.txt", b"x" * 50_000_000)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_unicode_with_and_without_its_mark(encoding: str) -> None:
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    assert decode("note.txt", mark + "Velmora déjà\r\nvu\rend".encode(encoding)) == "Velmora déjà\nvu\nend"


def test_a_source_speaks_for_its_publisher_else_for_itself() -> None:
    plain = document_of("a/b.note.txt", b"x", "text", "x")
    assert (plain.name, plain.source, plain.publisher) == ("b.note", plain.id, None)
    assert document_of("n", b"x", "text", "x", publisher="The Daily").source == "the daily"
    brief = document_of("n", b"x", "text", "x", publisher="Us", summarises="The Daily")
    assert brief.source == "the daily"


@pytest.mark.parametrize(
    ("name", "expected"), [("a/b/c.txt", "c"), ("c", "c"), ("C:\\x\\c.tar.gz", "c.tar"), (".txt", ".txt")]
)
def test_a_documents_name_is_the_files_stem(name: str, expected: str) -> None:
    assert stem(name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Published :2024-07-16 20:59", "2024-07-16"),
        ("Updated Dec. 17, 2024, 5 p.m.", "2024-12-17"),
        ("Posted: 3 March 2021", "2021-03-03"),
        ("last spring", None),
        ("on 2021-13-45", None),
    ],
)
def test_only_a_date_in_full_is_a_date(text: str, expected: str | None) -> None:
    assert written_date(text) == expected


def test_a_date_line_at_the_top_dates_the_document_and_a_sentence_does_not() -> None:
    assert document("n.txt", b"Title\n\nPublished: 3 March 2021\n\nVelmora sued.").published == "2021-03-03"
    assert document("n.txt", b"Title\n\nVelmora was published on 3 March 2021 by Brenta.").published is None


@pytest.mark.parametrize("data", ["\u200b\u200c\u200d \n\u2060", "\u00a0\u3000\u200e", "\ufeff\u200b"])
def test_what_nobody_sees_is_no_text(data: str) -> None:
    with pytest.raises(InputError, match=r"note.txt: only white space"):
        read("note.txt", data.encode())


def test_a_name_that_is_no_text_is_spelled_out() -> None:
    assert (stem("a/\udcff\udcfe.txt"), stem("\ud800é.txt")) == (r"\xff\xfe", r"\ud800é")
    assert read("\udcff.txt", b"Velmora sued Brenta.").document.name == r"\xff"


def test_half_a_pair_in_a_text_is_refused() -> None:
    with pytest.raises(InputError, match=r"n\\xff.txt: text: character 1 is U\+DC80, half of a pair"):
        document_of("n\udcff.txt", b"x", "text", "V\udc80")


def test_a_date_line_with_no_such_day_dates_nothing() -> None:
    assert document("n.txt", b"Title\n\nPublished: 30 February 2021\n\nVelmora sued.").published is None
