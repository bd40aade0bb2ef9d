"""What a regime says of a transfer: its status, the reasons and dated facts, and what was tried. Plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from datamap.values import quick


class Status(StrEnum):
    """What a regime says of one transfer, from best to worst: `rank` is 0 for the best, 4 for the worst."""

    rank: int

    NOT_RESTRICTED = "not_restricted"
    COVERED = "covered"
    EXCEPTION = "exception"
    UNKNOWN = "unknown"
    UNCOVERED = "uncovered"


for _rank, _status in enumerate(Status):
    _status.rank = _rank


def worst(statuses: Iterable[Status]) -> Status:
    """The worst of them; `NOT_RESTRICTED` when there are none."""
    return max(statuses, key=lambda status: status.rank, default=Status.NOT_RESTRICTED)


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of an answer: what it says, and the dated fact with its citation that it rests on, if any.

    `confidence` is `seen` or `from-memory`, as the law book has it; None where no legal fact is involved.
    """

    says: str
    fact: str | None = None
    cite: str | None = None
    confidence: str | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """A basis that was tried and does not carry the transfer, with the reason."""

    basis: str
    fails: str
    fact: str | None = None
    cite: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What the regime says of some categories of some people, where the parts of a transfer differ.

    `also` names the mechanisms that would cover as well as the one that was chosen.
    """

    data_categories: tuple[str, ...]
    data_subjects: tuple[str, ...]
    place: str | None
    verdict: Status
    restricted: bool | None
    onward: bool = False
    mechanism: str | None = None
    agreement: str | None = None
    module: int | None = None
    reasons: tuple[Reason, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    also: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    questions: tuple[Ask, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a part of a transfer fails or is doubtful: the rule that names it, and what it rests on.

    Rules turn faults into findings. `subject` is the agreement at fault, where one is.
    """

    rule: str
    says: str
    subject: str | None = None
    place: str | None = None
    fix: str = ""
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """A missing fact: what to ask, and the part of the map that would say it."""

    ask: str
    path: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one regime says of one transfer on one day: the worst of its parts.

    In a report on a large map it stands for `count` transfers of which the regime says the same; `transfer` is the first.
    """

    transfer: str
    regime: str
    restricted: bool | None
    verdict: Status
    onward: bool
    exporter: str | None
    importer: str | None
    exporter_role: str | None
    importer_role: str | None
    mechanism: str | None
    agreement: str | None
    module: int | None
    data_categories: tuple[str, ...]
    data_subjects: tuple[str, ...]
    assumptions: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    parts: tuple[Part, ...]
    reasons: tuple[Reason, ...]
    count: int = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """How many transfers of a large map one regime finds to be what."""

    regime: str
    not_restricted: int
    covered: int
    exception: int
    unknown: int
    uncovered: int

    @property
    def restricted(self) -> int:
        """Those that are restricted, or may be."""
        return self.covered + self.exception + self.unknown + self.uncovered


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parties between which transfers are uncovered: how many, and under which regimes. None is a party that nobody named."""

    exporter: str | None
    importer: str | None
    count: int
    regimes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """A large map in a few numbers.

    Of its `transfers` some are `uncovered` under a regime; of the others some are `unknown` under one; of the rest some are
    `covered`, each where it is restricted. `standings` has every regime, the one that finds most uncovered first, `pairs` the parties
    between which most is uncovered, and there are `more_pairs`.
    """

    transfers: int
    uncovered: int
    unknown: int
    covered: int
    standings: tuple[Standing, ...]
    pairs: tuple[Pair, ...]
    more_pairs: int


def gist(found: Assessment | None) -> tuple[Status, bool | None, str | None, str | None] | None:
    """What an answer says, in short; None where there is none. Whoever compares answers compares this."""
    return None if found is None else (found.verdict, found.restricted, found.mechanism, found.agreement)


for _many in (Reason, Alternative, Part, Fault, Ask, Assessment):
    quick(_many)
