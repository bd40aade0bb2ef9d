"""Conditions that the law sets on a tool or an exemption, whatever the paper says: destination, recipient, numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from datamap import geo
from datamap.assessment.attributes import ask, attribute
from datamap.assessment.numbers import counted
from datamap.assessment.parties import Party
from datamap.assessment.scene import Movement, Scene
from datamap.assessment.sensitivity import lack, sensitive
from datamap.findings import Ask
from datamap.law import Limit, Mechanism, Regime
from datamap.values import quick


@quick
@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that keeps a tool from covering. Without `asks` it fails; with them nobody can tell."""

    says: str
    rule: str | None = None
    asks: tuple[Ask, ...] = ()
    fix: str = ""


def conditions(scene: Scene, regime: Regime, movement: Movement, law: Mechanism, category: str) -> Iterator[Flaw]:
    """What keeps a mechanism from serving this exporter, importer and data."""
    yield from _origin(scene, movement, law)
    yield from _start(scene, movement, law)
    yield from _destination(scene, movement, law)
    yield from _importer(scene, movement, law)
    yield from _exporter(scene, movement, law)
    yield from _numbers(scene, regime, movement, law, category)
    if missing := lack(scene, regime, movement, law, category):
        rule = None if missing.asks else "incomplete_mechanism"
        yield Flaw(missing.says, rule, missing.asks, "obtain what is missing, and record it as an agreement")


def _origin(scene: Scene, movement: Movement, law: Mechanism) -> Iterator[Flaw]:
    place = movement.exporter.place
    if law.origins and place:
        yield from _among(scene, movement.exporter, law, place, law.origins)


def _among(scene: Scene, party: Party, law: Mechanism, place: str, places: tuple[str, ...]) -> Iterator[Flaw]:
    """A tool for parties in some places: a country that holds such a place leaves it open where in it the party is."""
    if any(scene.zone_holds(place, one) for one in places):
        return
    if any(scene.law.place_in_zone(one, place, scene.on) for one in places if one not in scene.law.zones):
        ask = Ask(f"where in {geo.name(place)} is `{party.node}` established?", ("entities", party.node, "location"))
        yield Flaw(f"{law.title} serves only some places in {geo.name(place)}, where {scene.name(party.node)} is", asks=(ask,))
    else:
        yield Flaw(f"{law.title} does not serve {geo.name(place)}")


def _start(scene: Scene, movement: Movement, law: Mechanism) -> Iterator[Flaw]:
    """A rule for what had begun by a day: on that day and before, whatever takes place has begun."""
    starts, limit = movement.leg.transfer.starts, law.started_until
    if limit is None or (starts or scene.on) <= limit:
        return
    if starts:
        yield Flaw(f"{law.title} does not serve a transfer that started on {starts}, after {limit}")
    else:
        path = ("transfers", movement.leg.written, "starts") if movement.leg.written is not None else ()
        yield Flaw(
            f"{law.title} serves only what started by {limit}", asks=(Ask(f"since when does `{movement.leg.id}` take place?", path),)
        )


def _destination(scene: Scene, movement: Movement, law: Mechanism) -> Iterator[Flaw]:
    place = movement.importer.place
    if law.destinations and place:
        yield from _among(scene, movement.importer, law, place, law.destinations)


def _importer(scene: Scene, movement: Movement, law: Mechanism) -> Iterator[Flaw]:
    importer = movement.importer
    if law.importer:
        holds = attribute(scene, importer.entity, law.importer).holds
        if holds is False:
            yield Flaw(f"{scene.name(importer.node)} is not declared to be under {law.importer}")
        elif holds is None:
            yield Flaw(
                f"whether {scene.name(importer.node)} is under {law.importer} is not declared",
                asks=(ask(scene, importer.entity, importer.node, law.importer),),
            )
    if law.importer_role and importer.group is None:
        yield Flaw(
            f"the role of {scene.name(importer.node)} is unknown",
            asks=(Ask(f"is `{importer.node}` a controller or a processor?", ("entities", importer.node)),),
        )
    elif law.importer_role and importer.group != law.importer_role:
        yield Flaw(f"{law.title} serves only a {law.importer_role}")


def _exporter(scene: Scene, movement: Movement, law: Mechanism) -> Iterator[Flaw]:
    exporter = movement.exporter
    if law.exporter:
        holds = attribute(scene, exporter.entity, law.exporter).holds
        if holds is False:
            yield Flaw(f"{scene.name(exporter.node)} is not declared to be under {law.exporter}")
        elif holds is None:
            says = f"whether {scene.name(exporter.node)} is under {law.exporter} is not declared"
            yield Flaw(says, asks=(ask(scene, exporter.entity, exporter.node, law.exporter),))
    for name in law.exporter_not:
        if name == exporter.kind:
            yield Flaw(f"{law.title} is closed to a {name.replace('_', ' ')}")
        if name not in scene.law.attributes:
            continue
        holds = attribute(scene, exporter.entity, name).holds
        if holds:
            yield Flaw(f"{law.title} is closed to {scene.name(exporter.node)}, which is under {name}")
        elif holds is None:
            yield Flaw(
                f"whether {scene.name(exporter.node)} is under {name} is not declared",
                asks=(ask(scene, exporter.entity, exporter.node, name),),
            )


def _numbers(scene: Scene, regime: Regime, movement: Movement, law: Mechanism, category: str) -> Iterator[Flaw]:
    if not law.limits:
        return
    found = sensitive(scene, regime, category)
    either = [tuple(_within_limits(scene, regime, movement, law, kind)) for kind in (True, False)]
    if found is None and either[0] != either[1]:
        path = ("transfers", movement.leg.written, "data_categories") if movement.leg.written is not None else ()
        yield Flaw(
            f"{law.title} depends on whether {category} includes data that {regime.id} calls sensitive",
            asks=(Ask(f"which data below `{category}` goes in `{movement.leg.id}`?", path),),
        )
        return
    yield from either[0 if found else 1]


def _within_limits(scene: Scene, regime: Regime, movement: Movement, law: Mechanism, is_sensitive: bool) -> Iterator[Flaw]:
    kind = "sensitive" if is_sensitive else "other than sensitive"
    fitting = [limit for limit in law.limits if limit.sensitive is is_sensitive]
    if not fitting:
        yield Flaw(f"{law.title} does not serve data that is {kind}")
        return
    if any(limit.people_from == 0 and limit.people_below is None for limit in fitting):
        return
    count = counted(scene, regime, movement, lambda key: sensitive(scene, regime, key) is not (not is_sensitive))
    if count.people is None:
        yield Flaw(f"{law.title} depends on how many people's data goes, which is not declared", asks=count.asks)
    elif not any(_within(count.people, limit) for limit in fitting):
        yield Flaw(f"{law.title} does not serve data of {count.people:,} people that is {kind}")
    elif count.asks:
        yield Flaw(f"{law.title} depends on how many people's data goes in all, which is not declared", asks=count.asks)


def _within(people: int, limit: Limit) -> bool:
    return limit.people_from <= people and (limit.people_below is None or people < limit.people_below)
