"""What a change to a map does, as plain values that can be stored and drawn: parts, flows, answers and findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from datamap.findings import Arrow, Finding, Level, Node, Shift, Verdict

What = Literal["appears", "goes", "changes", "renamed"]


@dataclass(frozen=True, slots=True)
class Detail:
    """A field that says something else: its name, what it said and what it says now, as text; empty for nothing."""

    field: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part of the map that appears, goes, changes, or has another id. `kind` is `transfer`, `entity`, `agreement`, …"""

    what: What
    kind: str
    id: str
    was_id: str | None = None
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class FlowChange:
    """Data that comes to a node as it did not before, no longer comes there, or comes another way (shortest chains)."""

    what: What
    data_category: str
    data_subjects: str | None
    target: str
    path: tuple[str, ...]
    was_path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding that appears, goes, or weighs differently; `was` is the old one."""

    what: What
    finding: Finding
    was: Finding | None = None

    @property
    def worse(self) -> bool:
        """Whether it is new, or graver, surer or, as an error, wider than it was; one that a waiver accepts is not."""
        if self.what == "goes" or self.finding.waived is not None:
            return False
        return self.was is None or self.was.waived is not None or _weight(self.finding) > _weight(self.was)


def _weight(finding: Finding) -> tuple[int, int, int]:
    levels = (Level.NOTE, Level.WARNING, Level.ERROR)
    many = finding.count if finding.level is Level.ERROR else 0
    return levels.index(finding.level), int(finding.verdict is Verdict.VIOLATED), many


@dataclass(frozen=True)
class Difference:
    """What changes from one map to another, both judged on one day. Ids are those of the new map.

    In `answers`, `now` is the answer on the old map and `then` the one on the new.
    """

    old: str
    new: str
    on: date
    was: Verdict
    verdict: Verdict
    parts: tuple[PartChange, ...]
    flows: tuple[FlowChange, ...]
    answers: tuple[Shift, ...]
    findings: tuple[FindingChange, ...]
    nodes: Mapping[str, Node] = field(default_factory=dict, repr=False)
    arrows: Mapping[str, Arrow] = field(default_factory=dict, repr=False)

    @property
    def empty(self) -> bool:
        """Whether both maps say the same."""
        return not (self.parts or self.flows or self.answers or self.findings) and self.was is self.verdict

    @property
    def added(self) -> tuple[Finding, ...]:
        """The findings that the change adds or makes worse."""
        return tuple(change.finding for change in self.findings if change.worse)
