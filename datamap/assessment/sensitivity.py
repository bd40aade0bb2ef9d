"""Data that a regime calls sensitive, and what it asks for beside a tool or a ground before such data goes."""

from __future__ import annotations

from dataclasses import dataclass

from datamap.assessment.instruments import EXPORTERS, IMPORTERS, Instrument
from datamap.assessment.scene import Movement, Scene
from datamap.findings import Ask
from datamap.law import Derogation, Mechanism, Regime
from datamap.model import Path


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing beside a tool or a ground; with `asks` it is open whether anything is needed."""

    says: str
    asks: tuple[Ask, ...] = ()


def sensitive(scene: Scene, regime: Regime, category: str) -> bool | None:
    """Whether the regime calls this category sensitive; None where it includes one that it does."""
    conduct = regime.conduct(scene.on)
    keys, covers = conduct.sensitive if conduct else (), scene.taxonomy.covers
    if any(covers(key, category) for key in keys):
        return True
    return None if any(covers(category, key) for key in keys) else False


def lack(scene: Scene, regime: Regime, movement: Movement, law: Mechanism | Derogation, category: str) -> Lack | None:
    """What sensitive data needs beside `law` and does not have; None where nothing is missing."""
    if not law.sensitive_besides:
        return None
    found = sensitive(scene, regime, category)
    if found is False or any(_stands(scene, movement, instrument, law) for instrument in movement.instruments):
        return None
    kinds = " or ".join(kind.replace("_", " ") for kind in law.sensitive_besides)
    if found:
        return Lack(f"for data such as {category}, {law.cite} is not enough without {kinds}")
    path: Path = ("transfers", movement.leg.written, "data_categories") if movement.leg.written is not None else ()
    says = f"whether {law.cite} is enough without {kinds} depends on whether {category} includes data that {regime.id} calls sensitive"
    return Lack(says, (Ask(f"which data below `{category}` goes in `{movement.leg.id}`?", path),))


def _stands(scene: Scene, movement: Movement, instrument: Instrument, law: Mechanism | Derogation) -> bool:
    """Whether another agreement is of a kind that is asked for, and counts on the day."""
    base, on = instrument.base, scene.on
    if base.kind not in law.sensitive_besides or base.invalid or (base.until and base.until < on) or (base.signed and base.signed > on):
        return False
    if not base.everyone:
        return True
    return instrument.joins(movement.exporter.id, EXPORTERS, on) or instrument.joins(movement.importer.id, IMPORTERS, on)
