"""Reaches forbidden place.

What it finds
Data that is stored in a place that a policy or the house default forbids, that goes to a recipient established
there, or that is read from there. Mainland China is forbidden by default, for data about people outside it.

Why it matters
A promise about places is broken by one backup, one support desk or one sub-processor that nobody looked at. The
finding shows the shortest chain of transfers that gets there.

What to do
Cut the chain at the transfer that crosses over, or change the promise. `defaults: {forbid: []}` switches the house
default off.

When it cannot tell
A node in an unknown place, an inferred transfer, people whom nobody named, or a recipient with a branch there give
an unknown finding, which never passes silently.
"""

from __future__ import annotations

from collections.abc import Iterator

from datamap import geo
from datamap.findings import Finding, Level, Verdict
from datamap.model import Forbid
from datamap.rules.case import Case, Rule
from datamap.rules.reach import Arrival, Spot, arrivals, holds

ORDER = ("storage", "recipient", "access", "control")
SAYS = {
    "storage": "is stored",
    "recipient": "goes to a recipient established",
    "access": "is read",
    "control": "is controlled by an owner established",
}


def find(case: Case) -> Iterator[Finding]:
    """One finding for each promise, forbidden place and node that is, or may be, reached."""
    told: dict[tuple[str, str], Verdict] = {}
    for policy in case.scene.map.policies:
        if policy.forbid:
            for finding in broken(case, policy.forbid, policy.id):
                key = (_node(finding), policy.forbid.place)
                told[key] = Verdict.VIOLATED if told.get(key) is Verdict.VIOLATED else finding.verdict
                yield finding
    for place in dict.fromkeys((*case.scene.map.defaults.forbid, *case.forbid)):
        for finding in broken(case, Forbid(place=place), None, outside=place):
            if told.get((_node(finding), place)) not in (Verdict.VIOLATED, finding.verdict):
                yield finding


def _node(finding: Finding) -> str:
    return finding.id.partition("@")[2].partition("/")[0]


def broken(case: Case, promise: Forbid, policy: str | None, outside: str | None = None) -> Iterator[Finding]:
    """One finding for each node that data reaches against a promise; data about people in `outside` is left aside."""
    reached: dict[str, list[tuple[Arrival, bool]]] = {}

    def matters(spot: Spot) -> bool:
        return spot.by in promise.by and holds(case, spot.place, promise.place) is not False

    for arrival in arrivals(case, promise.data_categories, promise.data_subjects, outside, matters):
        inside = holds(case, arrival.spot.place, promise.place)
        reached.setdefault(arrival.spot.node, []).append((arrival, inside is True and arrival.certain))
    for node, found in reached.items():
        yield _finding(case, promise, policy, node, found)


def _finding(case: Case, promise: Forbid, policy: str | None, node: str, found: list[tuple[Arrival, bool]]) -> Finding:
    certain = any(sure for _, sure in found)
    matching = [arrival for arrival, sure in found if sure is certain]
    first = min(matching, key=lambda a: (ORDER.index(a.spot.by), len(a.path), a.path))
    transfers = tuple(dict.fromkeys(a.leg or a.path[-1] for a in sorted(matching, key=lambda a: a is not first)))
    return case.finding(
        "reaches_forbidden_place",
        node,
        _message(case, promise, policy, node, first, certain),
        verdict=Verdict.VIOLATED if certain else Verdict.UNKNOWN,
        context=policy,
        at=case.leg_path(first.leg) if first.leg else case.path(node),
        transfers=transfers,
        policy=policy,
        place=promise.place,
        by=first.spot.by,
        fix=_fix(case, node, first, certain),
        path=first.path,
        count=len(transfers),
        witnesses=tuple(dict.fromkeys(a.path for a in matching if a.path != first.path))[:3],
        data_categories=tuple(sorted({a.category for a in matching})),
    )


def _message(case: Case, promise: Forbid, policy: str | None, node: str, first: Arrival, certain: bool) -> str:
    label = f"promise {policy}" if policy else _wish(case, promise.place)
    whose = f" about {case.scene.name(first.people)}" if first.people else ""
    where = geo.name(promise.place)
    who = case.scene.name(node)
    if certain:
        return f"{first.category}{whose} {SAYS[first.spot.by]} in {where}: {who} ({label})"
    why = "nobody says where that is" if first.spot.place is None else "that is not certain"
    return f"{first.category}{whose} may reach {where} at {who}: {why} ({label})"


def _wish(case: Case, place: str) -> str:
    """What forbids a place where no policy does: the map's defaults, whoever asks for the check, or an assertion."""
    if place in case.scene.map.defaults.forbid:
        return "house default, not law"
    return "forbidden for this check, not law" if place in case.forbid else "asserted"


def _fix(case: Case, node: str, first: Arrival, certain: bool) -> str:
    if certain:
        return f"cut `{first.leg or first.path[-1]}`, or have another party outside do the work"
    if first.spot.place is None:
        return f"find out where `{node}` is, and write its location"
    return "confirm or remove the transfer, and name the people whose data it is"


RULE = Rule("reaches_forbidden_place", "DM201", Level.ERROR, find, __doc__ or "")
