"""One party's entry on one list, as claims: the listing, its dates, citations, licence terms and what it covers."""

from __future__ import annotations

from graph.model import Label, Predicate
from loaders.official_lists import official_list
from loaders.records import Record


class Entry:
    """One entry of a list, resting on the cell that says that the party is on it.

    `local` tells this entry from the others of the file. `since` and `until` are the dates between which the file says
    that it holds, as coarse as the file gives them; null where it does not say.
    """

    def __init__(  # noqa: PLR0913 - what an entry is
        self,
        record: Record,
        party: str,
        anchor: str,
        *,
        local: str,
        column: str,
        quote: str,
        since: str | None = None,
        until: str | None = None,
    ) -> None:
        self.record, self.of, self.list = record, party, official_list(anchor)
        self.since, self.until = since, until
        kept = record.official_list(anchor)
        name = record.parties[party].name
        self.key = record.party(Label.LISTING, f"{anchor} {local}", f"{name}, {self.list.name}")
        record.say(column, quote, Predicate.LISTED_BY, party, object=kept, valid_from=since, valid_to=until)
        record.say(column, quote, Predicate.LISTING_OF, self.key, object=party)
        record.say(column, quote, Predicate.ON_LIST, self.key, object=kept)

    def say(self, predicate: Predicate, column: str, quote: str, value: str | None = None) -> None:
        """A date, citation, licence term, footnote or remark of the entry: `value`, by default the quote itself."""
        self.record.say(column, quote, predicate, self.key, value=value or quote)
