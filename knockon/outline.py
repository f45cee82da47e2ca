"""A report as an outline: lines of spoken-for spans, nested. Drawn as a tree on a terminal, or written as Markdown."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from rich.text import Text
from rich.tree import Tree

from knockon.rows import Rows
from knockon.values import harmless, json_text

Found = TypeVar("Found")
Part = TypeVar("Part")


class Role(StrEnum):
    """What a span is, so that each form can show it: a style on a terminal, a mark in Markdown."""

    PLAIN = "plain"
    HEAD = "head"
    NAME = "name"
    VERB = "verb"
    QUOTE = "quote"
    SOURCE = "source"
    ID = "id"
    HEDGE = "hedge"
    WARNING = "warning"
    LISTED = "listed"


# Never colour alone: every role that matters also has its words.
STYLES: dict[Role, str] = {
    Role.PLAIN: "",
    Role.HEAD: "bold underline",
    Role.NAME: "bold",
    Role.VERB: "cyan",
    Role.QUOTE: "italic",
    Role.SOURCE: "dim",
    Role.ID: "dim",
    Role.HEDGE: "yellow",
    Role.WARNING: "bold red",
    Role.LISTED: "bold red",
}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&$])")


@dataclass(frozen=True, slots=True)
class Span:
    text: str
    role: Role = Role.PLAIN


Said = Span | str | None


@dataclass(frozen=True, slots=True)
class Item:
    """One line: spans that read as a sentence, asides after it, and what stands below."""

    spans: tuple[Span, ...]
    aside: tuple[Span, ...] = ()
    below: tuple[Item, ...] = ()


def item(*spans: Said, aside: Iterable[Said] = (), below: Iterable[Item] = ()) -> Item:
    """A line of the spans that say something."""
    return Item(_kept(spans), _kept(aside), tuple(below))


def _kept(spans: Iterable[Said]) -> tuple[Span, ...]:
    made = (Span(span) if isinstance(span, str) else span for span in spans if span)
    return tuple(span for span in made if span.text)


def section(title: str, below: Iterable[Item]) -> Item | None:
    """A heading with what stands below it; None where nothing does."""
    below = tuple(below)
    return item(Span(title, Role.HEAD), below=below) if below else None


def gathered(*items: Item | None) -> tuple[Item, ...]:
    return tuple(one for one in items if one is not None)


def drawn(root: Item) -> Tree:
    """The outline as a tree for a terminal."""
    tree = Tree(_line(root), guide_style="dim")
    _grow(tree, root)
    return tree


def _grow(tree: Tree, root: Item) -> None:
    for child in root.below:
        _grow(tree.add(_line(child)), child)


def _line(root: Item) -> Text:
    parts = _parts(root, lambda span: Text(_shown(span), style=STYLES[span.role]), Text(" ").join)
    return Text(" · ", style="dim").join(parts)


def _parts(root: Item, one: Callable[[Span], Part], joined: Callable[[Iterable[Part]], Part]) -> list[Part]:
    """The sentence of a line, where there is one, and its asides, each span as `one` has it."""
    sentence = [joined([one(span) for span in root.spans])] if root.spans else []
    return [*sentence, *(one(span) for span in root.aside)]


def _shown(span: Span) -> str:
    text = harmless(span.text)
    return f"“{text}”" if span.role is Role.QUOTE else text


def markdown(root: Item) -> str:
    """The outline as Markdown: a heading, sections, bullets. Text of sources cannot make markup."""
    lines = [f"# {_marked(root)}", ""]
    for child in root.below:
        if child.spans and child.spans[0].role is Role.HEAD:
            lines += [f"## {_marked(child)}", "", *_bullets(child.below, 0), ""]
        else:
            lines += [_marked(child), "", *_bullets(child.below, 0), *([""] if child.below else [])]
    return "\n".join(lines).rstrip() + "\n"


def _bullets(items: Iterable[Item], depth: int) -> list[str]:
    lines: list[str] = []
    for one in items:
        lines += [f"{'  ' * depth}- {_marked(one)}", *_bullets(one.below, depth + 1)]
    return lines


def _marked(root: Item) -> str:
    return " · ".join(_parts(root, _mark, " ".join))


def _mark(span: Span) -> str:
    text = _MARKDOWN.sub(r"\\\1", _shown(span))
    if span.role in {Role.NAME, Role.LISTED, Role.WARNING}:
        return f"**{text}**"
    return f"*{text}*" if span.role in {Role.QUOTE, Role.HEDGE} else text


def as_html(root: Item) -> str:
    """The outline as nested lists for a notebook; all text is escaped."""
    below = "".join(f"<li>{as_html(one)}</li>" for one in root.below)
    line = " · ".join(_parts(root, _element, " ".join))
    return f"{line}<ul>{below}</ul>" if below else line


def _element(span: Span) -> str:
    text = html.escape(_shown(span))
    tag = {Role.HEAD: "b", Role.NAME: "b", Role.LISTED: "b", Role.WARNING: "b", Role.QUOTE: "i", Role.HEDGE: "em"}
    tag |= {Role.SOURCE: "small", Role.ID: "code"}
    return f"<{tag[span.role]}>{text}</{tag[span.role]}>" if span.role in tag else text


@dataclass(frozen=True, slots=True)
class Report(Generic[Found]):
    """What was found, and its forms: `rows` (one a claim, `.frame()` for pandas), `markdown()`, `json()`; a notebook
    shows it as nested lists. `document` is what `json()` writes.
    """

    found: Found
    outline: Item
    rows: Rows
    document: dict[str, Any]

    def markdown(self) -> str:
        return markdown(self.outline)

    def json(self) -> str:
        return json_text(self.document)

    def _repr_html_(self) -> str:
        return as_html(self.outline)
