"""What stands behind a finding: the steps by which a law came to its answer, each with its citation."""

from __future__ import annotations

from datamap.findings import Finding, Reason, Report

MOST = 6
"""The most steps that a report shows of one finding; `datamap explain` shows them all."""


def reasons(report: Report, finding: Finding) -> list[Reason]:
    """What the law said of the first transfer, less what the finding says already; then the bases that failed."""
    assessment = report.assessment(finding.transfer, finding.regime) if finding.transfer and finding.regime else None
    if assessment is None:
        return []
    said = [reason for reason in assessment.reasons if reason.says not in finding.message]
    lost = [a for a in assessment.alternatives if a.fails not in finding.message]
    return (said + [Reason(f"{a.basis} does not carry it: {a.fails}", a.fact, a.cite) for a in lost])[:MOST]


def cited(reason: Reason) -> str:
    """A step with its citation, and a mark where that law was not read in its source."""
    cite = f" [{reason.cite}]" if reason.cite and reason.cite not in reason.says else ""
    return f"{reason.says}{cite}{' (from memory)' if reason.confidence == 'from-memory' else ''}"
