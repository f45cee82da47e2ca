"""Where the graph is kept: an embedded database in a folder, or a Neo4j server. `open_store(url)` picks.

`protocol` is what both can do; `embedded` is the only import of Ladybug and `neo4j` the only import of the driver.
"""

from __future__ import annotations

from pathlib import Path

from graph.errors import InputError
from graph.store.protocol import Batch, NodeRef, PathRef, Relation, RelationRef, Row, Store

__all__ = ["Batch", "NodeRef", "PathRef", "Relation", "RelationRef", "Row", "Store", "open_store"]

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


def open_store(url: str | Path, *, create: bool = True, read_only: bool = False) -> Store:
    """The graph at a folder's path, or at a Neo4j server's bolt:// or neo4j:// address (+s, +ssc for TLS)."""
    place = str(url)
    if "://" not in place:
        from graph.store.embedded import open_embedded

        return open_embedded(Path(url), create=create, read_only=read_only)
    scheme = place.split("://", 1)[0]
    if scheme not in SCHEMES:
        raise InputError(f"{scheme}://: no store has such addresses; give a folder, or {', '.join(SCHEMES)} and a host")
    from graph.store.neo4j import open_neo4j

    return open_neo4j(place, create=create, read_only=read_only)
