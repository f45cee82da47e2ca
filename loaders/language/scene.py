"""A parsed document with its parties laid over the tokens: what the frames read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from graph.claims import Document, Party
from graph.model import Label, Predicate
from loaders.language.frames import Match, matches

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from loaders.language.parties import Mention, Reading


def _seats(reading: Reading) -> dict[str, set[str]]:
    """ISO codes of the countries that the text gives each party."""
    codes = {p.key: p.anchor for p in reading.parties if p.label is Label.COUNTRY and p.anchor}
    seats = {
        p.key: {p.anchor[:2]} for p in reading.parties if p.label is Label.AGENCY and p.anchor and p.anchor[2:3] == "-"
    }
    for claim in reading.claims:
        if claim.predicate is Predicate.LOCATED_IN and claim.object in codes:
            seats.setdefault(claim.subject, set()).add(codes[claim.object])
    return seats


class Scene:
    """Parties by key, and for every token the mention that covers it."""

    def __init__(self, doc: Doc, document: Document, reading: Reading) -> None:
        self.doc = doc
        self.document = document
        self.parties: dict[str, Party] = {p.key: p for p in reading.parties}
        self.mentions: tuple[Mention, ...] = tuple(sorted(reading.mentions, key=lambda m: (m.start, -m.end)))
        self._covering: dict[int, Mention] = {}
        self._tokens: dict[int, list[Token]] = {}
        self.seats = _seats(reading)
        self.acting: tuple[str | None] | None = None  # the one authority that acts, once it was looked for
        self.voice: Callable[[Token], str | None] | None = None  # which firm a quotation is of, once that is read
        self.listed: set[str] = set()  # the parties that the text says were listed
        self.groups: dict[int, str] = {}  # by the index of the head of "some of the listed firms"
        self._sets: dict[int, tuple[str, ...]] = {}
        self._lay()

    def _lay(self) -> None:
        """Both sequences are in text order, so one pass does. A token keeps the first, longest mention."""
        tokens = [t for t in self.doc if not t.is_space]
        at = 0
        for mention in self.mentions:
            while at < len(tokens) and tokens[at].idx + len(tokens[at]) <= mention.start:
                at += 1
            here = at
            while here < len(tokens) and tokens[here].idx < mention.end:
                if tokens[here].i not in self._covering:
                    self._covering[tokens[here].i] = mention
                    self._tokens.setdefault(mention.start, []).append(tokens[here])
                here += 1

    def mention(self, token: Token) -> Mention | None:
        return self._covering.get(token.i)

    def party(self, token: Token) -> str | None:
        """The key of the party whose name covers the token."""
        found = self.mention(token)
        return found.party if found else None

    def label(self, key: str) -> Label:
        return self.parties[key].label

    def tokens(self, mention: Mention) -> list[Token]:
        return self._tokens.get(mention.start, [])

    def head(self, mention: Mention) -> Token | None:
        """The token of the name that the rest of the sentence hangs on."""
        tokens = self.tokens(mention)
        inside = {t.i for t in tokens}
        outward = [t for t in tokens if t.head.i not in inside or t.head.i == t.i]
        return outward[-1] if outward else None

    def head_at(self, token: Token) -> Token:
        """The head of the name at the token; the token itself where there is no name."""
        mention = self.mention(token)
        return (self.head(mention) if mention else None) or token

    def mentions_in(self, span: Span) -> list[Mention]:
        """The mentions of a sentence, in text order, each once."""
        found = {m.start: m for t in span if (m := self._covering.get(t.i))}
        return [found[start] for start in sorted(found)]

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """Every frame met outside the names, trigger by trigger in text order."""
        return tuple(
            match
            for token in self.doc
            if token.pos_ in ("VERB", "AUX", "NOUN", "PROPN", "ADJ") and self.party(token) is None
            for match in matches(token)
        )

    def name_set(self, at: int, members: tuple[str, ...]) -> None:
        """From token `at` on, "these firms" means these parties."""
        self._sets[at] = members

    def set_at(self, token: Token) -> tuple[str, ...]:
        """The set last named before the token's sentence ends up in it; empty if there is none."""
        known = [members for at, members in sorted(self._sets.items()) if at < token.i]
        return known[-1] if known else ()

    def add(self, party: Party) -> str:
        """A party that the relations need: a group, an event. Its key."""
        self.parties.setdefault(party.key, party)
        return party.key

    @cached_property
    def sentences(self) -> list[Span]:
        """The sentences that say something, in text order."""
        return [s for s in self.doc.sents if not s.text.isspace()]

    @cached_property
    def _sentence_of(self) -> dict[int, int]:
        return {t.i: n for n, s in enumerate(self.sentences) for t in s}

    def sentence_index(self, token: Token) -> int:
        return self._sentence_of.get(token.i, 0)

    def of_label(self, *labels: Label) -> Iterator[Mention]:
        return (m for m in self.mentions if self.label(m.party) in labels)
