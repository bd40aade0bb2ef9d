"""Whether a report fails the run."""

from __future__ import annotations

from collections.abc import Collection

from datamap.findings import Level, Report, Status, Verdict

_LEVELS = tuple(level.value for level in (Level.NOTE, Level.WARNING, Level.ERROR))


def fails(report: Report, fail_on: Collection[str]) -> bool:
    """Whether a finding that nobody waived reaches one of the levels, or an answer is unknown where that counts.

    `fail_on` holds error, warning, note or unknown; a level stands for itself and those above it.
    """
    levels = [_LEVELS.index(name) for name in fail_on if name in _LEVELS]
    open_ = [finding for finding in report.findings if finding.waived is None]
    if levels and any(_LEVELS.index(finding.level.value) >= min(levels) for finding in open_):
        return True
    return "unknown" in fail_on and _unknown(report)


def _unknown(report: Report) -> bool:
    """Whether something stays unknown that no waiver accepts.

    A violation does not hide what is unknown beside it, waived or not.
    """
    if report.verdict is Verdict.OK:
        return False
    if any(f.verdict is Verdict.UNKNOWN and f.waived is None and f.level is not Level.NOTE for f in report.findings):
        return True
    accepted = {(transfer, f.regime) for f in report.findings if f.waived for transfer in f.transfers}
    return any(a.verdict is Status.UNKNOWN and (a.transfer, a.regime) not in accepted for a in report.assessments)
