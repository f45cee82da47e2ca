"""The words that a claim quotes, the date and the share that go with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from graph.claims import Quantity, QuantityKind, plain_decimal
from loaders.language.arguments import is_verbal
from loaders.language.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH = {m.lower(): n for n, m in enumerate(MONTHS, 1)} | {m[:3].lower(): n for n, m in enumerate(MONTHS, 1)}
_NAME = "|".join([*MONTHS, *(rf"{m[:3]}\.?" for m in MONTHS), r"Sept\.?"])
DATE = re.compile(
    rf"\b(?:(?P<m1>{_NAME})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y1>(?:19|20)\d\d)"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m2>{_NAME}),?\s+(?P<y2>(?:19|20)\d\d)"
    rf"|(?P<m3>{_NAME}),?\s+(?P<y3>(?:19|20)\d\d)"
    r"|(?:[Ii]n|[Ss]ince|of|early|late|mid-)\s*(?P<y4>(?:19|20)\d\d)\b(?!\s*(?:dollars|firms|companies)))"
)
SHARE = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d+)?)\s*(?:%|percent\b|per cent\b|pc\b)")
MONEY = re.compile(
    r"(?P<sign>US\$|AU\$|A\$|C\$|HK\$|S\$|\$|€|£|¥)\s?(?P<n>\d[\d,]*(?:\.\d+)?)\s?(?P<scale>thousand|million|billion|trillion|m|bn|b|k)?\b",
    re.I,
)
CURRENCY = {
    "us$": "USD",
    "$": "USD",
    "au$": "AUD",
    "a$": "AUD",
    "c$": "CAD",
    "hk$": "HKD",
    "s$": "SGD",
    "€": "EUR",
    "£": "GBP",
    "¥": None,
}
SCALE = {"k": 3, "thousand": 3, "m": 6, "million": 6, "b": 9, "bn": 9, "billion": 9, "trillion": 12}


def span_of(scene: Scene, tokens: Iterable[Token], head: Token) -> tuple[int, int]:
    """Offsets of the shortest stretch of the head's sentence that holds the tokens, names whole and hedges included."""
    sentence = head.sent
    inside = [t for t in tokens if sentence.start <= t.i < sentence.end] + [head, *_hedges(head)]
    whole = set(inside)
    for token in inside:
        if token.i in scene.groups:
            whole.update(t for t in token.subtree if token.i <= t.i < token.i + 12)
        mention = scene.mention(token)
        whole.update(scene.tokens(mention) if mention else ())
    whole = {t for t in whole if sentence.start <= t.i < sentence.end and not t.is_space}
    first, last = min(whole, key=lambda t: t.i), max(whole, key=lambda t: t.i)
    return first.idx, last.idx + len(last)


def _hedges(head: Token) -> Iterator[Token]:
    """Auxiliaries and negations of the trigger and of the verbs that govern it."""
    step = head
    for _ in range(4):
        yield from (c for c in step.children if c.dep_ in ("aux", "auxpass", "neg") and abs(c.i - step.i) < 8)
        if step.dep_ not in ("xcomp", "acomp") or step.head.i == step.i:
            return
        step = step.head
        yield step


def clause(head: Token) -> list[Token]:
    """The tokens of the head's own clause, without other clauses nested in it."""
    top = head
    while (
        top.dep_ in ("xcomp", "pcomp", "amod", "dobj", "attr", "pobj", "prep", "acomp", "compound", "appos")
        and top.head.i != top.i
        and not is_verbal(top)
    ):
        top = top.head
    return sorted(_own(top, head), key=lambda t: t.i)


def _own(token: Token, head: Token) -> Iterator[Token]:
    yield token
    for child in token.children:
        nested = child.dep_ in ("relcl", "advcl", "ccomp", "parataxis", "csubj") or (
            child.dep_ == "conj" and is_verbal(child)
        )
        if not nested or child.is_ancestor(head) or child.i == head.i:
            yield from _own(child, head)


def text_of(tokens: list[Token]) -> str:
    return "".join(t.text_with_ws for t in tokens)


def date_of(head: Token) -> str | None:
    """A date written out in the clause; more than one leaves it open."""
    found = {iso(m) for m in DATE.finditer(text_of(clause(head)))}
    return found.pop() if len(found) == 1 else None


def iso(match: re.Match[str]) -> str:
    """ISO 8601, as coarse as the words."""
    part = match.groupdict()
    year = part["y1"] or part["y2"] or part["y3"] or part["y4"]
    month = part["m1"] or part["m2"] or part["m3"]
    day = part["d1"] or part["d2"]
    if not month:
        return str(year)
    number = _MONTH[month[:3].lower()]
    return f"{year}-{number:02}" + (f"-{int(day):02}" if day and 1 <= int(day) <= 31 else "")


def share_of(tokens: list[Token]) -> Quantity | None:
    """The one percentage among the tokens, exact."""
    found = sorted(set(SHARE.findall(text_of(tokens))))
    if len(found) != 1 or Decimal(found[0]) > 100:
        return None
    return Quantity(kind=QuantityKind.SHARE, low=Decimal(found[0]), high=Decimal(found[0]))


def amount_of(tokens: list[Token]) -> Quantity | None:
    """The one sum of money among the tokens; "more than" leaves the upper bound open."""
    text = text_of(tokens)
    found = list(MONEY.finditer(text))
    if len(found) != 1:
        return None
    money = found[0]
    try:
        exact = Decimal(money["n"].replace(",", "")).scaleb(SCALE.get((money["scale"] or "").lower(), 0))
    except InvalidOperation:
        return None
    value = Decimal(plain_decimal(exact))
    unit = CURRENCY[money["sign"].lower()]
    before = text[max(0, money.start() - 14) : money.start()].lower()
    above = "more than" in before or "over" in before or "at least" in before
    below = "up to" in before or "less than" in before
    bounds = {"low": None if below else value, "high": None if above else value}
    return Quantity(kind=QuantityKind.AMOUNT, unit=unit, **bounds)
