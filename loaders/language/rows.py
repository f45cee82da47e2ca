"""Rows under a listing sentence: bullets or numbered lines, each of which names a party that was listed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.model import Predicate
from loaders.language.finding import Finding
from loaders.language.frames import frame_table
from loaders.language.listings import Listing
from loaders.language.scene import Scene

RULE = "row under a listing sentence"
ROW = re.compile(r"[ \t]*(?:[•*–—-]|\d{1,3}[.)]|\|)[ \t]*")


def read(scene: Scene, clauses: list[Listing]) -> Iterator[Finding]:
    """The party that opens each row below a sentence that ends in a colon and says that something was listed."""
    for listing in clauses:
        end = _colon(scene, listing)
        for start in row_starts(scene.document.text, end) if end is not None else ():
            yield from _row(scene, listing, start)


def _colon(scene: Scene, listing: Listing) -> int | None:
    """The offset behind the colon that ends the sentence, or None."""
    said = [t for t in listing.head.sent if not t.is_space]
    return said[-1].idx + 1 if said and said[-1].text == ":" else None


def row_starts(text: str, at: int) -> Iterator[int]:
    """Offsets of what rows hold, from the line after `at` to the first line that is no row."""
    for line in re.finditer(r"[^\n]+", text[at:]):
        if not line.group().strip():
            continue
        row = ROW.match(line.group())
        if row is None:
            return
        yield at + line.start() + row.end()


def _row(scene: Scene, listing: Listing, start: int) -> Iterator[Finding]:
    labels = frame_table().ends[Predicate.LISTED_BY][0]
    for mention in scene.mentions:
        if start <= mention.start <= start + 4 and scene.label(mention.party) in labels:
            head = scene.head(mention)
            if head is not None:
                yield Finding(Predicate.LISTED_BY, mention.party, listing.measure.party, head, (head,), rule=RULE)
            return
