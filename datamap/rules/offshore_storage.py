"""Offshore storage.

What it finds
Data that an entity bound by a regime keeps or handles at its own system outside the zone.

Why it matters
This is no restricted transfer, since no second party receives the data. The law of that place reaches it all the
same, and the duty of security answers for it.

What to do
Keep the system inside, encrypt with keys held inside, or record why the risk is acceptable.

When it cannot tell
A cloud region abroad without a declared host is `unknown_transfer_status`; an unknown place gives an unknown finding
only where a promise about places asks.
"""

from __future__ import annotations

from collections.abc import Iterator

from datamap import geo
from datamap.findings import Finding, Level, Status
from datamap.rules.case import Case, Rule


def find(case: Case) -> Iterator[Finding]:
    """One finding for each regime, system and place outside."""
    told: set[tuple[str, str, str]] = set()
    for assessment in case.assessments:
        movement = case.scene.movements[assessment.transfer]
        system = case.scene.map.systems.get(movement.leg.to)
        regime = case.scene.law.regimes[assessment.regime]
        person = movement.importer if movement.exporter.people else movement.exporter
        if (
            system is None
            or assessment.verdict is not Status.NOT_RESTRICTED
            or not person.same(movement.importer)
            or movement.leg.transfer.anonymised
        ):
            continue
        if regime.free(case.scene.on) or not case.scene.law.inside(regime, person.place, case.scene.on):
            continue
        for place in case.scene.places(system.id):
            key = (system.id, regime.id, place or "")
            if place is None or key in told or case.scene.law.membership(regime, place, case.scene.on):
                continue
            told.add(key)
            verb = "reads data from" if movement.leg.kind == "remote_access" else "keeps data at"
            keeps = f"{case.scene.name(person.node)} {verb} its own {case.scene.name(system.id)}"
            yield case.finding(
                "offshore_storage",
                system.id,
                f"{keeps} in {geo.name(place)}, outside {regime.zone} ({regime.id})",
                context=regime.id,
                at=case.path(system.id),
                transfers=(assessment.transfer,),
                regime=regime.id,
                place=place,
                by="access" if movement.leg.kind == "remote_access" else "storage",
                fix="keep it inside, hold the keys inside, or record why the risk is acceptable",
                path=(assessment.transfer,),
                data_categories=assessment.data_categories,
            )


RULE = Rule("offshore_storage", "DM203", Level.WARNING, find, __doc__ or "", by_regime=True)
