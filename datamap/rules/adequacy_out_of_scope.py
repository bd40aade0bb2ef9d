"""Adequacy out of scope.

What it finds
An adequacy decision for the destination that does not reach this recipient, this category or this
certification.

Why it matters
Adequacy is often partial: Canada for commercial organisations, the United States for certified ones and, for
staff data, only where the certificate says so.

What to do
Declare the status that brings the recipient within the decision, or agree on a mechanism.

When it cannot tell
A status that law gives and nobody declared is unknown; an entry in a register that nobody declared is none.
"""

from __future__ import annotations

from collections.abc import Iterator

from datamap.findings import Finding, Level
from datamap.rules.case import Case, Rule
from datamap.rules.faults import faults


def find(case: Case) -> Iterator[Finding]:
    """One finding for each fault of this kind, grouped by agreement and country."""
    yield from faults(case, "adequacy_out_of_scope")


RULE = Rule("adequacy_out_of_scope", "DM107", Level.ERROR, find, __doc__ or "", by_regime=True)
