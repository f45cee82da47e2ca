"""An exposure answer as a report: outline (terminal or Markdown), rows for a pipe, JSON.

The bytes follow from the answer and the sources: no clock, nothing in the order of a set.
"""

from __future__ import annotations

import shlex
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from graph.answer import (
    Answer,
    Consequence,
    Evidence,
    Exposure,
    Listed,
    Listing,
    PartyRef,
    Path,
    Searched,
    Step,
    Stopped,
)
from graph.model import SCHEMA_VERSION
from knockon import explain, settings
from knockon.archive import Archive
from knockon.outline import Item, Report, Role, Span, gathered, item, section
from knockon.rows import Rows
from knockon.values import plain
from knockon.wording import dates, firmness, quoted, verb
from viz.words import GRADES

SCHEMA = "knockon/exposure/1"
COLUMNS = ("party", "part", "channel", "path", "step", *explain.COLUMNS, "contested")
# How many a person reads before turning to the JSON, which has them all.
PATHS_SHOWN = 5
CLAIMS_SHOWN = 3
NAMES_SHOWN = 12
PARTS: tuple[tuple[bool, bool, str], ...] = (
    (True, True, "directly, as the sources assert"),
    (True, False, "directly, but hedged: reported, possible or concluded"),
    (False, True, "through others, as the sources assert"),
    (False, False, "through others, but hedged: reported, possible or concluded"),
)


def report(answer: Answer, archive: Archive, command: Sequence[str]) -> Report[Answer]:
    """The report on an answer; `command` is what makes it again."""
    found = Rows(rows(answer, archive), COLUMNS)
    return Report(answer, outline(answer, archive, command), found, document(answer, archive, command))


def outline(answer: Answer, archive: Archive, command: Sequence[str]) -> Item:
    """The report, most telling first. `command` is what makes it again."""
    found = [
        section(title, _by_channel(answer.group(direct=direct, asserted=asserted), archive))
        for direct, asserted, title in PARTS
    ]
    nothing = [] if answer.exposures or answer.consequences else [item("No path was found. See how far was looked.")]
    return item(
        Span(answer.question, Role.NAME),
        below=gathered(
            section("consequences that a text states itself", [_consequence(c, archive) for c in answer.consequences]),
            *found,
            section("found nothing", nothing),
            section("supplies that stopped", [_stopped(s, archive) for s in answer.stopped]),
            section("could not be judged", [_unknown(u.party, u.missing) for u in answer.unknown]),
            section("started from", _listed(answer.listed)),
            section("left out", _listed(answer.left_out)),
            section("what was searched", _searched(answer.searched)),
            section("notes", [item(note) for note in answer.notes]),
            section("how to read this", [item(notice) for notice in answer.standing]),
            section("how to make it again", [item(line) for line in reproduction(command)]),
        ),
    )


def reproduction(command: Sequence[str]) -> list[str]:
    """The command and the versions that make the same report from the same sources."""
    return [shlex.join(command), f"knockon {settings.version()}, schema {SCHEMA_VERSION}"]


def _by_channel(exposures: Iterable[Exposure], archive: Archive) -> list[Item]:
    channels: dict[str, list[Item]] = defaultdict(list)
    for exposure in exposures:
        channels[exposure.channel.value].append(_exposure(exposure, archive))
    return [item(Span(channel, Role.VERB), below=below) for channel, below in channels.items()]


def _exposure(exposure: Exposure, archive: Archive) -> Item:
    paths = [_path(path, archive) for path in exposure.paths[:PATHS_SHOWN]]
    return item(*party(exposure.party), below=[*paths, *_more(len(exposure.paths), PATHS_SHOWN, "paths")])


def party(who: PartyRef) -> list[Span]:
    """A party with what is known of it; an unknown country or sector is said to be unknown."""
    about = ", ".join([who.kind or who.label, *who.countries, *who.sectors])
    listed = [Span("listed", Role.LISTED)] if who.listed else []
    return [Span(who.name, Role.NAME), *listed, Span(f"{about}; {who.id}", Role.ID)]


def _path(path: Path, archive: Archive) -> Item:
    names = " > ".join([path.listed.name, *(step.exposed.name for step in path.steps)])
    marked = [Span("contested", Role.WARNING)] if path.contested else []
    undated = [Span("date unknown", Role.HEDGE)] if path.date_unknown else []
    grade = Span(f"weakest word: {GRADES[path.grade]}", Role.SOURCE)
    below = [_step(step, archive) for step in path.steps]
    return item(Span(names), firmness(path.modality), grade, *marked, *undated, below=below)


def _step(step: Step, archive: Archive) -> Item:
    of_target = step.evidence.source != step.exposed.id
    says = Span(verb(step.evidence.predicate, of_target=of_target), Role.VERB)
    ends = (Span(step.exposed.name, Role.NAME), says, Span(step.hit.name, Role.NAME))
    return item(*ends, *_held(step.evidence), Span(step.meaning, Role.SOURCE), below=_words(step.evidence, archive))


def _held(evidence: Evidence) -> list[Span]:
    when = dates(evidence.valid_from, evidence.valid_to)
    contested = [Span("contested", Role.WARNING)] if evidence.contested else []
    share = _share(evidence.share_low, evidence.share_high)
    return [
        firmness(evidence.modality),
        Span(share),
        Span(when, Role.HEDGE if evidence.date_unknown else Role.PLAIN),
        *contested,
    ]


def _share(low: str | None, high: str | None) -> str:
    if low is None and high is None:
        return ""
    return f"{low} %" if low == high else f"{low or '?'} to {high or '?'} %"


def _words(evidence: Evidence, archive: Archive) -> list[Item]:
    claims = [quoted(archive.words(claim)) for claim in evidence.claims[:CLAIMS_SHOWN]]
    return [*claims, *_more(len(evidence.claims), CLAIMS_SHOWN, "claims")]


def _more(count: int, shown: int, what: str) -> list[Item]:
    return [item(Span(f"{count - shown} more {what}; --json has them all", Role.SOURCE))] if count > shown else []


def _consequence(consequence: Consequence, archive: Archive) -> Item:
    evidence = consequence.evidence
    says = Span(verb(evidence.predicate), Role.VERB)
    about = Span(consequence.about.name, Role.NAME)
    return item(*party(consequence.party), says, about, *_held(evidence), below=_words(evidence, archive))


def _stopped(stopped: Stopped, archive: Archive) -> Item:
    since = f"since {stopped.since}" if stopped.since else "since when is unknown"
    ends = (*party(stopped.supplier), Span("stopped supplying", Role.VERB), Span(stopped.customer.name, Role.NAME))
    return item(*ends, since, below=[words for evidence in stopped.evidence for words in _words(evidence, archive)])


def _unknown(who: PartyRef, missing: Iterable[str]) -> Item:
    return item(*party(who), Span(f"unknown: {', '.join(missing)}", Role.HEDGE))


def _listed(listed: Iterable[Listed]) -> list[Item]:
    """Listings that are alike but for the party stand in one line."""
    alike: dict[str, list[str]] = defaultdict(list)
    for one in listed:
        if one.as_if or not one.listings:
            alike["taken as if listed" if one.as_if else "on no list known here"].append(one.party.name)
        for listing in one.listings:
            alike[_listing(listing)].append(one.party.name)
    return [_names(text, names) for text, names in alike.items()]


def _listing(listing: Listing) -> str:
    named = ("announced", "published", "effective", "ended")
    known = [f"{name} {value}" for name in named if (value := getattr(listing, name))]
    return ", ".join([listing.list_name, listing.status, *known, *listing.citations])


def _names(text: str, names: Sequence[str]) -> Item:
    shown = ", ".join(names[:NAMES_SHOWN]) + (
        f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
    )
    return item(f"{text}:", Span(f"{len(names)} part{'y' if len(names) == 1 else 'ies'}:"), Span(shown, Role.NAME))


def _searched(searched: Searched) -> list[Item]:
    cut = f"cut: only the best {searched.limit} are here" if searched.cut else "not cut"
    beyond = "paths go on beyond that depth" if searched.beyond else "no path goes on beyond that depth"
    as_of = f"as of {searched.as_of}" if searched.as_of else "as of no date: whatever the sources say of any time"
    return [
        item(f"to {searched.hops} steps; {beyond}"),
        item(f"{searched.found} paths found; {cut}"),
        item(as_of),
        item("lists:", ", ".join(searched.lists) or "none"),
        item("documents:", ", ".join(searched.documents) or "none"),
    ]


def rows(answer: Answer, archive: Archive) -> list[dict[str, Any]]:
    """One row a claim on a step of a path, best path first; consequences and stopped supplies stand beside them."""
    found: list[dict[str, Any]] = []
    for consequence in answer.consequences:
        stated = {"party": consequence.party.name, "part": "stated consequence"}
        found += _rows(stated, consequence.evidence, archive)
    for exposure in answer.exposures:
        part = f"{'direct' if exposure.direct else 'indirect'}, {'asserted' if exposure.asserted else 'hedged'}"
        for number, path in enumerate(exposure.paths, start=1):
            head: dict[str, Any] = {"party": exposure.party.name, "part": part, "channel": exposure.channel.value}
            for place, step in enumerate(path.steps, start=1):
                found += _rows({**head, "path": number, "step": place}, step.evidence, archive)
    for stopped in answer.stopped:
        history = {"party": stopped.supplier.name, "part": "stopped"}
        for evidence in stopped.evidence:
            found += _rows(history, evidence, archive)
    return found


def _rows(head: dict[str, Any], evidence: Evidence, archive: Archive) -> Iterable[dict[str, Any]]:
    for claim in evidence.claims:
        yield {**head, **explain.claim_row(archive.words(claim)), "contested": evidence.contested}


def document(answer: Answer, archive: Archive, command: Sequence[str]) -> dict[str, Any]:
    """The answer as JSON, with the words of every claim that it names."""
    named = sorted(set(_claims(answer)))
    words = {claim: {**plain(asdict(archive.words(claim))), "citation": archive.words(claim).source} for claim in named}
    again = {"command": list(command), "knockon": settings.version(), "schema": SCHEMA_VERSION}
    return {"schema": SCHEMA, "answer": answer.model_dump(mode="json"), "claims": words, "reproduce": again}


def _claims(answer: Answer) -> Iterable[str]:
    for one in (*answer.listed, *answer.left_out):
        for listing in one.listings:
            for evidence in listing.evidence:
                yield from evidence.claims
    for row in answer.exposures:
        for path in row.paths:
            for step in path.steps:
                yield from step.evidence.claims
    for consequence in answer.consequences:
        yield from consequence.evidence.claims
    for stopped in answer.stopped:
        for evidence in stopped.evidence:
            yield from evidence.claims
