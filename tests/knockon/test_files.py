"""Files are readable or refused, written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from graph.errors import InputError
from knockon import files


def test_gives_the_path_of_a_file_that_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\x00\r\n")
    assert files.regular(str(tmp_path / "a.txt")) == tmp_path / "a.txt"


def refusal(folder: Path, name: str) -> str:
    with pytest.raises(InputError) as caught:
        files.regular(folder / name)
    return str(caught.value).removeprefix(f"{folder}/")


def test_refuses_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    refused = {name: refusal(tmp_path, name) for name in ("none.txt", ".", "pipe", "nul\0")}
    assert refused == {
        "none.txt": "none.txt: no such file. Check the spelling and the folder you are in",
        ".": f"{tmp_path}: is a folder. Name its files: {tmp_path}/*",
        "pipe": "pipe: is no regular file. Save it to a file first",
        "nul\0": "nul\0: cannot be read: a null character in the name",
    }


def test_writing_replaces_in_one_step_and_keeps_the_rights(tmp_path: Path) -> None:
    path = tmp_path / "out.html"
    path.write_text("old")
    path.chmod(0o640)
    assert files.write_whole(path, b"new") == path
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o640)
    assert [p.name for p in tmp_path.iterdir()] == ["out.html"]


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.html"
    path.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match=r"out\.html: cannot be written: No space left on device"):
        files.write_whole(path, b"new")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("out.html", "old")]


def test_refuses_to_write_into_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"is a folder\. Name a file in it"):
        files.write_whole(tmp_path, b"")
    with pytest.raises(InputError, match=r"there is no folder .*nowhere"):
        files.write_whole(tmp_path / "nowhere" / "out", b"")
    with pytest.raises(InputError, match="is no regular file"):
        files.write_whole("/dev/null", b"")


def test_a_link_is_followed_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    files.write_whole(tmp_path / "link", b"new")
    assert ((tmp_path / "link").is_symlink(), (tmp_path / "real").read_text()) == (True, "new")
