"""Texts that XML 1.0 can carry."""

from __future__ import annotations

import re

# What XML 1.0 cannot carry, not even as a reference.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text with what XML cannot carry replaced; not yet escaped."""
    return _NOT_XML.sub("\ufffd", text)
