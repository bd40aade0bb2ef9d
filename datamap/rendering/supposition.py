"""What a report supposes, as text and as JSON: which facts of the law fell, and what that changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from datamap.findings import Assessment, Report, Shift, Status, Supposition
from datamap.rendering.layout import Page
from datamap.rendering.wording import hop

_GOOD = (Status.COVERED, Status.EXCEPTION)


def supposition_text(page: Page, report: Report) -> None:
    """The section that says what is supposed and what would be uncovered that is covered now."""
    supposed = report.without
    if supposed is None:
        return
    page.heading(f"Supposed: without {_names(supposed)} from {supposed.since.isoformat()} on", "yellow")
    for fact in supposed.facts:
        memory = "; from memory" if fact.confidence == "from-memory" else ""
        page.say(f"{fact.says} [{fact.cite}{memory}] ({fact.fact})", indent=4, first="- ")
    lost = [shift for shift in supposed.shifts if _verdict(shift.now) in _GOOD and _verdict(shift.then) not in _GOOD and shift.worse]
    kept = [shift for shift in supposed.shifts if _verdict(shift.now) in _GOOD and _verdict(shift.then) in _GOOD]
    _group(page, report, "Uncovered then, covered now", (shift for shift in lost if _verdict(shift.then) is Status.UNCOVERED))
    _group(page, report, "Unknown then, covered now", (shift for shift in lost if _verdict(shift.then) is not Status.UNCOVERED))
    _group(page, report, "Covered by something else", kept)
    _group(page, report, "Other answers that change", (shift for shift in supposed.shifts if shift not in lost and shift not in kept))
    if not lost:
        page.say("Nothing that is covered now would lose its cover.", indent=2)
    page.say(f"The map's verdict is now: {supposed.verdict.value}. All that follows is judged in the supposed world.", indent=2)


def _names(supposed: Supposition) -> str:
    return ", ".join(fact.fact or "" for fact in supposed.facts)


def _group(page: Page, report: Report, title: str, shifts: Iterable[Shift]) -> None:
    listed = list(shifts)
    if listed:
        page.say(f"{title}: {sum(shift.count for shift in listed):,}", "bold", indent=2)
    for shift in listed:
        basis = f"{_basis(shift.now)} → {_basis(shift.then)}"
        alike = f"; {shift.count:,} transfers change so" if shift.count > 1 else ""
        page.say(f"{hop(report, shift.transfer)} ({shift.transfer}), {shift.regime}: {basis}{alike}", indent=4, first="- ")


def _basis(found: Assessment | None) -> str:
    if found is None:
        return "not restricted"
    by = f" by {found.mechanism.replace('_', ' ')}" if found.mechanism else ""
    return f"{found.verdict.value.replace('_', ' ')}{by}{f' ({found.agreement})' if found.agreement else ''}"


def _verdict(found: Assessment | None) -> Status:
    return found.verdict if found else Status.NOT_RESTRICTED


def supposition_json(supposed: Supposition) -> dict[str, Any]:
    """What is supposed and what it changes, as plain values; `uncovered` lists what is covered now and would not be."""
    return {
        "facts": [{"id": fact.fact, "title": fact.says, "cite": fact.cite, "confidence": fact.confidence} for fact in supposed.facts],
        "since": supposed.since.isoformat(),
        "verdict_now": supposed.verdict.value,
        "uncovered": [
            {"transfer": shift.transfer, "regime": shift.regime, **_many(shift)}
            for shift in supposed.shifts
            if _verdict(shift.now) in _GOOD and _verdict(shift.then) is Status.UNCOVERED
        ],
        "changes": [
            {"transfer": shift.transfer, "regime": shift.regime, "now": _plain(shift.now), "then": _plain(shift.then), **_many(shift)}
            for shift in supposed.shifts
        ],
    }


def _many(shift: Shift) -> dict[str, int]:
    return {"count": shift.count} if shift.count != 1 else {}


def _plain(found: Assessment | None) -> dict[str, Any] | None:
    if found is None:
        return None
    basis = {"mechanism": found.mechanism, "agreement": found.agreement}
    return {"verdict": found.verdict.value, "restricted": found.restricted, **basis}
