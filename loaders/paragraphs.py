"""Lines and paragraphs of a text, as offsets into it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_BULLET = re.compile(r"\s*(?:[*•·▪–—-]|\(?\d{1,2}[.)])\s")


class Stretch(NamedTuple):
    """`text[start:end]`, without white space around it."""

    start: int
    end: int
    text: str

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def is_row(self) -> bool:
        """A row of a list or table."""
        return bool(_BULLET.match(self.text)) or "|" in self.text

    @property
    def is_prose(self) -> bool:
        """A sentence or more: twelve words, and a full stop somewhere."""
        return self.words >= 12 and bool(re.search(r"[.!?…][\"'”’)\]]*(?:\s|$)", self.text))


def lines(text: str) -> list[Stretch]:
    """The lines of a text that are not blank. Those of a hard-wrapped paragraph count as one."""
    found = [_stripped(match.start(), match[0]) for match in re.finditer(r"[^\n]+", text) if match[0].strip()]
    return list(_unwrapped(text, found))


def _stripped(start: int, raw: str) -> Stretch:
    inner = raw.strip()
    begin = start + raw.index(inner)
    return Stretch(begin, begin + len(inner), inner)


def _unwrapped(text: str, found: list[Stretch]) -> Iterator[Stretch]:
    width = max((len(line.text) for line in found), default=0)
    held: Stretch | None = None
    for line in found:
        if held and _wraps(text[held.end : line.start], held, line, width):
            held = Stretch(held.start, line.end, text[held.start : line.end])
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


def _wraps(gap: str, held: Stretch, line: Stretch, width: int) -> bool:
    """Whether `line` goes on with the sentence of `held`: a wrapped text has no line over 100 characters."""
    if gap.count("\n") != 1 or _BULLET.match(line.text) or "|" in line.text:
        return False
    last = held.text.rsplit("\n", 1)[-1]
    return width <= 100 and len(last) * 5 > width * 3
