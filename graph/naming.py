"""What an entity is called: its label, its display name and its id."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from graph.bearers import FIRM_LIKE, Bearer
from graph.clusters import Cluster
from graph.model import Label
from graph.names import name_key

_SLUG = 72  # characters; a name that is longer is cut at a word


@dataclass(frozen=True, slots=True)
class Named:
    """A cluster with its label and its display name."""

    cluster: Cluster
    label: Label
    name: str


def label_of(cluster: Cluster) -> Label:
    """The label that a curated table gives, else the one that most documents do.

    What one text calls a company and another an organisation is an organisation if it does what companies cannot.
    """
    if len(cluster.bearers) == 1:
        return _label_alone(cluster.bearers[0])
    known = [b for b in cluster.bearers if b.identified] or cluster.bearers
    told = [b for b in known if b.curated] or [b for b in known if b.party.anchor] or known
    counts = Counter(b.party.label for b in told)
    if counts.keys() <= FIRM_LIKE and not any(b.curated for b in told) and any(b.acts for b in cluster.bearers):
        return Label.ORGANISATION
    return min(counts, key=lambda label: (-counts[label], label))


def _label_alone(bearer: Bearer) -> Label:
    is_firm = bearer.party.label in FIRM_LIKE
    return Label.ORGANISATION if bearer.acts and is_firm and not bearer.curated else bearer.party.label


def name_of(cluster: Cluster) -> str:
    """A curated name before others, then the most used, the longest, the first by alphabet."""
    if len(cluster.bearers) == 1:
        return cluster.bearers[0].party.name
    known = [b for b in cluster.bearers if b.identified] or cluster.bearers
    counts = Counter(b.party.name for b in [b for b in known if b.curated] or known)
    return min(counts, key=lambda name: (-counts[name], -len(name), name))


def names_of(cluster: Cluster) -> tuple[str, ...]:
    known = [b for b in cluster.bearers if b.identified] or cluster.bearers
    spelled = {name for b in known for name in (b.party.name, *b.spellings)}
    return tuple(sorted(spelled.union(*(b.spellings for b in cluster.bearers))))


Others = Callable[[str], Sequence[bool]]  # of the entities elsewhere with this plain id, whether each is anchored


def entity_ids(clusters: Iterable[Cluster], others: Others = lambda plain: ()) -> dict[str, Named]:
    """Each cluster by its id: label and anchor, else label and slug; clusters that would share one get a suffix.

    The suffix follows from the smallest party key, so it stays as long as that party does.
    """
    wanted: dict[str, list[Named]] = defaultdict(list)
    for cluster in clusters:
        named = Named(cluster, label_of(cluster), name_of(cluster))
        wanted[plain_id(named.label, named.name, cluster.anchors)].append(named)
    found: dict[str, Named] = {}
    for plain, sharing in wanted.items():
        keeper = _keeper(sharing, others(plain))
        found |= {plain if n is keeper else f"{plain}-{_suffix(n.cluster.bearers)}": n for n in sharing}
    return dict(sorted(found.items()))


def _keeper(sharing: list[Named], others: Sequence[bool]) -> Named | None:
    kept = keeps([*(bool(n.cluster.anchors) for n in sharing), *others])
    return sharing[kept] if kept is not None and kept < len(sharing) else None


def keeps(anchored: Sequence[bool]) -> int | None:
    """Which of those that share a plain id keeps it: the only one, or the only anchored one."""
    candidates = [place for place, is_anchored in enumerate(anchored) if is_anchored] or range(len(anchored))
    return candidates[0] if len(candidates) == 1 else None


def plain_id(label: Label, name: str, anchors: Collection[str]) -> str:
    """The id without any suffix."""
    return f"{label.lower()}:{min(anchors) if anchors else slug(name, label)}"


def slug(name: str, label: Label) -> str:
    """The name as the part of an id behind the label."""
    whole = name_key(name, label).replace(" ", "-") or "unnamed"
    return whole if len(whole) <= _SLUG else whole[:_SLUG].rsplit("-", 1)[0]


def _suffix(bearers: list[Bearer]) -> str:
    return hashlib.sha256(min(b.key for b in bearers).encode()).hexdigest()[:6]
