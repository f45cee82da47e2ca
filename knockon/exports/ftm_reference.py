"""docs/followthemoney.md, written from the tables by which FollowTheMoney is read and written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from knockon.exports.ftm import LOSSES
from knockon.exports.ftm_links import WRITTEN as WRITTEN_LINKS
from knockon.exports.ftm_parties import TOPICS
from knockon.exports.ftm_parties import WRITTEN as WRITTEN_PARTIES
from loaders.ftm.model import version
from loaders.ftm.sanctions import DATASETS, PROGRAMMES
from loaders.ftm.vocabulary import IDENTIFIERS, IGNORED, LINKS, NAMES, NOT_TAKEN, NUMBERS, PARTIES, PARTY_LINKS, SEATS


def ftm_page() -> str:
    """The page on FollowTheMoney in and out."""
    parts = [_head(), _schemata(), _properties(), _programmes(), _written(), _losses()]
    return "\n".join(line for part in parts for line in part).rstrip() + "\n"


def _head() -> Iterable[str]:
    return [
        "# FollowTheMoney",
        "",
        "Written by `make docs` from the tables of the code. What holds for the format as a whole, and where to get",
        f"such files, stands in [formats.md](formats.md). The vocabulary is that of FollowTheMoney {version()}.",
        "",
    ]


def _schemata() -> Iterable[str]:
    yield from ("## Read: schemata", "")
    rows = [
        *((name, f"a party: {kind or label.value}") for name, (label, kind) in PARTIES.items()),
        *((name, f"`{predicate.value}`, from `{a}` to `{b}`") for name, (a, b, predicate) in LINKS.items()),
        ("Sanction", "`LISTED_BY`, and a Listing with its terms where a list is named"),
        ("Passport, Identification", "an identifier of the holder"),
        ("Occupancy, Risk", "a remark on the person or party"),
        ("Address", "`HAS_ADDRESS` of whoever names it"),
        ("Contract, License", "the customer of its awards"),
        ("Position", "the words of an Occupancy"),
        ("Documentation", "nothing: the document that it names is no party"),
        *((name, f"refused: {why}") for name, why in NOT_TAKEN.items()),
    ]
    yield from _table(("schema", "becomes"), rows)


def _properties() -> Iterable[str]:
    yield from ("## Read: properties of parties", "", "What stands in none of these becomes a remark in words.", "")
    ignored: dict[str, list[str]] = {}
    for name, why in IGNORED.items():
        ignored.setdefault(why, []).append(name)
    rows = [
        (_code(NAMES), "names by which the party may be found; `weakAlias` and `abbreviation` are remarks"),
        (_code(SEATS), "`LOCATED_IN`; `country` only where none of these is given, else a remark"),
        *((_code([name]), f"identifier `{scheme}:`") for name, scheme in IDENTIFIERS.items()),
        *(
            (_code([name]), f"identifier `{scheme}:`, with the country; joins nothing")
            for name, scheme in NUMBERS.items()
        ),
        *((_code([name]), f"`{predicate.value}`") for name, (predicate, _) in PARTY_LINKS.items()),
        *((_code(names), f"ignored: {why}") for why, names in ignored.items()),
    ]
    yield from _table(("property", "becomes"), rows)


def _programmes() -> Iterable[str]:
    yield from ("## Read: programmes that are one official list", "")
    said = "Any other Sanction is an entry on a list of its own, named by its authority and programme."
    yield from (said, "")
    yield from _table(
        ("OpenSanctions' programme or dataset", "list"), [(f"`{k}`", v) for k, v in _sorted(PROGRAMMES, DATASETS)]
    )


def _written() -> Iterable[str]:
    yield from ("## Written", "")
    rows = [
        *((label.value, schema) for label, schema in WRITTEN_PARTIES.items()),
        *((f"`{predicate.value}`", schema) for predicate, schema in WRITTEN_LINKS.items()),
        ("`LISTED_BY`, Listing", "Sanction"),
        ("any other relation, or ends that a schema does not join", "UnknownLink with the relation as `role`"),
        ("Document", "Article, or Document for a list or register; Documentation for each party that it names"),
        ("address", "Address, and `address` of the party"),
        ("on a list", ", ".join(f"topic `{topic}` ({names})" for topic, names in _topics())),
    ]
    yield from _table(("in the graph", "goes out as"), rows)


def _topics() -> Iterable[tuple[str, str]]:
    for topic in sorted(set(TOPICS.values())):
        yield topic, ", ".join(sorted(anchor for anchor, given in TOPICS.items() if given == topic))


def _losses() -> Iterable[str]:
    yield from ("## What FollowTheMoney cannot hold", "")
    yield from _table(("what", "why, and what becomes of it"), list(LOSSES))


def _sorted(*tables: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted((key, value) for one in tables for key, value in one.items())


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(head: tuple[str, str], rows: Iterable[tuple[str, str]]) -> Iterable[str]:
    yield f"| {head[0]} | {head[1]} |"
    yield "| --- | --- |"
    yield from (f"| {left} | {right} |" for left, right in rows)
    yield ""
