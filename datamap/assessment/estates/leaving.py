"""What leaves a zone: classes of rows of which a promise about mechanisms reads the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from datamap import geo
from datamap.assessment.estates.coding import codes, whole
from datamap.assessment.estates.scene import EstateScene
from datamap.assessment.estates.verdicts import Answers, _gathered
from datamap.findings import Assessment, Status
from datamap.flow.arcs import Truth, Whole, Words, filled


def leaving(scene: EstateScene, answers: Sequence[Answers], zone: str, about: Words) -> tuple[EstateScene, tuple[Assessment, ...]]:
    """The rows that carry some labels (`about`), by where they go and by what is said of them, with what is said of each class.

    Where a regime of the zone speaks of a row, only the regimes of this zone count.
    """
    rows = np.flatnonzero(filled(scene.tide.carried & about))
    near = [one for one in answers if one.regime.zone == zone]
    said = [np.where(_speaks(one)[one.of[rows]], one.of[rows], -1) for one in answers]
    spoken = np.zeros(len(rows), bool)
    for one, of in zip(answers, said, strict=True):
        if one in near:
            spoken |= of >= 0
    heard = [of if one in near else np.where(spoken, -1, of) for one, of in zip(answers, said, strict=True)]
    kinds = [_kinds(one)[of] for one, of in zip(answers, heard, strict=True)]
    found = _gathered(scene, rows, whole(*_ends(scene, zone, rows), *kinds), scene.tide.carried[rows], None)
    place = np.searchsorted(rows, found.first)
    told = [
        replace(assessment, transfer=leg.id, count=int(found.sizes[number]))
        for number, leg in enumerate(found.legs)
        for one, of in zip(answers, heard, strict=True)
        if (at := int(of[place[number]])) >= 0 and (assessment := one.assessments[at]) is not None
    ]
    return found, tuple(told)


def _speaks(answers: Answers) -> Truth:
    return np.array([one is not None for one in answers.assessments], bool)


def _kinds(answers: Answers) -> Whole:
    """For each leg a number for what a promise about mechanisms reads of its answer; the last is for none."""
    return codes([*(one and _read(one) for one in answers.assessments), None])


def _read(assessment: Assessment) -> frozenset[tuple[object, ...]]:
    parts = (part for part in assessment.parts if part.verdict is not Status.NOT_RESTRICTED)
    return frozenset((part.verdict, part.mechanism, part.also) for part in parts)


def _ends(scene: EstateScene, zone: str, rows: Whole) -> list[Whole]:
    """For each row numbers for who sends and who receives, as far as leaving a zone asks."""
    ground, ends, tide = scene.ground, scene.ends, scene.tide
    inside = codes([*(scene.zone_holds(geo.iso(entity.location), zone) for entity in ends.entities), "nobody"])
    anonymised = np.array([sort.anonymised for sort in ends.sorts], bool)[tide.sort[rows]]
    columns = [ground.same(rows).astype(np.int64), anonymised.astype(np.int64), ground.waived[rows]]
    unplaced = np.array([*(geo.iso(entity.location) is None for entity in ends.entities), True], bool)
    for entity, node in ((ends.exporter[rows], tide.from_[rows]), (ends.importer[rows], tide.to[rows])):
        who = np.maximum(entity, -1)
        columns += [inside[who], np.where(entity == -1, np.minimum(node, ends.people), -1), np.where(unplaced[who], ground.site[node], -1)]
    return columns
