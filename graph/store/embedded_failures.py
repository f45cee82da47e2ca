"""What Ladybug raises, as our errors. Imports no database."""

from __future__ import annotations

import re

from graph.errors import KnockonError, QueryError, ReadOnly, StoreError, StoreForeign, StoreLocked
from graph.store.dialect import Query
from graph.store.embedded_dialect import origin

FILE = "graph.ladybug"  # in the store's folder; Ladybug puts its logs beside it
FAILURES = (RuntimeError, ValueError, IndexError, MemoryError, OverflowError)  # what C++ raises on damaged files


def opening_error(place: str, error: Exception) -> StoreError:
    said = str(error)
    if "recovery is pending" in said:
        return StoreError(f"{place}: its last writer was killed; open it once where its folder can be written")
    known = any(word in said for word in ("set lock", "not a valid", "cannot be a directory", "open file", "Buffer"))
    return store_error(place, error) if known else damaged(place, error)


def damaged(place: str, error: Exception) -> StoreError:
    said = (str(error).splitlines() or [type(error).__name__])[0]
    return StoreError(f"{place}: the graph in it is damaged ({said}): load your files again into a new folder")


def store_error(place: str, error: Exception) -> StoreError:
    said = str(error).splitlines()[0] if str(error) else type(error).__name__
    if "Could not set lock" in said:
        return StoreLocked(
            f"{place}: another process has it open for writing; close that one, or open this for reading"
        )
    if "not a valid" in said or "cannot be a directory" in said:
        return StoreForeign(f"{place}: its {FILE} is no knockon graph: name another folder")
    return StoreError(f"{place}: {said}")


def query_error(place: str, query: Query, cypher: str, error: Exception) -> KnockonError:
    said = str(error)
    kind, _, rest = said.partition(" exception: ")
    if "read-only transaction" in said or "read-only database" in said:
        return ReadOnly("the query would write, and writing was not asked for (--write)")
    at = re.search(r"\(line: (\d+), offset: (\d+)\)", rest)
    if at:
        where = origin(query, cypher, int(at[1]), int(at[2]))
        return QueryError(f"{where}: not in the Cypher that both stores share, or a slip of the pen (docs/queries.md)")
    if kind in ("IO", "Storage", "Buffer manager", "Checkpoint"):
        return store_error(place, error)
    return QueryError((rest or said).splitlines()[0] if said else type(error).__name__)
