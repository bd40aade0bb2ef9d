"""Presumption rebutted.

What it finds
A transfer that is covered only because an assessment answers the presumption about the destination’s law.

Why it matters
The assessment may be right; an authority may see it otherwise. A reader should know that the answer hangs on
it.

What to do
Have the assessment reviewed and keep its document at hand.

When it cannot tell
An assessment without date or document answers nothing: the transfer is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from datamap.findings import Finding, Level
from datamap.rules.case import Case, Rule
from datamap.rules.faults import faults


def find(case: Case) -> Iterator[Finding]:
    """One finding for each fault of this kind, grouped by agreement and country."""
    yield from faults(case, "presumption_rebutted")


RULE = Rule("presumption_rebutted", "DM111", Level.WARNING, find, __doc__ or "", by_regime=True)
