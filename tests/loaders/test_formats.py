from __future__ import annotations

import pytest

from graph.errors import UnknownName
from loaders import formats, read, recognise


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("x.txt", b"Velmora sued Brenta.", "text"),
        ("x", b"Velmora sued.\n* a row\n* another", "text"),
        ("x.txt", b"---\ntitle: T\n---\nVelmora sued.", "markdown"),
        ("x.txt", b"# Title\n\nVelmora sued.", "markdown"),
        ("x.txt", b"Velmora [sued](https://example.org) Brenta.", "markdown"),
        ("x.md", b"Velmora sued.", "markdown"),
        ("x.txt", b"\xef\xbb\xbf<!DOCTYPE html><p>Velmora sued.</p>", "html"),
        ("x.txt", b"  <html lang=en><body>", "html"),
        ("x.htm", b"Velmora sued.", "html"),
    ],
)
def test_a_format_is_recognised_by_content(name: str, data: bytes, expected: str) -> None:
    assert recognise(name, data).name == expected


def test_every_format_says_what_it_is() -> None:
    assert {"html", "markdown", "text"} <= set(formats())
    assert list(formats())[-1] == "text"
    assert all(f.description and f.example and f.name == name for name, f in formats().items())


def test_a_format_may_be_told_and_an_unknown_one_offers_near_names() -> None:
    assert read("x.md", b"# Velmora sued", format="text").document.text == "# Velmora sued"
    with pytest.raises(UnknownName) as caught:
        read("x.md", b"x", format="markdwn")
    assert caught.value.near == ("markdown",)
