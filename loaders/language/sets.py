"""Sets and actions."""

from __future__ import annotations

from graph.claims import Party
from loaders.language.attribution import Attribution
from loaders.language.finding import Finding
from loaders.language.scene import Scene


def read(scene: Scene, speech: Attribution, found: list[Finding]) -> tuple[tuple[Party, ...], list[Finding]]:
    return (), []
