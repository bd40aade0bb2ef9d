"""What was covered, and by what: restricted transfers that have a basis, gathered by that basis."""

from __future__ import annotations

from dataclasses import dataclass

from datamap.findings import Assessment, Reason, Report, Status


@dataclass(frozen=True, slots=True)
class Basis:
    """One basis under one regime and the transfers that rest on it.

    `facts` are the dated facts of the law that it consists of, each with its citation; `status` is covered or
    exception.
    """

    regime: str
    status: Status
    mechanism: str | None
    agreement: str | None
    facts: tuple[Reason, ...]
    transfers: tuple[str, ...]
    count: int

    @property
    def title(self) -> str:
        """`adequacy`, or the mechanism and the agreement: `scc (scc-eu-sg)`."""
        kind = (self.mechanism or "a basis of its own").replace("_", " ")
        return f"{kind} ({self.agreement})" if self.agreement else kind

    @property
    def from_memory(self) -> bool:
        """Whether a fact among them was not read in its source."""
        return any(fact.confidence == "from-memory" for fact in self.facts)


def bases(report: Report, status: Status = Status.COVERED) -> tuple[Basis, ...]:
    """Every basis by which transfers have `status`, in the order of the report; of a large map those of most transfers first."""
    groups: dict[tuple[object, ...], list[Assessment]] = {}
    for assessment in report.assessments:
        if assessment.verdict is status:
            key = (assessment.regime, assessment.mechanism, assessment.agreement, tuple(fact.fact for fact in _facts(assessment)))
            groups.setdefault(key, []).append(assessment)
    found = [_basis(status, group) for group in groups.values()]
    return tuple(sorted(found, key=lambda basis: -basis.count) if report.overview else found)


def _facts(assessment: Assessment) -> tuple[Reason, ...]:
    """The facts cited, less those that only say that the law applies, where others are left."""
    cited = {reason.fact: reason for reason in assessment.reasons if reason.fact and reason.cite}
    return tuple(reason for reason in cited.values() if not on_scope(reason)) or tuple(cited.values())


def on_scope(reason: Reason) -> bool:
    """Whether a reason only says that the law applies to the exporter."""
    return bool(reason.fact) and str(reason.fact).split("/")[1:2] in (["conduct"], ["territory"])


def _basis(status: Status, group: list[Assessment]) -> Basis:
    first = group[0]
    transfers = tuple(assessment.transfer for assessment in group)
    many = sum(assessment.count for assessment in group)
    return Basis(first.regime, status, first.mechanism, first.agreement, _facts(first), transfers, many)


def unverified(report: Report) -> dict[str, tuple[str, ...]]:
    """The citations from memory on which some answer of the report rests, each with the ids of its facts."""
    facts = {r.fact: r.cite or r.fact for a in report.assessments for r in a.reasons if r.fact and r.confidence == "from-memory"}
    cites: dict[str, list[str]] = {}
    for fact, cite in facts.items():
        cites.setdefault(cite, []).append(fact)
    return {cite: tuple(ids) for cite, ids in cites.items()}


def assumptions(report: Report) -> dict[str, int]:
    """What was assumed, with the number of transfers that it concerns, in the order of the report."""
    concerned: dict[str, dict[str, int]] = {}
    for assessment in report.assessments:
        for text in assessment.assumptions:
            concerned.setdefault(text, {})[assessment.transfer] = assessment.count
    return {text: sum(counts.values()) for text, counts in concerned.items()}
