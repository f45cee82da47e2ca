"""Lists that are cut, doubled, mixed or in another encoding: an error of ours, or whole records and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from graph.errors import InputError
from graph.model import Predicate
from loaders import read
from tests.loaders import test_ecfr as ecfr
from tests.loaders import test_screening_json as json_file
from tests.loaders import test_screening_list as csv_file
from tests.loaders import test_us_lists as us_list

NAMES = [f"Exämple {letter} Optics" for letter in "ABCDE"]
FILES: Mapping[str, bytes] = {
    "screening-list": csv_file.table(*(csv_file.row(source=csv_file.ENTITY_LIST, name=name) for name in NAMES)),
    "screening-list-json": json_file.file_of(*({**json_file.RECORD, "name": name, "id": name} for name in NAMES)),
    "us-lists": us_list.file_of("bis-meu", *(us_list.entity(name=name) for name in NAMES)),
    "ecfr": ecfr.entity_list(*(ecfr.row("CHINA", f"{name}, 1 First Road, Sampleton, China.") for name in NAMES)),
}
EXAMPLES = {"screening-list": "list.csv", "ecfr": "title-15.xml"}


def listed(format_: str, data: bytes) -> list[str]:
    """The names of the parties that the file lists, in its order."""
    source = read(EXAMPLES.get(format_, "list.json"), data, format=format_)
    names = {party.key: party.name for party in source.parties}
    return [names[c.subject] for c in source.claims if c.predicate is Predicate.LISTED_BY]


@pytest.mark.parametrize("format_", FILES)
def test_the_whole_file_is_read(format_: str) -> None:
    assert listed(format_, FILES[format_]) == NAMES


@pytest.mark.parametrize("tenth", range(1, 10))
@pytest.mark.parametrize("format_", FILES)
def test_a_file_cut_at_any_tenth_stops(format_: str, tenth: int) -> None:
    data = FILES[format_]
    with pytest.raises(InputError):
        listed(format_, data[: len(data) * tenth // 10])


def test_a_table_cut_between_two_rows_is_whole_rows() -> None:
    """Such a file cannot be told from a shorter list; the guard against mass drops compares it with the last one."""
    lines = FILES["screening-list"].splitlines(keepends=True)
    assert listed("screening-list", b"".join(lines[:4])) == NAMES[:3]


@pytest.mark.parametrize("format_", FILES)
def test_a_doubled_file_stops(format_: str) -> None:
    with pytest.raises(InputError):
        listed(format_, FILES[format_] * 2)


@pytest.mark.parametrize("other", FILES)
@pytest.mark.parametrize("format_", FILES)
def test_two_lists_in_one_file_stop(format_: str, other: str) -> None:
    with pytest.raises(InputError):
        listed(format_, FILES[format_] + FILES[other])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
@pytest.mark.parametrize("format_", ["screening-list", "screening-list-json", "us-lists"])
def test_another_encoding_stops(format_: str, encoding: str) -> None:
    with pytest.raises(InputError):
        listed(format_, FILES[format_].decode().encode(encoding))


@pytest.mark.parametrize("format_", ["screening-list", "us-lists", "ecfr"])
def test_letters_in_latin_1_stop(format_: str) -> None:
    """JSON of the standard library escapes them, so the screening list's JSON has none."""
    with pytest.raises(InputError):
        listed(format_, FILES[format_].decode().encode("latin-1"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "file",
    ["csl-csv/consolidated.csv.gz", "csl-csv/csl_2019_sample.csv", "us-lists-2026-parsed/bis_entity_list.json.gz"],
)
def test_a_sample_cut_at_any_tenth_is_refused(samples: Path, file: str) -> None:
    data = (samples / file).read_bytes()
    for tenth in range(1, 10):
        with pytest.raises(InputError):
            read(Path(file).name, data[: len(data) * tenth // 10])
