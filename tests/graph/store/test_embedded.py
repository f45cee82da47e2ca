"""What is particular to the embedded store: its folder, its lock, and what else may lie there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import ModelError, StoreError, StoreForeign, StoreLocked, StoreMissing
from graph.model import Label
from graph.store import Batch, Relation, open_store
from graph.store.embedded_failures import FILE
from graph.store.schema import relation_ends
from tests.conftest import ROOT
from tests.graph.store.small import SMALL
from tests.reading import names


def test_a_folder_is_made_with_its_parents(tmp_path: Path) -> None:
    with open_store(tmp_path / "a" / "b c é") as store:
        store.write(SMALL)
    assert (tmp_path / "a" / "b c é" / FILE).is_file()


def test_a_first_change_that_fails_leaves_no_store_behind(tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    wrong = Batch({Label.PERSON: [{"id": ""}]})
    with pytest.raises(ModelError), open_store(folder) as store:
        store.write(wrong)
    assert not folder.exists()
    with open_store(folder) as store:
        store.write(SMALL)
    with pytest.raises(ModelError), open_store(folder) as store:
        store.write(wrong)
    with open_store(folder, create=False) as store:
        assert names(store, Label.PERSON) == {"Pe"}


@pytest.mark.slow
def test_every_type_joins_every_pair_of_labels_that_it_may(tmp_path: Path) -> None:
    pairs = [(kind, a, b) for kind, ends in relation_ends().items() for a, b in sorted(ends)]
    labels = sorted({label for _, a, b in pairs for label in (a, b)})
    nodes = {label: [{"id": f"{label}{i}"} for i in (1, 2)] for label in labels}
    relations = [Relation(kind, a, f"{a}1", b, f"{b}2", f"{a} {b}") for kind, a, b in pairs]
    with open_store(tmp_path / "graph") as store:
        store.write(Batch(nodes, relations))
        found = {(r.type, r.source_label, r.target_label) for r in store.relations()}
    assert found == set(pairs)


def test_a_folder_with_other_files_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    for options in ({}, {"create": False}, {"read_only": True}):
        with pytest.raises(StoreForeign, match=r"holds other files \(letter.txt\)"):
            open_store(tmp_path, **options)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("letter.txt", "dear")]


def test_a_file_where_the_folder_should_be_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "graph"
    file.write_text("dear")
    for place in (file, file / "below"):
        with pytest.raises(StoreForeign, match="is a file"):
            open_store(place)
    assert file.read_text() == "dear"


def test_a_database_file_that_is_none_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("dear " * 5000)
    for read_only in (False, True):
        with pytest.raises(StoreForeign, match="no knockon graph"):
            open_store(tmp_path, read_only=read_only)
    assert (tmp_path / FILE).read_text() == "dear " * 5000


def test_a_reader_finishes_the_checkpoint_of_a_killed_writer(tmp_path: Path) -> None:
    code = (
        "import os, sys; from graph.store import open_store; from tests.graph.store.small import SMALL;"
        " store = open_store(sys.argv[1]); store.write(SMALL); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, check=True)
    (tmp_path / f"{FILE}.wal").rename(tmp_path / f"{FILE}.wal.checkpoint")
    for _ in range(2):
        with open_store(tmp_path, create=False, read_only=True) as store:
            assert names(store, Label.PERSON) == {"Pe"}


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 3])


def _without_catalog(file: Path) -> None:
    held = file.read_bytes()
    file.write_bytes(held[:4096] + b"\xa5" * (len(held) - 4096))


@pytest.mark.parametrize("damage", [_cut, _without_catalog])
@pytest.mark.parametrize("read_only", [False, True])
def test_a_damaged_graph_is_called_so(damage: Callable[[Path], None], read_only: bool, tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.write(SMALL)
    damage(tmp_path / FILE)
    with pytest.raises(StoreError, match=r"damaged \(.*\): load your files again into a new folder"):
        open_store(tmp_path, read_only=read_only)


@pytest.mark.parametrize("kind", [ValueError, IndexError, MemoryError, RuntimeError])
def test_whatever_the_database_raises_as_it_opens_is_damage(
    kind: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise kind("vector::_M_default_append")

    monkeypatch.setattr("graph.store.embedded.ladybug.Database", broken)
    with pytest.raises(StoreError, match=r"damaged \(vector::_M_default_append\)"):
        open_store(tmp_path)


def test_a_path_that_cannot_be(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for place in (loop, Path("~nosuchuser/graph"), tmp_path / "a\0b"):
        with pytest.raises(StoreError, match="check the path"):
            open_store(place)


def test_an_empty_folder_has_no_graph_to_read(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="knockon load"):
        open_store(tmp_path, read_only=True)


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="rights"):
        open_store(tmp_path / "graph")


def test_a_place_that_cannot_be_made() -> None:
    with pytest.raises(StoreError, match="check the path and its rights"):
        open_store(Path("/proc/knockon/graph"))


def test_a_second_writer_is_turned_away_in_the_same_process(tmp_path: Path) -> None:
    with open_store(tmp_path), pytest.raises(StoreLocked, match="close that store first"):
        open_store(tmp_path)
    open_store(tmp_path).close()


def test_a_second_writer_is_turned_away_in_another_process(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.write(SMALL)
        said = _opened_elsewhere(tmp_path)
        store.write(Batch({Label.PERSON: [{"id": "q", "name": "Qu"}]}))
    assert "another process has it open for writing" in said


def test_a_reader_sees_what_a_writer_of_this_process_wrote_meanwhile(tmp_path: Path) -> None:
    with open_store(tmp_path) as writer, open_store(tmp_path, read_only=True) as reader:
        assert names(reader, Label.PERSON) == set()
        writer.write(SMALL)
        assert names(reader, Label.PERSON) == {"Pe"}
        writer.write(Batch(drop_nodes={Label.PERSON: ["p"]}))
        assert names(reader, Label.PERSON) == set()


def test_a_reader_of_this_process_keeps_the_writers_lock(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    reader = open_store(tmp_path, read_only=True)
    with open_store(tmp_path) as writer:
        writer.write(SMALL)
        assert names(reader, Label.PERSON) == {"Pe"}
        reader.close()
        assert "another process has it open" in _opened_elsewhere(tmp_path)


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.rows("RETURN 1 AS n")
    with pytest.raises(StoreError, match="closed"):
        store.write(SMALL)


def _opened_elsewhere(folder: Path) -> str:
    """What another process is told when it opens the store for writing."""
    code = (
        "import sys; from graph.errors import StoreLocked; from graph.store import open_store\n"
        "try: open_store(sys.argv[1])\n"
        "except StoreLocked as error: print(error)"
    )
    command = [sys.executable, "-c", code, str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
