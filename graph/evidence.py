"""Claims as the fold sees them: with ids, documents, and the entities that their parties turned out to be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.claims import Claim, Document, Source
from graph.model import GRADES, MODALITIES, Modality


@dataclass(frozen=True, slots=True)
class Told:
    """A claim of a live document; `subject` and `object` are entity ids."""

    id: str
    claim: Claim
    document: Document
    subject: str
    object: str | None

    @property
    def affirmed(self) -> bool:
        """Said of the world, if only by hearsay: neither denied nor merely possible."""
        return self.claim.modality in (Modality.ASSERTED, Modality.REPORTED)

    @property
    def denied(self) -> bool:
        return self.claim.modality is Modality.NEGATED

    @property
    def rank(self) -> tuple[int, int, str, int, str]:
        """Sorts the claim first that a report should quote first."""
        claim = self.claim
        return (
            GRADES.index(claim.grade),
            MODALITIES.index(claim.modality),
            self.document.id,
            claim.start if claim.start is not None else claim.row or 0,
            self.id,
        )


def evidence(sources: Iterable[Source], resolved: Mapping[str, str]) -> list[Told]:
    """Every claim once, sorted by id."""
    told = {
        told_id: Told(
            told_id, claim, source.document, resolved[claim.subject], resolved[claim.object] if claim.object else None
        )
        for source in sources
        for claim in source.claims
        for told_id in (claim.id,)
    }
    return [told[told_id] for told_id in sorted(told)]


def agree(one: str, other: str) -> bool:
    """Whether two ISO dates can be the same, at the coarser one's precision."""
    return one.startswith(other) or other.startswith(one)


def overlap(one: Claim, other: Claim) -> bool:
    """Whether the times of two claims can meet; an unknown end reaches on."""
    return not (_before(one.valid_to, other.valid_from) or _before(other.valid_to, one.valid_from))


def _before(end: str | None, start: str | None) -> bool:
    return end is not None and start is not None and not agree(end, start) and end < start


def best_value(told: Iterable[Told], values: Mapping[str, str]) -> str | None:
    """One value of several, `values` by claim id: by grade, sources, precision, then the earliest document."""
    groups: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        if one.id in values:
            groups[values[one.id]].append(one)
    if len(groups) < 2:
        return next(iter(groups), None)
    support = Counter({value: len({t.document.source for t in group}) for value, group in groups.items()})

    def rank(value: str) -> tuple[int, int, int, str, str]:
        group = groups[value]
        grade = min(GRADES.index(t.claim.grade) for t in group)
        return grade, -support[value], -len(value), min(t.document.id for t in group), value

    return min(groups, key=rank)
