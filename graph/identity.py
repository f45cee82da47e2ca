"""Which parties are one: name keys, judgements by rule or person, and the clusters that they make."""

from __future__ import annotations

from graph.names import name_key, strip_legal_form

__all__ = ["name_key", "strip_legal_form"]
