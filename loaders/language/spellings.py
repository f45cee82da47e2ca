"""Which names of one document are one party: legal forms, short forms, acronyms, surnames and typing errors.

Only within a document. What fits two parties joins neither.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from loaders.language.glosses import core
from loaders.language.mentions import Votes, verdict
from loaders.language.names import Name
from loaders.language.vocabulary import Known, known, words


@dataclass(slots=True)
class Bearer:
    """A party in the making: the names that are taken for it, and the votes for its type."""

    names: list[Name]
    votes: Votes = field(default_factory=Counter)
    strong: set[str] = field(default_factory=set)  # types that a single mention all but proves

    @property
    def type(self) -> str | None:
        return verdict(self.votes)

    @property
    def first(self) -> int:
        return min(name.start for name in self.names)

    @property
    def meaning(self) -> Known | None:
        return next((name.meaning for name in self.names if name.meaning), None)

    @property
    def spellings(self) -> list[str]:
        """Its spellings, those of most words first, of those the most frequent."""
        count = Counter(name.text for name in self.names)
        return sorted(count, key=lambda text: (-len(text.split()), -count[text], -len(text), text))


def grouped(pairs: Iterable[tuple[Name, Votes]]) -> list[Bearer]:
    """Mentions with the same core words (or the same known body) together, in order of first mention."""
    found: dict[object, Bearer] = {}
    for name, vote in pairs:
        known_as = name.meaning and (name.meaning.anchor or core(name.meaning.name))
        key: object = known_as or core(name.text)
        bearer = found.setdefault(key, Bearer([]))
        bearer.names.append(name)
        bearer.votes.update(vote)
        bearer.strong.update(kind for kind, weight in vote.items() if weight >= 6)
    return sorted(found.values(), key=lambda b: b.first)


def merged(bearers: list[Bearer], glossed: dict[int, int]) -> list[Bearer]:
    """The bearers with short forms, glosses ("Long Name (LN)": `glossed`, token to token) and typos joined."""
    _hint_at_persons(bearers)
    for finder in (_glosses(glossed), _short_forms, _initials, _surnames, _typos):
        bearers = _joined(bearers, finder)
    return bearers


def _hint_at_persons(bearers: list[Bearer]) -> None:
    """Two words of which the last is used alone are a person's: firms are shortened to their first word."""
    alone = {core(b.spellings[0]): b for b in bearers if len(core(b.spellings[0])) == 1 and not b.meaning}
    for bearer in bearers:
        parts = core(bearer.spellings[0])
        surname = alone.get(parts[-1:])
        if surname and all(name.opens for name in surname.names):
            continue
        if len(parts) in (2, 3) and surname and parts[:1] not in alone and not bearer.meaning and not _firm(bearer):
            bearer.votes["person"] += 6
            surname.votes["person"] += 4


def _joined(bearers: list[Bearer], finder: object) -> list[Bearer]:
    into: dict[int, int] = {}
    for short, long in finder(bearers):  # type: ignore[operator]
        if short not in into and _root(into, long) != short:
            into[short] = long
    kept = {i: bearer for i, bearer in enumerate(bearers) if i not in into}
    for short in sorted(into):
        target = kept[_root(into, short)]
        target.names.extend(bearers[short].names)
        target.votes.update(bearers[short].votes)
        target.strong |= bearers[short].strong
    return sorted(kept.values(), key=lambda b: b.first)


def _root(into: dict[int, int], at: int) -> int:
    while at in into:
        at = into[at]
    return at


def _glosses(glossed: dict[int, int]) -> object:
    def find(bearers: list[Bearer]) -> Iterator[tuple[int, int]]:
        owner = {name.start: i for i, bearer in enumerate(bearers) for name in bearer.names}
        for gloss, long in sorted(glossed.items()):
            if gloss in owner and long in owner and owner[gloss] != owner[long]:
                short, whole = owner[gloss], owner[long]
                if not (bearers[short].meaning and bearers[whole].meaning):
                    yield (whole, short) if bearers[short].meaning else (short, whole)

    return find


_COMMON = 300  # names: a word in more of them tells none apart, and comparing all with all would take hours


def _by_word(parts: list[tuple[str, ...]]) -> dict[str, list[int]]:
    """Which bearers have a word in their longest spelling: the places to look for the long form of a short one."""
    found: dict[str, list[int]] = defaultdict(list)
    for i, words_of in enumerate(parts):
        for part in dict.fromkeys(words_of):
            found[part].append(i)
    return {part: places if len(places) <= _COMMON else [] for part, places in found.items()}


def _short_forms(bearers: list[Bearer]) -> Iterator[tuple[int, int]]:
    """As in "Hikari" for "Osaka Hikari Technology": what is left over is a place before or general words after."""
    parts = [core(bearer.spellings[0]) for bearer in bearers]
    index = _by_word(parts)
    for i, short in enumerate(bearers):
        if short.meaning and short.meaning.what != "media":
            continue
        part = parts[i]
        fits = [j for j in index[part[0]] if j != i and not bearers[j].meaning and _is_short_of(part, parts[j])]
        if len(fits) == 1 and compatible(short, bearers[fits[0]]) and not _is_unit(bearers[fits[0]], short):
            yield i, fits[0]


def _is_unit(long: Bearer, short: Bearer) -> bool:
    """Whether "Velmora Security" is a part of the "Velmora" that the text names before and more often."""
    unit = long.spellings[0].split()[-1].casefold() in words("unit_words")
    return unit and short.first < long.first and len(short.names) > len(long.names)


def _initials(bearers: list[Bearer]) -> Iterator[tuple[int, int]]:
    """As in "VMC" for the only body of the text whose words, its legal form among them, start so."""
    index: dict[str, list[int]] = defaultdict(list)
    for i, bearer in enumerate(bearers):
        for text in sorted({name.text for name in bearer.names}):
            initials = "".join(word[0] for word in text.split() if word[0].isupper())
            if len(initials) > 1 and not bearer.meaning and bearer.type != "person" and i not in index[initials]:
                index[initials].append(i)
    for i, short in enumerate(bearers):
        fits = [j for j in index.get(short.spellings[0], ()) if j != i]
        if not short.meaning and len(fits) == 1 and compatible(short, bearers[fits[0]]):
            yield i, fits[0]


def compatible(one: Bearer, other: Bearer) -> bool:
    """Whether no strong vote keeps a person from being a body."""
    types = {one.type, other.type} - {None}
    return len(types) < 2 or (
        "person" not in types and not ("other" in types and max(one.votes["other"], other.votes["other"]) > 6)
    )


_GENERAL = frozenset({"&", "of", "and", "the", "-"})


def _is_short_of(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    if len(short) >= len(long):
        return False
    at = next((k for k in range(len(long) - len(short) + 1) if long[k : k + len(short)] == short), None)
    if at is None or all(part in words("company_words") | words("of_heads") for part in short):
        return False
    before, after = long[:at], long[at + len(short) :]
    return all(_is_place(part) for part in before) and all(
        part in words("company_words") | words("legal_forms") | _GENERAL for part in after
    )


def _is_place(part: str) -> bool:
    meaning = known().get(part.title())
    return meaning is not None and meaning.what in ("city", "capital", "country")


def _surnames(bearers: list[Bearer]) -> Iterator[tuple[int, int]]:
    """A person's last name, or the one that a title made known, for the only person who bears it."""
    parts, types = [core(bearer.spellings[0]) for bearer in bearers], [bearer.type for bearer in bearers]
    index = _by_word(parts)
    for i, short in enumerate(bearers):
        if short.meaning or short.type not in (None, "person", "company", "other"):
            continue
        part = parts[i]
        fits = [j for j in index[part[0]] if j != i and types[j] == "person" and _names_person(part, parts[j])]
        if len(fits) == 1 and (short.type in (None, "person") or (len(part) == 1 and not _firm(short))):
            yield i, fits[0]


def _firm(bearer: Bearer) -> bool:
    """Whether more than its verbs speaks for a firm."""
    return "company" in bearer.strong and "person" not in bearer.strong


def _names_person(part: tuple[str, ...], full: tuple[str, ...]) -> bool:
    if len(part) >= len(full):
        return False
    return (
        full[-len(part) :] == part
        or full[: len(part)] == part
        or (len(part) == 2 and part == (full[0], full[-1]))
        or (len(part) == 1 and part[0] in full[1:])
    )


def _typos(bearers: list[Bearer]) -> Iterator[tuple[int, int]]:
    """A spelling one letter off (two in a long one) of another that is used at least as often."""
    folded = [[] if b.meaning else sorted({text.casefold() for text in b.spellings}) for b in bearers]
    alike: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for i, texts in enumerate(folded):
        for text in texts:
            for end in _ends(text):
                alike[end].append((i, text))
    for i, rare in enumerate(bearers):
        near = {
            j
            for text in folded[i]
            for end in _ends(text)
            for j, other in (alike[end] if len(alike[end]) <= _ALIKE else ())
            if (len(rare.names), -i) < (len(bearers[j].names), -j) and _one_off(text, other)
        }
        if usual := sorted(j for j in near if compatible(rare, bearers[j])):
            yield i, usual[0]


_ALIKE = 40  # a name that looks like so many others is no typing error of one


def _ends(text: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """What a misspelling leaves whole of a name: its first letters, or its first letter and its last ones."""
    return ("opens", text[:3]), (text[:1], text[-3:])


def _one_off(one: str, other: str) -> bool:
    """One edit (two from ten letters on): insert, delete, replace, swap; first letters alike, no digits, no plural."""
    if abs(len(one) - len(other)) > 1:
        return False
    a, b = one, other
    if min(len(a), len(b)) < 6 or a[0] != b[0] or a == b or re.search(r"\d", a + b):
        return False
    if len(a.split()) != len(b.split()) or (" " not in a and (a + "s" == b or b + "s" == a)):
        return False
    return _within(a, b, 2 if min(len(a), len(b)) >= 12 else 1)


def _within(a: str, b: str, limit: int) -> bool:
    """Whether the Damerau-Levenshtein distance (of neighbouring swaps) is at most `limit`."""
    rows = [list(range(len(b) + 1))]
    for i, ca in enumerate(a, 1):
        row = [i]
        for j, cb in enumerate(b, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (ca != cb))
            if i > 1 and j > 1 and ca == b[j - 2] and a[i - 2] == cb:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        if min(row) > limit and min(rows[-1]) > limit:  # a swap looks back two rows
            return False
        rows.append(row)
    return rows[-1][-1] <= limit
