"""What of a text is no body: headings of page furniture and all that follows, captions, bylines, biographies.

Nothing is cut out. Each stretch that goes is a `Dropped` of the document with its reason, so offsets stay, a reader
can check every choice, and `restored` takes a stretch back in.

Lines are judged by their words (boilerplate.toml), then the tail without a lexicon: headings and cards after the
last prose that share no name with the body.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from graph.claims import Document, Dropped
from loaders.paragraphs import Stretch, lines

_SITE = re.compile(r"(?<=\w.{20}) (?:\| |[-–—] (?=\S+\.(?:com|net|org)$))[A-Z][\w.&’' ]{1,30}$")
_EDGE = " \t:.!?|»›>…-–—*#"
_NAME_LINE = re.compile(r"[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,3}")
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*(?:\.(?:jpe?g|png|gif|webp))?")
_TEASER_END = re.compile(r"(?:…|\.\.\.)\s*$")
_CAPITALISED = re.compile(r"\b[A-Z][\w’'-]{2,}")
_LONG_HEADING = 8  # words; a stop-heading is short


class _Rules(NamedTuple):
    stops: frozenset[str]
    prefixes: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    lines: tuple[tuple[str, re.Pattern[str]], ...]
    occupations: frozenset[str]
    phrases: tuple[str, ...]


@cache
def _rules() -> _Rules:
    table = tomllib.loads(files("loaders").joinpath("boilerplate.toml").read_text("utf-8"))
    return _Rules(
        stops=frozenset(table["stop_headings"]),
        prefixes=tuple(table["stop_prefixes"]),
        patterns=tuple(re.compile(p) for p in table["stop_patterns"]),
        lines=tuple((reason, _either(patterns)) for reason, patterns in table["lines"].items()),
        occupations=frozenset(table["biography"]["occupations"]),
        phrases=tuple(table["biography"]["phrases"]),
    )


def _either(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE)


def without_boilerplate(document: Document) -> Document:
    """The document with what is no body marked as dropped, each stretch with its reason."""
    return document.model_copy(update={"dropped": tuple(dropped_stretches(document.text))})


def restored(document: Document, offset: int) -> Document:
    """The document with the dropped stretch around `offset` taken back in."""
    kept = tuple(d for d in document.dropped if not d.start <= offset < d.end)
    return document.model_copy(update={"dropped": kept})


def dropped_stretches(text: str) -> list[Dropped]:
    """Every line that is not read, in order, with its reason."""
    rows = lines(text)
    reasons: dict[int, str] = {}
    stop = _stop(rows)
    for i in range(stop, len(rows)):
        reasons[i] = f'after the heading "{rows[stop].text[:60]}"'
    for judge in (_repeats, _by_their_words, _captions, _biography, _teasers, _cards):
        for i, reason in judge(rows, reasons).items():
            reasons.setdefault(i, reason)
    if len(reasons) == len(rows):  # a text of nothing but furniture is no article that we understand: read it all
        return []
    whole = [Dropped(start=rows[i].start, end=rows[i].end, reason=reasons[i]) for i in sorted(reasons)]
    return [*(_site(rows[0]) if 0 not in reasons else ()), *whole]


def _site(title: Stretch) -> list[Dropped]:
    """The publisher behind a title: "Velmora appeals | The Site"."""
    found = _SITE.search(title.text)
    if not found or title.is_prose:
        return []
    return [Dropped(start=title.start + found.start(), end=title.end, reason="the site's name behind the title")]


def _stop(rows: list[Stretch]) -> int:
    """The first stop-heading once two paragraphs of prose and a third of all prose have passed; else the end."""
    total = sum(row.is_prose for row in rows)
    passed = 0
    for i, row in enumerate(rows):
        if passed >= min(2, total) and passed * 3 >= total and _is_stop(row):
            return i
        passed += row.is_prose
    return len(rows)


def _is_stop(row: Stretch) -> bool:
    if row.words > _LONG_HEADING:
        return False
    rules = _rules()
    plain = row.text.casefold().strip(_EDGE)
    return (
        plain in rules.stops
        or row.text.casefold().startswith(rules.prefixes)
        or any(p.fullmatch(plain) for p in rules.patterns)
    )


def _repeats(rows: list[Stretch], _known: dict[int, str]) -> dict[int, str]:
    """A line that stands in the text before, word for word: the doubled title, the title as caption."""
    seen: set[str] = set()
    found = {}
    for i, row in enumerate(rows):
        if row.text in seen and row.words > 2:
            found[i] = "repeats a line above"
        seen.add(row.text)
    return found


def _by_their_words(rows: list[Stretch], _known: dict[int, str]) -> dict[int, str]:
    found = {}
    for i, row in enumerate(rows):
        reason = _line_reason(row)
        if reason:
            found[i] = reason
    return found


def _line_reason(row: Stretch) -> str | None:
    if not re.search(r"\w", row.text):
        return "no words"
    if row.words == 1 and (_SLUG.fullmatch(row.text) and ("-" in row.text or "_" in row.text)):
        return "a picture's file name"
    if re.fullmatch(r"(?:\[\[[^\]]*\]\]\s*)+", row.text):
        return "tags"
    for reason, pattern in _rules().lines:
        if pattern.fullmatch(row.text):
            return reason
    return None


def _captions(rows: list[Stretch], _known: dict[int, str]) -> dict[int, str]:
    """A short line without a full stop right above a picture's credit is the picture's text."""
    return {
        i: "caption"
        for i, (row, following) in enumerate(pairwise(rows))
        if i > 0
        and row.words <= 12
        and not row.is_prose
        and _line_reason(following) == "caption"
        and following.start - row.end == 1
    }


def _biography(rows: list[Stretch], _known: dict[int, str]) -> dict[int, str]:
    """A line that is a person's name, and below it a paragraph that tells of that person's work as a writer."""
    for i, (row, following) in enumerate(pairwise(rows)):
        if i > 1 and _NAME_LINE.fullmatch(row.text) and _tells_of_a_writer(row.text.split(), following.text):
            return dict.fromkeys(range(i, len(rows)), "the author's biography and what follows it")
    last = [i for i, row in enumerate(rows) if row.is_prose][-3:]
    notes = [
        i
        for i in last
        if i > 2
        and (opening := _NAME_LINE.match(rows[i].text))
        and _tells_of_a_writer(opening[0].split(), rows[i].text)
    ]
    return dict.fromkeys(notes, "the author's biography")


def _tells_of_a_writer(name: list[str], text: str) -> bool:
    rules = _rules()
    plain = text.casefold()
    works = re.search(rf"\b(?:is|was|as|been|now)\b[^.]*\b(?:{'|'.join(sorted(rules.occupations))})\b", plain)
    phrases = sum(phrase in plain for phrase in rules.phrases)
    return any(part in text for part in name) and bool(works) and phrases >= 1


def _teasers(rows: list[Stretch], known: dict[int, str]) -> dict[int, str]:
    """Two or more paragraphs that break off in an ellipsis after the last whole one: cards of other articles."""
    whole = [i for i, row in enumerate(rows) if row.is_prose and not _TEASER_END.search(row.text) and i not in known]
    after = range(whole[-1] + 1 if whole else len(rows), len(rows))
    broken = [i for i in after if _TEASER_END.search(rows[i].text)]
    return dict.fromkeys(after, "teasers of other articles") if len(broken) >= 2 else {}


def _cards(rows: list[Stretch], known: dict[int, str]) -> dict[int, str]:
    """A tail of four or more lines, headings and cards but no list or table, that share no name with the body."""
    left = [i for i in range(len(rows)) if i not in known]
    prose = [i for i in left if rows[i].is_prose]
    if len(prose) < 3:
        return {}
    tail = [i for i in left if i > prose[-1]]
    body_names = {name for i in left if i <= prose[-1] for name in _CAPITALISED.findall(rows[i].text)}
    tail_names = {name for i in tail for name in _CAPITALISED.findall(rows[i].text)}
    if len(tail) >= 4 and not tail_names & body_names and not any(rows[i].is_row for i in tail):
        return dict.fromkeys(tail, "headings and cards that share no name with the article")
    return {}
