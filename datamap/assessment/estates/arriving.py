"""Data that arrives bound by a regime: at which nodes, carried by what, and over which rows it goes on from there."""

from __future__ import annotations

import numpy as np

from datamap.assessment.estates.labelling import kernels, merged, some
from datamap.assessment.estates.scene import EstateScene
from datamap.flow.arcs import Truth, Whole, Words, filled
from datamap.flow.spread import ranges

Came = dict[int, list[tuple[Whole, Words]]]
"""By the number of what carries it: nodes, and labels that come to each of them bound."""

Fresh = dict[int, tuple[Whole, Words]]
"""By the number of what carries it: nodes, each once, and the labels that came to each of them bound for the first time."""


class Arrivals:
    """What arrived bound at each node.

    `there` has for each carrier what it brought to each node, with what is above and below it; shape (nodes, words).
    `settled` is the same before data that nothing explains is looked at; where nothing changed since, the very same arrays.
    """

    def __init__(self, scene: EstateScene) -> None:
        self._tide, self._nodes = scene.tide, scene.estate.nodes
        self.there: list[Words] = []
        self.settled: list[Words] = []
        self._own: set[int] = set()
        """The carriers whose arrays nobody shares."""

    def room(self) -> None:
        """Make room for one more carrier."""
        self._own.add(len(self.there))
        self.there.append(np.zeros((self._nodes, self._tide.tags.words), np.uint64))

    def settle(self) -> None:
        """Keep what is there now: what comes from here on is written elsewhere."""
        self.settled = list(self.there)
        self._own.clear()

    def resume(self, settled: list[Words]) -> None:
        """Go on from what had arrived before an edit."""
        self.there[: len(settled)] = settled
        self._own.clear()

    def add(self, came: Came) -> Fresh:
        """Record what came to nodes, and to those who operate them; what of it is new."""
        found: Fresh = {}
        for carrier, parts in came.items():
            nodes, bits = _stacked(parts)
            nodes, bits = merged(nodes, bits, self._nodes)
            nodes, bits = self._new(carrier, nodes, self._related(bits))
            owner = self._tide.operator[nodes]
            lent = np.flatnonzero(owner >= 0)
            if len(lent):
                whose, theirs = self._new(carrier, *merged(owner[lent], bits.take(lent, axis=0), self._nodes))
                nodes, bits = merged(np.concatenate([nodes, whose]), np.concatenate([bits, theirs]), self._nodes)
            if not len(nodes):
                continue
            if carrier not in self._own:
                self.there[carrier] = self.there[carrier].copy()
                self._own.add(carrier)
            self.there[carrier][nodes] |= bits
            found[carrier] = (nodes, bits)
        return found

    def _new(self, carrier: int, nodes: Whole, bits: Words) -> tuple[Whole, Words]:
        return some(nodes, bits & ~self.there[carrier].take(nodes, axis=0))

    def _related(self, bits: Words) -> Words:
        """Labels with those above and below them, of the same people."""
        tags = self._tide.tags
        return tags.each(bits, "downward") | tags.each(bits, "upward") if tags.nested else bits

    def anything(self, nodes: Whole) -> Truth:
        """Whether anything arrived bound at nodes."""
        met = np.zeros(len(nodes), bool)
        for there in self.there:
            met |= filled(there.take(nodes, axis=0))
        return met

    def by(self, rows: Whole) -> Words:
        """What came bound to where rows start, by whatever carried it."""
        found = np.zeros((len(rows), self._tide.tags.words), np.uint64)
        start = self._tide.from_[rows]
        for there in self.there:
            found |= there.take(start, axis=0)
        return found

    def news(self, before: Arrivals) -> Truth:
        """For each node whether something else arrived bound there than before an edit."""
        found = np.zeros(self._nodes, bool)
        for number, there in enumerate(self.there):
            then = before.there[number] if number < len(before.there) else np.zeros_like(there)
            found |= False if there is then else (there != then).any(axis=1)
        return found


class Departures:
    """The rows by the node from which they start, as far as something may go on bound over them.

    Those of node `v` stand at the places `starts[v]:starts[v + 1]`; `of` is the class of each, `to` where it ends, and
    `open` what it passes on, if it arrived bound.
    """

    def __init__(self, scene: EstateScene, open_: Words) -> None:
        starts, rows = scene.tide.leaving
        of = scene.fold.classes(rows)
        passing = scene.tide.carried.take(rows, axis=0)
        passing &= open_.take(of, axis=0)
        left = np.flatnonzero(filled(passing))
        before = np.zeros(len(rows) + 1, np.int64)
        before[left + 1] = 1
        np.cumsum(before, out=before)
        self.starts: Whole = before[starts]
        self.of, self.to, self.open = of[left], scene.tide.to[rows[left]], passing.take(left, axis=0)

    def over(self, nodes: Whole, bits: Words) -> tuple[Whole, Whole, Words]:
        """What goes on when `bits` arrived at `nodes`: the class of each row, where it ends, and the labels."""
        if compiled := kernels(len(nodes)):
            at, going = compiled.over(self.starts, self.open, nodes, bits)
        else:
            at, times = ranges(self.starts, nodes)
            going = np.repeat(bits, times, axis=0)
            going &= self.open.take(at, axis=0)
            at, going = some(at, going)
        return self.of[at], self.to[at], going


def _stacked(parts: list[tuple[Whole, Words]]) -> tuple[Whole, Words]:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate([nodes for nodes, _ in parts]), np.concatenate([bits for _, bits in parts])
