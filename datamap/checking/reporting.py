"""What every report has in common: findings are waived, put in order, and give a verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from datamap.findings import Finding, Level, Report, Verdict, Waived
from datamap.rules import Case

if TYPE_CHECKING:
    from datamap.checking.large import LargeReport

LEVELS = (Level.ERROR, Level.WARNING, Level.NOTE)


def waive(case: Case, findings: Iterable[Finding]) -> list[Finding]:
    """Mark the findings that a waiver in force accepts."""
    waivers = [w for w in case.scene.map.waivers if w.until >= case.scene.on]
    marked = []
    for finding in findings:
        accepted = next((w for w in waivers if finding.called(w.finding)), None)
        marked.append(
            replace(finding, waived=Waived(accepted.reason, accepted.by, accepted.until, accepted.ticket)) if accepted else finding
        )
    return marked


def ordered(findings: Iterable[Finding], *, widest_first: bool = False) -> tuple[Finding, ...]:
    """By severity, then certain before unknown, then by rule (`widest_first`: by the number of transfers) and id."""
    return tuple(
        sorted(
            findings,
            key=lambda f: (LEVELS.index(f.level), f.verdict is Verdict.UNKNOWN, f.code, -f.count if widest_first else 0, f.id),
        )
    )


def verdict(findings: Iterable[Finding]) -> Verdict:
    """The worst: an error is a violation, an unknown of warning level or above is unknown. Warnings and notes inform."""
    weighty = [f for f in findings if f.level is not Level.NOTE]
    if any(f.level is Level.ERROR for f in weighty):
        return Verdict.VIOLATED
    return Verdict.UNKNOWN if any(f.verdict is Verdict.UNKNOWN for f in weighty) else Verdict.OK


def on_large_map(report: Report) -> LargeReport | None:
    """A report as one on a large map; None where it is none. What judges those is imported for them only."""
    return cast("LargeReport", report) if report.large else None


def row_by_row(report: Report) -> Report:
    """A report with an assessment for each transfer and law, where it is one on a large map too."""
    large = on_large_map(report)
    if large is None:
        return report
    from datamap.checking.large.drawing import by_rows

    return by_rows(large)
