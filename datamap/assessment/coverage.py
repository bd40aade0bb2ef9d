"""What covers one category of one group of people on one leg: every basis is tried, and the best one wins."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from datamap import geo
from datamap.assessment.adequacy import adequacy_bases, reading
from datamap.assessment.barred import Bar, bars
from datamap.assessment.basis import Basis, cited, cites
from datamap.assessment.binding import Binding
from datamap.assessment.derogations import derogation_bases
from datamap.assessment.exemptions import exemption_bases
from datamap.assessment.mechanisms import mechanism_bases
from datamap.assessment.onward import Carrier, OwnRegime, decision_basis
from datamap.assessment.parties import RoleGroup
from datamap.assessment.restriction import Restriction
from datamap.assessment.scene import Movement, Scene
from datamap.findings import Alternative, Ask, Fault, Part, Reason, Status
from datamap.law import Adequacy, Conduct, Mechanism, Regime
from datamap.values import quick


@quick
@dataclass(frozen=True, slots=True)
class Judged:
    """A part with the adequacy decision that carries it, if one does."""

    part: Part
    decision: Adequacy | None = None


@dataclass(slots=True, eq=False)
class Known:
    """What was found out for the legs of one regime and scene.

    `tried` has what was tried by the id of the leg, place, category and people; `decided` what adequacy decisions give by all
    that they read; `fixes` what would cover by the roles of the two.
    """

    tried: dict[tuple[str, str | None, str, str | None], list[Basis]] = field(default_factory=dict)
    decided: dict[Hashable, tuple[Basis, ...]] = field(default_factory=dict)
    fixes: dict[tuple[RoleGroup | None, RoleGroup | None], str] = field(default_factory=dict)


@quick
@dataclass(frozen=True, slots=True)
class Portion:
    """One category of one group of people on one leg, for one place where it may arrive, and how a regime has to do with it.

    `carrier` is what carried the data here where it arrived bound, None where the exporter itself is bound; `own` gives what
    another regime says of the same portion.
    """

    scene: Scene
    regime: Regime
    conduct: Conduct | None
    movement: Movement
    category: str
    people: str | None
    place: str | None
    bound: Binding
    geometry: Restriction
    carrier: Carrier | None
    own: OwnRegime
    known: Known

    @property
    def lead(self) -> tuple[Reason, Reason]:
        """What every answer begins with: why the regime asks at all, and whether the leg is restricted."""
        if self.carrier is None:
            return self.bound.reason, self.geometry.reason
        cite = self.conduct.onward_cite if self.conduct else None
        return _arrived(self.regime.id, cite), self.geometry.reason

    def answer(self, verdict: Status, restricted: bool | None, *reasons: Reason, **more: Any) -> Part:
        """A part that says this of the portion; `reasons` follow the lead, `more` are further fields of a part."""
        people = (self.people,) if self.people else ()
        onward = self.carrier is not None and verdict is not Status.NOT_RESTRICTED
        return Part((self.category,), people, self.place, verdict, restricted, onward, reasons=(*self.lead, *reasons), **more)

    def at(self, key: str | None = None) -> tuple[str | int, ...]:
        """Where the transfer, or a key of it, stands in the map; nowhere for an implied one."""
        written = self.movement.leg.written
        if written is None:
            return ()
        return ("transfers", written, key) if key else ("transfers", written)


def judged(portion: Portion) -> Judged:
    """Judge a portion that the regime binds, directly or because the data arrived bound."""
    restricted, conduct = portion.geometry.restricted, portion.conduct
    if restricted is False:
        return Judged(portion.answer(Status.NOT_RESTRICTED, False))
    if conduct and conduct.default == "unread":
        gap = cited(f"the law book does not hold what {portion.regime.id} said of transfers on {portion.scene.on}", conduct)
        return Judged(portion.answer(Status.UNKNOWN, None, gap))
    if conduct and conduct.default == "allowed":
        closed = bars(portion.scene, portion.regime, portion.movement, portion.category, portion.people)
        if not closed:
            free = cited(f"{portion.regime.id} leaves this transfer free", conduct)
            return Judged(portion.answer(Status.NOT_RESTRICTED, False, free))
        if restricted:
            answer = max((_closed(portion, one) for one in closed), key=lambda one: one.verdict.rank)
            return Judged(answer if answer.verdict is Status.COVERED else _excused(portion, closed[0]) or answer)
    tried = _bases(portion)
    if restricted is None:
        return Judged(portion.answer(Status.UNKNOWN, None, questions=portion.geometry.asks, alternatives=_losing(tried)))
    standing = [basis for basis in tried if basis.status is not Status.UNCOVERED]
    if not standing:
        return Judged(_nothing(portion, tried))
    best = min(standing, key=lambda basis: basis.status.rank)
    rest = [basis for basis in tried if basis is not best]
    found = portion.answer(
        best.status,
        True,
        *best.reasons,
        mechanism=best.mechanism,
        agreement=best.agreement,
        module=best.module,
        alternatives=_losing(rest),
        also=tuple(dict.fromkeys(b.mechanism for b in rest if b.status is Status.COVERED)),
        assumptions=best.assumptions,
        faults=best.faults,
        questions=best.asks,
    )
    return Judged(found, best.fact if isinstance(best.fact, Adequacy) else None)


def _bases(portion: Portion) -> list[Basis]:
    """Everything that may cover the portion, tried: the onward rule of the decision that carried it here, else all there is."""
    ruled = decision_basis(portion.scene, portion.movement, portion.carrier, portion.own) if portion.carrier else None
    if ruled:
        return [ruled]
    key = (portion.movement.leg.id, portion.place, portion.category, portion.people)
    found = portion.known.tried.get(key)
    if found is None:
        found = portion.known.tried[key] = _every(portion)
    return found


def _every(portion: Portion) -> list[Basis]:
    """All there is, whatever carried the data here."""
    scene, regime, movement, category, people = portion.scene, portion.regime, portion.movement, portion.category, portion.people
    read = reading(scene, regime, movement, category, people)
    decided = portion.known.decided.get(read)
    if decided is None:
        decided = portion.known.decided[read] = tuple(adequacy_bases(scene, regime, movement, category, people))
    found = [*decided, *exemption_bases(scene, regime, movement, category)]
    if movement.instruments:
        found += mechanism_bases(scene, regime, movement, category, people, (portion.place,))
        found += derogation_bases(scene, regime, movement, category, people)
    return found


def _losing(bases: Sequence[Basis]) -> tuple[Alternative, ...]:
    return (
        ()
        if not bases
        else tuple(
            Alternative(
                b.name, b.fails or "not needed: another basis covers", b.fact.id if b.fact else None, b.fact.cite if b.fact else None
            )
            for b in bases
        )
    )


def _closed(portion: Portion, closed: Bar) -> Part:
    """A transfer that the regime closes: uncovered unless something opens it; unknown where it only may be closed."""
    on, movement = portion.scene.on, portion.movement
    offered = [
        i.base
        for i in movement.instruments
        if i.base.kind in closed.opens and not i.base.invalid and (i.base.until is None or on <= i.base.until)
    ]
    for base in offered:
        if base.signed and base.signed <= on:
            opened = cited(f"{base.id} ({base.kind}), signed on {base.signed}, meets the conditions", closed.law)
            return portion.answer(Status.COVERED, True, closed.reason, opened, mechanism=base.kind, agreement=base.id)
    undated = [base.id for base in offered if base.signed is None]
    if closed.closed is None or undated:
        asks = (*closed.asks, *(Ask(f"since when does `{name}` hold?", ("agreements", name)) for name in undated))
        return portion.answer(Status.UNKNOWN, closed.closed, closed.reason, questions=asks)
    if movement.unknown and closed.opens:
        ask = Ask(f"which conditions does `{movement.leg.id}` meet: {', '.join(closed.opens)}?", portion.at("agreements"))
        return portion.answer(Status.UNKNOWN, True, closed.reason, questions=(ask,))
    fix = (
        f"meet the conditions ({', '.join(closed.opens)}) and record them, or stop the transfer"
        if closed.opens
        else "stop the transfer: nothing opens it"
    )
    fault = Fault("uncovered_transfer", closed.reason.says, place=movement.importer.place, fix=fix, cites=cites(closed.law))
    return portion.answer(Status.UNCOVERED, True, closed.reason, faults=(fault,))


def _excused(portion: Portion, closed: Bar) -> Part | None:
    """The answer where a ground of the regime takes the transfer out of what it closes; None where no ground stands."""
    offered = derogation_bases(portion.scene, portion.regime, portion.movement, portion.category, portion.people)
    standing = [basis for basis in offered if basis.status is not Status.UNCOVERED]
    if not standing:
        return None
    best = min(standing, key=lambda basis: basis.status.rank)
    asks, faults = best.asks, best.faults
    return portion.answer(
        best.status, True, closed.reason, *best.reasons, mechanism=best.mechanism, agreement=best.agreement, questions=asks, faults=faults
    )


def _nothing(portion: Portion, tried: list[Basis]) -> Part:
    """No basis stands: uncovered, unless nobody says which instruments there are, or a list is not held."""
    movement, conduct = portion.movement, portion.conduct
    losing, silence = _losing(tried), _silence(portion)
    if movement.unknown:
        ask = Ask(f"which transfer mechanism covers `{movement.leg.id}`?", portion.at("agreements"))
        nobody = Reason("the map says that nobody knows the mechanism")
        return portion.answer(Status.UNKNOWN, True, *silence, nobody, alternatives=losing, questions=(ask,))
    if conduct and portion.carrier is None and _may_be_listed(portion, conduct):
        home = geo.name(movement.importer.place or "unknown")
        gap = cited(f"{conduct.unread_list} is not held in the law book: {home} may be on it", conduct)
        ask = Ask(f"is {home} on {conduct.unread_list}?", portion.at())
        return portion.answer(Status.UNKNOWN, True, gap, alternatives=losing, questions=(ask,))
    faults = tuple(fault for basis in tried for fault in basis.faults) or (_uncovered(portion, tried),)
    failing = (cited(basis.fails, basis.fact) for basis in tried)
    return portion.answer(Status.UNCOVERED, True, *silence, *failing, alternatives=losing, faults=faults)


def _may_be_listed(portion: Portion, conduct: Conduct) -> bool:
    """Whether the importer's place may be on an adequacy list that the book does not hold."""
    place = portion.movement.importer.place
    return bool(conduct.unread_list) and not any(portion.scene.zone_holds(place, one) for one in conduct.unlisted)


def _home(portion: Portion) -> str | None:
    """The place of the importer, else of the system that stands for it."""
    importer = portion.movement.importer
    return importer.place or next(iter(portion.scene.places(importer.node)), None)


def _silence(portion: Portion) -> tuple[Reason, ...]:
    """That the regime has no adequacy decision for where the data goes, if it has none."""
    scene, regime, importer, home = portion.scene, portion.regime, portion.movement.importer, _home(portion)
    if importer.kind == "international_organisation":
        return _without_decision(regime.id, scene.name(importer.node), scene.on)
    if home is None or not regime.of(Adequacy) or scene.law.adequacy(regime, home, scene.on):
        return ()
    return _without_decision(regime.id, geo.name(home), scene.on)


@lru_cache(maxsize=4096)
def _without_decision(regime: str, where: str, on: date) -> tuple[Reason, ...]:
    return (Reason(f"{regime} has no adequacy decision for {where} on {on}"),)


@lru_cache(maxsize=256)
def _arrived(regime: str, cite: str | None) -> Reason:
    return Reason(f"the data arrived bound by {regime}", None, cite)


def _uncovered(portion: Portion, tried: list[Basis]) -> Fault:
    regime, conduct, place = portion.regime, portion.conduct, _home(portion)
    failing = "; ".join(f"{b.name}: {b.fails}" for b in tried if b.mechanism != "exemption")
    where = geo.name(place or "unknown")
    says = f"nothing covers the transfer to {portion.scene.name(portion.movement.importer.node)} in {where}" + (
        f" ({failing})" if failing else f": {'no adequacy decision and ' if regime.of(Adequacy) else ''}no transfer mechanism"
    )
    rule = "uncovered_onward_transfer" if portion.carrier else "uncovered_transfer"
    citations = (conduct.onward_cite,) if conduct and conduct.onward_cite else cites(conduct)
    return Fault(rule, says, place=place, fix=_fix(portion), cites=citations)


def _fix(portion: Portion) -> str:
    """What would cover it: the clauses in force for these two roles."""
    roles, fixes = (portion.movement.exporter.group, portion.movement.importer.group), portion.known.fixes
    if roles not in fixes:
        fixes[roles] = _clauses(portion.regime, portion.scene.on, roles)
    return fixes[roles]


def _clauses(regime: Regime, on: date, roles: tuple[RoleGroup | None, RoleGroup | None]) -> str:
    for law in regime.of(Mechanism, on):
        if law.agreement not in ("scc", "idta") or (law.signed_until and law.signed_until < on):
            continue
        pairs = [(f", module {n}", m) for n, m in law.modules.items()] + [("", m) for m in law.roles]
        for label, pair in pairs:
            if (pair.exporter, pair.importer) == roles:
                addendum = f" with the {law.needs_addendum} addendum" if law.needs_addendum else ""
                return f"sign {law.title}{label}{addendum}, with an impact assessment, or stop the transfer"
    return "agree on a transfer mechanism with the importer, or stop the transfer"


def capped(found: Part, why: Reason, asks: tuple[Ask, ...], restricted: bool | None) -> Part:
    """The same part, at best unknown: for presumptions, inferred legs and data that nobody explains."""
    if found.verdict is Status.NOT_RESTRICTED and restricted is False:
        return found
    reasons = found.reasons if why in found.reasons else (*found.reasons, why)
    return Part(
        found.data_categories, found.data_subjects, found.place, Status.UNKNOWN, restricted, found.onward, found.mechanism, found.agreement,
        found.module, reasons, found.alternatives, found.also, found.assumptions, (), (*asks, *found.questions),
    )  # fmt: skip
