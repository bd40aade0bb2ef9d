"""What regimes say of one transfer of a large map: the answer for its class, with its own parties and its own data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from datamap.assessment.estates import Answers, EstateScene
from datamap.assessment.scene import Movement
from datamap.findings import Assessment, Part, worst


def place_of(scene: EstateScene, transfer: str) -> int | None:
    """The place of a transfer among the rows of the day; None where it is not there."""
    row, rows = scene.estate.row(transfer), scene.tide.rows
    if row is None:
        return None
    place = int(np.searchsorted(rows, row))
    return place if place < len(rows) and int(rows[place]) == row else None


def told(scene: EstateScene, answers: Sequence[Answers], place: int) -> tuple[Assessment, ...]:
    """What each regime says of the transfer at a place, `count` being how many the regime reads alike."""
    carried, gaps = (words[place : place + 1] for words in (scene.tide.carried, scene.tide.gaps))
    alone = scene.split(np.array([place], np.int64), np.array([1], np.int64), (carried, gaps))
    (leg,) = alone.legs
    movement = alone.movements[leg.id]
    data = {scene.tide.tags.pair(label) for label in scene.tide.tags.ones(carried[0] | gaps[0])}
    found = []
    for one in answers:
        number = int(one.of[place])
        said = one.assessments[number]
        if said is not None:
            found.append(_own(replace(said, count=int(one.scene.sizes[number])), movement, data))
    return tuple(found)


def stands_for(answers: Sequence[Answers], place: int) -> dict[str, Assessment]:
    """For each regime what it says of the transfer that stands for the class of the one at a place."""
    said = {one.regime.id: one.assessments[int(one.of[place])] for one in answers}
    return {regime: a for regime, a in said.items() if a is not None}


def _own(said: Assessment, movement: Movement, data: set[tuple[str, str | None]]) -> Assessment:
    """The answer for a class with the parties of one of its transfers, and of its parts what is about the data that this carries."""
    sender, receiver = movement.exporter, movement.importer
    named = replace(
        said,
        transfer=movement.leg.id,
        exporter=sender.id,
        importer=receiver.id,
        exporter_role=sender.role,
        importer_role=receiver.role,
        data_categories=movement.leg.transfer.data_categories,
        data_subjects=movement.leg.transfer.data_subjects,
    )
    parts = tuple(own for part in said.parts if (own := _carried(part, data)) is not None)
    if not parts or worst(part.verdict for part in parts) is not said.verdict:
        return named
    keys, people = (
        tuple(dict.fromkeys(chain.from_iterable(getattr(part, name) for part in parts))) for name in ("data_categories", "data_subjects")
    )
    return replace(named, parts=parts, data_categories=keys, data_subjects=people)


def _carried(part: Part, data: set[tuple[str, str | None]]) -> Part | None:
    """The part less what is not carried; None where nothing is left."""
    groups: tuple[str | None, ...] = part.data_subjects or (None,)
    keys = tuple(key for key in part.data_categories if any((key, group) in data for group in groups))
    people = tuple(group for group in part.data_subjects if any((key, group) in data for key in keys))
    return replace(part, data_categories=keys, data_subjects=people) if keys else None
