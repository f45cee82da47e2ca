from __future__ import annotations

import pytest

from graph.claims import Document, is_iso_date
from graph.errors import ModelError


@pytest.mark.parametrize("text", ["2019", "2019-12", "2019-12-31", "2020-02-29", "0001-01-01"])
def test_years_months_and_days_are_dates(text: str) -> None:
    assert is_iso_date(text)


@pytest.mark.parametrize(
    "text", ["", "0000", "2019-13", "2019-00", "2019-02-29", "2019-02-30", "2019-04-31", "2019-1-1", "٢٠١٩", "2019\n"]
)
def test_what_no_calendar_has_is_no_date(text: str) -> None:
    assert not is_iso_date(text)
    with pytest.raises(ModelError, match=r"published: .* is no ISO 8601 date"):
        Document.checked(id="x", name="n", format="text", text="t", source="x", published=text)
