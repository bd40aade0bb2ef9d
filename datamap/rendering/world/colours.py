"""The colours of land in each theme; all else is in the palette of the diagram."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Ground:
    """Land, the borders on it, a zone of law, and a forbidden place, as lower-case `#rrggbb`."""

    land: str
    border: str
    zone: str
    shut: str


GROUNDS: Mapping[str, Ground] = MappingProxyType(
    {
        "light": Ground("#e5eaef", "#fefeff", "#cbe1f1", "#f6d3e6"),
        "dark": Ground("#222d37", "#10161c", "#1b405a", "#57173e"),
        "print": Ground("#f0f0f1", "#ffffff", "#dddddd", "#c9c9c9"),
    }
)
