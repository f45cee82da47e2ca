"""Rows in, self-contained HTML out: one module a view."""

from viz.collect import picture_of
from viz.network import network_page
from viz.picture import Picture

__all__ = ["Picture", "network_page", "picture_of"]
