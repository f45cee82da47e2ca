from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import queries
from graph.store import open_store
from graph.store.protocol import PathRef, Store
from tests.queries.sample import RECORDED, TERN, WITHDRAWN, WREN, fill

ORCA, KESTREL, LUMEN, QUARTO = ("Orca Vision", "Kestrel Face", "Lumen Chips", "Quarto Semi")
CHIPS = "Lumen Chips sells sensors to Orca Vision."
HEDGE = "Quarto Semi could feel the Entity List."
STAKE = "Harbour Fund reportedly put money into Kestrel Face in 2017."
STOP = "Formosa Foundry stopped supplying Orca Vision in 2020."
PARENT = "Baba Group is the parent of Kestrel Face."
DENIAL = "Tower Net is no partner of Orca Vision."
PART = "Vector Silicon makes chips that some of the listed firms use."
VECTOR, SOME = "Vector Silicon", "some of the listed firms"
REST = "Orca Vision works with Tower Net, owns 60% of Orca Labs and sells to Metro Line."
TABLE = "Orca Vision, Kestrel Face: Entity List, autumn round, 84 FR 1"

# For each question: its parameters, the columns looked at, and the rows as they must come, in their order.
CASES: list[tuple[str, dict[str, Any], str, list[tuple[Any, ...]]]] = [
    (
        "listed",
        {},
        "party_name list_name agency action announced published effective ended citations valid_from grade modality",
        [
            (KESTREL, "Entity List", "Trade Bureau", *[None] * 5, None, "2019-10-09", "official", "asserted"),
            (
                *(ORCA, "Entity List", "Trade Bureau", "Autumn round", "2019-10-07", None, "2019-10-09", None),
                *(["84 FR 1"], "2019-10-09", "official", "asserted"),
            ),
            *((firm, "Watch List", *[None] * 8, "official", "asserted") for firm in (TERN, WREN)),
        ],
    ),
    ("listed", {"party": "orca vision", "list": "Entity List"}, "party", [("company:orca-vision",)]),
    ("listed", {"as_of": "2019-10-08", "list": "Entity List"}, "party", []),
    (
        "missing",
        {},
        "party_name list_name series last_on missing_since ended",
        [(TERN, "Watch List", "watch", "2021-01", "2022-01", None)],
    ),
    ("missing", {"as_of": "2021-12"}, "party", []),
    ("doubts", {}, "one_name other_name author", [("Egret", "Egret", "rule:name")]),
    ("doubts", {"party": "orca vision"}, "one", []),
    (
        "added-by",
        {"action": "autumn round"},
        "party_name list effective said_by decided otherwise",
        [(ORCA, "list:entity-list", "2019-10-09", ["table"], True, [])],
    ),
    (
        "suppliers",
        {},
        "listed_name supplier_name countries sectors stopped valid_to modality",
        [
            (KESTREL, LUMEN, ["US"], ["semiconductors"], False, None, "possible"),
            (ORCA, "Formosa Foundry", [], [], True, "2020", "asserted"),
            (ORCA, LUMEN, ["US"], ["semiconductors"], False, None, "asserted"),
            (SOME, VECTOR, ["US"], ["semiconductors"], False, None, "asserted"),
        ],
    ),
    ("suppliers", {"as_of": "2021"}, "supplier_name", [(LUMEN,), (LUMEN,), (VECTOR,)]),
    ("suppliers", {"party": KESTREL, "country": "us"}, "supplier_name modality", [(LUMEN, "possible")]),
    ("customers", {}, "listed_name customer_name stopped", [(ORCA, "Metro Line", False)]),
    (
        "investors",
        {},
        "listed_name investor_name modality valid_from share_low",
        [(KESTREL, "Harbour Fund", "reported", "2017", None)],
    ),
    ("owners", {}, "listed_name owner_name", [(KESTREL, "Baba Group")]),
    ("owned", {}, "listed_name asset_name share_low share_high", [(ORCA, "Orca Labs", "60", "60")]),
    ("partners", {}, "listed_name partner_name contested", [(ORCA, "Tower Net", True)]),
    ("boards", {}, "listed_name person_name", [(ORCA, "Ada Reed")]),
    (
        "us-chipmakers",
        {},
        "party_name predicate subject_name object_name modality grade stopped quote document",
        [
            (LUMEN, "SUPPLIES", LUMEN, KESTREL, "possible", "stated", False, PARENT, "column"),
            (LUMEN, "SUPPLIES", LUMEN, ORCA, "asserted", "stated", False, CHIPS, "report"),
            (QUARTO, "AFFECTED_BY", QUARTO, "Entity List", "possible", "stated", False, HEDGE, "report"),
            (VECTOR, "SUPPLIES", VECTOR, SOME, "asserted", "stated", False, PART, "report"),
        ],
    ),
    ("us-chipmakers", {"country": "CN", "sector": "*"}, "party_name", []),
    (
        "us-chipmakers",
        {"country": "*", "sector": "*", "party": ORCA},
        "party_name predicate stopped",
        [
            ("Formosa Foundry", "STOPPED_SUPPLYING", True),
            ("Formosa Foundry", "SUPPLIES", True),
            (LUMEN, "SUPPLIES", False),
            ("Metro Line", "SUPPLIES", False),
            ("Orca Labs", "OWNS", False),
            ("Tower Net", "PARTNERS_WITH", False),
        ],
    ),
    (
        "stopped",
        {},
        "supplier_name customer_name since modality quote document",
        [("Formosa Foundry", ORCA, "2020", "asserted", STOP, "report")],
    ),
    ("stopped", {"party": KESTREL}, "supplier", []),
    (
        "statements",
        {"topic": "entity list"},
        "topic_name speaker_name modality quote",
        [("Entity List", ORCA, "asserted", "Orca Vision called the Entity List unfair.")],
    ),
    (
        "ties",
        {},
        "party_name countries listed_parties edges",
        [(LUMEN, ["US"], 2, 2), ("Baba Group", [], 1, 1), ("Harbour Fund", [], 1, 1), (VECTOR, ["US"], 1, 1)],
    ),
    ("ties", {"limit": "1"}, "party_name", [(LUMEN,)]),
    (
        "hedged",
        {},
        "modality predicate subject_name object_name quote document",
        [
            ("negated", "PARTNERS_WITH", ORCA, "Tower Net", DENIAL, "column"),
            ("possible", "AFFECTED_BY", QUARTO, "Entity List", HEDGE, "report"),
            ("possible", "SUPPLIES", LUMEN, KESTREL, PARENT, "column"),
            ("reported", "INVESTED_IN", "Harbour Fund", KESTREL, STAKE, "report"),
        ],
    ),
    ("hedged", {"modality": "possible", "party": KESTREL}, "subject_name", [(LUMEN,)]),
    (
        "withdrawn",
        {},
        "document_name publisher recorded withdrawn claims",
        [("retracted", "Rumour", RECORDED, WITHDRAWN, 3)],
    ),
    (
        "event-counts",
        {},
        "action_name announced effective count count_most counted class quote document",
        [
            ("Autumn round", "2019-10-07", "2019-10-09", n, n, "parties", "parties", quote, document)
            for n, quote, document in (
                ("28", "The round added 28 parties.", "report"),
                ("28", TABLE, "table"),
                ("31", "The round added 31 parties.", "column"),
            )
        ],
    ),
    (
        "action-members",
        {"action": "autumn round"},
        "party_name list announced effective citations licence_policy",
        [(ORCA, "list:entity-list", "2019-10-07", "2019-10-09", ["84 FR 1"], "presumption of denial")],
    ),
    (
        "document",
        {"document": "column"},
        "place predicate subject_name object_name value modality quantity_low quote",
        [
            (0, "NAMED", ORCA, None, ORCA, "asserted", None, None),
            (0, "PARTNERS_WITH", ORCA, "Tower Net", None, "negated", None, DENIAL),
            (40, "OWNS", "Baba Group", KESTREL, None, "asserted", None, PARENT),
            (40, "SUPPLIES", LUMEN, KESTREL, None, "possible", None, PARENT),
            (82, "ADDED_COUNT", "Autumn round", None, "parties", "asserted", "31", "The round added 31 parties."),
        ],
    ),
    (
        "exposure-paths",
        {},
        "listed_name exposed_name hops",
        [
            (KESTREL, "Baba Group", 1),
            (KESTREL, "Harbour Fund", 1),
            (KESTREL, LUMEN, 1),
            (ORCA, LUMEN, 1),
            (ORCA, "Metro Line", 1),
            (ORCA, "Orca Labs", 1),
            (ORCA, "Tower Net", 1),
            (ORCA, "Ada Reed", 1),
            (SOME, VECTOR, 1),
            (KESTREL, "Ada Reed", 2),
        ],
    ),
    (
        "exposure-paths",
        {"hops": 1, "country": "US"},
        "listed_name exposed_name",
        [(KESTREL, LUMEN), (ORCA, LUMEN), (SOME, VECTOR)],
    ),
    (
        "exposure-paths",
        {"as_of": "2019-10-07", "sector": "semiconductors"},
        "listed_name exposed_name",
        [(ORCA, LUMEN), (SOME, VECTOR)],  # announced, not yet effective
    ),
    ("exposure-paths", {"as_of": "2019-10-06"}, "listed", []),
    ("exposure-paths", {"party": "Tower Net", "hops": 1}, "exposed_name", [(ORCA,)]),
]


@pytest.fixture
def asked(store: Store) -> Store:
    fill(store)
    return store


def test_every_question_gives_the_rows_that_it_must(asked: Store) -> None:
    for name, parameters, columns, expected in CASES:
        rows = queries.run(asked, name, parameters)
        if name == "document":
            rows = [row for row in rows if row["predicate"] != "NAMED" or row["subject_name"] == ORCA]
            rows = [row | {"quote": None} if row["predicate"] == "NAMED" else row for row in rows]
        assert [tuple(row[column] for column in columns.split()) for row in rows] == expected, (name, parameters)


def test_contradictions_are_found(asked: Store) -> None:
    rows = queries.run(asked, "contradictions")
    quotes = {(row["kind"], frozenset({row["left_quote"], row["right_quote"]})) for row in rows}
    assert {
        ("count", frozenset({"The round added 28 parties.", "The round added 31 parties."})),
        ("count", frozenset({TABLE, "The round added 31 parties."})),
        ("denial", frozenset({REST, DENIAL})),
    } <= quotes
    assert not any({"The round added 28 parties.", TABLE} == pair for _, pair in quotes)


def test_the_evidence_of_an_edge_shows_what_speaks_against_it(asked: Store) -> None:
    (partnership,) = queries.run(asked, "partners")
    rows = queries.run(asked, "evidence", {"edge": partnership["edge"]})
    assert [(r["supports"], r["modality"], r["quote"], r["document"], r["url"]) for r in rows] == [
        (True, "asserted", REST, "report", "https://example.org/report"),
        (False, "negated", DENIAL, "column", None),
    ]


def spelled(path: PathRef) -> str:
    """ "A SUPPLIES> B": the arrow says which way the edge points."""
    words = [str(path.nodes[0].properties["name"])]
    for edge, before, after in zip(path.relations, path.nodes, path.nodes[1:], strict=False):
        along = edge.source == before.properties["id"]
        words += [f"{edge.type}>" if along else f"<{edge.type}", str(after.properties["name"])]
    return " ".join(words)


def test_connections_meet_no_party_twice(asked: Store) -> None:
    rows = queries.run(asked, "connections", {"one": "Harbour Fund", "other": "orca vision", "hops": 3})
    assert [(row["hops"], spelled(row["path"])) for row in rows] == [
        (2, "Harbour Fund <BOARD_MEMBER_OF Ada Reed BOARD_MEMBER_OF> Orca Vision"),
        (3, "Harbour Fund INVESTED_IN> Kestrel Face <SUPPLIES Lumen Chips SUPPLIES> Orca Vision"),
        (3, "Harbour Fund INVESTED_IN> Kestrel Face LISTED_BY> Entity List <LISTED_BY Orca Vision"),
    ]


def test_paths_carry_claims_and_grades(asked: Store) -> None:
    (row,) = queries.run(asked, "exposure-paths", {"party": ORCA, "sector": "semiconductors", "hops": 1})
    (edge,) = row["path"].relations
    (claim,) = edge.properties["claims"]
    assert spelled(row["path"]) == "Orca Vision <SUPPLIES Lumen Chips"
    assert (edge.properties["grade"], edge.properties["modality"]) == ("stated", "asserted")
    assert [r["quote"] for r in queries.run(asked, "document", {"document": "report"}) if r["claim"] == claim] == [
        CHIPS
    ]


def test_all_rows_are_the_same_on_the_embedded_store(asked: Store, tmp_path: Path) -> None:
    """Column for column, ids among them, and the columns are those that the header declares."""
    edge = queries.run(asked, "partners")[0]["edge"]
    needed = {
        "evidence": {"edge": edge},
        "document": {"document": "report"},
        "connections": {"one": ORCA, "other": KESTREL},
    }
    with open_store(tmp_path / "twin") as twin:
        fill(twin)
        for name, question in queries.catalogue().items():
            rows = queries.run(asked, name, needed.get(name))
            assert rows, name
            assert rows == queries.run(twin, name, needed.get(name)), name
            assert {tuple(row) for row in rows} == {tuple(column.name for column in question.columns)}, name


def test_every_question_is_tried_with_rows() -> None:
    elsewhere = {"contradictions", "evidence", "connections"}
    assert {name for name, _, _, rows in CASES if rows} | elsewhere == set(queries.catalogue())
