"""Adequacy decisions: which speak of the importer's place on the day, and whether their scope fits."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date
from functools import lru_cache
from typing import Literal

from datamap import geo
from datamap.assessment.attributes import Answer, ask, attribute, hr
from datamap.assessment.basis import Basis, cited, cites
from datamap.assessment.scene import Movement, Scene
from datamap.findings import Ask, Fault, Status
from datamap.law import Adequacy, Exclusion, Regime


def adequacy_bases(scene: Scene, regime: Regime, movement: Movement, category: str, people: str | None) -> Iterator[Basis]:
    """Every decision that speaks, or once spoke, of this importer, with what it gives for this data."""
    importer = movement.importer
    if importer.kind == "international_organisation":
        decisions = [a for a in regime.of(Adequacy, scene.on) if a.organisation and attribute(scene, importer.entity, a.organisation).holds]
        for decision in decisions:
            yield _covers(decision, f"{decision.cite} accepts this organisation", ())
        return
    if importer.place is None:
        return
    current = scene.law.adequacy(regime, importer.place, scene.on)
    for decision in current:
        if not decision.organisation:
            yield _judged(scene, decision, movement, category, people)
    yield from _lapsed(scene, regime, movement, {decision.id for decision in current if decision.recipient is None})


def reading(scene: Scene, regime: Regime, movement: Movement, category: str, people: str | None) -> Hashable:
    """All that `adequacy_bases` reads of a leg and its data: where it is the same, so are the bases."""
    importer = movement.importer
    spoken = scene.law.adequacy(regime, importer.place, scene.on) if importer.place else regime.of(Adequacy, scene.on)
    by_category = "." not in category or any(exclusion.data_categories for decision in spoken for exclusion in decision.excludes)
    return importer.node, importer.role, importer.place, hr(scene, category, people), category if by_category else None


def _covers(decision: Adequacy, says: str, assumptions: tuple[str, ...]) -> Basis:
    return Basis(decision.cite, "adequacy", Status.COVERED, fact=decision, reasons=(cited(says, decision),), assumptions=assumptions)


def _judged(scene: Scene, decision: Adequacy, movement: Movement, category: str, people: str | None) -> Basis:
    importer = movement.importer
    data: Literal["hr", "non_hr"] = "hr" if hr(scene, category, people) else "non_hr"
    assumptions: list[str] = []
    unknown: list[Ask] = []
    if decision.recipient:
        answer = attribute(scene, importer.entity, decision.recipient, _split(scene, decision.recipient, data))
        if answer.holds is False:
            return _outside(scene, decision, movement, _lacks(scene, decision, movement, answer, data))
        if answer.holds is None:
            unknown.append(ask(scene, importer.entity, importer.node, decision.recipient))
        if answer.presumed:
            assumptions.append(f"{scene.name(importer.node)} is presumed to be under {decision.recipient}; nobody excluded it")
    for exclusion in decision.excludes:
        match = _excluded(scene, exclusion, movement, category, data)
        if match:
            return _outside(scene, decision, movement, exclusion.says)
        if match is None:
            unknown.append(Ask(f"is `{importer.node}` outside {decision.cite} ({exclusion.says})?", ("entities", importer.node)))
        if not exclusion.judged:
            assumptions.append(f"outside {decision.cite}, and not judged here: {exclusion.says}")
    place = geo.name(decision.to[0]) if len(decision.to) == 1 else scene_place(movement)
    if unknown:
        says = f"{decision.cite} covers {place} only for: {decision.scope}; whether {scene.name(importer.node)} is one is not declared"
        return Basis(
            decision.cite,
            "adequacy",
            Status.UNKNOWN,
            says,
            decision,
            reasons=(cited(says, decision),),
            asks=tuple(unknown),
            assumptions=tuple(assumptions),
        )
    if data == "non_hr" and "." not in category and decision.recipient and _splits(scene, decision.recipient):
        assumptions.append(f"`{category}` is not taken to include data about staff")
    limit = f", for {decision.scope}" if decision.scope else ""
    return _covers(decision, f"{decision.cite} finds {place} adequate{limit}", tuple(assumptions))


def scene_place(movement: Movement) -> str:
    """The name of the importer's place."""
    return geo.name(movement.importer.place or "unknown")


def _splits(scene: Scene, name: str) -> bool:
    definition = scene.law.attributes.get(name)
    return bool(definition and definition.data_default)


def _split(scene: Scene, name: str, data: Literal["hr", "non_hr"]) -> Literal["hr", "non_hr"] | None:
    return data if _splits(scene, name) else None


def _lacks(scene: Scene, decision: Adequacy, movement: Movement, answer: Answer, data: str) -> str:
    """Why the recipient lacks the status that the decision asks for: never declared, denied, for other data, or for other days."""
    who, entity, status = scene.name(movement.importer.node), movement.importer.entity, decision.recipient or ""
    if entity is None or not answer.declared:
        return f"{who} is not declared to be under {status}"
    if attribute(scene, entity, status).holds:
        return (
            f"what {who} declares under {status} does not include {'data about staff' if data == 'hr' else 'data other than about staff'}"
        )
    spans = [a for a in entity.attributes if a.is_ == status and a.holds]
    ended = max((a.until for a in spans if a.until and a.until < scene.on), default=None)
    begins = min((a.from_ for a in spans if a.from_ and a.from_ > scene.on), default=None)
    if ended:
        return f"{who} was under {status} only until {ended}"
    return f"{who} is under {status} only from {begins}" if begins else f"{who} is declared not to be under {status} on {scene.on}"


def _excluded(scene: Scene, exclusion: Exclusion, movement: Movement, category: str, data: Literal["hr", "non_hr"]) -> bool | None:
    """Whether an exclusion applies; None where that hangs on something undeclared."""
    if not exclusion.judged:
        return any(attribute(scene, movement.importer.entity, name).holds for name in exclusion.recipient if name in scene.law.attributes)
    tests: list[bool | None] = []
    if exclusion.recipient:
        importer = movement.importer
        answers = [attribute(scene, importer.entity, name).holds for name in exclusion.recipient if name in scene.law.attributes]
        named = importer.kind in exclusion.recipient or importer.role in exclusion.recipient
        tests.append(True if named or True in answers else (None if None in answers else False))
    if exclusion.data:
        back = exclusion.unless and attribute(scene, movement.importer.entity, exclusion.unless, data).holds
        tests.append(exclusion.data == data and not back)
    if exclusion.data_categories:
        tests.append(_among(scene, category, exclusion.data_categories))
    if False in tests or not tests:
        return False
    return None if None in tests else True


def _among(scene: Scene, category: str, keys: tuple[str, ...]) -> bool | None:
    """Whether a category is one of those listed; None where it includes one. A root such as `user` is not taken to."""
    covers = scene.taxonomy.covers
    if any(covers(key, category) for key in keys):
        return True
    return None if "." in category and any(covers(category, key) for key in keys) else False


def _outside(scene: Scene, decision: Adequacy, movement: Movement, says: str) -> Basis:
    fault = Fault(
        "adequacy_out_of_scope",
        f"{decision.cite} does not reach this transfer: {says}",
        place=movement.importer.place,
        fix="agree on a transfer mechanism with the importer, or declare the status that brings it within the decision",
        cites=cites(decision),
    )
    return Basis(decision.cite, "adequacy", Status.UNCOVERED, says, decision, faults=(fault,))


@lru_cache(maxsize=4096)
def _ended(regime: Regime, place: str, on: date) -> tuple[Adequacy, ...]:
    """The decisions on a place that ended before the day, in order of time."""
    return tuple(d for d in regime.of(Adequacy) if d.until is not None and d.until < on and any(geo.within(place, to) for to in d.to))


def _lapsed(scene: Scene, regime: Regime, movement: Movement, standing: set[str]) -> Iterator[Basis]:
    """Decisions that once covered this importer and have ended."""
    importer = movement.importer
    last: dict[tuple[str, str | None], Adequacy] = {}
    for decision in _ended(regime, importer.place or "", scene.on):
        if decision.id not in standing:
            last[decision.id, decision.recipient] = decision
    for decision in last.values():
        relied = attribute(scene, importer.entity, decision.recipient) if decision.recipient else Answer(True, declared=True)
        if relied.holds and relied.declared:
            why = f"{decision.cite} ended on {decision.until}" + (f" ({decision.ended_by})" if decision.ended_by else "")
            fault = Fault("lapsed_mechanism", why, place=importer.place, fix="agree on a mechanism that is in force", cites=cites(decision))
            yield Basis(decision.cite, "adequacy", Status.UNCOVERED, why, decision, faults=(fault,))
