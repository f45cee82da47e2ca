"""Shape and colour by type. The palette is Okabe and Ito's, which most colour-blind readers can tell apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph.model import Label, Predicate


@dataclass(frozen=True, slots=True)
class NodeStyle:
    """`shape` is one of vis-network's. The border stands 3:1 off the page: `border` a light one, `glow` a dark one."""

    shape: str
    fill: str
    border: str
    glow: str


NODE_STYLES: Mapping[Label, NodeStyle] = MappingProxyType(
    {
        Label.COMPANY: NodeStyle("dot", "#0072B2", "#00507D", "#5CB8F2"),
        Label.LIST: NodeStyle("star", "#CC79A7", "#9C3E73", "#EBB6D3"),
        Label.EVENT: NodeStyle("diamond", "#E69F00", "#9A6A00", "#FFD27A"),
        Label.AGENCY: NodeStyle("square", "#D55E00", "#954200", "#FF9A55"),
        Label.ORGANISATION: NodeStyle("hexagon", "#56B4E9", "#1C7AAE", "#A8DBF7"),
        Label.PERSON: NodeStyle("triangle", "#009E73", "#006B4E", "#4FD6AE"),
        Label.COUNTRY: NodeStyle("triangleDown", "#A6ABB3", "#666C76", "#D5D9DE"),
        Label.GROUP: NodeStyle("dot", "#F0E442", "#857D00", "#FFF7A0"),
    }
)

# The colour of a relation is that of its family, a variable of network.css with one value a theme. A panel tells of
# the families in this order.
FAMILIES: Mapping[str, tuple[Predicate, ...]] = MappingProxyType(
    {
        "consequence": (Predicate.AFFECTED_BY,),
        "trade": (Predicate.SUPPLIES, Predicate.STOPPED_SUPPLYING, Predicate.LICENSED_BY),
        "capital": (Predicate.OWNS, Predicate.CONTROLS, Predicate.INVESTED_IN),
        "people": (Predicate.BOARD_MEMBER_OF, Predicate.EMPLOYED_BY),
        "measure": (
            Predicate.LISTED_BY,
            Predicate.RESTRICTED_BY,
            Predicate.ADMINISTERED_BY,
            Predicate.ON_LIST,
            Predicate.LISTING_OF,
        ),
        "other": (
            Predicate.MEMBER_OF,
            Predicate.PART_OF,
            Predicate.AMENDED_BY,
            Predicate.AFFILIATED_WITH,
            Predicate.LINKED_TO,
            Predicate.PARTNERS_WITH,
            Predicate.COMPETES_WITH,
            Predicate.STATEMENT_BY,
        ),
        "place": (Predicate.LOCATED_IN,),  # so many that they are drawn faintly
    }
)
FAMILY_OF: Mapping[Predicate, str] = MappingProxyType({p: f for f, ps in FAMILIES.items() for p in ps})

# How much an edge pulls its ends together: a country must not draw all its firms into one heap.
PULL: Mapping[Predicate, float] = MappingProxyType({Predicate.LOCATED_IN: 0.04, Predicate.STATEMENT_BY: 0.5})
