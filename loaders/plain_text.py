"""Plain text files. Nothing is known of them but their words: no title, no publisher is guessed."""

from __future__ import annotations

import re

from graph.claims import Document, Source, is_iso_date
from loaders.boilerplate import without_boilerplate
from loaders.document import decode, document_of
from loaders.formats import Format
from loaders.language.reading import read_document
from loaders.paragraphs import lines

_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december".split("|")  # noqa: SIM905
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_MONTH_FIRST = re.compile(r"\b([A-Z][a-z]{2,8})\.? (\d{1,2}),? (\d{4})\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2}) ([A-Z][a-z]{2,8})\.?,? (\d{4})\b")
_DATELINE = re.compile(r"(?:published|updated|posted|date|last updated|first published)\b", re.IGNORECASE)
_DATELINE_ROWS = 8  # a date line stands at the top


def date_line(text: str) -> str | None:
    """The ISO date of a line at the top that gives the article's date in full ("Published: 2 May 2021")."""
    for line in lines(text)[:_DATELINE_ROWS]:
        if line.words <= 12 and _DATELINE.match(line.text):
            found = written_date(line.text)
            if found:
                return found
    return None


def written_date(text: str) -> str | None:
    """The first date of day, month and year in a text, as ISO 8601."""
    if match := _ISO.search(text):
        return _iso(int(match[1]), int(match[2]), int(match[3]))
    if match := _MONTH_FIRST.search(text):
        return _iso(int(match[3]), _month(match[1]), int(match[2]))
    if match := _DAY_FIRST.search(text):
        return _iso(int(match[3]), _month(match[2]), int(match[1]))
    return None


def _month(word: str) -> int:
    return next((i for i, month in enumerate(_MONTHS, 1) if month.startswith(word.casefold())), 0)


def _iso(year: int, month: int, day: int) -> str | None:
    text = f"{year:04}-{month:02}-{day:02}"
    return text if is_iso_date(text) else None


def document(name: str, data: bytes) -> Document:
    """The file's text as it is, with what is no body marked as dropped."""
    text = decode(name, data)
    return without_boilerplate(document_of(name, data, "text", text, published=date_line(text)))


def read(name: str, data: bytes) -> Source:
    return read_document(document(name, data))


FORMAT = Format(
    name="text",
    description="plain text of an article, UTF-8",
    example="article.txt",
    recognise=lambda _name, _head: True,
    read=read,
)
