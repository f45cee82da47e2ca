"""A report's three drawn forms: none of them lets a source's text become markup."""

from __future__ import annotations

import io

from rich.console import Console

from knockon.outline import Item, Role, Span, as_html, drawn, gathered, item, markdown, section

HOSTILE = "[red]*x*[/red] <script>alert(1)</script> \x1b[31m [a](http://x)"
ROOT = item(
    Span("Question", Role.NAME),
    below=gathered(
        section("found", [item(Span(HOSTILE, Role.QUOTE), None, "", below=[item(Span("deep", Role.SOURCE))])]),
        section("nothing", []),
    ),
)


def printed(root: Item, **options: object) -> str:
    out = io.StringIO()
    Console(file=out, width=200, markup=False, **options).print(drawn(root))  # type: ignore[arg-type]
    return out.getvalue()


def test_a_section_with_nothing_in_it_is_left_out() -> None:
    assert [one.spans[0].text for one in ROOT.below] == ["found"]


def test_on_a_terminal_names_are_never_markup() -> None:
    assert printed(ROOT).splitlines() == [
        "Question",
        "└── found",
        "    └── “[red]*x*[/red] <script>alert(1)</script> \\x1b[31m [a](http://x)”",
        "        └── deep",
    ]


def test_markdown_escapes_what_would_be_markup() -> None:
    assert markdown(ROOT).splitlines() == [
        "# **Question**",
        "",
        "## found",
        "",
        r"- *“\[red\]\*x\*\[/red\] \<script\>alert(1)\</script\> \\x1b\[31m \[a\](http://x)”*",
        "  - deep",
    ]


def test_html_escapes_what_would_be_markup() -> None:
    page = as_html(ROOT)
    assert "<script" not in page
    assert "<i>“[red]*x*[/red] &lt;script&gt;alert(1)&lt;/script&gt; \\x1b[31m [a](http://x)”</i>" in page
    assert page.count("<ul>") == page.count("</ul>") == 3
