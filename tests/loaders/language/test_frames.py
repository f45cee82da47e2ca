"""Every frame finds what its own examples say, and the table has no row without one."""

from __future__ import annotations

import pytest

from loaders.language.frames import Frame, frame_table
from tests.loaders.language.marked import Read

EXAMPLES = [(frame, example) for frame in frame_table().frames for example in frame.examples]


@pytest.mark.parametrize(("frame", "example"), EXAMPLES, ids=[f"{f.name}-{n}" for n, (f, _) in enumerate(EXAMPLES)])
def test_example_is_read(frame: Frame, example: str) -> None:
    said = Read(example).said()
    given = {line for line in frame.gives if _about(line, example)}
    assert {line for line in said if line.startswith(str(frame.predicate))} & given, (example, said)
    assert said <= set(frame.gives) | _modal(frame), (example, said)


def _about(line: str, example: str) -> bool:
    left, right = line.split(" ", 1)[1].rsplit(" ", 1)[0].split(" > ")
    return left in example and right in example


def _modal(frame: Frame) -> set[str]:
    """The same relation under the hedge of a second example."""
    return {f"{line.rsplit(' ', 1)[0]} possible" for line in frame.gives}


def test_every_given_line_comes_out_of_some_example() -> None:
    missing = {
        (frame.name, line)
        for frame in frame_table().frames
        for line in frame.gives
        if not any(line in Read(example).said() for example in frame.examples)
    }
    assert missing == set()


def test_every_frame_has_an_example_and_a_name_of_its_own() -> None:
    frames = frame_table().frames
    assert [f.name for f in frames if not f.examples or not f.gives] == []
    assert len({f.name for f in frames}) == len(frames)
