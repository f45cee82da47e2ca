"""The shared dialect of Cypher as Ladybug must be told it, so that both stores give the same answer.

What Ladybug reads in another way is rewritten where that is exact, and otherwise refused with a word on what to write.
Each rule was found by sending the same statements to both; tests/graph/store/test_dialect.py sends them again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from types import MappingProxyType
from typing import Any

from graph.store.dialect import Edit, Query, refuse, used
from graph.store.embedded_refusals import hops_of, refuse_differing, refuse_loose, refuse_twice
from graph.store.patterns import Hop, Match, Text
from graph.store.tokens import Kind, Token, place

MARK = "knockon_"  # begins the names that the adapter gives to relationships; they never reach the answer
_RESERVED = MappingProxyType({"Group": "`Group`"})  # a label of the model that Ladybug reserves


def translate(text: Text, parameters: Mapping[str, Any]) -> Query:
    """The query for Ladybug with the parameters that it uses. Raises QueryError for what cannot be told it."""
    refuse_differing(text, parameters)
    columns = _columns(text)
    refuse_twice(columns or ())
    whole = tuple(sorted([*_matching(text), *_quantifiers(text)]))
    text = Text(_edited(text.cypher, whole))
    refuse_loose(text)
    edits = tuple(sorted([*_stars(text), *_apart(text), *_calls(text), *_words(text, parameters)]))
    rewritten = _edited(text.cypher, edits)
    return Query(rewritten, used(Text(rewritten), parameters), columns, (whole, edits))


def origin(query: Query, cypher: str, line: int, column: int) -> str:
    """Where a place in the rewritten query (line from 1, column from 0) lies in the one that was given."""
    lines = query.text.splitlines(keepends=True)
    offset = sum(len(before) for before in lines[: line - 1]) + column
    for edits in reversed(query.edits):
        offset = _before(edits, offset)
    return place(cypher, min(offset, len(cypher)))


def _before(edits: tuple[Edit, ...], offset: int) -> int:
    grown = 0
    for start, end, put in edits:
        if start + grown >= offset:
            break
        if offset < start + grown + len(put):
            return start
        grown += len(put) - (end - start)
    return offset - grown


def _edited(cypher: str, edits: Sequence[Edit]) -> str:
    parts, at = [], 0
    for start, end, put in edits:
        parts += [cypher[at:start], put]
        at = end
    return "".join([*parts, cypher[at:]])


def _stars(text: Text) -> Iterator[Edit]:
    """`*1..4` takes no relationship twice in Neo4j; Ladybug has to be told."""
    for hop in text.hops:
        if hop.star is not None:
            end = text.at(hop.range_end - 1).end
            yield text.at(hop.star).start, end, f"* TRAIL {hop.low or 1}..{hop.high}"


def _apart(text: Text) -> Iterator[Edit]:
    """Within one MATCH Neo4j takes no relationship twice: name them, and say that they differ."""
    for match in text.matches:
        pairs = [(a, b) for a, b in combinations(hops_of(text, match), 2) if a.may_equal(b)]
        for one, other in pairs:
            if one.star is not None or other.star is not None:
                advice = "it could be a relationship of the path beside it: give the two other types, or use two MATCH"
                raise refuse(text, text.at(other.first), advice)
        named = dict.fromkeys(hop for pair in pairs for hop in pair)
        yield from (edit for hop in named for edit in _naming(text, hop))
        differ = " AND ".join(f"id({_name(a)}) <> id({_name(b)})" for a, b in pairs if _name(a) != _name(b))
        if differ:
            yield from _condition(text, match, differ)


def _name(hop: Hop) -> str:
    return f"`{hop.variable}`" if hop.variable else f"{MARK}{hop.first}"


def _naming(text: Text, hop: Hop) -> Iterator[Edit]:
    if hop.bare:
        between = text.at(hop.first).end
        yield between, between, f"[{_name(hop)}]"
    elif not hop.variable:
        inside = text.at(hop.first).end
        yield inside, inside, f"{_name(hop)} "


def _condition(text: Text, match: Match, differ: str) -> Iterator[Edit]:
    if match.where_end is None:
        end = text.at(match.patterns_end - 1).end
        yield end, end, f" WHERE {differ}"
    else:
        begin, end = text.at(match.patterns_end).end, text.at(match.where_end - 1).end
        yield begin, begin, f" {differ} AND ("
        yield end, end, ")"


def _calls(text: Text) -> Iterator[Edit]:
    for index, token in enumerate(text.tokens):
        if text.is_function(index):
            yield from _call(text, index, token, text.at(text.closing[index + 1]).end)


def _call(text: Text, index: int, token: Token, end: int) -> Iterator[Edit]:
    name = token.text.upper()
    if name == "TYPE":
        yield token.start, token.end, "label"
    elif name == "LABELS":
        node = text.at(index + 2).text
        yield token.start, end, f"(CASE WHEN {node} IS NULL THEN NULL ELSE [label({node})] END)"
    elif name == "SUM":  # of nothing: 0 in Neo4j, null in Ladybug
        yield token.start, token.start, "coalesce("
        yield end, end, ", 0)"


def _matching(text: Text) -> Iterator[Edit]:
    """`EXISTS { (a)-->(b) }` needs its MATCH in Ladybug."""
    for index, token in enumerate(text.tokens):
        if token.is_word("EXISTS", "COUNT") and text.at(index + 1).is_symbol("{") and text.at(index + 2).is_symbol("("):
            yield text.at(index + 1).end, text.at(index + 1).end, " MATCH "


# A condition that is null for one item is "not known" in Neo4j, and counts as false in Ladybug. {0} is "x IN list
# WHERE", {1} the condition. The last branch also gives null for a list that is null.
_QUANTIFIERS: Mapping[str, str] = MappingProxyType(
    {
        "ANY": "(CASE WHEN any({0} {1}) THEN true WHEN any({0} ({1}) IS NULL) THEN NULL ELSE any({0} {1}) END)",
        "NONE": "(CASE WHEN any({0} {1}) THEN false WHEN any({0} ({1}) IS NULL) THEN NULL ELSE NOT any({0} {1}) END)",
        "ALL": "(CASE WHEN any({0} NOT ({1})) THEN false WHEN any({0} ({1}) IS NULL) THEN NULL"
        " ELSE NOT any({0} NOT ({1})) END)",
        "SINGLE": "(CASE WHEN any({0} ({1}) IS NULL) AND (single({0} {1}) OR NOT any({0} {1})) THEN NULL"
        " ELSE single({0} {1}) END)",
    }
)


def _quantifiers(text: Text) -> Iterator[Edit]:
    for index, token in enumerate(text.tokens):
        form = _QUANTIFIERS.get(token.text.upper())
        if form is None or not text.is_function(index):
            continue
        first, last = index + 1, text.closing[index + 1]
        where = next((i for i in range(first, last) if text.inner[i] == first and text.at(i).is_word("WHERE")), None)
        if where is None or any(
            text.is_function(i) and text.at(i).text.upper() in _QUANTIFIERS for i in range(first, last)
        ):
            raise refuse(text, token, f"write {token.text}(x IN list WHERE condition), and no other such inside it")
        items = text.cypher[text.at(first).end : text.at(where).end]
        condition = text.cypher[text.at(where).end : text.at(last).start].strip()
        yield token.start, text.at(last).end, form.format(items, condition)


def _words(text: Text, parameters: Mapping[str, Any]) -> Iterator[Edit]:
    starred = {hop.variable for hop in text.hops if hop.star is not None}
    labels = {token.start for token in _label_tokens(text)}
    for index, token in enumerate(text.tokens):
        before, after = text.at(index - 1), text.at(index + 1)
        if token.start in labels and token.text in _RESERVED:
            yield token.start, token.end, _RESERVED[token.text]
        elif token.kind is Kind.PARAMETER and after.is_word("IS"):
            yield from _known_null(text, index, parameters)
        elif token.kind is Kind.PARAMETER and _in_quantifier(text, index):
            yield token.start, token.end, _literal(text, token, parameters.get(token.name))
        elif token.text in starred and (before.is_word("IN") or text.at(index - 2).is_word("SIZE")):
            yield token.start, token.end, f"relationships({token.text})"


def _known_null(text: Text, index: int, parameters: Mapping[str, Any]) -> Iterator[Edit]:
    """`$x IS NULL` makes Ladybug take $x for a truth value; the answer is known here."""
    negated = text.at(index + 2).is_word("NOT")
    last = text.at(index + 2 + negated)
    if last.is_word("NULL"):
        is_null = parameters.get(text.at(index).name) is None
        yield text.at(index).start, last.end, "true" if is_null != negated else "false"


def _in_quantifier(text: Text, index: int) -> bool:
    """Whether it stands in any(...) or its like, where Ladybug 0.22 takes no parameter."""
    around = text.inner[index]
    while around is not None:
        if text.at(around - 1).is_word("ANY", "ALL", "NONE", "SINGLE") and text.is_function(around - 1):
            return True
        around = text.inner[around]
    return False


def _literal(text: Text, token: Token, value: Any) -> str:
    """The value as Cypher writes it. Only the backslash and the quote mean anything inside quotes."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(_literal(text, token, item) for item in value)}]"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace("'", "\\'")
        return f"'{escaped}'"
    if value is None or isinstance(value, bool | int | float):
        return str(value if value is not None else "null").lower()
    raise refuse(
        text, token, f"a value of type {type(value).__name__} cannot stand in any(), all(), none() or single()"
    )


def _label_tokens(text: Text) -> Iterator[Token]:
    for index, token in enumerate(text.tokens):
        around = text.inner[index]
        if around is not None and text.at(index - 1).is_symbol(":", "|") and text.is_node(around):
            yield token


def _columns(text: Text) -> tuple[str, ...] | None:
    """The names that Neo4j would give the columns: after AS, or the expression as written. None with a star."""
    start = next((i for i in range(len(text.tokens)) if text.inner[i] is None and text.is_keyword(i, "RETURN")), None)
    if start is None:
        return None
    start += text.at(start + 1).is_word("DISTINCT")
    names, first, index = [], start + 1, start + 1
    while index <= len(text.tokens):
        ends = index == len(text.tokens) or text.is_keyword(index, "ORDER", "SKIP", "LIMIT", "UNION", "OFFSET")
        if ends or text.at(index).is_symbol(","):
            names.append(_column(text, first, index))
            first = index + 1
        if ends:
            break
        index = text.closing.get(index, index) + 1
    return None if any(name is None for name in names) else tuple(name for name in names if name is not None)


def _column(text: Text, first: int, end: int) -> str | None:
    if text.at(first).is_symbol("*"):
        return None
    if text.at(end - 2).is_word("AS"):
        return text.at(end - 1).name
    if end - first == 1:
        return text.at(first).name
    return text.cypher[text.at(first).start : text.at(end - 1).end]
