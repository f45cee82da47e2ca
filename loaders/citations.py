"""Citations of the Federal Register, in every spelling that official lists use, and the rules whose pages they name.

A citation names a page inside the notice that added or changed an entry, seldom its first page: it is matched by range.
"""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

# "84 FR 54002", "80FR 69852", "68 F.R. 38290", "82.F.R. 1", "84 fr 40241", "76 FR no. 242 pg. 78146"
_PAGE = re.compile(
    r"(?<![\d/])(?P<volume>\d{1,3})[\s.,]*F\.?\s?R\.?,?\s*"
    r"(?:(?:no\.?\s*(?P<issue>\d{1,3})\s*)?p(?:age|g)?\.?\s*)?(?P<page>\d{1,6})\b(?!/)",
    re.IGNORECASE,
)
_ISSUE = re.compile(  # "76 FR No. 197 (10/12/2011)", "Vol. 74, No. 11, 01/16/09"
    r"(?:vol\.?\s*(?P<volume>\d{1,3})|(?P<before>\d{1,3})\s*F\.?\s?R\.?),?\s*no\.?\s*(?P<issue>\d{1,3})\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}|\d{2})\b|"
    r"(?P<name>[A-Z][a-z]{2,8})\.? (?P<of>\d{1,2}), (?P<in>\d{4})"
)
_MORE = re.compile(r",\s*(?P<page>\d{3,6})(?=\s+\d{1,2}/|\s*$)")  # "82 F.R. 28473, 28474 6/22/2017"
_NUMBER = re.compile(r"no\.?\s*(?P<issue>\d{1,3})\b", re.IGNORECASE)
_NOTHING = re.compile(r"\b(?:and|notice(?: \d+)?|preview citation details)\b|[\s;,.()\[\]]", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
FIRST_YEAR = 1935  # volume 1 of the Federal Register is that of 1936


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation. `quote` is how the text has it; `page` is None where it names an issue only.

    `published` is the day that the text gives, where it is one of the volume's year: others are slips of the pen, and
    `wrong_date` says which.
    """

    volume: int
    page: int | None
    issue: int | None
    published: str | None
    quote: str
    wrong_date: str | None = None

    @property
    def value(self) -> str:
        return f"{self.volume} FR {self.page}" if self.page is not None else f"{self.volume} FR No. {self.issue}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A notice in the Federal Register and the action that it is: pages `first` to `last` of `volume`."""

    volume: int
    first: int
    last: int
    action: str
    title: str


@lru_cache(maxsize=16384)
def citations(text: str) -> tuple[tuple[Citation, ...], str]:
    """The citations in a text, in its order, each page once; and what of the text is none, "" where all was read."""
    found: dict[str, Citation] = {}
    left: list[str] = []
    starts = sorted(_starts(text), key=lambda match: match.start())
    ends = [*(match.start() for match in starts), len(text)][1:]
    left.append(text[: starts[0].start()] if starts else text)
    for match, end in zip(starts, ends, strict=True):
        for citation in _read(match, text[match.start() : end], left):
            known = found.get(citation.value)
            if known is None or (known.published is None and citation.published is not None):
                found[citation.value] = citation
    rest = " ".join(part.strip() for part in left if _NOTHING.sub("", part))
    return tuple(found.values()), rest


def _starts(text: str) -> list[re.Match[str]]:
    pages = list(_PAGE.finditer(text))
    taken = {match.start() for match in pages}
    return pages + [match for match in _ISSUE.finditer(text) if match.start() not in taken]


def _read(match: re.Match[str], stretch: str, left: list[str]) -> list[Citation]:
    """The citation that starts here, and the further pages of the same notice that it names."""
    groups = match.groupdict()
    volume = int(groups["volume"] or groups["before"])
    tail = stretch[match.end() - match.start() :]
    more = _MORE.match(tail)
    dated = _DATE.search(tail)
    issue = _NUMBER.search(tail)
    rest = _taken_out(tail, more, dated, issue)
    left.append(rest)
    day, wrong = _published(dated, volume)
    quote = stretch.strip(" \n\t;,").removesuffix(" and").strip(" \n\t;,")
    number = groups["issue"] or (issue["issue"] if issue else None)
    pages: list[int | None] = [int(groups["page"]) if groups.get("page") else None]
    pages += [int(more["page"])] if more else []
    return [Citation(volume, page, int(number) if number else None, day, quote, wrong) for page in pages]


def _taken_out(text: str, *matches: re.Match[str] | None) -> str:
    for match in sorted((m for m in matches if m), key=lambda m: -m.start()):
        text = text[: match.start()] + " " + text[match.end() :]
    return text


def _published(match: re.Match[str] | None, volume: int) -> tuple[str | None, str | None]:
    """The day, if the calendar has it and it lies in the volume's year; else None and what the text says."""
    if match is None:
        return None, None
    if match["name"]:
        month = _MONTHS.index(match["name"][:3].casefold()) + 1 if match["name"][:3].casefold() in _MONTHS else 0
        day, year = int(match["of"]), int(match["in"])
    else:
        month, day, year = int(match["month"]), int(match["day"]), int(match["year"])
        year += 0 if year > 99 else (1900 if year > 35 else 2000)
    try:
        found = date(year, month, day)
    except ValueError:
        return None, match[0]
    return (found.isoformat(), None) if year == volume + FIRST_YEAR else (None, match[0])


@cache
def rules() -> Mapping[int, tuple[Rule, ...]]:
    """The rules whose pages are known (loaders/federal_register.csv), by volume, in the order of their pages."""
    text = files("loaders").joinpath("federal_register.csv").read_text("utf-8")
    found: dict[int, list[Rule]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        rule = Rule(int(row["volume"]), int(row["first"]), int(row["last"]), row["action"], row["title"])
        found.setdefault(rule.volume, []).append(rule)
    return {volume: tuple(sorted(several, key=lambda rule: rule.first)) for volume, several in found.items()}


def rule_of(citation: Citation) -> Rule | None:
    """The rule on whose pages the cited one lies; None where no such rule is known."""
    several = rules().get(citation.volume, ())
    if citation.page is None or not several:
        return None
    at = bisect_right([rule.first for rule in several], citation.page) - 1
    return several[at] if at >= 0 and citation.page <= several[at].last else None


def event_of(citation: Citation) -> tuple[str, str] | None:
    """Anchor and name of the action that a citation names: its rule, or where that is unknown, the page itself."""
    if citation.page is None:
        return None
    rule = rule_of(citation)
    return (rule.action, rule.title) if rule else (f"fr-{citation.volume}-{citation.page}", citation.value)
