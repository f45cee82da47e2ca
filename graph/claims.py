"""Claims and what they rest on: who says, where, in which words, that something held, when, how firmly.

A loader turns bytes into a `Source`: one document, the parties it presents, and its claims. Nothing here knows
of other documents; `graph.fold` brings sources together.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from json.encoder import encode_basestring
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, ValidationError, model_validator

from graph.errors import ModelError
from graph.model import PREDICATES, Grade, Label, Modality, Predicate

ISO_DATE = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"


def is_iso_date(text: str) -> bool:
    """Whether this is YYYY, YYYY-MM or YYYY-MM-DD and the calendar has such a year, month or day."""
    if not re.fullmatch(ISO_DATE, text):
        return False
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _iso_date(value: object) -> object:
    if isinstance(value, str) and not is_iso_date(value):
        raise ValueError(f"{value!r} is no ISO 8601 date (YYYY, YYYY-MM or YYYY-MM-DD)")
    return value


def _exact(value: object) -> object:
    if isinstance(value, float):
        raise ValueError(f"{value!r} is a float; give shares and amounts as text, Decimal or int")
    return value


def plain_decimal(value: Decimal) -> str:
    """The decimal in digits without exponent or trailing zeros: `Decimal("5E+1")` is "50"."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


IsoDate = Annotated[str, BeforeValidator(_iso_date)]
Exact = Annotated[Decimal, BeforeValidator(_exact), PlainSerializer(plain_decimal, return_type=str)]


class Frozen(BaseModel):
    """Immutable, strict about unknown fields; breaking it raises `ModelError` from `checked`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def checked(cls, place: str = "", **fields: Any) -> Self:
        """Build one, turning pydantic's complaint into a ModelError that names `place`."""
        try:
            return cls(**fields)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            raise ModelError(f"{place or cls.__name__}: {field or 'value'}: {first['msg']}") from error


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_id(prefix: str, content: object) -> str:
    """A stable id: `prefix` and the first 24 hex digits of the SHA-256 of the content's canonical JSON."""
    return f"{prefix}{hashlib.sha256(_CANONICAL.encode(content).encode()).hexdigest()[:24]}"


class Dropped(Frozen):
    """A stretch of a document's text that is not read, `text[start:end]`, and why. It can be taken back in."""

    start: int
    end: int
    reason: str


class Document(Frozen):
    """A source as it was read. `id` is the SHA-256 of its bytes; every offset points into `text`.

    `source` names whom it speaks for, to count independent sources: the publisher in lower case, or for a
    brief the publisher summed up, else the document's own id. `summarises` is set on briefs only. A file of records
    (a list, a register) has no `text`: its evidence is rows and columns. `series` names the list or register of which
    it is one version ("us-consolidated-screening-list"), and `published` is then the day of that version.
    """

    id: str
    name: str  # the file's name without folder or suffix
    format: str
    text: str
    source: str
    title: str | None = None
    publisher: str | None = None
    published: IsoDate | None = None
    url: str | None = None
    summarises: str | None = None
    series: str | None = None
    official: bool = False  # a list or register: its claims are of grade official
    dropped: tuple[Dropped, ...] = ()


# The kind of a party of which its file gives no more than an identifier: whether it is a firm or a person stands
# elsewhere. It joins by identifier only, and its label (ORGANISATION) does not count.
UNIDENTIFIED = "unidentified"


class Party(Frozen):
    """A party as one document presents it. Its names are NAMED claims.

    `key` is unique over all documents (`party_key`). `anchor` is a stable id from a curated table ("hikvision").
    A file of several lists keeps apart what stands in one `section` of it (one list), and nothing else.
    """

    key: str
    label: Label
    name: str
    kind: str | None = None
    anchor: str | None = None
    section: str | None = None


def party_key(document_id: str, label: Label, local: str) -> str:
    """The key of a party in one document; `local` tells it from others with that label ("hikvision", "row 41")."""
    return f"{document_id[:16]}:{label}:{local}"


class QuantityKind(StrEnum):
    SHARE = "share"  # percent
    AMOUNT = "amount"  # of `unit`, an ISO 4217 code
    COUNT = "count"  # of `unit`, what is counted


class Quantity(Frozen):
    """A share in percent, an amount or a count; exact where low == high, unknown bounds are None."""

    kind: QuantityKind
    low: Exact | None = None
    high: Exact | None = None
    unit: str | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"the low bound {self.low} is above the high bound {self.high}")
        if self.kind is QuantityKind.SHARE and any(b is not None and not 0 <= b <= 100 for b in (self.low, self.high)):
            raise ValueError("a share lies between 0 and 100 percent")
        return self


class Claim(Frozen):
    """One statement by one document. Build it with `Claim.checked`; the id follows from the content.

    Evidence is a quote with offsets (`document.text[start:end] == quote`), or a cell (`row`, counted from 1 without
    the header, and `column`, with the cell's text, or the part of it that says so, as quote). An inferred claim names
    its rule and premises (claim ids) and may quote what the rule went by. The extractor and its version are not part
    of the id.
    """

    document: str
    predicate: Predicate
    subject: str
    object: str | None = None
    value: str | None = None
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    row: int | None = None
    column: str | None = None
    modality: Modality = Modality.ASSERTED
    grade: Grade = Grade.STATED
    attributed_to: str | None = None
    rule: str | None = None
    premises: tuple[str, ...] = ()
    valid_from: IsoDate | None = None
    valid_to: IsoDate | None = None
    quantity: Quantity | None = None
    extractor: str = ""
    extractor_version: str = ""

    @cached_property
    def id(self) -> str:
        """Hash of everything but the extractor: what `content_id` gives, written out since every claim is asked."""
        return f"c{hashlib.sha256(_canonical(self).encode()).hexdigest()[:24]}"

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy; one that differs has an id of its own."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("id", None)
        return copied

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if bool(PREDICATES[self.predicate].objects) != (self.object is not None):
            raise ValueError(f"{self.predicate} takes {'an object' if self.object is None else 'a value'}")
        if (self.object is None) == (self.value is None):
            raise ValueError("a claim has an object or a value, not both")
        if self.object == self.subject:
            raise ValueError(f"{self.subject} {self.predicate} itself")
        if (self.grade is Grade.INFERRED) != (self.rule is not None):
            raise ValueError("an inferred claim names its rule, and no other does")
        in_text = self.start is not None and self.end is not None
        in_cell = self.row is not None and self.column is not None
        if self.quote is None and self.grade is not Grade.INFERRED:
            raise ValueError("a claim that no rule inferred quotes its source")
        if self.quote is not None and not (in_text or in_cell):
            raise ValueError("a quote needs start and end, or row and column")
        if in_text and self.quote is not None and self.end - self.start != len(self.quote):  # type: ignore[operator]
            raise ValueError("the quote is not as long as end - start")
        return self


def _canonical(claim: Claim) -> str:
    """The canonical JSON of everything but the extractor: names sorted, no blanks."""
    quantity = claim.quantity
    return (
        f'{{"attributed_to":{_json(claim.attributed_to)},"column":{_json(claim.column)},'
        f'"document":{_json(claim.document)},"end":{_number(claim.end)},"grade":"{claim.grade}",'
        f'"modality":"{claim.modality}","object":{_json(claim.object)},"predicate":"{claim.predicate}",'
        f'"premises":[{",".join(map(_json, claim.premises))}],'
        f'"quantity":{"null" if quantity is None else _canonical_quantity(quantity)},'
        f'"quote":{_json(claim.quote)},"row":{_number(claim.row)},"rule":{_json(claim.rule)},'
        f'"start":{_number(claim.start)},"subject":{_json(claim.subject)},'
        f'"valid_from":{_json(claim.valid_from)},"valid_to":{_json(claim.valid_to)},"value":{_json(claim.value)}}}'
    )


def _canonical_quantity(quantity: Quantity) -> str:
    low, high = (None if bound is None else plain_decimal(bound) for bound in (quantity.low, quantity.high))
    return f'{{"high":{_json(high)},"kind":"{quantity.kind}","low":{_json(low)},"unit":{_json(quantity.unit)}}}'


def _json(text: str | None) -> str:
    return "null" if text is None else encode_basestring(text)


def _number(value: int | None) -> str:
    return "null" if value is None else str(value)


class Refusal(Frozen):
    """A row or passage that was not taken, with its place and the reason. Counted and saved, never lost."""

    place: str
    reason: str
    text: str = ""


class Source(Frozen):
    """What a loader makes of one file: the document, its parties, its claims, and what it refused."""

    document: Document
    parties: tuple[Party, ...] = ()
    claims: tuple[Claim, ...] = ()
    refused: tuple[Refusal, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        labels = {p.key: p.label for p in self.parties}
        if len(labels) != len(self.parties):
            raise ValueError(f"{self.document.name}: two parties share one key")
        for claim in self.claims:
            _check(claim, labels, self.document)
        return self


@dataclass(frozen=True, slots=True)
class Part:
    """What some records of a file say. A party that several parts name (a list, a country) stands in each of them."""

    parties: tuple[Party, ...] = ()
    claims: tuple[Claim, ...] = ()
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Records:
    """A file of records as a stream: read once, part by part, so that memory does not grow with the file.

    Reading `parts` raises `graph.errors.InputError` where the file turns out to be cut, mixed or malformed.
    """

    document: Document
    parts: Iterator[Part]

    def whole(self) -> Source:
        """All parts at once, for a file that fits into memory."""
        parties: dict[str, Party] = {}
        claims: dict[str, Claim] = {}
        refused: list[Refusal] = []
        for part in self.parts:
            for party in part.parties:
                parties.setdefault(party.key, party)
            claims |= {claim.id: claim for claim in part.claims}
            refused += part.refused
        return Source.checked(
            self.document.name,
            document=self.document,
            parties=tuple(parties.values()),
            claims=tuple(claims.values()),
            refused=tuple(refused),
        )


def _check(claim: Claim, labels: dict[str, Label], document: Document) -> None:
    place = f"{document.name}: {claim.predicate} at {claim.start if claim.row is None else f'row {claim.row}'}"
    shape = PREDICATES[claim.predicate]
    if claim.document != document.id:
        raise ValueError(f"{place}: claim of another document")
    for key, allowed in ((claim.subject, shape.subjects), (claim.object, shape.objects)):
        if key is None:
            continue
        if key not in labels:
            raise ValueError(f"{place}: no party {key!r} in this source")
        if labels[key] not in allowed:
            raise ValueError(f"{place}: {labels[key]} {key!r} cannot stand here ({shape.meaning})")
    if claim.start is not None and document.text[claim.start : claim.end] != claim.quote:
        raise ValueError(f"{place}: text[{claim.start}:{claim.end}] is not the quote {claim.quote!r}")


class Verdict(StrEnum):
    SAME = "same"
    NOT_SAME = "not same"
    UNSURE = "unsure"


class Judgement(Frozen):
    """Whether two parties are one, by a rule or a person, with the reason. Reversible: a later one replaces it.

    `left` < `right` are party keys or entity anchors. `author` is "rule:<name>" or "person:<name>"; a person's
    judgement beats a rule's. `made` is None for rules, which have no clock.
    """

    left: str
    right: str
    verdict: Verdict
    reason: str
    author: str
    made: str | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.left >= self.right:
            raise ValueError("left must sort before right: use Judgement.of")
        return self

    @property
    def id(self) -> str:
        return content_id("j", self.model_dump(mode="json"))

    @classmethod
    def of(cls, one: str, other: str, verdict: Verdict, reason: str, author: str, made: str | None = None) -> Self:
        """A judgement with its two sides put in order."""
        left, right = sorted((one, other))
        return cls(left=left, right=right, verdict=verdict, reason=reason, author=author, made=made)
