"""Entity cells of Supplement No. 4 to Part 744: name, aliases, addresses and affiliates in one piece of prose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from graph.names import strip_legal_form

# ", a.k.a., the following two aliases:" with its aliases on lines of their own, each behind a dash; or ", a.k.a. X".
_ALIASED = re.compile(
    r",?\s*\(?\b(?:[aAfF]\.\s?[kK]\.\s?[aA]\.?|aka|fka|also known as|formerly known as)(?!\w),?:?\s*"
    r"(?P<list>the following (?:[\w-]+ )?alias(?:es)?,?:?)?\s*"
)
_IN_BRACKETS = re.compile(r"\s*\((?:[aAfF]\.\s?[kK]\.\s?[aA]\.?|aka|fka),?\s*(?P<alias>[^()]+)\)")
_DASH = re.compile(r"(?:^|(?<=\n)|(?<=[:;])|(?<=[:;] )|(?<=[:;] and )|(?<=[:;]\nand ))\s*[—–-]+\s*")
_AFFILIATES = re.compile(r"\baffiliated entities\s*(?:of [^:\n]+)?:\s*", re.IGNORECASE)
_INCLUDE = re.compile(r",?\s*(?:and )?to include the following [^:\n]*:?", re.IGNORECASE)
_LABEL = re.compile(r"^(?:(?:the following )?address(?:es)?(?: (?:for|of|are) [^:\n]+)?|located at):\s*", re.IGNORECASE)
_AND = re.compile(r"[;,]?\s*(?:and)?\s*$")
# What still belongs to a name behind a comma, where no legal form does.
_BODY = re.compile(
    r"^(?!\d+(?!\d|st\b|nd\b|rd\b|th\b))(?:[\w'’&-]+ )*(?:institutes?|academy|university|"
    r"laborator(?:y|ies)|department|faculty|branch|"
    r"bureau|factory|works|corporation|company|ministry|subsidiary|division)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b\d+(?!\d|st\b|nd\b|rd\b|th\b)|"
    r"\b(?:road|rd|street|st|str|avenue|ave|building|bldg|floor|room|district|city|province|zone|park|p\.?o\.? box|"
    r"town|village|lane|plaza|tower|suite|unit|county)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class EntityCell:
    """What a cell says. Each part is a piece of its text; `addresses` is all of them as they stand.

    `affiliates` are entities that the entry names beside its own, each a cell like it.
    """

    name: str
    aliases: tuple[str, ...] = ()
    addresses: str = ""
    affiliates: tuple[EntityCell, ...] = ()


def entity_cell(text: str) -> EntityCell:
    """Take a cell apart; its lines are parted by newlines."""
    own, *rest = _AFFILIATES.split(_INCLUDE.sub(_included, text), maxsplit=1)
    found = _one(own.strip())
    return EntityCell(found.name, found.aliases, found.addresses, tuple(_affiliates(rest[0])) if rest else ())


def _included(found: re.Match[str]) -> str:
    """Words such as "and to include the following affiliated entities:" begin them; where they name addresses too,
    these come first.
    """
    said = found[0].casefold()
    return "\nAffiliated entities: " if "affiliated entit" in said and "address" not in said else ""


def _affiliates(text: str) -> list[EntityCell]:
    """One a line; lines that begin with a dash are aliases of the one before."""
    blocks = re.split(r"\n(?!\s*[—–-])", text.strip())
    return [_one(block.strip()) for block in blocks if block.strip()]


def _one(text: str) -> EntityCell:
    first = _IN_BRACKETS.search(text)
    if first is not None:
        bare = _one(text[: first.start()] + text[first.end() :])
        return EntityCell(bare.name, (first["alias"], *bare.aliases), bare.addresses)
    found = _ALIASED.search(text)
    if found is None:
        name, addresses = split_name(text)
        return EntityCell(name, (), addresses)
    name, rest = text[: found.start()].strip(" ,\n"), text[found.end() :]
    if not found["list"] and not _DASH.match(rest):
        alias, addresses = split_name(rest)
        return EntityCell(name, (alias.rstrip(")"),) if alias else (), addresses)
    pieces = [piece for piece in _DASH.split(rest) if piece and piece.strip()]
    if not pieces:
        return EntityCell(name)
    last, addresses = split_name(pieces[-1].strip(), ends_with_dot=True)
    aliases = (*(_AND.sub("", piece.strip()) for piece in pieces[:-1]), last)
    return EntityCell(name, tuple(alias.strip(" ,;") for alias in aliases if alias.strip(" ,;")), addresses)


def split_name(text: str, *, ends_with_dot: bool = False) -> tuple[str, str]:
    """A name and the addresses behind it, parted by a new line or a comma; `ends_with_dot`: by a dot.

    A comma before a legal form, or before a part of a body (", 7th Research Institute"), stands within the name.
    """
    first, line, rest = text.partition("\n")
    if line:
        return first.strip(" ,.;") if not _abbreviated(first) else first.strip(" ,;"), _unlabelled(rest)
    if ends_with_dot and (found := re.match(r"(?P<name>.+?\w{3,}\.)\s+(?P<rest>(?=[A-Z0-9]).*,.*)$", text)):
        return _undotted(found["name"]), _unlabelled(found["rest"])
    tokens = text.split(", ")
    end = 1
    while end < len(tokens) and _continues(tokens[end]):
        end += 1
    return _undotted(", ".join(tokens[:end]).strip(" ,;")), _unlabelled(", ".join(tokens[end:]))


def _continues(token: str) -> bool:
    bare = re.sub(r"\([^)]*\)", "", token).strip(" .")
    if not bare:
        return token.startswith("(")
    return _is_form(bare) or (_BODY.search(token) is not None and _PLACE.search(token) is None)


@cache
def _is_form(token: str) -> bool:
    """Whether it is a legal form and nothing else: a name that ends with it loses all of it."""
    return strip_legal_form(f"Name {token}") == "Name"


def _abbreviated(name: str) -> bool:
    return re.search(r"\b(?:Co|Ltd|Inc|Corp|Bhd|Pvt|Pte|[A-Z])\.$", name.strip(" ,;")) is not None


def _undotted(name: str) -> str:
    return name if _abbreviated(name) else name.removesuffix(".")


def _unlabelled(addresses: str) -> str:
    return _LABEL.sub("", addresses.strip(" ,;\n"))
