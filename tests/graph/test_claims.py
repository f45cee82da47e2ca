from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.claims import Claim, Document, Quantity, QuantityKind, content_id, is_iso_date
from graph.errors import ModelError
from graph.model import ClaimNode, Grade, Modality, Predicate
from graph.records import claim_row, row_of


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


_TEXTS = st.none() | st.text(max_size=9)
_BOUNDS = st.none() | st.decimals(0, 100, places=3)


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """Any claim whose fields may be anything at all: texts with quotes, controls and other scripts among them."""
    low, high = sorted((draw(_BOUNDS) or Decimal(0), draw(_BOUNDS) or Decimal("1E+2")))
    kind = draw(st.sampled_from(QuantityKind))
    grade = draw(st.sampled_from(Grade))
    quantity = Quantity(kind=kind, low=low, high=high, unit=draw(_TEXTS))
    return Claim.checked(
        document=draw(st.text(max_size=9)),
        predicate=Predicate.NAMED,
        subject=draw(st.text(max_size=9)),
        value=draw(st.text(max_size=9)),
        quote=draw(st.text(max_size=9)),
        row=draw(st.integers(1, 10**9)),
        column=draw(st.text(max_size=9)),
        modality=draw(st.sampled_from(Modality)),
        grade=grade,
        attributed_to=draw(_TEXTS),
        rule="r" if grade is Grade.INFERRED else None,
        premises=tuple(draw(st.lists(st.text(max_size=9), max_size=3))),
        valid_from=draw(st.sampled_from([None, "2019", "2019-10-09"])),
        quantity=draw(st.sampled_from([None, quantity])),
        extractor=draw(st.text(max_size=9)),
    )


@given(claims())
def test_the_id_is_the_hash_of_all_but_the_extractor(claim: Claim) -> None:
    content = claim.model_dump(mode="json", exclude={"extractor", "extractor_version"})
    assert claim.id == content_id("c", content)
    copied = claim.model_copy(update={"value": f"{claim.value}!"})
    assert copied.id != claim.id == claim.model_copy(update={"extractor": "another"}).id
    assert claim == Claim.model_validate(claim.model_dump())


@given(claims())
def test_the_row_is_what_the_model_stores(claim: Claim) -> None:
    row = claim_row(claim)
    assert (
        row
        == row_of(ClaimNode.model_validate(row))
        == ClaimNode.model_validate(row).model_dump(by_alias=True, mode="json")
    )
    assert {name: type(value) for name, value in row.items() if isinstance(value, str) and type(value) is not str} == {}
