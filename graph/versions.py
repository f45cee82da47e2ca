"""Versions of one list or register: what its entries say, and whether a new version may stand beside the last.

An entry is one party on one list in one document, with every value that the document gives of it and the place where it
stands. A register has entries on no list.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph.claims import Claim, Document, Part, Party, Records, Source, plain_decimal
from graph.errors import InputError
from graph.model import PREDICATES, Label, Modality, Predicate
from graph.names import name_key
from graph.store.protocol import Store

MOST_LOST = 0.2  # of a list's entries, from one version to the next; a list that loses more was cut, or is another
_FEW = 5  # entries that even a short list may lose at once

NAME, ALIASES, COUNTRY, SINCE, UNTIL, ENDED = "name", "aliases", "country", "listed since", "listed until", "ended"
# What an entry's values are called, by the predicate that gives them; the other relations by their own name.
FIELDS: Mapping[Predicate, str] = MappingProxyType(
    {
        Predicate.NAMED: ALIASES,
        Predicate.LOCATED_IN: COUNTRY,
        Predicate.HAS_ADDRESS: "address",
        Predicate.IDENTIFIED_BY: "identifier",
        Predicate.IN_SECTOR: "sector",
        Predicate.REMARK: "remark",
        Predicate.ANNOUNCED_ON: "announced",
        Predicate.PUBLISHED_ON: "published",
        Predicate.EFFECTIVE_ON: "effective",
        Predicate.COMPLIANCE_BY: "compliance",
        Predicate.ENDED_ON: ENDED,
        Predicate.EXPIRES_ON: "expires",
        Predicate.CITED_AS: "citation",
        Predicate.LICENCE_REQUIREMENT: "licence requirement",
        Predicate.LICENCE_POLICY: "licence policy",
        Predicate.LICENCE_REVIEW: "licence review",
        Predicate.COVERS: "covers",
        Predicate.FOOTNOTE: "footnote",
        Predicate.PART_OF: "added by",
        Predicate.AMENDED_BY: "amended by",
    }
)
# Told otherwise: by the entry itself, or by the action that made it.
_STRUCTURE = frozenset(
    {
        Predicate.LISTED_BY,
        Predicate.LISTING_OF,
        Predicate.ON_LIST,
        Predicate.ADMINISTERED_BY,
        Predicate.MEMBER_OF,
    }
)
_PARTIES = frozenset({Label.COMPANY, Label.AGENCY, Label.PERSON, Label.ORGANISATION, Label.GROUP})

Values = Mapping[str, Mapping[str, str]]  # field, value, the place where it stands


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One party on one list in one version. `keys` are the keys of all its names; `place` is where it is listed."""

    list: str  # the list's name; "" in a register
    key: str  # the party's key in its document
    local: str  # by which the file itself tells the party from others
    name: str
    label: Label
    values: Values
    keys: frozenset[str]
    place: str

    @property
    def name_key(self) -> str:
        return name_key(self.name, self.label)

    @property
    def countries(self) -> tuple[str, ...]:
        return tuple(sorted(self.values.get(COUNTRY, ())))


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a list or register; `published` is its own day, None where the file does not say."""

    document: Document
    entries: tuple[Entry, ...]

    @property
    def lists(self) -> frozenset[str]:
        return frozenset(entry.list for entry in self.entries)


def version(document: Document, parts: Iterable[Part]) -> Version:
    """The version that the parts of a file make up; the parts are read once."""
    read = _Reading()
    for part in parts:
        read.add(part)
    return Version(document, tuple(read.entries()))


def version_of(source: Source) -> Version:
    return version(source.document, [Part(source.parties, source.claims)])


class _Reading:
    """Gathers what a document says of each party and each listing."""

    def __init__(self) -> None:
        self.parties: dict[str, Party] = {}
        self.values: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
        self.listings: dict[str, dict[Predicate, tuple[str, str]]] = defaultdict(dict)
        self.listed: dict[tuple[str, str], list[Claim]] = defaultdict(list)

    def add(self, part: Part) -> None:
        self.parties |= {p.key: p for p in part.parties}
        for claim in part.claims:
            if claim.modality is not Modality.NEGATED:
                self._tell(claim)

    def _tell(self, claim: Claim) -> None:
        if claim.predicate is Predicate.LISTED_BY and claim.object is not None:
            self.listed[claim.subject, claim.object].append(claim)
        elif claim.predicate in (Predicate.LISTING_OF, Predicate.ON_LIST) and claim.object is not None:
            self.listings[claim.subject][claim.predicate] = (claim.object, place_of(claim))
        elif claim.predicate not in _STRUCTURE:
            field = FIELDS.get(claim.predicate) or claim.predicate.replace("_", " ").lower()
            self.values[claim.subject][field].setdefault(self._text(claim), place_of(claim))

    def _text(self, claim: Claim) -> str:
        told = self.parties[claim.object].name if claim.object is not None else claim.value or ""
        if claim.quantity is not None and PREDICATES[claim.predicate].objects:
            bounds = sorted({plain_decimal(b) for b in (claim.quantity.low, claim.quantity.high) if b is not None})
            told += f" ({' to '.join(bounds) or 'unknown'} {claim.quantity.unit or '%'})"
        return " ".join(told.split())

    def entries(self) -> Iterable[Entry]:
        """By listing, then those listed without one, then the parties of a register that are on no list."""
        done: set[str] = set()
        seen: set[tuple[str, str]] = set()
        for listing, ends in sorted(self.listings.items()):
            if Predicate.LISTING_OF in ends and Predicate.ON_LIST in ends:
                party, place = ends[Predicate.LISTING_OF]
                keeper = ends[Predicate.ON_LIST][0]
                seen.add((party, keeper))
                yield self._entry(party, keeper, place, self.values.get(listing, {}))
        for (party, keeper), claims in sorted(self.listed.items()):
            done.add(party)
            if (party, keeper) not in seen:
                yield self._entry(party, keeper, place_of(claims[0]), {})
        done |= {party for party, _ in seen}
        if not done:
            for party in sorted(self.values):
                if self.parties[party].label in _PARTIES:
                    yield self._entry(party, None, "", {})

    def _entry(self, key: str, keeper: str | None, place: str, terms: Values) -> Entry:
        party = self.parties[key]
        own = {field: dict(found) for field, found in self.values.get(key, {}).items()}
        spelled = own.pop(ALIASES, {})
        main = " ".join(party.name.split())
        values: dict[str, dict[str, str]] = {NAME: {main: spelled.get(main, place)}, **own}
        values[ALIASES] = {name: where for name, where in spelled.items() if name != main}
        for field, found in terms.items():
            if field != ALIASES:  # of a listing: a name that we gave it
                values.setdefault(field, {}).update(found)
        for field, attribute in ((SINCE, "valid_from"), (UNTIL, "valid_to")):
            claims = self.listed.get((key, keeper or ""), ())
            values[field] = {getattr(c, attribute): place_of(c) for c in claims if getattr(c, attribute)}
        return Entry(
            list="" if keeper is None else self.parties[keeper].name,
            key=key,
            local=key.split(":", 2)[-1],
            name=main,
            label=party.label,
            values={field: found for field, found in values.items() if found},
            keys=frozenset(name_key(name, party.label) for name in (main, *spelled)) - {""},
            place=place,
        )


def place_of(claim: Claim) -> str:
    """Where in its document a claim stands."""
    if claim.row is not None:
        return f"row {claim.row}, column {claim.column}"
    return f"characters {claim.start}-{claim.end}" if claim.start is not None else ""


class Tally:
    """Counts the entries of each list while the parts of a file pass through it."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._listed: set[tuple[str, str]] = set()

    def of(self, parts: Iterable[Part]) -> Iterator[Part]:
        """The parts, counted as they are taken."""
        for part in parts:
            self._names |= {p.key: p.name for p in part.parties if p.label is Label.LIST}
            for claim in part.claims:
                if claim.predicate is Predicate.LISTED_BY and claim.object in self._names:
                    self._listed.add((claim.subject, claim.object))
            yield part

    @property
    def counts(self) -> Mapping[str, int]:
        """How many parties are on each list so far, by the list's name."""
        return Counter(self._names[kept] for _, kept in self._listed)


def last_counts(store: Store, document: Document) -> tuple[Document, Mapping[str, int]] | None:
    """The last live version of the document's series in a store, with its entries by list; None where there is none."""
    if document.series is None:
        return None
    rows = store.rows(
        "MATCH (d:Document) WHERE d.series = $series AND d.supersededAt IS NULL AND d.id <> $id "
        "RETURN d.id AS id, d.name AS name, d.format AS format, d.source AS source, d.published AS published",
        {"series": document.series, "id": document.id},
    )
    if not rows:
        return None
    last = max(rows, key=lambda row: (row["published"] or "", row["id"]))
    counted = store.rows(
        "MATCH (c:Claim) WHERE c.document = $document AND c.predicate = 'LISTED_BY' AND c.supersededAt IS NULL "
        "MATCH (l:Party) WHERE l.id = c.objectParty AND l.label = 'List' "
        "RETURN l.name AS name, count(DISTINCT c.subjectParty) AS entries",
        {"document": last["id"]},
    )
    return Document(**last, text="", series=document.series), {row["name"]: int(row["entries"]) for row in counted}


def guarded(store: Store, said: Source | Records, *, partial: bool = False) -> Source | Records:
    """The same source, which stops with InputError where `check_drop` finds that it lost too much since the last one.

    Of a stream that is known at its end: whoever writes what it says must not keep it before.
    """
    last = None if partial else last_counts(store, said.document)
    if last is None:
        return said
    tally = Tally()
    if isinstance(said, Source):
        for _ in tally.of([Part(said.parties, said.claims)]):
            pass
        check_drop(last, (said.document, tally.counts))
        return said
    return Records(said.document, _checked(said, tally, last))


def _checked(said: Records, tally: Tally, last: tuple[Document, Mapping[str, int]]) -> Iterator[Part]:
    yield from tally.of(said.parts)
    check_drop(last, (said.document, tally.counts))


def check_drop(
    previous: tuple[Document, Mapping[str, int]], new: tuple[Document, Mapping[str, int]], *, partial: bool = False
) -> None:
    """See that a newer version of a series has not lost a large part of a list; entries are counted by list.

    A version of an earlier day, or of another series, is not compared. Raises InputError, unless `partial`.
    """
    (before, had), (after, has) = previous, new
    if partial or before.series is None or before.series != after.series or _earlier(after, before):
        return
    for name, count in sorted(had.items()):
        lost = count - has.get(name, 0)
        if lost > _FEW and lost > MOST_LOST * count:
            raise InputError(
                f"{after.name}: {has.get(name, 0)} entries of {name or 'the register'}, but {before.name!r}"
                f"{f' of {before.published}' if before.published else ''} had {count}. A row that is not there is no"
                " removal: see that the file is whole, or load it with --partial"
            )


def _earlier(one: Document, other: Document) -> bool:
    return one.published is not None and other.published is not None and one.published < other.published
