"""Every error that knockon raises on purpose.

    KnockonError
    ├── InputError          a file or a value that the user gave cannot be used (exit 4)
    ├── ModelError          a claim, party or document breaks the model (exit 4)
    ├── UnknownName         no such party, query, format or filter value; offers near names (exit 3)
    ├── QueryError          a Cypher text or its parameters are refused (exit 6)
    │   └── ReadOnly        a query would write, and writing was not asked for
    ├── JudgementConflict   a merge goes against a recorded "not same" (exit 4)
    └── StoreError          the graph database cannot be used (exit 5)
        ├── StoreMissing    nothing is there
        ├── StoreForeign    something is there that knockon did not make
        ├── StoreLocked     another process writes to it
        ├── StoreVersion    it was written by another version of the schema
        ├── StoreUnreachable  the server does not answer
        └── StoreRefused    the server answers and says no (password, rights)

A message names the thing, the place (file, row, column or offset) and the fix. The command line prints it
without a traceback and exits with `exit_code`; anything else that is raised is a defect of knockon (exit 1).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class KnockonError(Exception):
    """The base of the tree; `exit_code` is what the command line exits with."""

    exit_code = 1


class InputError(KnockonError):
    """A file or value of the user's cannot be used. Nothing was stored."""

    exit_code = 4


class ModelError(KnockonError):
    """A claim, party or document breaks a rule of the model."""

    exit_code = 4


class UnknownName(KnockonError):
    """No such name. `near` holds the known names that look like it, best first."""

    exit_code = 3

    def __init__(self, what: str, name: str, known: Iterable[str], fix: str = "") -> None:
        spelled = {k.casefold(): k for k in sorted(known, reverse=True)}
        near = difflib.get_close_matches(name.casefold(), spelled, n=3, cutoff=0.6)
        self.near = tuple(spelled[n] for n in near)
        hint = f" Did you mean {' or '.join(self.near)}?" if self.near else ""
        super().__init__(f"no {what} called {name!r}.{hint}{' ' + fix if fix else ''}")


class QueryError(KnockonError):
    """A Cypher text or its parameters are refused."""

    exit_code = 6


class ReadOnly(QueryError):
    """A query would write, and writing was not asked for."""


class JudgementConflict(KnockonError):
    """A merge goes against a recorded "not same"."""

    exit_code = 4


class StoreError(KnockonError):
    """The graph database cannot be used."""

    exit_code = 5


class StoreMissing(StoreError):
    """Nothing is there."""


class StoreForeign(StoreError):
    """Something is there that knockon did not make. It is left as it is."""


class StoreLocked(StoreError):
    """Another process writes to it."""


class StoreVersion(StoreError):
    """It was written by another version of the schema."""


class StoreUnreachable(StoreError):
    """The server does not answer."""


class StoreRefused(StoreError):
    """The server answers and says no: a wrong password, missing rights."""
