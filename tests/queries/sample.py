"""One small graph for all questions: an official table, two versions of a watch list, and three articles of ours about
invented firms, one of them withdrawn.
"""

from __future__ import annotations

from graph import ledger
from graph.claims import Source
from graph.store.protocol import Store
from tests.building import source

RECORDED = "2024-05-01T08:00:00Z"
WITHDRAWN = "2024-05-02T08:00:00Z"


def sources() -> list[Source]:
    """The live documents: a table, a report, a column, two versions of a list, and two on namesakes."""
    watched = [_watch("2021-01", WREN, TERN), _watch("2022-01", WREN)]
    return [_table(), _report(), _column(), *watched, _namesake("gb", "British"), _namesake("dk", "Danish")]


def fill(store: Store) -> None:
    """Load all documents and withdraw the one that was retracted."""
    ledger.load(store, [*sources(), _retracted()], recorded_at=RECORDED)
    ledger.withdraw(store, "retracted", recorded_at=WITHDRAWN)


WREN, TERN = "Wren Optics", "Tern Radio"


def _watch(day: str, *firms: str) -> Source:
    triples = [(firm, "LISTED_BY", "Watch List") for firm in firms]
    return source(f"watch {day}", f"On the watch list: {firms}", *triples, official=True, series="watch", published=day)


def _namesake(country: str, called: str) -> Source:
    return source(f"namesake {country}", f"Egret is {called}.", ("Egret", "LOCATED_IN", f"Country:{country}"))


def _table() -> Source:
    listed = {"valid_from": "2019-10-09"}
    return source(
        "table",
        "Orca Vision, Kestrel Face: Entity List, autumn round, 84 FR 1",
        ("Orca Vision", "LISTED_BY", "Entity List", listed),
        ("Kestrel Face", "LISTED_BY", "Entity List", listed),
        ("Listing:orca", "LISTING_OF", "Orca Vision"),
        ("Listing:orca", "ON_LIST", "Entity List"),
        ("Listing:orca", "PART_OF", "Event:Autumn round"),
        ("Listing:orca", "EFFECTIVE_ON", "2019-10-09"),
        ("Listing:orca", "CITED_AS", "84 FR 1"),
        ("Listing:orca", "LICENCE_POLICY", "presumption of denial"),
        ("Event:Autumn round", "ANNOUNCED_ON", "2019-10-07"),
        ("Event:Autumn round", "EFFECTIVE_ON", "2019-10-09"),
        ("Event:Autumn round", "ADDED_COUNT", "parties", {"count": "28"}),
        ("Entity List", "ADMINISTERED_BY", "Agency:Trade Bureau"),
        ("Orca Vision", "LOCATED_IN", "CN"),
        anchors={"Entity List": "entity-list", "Event:Autumn round": "autumn-round", "Listing:orca": "orca-1"},
        official=True,
    )


def _report() -> Source:
    chips = "Lumen Chips sells sensors to Orca Vision."
    hedge = "Quarto Semi could feel the Entity List."
    stop = "Formosa Foundry stopped supplying Orca Vision in 2020."
    stake = "Harbour Fund reportedly put money into Kestrel Face in 2017."
    board = "Ada Reed sits on the boards of Harbour Fund and Orca Vision."
    rest = "Orca Vision works with Tower Net, owns 60% of Orca Labs and sells to Metro Line."
    says = "Orca Vision called the Entity List unfair."
    round_ = "The round added 28 parties."
    part = "Vector Silicon makes chips that some of the listed firms use."
    firms = "Group:some of the listed firms"
    return source(
        "report",
        "\n".join((chips, hedge, stop, stake, board, rest, says, round_, part)),
        ("Lumen Chips", "SUPPLIES", "Orca Vision", {"quote": chips}),
        ("Quarto Semi", "AFFECTED_BY", "Entity List", {"quote": hedge, "modality": "possible"}),
        ("Formosa Foundry", "STOPPED_SUPPLYING", "Orca Vision", {"quote": stop, "valid_from": "2020"}),
        ("Formosa Foundry", "SUPPLIES", "Orca Vision", {"quote": stop, "valid_to": "2020"}),
        (
            "Harbour Fund",
            "INVESTED_IN",
            "Kestrel Face",
            {"quote": stake, "modality": "reported", "valid_from": "2017"},
        ),
        ("Person:Ada Reed", "BOARD_MEMBER_OF", "Harbour Fund", {"quote": board}),
        ("Person:Ada Reed", "BOARD_MEMBER_OF", "Orca Vision", {"quote": board}),
        ("Orca Vision", "PARTNERS_WITH", "Tower Net", {"quote": rest}),
        ("Orca Vision", "OWNS", "Orca Labs", {"quote": rest, "share": "60"}),
        ("Orca Vision", "SUPPLIES", "Metro Line", {"quote": rest}),
        ("Entity List", "STATEMENT_BY", "Orca Vision", {"quote": says}),
        ("Event:Autumn round", "ADDED_COUNT", "parties", {"quote": round_, "count": "28"}),
        ("Vector Silicon", "SUPPLIES", firms, {"quote": part}),
        (firms, "PART_OF", "Event:Autumn round", {"quote": part}),
        ("Vector Silicon", "LOCATED_IN", "US", {"quote": part}),
        ("Vector Silicon", "IN_SECTOR", "semiconductors", {"quote": part}),
        ("Lumen Chips", "LOCATED_IN", "US", {"quote": chips}),
        ("Lumen Chips", "IN_SECTOR", "semiconductors", {"quote": chips}),
        ("Quarto Semi", "LOCATED_IN", "US", {"quote": hedge}),
        ("Quarto Semi", "IN_SECTOR", "semiconductors", {"quote": hedge}),
        anchors={"Entity List": "entity-list", "Event:Autumn round": "autumn-round"},
        kinds={"Event:Autumn round": "listing action", firms: "some"},
        publisher="The Report",
        url="https://example.org/report",
    )


def _column() -> Source:
    deny = "Tower Net is no partner of Orca Vision."
    parent = "Baba Group is the parent of Kestrel Face."
    more = "The round added 31 parties."
    return source(
        "column",
        "\n".join((deny, parent, more)),
        ("Orca Vision", "PARTNERS_WITH", "Tower Net", {"quote": deny, "modality": "negated"}),
        ("Baba Group", "OWNS", "Kestrel Face", {"quote": parent}),
        ("Lumen Chips", "SUPPLIES", "Kestrel Face", {"quote": parent, "modality": "possible"}),
        ("Event:Autumn round", "ADDED_COUNT", "parties", {"quote": more, "count": "31"}),
        anchors={"Event:Autumn round": "autumn-round"},
    )


def _retracted() -> Source:
    return source("retracted", "Acorn supplies Orca Vision.", ("Acorn", "SUPPLIES", "Orca Vision"), publisher="Rumour")
