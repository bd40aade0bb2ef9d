"""Uncovered transfer.

What it finds
A restricted transfer that nothing covers on the day: no adequacy decision, no transfer mechanism, no
derogation.

Why it matters
Chapter V of the GDPR, and its counterparts elsewhere, forbid such a transfer. Authorities have ordered
companies to suspend such flows and fined them.

What to do
Sign the instrument that the finding names, use an importer in a place with an adequacy decision, or stop the
transfer.

When it cannot tell
Where the importer, its place, a role or the instrument is not declared, the transfer is
`unknown_transfer_status` instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from datamap.findings import Finding, Level
from datamap.rules.case import Case, Rule
from datamap.rules.faults import faults


def find(case: Case) -> Iterator[Finding]:
    """One finding for each fault of this kind, grouped by agreement and country."""
    yield from faults(case, "uncovered_transfer")


RULE = Rule("uncovered_transfer", "DM101", Level.ERROR, find, __doc__ or "", by_regime=True)
