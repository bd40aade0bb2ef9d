"""The next leg: what data that arrived bound asks for when it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from datamap.assessment.basis import Basis, cited, cites
from datamap.assessment.derogations import GROUNDS
from datamap.assessment.instruments import EXPORTERS, IMPORTERS, Instrument
from datamap.assessment.scene import Movement, Scene
from datamap.findings import Ask, Fault, Part, Status
from datamap.law import Adequacy, LawBook, Onward, Regime
from datamap.values import quick

OwnRegime = Callable[[str], Part | None]


@quick
@dataclass(frozen=True, slots=True)
class Carrier:
    """What carried data out of a regime's zone: an adequacy decision, or anything that asks for a tool again.

    `sure` is False where the earlier leg rests on a presumption or an unknown, so that nothing behind it can be a
    certain violation.
    """

    decision: Adequacy | None
    sure: bool = True

    @property
    def ruled(self) -> Onward | None:
        """What the decision says of the next leg; None where a tool is asked for, whatever carried the data."""
        rule = self.decision.onward if self.decision else None
        return rule if rule and rule.needs != "tool" else None

    def __hash__(self) -> int:
        """Of the id alone: hashing all that a decision says, for every leg, takes longer than judging it."""
        return hash((self.decision and self.decision.id, self.sure))


def decision_basis(scene: Scene, movement: Movement, carrier: Carrier, own: OwnRegime) -> Basis | None:
    """What the decision that carried the data in says of the next leg; None where a tool is asked for."""
    decision, rule = carrier.decision, carrier.ruled
    if decision is None or rule is None:
        return None
    if rule.needs == "contract":
        return _contract(scene, movement, decision)
    return _own(scene, movement, decision, own)


def _onward(
    decision: Adequacy, status: Status, says: str, asks: tuple[Ask, ...] = (), agreement: str | None = None, faults: tuple[Fault, ...] = ()
) -> Basis:
    cite = decision.onward.cite if decision.onward and decision.onward.cite else decision.cite
    reason = cited(says, decision)
    fails = "" if status is Status.COVERED else says
    return Basis(
        f"onward rule of {cite}", "adequacy_onward", status, fails, decision, agreement, reasons=(reason,), asks=asks, faults=faults
    )


def _contract(scene: Scene, movement: Movement, decision: Adequacy) -> Basis:
    on = scene.on
    held = [_holds(i, movement, on) for i in movement.instruments if i.base.kind not in GROUNDS]
    if True in held:
        contract = movement.instruments[held.index(True)]
        return _onward(
            decision, Status.COVERED, f"the contract {contract.id} meets the onward rule of {decision.cite}", agreement=contract.id
        )
    who = f"{scene.name(movement.exporter.node)} and {scene.name(movement.importer.node)}"
    if None in held or movement.undeclared or movement.unknown:
        ends = f"{_tick(movement.exporter.node)} and {_tick(movement.importer.node)}"
        ask = Ask(f"which contract between {ends} binds the importer to the same protection?", _path(movement))
        return _onward(
            decision,
            Status.UNKNOWN,
            f"{decision.cite} asks for a contract for the next leg; whether {who} have one is not declared",
            (ask,),
        )
    says = f"{decision.cite} asks for a contract for the next leg, and {who} have none"
    return _onward(decision, Status.UNCOVERED, says, faults=(_fault(movement, says, decision),))


def _tick(text: str) -> str:
    return f"`{text}`"


def _path(movement: Movement) -> tuple[str | int, ...]:
    return ("transfers", movement.leg.written) if movement.leg.written is not None else ()


def _holds(instrument: Instrument, movement: Movement, on: date) -> bool | None:
    base = instrument.base
    sides = ((movement.exporter, EXPORTERS), (movement.importer, IMPORTERS))
    joined = all(instrument.joins(party.id, side, on) for party, side in sides)
    if base.invalid or not joined or (base.until and base.until < on) or (base.signed and base.signed > on):
        return False
    return None if base.signed is None else True


def _own(scene: Scene, movement: Movement, decision: Adequacy, own: OwnRegime) -> Basis:
    name = decision.onward.regime if decision.onward else None
    part = own(name) if name and name in scene.law.regimes else None
    if part is None:
        ask = Ask(f"what does the law of {scene.name(movement.exporter.node)} ({name}) say of `{movement.leg.id}`?", _path(movement))
        return _onward(decision, Status.UNKNOWN, f"under {decision.cite} the next leg is for {name}, which does not answer here", (ask,))
    says = f"under {decision.cite} the next leg is for {name}, which answers: {part.verdict.value.replace('_', ' ')}"
    if part.verdict is Status.UNCOVERED:
        return _onward(decision, Status.UNCOVERED, says, faults=(_fault(movement, says, decision),))
    status = Status.COVERED if part.verdict is Status.NOT_RESTRICTED else part.verdict
    return _onward(decision, status, says, part.questions, part.agreement)


def _fault(movement: Movement, says: str, decision: Adequacy) -> Fault:
    fix = "bind the importer by a contract, or stop the leg"
    return Fault("uncovered_onward_transfer", says, place=movement.importer.place, fix=fix, cites=cites(decision))


def handed_to(law: LawBook, regime: Regime) -> list[Regime]:
    """The other regimes of the book, by id, to which decisions of this one hand the next leg."""
    names = {a.onward.regime for a in regime.of(Adequacy) if a.onward and a.onward.regime}
    return [law.regimes[name] for name in sorted(names & law.regimes.keys())]
