"""All evidence on a party or an edge: denials, symmetric ties, judgements, and what cannot be told apart."""

from __future__ import annotations

import pytest

from graph.claims import Judgement, Verdict
from graph.errors import InputError, UnknownName
from graph.fold import fold
from knockon.archive import Archive, quantity_text
from tests.building import source

PRO = source(
    "pro",
    "Acme and Bolt are partners. Acme owns half of Cog. The Blacklist names Acme.",
    ("Acme", "PARTNERS_WITH", "Bolt", {"quote": "Acme and Bolt are partners"}),
    ("Acme", "OWNS", "Cog", {"quote": "Acme owns half of Cog", "share": "50"}),
    ("Acme", "LISTED_BY", "Blacklist", {"quote": "The Blacklist names Acme"}),
)
CONTRA = source(
    "contra",
    "Bolt is no partner of Acme, and Acme does not own Dyno.",
    ("Bolt", "PARTNERS_WITH", "Acme", {"modality": "negated", "quote": "Bolt is no partner of Acme"}),
    ("Acme", "OWNS", "Dyno", {"modality": "negated", "quote": "Acme does not own Dyno"}),
)


@pytest.fixture
def archive() -> Archive:
    return Archive([PRO, CONTRA], fold([PRO, CONTRA]))


def said(archive: Archive, name: str) -> set[tuple[str, str, str, bool, tuple[str, ...]]]:
    party = archive.party(name)
    return {
        (e.source_name, e.predicate, e.target_name, e.edge is not None, tuple(w.modality for w in e.claims))
        for e in (*party.out, *party.into)
    }


def test_a_denial_stands_beside_what_it_denies_and_alone_makes_no_edge(archive: Archive) -> None:
    assert said(archive, "Acme") == {
        ("Acme", "PARTNERS_WITH", "Bolt", True, ("asserted", "negated")),
        ("Acme", "OWNS", "Cog", True, ("asserted",)),
        ("Acme", "LISTED_BY", "Blacklist", True, ("asserted",)),
        ("Acme", "OWNS", "Dyno", False, ("negated",)),
    }


def test_a_contradiction_is_with_the_party_and_with_the_edge(archive: Archive) -> None:
    of_party = {c.kind for c in archive.party("Bolt").contradictions}
    (edge,) = archive.edges("Acme", "partners with", "Bolt")
    assert of_party == {c.kind for c in edge.contradictions} != set()
    assert [e.edge and e.edge.contested for e in archive.edges("Bolt", "PARTNERS_WITH", "Acme")] == [True]


def test_a_share_is_shown_as_the_source_has_it(archive: Archive) -> None:
    (edge,) = archive.edges("Acme", "OWNS", "Cog")
    assert [words.quantity for words in edge.claims] == ["50 %"]
    assert quantity_text(None) is None


def test_judgements_say_who_why_and_between_whom(archive: Archive) -> None:
    (found,) = archive.party("Bolt").judgements
    judgement, left, right = found
    assert {left, right} == {"Bolt (Company, pro)", "Bolt (Company, contra)"}
    assert (judgement.verdict, judgement.author.partition(":")[0]) == (Verdict.SAME, "rule")


def test_parties_that_share_a_name_are_not_chosen_between() -> None:
    one, other = (source(name, f"{name}: Acme owns {owned}.", ("Acme", "OWNS", owned)) for name, owned in _TWO)
    apart = Judgement.of(
        one.parties[0].key, other.parties[0].key, Verdict.NOT_SAME, "two firms", "person:me", "2020-01-01"
    )
    archive = Archive([one, other], fold([one, other], [apart]))
    with pytest.raises(InputError, match=r"'Acme' could be company:acme.* or company:acme.*: give the id"):
        archive.find("Acme")


_TWO = (("one", "Bolt"), ("two", "Cog"))


def test_unknown_claims_and_edges_are_named(archive: Archive) -> None:
    with pytest.raises(UnknownName, match="no claim called 'c0'"):
        archive.words("c0")
    with pytest.raises(UnknownName, match="No claim ties these two directly"):
        archive.edges("Bolt", "OWNS", "Cog")
