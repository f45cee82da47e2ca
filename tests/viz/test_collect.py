from __future__ import annotations

import pytest

from graph.errors import InputError, UnknownName
from graph.ledger import load, withdraw
from graph.model import Label
from graph.store import Store
from tests.building import source
from viz import picture_of
from viz.picture import Picture, Standing

NOTICE = source(
    "notice",
    "Acme Ltd; effective 9 October 2019.",
    ("Listing:acme", "LISTING_OF", "Acme", {"quote": "Acme Ltd"}),
    ("Listing:acme", "ON_LIST", "Entity List", {"quote": "Acme Ltd"}),
    ("Listing:acme", "PART_OF", "Event:October action", {"quote": "Acme Ltd"}),
    ("Listing:acme", "EFFECTIVE_ON", "2019-10-09", {"quote": "9 October 2019"}),
    official=True,
    publisher="The Register",
)
ARTICLE = source(
    "article",
    "Bolt sells chips to Acme. Cargo may have put money into Bolt. Dune is nobody's partner.",
    ("Bolt", "SUPPLIES", "Acme", {"quote": "Bolt sells chips to Acme."}),
    ("Cargo", "INVESTED_IN", "Bolt", {"quote": "may have put money into Bolt", "modality": "possible"}),
    aliases={"Dune": ["Dune Holdings"]},
    published="2019-10-10",
)


def edges(picture: Picture) -> set[tuple[str, str, str]]:
    named = {e.id: e.name for e in picture.entities}
    return {(named[e.source], e.type.value, named[e.target]) for e in picture.edges}


def names(picture: Picture) -> set[str]:
    return {e.name for e in picture.entities}


def test_a_listing_is_drawn_as_edges_to_its_list_and_its_action(store: Store) -> None:
    load(store, [NOTICE])
    picture = picture_of(store)
    assert edges(picture) == {("Acme", "LISTED_BY", "Entity List"), ("Acme", "MEMBER_OF", "October action")}
    assert {e.label for e in picture.entities}.isdisjoint({Label.LISTING})
    acme = next(e for e in picture.entities if e.name == "Acme")
    assert (acme.standing, acme.listings[0].dates) == (Standing.LISTED, (("effective", "2019-10-09"),))
    said = {c.id: c.predicate for c in picture.claims}
    assert {tuple(sorted(said[c] for c in e.claims)) for e in picture.edges} == {
        ("LISTING_OF", "ON_LIST"),
        ("LISTING_OF", "PART_OF"),
    }
    assert {(e.grade.value, e.modality.value, e.sources) for e in picture.edges} == {("official", "asserted", 1)}


def test_a_listing_that_ended_no_longer_counts(store: Store) -> None:
    removal = source(
        "removal",
        "Acme Ltd was removed on 16 November 2023.",
        ("Listing:acme", "LISTING_OF", "Acme"),
        ("Listing:acme", "ON_LIST", "Entity List"),
        ("Listing:acme", "ENDED_ON", "2023-11-16"),
    )
    load(store, [removal])
    picture = picture_of(store)
    assert {(e.name, e.standing) for e in picture.entities} == {
        ("Acme", Standing.ENDED),
        ("Entity List", Standing.UNLISTED),
    }
    assert [e.valid_to for e in picture.edges] == ["2023-11-16"]


def test_a_hedged_listing_is_told_from_a_firm_one(store: Store) -> None:
    load(
        store, [source("rumour", "Acme may be listed.", ("Acme", "LISTED_BY", "Entity List", {"modality": "possible"}))]
    )
    assert {(e.name, e.standing) for e in picture_of(store).entities} >= {("Acme", Standing.HEDGED)}


def test_claims_keep_their_words_their_place_and_their_document(store: Store) -> None:
    load(store, [ARTICLE])
    picture = picture_of(store)
    held = {(c.predicate.value, c.quote, c.place, c.modality.value) for c in picture.claims if c.object}
    start = ARTICLE.document.text.index("may have")
    assert held == {
        ("SUPPLIES", "Bolt sells chips to Acme.", "characters 0 to 25", "asserted"),
        ("INVESTED_IN", "may have put money into Bolt", f"characters {start} to {start + 28}", "possible"),
    }
    assert {(d.name, d.published) for d in picture.documents} == {("article", "2019-10-10")}


def test_what_is_withdrawn_is_gone(store: Store) -> None:
    load(store, [NOTICE, ARTICLE])
    withdraw(store, "article")
    picture = picture_of(store)
    assert edges(picture) == {("Acme", "LISTED_BY", "Entity List"), ("Acme", "MEMBER_OF", "October action")}
    assert {d.name for d in picture.documents} == {"notice"}


def test_contradictions_come_with_both_sides(store: Store) -> None:
    sides = [
        source(name, text, ("Event:October action", "ANNOUNCED_ON", date), anchors={"Event:October action": "october"})
        for name, text, date in (
            ("one", "It was announced on the 7th.", "2019-10-07"),
            ("two", "It was announced on the 9th.", "2019-10-09"),
        )
    ]
    load(store, sides)
    picture = picture_of(store)
    quotes = {c.id: c.quote for c in picture.claims}
    assert {(c.kind, frozenset((quotes[c.left], quotes[c.right]))) for c in picture.contradictions} == {
        ("date", frozenset({"It was announced on the 7th.", "It was announced on the 9th."}))
    }


def test_around_a_party_lies_what_is_tied_to_it(store: Store) -> None:
    load(store, [NOTICE, ARTICLE])
    picture = picture_of(store, around="bolt", most=3)
    assert names(picture) == {"Bolt", "Acme", "Cargo"}
    assert (picture.title, picture.entities_in_all) == ("Around Bolt", 6)
    assert names(picture_of(store, around="Dune Holdings")) == {"Dune"}


def test_an_unknown_party_brings_near_names(store: Store) -> None:
    load(store, [ARTICLE])
    with pytest.raises(UnknownName) as caught:
        picture_of(store, around="Carga")
    assert caught.value.near == ("Cargo",)


def test_an_ambiguous_name_asks_for_the_id(store: Store) -> None:
    load(store, [source("two", "Acme owns another Acme.", ("Acme", "OWNS", "Acme#2"))])
    with pytest.raises(InputError, match="give the id"):
        picture_of(store, around="Acme")


def test_a_path_is_kept_whatever_is_cut(store: Store) -> None:
    load(store, [NOTICE, ARTICLE])
    ids = {e.name: e.id for e in picture_of(store).entities}
    picture = picture_of(store, path=[ids["Dune"], ids["Cargo"]], most=2)
    assert (names(picture), picture.path) == ({"Dune", "Cargo"}, (ids["Dune"], ids["Cargo"]))
