"""Markdown files: front matter for what is known of the document, then prose.

The front matter is flat, `key: value` lines between two lines of `---`. The text that is stored is the rendered
one: links become their words, emphasis goes, each heading, list item and table row is a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING

from graph.claims import Document, Source, is_iso_date
from graph.errors import InputError
from loaders.boilerplate import without_boilerplate
from loaders.document import decode, document_of
from loaders.formats import Format
from loaders.language.reading import read_document

if TYPE_CHECKING:
    from markdown_it.token import Token

KEYS = ("title", "publisher", "published", "url", "summarises", "author")

_FENCE = re.compile(r"-{3,}\s*")
_KEY = re.compile(r"([A-Za-z_][\w -]*?)\s*:\s*(.*)")
_MARKS = re.compile(rb"^#{1,6} \S|^\|?\s*:?-{3,}:?\s*\|.*$|\]\(https?://|\*\*[^*\n]+\*\*|^```", re.MULTILINE)
_SUFFIXES = (".md", ".markdown")


def front_matter(name: str, text: str) -> tuple[dict[str, str], str]:
    """The metadata and the text after it. Raises InputError with the line of an unknown, doubled or bad entry."""
    rows = text.split("\n")
    if not _FENCE.fullmatch(rows[0]):
        return {}, text
    end = next((i for i, row in enumerate(rows[1:], 1) if _FENCE.fullmatch(row)), None)
    if end is None:
        raise InputError(f"{name}, line 1: front matter opens with --- and is never closed; add a line of ---")
    found: dict[str, str] = {}
    for i, row in enumerate(rows[1:end], 2):
        if row.strip() and not row.lstrip().startswith("#"):
            key, value = _entry(name, i, row)
            if key in found:
                raise InputError(f"{name}, line {i}: {key!r} is given twice; keep one")
            found[key] = value
    return {key: value for key, value in found.items() if value}, "\n".join(rows[end + 1 :])


def _entry(name: str, row: int, line: str) -> tuple[str, str]:
    match = _KEY.fullmatch(line.strip())
    if not match:
        raise InputError(f"{name}, line {row}: {line.strip()[:60]!r} is not 'key: value'")
    key, value = match[1].casefold(), match[2].strip()
    if key not in KEYS:
        raise InputError(f"{name}, line {row}: no front matter key {key!r}; known are {', '.join(KEYS)}")
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    if key == "published" and value and not is_iso_date(value):
        raise InputError(f"{name}, line {row}: published {value!r} is no ISO 8601 date (YYYY, YYYY-MM or YYYY-MM-DD)")
    return key, value


def rendered(text: str) -> str:
    """Markdown as plain text: blocks apart by a blank line, rows of a list or table by a line break."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)
    return re.sub(r"\n{3,}", "\n\n", "".join(_pieces(tokens))).strip("\n")


def _pieces(tokens: list[Token]) -> Iterator[str]:
    cells = 0
    for token in tokens:
        if token.type == "inline":
            yield _inline(token)
        elif token.type in ("fence", "code_block"):
            yield token.content + "\n"
        elif token.type == "list_item_open":
            yield "- " if token.markup in ("-", "*", "+") else f"{token.info or '1'}{token.markup} "
        elif token.type == "tr_open":
            cells = 0
        elif token.type in ("td_open", "th_open"):
            yield " | " if cells else ""
            cells += 1
        elif token.type == "tr_close":
            yield "\n"
        elif token.type == "paragraph_close":
            yield "\n" if token.hidden else "\n\n"
        elif token.type in ("heading_close", "table_close", "bullet_list_close", "ordered_list_close", "hr"):
            yield "\n\n"


def _inline(token: Token) -> str:
    """The words of a paragraph. Pictures and HTML tags say nothing."""
    out = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            out.append(child.content)
        elif child.type == "softbreak":
            out.append(" ")
        elif child.type == "hardbreak":
            out.append("\n")
    return "".join(out)


def document(name: str, data: bytes) -> Document:
    """The rendered text, with what the front matter says of it."""
    metadata, text = front_matter(name, decode(name, data))
    plain = rendered(text)
    if not plain.strip():
        raise InputError(f"{name}: no text below the front matter; nothing to read")
    metadata.pop("author", None)  # who wrote it is no party of the story
    return without_boilerplate(document_of(name, data, "markdown", plain, **metadata))


def recognise(name: str, head: bytes) -> bool:
    """Front matter, or marks that plain text does not carry: a heading, a link, a table's rule, bold, a fence."""
    start = head.removeprefix(b"\xef\xbb\xbf")
    if re.match(rb"---+\s*\r?\n\w[\w -]*:", start) or _MARKS.search(start):
        return True
    return PurePath(name).suffix.casefold() in _SUFFIXES


def read(name: str, data: bytes) -> Source:
    return read_document(document(name, data))


FORMAT = Format(
    name="markdown",
    description="Markdown of an article, with title, publisher, published, url in front matter",
    example="article.md",
    recognise=recognise,
    read=read,
)
