"""Faults that the assessment found, gathered: identical ones on one agreement and country are one finding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from datamap import geo
from datamap.findings import Assessment, Fault, Finding, Part, Verdict
from datamap.rules.case import Case


@dataclass
class _Group:
    fault: Fault
    assessment: Assessment
    part: Part
    legs: dict[str, None] = field(default_factory=dict)
    categories: set[str] = field(default_factory=set)

    @property
    def transfers(self) -> list[str]:
        """The transfers that share the fault, in the order of the map."""
        return list(self.legs)


def faults(case: Case, rule: str) -> Iterator[Finding]:
    """One finding for each fault of this rule, with the transfers that share it."""
    groups: dict[tuple[str, str, str | None], _Group] = {}
    for assessment, part, fault in case.faults.get(rule, ()):
        country = geo.country(fault.place) if fault.place else None
        key = (fault.subject or assessment.transfer, assessment.regime, country if fault.subject else part.place)
        group = groups.get(key)
        if group is None:
            group = groups[key] = _Group(fault, assessment, part)
        group.legs.setdefault(assessment.transfer)
        group.categories.update(part.data_categories)
    for (subject, regime, place), group in groups.items():
        yield _finding(case, rule, subject, regime, place, group)


def _finding(case: Case, rule: str, subject: str, regime: str, place: str | None, group: _Group) -> Finding:
    transfers, fault = group.transfers, group.fault
    leg = transfers[0]
    on_agreement = fault.subject is not None
    several = len(case.scene.places(case.scene.movements[leg].leg.to)) > 1
    people = group.part.data_subjects[0] if group.part.data_subjects else None
    return case.finding(
        rule,
        subject,
        message(case, regime, fault, transfers),
        verdict=Verdict.VIOLATED,
        context=regime,
        at=("agreements", subject) if on_agreement else case.leg_path(leg),
        place=place or fault.place,
        place_in_id=place if on_agreement or several else None,
        transfers=tuple(transfers),
        regime=regime,
        fix=fault.fix,
        path=case.chain(leg, group.part.data_categories[0] if group.part.data_categories else None, people),
        count=len(transfers),
        witnesses=tuple((name,) for name in transfers[1:4]),
        data_categories=tuple(sorted(group.categories)),
        cites=fault.cites,
    )


def message(case: Case, regime: str, fault: Fault, transfers: list[str]) -> str:
    """The fault with the transfer, or the number of transfers, that it touches."""
    movement = case.scene.movements[transfers[0]]
    ends = f"{case.scene.name(movement.leg.from_)} → {case.scene.name(movement.leg.to)}"
    others = sum(map(case.scene.sized, transfers)) - 1
    more = f" and {others:,} more" if others and len(transfers) > 1 else ""
    return f"{ends}{more} ({regime}): {fault.says}"
