"""What kind of party a bare name names, for lists that do not say: a company, a public body, an institute, a person.

Read from the words of the name alone, and only where they are plain. All else is an organisation of unknown kind.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from graph.model import Label
from graph.names import strip_legal_form

# A public body: its name says whose it is. "Bureau" alone is none: design bureaus are firms.
_AGENCY = re.compile(
    r"^(?:the )?(?:ministry|department|government|directorate|embassy) of\b|\bministry of\b|\bpublic security bureau\b|"
    r"\bpolice\b|\batomic energy (?:commission|organization|agency)\b|\bintelligence (?:service|directorate|agency)\b|"
    r"\bstate security service\b|\bfederal (?:security|customs|protective|guard|penitentiary) service\b|"
    r"\bpeople.s (?:republic|government)$|\bsecurity (?:bureau|council)$|^central bank of\b|"
    r"^(?:the )?armed forces of\b",
    re.IGNORECASE,
)
_KINDS = (
    ("university", re.compile(r"\b(?:university|universität|université|universidad|polytechnic)\b", re.IGNORECASE)),
    (
        "research institute",
        re.compile(r"\b(?:institutes?|institut|research cent(?:er|re)|academy|laborator(?:y|ies))\b", re.IGNORECASE),
    ),
)
# What no person is called. A firm without a legal form mostly has one of these.
_TRADE = re.compile(
    r"\d|&|\b(?:trading|trade|group|company|companies|industr\w+|technolog\w+|electronics?|systems?|services?|international|"
    r"enterprises?|general|logistics|aviation|airlines?|airways|engineering|shipping|bank|supply|supplies|import|export|"
    r"imp|exp|parts|tech|telecom\w*|holdings?|solutions|center|centre|factory|plant|works|bureau|design|production|scientific|"
    r"energy|oil|gas|petro\w*|chemical\w*|security|network\w*|computers?|software|devices?|instruments?|semiconductors?|"
    r"construction|commercial|equipment|marine|aerospace|global|consult\w+|agency|office|organi[sz]ation|association|"
    r"trust|fund|army|exchange|shipyard|foundation|committee|commission|corps|force|house|store|market|investments?|development|materials|metals?|"
    r"resources|transport\w*|express|cargo|freight|air|aero|micro\w*|opto\w*|laser|nuclear|power|physics|space|world|star)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*\.?")


@lru_cache(maxsize=65536)
def kind_of(name: str) -> tuple[Label, str | None]:
    """Label and kind: (AGENCY, None), (COMPANY, None), (PERSON, None), (ORGANISATION, "university" or None)."""
    bare = re.sub(r"\([^)]*\)", " ", name)
    if _AGENCY.search(bare):
        return Label.AGENCY, None
    if strip_legal_form(bare) != bare.strip():
        return Label.COMPANY, None
    for kind, pattern in _KINDS:
        if pattern.search(bare):
            return Label.ORGANISATION, kind
    return (Label.PERSON if _is_person(bare) else Label.ORGANISATION), None


def _is_person(name: str) -> bool:
    """Two to five words with a given name among them, or a Chinese or Korean name of two, and none of trade."""
    words = [word.strip(".").casefold() for word in _WORD.findall(name)]
    if not 2 <= len(words) <= 5 or _TRADE.search(name):
        return False
    if len(words) == 2 and words[0] in _names("family_first") and len(words[1]) > 1:
        return True
    return bool(_names("given") & set(words))


@cache
def _names(which: str) -> frozenset[str]:
    table = tomllib.loads(files("loaders.language").joinpath("given_names.toml").read_text("utf-8"))
    return frozenset(table[which].casefold().split())
