"""The keys by which a party may meet others: stored with it, so that a change finds whom it touches without a fold.

Parties that share none of the joining keys, directly or through others, are never one by the rules of
`graph.identity`. Each key begins with a letter: "a" an anchor, "i" an identifier, "n" a name; two more join nothing:
"k" the short name that `graph.events` compares firms by, "s" what the id of an entity called so would be.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.bearers import FIRM, FIRM_LIKE, SEVERAL, Bearer
from graph.model import Label
from graph.names import short_key
from graph.naming import slug

JOINING = ("a:", "i:", "n:")


def keys_of(bearer: Bearer) -> tuple[str, ...]:
    """All keys of a party, sorted."""
    family, anchor = bearer.family, bearer.party.anchor
    found = {f"n:{family}:{key}" for key in bearer.keys}
    found |= {f"i:{scheme}:{value}" for scheme, value in bearer.identifiers if scheme not in SEVERAL}
    found.add(id_key(family, slug(bearer.party.name, bearer.party.label)))
    if anchor:
        found |= {f"a:{family}:{anchor}", id_key(family, anchor)}
    if family == FIRM:
        found |= {f"k:{short}" for short in map(short_key, bearer.keys)}
    return tuple(sorted(found))


def id_key(family: str, rest: str) -> str:
    """The key of all parties whose entity may have the id "label:rest", with or without a suffix."""
    return f"s:{family}:{rest}"


def family_of(label: Label | str) -> str:
    return FIRM if label in FIRM_LIKE else str(label)


def joining(keys: Iterable[str]) -> list[str]:
    return [key for key in keys if key.startswith(JOINING)]
