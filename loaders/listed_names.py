"""Names as list entries write them: the party, its aliases, whose affiliate it is, and whom else the entry covers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from graph.model import Label, Predicate
from loaders.kinds import kind_of
from loaders.places import country_code
from loaders.records import Record

# "X (Huawei).  Affiliated Entity:  Y", "X (CETC 13) subordinate institution: Y", "X, and subordinate entity Y"
_HEAD_FIRST = re.compile(
    r"^(?P<head>.+?)[.,;]?\s+(?:and\s+)?"
    r"(?:affiliated entity:|subordinate institution(?::|\s+-\s)|subordinate entity:?|entity:)\s*(?P<member>.+)$",
    re.IGNORECASE,
)
_HEAD_LAST = re.compile(  # "Y (a subordinate institute of X)", "Y (Parent Organization: X)"
    r"^(?P<member>.+?)\s*\((?:an? (?:subordinate|affiliated) \w+ of|parent organi[sz]ation:)\s+(?P<head>.+)\)$",
    re.IGNORECASE,
)
_COVERED = re.compile(
    r"[,;]?\s*(?:and|including|to include)?\s*(?:any|all|its)?\s*"
    r"(?P<whom>(?:(?:successors?|sub-?units?|subsidiar(?:y|ies)|affiliates?|branch(?:es)?|related entit(?:y|ies))"
    r"(?:[,;]?\s*(?:and|or)?\s*))+)\s*thereof",
    re.IGNORECASE,
)
_INCLUDING = re.compile(
    r",\s*including (?P<whom>[^.]*?all operating units wherever located)\b(?P<rest>.*)$", re.IGNORECASE
)
_WHOM = {
    "successor": "successors",
    "subsidiar": "subsidiaries",
    "sub": "sub-units",
    "affiliate": "affiliates",
    "branch": "branches",
    "related": "related entities",
}
_KNOWN_AS = re.compile(
    r"[,;]?\s*\(?\s*\b(?:[aAfF]\.\s?[kK]\.\s?[aA]\.?|aka|fka|formerly known as|also known as)(?!\w),?:?\s*"
    r"(?:the following (?:\w+ )?alias(?:es)?:?)?\s*"
)
_BRACKET = re.compile(r"^(?P<name>.+?)\s*\((?P<short>[^()]+)\)$")
_ACRONYM = re.compile(r"(?=(?:.*[A-Z]){3})[A-Z][\w&.\-]*(?: ?\d+)?")
_WITHIN = re.compile(r",|\bof\b|\bfor\b|'s\b")
_QUOTES = "\"“”'‘’ "
# Words of which alone no body in the world can be told: "201 Research Institute", "Second Design Department".
_NUMBERED = re.compile(
    r"^(?:(?:the|no\.?|\d+(?:st|nd|rd|th)?|first|second|third|fourth|fifth|research|institutes?|design|department|factory|academy|plant|"
    r"bureau|nuclear|reactors?)\b\W*)+(?:$|\()",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ListedName:
    """What a name cell says. Every part is a piece of the cell as it stands there.

    `name` is the party's; `aliases` those that the cell itself gives; `head` the body of which it is a part or
    affiliate; `covers` whom else the entry covers, each with its words.
    """

    name: str
    aliases: tuple[str, ...] = ()
    head: str | None = None
    covers: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=65536)
def listed_name(cell: str) -> ListedName:
    """Take a name cell apart. A part without a name of its own ("201 Research Institute") keeps the whole as name."""
    text = cell.strip().strip(",;").strip()
    text, covers = _covered(text)
    head = None
    if found := _HEAD_LAST.match(text) or _HEAD_FIRST.match(text):
        head = found["head"].strip(" ,;")
        member = found["member"].strip(" ,;")
        text = text if _NUMBERED.match(member) else member
    text, *known = _known_as(text)
    name, short = _bracketed(text)
    return ListedName(text, tuple(dict.fromkeys([*([name, short] if short else []), *known])), head, covers)


def _covered(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    if found := _COVERED.search(text):
        kinds = [_WHOM[k] for k in re.findall("|".join(_WHOM), found["whom"].casefold())]
        words = found[0].strip(" ,;")
        return (text[: found.start()] + text[found.end() :]).strip(" ,;"), tuple((kind, words) for kind in kinds)
    if found := _INCLUDING.search(text):
        return text[: found.start()], (("operating units", found[0].strip(" ,")),)
    return text, ()


def _known_as(text: str) -> list[str]:
    """The name, then those after "a.k.a." and "f.k.a."; a bracket that was cut off in the source stays off."""
    name, *rest = _KNOWN_AS.split(text)
    if not name.strip():
        return [part for part in (_bare(part) for part in rest) if part] or [text]
    return [name.rstrip(" (,;"), *(bare for part in rest if (bare := _bare(part)))]


def _bare(part: str) -> str:
    part = part.strip(" ,;:")
    if part.count("(") < part.count(")"):
        part = part[: part.index(")")]
    part = part.strip(" ,;")
    quoted = len(part) > 2 and part[0] in _QUOTES and part[-1] in _QUOTES
    return part.strip(_QUOTES) if quoted else part


def _bracketed(name: str) -> tuple[str, str | None]:
    """The name without the short form that stands in brackets after it: "(AASPT)", "(Huawei)"; not "(Hong Kong)"."""
    found = _BRACKET.match(name)
    if found is None:
        return name, None
    short, before = found["short"].strip(_QUOTES), found["name"].strip(" ,")
    # "10th Research Institute of China Electronics Technology Group Corp (CETC)" is not called CETC.
    is_acronym = bool(_ACRONYM.fullmatch(short)) and (before[:1] == short[:1] or not _WITHIN.search(before))
    is_part = re.search(rf"\b{re.escape(short)}\b", before) is not None and short.casefold() not in ("co", "ltd")
    return (before, short) if (is_acronym or is_part) and country_code(short) is None else (name, None)


_ALIAS_EDGES = re.compile(r"^(?:and|or)(?:\s+|$)|[\s,;]+(?:and|or)$|^[—–-]+\s*", re.IGNORECASE)
_ADDRESS_IN = re.compile(r"^(?P<name>.{3,}?)(?:(?<=\w{3})\.'?\s+|,\s+(?=\d|No\b|P\.?\s?O\b))(?P<address>.+)$")
_ENDS_WITH_COUNTRY = re.compile(r",\s*(?P<country>[A-Z][A-Za-z .]+?)[\s,\d-]*(?:\(see[^)]*\))?\.?$", re.IGNORECASE)
_SEE = re.compile(r"\s*\(see (?:also |alternate )?[^)]*\)\.?", re.IGNORECASE)


@lru_cache(maxsize=65536)
def aliases(cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names in an alias cell, and the addresses that stand among them.

    Names are parted by semicolons, the last often with "and" before it, or with "a.k.a." within.
    """
    names: dict[str, None] = {}
    places: list[str] = []
    for piece in cell.split(";"):
        part = _SEE.sub("", _edged(piece))
        if not part:
            continue
        if is_address(part) or (places and re.search(r"\d", part) and "," in part):
            part, address = ("", part) if places else _parted(part, bool(names))
            places.append(address)
        for name in _names_in(part):
            names.setdefault(name)
    return tuple(names), tuple(places)


def _edged(piece: str) -> str:
    before = None
    while piece != before:
        before, piece = piece, _ALIAS_EDGES.sub("", piece.strip().strip(",;").strip())
    return piece


def _names_in(part: str) -> list[str]:
    if not part:
        return []
    name, *known = _known_as(part)
    bare, short = _bracketed(name)
    return [n for n in (name, *((bare, short) if short else ()), *known) if n]


def is_address(part: str) -> bool:
    """Whether a piece ends as addresses do: a comma and the name of a country, perhaps with a post code."""
    found = _ENDS_WITH_COUNTRY.search(part)
    return found is not None and len(found["country"]) > 3 and country_code(found["country"]) is not None


def _parted(part: str, after_a_name: bool) -> tuple[str, str]:
    """A name and the address behind it; a piece that begins like an address, after a name, is one as a whole."""
    if after_a_name and re.match(r"\d|No\b|P\.?\s?O\b", part):
        return "", part
    found = _ADDRESS_IN.match(part)
    name, address = (found["name"], found["address"]) if found else part.split(", ", 1)
    return name, address


_LOST = (  # where a file has "?" for a quote that its makers lost, and only one sign can have stood there
    (re.compile(r"(?<=\w)\?(?=s\b)|(?<=\bXi)\?(?=an\b)"), "'"),
    (re.compile(r"(?<![\w?])\?(?=\w)([^?]+)\?(?![\w?])"), r"\1"),
)


def restored(name: str) -> str | None:
    """The name with what it lost: "People?s Republic" is "People's Republic"; None where that is not plain."""
    if "?" not in name:
        return None
    for pattern, sign in _LOST:
        name = pattern.sub(sign, name)
    return None if "?" in name else name


def say_names(record: Record, column: str, party: str, names: Iterable[str]) -> None:
    """NAMED claims, as spelled; where characters were lost, beside it the name that was plainly meant."""
    for name in names:
        record.say(column, name, Predicate.NAMED, party, value=name)
        if meant := restored(name):
            record.say(column, name, Predicate.NAMED, party, value=meant)


@dataclass(frozen=True, slots=True)
class Listed:
    """The party that a name cell names: its key, and all that the cell says."""

    key: str
    said: ListedName


def add_name(
    record: Record,
    column: str,
    cell: str,
    *,
    local: str,
    section: str,
    known: tuple[Label, str | None] | None = None,
) -> Listed:
    """The party of a name cell, its names, and the head whose affiliate or part the cell says it is.

    `known` is its label and kind where the list says them.
    """
    said = listed_name(cell)
    label, kind = known or kind_of(said.name)
    party = record.party(label, local, said.name, kind=kind, section=section)
    say_names(record, column, party, (said.name, *said.aliases))
    if said.head:
        record.say(column, cell, Predicate.AFFILIATED_WITH, party, object=add_head(record, column, said.head))
    return Listed(party, said)


def add_head(record: Record, column: str, head: str) -> str:
    """A body that an entry only names as the head of its party; it may have an entry of its own."""
    said = listed_name(head)
    label, kind = kind_of(said.name)
    key = record.party(label, f"head {said.name}", said.name, kind=kind, section="heads")
    say_names(record, column, key, (said.name, *said.aliases))
    return key
