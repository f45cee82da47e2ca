"""What persons judged: which parties are one, which are not, and whether that can hold together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from graph.claims import Judgement, Verdict
from graph.errors import JudgementConflict

Meaning = Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """`same` are pairs of party keys with the judgement that joins them; `sides[party][judgement]` is 1 or 2."""

    same: tuple[tuple[str, str, Judgement], ...]
    sides: Mapping[str, Mapping[str, int]]
    judgements: tuple[Judgement, ...]


def standing(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that count: a later one on the same two replaces an earlier one. Sorted by when they were made.

    Raises `JudgementConflict` for two of one time that disagree.
    """
    last: dict[tuple[str, str], Judgement] = {}
    for judgement in sorted(judgements, key=lambda j: (j.made or "", j.id)):
        before = last.get((judgement.left, judgement.right))
        if before and before.made == judgement.made and before.verdict != judgement.verdict:
            raise _conflict(judgement, before)
        last[judgement.left, judgement.right] = judgement
    return tuple(sorted(last.values(), key=lambda j: (j.made or "", j.id)))


def weigh(judgements: Iterable[Judgement], parties_of: Meaning) -> Verdicts:
    """Apply persons' judgements to the parties that their sides mean now; a side that means none yet is kept.

    Raises `JudgementConflict` where a "same", by itself or through others, goes against a "not same".
    """
    counted = standing(judgements)
    meant = _meant(counted, parties_of)
    apart = [j for j in counted if j.verdict is not Verdict.SAME]
    sides: dict[str, dict[str, int]] = defaultdict(dict)
    for judgement in apart:
        for bit, side in ((1, judgement.left), (2, judgement.right)):
            for member in {side, *meant[judgement.id, side]}:
                sides[member][judgement.id] = bit
    same = _joined(counted, meant, sides, {j.id: j for j in apart if j.verdict is Verdict.NOT_SAME})
    return Verdicts(same, {k: v for k, v in sides.items() if v}, counted)


def _meant(judgements: Iterable[Judgement], parties_of: Meaning) -> dict[tuple[str, str], frozenset[str]]:
    """The parties of each side. A party judged apart from the whole that it is in is taken out of that whole."""
    meant: dict[tuple[str, str], frozenset[str]] = {}
    taken: dict[str, set[str]] = defaultdict(set)
    counted = list(judgements)
    for judgement in counted:
        left, right = parties_of(judgement.left), parties_of(judgement.right)
        if judgement.verdict is not Verdict.SAME and left & right:
            small, large = sorted(((left, judgement.left), (right, judgement.right)), key=lambda s: (len(s[0]), s[1]))
            taken[large[1]] |= small[0]
    for judgement in counted:
        for side in (judgement.left, judgement.right):
            meant[judgement.id, side] = parties_of(side) - taken[side]
    return meant


def _joined(
    judgements: Iterable[Judgement],
    meant: Mapping[tuple[str, str], frozenset[str]],
    sides: Mapping[str, Mapping[str, int]],
    refused: Mapping[str, Judgement],
) -> tuple[tuple[str, str, Judgement], ...]:
    """Follow each "same" in turn; the one that closes a way from one side of a "not same" to the other is named."""
    groups: dict[str, set[str]] = {}
    pairs: list[tuple[str, str, Judgement]] = []
    for judgement in judgements:
        if judgement.verdict is not Verdict.SAME:
            continue
        left, right = meant[judgement.id, judgement.left], meant[judgement.id, judgement.right]
        members = {judgement.left, judgement.right, *left, *right}
        grown = set().union(*(groups.get(m, {m}) for m in members))
        _hold(judgement, grown, sides, refused)
        groups.update(dict.fromkeys(grown, grown))
        present = sorted(left | right)
        pairs += [(present[0], other, judgement) for other in present[1:]]
    return tuple(pairs)


def _hold(
    judgement: Judgement, group: set[str], sides: Mapping[str, Mapping[str, int]], refused: Mapping[str, Judgement]
) -> None:
    found: dict[str, int] = defaultdict(int)
    for member in group:
        for against, side in sides.get(member, {}).items():
            found[against] |= side
    for against in sorted(found):
        if found[against] == 3 and against in refused:  # both sides of it are in the group
            raise _conflict(judgement, refused[against])


def _conflict(one: Judgement, other: Judgement) -> JudgementConflict:
    return JudgementConflict(
        f"{_said(one)} goes against {_said(other)}; withdraw one of them with a later judgement on the same two"
    )


def _said(judgement: Judgement) -> str:
    when = f" of {judgement.made}" if judgement.made else ""
    return f"{judgement.verdict.value!r} for {judgement.left} and {judgement.right} ({judgement.author}{when})"
