"""What a store knew at a time: the sources that were live then, from its log of loads. Slow and obvious."""

from __future__ import annotations

from datetime import UTC, datetime, time

from graph.claims import Judgement, Source, is_iso_date
from graph.errors import InputError
from graph.model import Label
from graph.records import judgement_of, sources_of
from graph.store.protocol import Row, Store


def known_at(store: Store, when: str) -> tuple[list[Source], list[Judgement]]:
    """The sources and the persons' judgements that the graph had by then; a day counts to its end.

    What was recorded at that very time was known, what was withdrawn at it no longer. Raises InputError for a text that
    is no time.
    """
    moment = _moment(when, of_day=time.max)
    live = _live(store, moment)
    documents = [row | {"supersededAt": None} for row in store.nodes(Label.DOCUMENT) if row["id"] in live]
    gone = {row["id"]: row.get("supersededAt") for row in store.nodes(Label.DOCUMENT) if row["id"] in live}
    parties = [row for row in store.nodes(Label.PARTY) if row["document"] in live]
    claims = [
        row | {"supersededAt": None}
        for row in store.nodes(Label.CLAIM)
        if row["document"] in live and row.get("supersededAt") == gone[row["document"]]
    ]
    return sources_of(documents, parties, claims), _judgements(store, moment)


def _live(store: Store, moment: datetime) -> set[str]:
    """The ids of the documents that were loaded and not withdrawn again, by the log."""
    loads = [row for row in store.nodes(Label.LOAD) if _moment(row["recordedAt"]) <= moment]
    live: set[str] = set()
    for row in sorted(loads, key=_in_time):
        if row["action"] == "load":
            live |= set(row.get("documentIds") or ())
        elif row["action"] == "withdraw":
            live -= set(row.get("documentIds") or ())
    return live


def _in_time(load: Row) -> tuple[datetime, str]:
    return _moment(load["recordedAt"]), str(load["id"])


def _judgements(store: Store, moment: datetime) -> list[Judgement]:
    made = [judgement_of(row) for row in store.nodes(Label.JUDGEMENT) if row["author"].startswith("person:")]
    return [j for j in made if j.made is None or _moment(j.made) <= moment]


def _moment(text: str, of_day: time = time.min) -> datetime:
    """The time, in UTC where it names no zone; a day alone is `of_day` of it."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            f"{text!r} is no time: give one of ISO 8601 like 2024-05-01 or 2024-05-01T12:00:00Z"
        ) from error
    if is_iso_date(text):
        found = datetime.combine(found, of_day)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
