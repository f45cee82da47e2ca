"""Whether entities keep to FollowTheMoney's vocabulary: what its own programs would drop or refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from graph.claims import is_iso_date
from loaders.ftm.model import Property, countries, schemata, topics

ENTITY_ID = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.\-]*[0-9A-Za-z])?")
_FORMS = {
    "url": re.compile(r"https?://[^\s/]+\.[^\s]+"),
    "number": re.compile(r"-?\d+(?:\.\d+)?"),
    "checksum": re.compile(r"[0-9a-f]{40}"),
    "gender": re.compile(r"male|female|other"),
    "email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"),
    "entity": ENTITY_ID,
}
FIRST_YEAR, AFTER_YEAR = "1000", "3000"
# Types of which FollowTheMoney holds to codes and forms that are of no use here.
_UNUSED = frozenset({"language", "phone", "ip", "iban", "mimetype", "json", "html"})


def holds(prop: Property, value: str) -> bool:
    """Whether the property can hold the value as it is. Identifiers with check digits are not checked for them."""
    kind = prop.type
    if not value or value != value.strip() or kind in _UNUSED or len(value) > (prop.longest or len(value)):
        return False
    if kind == "date":
        return is_iso_date(value) and FIRST_YEAR <= value < AFTER_YEAR
    if kind in ("country", "topic"):
        return value in (countries() if kind == "country" else topics())
    return kind not in _FORMS or _FORMS[kind].fullmatch(value) is not None


def problems(lines: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """What is wrong with entities, by id: schemata, properties, values, and the kinds of those that they name."""
    for entity, line in lines.items():
        schema = schemata().get(line["schema"])
        if schema is None or schema.abstract or not ENTITY_ID.fullmatch(entity):
            yield f"{entity}: {line['schema']} is no schema of an entity, or the id is none"
            continue
        for name in sorted(schema.required - line["properties"].keys()):
            yield f"{entity}: a {schema.name} needs {name}"
        for name, values in line["properties"].items():
            prop = schema.properties.get(name)
            if prop is None:
                yield f"{entity}: {name} is no property of a {schema.name}"
                continue
            yield from (f"{entity}: {name} cannot hold {v!r}" for v in values if not holds(prop, v))
            for value in values if prop.range else ():
                named = schemata().get(lines[value]["schema"]) if value in lines else None
                if named is None or not named.is_a(str(prop.range)):
                    yield f"{entity}: {name} {value} is no {prop.range}"
