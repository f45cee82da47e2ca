"""Which parties of streams meet no other: nearly all of a list or register. Only numbers are kept of each.

A party that stands in one part, shares no key with any other party of the streams or the store, and has no anchor, is
an entity of its own, and all claims about it are in that part. What else the fold looks at beyond a part keeps a party
from being alone: a listing of one who is not, and whatever is denied or told twice.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from graph.bearers import bearers
from graph.claims import Claim, Document, Part, Source
from graph.keys import keys_of
from graph.model import PREDICATES, Label, Modality, Predicate

STAKES = frozenset({Predicate.OWNS, Predicate.INVESTED_IN})
# What is never told of one who is alone, since rules compare it with what others say.
SHARED = frozenset(p for p, shape in PREDICATES.items() if shape.symmetric) | {
    Predicate.MEMBER_OF,
    Predicate.ADMINISTERED_BY,
    Predicate.ADDED_COUNT,
}
_SINGLE = frozenset(p for p, shape in PREDICATES.items() if shape.single)


class Census:
    """Counts the parties of parts, each time that one occurs, and the keys that they bear."""

    def __init__(self) -> None:
        self.parties = array("q")  # the hash of each party's key, in the order of the parts
        self._keys = array("q")
        self._bearers = array("q")  # by which occurrence each key is borne
        self._listings = array("q")
        self._listed = array("q")
        self._never = array("q")
        self.has_event = self.has_open_event = False

    def count(self, document: Document, part: Part) -> None:
        first = len(self.parties)
        place = {party.key: first + n for n, party in enumerate(part.parties)}
        self.parties.extend(map(hash, place))
        for bearer in bearers([as_source(document, part)]):
            keys = keys_of(bearer)
            self._keys.extend(map(hash, keys))
            self._bearers.extend([place[bearer.key]] * len(keys))
        for party in part.parties:
            if party.anchor or party.label is Label.EVENT:
                self._never.append(place[party.key])
                self.has_event |= party.label is Label.EVENT
                self.has_open_event |= not party.anchor and party.label is Label.EVENT
        if _is_busy(part):
            self._never.extend(place.values())
        for claim in part.claims:
            if claim.predicate is Predicate.LISTING_OF and claim.object:
                self._listings.append(place[claim.subject])
                self._listed.append(place[claim.object])

    def alone(self, stored: Iterable[str]) -> npt.NDArray[np.bool_]:
        """For each occurrence of a party whether it is alone; `stored` are the keys that the store's parties bear."""
        together = np.zeros(len(self.parties), np.bool_)
        together[_numbers(self._never)] = True
        together |= _repeated(_numbers(self.parties))
        keys = _numbers(self._keys)
        known = np.fromiter(map(hash, stored), np.int64)
        together[_numbers(self._bearers)[_repeated(keys) | np.isin(keys, known)]] = True
        listings, listed = _numbers(self._listings), _numbers(self._listed)
        together[listed[together[listings]]] = True
        together[listings[together[listed]]] = True
        return ~together


def as_source(document: Document, part: Part) -> Source:
    return Source.model_construct(document=document, parties=part.parties, claims=part.claims, refused=())


def _is_busy(part: Part) -> bool:
    """Whether something in it may be contradicted in it, or two listings of one party told from each other."""
    dated: dict[tuple[str, Predicate], str | None] = {}
    listed: Counter[str | None] = Counter()
    for claim in part.claims:
        if claim.modality is Modality.NEGATED:
            return True
        if (
            claim.predicate in _SINGLE
            and dated.setdefault((claim.subject, claim.predicate), claim.value) != claim.value
        ):
            return True
        if claim.predicate is Predicate.LISTING_OF:
            listed[claim.object] += 1
    return max(listed.values(), default=0) > 1 or _is_torn(part.claims)


def _is_torn(claims: Iterable[Claim]) -> bool:
    """Whether one pair of parties has two stakes, or an asset two owners."""
    assets = Counter(claim.object for claim in claims if claim.predicate in STAKES)
    return max(assets.values(), default=0) > 1


def _numbers(values: array[int]) -> npt.NDArray[np.int64]:
    return np.frombuffer(values, np.int64) if values else np.empty(0, np.int64)


def _repeated(values: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Which of the values occur more than once."""
    order = np.argsort(values, kind="stable")
    ranked = values[order]
    twin = np.zeros(len(values), np.bool_)
    same = ranked[1:] == ranked[:-1]
    twin[1:] |= same
    twin[:-1] |= same
    found = np.empty(len(values), np.bool_)
    found[order] = twin
    return found
