"""Asking who is exposed: where the search starts, who is wanted, how far it looks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from graph.errors import InputError, UnknownName
from graph.model import ENTITY_LABELS, Label
from knockon import api
from knockon.commands.front import Json, Markdown, Store, command
from knockon.terminal import note, on_terminal, show_report

if TYPE_CHECKING:
    from graph.start import Start, StartKind

Parties = Annotated[
    list[str] | None, typer.Argument(metavar="PARTY", help="Start here, as if listed. By default: all listed.")
]
OnList = Annotated[
    str | None, typer.Option("--list", metavar="NAME", help="Start from the parties on a list, or an agency's lists.")
]
Action = Annotated[
    str | None, typer.Option("--action", metavar="NAME", help="Start from whom a listing action listed.")
]
ListedOn = Annotated[
    str | None,
    typer.Option("--listed-on", metavar="DATE[..DATE]", help="Start from what was listed then: 2019-10, 2019..2020."),
]
StartCountry = Annotated[
    str | None, typer.Option("--start-country", metavar="CODE", help="Start from the listed parties of a country.")
]
StartSector = Annotated[
    str | None, typer.Option("--start-sector", metavar="NAME", help="Start from the listed parties of a sector.")
]
Country = Annotated[
    str | None, typer.Option("--country", metavar="CODE", help="Want only parties of this country: US.")
]
Sector = Annotated[
    str | None, typer.Option("--sector", metavar="NAME", help="Want only parties of this sector: semiconductors.")
]
Labels = Annotated[
    list[str] | None,
    typer.Option("--label", metavar="LABEL", help="Want only these: Company, Person, Organisation ..."),
]
Kind = Annotated[
    str | None, typer.Option("--kind", metavar="KIND", help="Want only organisations of this kind: fund, university.")
]
OnListToo = Annotated[
    str | None, typer.Option("--on-list", metavar="NAME", help="Want only those who are on this list themselves.")
]
Targets = Annotated[
    list[str] | None, typer.Option("--target", metavar="PARTY", help="Want only this party; give it again for more.")
]
Hops = Annotated[int, typer.Option("--hops", metavar="N", help="How many steps a path may have, 1 to 6.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="What held on this date, ISO 8601.")]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, help="Keep the best so many paths.")]


@command("exposure", example="knockon exposure --list 'Entity List' --country US --sector semiconductors")
def exposure(  # noqa: PLR0913, PLR0917 - one parameter an option
    parties: Parties = None,
    on: OnList = None,
    action: Action = None,
    listed_on: ListedOn = None,
    start_country: StartCountry = None,
    start_sector: StartSector = None,
    country: Country = None,
    sector: Sector = None,
    label: Labels = None,
    kind: Kind = None,
    on_list: OnListToo = None,
    target: Targets = None,
    hops: Hops = 3,
    as_of: AsOf = None,
    limit: Limit = api.LIMIT,
    store: Store = None,
    as_markdown: Markdown = False,
    as_json: Json = False,
) -> None:
    """Say who else is hit when parties are listed, along which paths, on whose word."""
    from graph.exposure import Target
    from graph.start import StartKind

    named = {
        StartKind.LIST: on,
        StartKind.ACTION: action,
        StartKind.COUNTRY: start_country,
        StartKind.SECTOR: start_sector,
    }
    start = beginning(tuple(parties or ()), named, listed_on)
    wanted = Target(
        country=country,
        sector=sector,
        labels=labels(label or ()),
        kind=kind,
        on_list=on_list,
        names=tuple(target or ()),
    )
    from knockon.report import caution

    with api.open_graph(store, create=False, read_only=True) as graph:
        report = graph.exposure(start=start, target=wanted, hops=hops, as_of=as_of, limit=limit)
    show_report(report, as_markdown=as_markdown, as_json=as_json)
    if not (as_json or as_markdown or on_terminal()):  # the lines cannot say how far was looked
        note(caution(report.found))


def beginning(parties: tuple[str, ...], named: Mapping[StartKind, str | None], listed_on: str | None) -> Start:
    """Where the search starts. Raises a usage error where more than one start is given."""
    from graph.start import Start
    from knockon.asking import START_OPTIONS

    starts = [Start(kind=kind, names=(name,)) for kind, name in named.items() if name is not None]
    if parties:
        starts.append(Start.party(*parties))
    if listed_on is not None:
        starts.append(dated(listed_on))
    if len(starts) > 1:
        ways = ", ".join(["PARTY", *START_OPTIONS.values(), "--listed-on"])
        raise typer.BadParameter(f"give one start only, of {ways}")
    return starts[0] if starts else Start.everything()


def dated(text: str) -> Start:
    """A start by dates: "2019-10" or "2019-05..2020-06"."""
    from graph.start import Start

    since, *rest = text.split("..")
    if len(rest) > 1 or not all((since, *rest)):
        raise InputError(f"--listed-on {text}: write both dates and no third, as in 2019-05..2020-06, or one date")
    first, last = api.iso_date(since), api.iso_date(rest[0] if rest else since)
    try:
        return Start.dates(str(first), last)
    except ValueError as error:  # pydantic's: the span is empty
        raise InputError(f"--listed-on {text}: write the earlier date first") from error


def labels(names: Iterable[str]) -> tuple[Label, ...]:
    """The labels named, however they are cased. Raises UnknownName."""
    known = {label.value.casefold(): label for label in ENTITY_LABELS}
    for name in names:
        if name.casefold() not in known:
            raise UnknownName("label", name, [label.value for label in ENTITY_LABELS])
    return tuple(known[name.casefold()] for name in names)
