"""Expiring basis.

What it finds
A covered transfer whose basis ends within 180 days of the day judged: an agreement that runs out, a certification, a
decision or a clause set that lapses. It looks at the day after: where something else covers the transfer then, or
there is no such transfer any more, nothing is found.

Why it matters
Replacing a mechanism takes months.

What to do
Renew it, or agree on another, before the day that the finding names.

When it cannot tell
Courts and authorities end a basis without notice; only scheduled ends are seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from datamap.assessment import Scene, assess, parts_of
from datamap.findings import Assessment, Finding, Level, Part, Status
from datamap.law import Adequacy, Derogation, Fact, Mechanism
from datamap.model import Path
from datamap.rules.case import Case, Rule

AHEAD = timedelta(days=180)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class End:
    """The last day of something on which a transfer rests, and the part of the map to which a finding about it belongs."""

    subject: str
    at: Path
    on: date
    what: str


def find(case: Case) -> Iterator[Finding]:
    """One finding for each agreement, entity or transfer, and regime, whose basis is about to end: the first end counts."""
    resting: dict[tuple[End, str], list[str]] = {}
    bases: dict[str, list[Fact]] = {}
    for assessment, part in parts_of(case.assessments):
        if part.verdict is Status.COVERED:
            if assessment.regime not in bases:
                bases[assessment.regime] = _bases(case, assessment.regime)
            cited = {reason.fact for reason in part.reasons}
            facts = [fact for fact in bases[assessment.regime] if fact.id in cited]
            for end in _ends(case, assessment, part, facts):
                if case.scene.on <= end.on <= case.scene.on + AHEAD:
                    resting.setdefault((end, assessment.regime), []).append(assessment.transfer)
    told: set[tuple[str, str]] = set()
    lost: dict[tuple[date, str], set[str]] = {}
    for (end, regime), transfers in sorted(resting.items(), key=lambda item: item[0][0].on):
        if (end.on, regime) not in lost:
            lost[end.on, regime] = _lost(case, end.on + DAY, regime)
        legs = tuple(leg for leg in dict.fromkeys(transfers) if leg in lost[end.on, regime])
        if legs and (end.subject, regime) not in told:
            told.add((end.subject, regime))
            yield _finding(case, end, regime, legs)


def _finding(case: Case, end: End, regime: str, legs: tuple[str, ...]) -> Finding:
    many = sum(map(case.scene.sized, legs))
    rest = f"{many:,} transfers rest" if many > 1 else "1 transfer rests"
    return case.finding(
        "expiring_basis",
        end.subject,
        f"{end.what} ends on {end.on}; {rest} on it ({regime})",
        context=regime,
        at=end.at,
        transfers=legs,
        regime=regime,
        fix="renew it, or agree on another basis, before that day",
        path=(legs[0],),
        count=len(legs),
    )


def _ends(case: Case, assessment: Assessment, part: Part, facts: list[Fact]) -> Iterator[End]:
    """The known last days of what a part of a transfer rests on, `facts` among it."""
    agreement = case.scene.map.agreements.get(part.agreement or "")
    place: tuple[str, Path] = (assessment.transfer, case.leg_path(assessment.transfer))
    if agreement:
        place = (agreement.id, ("agreements", agreement.id))
        if agreement.until:
            yield End(*place, agreement.until, f"`{agreement.id}`")
    for fact in facts:
        if fact.until:
            yield End(*place, fact.until, fact.title)
        named = fact.recipient if isinstance(fact, Adequacy) else fact.importer if isinstance(fact, Mechanism) else None
        yield from _declared(case, assessment.importer, named)


def _bases(case: Case, regime: str) -> list[Fact]:
    """The decisions, tools and derogations of a regime, in their state on the day."""
    kinds = (Adequacy, Mechanism, Derogation)
    return [fact for fact in case.scene.law.regimes[regime].facts if isinstance(fact, kinds) and fact.on(case.scene.on)]


def _declared(case: Case, importer: str | None, attribute: str | None) -> Iterator[End]:
    """The last days of an importer's declarations of an attribute, such as a certification."""
    entity = case.scene.map.entities.get(importer or "")
    for index, said in enumerate(entity.attributes if entity and attribute else ()):
        if entity and said.is_ == attribute and said.holds and said.until and said.on(case.scene.on):
            yield End(entity.id, ("entities", entity.id, "attributes", index), said.until, f"{attribute} of {case.scene.name(entity.id)}")


def _lost(case: Case, day: date, regime: str) -> set[str]:
    """The transfers that are restricted, or may be, and not covered on another day."""
    if case.elsewhen:
        return case.elsewhen(day, regime)
    here = case.scene
    same = all(leg.transfer.on(day) == leg.transfer.on(here.on) for leg in here.map.legs)
    then = Scene(here.map, day, here.law, here.network if same else None)
    return {a.transfer for a in assess(then, [regime]) if a.verdict in (Status.UNCOVERED, Status.UNKNOWN)}


RULE = Rule("expiring_basis", "DM501", Level.WARNING, find, __doc__ or "", by_regime=True)
