"""Missing impact assessment.

What it finds
A contractual mechanism without a transfer impact assessment, from the day on which the regime asks for one.
The transfer stays covered; the duty is broken.

Why it matters
Since the judgment C-311/18 of 16 July 2020 an exporter that relies on a contract must assess the law and
practice of the destination.

What to do
Assess the destination, and record the assessment under the agreement or the transfer.

When it cannot tell
An assessment without a date counts as made.
"""

from __future__ import annotations

from collections.abc import Iterator

from datamap.findings import Finding, Level
from datamap.rules.case import Case, Rule
from datamap.rules.faults import faults


def find(case: Case) -> Iterator[Finding]:
    """One finding for each fault of this kind, grouped by agreement and country."""
    yield from faults(case, "missing_impact_assessment")


RULE = Rule("missing_impact_assessment", "DM104", Level.ERROR, find, __doc__ or "", by_regime=True)
