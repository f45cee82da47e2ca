"""What every analyst's Cypher must pass, whichever store answers it: one statement, known names, no writing unasked.

Neo4j answers a misspelt label with nothing at all, and text never equals a number. Here both are errors, so that
"nothing found" means it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from graph.errors import QueryError, ReadOnly
from graph.model import NODES
from graph.store.patterns import OPERATORS, Text
from graph.store.schema import MARKER, Column, node_columns, relation_columns, relation_ends
from graph.store.tokens import Kind, Token, place, words

_READING = words("MATCH OPTIONAL UNWIND WITH RETURN CALL EXPLAIN PROFILE SHOW CYPHER")
_WRITING = words(
    "CREATE MERGE SET DELETE DETACH NODETACH REMOVE DROP FOREACH INSERT ALTER COPY ATTACH INSTALL UNINSTALL LOAD EXPORT"
    " IMPORT BEGIN COMMIT ROLLBACK CHECKPOINT COMMENT UPDATE FORCE GRANT DENY REVOKE START STOP TERMINATE ENABLE RENAME"
    " ANALYZE USE DEALLOCATE DRYRUN REALLOCATE"
)
# Procedures that only read this database
_PROCEDURES = words(
    "db.labels db.relationshipTypes db.propertyKeys db.info db.ping db.schema.visualization"
    " db.schema.nodeTypeProperties db.schema.relTypeProperties db.index.fulltext.queryNodes"
    " db.index.fulltext.queryRelationships dbms.components"
)
_SHOWN = words("INDEX INDEXES CONSTRAINT CONSTRAINTS PROCEDURE PROCEDURES FUNCTION FUNCTIONS")
_AFTER_NAME = OPERATORS - {"ALL"}  # what may follow a variable that is called show
LONGEST, MOST, DEEPEST = 20_000, 4_000, 32  # characters, tokens, brackets within brackets
_COMPARISONS = ("=", "<>", "<", ">", "<=", ">=")


Edit = tuple[int, int, str]  # from, to, what stands there instead; at one place they stand in this order


@dataclass(frozen=True, slots=True)
class Query:
    """A query as the embedded store is told it, its columns' names, and the edits that made it of the one given."""

    text: str
    parameters: Mapping[str, Any]
    columns: tuple[str, ...] | None
    edits: tuple[tuple[Edit, ...], ...]


def read(cypher: str, parameters: Mapping[str, Any], *, write: bool) -> Text:
    """Take the query in. Raises QueryError, or ReadOnly where it would write or reach outside and `write` is false."""
    if len(cypher) > LONGEST:
        raise QueryError(f"the query has {len(cypher)} characters, {LONGEST} at most: give long lists as parameters")
    text = Text(cypher)
    _not_too_deep(text)
    if not text.tokens:
        raise QueryError("the query is empty; try: MATCH (c:Company) RETURN c.name LIMIT 10")
    _one_statement(text)
    if not write:
        _reads_only(text)
        _names_known(text)
    _parameters_given(text, parameters)
    _kinds_agree(text, parameters)
    return text


def used(text: Text, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the parameters that the text names."""
    names = {token.name for token in text.tokens if token.kind is Kind.PARAMETER}
    return {name: value for name, value in parameters.items() if name in names}


def refuse(text: Text, token: Token, advice: str) -> QueryError:
    """A QueryError that says where and what to write instead."""
    return QueryError(f"{place(text.cypher, token.start)}: {advice}")


def _not_too_deep(text: Text) -> None:
    """A database reads nested brackets and long chains by recursion, and ends the process where that goes too deep."""
    depth = cases = 0
    for token in text.tokens:
        depth += token.is_symbol("(", "[", "{") - token.is_symbol(")", "]", "}")
        cases += token.is_word("CASE")
        if max(depth, cases) > DEEPEST:
            raise refuse(text, token, f"more than {DEEPEST} brackets within others, or CASE: write parts, with WITH")
    if len(text.tokens) > MOST:
        raise QueryError(f"the query has {len(text.tokens)} words and signs, {MOST} at most: give lists as parameters")


def _one_statement(text: Text) -> None:
    for token in text.tokens:
        if token.is_symbol(";"):
            raise refuse(text, token, "one statement at a time; run what follows ';' on its own")


def _reads_only(text: Text) -> None:
    for first in {0: text.at(0), _after_prefix(text): text.at(_after_prefix(text))}.values():
        if first.is_word(*_WRITING):
            raise ReadOnly(_unasked(text, first))
        if not first.is_word(*_READING):
            raise refuse(text, first, f"a query begins with MATCH, WITH, UNWIND or RETURN, not {first.text!r}")
    for index in range(len(text.tokens)):
        _stays_inside(text, index)


def _after_prefix(text: Text) -> int:
    """The index of the first clause, after EXPLAIN, PROFILE, and CYPHER with its version and options."""
    index = 0
    while text.at(index).is_word("EXPLAIN", "PROFILE", "CYPHER"):
        index += 1
        index += text.at(index).kind is Kind.NUMBER
        while text.at(index + 1).is_symbol("="):
            index += 3
    return index


def _stays_inside(text: Text, index: int) -> None:
    """Any such word is refused, be it a name or not: a name that is a keyword can be made to look like the other."""
    token, after = text.at(index), text.at(index + 1)
    where = place(text.cypher, token.start)
    if token.is_word("LOAD") and after.is_word("FROM", "CSV", "WITH", "EXTENSION"):
        raise ReadOnly(f"{where}: LOAD reads files and addresses: use `knockon load`")
    if token.is_word("TERMINATE") and after.is_word("TRANSACTION", "TRANSACTIONS"):
        raise ReadOnly(f"{where}: TERMINATE ends the work of others")
    if token.is_word("SHOW") and after.kind in (Kind.WORD, Kind.QUOTED) and not after.is_word(*_SHOWN, *_AFTER_NAME):
        raise ReadOnly(f"{where}: SHOW {after.text} tells of more than the graph; there are {', '.join(_SHOWN[1::2])}")
    if token.is_word("CALL") and after.kind in (Kind.WORD, Kind.QUOTED):
        _procedure_reads(text, index + 1)


def _procedure_reads(text: Text, index: int) -> None:
    where, name = place(text.cypher, text.at(index).start), text.at(index).text
    while text.at(index + 1).is_symbol("."):
        name, index = f"{name}.{text.at(index + 2).text}", index + 2
    if name not in _PROCEDURES:
        raise ReadOnly(f"{where}: the procedure {name} may do more than read the graph")


def _unasked(text: Text, token: Token) -> str:
    where = place(text.cypher, token.start)
    return f"{where}: {token.text.upper()} would write, and writing was not asked for (--write)"


def _parameters_given(text: Text, parameters: Mapping[str, Any]) -> None:
    for token in text.tokens:
        if token.kind is Kind.PARAMETER and token.name not in parameters:
            given = ", ".join(sorted(parameters)) or "none"
            advice = f"no value for the parameter ${token.name} (given: {given}); add --param {token.name}=..."
            raise refuse(text, token, advice)


@cache
def _columns() -> Mapping[str, frozenset[Column]]:
    """Every property of the model with the kinds of value that it has somewhere."""
    tables = [node_columns(label) for label in NODES] + [relation_columns(kind) for kind in relation_ends()]
    found: dict[str, set[Column]] = {"id": {Column.TEXT}, "version": {Column.COUNT}}
    for table in tables:
        for name, column in table.items():
            found.setdefault(name, set()).add(column)
    return {name: frozenset(kinds) for name, kinds in found.items()}


def _names_known(text: Text) -> None:
    labels, types, properties = (*NODES, MARKER), tuple(relation_ends()), tuple(_columns())
    for token in _labels(text):
        _known(text, token, "label", labels)
    for hop in text.hops:
        for token in text.tokens[hop.first : hop.star or hop.range_end]:
            if token.name in hop.types and token.name != hop.variable:
                _known(text, token, "relationship type", types)
    for token, sure in _properties(text):
        if sure or token.name.casefold() in {name.casefold() for name in properties}:
            _known(text, token, "property", properties)


def _known(text: Text, token: Token, what: str, names: Iterable[str]) -> None:
    spelled = {name.casefold(): name for name in names}
    if token.name in spelled.values():
        return
    near = difflib.get_close_matches(token.name.casefold(), spelled, n=1)
    hint = f"did you mean {spelled[near[0]]}?" if near else f"there are {', '.join(sorted(spelled.values()))}"
    raise refuse(text, token, f"the graph has no {what} {token.name}; {hint}")


def _labels(text: Text) -> Iterator[Token]:
    """What follows a colon, or a bar after that, inside the brackets of a node."""
    for index in range(len(text.tokens)):
        around = text.inner[index]
        if around is None or not text.is_node(around) or not text.at(index - 1).is_symbol(":", "|", "&", "!"):
            continue
        if text.at(index).kind in (Kind.WORD, Kind.QUOTED):
            yield text.at(index)


def _properties(text: Text) -> Iterator[tuple[Token, bool]]:
    """Names after a dot, and keys of maps in patterns; with whether they surely belong to a node or relationship."""
    for index, token in enumerate(text.tokens):
        if token.kind not in (Kind.WORD, Kind.QUOTED):
            continue
        owner = text.at(index - 2)
        if text.at(index - 1).is_symbol(".") and not text.at(index + 1).is_symbol("(", "."):
            yield token, owner.kind is not Kind.PARAMETER and owner.name in text.variables
        elif text.at(index + 1).is_symbol(":") and _in_pattern_map(text, index):
            yield token, True


def _in_pattern_map(text: Text, index: int) -> bool:
    """Whether the token is a key in `(n:Label {key: ...})` or `-[r:TYPE {key: ...}]-`."""
    around = text.inner[index]
    if around is None or not text.at(around).is_symbol("{"):
        return False
    beyond = text.inner[around]
    hops = {hop.first for hop in text.hops}
    return beyond is not None and (beyond in hops or text.is_node(beyond))


def _kinds_agree(text: Text, parameters: Mapping[str, Any]) -> None:
    """Text is never equal to a number, so a comparison of the two is a mistake."""
    for name, value in _compared(text):
        kinds = _columns().get(name.name, frozenset())
        given = _kind(value, parameters)
        if given and kinds and not kinds & given:
            wanted = {Column.COUNT: "a whole number", Column.FLAG: "true or false"}.get(min(kinds), "text")
            raise refuse(text, value, f"{name.name} is {wanted}, and {value.text} is not")


def _compared(text: Text) -> Iterator[tuple[Token, Token]]:
    """Pairs of a property's name and the value that it is compared with."""
    for index, token in enumerate(text.tokens):
        before, after = text.at(index - 1), text.at(index + 1)
        if token.is_symbol(*_COMPARISONS):
            if text.at(index - 2).is_symbol(".") and not text.at(index + 2).is_symbol(*".[(+-*/"):
                yield before, after
            if text.at(index + 2).is_symbol(".") and not text.at(index + 4).is_symbol("(", "."):
                yield text.at(index + 3), before
        elif token.is_symbol(":") and _in_pattern_map(text, index - 1):
            yield before, after


def _kind(token: Token, parameters: Mapping[str, Any]) -> frozenset[Column]:
    if token.kind is Kind.STRING:
        return frozenset({Column.TEXT})
    if token.kind is Kind.NUMBER:
        return frozenset({Column.COUNT})
    if token.is_word("TRUE", "FALSE"):
        return frozenset({Column.FLAG})
    return _kind_of(parameters[token.name]) if token.kind is Kind.PARAMETER else frozenset()


def _kind_of(value: Any) -> frozenset[Column]:
    kinds = {bool: Column.FLAG, int: Column.COUNT, float: Column.COUNT, str: Column.TEXT}
    found = kinds.get(type(value))
    return frozenset() if found is None else frozenset({found})
