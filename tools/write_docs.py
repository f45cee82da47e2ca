"""Write the pages that follow from the code: the schema, the questions, the command line.

`make docs` writes them; with `--check` nothing is written and a page that is out of date is named (exit 1), which
is what tests/test_docs.py runs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from pydantic import BaseModel

from graph.model import (
    ATTRIBUTE_PREDICATES,
    EDGE_PREDICATES,
    LINKS,
    NODES,
    PREDICATES,
    SCHEMA_VERSION,
    Edge,
    Label,
    Predicate,
    Shape,
)
from knockon.exports.ftm_reference import ftm_page
from knockon.reference import cli_page
from loaders.mapping.reference import mapping_page, mapping_schema
from queries.reference import questions_page

ROOT = Path(__file__).resolve().parent.parent


def _labels(labels: frozenset[Label]) -> str:
    return ", ".join(sorted(labels))


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return [*lines, *("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows), ""]


def _fields(model: type[BaseModel]) -> list[tuple[str, ...]]:
    fields = model.model_fields.items()
    return [(f"`{field.alias or name}`", _type_name(field.annotation)) for name, field in fields]


def _type_name(annotation: object) -> str:
    name = getattr(annotation, "__name__", "") if not str(annotation).startswith("tuple") else str(annotation)
    return name if name not in {"", "Optional", "Union"} else str(annotation).replace("typing.", "")


def schema_page() -> str:
    """docs/schema.md, from graph/model.py."""
    lines = [
        "# The schema",
        "",
        f"Version {SCHEMA_VERSION}. Written by `make docs` from `graph/model.py`, where it is declared once; the",
        "tables and constraints of the stores come from the same declaration.",
        "",
        "## Relationships that fold claims",
        "",
        *_table(
            ("type", "from", "to", "meaning"),
            [(f"`{p}`", _labels(s.subjects), _labels(s.objects), s.meaning) for p, s in _shapes(EDGE_PREDICATES)],
        ),
        "Each carries:",
        "",
        *_table(("property", "type"), _fields(Edge)),
        "## Claims that become properties",
        "",
        *_table(
            ("predicate", "of", "value", "one value only"),
            [
                (f"`{p}`", _labels(s.subjects), s.meaning, "yes" if s.single else "")
                for p, s in _shapes(ATTRIBUTE_PREDICATES)
            ],
        ),
        "## Relationships to the evidence",
        "",
        *_table(("type", "from", "to"), [(f"`{k}`", _labels(a), _labels(b)) for k, (a, b, _) in LINKS.items()]),
        "## Nodes",
        "",
    ]
    for model, labels in _models().items():
        lines += ["### " + ", ".join(labels), "", (model.__doc__ or "").strip().splitlines()[0], ""]
        lines += _table(("property", "type"), _fields(model))
    return "\n".join(lines).rstrip() + "\n"


def _shapes(predicates: tuple[Predicate, ...]) -> list[tuple[Predicate, Shape]]:
    return [(p, PREDICATES[p]) for p in predicates]


def _models() -> dict[type[BaseModel], list[str]]:
    models: dict[type[BaseModel], list[str]] = {}
    for label, model in NODES.items():
        models.setdefault(model, []).append(label)
    return models


PAGES: Mapping[str, Callable[[], str]] = {
    "docs/schema.md": schema_page,
    "docs/queries.md": questions_page,
    "docs/cli.md": cli_page,
    "docs/followthemoney.md": ftm_page,
    "docs/mapping.md": mapping_page,
    "docs/mapping.schema.json": mapping_schema,
}


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check name those that differ."""
    stale = []
    for name, page in PAGES.items():
        path, text = ROOT / name, page()
        if path.exists() and path.read_text("utf-8") == text:
            continue
        if "--check" in arguments:
            stale.append(name)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    if stale:
        sys.stderr.write(f"out of date: {', '.join(stale)}; run `make docs`\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
