"""Unused waiver.

What it finds
A waiver in force that no finding of the run answers to.

Why it matters
A waiver that nothing uses hides the next fault that happens to bear its name.

What to do
Delete it, or correct the id of the finding that it names.

When it cannot tell
It always can. It is applied after all other rules, to what they found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from datamap.findings import Finding, Level
from datamap.rules.case import Case, Rule


def find(case: Case) -> Iterator[Finding]:
    """Nothing by itself: `unused` looks at the findings of the other rules."""
    return iter(())


def unused(case: Case, findings: Iterable[Finding]) -> Iterator[Finding]:
    """One finding for each waiver in force that none of `findings` answers to."""
    found = tuple(findings)
    for index, waiver in enumerate(case.scene.map.waivers):
        if waiver.until >= case.scene.on and not any(finding.called(waiver.finding) for finding in found):
            yield case.finding(
                "unused_waiver",
                waiver.finding,
                f"no finding answers to the waiver of {waiver.finding} by {waiver.by}",
                at=("waivers", index),
                fix="delete it, or correct the id that it names",
            )


RULE = Rule("unused_waiver", "DM601", Level.WARNING, find, __doc__ or "")
