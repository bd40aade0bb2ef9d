"""What covers one category of one group of people on one leg: every basis is tried, and the best one wins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from datamap import geo
from datamap.assessment.adequacy import adequacy_bases
from datamap.assessment.barred import Bar, bars
from datamap.assessment.basis import Basis, cited, cites
from datamap.assessment.binding import Binding
from datamap.assessment.derogations import derogation_bases
from datamap.assessment.exemptions import exemption_bases
from datamap.assessment.mechanisms import mechanism_bases
from datamap.assessment.onward import Carrier, OwnRegime, decision_basis
from datamap.assessment.restriction import Restriction
from datamap.assessment.scene import Movement, Scene
from datamap.findings import Alternative, Ask, Fault, Part, Reason, Status
from datamap.law import Adequacy, Mechanism, Regime


@dataclass(frozen=True, slots=True)
class Judged:
    """A part with the adequacy decision that carries it, if one does."""

    part: Part
    decision: Adequacy | None = None


def part(
    scene: Scene,
    regime: Regime,
    movement: Movement,
    category: str,
    people: str | None,
    place: str | None,
    bound: Binding,
    geometry: Restriction,
    carrier: Carrier | None,
    own: OwnRegime,
) -> Judged:
    """Judge one part of a leg that `regime` binds, directly or because the data arrived bound (`carrier`)."""
    onward = carrier is not None
    lead = (
        (bound.reason, geometry.reason)
        if not onward
        else (Reason(f"the data arrived bound by {regime.id}", None, _onward_cite(scene, regime)), geometry.reason)
    )
    if geometry.restricted is False:
        return Judged(Part((category,), _people(people), place, Status.NOT_RESTRICTED, False, reasons=lead))
    conduct = regime.conduct(scene.on)
    if conduct and conduct.default == "unread":
        gap = cited(f"the law book does not hold what {regime.id} said of transfers on {scene.on}", conduct)
        return Judged(Part((category,), _people(people), place, Status.UNKNOWN, None, onward, reasons=(*lead, gap)))
    if conduct and conduct.default == "allowed":
        closed = bars(scene, regime, movement, category, people)
        if not closed:
            free = cited(f"{regime.id} leaves this transfer free", conduct)
            return Judged(Part((category,), _people(people), place, Status.NOT_RESTRICTED, False, reasons=(*lead, free)))
        if geometry.restricted:
            each = [_closed(scene, movement, category, people, place, lead, one, onward) for one in closed]
            return Judged(max(each, key=lambda one: one.verdict.rank))
    best, rest = _best(_bases(scene, regime, movement, category, people, place, carrier, own))
    if geometry.restricted is None:
        return Judged(
            Part(
                (category,),
                _people(people),
                place,
                Status.UNKNOWN,
                None,
                onward,
                reasons=lead,
                questions=geometry.asks,
                alternatives=_losing(rest),
            )
        )
    if best is None:
        return Judged(_nothing(scene, regime, movement, category, people, place, lead, rest, onward))
    found = Part(
        (category,),
        _people(people),
        place,
        best.status,
        True,
        onward,
        best.mechanism,
        best.agreement,
        best.module,
        lead + best.reasons,
        _losing([b for b in rest if b is not best]),
        tuple(dict.fromkeys(b.mechanism for b in rest if b is not best and b.status is Status.COVERED)),
        best.assumptions,
        best.faults,
        best.asks,
    )
    return Judged(found, best.fact if isinstance(best.fact, Adequacy) else None)


def _people(people: str | None) -> tuple[str, ...]:
    return (people,) if people else ()


def _onward_cite(scene: Scene, regime: Regime) -> str | None:
    conduct = regime.conduct(scene.on)
    return conduct.onward_cite if conduct else None


def _bases(
    scene: Scene,
    regime: Regime,
    movement: Movement,
    category: str,
    people: str | None,
    place: str | None,
    carrier: Carrier | None,
    own: OwnRegime,
) -> list[Basis]:
    if carrier:
        ruled = decision_basis(scene, movement, carrier, own)
        if ruled:
            return [ruled]
    found = list(adequacy_bases(scene, regime, movement, category, people))
    found += exemption_bases(scene, regime, movement, category)
    found += mechanism_bases(scene, regime, movement, category, people, (place,))
    return found + list(derogation_bases(scene, regime, movement, category, people))


def _best(bases: list[Basis]) -> tuple[Basis | None, list[Basis]]:
    standing = [basis for basis in bases if basis.status is not Status.UNCOVERED]
    return min(standing, key=lambda basis: basis.status.rank, default=None), bases


def _losing(bases: Iterable[Basis]) -> tuple[Alternative, ...]:
    return tuple(
        Alternative(b.name, b.fails or "not needed: another basis covers", b.fact.id if b.fact else None, b.fact.cite if b.fact else None)
        for b in bases
    )


def _closed(
    scene: Scene,
    movement: Movement,
    category: str,
    people: str | None,
    place: str | None,
    lead: tuple[Reason, ...],
    closed: Bar,
    onward: bool,
) -> Part:
    """A transfer that the regime closes: uncovered unless something opens it; unknown where it only may be closed."""
    reasons = (*lead, closed.reason)
    offered = [
        i.base
        for i in movement.instruments
        if i.base.kind in closed.opens and not i.base.invalid and (i.base.until is None or scene.on <= i.base.until)
    ]
    for base in offered:
        if base.signed and base.signed <= scene.on:
            opened = Reason(
                f"{base.id} ({base.kind}), signed on {base.signed}, meets the conditions",
                closed.law.id,
                closed.law.cite,
                closed.law.confidence,
            )
            return Part((category,), _people(people), place, Status.COVERED, True, onward, base.kind, base.id, reasons=(*reasons, opened))
    undated = [base.id for base in offered if base.signed is None]
    if closed.closed is None or undated:
        asks = (*closed.asks, *(Ask(f"since when does `{name}` hold?", ("agreements", name)) for name in undated))
        return Part((category,), _people(people), place, Status.UNKNOWN, closed.closed, onward, reasons=reasons, questions=asks)
    if movement.unknown and closed.opens:
        ask = Ask(
            f"which conditions does `{movement.leg.id}` meet: {', '.join(closed.opens)}?",
            ("transfers", movement.leg.written or 0, "agreements"),
        )
        return Part((category,), _people(people), place, Status.UNKNOWN, True, onward, reasons=reasons, questions=(ask,))
    fix = (
        f"meet the conditions ({', '.join(closed.opens)}) and record them, or stop the transfer"
        if closed.opens
        else "stop the transfer: nothing opens it"
    )
    fault = Fault("uncovered_transfer", closed.reason.says, place=movement.importer.place, fix=fix, cites=cites(closed.law))
    return Part((category,), _people(people), place, Status.UNCOVERED, True, onward, reasons=reasons, faults=(fault,))


def _nothing(
    scene: Scene,
    regime: Regime,
    movement: Movement,
    category: str,
    people: str | None,
    place: str | None,
    lead: tuple[Reason, ...],
    rest: list[Basis],
    onward: bool,
) -> Part:
    """No basis stands: uncovered, unless nobody says which instruments there are."""
    if movement.unknown:
        ask = Ask(
            f"which transfer mechanism covers `{movement.leg.id}`?",
            ("transfers", movement.leg.written, "agreements") if movement.leg.written is not None else (),
        )
        reasons = (*lead, *_silence(scene, regime, movement), Reason("the map says that nobody knows the mechanism"))
        return Part(
            (category,), _people(people), place, Status.UNKNOWN, True, onward, reasons=reasons, alternatives=_losing(rest), questions=(ask,)
        )
    conduct = regime.conduct(scene.on)
    if conduct and conduct.unread_list and not onward:
        home = geo.name(movement.importer.place or "unknown")
        gap = cited(f"{conduct.unread_list} is not held in the law book: {home} may be on it", conduct)
        ask = Ask(f"is {home} on {conduct.unread_list}?", ("transfers", movement.leg.written) if movement.leg.written is not None else ())
        return Part(
            (category,),
            _people(people),
            place,
            Status.UNKNOWN,
            True,
            onward,
            reasons=(*lead, gap),
            alternatives=_losing(rest),
            questions=(ask,),
        )
    faults = tuple(fault for basis in rest for fault in basis.faults) or (_uncovered(scene, regime, movement, rest, onward),)
    reasons = (
        *lead,
        *_silence(scene, regime, movement),
        *(
            Reason(b.fails, b.fact.id if b.fact else None, b.fact.cite if b.fact else None, b.fact.confidence if b.fact else None)
            for b in rest
        ),
    )
    return Part(
        (category,), _people(people), place, Status.UNCOVERED, True, onward, reasons=reasons, alternatives=_losing(rest), faults=faults
    )


def _silence(scene: Scene, regime: Regime, movement: Movement) -> tuple[Reason, ...]:
    home = movement.importer.place or (scene.places(movement.importer.node) or (None,))[0]
    if movement.importer.kind == "international_organisation":
        return (Reason(f"{regime.id} has no adequacy decision for {scene.name(movement.importer.node)} on {scene.on}"),)
    if home is None or not regime.of(Adequacy) or scene.law.adequacy(regime, home, scene.on):
        return ()
    return (Reason(f"{regime.id} has no adequacy decision for {geo.name(home)} on {scene.on}"),)


def _uncovered(scene: Scene, regime: Regime, movement: Movement, rest: list[Basis], onward: bool) -> Fault:
    tried = "; ".join(f"{b.name}: {b.fails}" for b in rest if b.mechanism != "exemption")
    place = movement.importer.place or (scene.places(movement.importer.node) or (None,))[0]
    where = geo.name(place or "unknown")
    says = f"nothing covers the transfer to {scene.name(movement.importer.node)} in {where}" + (
        f" ({tried})" if tried else f": {'no adequacy decision and ' if regime.of(Adequacy) else ''}no transfer mechanism"
    )
    conduct = regime.conduct(scene.on)
    citations = (conduct.onward_cite,) if conduct and conduct.onward_cite else cites(conduct)
    return Fault(
        "uncovered_onward_transfer" if onward else "uncovered_transfer",
        says,
        place=place,
        fix=_fix(scene, regime, movement),
        cites=citations,
    )


def _fix(scene: Scene, regime: Regime, movement: Movement) -> str:
    """What would cover it: the clauses in force for these two roles."""
    sender, receiver = movement.exporter.group, movement.importer.group
    for law in regime.of(Mechanism, scene.on):
        if law.agreement not in ("scc", "idta") or (law.signed_until and law.signed_until < scene.on):
            continue
        pairs = [(f", module {n}", m) for n, m in law.modules.items()] + [("", m) for m in law.roles]
        for label, pair in pairs:
            if (pair.exporter, pair.importer) == (sender, receiver):
                addendum = f" with the {law.needs_addendum} addendum" if law.needs_addendum else ""
                return f"sign {law.title}{label}{addendum}, with an impact assessment, or stop the transfer"
    return "agree on a transfer mechanism with the importer, or stop the transfer"


def capped(found: Part, why: Reason, asks: tuple[Ask, ...], restricted: bool | None) -> Part:
    """The same part, at best unknown: for presumptions, inferred legs and data that nobody explains."""
    if found.verdict is Status.NOT_RESTRICTED and restricted is False:
        return found
    reasons = found.reasons if why in found.reasons else (*found.reasons, why)
    return replace(found, verdict=Status.UNKNOWN, restricted=restricted, reasons=reasons, faults=(), questions=(*asks, *found.questions))
