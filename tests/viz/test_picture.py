from __future__ import annotations

from tests.viz.samples import grown, october
from viz.picture import cut, ranked


def test_a_cut_picture_says_of_how_many() -> None:
    picture = cut(grown(300), 40)
    assert (len(picture.entities), picture.entities_in_all) == (40, 300)
    kept = {e.id for e in picture.entities}
    assert {end for e in picture.edges for end in (e.source, e.target)} <= kept
    assert {c for e in picture.edges for c in e.claims} <= {c.id for c in picture.claims}


def test_what_matters_comes_first() -> None:
    picture = october()
    names = {e.id: e.name for e in picture.entities}
    first = [names[i] for i in ranked(picture)][:12]
    assert {"Megvii", "Alibaba", "Nvidia", "Qualcomm", "Entity List", "Entity List action of October 2019"} <= set(
        first
    )
    assert not [name for name in first if name.endswith("Public Security Bureau")]


def test_a_seat_is_no_reason_to_be_near() -> None:
    picture = october()
    near = ranked(picture, "company:tsmc")
    assert near[:2] == ["company:tsmc", "company:huawei"]
    assert "country:united-states" not in near[:10]


def test_a_cut_keeps_the_premises_of_a_rule() -> None:
    from dataclasses import replace

    picture = october()
    last = picture.claims[-1]
    conclusion = replace(picture.claims[0], premises=(last.id,), rule="a rule")
    inferred = replace(picture, claims=(conclusion, *picture.claims[1:]))
    small = cut(inferred, 100)
    assert last.id in {c.id for c in small.claims}
