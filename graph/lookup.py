"""Finding what a user names in the projection: an id, any spelling, a country's code, a sector."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from graph.errors import InputError, UnknownName
from graph.model import Label
from graph.names import name_key
from graph.projection import Graph

ACTORS = (Label.COMPANY, Label.AGENCY, Label.PERSON, Label.ORGANISATION, Label.COUNTRY, Label.GROUP)


def find(graph: Graph, name: str, what: str, labels: Collection[Label]) -> str:
    """The id of the entity that has this id, this spelling or, failing that, this name key.

    Raises UnknownName with near names, and InputError where several fit.
    """
    if name in graph and graph.nodes[name]["label"] in labels:
        return name
    for fits in (_spelled(graph, name, labels), _keyed(graph, name, labels)):
        found = sorted(fits)
        if len(found) > 1:
            raise InputError(f"{name!r} could be {' or '.join(found)}: give the id")
        if found:
            return found[0]
    raise UnknownName(what, name, {spelling for _, spelling in _spellings(graph, labels)})


def _spellings(graph: Graph, labels: Collection[Label]) -> Iterator[tuple[str, str]]:
    for node, properties in graph.nodes(data=True):
        if properties["label"] in labels:
            for spelling in {properties["name"], *(properties.get("names") or ())}:
                yield node, spelling


def _spelled(graph: Graph, name: str, labels: Collection[Label]) -> set[str]:
    wanted = name.casefold()
    return {node for node, spelling in _spellings(graph, labels) if spelling.casefold() == wanted}


def _keyed(graph: Graph, name: str, labels: Collection[Label]) -> set[str]:
    keys = {label: name_key(name, label) for label in labels}
    found = ((node, s, Label(graph.nodes[node]["label"])) for node, s in _spellings(graph, labels))
    return {node for node, spelling, label in found if keys[label] and name_key(spelling, label) == keys[label]}


def country_code(graph: Graph, country: str) -> str:
    """The ISO 3166-1 alpha-2 code, in capitals, of a code, a country's id or its name in the graph."""
    if len(country) == 2 and country.isascii() and country.isalpha():
        return country.upper()
    return find(graph, country, "country", [Label.COUNTRY]).partition(":")[2].upper()


def sector_name(graph: Graph, sector: str) -> str:
    """The sector as the graph spells it. Raises UnknownName where no party is in one of that name."""
    known = {s for _, properties in graph.nodes(data=True) for s in properties.get("sectors") or ()}
    for name in sorted(map(str, known)):
        if name.casefold() == sector.casefold():
            return name
    raise UnknownName("sector", sector, known, "A sector is known once a party in the graph has it.")


def kind_name(graph: Graph, kind: str) -> str:
    """The kind as the graph spells it. Raises UnknownName where no party is of that kind; it names those that are."""
    parties = (properties for _, properties in graph.nodes(data=True) if properties["label"] in ACTORS)
    known = {str(party["kind"]) for party in parties if party.get("kind")}
    for name in sorted(known):
        if name.casefold() == kind.casefold():
            return name
    kinds = f"Kinds in the graph: {', '.join(sorted(known))}." if known else "No party in the graph has a kind."
    raise UnknownName("kind", kind, known, kinds)


def has_country(graph: Graph, node: str, code: str) -> bool:
    """Whether a party has its seat there."""
    return code in {c.upper() for c in graph.nodes[node].get("countries") or ()}
