"""One party's entry on one list, as claims: the listing, its dates, citations, licence terms and what it covers."""

from __future__ import annotations

from graph.model import Label, Predicate
from loaders.citations import Citation, citations, event_of
from loaders.official_lists import official_list
from loaders.policies import footnotes, reviews
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
        self.since, self.until = since, until if self._is_over(record, until) else None
        kept = record.official_list(anchor)
        name = record.parties[party].name
        self.key = record.party(Label.LISTING, f"{anchor} {local}", f"{name}, {self.list.name}")
        record.say(column, quote, Predicate.LISTED_BY, party, object=kept, valid_from=since, valid_to=self.until)
        record.say(column, quote, Predicate.LISTING_OF, self.key, object=party)
        record.say(column, quote, Predicate.ON_LIST, self.key, object=kept)

    @staticmethod
    def _is_over(record: Record, day: str | None) -> bool:
        """Whether a day had come when the file was published: what is to end later has not ended."""
        published = record.recorder.document.published
        return day is not None and published is not None and day <= published

    def last(self, column: str, quote: str, day: str) -> None:
        """The day up to which the entry holds by its own words: its end, or where that is yet to come its expiry."""
        over = self._is_over(self.record, day)
        self.say(Predicate.ENDED_ON if over else Predicate.EXPIRES_ON, column, quote, day)

    def say(self, predicate: Predicate, column: str, quote: str, value: str | None = None) -> None:
        """A date, citation, licence term, footnote or remark of the entry: `value`, by default the quote itself."""
        self.record.say(column, quote, predicate, self.key, value=value or quote)

    def cite(self, column: str, text: str) -> None:
        """The citations of the entry. The earliest names the action that made it, the others those that amended it.

        What of the text is no citation is refused.
        """
        found, left = citations(text)
        for citation in found:
            self.say(Predicate.CITED_AS, column, citation.quote, citation.value)
        if left:
            self.record.refuse(column, left, "not read as a citation of the Federal Register")
        self._add_actions(column, sorted((c for c in found if c.page is not None), key=_pages))

    def _add_actions(self, column: str, found: list[Citation]) -> None:
        """The actions in the order of their pages, each once."""
        seen: set[str] = set()
        for citation in found:
            event = self._event(column, citation)
            if event in seen:
                continue
            predicate = Predicate.AMENDED_BY if seen else Predicate.PART_OF
            self.record.say(column, citation.quote, predicate, self.key, object=event)
            if not seen:
                self.record.say(column, citation.quote, Predicate.MEMBER_OF, self.of, object=event)
            seen.add(event)

    def _event(self, column: str, citation: Citation) -> str:
        anchor, name = event_of(citation) or ("", "")
        event = self.record.party(Label.EVENT, anchor, name, kind="listing action", anchor=anchor)
        if citation.published:
            self.record.say(column, citation.quote, Predicate.PUBLISHED_ON, event, value=citation.published)
        elif citation.wrong_date:
            why = f"{citation.wrong_date} is no day of the year of volume {citation.volume}"
            self.record.refuse(column, citation.quote, why)
        return event

    def require(self, column: str, text: str) -> None:
        """The licence requirement, and the footnotes that stand in it."""
        self.say(Predicate.LICENCE_REQUIREMENT, column, text)
        for number, words in footnotes(text):
            self.say(Predicate.FOOTNOTE, column, words, number)

    def review(self, column: str, text: str) -> None:
        """The licence review policy, and its parts: which items are reviewed how."""
        self.say(Predicate.LICENCE_POLICY, column, text)
        for part, words in reviews(text):
            self.say(Predicate.LICENCE_REVIEW, column, words, part)


def _pages(citation: Citation) -> tuple[int, int]:
    return citation.volume, citation.page or 0
