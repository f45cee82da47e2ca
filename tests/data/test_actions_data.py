"""The tables of actions against the official lists."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.data.reading import (
    ACTIONS,
    ENTRIES,
    FIRMS,
    PAGES,
    added_by,
    citations,
    entity_list,
    entries,
    letters,
    rows,
    screening_list,
)

THREE = {"NetPosa", "SenseNets", "Nanjing FiberHome Starrysky Communication Development Co."}
INSTITUTE = "Ministry of Public Security's Institute of Forensic Science of China"
HONG_KONG_PARENT = "Huawei Technologies Co. Ltd., Tsim Sha Tsui"
# What the two lists say otherwise than the tables, each explained in data/README.md.
NOT_IN_2026 = {
    "entity-list-2019-05-huawei": {HONG_KONG_PARENT},
    "entity-list-2020-06-xinjiang": {INSTITUTE},
}
ONLY_IN_2026 = {"entity-list-2019-05-huawei": {"Hui Tong Business Ltd."}}


@pytest.fixture
def samples(shared: Path) -> Path:
    return shared / "samples"


@pytest.mark.parametrize("action", PAGES)
def test_entries_are_those_of_the_2026_list(samples: Path, action: str) -> None:
    ours = {row["name"] for row in entries(action)}
    theirs = {entry["name"] for entry in entity_list(samples) if added_by(entry["federal_register"], action)}
    assert ours - theirs == NOT_IN_2026.get(action, set())
    assert theirs - ours == ONLY_IN_2026.get(action, set())


def test_counts_of_the_actions() -> None:
    counted = {row["action"]: int(row["count"]) for row in rows(ACTIONS)}
    given = Counter(row["action"] for path in ENTRIES for row in rows(path))
    assert given == {
        "entity-list-2019-05-huawei": 66,
        "entity-list-2019-10": 28,
        "entity-list-2020-06-military": 24,
        "entity-list-2020-06-xinjiang": 9,
    }
    short = {action: counted[action] - number for action, number in given.items() if counted[action] != number}
    assert short == {"entity-list-2019-05-huawei": 3}  # moved under the parent's entry; the lists no longer say which
    assert counted["entity-list-2020-06"] == 24 + 9


def test_october_2019_is_eight_companies_and_twenty_bodies() -> None:
    kinds = Counter(row["kind"] for row in entries("entity-list-2019-10"))
    (action,) = [row for row in rows(ACTIONS) if row["action"] == "entity-list-2019-10"]
    assert kinds == {"company": int(action["companies"]), "agency": int(action["bodies"])}
    assert kinds == {"company": 8, "agency": 20}


def test_the_screening_list_counts_otherwise(samples: Path) -> None:
    listed = screening_list(samples)
    by_first = {
        action: {row["name"] for row in listed if added_by(row["federal_register_notice"], action)} for action in PAGES
    }
    assert {action: len(names) for action, names in by_first.items() if "huawei" not in action} == {
        "entity-list-2019-10": 31,
        "entity-list-2020-06-military": 24,
        "entity-list-2020-06-xinjiang": 6,
    }
    october = {letters(row["name"]) for row in entries("entity-list-2019-10")}
    extra = {name for name in by_first["entity-list-2019-10"] if letters(name) not in october}
    assert extra == THREE
    noted = {row["name"] for path in ENTRIES for row in rows(path) if "84 FR 54004 first" in row["disagreement"]}
    assert noted == THREE


def test_huawei_adds_up_to_sixty_eight_affiliates(samples: Path) -> None:
    """Separate entries of the screening list, and the three that are among the 22 under Huawei's own entry."""
    listed = screening_list(samples)
    first = [row for row in listed if added_by(row["federal_register_notice"], "entity-list-2019-05-huawei")]
    under = {row["name"].split("Affiliated Entity:")[1].strip() for row in first if "Affiliated Entity" in row["name"]}
    separate = {letters(row["name"]) for row in first if "Affiliated Entity" not in row["name"]}
    ours = {letters(row["name"]) for row in entries("entity-list-2019-05-huawei")}
    assert len(under) == 19 + 3
    assert len(separate - {"huaweitechnologiescoltdhuawei"}) == 68 - 3
    assert len(ours - {"huaweitechnologiescoltd"}) == 68 - 3
    begins = {name for name in ours if not any(known.startswith(name) for known in separate)}
    assert begins <= {"guianewdistricthuaweiinvestmentcoltd", "guiannewdistricthuaweiinvestmentcoltd", *_accents(ours)}
    august = [row for row in listed if min(citations(row["federal_register_notice"]), default=(0, 0)) == (84, 43495)]
    assert len(august) == 27
    assert "Hui Tong Business Ltd." in {row["name"] for row in august}


def _accents(names: set[str]) -> set[str]:
    """Names whose accents the screening list lost in its own way."""
    return {name for name in names if "peratief" in name or "telecomunicac" in name}


def test_names_and_aliases_are_as_listed(samples: Path) -> None:
    listed = {entry["name"]: entry for entry in entity_list(samples)}
    wrong = {
        row["name"]
        for path in ENTRIES
        for row in rows(path)
        if row["name_source"].startswith("15 CFR") and row["anchor"] != "huawei"
        if [alias for alias in row["aliases"].split(" | ") if alias]
        != [re.sub(r";? and$", "", alias) for alias in listed[row["name"]]["aliases"]]
    }
    assert wrong == set()


def test_each_citation_is_one_of_its_source(samples: Path) -> None:
    listed = {entry["name"]: citations(entry["federal_register"]) for entry in entity_list(samples)}
    screened = {letters(row["name"]): citations(row["federal_register_notice"]) for row in screening_list(samples)}
    for path in ENTRIES:
        for row in rows(path):
            known = listed.get(row["name"]) or screened[letters(row["name"])]
            assert citations(row["citation"])[0] in known, row["name"]
            assert added_by(row["citation"], row["action"]), row["name"]


def test_footnote_4_is_where_the_2026_list_has_it(samples: Path) -> None:
    ours = {row["name"] for path in ENTRIES for row in rows(path) if row["footnote"] == "4"}
    theirs = {
        entry["name"]
        for entry in entity_list(samples)
        if any(added_by(entry["federal_register"], action) for action in PAGES)
        if re.search(r"EAR\) 4$", entry["notes"])
    }
    assert ours == theirs
    assert len(ours) > 3


def test_licence_policies_are_those_of_the_screening_list(samples: Path) -> None:
    """Item by item, each name of ours against the policy's text there."""
    screened = {letters(row["name"]): row["license_policy"] for row in screening_list(samples)}
    compared = 0
    for path in ENTRIES:
        for row in rows(path):
            theirs = screened.get(letters(row["name"]))
            if theirs is None:
                continue
            compared += 1
            policy = row["amended_licence_policy"] or row["licence_policy"]
            reviewed = re.sub(r"^case-by-case review: |; otherwise: .*", "", policy)
            items = [] if reviewed == "presumption of denial" else reviewed.split(" | ")
            missing = [item for item in items if item.replace(" of the ", " described in the ") not in theirs]
            assert missing == [], row["name"]
            assert policy.endswith("presumption of denial")
            assert "resumption of denial" in theirs
            assert ("infectious" in policy) == ("infectious" in theirs), row["name"]
    assert compared > 90


def test_october_2019_policy_names_its_eight_eccns() -> None:
    policies = {row["licence_policy"] for row in entries("entity-list-2019-10")}
    (policy,) = policies
    eccns = re.findall(r"\b\d[A-E]\d{3}(?:\.[a-z])?", policy.split(" | EAR99")[0])
    assert eccns == ["1A004.c", "1A004.d", "1A995", "1A999.a", "1D003", "2A983", "2D983", "2E983"]
    assert policy.endswith("; otherwise: presumption of denial")


def test_only_the_institute_was_removed(samples: Path) -> None:
    ended = {(r["name"], r["ended"], r["ended_by"]) for path in ENTRIES for r in rows(path) if r["ended"]}
    assert ended == {(INSTITUTE, "2023-11-16", "FR 2023-25557")}
    assert not any("Institute of Forensic Science" in entry["name"] for entry in entity_list(samples))
    assert any("Institute of Forensic Science" in row["name"] for row in screening_list(samples))


def test_countries_are_those_of_the_lists(samples: Path) -> None:
    """The last part of the screening list's address; the Cayman and Virgin Islands stand there under GB."""
    codes = {letters(row["name"]): row["addresses"].split(", ")[-1] for row in screening_list(samples)}
    differing = {
        (row["anchor"], row["country"], codes[letters(row["name"])])
        for path in ENTRIES
        for row in rows(path)
        if codes.get(letters(row["name"]), row["country"]) != row["country"]
    }
    assert differing == {
        ("cloudminds", "KY", "GB"),
        ("qihoo-360-cayman", "KY", "GB"),
        ("proven-glory", "VG", "GB"),
        ("proven-honour", "VG", "GB"),
    }


def test_dates_of_entries_are_those_of_their_action() -> None:
    dates = {row["action"]: (row["list"], row["effective"]) for row in rows(ACTIONS)}
    for path in ENTRIES:
        for row in rows(path):
            assert (row["list"], row["effective"]) == dates[row["action"]], row["anchor"]
    order = [
        (row["announced"] or row["effective"], row["effective"], row["published"], row["action"])
        for row in rows(ACTIONS)
    ]
    assert all(announced <= effective <= published for announced, effective, published, _ in order)


def test_published_dates_are_those_of_the_2026_list(samples: Path) -> None:
    printed = {
        action: {
            f"20{year}-{int(month):02}-{int(day):02}"
            for entry in entity_list(samples)
            if added_by(entry["federal_register"], action)
            for month, day, year in re.findall(r"^\d+ FR \d+, (\d+)/(\d+)/(\d\d)", entry["federal_register"])
        }
        for action in PAGES
    }
    assert {row["action"]: {row["published"]} for row in rows(ACTIONS) if row["action"] in PAGES} == printed


def test_anchors_resolve() -> None:
    actions = {row["action"] for row in rows(ACTIONS)}
    firms = {row["anchor"]: row for row in rows(FIRMS)}
    assert {row["part_of"] for row in rows(ACTIONS)} <= actions | {""}
    assert {row["action"] for path in ENTRIES for row in rows(path)} <= actions
    for row in rows(ACTIONS):
        assert firms[row["list"]]["administered_by"] == row["agency"]
        assert (firms[row["list"]]["name"], firms[row["agency"]]["name"]) == (row["list_name"], row["agency_name"])
    anchors = Counter((row["action"], row["anchor"]) for path in ENTRIES for row in rows(path))
    assert max(anchors.values()) == 1
