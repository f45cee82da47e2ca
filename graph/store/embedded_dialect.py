"""The shared dialect of Cypher as Ladybug must be told it, so that both stores give the same answer.

What Ladybug reads in another way is rewritten where that is exact, and otherwise refused with a word on what to write.
Each rule was found by sending the same statements to both; tests/graph/store/test_dialect.py sends them again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from types import MappingProxyType
from typing import Any

from graph.errors import QueryError
from graph.store.dialect import Edit, Query, refuse, used
from graph.store.patterns import OPERATORS, Hop, Match, Text
from graph.store.tokens import Kind, Token, place, words

MARK = "knockon_"  # begins the names that the adapter gives to relationships; they never reach the answer
LONGEST = 30  # hops: Ladybug's own limit
# Functions that give the same on both stores
_SAME = words(
    "ANY ALL NONE SINGLE COUNT SUM AVG MIN MAX COLLECT COALESCE SIZE LENGTH NODES RELATIONSHIPS TYPE LABELS TOLOWER"
    " TOUPPER LOWER UPPER TRIM LTRIM RTRIM LEFT RIGHT REPLACE ABS CEIL FLOOR SIGN SQRT RANGE DATE"
)
_INSTEAD: Mapping[str, str] = MappingProxyType(
    {
        "SUBSTRING": "it counts from 1 here and from 0 in Neo4j: use STARTS WITH, ENDS WITH, left() or right()",
        "REVERSE": "it turns a list into text here: use ORDER BY ... DESC, or reverse it in Python",
        "LOG": "it is the common logarithm here and the natural one in Neo4j: compute it in Python",
        "ROUND": "it rounds halves in another way here: round in Python",
        "KEYS": "return the node itself: its properties come with it",
        "PROPERTIES": "return the node itself: its properties come with it",
        "ID": "use the property id (n.id): internal numbers differ between stores",
        "ELEMENTID": "use the property id (n.id): internal numbers differ between stores",
        "STARTNODE": "name the node in the pattern",
        "ENDNODE": "name the node in the pattern",
        "SHORTESTPATH": "match `*1..4`, ORDER BY length(p) and LIMIT 1",
        "ALLSHORTESTPATHS": "match `*1..4` and ORDER BY length(p)",
        "EXISTS": "write EXISTS { MATCH ... }, or n.name IS NOT NULL for a property",
        "HEAD": "return the list and take it apart in Python",
        "LAST": "return the list and take it apart in Python",
        "TAIL": "return the list and take it apart in Python",
        "REDUCE": "return the list and fold it in Python",
        "SPLIT": "return the text and split it in Python",
    }
)
_RESERVED = MappingProxyType({"Group": "`Group`"})  # a label of the model that Ladybug reserves


def translate(text: Text, parameters: Mapping[str, Any]) -> Query:
    """The query for Ladybug with the parameters that it uses. Raises QueryError for what cannot be told it."""
    _refuse(text, parameters)
    whole = tuple(sorted(_matching(text)))
    text = Text(_edited(text.cypher, whole))
    _refuse_loose(text)
    edits = tuple(sorted([*_stars(text), *_apart(text), *_calls(text), *_words(text, parameters)]))
    rewritten = _edited(text.cypher, edits)
    return Query(rewritten, used(Text(rewritten), parameters), _columns(text), (whole, edits))


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


def _refuse(text: Text, parameters: Mapping[str, Any]) -> None:
    if text.at(0).is_word("EXPLAIN", "PROFILE", "SHOW", "CYPHER"):
        raise refuse(text, text.at(0), f"{text.at(0).text.upper()} is for Neo4j; leave it out")
    for index, token in enumerate(text.tokens):
        _refuse_call(text, index)
        _refuse_list(text, index)
        _refuse_labels(text, index)
        if token.is_word("CONTAINS"):
            _refuse_empty(text, index, parameters)
    _refuse_cases(text)
    _refuse_paths(text)
    for name, value in used(text, parameters).items():
        if isinstance(value, list | tuple) and None in value:
            raise QueryError(f"${name}: a list with null in it is searched in another way here; leave the null out")


def _refuse_call(text: Text, index: int) -> None:
    token = text.at(index)
    if text.is_keyword(index, "CALL"):
        raise refuse(text, token, "the embedded store has no CALL: write WITH, or EXISTS { MATCH ... }")
    if not text.is_function(index) or text.at(index - 1).is_symbol("."):
        return
    name = token.text.upper()
    if name not in _SAME:
        advice = _INSTEAD.get(name, "it is not among those that are the same on both stores: use Python or Neo4j")
        raise refuse(text, token, f"{token.text}(): {advice}")
    if name == "LABELS" and not (text.at(index + 2).kind is Kind.WORD and text.at(index + 3).is_symbol(")")):
        raise refuse(text, token, "labels() takes the name of a node here: bind it with WITH first")


def _refuse_list(text: Text, index: int) -> None:
    """Subscripts count from 1 in Ladybug, and null in a list is found by IN."""
    token, before = text.at(index), text.at(index - 1)
    if token.is_symbol("["):
        named = before.kind is Kind.WORD and before.text.upper() not in OPERATORS
        after_value = before.kind in (Kind.QUOTED, Kind.STRING, Kind.PARAMETER) or before.is_symbol(")", "]", "}")
        if index and (named or after_value):
            raise refuse(text, token, "list places count from 1 here and from 0 in Neo4j: return the list, use Python")
        if text.at(index + 2).is_word("IN") and not before.is_symbol("-"):
            raise refuse(text, token, "no list comprehension here: return the list (or nodes(p)), and use Python")
    around = text.inner[index]
    if token.is_word("NULL") and around is not None and text.at(around).is_symbol("[") and not _tested(text, index):
        raise refuse(text, token, "a list with null in it is searched in another way here: leave the null out")
    if token.is_symbol("{") and text.at(index + 1).is_symbol("."):
        raise refuse(text, token, "no map projection here: return the node, or {id: n.id, ...}")


def _tested(text: Text, index: int) -> bool:
    before = text.at(index - 2) if text.at(index - 1).is_word("NOT") else text.at(index - 1)
    return before.is_word("IS")


def _refuse_labels(text: Text, index: int) -> None:
    """`(n:A:B)` is both labels in Neo4j and either one in Ladybug."""
    around = text.inner[index]
    if around is None or not text.is_node(around) or index == around + 1:
        return
    second = text.at(index).is_symbol(":") and any(text.at(i).is_symbol(":") for i in range(around + 1, index))
    if second or text.at(index).is_symbol("&", "!", "%"):
        raise refuse(text, text.at(index), "name one label, or several as (n:A|B); a node has one label here")


def _refuse_empty(text: Text, index: int, parameters: Mapping[str, Any]) -> None:
    """CONTAINS '' is true in Neo4j and false in Ladybug."""
    following = (*text.tokens[index + 1 :], text.at(-1))
    value = next(t for t in following if not t.is_symbol("(") and not t.is_word("TOLOWER", "TOUPPER"))
    if value.text in ("''", '""') or (value.kind is Kind.PARAMETER and parameters.get(value.name) == ""):
        raise refuse(text, value, "CONTAINS an empty text is always true: leave the condition out")


def _refuse_cases(text: Text) -> None:
    """Names that differ in case alone are one name in Ladybug."""
    named = {text.at(i + 1).name for i, t in enumerate(text.tokens) if t.is_word("AS")} | text.variables
    spelled: dict[str, str] = {}
    for name in sorted(named):
        if spelled.setdefault(name.casefold(), name) != name:
            raise QueryError(f"{spelled[name.casefold()]} and {name} are one name to the embedded store: rename one")


def _refuse_paths(text: Text) -> None:
    for hop in text.hops:
        if hop.star is not None:
            _refuse_range(text, hop)
    for match in text.matches:
        starred = any(h.star is not None and h.variable for h in _hops_of(text, match))
        if match.optional and (match.paths or starred):
            advice = "a named path in an OPTIONAL MATCH is never null here: match it without OPTIONAL, or unnamed"
            raise refuse(text, text.at(match.keyword), advice)


def _refuse_loose(text: Text) -> None:
    for chain in _loose_chains(text):
        if any(one.may_equal(other) for one, other in combinations(chain, 2)):
            advice = "write EXISTS { MATCH ... }: a bare pattern takes one relationship twice here"
            raise refuse(text, text.at(chain[0].first), advice)


def _refuse_range(text: Text, hop: Hop) -> None:
    star = text.at(hop.star or 0)
    if text.at(hop.range_end).kind is Kind.WORD and not text.at(hop.range_end).is_word("WHERE"):
        raise refuse(text, text.at(hop.range_end), "write *1..4: no relationship is taken twice, as in Neo4j")
    if hop.high is None or not hop.high.isdigit() or int(hop.high) > LONGEST:
        raise refuse(text, star, f"give the longest path, of {LONGEST} hops at most: *1..4")
    if hop.left is not None and hop.left == hop.right:
        raise refuse(text, star, f"end the path in a name of its own: (other) WHERE other.id = {hop.left}.id")


def _hops_of(text: Text, match: Match) -> list[Hop]:
    return [hop for hop in text.hops if hop.match is not None and text.matches[hop.match] == match]


def _loose_chains(text: Text) -> Iterator[list[Hop]]:
    """Patterns of two and more relationships that stand in a condition, outside any MATCH."""
    chain: list[Hop] = []
    for hop in (h for h in text.hops if h.match is None):
        if chain and _joined(text, chain[-1], hop):
            chain.append(hop)
            continue
        if len(chain) > 1:
            yield chain
        chain = [hop]
    if len(chain) > 1:
        yield chain


def _joined(text: Text, left: Hop, right: Hop) -> bool:
    """Whether one node alone stands between the two."""
    opening = next((i for i in range(left.last + 1, right.first) if text.at(i).is_symbol("(")), None)
    if opening is None:
        return False
    between = text.tokens[text.closing[opening] + 1 : right.first]
    return all(token.is_symbol("<", "-") for token in between)


def _stars(text: Text) -> Iterator[Edit]:
    """`*1..4` takes no relationship twice in Neo4j; Ladybug has to be told."""
    for hop in text.hops:
        if hop.star is not None:
            end = text.at(hop.range_end - 1).end
            yield text.at(hop.star).start, end, f"* TRAIL {hop.low or 1}..{hop.high}"


def _apart(text: Text) -> Iterator[Edit]:
    """Within one MATCH Neo4j takes no relationship twice: name them, and say that they differ."""
    for match in text.matches:
        pairs = [(a, b) for a, b in combinations(_hops_of(text, match), 2) if a.may_equal(b)]
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
    elif name == "NONE":  # null for one item is "not known" in Neo4j, and "no" in Ladybug
        yield token.start, token.end, "(NOT any"
        yield end, end, ")"


def _matching(text: Text) -> Iterator[Edit]:
    """`EXISTS { (a)-->(b) }` needs its MATCH in Ladybug."""
    for index, token in enumerate(text.tokens):
        if token.is_word("EXISTS", "COUNT") and text.at(index + 1).is_symbol("{") and text.at(index + 2).is_symbol("("):
            yield text.at(index + 1).end, text.at(index + 1).end, " MATCH "


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
