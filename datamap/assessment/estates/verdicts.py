"""What the regimes say of an estate: for each regime classes of rows with one answer each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from datamap.assessment.assessing import assessed, inbound, relevant
from datamap.assessment.estates.coding import whole
from datamap.assessment.estates.judging import Before, ClassJudge
from datamap.assessment.estates.retelling import Retelling
from datamap.assessment.estates.scene import EstateScene
from datamap.assessment.estates.slots import Slot
from datamap.assessment.estates.touching import Edit
from datamap.assessment.estates.writing import Told, Writer
from datamap.findings import Assessment, Part, Reason
from datamap.flow.arcs import Truth, Whole, Words
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

    def undisturbed(self, judge: ClassJudge) -> Truth:
        """For each class whether it is the same, and what arrived bound where its rows start is the same too."""
        nodes = judge.arrivals.news(self.then.judge.arrivals)
        found: Truth = self.alike >= 0
        found[judge.scene.fold.classes(np.flatnonzero(nodes[judge.scene.tide.from_] | nodes[judge.scene.holder]))] = False
        return found

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
    told: list[tuple[int, list[Told], Assessment | None]] = []
    legs: dict[int, range] = {}
    same = kept.undisturbed(judge) if kept else np.zeros(len(scene.first), bool)
    for number in sorted(judge.slots):
        start = len(told)
        if kept and same[number] and (before := kept.then.legs.get(int(kept.alike[number]))) is not None:
            for leg in before:
                rows.append(kept.rows(leg))
                sums = (kept.then.scene.sums[0][leg], kept.then.scene.sums[1][leg])
                classes.add(int(rows[-1][0]), len(rows[-1]), sums)
                told.append((number, [], kept.then.assessments[leg]))
        else:
            for mine, hits in _split(judge, number, promised):
                carried = np.bitwise_or.reduce(scene.tide.carried[mine], axis=0)
                classes.add(int(mine[0]), len(mine), (carried, scene.sums[1][number] & carried))
                told.append((number, hits, None))
                rows.append(mine)
        legs[number] = range(start, len(told))
    starts = np.concatenate([[0], np.cumsum([len(part) for part in rows])]).astype(np.int64)
    rest = _rest(judge, classes)
    final = classes.scene(scene)
    writer, retelling = Writer(scene.tide.tags), Retelling(final, judge.regime)
    sited, answers = scene.fold.of_classes(scene.ground.sited(judge.regime)), list[Assessment | None]()
    for leg, (number, hits, known) in enumerate(told):
        if known is not None:
            answers.append(known)
            continue
        movement = final.movement(leg)
        if final.first[leg] != scene.first[number]:
            hits = [replace(hit, slot=replace(hit.slot, part=retelling.part(movement, hit.slot))) for hit in hits]
        parts = writer.parts(hits, bool(sited[number]))
        answers.append(assessed(judge.regime, movement, parts) if parts else inbound(judge, movement))
    answers += [inbound(judge, final.movement(leg)) for leg in range(len(told), len(final.first))]
    joined = np.concatenate(rows) if rows else np.zeros(0, np.int64)
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


def _split(judge: ClassJudge, number: int, promised: Sequence[Words]) -> Iterator[tuple[Whole, list[Told]]]:
    """The rows of a class, by what kinds of answer are about them, each time with these answers."""
    rows = np.sort(judge.scene.fold.rows(np.array([number])))
    carried = judge.scene.tide.carried[rows]
    alike: dict[tuple[int, bool, object], list[Slot]] = {}
    for slot in judge.slots[number]:
        alike.setdefault((slot.carrier, slot.gap, _kind(slot.part)), []).append(slot)
    hits: list[tuple[list[Slot], Words]] = []
    kinds: dict[object, Truth] = {}
    for (carrier, gap, kind), slots in alike.items():
        bits = judge.hits(np.bitwise_or.reduce([slot.mask for slot in slots]), carrier, gap, rows, carried)
        hits.append((slots, bits))
        met = np.any(bits, axis=1)
        kinds[kind] = kinds[kind] | met if kind in kinds else met
    classes = whole(*kinds.values(), *_carrying(carried, promised))
    count = int(classes.max(initial=-1)) + 1
    for one in range(count):
        mine = slice(None) if count == 1 else classes == one
        told = [(slots, np.bitwise_or.reduce(bits[mine], axis=0)) for slots, bits in hits]
        yield rows[mine], [Told(slot, labels) for slots, bits in told for slot in slots if (labels := bits & slot.mask).any()]


def _kind(part: Part) -> object:
    """What of an answer tells rows apart: two kinds of answer are never reported as one."""
    basis = (part.mechanism, part.agreement, part.module)
    return (part.verdict, part.restricted, basis, part.onward, frozenset(fault.rule for fault in part.faults))


def _carrying(carried: Words, promised: Sequence[Words]) -> list[Truth]:
    """For each set of labels whether rows carry any of it."""
    return [np.any(carried & mask, axis=1) for mask in promised]


def _rest(judge: ClassJudge, classes: _Classes) -> Whole:
    """Add classes for what the regime does not judge, one for each thing that is said of it; see `Answers.rest`."""
    scene = judge.scene
    known: dict[tuple[tuple[Reason, ...], int], int] = {}
    kept_there = scene.ground.stays(scene.first).tolist()
    of_class = np.full(len(scene.first), -1, np.int64)
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
    carrying = _carrying(tide.carried, promised)
    empty = np.zeros_like(tide.carried[:0])
    ends = _gathered(scene, rows, whole(ground.ends_at()[ground.of], *carrying), tide.carried, None)
    ends.side, ends.brief = "end", True
    gaps = scene.with_gaps
    lost = _carrying(tide.gaps[gaps], promised)
    inferred = (~tide.sure[gaps]).astype(np.int64)
    starts = _gathered(scene, gaps, whole(ground.starts_at(gaps), inferred, *lost), tide.gaps[gaps], empty)
    starts.side, starts.brief = "start", True
    return ends, starts


def _gathered(scene: EstateScene, rows: Whole, of: Whole, carried: Words, gaps: Words | None) -> EstateScene:
    """A scene of classes of some rows, with what they carry: all of it explained (`gaps` None), or none of it."""
    order = np.argsort(of, kind="stable")
    starts = np.searchsorted(of[order], np.arange(int(of.max(initial=-1)) + 1))
    sums = np.bitwise_or.reduceat(carried[order], starts, axis=0) if len(rows) else carried[:0]
    first = np.minimum.reduceat(rows[order], starts) if len(rows) else rows
    sizes = np.bincount(of, minlength=len(first))
    by_map = np.argsort(first, kind="stable")
    sums = sums[by_map]
    found = scene.split(first[by_map], sizes[by_map], (sums, np.zeros_like(sums) if gaps is None else sums))
    rank = np.empty(len(first), np.int64)
    rank[by_map] = np.arange(len(first))
    found.gathered = (rows, rank[of])
    return found
