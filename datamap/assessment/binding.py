"""Whether a regime binds the exporter of a leg: by its seat, by what it targets, by a branch, or perhaps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from datamap import geo
from datamap.assessment.attributes import attribute
from datamap.assessment.parties import of_entity
from datamap.assessment.scene import Movement, Scene
from datamap.findings import Ask, Reason
from datamap.law import Conduct, Regime
from datamap.model import Entity
from datamap.values import quick


class Bound(Enum):
    """How far a regime binds an exporter for some people's data."""

    NO = "no"
    PRESUMED = "presumed"
    UNKNOWN = "unknown"
    YES = "yes"


@quick
@dataclass(frozen=True, slots=True)
class Binding:
    """The answer, with its reason, and the question that would settle it."""

    bound: Bound
    reason: Reason
    asks: tuple[Ask, ...] = ()


def binding(scene: Scene, regime: Regime, movement: Movement, people: str | None) -> Binding:
    """Whether `regime` itself binds the exporter of this leg for data about these people."""
    exporter = movement.exporter
    entity = exporter.entity
    conduct = regime.conduct(scene.on)
    if exporter.people or conduct is None:
        return _no(f"{regime.id} binds no exporter here")
    if exporter.candidates:
        return _one_of(scene, regime, movement, people)
    if entity is None:
        return _nameless(scene, regime, movement)
    if regime.id in entity.subject_to:
        article = f" ({conduct.reach_cite})" if conduct.reach_cite else ""
        return Binding(Bound.YES, Reason(f"the map says that {regime.id} binds {scene.name(entity.id)}{article}"))
    if "eu_institution" in regime.exporters and entity.kind == "eu_institution":
        return Binding(Bound.YES, Reason(f"{scene.name(entity.id)} is an institution of the Union", None, conduct.cite, conduct.confidence))
    if outside := _taken_out(scene, regime, entity, conduct):
        return _no(outside)
    if regime.members:
        return _member(scene, regime, entity, conduct)
    if entity.kind not in regime.exporters:
        return _no(f"{regime.id} does not bind a {entity.kind.replace('_', ' ')} through its seat")
    inside = scene.law.inside(regime, exporter.place, scene.on)
    if conduct.controllers_only and exporter.group == "processor" and inside is not False and scene.only_for_others(regime, movement):
        return _no(f"{regime.id} speaks to controllers, and {scene.name(entity.id)} handles this data for others elsewhere")
    if inside:
        return Binding(
            Bound.YES,
            Reason(
                f"{scene.name(entity.id)} is established in {geo.name(exporter.place or '')}, which {regime.id} counts as inside",
                conduct.id,
                conduct.cite,
                conduct.confidence,
            ),
        )
    if inside is None:
        where = f"where in {geo.name(exporter.place)}" if exporter.place else "where"
        ask = Ask(f"{where} is `{entity.id}` established?", ("entities", entity.id, "location"))
        return Binding(Bound.UNKNOWN, Reason(_where(scene, entity, exporter.place, regime)), (ask,))
    return _abroad(scene, regime, movement, people)


def _one_of(scene: Scene, regime: Regime, movement: Movement, people: str | None) -> Binding:
    """A processor that gives access for one of several controllers: unknown, unless the regime binds none of them."""
    candidates = movement.exporter.candidates
    answers = (binding(scene, regime, replace(movement, exporter=of_entity(entity)), people) for entity in candidates)
    first = next(answers)
    none = first.bound is Bound.NO and all(answer.bound is Bound.NO for answer in answers)
    return first if none else for_one_of(scene, movement)


def for_one_of(scene: Scene, movement: Movement) -> Binding:
    """What is said where a regime binds one of the controllers for whom access may be given."""
    candidates = movement.exporter.candidates
    says = f"{scene.name(movement.leg.from_)} holds this data for several controllers ({', '.join(entity.id for entity in candidates)})"
    return Binding(
        Bound.UNKNOWN, Reason(says), (Ask(f"for whom is the data in `{movement.leg.id}` given?", _path(movement, "on_behalf_of")),)
    )


def _taken_out(scene: Scene, regime: Regime, entity: Entity, conduct: Conduct) -> str | None:
    """Why the act does not bind an entity in spite of its seat, if it does not: a status that is declared."""
    who = scene.name(entity.id)
    if conduct.status:
        answer = attribute(scene, entity, conduct.status)
        if answer.declared and answer.holds is False:
            return f"{who} is declared not to be under {conduct.status}"
    other = next((name for name in conduct.unless if attribute(scene, entity, name).holds), None)
    return f"{who} is under {other}, and so not under {regime.id}" if other else None


def _where(scene: Scene, entity: Entity, place: str | None, regime: Regime) -> str:
    if place is None:
        return f"nobody says where {scene.name(entity.id)} is established"
    return f"{scene.name(entity.id)} is established in {geo.name(place)}, and nobody says whether in {regime.zone}"


def _member(scene: Scene, regime: Regime, entity: Entity, conduct: Conduct) -> Binding:
    """A regime whose territory has no ISO code, such as a free zone: an attribute tells who is in it."""
    assert regime.members is not None
    holds = attribute(scene, entity, regime.members).holds
    if holds:
        return Binding(
            Bound.YES,
            Reason(f"{scene.name(entity.id)} is declared to be under {regime.members}", conduct.id, conduct.cite, conduct.confidence),
        )
    return _no(f"{scene.name(entity.id)} is not declared to be under {regime.members}")


def _no(says: str) -> Binding:
    return Binding(Bound.NO, Reason(says))


def _path(movement: Movement, key: str) -> tuple[str | int, ...]:
    written = movement.leg.written
    return ("transfers", written, key) if written is not None else ()


def _nameless(scene: Scene, regime: Regime, movement: Movement) -> Binding:
    """A system without operator: inside the zone nobody can tell who exports, outside the regime does not reach it."""
    node = movement.exporter.node
    asks = (Ask(f"who operates `{node}`?", ("systems", node)),)
    insides = [scene.law.inside(regime, place, scene.on) for place in scene.places(node)]
    if "eu_institution" in regime.exporters or not any(inside or inside is None for inside in insides):
        return _no(f"{regime.id} does not reach an unnamed operator outside")
    return Binding(Bound.UNKNOWN, Reason(f"nobody says who operates {scene.name(node)}"), asks)


def _abroad(scene: Scene, regime: Regime, movement: Movement, people: str | None) -> Binding:
    entity = movement.exporter.entity
    assert entity is not None
    branches = [place for place in entity.branches if scene.law.inside(regime, geo.iso(place), scene.on)]
    acting = movement.leg.transfer.branch
    if acting and scene.law.inside(regime, geo.iso(acting), scene.on):
        return Binding(Bound.YES, Reason(f"the branch in {geo.name(geo.iso(acting) or acting)} acts, which {regime.id} binds"))
    if branches:
        if movement.leg.from_ in scene.map.systems and any(scene.law.inside(regime, p, scene.on) for p in scene.places(movement.leg.from_)):
            return Binding(Bound.YES, Reason(f"the transfer starts at a system of the branch in {geo.name(geo.iso(branches[0]) or '')}"))
        if acting is None and scene.people_inside(people, regime) is not False:
            where = " or ".join(geo.name(geo.iso(b) or b) for b in branches)
            asks = (Ask(f"does the branch of `{entity.id}` in {where} act in `{movement.leg.id}`?", _path(movement, "branch")),)
            return Binding(Bound.UNKNOWN, Reason(f"{scene.name(entity.id)} has a branch in {where}, and nobody says whether it acts"), asks)
    return _targets(scene, regime, movement, people)


def _targets(scene: Scene, regime: Regime, movement: Movement, people: str | None) -> Binding:
    entity = movement.exporter.entity
    conduct = regime.conduct(scene.on)
    assert entity is not None
    assert conduct is not None
    who = scene.name(entity.id)
    if (
        conduct.reaches_abroad
        and regime.id not in entity.not_subject_to
        and people in scene.collects_from.get(entity.id, ())
        and scene.people_inside(people, regime)
    ):
        says = f"{who} collects from people in {regime.zone}, and is presumed to be bound by {regime.id}"
        asks = (
            Ask(
                f"does {regime.id} bind `{entity.id}` ({conduct.reach_cite or 'by what it targets'})?",
                ("entities", entity.id, "subject_to"),
            ),
        )
        return Binding(Bound.PRESUMED, Reason(says, conduct.id, conduct.reach_cite or conduct.cite, conduct.confidence), asks)
    return _no(f"{who} is outside {regime.zone}, and nothing says that {regime.id} reaches it")
