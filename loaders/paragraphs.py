"""Lines and paragraphs of a text, as offsets into it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

_BULLET = re.compile(r"\s*(?:[*•·▪–—-]|\(?\d{1,2}[.)])\s")

_OPEN_END = re.compile(r"(?:,|\b(?:of|the|a|an|in|and|or|to|for|by|with|on|at|from|that|its|as))$")
_NARROW, _WIDE = 30, 132  # characters: the longest line of a paragraph that was wrapped by hand or program


class Stretch(NamedTuple):
    """`text[start:end]` with spaces for the line breaks inside, and no white space around it."""

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
    blocks = list(_blocks(text, found))
    width = max((_width(block) for block in blocks if _is_wrapped(block)), default=0)
    return [stretch for block in blocks for stretch in _unwrapped(text, block, width)]


def unwrapped(text: str) -> str:
    """The text with the line breaks inside its paragraphs as spaces: nothing moves."""
    out, at = [], 0
    for line in lines(text):
        out += [text[at : line.start], line.text]
        at = line.end
    return "".join([*out, text[at:]])


def _stripped(start: int, raw: str) -> Stretch:
    inner = raw.strip()
    begin = start + raw.index(inner)
    return Stretch(begin, begin + len(inner), inner)


def _blocks(text: str, found: list[Stretch]) -> Iterator[list[Stretch]]:
    """Lines without a blank one between them stand together."""
    block: list[Stretch] = []
    for line in found:
        if block and text.count("\n", block[-1].end, line.start) > 1:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _width(block: list[Stretch]) -> int:
    return max(len(line.text) for line in block)


def _is_wrapped(block: list[Stretch]) -> bool:
    """Whether a sentence goes on from one line to the next, and no line is longer than wrapped ones are."""
    return _NARROW <= _width(block) <= _WIDE and any(_goes_on(*pair) for pair in pairwise(block))


def _unwrapped(text: str, block: list[Stretch], width: int) -> Iterator[Stretch]:
    """The paragraphs of a block, in a text that is wrapped at `width`: 0 where it is not."""
    if _is_wrapped(block):
        width = _width(block)
    held = block[0]
    for before, line in pairwise(block):
        if width >= _width(block) and _wraps(before, line, width):
            held = Stretch(held.start, line.end, text[held.start : line.end].replace("\n", " "))
        else:
            yield held
            held = line
    yield held


def _goes_on(before: Stretch, line: Stretch) -> bool:
    """Whether a line is in the middle of the sentence of the one before."""
    return (line.text[0].islower() and before.text[-1] not in ".!?…:|") or bool(_OPEN_END.search(before.text))


def _wraps(before: Stretch, line: Stretch, width: int) -> bool:
    """Whether `before` was broken since the next word had no room left; a wrapped text is a little ragged."""
    if _BULLET.match(line.text) or "|" in line.text + before.text:
        return False
    if _goes_on(before, line):
        return len(before.text) * 5 > width * 3
    return (len(before.text) + 1 + len(line.text.split()[0])) * 8 > width * 7
