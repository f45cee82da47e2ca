"""FollowTheMoney entities in the making: values that their schemata can hold, and ids that follow from content."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from loaders.ftm.model import schemata
from loaders.ftm.validity import holds

_LONGEST = 24  # characters of a name in an id; `programId`, of 64, holds an id and what stands before it
_DIGEST = 8


class Draft:
    """One entity without its id."""

    def __init__(self, schema: str, prefix: str | None = None) -> None:
        self.schema = schemata()[schema]
        self.prefix = prefix or schema.lower()
        self.properties: dict[str, set[str]] = {}

    def put(self, name: str, *values: str | None) -> bool:
        """Add values, of which None says nothing. False where the property is not the schema's or cannot hold one."""
        prop = self.schema.properties.get(name)
        given = {value.strip() for value in values if value is not None and value.strip()}
        if prop is None or not all(holds(prop, value) for value in given):
            return False
        if given:
            self.properties.setdefault(name, set()).update(given)
        return True

    def line(self, entity: str) -> dict[str, Any]:
        return {"id": entity, "schema": self.schema.name, "properties": self.content()}

    def content(self) -> dict[str, list[str]]:
        return {name: sorted(values) for name, values in sorted(self.properties.items())}


def digest(content: object) -> str:
    """A short name for any content that JSON can hold."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def name_id(prefix: str, name: str) -> str:
    """An id that reads like the name: FollowTheMoney's ids have letters of ASCII, digits, dots and hyphens."""
    folded = " ".join(name.casefold().split())
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    if re.fullmatch(r"[a-z0-9 ,.&()'\"-]+", folded) and slug and len(slug) <= _LONGEST + _DIGEST:
        return f"{prefix}-{slug}"
    return "-".join(part for part in (prefix, slug[:_LONGEST].strip("-"), digest(folded)[:_DIGEST]) if part)


def named_ids(drafts: Mapping[str, tuple[Draft, str]], joins: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """The id of each draft, given with its name: from the name, and where several share it, from all that tells them.

    That is the content, then what the draft is joined to; `joins` are relations between the keys of drafts.
    """
    plain = {key: name_id(draft.prefix, name) for key, (draft, name) in drafts.items()}
    shared = Counter(plain.values())
    alike = {key for key, entity in plain.items() if shared[entity] > 1}
    told: dict[str, list[list[str]]] = {key: [] for key in alike}
    for relation, one, other in joins if alike else ():
        for key, way, end in ((one, "to", other), (other, "from", one)):
            if key in alike:
                told[key].append([relation, way, plain.get(end, "")])
    content = {key: digest([drafts[key][0].content(), sorted(told[key])])[:_DIGEST] for key in sorted(alike)}
    return numbered({key: f"{entity}-{content[key]}" if key in content else entity for key, entity in plain.items()})


def content_ids(drafts: Iterable[tuple[str, Draft]]) -> dict[str, str]:
    """The id of each draft by its key, from its content alone; equal ones are counted."""
    return numbered({key: f"{draft.prefix}-{digest(draft.content())[:24]}" for key, draft in drafts})


def numbered(ids: Mapping[str, str]) -> dict[str, str]:
    seen: Counter[str] = Counter()
    found: dict[str, str] = {}
    for key in sorted(ids):
        entity = ids[key]
        seen[entity] += 1
        found[key] = entity if seen[entity] == 1 else f"{entity}-{seen[entity]}"
    return found
