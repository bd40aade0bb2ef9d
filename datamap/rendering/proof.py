"""What stands behind a finding: the steps by which a law came to its answer, each with its citation."""

from __future__ import annotations

from datamap.findings import Finding, Reason, Report

MOST = 6
"""The most steps that a report shows of one finding; `datamap explain` shows them all."""


class Proofs:
    """The steps behind the findings of one report, found without searching it anew for each."""

    def __init__(self, report: Report) -> None:
        self._by_key = {(assessment.transfer, assessment.regime): assessment for assessment in report.assessments}

    def reasons(self, finding: Finding) -> list[Reason]:
        """What the law said of the first transfer, less what the finding says already; then the bases that failed."""
        assessment = self._by_key.get((finding.transfer or "", finding.regime or ""))
        if assessment is None:
            return []
        said = [reason for reason in assessment.reasons if reason.says not in finding.message]
        lost = [a for a in assessment.alternatives if a.fails not in finding.message]
        return (said + [Reason(f"{a.basis} does not carry it: {a.fails}", a.fact, a.cite) for a in lost])[:MOST]


def cited(reason: Reason) -> str:
    """A step with its citation, and a mark where that law was not read in its source."""
    cite = f" [{reason.cite}]" if reason.cite and reason.cite not in reason.says else ""
    return f"{reason.says}{cite}{' (from memory)' if reason.confidence == 'from-memory' else ''}"
