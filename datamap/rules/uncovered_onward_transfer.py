"""Uncovered onward transfer.

What it finds
Data that left a regime’s zone bound goes on to another party, and nothing covers this next leg.

Why it matters
Protection travels with the data: clauses forbid onward transfers without a tool, and adequacy decisions set
their own condition for the next leg.

What to do
Bind the next importer by the same clauses or a contract, or stop the leg.

When it cannot tell
Where the earlier leg is itself open, or nobody says where the data comes from, the leg is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from datamap.findings import Finding, Level
from datamap.rules.case import Case, Rule
from datamap.rules.faults import faults


def find(case: Case) -> Iterator[Finding]:
    """One finding for each fault of this kind, grouped by agreement and country."""
    yield from faults(case, "uncovered_onward_transfer")


RULE = Rule("uncovered_onward_transfer", "DM108", Level.ERROR, find, __doc__ or "", by_regime=True)
