"""Incomplete mechanism.

What it finds
An instrument that lacks something without which it does not count: annexes, an approval, an addendum.

Why it matters
Clauses with empty annexes bind nobody to anything; rules that no authority approved are a draft.

What to do
Complete it: fill in the annexes, obtain the approval, sign the addendum.

When it cannot tell
An approval without a date, or by an authority that datamap does not know, makes the transfer unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from datamap.findings import Finding, Level
from datamap.rules.case import Case, Rule
from datamap.rules.faults import faults


def find(case: Case) -> Iterator[Finding]:
    """One finding for each fault of this kind, grouped by agreement and country."""
    yield from faults(case, "incomplete_mechanism")


RULE = Rule("incomplete_mechanism", "DM110", Level.ERROR, find, __doc__ or "", by_regime=True)
