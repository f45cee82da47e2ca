"""A change made piece by piece leaves what a fold of everything would: after any loads, withdrawals and judgements."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import ledger
from graph.change.batch import batch_of
from graph.change.stored import Stored, TooWide
from graph.change.universe import Change, Universe
from graph.claims import Judgement, Source, Verdict
from graph.errors import InputError, JudgementConflict
from graph.model import Label
from graph.store import Store, open_store
from graph.store.protocol import Batch
from tests.building import source
from tests.graph.changes import some_source

AT, LATER = "2024-01-01T00:00:00+00:00", "2024-02-01T00:00:00+00:00"


@contextmanager
def fresh() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "graph") as store:
        yield store


def amiss(store: Store) -> list[Batch]:
    """What a fold of everything would still change."""
    return ledger.refold(store, LATER)


def chips(name: str, firm: str) -> Source:
    return source(
        name, f"{name}: {firm} supplies Bolt of the US.", (firm, "SUPPLIES", "Bolt"), ("Bolt", "LOCATED_IN", "US")
    )


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every change counts as small."""
    monkeypatch.setattr(ledger, "_is_small", lambda store, change: True)


def test_one_more_document_touches_what_it_names(store: Store) -> None:
    ledger.load(store, [chips(f"d{n}", f"Firm{n}") for n in range(6)], recorded_at=AT)
    change = Change([chips("new", "Firm3")], frozenset(), (), ())
    batch = batch_of(store, change, LATER)
    made = {(str(label), row["id"]) for label, rows in batch.nodes.items() for row in rows if ":" in row["id"]}
    entities = {found for found in made if found[0] in ("Company", "Country")}
    assert entities == {("Company", "company:firm3"), ("Company", "company:bolt"), ("Country", "country:us")}
    assert {(r.type, r.source) for r in batch.relations if r.type in ("SUPPLIES", "LOCATED_IN")} == {
        ("SUPPLIES", "company:firm3"),
        ("LOCATED_IN", "company:bolt"),
    }


def test_a_hub_that_gains_a_member_keeps_its_edges(store: Store) -> None:
    located = [source(f"d{n}", f"Firm{n} of the US", (f"Firm{n}", "LOCATED_IN", "US")) for n in range(4)]
    ledger.load(store, located, recorded_at=AT)
    new = source("new", "Zed of the US", ("Zed", "LOCATED_IN", "US"))
    batch = batch_of(store, Change([new], frozenset(), (), ()), LATER)
    assert {r.source for r in batch.relations if r.type == "LOCATED_IN"} == {"company:zed"}
    assert batch.drop_relations == []


def test_an_entity_elsewhere_gets_a_suffix(store: Store, small: None) -> None:
    """Two that would have one id both get a suffix, and lose it when they are alone again."""
    ledger.load(store, [source("a", "one", ("Listing:Entry", "LISTING_OF", "Acme"))], recorded_at=AT)
    ledger.load(store, [source("b", "two", ("Listing:Entry", "LISTING_OF", "Bolt"))], recorded_at=AT)
    assert len({row["id"] for row in store.nodes(Label.LISTING)} - {"listing:entry"}) == 2
    ledger.withdraw(store, "b", recorded_at=LATER)
    assert [row["id"] for row in store.nodes(Label.LISTING)] == ["listing:entry"]
    assert not amiss(store)


def test_a_store_without_keys_is_folded_whole(store: Store, small: None) -> None:
    """As one is that an older version made: the first change fills them in."""
    ledger.load(store, [chips("a", "Acme")], recorded_at=AT)
    for row in store.nodes(Label.PARTY):
        store.write(Batch({Label.PARTY: [{**row, "keys": []}]}))
    with pytest.raises(TooWide):
        Stored(store)
    ledger.load(store, [chips("b", "Acme")], recorded_at=LATER)
    assert all(row["keys"] for row in store.nodes(Label.PARTY))
    assert not amiss(store)


def test_parties_are_closed_over_shared_keys(store: Store) -> None:
    told = [
        source("a", "one", ("Acme", "SUPPLIES", "Bolt"), aliases={"Acme": ["Zed"]}),
        source("b", "two", ("Zed", "SUPPLIES", "Cog"), aliases={"Zed": ["Yard"]}),
        source("c", "three", ("Ort", "SUPPLIES", "Pan")),
    ]
    ledger.load(store, told, recorded_at=AT)
    new = source("new", "four", ("Yard", "SUPPLIES", "Quay"))
    universe = Universe(Stored(store), Change([new], frozenset(), (), ()))
    reached = universe.closed(universe.new_parties)
    assert {key.rsplit(":", 1)[1] for key in reached} == {"acme", "zed", "yard", "quay"}


def changed_at_random(store: Store, random: Random, steps: int) -> None:
    gone: list[Source] = []
    for step in range(steps):
        live = ledger.sources(store)
        what = random.random()
        if what < 0.5 or not live:
            new = [some_source(random, f"d{step}-{n}") for n in range(random.choice((1, 1, 2)))]
            renamed = random.choice(live or new)
            further = gone[:1] if what < 0.1 else [_called(renamed, f"A{step}")] if what < 0.2 else []
            _unless_refused(partial(ledger.load, store, [*new, *further], recorded_at=LATER))
        elif what < 0.75:
            gone.insert(0, random.choice(live))
            ledger.withdraw(store, gone[0].document.id, recorded_at=LATER)
        else:
            judgement = _judgement(store, random)
            _unless_refused(partial(ledger.judge, store, judgement, recorded_at=LATER))


def _called(made: Source, name: str) -> Source:
    return made.model_copy(update={"document": made.document.model_copy(update={"name": name})})


def _judgement(store: Store, random: Random) -> Judgement:
    rows = store.rows("MATCH (p:Party)-[:REFERS_TO]->(e) RETURN p.id AS party, p.anchor AS anchor, e.id AS entity")
    sides = sorted({side for row in rows for side in row.values() if side} | {"nowhere", "company:acme"})
    one, other = random.sample(sides, 2)
    return Judgement.of(one, other, random.choice(list(Verdict)), "so", "person:ann", random.choice((None, "2024")))


def _unless_refused(action: Callable[[], object]) -> None:
    try:
        action()
    except (JudgementConflict, InputError):
        return


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False), st.integers(1, 6))
def test_any_changes_leave_the_fold_of_what_is_live(random: Random, steps: int) -> None:
    with pytest.MonkeyPatch.context() as patch, fresh() as store:
        patch.setattr(ledger, "_is_small", lambda store, change: True)
        ledger.load(store, [some_source(random, f"first-{n}") for n in range(3)], recorded_at=AT)
        changed_at_random(store, random, steps)
        assert amiss(store) == []


def test_random_changes_leave_the_fold_of_what_is_live(small: None) -> None:
    """Of the test above, the fast kind: one sequence that has found mistakes."""
    random = Random(2)  # noqa: S311
    with fresh() as store:
        ledger.load(store, [some_source(random, f"first-{n}") for n in range(3)], recorded_at=AT)
        changed_at_random(store, random, 5)
        assert amiss(store) == []
