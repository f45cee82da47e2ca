"""A table of parties: names, country, sector and identifiers, each cell with its source.

data/README.md explains each column. What it says is stated, not official: a curated table is nobody's register.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from graph.claims import Source
from graph.model import Label, Predicate
from loaders.formats import Format
from loaders.table import CountryCode, Line, Sheet, Slug, TableRow, Text, Texts, header_of, read_table, sheet_of

IDENTIFIERS = ("lei", "cik", "ticker", "isin", "wikidata", "opencorporates", "uscc")

Kind = Literal[
    "company",
    "agency",
    "person",
    "list",
    "university",
    "research institute",
    "media",
    "ngo",
    "industry group",
    "fund",
    "organisation",
]


class Firm(TableRow):
    """A row of the table. Identifiers are kept as given; their shape is checked where it is fixed."""

    anchor: Slug
    kind: Kind
    name: Text
    name_source: Text | None = None
    aliases: Texts = ()
    aliases_source: Text | None = None
    country: CountryCode | None = None
    country_source: Text | None = None
    sector: Annotated[tuple[Slug, ...], *Texts.__metadata__] = ()
    sector_source: Text | None = None
    lei: Annotated[Text, Field(pattern=r"^[A-Z0-9]{18}[0-9]{2}$")] | None = None  # ISO 17442
    lei_source: Text | None = None
    cik: Annotated[Text, Field(pattern=r"^\d{10}$")] | None = None  # EDGAR's, with its leading zeros
    cik_source: Text | None = None
    ticker: Annotated[Text, Field(pattern=r"^[A-Za-z]+:[A-Z0-9.\-]+$")] | None = None  # exchange:symbol
    ticker_source: Text | None = None
    isin: Annotated[Text, Field(pattern=r"^[A-Z]{2}[A-Z0-9]{9}\d$")] | None = None  # ISO 6166
    isin_source: Text | None = None
    wikidata: Annotated[Text, Field(pattern=r"^Q\d+$")] | None = None
    wikidata_source: Text | None = None
    opencorporates: Annotated[Text, Field(pattern=r"^[a-z_]+/\S+$")] | None = None  # jurisdiction/number
    opencorporates_source: Text | None = None
    uscc: Annotated[Text, Field(pattern=r"^[0-9A-Z]{18}$")] | None = None  # GB 32100
    uscc_source: Text | None = None
    administered_by: Slug | None = None
    administered_by_source: Text | None = None

    @model_validator(mode="after")
    def _list_or_not(self) -> Firm:
        if (self.kind != "list") and self.administered_by:
            raise ValueError("only a list is administered; leave 'administered_by' empty")
        if self.kind == "list" and (self.country or self.sector or any(getattr(self, key) for key in IDENTIFIERS)):
            raise ValueError("a list has no country, sector or identifier; leave them empty")
        return self


def is_firms(name: str, head: bytes) -> bool:
    columns = header_of(head)
    return {"anchor", "kind"} <= columns and "action" not in columns


def read_firms(name: str, data: bytes) -> Source:
    """The table's parties. A country, sector or identifier that is not given stays unknown."""
    table = read_table(name, data, Firm, lambda row: row.anchor)
    sheet = sheet_of(name, data, table.text, "firms", official=False)
    named = {line.row.anchor: line.row for line in table.lines}
    for line in table.lines:
        _add_firm(sheet, line, named)
    return sheet.source(table)


def _add_firm(sheet: Sheet, line: Line[Firm], named: dict[str, Firm]) -> None:
    row = line.row
    party = sheet.bearer(row)
    sheet.names(line, party)
    if row.country:
        sheet.say(line, "country", Predicate.LOCATED_IN, party, object=sheet.country(row.country))
    for sector in row.sector:
        sheet.say(line, "sector", Predicate.IN_SECTOR, party, value=sector)
    for scheme in IDENTIFIERS:
        if value := getattr(row, scheme):
            sheet.say(line, scheme, Predicate.IDENTIFIED_BY, party, value=f"{scheme}:{value}")
    if row.administered_by:
        keeper = named.get(row.administered_by)
        agency = sheet.party(Label.AGENCY, row.administered_by, keeper.name if keeper else row.administered_by)
        sheet.say(line, "administered_by", Predicate.ADMINISTERED_BY, party, object=agency)


FORMAT = Format(
    name="firms",
    description="a CSV table of parties: names, country, sector, identifiers (data/README.md explains the columns)",
    example="firms.csv",
    recognise=is_firms,
    read=read_firms,
)
