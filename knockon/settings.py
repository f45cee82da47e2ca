"""Where things are: the data that ships, and the store when none is named.

Nothing is read from a settings file. `KNOCKON_STORE` names a store; a server's user and password come from
`NEO4J_USERNAME`, `NEO4J_PASSWORD` and `NEO4J_DATABASE` and from nowhere else.
"""

from __future__ import annotations

import os
from importlib.metadata import version as installed_version
from pathlib import Path

from graph.errors import InputError

STORE_VARIABLE = "KNOCKON_STORE"
DEFAULT_STORE = ".knockon/graph.lbdb"
DEMO_STORE = ".knockon/demo.lbdb"
DEMO_PAGE = "knockon-demo.html"


def version() -> str:
    """The installed version of knockon."""
    return installed_version("knockon")


def store_url(given: str | os.PathLike[str] | None = None) -> str:
    """The store to use: the one given, else that of KNOCKON_STORE, else a folder under the working directory."""
    if given is None:
        return os.environ.get(STORE_VARIABLE) or DEFAULT_STORE
    if not os.fspath(given):
        raise InputError("the store's place is empty: name a folder or an address, or leave it out")
    return os.fspath(given)


def data_folder() -> Path:
    """The data that ships: beside this module in a wheel, at the root in a checkout."""
    here = Path(__file__).resolve().parent
    packaged = here / "data"
    return packaged if packaged.is_dir() else here.parent / "data"
