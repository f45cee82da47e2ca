"""Where the graph is kept: an embedded database in a folder, or a Neo4j server. `open_store(url)` picks.

`protocol` is what both can do; `embedded` is the only import of Ladybug and `neo4j` the only import of the driver.
"""

from __future__ import annotations

from pathlib import Path

from graph.store.protocol import Batch, NodeRef, PathRef, Relation, RelationRef, Row, Store

__all__ = ["Batch", "NodeRef", "PathRef", "Relation", "RelationRef", "Row", "Store", "open_store"]


def open_store(url: str | Path, *, create: bool = True, read_only: bool = False) -> Store:
    """The graph at a folder's path, or at a Neo4j server's bolt:// or neo4j:// address (+s, +ssc for TLS)."""
    from graph.store.embedded import open_embedded

    return open_embedded(Path(url), create=create, read_only=read_only)
