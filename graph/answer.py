"""What an exposure answer says, and how its paths are ranked. Frozen; `schema` counts up when a field changes."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from graph.channels import Channel
from graph.model import GRADES, MODALITIES, Grade, Label, Modality, Predicate

ANSWER_SCHEMA = 2

STANDING = (
    "This is no legal advice. What a list requires of you is for its law and its agency to say.",
    "A bounded search that finds nothing is no clean bill of health: see how far it looked, at which lists and "
    "documents, and what is unknown.",
    "Each entry rests on the claims it names. A party named here can have an entry corrected: show the source's "
    "correction or a better source to whoever runs this graph, who withdraws the document or records a judgement.",
)


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)


class PartyRef(_Record):
    """A party as an answer names it; `listed` says whether a list has it as of the date."""

    id: str
    label: Label
    name: str
    kind: str | None = None
    countries: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    listed: bool = False


class Evidence(_Record):
    """What one edge rests on. Dates are ISO 8601, as coarse as the source; null is unknown."""

    edge: str
    predicate: Predicate
    source: str
    target: str
    claims: tuple[str, ...]
    grade: Grade
    modality: Modality
    sources: int
    contested: bool
    first_date: str | None = None
    last_date: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    share_low: str | None = None
    share_high: str | None = None

    @property
    def date_unknown(self) -> bool:
        """Nothing says when it held, so an as-of date could not leave it out."""
        return self.valid_from is None and self.valid_to is None


class Listing(_Record):
    """One party on one list. `status` is as of the answer's date; see `graph.listings.Status`.

    `missing_since` is the day of the first version of the list that no longer has the party; `nodes` are the ids of
    its Listings.
    """

    party: str
    list: str
    list_name: str
    status: str
    announced: str | None = None
    published: str | None = None
    effective: str | None = None
    ended: str | None = None
    missing_since: str | None = None
    citations: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def standing(self) -> str:
        """The status in words: "in force", "missing since 2024-05-01"."""
        return f"{self.status} {self.missing_since}" if self.missing_since else self.status


class Listed(_Record):
    """A party that the search started from, with its listings; `as_if` where it is taken as if listed."""

    party: PartyRef
    listings: tuple[Listing, ...] = ()
    as_if: bool = False


class Step(_Record):
    """One step of a path, from the party that is hit to the one exposed to it."""

    hit: PartyRef
    exposed: PartyRef
    channel: Channel
    meaning: str
    evidence: Evidence


class Path(_Record):
    """A path from a listed party. Its grade, modality and sources are the weakest along it, the listing among them."""

    listed: PartyRef
    steps: tuple[Step, ...]
    grade: Grade
    modality: Modality
    sources: int
    contested: bool
    date_unknown: bool
    first_date: str | None = None

    @property
    def exposed(self) -> PartyRef:
        return self.steps[-1].exposed

    @property
    def channel(self) -> Channel:
        """How the exposed party is hit: the last step's."""
        return self.steps[-1].channel

    @property
    def hops(self) -> int:
        return len(self.steps)

    @property
    def rank(self) -> tuple[int, int, int, int, bool, str, tuple[str, ...]]:
        """Weakest grade, weakest modality, length, most sources, dated before undated, ids. Smallest first."""
        ids = (self.exposed.id, self.listed.id, *(step.evidence.edge for step in self.steps))
        grade, modality = GRADES.index(self.grade), MODALITIES.index(self.modality)
        return (grade, modality, self.hops, -self.sources, self.date_unknown, self.first_date or "", ids)


class Exposure(_Record):
    """The paths by which one party is exposed through one channel, best first; one group is direct or not, hedged or
    not.
    """

    party: PartyRef
    channel: Channel
    direct: bool
    asserted: bool  # every step of every path, and the listing, is asserted
    paths: tuple[Path, ...]


class Consequence(_Record):
    """A consequence that a text states itself, of a list, an action or an agency. It stands beside the channels."""

    party: PartyRef
    about: PartyRef
    evidence: Evidence


class Stopped(_Record):
    """A supply that has stopped: history, no path. `since` is null where no source gives the date."""

    supplier: PartyRef
    customer: PartyRef
    since: str | None
    evidence: tuple[Evidence, ...]


class Unknown(_Record):
    """A party on a path found that the target's filter could not judge, and what is not known of it."""

    party: PartyRef
    missing: tuple[str, ...]  # "country", "sector"


class Searched(_Record):
    """How far an answer looked. `cut`: more paths than `limit` were found, the last-ranked are left out; `beyond`: a
    path could have gone on past `hops`.
    """

    hops: int
    limit: int | None
    found: int
    cut: bool
    beyond: bool
    as_of: str | None
    lists: tuple[str, ...]
    documents: tuple[str, ...]


class Answer(_Record):
    """Who is exposed when these parties are listed. Groups are ranked by their best path."""

    schema_version: int = Field(default=ANSWER_SCHEMA, serialization_alias="schema")
    question: str
    listed: tuple[Listed, ...]
    left_out: tuple[Listed, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    stopped: tuple[Stopped, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    searched: Searched
    notes: tuple[str, ...] = ()
    standing: tuple[str, ...] = STANDING

    def group(self, *, direct: bool, asserted: bool) -> tuple[Exposure, ...]:
        """One of the four parts of a report: direct or through others, asserted or hedged."""
        return tuple(e for e in self.exposures if e.direct is direct and e.asserted is asserted)
