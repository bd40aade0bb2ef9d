"""Lapsed mechanism.

What it finds
A mechanism that counted once and no longer does: a clause set repealed, signed too late or lost by a change
of processing, an agreement that ran out, an adequacy decision annulled or expired.

Why it matters
Most old contracts look valid on paper. Law ends them on a day, mostly without grace.

What to do
Sign the instrument that is in force, or find another basis.

When it cannot tell
A missing date of signature makes the transfer unknown where the answer hangs on it.
"""

from __future__ import annotations

from collections.abc import Iterator

from datamap.findings import Finding, Level
from datamap.rules.case import Case, Rule
from datamap.rules.faults import faults


def find(case: Case) -> Iterator[Finding]:
    """One finding for each fault of this kind, grouped by agreement and country."""
    yield from faults(case, "lapsed_mechanism")


RULE = Rule("lapsed_mechanism", "DM102", Level.ERROR, find, __doc__ or "", by_regime=True)
