"""The Python API: `knockon.open` gives a `Graph`, which does whatever the command does."""

from __future__ import annotations

import html
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from graph import ledger
from graph.claims import Judgement, Records, Source, Verdict, is_iso_date
from graph.errors import InputError, UnknownName
from graph.ledger import Outcome
from graph.model import EDGE_PREDICATES, ENTITY_LABELS, SCHEMA_VERSION, Label, Link
from graph.store import open_store
from graph.store.protocol import Store
from graph.versions import guarded
from knockon import settings
from knockon.files import regular, write_whole
from knockon.rows import Rows

if TYPE_CHECKING:
    import networkx as nx

    from graph.answer import Answer
    from graph.exposure import Target
    from graph.start import Start
    from graph.versions_compared import Difference
    from knockon.archive import Archive, EdgeEvidence, PartyEvidence
    from knockon.outline import Report
    from knockon.standing import Standing
    from loaders.formats import Format

File = str | os.PathLike[str] | tuple[str, bytes]
_LISTED = ("id", "name", "publisher", "published", "title", "format", "official", "summarises", "recordedAt")
_TIMESTAMP = r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?"
LIMIT = 1000  # paths in an answer; a report beyond that is no longer read
Progress = Callable[[str, int, int], None]  # what is at work, how many are done, of how many


@dataclass(frozen=True, slots=True)
class Status:
    """What a store holds. Counts are of live documents; `nodes` by label and `edges` by type."""

    store: str
    version: str
    schema_version: int
    documents: Rows
    withdrawn: int
    nodes: Mapping[str, int]
    edges: Mapping[str, int]
    claims: int
    contradictions: int
    loads: int
    last_load: str | None


class Graph:
    """An open knowledge graph. Use it as a context manager, or close it. Not shared between threads.

    Every method raises an error of `graph.errors`, whose message names the thing, the place and the fix.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._archive: tuple[str | None, Archive] | None = None

    @property
    def url(self) -> str:
        """Where it is kept, without any password."""
        return self.store.url

    def load(
        self,
        *files: File,
        recorded_at: str | None = None,
        format: str | None = None,  # noqa: A002 - the loaders' own word
        mapping: str | os.PathLike[str] | None = None,
        partial: bool = False,
        progress: Progress | None = None,
    ) -> Outcome:
        """Read files (paths, or pairs of name and bytes) and load them: all of them, or none.

        `recorded_at` is an ISO timestamp, by default now; `format` a name of `loaders.formats()`, by default
        recognised; `partial` takes files that are a part of what they say they are. What is there already stays as it
        is.
        """
        sources = read_files(files, format=format, mapping=mapping, partial=partial, progress=progress)
        return self.add(sources, recorded_at=recorded_at, partial=partial)

    def add(
        self, sources: Iterable[Source | Records], *, recorded_at: str | None = None, partial: bool = False
    ) -> Outcome:
        """Load what was read already: all of it, or none.

        A new version of a list that lost a large part of the last one's entries stops, unless `partial`.
        """
        iso_time(recorded_at)
        held_to_the_last = (guarded(self.store, said, partial=partial) for said in sources)
        return ledger.load(self.store, held_to_the_last, recorded_at=recorded_at)

    def query(self, name: str, **parameters: Any) -> Rows:
        """Answer a question of the catalogue; `queries.catalogue()` holds them."""
        import queries

        rows = queries.run(self.store, name, parameters)
        return Rows(rows, [column.name for column in queries.catalogue()[name].columns])

    def cypher(self, text: str, parameters: Mapping[str, Any] | None = None, *, write: bool = False) -> Rows:
        """Answer a Cypher text of your own. Raises ReadOnly when it would write and `write` is false."""
        if write:
            self._archive = None  # what was read of the claims may no longer hold
        return Rows(self.store.rows(text, parameters, write=write))

    def exposure(
        self,
        *parties: str,
        start: Start | None = None,
        target: Target | None = None,
        hops: int = 3,
        as_of: str | None = None,
        limit: int | None = LIMIT,
    ) -> Report[Answer]:
        """Who is exposed when these parties are listed: by default every listed party, and whoever is exposed.

        `start` (graph.start.Start) may name a list, an action, dates, a country or a sector instead of parties;
        `target` (graph.exposure.Target) says which exposed parties are wanted. The answer is `.found`.
        """
        from graph.exposure import exposure
        from graph.start import Start
        from knockon.asking import again
        from knockon.report import report

        begin = start or (Start.party(*parties) if parties else Start.everything())
        answer = exposure(self.to_networkx(), begin, target, hops=hops, as_of=iso_date(as_of), limit=limit)
        return report(answer, self.archive(), again(begin, target, hops, as_of))

    def listed(
        self, party: str, *, as_of: str | None = None, known_at: str | None = None, eccn: str | None = None
    ) -> Report[Standing]:
        """On which lists a party is as of a date, on which terms; the answer is `.found`.

        `known_at` is an ISO time: what this graph had learned by then. `eccn` asks which licence review applies.
        """
        from knockon.standing import report, standing_of

        return report(standing_of(self.store, party, as_of=iso_date(as_of), known_at=known_at, eccn=eccn))

    def diff(self, old: str, new: str) -> Report[Difference]:
        """What changed between two versions of a list: each a file or a loaded document; the answer is `.found`."""
        from knockon.changes import compared, report

        return report(compared(old, new, self.store))

    def explain(self, name: str) -> Report[PartyEvidence]:
        """All evidence on one party, by its name or id; the evidence is `.found`."""
        from knockon.explain import party_report

        return party_report(self.archive().party(name))

    def explain_edge(self, source: str, predicate: str, target: str) -> Report[tuple[EdgeEvidence, ...]]:
        """All evidence on the edges of one type between two parties: `("TSMC", "STOPPED_SUPPLYING", "Huawei")`."""
        from knockon.explain import edge_report

        return edge_report(self.archive().edges(source, predicate, target))

    def view(
        self, path: str | os.PathLike[str], *, around: str | None = None, most: int | None = None, title: str = ""
    ) -> Path:
        """Write the graph as one HTML file that opens offline, and give its path.

        `around` (a name or id) shows what lies nearest to that party; `most` is how many parties the page may carry.
        """
        from viz import network_page, picture_of
        from viz.collect import MOST_ENTITIES

        picture = picture_of(self.store, around=around, title=title, most=most or MOST_ENTITIES)
        return write_whole(path, network_page(picture).encode())

    def export(self, format: str, *, recorded: bool = False) -> bytes:  # noqa: A002
        """The graph in a format of `knockon.export.EXPORTS` that is one file.

        `recorded` adds when each thing was learned; without it the same sources give the same bytes.
        """
        from knockon.export import pieces

        return b"".join(pieces(format, self.store, self.archive, recorded=recorded))

    def write_export(self, format: str, path: str | os.PathLike[str], *, recorded: bool = False) -> int:  # noqa: A002
        """Write the graph into a file, or into a new folder where the format is one of several files.

        It is written whole or not at all, and read from the store piece by piece where the format allows; gives the
        number of bytes. `recorded` is that of `export`.
        """
        from knockon.export import write_export

        return write_export(format, Path(path), self.store, self.archive, recorded=recorded)

    def withdraw(self, document: str, *, recorded_at: str | None = None) -> Outcome:
        """Take a document out again, by id, unique start of its id, or name: its claims go, the edges follow."""
        iso_time(recorded_at)
        return ledger.withdraw(self.store, document, recorded_at=recorded_at)

    def judge(
        self, one: str, other: str, verdict: str, reason: str, author: str, *, recorded_at: str | None = None
    ) -> None:
        """Record a person's judgement ("same", "not same", "unsure") on two parties, by key, anchor or entity id.

        It beats a rule's and is reversible: a later one takes its place. Raises JudgementConflict.
        """
        if verdict not in set(Verdict):
            raise UnknownName("verdict", verdict, list(Verdict))
        made = iso_time(recorded_at) or datetime.now(UTC).isoformat()
        said = Judgement.of(one, other, Verdict(verdict), reason, f"person:{author}", made)
        ledger.judge(self.store, said, recorded_at=recorded_at)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """The folded graph: nodes by entity id with their properties and `label`, edges with theirs and `type`."""
        from graph.projection import to_networkx

        return to_networkx(self.store)

    def archive(self) -> Archive:
        """Every live claim with its words, indexed. Kept until the store's next load."""
        from knockon.archive import Archive

        last = self._last_load()
        if self._archive is None or self._archive[0] != last:
            self._archive = (last, Archive(ledger.sources(self.store), ledger.view(self.store)))
        return self._archive[1]

    def _last_load(self) -> str | None:
        last = self.store.rows("MATCH (l:Load) RETURN max(l.id) AS last")[0]["last"]
        return None if last is None else str(last)

    def document_names(self) -> dict[str, str]:
        """The name of every document, withdrawn ones too, by id."""
        return {row["id"]: row["name"] for row in self.store.nodes(Label.DOCUMENT)}

    def status(self) -> Status:
        """What the store holds, counted."""
        documents = list(self.store.nodes(Label.DOCUMENT))
        live = [row for row in documents if row.get("supersededAt") is None]
        return Status(
            store=self.url,
            version=settings.version(),
            schema_version=SCHEMA_VERSION,
            documents=Rows(({name: row.get(name) for name in _LISTED} for row in _by_name(live)), _LISTED),
            withdrawn=len(documents) - len(live),
            nodes={label.value: count for label in ENTITY_LABELS if (count := self._count(label))},
            edges=dict(sorted(Counter(relation.type for relation in self.store.relations(EDGE_PREDICATES)).items())),
            claims=self._count(Label.CLAIM, "WHERE n.supersededAt IS NULL"),
            contradictions=sum(1 for _ in self.store.relations([Link.CONTRADICTS])),
            loads=self._count(Label.LOAD),
            last_load=self._last_load(),
        )

    def _count(self, label: Label, where: str = "") -> int:
        return int(self.store.rows(f"MATCH (n:`{label.value}`) {where} RETURN count(n) AS n")[0]["n"])

    def close(self) -> None:
        """Close the store; a second time does nothing."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.store.__exit__(kind, error, trace)  # an error leaves no new, empty store behind

    def __repr__(self) -> str:
        return f"<knockon.Graph {self.url}>"

    def _repr_html_(self) -> str:
        status = self.status()
        nodes = ", ".join(f"{count} {label}" for label, count in status.nodes.items()) or "nothing yet"
        edges = sum(status.edges.values())
        about = f"{len(status.documents)} documents, {status.claims} claims, {edges} edges; {nodes}"
        return f"<p><b>knockon graph</b> <code>{html.escape(self.url)}</code><br>{html.escape(about)}</p>"


def _by_name(documents: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(documents, key=lambda row: (str(row["name"]), str(row["id"])))


def read_files(
    files: Iterable[File],
    *,
    format: str | None = None,  # noqa: A002 - the loaders' own word
    mapping: str | os.PathLike[str] | None = None,
    partial: bool = False,
    progress: Progress | None = None,
) -> list[Source | Records]:
    """What the files say, in their order: texts whole, files of records as streams that are yet to be read.

    `mapping` is a mapping file (docs/mapping.md) by which they all are read, instead of a `format`.
    Raises InputError that names the first file that cannot be used.
    """
    import loaders

    files = list(files)
    if not files:
        raise InputError("no file to load. Name one: knockon load article.txt")
    how = format if mapping is None else _mapped_format(mapping, format)
    said: list[Source | Records] = []
    for done, file in enumerate(files):
        title, data = file if isinstance(file, tuple) else (os.fspath(file), None)
        if progress:
            progress(title, done, len(files))
        said += loaders.open_file(title, regular(title) if data is None else data, format=how, partial=partial)
    if progress:
        progress("folding into the store", len(files), len(files))
    return said


def _mapped_format(mapping: str | os.PathLike[str], format: str | None) -> Format:  # noqa: A002 - as above
    from loaders.mapping import format_of, open_mapping

    if format is not None:
        raise InputError("a format and a mapping file: give one of them")
    return format_of(open_mapping(Path(mapping)))


def open_graph(url: str | os.PathLike[str] | None = None, *, create: bool = True, read_only: bool = False) -> Graph:
    """Open a graph: a folder, `bolt://` or `neo4j://`; by default that of KNOCKON_STORE, else one in this folder."""
    return Graph(open_store(settings.store_url(url), create=create, read_only=read_only))


def iso_date(text: str | None) -> str | None:
    """The date as it is, where it is one of ISO 8601. Raises InputError."""
    if text is not None and not is_iso_date(text):
        raise InputError(f"{text!r} is no date. Write it 2019, 2019-10 or 2019-10-09")
    return text


def iso_time(text: str | None) -> str | None:
    """The timestamp as it is, where it is one of ISO 8601. Raises InputError."""
    try:
        if text is not None and re.fullmatch(_TIMESTAMP, text):
            datetime.fromisoformat(text)
            return text
    except ValueError as error:  # a day that no calendar has
        raise InputError(f"recorded at {text!r}: there is no such time") from error
    if text is not None:
        raise InputError(f"recorded at {text!r}: give an ISO 8601 time like 2024-05-01T12:00:00+00:00")
    return None
