"""Random sources that collide as the fold's rules can: names, identifiers, anchors, events, listings, stakes."""

from __future__ import annotations

from random import Random
from typing import Any

from graph.claims import Source
from tests.building import source

_FIRMS = ("Acme", "Acme Ltd", "Acme Technology", "Bolt", "Bolt#2", "Cog", "Organisation:Acme", "Zed Technology")
_PERSONS = ("Person:Ada Lovelace", "Person:Ann")
_COUNTRIES = ("US", "CN", "Country:Norway")
_LISTS = ("List:Entity List", "List:Red List")
_AGENCIES = ("Agency:Bureau", "Agency:Foreign Ministry")
_EVENTS = ("Event:listing", "Event:ban", "Event:October action")
_LISTINGS = ("Listing:Acme entry", "Listing:Bolt entry", "Listing:Acme entry#2")
_DAYS = (None, None, "2018", "2019-10", "2019-10-09", "2020-05")
_MODALITIES = ("asserted", "asserted", "asserted", "reported", "possible", "negated")
_NAMES = ("Acme", "Bolt Inc", "Zed", "Cog", "Acme Technology")
_IDS = ("lei:1", "lei:2", "cik:7", "ticker:A")

_SHAPES: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = (
    (_FIRMS, "SUPPLIES", _FIRMS),
    (_FIRMS, "STOPPED_SUPPLYING", _FIRMS),
    (_FIRMS, "OWNS", _FIRMS),
    (_FIRMS, "OWNS", _FIRMS),
    (_FIRMS, "INVESTED_IN", _FIRMS),
    (_FIRMS, "PARTNERS_WITH", _FIRMS),
    (_FIRMS, "LISTED_BY", (*_LISTS, *_AGENCIES)),
    (_LISTS, "ADMINISTERED_BY", _AGENCIES),
    (_PERSONS, "BOARD_MEMBER_OF", _FIRMS),
    ((*_FIRMS, *_AGENCIES), "MEMBER_OF", _EVENTS),
    (_FIRMS, "MEMBER_OF", _EVENTS),
    (_FIRMS, "MEMBER_OF", _EVENTS),
    ((*_FIRMS, *_PERSONS, *_EVENTS), "STATEMENT_BY", _AGENCIES),
    (_FIRMS, "LOCATED_IN", _COUNTRIES),
    (_LISTINGS, "LISTING_OF", _FIRMS),
    (_LISTINGS, "ON_LIST", _LISTS),
    (_LISTINGS, "PART_OF", _EVENTS),
    (_EVENTS, "PART_OF", _EVENTS),
    (_EVENTS, "ADDED_COUNT", ("parties", "companies")),
    (_EVENTS, "ANNOUNCED_ON", ("2019-10", "2019-10-09", "2020")),
    (_LISTINGS, "EFFECTIVE_ON", ("2019-10", "2019-10-09", "2020-05-01")),
    (_FIRMS, "IDENTIFIED_BY", _IDS),
    (_FIRMS, "IN_SECTOR", ("chips", "drones")),
)


def some_source(random: Random, name: str, own: int = 0) -> Source:
    """One document of up to nine claims, with so many further firms that no other document names.

    Every event has an anchor where there are such firms.
    """
    triples = [made for _ in range(random.randint(1, 9)) if (made := _triple(random))]
    firms = sorted({end for t in triples for end in (t[0], t[2]) if end in _FIRMS})
    triples += [made for n in range(own) if (made := _triple(random, f"{name} {n}"))]
    entry = random.choice(_LISTINGS)
    if random.random() < 0.4:
        further = {"valid_from": random.choice(_DAYS)}
        triples += [
            (entry, "LISTING_OF", random.choice(_FIRMS), {}),
            (entry, "ON_LIST", _LISTS[0], {}),
            (entry, "EFFECTIVE_ON", random.choice(("2019-10-09", "2020-05-01")), {}),
            (random.choice(_FIRMS), "LISTED_BY", _LISTS[0], further),
        ]
    if not triples:
        triples = [("Acme", "SUPPLIES", "Bolt", {})]
    ends = {end for t in triples for end in (t[0], t[2])}
    anchors = {end: end.split(":")[-1].split("#")[0].casefold() for end in sorted(ends) if _anchored(random, end, own)}
    return source(
        name,
        f"text of {name}",
        *triples,
        aliases={firm: random.sample(_NAMES, random.choice((0, 0, 1, 2))) for firm in firms},
        anchors=anchors,
        official=random.random() < 0.4,
        published=random.choice(("2019-10-10", "2020-06-01", None)),
        source=random.choice((name, "times")),
    )


def _anchored(random: Random, end: str, own: int) -> bool:
    kind = end.partition(":")[0]
    if own and kind == "Event":
        return True
    if kind not in ("List", "Event", "Agency") and end not in _FIRMS:
        return False
    return random.random() < (0.7 if kind == "List" else 0.2)


def _triple(random: Random, firm: str | None = None) -> tuple[Any, ...] | None:
    subjects, predicate, objects = random.choice(_SHAPES)
    one, other = random.choice(subjects), random.choice(objects)
    if firm:
        one = firm if one in _FIRMS else one
        other = firm if other in _FIRMS and one != firm else other
    if one == other:
        return None
    further: dict[str, Any] = {"modality": random.choice(_MODALITIES), "valid_from": random.choice(_DAYS)}
    if predicate in ("OWNS", "INVESTED_IN") and random.random() < 0.7:
        further["share"] = random.choice(("30", "60", "75"))
    if predicate == "ADDED_COUNT":
        further |= {"count": random.choice((2, 3, 8)), "unit": "firms", "modality": "asserted"}
    return one, predicate, other, further
