"""docs/queries.md, from the headers of the .cypher files."""

from __future__ import annotations

from queries import catalogue
from queries.headers import Parameter, Question

_INTRODUCTION = """\
# The questions

Written by `make docs` from the headers of `queries/*.cypher`. `knockon query NAME --param name=value` asks one,
`graph.query(name, ...)` does so in Python. A party, list, action, document, country or sector may be given by its id or
by any of its names; `*` stands for any. The texts run on both stores: to paste one into Neo4j Browser, set
its parameters first (`:param party => 'company:huawei'`), ids only, and `''` for any.
"""


def questions_page() -> str:
    """The page: a table of all questions, then a section for each."""
    found = catalogue()
    index = [f"| [`{name}`](#{name}) | {question.question} |" for name, question in found.items()]
    parts = [_INTRODUCTION, "\n".join(["| name | question |", "| --- | --- |", *index]), ""]
    return "\n".join([*parts, *(_section(question) for question in found.values())]).rstrip() + "\n"


def _section(question: Question) -> str:
    lines = [f"## {question.name}", "", question.question, ""]
    if question.parameters:
        lines += ["| parameter | kind | default | meaning |", "| --- | --- | --- | --- |"]
        lines += [_row(p.name, _kind(p), _default(p), p.meaning) for p in question.parameters] + [""]
    lines += ["| column | meaning |", "| --- | --- |", *(_row(c.name, c.meaning) for c in question.columns), ""]
    lines += [question.note, ""] if question.note else []
    return "\n".join(lines)


def _row(name: str, *cells: str) -> str:
    return "| " + " | ".join([f"`{name}`", *(cell.replace("|", "\\|") for cell in cells)]) + " |"


def _kind(parameter: Parameter) -> str:
    bounds = "" if parameter.least is None else f", {parameter.least} to {parameter.most}"
    return f"{parameter.kind}{bounds}"


def _default(parameter: Parameter) -> str:
    if parameter.default is None:
        return "must be given"
    return f"`{parameter.default}`" if parameter.default != "" else "any"
