"""The questions that come with knockon: one .cypher file each, the same text on both stores, and what runs them.

`catalogue` says what there is, `run` answers one of them. A file's header declares its question, parameters and
columns; `queries.headers` says how.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from graph.errors import UnknownName
from graph.store.protocol import Row, Store
from queries.headers import Column, Kind, Parameter, Question, read_question
from queries.parameters import bind
from queries.readings import READINGS

__all__ = ["Column", "Kind", "Parameter", "Question", "catalogue", "run"]

SUFFIX = ".cypher"


@cache
def catalogue() -> Mapping[str, Question]:
    """Every question by name, in the order of the names."""
    files = sorted(resources.files(__name__).iterdir(), key=lambda file: file.name)
    texts = {f.name.removesuffix(SUFFIX): f.read_text("utf-8") for f in files if f.name.endswith(SUFFIX)}
    return MappingProxyType({name: read_question(name, text) for name, text in texts.items()})


def run(store: Store, name: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
    """The rows of a question in its own order; paths come as `PathRef`.

    Parties, lists, actions, documents, countries and sectors may be named by id or by any spelling. Raises UnknownName
    for a question or a name that there is not, and QueryError for a parameter that is missing, unknown or of a wrong
    type.
    """
    question = catalogue().get(name)
    if question is None:
        raise UnknownName("question", name, catalogue(), "`knockon query` lists them.")
    bound = bind(store, question, parameters or {})
    rows = store.rows(_no_longer(question, bound), bound)
    return READINGS[question.reading](rows) if question.reading else rows


def _no_longer(question: Question, bound: Mapping[str, Any]) -> str:
    """The text with the bound of its patterns, which cannot be a parameter, drawn in to the integer that was given.

    What is written into the text is an integer that `bind` has held between its least and most.
    """
    text = question.text
    for parameter in question.parameters:
        if parameter.most is not None:
            text = text.replace(f"*1..{parameter.most}", f"*1..{int(bound[parameter.name])}")
    return text
