"""The mapping files that ship: each against a small table of invented firms, and the samples' every row."""

from __future__ import annotations

from pathlib import Path

import pytest

import loaders
from graph.claims import UNIDENTIFIED, Records, Source
from graph.errors import InputError
from graph.model import Modality
from loaders import formats, read, recognise
from loaders.mapping import shipped
from tests.loaders.damage import cut, damages, facts, outcome

OPENSANCTIONS = (
    '"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions","phones","emails",'
    '"program_ids","dataset","first_seen","last_seen","last_change"\n'
    '"NK-1","Vessel","VELMORA","Brenta;""Old; Name""","","lr;pa","","273;IMO1234567","""""","","","XX-SHIPS","List A",'
    '"2025-10-06T14:15:21","2026-03-13T05:41:01","2026-02-05T14:54:48"\n'
    '"NK-2","LegalEntity","Dunmere","","","suhh","1 Quay","7701","""Makes ""parts"";\nand more""","","","","List A",'
    '"2025-10-06T14:15:21","2026-03-14T05:41:01","2026-02-05T14:54:48"\n'
    '"NK-3","Person","Ada Ostrava","","1960-01-01","ru","","","","","","","PEPs",'
    '"2025-10-06T14:15:21","2026-03-12T05:41:01","2026-02-05T14:54:48"\n'
)
TICKERS = "cik,ticker,exchange,name\n0000000042,VELM,Nasdaq,Velmora Corp\n42,VLMRF,,Velmora Corp\n"
BOUGHT_2015 = (
    "company_permalink,company_name,company_category_list,company_country_code,company_state_code,company_region,"
    "company_city,acquirer_permalink,acquirer_name,acquirer_category_list,acquirer_country_code,acquirer_state_code,"
    "acquirer_region,acquirer_city,acquired_at,acquired_month,price_amount,price_currency_code\n"
    "/organization/brenta,Brenta,Email|Semiconductors,ROM,,Cluj,Cluj,/organization/velmora,Velmora,,USA,CA,Bay,Napa,"
    "2012-07-23,2012-07,1000,USD\n"
    "/organization/dunmere,Dunmere,,,,,,/organization/velmora,Velmora,,USA,CA,Bay,Napa,1201-11-03 00:00:00,,,USD\n"
    "/organization/velmora,Velmora,,,,,,/organization/velmora,Velmora,,USA,CA,Bay,Napa,,,,USD\n"
)
BOUGHT_2016 = (
    "acquiree_name,acquiree_country_code,state_code,acquiree_region,acquiree_city,acquirer_name,acquirer_country_code,"
    "acquirer_state_code,acquirer_region,acquirer_city,acquired_on,price_usd,price,price_currency_code,acquiree_cb_url,"
    "acquirer_cb_url,acquiree_uuid,acquirer_uuid,acquisition_uuid\n"
    "Brenta,ROU,,Cluj,Cluj,Velmora,USA,CA,Bay,Napa,2013-11-01,,500,EUR,https://www.crunchbase.com/organization/brenta,"
    "https://www.crunchbase.com/organization/velmora,u1,u2,q1\n"
    "Dunmere,,,,,Velmora,USA,CA,Bay,Napa,2013-11-02,700,,,https://www.crunchbase.com/organization/dunmere,"
    "https://www.crunchbase.com/organization/velmora,u3,u2,q2\n"
)
ROUNDS = (
    "company_name,country_code,state_code,region,city,company_category_list,funding_round_type,funding_round_code,"
    "announced_on,raised_amount_usd,raised_amount,raised_amount_currency_code,post_money_valuation_usd,"
    "post_money_valuation,pre_money_currency_code,investor_count,investor_names,cb_url,company_uuid,funding_round_uuid\n"
    'Brenta,CHN,,Beijing,Beijing,Software,seed,,2013-11-01,9,,,,,,2,"Dunmere, Ada Ostrava",'
    "https://www.crunchbase.com/organization/brenta,u1,r1\n"
    'Brenta,CHN,,Beijing,Beijing,Software,debt_financing,,2014-11-01,9,,,,,,1,"Bank, Inc.",'
    "https://www.crunchbase.com/organization/brenta,u1,r2\n"
    "Brenta,CHN,,Beijing,Beijing,Software,debt_financing,,2015-11-01,9,,,,,,1,Lender,"
    "https://www.crunchbase.com/organization/brenta,u1,r3\n"
)
TABLES: dict[str, tuple[str, set[tuple[str, str, str]]]] = {
    "opensanctions-targets-simple": (
        OPENSANCTIONS,
        {
            ("VELMORA", "NAMED", "Old; Name"),
            ("VELMORA", "IDENTIFIED_BY", "imo:IMO1234567"),
            ("VELMORA", "IDENTIFIED_BY", "opensanctions:NK-1"),
            ("VELMORA", "LOCATED_IN", "Panama"),
            ("VELMORA", "REMARK", "273"),
            ("VELMORA", "LISTED_BY", "List A"),
            ("Dunmere", "LISTED_BY", "List A"),
            ("Dunmere", "REMARK", "7701"),
            ("Ada Ostrava", "LOCATED_IN", "Russia"),
        },
    ),
    "sec-company-tickers": (
        TICKERS,
        {
            ("Velmora Corp", "IDENTIFIED_BY", "cik:0000000042"),
            ("Velmora Corp", "IDENTIFIED_BY", "ticker:NASDAQ:VELM"),
            ("Velmora Corp", "REMARK", "VLMRF"),
        },
    ),
    "sec-company-tickers-json": (
        '{"fields":["cik","name","ticker","exchange"],"data":[[42,"Velmora Corp","VELM","Nasdaq"],'
        '[42,"Velmora Corp","VLMRF",null]]}',
        {
            ("Velmora Corp", "IDENTIFIED_BY", "cik:0000000042"),
            ("Velmora Corp", "IDENTIFIED_BY", "ticker:NASDAQ:VELM"),
        },
    ),
    "crunchbase-acquisitions-2015": (
        BOUGHT_2015,
        {
            ("Velmora", "OWNS", "Brenta"),
            ("Velmora", "OWNS", "Dunmere"),
            ("Brenta", "LOCATED_IN", "Romania"),
            ("Brenta", "IN_SECTOR", "semiconductors"),
            ("Velmora", "HAS_ADDRESS", "Napa, Bay, CA, USA"),
            ("Brenta", "IDENTIFIED_BY", "crunchbase:/organization/brenta"),
        },
    ),
    "crunchbase-acquisitions-2016": (
        BOUGHT_2016,
        {
            ("Velmora", "OWNS", "Brenta"),
            ("Velmora", "OWNS", "Dunmere"),
            ("Brenta", "IDENTIFIED_BY", "crunchbase:/organization/brenta"),
            ("Brenta", "IDENTIFIED_BY", "crunchbase-uuid:u1"),
        },
    ),
    "crunchbase-funding-rounds": (
        ROUNDS,
        {
            ("Dunmere", "INVESTED_IN", "Brenta"),
            ("Ada Ostrava", "INVESTED_IN", "Brenta"),
            ("Lender", "LINKED_TO", "Brenta"),
        },
    ),
    "crunchbase-investments": (
        "funding_round_uuid,investor_uuid,is_lead_investor\nr1,u1,t\nr1,u2,f\n",
        {("u1", "MEMBER_OF", "r1"), ("u2", "MEMBER_OF", "r1"), ("u1", "IDENTIFIED_BY", "crunchbase-uuid:u1")},
    ),
    "crunchbase-investors": (
        "investor_name,domain,country_code,state_code,region,city,investor_type,investment_count,founded_on,closed_on,"
        "cb_url,twitter_url,facebook_url,uuid\n"
        "Velmora Fund,v.example,USA,CA,Bay,Napa,venture_capital,12,1990-01-01,,https://www.crunchbase.com/organization/v"
        ",,,u1\n",
        {
            ("Velmora Fund", "REMARK", "venture_capital"),
            ("Velmora Fund", "IDENTIFIED_BY", "crunchbase:/organization/v"),
        },
    ),
    "crunchbase-customers": (
        "entity_uuid,customer_uuid,created_at,updated_at\nu1,u2,2016-04-17 08:28:20 +0000,\n",
        {("u1", "SUPPLIES", "u2")},
    ),
    "crunchbase-competitors": (
        "entity_uuid,competitor_uuid,created_at,updated_at\nu1,u2,2016-04-17 08:28:20 +0000,\n",
        {("u1", "COMPETES_WITH", "u2")},
    ),
    "crunchbase-org-parents": (
        "org_uuid,parent_org_uuid,relationship_to_parent,created_at,updated_at\nu1,u2,subsidiary,,\nu3,u2,client,,\n"
        "u4,u2,,,\n",
        {("u2", "OWNS", "u1"), ("u2", "LINKED_TO", "u3"), ("u2", "LINKED_TO", "u4")},
    ),
    "crunchbase-ipos": (
        "name,country_code,company_state_code,region,city,stock_exchange_symbol,stock_symbol,went_public_on,price_usd,"
        "price,price_currency_code,cb_url,ipo_uuid,uuid\n"
        "Brenta,CHN,,Beijing,Beijing,NYSE,BRNT,2013-11-01,5,,,https://www.crunchbase.com/organization/brenta,i1,u1\n"
        "Dunmere,CHN,,Beijing,Beijing,,DUN,2013-11-01,5,,,https://www.crunchbase.com/organization/dunmere,i2,u2\n",
        {("Brenta", "IDENTIFIED_BY", "ticker:NYSE:BRNT"), ("Dunmere", "REMARK", "DUN")},
    ),
    "icij-nodes-entities": (
        "node_id,name,original_name,former_name,jurisdiction,jurisdiction_description,company_type,address,internal_id,"
        "incorporation_date,inactivation_date,struck_off_date,dorm_date,status,service_provider,ibcRUC,country_codes,"
        "countries,sourceID,valid_until,note\n"
        "1001,Velmora Ltd,,Brenta Ltd;Old Ltd,SAM,Samoa,,1 Quay; Hong Kong,7,23-MAR-2006,,,,Active,Agent & Co,2501,"
        f"HKG;{'X' * 3},Hong Kong,Leak A,,\n",
        {
            ("Velmora Ltd", "IDENTIFIED_BY", "icij:1001"),
            ("Velmora Ltd", "NAMED", "Brenta Ltd"),
            ("Velmora Ltd", "LOCATED_IN", "Samoa"),
            ("Velmora Ltd", "LOCATED_IN", "Hong Kong"),
            ("Velmora Ltd", "HAS_ADDRESS", "1 Quay; Hong Kong"),
        },
    ),
    "icij-nodes-officers": (
        "node_id,name,countries,country_codes,sourceID,valid_until,note\n2001,Ada Ostrava,China,CHN,Leak A,,\n",
        {("Ada Ostrava", "LOCATED_IN", "China"), ("Ada Ostrava", "IDENTIFIED_BY", "icij:2001")},
    ),
    "icij-nodes-intermediaries": (
        "node_id,name,status,internal_id,address,countries,country_codes,sourceID,valid_until,note\n"
        "3001,Agent & Co,ACTIVE,7,1 Quay,Panama,PAN,Leak A,,\n",
        {("Agent & Co", "LOCATED_IN", "Panama"), ("Agent & Co", "REMARK", "ACTIVE")},
    ),
    "icij-nodes-addresses": (
        "node_id,address,name,countries,country_codes,sourceID,valid_until,note\n4001,1 Quay,,Panama,PAN,Leak A,,\n",
        {("1 Quay", "LOCATED_IN", "Panama"), ("1 Quay", "IDENTIFIED_BY", "icij:4001")},
    ),
    "icij-relationships": (
        "node_id_start,node_id_end,rel_type,link,status,start_date,end_date,sourceID\n"
        "2001,1001,officer_of,Shareholder of,,23-MAR-2006,,Leak A\n"
        "3001,1001,intermediary_of,intermediary of,,,,Leak A\n"
        "2001,2002,same_name_as,same name as,,,,Leak A\n"
        "1001,4001,registered_address,,,,,Leak A\n",
        {
            ("2001", "OWNS", "1001"),
            ("3001", "LINKED_TO", "1001"),
            ("2001", "LINKED_TO", "2002"),
            ("1001", "LINKED_TO", "4001"),
        },
    ),
    "gleif-lei-names": (
        "LEI,Entity.LegalName,Entity.LegalAddress.Country,Entity.EntityCategory,Entity.EntitySubCategory\n"
        "213800VELMORA0000017,VELMORA FUND,HK,FUND,\n",
        {("VELMORA FUND", "IDENTIFIED_BY", "lei:213800VELMORA0000017"), ("VELMORA FUND", "LOCATED_IN", "Hong Kong")},
    ),
}


def source_of(name: str) -> Source:
    return read("table", TABLES[name][0].encode(), format=name)


def test_every_mapping_that_ships_has_its_table_here() -> None:
    assert {mapping.name for mapping in shipped()} == set(TABLES)
    assert set(TABLES) <= set(formats())


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_table_is_recognised_and_says_what_it_says(name: str) -> None:
    table, expected = TABLES[name]
    assert recognise("x", table.encode()).name == name
    found = facts(source_of(name))
    assert expected <= found
    edges = {"OWNS", "INVESTED_IN", "LINKED_TO", "SUPPLIES", "COMPETES_WITH", "MEMBER_OF", "LISTED_BY"}
    assert {f for f in found if f[1] in edges} == {f for f in expected if f[1] in edges}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_damaged_table_stops(name: str) -> None:
    data = TABLES[name][0].encode()
    for part in cut(data):
        assert outcome("x", part, name, lambda s: bool(s.claims)) in {"refused", "whole"}
    assert {what for what, bad in damages(data) if outcome("x", bad, name) == "refused"} >= {"doubled", "utf-16"}


def test_the_newest_day_is_that_of_the_file_and_a_target_without_sanction_is_not_listed() -> None:
    source = source_of("opensanctions-targets-simple")
    assert (source.document.published, source.document.official) == ("2026-03-14", False)
    assert [(r.place, r.text) for r in source.refused] == [("table, row 2, column 'countries'", "suhh")]
    kinds = {p.name: (p.label.value, p.kind) for p in source.parties if p.label.value in {"Person", "Organisation"}}
    assert kinds == {
        "VELMORA": ("Organisation", "vessel"),
        "Dunmere": ("Organisation", "legal entity"),
        "Ada Ostrava": ("Person", None),
    }


def test_a_purchase_has_its_day_and_price() -> None:
    claims = [c for c in source_of("crunchbase-acquisitions-2016").claims if c.predicate == "OWNS"]
    assert {(c.valid_from, str(c.quantity and c.quantity.low), c.quantity and c.quantity.unit) for c in claims} == {
        ("2013-11-01", "500", "EUR"),
        ("2013-11-02", "700", "USD"),
    }
    older = source_of("crunchbase-acquisitions-2015")
    assert [c.valid_from for c in older.claims if c.predicate == "OWNS"] == ["2012-07-23", None]
    assert [r.place for r in older.refused] == [
        "table, row 2, column 'acquired_at'",
        "table, row 3, column 'company_name'",
    ]


def test_a_leaked_officer_joins_nobody_by_name() -> None:
    officers = source_of("icij-nodes-officers").parties
    assert [p.kind for p in officers if p.label.value == "Organisation"] == [UNIDENTIFIED]
    links = {c.quote: c.modality for c in source_of("icij-relationships").claims if c.object}
    assert links == {
        "Shareholder of": Modality.ASSERTED,
        "intermediary of": Modality.ASSERTED,
        "same_name_as": Modality.POSSIBLE,
        "registered_address": Modality.ASSERTED,
    }


@pytest.mark.parametrize(
    ("path", "format_", "rows", "refused"),
    [
        ("opensanctions-targets-simple/targets.simple.csv.gz", "opensanctions-targets-simple", 5600, 0),
        ("sec-company-tickers/company_tickers_exchange.csv", "sec-company-tickers", 10365, 0),
        ("crunchbase-2015-acquisitions/acquisitions_odd.csv.gz", "crunchbase-acquisitions-2015", 9484, 17),
        ("gleif-lei-names/lei_names_cn_hk_tw_ru_ae.csv", "gleif-lei-names", 1047, 0),
    ],
)
def test_every_row_of_the_samples_is_accounted_for(
    samples: Path, path: str, format_: str, rows: int, refused: int
) -> None:
    (said,) = loaders.open_file(path, samples / path)
    assert isinstance(said, Records)
    assert said.document.format == format_
    parts = list(said.parts)
    assert len(parts) == rows
    assert all(part.claims or part.refused for part in parts)
    assert sum(len(part.refused) for part in parts) == refused


@pytest.mark.slow
def test_the_samples_cut_at_every_tenth_stop(samples: Path) -> None:
    data = (samples / "gleif-lei-names/lei_names_cn_hk_tw_ru_ae.csv").read_bytes()
    for part in cut(data):
        if not part.endswith(b"\n"):
            with pytest.raises(InputError):
                read("x.csv", part)
