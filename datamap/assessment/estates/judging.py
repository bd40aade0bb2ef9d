"""One regime over the classes of an estate: each is judged once for what its rows carry; what leaves bound is followed row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, product
from operator import attrgetter

import numpy as np

from datamap.assessment.binding import Bound
from datamap.assessment.coverage import Judged
from datamap.assessment.estates.arriving import Arrivals, Came, Departures, Fresh
from datamap.assessment.estates.labelling import Portions, present, some
from datamap.assessment.estates.scene import EstateScene
from datamap.assessment.estates.slots import DIRECT, NOTHING, UNSURE, Learnt, Slot, unexplained
from datamap.assessment.judging import OPEN, Cap, Judge
from datamap.assessment.onward import Carrier
from datamap.assessment.scene import Movement
from datamap.flow import Carried
from datamap.flow.arcs import Truth, Whole, Words
from datamap.flow.tags import Tags
from datamap.law import Regime


@dataclass(frozen=True)
class Before:
    """What was judged before an edit.

    `alike` has for each class now the same class then, -1 where the edit touches it; `lost` are the rows then that are gone or touched.
    """

    judge: ClassJudge
    alike: Whole
    lost: Whole


class ClassJudge(Judge):
    """What `regime` says of every class of an estate.

    `slots` holds the answers; `hits` tells for each of them the rows that it is about.
    """

    def __init__(self, scene: EstateScene, regime: Regime, before: Before | None = None) -> None:
        self.scene: EstateScene
        self.before = before
        super().__init__(scene, regime)
        self.before = None  # else each report would hold all those before it

    def _follow(self) -> None:
        """Judge what exporters are bound by, then what arrives bound, until nothing changes."""
        scene, tide = self.scene, self.scene.tide
        self._tags: Tags = tide.tags
        self._portions = Portions(scene, self.regime)
        self._carried, self._gaps = scene.sums
        self._carriers: list[Carrier] = []
        self._number: dict[Carrier, int] = {}
        self.arrivals = Arrivals(scene)
        self._beside = np.zeros(len(scene.tide.with_gaps), bool)
        """For each row with data that nothing explains whether its exporter holds other data that arrived bound."""
        self._passing: defaultdict[tuple[int, bool], dict[int, Words]] = defaultdict(dict)
        """For each carrier, and data explained or not, by what it goes on then: the labels for each class, shape (classes, words)."""
        for carrier in self.before.judge._carriers if self.before else ():
            self._numbered(carrier)
        self.slots: dict[int, list[Slot]] = {}
        self._open: Words = np.zeros_like(self._carried)
        """For each class the labels that the regime does not bind for certain through the exporter."""
        self._said_by: dict[tuple[int, int, bool], Learnt] = {}
        fresh = self._resumed() if self._resumes() else self._direct()
        while fresh or not self.arrivals.settled:
            while fresh:
                fresh = self._onward(fresh)
            if not self.arrivals.settled:
                self.arrivals.settle()
                if not self._carriers:
                    break
            fresh = self._astray()
        for slots in self.slots.values():
            slots.sort(key=attrgetter("way"))

    def movement(self, number: int) -> Movement:
        """The movement of a class."""
        return self.scene.movement(number)

    def _then(self, number: int, carrier: int, gap: bool) -> Learnt | None:
        """What was said of a class before an edit that does not touch it."""
        then = int(self.before.alike[number]) if self.before else -1
        return self.before.judge._said_by.get((then, carrier, gap)) if self.before and then >= 0 else None

    # what exporters are bound by

    def _resumes(self) -> bool:
        """Whether an edit only adds to what arrives bound: nothing that it takes out, or changes, passed anything on."""
        if self.before is None or not self.before.judge.arrivals.settled:
            return False
        judge = self.before.judge
        gone = present(judge.scene.fold.classes(self.before.lost), len(judge.scene.first))
        return not any(judge._passes[gone])

    @cached_property
    def _passes(self) -> Truth:
        """For each class whether anything goes on bound, but what nothing explains."""
        found = np.zeros(len(self._carried), bool)
        found[[number for (number, _, gap), learnt in self._said_by.items() if not gap and learnt.passing]] = True
        return found

    def _resumed(self) -> Fresh:
        """Go on from what had arrived before an edit, with the rows of the classes that it touches."""
        assert self.before
        settled = self.before.judge.arrivals.settled
        self.arrivals.resume(settled)
        now = np.full(len(self.before.judge._carried), -1, np.int64)
        same = np.flatnonzero(self.before.alike >= 0)
        now[self.before.alike[same]] = same
        for (number, carrier, gap), learnt in self.before.judge._said_by.items():
            if now[number] >= 0 and carrier != DIRECT and not gap:
                self._keep(int(now[number]), carrier, gap, learnt)
        self._learn_direct()
        touched = np.flatnonzero(self.before.alike < 0)
        came, rows = self._sent(touched.tolist()), self.scene.fold.rows(touched)
        of = self.scene.fold.classes(rows)
        passing = self.scene.tide.carried[rows] & self._open[of]
        for carrier, there in enumerate(settled):
            going = there[self.scene.tide.from_[rows]] & passing
            kept, going = some(np.arange(len(rows)), going)
            self._pass(came, of[kept], self.scene.tide.to[rows[kept]], going, carrier)
        return self.arrivals.add(came)

    def _direct(self) -> Fresh:
        """Judge what exporters are bound by, and let it arrive."""
        self._learn_direct()
        return self.arrivals.add(self._sent(range(len(self._carried))))

    def _learn_direct(self) -> None:
        for number in range(len(self._carried)):
            learnt = self._then(number, DIRECT, False)
            if learnt is None or self.before is None:
                learnt = self._bound(number)
            else:
                self._open[number] = self.before.judge._open[self.before.alike[number]]
            self._keep(number, DIRECT, False, learnt)

    def _bound(self, number: int) -> Learnt:
        """What is said of a class where the regime binds its exporter, or may."""
        movement = self.movement(number)
        if self._bindings.none(movement):
            self._open[number] = self._carried[number]
            return NOTHING
        caps: dict[Cap | None, Words] = {}
        for group, run in enumerate(map(self._tags.run, range(len(self._tags.groups)))):
            carried = self._carried[number][run]
            if not carried.any():
                continue
            bound = self._bindings.of(movement, self._tags.groups[group])
            if bound.bound is not Bound.YES:
                self._open[number][run] = carried
            if bound.bound is not Bound.NO:
                cap = None if bound.bound is Bound.YES else (bound.reason, bound.asks)
                caps.setdefault(cap, np.zeros_like(self._carried[number]))[run] = carried
        return Learnt([slot for cap, bits in caps.items() for slot in self._answers(number, bits, DIRECT, cap)])

    def _answers(self, number: int, bits: Words, carrier: int, cap: Cap | None, gap: bool = False) -> list[Slot]:
        """Judge labels of a class that came in one way."""
        movement = self.movement(number)
        by = self._carriers[carrier] if carrier >= 0 else None
        places = self.scene.places(movement.leg.to) or (None,)
        found: dict[tuple[int, int], Slot] = {}
        whom: str | None
        for whom, portions in groupby(self._portions.of(bits), key=_people):
            bound = self._bindings.of(movement, whom)
            for (carried, mask), (at, place) in product(portions, enumerate(places)):
                judged = self._part(movement, carried, place, bound, by, cap)
                out = self._carry(movement, by, judged, cap is None)
                known = found.get((id(judged.part), out))
                if known is None:
                    found[id(judged.part), out] = Slot(judged.part, mask, carried, at, by, carrier, out, gap)
                else:
                    known.mask = known.mask | mask
        return list(found.values())

    def _keep(self, number: int, carrier: int, gap: bool, learnt: Learnt) -> None:
        self._said_by[number, carrier, gap] = learnt
        if learnt.slots:
            self.slots.setdefault(number, []).extend(learnt.slots)
        if carrier != DIRECT:
            passing = self._passing[carrier, gap]
            for out, mask in learnt.passing:
                if out not in passing:
                    passing[out] = np.zeros_like(self._carried)
                passing[out][number] = mask

    def _carry(self, movement: Movement, by: Carrier | None, judged: Judged, sure: bool) -> int:
        out = self._out(movement, by, judged)
        if out is None:
            return -1
        if not (sure and out.sure):
            out = UNSURE
        return self._numbered(out)

    def _numbered(self, carrier: Carrier) -> int:
        if carrier not in self._number:
            self._number[carrier] = len(self._carriers)
            self._carriers.append(carrier)
            self.arrivals.room()
        return self._number[carrier]

    # what arrives bound

    def _sent(self, numbers: Iterable[int]) -> Came:
        """What exporters in some classes are bound by, and send, by what carries it."""
        going: dict[int, dict[int, Words]] = {}
        for number in numbers:
            for out, mask in self._said_by[number, DIRECT, False].passing:
                going.setdefault(out, {})[number] = mask
        came: Came = {}
        for out, classes in sorted(going.items()):
            sending = np.array(list(classes), np.int64)
            rows = self.scene.fold.rows(sending)
            bits = self.scene.tide.carried[rows]
            bits &= np.repeat(np.array(list(classes.values())), self.scene.sizes[sending], axis=0)
            rows, bits = some(rows, bits)
            came[out] = [(self.scene.tide.to[rows], bits)]
        return came

    @cached_property
    def _departures(self) -> Departures:
        return Departures(self.scene, self._open)

    def _onward(self, fresh: Fresh) -> Fresh:
        """One step on: rows that leave where something newly arrived bound, judged and followed."""
        came: Came = {}
        for carrier, (nodes, bits) in fresh.items():
            self._pass(came, *self._departures.over(nodes, bits), carrier)
        return self.arrivals.add(came)

    def _pass(self, came: Came, of: Whole, to: Whole, bits: Words, carrier: int, gap: bool = False) -> None:
        """Judge classes (`of`) for what came bound to their rows, and let it go on to where these end, by what carries it then."""
        for number in present(of, len(self._carried)).tolist():
            self._learn(number, carrier, gap)
        for out, sets in self._passing[carrier, gap].items():
            nodes, sent = some(to, bits & sets.take(of, axis=0))
            if len(nodes):
                came.setdefault(out, []).append((nodes, sent))

    def _learn(self, number: int, carrier: int, gap: bool) -> None:
        """Judge a class for what one carrier brings, once."""
        if (number, carrier, gap) in self._said_by:
            return
        learnt = self._then(number, carrier, gap)
        if learnt is None:
            bits = self._open[number] & self._gaps[number] if gap else self._open[number]
            cap = unexplained(self.scene, self.movement(number)) if gap else None if self._carriers[carrier].sure else OPEN
            learnt = Learnt(self._answers(number, bits, carrier, cap, gap))
        self._keep(number, carrier, gap, learnt)

    def _astray(self) -> Fresh:
        """Data that nothing explains, where the exporter is newly found to hold other data that arrived bound."""
        apart = np.flatnonzero(~self._beside)
        met = apart[self.arrivals.anything(self.scene.tide.holder[self.scene.tide.with_gaps[apart]])]
        self._beside[met] = True
        rows = self.scene.tide.with_gaps[met]
        of = self.scene.fold.classes(rows)
        at, going = some(np.arange(len(rows)), self._lost(rows) & self._open.take(of, axis=0))
        came: Came = {}
        if len(at):
            gap = self._numbered(UNSURE)  # nobody knows whether it arrived bound
            self._pass(came, of[at], self.scene.tide.to[rows[at]], going, gap, True)
        return self.arrivals.add(came)

    def _lost(self, rows: Whole) -> Words:
        """What of the data of rows that nothing explains did not arrive bound."""
        found: Words = self.scene.tide.gaps.take(rows, axis=0)
        found &= ~self.arrivals.by(rows)
        return found

    # what holds for which row

    @cached_property
    def _unknown(self) -> Words:
        """For each row with data that nothing explains what of it is asked about."""
        found = self._lost(self.scene.tide.with_gaps)
        found[~self._beside] = 0
        return found

    def forget(self) -> None:
        """Drop what is as large as the estate, once the classes are split: a report keeps its judges."""
        for name in ("_departures", "_unknown"):
            self.__dict__.pop(name, None)
        self._passing.clear()

    def hits(self, mask: Words, carrier: int, gap: bool, rows: Whole, carried: Words) -> Words:
        """The labels of a set that rows carry and that came to them in one way, shape (rows, words); `carried` is all that they carry."""
        tide = self.scene.tide
        bits: Words = carried & mask
        if carrier >= 0 and not gap:
            bits &= self.arrivals.there[carrier].take(tide.from_[rows], axis=0)
        if gap:
            at = self.scene.tide.gap_of[rows]
            bits &= self._unknown.take(at, axis=0)
            bits[at < 0] = 0
        return bits


def _people(portion: tuple[Carried, Words]) -> str | None:
    return portion[0].people
