from __future__ import annotations

import pytest

from graph.errors import InputError
from loaders import read
from loaders.markdown import document, rendered


def test_front_matter_tells_what_is_known() -> None:
    made = document(
        "brief.md",
        b'---\ntitle: "Listed: ten firms"\npublisher: Our Brief\npublished: 2020-05\nurl: https://example.org/a\n'
        b"summarises: The Daily\nauthor: Ann Poe\n# a remark\n---\n# Heading\n\nVelmora sued.\n",
    )
    assert (made.title, made.publisher, made.published, made.url) == (
        "Listed: ten firms",
        "Our Brief",
        "2020-05",
        "https://example.org/a",
    )
    assert (made.summarises, made.source, made.format, made.text) == (
        "The Daily",
        "the daily",
        "markdown",
        "Heading\n\nVelmora sued.",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: T\nsauce: x\n---\nVelmora.", "b.md, line 3: no front matter key 'sauce'"),
        ("---\ntitle: T\ntitle: U\n---\nVelmora.", "b.md, line 3: 'title' is given twice"),
        ("---\njust words\n---\nVelmora.", "b.md, line 2: 'just words' is not 'key: value'"),
        ("---\npublished: last May\n---\nVelmora.", "b.md, line 2: published 'last May' is no ISO 8601 date"),
        ("---\npublished: 2019-02-30\n---\nVelmora.", "b.md, line 2: published '2019-02-30' is no ISO 8601 date"),
        ("---\ntitle: T\nVelmora.", "b.md, line 1: front matter opens with --- and is never closed"),
        ("---\ntitle: T\n---\n\n![](x.png)\n", "b.md: no text below the front matter"),
    ],
)
def test_bad_front_matter_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        document("b.md", text.encode())
    assert message in str(caught.value)


def test_marks_go_and_words_stay() -> None:
    text = (
        "# One *two*\n\nA [link](https://example.org) and **bold**\nwords, `code` ![picture](x.png).\n\n- first\n- second\n\n"  # noqa: E501
        "| Firm | Country |\n|---|---|\n| Velmora | Chile |\n\n<script>alert('Velmora')</script>\n\n3. third\n\nend"
    )
    assert rendered(text) == (
        "One two\n\nA link and bold words, code .\n\n- first\n- second\n\nFirm | Country\nVelmora | Chile\n\n3. third\n\nend"  # noqa: E501
    )


def test_names_inside_marks_are_clean_words() -> None:
    source = read("b.md", b"The chipmaker **[Velmora](https://example.org)** sued *Brenta Ltd* twice.")
    assert {(c.quote, c.value) for c in source.claims if c.value in ("Velmora", "Brenta Ltd")} == {
        ("Velmora", "Velmora"),
        ("Brenta Ltd", "Brenta Ltd"),
    }
