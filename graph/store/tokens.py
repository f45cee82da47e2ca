"""Cypher cut into tokens, so that checks and rewriting never touch a string, a comment or a quoted name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from graph.errors import QueryError


class Kind(Enum):
    WORD = auto()  # a keyword, a name, a function
    QUOTED = auto()  # `a name`
    STRING = auto()
    NUMBER = auto()
    PARAMETER = auto()
    SYMBOL = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the query; `text` is as written, `start` its offset."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def name(self) -> str:
        """The name without the dollar or the backquotes."""
        bare = self.text.removeprefix("$")
        return bare[1:-1].replace("``", "`") if bare.startswith("`") else bare

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these keywords, in any case."""
        return self.kind is Kind.WORD and self.text.upper() in words

    def is_symbol(self, *symbols: str) -> bool:
        return self.kind is Kind.SYMBOL and self.text in symbols


_SKIPPED = re.compile(r"(?:[ \t\r\n]|//[^\r\n]*|/\*.*?\*/)+", re.DOTALL)
_PATTERNS = (
    (Kind.STRING, re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)),
    (Kind.QUOTED, re.compile(r"`(?:[^`]|``)*`")),
    (Kind.PARAMETER, re.compile(r"\$(?:\w+|`(?:[^`]|``)*`)")),
    (Kind.NUMBER, re.compile(r"\d(?:\w|(?<=[eE])[+-](?=\d)|\.(?=\d))*")),
    (Kind.WORD, re.compile(r"[^\W\d]\w*")),
    # Of other signs the stores take some for white space, dashes or parts of names, each in its own way
    (Kind.SYMBOL, re.compile(r"\.\.|<>|<=|>=|=~|\|\||[!#$%&()*+,\-./:;<=>?@\[\]^{|}~]")),
)
# Neo4j decodes \uXXXX before it reads the query, so that an escaped quote would end a string
_HIDDEN = re.compile(r"\\u+(?:0022|0027|005[cC]|0060)")
_BRACKETS = {"(": ")", "[": "]", "{": "}"}


def words(spaced: str) -> tuple[str, ...]:
    """The words of a line, for tables of keywords."""
    return tuple(spaced.split())


def tokens(cypher: str) -> list[Token]:
    """The tokens in order, without space and comments. Raises QueryError with line and column."""
    hidden = _HIDDEN.search(cypher)
    if hidden:
        raise QueryError(f"{place(cypher, hidden.start())}: write the character itself, not {hidden.group()}")
    found: list[Token] = []
    at = 0
    while at < len(cypher):
        skipped = _SKIPPED.match(cypher, at)
        if skipped:
            _no_escape(cypher, at, skipped.group())
            at = skipped.end()
            continue
        token = _token(cypher, at)
        if token.kind is not Kind.STRING:
            _no_escape(cypher, at, token.text)
        found.append(token)
        at = token.end
    return found


def _no_escape(cypher: str, at: int, text: str) -> None:
    """Outside strings an escape could be a letter of a keyword or the end of a comment, once decoded."""
    if "\\u" in text:
        where = place(cypher, at + text.index("\\u"))
        raise QueryError(f"{where}: write the character itself, not \\u and its number")


def _token(cypher: str, at: int) -> Token:
    opened = {"'": "string", '"': "string", "`": "quoted name"}.get(cypher[at])
    opened = "comment" if cypher.startswith("/*", at) else opened
    for kind, pattern in _PATTERNS:
        found = pattern.match(cypher, at)
        if found and opened != "comment":
            return Token(kind, found.group(), at)
    if opened:
        raise QueryError(f"{place(cypher, at)}: this {opened} is not closed")
    sign = cypher[at] if cypher[at].isascii() and cypher[at].isprintable() else f"U+{ord(cypher[at]):04X}"
    advice = "write a plain space" if cypher[at].isspace() else "put it in quotes or leave it out"
    raise QueryError(f"{place(cypher, at)}: {sign} cannot stand here: {advice}")


def place(cypher: str, offset: int) -> str:
    """Where the offset is, "line 2, column 7", both counted from 1, as Neo4j counts."""
    before = cypher[:offset]
    return f"line {before.count(chr(10)) + 1}, column {offset - before.rfind(chr(10))}"


def brackets(cypher: str, found: Sequence[Token]) -> dict[int, int]:
    """The index of the closing token for each opening one. Raises QueryError where they do not match."""
    closing: dict[int, int] = {}
    stack: list[int] = []
    for index, token in enumerate(found):
        if token.is_symbol("(", "[", "{"):
            stack.append(index)
        elif token.is_symbol(")", "]", "}"):
            if not stack or _BRACKETS[found[stack[-1]].text] != token.text:
                raise QueryError(f"{place(cypher, token.start)}: {token.text!r} closes nothing")
            closing[stack.pop()] = index
    if stack:
        start = found[stack[-1]].start
        raise QueryError(f"{place(cypher, start)}: {found[stack[-1]].text!r} is not closed")
    return closing
