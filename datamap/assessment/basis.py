"""One basis that was tried for a transfer: what it gives, and why."""

from __future__ import annotations

from dataclasses import dataclass

from datamap.findings import Ask, Fault, Reason, Status
from datamap.law import Fact
from datamap.values import quick


@quick
@dataclass(frozen=True, slots=True)
class Basis:
    """A decision, an instrument or a derogation, and what it gives for one category of one group of people.

    `status` is covered, exception, unknown, or uncovered where it fails; `fails` says why it does not simply cover.
    """

    name: str
    mechanism: str
    status: Status
    fails: str = ""
    fact: Fact | None = None
    agreement: str | None = None
    module: int | None = None
    reasons: tuple[Reason, ...] = ()
    faults: tuple[Fault, ...] = ()
    asks: tuple[Ask, ...] = ()
    assumptions: tuple[str, ...] = ()


def cited(says: str, fact: Fact | None) -> Reason:
    """A reason that rests on a legal fact."""
    return Reason(says, fact.id, fact.cite, fact.confidence) if fact else Reason(says)


def cites(*facts: Fact | None) -> tuple[str, ...]:
    """The citations of facts, each once."""
    return tuple(dict.fromkeys(fact.cite for fact in facts if fact))
