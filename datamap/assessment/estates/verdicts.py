"""What the regimes say of an estate: classes of rows with one answer each, and the rows of each class."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from datamap.assessment.assessing import assessed, inbound, relevant
from datamap.assessment.estates.coding import firsts, together
from datamap.assessment.estates.judging import ClassJudge, Slot, label_sorts
from datamap.assessment.estates.scene import EstateScene
from datamap.findings import Assessment, Part, Status
from datamap.flow.arcs import Whole, Words
from datamap.law import Regime


@dataclass(frozen=True, eq=False)
class Classes:
    """The scene of an estate with an assessment for each regime and class: `assessments` name the first row of theirs."""

    scene: EstateScene
    regimes: tuple[Regime, ...]
    assessments: tuple[Assessment, ...]


@dataclass(frozen=True, eq=False)
class _Told:
    """A slot that is about some rows, with the labels that these carry."""

    slot: Slot
    labels: Words


def judge_estate(scene: EstateScene, regimes: Iterable[str] | None = None, concerns: Sequence[Words] = ()) -> Classes:
    """Judge every row of an estate, each class of rows once.

    Args:
        scene: the estate on the day; its legs are afterwards those of the classes.
        regimes: ids of the regimes to judge; without it every regime that may bind an end or the data.
        concerns: sets of labels of which promises speak, so that rows that carry some are told from those that do not.
    """
    chosen = [scene.law.regime(name) for name in regimes] if regimes is not None else relevant(scene)
    chosen = [regime for regime in chosen if regime.conduct(scene.on)]
    coarse = scene.take(chosen)
    sorts = label_sorts(scene, chosen)
    judges = [ClassJudge(scene, regime, sorts) for regime in chosen]
    outcome, told = _outcomes(scene, judges)
    of = together([coarse.of, outcome, *_promised(scene, concerns), _unexplained(scene)]) if len(coarse.of) else coarse.of
    first = firsts(of, int(of.max(initial=-1)) + 1)
    order = np.argsort(first)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    scene.stand_for(place[of], first[order])
    return Classes(scene, tuple(chosen), tuple(_assessments(scene, judges, coarse.of, outcome, told)))


def _outcomes(scene: EstateScene, judges: Sequence[ClassJudge]) -> tuple[Whole, dict[int, list[tuple[int, _Told]]]]:
    """For each row a number for the slots that are about it; for each class its slots, by the number of their judge."""
    order, starts = scene.by_class
    carried = scene.tide.carried[order]
    found = np.zeros(len(order), np.int64)
    told: dict[int, list[tuple[int, _Told]]] = {}
    for number, (low, high) in enumerate(zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)):
        mine = [(at, slot) for at, judge in enumerate(judges) for slot in judge.slots.of.get(number, ())]
        rows, bits = order[low:high], carried[low:high]
        hits = [bits.any(axis=1)]
        for at, slot in mine:
            which = judges[at].hits(slot, rows, bits)
            hits.append(which.any(axis=1))
            told.setdefault(number, []).append((at, _Told(slot, np.bitwise_or.reduce(which, axis=0))))
        found[rows] = _coded(hits)
    return found, told


def _coded(hits: Sequence[np.ndarray[tuple[int], np.dtype[np.bool_]]]) -> Whole:
    """One number for each row: which of the columns are true. Bit 0 is the first."""
    if len(hits) <= 62:
        found = np.zeros(len(hits[0]), np.int64)
        for at, column in enumerate(hits):
            found |= column.astype(np.int64) << at
        return found
    raise ValueError(f"a class has {len(hits)} answers")


def _promised(scene: EstateScene, concerns: Sequence[Words]) -> list[Whole]:
    """For each set of labels whether rows carry any."""
    return [(scene.tide.carried & mask).any(axis=1).astype(np.int64) for mask in concerns]


def _unexplained(scene: EstateScene) -> Whole:
    """Where rows with data that nothing explains start: by the sort of the system, or the node."""
    tide, estate = scene.tide, scene.estate
    found = np.full(len(tide.rows), -1, np.int64)
    rows = scene.with_gaps
    before = len(estate.outset)
    start = tide.from_[rows].astype(np.int64)
    system = start >= before
    place = start.copy()
    place[system] = before + estate.systems.sort[start[system] - before]
    found[rows] = place
    return found


def _assessments(
    scene: EstateScene, judges: Sequence[ClassJudge], coarse: Whole, outcome: Whole, told: dict[int, list[tuple[int, _Told]]]
) -> Iterable[Assessment]:
    """The answers for each class, in the order of the map."""
    for leg, place in zip(scene.legs, scene.first.tolist(), strict=True):
        movement, hit = scene.movements[leg.id], int(outcome[place])
        answers = told.get(int(coarse[place]), ())
        by_judge: dict[int, list[Part]] = {}
        for at, (number, one) in enumerate(answers, 1):
            if hit >> at & 1:
                by_judge.setdefault(number, []).extend(_parts(scene, one))
        for number, judge in enumerate(judges):
            parts = by_judge.get(number)
            found = assessed(judge.regime, movement, _merged(parts)) if parts else inbound(judge, movement)
            if found:
                yield found


def _parts(scene: EstateScene, told: _Told) -> Iterable[Part]:
    """A slot as parts, one for each group of people whose data it is about."""
    tags = scene.tide.tags
    groups: dict[str | None, list[str]] = {}
    for label in tags.ones(told.labels):
        key, people = tags.pair(label)
        groups.setdefault(people, []).append(key)
    for people, keys in groups.items():
        yield _said(told.slot.part, tuple(keys), (people,) if people else ())


def _said(part: Part, categories: tuple[str, ...], people: tuple[str, ...]) -> Part:
    return Part(categories, people, *(getattr(part, name) for name in _REST))


_REST = [name for name in Part.__dataclass_fields__ if name not in ("data_categories", "data_subjects")]


def _merged(parts: list[Part]) -> tuple[Part, ...]:
    """Parts that say the same of the same people, or of the same categories, as one."""
    by_people: dict[object, list[str]] = {}
    for part in parts:
        by_people.setdefault((part.data_subjects, *_rest(part)), []).extend(part.data_categories)
    merged: dict[object, list[str]] = {}
    for (people, *rest), keys in by_people.items():  # type: ignore[misc]
        merged.setdefault((tuple(sorted(set(keys))), *rest), []).extend(people)
    return tuple(Part(keys, tuple(sorted(set(people))), *rest) for (keys, *rest), people in merged.items())  # type: ignore[misc]


def _rest(part: Part) -> tuple[object, ...]:
    return tuple(getattr(part, name) for name in _REST)


def failing(scene: EstateScene, day: date, regime: str) -> set[str]:
    """The legs of a scene of which some row is restricted, or may be, and not covered on another day."""
    later = EstateScene(scene.estate, day, scene.law)
    found = judge_estate(later, [regime])
    bad = {a.transfer for a in found.assessments if a.verdict in (Status.UNCOVERED, Status.UNKNOWN)}
    classes = np.array([leg.id in bad for leg in found.scene.legs], bool)
    rows = later.tide.rows[classes[later.of]] if len(classes) else later.tide.rows[:0]
    met = np.isin(scene.tide.rows, rows)
    lost = np.zeros(len(scene.first), bool)
    lost[scene.of[met]] = True
    return {leg.id for leg, one in zip(scene.legs, lost.tolist(), strict=True) if one}
