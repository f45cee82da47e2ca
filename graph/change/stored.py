"""The part of a store that a change touches, read as it is needed and kept: parties, their entities, claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.claims import Claim, Document, Party
from graph.model import ENTITY_LABELS, Label, Predicate
from graph.records import claim_of, document_of, party_of
from graph.store.protocol import Row, Store
from graph.store.schema import node_columns

_LABELS = {label.lower(): label for label in ENTITY_LABELS}
_AT_ONCE = 5_000  # ids in one question
_FEW = 500


def label_in(entity: str) -> Label:
    """The label with which an entity's id begins."""
    return _LABELS[entity.partition(":")[0]]


class TooWide(Exception):
    """The change reaches too far to be made piece by piece; a fold of everything is due."""


class Stored:
    """A store before a change. All answers are of live documents; what was asked once is remembered."""

    def __init__(self, store: Store) -> None:
        self._store = store
        rows = store.rows("MATCH (d:Document) WHERE d.supersededAt IS NULL RETURN d.id AS id, d.name AS name")
        self.live: dict[str, str] = {row["id"]: row["name"] for row in rows}
        self.keys: dict[str, tuple[str, ...]] = {}
        self.bearing: dict[str, list[str]] = defaultdict(list)
        self.claims: dict[str, Claim] = {}
        self.rows: dict[str, Row] = {}  # of claims
        self._parties: dict[str, Row] = {}
        self._entities: dict[str, str] = {}
        self._entity_rows: dict[str, Row] = {}
        self._documents: dict[str, Row] = {}
        self._members: dict[str, list[str]] = {}
        self._read_keys()

    def _read_keys(self) -> None:
        for row in self._store.rows("MATCH (p:Party) RETURN p.id AS id, p.document AS document, p.keys AS keys"):
            if row["document"] in self.live:
                self.keys[row["id"]] = tuple(row["keys"] or ())
                if not row["keys"]:
                    raise TooWide  # stored before parties kept their keys
                for key in self.keys[row["id"]]:
                    self.bearing[key].append(row["id"])

    def parties(self, keys: Iterable[str]) -> dict[str, tuple[Party, str]]:
        """Those of the parties that live documents have, with the document."""
        wanted = [key for key in keys if key in self.keys]
        columns = _listed("p", Label.PARTY)
        for chunk in _chunks(key for key in wanted if key not in self._parties):
            question = f"UNWIND $ids AS id MATCH (p:Party {{id: id}}) RETURN {columns}"
            self._parties |= {row["id"]: row for row in self._store.rows(question, {"ids": chunk})}
        return {key: (party_of(self._parties[key]), self._parties[key]["document"]) for key in wanted}

    def entities(self, parties: Iterable[str]) -> dict[str, str]:
        """The entity of each of the parties that has one."""
        wanted = [key for key in parties if key in self.keys]
        for chunk in _chunks(key for key in wanted if key not in self._entities):
            question = f"{_matching('(p:Party)-[:REFERS_TO]->(e)', 'p', chunk)} RETURN p.id AS party, e.id AS entity"
            self._entities |= {row["party"]: row["entity"] for row in self._store.rows(question, {"ids": chunk})}
        return {key: self._entities[key] for key in wanted if key in self._entities}

    def parties_of(self, entities: Iterable[str]) -> dict[str, list[str]]:
        """The parties of each entity."""
        wanted = list(entities)
        for label, ids in _by_label(e for e in wanted if e not in self._members):
            self._members |= {entity: [] for entity in ids}
            found = _matching(f"(p:Party)-[:REFERS_TO]->(e:`{label}`)", "e", ids)
            question = f"{found} RETURN p.id AS party, e.id AS entity"
            for row in self._store.rows(question, {"ids": ids}):
                self._members[row["entity"]].append(row["party"])
                self._entities[row["party"]] = row["entity"]
        return {entity: sorted(self._members[entity]) for entity in wanted}

    def entity_rows(self, entities: Iterable[str]) -> dict[str, Row]:
        wanted = list(entities)
        for label, ids in _by_label(e for e in wanted if e not in self._entity_rows):
            question = f"UNWIND $ids AS id MATCH (e:`{label}` {{id: id}}) RETURN {_listed('e', label)}"
            self._entity_rows |= {row["id"]: row for row in self._store.rows(question, {"ids": ids})}
        return {entity: self._entity_rows[entity] for entity in wanted if entity in self._entity_rows}

    def documents(self, ids: Iterable[str]) -> dict[str, Document]:
        return {i: document_of(row) for i, row in self.document_rows(ids).items()}

    def document_rows(self, ids: Iterable[str]) -> dict[str, Row]:
        wanted = sorted(set(ids))
        for chunk in _chunks(i for i in wanted if i not in self._documents):
            question = f"UNWIND $ids AS id MATCH (d:Document {{id: id}}) RETURN {_listed('d', Label.DOCUMENT)}"
            self._documents |= {row["id"]: row for row in self._store.rows(question, {"ids": chunk})}
        return {i: self._documents[i] for i in wanted if i in self._documents}

    def about(self, entities: Iterable[str], predicates: Sequence[Predicate] = ()) -> dict[str, Claim]:
        """The claims whose subject is one of the entities, all or only those of some predicates."""
        return self._claims("SUBJECT", entities, predicates)

    def on(self, entities: Iterable[str], predicates: Sequence[Predicate] = ()) -> dict[str, Claim]:
        """The claims whose object is one of the entities."""
        return self._claims("OBJECT", entities, predicates)

    def stated_in(self, document: str) -> dict[str, Claim]:
        """All claims of a document, live or not."""
        question = f"MATCH (c:Claim)-[:STATED_IN]->(d:Document {{id: $id}}) RETURN {_listed('c', Label.CLAIM)}"
        return self._take(self._store.rows(question, {"id": document}))

    def presented_in(self, document: str) -> list[Row]:
        """The rows of all parties of a document, live or not."""
        question = f"MATCH (p:Party {{document: $id}}) RETURN {_listed('p', Label.PARTY)}"
        return self._store.rows(question, {"id": document})

    def _claims(self, end: str, entities: Iterable[str], predicates: Sequence[Predicate]) -> dict[str, Claim]:
        wanted = sorted(set(entities))
        kinds = [str(p) for p in predicates]
        found: dict[str, Claim] = {}
        filtered = " AND c.predicate IN $kinds" if kinds else ""
        for label, ids in _by_label(wanted):
            matching = _matching(f"(c:Claim)-[:{end}]->(e:`{label}`)", "e", ids)
            question = f"{matching}{filtered} RETURN {_listed('c', Label.CLAIM)}"
            found |= self._take(self._store.rows(question, {"ids": ids, "kinds": kinds}))
        return found

    def _take(self, rows: Iterable[Row]) -> dict[str, Claim]:
        taken: dict[str, Claim] = {}
        for row in rows:
            if row["id"] not in self.claims:
                self.rows[row["id"]] = row
                self.claims[row["id"]] = claim_of(row)
            taken[row["id"]] = self.claims[row["id"]]
        return taken


def _listed(variable: str, label: Label) -> str:
    return ", ".join(f"{variable}.`{name}` AS `{name}`" for name in node_columns(label))


def _matching(pattern: str, variable: str, ids: Sequence[str]) -> str:
    """A pattern with an end of these ids. Ladybug finds a few through its index, and many by reading the table."""
    if len(ids) <= _FEW:
        return f"MATCH {pattern} WHERE {variable}.id IN $ids"
    return f"UNWIND $ids AS id MATCH {pattern} WHERE {variable}.id = id"


def _chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    wanted = list(ids)
    return (wanted[start : start + _AT_ONCE] for start in range(0, len(wanted), _AT_ONCE))


def _by_label(entities: Iterable[str]) -> Iterator[tuple[Label, list[str]]]:
    groups: Mapping[Label, list[str]] = defaultdict(list)
    for entity in sorted(set(entities)):
        groups[label_in(entity)].append(entity)
    for label, ids in groups.items():
        yield from ((label, chunk) for chunk in _chunks(ids))
