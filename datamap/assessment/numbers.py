"""How many people's data goes: over one transfer, or over all that a law adds up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from datamap.assessment.derogations import GROUNDS, ground_of
from datamap.assessment.scene import Movement, Scene
from datamap.findings import Ask
from datamap.law import Regime

Fits = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Count:
    """The number of people, None where the leg itself does not say, and the questions on other legs that add to it."""

    people: int | None
    asks: tuple[Ask, ...] = ()


def counted(scene: Scene, regime: Regime, movement: Movement, fits: Fits) -> Count:
    """How many people's data of a kind goes, over the legs that the regime adds up.

    `fits` tells which categories are of that kind. People of one group are counted once; a leg that names no group is
    about all whose data its source holds.
    """
    own = volume(movement)
    if own is None:
        return Count(None, (question(movement),))
    groups = {_group(movement): own}
    asks: list[Ask] = []
    for other in _added(scene, regime, movement, fits):
        number = volume(other)
        if number is None:
            asks.append(question(other))
        else:
            groups[_group(other)] = max(number, groups.get(_group(other), 0))
    return Count(sum(groups.values()), tuple(asks))


def volume(movement: Movement) -> int | None:
    """How many people's data a leg carries in a year, where the map says so."""
    said = movement.leg.transfer.volume
    return said.people if said else None


def question(movement: Movement) -> Ask:
    """The question to put where a leg does not say how many."""
    path = ("transfers", movement.leg.written, "volume") if movement.leg.written is not None else ()
    return Ask(f"how many people's data goes in `{movement.leg.id}` in a year?", path)


def _group(movement: Movement) -> tuple[str, ...]:
    return tuple(sorted(movement.leg.transfer.data_subjects)) or (f"all at {movement.leg.from_}",)


def _added(scene: Scene, regime: Regime, movement: Movement, fits: Fits) -> Iterator[Movement]:
    """The other legs whose numbers count together with this one."""
    conduct = regime.conduct(scene.on)
    scope = conduct.counts if conduct else "transfer"
    if scope == "transfer" or movement.exporter.entity is None:
        return
    for other in scene.others(movement):
        if not other.exporter.same(movement.exporter):
            continue
        if scope == "pair" and not other.importer.same(movement.importer):
            continue
        if _leaves(scene, regime, other) and any(fits(key) for key in other.leg.transfer.data_categories):
            yield other


def _leaves(scene: Scene, regime: Regime, movement: Movement) -> bool:
    """Whether a leg goes to another person outside the zone, and is not exempt by a ground that the map names."""
    importer = movement.importer
    if importer.people or movement.leg.transfer.anonymised:
        return False
    conduct = regime.conduct(scene.on)
    stays = movement.exporter.same(importer) or scene.law.inside(regime, importer.place, scene.on)
    systems = scene.places(movement.leg.to) if conduct and conduct.own_systems else ()
    if stays and not any(scene.law.inside(regime, place, scene.on) is False for place in systems):
        return False
    grounds = [ground_of(instrument) for instrument in movement.instruments if instrument.base.kind in GROUNDS]
    return not any(scene.law.derogation(regime, ground, scene.on) for ground in grounds)
