"""Whether a report fails the run."""

from __future__ import annotations

from collections.abc import Collection

from datamap.findings import Finding, Level, Report, Status, Verdict

_LEVELS = tuple(level.value for level in (Level.NOTE, Level.WARNING, Level.ERROR))


def fails(report: Report, fail_on: Collection[str], known: Collection[str] = ()) -> bool:
    """Whether a finding that nobody waived reaches one of the levels, or an answer is unknown where that counts.

    `fail_on` holds error, warning, note or unknown; a level stands for itself and those above it. `known` holds ids of
    findings that do not count.
    """
    return bool(failing(report, fail_on, known)) or ("unknown" in fail_on and _unknown(report, known))


def failing(report: Report, fail_on: Collection[str], known: Collection[str] = ()) -> tuple[Finding, ...]:
    """The findings that fail the run; those in `known` do not."""
    levels = [_LEVELS.index(name) for name in fail_on if name in _LEVELS]
    least = min(levels, default=len(_LEVELS))
    doubt = "unknown" in fail_on and report.verdict is not Verdict.OK
    counted = [f for f in report.findings if f.waived is None and f.id not in known]
    return tuple(f for f in counted if _LEVELS.index(f.level.value) >= least or (doubt and _doubtful(f)))


def _doubtful(finding: Finding) -> bool:
    return finding.verdict is Verdict.UNKNOWN and finding.level is not Level.NOTE


def _unknown(report: Report, known: Collection[str]) -> bool:
    """Whether an assessment stays unknown that no waiver accepts.

    A violation does not hide what is unknown beside it, waived or not.
    """
    accepted = {(transfer, f.regime) for f in report.findings if f.waived or f.id in known for transfer in f.transfers}
    return any(a.verdict is Status.UNKNOWN and (a.transfer, a.regime) not in accepted for a in report.assessments)
