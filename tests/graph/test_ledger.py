"""A store holds the fold of its live sources: loaded, withdrawn and judged, whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import ledger
from graph.claims import Dropped, Judgement, Refusal, Source, Verdict
from graph.errors import InputError, JudgementConflict, KnockonError, UnknownName
from graph.fold import fold
from graph.ledger import judge, load, withdraw
from graph.model import Label, Link
from graph.records import canonical
from graph.store import Store, open_store
from graph.store.protocol import Batch
from tests.building import key, source
from tests.graph.test_fold import some_sources

AT, LATER, LAST = "2024-01-01T00:00:00+00:00", "2024-02-01T00:00:00+00:00", "2024-03-01T00:00:00+00:00"


def supply(name: str, modality: str = "asserted") -> Source:
    return source(name, f"{name}: Acme supplies Bolt.", ("Acme", "SUPPLIES", "Bolt", {"modality": modality}))


def rich(name: str = "rich") -> Source:
    """Everything that a source can carry."""
    made = source(
        name,
        "Acme Corp of the US holds 12.50 percent of Bolt, says a report: 28 firms.",
        ("Acme", "OWNS", "Bolt", {"share": "12.50", "valid_from": "2019-10", "attributed_to": "a report"}),
        ("Acme", "LOCATED_IN", "US"),
        ("Acme", "MEMBER_OF", "Event:listing", {"grade": "inferred", "rule": "set", "premises": ("c1", "c0")}),
        ("Event:listing", "ADDED_COUNT", "companies", {"quote": "28 firms", "count": 28, "unit": "firms"}),
        ("Acme", "IN_SECTOR", "chips", {"row": 3, "column": "sector", "start": None, "end": None, "quote": "28 firms"}),
        aliases={"Acme": ("Acme Corp",)},
        anchors={"Bolt": "bolt"},
        kinds={"Event:listing": "listing action"},
        title="A: title",
        publisher="Times",
        published="2019-10-09",
        url="https://example.org/a?b=c",
        summarises="another",
        dropped=(Dropped(start=0, end=4, reason="page: header"),),
    )
    refused = (Refusal(place="row 7", reason="no name", text="; ;"), Refusal(place="row 2", reason="“twice”"))
    return made.model_copy(update={"refused": refused})


def ids(*sources: Source) -> tuple[str, ...]:
    return tuple(sorted(s.document.id for s in sources))


Snapshot = tuple[dict[str, list[Any]], list[Any]]


def held(store: Store, *, times: bool = False, live: bool = False) -> Snapshot:
    """Nodes and relationships without the log; with `live` also without what is withdrawn."""
    nodes: dict[str, list[Any]] = {}
    gone: set[str] = set()
    documents = {row["id"] for row in store.nodes(Label.DOCUMENT) if not row.get("supersededAt")}
    for label in Label:
        rows = [dict(row) for row in store.nodes(label)] if label is not Label.LOAD else []
        if live:
            here = [
                r
                for r in rows
                if not r.get("supersededAt") and r.get("document", next(iter(documents), 0)) in documents
            ]
            here = here if label in (Label.PARTY, Label.CLAIM, Label.DOCUMENT) else rows
            gone |= {r["id"] for r in rows} - {r["id"] for r in here}
            rows = here
        nodes[label] = [{k: v for k, v in r.items() if times or k not in ("recordedAt", "supersededAt")} for r in rows]
    relations = [
        (r.type, r.source, r.target, r.key, dict(r.properties))
        for r in store.relations()
        if not {r.source, r.target} & gone
    ]
    return nodes, relations


@contextmanager
def fresh() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "graph") as store:
        yield store


def log(store: Store) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(r["id"], r["action"], r["recordedAt"], tuple(r.get("documentIds") or ())) for r in store.nodes(Label.LOAD)]


def test_what_is_loaded_comes_back_equal(store: Store) -> None:
    sources = [rich(), supply("a"), supply("b", "negated")]
    outcome = load(store, sources, recorded_at=AT)
    assert (sorted(outcome.loaded), outcome.unchanged) == (list(ids(*sources)), ())
    assert [r.place for r in outcome.refused] == ["row 7", "row 2"]
    back = ledger.sources(store)
    assert back == sorted(map(canonical, sources), key=lambda s: s.document.id)
    assert ledger.view(store) == fold(sources)


def test_the_store_holds_the_view(store: Store) -> None:
    load(store, [supply("a"), supply("b")], recorded_at=AT)
    view = ledger.view(store)
    nodes, relations = held(store)
    assert {r["id"] for r in nodes[Label.COMPANY]} == {"company:acme", "company:bolt"}
    assert {(r[0], r[1], r[2]) for r in relations if r[0] == "SUPPLIES"} == {
        ("SUPPLIES", "company:acme", "company:bolt")
    }
    assert {r[3] for r in relations if r[0] == "SUPPLIES"} == {e.id for e in view.edges}
    assert {(r[1], r[2]) for r in relations if r[0] == Link.REFERS_TO} == set(view.resolved.items())
    assert {r["id"] for r in nodes[Label.JUDGEMENT]} == {j.id for j in view.judgements}


def test_loading_twice_changes_nothing(store: Store) -> None:
    load(store, [supply("a"), rich()], recorded_at=AT)
    before, logged = held(store, times=True), log(store)
    outcome = load(store, [rich(), supply("a"), supply("a")], recorded_at=LATER)
    assert (outcome.loaded, sorted(outcome.unchanged), outcome.refused) == ((), list(ids(supply("a"), rich())), ())
    assert held(store, times=True) == before
    assert log(store) == logged == [("load-000001", "load", AT, ids(supply("a"), rich()))]


def test_one_by_one_is_as_all_at_once(store: Store) -> None:
    sources = [supply("a"), supply("b", "negated"), rich()]
    for place, made in enumerate(reversed(sources)):
        load(store, [made], recorded_at=f"2024-01-0{place + 1}")
    with fresh() as other:
        load(other, sources, recorded_at=AT)
        assert held(store) == held(other)


def test_contradictions_tie_claims(store: Store) -> None:
    load(store, [supply("a"), supply("b", "negated")], recorded_at=AT)
    (found,) = [r for r in held(store)[1] if r[0] == Link.CONTRADICTS]
    (told,) = ledger.view(store).contradictions
    assert found[1:3] == (told.left, told.right)
    assert found[4] == {"kind": "denial", "about": "company:acme", "why": told.why}


def test_a_withdrawn_document_stays_to_be_seen(store: Store) -> None:
    load(store, [supply("a"), rich()], recorded_at=AT)
    outcome = withdraw(store, "a", recorded_at=LATER)
    assert outcome.withdrawn == ids(supply("a"))
    rows = {r["name"]: (r["recordedAt"], r.get("supersededAt")) for r in store.nodes(Label.DOCUMENT)}
    assert rows == {"a": (AT, LATER), "rich": (AT, None)}
    (document,) = ids(supply("a"))
    times = {(r["document"] == document, r.get("supersededAt")) for r in store.nodes(Label.CLAIM)}
    assert times == {(True, LATER), (False, None)}
    assert log(store)[-1] == ("load-000002", "withdraw", LATER, (document,))
    assert [s.document.name for s in ledger.sources(store)] == ["rich"]
    assert "SUPPLIES" not in {r[0] for r in held(store)[1]}


def test_loading_again_brings_it_back(store: Store) -> None:
    load(store, [supply("a"), rich()], recorded_at=AT)
    before = held(store)
    withdraw(store, "a", recorded_at=LATER)
    assert load(store, [supply("a")], recorded_at=LAST).loaded == ids(supply("a"))
    assert held(store) == before
    assert {(r["name"], r["recordedAt"], r.get("supersededAt")) for r in store.nodes(Label.DOCUMENT)} == {
        ("a", LAST, None),
        ("rich", AT, None),
    }
    assert [entry[1] for entry in log(store)] == ["load", "withdraw", "load"]


def test_withdrawing_all_leaves_no_graph(store: Store) -> None:
    load(store, [supply("a")], recorded_at=AT)
    withdraw(store, "a", recorded_at=LATER)
    nodes, relations = held(store)
    assert {label for label, rows in nodes.items() if rows} == {Label.DOCUMENT, Label.PARTY, Label.CLAIM}
    assert {r[0] for r in relations} == {Link.STATED_IN}


def test_a_document_is_found_by_id_beginning_or_name(store: Store) -> None:
    made = supply("a")
    for called in (made.document.id, made.document.id[:12], "a"):
        load(store, [made], recorded_at=AT)
        assert withdraw(store, called, recorded_at=LATER).withdrawn == ids(made)


def test_an_unknown_document_is_named_with_those_near(store: Store) -> None:
    load(store, [supply("october-firms")], recorded_at=AT)
    with pytest.raises(UnknownName, match="Did you mean october-firms"):
        withdraw(store, "october-firm")
    with pytest.raises(UnknownName):
        withdraw(store, "")
    assert len(log(store)) == 1


def test_a_name_of_two_documents_needs_the_id(store: Store) -> None:
    load(store, [supply("a"), source("a", "Another text of Acme.", aliases={"Acme": ()})], recorded_at=AT)
    with pytest.raises(InputError, match="give the id"):
        withdraw(store, "a")


@pytest.mark.parametrize("first", [0, 1])
def test_of_equal_bytes_the_first_name_by_alphabet_is_kept(store: Store, first: int) -> None:
    made = supply("b")
    other = made.model_copy(update={"document": made.document.model_copy(update={"name": "a"})})
    order = [made, other]
    load(store, [order[first]], recorded_at=AT)
    load(store, [order[1 - first]], recorded_at=LATER)
    assert [s.document.name for s in ledger.sources(store)] == ["a"]
    with fresh() as at_once:
        load(at_once, order, recorded_at=AT)
        assert held(at_once) == held(store)


def test_times_are_the_callers(store: Store) -> None:
    with pytest.raises(InputError, match="ISO 8601"):
        load(store, [supply("a")], recorded_at="yesterday")
    assert held(store)[0][Label.DOCUMENT] == []
    load(store, [supply("a")])
    ((_, _, recorded, _),) = log(store)
    assert recorded.endswith("+00:00")


class TestJudging:
    """A person's judgement lasts, and every fold goes by it."""

    a, b = supply("a"), source("b", "Zenith owns Cog.", ("Zenith", "OWNS", "Cog"))

    def judgement(
        self, verdict: Verdict, one: str = "company:acme", other: str = "company:zenith", **more: Any
    ) -> Judgement:
        return Judgement.of(one, other, verdict, "looked it up", **({"author": "person:ann"} | more))

    def test_it_is_applied_and_kept(self, store: Store) -> None:
        load(store, [self.a, self.b], recorded_at=AT)
        judge(store, self.judgement(Verdict.SAME), recorded_at=LATER)
        assert ledger.view(store).resolved[key(self.b, "Zenith")] == ledger.view(store).resolved[key(self.a, "Acme")]
        assert log(store)[-1][1:3] == ("judge", LATER)
        judge(store, self.judgement(Verdict.SAME), recorded_at=LAST)
        assert len(log(store)) == 2
        load(store, [supply("c")], recorded_at=LAST)
        resolved = ledger.view(store).resolved
        assert resolved[key(self.b, "Zenith")] == resolved[key(supply("c"), "Acme")]

    def test_it_may_come_before_its_parties(self, store: Store) -> None:
        judge(store, self.judgement(Verdict.SAME), recorded_at=AT)
        load(store, [self.a, self.b], recorded_at=LATER)
        assert len({r["id"] for r in held(store)[0][Label.COMPANY]}) == 3
        with fresh() as other:
            load(other, [self.a, self.b], recorded_at=AT)
            judge(other, self.judgement(Verdict.SAME), recorded_at=LATER)
            assert held(other) == held(store)

    def test_it_survives_a_withdrawal(self, store: Store) -> None:
        load(store, [self.a, self.b], recorded_at=AT)
        judge(store, self.judgement(Verdict.SAME), recorded_at=AT)
        before = held(store)
        withdraw(store, "b", recorded_at=LATER)
        load(store, [self.b], recorded_at=LAST)
        assert held(store) == before

    def test_an_entity_made_by_a_judgement_can_be_judged(self, store: Store) -> None:
        load(store, [self.a, self.b, supply("c")], recorded_at=AT)
        judge(store, self.judgement(Verdict.SAME), recorded_at=AT)
        (merged,) = [e.id for _, e in ledger.view(store).entities if "Zenith" in e.names]
        judge(store, self.judgement(Verdict.SAME, merged, "company:cog"), recorded_at=LATER)
        assert len({r["id"] for r in held(store)[0][Label.COMPANY]}) == 2

    def test_a_conflict_stops_and_stores_nothing(self, store: Store) -> None:
        load(store, [self.a, self.b], recorded_at=AT)
        judge(store, self.judgement(Verdict.NOT_SAME), recorded_at=AT)
        judge(store, self.judgement(Verdict.SAME, other="company:cog"), recorded_at=AT)
        before = held(store, times=True)
        with pytest.raises(JudgementConflict):
            judge(store, self.judgement(Verdict.SAME, "company:cog"), recorded_at=LATER)
        assert held(store, times=True) == before
        assert len(log(store)) == 3

    def test_rules_have_no_say_here(self, store: Store) -> None:
        with pytest.raises(InputError, match="person:"):
            judge(store, self.judgement(Verdict.SAME, author="rule:name"))
        assert log(store) == []


def test_a_write_that_fails_leaves_the_store_as_it_was(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    load(store, [supply("a")], recorded_at=AT)
    before = held(store, times=True)
    real = type(store).load

    def spoiled(self: Store, batches: Iterable[Batch]) -> None:
        real(self, [*batches, Batch({Label.COMPANY: [{"id": "x", "name": 7}]})])

    monkeypatch.setattr(type(store), "load", spoiled)
    with pytest.raises(KnockonError):
        load(store, [supply("b")], recorded_at=LATER)
    assert held(store, times=True) == before


_FEW = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.slow
@_FEW
@given(st.data(), some_sources())
def test_no_order_of_loading_shows(data: st.DataObject, sources: list[Source]) -> None:
    with fresh() as one, fresh() as other:
        load(one, sources, recorded_at=AT)
        for made in data.draw(st.permutations(sources)):
            load(other, [made], recorded_at=LATER)
        assert held(one) == held(other)
        assert ledger.view(one) == fold(sources)


@pytest.mark.slow
@_FEW
@given(some_sources(), some_sources())
def test_withdrawn_is_as_never_loaded(sources: list[Source], more: Sequence[Source]) -> None:
    further = [m.model_copy(update={"document": m.document}) for m in more if m.document.id not in ids(*sources)]
    with fresh() as one, fresh() as other:
        load(one, [*sources, *further], recorded_at=AT)
        for made in further:
            withdraw(one, made.document.id, recorded_at=LATER)
        load(other, sources, recorded_at=AT)
        assert held(one, live=True) == held(other, live=True)
        assert ledger.sources(one) == ledger.sources(other)
