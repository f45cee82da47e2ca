"""The traps in the five articles: what they say, and what they only seem to say."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from graph.claims import Claim, Source
from graph.model import EDGE_PREDICATES, Label, Modality, Predicate
from loaders import read

Line = tuple[str, str, str, str]


@cache
def _source(shared: Path, doc: str) -> Source:
    path = shared / "gold" / "seeds" / f"{doc}.txt"
    return read(path.name, path.read_bytes())


@pytest.fixture
def article(shared: Path) -> Article:
    return Article(shared)


class Article:
    """The five articles as read, by number."""

    def __init__(self, shared: Path) -> None:
        self.shared = shared

    def lines(self, doc: str, *predicates: Predicate) -> set[Line]:
        source = _source(self.shared, doc)
        names = {p.key: p.name for p in source.parties}
        return {
            (str(c.predicate), names[c.subject], names[str(c.object)], str(c.modality))
            for c in source.claims
            if c.predicate in (predicates or EDGE_PREDICATES) and c.object is not None
        }

    def claims(self, doc: str, predicate: Predicate) -> list[Claim]:
        return [c for c in _source(self.shared, doc).claims if c.predicate is predicate]

    def counts(self, doc: str) -> set[tuple[str, str]]:
        return {
            (str(c.value), str(c.quantity.low))
            for c in self.claims(doc, Predicate.ADDED_COUNT)
            if c.quantity is not None
        }

    def labels(self, doc: str) -> dict[str, Label]:
        return {p.name: p.label for p in _source(self.shared, doc).parties}

    def values(self, doc: str, predicate: Predicate) -> set[tuple[str, str]]:
        names = {p.key: p.name for p in _source(self.shared, doc).parties}
        return {(names[c.subject], str(c.value)) for c in self.claims(doc, predicate)}


def test_each_text_counts_what_it_says_was_added(article: Article) -> None:
    assert ("companies", "28") in article.counts("002")
    assert ("parties", "28") in article.counts("003")
    assert {("bodies", "20"), ("companies", "8")} <= article.counts("004")
    assert {("companies", "8"), ("companies", "2")} <= article.counts("001")
    assert ("companies", "33") in article.counts("000")


def test_parts_counted_together_share_their_words(article: Article) -> None:
    parts = {c.value: (c.start, c.end) for c in article.claims("004", Predicate.ADDED_COUNT)}
    assert parts["bodies"] == parts["companies"]


def test_five_in_june_are_another_action(article: Article) -> None:
    counted = {str(c.quantity.low): c.subject for c in article.claims("003", Predicate.ADDED_COUNT) if c.quantity}
    assert counted["28"] != counted["5"]
    members = {(line[1], line[2]) for line in article.lines("003", Predicate.MEMBER_OF)}
    assert "Huawei" not in {name for name, _ in members}


def test_a_subset_of_what_was_added_is_no_total(article: Article) -> None:
    assert ("subset", "5") in article.counts("000")


def test_alibaba_is_parent_as_the_article_says(article: Article) -> None:
    owned = article.lines("002", Predicate.OWNS)
    assert owned == {
        ("OWNS", "Alibaba", "SenseTime Group", "asserted"),
        ("OWNS", "Alibaba", "Megvii Technology", "asserted"),
    }
    assert not {line for line in article.lines("002", Predicate.LISTED_BY) if line[1] in ("Alibaba", "Google")}


def test_chipmakers_supply_an_unnamed_part_of_the_set(article: Article) -> None:
    supplied = article.lines("003", Predicate.SUPPLIES)
    assert {(a, m) for _, a, _, m in supplied} == {("Qualcomm", "asserted"), ("Nvidia", "asserted")}
    groups = {b for _, _, b, _ in supplied}
    assert {article.labels("003")[g] for g in groups} == {Label.GROUP}
    inside = {line[1] for line in article.lines("003", Predicate.MEMBER_OF) if line[2] in groups}
    assert inside == set()


def test_the_impact_on_the_chipmakers_is_possible_only(article: Article) -> None:
    hit = {(a, m) for _, a, _, m in article.lines("003", Predicate.AFFECTED_BY) if a in ("Qualcomm", "Nvidia")}
    assert hit == {("Qualcomm", "possible"), ("Nvidia", "possible")}
    assert not {line for line in article.lines("003", Predicate.LISTED_BY) if line[1] in ("Qualcomm", "Nvidia")}


def test_one_article_alone_tells_where_and_what_the_chipmakers_are(article: Article) -> None:
    seats = {(a, b) for _, a, b, _ in article.lines("003", Predicate.LOCATED_IN)}
    assert {("Qualcomm", "United States"), ("Nvidia", "United States")} <= seats
    sectors = article.values("003", Predicate.IN_SECTOR)
    assert {("Qualcomm", "semiconductors"), ("Nvidia", "semiconductors")} <= sectors


def test_the_fund_invested_and_its_director_did_not(article: Article) -> None:
    claims = article.claims("003", Predicate.INVESTED_IN)
    assert article.lines("003", Predicate.INVESTED_IN) == {("INVESTED_IN", "Bohai Harvest", "Megvii", "reported")}
    assert {c.valid_from for c in claims} == {"2017"}
    assert article.lines("003", Predicate.BOARD_MEMBER_OF) == {
        ("BOARD_MEMBER_OF", "Hunter Biden", "Bohai Harvest", "asserted")
    }


def test_a_misspelling_is_the_same_firm(article: Article) -> None:
    assert "SesnseTime" not in article.labels("003")


def test_tsmc_stopped_supplying_and_is_not_american(article: Article) -> None:
    tsmc = "Taiwan Semiconductor Manufacturing Co."
    names = [n for n in article.labels("000") if n.startswith("Taiwan Semiconductor")]
    assert len(names) == 1, tsmc
    stopped = article.lines("000", Predicate.STOPPED_SUPPLYING)
    assert stopped == {("STOPPED_SUPPLYING", names[0], "Huawei", "asserted")}
    seats = {(a, b) for _, a, b, _ in article.lines("000", Predicate.LOCATED_IN)}
    assert (names[0], "United States") not in seats


def test_huawei_has_other_grounds_in_the_june_article(article: Article) -> None:
    listed = {line for line in article.lines("000", Predicate.LISTED_BY) if line[1] == "Huawei"}
    assert listed == set()  # it is not off the list either
    members = {line[1] for line in article.lines("000", Predicate.MEMBER_OF)}
    assert "Huawei" not in members


def test_xiang_speaks_for_an_industry_group(article: Article) -> None:
    posts = article.lines("000", Predicate.EMPLOYED_BY)
    assert ("EMPLOYED_BY", "Xiang Ligang", "Information Consumption Alliance", "asserted") in posts
    assert article.labels("000")["Information Consumption Alliance"] is Label.ORGANISATION


def test_washington_tried_to_limit_huawei_and_did_not_list_it(article: Article) -> None:
    assert not {line for line in article.lines("004", Predicate.LISTED_BY) if line[1] == "Huawei"}


@pytest.mark.parametrize("doc", ["000", "001", "002", "003", "004"])
def test_footers_leave_nothing(article: Article, shared: Path, doc: str) -> None:
    source = _source(shared, doc)
    dropped = [(d.start, d.end) for d in source.document.dropped]
    inside = [c.quote for c in source.claims if c.start is not None and any(a <= c.start < b for a, b in dropped)]
    assert inside == []


@pytest.mark.parametrize("doc", ["000", "001", "002", "003", "004"])
def test_what_is_denied_hedged_or_inferred_says_so(shared: Path, doc: str) -> None:
    for claim in _source(shared, doc).claims:
        if claim.start is not None:
            assert _source(shared, doc).document.text[claim.start : claim.end] == claim.quote
        assert claim.modality in Modality


def test_an_article_on_two_invented_chipmakers_yields_them() -> None:
    text = (
        "Ministry lists camera makers\n\n"
        "The US Commerce Department on Monday added 12 organizations to its Entity List, including Velmora Optics and "
        "Harbin Lintec. The agency said the firms helped build checkpoints.\n\n"
        "Sales may drop for American chipmakers Ostrava Micro and Quillon Devices, which make processors used by some "
        "of the newly listed firms. Both Ostrava Micro and Quillon Devices declined to comment.\n"
    )
    source = read("invented.txt", text.encode())
    names = {p.key: p.name for p in source.parties}
    labels = {p.key: p.label for p in source.parties}
    lines = {(str(c.predicate), names[c.subject], names.get(c.object or ""), str(c.modality)) for c in source.claims}
    for maker in ("Ostrava Micro", "Quillon Devices"):
        assert ("AFFECTED_BY", maker, "Entity List", "possible") in lines
        assert ("LOCATED_IN", maker, "United States", "asserted") in lines
        supplied = {labels[str(c.object)] for c in source.claims if c.predicate is Predicate.SUPPLIES}
        assert supplied == {Label.GROUP}
    sectors = {(names[c.subject], c.value) for c in source.claims if c.predicate is Predicate.IN_SECTOR}
    assert {("Ostrava Micro", "semiconductors"), ("Quillon Devices", "semiconductors")} <= sectors
    listed = {line[1] for line in lines if line[0] == "LISTED_BY"}
    assert listed == {"Velmora Optics", "Harbin Lintec"}
