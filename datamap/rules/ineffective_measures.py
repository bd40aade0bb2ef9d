"""Ineffective measures.

What it finds
A valid mechanism that stands against problematic law of the destination, without a measure that works.

Why it matters
Where the authorities of the destination can read the data, a contract alone does not protect it: the
analytics decisions of 2022 and 2023 rest on this.

What to do
Add a measure under which the importer never holds the data in clear, or stop the transfer.

When it cannot tell
Where the importer’s status under the law in question is not declared, the transfer is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from datamap.findings import Finding, Level
from datamap.rules.case import Case, Rule
from datamap.rules.faults import faults


def find(case: Case) -> Iterator[Finding]:
    """One finding for each fault of this kind, grouped by agreement and country."""
    yield from faults(case, "ineffective_measures")


RULE = Rule("ineffective_measures", "DM105", Level.ERROR, find, __doc__ or "", by_regime=True)
