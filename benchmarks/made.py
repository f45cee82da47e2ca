"""Seeded material to measure with: articles about invented firms, and sources whose claims fold to a random graph."""

from __future__ import annotations

import random
from collections.abc import Iterator

from graph.claims import Source
from tests.building import Triple, source

STATEMENTS = 40  # of one made source
LISTED = 50  # one party of so many is on the list
_FIRST = [
    "Alder",
    "Bryn",
    "Corvo",
    "Dalen",
    "Ester",
    "Fjord",
    "Galt",
    "Halden",
    "Istra",
    "Jorun",
    "Kestrel",
    "Lumen",
    "Maren",
    "Norvik",
    "Ostra",
    "Pell",
]
_SECOND = [
    "Optics",
    "Foundry",
    "Logic",
    "Systems",
    "Robotics",
    "Materials",
    "Networks",
    "Vision",
    "Devices",
    "Energy",
    "Labs",
    "Marine",
]
_COUNTRIES = ("US", "CN", "DE", "JP", "KR", "NL")
_SECTORS = ("semiconductors", "surveillance", "telecommunications", "biotechnology")
_PLACES = ("China", "Japan", "Germany", "the Netherlands", "South Korea", "the United States")
_GOODS = ("lasers", "memory chips", "camera modules", "test equipment", "power converters", "software")
_SAID = {
    "SUPPLIES": "{0} supplies {1}.",
    "INVESTED_IN": "{0} holds a stake in {1}.",
    "OWNS": "{0} owns {1}.",
    "PARTNERS_WITH": "{0} works with {1}.",
}
_WEIGHTS = (6, 2, 1, 1)
_TELLING = (
    "{a}, a maker of {goods} based in {place}, supplies {b} with parts for its newest line.",
    "{a} has invested in {b}, according to people who know the deal.",
    "Analysts think that {a} could lose orders if {b} is put on a list.",
    "{a} said on Monday that it had stopped shipping {goods} to {b}.",
    "The Commerce Department added {a} and {number} other companies to its Entity List.",
    "{a} and {b} announced a partnership to develop {goods} in {place}.",
    "{a} denied that it had ever sold {goods} to {b}.",
    "A spokesman for {a} declined to comment.",
)
_FILLING = (
    "Demand has been uneven since the spring, and most buyers still wait for prices to settle.",
    "The rule takes effect when it is published, but goods that are already at sea may be delivered.",
    "Nobody at the trade fair expected the matter to be settled before the end of the year.",
    "The factory near the harbour employs {number} people and runs three shifts a day.",
    "Growth in {place} slowed in the last quarter, while exports of {goods} rose by {number} percent.",
)


def names(count: int) -> list[str]:
    """Invented firms, each its own name: "Alder Optics", ... "Alder Optics 12"."""
    pairs = [f"{first} {second}" for second in _SECOND for first in _FIRST]
    return [pairs[i % len(pairs)] + (f" {i // len(pairs)}" if i >= len(pairs) else "") for i in range(count)]


def articles(count: int, *, paragraphs: int = 10, seed: int = 1) -> list[tuple[str, bytes]]:
    """File names and contents of plain texts of some 500 words, half telling relations, half filling."""
    chance, firms = random.Random(seed), names(len(_FIRST) * len(_SECOND))
    return [(f"made-{i:04}.txt", "\n\n".join(_article(chance, firms, paragraphs)).encode()) for i in range(count)]


def _article(chance: random.Random, firms: list[str], paragraphs: int) -> Iterator[str]:
    cast = chance.sample(firms, 6)
    for _ in range(paragraphs):
        told = [chance.choice(kind) for kind in (_TELLING, _FILLING, _TELLING, _FILLING)]
        yield " ".join(_sentence(chance, form, cast) for form in told)


def _sentence(chance: random.Random, form: str, cast: list[str]) -> str:
    a, b = chance.sample(cast, 2)
    return form.format(
        a=a, b=b, goods=chance.choice(_GOODS), place=chance.choice(_PLACES), number=chance.randint(3, 90)
    )


def sources(parties: int, statements: int, *, seed: int = 1) -> list[Source]:
    """A table that lists some parties and says where they sit, then articles with `statements` relations between them.

    Ends are drawn evenly, so the graph has no hubs; two statements of one relation fold to one edge.
    """
    chance, firms = random.Random(seed), names(parties)
    told = [_statement(chance, firms) for _ in range(statements)]
    parts = [told[i : i + STATEMENTS] for i in range(0, statements, STATEMENTS)]
    return [_table(firms), *(_report(f"report-{i:04}", part) for i, part in enumerate(parts))]


def _statement(chance: random.Random, firms: list[str]) -> tuple[str, str, str]:
    (kind,) = chance.choices(list(_SAID), _WEIGHTS)
    a, b = chance.sample(firms, 2)
    return a, kind, b


def _report(name: str, told: list[tuple[str, str, str]]) -> Source:
    said = [(triple, _SAID[triple[1]].format(triple[0], triple[2])) for triple in told]
    triples: list[Triple] = [(*triple, {"quote": quote}) for triple, quote in said]
    return source(name, "\n".join(quote for _, quote in said), *triples, publisher=name)


def _table(firms: list[str]) -> Source:
    listed: list[Triple] = [(f, "LISTED_BY", "Entity List", {"valid_from": "2019-10-09"}) for f in firms[::LISTED]]
    seats: list[Triple] = [(f, "LOCATED_IN", _COUNTRIES[i % len(_COUNTRIES)]) for i, f in enumerate(firms)]
    sectors: list[Triple] = [(f, "IN_SECTOR", _SECTORS[i % len(_SECTORS)]) for i, f in enumerate(firms)]
    anchors = {"Entity List": "entity-list"}
    return source(
        "table", "The list, with seats and sectors.", *listed, *seats, *sectors, anchors=anchors, official=True
    )
