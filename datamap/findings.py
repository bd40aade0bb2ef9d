"""What a check answers: verdicts, assessments, findings, questions and the report. Plain values.

A finding can be stored, compared and drawn without the map that it came from; a report carries all that a renderer
needs, so that nothing walks the map twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any, ClassVar

from datamap.answers import Alternative, Ask, Assessment, Fault, Overview, Pair, Part, Reason, Standing, Status, worst
from datamap.errors import Where
from datamap.late import room
from datamap.model import FrozenMap
from datamap.values import quick

__all__ = [
    "Alternative",
    "Arrow",
    "Ask",
    "Assessment",
    "Fault",
    "Finding",
    "Level",
    "Node",
    "Overview",
    "Pair",
    "Part",
    "Question",
    "Reason",
    "Report",
    "Shift",
    "Standing",
    "Status",
    "Supposition",
    "Verdict",
    "Waived",
    "worst",
]


class Verdict(StrEnum):
    """The answer of a run or a finding, from best to worst."""

    OK = "ok"
    UNKNOWN = "unknown"
    VIOLATED = "violated"


class Level(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Waived:
    """The waiver that accepts a finding."""

    reason: str
    by: str
    until: date
    ticket: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or one doubt, with its proof. `id` is stable across runs and machines.

    `transfer` is the first of `transfers`; `path` lists transfer ids in the order of travel; `by` says how a
    forbidden place is reached (storage, recipient, access, control); `cites` lists citations.
    """

    id: str
    rule: str
    code: str
    level: Level
    verdict: Verdict
    message: str
    fix: str = ""
    transfers: tuple[str, ...] = ()
    regime: str | None = None
    policy: str | None = None
    place: str | None = None
    by: str | None = None
    path: tuple[str, ...] = ()
    count: int = 1
    witnesses: tuple[tuple[str, ...], ...] = ()
    data_categories: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    where: Where | None = None
    waived: Waived | None = None

    @property
    def transfer(self) -> str | None:
        """The first transfer concerned."""
        return self.transfers[0] if self.transfers else None

    @property
    def alias(self) -> str:
        """Its id by the code of its rule, as in `DM101@signup/eu-gdpr`."""
        return self.code + self.id.removeprefix(self.rule)

    def called(self, name: str) -> bool:
        """Whether `name` is its id or alias; `*` in it stands for any text."""
        return fnmatchcase(self.id, name) or fnmatchcase(self.alias, name)


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that the map leaves open: what to ask, which transfers it settles, where to write the answer.

    In a report on a large map `settles` names some of the transfers, and `count` says how many there are.
    """

    ask: str
    settles: tuple[str, ...]
    where: Where | None = None
    count: int = 0

    @property
    def weight(self) -> int:
        """How many transfers it settles."""
        return self.count or len(self.settles)


@dataclass(frozen=True, slots=True)
class Node:
    """A node as reports name it. `kind` is data_subjects, entity or system; `place` an ISO code, a zone or unknown."""

    id: str
    name: str
    kind: str
    place: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Arrow:
    """A transfer as reports name it: its ends, what moves, and where it stands in the file."""

    id: str
    from_: str
    to: str
    kind: str
    data_categories: tuple[str, ...]
    purpose: str | None = None
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """A transfer of which a regime says something else in a supposed world; None where it says nothing.

    On a large map it stands for `count` transfers of which both say the same.
    """

    transfer: str
    regime: str
    now: Assessment | None
    then: Assessment | None
    count: int = 1

    @property
    def worse(self) -> bool:
        """Whether the supposed answer is the worse one."""
        ranks = [found.verdict.rank if found else 0 for found in (self.now, self.then)]
        return ranks[1] > ranks[0]


@dataclass(frozen=True, slots=True)
class Supposition:
    """What a report supposes: that these facts of the law do not exist from a day on. `verdict` and `shifts` tell the difference."""

    facts: tuple[Reason, ...]
    since: date
    verdict: Verdict
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """How a report was asked for: by which law book, under which regimes (None: all that matter), with which further places forbidden."""

    law: Any = None
    regimes: tuple[str, ...] | None = None
    forbid: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """The answer of a check. Shows itself in a notebook; the same input gives the same bytes.

    `verdict` is the worst finding's or assessment's; waivers never change it. `nodes` and `arrows` name what the
    findings speak of, so that a renderer needs no map. `overview` has the numbers of a large map, None for any other.
    """

    map_name: str
    map_file: str | None
    map_sha256: str | None
    on: date
    law_version: str
    law_checked_on: date
    verdict: Verdict
    assessments: tuple[Assessment, ...]
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]
    nodes: Mapping[str, Node] = field(default_factory=dict, repr=False)
    arrows: Mapping[str, Arrow] = field(default_factory=dict, repr=False)
    notes: tuple[str, ...] = ()
    without: Supposition | None = None
    overview: Overview | None = None
    asked: Asked = field(default=Asked(), repr=False, compare=False)
    large: ClassVar[bool] = False
    """Whether it is a report on a large map: its assessments and findings stand for classes of transfers."""

    def __post_init__(self) -> None:
        """Make the mappings immutable too."""
        object.__setattr__(self, "nodes", FrozenMap(self.nodes))
        object.__setattr__(self, "arrows", FrozenMap(self.arrows))

    def assessment(self, transfer: str, regime: str) -> Assessment | None:
        """What `regime` says of `transfer`; None where it binds neither end nor data."""
        return next((a for a in self.assessments if (a.transfer, a.regime) == (transfer, regime)), None)

    def update(self, m: Any) -> Report:
        """The report on a map that came of this one's by `with_transfers`: what it would say if all were judged anew.

        Of a map of more than 20,000 transfers only what the change touches is judged again. It is asked as this report was:
        on the same day, by the same law, under the same regimes. Any other map is judged anew.

        Raises:
            QuestionError: what is given is no map.

        >>> report.update(m.with_transfers(without="shop..host")).verdict
        """
        found: Report = room("checking").update(self, m)
        return found

    def to_json(self) -> str:
        """The report as JSON text, format `datamap-report/1`."""
        text: str = room("rendering").report_json(self)
        return text

    def to_text(self, colour: bool = False) -> str:
        """The report as text that can be read aloud."""
        text: str = room("rendering").report_text(self, colour=colour)
        return text

    def to_sarif(self) -> str:
        """The findings as SARIF 2.1.0 text, for code scanning."""
        text: str = room("rendering").report_sarif(self)
        return text

    def to_frame(self, backend: str = "pandas", *, of: str = "findings") -> Any:
        """The findings as a data frame, a row each, in the order of the report.

        Args:
            backend: `pandas`, `polars` or `pyarrow`.
            of: `findings`, `assessments` or `questions`.

        Raises:
            QuestionError: another backend or another part of the report.
            ImportError: the backend is not installed.
        """
        return room("rendering").report_frame(self, backend, of)

    def to_arrow(self) -> Any:
        """The assessments as a `pyarrow.Table`, one row for every transfer and regime; write it with `pyarrow.parquet.write_table`.

        Raises:
            ImportError: pyarrow is not installed.
        """
        return self.to_frame("pyarrow", of="assessments")

    def to_html(self) -> str:
        """The report as an HTML fragment, as a notebook shows it."""
        text: str = room("rendering").report_html(self)
        return text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        table: str = room("rendering").report_html(self, script=True)
        return {"text/plain": self.to_text(), "text/html": table}


quick(Finding)
