"""Law of the destination that defeats a contractual tool, and the measures that answer it."""

from __future__ import annotations

from dataclasses import dataclass

from datamap import geo
from datamap.assessment.attributes import ask, attribute
from datamap.assessment.basis import cites
from datamap.assessment.instruments import Instrument
from datamap.assessment.scene import Movement, Scene
from datamap.findings import Ask, Fault, Reason
from datamap.law import Presumption, Regime
from datamap.model import ImpactAssessment

AT_REST = frozenset({"storage", "backup", "transit"})
KEYS = ("keys_held_by_exporter", "keys_held_by_trusted_party")


def effective(measures: frozenset[str], kind: str) -> str | None:
    """The measure that works for a leg of this kind, under the use cases of the EDPB's Annex 2; None where none does."""
    clear = "needs_clear_text" in measures
    for measure in ("importer_legally_shielded", "split_processing"):
        if measure in measures:
            return measure
    if "pseudonymised" in measures and not clear:
        return "pseudonymised"
    if clear or "keys_held_by_importer" in measures:
        return None
    if kind in AT_REST:
        for key in KEYS:
            if key in measures:
                return key
    return "end_to_end_encrypted" if kind == "transit" and "end_to_end_encrypted" in measures else None


def sealed(measures: frozenset[str]) -> bool:
    """Whether who keeps the data cannot read it: the keys are the exporter's, or with somebody trusted."""
    return bool(measures & {*KEYS}) and not measures & {"keys_held_by_importer", "needs_clear_text"}


@dataclass(frozen=True, slots=True)
class Practice:
    """What the destination's law does to a contractual tool: it stands, fails, or nobody can tell."""

    stands: bool | None
    reasons: tuple[Reason, ...] = ()
    faults: tuple[Fault, ...] = ()
    asks: tuple[Ask, ...] = ()
    fails: str = ""


def practice(scene: Scene, regime: Regime, movement: Movement, instrument: Instrument, places: tuple[str | None, ...]) -> Practice:
    """Whether the tool stands against the law of where the data goes."""
    transfer = movement.leg.transfer
    measures = instrument.measures | frozenset(transfer.measures)
    assessment = assessed(scene, movement, instrument)
    works = effective(measures, movement.leg.kind)
    verdicts = [_presumed(scene, movement, *law, assessment, works, instrument) for law in _presumptions(scene, regime, movement, places)]
    if assessment and assessment.problematic_law and regime.duty("impact_assessment", scene.on):
        verdicts.append(_found_problematic(movement, assessment, works, instrument))
    for outcome in (False, None):
        failing = [v for v in verdicts if v.stands is outcome]
        if failing:
            return failing[0]
    return Practice(True, tuple(r for v in verdicts for r in v.reasons), tuple(f for v in verdicts for f in v.faults))


def assessed(scene: Scene, movement: Movement, instrument: Instrument) -> ImpactAssessment | None:
    """The impact assessment that counts for this leg: its own, else the instrument's."""
    own = movement.leg.transfer.impact_assessment
    if own and (own.on is None or own.on <= scene.on):
        return own
    return instrument.assessment(scene.on)


def _presumptions(scene: Scene, regime: Regime, movement: Movement, places: tuple[str | None, ...]) -> list[tuple[Presumption, str]]:
    """Presumptions about the importer's country, and about the country where its system or desk stands, each with the place."""
    home = movement.importer.place
    found = dict.fromkeys(scene.law.presumptions(regime, home, scene.on), home) if home else {}
    for place in places:
        if place and place != home:
            for presumption in scene.law.presumptions(regime, place, scene.on):
                if presumption.attribute is None:
                    found.setdefault(presumption, place)
    return list(found.items())


def _presumed(
    scene: Scene,
    movement: Movement,
    presumption: Presumption,
    place: str,
    assessment: ImpactAssessment | None,
    works: str | None,
    instrument: Instrument,
) -> Practice:
    law = Reason(f"{presumption.law} is presumed to defeat contractual tools", presumption.id, presumption.cite, presumption.confidence)
    if presumption.attribute:
        importer = movement.importer
        answer = attribute(scene, importer.entity, presumption.attribute)
        if answer.holds is False:
            return Practice(True, (Reason(f"{scene.name(importer.node)} is declared not to be under {presumption.attribute}"),))
        if answer.holds is None:
            if works or assessment:
                return Practice(True)
            who = scene.name(importer.node)
            says = f"whether {presumption.law} reaches {who} is not declared, with neither a working measure nor an assessment"
            return Practice(None, (law,), asks=(ask(scene, importer.entity, importer.node, presumption.attribute),), fails=says)
    if works:
        return Practice(True, (law, Reason(f"the measure {works} keeps the data out of its reach")))
    latest = assessment or _later(movement, instrument)
    if presumption.attribute is None and latest and latest.problematic_law is False:
        return _rebutted(scene, presumption, place, latest, instrument)
    says = f"{instrument.id} stands against {presumption.law}, and no measure keeps the data out of its reach"
    return Practice(False, (law,), (_fault(place, instrument, says, cites(presumption)),), fails=says)


def _later(movement: Movement, instrument: Instrument) -> ImpactAssessment | None:
    """An assessment that was made only after the day: it shows that an answer exists, and not yet which."""
    made = [movement.leg.transfer.impact_assessment, *(agreement.impact_assessment for agreement in instrument.all)]
    return next((found for found in made if found), None)


def _missing(scene: Scene, presumption: Presumption, assessment: ImpactAssessment) -> str | None:
    """What an assessment that finds no problem lacks to answer a presumption."""
    if assessment.on is None:
        return "its date"
    if assessment.on > scene.on:
        return f"a date up to {scene.on}"
    if presumption.law_from and assessment.on <= presumption.law_from:
        return f"a date after {presumption.law_from}"
    return None if assessment.document else "its document"


def _rebutted(scene: Scene, presumption: Presumption, place: str, assessment: ImpactAssessment, instrument: Instrument) -> Practice:
    missing = _missing(scene, presumption, assessment)
    if missing:
        says = f"an assessment that finds no problem in {geo.name(place)} must name {missing}"
        return Practice(
            None,
            asks=(
                Ask(
                    f"which document, of which day, finds that {presumption.law} is no problem for `{instrument.id}`?",
                    ("agreements", instrument.id),
                ),
            ),
            fails=says,
        )
    says = f"{presumption.law} is presumed problematic; the assessment of {assessment.on} ({assessment.document}) finds that it is not"
    fault = Fault(
        "presumption_rebutted",
        says,
        instrument.id,
        place,
        "have the assessment reviewed: a supervisory authority may see it differently",
        cites(presumption),
    )
    return Practice(True, (Reason(says, presumption.id, presumption.cite, presumption.confidence),), (fault,))


def _found_problematic(movement: Movement, assessment: ImpactAssessment, works: str | None, instrument: Instrument) -> Practice:
    made = f" of {assessment.on}" if assessment.on else ""
    if works:
        return Practice(True, (Reason(f"the assessment{made} finds problematic law; the measure {works} answers it"),))
    says = f"the assessment{made} for {instrument.id} finds problematic law, and no measure that works answers it"
    return Practice(False, (Reason(says),), (_fault(movement.importer.place, instrument, says, ()),), fails=says)


def _fault(place: str | None, instrument: Instrument, says: str, citations: tuple[str, ...]) -> Fault:
    fix = "add a measure that works (keys held by the exporter, pseudonymisation, split processing), or stop the transfer"
    return Fault("ineffective_measures", says, instrument.id, place, fix, citations)
