"""The notices whose pages are known are those of the shipped actions, page by page."""

from __future__ import annotations

from itertools import pairwise

from loaders.citations import rules
from tests.data.reading import ACTIONS, rows


def test_each_notice_begins_on_the_page_that_its_action_cites() -> None:
    cited = {row["action"]: row["citation"] for row in rows(ACTIONS)}
    known = {(rule.action, f"{rule.volume} FR {rule.first}") for several in rules().values() for rule in several}
    assert known == {(action, citation) for action, citation in cited.items() if "|" not in citation}


def test_notices_are_called_as_their_actions_are() -> None:
    titles = {row["action"]: row["title"] for row in rows(ACTIONS)}
    assert all(rule.title == titles[rule.action] for several in rules().values() for rule in several)


def test_no_page_belongs_to_two_notices() -> None:
    for several in rules().values():
        ordered = sorted(several, key=lambda rule: rule.first)
        assert all(rule.first <= rule.last for rule in ordered)
        assert all(one.last < other.first for one, other in pairwise(ordered))
