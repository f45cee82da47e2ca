"""The information table of a Form 13F: one holding a row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from graph.claims import Quantity, QuantityKind
from graph.model import Label, Predicate
from graph.names import name_key
from loaders.media.trees import written
from loaders.records import Cells, Record, Refused
from loaders.thirteen_f.cover import Cover

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_CUSIP = re.compile(r"[0-9A-Z*@#]{9}")
_FIGI = re.compile(r"[0-9A-Z]{12}")


def value_of(text: object) -> Decimal | None:
    return Decimal(text) if isinstance(text, str) and _NUMBER.fullmatch(text) else None


@dataclass(frozen=True, slots=True)
class Holdings:
    """Reads the rows of one table; `unit` is what its values are counted in, in dollars."""

    cover: Cover
    unit: Decimal

    def read(self, record: Record, tree: dict[str, Any]) -> None:
        """Shares and debt are an investment of so many dollars. The right to buy or sell is no holding: a link."""
        cells, quote = Cells(tree), written(tree)
        name, value = cells.need("nameOfIssuer"), value_of(cells.need("value"))
        if value is None:
            raise Refused(f"column 'value': {str(tree['value'])[:40]!r} is no number")
        cusip, figi, option = cells.text("cusip"), cells.text("figi"), cells.text("putCall")
        _check_amount(cells.pop("shrsOrPrnAmt"))
        # In the quote: the class, how many, who votes them and with whom, by the numbers of the cover page.
        cells.ignore("titleOfClass", "investmentDiscretion", "otherManager", "votingAuthority")
        cells.done(f"{record.recorder.place}, row {record.number}")
        if option not in (None, "Put", "Call", "PUT", "CALL"):
            raise Refused(f"column 'putCall': {option!r} is neither Put nor Call")
        issuer = _issuer(record, name, cusip, figi)
        record.say(
            "infoTable",
            quote,
            Predicate.LINKED_TO if option else Predicate.INVESTED_IN,
            self.cover.manager(record),
            object=issuer,
            valid_from=self.cover.period,
            quantity=None if option else self._dollars(value),
            attributed_to=self.cover.name,
        )

    def _dollars(self, value: Decimal) -> Quantity:
        return Quantity(kind=QuantityKind.AMOUNT, low=value * self.unit, high=value * self.unit, unit="USD")


def _issuer(record: Record, name: str, cusip: str | None, figi: str | None) -> str:
    """Rows of one name and one issuer number, the first six of the CUSIP, are of one issuer: its classes of shares."""
    number = cusip.upper() if cusip and _CUSIP.fullmatch(cusip.upper()) else None
    issuer = record.party(Label.COMPANY, f"{number[:6] if number else ''} {name_key(name)}", name)
    record.say("infoTable/nameOfIssuer", name, Predicate.NAMED, issuer, value=name)
    if number and cusip:
        record.say("infoTable/cusip", cusip, Predicate.IDENTIFIED_BY, issuer, value=f"cusip:{number}")
    elif cusip:
        record.refuse("infoTable/cusip", cusip, "no CUSIP of nine places")
    if figi and _FIGI.fullmatch(figi):
        record.say("infoTable/figi", figi, Predicate.IDENTIFIED_BY, issuer, value=f"figi:{figi}")
    return issuer


def _check_amount(amount: Any) -> None:
    cells = Cells(amount if isinstance(amount, dict) else {})
    count, kind = cells.need("sshPrnamt"), cells.need("sshPrnamtType")
    if value_of(count) is None or kind not in ("SH", "PRN"):
        raise Refused(f"column 'shrsOrPrnAmt': {count[:40]!r} {kind[:40]!r} is no number of shares or principal amount")
    cells.done("shrsOrPrnAmt")
