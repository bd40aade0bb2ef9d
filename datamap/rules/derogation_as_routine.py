"""Derogation as routine.

What it finds
A derogation that excuses a routine transfer.

Why it matters
Derogations are exceptions, to be read narrowly; a routine that rests on one is an invitation to an order.

What to do
Agree on a transfer mechanism, and keep the derogation for the exception.

When it cannot tell
Where nobody says how often the transfer happens, consent is not flagged, and grounds that need an occasion
are unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from datamap.findings import Finding, Level
from datamap.rules.case import Case, Rule
from datamap.rules.faults import faults


def find(case: Case) -> Iterator[Finding]:
    """One finding for each fault of this kind, grouped by agreement and country."""
    yield from faults(case, "derogation_as_routine")


RULE = Rule("derogation_as_routine", "DM106", Level.WARNING, find, __doc__ or "", by_regime=True)
