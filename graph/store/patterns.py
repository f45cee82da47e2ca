"""The graph patterns of a Cypher text: which relationships it asks for, between which variables, in which MATCH."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.store.tokens import Kind, Token, brackets, tokens, words

CLAUSES = words(
    "MATCH OPTIONAL WHERE WITH RETURN UNWIND UNION ORDER SKIP OFFSET LIMIT CALL CREATE MERGE SET DELETE DETACH NODETACH"
    " REMOVE FOREACH LOAD USING ON YIELD FINISH INSERT FILTER LET COPY USE"
)
# Words after which an expression follows, so that "(" or "[" does not belong to them
OPERATORS = frozenset(CLAUSES) | set(
    words("AND OR XOR NOT IN AS BY IS NULL DISTINCT CASE WHEN THEN ELSE END CONTAINS STARTS ENDS ALL ASC ASCENDING")
    + words("DESC DESCENDING EXISTS COUNT TRUE FALSE")
)


@dataclass(frozen=True, slots=True)
class Hop:
    """One relationship of a pattern: tokens `first` to `last`, brackets included, without arrows.

    For `--` and `-->` there are no brackets: `first` and `last` are the two dashes. `star` is the index of the `*`
    of a variable length, `low` and `high` its bounds. `match` is the index of the MATCH that it stands in.
    """

    first: int
    last: int
    bare: bool
    variable: str | None
    types: frozenset[str]
    star: int | None
    range_end: int
    low: str | None
    high: str | None
    left: str | None
    right: str | None
    match: int | None

    def may_equal(self, other: Hop) -> bool:
        """Whether both could be one relationship."""
        return not self.types or not other.types or bool(self.types & other.types)


@dataclass(frozen=True, slots=True)
class Match:
    """A MATCH: its keyword, the end of its patterns, and of its WHERE where it has one (token indices, exclusive)."""

    keyword: int
    patterns_end: int
    where_end: int | None
    optional: bool
    paths: tuple[str, ...]


class Text:
    """A Cypher text with what stands in it."""

    def __init__(self, cypher: str) -> None:
        self.cypher = cypher
        self.tokens: Sequence[Token] = _one_statement(tokens(cypher))
        self.closing = brackets(cypher, self.tokens)
        self.opening = {last: first for first, last in self.closing.items()}

    def at(self, index: int) -> Token:
        """The token there, or an empty one beyond the ends."""
        return self.tokens[index] if 0 <= index < len(self.tokens) else Token(Kind.SYMBOL, "", len(self.cypher))

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        return tuple(self._match(i) for i in range(len(self.tokens)) if self._begins_match(i))

    @cached_property
    def hops(self) -> tuple[Hop, ...]:
        return tuple(self._hops())

    @cached_property
    def variables(self) -> frozenset[str]:
        """The names that patterns give to nodes and relationships."""
        nodes = (self._node_variable(i) for i in range(len(self.tokens)) if self.is_node(i))
        return frozenset(n for n in (*nodes, *(hop.variable for hop in self.hops)) if n)

    @cached_property
    def inner(self) -> tuple[int | None, ...]:
        """For each token the index of the innermost bracket around it."""
        found: list[int | None] = []
        stack: list[int] = []
        for index, token in enumerate(self.tokens):
            if token.is_symbol(")", "]", "}"):
                stack.pop()
            found.append(stack[-1] if stack else None)
            if index in self.closing:
                stack.append(index)
        return tuple(found)

    def is_keyword(self, index: int, *words: str) -> bool:
        """Whether the token is this keyword and not a property, label, parameter or map key of that name."""
        token = self.at(index)
        if not token.is_word(*words) or self.at(index - 1).is_symbol(".", ":", "|", "$"):
            return False
        if token.is_word("WITH") and self.at(index - 1).is_word("STARTS", "ENDS"):
            return False
        return not self.at(index + 1).is_symbol(":", ".") and not self.at(index - 1).is_word("AS")

    def is_node(self, index: int) -> bool:
        """Whether the token opens a node of a pattern: in a MATCH, or beside an arrow."""
        if not self.at(index).is_symbol("(") or index not in self.closing:
            return False
        beside = self.at(self.closing[index] + 1).is_symbol("-", "<") and self._arrow(self.closing[index] + 1)
        return beside or (self._in_match(index) is not None and self._call(index) is None)

    def is_function(self, index: int) -> bool:
        """Whether the token is the name of a function that is called."""
        token = self.at(index)
        if token.kind is not Kind.WORD or not self.at(index + 1).is_symbol("("):
            return False
        if token.is_word("ANY", "ALL", "NONE", "SINGLE", "EXISTS", "COUNT") and not self.at(index - 1).is_word("UNION"):
            return True
        return token.text.upper() not in OPERATORS

    def _call(self, index: int) -> int | None:
        return index - 1 if self.is_function(index - 1) else None

    def _arrow(self, index: int) -> bool:
        index += self.at(index).is_symbol("<")
        return self.at(index).is_symbol("-") and self.at(index + 1).is_symbol("[", "-")

    def _begins_match(self, index: int) -> bool:
        if not self.is_keyword(index, "MATCH"):
            return False
        named = self.at(index + 1).kind in (Kind.WORD, Kind.QUOTED)
        return self.at(index + 1).is_symbol("(") or named

    def _match(self, keyword: int) -> Match:
        end = self._clause_end(keyword + 1)
        where = self._clause_end(end + 1) if self.is_keyword(end, "WHERE") else None
        level = self.inner[keyword]
        paths = tuple(
            self.at(i - 1).name for i in range(keyword + 2, end) if self.at(i).is_symbol("=") and self.inner[i] == level
        )
        return Match(keyword, end, where, self.at(keyword - 1).is_word("OPTIONAL"), paths)

    def _clause_end(self, start: int) -> int:
        """The index of the next clause on the level of `start`, or of what closes that level."""
        index = start
        while index < len(self.tokens):
            if index in self.closing:
                index = self.closing[index]
            elif self.at(index).is_symbol(")", "]", "}") or (
                self.is_keyword(index, *CLAUSES) and not self.at(index + 1).is_symbol("=")
            ):
                return index
            index += 1
        return len(self.tokens)

    def _in_match(self, index: int) -> int | None:
        within = [i for i, m in enumerate(self.matches) if m.keyword < index < m.patterns_end]
        return within[-1] if within else None

    def _hops(self) -> Iterator[Hop]:
        for index in range(1, len(self.tokens)):
            if self.at(index).is_symbol("[") and self.at(index - 1).is_symbol("-"):
                yield self._bracketed(index)
            elif self._bare(index):
                yield self._hop(index, index + 1, bare=True)

    def _bare(self, index: int) -> bool:
        """`--`, `-->` or `<--` between two nodes."""
        if not (self.at(index).is_symbol("-") and self.at(index + 1).is_symbol("-")):
            return False
        before = index - 1 - self.at(index - 1).is_symbol("<")
        after = index + 2 + self.at(index + 2).is_symbol(">")
        return self.at(before).is_symbol(")") and self.at(after).is_symbol("(")

    def _bracketed(self, first: int) -> Hop:
        return self._hop(first, self.closing[first], bare=False)

    def _hop(self, first: int, last: int, *, bare: bool) -> Hop:
        variable, types, star, after = (None, frozenset[str](), None, last) if bare else self._inside(first, last)
        numbers = [] if star is None else [self.at(i).text for i in range(star + 1, after)]
        low, high = _bounds(numbers)
        before = first - 1 - (not bare) - self.at(first - 1 - (not bare)).is_symbol("<")
        beyond = last + 1 + (not bare)
        beyond += self.at(beyond).is_symbol(">")
        left = self._node_variable(self.opening[before]) if before in self.opening else None
        right = self._node_variable(beyond) if beyond in self.closing else None
        within = self._in_match(first)
        return Hop(first, last, bare, variable, types, star, after, low, high, left, right, within)

    def _inside(self, first: int, last: int) -> tuple[str | None, frozenset[str], int | None, int]:
        index, variable, types = first + 1, None, set()
        if self.at(index).kind in (Kind.WORD, Kind.QUOTED) and not self.at(index).is_word("WHERE"):
            variable, index = self.at(index).name, index + 1
        while index < last and not self.at(index).is_symbol("*", "{") and not self.at(index).is_word("WHERE"):
            if self.at(index).kind in (Kind.WORD, Kind.QUOTED):
                types.add(self.at(index).name)
            index += 1
        if not self.at(index).is_symbol("*") or index >= last:
            return variable, frozenset(types), None, index
        after = index + 1
        while after < last and (self.at(after).kind is Kind.NUMBER or self.at(after).is_symbol("..")):
            after += 1
        return variable, frozenset(types), index, after

    def _node_variable(self, index: int) -> str | None:
        token = self.at(index + 1)
        named = token.kind in (Kind.WORD, Kind.QUOTED) and not token.is_word("WHERE")
        return token.name if named else None


def _bounds(numbers: Sequence[str]) -> tuple[str | None, str | None]:
    """The low and high bound as written: `*2`, `*1..4`, `*..4`, `*1..`, `*`; None is unbounded (low: 1)."""
    if not numbers:
        return None, None
    if ".." not in numbers:
        return numbers[0], numbers[0]
    at = numbers.index("..")
    return (numbers[at - 1] if at else None), (numbers[at + 1] if at + 1 < len(numbers) else None)


def _one_statement(found: list[Token]) -> list[Token]:
    while found and found[-1].is_symbol(";"):
        found.pop()
    return found
