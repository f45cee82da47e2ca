from __future__ import annotations

import pytest

from graph.errors import InputError
from loaders import read
from loaders.html import CODECS, document

PAGE = """<!doctype html><html lang=en><head><title>Velmora listed | The Daily</title>
<meta property="og:title" content="Velmora listed"><meta property="og:site_name" content="The Daily">
<meta property="article:published_time" content="2021-03-04T10:00:00Z"><link rel=canonical href="https://example.org/a">
<style>.Brenta {{ color: red }}</style><script>var firm = "Scripted Holdings Ltd";</script></head><body>
<nav><a href=/>Nav Industries Ltd</a></nav><article><h1>Velmora listed</h1>
<p>The US Commerce Department added <a href=x>Velmora</a>, a chipmaker from Chile, to the <b>Entity&nbsp;List</b> on Thursday.</p>
<p>{more}</p><table><tr><th>Firm</th><th>Country</th></tr><tr><td>Velmora</td><td>Chile</td></tr></table></article>
<noscript>Noscript Holdings Ltd</noscript><footer>Footer Industries Ltd</footer></body></html>"""  # noqa: E501
MORE = (
    "Its customer Brenta Ltd said on Friday that it would have to look for other sources of chips from next month on."
)


def test_the_page_says_what_is_known_of_it() -> None:
    made = document("page.html", PAGE.format(more=MORE).encode())
    assert (made.title, made.publisher, made.published, made.url, made.source) == (
        "Velmora listed",
        "The Daily",
        "2021-03-04",
        "https://example.org/a",
        "the daily",
    )


def test_scripts_styles_and_menus_never_become_text() -> None:
    made = document("page.html", PAGE.format(more=MORE).encode())
    assert MORE in made.text
    assert "Firm | Country\nVelmora | Chile" in made.text
    assert [word for word in ("Scripted", "color", "Nav ", "Footer", "Noscript", "<") if word in made.text] == []


def test_parties_of_a_page_are_quoted_from_its_text() -> None:
    source = read("page.html", PAGE.format(more=MORE).encode())
    names = {p.name for p in source.parties}
    assert {"Velmora", "Brenta Ltd", "US Department of Commerce"} <= names
    assert not {"Scripted Holdings Ltd", "Footer Industries Ltd"} & names


def test_linked_data_stands_in_for_missing_tags() -> None:
    data = (
        '<html><head><script type="application/ld+json">{"@graph":[{"headline":"H","datePublished":"2020-01-02T03",'
        '"publisher":{"name":"The Weekly"}}]}</script><script type="application/ld+json">{broken</script></head>'
        "<body><p>Velmora sued Brenta.</p></body></html>"
    )
    made = document("page.html", data.encode())
    assert (made.title, made.published, made.publisher, made.text) == (
        "H",
        "2020-01-02",
        "The Weekly",
        "Velmora sued Brenta.",
    )


def test_nothing_is_guessed() -> None:
    made = document("2021-01-01.html", b"<html><body><p>Velmora sued Brenta in 2019.</p></body></html>")
    assert (made.title, made.publisher, made.published, made.url) == (None, None, None, None)


def test_a_declared_character_set_counts() -> None:
    data = "<html><head><meta charset=windows-1252></head><body><p>Müller sued Velmora.</p></body></html>"
    assert document("page.html", data.encode("cp1252")).text == "Müller sued Velmora."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<html><body><script>only()</script></body></html>", "no text between the tags"),
        (b"<html><body>" + b"<div>" * 5_000 + b"x", "nested more than"),
        (b"<html><meta charset=utf-8><p>\xff</p>", "byte 29"),
    ],
)
def test_pages_that_cannot_be_read(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        document("page.html", data)


@pytest.mark.parametrize("hidden", ["&#1;", "&#x1f;", "&#xFFFE;", "&#0;", "&#55296;", "\x01", "\ufffe", "&shy;"])
def test_characters_that_no_tree_holds_are_left_out(hidden: str) -> None:
    page = (
        f"<html><head><title>A{hidden}cme</title></head><body><p>Vel{hidden}mora sued<br>Brenta{hidden}</p>{' ' * 500}"
    )
    made = document("page.html", page.encode())
    assert (made.title, made.text) == ("Acme", "Velmora sued\n\nBrenta")


def test_what_is_left_out_makes_no_new_reference() -> None:
    assert "Velmora" in document("page.html", b"<html><body><p>Velmora &#&#1;1; sued &&#1;#1; Brenta</p>").text


@pytest.mark.parametrize(
    "charset", ["undefined", "punycode", "idna", "utf-7", "unicode_escape", "raw_unicode_escape", "rot13", "klingon"]
)
def test_a_character_set_that_no_browser_knows_is_passed_over(charset: str) -> None:
    page = f"<html><head><meta charset={charset}></head><body><p>Müller \\ud800 sued Velmora.</p></body></html>"
    assert document("page.html", page.encode()).text == "Müller \\ud800 sued Velmora."
    with pytest.raises(InputError, match=rf"page.html: its character set '{charset}' no browser knows, and byte \d+"):
        document("page.html", page.encode("latin-1"))


def test_a_character_set_that_does_not_fit_is_told() -> None:
    page = b"<html><head><meta charset=shift_jis></head><body><p>M\xfcller sued Velmora.</p></body></html>"
    with pytest.raises(InputError, match="'shift_jis' does not fit its bytes, and byte 53 is not UTF-8"):
        document("page.html", page)


def test_every_character_set_has_its_codec() -> None:
    assert [codec for codec in CODECS.values() if "a".encode(codec) != b"a"] == []


@pytest.mark.parametrize("day", ["2019-02-30", "2019-99-99", "0000-01-01"])
def test_a_day_that_does_not_exist_is_unknown(day: str) -> None:
    page = f'<html><head><meta property="article:published_time" content="{day}"></head><body><p>Velmora sued.</p>'
    assert document("page.html", page.encode()).published is None


def test_half_a_pair_is_refused_with_the_files_name() -> None:
    page = (
        rb'<html><head><script type="application/ld+json">{"headline":"A\ud800"}</script></head><body><p>Velmora.</p>'
    )
    with pytest.raises(InputError, match=r"page.html: title: character 1 is U\+D800, half of a pair"):
        document("page.html", page)
