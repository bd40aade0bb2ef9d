"""What a regime allows by itself, without any agreement: exemptions, certified recipients, small numbers."""

from __future__ import annotations

from collections.abc import Iterator

from datamap.assessment.basis import Basis, cited
from datamap.assessment.conditions import Flaw, conditions
from datamap.assessment.scene import Movement, Scene
from datamap.findings import Status
from datamap.law import Mechanism, Regime


def exemption_bases(scene: Scene, regime: Regime, movement: Movement, category: str) -> Iterator[Basis]:
    """Every exemption in force on the day, with what it gives."""
    for law in regime.of(Mechanism, scene.on):
        if law.agreement is None:
            flaws = list(conditions(scene, regime, movement, law, category))
            if law.needs_assessment and not movement.leg.transfer.impact_assessment:
                flaws.append(Flaw(f"{law.title} asks for an impact assessment, and none is recorded", "incomplete_mechanism"))
            yield _basis(law, flaws)


def _basis(law: Mechanism, flaws: list[Flaw]) -> Basis:
    fatal = [flaw for flaw in flaws if not flaw.asks]
    if fatal:
        return Basis(law.title, "exemption", Status.UNCOVERED, fatal[0].says, law)
    if flaws:
        asks = tuple(ask for flaw in flaws for ask in flaw.asks)
        says = "; ".join(flaw.says for flaw in flaws)
        return Basis(law.title, "exemption", Status.UNKNOWN, says, law, reasons=(cited(says, law),), asks=asks)
    status = Status.COVERED if law.gives == "covered" else Status.EXCEPTION
    return Basis(law.title, "exemption", status, "", law, reasons=(cited(f"{law.title} allows it", law),))
