"""Files are opened as they come, and what is cut, encrypted, nested or a trap is refused."""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from graph.errors import InputError
from loaders.media.opening import Opened, opened

TABLE = b"name,country\nVelmora Ltd,GB\n"


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return out.getvalue()


def content(found: Opened) -> bytes:
    with found.stream() as file:
        return file.read()


@pytest.mark.parametrize("data", [TABLE, gzip.compress(TABLE), packed(list__csv=TABLE)], ids=["plain", "gzip", "zip"])
def test_one_content_has_one_id_however_it_is_packed(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "file").write_bytes(data)
    for source in (data, tmp_path / "file"):
        (found,) = opened("list.csv", source)
        assert (found.id, found.size, found.head) == (hashlib.sha256(TABLE).hexdigest(), len(TABLE), TABLE)
        assert content(found) == content(found) == TABLE


def test_an_archive_gives_its_files_by_name_and_leaves_what_systems_put_there() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("b.csv", "a.csv", "__MACOSX/._a.csv", "folder/.DS_Store"):
            archive.writestr(name, name)
    assert [(f.name, content(f)) for f in opened("both.zip", out.getvalue())] == [
        ("a.csv", b"a.csv"),
        ("b.csv", b"b.csv"),
    ]


def test_the_suffix_of_the_packing_is_no_part_of_the_name() -> None:
    (found,) = opened("list.csv.gz", gzip.compress(TABLE))
    assert found.name == "list.csv"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (gzip.compress(TABLE * 50)[:-12], "gzip archive cannot be read"),
        (gzip.compress(TABLE)[:-8] + b"\0" * 8, "gzip archive cannot be read"),
        (packed(list__csv=TABLE)[:-10], "ZIP archive cannot be read"),
        (packed(), "holds no file"),
        (packed(list__csv=b""), "the file is empty"),
        (gzip.compress(gzip.compress(TABLE)), "an archive within an archive"),
        (packed(inner__zip=packed(list__csv=TABLE)), "an archive within an archive"),
        (packed(**{"[Content_Types].xml": b"<x/>"}), "Word or Excel"),
        (gzip.compress(b"a" * 100_000_000), "more than 200 times its size"),
        (packed(list__csv=b"a" * 100_000_000), "more than 200 times its size"),
    ],
    ids=[
        "cut gzip",
        "wrong checksum",
        "cut zip",
        "none",
        "empty",
        "gzip in gzip",
        "zip in zip",
        "office",
        "bomb",
        "zip bomb",
    ],
)
def test_what_cannot_be_unpacked_safely_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        list(opened("file.dat", data))
    assert str(caught.value).startswith("file.dat")


def test_an_encrypted_member_is_refused() -> None:
    data = bytearray(packed(list__csv=TABLE))
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(header) + flags] |= 1
    with pytest.raises(InputError, match=r"list\.csv: encrypted"):
        list(opened("file.zip", bytes(data)))
