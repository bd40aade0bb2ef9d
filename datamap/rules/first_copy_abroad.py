"""First copy abroad.

What it finds
Data that is collected from people inside a regime's zone straight into a system outside, where the regime asks that the
first copy is made inside (localisation).

Why it matters
Such a law is no law of transfers: whatever covers a later transfer, the first record has to be made in the country.

What to do
Record the data at a system inside first, and send a copy abroad from there under the regime's rules for transfers.

When it cannot tell
An unknown place, a collector that is only presumed to be bound, or one outside that declares no system give an unknown
finding. Where the law goes by nationality, people inside are taken to be nationals.
"""

from __future__ import annotations

from collections.abc import Iterator

from datamap import geo
from datamap.assessment import Movement
from datamap.findings import Finding, Level, Verdict
from datamap.law import Localisation, Regime
from datamap.rules.case import Case, Rule


def find(case: Case) -> Iterator[Finding]:
    """One finding for each regime and collection abroad."""
    for name in dict.fromkeys(a.regime for a in case.assessments):
        regime = case.scene.law.regimes[name]
        for law in regime.of(Localisation, case.scene.on):
            for movement in case.scene.movements.values():
                found = _breach(case, regime, movement)
                if found is not None:
                    yield _finding(case, regime, law, movement, *found)


def _breach(case: Case, regime: Regime, movement: Movement) -> tuple[bool, str | None] | None:
    """Whether a leg makes the first copy abroad for certain, and where; None where it does not."""
    people, to = movement.leg.from_, movement.leg.to
    if people not in case.scene.map.data_subjects or movement.leg.transfer.anonymised or not case.scene.people_inside(people, regime):
        return None
    bound = _bound(case, regime, movement)
    outside = [place for place in case.scene.places(to) if place is None or case.scene.law.inside(regime, place, case.scene.on) is False]
    if bound is False or not outside:
        return None
    known = [place for place in outside if place]
    everywhere = len(known) == len(case.scene.places(to)) and to in case.scene.map.systems
    return bound is True and everywhere, known[0] if known else None


def _bound(case: Case, regime: Regime, movement: Movement) -> bool | None:
    """Whether the regime binds the collector; None where that is only presumed, or nobody says who collects."""
    collector, conduct = movement.importer.entity, regime.conduct(case.scene.on)
    if collector is None:
        return None
    if regime.id in collector.subject_to:
        return True
    if regime.id in collector.not_subject_to or conduct is None or collector.kind not in regime.exporters:
        return False
    if case.scene.law.inside(regime, movement.importer.place, case.scene.on):
        return True
    return None if conduct.reaches_abroad or movement.importer.place is None else False


def _finding(case: Case, regime: Regime, law: Localisation, movement: Movement, sure: bool, place: str | None) -> Finding:
    leg = movement.leg
    where = f"in {geo.name(place)}" if place else "in a place that nobody names"
    says = f"{case.scene.name(leg.from_)} give data straight to {case.scene.name(leg.to)} {where}; {law.says} ({regime.id})"
    return case.finding(
        "first_copy_abroad",
        leg.id,
        says if sure else f"It may be that {says}",
        verdict=Verdict.VIOLATED if sure else Verdict.UNKNOWN,
        context=regime.id,
        at=case.leg_path(leg.id),
        transfers=(leg.id,),
        regime=regime.id,
        place=place,
        fix=f"record the data at a system in {regime.zone} first, and send a copy abroad from there",
        path=(leg.id,),
        data_categories=leg.transfer.data_categories,
        cites=(law.cite,),
    )


RULE = Rule("first_copy_abroad", "DM112", Level.ERROR, find, __doc__ or "", by_regime=True)
