"""Unexplained data.

What it finds
Data that a transfer passes on although nothing in the map says how its source came to have it.

Why it matters
A gap in the map hides where data really comes from, and with it who is bound by what.

What to do
Add the collection or the transfer by which the data arrives.

When it cannot tell
This is a note about the map, not about law; where the answer of a regime hangs on it the transfer is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from datamap.findings import Finding, Level, Verdict
from datamap.rules.case import Case, Rule


def find(case: Case) -> Iterator[Finding]:
    """One finding for each transfer with data that nothing upstream explains."""
    for leg in case.scene.legs:
        gaps = [c for c in case.scene.network.carried(leg.id) if not c.explained]
        if not gaps or leg.written is None:
            continue
        categories = tuple(sorted({c.category for c in gaps}))
        yield case.finding(
            "unexplained_data",
            leg.id,
            f"Nothing says how {case.scene.name(leg.from_)} comes to have {', '.join(categories)}",
            verdict=Verdict.UNKNOWN,
            at=case.leg_path(leg.id),
            transfers=(leg.id,),
            fix="add the collection or the transfer by which it arrives",
            path=(leg.id,),
            data_categories=categories,
        )


RULE = Rule("unexplained_data", "DM401", Level.NOTE, find, __doc__ or "")
