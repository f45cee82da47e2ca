"""The words that reports use: what a type says in either direction, how firm a claim is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.fold import Contradiction
from graph.model import Edge, Grade, Modality, Predicate
from knockon.archive import Words
from knockon.outline import Item, Role, Span, item
from viz.words import GRADES, MODALITIES, RELATIONS

# The wording of every view, read from the other end: what an edge says of its target.
REVERSED: Mapping[Predicate, str] = {
    Predicate.LISTED_BY: "lists",
    Predicate.ADMINISTERED_BY: "administers",
    Predicate.SUPPLIES: "supplied by",
    Predicate.STOPPED_SUPPLYING: "no longer supplied by",
    Predicate.INVESTED_IN: "has as an investor",
    Predicate.OWNS: "owned by",
    Predicate.CONTROLS: "controlled by",
    Predicate.AFFILIATED_WITH: "has as an affiliate",
    Predicate.LINKED_TO: "linked to",
    Predicate.PARTNERS_WITH: "partners with",
    Predicate.COMPETES_WITH: "competes with",
    Predicate.LICENSED_BY: "licenses",
    Predicate.BOARD_MEMBER_OF: "has on its board",
    Predicate.MEMBER_OF: "has as a member",
    Predicate.EMPLOYED_BY: "employs",
    Predicate.RESTRICTED_BY: "restricts",
    Predicate.AFFECTED_BY: "affects",
    Predicate.STATEMENT_BY: "made a statement on",
    Predicate.LOCATED_IN: "seat of",
    Predicate.LISTING_OF: "has the listing",
    Predicate.ON_LIST: "has the listing",
    Predicate.PART_OF: "comprises",
    Predicate.AMENDED_BY: "amended",
}


def verb(predicate: str, *, of_target: bool = False) -> str:
    return (REVERSED if of_target else RELATIONS)[Predicate(predicate)]


def firmness(modality: str) -> Span:
    """How firmly it is said; a hedge stands out."""
    role = Role.PLAIN if modality == Modality.ASSERTED else Role.HEDGE
    return Span(MODALITIES[Modality(modality)], role)


def about(label: str, kind: str | None, countries: Iterable[str], sectors: Iterable[str]) -> str:
    """What a party is: "company, US, semiconductors". What is unknown is left out."""
    return ", ".join([kind or label.lower(), *countries, *sectors])


def dates(valid_from: str | None, valid_to: str | None) -> str:
    """From when to when it held: "2017", "2017 to 2019", "until 2019", or that no date is known."""
    if valid_from and valid_to:
        return valid_from if valid_from == valid_to else f"{valid_from} to {valid_to}"
    if valid_from or valid_to:
        return valid_from or f"until {valid_to}"
    return "date unknown"


def marks(edge: Edge) -> list[Span]:
    """What a reader must not miss about an edge: stopped, contested."""
    stopped = [Span("stopped", Role.WARNING)] if edge.stopped else []
    return stopped + ([Span("contested", Role.WARNING)] if edge.contested else [])


def quoted(words: Words) -> Item:
    """One claim: its words, and below them on whose word, how firmly, and where."""
    quote = Span(words.quote, Role.QUOTE) if words.quote else Span("no words of its own", Role.HEDGE)
    return item(quote, below=[cited(words)])


def cited(words: Words) -> Item:
    """On whose word a claim is made, how firmly where that is less than as fact, and where."""
    hedge = None if words.modality == Modality.ASSERTED else firmness(words.modality)
    by = f"attributed to {words.attributed_to}" if words.attributed_to else ""
    rule = f"by the rule {words.rule}" if words.rule else ""
    rule += f", from {', '.join(words.premises)}" if words.premises else ""
    said = "; ".join(part for part in (GRADES[Grade(words.grade)], by, rule) if part)
    where = (Span(said, Role.SOURCE), Span(words.source, Role.SOURCE), Span(words.url or "", Role.SOURCE))
    return item(aside=(hedge, *where, Span(words.claim, Role.ID)))


def disputed(contradictions: Iterable[Contradiction]) -> list[Item]:
    return [
        item(Span(c.kind, Role.WARNING), c.why, aside=[Span(f"{c.left} against {c.right}", Role.ID)])
        for c in contradictions
    ]
