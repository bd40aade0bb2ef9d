"""Derogations: grounds that excuse a transfer without a tool, mostly once and not as a routine."""

from __future__ import annotations

from collections.abc import Iterator

from datamap.assessment.attributes import attribute
from datamap.assessment.basis import Basis, cited, cites
from datamap.assessment.instruments import EXPORTERS, IMPORTERS, Instrument
from datamap.assessment.scene import Movement, Scene
from datamap.assessment.sensitivity import lack
from datamap.findings import Ask, Fault, Status
from datamap.law import Derogation, Regime

GROUNDS = frozenset({"derogation", "consent"})


def ground_of(instrument: Instrument) -> str:
    """The ground that an instrument names."""
    return instrument.base.ground or ("consent" if instrument.base.kind == "consent" else "")


def derogation_bases(scene: Scene, regime: Regime, movement: Movement, category: str, people: str | None) -> Iterator[Basis]:
    """Every derogation offered for the leg, with what it gives. A `consent` is one on the ground of consent."""
    for instrument in movement.instruments:
        if instrument.base.kind in GROUNDS:
            ground = scene.law.derogation(regime, ground_of(instrument), scene.on)
            yield _judged(scene, regime, movement, instrument, ground, category, people)


def routine(movement: Movement, instrument: Instrument) -> bool | None:
    """Whether the transfer is routine; None where nobody says how often it happens."""
    frequency = movement.leg.transfer.frequency
    if instrument.base.occasional is False or frequency == "continuous":
        return True
    return False if instrument.base.occasional or frequency in ("one_off", "occasional") else None


def _judged(
    scene: Scene, regime: Regime, movement: Movement, instrument: Instrument, law: Derogation | None, category: str, people: str | None
) -> Basis:
    base = instrument.base
    if law is None:
        ground = ground_of(instrument)
        says = f"{regime.id} knows no derogation {ground!r} on {scene.on}" if ground else f"{base.id} names no ground"
        return Basis(base.id, base.kind, Status.UNCOVERED, says, agreement=base.id)
    for fails in _fails(scene, movement, instrument, law, category, people):
        return Basis(base.id, base.kind, Status.UNCOVERED, fails, law, base.id)
    if missing := lack(scene, regime, movement, law, category):
        status = Status.UNKNOWN if missing.asks else Status.UNCOVERED
        return Basis(base.id, base.kind, status, missing.says, law, base.id, asks=missing.asks)
    often = routine(movement, instrument)
    if law.occasional_only and often:
        return Basis(base.id, base.kind, Status.UNCOVERED, f"{law.cite} is for occasional transfers, and this one is routine", law, base.id)
    if law.occasional_only and often is None:
        ask = Ask(f"is the transfer `{movement.leg.id}` occasional?", ("agreements", base.id))
        return Basis(
            base.id,
            base.kind,
            Status.UNKNOWN,
            f"{law.cite} is for occasional transfers, and nobody says how often this one happens",
            law,
            base.id,
            asks=(ask,),
        )
    faults: tuple[Fault, ...] = ()
    if law.flag_routine and often:
        says = f"{base.id} excuses a routine transfer; a derogation is for exceptions"
        faults = (Fault("derogation_as_routine", says, base.id, movement.importer.place, "agree on a transfer mechanism", cites(law)),)
    given = Status.COVERED if law.gives == "covered" else Status.EXCEPTION
    return Basis(base.id, base.kind, given, "", law, base.id, reasons=(cited(f"{base.id} relies on {law.title}", law),), faults=faults)


def _fails(scene: Scene, movement: Movement, instrument: Instrument, law: Derogation, category: str, people: str | None) -> Iterator[str]:
    base = instrument.base
    if base.invalid:
        yield f"{base.id} never covers: {base.invalid}"
    if base.until and base.until < scene.on:
        yield f"{base.id} ran out on {base.until}"
    if base.signed and base.signed > scene.on:
        yield f"{base.id} dates only from {base.signed}"
    if not law.public_bodies and movement.exporter.kind in ("public_body", "eu_institution"):
        yield f"{law.cite} is closed to a public body that exercises public powers"
    for name in law.exporter_not:
        if name == movement.exporter.kind:
            yield f"{law.title} is closed to a {name.replace('_', ' ')}"
        elif attribute(scene, movement.exporter.entity, name).holds:
            yield f"{law.title} is closed to {scene.name(movement.exporter.node)}, which is under {name}"
    if base.data_categories and not any(scene.taxonomy.covers(key, category) for key in base.data_categories):
        yield f"{base.id} does not extend to {category}"
    if base.data_subjects and people not in base.data_subjects:
        yield f"{base.id} does not extend to {people or 'people whom nobody named'}"
    for party, side in ((movement.exporter, EXPORTERS), (movement.importer, IMPORTERS)):
        if base.everyone and not instrument.joins(party.id, side, scene.on):
            yield f"{scene.name(party.node)} is no party to {base.id}"
