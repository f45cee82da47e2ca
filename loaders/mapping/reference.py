"""The page and the JSON schema of the mapping language, written from its model."""

from __future__ import annotations

import json
from typing import Any

from loaders.mapping import shipped
from loaders.mapping.cells import Amount, Cell, Choice, Constant, Date, Joined, Part, Share
from loaders.mapping.language import PARTIES, Edge, Entity, ListEntry, Mapping, Newest, Table

_PARTS: tuple[type[Part], ...] = (
    Mapping,
    Table,
    Newest,
    Entity,
    Edge,
    ListEntry,
    Cell,
    Joined,
    Constant,
    Choice,
    Date,
    Share,
    Amount,
)
_OPENING = """# Mapping files

Any CSV, JSON lines, JSON or Parquet table becomes claims by a mapping file:

```
knockon load suppliers.csv --mapping suppliers.yaml
```

It says which columns make which party, edge and list entry. Every claim rests on the cell that says it, with row and
column. Every column of the table is used or named under `ignored` with the reason; another one stops the load. A row
that breaks a rule is refused with its reason, counted, and written by `--rejects FILE`.

A mapping file is YAML, and every value in it is a text (`NO` is Norway). Nothing in it is an expression or is run. A
plain text where a value is wanted names a column; a text that is meant as it stands is `{constant: ...}`. A label, a
predicate, a list or a kind is a word of [the model](schema.md), or `{column: ..., map: ...}`. What is wrong is told
with the file, the line and the key. [mapping.schema.json](mapping.schema.json) is the JSON schema, for editors that
complete and check YAML.

## An example

```csv
supplier_no,supplier,country,part,share,parent_lei,parent,since,remark
17,Velmora Optics,DEU,lenses,50.1,5299000J2N45DDNE4Y28,Brenta Holding,31.12.2019,
18,Ostrava Chips,CZE,chips,,,,,seen at a fair
```

```yaml
name: suppliers
description: our suppliers and their parents
publisher: Purchasing
published: "2024-05-01"
entities:
  supplier:
    label: Company
    id: supplier_no
    name: supplier
    countries: country
    sectors: {column: part, map: {chips: semiconductors}, others: drop}
  parent:
    label: Company
    name: parent
    identifiers: {lei: parent_lei}
    optional: true
edges:
  - predicate: OWNS
    from: parent
    to: supplier
    valid_from: {column: since, format: "%d.%m.%Y"}
    share: share
ignored:
  remark: notes for ourselves
required: [supplier_no, supplier]
```

## The parts
"""
_SHIPPED = """## Mapping files that ship

Each is a format of its own: `knockon load` recognises its files by their columns. They are in
[loaders/mappings](../loaders/mappings) and good to copy from.
"""


def mapping_page() -> str:
    """docs/mapping.md."""
    lines = [_OPENING]
    for part in _PARTS:
        lines += [f"### {_title(part)}", "", *(_about(part)), "", *_table(part), ""]
    lines += [f"Labels of parties: {', '.join(f'`{label}`' for label in PARTIES)}.", "", _SHIPPED]
    lines += ["| format | what |", "| --- | --- |"]
    lines += [f"| `{m.name}` | {m.description} |" for m in sorted(shipped(), key=lambda m: m.name)]
    return "\n".join(lines).rstrip() + "\n"


def mapping_schema() -> str:
    """docs/mapping.schema.json."""
    return json.dumps(Mapping.model_json_schema(by_alias=True), indent=2, ensure_ascii=False) + "\n"


def _title(part: type[Part]) -> str:
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in part.__name__).split()
    return " ".join(words).capitalize()


def _about(part: type[Part]) -> list[str]:
    return [line.strip() for line in (part.__doc__ or "").strip().splitlines()]


def _table(part: type[Part]) -> list[str]:
    schema = part.model_json_schema(by_alias=True)
    rows = ["| key | value | needed | what |", "| --- | --- | --- | --- |"]
    for name, about in schema["properties"].items():
        needed = "yes" if name in schema.get("required", ()) else ""
        rows.append(f"| `{name}` | {_form(about)} | {needed} | {about.get('description', '')} |".replace("|  |", "| |"))
    return rows


def _form(about: dict[str, Any]) -> str:  # noqa: PLR0911 - a form a line
    if "$ref" in about:
        return str(about["$ref"]).rsplit("/", 1)[-1].lower()
    if "anyOf" in about:
        forms = dict.fromkeys(_form(each) for each in about["anyOf"] if each.get("type") != "null")
        return ", ".join(forms)
    if "enum" in about:
        return ", ".join(f"`{value}`" for value in about["enum"])
    match about.get("type"):
        case "array":
            return f"a list of {_form(about['items'])}"
        case "object":
            return f"by name: {_form(about['additionalProperties'])}" if "additionalProperties" in about else "by name"
        case "boolean":
            return "`true`, `false`"
        case "integer":
            return "a number"
    return {"column": "column", "the name of one of `maps`": "name of one of `maps`"}.get(
        about.get("title", ""), "text"
    )
