"""Mechanism not as promised.

What it finds
A transfer that leaves a zone on another mechanism than the owner promised, or on none.

Why it matters
"All transfers rest on the Commission's model contracts" is a statement to people and authorities. A transfer that
is lawful on another ground still makes it untrue.

What to do
Sign the promised instrument for the transfer, or correct the promise.

When it cannot tell
Where the mechanism of a transfer is unknown, or no regime in the law book speaks for the zone, the finding is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from datamap import geo
from datamap.findings import Assessment, Finding, Level, Part, Status, Verdict
from datamap.model import Require
from datamap.rules.case import Case, Rule
from datamap.rules.reach import concerns


def find(case: Case) -> Iterator[Finding]:
    """One finding for each policy and transfer that leaves the zone otherwise than promised."""
    for policy in case.scene.map.policies:
        if policy.require:
            for transfer in _leaving(case, policy.require):
                yield from _judged(case, policy.require, policy.id, transfer)


def _leaving(case: Case, promise: Require) -> Iterator[str]:
    for movement in case.scene.movements.values():
        sender = movement.exporter
        if sender.people or movement.importer.people or sender.same(movement.importer) or movement.leg.transfer.anonymised:
            continue
        if not any(
            concerns(case, carried, promise.data_categories, promise.data_subjects) is not False
            for carried in case.scene.network.carried(movement.leg.id)
        ):
            continue
        if case.scene.zone_holds(sender.place, promise.leaving) is False:
            continue
        home = movement.importer.place or next(iter(case.scene.places(movement.leg.to)), None)
        if case.scene.zone_holds(home, promise.leaving) is not True:
            yield movement.leg.id


def _judged(case: Case, promise: Require, policy: str, transfer: str) -> Iterator[Finding]:
    every = case.by_transfer.get(transfer, [])
    speaking = [a for a in every if case.scene.law.regimes[a.regime].zone == promise.leaving] or every
    parts = [(a, p) for a in speaking for p in a.parts if p.verdict is not Status.NOT_RESTRICTED]
    if not parts and speaking:
        return
    wrong = [(a, p) for a, p in parts if not _kept(promise, p)]
    if parts and not wrong:
        return
    certain = any(p.verdict is not Status.UNKNOWN for _, p in wrong)
    yield _finding(case, promise, policy, transfer, wrong, certain)


def _kept(promise: Require, part: Part) -> bool:
    if part.verdict not in (Status.COVERED, Status.EXCEPTION):
        return False
    return bool({part.mechanism, *part.also} & set(promise.mechanism))


def _finding(case: Case, promise: Require, policy: str, transfer: str, wrong: list[tuple[Assessment, Part]], certain: bool) -> Finding:
    leg = case.scene.movements[transfer].leg
    allowed = " or ".join(promise.mechanism)
    worst = max((p for _, p in wrong), key=lambda p: p.verdict.rank, default=None)
    says = {
        Status.UNCOVERED: f"rests on nothing, not on {allowed}",
        Status.UNKNOWN: f"rests on something unknown; {allowed} was promised",
        None: f"leaves {geo.name(promise.leaving)}, and nothing says on which mechanism",
    }.get(
        worst.verdict if worst and (certain is False or worst.verdict is Status.UNCOVERED) else None if worst is None else Status.COVERED,
        f"rests on {worst.mechanism if worst else 'nothing'}, not on {allowed}",
    )
    return case.finding(
        "mechanism_not_as_promised",
        transfer,
        f"{case.scene.name(leg.from_)} → {case.scene.name(leg.to)} {says} (promise {policy})",
        verdict=Verdict.VIOLATED if certain else Verdict.UNKNOWN,
        context=policy,
        at=case.leg_path(transfer),
        transfers=(transfer,),
        policy=policy,
        regime=wrong[0][0].regime if wrong else None,
        fix=f"sign {allowed} for `{transfer}` and record it, or correct the promise",
        path=(transfer,),
        data_categories=leg.transfer.data_categories,
    )


RULE = Rule("mechanism_not_as_promised", "DM304", Level.ERROR, find, __doc__ or "", by_regime=True)
