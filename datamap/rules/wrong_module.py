"""Wrong module.

What it finds
Standard clauses whose module, or whose set, does not serve the roles of the two parties.

Why it matters
Clauses for a controller bind a processor to duties it cannot meet, and lack those it has; they are no
safeguard for this transfer.

What to do
Agree on the module that the finding names.

When it cannot tell
Where a role or the modules are not declared, the transfer is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from datamap.findings import Finding, Level
from datamap.rules.case import Case, Rule
from datamap.rules.faults import faults


def find(case: Case) -> Iterator[Finding]:
    """One finding for each fault of this kind, grouped by agreement and country."""
    yield from faults(case, "wrong_module")


RULE = Rule("wrong_module", "DM103", Level.ERROR, find, __doc__ or "", by_regime=True)
