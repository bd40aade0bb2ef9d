"""What regimes say of all transfers of a large map between two places: told once for all of which they say the same."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass

import numpy as np

from datamap.assessment.estates import Answers, EstateScene
from datamap.checking.asking import targets
from datamap.findings import Assessment, Status
from datamap.flow.arcs import Truth, Whole
from datamap.model import FrozenMap


@dataclass(frozen=True, slots=True)
class Alike:
    """Transfers of which a regime says the same: how many, one of them by its id, and what is said of those that it reads alike."""

    count: int
    transfer: str
    said: Assessment


def between(scene: EstateScene, start: str, end: str) -> Whole:
    """The places of the rows from a node, or any in a place, to another.

    Raises:
        QuestionError: there is no such node or place, with suggestions.
    """
    near, far = _nodes(scene, start), _nodes(scene, end)
    return np.flatnonzero(near[scene.tide.from_] & far[scene.tide.to])


def alike(scene: EstateScene, answers: Answers, rows: Whole) -> list[Alike]:
    """What a regime says of some rows, the worst first; rows of which it says nothing are left out."""
    classes, first, counts = (column.tolist() for column in np.unique(answers.of[rows], return_index=True, return_counts=True))
    groups: dict[tuple[object, ...], list[tuple[bool, int, int, Assessment]]] = {}
    for number, at, count in zip(classes, first, counts, strict=True):
        said = answers.assessments[number]
        if said is not None:
            key = (said.verdict, said.restricted, said.mechanism, said.agreement, said.onward)
            own = int(answers.scene.first[number]) == int(rows[at])
            groups.setdefault(key, []).append((own, count, -int(rows[at]), said))
    found = []
    for group in groups.values():
        _, _, row, said = max(group, key=lambda one: one[:3])
        (name,) = scene.named((-row,))
        found.append(Alike(sum(one[1] for one in group), name, said))
    return sorted(found, key=lambda one: (-one.said.verdict.rank, one.said.verdict is Status.NOT_RESTRICTED, -one.count, one.transfer))


def _nodes(scene: EstateScene, name: str) -> Truth:
    """Which nodes a name means: a node by its id first, else all that are in a place or may be."""
    estate = scene.estate
    found = np.zeros(estate.nodes, bool)
    node = None if name.startswith("place:") else estate.number.get(name)
    if node is not None:
        found[node] = True
        return found
    here, sorts = copy(scene), {f"sort {at}": sort for at, sort in enumerate(estate.systems.sorts)}  # no id has a space in it
    here.map = estate.frame.model_copy(update={"systems": FrozenMap(sorts)})
    there = set(targets(here, f"place:{name.removeprefix('place:')}") or ())
    found[: len(estate.outset)] = [one in there for one in estate.outset]
    if len(estate.systems):
        found[len(estate.outset) :] = np.array([sort in there for sort in sorts], bool)[estate.systems.sort]
    return found
