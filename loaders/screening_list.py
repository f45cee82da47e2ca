"""The US Consolidated Screening List of trade.gov: thirteen lists of three departments in one CSV file.

Its rows are kept apart within a list, never across lists. `start_date` is what the feed says: often the day of
publication, at times wrong, and not known to be the day from which a rule holds. It dates the membership in the list
and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.claims import Records, is_iso_date
from graph.errors import InputError
from loaders.formats import Format
from loaders.media.delimited import Row, check_columns, columns_of, rows_of
from loaders.media.opening import Opened
from loaders.records import Cells, Record, Recorder, Refused
from loaders.screened import read_entry
from loaders.table import header_of

COLUMNS = (
    "source", "entity_number", "type", "programs", "name", "title", "addresses", "federal_register_notice",
    "start_date", "end_date", "standard_order", "license_requirement", "license_policy", "call_sign", "vessel_type",
    "gross_tonnage", "gross_registered_tonnage", "vessel_flag", "vessel_owner", "remarks", "source_list_url",
    "alt_names", "citizenships", "dates_of_birth", "nationalities", "places_of_birth", "source_information_url", "ids",
)  # fmt: skip
PUBLISHER, TITLE = "International Trade Administration", "Consolidated Screening List"
SERIES = "us-consolidated-screening-list"
OPTIONAL = ("_id",)  # the layout of 2019 and before had none


def is_screening_list(name: str, head: bytes) -> bool:
    return {"source", "entity_number", "federal_register_notice", "alt_names"} <= header_of(head)


def read_screening_list(opened: Opened) -> Records:
    """Every row of the file, of whichever list; one without a name or of an unknown list is refused."""
    columns = columns_of(opened)
    check_columns(opened, columns, COLUMNS, OPTIONAL)
    recorder = Recorder(
        opened,
        "screening-list",
        publisher=PUBLISHER,
        title=TITLE,
        series=SERIES,
        published=_newest(opened, columns.index("start_date")),
    )

    def read(record: Record, row: Row) -> None:
        if len(row.cells) != len(columns):
            raise Refused(f"{len(row.cells)} cells, but the header has {len(columns)}")
        cells = Cells({column: cell for column, cell in zip(columns, row.cells, strict=True) if cell})
        read_entry(record, cells)
        cells.done(f"{opened.name}, row {row.number}")

    return recorder.records(_numbered(opened), read)


def _numbered(opened: Opened) -> Iterator[tuple[int, Row]]:
    for row in rows_of(opened):
        yield row.number, row


def _newest(opened: Opened, column: int) -> str | None:
    """The newest day on which an entry starts: the file says no day of its own, and cannot be older."""
    try:
        dates = {row.cells[column].strip() for row in rows_of(opened) if len(row.cells) > column}
    except InputError:  # told, with its place, when the records are read
        return None
    return max((day for day in dates if len(day) == 10 and is_iso_date(day)), default=None)


FORMAT = Format(
    name="screening-list",
    description="the US Consolidated Screening List (trade.gov), CSV of either layout",
    example="consolidated.csv",
    recognise=is_screening_list,
    stream=read_screening_list,
)
