"""What happens to files on their way: cut, doubled, saved in another encoding. Shared by the tests of loaders."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from graph.claims import Source
from graph.errors import InputError
from loaders import read


def facts(source: Source) -> set[tuple[str, str, str]]:
    """Each claim as (subject's name, predicate, object's name or value)."""
    names = {party.key: party.name for party in source.parties}
    return {(names[c.subject], c.predicate.value, names.get(c.object or "", c.value or "")) for c in source.claims}


def cut(data: bytes, parts: int = 10) -> Iterator[bytes]:
    """The file cut at every tenth of its length."""
    return (data[: len(data) * part // parts] for part in range(1, parts))


def damages(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Doubled, and saved in an encoding that the file does not say it has."""
    yield "doubled", data + data
    yield "utf-16", data.decode("utf-8").encode("utf-16")
    yield "latin-1", data.decode("utf-8").encode("latin-1", errors="replace")


def outcome(name: str, data: bytes, format_: str, whole: Callable[[Source], bool] = lambda _: False) -> str:
    """What reading gives: "refused" by an error of ours, "whole" where `whole` says so, else "taken"."""
    try:
        source = read(name, data, format=format_)
    except InputError:
        return "refused"
    return "whole" if whole(source) else "taken"
