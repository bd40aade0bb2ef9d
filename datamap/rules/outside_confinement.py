"""Outside confinement.

What it finds
Data that a policy confines to some places and that is stored, received or read outside them.

Why it matters
"It stays in the EEA" is a promise about every hop, copy and reader, not about the first server.

What to do
Move the node that the finding names inside, cut the transfer, or widen the promise.

When it cannot tell
A node in an unknown place, an inferred transfer or people whom nobody named give an unknown finding.
"""

from __future__ import annotations

from collections.abc import Iterator

from datamap import geo
from datamap.findings import Finding, Level, Verdict
from datamap.model import Confine
from datamap.rules.case import Case, Rule
from datamap.rules.reach import Arrival, Spot, arrivals, holds

SAYS = {"storage": "is stored", "recipient": "goes to a recipient", "access": "is read"}


def find(case: Case) -> Iterator[Finding]:
    """One finding for each policy and node outside."""
    for policy in case.scene.map.policies:
        if policy.confine:
            yield from broken(case, policy.confine, policy.id)


def broken(case: Case, promise: Confine, policy: str | None) -> Iterator[Finding]:
    """One finding for each node outside the places promised."""
    outside: dict[str, list[tuple[Arrival, bool]]] = {}

    def matters(spot: Spot) -> bool:
        return spot.by != "control" and not any(holds(case, spot.place, zone) for zone in promise.within)

    for arrival in arrivals(case, promise.data_categories, promise.data_subjects, matters=matters):
        answers = [holds(case, arrival.spot.place, zone) for zone in promise.within]
        outside.setdefault(arrival.spot.node, []).append((arrival, None not in answers and arrival.certain))
    for node, found in outside.items():
        certain = any(sure for _, sure in found)
        matching = [arrival for arrival, sure in found if sure is certain]
        first = min(matching, key=lambda a: (len(a.path), a.path))
        yield _finding(case, promise, policy, node, first, matching, certain)


def _finding(
    case: Case, promise: Confine, policy: str | None, node: str, first: Arrival, matching: list[Arrival], certain: bool
) -> Finding:
    within = ", ".join(promise.within)
    whose = f" about {case.scene.name(first.people)}" if first.people else ""
    where = geo.name(first.spot.place) if first.spot.place else "an unknown place"
    verb = SAYS[first.spot.by] if certain else "may be"
    transfers = tuple(dict.fromkeys(a.leg or a.path[-1] for a in matching))
    label = f"promise {policy}" if policy else "asserted"
    return case.finding(
        "outside_confinement",
        node,
        f"{first.category}{whose} {verb} in {where}, outside {within}: {case.scene.name(node)} ({label})",
        verdict=Verdict.VIOLATED if certain else Verdict.UNKNOWN,
        context=policy,
        at=case.leg_path(first.leg) if first.leg else case.path(node),
        transfers=transfers,
        policy=policy,
        place=first.spot.place,
        place_in_id=None,
        by=first.spot.by,
        fix=f"keep the data within {within}, or widen the promise" if certain else f"find out where `{node}` is, and write its location",
        path=first.path,
        count=len(transfers),
        witnesses=tuple(dict.fromkeys(a.path for a in matching if a.path != first.path))[:3],
        data_categories=tuple(sorted({a.category for a in matching})),
    )


RULE = Rule("outside_confinement", "DM303", Level.ERROR, find, __doc__ or "")
