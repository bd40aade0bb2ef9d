"""Transfer mechanisms: whether an instrument is one, counts on the day, and fits the two parties."""

from __future__ import annotations

from collections.abc import Iterator

from datamap.assessment.basis import Basis, cited, cites
from datamap.assessment.conditions import Flaw
from datamap.assessment.derogations import GROUNDS
from datamap.assessment.instruments import Instrument
from datamap.assessment.measures import assessed, practice
from datamap.assessment.scene import Movement, Scene
from datamap.assessment.validity import CHECKS, Trial
from datamap.findings import Fault, Reason, Status
from datamap.law import Mechanism, Regime


def mechanism_bases(
    scene: Scene, regime: Regime, movement: Movement, category: str, people: str | None, places: tuple[str | None, ...]
) -> Iterator[Basis]:
    """Every instrument offered for the leg, derogations apart, with what it gives."""
    for instrument in movement.instruments:
        if instrument.base.kind in GROUNDS:
            continue
        tried = [
            _tried(Trial(scene, regime, movement, instrument, mechanism, category, people), places)
            for mechanism in _candidates(scene, regime, instrument)
        ]
        yield min(tried, key=_place) if tried else _no_tool(scene, regime, instrument)


def _place(basis: Basis) -> tuple[int, bool]:
    """Where a trial stands among those of one instrument: the best first; of those that fail, one that names its fault."""
    return basis.status.rank, basis.status is Status.UNCOVERED and not basis.faults


def _candidates(scene: Scene, regime: Regime, instrument: Instrument) -> tuple[Mechanism, ...]:
    """The mechanisms to which the instrument answers, in their state on the day, else in their last one before."""
    every = scene.law.mechanisms(regime, instrument.base.kind, instrument.base.version)
    every = tuple(m for m in every if m.version is None or instrument.base.version == m.version)
    chosen: dict[str, Mechanism] = {}
    for mechanism in every:
        if mechanism.from_ is None or mechanism.from_ <= scene.on or mechanism.id not in chosen:
            chosen[mechanism.id] = mechanism
    return tuple(chosen.values())


def _no_tool(scene: Scene, regime: Regime, instrument: Instrument) -> Basis:
    kind, version = instrument.base.kind, instrument.base.version
    known = [m.version for m in scene.law.regimes[regime.id].of(Mechanism) if m.agreement == kind and m.version]
    if known:
        says = f"{regime.id} knows no {kind} of version {version or 'unnamed'}; it knows {', '.join(dict.fromkeys(map(str, known)))}"
    else:
        says = f"a {kind} is no transfer mechanism under {regime.id}"
    return Basis(instrument.id, kind, Status.UNCOVERED, says, agreement=instrument.id)


def _tried(trial: Trial, places: tuple[str | None, ...]) -> Basis:
    """What the instrument gives. An open flaw makes it unknown only where the destination's law leaves it standing at all."""
    flaws = [flaw for check in CHECKS for flaw in check(trial)]
    fatal = [flaw for flaw in flaws if not flaw.asks]
    if fatal:
        return _failed(trial, fatal[0])
    standing = _standing(trial, places)
    return _open(trial, flaws) if flaws and standing.status is not Status.UNCOVERED else standing


def _failed(trial: Trial, flaw: Flaw) -> Basis:
    faults: tuple[Fault, ...] = ()
    if flaw.rule:
        fault = Fault(flaw.rule, flaw.says, trial.instrument.id, trial.movement.importer.place, flaw.fix, cites(trial.mechanism))
        faults = (fault,)
    return Basis(
        trial.instrument.id, trial.instrument.base.kind, Status.UNCOVERED, flaw.says, trial.mechanism, trial.instrument.id, faults=faults
    )


def _open(trial: Trial, flaws: list[Flaw]) -> Basis:
    asks = tuple(ask for flaw in flaws for ask in flaw.asks)
    says = "; ".join(flaw.says for flaw in flaws)
    reasons = (cited(says, trial.mechanism),)
    return Basis(
        trial.instrument.id,
        trial.instrument.base.kind,
        Status.UNKNOWN,
        says,
        trial.mechanism,
        trial.instrument.id,
        trial.module,
        reasons,
        asks=asks,
    )


def _standing(trial: Trial, places: tuple[str | None, ...]) -> Basis:
    """A valid instrument: what is left is the destination's law, and the impact assessment."""
    mechanism, instrument = trial.mechanism, trial.instrument
    kind = instrument.base.kind
    signed = f", signed on {instrument.base.signed}" if instrument.base.signed else ""
    module = f", module {trial.module}" if trial.module else ""
    reasons: tuple[Reason, ...] = (cited(f"{instrument.id} ({mechanism.title}{module}{signed}) covers it", mechanism),)
    faults: tuple[Fault, ...] = _late(trial)
    if mechanism.contractual:
        law = practice(trial.scene, trial.regime, trial.movement, instrument, places)
        if not law.stands:
            status = Status.UNKNOWN if law.stands is None else Status.UNCOVERED
            return Basis(
                instrument.id, kind, status, law.fails, mechanism, instrument.id, trial.module, reasons + law.reasons, law.faults, law.asks
            )
        reasons, faults = reasons + law.reasons, faults + law.faults + _unassessed(trial)
    given = Status.COVERED if mechanism.gives == "covered" else Status.EXCEPTION
    return Basis(instrument.id, kind, given, "", mechanism, instrument.id, trial.module, reasons, faults)


def _late(trial: Trial) -> tuple[Fault, ...]:
    starts, signed = trial.movement.leg.transfer.starts, trial.instrument.base.signed
    if starts is None or signed is None or starts >= signed:
        return ()
    says = f"the transfer started on {starts}, before {trial.instrument.id} was signed on {signed}"
    fix = "record what covered the transfer in between, or treat that time as uncovered"
    return (Fault("lapsed_mechanism", says, trial.instrument.id, trial.movement.importer.place, fix, cites(trial.mechanism)),)


def _unassessed(trial: Trial) -> tuple[Fault, ...]:
    duty = trial.regime.duty("impact_assessment", trial.scene.on)
    module = trial.mechanism.modules.get(trial.module or 0)
    if duty is None or (module and not module.impact_assessment) or assessed(trial.scene, trial.movement, trial.instrument):
        return ()
    says = f"{trial.instrument.id} rests on no transfer impact assessment, which is needed since {duty.from_}"
    fix = f"assess the law and practice of the destination, and record it as `impact_assessment` under `{trial.instrument.id}`"
    return (Fault("missing_impact_assessment", says, trial.instrument.id, trial.movement.importer.place, fix, cites(duty)),)
