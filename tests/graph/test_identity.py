"""Which parties are one, on whose word, and what keeps them apart."""

from __future__ import annotations

import pytest

from graph.claims import Judgement, Source, Verdict
from graph.errors import JudgementConflict
from graph.fold import View, fold
from graph.identity import name_key, strip_legal_form
from graph.model import Label
from tests.building import key, source


def entities(view: View) -> dict[str, int]:
    """Entity ids with the number of documents that name them."""
    return {entity.id: entity.documents for _, entity in view.entities}


def verdicts(view: View) -> set[tuple[str, str]]:
    return {(j.author, j.verdict.value) for j in view.judgements}


def named(name: str, *parties: str, **more: object) -> Source:
    """A document that only names parties."""
    return source(name, f"{name}: {', '.join(parties)}.", aliases=dict.fromkeys(parties, ()), **more)  # type: ignore[arg-type]


def judged(one: str, other: str, verdict: Verdict, made: str | None = None, by: str = "person:ann") -> Judgement:
    return Judgement.of(one, other, verdict, "looked it up", by, made)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hangzhou Hikvision Digital Technology Co., Ltd.", "HANGZHOU HIKVISION DIGITAL TECHNOLOGY"),
        ("The Walt Disney Company", "Walt Disney Co"),
        ("J.P. Morgan Chase & Co.", "J. P. Morgan Chase"),
        ("Telefónica S.A.", "Telefonica"),
        ("Bosch GmbH & Co. KG", "Bosch"),
        ("ООО «Ромашка»", "Ромашка"),
        ("ASML Holding N.V.", "ASML Holding NV"),
        ("IS’Vision", "IS'Vision"),
        ("华为技术有限公司", "华为技术"),
        ("株式会社日立製作所", "日立製作所"),
        ("Samsung Electronics Co., Ltd", "Samsung Electronics"),
        ("Grab Pte. Ltd.", "Grab"),
        ("AT&T Inc.", "AT and T"),
        ("Toyota K.K.", "TOYOTA"),
    ],
)
def test_spellings_of_one_firm_have_one_key(one: str, other: str) -> None:
    assert name_key(one, Label.COMPANY) == name_key(other, Label.COMPANY) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SenseTime", "SenseTime Group"),
        ("Huawei", "Huawei Holdings"),
        ("China Tower", "China Mobile"),
        ("Unit 61398", "Unit 61419"),
        ("Ant Group", "Ant"),
        ("ガンホー", "カンホー"),
    ],
)
def test_names_of_two_firms_have_two_keys(one: str, other: str) -> None:
    assert name_key(one, Label.COMPANY) != name_key(other, Label.COMPANY)


@pytest.mark.parametrize("name", ["Co", "S.A.", "The Company", "GmbH & Co. KG", "有限公司", "Inc. Inc."])
def test_a_name_of_forms_alone_keeps_something(name: str) -> None:
    assert name_key(name)
    assert strip_legal_form(name)


def test_persons_keep_what_looks_like_a_form() -> None:
    assert name_key("Anders Co", Label.PERSON) == "anders co"
    assert name_key("Uighur Bureau", Label.AGENCY) == name_key("Uygur Bureau", Label.AGENCY) == "uyghur bureau"


def test_the_name_without_its_form_is_as_spelled() -> None:
    assert strip_legal_form("Zhejiang Dahua Technology Co., Ltd.") == "Zhejiang Dahua Technology"
    assert strip_legal_form("OOO Alpha-Beta") == "Alpha-Beta"


def test_a_shared_name_joins_and_says_why() -> None:
    view = fold([named("a", "Acme Inc."), named("b", "ACME")])
    assert entities(view) == {"company:acme": 2}
    (judgement,) = view.judgements
    assert judgement.verdict is Verdict.SAME
    assert "'Acme Inc.'" in judgement.reason
    assert "'ACME'" in judgement.reason


def test_a_company_may_be_called_an_organisation_and_nothing_else() -> None:
    parties = ("Company:Acme", "Organisation:Acme", "Agency:Acme", "Person:Acme Smith")
    view = fold([named(str(place), party) for place, party in enumerate(parties)])
    assert entities(view) == {"company:acme": 2, "agency:acme": 1, "person:acme-smith": 1}


def test_a_name_that_one_document_gives_twice_joins_nothing() -> None:
    view = fold([named("a", "Acme", "Acme#2"), named("b", "Acme")])
    assert sorted(entities(view).values()) == [1, 1, 1]
    assert verdicts(view) == {("rule:name", "unsure")}
    assert all("keeps 'Acme' and 'Acme' apart" in j.reason or "several parties" in j.reason for j in view.judgements)


def test_a_double_name_in_one_document_does_not_split_the_others() -> None:
    view = fold([named("a", "Acme", "Acme#2"), named("b", "Acme"), named("c", "Acme")])
    assert sorted(entities(view).values()) == [1, 1, 2]


def test_a_single_name_of_a_person_joins_nothing() -> None:
    view = fold([named("a", "Person:Wang", "Person:Ada Lovelace"), named("b", "Person:Wang", "Person:Ada Lovelace")])
    assert sorted(entities(view).values()) == [1, 1, 2]


def test_a_generic_agency_joins_only_within_a_country() -> None:
    def ministry(name: str, *countries: str) -> Source:
        return source(
            name, f"{name} the ministry", *(("Agency:Foreign Ministry", "LOCATED_IN", c) for c in countries),
            aliases={"Agency:Foreign Ministry": ()},
        )  # fmt: skip

    agencies = [i for i in entities(fold([ministry("a"), ministry("b")])) if i.startswith("agency")]
    assert len(agencies) == 2
    view = fold([ministry("a", "CN"), ministry("b", "CN"), ministry("c", "RU"), ministry("d")])
    assert sorted(n for i, n in entities(view).items() if i.startswith("agency")) == [1, 1, 2]


def test_a_country_in_the_name_makes_an_agency_known() -> None:
    view = fold([named("a", "Agency:Chinese Foreign Ministry"), named("b", "Agency:the Chinese Foreign Ministry")])
    assert list(entities(view).values()) == [2]


def test_countries_keep_namesakes_apart() -> None:
    def acme(name: str, *country: str) -> Source:
        return source(name, f"{name} Acme", *(("Acme", "LOCATED_IN", c) for c in country), aliases={"Acme": ()})

    view = fold([acme("a", "US"), acme("b", "US"), acme("c", "GB"), acme("d"), acme("e")])
    assert sorted(n for i, n in entities(view).items() if i.startswith("company")) == [1, 2, 2]
    assert any("US" in j.reason and "GB" in j.reason for j in view.judgements if j.verdict is Verdict.UNSURE)


def test_a_firm_of_hong_kong_may_be_called_chinese() -> None:
    def acme(name: str, country: str) -> Source:
        return source(name, f"{name} Acme", ("Acme", "LOCATED_IN", country))

    assert entities(fold([acme("a", "HK"), acme("b", "CN")]))["company:acme"] == 2
    assert "company:acme" not in entities(fold([acme("a", "TW"), acme("b", "CN")]))


def test_one_wrong_country_does_not_split_what_a_table_anchors() -> None:
    table = source("t", "Acme of CN", ("Acme", "LOCATED_IN", "CN"), anchors={"Acme": "acme"}, official=True)
    wrong = source("w", "US Acme", ("Acme", "LOCATED_IN", "US"))
    view = fold([table, wrong, named("a", "Acme"), named("b", "Acme")])
    assert {i: n for i, n in entities(view).items() if i.startswith("company:")}["company:acme"] == 3


def test_anchors_join_names_that_share_nothing() -> None:
    one = named("a", "Hikvision", anchors={"Hikvision": "hikvision"})
    other = named("b", "海康威视", anchors={"海康威视": "hikvision"})
    assert entities(fold([one, other])) == {"company:hikvision": 2}


def test_two_anchors_are_two_parties() -> None:
    one = named("a", "Acme", anchors={"Acme": "acme-steel"})
    other = named("b", "Acme", anchors={"Acme": "acme-foods"})
    assert entities(fold([one, other])) == {"company:acme-foods": 1, "company:acme-steel": 1}


def test_identifiers_join_and_part() -> None:
    def acme(name: str, called: str, lei: str) -> Source:
        return source(name, f"{name} {called}", (called, "IDENTIFIED_BY", f"lei:{lei}"))

    assert list(entities(fold([acme("a", "Acme", "X1"), acme("b", "Acme Steel", "X1")])).values()) == [2]
    apart = fold([acme("a", "Acme", "X1"), acme("b", "Acme", "X2")])
    assert sorted(entities(apart).values()) == [1, 1]
    assert any("lei" in j.reason for j in apart.judgements)


def numbered(name: str, *numbers: str, kind: str | None = None) -> Source:
    """A document that gives Velmora these numbers."""
    told = [("Velmora", "IDENTIFIED_BY", number) for number in numbers]
    kinds = {"Velmora": kind} if kind else {}
    return source(name, "Velmora: its numbers.", *told, aliases={"Velmora": ()}, kinds=kinds)


def test_numbers_of_which_a_party_has_several_neither_join_nor_part() -> None:
    national = [numbered("a", "national-id:ru/1"), numbered("b", "national-id:ru/2")]
    assert entities(fold(national)) == {"company:velmora": 2}
    apart = fold([numbered("a", "cik:1"), numbered("b", "cik:2")])
    assert sorted(entities(apart).values()) == [1, 1]


def test_one_number_in_common_outweighs_another_that_differs() -> None:
    renumbered = [numbered("a", "ofac:7", "cik:1"), numbered("b", "ofac:7", "cik:2")]
    assert entities(fold(renumbered)) == {"company:velmora": 2}


def test_a_ship_is_no_firm_of_its_name() -> None:
    seen = fold([numbered("a", kind="vessel"), numbered("b")])
    assert sorted(entities(seen).values()) == [1, 1]
    assert entities(fold([numbered("a", kind="vessel"), numbered("b", kind="vessel")])) == {"company:velmora": 2}


def test_two_names_of_an_anchored_party_are_one_unless_the_text_relates_them() -> None:
    table = source(
        "t",
        "the table",
        aliases={"Hikvision": ("Hangzhou Hikvision",)},
        anchors={"Hikvision": "hikvision"},
        official=True,
    )
    text = named("a", "Hikvision", "Hangzhou Hikvision")
    assert entities(fold([table, text])) == {"company:hikvision": 2}
    related = source("b", "Hikvision owns Hangzhou Hikvision", ("Hikvision", "OWNS", "Hangzhou Hikvision"))
    assert entities(fold([table, related])) == {"company:hikvision": 2, "company:hangzhou-hikvision": 1}


def test_a_further_name_falls_before_a_main_name() -> None:
    text = named("a", "Acme", "Bolt")
    loose = source("b", "Acme, also called Bolt", aliases={"Acme": ("Bolt",)})
    view = fold([text, loose])
    assert entities(view) == {"company:acme": 2, "company:bolt": 1}
    assert ("rule:alias", "unsure") in verdicts(view)


def test_no_order_of_the_further_names_decides() -> None:
    middle = source("b", "Bolt, once Acme, now Cog", aliases={"Bolt": ("Acme", "Cog")})
    view = fold([named("a", "Acme", "Cog"), middle])
    assert sorted(entities(view)) == ["company:acme", "company:bolt", "company:cog"]
    assert {j.verdict for j in view.judgements} == {Verdict.UNSURE}


def test_groups_and_listings_of_two_texts_are_never_one() -> None:
    view = fold([named("a", "Group:some of the firms"), named("b", "Group:some of the firms")])
    assert len(entities(view)) == 2


def test_clashing_slugs_get_lasting_suffixes() -> None:
    first = set(entities(fold([named("a", "Person:Wang"), named("b", "Person:Wang")])))
    more = set(entities(fold([named("a", "Person:Wang"), named("b", "Person:Wang"), named("c", "Person:Wang")])))
    assert len(first) == 2
    assert first < more


class TestPersonsJudge:
    """A person's word goes before every rule's."""

    a, b, c = named("a", "Acme"), named("b", "Acme"), named("c", "Zenith")

    def test_not_same_splits(self) -> None:
        judgement = judged(key(self.a, "Acme"), key(self.b, "Acme"), Verdict.NOT_SAME)
        view = fold([self.a, self.b], [judgement])
        assert sorted(entities(view).values()) == [1, 1]
        assert judgement in view.judgements

    def test_same_joins(self) -> None:
        view = fold([self.a, self.c], [judged(key(self.a, "Acme"), key(self.c, "Zenith"), Verdict.SAME)])
        assert list(entities(view).values()) == [2]

    def test_same_joins_what_one_document_keeps_apart(self) -> None:
        two = named("a", "Acme", "Bolt")
        view = fold([two], [judged(key(two, "Acme"), key(two, "Bolt"), Verdict.SAME)])
        assert list(entities(view).values()) == [1]

    def test_entities_are_judged_by_their_ids(self) -> None:
        view = fold([self.a, self.b, self.c], [judged("company:acme", "company:zenith", Verdict.SAME)])
        assert list(entities(view).values()) == [3]

    def test_one_party_is_taken_out_of_an_entity(self) -> None:
        sources = [self.a, self.b, named("d", "Acme")]
        view = fold(sources, [judged(key(self.a, "Acme"), "company:acme", Verdict.NOT_SAME)])
        assert sorted(entities(view).values()) == [1, 2]
        assert view.resolved[key(sources[1], "Acme")] == view.resolved[key(sources[2], "Acme")]

    def test_one_party_is_taken_out_of_an_anchored_entity(self) -> None:
        sources = [named(n, "Acme", anchors={"Acme": "acme"}) for n in "abc"]
        view = fold(sources, [judged(key(sources[0], "Acme"), "acme", Verdict.NOT_SAME)])
        assert sorted(entities(view).values()) == [1, 2]

    def test_unsure_keeps_apart(self) -> None:
        view = fold([self.a, self.b], [judged(key(self.a, "Acme"), key(self.b, "Acme"), Verdict.UNSURE)])
        assert sorted(entities(view).values()) == [1, 1]

    def test_a_later_judgement_replaces_an_earlier_one(self) -> None:
        sides = key(self.a, "Acme"), key(self.b, "Acme")
        judgements = [
            judged(*sides, Verdict.NOT_SAME, "2024-01-01"),
            judged(*sides, Verdict.SAME, "2024-01-02", "person:bob"),
        ]
        assert list(entities(fold([self.a, self.b], judgements)).values()) == [2]

    def test_a_chain_of_same_against_not_same_stops_and_names_both(self) -> None:
        a, b, c = key(self.a, "Acme"), key(self.b, "Acme"), key(self.c, "Zenith")
        chain = [judged(a, b, Verdict.SAME, "2024-01-01"), judged(b, c, Verdict.SAME, "2024-01-02")]
        with pytest.raises(JudgementConflict) as caught:
            fold([self.a, self.b, self.c], [*chain, judged(a, c, Verdict.NOT_SAME, "2024-01-03", "person:bob")])
        assert "person:ann" in str(caught.value)
        assert "person:bob" in str(caught.value)

    def test_the_chain_stops_even_for_parties_that_are_not_here(self) -> None:
        judgements = [
            judged("x", "y", Verdict.SAME),
            judged("y", "z", Verdict.SAME),
            judged("x", "z", Verdict.NOT_SAME),
        ]
        with pytest.raises(JudgementConflict):
            fold([], judgements)

    def test_a_judgement_on_absent_parties_is_kept_and_does_nothing(self) -> None:
        judgement = judged("company:later", key(self.a, "Acme"), Verdict.SAME)
        view = fold([self.a], [judgement])
        assert view.judgements == (judgement,)
        assert entities(view) == {"company:acme": 1}
