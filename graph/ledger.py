"""Loading into a store and taking back out: what a store holds is the fold of its live sources.

A load is one change of the store, whole or not at all: the source's document, parties and claims, and the
difference between what is stored and the view of all live sources. A change that is small beside the store is folded
piece by piece (`graph.change`), with the same outcome; any other by folding everything anew.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from itertools import chain

from graph.change.batch import batch_of
from graph.change.parts import Parts
from graph.change.stored import TooWide
from graph.change.streamed import Read, read, streaming
from graph.change.universe import Change
from graph.claims import Judgement, Records, Refusal, Source
from graph.errors import InputError, UnknownName
from graph.fold import View, distinct, fold
from graph.holdings import Kept, difference, holdings
from graph.model import Label, LoadNode
from graph.records import canonical, judgement_of, row_of, sources_of
from graph.store.protocol import Batch, Row, Store

_SMALL = 2  # a change is small where the store holds at least so many claims for each one that comes


@dataclass(frozen=True)
class Outcome:
    """What a change did, by document id, and the rows and passages that the loaded sources refused."""

    loaded: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()


@dataclass(slots=True)
class _Books:
    """What a store holds besides the view. `kept` has the rows of documents and claims, live or not."""

    live: dict[str, Source]
    kept: Kept
    judgements: list[Judgement]


def load(store: Store, sources: Iterable[Source | Records], *, recorded_at: str | None = None) -> Outcome:
    """Load sources; those whose bytes are live in the store already are left as they are, streams of them unread.

    Of equal bytes under two names the alphabetically first is kept. A withdrawn document comes back. Raises
    `JudgementConflict` where what is loaded brings a person's "same" against a "not same": nothing is stored then.
    """
    at, live = _time(recorded_at), _live(store)
    given = list(sources)
    known = {s.document.id for s in given if isinstance(s, Records) and not _is_new(s, live)}
    given = [s for s in given if isinstance(s, Source) or _is_new(s, live)]
    streams = [s for s in given if isinstance(s, Records)]
    with Parts() as parts:
        if not streams or len(streams) < len(given) or not _can_stream(store, streams):
            return _load(store, (s.whole() if isinstance(s, Records) else s for s in given), live, known, at)
        found = read({s.document.id: s for s in streams}.values(), parts)
        try:
            return _stream(store, found, known, at)
        except TooWide:
            return _load(store, found.sources(), live, known, at)


def _is_new(source: Source | Records, live: Mapping[str, str]) -> bool:
    """Whether its bytes are not live yet, or by a name that comes later in the alphabet."""
    return source.document.id not in live or source.document.name < live[source.document.id]


def _can_stream(store: Store, streams: Iterable[Records]) -> bool:
    """Not where persons' judgements, or claims of the same documents that were withdrawn, have a say."""
    ids = [s.document.id for s in streams]
    held = store.rows("UNWIND $ids AS id MATCH (d:Document {id: id}) RETURN d.id AS id", {"ids": ids})
    loads = list(store.nodes(Label.LOAD))
    return not held and not _judgements(store) and (not loads or _same_rules(loads))


def _stream(store: Store, found: Read, known: set[str], at: str) -> Outcome:
    with _without_collection():
        made = streaming(store, found, at)
    log = _log(list(store.nodes(Label.LOAD)), "load", at, tuple(sorted(found.documents)))
    store.load(chain(made.batches(), [Batch({Label.LOAD: [row_of(log)]}, new=True)]))
    refused = tuple(refusal for i in sorted(found.documents) for refusal in found.refused[i])
    return Outcome(loaded=tuple(sorted(found.documents)), unchanged=tuple(sorted(known)), refused=refused)


def _load(store: Store, sources: Iterable[Source], live: Mapping[str, str], known: set[str], at: str) -> Outcome:
    given = distinct(map(canonical, sources))
    new = [s for s in given if _is_new(s, live)]
    outcome = Outcome(
        loaded=tuple(s.document.id for s in new),
        unchanged=tuple(sorted({s.document.id for s in given} - {s.document.id for s in new} | known)),
        refused=tuple(refusal for s in new for refusal in s.refused),
    )
    if new:
        judgements = _judgements(store)
        change = Change(new, frozenset(outcome.loaded) & live.keys(), judgements, judgements)
        _write(store, change, "load", at, outcome.loaded)
    return outcome


def withdraw(store: Store, document: str, *, recorded_at: str | None = None) -> Outcome:
    """Take a document (its id, the beginning of its id, or its name) out of the view; it stays to be seen.

    Raises `UnknownName` where no live document is called so, and `InputError` where several are.
    """
    found = _document(_live(store), document)
    judgements = _judgements(store)
    change = Change((), frozenset({found}), judgements, judgements)
    _write(store, change, "withdraw", _time(recorded_at), (found,))
    return Outcome(withdrawn=(found,))


def judge(store: Store, judgement: Judgement, *, recorded_at: str | None = None) -> None:
    """Record a person's judgement and fold by it. Its sides are party keys, anchors or entity ids.

    Raises `InputError` for a judgement of a rule, and `JudgementConflict` where it goes against another.
    """
    if not judgement.author.startswith("person:"):
        raise InputError(f'a judgement is recorded of a person: author "person:name", not {judgement.author!r}')
    books = _open_books(store)
    said = _lasting(judgement, books)
    if said in books.judgements:
        return
    change = Change((), frozenset(), books.judgements, [*books.judgements, said])
    _write(store, change, "judge", _time(recorded_at), ())


def sources(store: Store) -> list[Source]:
    """The live sources, by document id."""
    return sources_of(store.nodes(Label.DOCUMENT), store.nodes(Label.PARTY), store.nodes(Label.CLAIM))


def view(store: Store) -> View:
    """The fold of the live sources and the persons' judgements."""
    return fold(sources(store), _judgements(store))


def refold(store: Store, at: str) -> list[Batch]:
    """What a fold of everything would change in the store: nothing, unless its rules have changed since."""
    judgements = _judgements(store)
    return _wholly(store, Change((), frozenset(), judgements, judgements), at)


def _judgements(store: Store) -> list[Judgement]:
    return [judgement_of(row) for row in store.nodes(Label.JUDGEMENT) if row["author"].startswith("person:")]


def _open_books(store: Store) -> _Books:
    documents, parties, claims = (list(store.nodes(label)) for label in (Label.DOCUMENT, Label.PARTY, Label.CLAIM))
    live = {s.document.id: s for s in sources_of(documents, parties, claims)}
    kept = Kept(documents=_by_id(documents), parties=_by_id(parties), claims=_by_id(claims))
    return _Books(live, kept, _judgements(store))


def _by_id(rows: Iterable[Row]) -> dict[str, Row]:
    return {row["id"]: row for row in rows}


def _live(store: Store) -> dict[str, str]:
    """The names of the live documents, by id."""
    rows = store.rows("MATCH (d:Document) WHERE d.supersededAt IS NULL RETURN d.id AS id, d.name AS name")
    return {row["id"]: row["name"] for row in rows}


def _write(store: Store, change: Change, action: str, at: str, documents: tuple[str, ...]) -> None:
    """Piece by piece where the change is small beside the store, else by folding everything."""
    loads = list(store.nodes(Label.LOAD))
    log = _log(loads, action, at, documents)
    with _without_collection():
        batch = _piecewise(store, change, at) if _same_rules(loads) and _is_small(store, change) else None
        batches = [batch] if batch else _wholly(store, change, at)
        store.load([*batches, Batch({Label.LOAD: [row_of(log)]}, new=True)])


def _log(loads: list[Row], action: str, at: str, documents: tuple[str, ...]) -> LoadNode:
    return LoadNode(
        id=f"load-{len(loads) + 1:06d}",
        action=action,
        recorded_at=at,
        document_ids=documents,
        knockon_version=_version(),
    )


def _same_rules(loads: list[Row]) -> bool:
    """Whether what the store holds was folded by the rules of this version."""
    return bool(loads) and str(loads[-1].get("knockonVersion") or "") == _version()


def _is_small(store: Store, change: Change) -> bool:
    (held,) = store.rows("MATCH (c:Claim) RETURN count(c) AS claims")
    return sum(len(source.claims) for source in change.new) * _SMALL <= int(held["claims"])


def _piecewise(store: Store, change: Change, at: str) -> Batch | None:
    try:
        return batch_of(store, change, at)
    except TooWide:
        return None


def _wholly(store: Store, change: Change, at: str) -> list[Batch]:
    books = _open_books(store)
    books.live = {i: s for i, s in books.live.items() if i not in change.gone}
    books.live |= {source.document.id: source for source in change.new}
    live = [books.live[document] for document in sorted(books.live)]
    return difference(store, holdings(live, fold(live, change.after), books.kept, at))


@contextmanager
def _without_collection() -> Iterator[None]:
    """Nothing that a fold makes is garbage before it ends; looking for it takes a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _document(live: Mapping[str, str], called: str) -> str:
    names = dict(sorted(live.items()))
    tests: tuple[Callable[[str], bool], ...] = (
        lambda i: i == called,
        lambda i: names[i] == called,
        lambda i: bool(called) and i.startswith(called),
    )
    for test in tests:
        found = [i for i in names if test(i)]
        if len(found) > 1:
            raise InputError(f"{called!r} may be any of {len(found)} documents: give the id, {' or '.join(found[:5])}")
        if found:
            return found[0]
    raise UnknownName("live document", called, [*names.values(), *names], "`knockon status` lists them.")


def _lasting(judgement: Judgement, books: _Books) -> Judgement:
    """The judgement in words that hold at the next fold.

    An entity that there is only by other judgements is named by its smallest party key.
    """
    live = list(books.live.values())
    parties = [party for source in live for party in source.parties]
    lasting = {p.key for p in parties} | {
        name for p in parties if p.anchor for name in (p.anchor, f"{p.label.lower()}:{p.anchor}")
    }
    if {judgement.left, judgement.right} <= lasting:
        return judgement
    now, alone = fold(live, books.judgements).resolved, fold(live).resolved
    sides = [_side(side, now, alone) for side in (judgement.left, judgement.right)]
    if sides[0] == sides[1]:
        raise InputError(f"{judgement.left} and {judgement.right} name one party: name two to judge them")
    return Judgement.of(sides[0], sides[1], judgement.verdict, judgement.reason, judgement.author, judgement.made)


def _side(side: str, now: Mapping[str, str], alone: Mapping[str, str]) -> str:
    here = sorted(key for key, entity in now.items() if entity == side)
    return here[0] if here and side not in alone.values() else side


def _time(recorded_at: str | None) -> str:
    if recorded_at is None:
        return datetime.now(UTC).isoformat(timespec="seconds")
    try:
        datetime.fromisoformat(recorded_at)
    except ValueError as error:
        raise InputError(
            f"recorded at {recorded_at!r}: give an ISO 8601 time like 2024-05-01T12:00:00+00:00"
        ) from error
    return recorded_at


def _version() -> str:
    try:
        return version("knockon")
    except PackageNotFoundError:
        return ""
