"""What is said of a map on several days: the values from which a page shows how the law changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from datamap.chronicle import Turn
from datamap.findings import Report


@dataclass(frozen=True)
class Stage:
    """A stretch of time in which no answer changes, judged on one day of it; None where the map was not judged.

    `turn` is what changed on its first day, None before the first change; `until` is its last day, None for the last.
    `zones` and `status` are those of the day, as `datamap.rendering.diagram` takes them.
    """

    report: Report | None
    zones: Mapping[str, frozenset[str]] = field(default_factory=dict)
    status: Mapping[str, str] = field(default_factory=dict)
    turn: Turn | None = None
    until: date | None = None


@dataclass(frozen=True)
class History:
    """Stages in the order of time. `own` is the place of the one to show first; `note` says what was left out, and why."""

    stages: tuple[Stage, ...]
    own: int = 0
    note: str = ""
