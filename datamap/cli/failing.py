"""Whether a report fails the run."""

from __future__ import annotations

from collections.abc import Collection

from datamap.findings import Finding, Level, Report, Status, Verdict

_LEVELS = tuple(level.value for level in (Level.NOTE, Level.WARNING, Level.ERROR))


def fails(report: Report, fail_on: Collection[str]) -> bool:
    """Whether a finding that nobody waived reaches one of the levels, or an answer is unknown where that counts.

    `fail_on` holds error, warning, note or unknown; a level stands for itself and those above it.
    """
    return bool(failing(report, fail_on)) or ("unknown" in fail_on and _unknown(report))


def failing(report: Report, fail_on: Collection[str]) -> tuple[Finding, ...]:
    """The findings that fail the run."""
    levels = [_LEVELS.index(name) for name in fail_on if name in _LEVELS]
    least = min(levels, default=len(_LEVELS))
    doubt = "unknown" in fail_on and report.verdict is not Verdict.OK
    return tuple(f for f in report.findings if f.waived is None and (_LEVELS.index(f.level.value) >= least or (doubt and _doubtful(f))))


def _doubtful(finding: Finding) -> bool:
    return finding.verdict is Verdict.UNKNOWN and finding.level is not Level.NOTE


def _unknown(report: Report) -> bool:
    """Whether an assessment stays unknown that no waiver accepts.

    A violation does not hide what is unknown beside it, waived or not.
    """
    accepted = {(transfer, f.regime) for f in report.findings if f.waived for transfer in f.transfers}
    return any(a.verdict is Status.UNKNOWN and (a.transfer, a.regime) not in accepted for a in report.assessments)
