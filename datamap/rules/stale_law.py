"""Stale law.

What it finds
A day judged that lies beyond the day up to which the law book was checked.

Why it matters
Known law is taken to go on, scheduled ends included. What was adopted, annulled or repealed since is not seen.

What to do
Check the facts that the answer rests on, or use a newer version of datamap.

When it cannot tell
It always can: it compares two days.
"""

from __future__ import annotations

from collections.abc import Iterator

from datamap.findings import Finding, Level, Verdict
from datamap.rules.case import Case, Rule


def find(case: Case) -> Iterator[Finding]:
    """At most one finding."""
    checked = case.scene.law.checked_on
    if case.scene.on > checked and case.assessments:
        yield case.finding(
            "stale_law",
            "law",
            f"the law book was last checked on {checked}; for {case.scene.on} the law known then is taken to go on",
            verdict=Verdict.UNKNOWN,
            fix="check the facts that the answer rests on",
        )


RULE = Rule("stale_law", "DM502", Level.NOTE, find, __doc__ or "")
