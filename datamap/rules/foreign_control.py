"""Foreign control.

What it finds
An entity inside a regime's zone that holds data bound by it and is controlled by an owner outside.

Why it matters
Ownership alone is no transfer. But an owner may be ordered to make its subsidiary hand over data; where the owner's
law is presumed problematic the finding is a warning.

What to do
Record why the owner has no access: contracts, keys, separation of staff. Where it has access, declare the transfer.

When it cannot tell
An owner in an unknown place gives an unknown finding; a share that nobody states counts as control.
"""

from __future__ import annotations

from collections.abc import Iterator

from datamap import geo
from datamap.assessment import attribute
from datamap.findings import Finding, Level, Verdict
from datamap.law import Presumption, Regime
from datamap.model import Entity
from datamap.rules.case import Case, Rule
from datamap.rules.reach import owners


def find(case: Case) -> Iterator[Finding]:
    """One finding for each regime, entity and place from which owners control it."""
    for name in dict.fromkeys(a.regime for a in case.assessments):
        regime = case.scene.law.regimes[name]
        if regime.free(case.scene.on):
            continue
        for entity in case.scene.map.entities.values():
            if entity.id in case.scene.parties and case.scene.law.inside(regime, geo.iso(entity.location), case.scene.on):
                for place, group in _abroad(case, regime, entity).items():
                    yield _foreign(case, regime, entity, place, group)


def _abroad(case: Case, regime: Regime, entity: Entity) -> dict[str | None, list[Entity]]:
    """The owners that control an entity from outside, by their place; None for an unknown one."""
    found: dict[str | None, list[Entity]] = {}
    for owner in owners(case, entity):
        place = geo.iso(owner.location)
        if place is None or case.scene.law.membership(regime, place, case.scene.on) is None:
            found.setdefault(place, []).append(owner)
    return found


def _foreign(case: Case, regime: Regime, entity: Entity, place: str | None, group: list[Entity]) -> Finding:
    presumed = next((p for owner in group if (p := _presumed(case, regime, owner, place))), None)
    where = geo.name(place) if place else "an unknown place"
    law = f"; {presumed.law} is presumed problematic" if presumed else ""
    who = " and ".join(case.scene.name(owner.id) for owner in group)
    return case.finding(
        "foreign_control",
        entity.id,
        f"{case.scene.name(entity.id)} is controlled by {who} in {where}{law} ({regime.id})",
        level=Level.WARNING if presumed else Level.NOTE,
        verdict=Verdict.VIOLATED if place else Verdict.UNKNOWN,
        context=regime.id,
        at=case.path(entity.id),
        regime=regime.id,
        place=place,
        by="control",
        fix=f"record what keeps {who} from the data, or declare their access as a transfer",
        cites=(presumed.cite,) if presumed else (),
    )


def _presumed(case: Case, regime: Regime, owner: Entity, place: str | None) -> Presumption | None:
    if place is None:
        return None
    for presumption in case.scene.law.presumptions(regime, place, case.scene.on):
        if presumption.attribute is None or attribute(case.scene, owner, presumption.attribute).holds:
            return presumption
    return None


RULE = Rule("foreign_control", "DM202", Level.NOTE, find, __doc__ or "")
