from __future__ import annotations

import re
from typing import Any

import pytest

import queries
from graph.errors import KnockonError, QueryError, UnknownName
from graph.store.protocol import Store
from queries.parameters import bind
from tests.queries.sample import fill

REFUSED: list[tuple[str, dict[str, Any], type[KnockonError], str]] = [
    ("supplier", {}, UnknownName, "no question called 'supplier'. Did you mean suppliers"),
    (
        "suppliers",
        {"partei": "x"},
        QueryError,
        "suppliers: there is no parameter 'partei'; it takes party, country, as_of",
    ),
    ("withdrawn", {"party": "x"}, QueryError, "withdrawn: there is no parameter 'party'; it takes none"),
    ("evidence", {}, QueryError, "evidence: parameter edge is missing: the edge's id"),
    ("document", {"document": ""}, QueryError, "document: parameter document is empty"),
    ("listed", {"party": ""}, QueryError, "listed: parameter party is empty"),
    (
        "exposure-paths",
        {"hops": "many"},
        QueryError,
        "exposure-paths: parameter hops is 'many': give a whole number, 1 to 4",
    ),
    ("exposure-paths", {"hops": 5}, QueryError, "exposure-paths: parameter hops is 5: give 1 to 4"),
    ("exposure-paths", {"hops": True}, QueryError, "parameter hops is True: give a whole number"),
    ("exposure-paths", {"as_of": "9 October"}, QueryError, "parameter as_of is '9 October': give a date as YYYY"),
    ("exposure-paths", {"as_of": "2019-02-30"}, QueryError, "parameter as_of is '2019-02-30': give a date as YYYY"),
    ("suppliers", {"party": 7}, QueryError, "suppliers: parameter party is 7: give text"),
    ("suppliers", {"party": "Orka Vision"}, UnknownName, "no party called 'Orka Vision'. Did you mean Orca Vision"),
    ("listed", {"list": "Entiti List"}, UnknownName, "no list called 'Entiti List'. Did you mean Entity List"),
    ("us-chipmakers", {"sector": "semiconductor"}, UnknownName, "Did you mean semiconductors"),
    ("suppliers", {"country": "Atlantis"}, UnknownName, "no country called 'Atlantis'"),
    ("document", {"document": "reprot"}, UnknownName, "no document called 'reprot'. Did you mean report"),
]


@pytest.fixture
def asked(store: Store) -> Store:
    fill(store)
    return store


def test_what_is_wrong_is_named(asked: Store) -> None:
    for name, parameters, error, message in REFUSED:
        with pytest.raises(error, match=re.escape(message)):
            queries.run(asked, name, parameters)


def test_values_become_what_the_text_takes(asked: Store) -> None:
    def bound(name: str, **given: Any) -> dict[str, Any]:
        return bind(asked, queries.catalogue()[name], given)

    document = next(iter(queries.run(asked, "withdrawn")))["document"]
    assert bound("suppliers", party="ORCA  Vision Ltd.", country="us") == {
        "party": "company:orca-vision",
        "country": "US",
        "as_of": "",
    }
    assert bound("suppliers", party="company:orca-vision", as_of="2019-10")["as_of"] == "2019-10"
    assert bound("us-chipmakers", sector="Semiconductors")["sector"] == "semiconductors"
    assert bound("us-chipmakers", country="*")["country"] == ""
    assert bound("exposure-paths", hops="2")["hops"] == 2
    assert {bound("document", document=given)["document"] for given in (document, document[:8], "retracted")} == {
        document
    }


def test_a_name_for_two_is_not_guessed(asked: Store) -> None:
    ids = [row["id"] for row in asked.rows("MATCH (d:Document) RETURN d.id AS id")]
    assert len(ids) == 8
    assert bind(asked, queries.catalogue()["document"], {"document": ids[0]}) == {"document": ids[0]}
    with pytest.raises(UnknownName):
        bind(asked, queries.catalogue()["document"], {"document": ids[0][:3]})


def test_a_value_is_never_part_of_the_text(asked: Store) -> None:
    hostile = "x' OR 1=1 //"
    with pytest.raises(UnknownName):
        queries.run(asked, "suppliers", {"party": hostile})
    assert queries.run(asked, "evidence", {"edge": hostile}) == []
    assert queries.run(asked, "contradictions", {"kind": hostile}) == []
