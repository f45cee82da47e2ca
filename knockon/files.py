"""Files in and out: readable or refused with a word on what to do, written whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import InputError


def regular(path: str | os.PathLike[str]) -> Path:
    """The path of a file that can be read. Raises InputError that names the file and the fix."""
    path = _named(path)
    with _reading(path):
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError(f"{path}: is a folder. Name its files: {path / '*'}")
        if not stat.S_ISREG(mode):
            raise InputError(f"{path}: is no regular file. Save it to a file first")
        path.open("rb").close()
    return path


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file. Check the spelling and the folder you are in") from error
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        why = getattr(error, "strerror", None) or "a null character in the name"
        raise InputError(f"{path}: cannot be read: {why}") from error


def write_whole(path: str | os.PathLike[str], content: bytes) -> Path:
    """Put the content in place of the file in one step: a reader sees the old file or the new one, whole."""
    path = _named(path)
    with _writing(path):
        _replace(path.resolve(), [content])
    return path


def write_stream(path: str | os.PathLike[str], pieces: Iterable[bytes]) -> int:
    """As `write_whole`, from pieces that need not fit into memory; gives the number of bytes."""
    path = _named(path)
    with _writing(path):
        return _replace(path.resolve(), pieces)


def write_folder(path: str | os.PathLike[str], fill: Callable[[Path], None]) -> int:
    """Make a new folder with what `fill` writes into it, whole or not at all; gives the number of bytes."""
    path = _named(path)
    try:
        if path.exists() and not (path.is_dir() and not any(path.iterdir())):
            raise InputError(f"{path}: is there already and not empty. Name a new folder")
        place = path.resolve()
        if not place.parent.is_dir():
            raise InputError(f"{path}: there is no folder {place.parent}. Make it first")
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=f".{place.name[:60]}.") as made:
            inside = Path(made) / "new"
            inside.mkdir()
            fill(inside)
            size = sum(file.stat().st_size for file in inside.rglob("*") if file.is_file())
            inside.replace(place)
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(f"{path}: cannot be written: {getattr(error, 'strerror', None) or error}") from error
    return size


def check_place(path: str | os.PathLike[str]) -> None:
    """See that a file can be written there, before the work whose outcome it is to hold. Raises InputError."""
    path = _named(path)
    with _writing(path), tempfile.NamedTemporaryFile(dir=path.resolve().parent, prefix=f".{path.name[:60]}."):
        pass


def _named(path: str | os.PathLike[str]) -> Path:
    if not os.fspath(path):
        raise InputError("the name of a file is empty: name one")
    return Path(path)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Turns what keeps the file from being written into an InputError."""
    try:
        if path.is_dir():
            raise InputError(f"{path}: is a folder. Name a file in it")
        if path.exists() and not path.is_file():
            raise InputError(f"{path}: is no regular file. Name another, or leave the option out to write to stdout")
        if not path.resolve().parent.is_dir():
            raise InputError(f"{path}: there is no folder {path.parent}. Make it first")
        yield
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: a link that leads to itself
        raise InputError(f"{path}: cannot be written: {getattr(error, 'strerror', None) or error}") from error


def _replace(path: Path, pieces: Iterable[bytes]) -> int:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:60]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            size = sum(file.write(piece) for piece in pieces)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_mode(path))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return size


def _mode(path: Path) -> int:
    """The rights of the file replaced, or those that a new one would get."""
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
