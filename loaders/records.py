"""What loaders of records have in common: cells that are popped until none is left, and claims that rest on them.

A loader makes a `Recorder` for its file, and for each record a `Record` with the cells; it pops what it knows, says
claims, and at the end asks that nothing be left over. Breaking a rule of one record raises `Refused`: that record is
refused with place and reason, and the rest go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from graph.claims import Claim, Document, Part, Party, Quantity, Records, Refusal, is_iso_date, party_key
from graph.errors import InputError
from graph.model import Grade, Label, Modality, Predicate
from loaders.media.opening import Opened
from loaders.official_lists import official_list
from loaders.places import country_code, country_name

LONGEST_TEXT = 4_000  # of a refused record that is kept
LONGEST_NAME = 1_000  # characters; the longest of real lists has some 300, and no index takes one of many thousands
MOST_REFUSED = 0.2  # a file of which more is refused is not what it was taken for
_AT_LEAST = 20  # refusals before that share counts


class Refused(ValueError):
    """One record cannot be taken; the message is the reason, with the column where there is one."""


class Recorder:
    """Reads one file: what its records say, part by part. `extractor` is the loader's name."""

    def __init__(self, opened: Opened, extractor: str, **metadata: Any) -> None:
        publisher = metadata.get("publisher")
        self.document = Document.checked(
            opened.name,
            id=opened.id,
            name=metadata.pop("name", None) or opened.name.replace("\\", "/").rsplit("/", 1)[-1].split(".", 1)[0],
            format=extractor,
            text="",
            source=publisher.casefold() if publisher else opened.id,
            official=metadata.pop("official", True),
            **metadata,
        )
        self.grade = Grade.OFFICIAL if self.document.official else Grade.STATED
        self.place = opened.name
        self.partial = opened.partial
        self.expected: int | None = None  # how many records the file's own header says it has
        self.extractor = extractor
        self.refused = 0
        self.read = 0

    def records(self, numbered: Iterable[tuple[int, Any]], read: Callable[[Record, Any], None]) -> Records:
        """The stream of what `read` makes of each numbered item of the file."""
        return Records(self.document, self._parts(numbered, read))

    def _parts(self, numbered: Iterable[tuple[int, Any]], read: Callable[[Record, Any], None]) -> Iterator[Part]:
        for number, item in numbered:
            record = Record(self, number)
            self.read += 1
            try:
                read(record, item)
            except Refused as error:
                self.refused += 1
                self._stop_if_mistaken(error)
                refusal = Refusal(place=f"{self.place}, row {number}", reason=str(error), text=_shown(item))
                yield Part(refused=(refusal,))
                continue
            except InputError as error:
                if self.place in str(error):
                    raise
                raise InputError(f"{self.place}, row {number}: {error}") from error
            yield Part(tuple(record.parties.values()), tuple(record.claims), tuple(record.refused))
        if not self.read:
            raise InputError(f"{self.place}: no record in it; was the file cut?")
        if self.expected is not None and self.expected != self.read and not self.partial:
            raise InputError(
                f"{self.place}: {self.read} records, but its own header says {self.expected}; was it cut? A part of a"
                " file is loaded with --partial"
            )
        if self.refused == self.read:
            raise InputError(f"{self.place}: none of its {self.read} records can be taken")

    def _stop_if_mistaken(self, error: Refused) -> None:
        if self.refused > max(_AT_LEAST, MOST_REFUSED * self.read):
            raise InputError(
                f"{self.place}: {self.refused} of the first {self.read} records are refused, the last because {error};"
                " is it the format that it was taken for (--format)?"
            ) from error


def _shown(item: Any) -> str:
    cells = item.values() if isinstance(item, dict) else getattr(item, "cells", (item,))
    if not all(isinstance(cell, str) for cell in cells):
        return str(item)[:LONGEST_TEXT]
    return ",".join(cells)[:LONGEST_TEXT]


class Record:
    """What one record says. Its parties and claims are the file's only when it was read to its end."""

    def __init__(self, recorder: Recorder, number: int) -> None:
        self.recorder = recorder
        self.number = number
        self.parties: dict[str, Party] = {}
        self.claims: list[Claim] = []
        self.refused: list[Refusal] = []

    def party(
        self,
        label: Label,
        local: str,
        name: str,
        *,
        kind: str | None = None,
        anchor: str | None = None,
        section: str | None = None,
    ) -> str:
        """The key of a party that this record names. `local` tells it from the others of the file: its own id there.

        Raises Refused for a name or id that is too long to be one: cells that ran into each other, say.
        """
        if max(len(name), len(local)) > LONGEST_NAME:
            raise Refused(f"{name[:40]!r} ... is no name: {max(len(name), len(local)):,} characters")
        key = party_key(self.recorder.document.id, label, local)
        if key not in self.parties:
            self.parties[key] = Party(key=key, label=label, name=name, kind=kind, anchor=anchor, section=section)
        return key

    def country(self, text: str) -> str | None:
        """The key of the country that a code or name means; None where no country is known by it."""
        code = country_code(text)
        return None if code is None else self.party(Label.COUNTRY, code, country_name(code), anchor=code)

    def official_list(self, anchor: str) -> str:
        """The key of an official list of loaders/official_lists.toml."""
        found = official_list(anchor)
        return self.party(Label.LIST, found.anchor, found.name, anchor=found.anchor)

    def say(  # noqa: PLR0913 - what a claim is
        self,
        column: str,
        quote: str,
        predicate: Predicate,
        subject: str,
        *,
        object: str | None = None,  # noqa: A002 - the claim's own word
        value: str | None = None,
        valid_from: str | None = None,
        valid_to: str | None = None,
        quantity: Quantity | None = None,
        modality: Modality = Modality.ASSERTED,
        attributed_to: str | None = None,
    ) -> None:
        """Add what the cell in `column` says; `quote` is its text or the part that says so."""
        said: dict[str, Any] = {
            "document": self.recorder.document.id,
            "predicate": predicate,
            "subject": subject,
            "object": object,
            "value": value,
            "quote": quote,
            "row": self.number,
            "column": column,
            "modality": modality,
            "grade": self.recorder.grade,
            "attributed_to": attributed_to,
            "valid_from": valid_from,
            "valid_to": valid_to,
            "quantity": quantity,
            "extractor": self.recorder.extractor,
            "extractor_version": "1",
        }
        try:
            self.claims.append(Claim(**said))
        except ValidationError:  # the place is written out for those alone that break a rule: a list has 200,000 claims
            Claim.checked(f"{self.recorder.place}, row {self.number}, column {column!r}", **said)
            raise

    def refuse(self, column: str, text: str, reason: str) -> None:
        """Leave out one cell, with the reason; the rest of the record stands."""
        place = f"{self.recorder.place}, row {self.number}, column {column!r}"
        self.refused.append(Refusal(place=place, reason=reason, text=text[:LONGEST_TEXT]))


class Cells:
    """One record's cells by column, popped one by one. Empty and missing are None."""

    def __init__(self, cells: Mapping[str, Any], missing: Iterable[str] = ("",)) -> None:
        self._left = dict(cells)
        self._missing = frozenset(missing)

    def pop(self, column: str) -> Any:
        value = self._left.pop(column, None)
        if isinstance(value, str):
            value = value.strip()
            return None if value in self._missing else value
        return value

    def text(self, column: str) -> str | None:
        """The cell, which must be text. Raises Refused."""
        if column not in self._left:  # most cells of most records
            return None
        value = self.pop(column)
        if value is not None and not isinstance(value, str):
            raise Refused(f"column {column!r}: {value!r} is no text")
        return value

    def need(self, column: str) -> str:
        """The cell, which may not be empty. Raises Refused."""
        value = self.text(column)
        if value is None:
            raise Refused(f"column {column!r}: empty")
        return value

    def date(self, column: str) -> str | None:
        """An ISO 8601 date, or None. Raises Refused."""
        value = self.text(column)
        if value is not None and not is_iso_date(value):
            raise Refused(f"column {column!r}: {value!r} is no ISO 8601 date that the calendar has")
        return value

    def ignore(self, *columns: str) -> None:
        """These say nothing that a graph holds: each loader names them, and why."""
        for column in columns:
            self._left.pop(column, None)

    def done(self, place: str) -> None:
        """Nothing with a value may be left. Raises InputError: a new column is a change of the format."""
        left = sorted(name for name, value in self._left.items() if value not in (None, "", [], {}))
        if left:
            raise InputError(
                f"{place}: unexpected {left[0]!r} ({str(self._left[left[0]])[:80]!r}); the format has changed since"
                " this loader was written"
            )
