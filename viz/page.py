"""The frame of every page: autoescaped templates, inlined parts with their hashes, data that cannot end its element."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

# None of these may stand in a script element, and U+2028 and U+2029 end a line in old JavaScript.
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Part:
    """A script or style of ours (or pyvis's) to stand in the page as it is; `hash` is how the policy knows it."""

    text: Markup
    hash: str

    @classmethod
    def of(cls, text: str) -> Part:
        if "</" in text and any(end in text.lower() for end in ("</script", "</style")):
            raise ValueError("a part of a page ends the element that it stands in")
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        return cls(Markup(text), f"'sha256-{digest}'")  # noqa: S704 our own files, never a name or a quote


@cache
def part(name: str) -> Part:
    """A file of viz/templates."""
    return Part.of(resources.files("viz").joinpath("templates", name).read_text("utf-8"))


def as_json(value: Any) -> Markup:
    """JSON that is safe inside a script element: `<`, `>` and `&` are escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Markup(text.translate(_ESCAPES))  # noqa: S704 what could end the element has just been escaped


def policy(scripts: Sequence[Part], styles: Sequence[Part]) -> str:
    """A Content-Security-Policy: these scripts and styles run, nothing else does, nothing is fetched."""
    allowed = {"script-src": [s.hash for s in scripts], "style-src": [s.hash for s in styles]}
    closed = ("default-src 'none'", "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'")
    opened = (f"{name} {' '.join(hashes)}" for name, hashes in allowed.items() if hashes)
    return "; ".join((*closed, "trusted-types 'none'", *opened))


def environment(*, scripts: Sequence[Part], styles: Sequence[Part], **variables: Any) -> Environment:
    """Templates of viz/templates, autoescaped, with these variables and the policy for these parts."""
    found = Environment(loader=PackageLoader("viz"), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    found.filters["as_json"] = as_json
    shown: Mapping[str, Any] = {"policy": policy(scripts, styles), "scripts": scripts, "styles": styles, **variables}
    found.globals.update(shown)
    return found
