"""Where the graph is kept: an embedded database in a folder, or a Neo4j server. `open_store(url)` picks.

`protocol` is what both can do; `embedded` is the only import of Ladybug and `neo4j` the only import of the driver.
"""

from __future__ import annotations

import re
from pathlib import Path

from graph.errors import InputError
from graph.store.protocol import Batch, NodeRef, PathRef, Relation, RelationRef, Row, Store

__all__ = ["Batch", "NodeRef", "PathRef", "Relation", "RelationRef", "Row", "Store", "open_store"]

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
# bolt:host, user:password@host and host:7687 in place of a folder: made as one, a password would stand on the disk
_ADDRESS = re.compile(
    r"(?:bolt|neo4j)(?:\+s|\+ssc)?:|[^/~.][^:]+:.*@|[^:]:[^\\/].*@|[\w.-]+:\d+$", re.IGNORECASE | re.DOTALL
)


def open_store(url: str | Path, *, create: bool = True, read_only: bool = False) -> Store:
    """The graph at a folder's path, or at a Neo4j server's bolt:// or neo4j:// address (+s, +ssc for TLS)."""
    place = str(url)
    if "://" not in place:
        if _ADDRESS.match(place):
            raise InputError(
                "this is no folder and no whole address of a server, which looks like bolt://localhost:7687; name and"
                " password go into NEO4J_USERNAME and NEO4J_PASSWORD (a folder of such a name: put ./ before it)"
            )
        from graph.store.embedded import open_embedded

        return open_embedded(Path(url), create=create, read_only=read_only)
    scheme = place.split("://", 1)[0]
    if scheme not in SCHEMES:
        shown = f"{scheme}://" if re.fullmatch(r"[a-zA-Z][a-zA-Z+]*", scheme) else "what stands before ://"
        raise InputError(f"{shown}: no store has such addresses; give a folder, or {', '.join(SCHEMES)} and a host")
    from graph.store.neo4j import open_neo4j

    return open_neo4j(place, create=create, read_only=read_only)
