"""What the cells of one row say, by the parts of the mapping language: texts, dates, shares, amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache

from graph.claims import Quantity, QuantityKind, is_iso_date
from loaders.mapping.cells import Amount, Cell, Choice, Conditional, Constant, Date, DateValue, Joined, Share, Value
from loaders.mapping.tables import Row
from loaders.records import Refused

_NUMBER = re.compile(r"[0-9]{1,30}(\.[0-9]{1,30})?")
_CURRENCY = re.compile(r"[A-Z]{3}")  # ISO 4217


@dataclass(frozen=True, slots=True)
class Said:
    """A text that the mapping makes of a cell, and the words of that cell."""

    text: str
    quote: str
    column: str


def holds(when: Dictionary[str, Sequence[str]], row: Row) -> bool:
    """Whether each of the columns has one of its texts; an empty cell has the text ""."""
    return all(any(text in texts for text in row.get(column, ("",))) for column, texts in when.items())


def counts(part: Conditional, row: Row) -> bool:
    """Whether the part counts in this row."""
    return holds(part.when, row) and not (part.unless and holds(part.unless, row))


def texts(value: Value | None, row: Row) -> list[Said]:
    """What a value says in this row; nothing where its cells are empty. Raises Refused."""
    match value:
        case None:
            return []
        case Cell():
            return _of_cell(value, row) if counts(value, row) else []
        case Joined():
            return _joined(value, row) if counts(value, row) else []
        case _:
            return [Said(text, text, str(value)) for text in row.get(value, ())]


def one(value: Value | None, row: Row) -> Said | None:
    """What a value says that can say one thing only. Raises Refused."""
    found = texts(value, row)
    if len(found) > 1:
        raise Refused(f"column {found[0].column!r}: {len(found)} values where one is meant")
    return found[0] if found else None


def _of_cell(cell: Cell, row: Row) -> list[Said]:
    pieces = list(dict.fromkeys(piece for text in row.get(cell.column, ()) for piece in _split(cell, text)))
    _check_count(cell, pieces, row)
    return [Said(text, piece, cell.column) for piece in pieces if (text := _meant(cell, piece)) is not None]


def _split(cell: Cell, text: str) -> Iterator[str]:
    if cell.split is None:
        parts = [text]
    else:
        parts = list(_unquoted(text, cell.split)) if cell.quoted else text.split(cell.split)
    yield from (part.strip() for part in parts if part.strip())


def _unquoted(text: str, split: str) -> Iterator[str]:
    """The values between `split`; one in double quotes may hold it, and line ends, and quotes written twice."""
    at, quoted = 0, True
    while at <= len(text):
        opens = quoted and text.startswith('"', at)
        end = _closing(text, split, at) if opens else None
        quoted = quoted and not (opens and end is None)  # one that nothing closes: from there on quotes are text
        if end is None:
            end = text.find(split, at) % (len(text) + 1)
            yield text[at:end]
        else:
            yield text[at + 1 : end - 1].replace('""', '"')
        at = end + 1


def _closing(text: str, split: str, at: int) -> int | None:
    """Behind the quote that closes the one that opens at this place, if any does."""
    quote = text.find('"', at + 1)
    while quote >= 0:
        if text.startswith('""', quote):
            quote += 1
        elif quote + 1 == len(text) or text.startswith(split, quote + 1):
            return quote + 1
        quote = text.find('"', quote + 1)
    return None


def _check_count(cell: Cell, pieces: list[str], row: Row) -> None:
    if cell.at_most is None or not pieces:
        return
    count = row.get(cell.at_most, ("",))[0]
    if not count.isdecimal() or len(pieces) > int(count):
        raise Refused(
            f"column {cell.column!r}: it splits into {len(pieces)}, but {cell.at_most!r} says {count or 'nothing'}"
        )


def _meant(cell: Cell, piece: str) -> str | None:
    """The piece after all steps; None where it is passed over."""
    if (cell.starts and not piece.startswith(cell.starts)) or (cell.starts_not and piece.startswith(cell.starts_not)):
        return None
    text = _replaced(cell, piece.removeprefix(cell.without))
    return None if not text else cell.prefix + (text.rjust(cell.pad, "0") if cell.pad else text)


def _replaced(cell: Cell, piece: str) -> str | None:
    found = _folded(cell.map).get(piece.casefold())
    if found is None and cell.map and cell.others == "refuse":
        raise Refused(f"column {cell.column!r}: {piece!r} is not in the mapping")
    return piece if found is None and not (cell.map and cell.others == "drop") else found


def _folded(given: Dictionary[str, str]) -> Dictionary[str, str]:
    return _folded_items(tuple(given.items()))


@cache
def _folded_items(items: tuple[tuple[str, str], ...]) -> Dictionary[str, str]:
    return {text.casefold(): meaning for text, meaning in items}


def _joined(joined: Joined, row: Row) -> list[Said]:
    cells = {column: "; ".join(row[column]) for column in joined.join if column in row}
    if not cells or (joined.all and len(cells) < len(joined.join)):
        return []
    meant = [_folded(joined.map.get(str(column), {})).get(text.casefold(), text) for column, text in cells.items()]
    return [Said(joined.between.join(meant), joined.between.join(cells.values()), joined.between.join(cells))]


def chosen(choice: str | Choice | None, row: Row) -> str | None:
    """The label, predicate, list or kind. Raises Refused for a text that is not in the mapping."""
    if not isinstance(choice, Choice):
        return choice
    text = row.get(choice.column, ("",))[0]
    found = _folded(choice.map).get(text.casefold(), choice.others)
    if found is None:
        raise Refused(f"column {choice.column!r}: {text!r} is not in the mapping; it has {', '.join(choice.map)[:200]}")
    return found


def speaker(value: Value | Constant | None, row: Row) -> str | None:
    """Whom the row quotes."""
    if isinstance(value, Constant):
        return value.constant
    return ", ".join(said.text for said in texts(value, row)) or None


def day(value: DateValue | None, row: Row) -> str | None:
    """The date in ISO 8601. Raises Refused for what is no date of the given formats."""
    if value is None:
        return None
    date = value if isinstance(value, Date) else Date(column=value)
    cells = row.get(date.column, ())
    found = sorted(
        {iso_date(text, date) for cell in cells for text in (cell.split(date.split) if date.split else [cell])}
    )
    if len(found) > 1:
        raise Refused(f"column {date.column!r}: {len(found)} dates where one is meant")
    return found[0] if found else None


def iso_date(text: str, date: Date) -> str:
    """The text as an ISO date, as coarse as the format. Raises Refused."""
    text = text.strip()
    if not date.format and is_iso_date(text):
        return text
    for format_ in date.format:
        try:
            found = datetime.strptime(text, format_)
        except ValueError:
            continue
        return found.date().isoformat()[: _length(format_)]
    wanted = " or ".join(date.format) or "YYYY-MM-DD"
    raise Refused(f"column {date.column!r}: {text!r} is no date {wanted} that the calendar has")


def _length(format_: str) -> int:
    """Of an ISO date as coarse as the format."""
    if "%d" in format_ or "%j" in format_:
        return len("YYYY-MM-DD")
    return len("YYYY-MM" if any(month in format_ for month in ("%m", "%b", "%B")) else "YYYY")


def share(given: str | Share | None, row: Row) -> Quantity | None:
    """The share in percent, exact. Raises Refused for what is no share."""
    if given is None:
        return None
    form = given if isinstance(given, Share) else Share(column=given)
    low = _percent(form.column or form.low, form, row)
    high = low if form.column else _percent(form.high, form, row)
    if low is None and high is None:
        return None
    if (low is not None and low > 100) or (high is not None and high > 100):
        raise Refused(f"column {form.column or form.low or form.high!r}: a share lies between 0 and 100 percent")
    if low is not None and high is not None and low > high:
        raise Refused(f"column {form.low!r}: the lower bound {low} is above the upper one, {high}")
    return Quantity(kind=QuantityKind.SHARE, low=low, high=high)


def _percent(column: str | None, form: Share, row: Row) -> Decimal | None:
    if column is None or column not in row:
        return None
    found = number(row[column][0].removesuffix("%").strip(), column, form.decimal)
    return found * 100 if form.fraction else found


def amount(given: Amount | None, row: Row) -> Quantity | None:
    """The amount with its currency. Raises Refused for one without a currency, or with a bad one."""
    if given is None or given.column not in row:
        return None
    currency = given.currency.constant if isinstance(given.currency, Constant) else _cell(given.currency, row)
    if not _CURRENCY.fullmatch(currency):
        raise Refused(f"column {given.column!r}: an amount with the currency {currency!r}, which is no ISO 4217 code")
    found = number(row[given.column][0].replace(given.thousands, ""), given.column, given.decimal)
    return Quantity(kind=QuantityKind.AMOUNT, low=found, high=found, unit=currency)


def _cell(column: str, row: Row) -> str:
    return row.get(column, ("",))[0]


def number(text: str, column: str, decimal: str) -> Decimal:
    """An exact decimal, not negative. Raises Refused."""
    plain = text.replace(decimal, ".") if decimal != "." else text
    if not _NUMBER.fullmatch(plain) or (decimal != "." and "." in text):
        raise Refused(f"column {column!r}: {text!r} is no number")
    return Decimal(plain)
