"""Names as keys: what is left of a spelling when writing habits and legal forms are taken off."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from graph.model import Label

# Initials ("S.A.", "U.S"), a word with its inner apostrophes ("IS'Vision"), or a sign that stands for a word.
_WORD = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?(?![^\W_])|[^\W_]+(?:['’ʼ`´][^\W_]+)*|[&+]")
_APART = re.compile(r"['’ʼ`´.]")
_SIGNS = {"&": "and", "+": "plus"}
# Spellings of one word between which official lists change from version to version.
_SPELLINGS = {"uighur": "uyghur", "uigur": "uyghur", "uygur": "uyghur"}
_WITH_LEGAL_FORM = frozenset({None, Label.COMPANY, Label.ORGANISATION, Label.GROUP})


@lru_cache(maxsize=65536)
def name_key(name: str, label: Label | None = None) -> str:
    """The key under which a name is compared: NFKC, case, accents, punctuation, "the" and legal forms off.

    Persons and agencies have no legal form. Never empty unless the name holds no letter or digit.
    """
    found = words(_unjoined(name) if label in _WITH_LEGAL_FORM else name)
    if label is not Label.PERSON and len(found) > 1 and found[0] == "the":
        found = found[1:]
    if label in _WITH_LEGAL_FORM:
        start, end = _core(found)
        found = found[start:end]
    return " ".join(found)


def strip_legal_form(name: str) -> str:
    """The name as spelled, without its legal form: "Dahua Technology Co., Ltd." is "Dahua Technology"."""
    text = _unjoined(unicodedata.normalize("NFC", name)).strip()
    spans = _spans(text)
    start, end = _core([word for word, _, _ in spans])
    if end - start == len(spans):
        return text
    inner = text[spans[start][1] : spans[end - 1][2]]
    return inner + (")" if inner.count("(") > inner.count(")") else "")


def words(text: str) -> list[str]:
    """The words of a name, folded; runs of single letters are one word ("J. P." is "jp")."""
    return [word for word, _, _ in _spans(unicodedata.normalize("NFKC", text))]


def is_generic(key: str, label: Label) -> bool:
    """Whether a key is made of words that fit one body in every country ("foreign ministry"), or any list."""
    generic = _generic().get(label)
    return generic is not None and all(word in generic for word in key.split())


def short_key(key: str) -> str:
    """A firm's key without the words that its short name leaves off: "megvii technology" is "megvii"."""
    found = key.split()
    while len(found) > 1 and found[-1] in _ends():
        found.pop()
    return " ".join(found)


def _spans(text: str) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    for match in _WORD.finditer(text):
        spelled = match.group()
        word = _SIGNS.get(spelled) or _folded(spelled if spelled.isalnum() else _APART.sub("", spelled))
        if found and len(word) == 1 and word.isalpha() and _initials(text, found[-1], match.start()):
            found[-1] = (found[-1][0] + word, found[-1][1], match.end())
        elif word:
            found.append((word, match.start(), match.end()))
    return found


def _initials(text: str, before: tuple[str, int, int], start: int) -> bool:
    """Whether the word before is itself a run of single letters, so that "J. P." and "J P" are read alike."""
    letters = re.sub(r"[\W\d_]", " ", text[before[1] : before[2]]).split()
    return all(len(letter) == 1 for letter in letters) and bool(letters) and text[before[2] : start].strip(". /") == ""


def _folded(word: str) -> str:
    """Case and the accents of Latin letters off; marks of other scripts tell letters apart and stay."""
    if word.isascii():
        return _SPELLINGS.get(word.lower(), word.lower())
    plain: list[str] = []
    for char in unicodedata.normalize("NFKC", word).casefold():
        base = unicodedata.normalize("NFD", char)
        plain.append(base[0] if base[0].isascii() else char)
    return "".join(plain)


def _unjoined(text: str) -> str:
    """Take off a form that is written without a space, as long as something of the name is left."""
    for form in _joined():
        bare = text.strip()
        for rest in (bare.removesuffix(form), bare.removeprefix(form)):
            if rest != bare and words(rest):
                return rest
    return text


def _core(found: list[str]) -> tuple[int, int]:
    """Start and end of what is left of the words when forms are off both ends; at least one word is left."""
    start, end = 0, len(found)
    while cut := _form_length("trailing", [tuple(found[end - n : end]) for n in range(1, end)]):
        end -= cut
    while end > 1 and found[end - 1] == "and":
        end -= 1
    while cut := _form_length("leading", [tuple(found[start : start + n]) for n in range(1, end - start)]):
        start += cut
    return start, end


def _form_length(place: str, pieces: list[tuple[str, ...]]) -> int:
    """How many words the longest of the pieces that is a legal form takes, 0 for none."""
    return max((len(piece) for piece in pieces[:5] if piece in _forms(place)), default=0)


@cache
def _table(name: str) -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


@cache
def _forms(place: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words(form)) for form in _all(_table("legal_forms.toml")[place]))


@cache
def _joined() -> tuple[str, ...]:
    return tuple(sorted(_all(_table("legal_forms.toml")["joined"]), key=lambda form: (-len(form), form)))


@cache
def _ends() -> frozenset[str]:
    return frozenset(_all(_table("generic_names.toml")["firm"]))


@cache
def _generic() -> dict[Label, frozenset[str]]:
    table = _table("generic_names.toml")
    joining = _all(table["joining"])
    return {
        Label.AGENCY: frozenset([*_all(table["agency"]), *joining]),
        Label.LIST: frozenset([*_all(table["list"]), *joining]),
    }


def _all(table: dict[str, list[str]]) -> Iterable[str]:
    return [entry for entries in table.values() for entry in entries]
