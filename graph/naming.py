"""What an entity is called: its label, its display name and its id."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable

from graph.bearers import FIRM_LIKE, Bearer
from graph.clusters import Cluster
from graph.model import Label
from graph.names import name_key

_SLUG = 72  # characters; a name that is longer is cut at a word


def label_of(cluster: Cluster) -> Label:
    """The label that a curated table gives, else the one that most documents do.

    What one text calls a company and another an organisation is an organisation if it does what companies cannot.
    """
    known = [b for b in cluster.bearers if b.identified] or cluster.bearers
    told = [b for b in known if b.curated] or [b for b in known if b.party.anchor] or known
    counts = Counter(b.party.label for b in told)
    if counts.keys() <= FIRM_LIKE and not any(b.curated for b in told) and any(b.acts for b in cluster.bearers):
        return Label.ORGANISATION
    return min(counts, key=lambda label: (-counts[label], label))


def name_of(cluster: Cluster) -> str:
    """A curated name before others, then the most used, the longest, the first by alphabet."""
    known = [b for b in cluster.bearers if b.identified] or cluster.bearers
    counts = Counter(b.party.name for b in [b for b in known if b.curated] or known)
    return min(counts, key=lambda name: (-counts[name], -len(name), name))


def names_of(cluster: Cluster) -> tuple[str, ...]:
    known = [b for b in cluster.bearers if b.identified] or cluster.bearers
    spelled = {name for b in known for name in (b.party.name, *b.spellings)}
    return tuple(sorted(spelled.union(*(b.spellings for b in cluster.bearers))))


def entity_ids(clusters: Iterable[Cluster]) -> dict[str, Cluster]:
    """Each cluster by its id: label and anchor, else label and slug; clusters that would share one get a suffix.

    The suffix follows from the smallest party key, so it stays as long as that party does.
    """
    wanted: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        wanted[_plain_id(cluster)].append(cluster)
    found: dict[str, Cluster] = {}
    for plain, sharing in wanted.items():
        keeper = _keeper(sharing)
        found |= {plain if c is keeper else f"{plain}-{_suffix(c.bearers)}": c for c in sharing}
    return dict(sorted(found.items()))


def _keeper(sharing: list[Cluster]) -> Cluster | None:
    """Who keeps the plain id: the only one, or the only anchored one."""
    anchored = [c for c in sharing if c.anchors]
    candidates = anchored or sharing
    return candidates[0] if len(candidates) == 1 else None


def _plain_id(cluster: Cluster) -> str:
    label = label_of(cluster)
    return f"{label.lower()}:{min(cluster.anchors) if cluster.anchors else _slug(name_of(cluster), label)}"


def _slug(name: str, label: Label) -> str:
    slug = name_key(name, label).replace(" ", "-") or "unnamed"
    return slug if len(slug) <= _SLUG else slug[:_SLUG].rsplit("-", 1)[0]


def _suffix(bearers: list[Bearer]) -> str:
    return hashlib.sha256(min(b.key for b in bearers).encode()).hexdigest()[:6]
