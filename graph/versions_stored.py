"""Versions of lists as a store holds them, by the name or id of their document, and the removals that it knows of."""

from __future__ import annotations

from typing import Any

from graph.errors import InputError, UnknownName
from graph.records import sources_of
from graph.store.protocol import NodeRef, Row, Store
from graph.versions import Version, version_of
from graph.versions_compared import Notice, Notices


def stored_version(store: Store, called: str) -> Version:
    """The version that a live document is: by its id, the beginning of its id, or its name.

    Raises UnknownName, and InputError where several are called so, as two versions of one file's name are.
    """
    document = _document(store, called)
    parties = _rows(store, "MATCH (n:Party) WHERE n.document = $document RETURN n", document["id"])
    claims = _rows(store, "MATCH (n:Claim) WHERE n.document = $document RETURN n", document["id"])
    (source,) = sources_of([document], parties, claims)
    return version_of(source)


def _rows(store: Store, cypher: str, document: str) -> list[Row]:
    return [_properties(row["n"]) for row in store.rows(cypher, {"document": document})]


def _properties(node: NodeRef) -> Row:
    return dict(node.properties)


def _document(store: Store, called: str) -> Row:
    rows = [_properties(row["n"]) for row in store.rows("MATCH (n:Document) WHERE n.supersededAt IS NULL RETURN n")]
    rows.sort(key=lambda row: (str(row["name"]), str(row.get("published") or ""), str(row["id"])))
    for found in ([r for r in rows if called in (r["id"], r["name"])], [r for r in rows if _begins(r, called)]):
        if len(found) > 1:
            ids = ", ".join(f"{r['id'][:12]} ({r.get('published') or 'no date'})" for r in found)
            raise InputError(f"{called!r} may be any of {len(found)} documents: give the id: {ids}")
        if found:
            return found[0]
    raise UnknownName("file, and no live document", called, [r["name"] for r in rows], "`knockon status` lists them.")


def _begins(row: Row, called: str) -> bool:
    return len(called) >= 6 and str(row["id"]).startswith(called)


def notices(store: Store, document: str) -> Notices:
    """The removals that the graph knows of a document's parties: by party key and list, the day and where it stands."""
    found: dict[tuple[str, str], Notice] = {}
    rows = store.rows(
        "MATCH (n:Party)-[:REFERS_TO]->(p)<-[:LISTING_OF]-(g:Listing)-[:ON_LIST]->(l:List) "
        "WHERE n.document = $document AND g.ended IS NOT NULL "
        "MATCH (c:Claim)-[:SUBJECT]->(g) WHERE c.predicate = 'ENDED_ON' AND c.value = g.ended "
        "MATCH (c)-[:STATED_IN]->(d:Document) "
        "RETURN n.id AS party, l.name AS list, g.ended AS ended, d.name AS document, c AS claim "
        "ORDER BY party, list, ended, document, c.id",
        {"document": document},
    )
    for row in rows:
        found[row["party"], row["list"]] = (row["ended"], f"{row['document']}, {_place(_properties(row['claim']))}")
    return found


def _place(claim: dict[str, Any]) -> str:
    if claim.get("tableRow") is not None:
        return f"row {claim['tableRow']}, column {claim['tableColumn']}"
    return f"characters {claim.get('quoteStart')}-{claim.get('quoteEnd')}"
