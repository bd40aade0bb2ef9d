"""Where data really comes to rest, is received, or is read from: what forbidding and confining rules look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from datamap import geo
from datamap.flow import Carried
from datamap.model import Entity
from datamap.rules.case import Case

By = Literal["storage", "recipient", "access", "control"]


@dataclass(frozen=True, slots=True)
class Spot:
    """One place (ISO code, None unknown) in which data is at a node, and how. `sure` is False where it only may be so."""

    node: str
    place: str | None
    by: By
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Arrival:
    """Data at a spot: the leg that brought it (None: it starts there), the category, and the people."""

    spot: Spot
    leg: str | None
    category: str
    people: str | None
    certain: bool
    path: tuple[str, ...]


def spots(case: Case, node: str, access: bool) -> Iterator[Spot]:
    """Where data is once it is at a node: in a system's places, with its operator, with an entity, with people."""
    m = case.scene.map
    if node in m.systems:
        system = m.systems[node]
        for place in system.places:
            yield Spot(node, geo.iso(place), "access" if access else "storage")
        if system.operator:
            yield from _person(case, node, m.entities[system.operator], access)
    elif node in m.entities:
        yield from _person(case, node, m.entities[node], access)
    elif m.data_subjects[node].location != "unknown":
        location = m.data_subjects[node].location
        known = location not in m.zones and location not in case.scene.law.zones and location not in geo.ZONES
        yield Spot(node, geo.iso(location) if known else location, "recipient")
    else:
        yield Spot(node, None, "recipient")


def _person(case: Case, node: str, entity: Entity, access: bool) -> Iterator[Spot]:
    by: By = "access" if access else "recipient"
    yield Spot(node, geo.iso(entity.location), by)
    for branch in entity.branches:
        yield Spot(node, geo.iso(branch), by, sure=False)
    for owner in owners(case, entity):
        yield Spot(node, geo.iso(owner.location), "control")


def owners(case: Case, entity: Entity) -> list[Entity]:
    """Every entity that controls this one: parents, and owners of half or more or of an unknown share, all the way up."""
    found: dict[str, Entity] = {}
    waiting = [entity]
    while waiting:
        current = waiting.pop()
        names = ([current.parent] if current.parent else []) + [o.entity for o in current.owners if o.share is None or o.share >= 0.5]
        for name in names:
            if name not in found:
                found[name] = case.scene.map.entities[name]
                waiting.append(found[name])
    return list(found.values())


def concerns(case: Case, carried: Carried, categories: Iterable[str], people: tuple[str, ...]) -> bool | None:
    """Whether data is what a promise speaks of; None where nobody says whose data it is."""
    covers = case.scene.taxonomy.covers
    if not any(covers(key, carried.category) or covers(carried.category, key) for key in categories):
        return False
    if not people:
        return True
    return None if carried.people is None else carried.people in people


def arrivals(
    case: Case,
    categories: Iterable[str],
    people: tuple[str, ...],
    outside: str | None = None,
    matters: Callable[[Spot], bool] = lambda spot: True,
) -> Iterator[Arrival]:
    """All data that a promise speaks of, at every spot that `matters` where it comes to be.

    `outside` names a zone: data about people who are in it is left aside. Chains are looked for only where a spot matters.
    """
    wanted, side, people_here = tuple(categories), case.scene.side, case.scene.map.data_subjects
    asked: dict[tuple[str, str | None], bool | None] = {}
    there: dict[tuple[str, bool], list[Spot]] = {}

    def mattering(node: str, access: bool) -> list[Spot]:
        if (node, access) not in there:
            there[node, access] = [spot for spot in spots(case, node, access) if matters(spot)]
        return there[node, access]

    for leg in case.scene.legs:
        known: tuple[tuple[str, ...], bool] | None = None
        ends = mattering(leg.to, leg.kind == "remote_access") if side != "start" else []
        starts = mattering(leg.from_, False) if side != "end" and leg.from_ not in people_here else []
        for carried in case.scene.network.carried(leg.id) if ends or starts else ():
            data = (carried.category, carried.people)
            if data not in asked:
                left = outside and lives_in(case, carried.people, outside)
                asked[data] = False if left else concerns(case, carried, wanted, people)
            concerned = asked[data]
            if concerned is False:
                continue
            if ends:
                if known is None or not case.scene.brief:
                    known = case.scene.network.along(leg.id, carried.category, carried.people)
                path, sure = known
                for spot in ends:
                    yield Arrival(spot, leg.id, carried.category, carried.people, concerned is True and sure and spot.sure, path)
            if not carried.explained:
                for spot in starts:
                    yield Arrival(spot, None, carried.category, carried.people, concerned is True and spot.sure, (leg.id,))


def lives_in(case: Case, people: str | None, zone: str) -> bool:
    group = case.scene.map.data_subjects.get(people or "")
    if group is None or group.location == "unknown":
        return False
    if group.location == zone:
        return True
    named = group.location in case.scene.map.zones or group.location in case.scene.law.zones or group.location in geo.ZONES
    return not named and bool(case.scene.zone_holds(geo.iso(group.location), zone))


def holds(case: Case, place: str | None, zone: str) -> bool | None:
    """Whether a spot's place lies in a zone; None where it is unknown, or a zone of its own that may overlap."""
    if place is None:
        return None
    if place == zone:
        return True
    if place in case.scene.map.zones or place in case.scene.law.zones or place in geo.ZONES:
        return False
    return case.scene.zone_holds(place, zone)
