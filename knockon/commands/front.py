"""What every command has in common: the application, its options, its exit codes, and how it fails."""

from __future__ import annotations

import errno
import sys
import traceback
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from graph.errors import InputError, KnockonError, StoreError
from knockon import settings
from knockon.terminal import let_go, note

Run = TypeVar("Run", bound=Callable[..., Any])

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}

EXIT_CODES: tuple[tuple[int, str], ...] = (
    (0, "done"),
    (1, "a defect of knockon: please report it with what is printed; of diff alone: the versions differ"),
    (2, "the command line is wrong: an unknown option, a missing argument"),
    (3, "no such party, edge, query, format or document; near names are offered"),
    (4, "a file or value cannot be used; nothing was stored"),
    (
        5,
        "the store cannot be used: missing, foreign, locked, unreachable or refusing; or the output's disk is full",
    ),
    (6, "a query or its parameters are refused"),
    (130, "interrupted by Ctrl-C; nothing is half written"),
    (141, "the reader of the output went away"),
)

Store = Annotated[
    str | None,
    typer.Option(
        "--store",
        envvar=settings.STORE_VARIABLE,
        metavar="PATH|URL",
        help=f"The graph: a folder, bolt:// or neo4j://. By default {settings.DEFAULT_STORE} in this folder.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, with its schema named.")]
Markdown = Annotated[bool, typer.Option("--markdown", help="Print Markdown.")]
Output = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file, whole or not at all.")
]
Parameters = Annotated[
    list[str] | None,
    typer.Option("--param", "-p", metavar="NAME=VALUE", help="A parameter; give the option again for the next."),
]


# In the order in which a newcomer needs them.
ORDER = (
    *("demo", "load", "exposure", "listed", "explain", "query", "diff", "cypher"),
    *("view", "export", "withdraw", "status", "formats"),
)


class Front(TyperGroup):
    """Turns what goes wrong into one line on stderr and an exit code; only a defect shows a traceback."""

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(super().list_commands(ctx), key=ORDER.index)

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except KnockonError as error:
            note(f"error: {error}", style="red")
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as error:
            note("interrupted. Nothing is half written: a load is kept whole or not at all, and so is a file.")
            raise typer.Exit(130) from error
        except OSError as error:
            if error.errno != errno.EPIPE and error.errno not in _FULL:
                _defect(error)
            raise typer.Exit(output_lost(error)) from error
        except Exception as error:
            if type(error).__module__.startswith("typer"):  # usage errors and exits, which Typer prints itself
                raise
            _defect(error)
        return result


class Filled(TyperCommand):
    """A command whose options, where given, are not empty: `--list "$UNSET"` does not mean any list."""

    def invoke(self, ctx: Any) -> Any:
        for parameter in self.params:
            value = ctx.params.get(parameter.name or "")
            given = value if isinstance(value, list | tuple) else [value]
            if parameter.param_type_name == "option" and "" in given:
                raise InputError(f"{parameter.opts[0]} is empty: give a value, or leave the option out")
        return super().invoke(ctx)


def _defect(error: Exception) -> None:
    sys.stderr.write("".join(traceback.format_exception(error)))
    note(f"This is a defect of knockon {settings.version()}. Please report it with the lines above.")
    raise typer.Exit(1) from error


def output_lost(error: OSError) -> int:
    """The exit code where stdout takes no more, after a word on why, unless its reader just went away."""
    let_go(sys.stdout)
    if error.errno == errno.EPIPE:
        return 141
    note(f"error: the output cannot be written: {error.strerror}. What was printed is cut", style="red")
    return StoreError.exit_code


app = typer.Typer(
    name="knockon",
    cls=Front,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start: knockon demo",
)


def command(name: str, *, example: str) -> Callable[[Run], Run]:
    """Register a command; its help ends with the example."""
    return app.command(name, cls=Filled, epilog=f"Example: {example}")


@app.callback(invoke_without_command=True)
def front(
    version: Annotated[bool, typer.Option("--version", help="Print the version.", is_eager=True)] = False,
) -> None:
    """When a government lists a firm, who else is hit, along which path, and on whose word?"""
    if version:
        typer.echo(f"knockon {settings.version()}")
        raise typer.Exit
