"""No file, however broken, makes a loader fail with anything but its own error, and none is taken in part unseen."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import loaders
from graph.claims import Records
from graph.errors import KnockonError
from loaders.document import stem

# One file of each kind of sample, small enough to be read some hundred times.
SAMPLES = (
    "bis-denied-persons/dpl.txt",
    "bods-0.2-examples/3-joint-ownership.json",
    "bods-0.4-examples/tecido.json",
    "crunchbase-2015-acquisitions/acquisitions_odd.csv.gz",
    "csl-csv/csl_2019_sample.csv",
    "dod-1260h-parents/sanctions.csv",
    "ftm-donations/entities.ftm.json",
    "ftm-ownership-zala/entities.ftm.json",
    "gleif-cdf/lei-data.json",
    "gleif-cdf/lei-data.xml",
    "gleif-cdf/repex-data.xml",
    "gleif-cdf/rr-data.json",
    "gleif-cdf/rr-data.xml",
    "gleif-lei-names/lei_names_cn_hk_tw_ru_ae.csv",
    "ofac-consolidated-csv/cons_add.csv",
    "ofac-consolidated-csv/cons_alt.csv",
    "ofac-consolidated-csv/cons_comments.csv",
    "ofac-consolidated-csv/cons_prim.csv",
    "ofac-enhanced-xml/CONS_ENHANCED.XML.gz",
    "opensanctions-targets-simple/targets.simple.csv.gz",
    "sec-13f/0000007195-21-000001.txt",
    "sec-company-tickers/company_tickers_exchange.csv",
    "us-lists-2026-parsed/bis_entity_list.json.gz",
    "us-lists-2026-parsed/bis_meu.json",
    "us-lists-2026-parsed/dow_1260h.json",
    "us-lists-2026-parsed/ofac_nscmic.json",
)
LONGEST = 400_000  # bytes of a table
BYTES = 60_000  # of a sample: its first records, as long as its own rules allow
Change = Callable[[bytes], bytes]


def taken(name: str, data: bytes) -> tuple[str, set[tuple[object, ...]]] | None:
    """The format and what is said; None where it is refused with an error of ours, which names it."""
    said = ""
    try:
        (found,) = loaders.open_file(name, data, partial=True)
        parts = found.parts if isinstance(found, Records) else (found,)
        claims: set[tuple[object, ...]] = {
            (c.predicate, c.row, c.column, c.quote, c.value) for part in parts for c in part.claims
        }
    except KnockonError as error:
        said = str(error)
    else:
        return found.document.format, claims
    assert stem(name) in said
    return None


@pytest.fixture(params=SAMPLES)
def sample(request: pytest.FixtureRequest, samples: Path) -> tuple[str, bytes]:
    path = samples / request.param
    data = path.read_bytes()
    return path.name.removesuffix(".gz"), _first_rows(gzip.decompress(data) if path.suffix == ".gz" else data)


def _first_rows(data: bytes) -> bytes:
    """The whole file; of a long table its first rows, so that each can be read some dozen times."""
    if len(data) <= LONGEST or data.lstrip()[:1] in (b"<", b"[", b"{"):
        return data
    return data[: data.rfind(b"\n", 0, LONGEST) + 1]


def cuts(data: bytes) -> Iterator[bytes]:
    return (data[: len(data) * tenth // 10] for tenth in range(1, 10))


@pytest.mark.slow
def test_a_sample_cut_at_every_tenth_is_refused_or_is_a_whole_beginning(sample: tuple[str, bytes]) -> None:
    """Cut within a record it is refused; cut between two, where nothing tells, what is taken is a part of the whole."""
    name, data = sample
    whole = taken(name, data)
    assert whole is not None
    for cut in cuts(data):
        part = taken(name, cut)
        assert part is None or part[0] != whole[0] or part[1] <= whole[1]


@pytest.mark.slow
def test_a_sample_doubled_mixed_or_of_another_encoding_fails_cleanly(sample: tuple[str, bytes]) -> None:
    name, data = sample
    for changed in (data + data, data[: len(data) // 2] + b"\x00\xff" + data, data.decode("latin-1").encode("utf-16")):
        taken(name, changed)


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["flip", "drop", "double", "put"]),
        st.integers(0, 10**9),
        st.sampled_from(
            [b"", b'"', b",", b"\n", b"\x00", b"\xff", b"{", b"]", b"<", b"-0-", b"9" * 40, b"\xe2\x80\xae"]
        ),
    ),
    min_size=1,
    max_size=6,
)


def edited(data: bytes, edits: list[tuple[str, int, bytes]]) -> bytes:
    for what, where, put in edits:
        at = where % max(1, len(data))
        if what == "flip":
            data = data[:at] + bytes([data[at] ^ (1 << where % 8)]) + data[at + 1 :] if data else data
        elif what == "drop":
            data = data[:at] + data[at + 1 + where % 200 :]
        elif what == "double":
            data = data[:at] + data[max(0, at - where % 300) :]
        else:
            data = data[:at] + put + data[at:]
    return data


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_a_sample_with_a_few_bytes_changed_fails_cleanly(
    sample: tuple[str, bytes], edits: list[tuple[str, int, bytes]]
) -> None:
    name, data = sample
    taken(name, edited(data[:BYTES], edits))
