"""docs/cli.md, written from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import typer.main

from knockon.cli import app
from knockon.commands.front import EXIT_CODES


def commands() -> Mapping[str, Any]:
    """The commands by name, in the order of the alphabet."""
    group: Any = typer.main.get_command(app)
    return dict(sorted(group.commands.items()))


def cli_page() -> str:
    """The page on the command line: what holds for all, the exit codes, then each command."""
    lines = [
        "# The command line",
        "",
        "Written by `make docs` from the commands themselves; `knockon COMMAND --help` says the same.",
        "",
        "- Data goes to stdout; progress, notes and errors to stderr.",
        "- On a terminal an answer is a tree or a table, in a pipe tab-separated lines with a head and without colour,",
        "  with `--json` one JSON object whose `schema` names its form and version. `NO_COLOR` wins over all else.",
        "- What a source says is data: control characters and overrides of direction are spelled out, never obeyed.",
        "- `--store` names the graph, or the variable `KNOCKON_STORE`; a server's user and password come from",
        "  `NEO4J_USERNAME`, `NEO4J_PASSWORD` and `NEO4J_DATABASE` alone.",
        "- `knockon --install-completion` adds completion to your shell.",
        "",
        "## Exit codes",
        "",
        "| code | meaning |",
        "| --- | --- |",
        *(f"| {code} | {meaning} |" for code, meaning in EXIT_CODES),
        "",
    ]
    for name, command in commands().items():
        lines += _command(name, command)
    return "\n".join(lines).rstrip() + "\n"


def _command(name: str, command: Any) -> Iterable[str]:
    yield from (f"## knockon {name}", "", " ".join((command.help or "").split()), "")
    yield from ("```sh", (command.epilog or "").removeprefix("Example: "), "```", "")
    yield from ("| argument or option | meaning |", "| --- | --- |")
    for parameter in command.params:
        if parameter.name != "help":
            yield f"| `{_spelled(parameter)}` | {_meaning(parameter)} |"
    yield ""


def _spelled(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name.upper()).replace("|", "\\|")
    names = ", ".join(sorted(parameter.opts, key=len, reverse=True))
    takes = "" if parameter.is_flag else f" {parameter.metavar}"
    return f"{names}{takes}".replace("|", "\\|")


def _meaning(parameter: Any) -> str:
    default = parameter.default
    shown = f" Default: {default}." if isinstance(default, str | int) and not isinstance(default, bool) else ""
    variable = f" Variable: {parameter.envvar}." if getattr(parameter, "envvar", None) else ""
    return f"{parameter.help or ''}{shown}{variable}".replace("|", "\\|").strip()
