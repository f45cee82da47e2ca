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
from graph.model import SCHEMA_VERSION, Modality
from knockon import explain, settings
from knockon.archive import Archive
from knockon.outline import Item, Report, Role, Span, gathered, item, section
from knockon.rows import Rows
from knockon.values import plain
from knockon.wording import about, dates, firmness, quoted, verb
from viz.words import GRADES, MODALITIES

SCHEMA = "knockon/exposure/1"
COLUMNS = ("party", "part", "channel", "path", "step", *explain.COLUMNS, "contested")
# How many a person reads before turning to the JSON, which has them all.
PATHS_SHOWN = 5
CLAIMS_SHOWN = 3
NAMES_SHOWN = 6
PARTS: tuple[tuple[bool, bool, str], ...] = (
    (True, True, "directly, said as fact"),
    (True, False, "directly, but hedged: reported or possible"),
    (False, True, "through others, said as fact"),
    (False, False, "through others, but hedged: reported or possible"),
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
            section("in short", _in_short(answer)),
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
    return [item("channel:", Span(channel, Role.VERB), below=below) for channel, below in channels.items()]


def _exposure(exposure: Exposure, archive: Archive) -> Item:
    paths = [_path(path, archive) for path in exposure.paths[:PATHS_SHOWN]]
    below = [*paths, *_more(len(exposure.paths), PATHS_SHOWN, "paths")]
    return item(*_named(exposure.party), aside=_about(exposure.party), below=below)


def _named(who: PartyRef) -> list[Span]:
    return [Span(who.name, Role.NAME), *([Span("(listed)", Role.LISTED)] if who.listed else [])]


def _about(who: PartyRef) -> list[Span]:
    return [Span(about(who.label, who.kind, who.countries, who.sectors)), Span(who.id, Role.ID)]


def _in_short(answer: Answer) -> list[Item]:
    """A line a party: each way in which it is hit, and how firmly that is said."""
    ways: dict[str, list[str]] = defaultdict(list)
    for found in answer.exposures:
        firm = "" if found.asserted else f", {MODALITIES[found.paths[0].modality]}"
        how = "directly" if found.direct else "through others"
        ways[found.party.name].append(f"{_may(found.paths[0].steps[-1])} ({how}{firm})")
    for stated in answer.consequences:
        modality = stated.evidence.modality
        firm = "" if modality is Modality.ASSERTED else f" ({MODALITIES[modality]})"
        ways[stated.party.name].append(f"{verb(stated.evidence.predicate)} {stated.about.name}{firm}")
    return [item(Span(name, Role.NAME), "; ".join(dict.fromkeys(found))) for name, found in sorted(ways.items())]


def _path(path: Path, archive: Archive) -> Item:
    whole = [Span(f"at its weakest: {MODALITIES[path.modality]}, {GRADES[path.grade]}", _role(path.modality))]
    whole += [Span("contested", Role.WARNING)] if path.contested else []
    if path.hops == 1:
        return _step(path.steps[0], archive, whole)
    names = " > ".join([path.listed.name, *(step.exposed.name for step in path.steps)])
    undated = [Span("date unknown", Role.HEDGE)] if path.date_unknown else []
    return item(names, aside=[*whole, *undated], below=[_step(step, archive, []) for step in path.steps])


def _may(step: Step) -> str:
    """What the step may mean: "may lose sales to Hikvision"."""
    return step.meaning.replace("the party hit", step.hit.name)


def _role(modality: Modality) -> Role:
    return Role.PLAIN if modality is Modality.ASSERTED else Role.HEDGE


def _step(step: Step, archive: Archive, whole: list[Span]) -> Item:
    of_target = step.evidence.source != step.exposed.id
    says = Span(verb(step.evidence.predicate, of_target=of_target), Role.VERB)
    ends = (Span(step.exposed.name, Role.NAME), says, Span(step.hit.name, Role.NAME))
    aside = [*_held(step.evidence), Span(_may(step), Role.SOURCE), *whole]
    return item(*ends, aside=aside, below=_words(step.evidence, archive))


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
    ends = (*_named(consequence.party), says, Span(consequence.about.name, Role.NAME))
    aside = [*_held(evidence), *_about(consequence.party)]
    return item(*ends, aside=aside, below=_words(evidence, archive))


def _stopped(stopped: Stopped, archive: Archive) -> Item:
    since = f"since {stopped.since}" if stopped.since else "since when is unknown"
    ends = (*_named(stopped.supplier), Span("stopped supplying", Role.VERB), Span(stopped.customer.name, Role.NAME))
    return item(
        *ends,
        aside=[since, *_about(stopped.supplier)],
        below=[words for evidence in stopped.evidence for words in _words(evidence, archive)],
    )


def _unknown(who: PartyRef, missing: Iterable[str]) -> Item:
    return item(*_named(who), aside=[Span(f"unknown: {', '.join(missing)}", Role.HEDGE), *_about(who)])


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
    return ", ".join([listing.list_name, listing.standing, *known, *listing.citations])


def _names(text: str, names: Sequence[str]) -> Item:
    shown = ", ".join(names[:NAMES_SHOWN]) + (
        f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
    )
    return item(f"{len(names)} part{'y' if len(names) == 1 else 'ies'}:", Span(shown, Role.NAME), aside=[text])


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


def caution(answer: Answer) -> str:
    """How far an answer looked, and the first of the standing words, in a line."""
    looked = "; ".join(_sentence(one) for one in _searched(answer.searched)[:3])
    return f"{looked}. {answer.standing[0]}"


def _sentence(one: Item) -> str:
    return " ".join(span.text for span in one.spans)


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
