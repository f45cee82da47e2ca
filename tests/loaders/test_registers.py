"""What several registers say of one firm meets in one graph, by its identifiers."""

from __future__ import annotations

from pathlib import Path

from graph.fold import View, fold
from graph.model import Label
from loaders import read
from tests.loaders.test_bods import entity, package, person, relationship, stake
from tests.loaders.test_gleif import CHILD, PARENT, lei_xml, relation_xml
from tests.loaders.test_gleif import entity as lei_entity
from tests.loaders.test_psc import holder, lines


def edges(view: View) -> set[tuple[str, str, str, str | None, str | None]]:
    names = {e.id: e.name for _, e in view.entities}
    return {
        (names[e.source], e.type.value, names[e.target], e.share_low, e.share_high)
        for e in view.edges
        if e.type != "LOCATED_IN"
    }


def register(number: str) -> str:
    return (
        "<lei:RegistrationAuthority><lei:RegistrationAuthorityID>RA000585</lei:RegistrationAuthorityID>"
        f"<lei:RegistrationAuthorityEntityID>{number}</lei:RegistrationAuthorityEntityID></lei:RegistrationAuthority>"
    )


def test_one_firm_of_four_registers_is_one_firm() -> None:
    level_1 = lei_xml(
        lei_entity(CHILD, inside=register("1234567")),
        lei_entity(PARENT, inside=register("SC000077")).replace("Velmora Fjäll AB", "Ostrava Holdings plc"),
    )
    declared = package(
        entity("velmora", "Velmora (UK)", identifiers=[{"scheme": "GB-COH", "id": "01234567"}]),
        person("anna", "Anna Berg"),
        relationship(stake(exact=20)),
    )
    controlled = holder(
        "corporate-entity-person-with-significant-control",
        name="OSTRAVA HOLDINGS PLC",
        identification={"country_registered": "Scotland", "registration_number": "SC77"},
        natures_of_control=["ownership-of-shares-75-to-100-percent"],
    )
    sources = [
        read("lei.xml", level_1),
        read("rr.xml", relation_xml()),
        read("psc.txt", lines(controlled)),
        read("bods.json", declared),
    ]
    for order in (sources, sources[::-1]):
        view = fold(order)
        labels = {e.name: label for label, e in view.entities if label is not Label.COUNTRY}
        assert set(labels.values()) == {Label.COMPANY, Label.PERSON}
        assert len(labels) == 3
        (velmora,) = (e for _, e in view.entities if f"lei:{CHILD}" in e.identifiers)
        assert {"gb-coh:01234567", f"lei:{CHILD}"} == set(velmora.identifiers)
        found = edges(view)
        assert {
            (source.casefold(), kind, low, high) for source, kind, target, low, high in found if target == velmora.name
        } == {
            ("ostrava holdings plc", "OWNS", "75", "100"),
            ("anna berg", "OWNS", "20", "20"),
        }


def test_the_levels_of_the_gleif_sample_meet(samples: Path) -> None:
    """A relation's ends are the entities of Level 1 where those are in the file, and stay bare LEIs where not."""
    sources = [
        read(name, (samples / "gleif-cdf" / name).read_bytes(), partial=True)
        for name in ("lei-data.xml", "rr-data.xml", "repex-data.xml")
    ]
    view = fold(sources)
    named = {e.name: e for _, e in view.entities}
    fund = named["Fidelity Advisor Leveraged Company Stock Fund"]
    assert (fund.documents, fund.kind) == (3, "fund")
    assert "DIRECT_ACCOUNTING_CONSOLIDATION_PARENT: NO_KNOWN_PERSON" in fund.remarks
    assert {e[2] for e in edges(view) if e[0] == fund.name} == {"5493001Z012YSB2A0K51", "C7J4FOV6ELAVE39B7M82"}
    assert {e for e in edges(view) if e[1] == "OWNS"} == {
        ("ZZG38T0MDR3QY1ETUA76", "OWNS", "010CMKZ3VON21WF2ZD45", None, None),
        ("3C7474T6CDKPR9K6YT90", "OWNS", "010CMKZ3VON21WF2ZD45", None, None),
    }
