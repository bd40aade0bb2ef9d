"""Stale law.

What it finds
A day judged that lies beyond the day up to which the law book was checked, or before 24 October 1998, when the law that
it holds begins.

Why it matters
Known law is taken to go on, scheduled ends included. What was adopted, annulled or repealed since is not seen. What
applied before the first act in the book is not in it, so that nothing found says little; the run is unknown.

What to do
Check the facts that the answer rests on, or use a newer version of datamap. For an early day, look up the law of the time.

When it cannot tell
It always can: it compares two days.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from datamap.findings import Finding, Level, Verdict
from datamap.rules.case import Case, Rule

BEGINS = date(1998, 10, 24)
"""The day by which the member states had to apply Directive 95/46/EC (Article 32)."""


def find(case: Case) -> Iterator[Finding]:
    """At most one finding."""
    if case.scene.on < BEGINS and case.scene.legs:
        yield case.finding(
            "stale_law",
            "law",
            f"the law in the book begins on {BEGINS}; what applied to transfers on {case.scene.on} is not in it",
            verdict=Verdict.UNKNOWN,
            level=Level.WARNING,
            fix="judge a later day, or look up the law of the time",
        )
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
