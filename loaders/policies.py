"""Licence terms of list entries, taken apart: how applications are reviewed, for which items, under which footnote."""

from __future__ import annotations

import re
from functools import lru_cache

# "casa-by-case" stands in the screening list.
_REVIEW = re.compile(
    r"cas[ea][- ]by[- ]case(?: (?:basis|review))?(?: for licenses)?|(?:presumption|policy) of\s+(?:denial|approval)",
    re.IGNORECASE,
)
_SEE = re.compile(r"see\s+(?:part\s*)?§{0,2}\s*(?=\d)|specified in\s*§+\s*", re.IGNORECASE)
_SECTION = re.compile(
    r"(?P<section>\d{3}\.\d{1,2})\s?(?P<paragraphs>(?:\([a-z0-9]{1,4}\)\s?)*)|(?<=and )(?P<more>\([a-z]\))"
)
_ECCN = re.compile(r"\b\d[A-E]\d{3}(?:\.[a-z0-9]+)*\b")
_EDGES = " ;,.:\n\t"
_SUBJECT = re.compile(r"\s+subject to the EAR$", re.IGNORECASE)


@lru_cache(maxsize=4096)
def reviews(policy: str) -> tuple[tuple[str, str], ...]:
    """The parts of a licence review policy with their words: "case by case: 1A004.c", "Case-by-case review for ...".

    A policy that names no items is one for all items; where the text refers elsewhere, the part is "see 744.2(d)".
    """
    text = " ".join(policy.split())
    marks = list(_REVIEW.finditer(text))
    ends = [*(mark.start() for mark in marks), len(text)][1:]
    found: dict[str, str] = {}
    for mark, end in zip(marks, ends, strict=True):
        stretch = text[mark.start() : end]
        scope, _, _ = _cut(stretch[len(mark[0]) :])
        for item in _items(scope, alone=len(marks) == 1):
            found.setdefault(f"{_review(mark[0])}: {item}", _words(policy, text, mark.start(), end))
    for section in _sections(text):
        found.setdefault(f"see {section}", policy.strip())
    return tuple(found.items())


def _words(policy: str, text: str, start: int, end: int) -> str:
    words = text[start:end].rstrip(_EDGES).removesuffix(" and").rstrip(_EDGES)
    return words if words in policy else policy.strip()


def _review(words: str) -> str:
    said = " ".join(words.casefold().split())
    return "case by case" if said.startswith("cas") else said


def _cut(scope: str) -> tuple[str, str, str]:
    """What stands before a reference to another section."""
    return next((scope.partition(mark[0]) for mark in _SEE.finditer(scope)), (scope, "", ""))


def _items(scope: str, *, alone: bool) -> list[str]:
    said = scope.strip(_EDGES).removesuffix(" and").strip(_EDGES)
    said = re.sub(r"^(?:review\s+)?for\s+", "", said, flags=re.IGNORECASE)
    said = _SUBJECT.sub("", said)
    folded = said.casefold()
    if not folded or folded in ("all items", "all items on the ear"):
        return ["all items"]
    if folded == "all other items":
        return ["all other items"]
    if folded in ("all items listed on the ccl", "all items on the ccl", "items listed on the ccl"):
        return ["items on the CCL"]
    return _listed(said)


def _listed(said: str) -> list[str]:
    """ECCNs one by one; what else a list of them names stays together, as "EAR99 items of the Note to ECCN 1A995"."""
    if not re.match(r"ECCNs?\b|\d[A-E]\d{3}", said):
        return [_item(said)]
    head, _, rest = said.partition(", and for ")
    return [*_ECCN.findall(head), *([_item(rest)] if rest else [])]


def _item(said: str) -> str:
    said = re.sub(r"^EAR99$", "EAR99 items", said.strip())
    return re.sub(r"^(EAR99 items) described in the (Note)", r"\1 of the \2", said)


@lru_cache(maxsize=4096)
def _sections(text: str) -> tuple[str, ...]:
    """The sections that the text refers to: "See §§ 746.8(b) and 744.21(e)", "§744.21(d) and (e)"."""
    start = _SEE.search(text)
    if start is None:
        return ()
    found: list[str] = []
    for match in _SECTION.finditer(text, start.start()):
        if match["section"]:
            found.append(match["section"] + re.sub(r"\s", "", match["paragraphs"]))
        elif found:
            found.append(found[-1].split("(")[0] + match["more"])
    return tuple(dict.fromkeys(found))


# A footnote of Supplement No. 4: "734.9(e) 1 and 744.11 of the EAR 2", "734.9(g),3 746.8(a)(3)", "of the EAR) 4".
_FOOTNOTE = re.compile(
    r"734\.9\([a-z]\)(?:\(\d\))?,?\s?(?P<a>[1-9])(?=[,\s])|of the EAR\)?\.?\)?\s?(?P<b>[1-9])(?=\W|$)"
)


@lru_cache(maxsize=4096)
def footnotes(requirement: str) -> tuple[tuple[str, str], ...]:
    """The footnotes that a licence requirement bears, each with its words."""
    found: dict[str, str] = {}
    for match in _FOOTNOTE.finditer(requirement):
        found.setdefault(match["a"] or match["b"], match[0])
    return tuple(found.items())
