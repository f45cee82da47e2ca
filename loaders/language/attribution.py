"""Who says what: speech verbs, "according to", and quotation marks, each with its speaker and its reach."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from graph.model import Label
from loaders.language.arguments import agents, is_passive, is_verbal
from loaders.language.finding import Reference
from loaders.language.frames import owners
from loaders.language.lexicon import words
from loaders.language.references import refer
from loaders.language.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

SPEAKERS = frozenset({Label.COMPANY, Label.AGENCY, Label.PERSON, Label.ORGANISATION, Label.COUNTRY})
QUOTED = re.compile(r"“[^”“]*(?:”|$)|\"[^\"]*(?:\"|$)", re.M)


@dataclass(frozen=True, slots=True)
class Speech:
    """Somebody speaking: the verb (or "according"), the phrase that speaks, whom it means."""

    trigger: Token
    speaker: Token
    reference: Reference | None

    @property
    def name(self) -> str:
        """The words for the speaker, where no party is meant."""
        left = min(t.i for t in self.speaker.subtree if t.i >= self.speaker.i - 6)
        return self.speaker.doc[left : self.speaker.i + 1].text.strip()


class Attribution:
    """All speech of a document."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.speeches = [s for token in scene.doc if (s := self._speech(token))]

    def _speech(self, token: Token) -> Speech | None:
        if token.lower_ == "according" and token.i + 1 < len(token.doc):
            return self._according(token)
        if not is_verbal(token) or token.lemma_ not in words("say") or not self._speaks(token):
            return None
        for speaker in agents(token):
            reference = self._meant(speaker)
            if reference or speaker.pos_ in ("NOUN", "PROPN", "PRON"):
                return Speech(token, speaker, reference)
        return self._right_before(token)

    def _right_before(self, verb: Token) -> Speech | None:
        """A name that stands right before a verb of saying speaks, whatever the parse made of it."""
        if is_passive(verb):
            return None
        before = [t for t in self.scene.doc[max(verb.sent.start, verb.i - 4) : verb.i] if t.pos_ not in ("ADV", "AUX")]
        named = [t for t in before if not t.is_punct]
        if not named or self.scene.party(named[-1]) is None:
            return None
        reference = self._meant(self.scene.head_at(named[-1]))
        return Speech(verb, named[-1], reference) if reference else None

    def _speaks(self, verb: Token) -> bool:
        """Some verbs speak only with something said: "added that ...", a quotation, "maintains that ..."."""
        if verb.lemma_ not in words("say_something"):
            return True
        clausal = any(c.dep_ in ("ccomp", "parataxis") for c in verb.children)
        return clausal or (verb.dep_ in ("ccomp", "parataxis") and any(t.is_quote for t in verb.sent))

    def _according(self, token: Token) -> Speech | None:
        for child in token.subtree:
            if child.dep_ == "pobj" and child.head.lower_ == "to" and child.i > token.i:
                return Speech(token, child, self._meant(child))
        return None

    def _meant(self, speaker: Token) -> Reference | None:
        """The party that speaks: a person behind the body's name, the body behind a statement, else the name."""
        found = [r for r in refer(self.scene, speaker) if self.scene.label(r.party) in SPEAKERS]
        if not found and speaker.lemma_.lower() in words("documents"):
            found = [r for t in owners(speaker) for r in refer(self.scene, t) if self.scene.label(r.party) in SPEAKERS]
        if not found:
            return None
        return self._person_behind(found[0].token) or found[0]

    def _person_behind(self, body: Token) -> Reference | None:
        """As in "according to the Lens Institute senior fellow Ann Weir": she speaks, not the institute."""
        mention = self.scene.mention(body)
        if mention is None or self.scene.label(mention.party) is Label.PERSON:
            return None
        for token in self.scene.doc[self.scene.tokens(mention)[-1].i + 1 :][:7]:
            key = self.scene.party(token)
            if key and self.scene.label(key) is Label.PERSON:
                return Reference(key, token)
            if key != mention.party and token.pos_ not in ("NOUN", "PROPN", "ADJ") and token.text not in ("'s", "’s"):
                return None
        return None

    @cached_property
    def _by_trigger(self) -> dict[int, Speech]:
        return {s.trigger.i: s for s in self.speeches}

    def of(self, token: Token) -> Speech | None:
        """The speech that the token's clause is part of, the innermost; None where the text speaks itself."""
        inner = self._governing(token) or self._according_to(token)
        return inner or self._of_quote(token)

    def _governing(self, token: Token) -> Speech | None:
        step = token
        for _ in range(12):
            for child in step.children:
                if (
                    child.i in self._by_trigger
                    and child.dep_ in ("parataxis", "ccomp", "dep")
                    and self._outer(child, token)
                ):
                    return self._by_trigger[child.i]
            head = step.head
            if head.i == step.i:
                return None
            speech = self._by_trigger.get(head.i)
            if (
                speech
                and step.dep_ in ("ccomp", "xcomp", "dobj", "prep", "parataxis", "dep", "oprd", "advcl")
                and self._under(step, speech)
            ):
                return speech
            step = head
        return None

    @staticmethod
    def _under(step: Token, speech: Speech) -> bool:
        """Objects and prepositions of a speech verb are its content only for a charge: "accused it of ..."."""
        if step.dep_ in ("ccomp", "parataxis", "dep"):
            return True
        if speech.trigger.lemma_ in ("accuse", "allege", "deny", "describe", "call"):
            return True
        return step.dep_ == "dobj" and speech.trigger.lemma_ in ("report", "claim", "announce", "deny", "confirm")

    @staticmethod
    def _outer(say: Token, token: Token) -> bool:
        return token.i not in {t.i for t in say.subtree} and say.i != token.i

    def _according_to(self, token: Token) -> Speech | None:
        for speech in self.speeches:
            if (
                speech.trigger.lower_ == "according"
                and speech.trigger.sent.start == token.sent.start
                and token.i not in {t.i for t in speech.trigger.subtree}
            ):
                return speech
        return None

    @cached_property
    def _quotes(self) -> list[tuple[int, int]]:
        return [(m.start(), m.end()) for m in QUOTED.finditer(self.scene.document.text)]

    def quote_around(self, token: Token) -> tuple[int, int] | None:
        return next((q for q in self._quotes if q[0] <= token.idx < q[1] and q[1] - q[0] > 40), None)

    def voice(self, token: Token) -> str | None:
        """The firm that says "our" in a quotation; what a person means by it is not known."""
        said = self._of_quote(token)
        meant = said.reference if said else None
        return meant.party if meant and self.scene.label(meant.party) is Label.COMPANY else None

    def _of_quote(self, token: Token) -> Speech | None:
        """A sentence inside quotation marks belongs to the speech beside them, in the same paragraph."""
        quote = self.quote_around(token)
        if quote is None:
            return None
        text = self.scene.document.text
        left = text.rfind("\n", 0, quote[0]) + 1
        right = text.find("\n", quote[1])
        right = len(text) if right < 0 else right
        near = [s for s in self.speeches if left <= s.trigger.idx < right and not quote[0] <= s.trigger.idx < quote[1]]
        after = [s for s in near if s.trigger.idx >= quote[1]]
        if not near and text[left : quote[0]].strip() == "" and text[quote[1] : right].strip() == "":
            return self._of_paragraph_before(left)
        return after[0] if after else near[-1] if near else None

    def _of_paragraph_before(self, start: int) -> Speech | None:
        """A paragraph that is all quotation goes on with the speaker of the one before, if that ends a quotation."""
        text = self.scene.document.text.rstrip("\n")[:start].rstrip()
        above = text.rfind("\n") + 1
        spoken = [s for s in self.speeches if above <= s.trigger.idx < len(text)]
        quoted = any(above <= q[0] < len(text) for q in self._quotes)
        return spoken[-1] if quoted and spoken else None
