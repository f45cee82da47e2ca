"""What the text was found to mean and say, before it becomes a claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.claims import Quantity
from graph.model import Modality, Predicate

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Reference:
    """A party that a phrase means, the token that says so, and the rule if it is not a name."""

    party: str
    token: Token
    rule: str | None = None


Pair = tuple[Reference, Reference]


@dataclass(frozen=True, slots=True)
class Finding:
    """Subject and object are party keys; `tokens` are the words that say so, `head` the word it hangs on.

    `rule` names what concluded it where a sentence does not say it outright.
    """

    predicate: Predicate
    subject: str
    object: str | None
    head: Token
    tokens: tuple[Token, ...]
    modality: Modality = Modality.ASSERTED
    speaker: str | None = None
    rule: str | None = None
    quantity: Quantity | None = None
    value: str | None = None
    valid_from: str | None = None
