"""Which transfers of a large map a picture shows: those of a category, of some people, with findings, or near a node."""

from __future__ import annotations

import numpy as np

from datamap.assessment.estates import EstateScene
from datamap.checking.asking import named
from datamap.errors import QuestionError
from datamap.flow.arcs import Truth, Whole
from datamap.model.references import meant
from datamap.rendering.palette import Sign
from datamap.rendering.selection import Selection


def chosen(scene: EstateScene, selection: Selection, ranks: Whole) -> Truth:
    """For each row whether it is shown; `ranks` are those of its signs. Of people, what really carries their data is shown.

    Raises:
        QuestionError: a category, a group of people or a node that the map does not have.
    """
    tide = scene.tide
    shown = np.ones(len(tide.rows), bool)
    if selection.categories:
        shown &= _naming(scene, named(scene, selection.categories, "data category"))
    if selection.subjects:
        groups = named(scene, selection.subjects, "group of data subjects")
        runs = [tide.tags.run(tide.tags.groups.index(group)) for group in groups]
        shown &= np.logical_or.reduce([tide.carried[:, run].any(axis=1) for run in runs])
    if selection.findings_only:
        shown &= ranks >= Sign.UNKNOWN.rank
    if selection.focus:
        near = _near(scene, selection, shown)
        shown &= near[tide.from_] & near[tide.to]
    return shown


def _naming(scene: EstateScene, keys: tuple[str, ...]) -> Truth:
    """The rows that name one of the keys, something below it, or something above it."""
    rows, covers = scene.estate.rows, scene.taxonomy.covers
    wanted = np.zeros(rows.bits.shape[1], np.uint64)
    for at, known in enumerate(rows.keys):
        if any(covers(key, known) or covers(known, key) for key in keys):
            wanted[at // 64] |= np.uint64(1 << at % 64)
    meeting: Truth = np.any(rows.bits & wanted, axis=1)
    return meeting[rows.sets[scene.tide.rows]]


def _near(scene: EstateScene, selection: Selection, shown: Truth) -> Truth:
    """The nodes within so many transfers of those in focus, in any direction."""
    number, near = scene.estate.number, np.zeros(scene.estate.nodes, bool)
    for name in selection.focus:
        if name not in number:
            raise QuestionError(f"there is no node {name!r}; {meant(name, number, 'name one of the map')}")
        near[number[name]] = True
    from_, to = scene.tide.from_[shown], scene.tide.to[shown]
    for _ in range(selection.depth):
        beside = near.copy()
        beside[to[near[from_]]] = True
        beside[from_[near[to]]] = True
        near = beside
    return near
