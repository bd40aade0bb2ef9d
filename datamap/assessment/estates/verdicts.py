"""What the regimes say of an estate: for each regime classes of rows with one answer each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from datamap.assessment.assessing import assessed, inbound, relevant
from datamap.assessment.estates.coding import sorted_by, whole
from datamap.assessment.estates.judging import Before, ClassJudge
from datamap.assessment.estates.retelling import Retelling
from datamap.assessment.estates.scene import EstateScene
from datamap.assessment.estates.slots import Slot
from datamap.assessment.estates.splitting import carrying, pieces
from datamap.assessment.estates.touching import Edit
from datamap.assessment.estates.writing import Writer
from datamap.findings import Assessment, Reason
from datamap.flow.arcs import Whole, Words
from datamap.law import Regime

Watch = Callable[[str, int, int], None]
"""Told what is being done, how many such things are done, and of how many."""


@dataclass(frozen=True, eq=False)
class Answers:
    """What one regime says of an estate.

    The legs of `scene` stand for classes of rows with one answer; `assessments` has it for each leg, None where the regime
    says nothing. `rows` are the rows that it judges, class after class, those of class `c` being
    `rows[starts[c]:starts[c + 1]]`; `rest` has for the classes of the ground that it does not judge the number of the leg
    that stands for them, -1 for those that it does.
    """

    regime: Regime
    scene: EstateScene
    assessments: tuple[Assessment | None, ...]
    rows: Whole
    starts: Whole
    rest: Whole
    judge: ClassJudge = field(repr=False)
    legs: Mapping[int, range] = field(repr=False)
    """For each class of `judge` that it judges, the numbers of the legs into which it was split."""

    @cached_property
    def of(self) -> Whole:
        """For each row of the day the number of the leg that stands for it."""
        found: Whole = self.rest[self.scene.ground.of]
        found[self.rows] = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        return found

    @property
    def said(self) -> tuple[Assessment, ...]:
        """The assessments that there are, in the order of the map."""
        order = np.argsort(self.scene.first, kind="stable").tolist()
        return tuple(found for at in order if (found := self.assessments[at]) is not None)


def judge_estate(
    scene: EstateScene,
    regimes: Iterable[str] | None = None,
    promised: Sequence[Words] = (),
    watch: Watch = lambda what, done, of: None,
    before: Sequence[Answers] = (),
) -> Iterator[Answers]:
    """What every regime (or those named) says of every row of an estate, each class of rows judged once.

    Args:
        scene: the estate on the day.
        regimes: ids of the regimes to judge; without it every regime that may bind an end or the data.
        promised: sets of labels: rows that carry some are told from those that do not.
        watch: told before each regime what is judged, how many are done, and of how many.
        before: what was said, with the same `regimes` and `promised`, of an estate from which this one was made:
            what the edit does not touch is not judged again.
    """
    chosen = [scene.law.regime(name) for name in regimes] if regimes is not None else relevant(scene)
    chosen = [regime for regime in chosen if regime.conduct(scene.on)]
    scene.settle(chosen)
    edit = Edit.between(before[0].scene, scene) if [one.regime for one in before] == chosen and before else None
    if edit:
        scene.remember(edit)
    for done, regime in enumerate(chosen):
        watch(regime.id, done, len(chosen))
        here = scene.folded(scene.ground.under(regime))
        kept = _Kept(before[done], edit, here) if edit else None
        judge = ClassJudge(here, regime, Before(kept.then.judge, kept.alike, kept.lost) if kept else None)
        yield _answered(judge, promised, kept)


class _Kept:
    """What was said before an edit, as far as it still holds."""

    def __init__(self, then: Answers, edit: Edit, now: EstateScene) -> None:
        self.then, self.edit = then, edit
        touched = edit.under(then.regime)
        self.lost = edit.lost(touched)
        """The rows before the edit that are gone or touched."""
        self.alike = edit.alike(touched, then.judge.scene, now)
        """For each class the same class before the edit, -1 where the edit touches it."""

    def known(self, judge: ClassJudge) -> dict[int, range]:
        """The legs of the classes that are the same, and where what arrived bound at the start of their rows is the same too."""
        nodes = judge.arrivals.news(self.then.judge.arrivals)
        same = self.alike >= 0
        same[judge.scene.fold.classes(np.flatnonzero(nodes[judge.scene.tide.from_] | nodes[judge.scene.tide.holder]))] = False
        found = ((number, self.then.legs.get(int(self.alike[number]))) for number in np.flatnonzero(same).tolist())
        return {number: legs for number, legs in found if legs is not None}

    def rows(self, leg: int) -> Whole:
        """The rows, as they are counted now, that a leg stood for."""
        return self._now[self.then.rows[self.then.starts[leg] : self.then.starts[leg + 1]]]

    @cached_property
    def _now(self) -> Whole:
        found = np.full(len(self.edit.before.tide.rows), -1, np.int64)
        kept = np.flatnonzero(self.edit.old >= 0)
        found[self.edit.old[kept]] = kept
        return found


def _answered(judge: ClassJudge, promised: Sequence[Words], kept: _Kept | None = None) -> Answers:
    """The classes of a judge, split where its answers do not hold for all their rows; those that are `kept` are not looked at."""
    scene, rows = judge.scene, list[Whole]()
    classes = _Classes([], [], [])
    told: list[tuple[int, list[tuple[Slot, int]], Assessment | None]] = []
    legs: dict[int, range] = {}
    same = kept.known(judge) if kept else {}
    numbers = sorted(judge.slots)
    split = pieces(judge, [number for number in numbers if number not in same], promised)
    for number in numbers:
        start = len(told)
        if kept and number in same:
            for leg in same[number]:
                rows.append(kept.rows(leg))
                sums = (kept.then.scene.sums[0][leg], kept.then.scene.sums[1][leg])
                classes.add(int(rows[-1][0]), len(rows[-1]), sums)
                told.append((number, [], kept.then.assessments[leg]))
        else:
            for piece in next(split):
                classes.add(int(piece.rows[0]), len(piece.rows), (piece.carried, scene.sums[1][number] & piece.carried))
                told.append((number, piece.told, None))
                rows.append(piece.rows)
        legs[number] = range(start, len(told))
    starts = np.concatenate([[0], np.cumsum([len(part) for part in rows])]).astype(np.int64)
    rest = _rest(judge, classes)
    final = classes.scene(scene)
    writer, retelling = Writer(scene.tide.tags), Retelling(final, judge.regime)
    sited, answers = scene.fold.of_classes(scene.ground.sited(judge.regime)).tolist(), list[Assessment | None]()
    own = [final.first[leg] == scene.first[number] for leg, (number, _, _) in enumerate(told)]
    for leg, (number, hits, known) in enumerate(told):
        if known is not None:
            answers.append(known)
            continue
        movement = final.movement(leg)
        said = ((slot.part if own[leg] else retelling.part(movement, slot), labels) for slot, labels in hits)
        parts = writer.parts(said, sited[number])
        answers.append(assessed(judge.regime, movement, parts) if parts else inbound(judge, movement))
    answers += [inbound(judge, final.movement(leg)) for leg in range(len(told), len(final.first))]
    judge.forget()
    joined = np.concatenate(rows).astype(np.int32) if rows else np.zeros(0, np.int32)
    return Answers(judge.regime, final, tuple(answers), joined, starts, rest, judge, legs)


@dataclass
class _Classes:
    """Classes as they are found: the first row, the number of rows, and what they carry, explained or not."""

    first: list[int]
    sizes: list[int]
    sums: list[tuple[Words, Words]]

    def add(self, first: int, size: int, sums: tuple[Words, Words]) -> None:
        """One more class."""
        self.first.append(first)
        self.sizes.append(size)
        self.sums.append(sums)

    def scene(self, scene: EstateScene) -> EstateScene:
        """The scene of these classes."""
        width = scene.tide.tags.words
        carried, gaps = (np.array([pair[at] for pair in self.sums], np.uint64).reshape(len(self.sums), width) for at in (0, 1))
        return scene.split(np.array(self.first, np.int64), np.array(self.sizes, np.int64), (carried, gaps))


def _rest(judge: ClassJudge, classes: _Classes) -> Whole:
    """Add classes for what the regime does not judge, one for each thing that is said of it; see `Answers.rest`."""
    scene = judge.scene
    known: dict[tuple[tuple[Reason, ...], int], int] = {}
    kept_there = scene.ground.stays(scene.first).tolist()
    of_class = np.full(len(scene.first), -1, np.int32)
    for number in range(len(scene.first)):
        if number in judge.slots:
            continue
        found = inbound(judge, judge.movement(number))
        stays = found is not None and kept_there[number]
        key = (found.reasons if found else (), number if stays else -1)
        if key not in known:
            known[key] = len(classes.first)
            classes.add(int(scene.first[number]), 0, (scene.sums[0][number], scene.sums[1][number]))
        at = of_class[number] = known[key]
        classes.first[at] = min(classes.first[at], int(scene.first[number]))
        classes.sizes[at] += int(scene.sizes[number])
    of_ground: Whole = of_class[scene.fold.of]
    return of_ground


def places(scene: EstateScene, promised: Sequence[Words]) -> tuple[EstateScene, EstateScene]:
    """The scenes in which promises about places are looked at: classes by where rows end, and by where unexplained data starts.

    `promised` are sets of labels of which promises speak: the rows of a class carry some of each set, or none of them does.
    """
    ground, tide = scene.ground, scene.tide
    rows = np.arange(len(tide.rows))
    bearing = carrying(tide.carried, promised)
    empty = np.zeros_like(tide.carried[:0])
    ends = _gathered(scene, rows, whole(ground.ends_at()[ground.of], *bearing), tide.carried, None)
    ends.side, ends.brief = "end", True
    gaps = scene.tide.with_gaps
    unknown = tide.gaps.take(gaps, axis=0)
    lost = carrying(unknown, promised)
    inferred = (~tide.sure[gaps]).astype(np.int64)
    starts = _gathered(scene, gaps, whole(ground.starts_at(gaps), inferred, *lost), unknown, empty)
    starts.side, starts.brief = "start", True
    return ends, starts


def _gathered(scene: EstateScene, rows: Whole, of: Whole, carried: Words, gaps: Words | None) -> EstateScene:
    """A scene of classes of some rows, in the order of the map, with what they carry: all of it explained (`gaps` None), or none of it."""
    order, starts = sorted_by(of, int(of.max(initial=-1)) + 1)
    sums = np.bitwise_or.reduceat(carried.take(order, axis=0), starts[:-1], axis=0) if len(rows) else carried[:0]
    first, sizes = rows[order[starts[:-1]]], np.diff(starts)
    by_map = np.argsort(first, kind="stable")
    sums = sums[by_map]
    found = scene.split(first[by_map], sizes[by_map], (sums, np.zeros_like(sums) if gaps is None else sums))
    rank = np.empty(len(first), np.int64)
    rank[by_map] = np.arange(len(first))
    found.gathered = (rows, rank[of])
    return found
