"""Edges and entities from claims, whatever their order."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claims import Judgement, Quantity, QuantityKind, Source, Verdict
from graph.errors import JudgementConflict
from graph.fold import View, fold
from graph.model import Edge, Entity, Grade, Modality
from tests.building import source

Plain = tuple[str, str, str]


def edges(view: View) -> set[Plain]:
    return {(_short(e.source), e.type.value, _short(e.target)) for e in view.edges}


def edge(view: View, kind: str) -> Edge:
    (found,) = [e for e in view.edges if e.type == kind]
    return found


def entity(view: View, called: str) -> Entity:
    (found,) = [e for _, e in view.entities if e.id == called]
    return found


def _short(entity_id: str) -> str:
    return entity_id.split(":", 1)[1]


def supply(name: str, more: dict[str, Any] | None = None, **document: Any) -> Source:
    return source(name, f"{name}: Acme supplies Bolt.", ("Acme", "SUPPLIES", "Bolt", more or {}), **document)


def test_two_documents_make_one_edge_with_both_claims() -> None:
    view = fold([supply("a"), supply("b")])
    assert edges(view) == {("acme", "SUPPLIES", "bolt")}
    found = edge(view, "SUPPLIES")
    assert len(found.claims) == 2
    assert found.sources == 2
    assert (found.grade, found.modality, found.contested) == (Grade.STATED, Modality.ASSERTED, False)


def test_documents_of_one_source_are_one_voice() -> None:
    view = fold([supply("a", source="times"), supply("b", source="times")])
    assert edge(view, "SUPPLIES").sources == 1


def test_the_best_grade_and_the_firmest_modality_count() -> None:
    view = fold([supply("a", {"modality": "possible"}), supply("b", {"modality": "reported"}, official=True)])
    found = edge(view, "SUPPLIES")
    assert (found.grade, found.modality) == (Grade.OFFICIAL, Modality.REPORTED)


def test_a_possible_edge_gives_no_role() -> None:
    assert entity(fold([supply("a", {"modality": "possible"})]), "company:acme").roles == ()
    assert entity(fold([supply("a")]), "company:acme").roles == ("supplier",)


def test_denials_make_no_edge() -> None:
    view = fold([supply("a", {"modality": "negated"})])
    assert edges(view) == set()
    assert set(view.resolved.values()) == {"company:acme", "company:bolt"}


def test_a_denied_edge_is_contested_and_does_not_count_the_denial() -> None:
    found = edge(fold([supply("a"), supply("b", {"modality": "negated"})]), "SUPPLIES")
    assert found.contested
    assert (len(found.claims), found.sources) == (1, 1)


def test_symmetric_edges_have_one_direction() -> None:
    one = source("a", "Zeta and Acme are partners.", ("Zeta", "PARTNERS_WITH", "Acme"))
    other = source("b", "Acme and Zeta are partners.", ("Acme", "PARTNERS_WITH", "Zeta"))
    assert edges(fold([one, other])) == {("acme", "PARTNERS_WITH", "zeta")}


def test_what_relates_a_party_to_itself_makes_no_edge() -> None:
    text = source("a", "Acme owns Acme Holdings.", ("Acme", "OWNS", "Acme Holdings"))
    table = source(
        "t", "both", aliases={"Acme": (), "Acme Holdings": ()}, anchors={"Acme": "acme", "Acme Holdings": "acme"}
    )
    assert edges(fold([text, table])) == {("acme", "OWNS", "acme-holdings")}
    anchored = source(
        "a", "Acme owns it.", ("Acme", "OWNS", "Acme Holdings"), anchors={"Acme": "acme", "Acme Holdings": "acme"}
    )
    assert edges(fold([anchored])) == set()


def test_a_stop_closes_the_supply_from_its_date() -> None:
    stop = source("b", "Acme stopped supplying Bolt.", ("Acme", "STOPPED_SUPPLYING", "Bolt", {"valid_from": "2020-05"}))
    view = fold([supply("a", {"valid_from": "2018"}), stop])
    assert edges(view) == {("acme", "SUPPLIES", "bolt"), ("acme", "STOPPED_SUPPLYING", "bolt")}
    found = edge(view, "SUPPLIES")
    assert (found.stopped, found.valid_from, found.valid_to) == (True, "2018", "2020-05")
    assert entity(view, "company:acme").roles == ("former supplier",)


def test_a_stop_without_a_date_is_shown_and_ends_nothing() -> None:
    stop = source("b", "Acme stopped supplying Bolt.", ("Acme", "STOPPED_SUPPLYING", "Bolt"))
    found = edge(fold([supply("a"), stop]), "SUPPLIES")
    assert (found.stopped, found.valid_to) == (True, None)


def test_a_possible_stop_closes_nothing() -> None:
    stop = source("b", "Acme may stop.", ("Acme", "STOPPED_SUPPLYING", "Bolt", {"modality": "possible"}))
    assert not edge(fold([supply("a"), stop]), "SUPPLIES").stopped


def test_a_supply_that_began_again_is_not_stopped() -> None:
    stop = source("b", "Acme stopped.", ("Acme", "STOPPED_SUPPLYING", "Bolt", {"valid_from": "2019"}))
    assert not edge(fold([supply("a", {"valid_from": "2021"}), stop]), "SUPPLIES").stopped


def owns(name: str, *shares: str | dict[str, Any], predicate: str = "OWNS") -> Source:
    terms = [{"share": s} if isinstance(s, str) else s for s in shares]
    return source(name, f"{name}: Acme holds Bolt.", *(("Acme", predicate, "Bolt", t) for t in terms))


def stakes(view: View) -> set[tuple[str | None, str | None, bool]]:
    return {(e.share_low, e.share_high, e.contested) for e in view.edges}


def test_stakes_of_one_document_stay_apart() -> None:
    assert stakes(fold([owns("a", "30", "12.50")])) == {("30", "30", False), ("12.5", "12.5", False)}


def test_one_stake_told_twice_is_one() -> None:
    view = fold([owns("a", "30.0", "12.5"), owns("b", "30")])
    assert stakes(view) == {("30", "30", False), ("12.5", "12.5", False)}
    assert {e.sources for e in view.edges} == {1, 2}


def test_a_stake_without_a_size_is_no_second_stake() -> None:
    assert stakes(fold([owns("a", "30"), owns("b", {})])) == {("30", "30", False)}


def test_shares_that_differ_are_one_contested_stake_never_their_sum() -> None:
    view = fold([owns("a", "30"), owns("b", "40")])
    assert stakes(view) == {("30", "40", True)}
    assert [(c.kind, c.about) for c in view.contradictions] == [("share", "company:acme")]


def test_an_interval_is_cut_to_what_all_allow() -> None:
    majority = {"quantity": Quantity(kind=QuantityKind.SHARE, low=Decimal(50))}
    assert stakes(fold([owns("a", majority), owns("b", "60")])) == {("60", "60", False)}
    assert stakes(fold([owns("a", majority)])) == {("50", None, False)}


def test_investments_of_two_years_are_two() -> None:
    first, second = {"valid_from": "2014"}, {"valid_from": "2017-05"}
    assert len(fold([owns("a", first, predicate="INVESTED_IN"), owns("b", second, predicate="INVESTED_IN")]).edges) == 2
    assert len(fold([owns("a", first), owns("b", second)]).edges) == 1


def test_dates_are_the_claims_own_else_the_documents() -> None:
    found = edge(
        fold([supply("a", {"valid_from": "2019-03"}), supply("b", published="2021-01-02"), supply("c")]), "SUPPLIES"
    )
    assert (found.first_date, found.last_date, found.valid_from) == ("2019-03", "2021-01-02", "2019-03")


def test_an_undated_claim_stays_undated() -> None:
    found = edge(fold([supply("a")]), "SUPPLIES")
    assert (found.first_date, found.last_date, found.valid_from, found.valid_to) == (None, None, None, None)


def test_an_entity_gathers_what_its_claims_affirm() -> None:
    text = source(
        "a",
        "Acme",
        ("Acme", "LOCATED_IN", "CN"),
        ("Acme", "LOCATED_IN", "US", {"modality": "negated"}),
        ("Acme", "IN_SECTOR", "semiconductors"),
        ("Acme", "IDENTIFIED_BY", "lei:5493"),
        aliases={"Acme": ("Acme Corp",)},
    )
    found = entity(fold([text]), "company:acme")
    assert found.names == ("Acme", "Acme Corp")
    assert (found.countries, found.sectors, found.identifiers) == (("CN",), ("semiconductors",), ("lei:5493",))


def test_a_single_value_is_the_best_claims() -> None:
    def action(name: str, day: str, **more: Any) -> Source:
        return source(name, name, ("Event:rule", "EFFECTIVE_ON", day), anchors={"Event:rule": "rule"}, **more)

    view = fold([action("a", "2019-10-08"), action("b", "2019-10-08"), action("t", "2019-10-09", official=True)])
    assert entity(view, "event:rule").effective == "2019-10-09"
    assert {c.kind for c in view.contradictions} == {"date"}


def test_curated_names_are_shown_first() -> None:
    table = source(
        "t", "t", aliases={"Acme Corporation": ("Acme",)}, anchors={"Acme Corporation": "acme"}, official=True
    )
    view = fold([table, supply("a"), supply("b")])
    assert entity(view, "company:acme").name == "Acme Corporation"


def test_a_firm_that_acts_as_only_an_organisation_can_is_one() -> None:
    text = source("a", "The SEC listed Acme.", ("Acme", "LISTED_BY", "Organisation:SEC"))
    others = [source(n, f"{n}: SEC", aliases={"Company:SEC": ()}) for n in "bcd"]
    assert edges(fold([text, *others])) == {("acme", "LISTED_BY", "sec")}


def test_a_relation_that_the_resolved_label_cannot_have_makes_no_edge() -> None:
    text = source("a", "The SEC listed Acme.", ("Acme", "LISTED_BY", "Organisation:SEC"))
    table = source("t", "SEC is a firm", aliases={"Company:SEC": ()}, anchors={"Company:SEC": "sec"}, official=True)
    assert edges(fold([text, table])) == set()


_FIRMS = st.sampled_from(["Acme", "Acme Inc.", "Bolt", "Cog", "Dyn", "Dyn#2"])
_TRIPLES = st.tuples(
    _FIRMS,
    st.sampled_from(["SUPPLIES", "OWNS", "PARTNERS_WITH", "STOPPED_SUPPLYING", "INVESTED_IN"]),
    _FIRMS,
    st.fixed_dictionaries(
        {"modality": st.sampled_from([m.value for m in Modality])},
        optional={"valid_from": st.sampled_from(["2018", "2019-10", "2019-10-09"])},
    ),
).filter(lambda t: t[0] != t[2])


@st.composite
def some_sources(draw: st.DrawFn) -> list[Source]:
    """A few documents about the same few firms, some with a further name, a country, an anchor."""
    found: list[Source] = []
    for place in range(draw(st.integers(1, 4))):
        triples: Sequence[Any] = draw(st.lists(_TRIPLES, min_size=1, max_size=4))
        firms = sorted({t[0] for t in triples} | {t[2] for t in triples})
        shares = draw(st.lists(st.sampled_from(["30", "60"]), max_size=2))
        held = [
            (t[0], t[1], t[2], {**t[3], "share": s}) for t, s in zip(triples, shares, strict=False) if t[1] == "OWNS"
        ]
        seats = [(f, "LOCATED_IN", draw(st.sampled_from(["US", "CN"]))) for f in firms if draw(st.booleans())]
        aliases = {f: draw(st.lists(st.sampled_from(["Acme", "Bolt", "Zed"]), max_size=1)) for f in firms}
        anchors = {firms[0]: "one"} if draw(st.booleans()) else {}
        official = draw(st.booleans())
        found.append(
            source(
                f"d{place}",
                f"text {place}",
                *triples,
                *held,
                *seats,
                aliases=aliases,
                anchors=anchors,
                official=official,
            )
        )
    return found


@settings(max_examples=150, deadline=None)
@given(st.data(), some_sources())
def test_order_and_repetition_change_nothing(data: st.DataObject, sources: list[Source]) -> None:
    shuffled = [
        s.model_copy(
            update={
                "parties": tuple(data.draw(st.permutations(s.parties))),
                "claims": tuple(data.draw(st.permutations(s.claims))),
            }
        )
        for s in data.draw(st.permutations(sources))
    ]
    assert fold(shuffled + shuffled[:1]) == fold(sources)


@settings(max_examples=100, deadline=None)
@given(some_sources())
def test_every_edge_rests_on_live_claims_that_do_not_deny(sources: list[Source]) -> None:
    claims = {c.id: c for s in sources for c in s.claims}
    view = fold(sources)
    entities = {e.id for _, e in view.entities}
    for found in view.edges:
        assert found.claims
        assert all(claims[c].modality is not Modality.NEGATED for c in found.claims)
        assert all(claims[c].predicate is found.type for c in found.claims)
        assert {found.source, found.target} <= entities
        assert found.source != found.target
    assert set(view.resolved) == {p.key for s in sources for p in s.parties}


@settings(max_examples=100, deadline=None)
@given(some_sources())
def test_one_document_never_loses_a_party_to_another_of_its_own(sources: list[Source]) -> None:
    """Only a shared anchor, or two names of one curated party, make two parties of a document one."""
    view = fold(sources)
    for made in sources:
        plain = [p for p in made.parties if p.anchor is None and made.document.official]
        assert len({view.resolved[p.key] for p in plain}) == len(plain)


def _outcome(sources: list[Source], judgements: list[Judgement]) -> View | str:
    try:
        return fold(sources, judgements)
    except JudgementConflict as error:
        return str(error)


@settings(max_examples=120, deadline=None)
@given(st.data(), some_sources())
def test_persons_judgements_hold_in_any_order(data: st.DataObject, sources: list[Source]) -> None:
    sides = sorted({p.key for s in sources for p in s.parties} | {"one", "company:acme", "nowhere"})
    drawn = data.draw(
        st.lists(
            st.tuples(
                st.lists(st.sampled_from(sides), min_size=2, max_size=2, unique=True),
                st.sampled_from(list(Verdict)),
                st.sampled_from([None, "2024", "2025"]),
            ),
            max_size=4,
        )
    )
    judgements = [Judgement.of(pair[0], pair[1], verdict, "so", "person:ann", made) for pair, verdict, made in drawn]
    found = _outcome(sources, judgements)
    assert _outcome(sources[::-1], data.draw(st.permutations(judgements))) == found
    if isinstance(found, str):
        return
    last = {(j.left, j.right): j for j in sorted(judgements, key=lambda j: j.made or "")}
    for judgement in last.values():
        if judgement.left in found.resolved and judgement.right in found.resolved:
            one = found.resolved[judgement.left] == found.resolved[judgement.right]
            assert one or judgement.verdict is not Verdict.SAME
            assert not one or judgement.verdict is not Verdict.NOT_SAME
