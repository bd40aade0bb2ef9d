"""Rows of an estate of which the law reads the same, as one class.

First the rows are folded by all that any regime may read of them but their data (`Ground`): what their sort says, who
exports and who imports, and where the system is at which they end. Then, for one regime, those classes are folded once
more by what this regime reads of the parties: of an exporter inside its zone not where, of an importer inside hardly
anything. Where an answer names the two parties themselves (an instrument, a number of people, a waiver), they are told apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np

from datamap.assessment.estates.coding import codes, firsts, sorted_by, whole
from datamap.assessment.estates.ends import Ends
from datamap.assessment.estates.readings import Readings, standing
from datamap.assessment.onward import handed_to
from datamap.assessment.scene import Scene
from datamap.flow.arcs import Truth, Whole, Words
from datamap.flow.spread import ranges
from datamap.flow.tide import Tide
from datamap.law import Barred, Localisation, Mechanism, Regime
from datamap.model import Entity


class Ground(Readings):
    """Classes of rows that any regime may tell apart, and what is read of each.

    `of[row]` is the class of a row (by its place among the rows of the day), `first[c]` the first row of class `c`. The
    rows of a class are `order[starts[c]:starts[c + 1]]`.
    """

    def __init__(self, tide: Tide, ends: Ends, regimes: Iterable[Regime], scene: Scene) -> None:
        super().__init__(tide, ends, regimes, scene)
        self._fold()

    def _fold(self) -> None:
        """Rows of which the very same is said are put together first, then what is read of these is told apart."""
        tide, ends = self.tide, self.ends
        node = np.arange(tide.estate.nodes)
        spot = whole(np.where(node < ends.people, node, ends.people + self.site), self.allowed)
        parties = (ends.exporter, ends.importer, ends.one_of, spot[tide.from_], spot[tide.to], tide.from_ == tide.to)
        served = [there[tide.from_] for there in self.only_for_others.values()]
        alike = whole(tide.sort, *parties, self.waived, tide.implied, *served)
        every = firsts(alike, int(alike.max(initial=-1)) + 1)
        of = whole(
            self.spoken(every),
            self.whom(self.said, ends.exporter[every], tide.from_[every]),
            self.whom(self.said, ends.importer[every], tide.to[every]),
            self.site[tide.to[every]],
            self.collects[ends.exporter[every]],
            self.origin(self.regimes, every),
            ends.one_of[every],
            self.allowed[tide.to[every]],
            *self._alike(every, self.asked),
        )
        self.of: Whole = of.astype(np.int32)[alike]
        self.first = np.full(int(of.max(initial=-1)) + 1, len(self.of), np.int64)
        np.minimum.at(self.first, of, every)

    def _alike(self, rows: Whole, regimes: Iterable[Regime]) -> list[Whole | Truth]:
        """What tells rows apart under some regimes, whatever else these read."""
        tide, ends = self.tide, self.ends
        apart = self.apart(rows)
        return [
            self.same(rows),
            self.named(rows),
            np.where(apart, ends.exporter[rows], -1),
            np.where(apart, ends.importer[rows], -1),
            self.waived[rows],
            tide.implied[rows],
            *(self.for_others(regime, rows) for regime in regimes if regime.id in self.only_for_others),
        ]

    def __len__(self) -> int:
        return len(self.first)

    @cached_property
    def _sorted(self) -> tuple[Whole, Whole]:
        return sorted_by(self.of, len(self))

    @property
    def order(self) -> Whole:
        """The rows by class."""
        return self._sorted[0]

    @property
    def starts(self) -> Whole:
        """Where the rows of each class begin in `order`."""
        return self._sorted[1]

    def rows(self, classes: Whole) -> Whole:
        """The rows of some classes, class after class."""
        found: Whole = self.order[ranges(self.starts, classes)[0]]
        return found

    @cached_property
    def sums(self) -> tuple[Words, Words]:
        """For each class what its rows carry, and what of it nothing explains in some row; shape (classes, words)."""
        empty = np.zeros((0, self.tide.tags.words), np.uint64)
        if not len(self):
            return empty, empty
        carried, gaps = self.tide.carried.take(self.order, axis=0), self.tide.gaps.take(self.order, axis=0)
        return np.bitwise_or.reduceat(carried, self.starts[:-1], axis=0), np.bitwise_or.reduceat(gaps, self.starts[:-1], axis=0)

    def under(self, regime: Regime) -> Whole:
        """The classes folded by what one regime reads: for each class a number, counted from 0 without gaps."""
        ends, tide, on, first = self.ends, self.tide, self.tide.on, self.first
        inside = self.within(regime)
        barred, conduct = regime.of(Barred, on), regime.conduct(on)
        wide = bool(barred) or any(law.origins for law in regime.of(Mechanism, on))
        shares = any(law.share is not None for law in barred)
        local = bool(regime.of(Localisation, on)) or bool(conduct and conduct.own_systems)
        near = handed_to(self.law, regime)
        exporters = codes(self.as_exporter(e, int(i), wide, near) for e, i in zip(ends.entities, inside, strict=True))
        importers = codes(_as_importer(e, int(i), shares) for e, i in zip(ends.entities, inside, strict=True))
        sender, receiver, start, end = ends.exporter[first], ends.importer[first], tide.from_[first], tide.to[first]
        sited = self.sited(regime)
        met = np.zeros(len(first), bool)
        met[sender >= 0] = inside[sender[sender >= 0]] == 1
        givers = (start < ends.people) & (sender < 0) & (not local)
        return whole(
            self.judged(first),
            np.where(givers, -1, self.whom(exporters, sender, start, None if local else self.inside(regime))),
            self.whom(importers, receiver, end),
            np.where(sited, self.where(regime)[self.site[end]], -1),
            np.where(met, -1, self.reached(regime)[sender]),
            np.where((sender < 0) & (self.ends.one_of[first] < 0) & (not local), -1, self.origin([regime], first)),
            self.any_of(whole(exporters, self.reached(regime)[:-1]), first),
            *self._alike(first, [regime, *near]),
        )

    def sited(self, regime: Regime) -> Truth:
        """For each class whether a regime may read where the system is at which its rows end, and not only who receives them."""
        receiver, end = self.ends.importer[self.first], self.tide.to[self.first]
        conduct = regime.conduct(self.tide.on)
        laws = [*regime.of(Barred, self.tide.on), *regime.of(Localisation, self.tide.on)]
        found: Truth = self.stays(self.first) | self.several[end] | (receiver < 0) | bool(laws or (conduct and conduct.own_systems))
        known = receiver >= 0
        found[known] |= self.within(regime)[receiver[known]] != 0
        return found

    def ends_at(self) -> Whole:
        """The classes folded by what promises about places read of where rows end, and of who takes part."""
        tide, first = self.tide, self.first
        return whole(
            self.spoken(first),
            self.whom(self.said, self.ends.importer[first], tide.to[first]),
            self.site[tide.to[first]],
            self.same(first),
            self.allowed[tide.to[first]],
            self.waived[first],
            np.where(self.says(lambda sort: sort.sale, first), self.ends.exporter[first], -1),
            self.named(first) if self.measured else np.zeros(len(first), np.int64),
        )

    def starts_at(self, rows: Whole) -> Whole:
        """For some rows a number for where they start and who is there."""
        start = self.tide.from_[rows]
        return whole(self.whom(self.said, self.ends.person[start], start), self.site[start], self.waived[rows], self.tide.implied[rows])


def _as_importer(entity: Entity, inside: int, shares: bool) -> tuple[object, ...]:
    """What a regime reads of an importer; of one inside for certain not where, and of its owners only where a law asks."""
    where = None if inside == 1 and entity.kind != "international_organisation" else entity.location
    owners = (entity.parent, entity.owners) if shares else ()
    return (where, inside, standing(entity.role), entity.kind, entity.attributes, entity.subject_to, owners)


class Fold:
    """Classes of the ground put together: `of` has for each of them the number of the class that it falls into."""

    def __init__(self, ground: Ground, of: Whole) -> None:
        self.ground, self.of = ground, of
        self._order, self._starts = sorted_by(of, int(of.max(initial=-1)) + 1)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def joined(self, sets: Words) -> Words:
        """For each class all that the sets of its parts hold, shape (classes, words)."""
        found: Words = np.bitwise_or.reduceat(sets[self._order], self._starts[:-1], axis=0) if len(self) else sets
        return found

    def of_classes(self, said: Truth) -> Truth:
        """For each class what is said alike of all its parts."""
        found = np.zeros(len(self), bool)
        found[self.of] = said
        return found

    def classes(self, rows: Whole) -> Whole:
        """The class of each row."""
        return self.every[rows]

    @cached_property
    def every(self) -> Whole:
        """The class of every row."""
        found: Whole = self.of.astype(np.int32)[self.ground.of]
        return found

    def rows(self, classes: Whole) -> Whole:
        """The rows of some classes, class after class."""
        return self.ground.rows(self._order[ranges(self._starts, classes)[0]])
