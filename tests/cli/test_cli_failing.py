"""When a report fails the run."""

from __future__ import annotations

from datetime import date

import pytest

from datamap.cli.failing import fails
from datamap.findings import Assessment, Finding, Level, Report, Status, Verdict, Waived

WAIVED = Waived("known", "dpo", date(2030, 1, 1))


def finding(level: str, verdict: Verdict = Verdict.VIOLATED, waived: Waived | None = None, transfer: str = "a..b") -> Finding:
    return Finding(f"r@{transfer}", "r", "DM1", Level(level), verdict, "m", transfers=(transfer,), regime="eu-gdpr", waived=waived)


def assessed(transfer: str, status: Status) -> Assessment:
    return Assessment(transfer, "eu-gdpr", None, status, False, *[None] * 7, (), (), (), (), (), ())  # type: ignore[arg-type]


def report(*findings: Finding, verdict: Verdict, assessments: tuple[Assessment, ...] = ()) -> Report:
    return Report("m", None, None, date(2024, 1, 1), "1", date(2024, 1, 1), verdict, assessments, findings, ())


@pytest.mark.parametrize(
    ("level", "fail_on", "failed"),
    [
        ("error", ["error"], True),
        ("warning", ["error"], False),
        ("warning", ["warning"], True),
        ("error", ["warning"], True),
        ("note", ["warning"], False),
        ("note", ["note"], True),
        ("error", ["unknown"], False),
        ("warning", ["error", "unknown"], False),
    ],
)
def test_a_level_stands_for_itself_and_those_above(level: str, fail_on: list[str], failed: bool) -> None:
    assert fails(report(finding(level), verdict=Verdict.VIOLATED), fail_on) is failed


def test_a_waived_finding_does_not_fail_the_run() -> None:
    assert not fails(report(finding("error", waived=WAIVED), verdict=Verdict.VIOLATED), ["error", "unknown"])


def test_an_unknown_answer_fails_where_unknown_counts() -> None:
    doubt = report(finding("warning", Verdict.UNKNOWN), verdict=Verdict.UNKNOWN, assessments=(assessed("a..b", Status.UNKNOWN),))
    assert fails(doubt, ["error", "unknown"])
    assert not fails(doubt, ["error"])


def test_an_unknown_assessment_without_a_finding_fails_too() -> None:
    assert fails(report(verdict=Verdict.UNKNOWN, assessments=(assessed("a..b", Status.UNKNOWN),)), ["unknown"])


def test_a_waived_unknown_does_not_fail_the_run() -> None:
    accepted = report(finding("warning", Verdict.UNKNOWN, WAIVED), verdict=Verdict.UNKNOWN, assessments=(assessed("a..b", Status.UNKNOWN),))
    assert not fails(accepted, ["error", "unknown"])


def test_a_waived_violation_does_not_hide_what_is_unknown_beside_it() -> None:
    both = report(
        finding("error", waived=WAIVED),
        finding("warning", Verdict.UNKNOWN, transfer="c..d"),
        verdict=Verdict.VIOLATED,
        assessments=(assessed("a..b", Status.UNCOVERED), assessed("c..d", Status.UNKNOWN)),
    )
    assert fails(both, ["error", "unknown"])


def test_a_clean_report_passes_everything() -> None:
    assert not fails(report(verdict=Verdict.OK), ["note", "unknown"])
