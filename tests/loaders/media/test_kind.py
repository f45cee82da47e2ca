"""Data that no format knows is not read as prose."""

from __future__ import annotations

import pytest

from graph.errors import InputError
from loaders import read, recognise
from loaders.media.kind import kind_of_data


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b'{"a": 1}', "JSON"),
        (b' [\n {"a": 1}]', "JSON"),
        (b"<?xml version='1.0'?><a/>", "XML"),
        ('[{"a": 1}]'.encode("utf-16"), "JSON"),
        (b"<ns:list xmlns:ns='urn:x'>", "XML"),
        (b"a,b,c\n1,2,3\n4,5,6\n7", "a table"),
        (b'a;b;c\n1;"x;y";3\n4;5;6\n', "a table"),
        (b"a\tb\tc\n1\t2\t3\n\n4\t5\t6\n", "a table"),
    ],
)
def test_data_is_told_by_its_beginning(head: bytes, kind: str) -> None:
    assert kind_of_data(head) == kind
    with pytest.raises(InputError, match=f"this is {kind}, and no format is known for it.*--mapping"):
        read("file.dat", head)
    assert read("file.dat", head, format="text").document.format == "text"


@pytest.mark.parametrize(
    "head",
    [
        b"Velmora was listed in May, June and July.\nIt sells chips, says Quellin, and cameras.\nThe end, at last.\n",
        b"[A link](x.html) begins the text.\nMore follows.\n",
        b"One line",
        b"a,b\nc,d\ne,f\n",
        b"< 5 percent of it\n",
        b"{Editor's note} Velmora\n",
    ],
)
def test_prose_is_prose(head: bytes) -> None:
    assert kind_of_data(head) is None
    assert recognise("file.txt", head).name in {"text", "markdown"}
