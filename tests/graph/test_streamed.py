"""A load of streams leaves what a fold of everything would, however the records share parties."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import ledger
from graph.change import parts as kept
from graph.change.parts import Parts
from graph.change.streamed import read, streaming
from graph.claims import Judgement, Part, Records, Source, Verdict
from graph.errors import InputError
from graph.model import Label
from graph.records import canonical
from graph.store import Store, open_store
from tests.building import key, source
from tests.graph.changes import some_source

AT, LATER = "2024-01-01T00:00:00+00:00", "2024-02-01T00:00:00+00:00"


@contextmanager
def fresh() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "graph") as store:
        yield store


def stream(made: Source, groups: int = 100) -> Records:
    """The source as records: the claims about each of so many groups of subjects are one."""
    parties = {party.key: party for party in made.parties}
    order = {party: n % groups for n, party in enumerate(sorted(parties))}
    parts: list[Part] = []
    for group in sorted(set(order.values())):
        claims = tuple(claim for claim in made.claims if order[claim.subject] == group)
        ends = dict.fromkeys(end for claim in claims for end in (claim.subject, claim.object) if end is not None)
        parts.append(Part(tuple(parties[end] for end in ends), claims))
    return Records(made.document, iter(parts))


def register(name: str, firms: int, first: int = 0) -> Source:
    """Firms that meet nobody, all of one country."""
    made = [f"Firm {number}" for number in range(first, first + firms)]
    triples = [(firm, "LOCATED_IN", "US") for firm in made]
    listed = [(firm, "LISTED_BY", "List:Red List") for firm in made[:3]]
    return source(name, f"text {name}", *triples, *listed, anchors={"List:Red List": "red"})


def test_a_stream_makes_what_its_source_would(store: Store) -> None:
    made = register("a", 6)
    outcome = ledger.load(store, [stream(made)], recorded_at=AT)
    assert (outcome.loaded, outcome.unchanged) == ((made.document.id,), ())
    assert ledger.sources(store) == [canonical(made)]
    assert ledger.refold(store, LATER) == []
    firms = {row["id"]: (row["countries"], row["roles"]) for row in store.nodes(Label.COMPANY)}
    assert firms["company:firm-0"] == (["US"], ["listed"])
    assert firms["company:firm-5"] == (["US"], [])
    assert [row["roles"] for row in store.nodes(Label.LIST)] == [["lister"]]


def test_who_meets_nobody_is_alone() -> None:
    made = register("a", 6)
    with Parts() as parts:
        found = read([stream(made), stream(register("b", 2, first=5))], parts)
        alone = found.census.alone(["n:firm:firm 4"])
        names = [party.name for _, part in parts for party in part.parties]
    assert sorted({name for name, flag in zip(names, alone, strict=True) if flag}) == [
        "Firm 0",
        "Firm 1",
        "Firm 2",
        "Firm 3",
        "Firm 6",
    ]


def test_streams_meet_each_other_and_the_store(store: Store) -> None:
    ledger.load(store, [register("a", 4)], recorded_at=AT)
    ledger.load(store, [stream(register("b", 4, first=2)), stream(register("c", 4, first=5))], recorded_at=LATER)
    assert len(list(store.nodes(Label.COMPANY))) == 9
    assert ledger.refold(store, LATER) == []
    assert {row["documents"] for row in store.nodes(Label.COUNTRY)} == {3}


def test_a_live_stream_is_not_read_again(store: Store) -> None:
    made = register("a", 3)
    ledger.load(store, [stream(made)], recorded_at=AT)

    def unread() -> Iterator[Part]:
        raise AssertionError("it was read")
        yield  # type: ignore[unreachable]

    outcome = ledger.load(store, [Records(made.document, unread())], recorded_at=LATER)
    assert (outcome.loaded, outcome.unchanged) == ((), (made.document.id,))


def test_a_stream_that_breaks_leaves_nothing(store: Store) -> None:
    made = register("a", 3)

    def cut() -> Iterator[Part]:
        yield from stream(made).parts
        raise InputError("a: cut")

    with pytest.raises(InputError, match="cut"):
        ledger.load(store, [Records(made.document, cut())], recorded_at=AT)
    assert {label: list(store.nodes(label)) for label in Label if list(store.nodes(label))} == {}


def test_judgements_and_open_events_are_folded_whole(store: Store) -> None:
    told = source("news", "Firm 1 was listed.", ("Firm 1", "MEMBER_OF", "Event:listing"))
    ledger.load(store, [told], recorded_at=AT)
    listed = source("list", "text", ("Firm 1", "MEMBER_OF", "Event:rule"), anchors={"Event:rule": "rule"})
    ledger.load(store, [stream(listed)], recorded_at=AT)
    assert ledger.refold(store, LATER) == []
    said = Judgement.of(key(told, "Firm 1"), key(listed, "Firm 1"), Verdict.NOT_SAME, "so", "person:ann")
    ledger.judge(store, said, recorded_at=AT)
    ledger.load(store, [stream(register("c", 2))], recorded_at=AT)
    assert ledger.refold(store, LATER) == []


def test_parts_come_back_from_files_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_IN_MEMORY", 10)
    monkeypatch.setattr(kept, "_AT_ONCE", 4)
    random = Random(7)  # noqa: S311
    sources = [some_source(random, f"d{n}") for n in range(8)]
    given_parts = [(made.document, part) for made in sources for part in stream(made, 3).parts]
    with Parts() as parts:
        for document, part in given_parts:
            parts.take(document, part)
        assert list(parts) == given_parts
        assert [claim.id for _, part in parts for claim in part.claims] == [
            claim.id for _, part in given_parts for claim in part.claims
        ]


def test_little_is_kept_of_those_who_are_alone(store: Store) -> None:
    with Parts() as parts:
        found = read([stream(register("a", 40))], parts)
        course = streaming(store, found, AT).course
        assert {party.name for party, _ in course.universe.new_parties.values()} == {"US", "Red List"}


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False), st.integers(1, 3), st.integers(1, 9))
def test_any_streams_leave_the_fold_of_what_is_live(random: Random, loads: int, groups: int) -> None:
    with fresh() as store:
        for load in range(loads):
            made = [some_source(random, f"d{load}-{n}", own=9) for n in range(random.choice((1, 2)))]
            ledger.load(store, [stream(one, groups) for one in made], recorded_at=AT)
            assert ledger.refold(store, LATER) == []
