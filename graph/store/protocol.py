"""What a store can do, whichever database is behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Protocol, Self

from graph.model import Label

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class NodeRef:
    """A node as a query returned it; `properties` in camelCase, the id among them."""

    label: str
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RelationRef:
    """A relationship as a query returned it, with the ids of its two ends."""

    type: str
    source: str
    target: str
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PathRef:
    """A path as a query returned it: n + 1 nodes and n relationships, in walking order."""

    nodes: tuple[NodeRef, ...]
    relations: tuple[RelationRef, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship to write. `key` tells parallel ones apart; properties are camelCase."""

    type: str
    source_label: Label
    source: str
    target_label: Label
    target: str
    key: str
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Batch:
    """A change to the graph, or a part of one.

    `nodes` and `relations` are put (made, or all their properties replaced). What is dropped goes first;
    a dropped node takes its relationships along. Relations are told apart by (type, key). `new` promises that
    none of what is put is in the store, nor in another batch of the same change, so that nothing is looked up.
    """

    nodes: Mapping[Label, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    relations: Sequence[Relation] = ()
    drop_nodes: Mapping[Label, Sequence[str]] = field(default_factory=dict)
    drop_relations: Sequence[Relation] = ()
    new: bool = False

    def __bool__(self) -> bool:
        return bool(self.nodes or self.relations or self.drop_nodes or self.drop_relations)


class Store(Protocol):
    """One open graph database. Not shared between threads; use it as a context manager.

    Every method raises `StoreError` where the database fails and `QueryError` where the query does.
    """

    @property
    def url(self) -> str:
        """Where it is, without any password."""
        ...

    def write(self, batch: Batch) -> None:
        """Apply the batch whole or not at all."""
        ...

    def load(self, batches: Iterable[Batch]) -> None:
        """Apply the batches as one change, whole or not at all, however many and large they are.

        Each is taken once, written down and forgotten; memory does not grow with their number. All are taken before
        the store changes, so what makes them may read the store, and an error of theirs leaves it as it was. A
        relation's ends are in the store or in any batch of the change; what one batch drops, no other puts.
        """
        ...

    def rows(self, cypher: str, parameters: Mapping[str, Any] | None = None, *, write: bool = False) -> list[Row]:
        """Answer a Cypher text in the dialect of CYPHER that both stores share.

        Nodes, relationships and paths come as `NodeRef`, `RelationRef`, `PathRef`; dates as ISO strings; the rest as
        plain Python. Raises `ReadOnly` when it would write and `write` is false.
        """
        ...

    def nodes(self, label: Label) -> Iterator[Row]:
        """All nodes of a label as property dicts, ordered by id."""
        ...

    def relations(self, types: Iterable[str] | None = None) -> Iterator[Relation]:
        """All relationships (of these types), ordered by type and key: the projection."""
        ...

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
