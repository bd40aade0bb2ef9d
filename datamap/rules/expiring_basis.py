"""Expiring basis.

What it finds
A covered transfer whose basis ends within 180 days of the day judged: an agreement that runs out, a decision or a
clause set that lapses, with nothing known to follow it.

Why it matters
Replacing a mechanism takes months.

What to do
Renew it, or agree on another, before the day that the finding names.

When it cannot tell
Courts and authorities end a basis without notice; only scheduled ends are seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from datamap.assessment import parts_of
from datamap.findings import Finding, Level, Part, Status
from datamap.law import Adequacy, Derogation, Fact, Mechanism
from datamap.rules.case import Case, Rule

AHEAD = timedelta(days=180)


def find(case: Case) -> Iterator[Finding]:
    """One finding for each agreement, or transfer and regime, whose basis is about to end."""
    facts: dict[str, list[Fact]] = {}
    for regime in dict.fromkeys(a.regime for a in case.assessments):
        for fact in case.scene.law.regimes[regime].facts:
            if isinstance(fact, (Adequacy, Mechanism, Derogation)):
                facts.setdefault(fact.id, []).append(fact)
    ends: dict[tuple[str, str], tuple[date, str, list[str]]] = {}
    for assessment, part in parts_of(case.assessments):
        if part.verdict is Status.COVERED:
            for subject, end, what in _ends(case, facts, assessment.transfer, part):
                if case.scene.on <= end <= case.scene.on + AHEAD:
                    ends.setdefault((subject, assessment.regime), (end, what, []))[2].append(assessment.transfer)
    for (subject, regime), (end, what, transfers) in ends.items():
        legs = tuple(dict.fromkeys(transfers))
        yield case.finding(
            "expiring_basis",
            subject,
            f"{what} ends on {end}; {len(legs)} transfer{'s' if len(legs) > 1 else ''} rest{'' if len(legs) > 1 else 's'} on it ({regime})",
            context=regime,
            at=("agreements", subject) if subject in case.scene.map.agreements else case.leg_path(subject),
            transfers=legs,
            regime=regime,
            fix="renew it, or agree on another basis, before that day",
            path=(legs[0],),
            count=len(legs),
        )


def _ends(case: Case, facts: dict[str, list[Fact]], transfer: str, part: Part) -> Iterator[tuple[str, date, str]]:
    agreement = case.scene.map.agreements.get(part.agreement or "")
    if agreement and agreement.until:
        yield agreement.id, agreement.until, f"`{agreement.id}`"
    for reason in part.reasons:
        for fact in facts.get(reason.fact or "", ()):
            if fact.on(case.scene.on) and fact.until and not any(f.on(fact.until + timedelta(days=1)) for f in facts[fact.id]):
                yield agreement.id if agreement else transfer, fact.until, fact.title


RULE = Rule("expiring_basis", "DM501", Level.WARNING, find, __doc__ or "")
