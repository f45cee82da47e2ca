"""The network as one HTML file that opens offline: pyvis holds the graph, the page around it is ours.

pyvis's own page loads from a CDN and runs what stands in a name. Ours takes pyvis's nodes, edges and options and the
vis-network that pyvis carries; names and quotes are data in one JSON element, and a Content-Security-Policy by hashes
lets no other script or style run and nothing load.
"""

from __future__ import annotations

import json
import math
import textwrap
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module, resources
from typing import Any

from graph.identity import strip_legal_form
from graph.model import PREDICATES, Label, Predicate
from viz import words
from viz.layout import Spring, positions
from viz.page import Part, environment, part
from viz.picture import LISTINGS, Claim, Edge, Entity, Listing, Picture, ranked
from viz.style import FAMILIES, FAMILY_OF, NODE_STYLES, PULL

ALL_UP_TO = 800  # entities shown at once; above, the page opens with those that matter
FIRST = 160
SCRIPTS = ("picture.js", "labels.js", "drawing.js", "evidence.js", "facts.js", "legend.js", "network.js")
LINE = 19  # characters of a label in one line, as far as words allow; there are two lines at most
DASHED, DOTTED = (7, 5), (2, 5)
OPTIONS: Mapping[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "keyboard": False,
        "selectConnectedEdges": False,
        "hoverConnectedEdges": False,
        "multiselect": False,
        "tooltipDelay": 100000,
    },
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 1.5},
    "edges": {"width": 1.2, "selectionWidth": 0, "hoverWidth": 0.8, "arrowStrikethrough": False},
}


UNTICKED = (Predicate.LOCATED_IN,)  # at first: a line to every seat hides the rest, and the panel names the country


class Values:
    """The values of many rows, each held once, so that a row is a list of places; place 0 is nothing."""

    def __init__(self) -> None:
        self.found: list[Any] = [None]
        self._place: dict[str, int] = {}

    def packed(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        fields = sorted({field for row in rows for field in row})
        return {"fields": fields, "rows": [[self._at(row.get(field)) for field in fields] for row in rows]}

    def _at(self, value: Any) -> int:
        if value is None:
            return 0
        key = json.dumps(value, sort_keys=True)
        if key not in self._place:
            self._place[key] = len(self.found)
            self.found.append(value)
        return self._place[key]


def network_page(picture: Picture) -> str:
    """The page as text; write it as UTF-8. The same picture gives the same bytes."""
    graph = _graph(picture)
    graph.templateEnv = environment(
        title=picture.title,
        no_advice=words.NO_ADVICE,
        correction=words.CORRECTION,
        styles=[part("network.css")],
        scripts=[_vis_network(), *(part(name) for name in SCRIPTS)],
        picture=_data(picture),
    )
    graph.path = "network.html"
    return str(graph.generate_html())


def _graph(picture: Picture) -> Any:
    """The pyvis network. Nodes and edges are known by their number: no name is ever an id."""
    # pyvis imports IPython, which takes a second.
    network, node, edge = (import_module(f"pyvis.{name}") for name in ("network", "node", "edge"))
    graph = network.Network(directed=True, cdn_resources="in_line")
    graph.set_options(json.dumps(OPTIONS))
    # pyvis's add_node and add_edge look through all ids each time; these are the same objects without the search.
    graph.nodes = [
        node.Node(number, label=label(strip_legal_form(entity.name)), x=x, y=y, **style).options
        for number, (entity, (x, y), style) in enumerate(
            zip(picture.entities, _positions(picture), _node_styles(picture), strict=True)
        )
    ]
    graph.node_ids = list(range(len(graph.nodes)))
    number = _numbers(picture)
    graph.edges = [
        edge.Edge(number[e.source], number[e.target], not PREDICATES[e.type].symmetric, id=i, **style).options
        for i, (e, style) in enumerate(zip(picture.edges, _edge_styles(picture.edges), strict=True))
    ]
    return graph


def _numbers(picture: Picture) -> dict[str, int]:
    return {entity.id: number for number, entity in enumerate(picture.entities)}


def _positions(picture: Picture) -> list[tuple[int, int]]:
    number = _numbers(picture)
    springs = (Spring(number[e.source], number[e.target], PULL.get(e.type, 1.0)) for e in picture.edges)
    return positions([_label_size(e.name) for e in picture.entities], springs)


def label(name: str) -> str:
    """The name as the canvas writes it: one line or two, cut with an ellipsis where it is longer."""
    if len(name.split()) == 1 and len(name) > LINE:  # a script without spaces
        name = name[: 2 * LINE - 1] + "…" if len(name) > 2 * LINE else name
        return f"{name[:LINE]}\n{name[LINE:]}"
    return "\n".join(textwrap.wrap(name, LINE, max_lines=2, placeholder="…") or [name])


def _label_size(name: str) -> tuple[float, float]:
    """About how many pixels a label takes; East Asian wide characters count twice."""
    lines = label(strip_legal_form(name)).split("\n")
    letters = max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in lines)
    return 6.8 * letters + 6, 15.0 * len(lines)


def _node_styles(picture: Picture) -> Iterator[dict[str, Any]]:
    ties = Counter(end for e in picture.edges for end in (e.source, e.target) if e.type not in LISTINGS)
    listings = Counter(e.target for e in picture.edges if e.type in LISTINGS)
    for entity in picture.entities:
        style = NODE_STYLES[entity.label]
        yield {
            "shape": style.shape,
            "color": {"background": style.fill, "border": style.border},
            "size": round(5.5 + 2 * min(math.log2(1 + ties[entity.id] + listings[entity.id] / 3), 5), 1),
            "shapeProperties": {"borderDashes": [3, 2] if entity.label is Label.GROUP else False},
        }


def _edge_styles(edges: Sequence[Edge]) -> Iterator[dict[str, Any]]:
    """Line and bend of each edge: dashed where hedged or contested, dotted where stopped, bent where parallel."""
    beside: dict[frozenset[str], list[str]] = defaultdict(list)
    for edge in edges:
        beside[frozenset((edge.source, edge.target))].append(edge.id)
    for edge in edges:
        parallel = beside[frozenset((edge.source, edge.target))]
        offset = (parallel.index(edge.id) - (len(parallel) - 1) / 2) * 0.24
        if edge.source > edge.target:
            offset = -offset
        bend = {"enabled": True, "type": "curvedCW" if offset > 0 else "curvedCCW", "roundness": round(abs(offset), 2)}
        yield {
            "dashes": list(DOTTED) if edge.stopped else list(DASHED) if not edge.firm else False,
            "smooth": bend if offset else False,
        }


def _vis_network() -> Part:
    """vis-network as pyvis carries it, without the note that would make a debugger look for its source map."""
    path = resources.files("pyvis").joinpath("templates", "lib", "vis-9.1.2", "vis-network.min.js")
    return Part.of(path.read_text("utf-8").partition("\n//# sourceMappingURL")[0])


def _data(picture: Picture) -> dict[str, Any]:
    """All that the page says, each quote and each document once; numbers are places in the lists beside."""
    entity = _numbers(picture)
    claim = {c.id: n for n, c in enumerate(picture.claims)}
    document = {d.id: n for n, d in enumerate(picture.documents)}
    values = Values()
    order = [entity[i] for i in ranked(picture)]
    return {
        "of": {"entities": picture.entities_in_all, "relations": picture.edges_in_all},
        "order": order,
        "first": order if len(order) <= ALL_UP_TO else order[:FIRST],
        "path": [entity[i] for i in picture.path],
        "entities": values.packed([_entity(e, entity, claim) for e in picture.entities]),
        "relations": values.packed([_relation(e, claim) for e in picture.edges]),
        "claims": values.packed([_claim(c, entity, claim, document) for c in picture.claims]),
        "values": values.found,
        "unticked": [t for t in UNTICKED if any(e.type is not t for e in picture.edges)],
        "documents": [
            _filled(d, "name", "title", "publisher", "published", "url", "summarises") for d in picture.documents
        ],
        "conflicts": [
            {"left": claim[c.left], "right": claim[c.right], "kind": c.kind, "about": c.about, "why": c.why}
            for c in picture.contradictions
        ],
        "words": _words(),
    }


def _filled(thing: object, *fields: str) -> dict[str, Any]:
    """These fields, but for those that hold nothing."""
    found = ((field, getattr(thing, field)) for field in fields)
    return {field: value for field, value in found if value not in (None, "", (), False)}


def _entity(entity: Entity, number: Mapping[str, int], claim: Mapping[str, int]) -> dict[str, Any]:
    fields = ("id", "label", "name", "kind", "countries", "sectors", "identifiers", "dates", "citations", "documents")
    shown = _filled(entity, *fields, "standing")
    others = [n for n in entity.names if n != entity.name]
    listings = [_listing(listing, number, claim) for listing in entity.listings]
    return shown | ({"aliases": others} if others else {}) | ({"listings": listings} if listings else {})


def _listing(listing: Listing, number: Mapping[str, int], claim: Mapping[str, int]) -> dict[str, Any]:
    shown = _filled(listing, "dates", "citations", "licence_requirement", "licence_policy", "footnotes")
    ends = {"list": listing.list, "action": listing.action}
    shown |= {k: number[v] for k, v in ends.items() if v is not None and v in number}
    return shown | {"claims": [claim[c] for c in listing.claims if c in claim]}


def _relation(edge: Edge, claim: Mapping[str, int]) -> dict[str, Any]:
    fields = ("id", "type", "modality", "grade", "first_date", "last_date", "valid_from", "valid_to", "stopped")
    shown = _filled(edge, *fields, "contested", "sources", "share")
    return shown | {"claims": [claim[c] for c in edge.claims if c in claim]}


def _claim(
    held: Claim,
    entity: Mapping[str, int],
    claim: Mapping[str, int],
    document: Mapping[str, int],
) -> dict[str, Any]:
    fields = ("id", "predicate", "value", "quote", "place", "modality", "grade", "attributed_to", "rule")
    shown = _filled(held, *fields, "valid_from", "valid_to", "quantity")
    shown |= {"document": document[held.document], "subject": entity.get(held.subject)}
    if held.object is not None:
        shown["object"] = entity.get(held.object)
    premises = [claim[p] for p in held.premises if p in claim]
    return shown | ({"premises": premises} if premises else {})


def _words() -> dict[str, Any]:
    styles = {
        label: {"word": words.LABELS[label], "shape": s.shape, "fill": s.fill, "border": s.border, "glow": s.glow}
        for label, s in NODE_STYLES.items()
    }
    return {
        "labels": styles,
        "relations": dict(words.RELATIONS),
        "order": [*FAMILIES],
        "families": {p: FAMILY_OF[p] for ps in FAMILIES.values() for p in ps},
        "stopped": words.STOPPED,
        "adverbs": dict(words.ADVERBS),
        "modalities": dict(words.MODALITIES),
        "grades": dict(words.GRADES),
    }
