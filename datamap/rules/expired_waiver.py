"""Expired waiver.

What it finds
A waiver whose last day has passed.

Why it matters
A finding that somebody accepted for a time counts again from the next day on.

What to do
Fix the finding, or decide anew and set another day.

When it cannot tell
It always can: it compares two days.
"""

from __future__ import annotations

from collections.abc import Iterator

from datamap.findings import Finding, Level
from datamap.rules.case import Case, Rule


def find(case: Case) -> Iterator[Finding]:
    """One finding for each waiver that has run out."""
    for index, waiver in enumerate(case.scene.map.waivers):
        if waiver.until < case.scene.on:
            yield case.finding(
                "expired_waiver",
                waiver.finding,
                f"the waiver of {waiver.finding} by {waiver.by} ran out on {waiver.until}",
                at=("waivers", index),
                fix="fix the finding, or decide anew and set another day",
            )


RULE = Rule("expired_waiver", "DM602", Level.WARNING, find, __doc__ or "")
