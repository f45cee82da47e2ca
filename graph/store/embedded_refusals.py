"""What the embedded store refuses in a query, since Ladybug would answer it in another way than Neo4j.

Each refusal says what to write instead. `embedded_dialect` rewrites what can be told Ladybug exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from types import MappingProxyType
from typing import Any

from graph.errors import QueryError
from graph.store.dialect import refuse, used
from graph.store.patterns import OPERATORS, Hop, Match, Text
from graph.store.tokens import Kind, words

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


def refuse_differing(text: Text, parameters: Mapping[str, Any]) -> None:
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


def refuse_twice(columns: Sequence[str]) -> None:
    """A row holds one value to a name; Neo4j refuses such a query, too."""
    twice = next((name for name in columns if columns.count(name) > 1), None)
    if twice is not None:
        raise QueryError(f"two columns are called {twice}: give one another name with AS")


def _refuse_paths(text: Text) -> None:
    for hop in text.hops:
        if hop.star is not None:
            _refuse_range(text, hop)
    for match in text.matches:
        starred = any(h.star is not None and h.variable for h in hops_of(text, match))
        if match.optional and (match.paths or starred):
            advice = "a named path in an OPTIONAL MATCH is never null here: match it without OPTIONAL, or unnamed"
            raise refuse(text, text.at(match.keyword), advice)


def refuse_loose(text: Text) -> None:
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


def hops_of(text: Text, match: Match) -> list[Hop]:
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
