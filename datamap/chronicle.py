"""Answers over time: the days on which one changes, what changes, and what began or ended that day. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from datamap.errors import Where
from datamap.findings import Arrow, Finding, Node, Reason, Status, Verdict
from datamap.late import room

Event = Literal["begins", "changes", "ends"]
CauseKind = Literal["law", "agreement", "party", "approval", "assessment", "attribute", "transfer", "promise", "waiver"]


@dataclass(frozen=True, slots=True)
class Cause:
    """Something dated that begins, changes or ends: a fact of the law book, or a part of the map.

    `id` is the fact's, or the path of the part, as `agreements.scc-eu-sg.signed`. What ends had its last day on the day
    before. `cite` and `confidence` are the law book's; `where` is the place in the user's file.
    """

    kind: CauseKind
    id: str
    event: Event
    says: str
    cite: str | None = None
    confidence: str | None = None
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a regime says of a transfer, in short. `reason` is the step of the answer that decides, not compared."""

    verdict: Status
    restricted: bool | None
    mechanism: str | None = None
    agreement: str | None = None
    reason: Reason | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Change:
    """A transfer of which a regime says something else than the day before.

    None stands for "not restricted": the regime does not bind it, or there is no such transfer on that day.
    """

    transfer: str
    regime: str
    before: Standing | None
    after: Standing | None
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding that appears, goes, or is another than the day before (certain instead of unknown, other law)."""

    event: Literal["appears", "goes", "changes"]
    finding: Finding
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A day on which something changes. `scheduled`: it lies after the day up to which the law book was checked.

    `before` and `verdict` are the run's verdicts of the day before and of the day.
    """

    on: date
    scheduled: bool
    before: Verdict
    verdict: Verdict
    changes: tuple[Change, ...]
    findings: tuple[FindingChange, ...]

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Everything that begins, changes or ends that day and counts for one of the changes."""
        both = ([change.causes for change in self.changes], [change.causes for change in self.findings])
        return tuple(dict.fromkeys(cause for several in both for causes in several for cause in causes))


@dataclass(frozen=True)
class Timeline:
    """The days from `start` to `end`, both included, on which an answer changes. Shows itself in a notebook.

    `opening` is the run's verdict on the day before `start`, and `standings` what each regime (by id, after the transfer's)
    said on that day of each transfer that is restricted, or may be. `nodes` and `arrows` name what the changes speak of;
    `on` is the map's own date, if it has one.
    """

    map_name: str
    map_file: str | None
    start: date
    end: date
    law_version: str
    law_checked_on: date
    opening: Verdict
    turns: tuple[Turn, ...]
    nodes: Mapping[str, Node] = field(default_factory=dict, repr=False)
    arrows: Mapping[str, Arrow] = field(default_factory=dict, repr=False)
    standings: Mapping[tuple[str, str], Standing] = field(default_factory=dict, repr=False)
    on: date | None = None

    def to_json(self) -> str:
        """The timeline as JSON text, format `datamap-timeline/1`."""
        text: str = room("rendering").timeline_json(self)
        return text

    def to_text(self, colour: bool = False) -> str:
        """The timeline as a dated list."""
        text: str = room("rendering").timeline_text(self, colour=colour)
        return text

    def chart(self, **look: Any) -> Any:
        """The timeline as a picture that shows and saves itself; see `datamap.rendering.timeline_chart` for the look."""
        return room("rendering").timeline_chart(self, **look)

    def to_frame(self, backend: str = "pandas") -> Any:
        """Every answer with its first and last day as a data frame of pandas, polars or pyarrow, a row each.

        Raises:
            QuestionError: another backend.
            ImportError: the backend is not installed.
        """
        return self.chart().to_frame(backend)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        drawn: dict[str, str] = self.chart()._repr_mimebundle_()
        return {**drawn, "text/plain": self.to_text()}
