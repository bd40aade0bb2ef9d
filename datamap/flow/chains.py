"""Shortest chains, walked back from where a label is to where it starts.

Among chains of one length, the walk takes at each step back the arc with the smallest id, so that the answer depends on
the input alone. Nothing is searched again: distances were settled while the labels spread.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass

import numpy as np

from datamap.flow import fast
from datamap.flow.arcs import WORD, Arcs, Whole, Words
from datamap.flow.distances import Distances
from datamap.flow.spread import ranges

FEW = 8  # pairs that are still walking, up to which plain Python is faster
Steps = dict[tuple[int, int], tuple[int, int]]
LONG = 1000  # arcs of one chain, up to which plain Python is faster than compiled code, which looks at every node first
HUB = 256  # arcs into one node, from which arrays are faster
BLOCK = 1 << 21  # arcs looked at together


@dataclass(frozen=True, slots=True)
class Chains:
    """Chain `k` is `arcs[starts[k]:starts[k + 1]]`, in the order of travel; empty where a label stays where it starts."""

    starts: Whole
    arcs: Whole

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, chain: int) -> tuple[int, ...]:
        return tuple(self.arcs[self.starts[chain] : self.starts[chain + 1]].tolist())


class Walk:
    """Walks back over the arcs of one word of labels."""

    def __init__(self, arcs: Arcs, masks: Words, distances: Distances) -> None:
        self.arcs, self.masks, self.distances = arcs, masks, distances
        self._table, self._rows, self._other = masks.data, arcs.into.rows.data, arcs.into.other.data
        self._steps: Steps = {}

    def chains(self, nodes: Whole, bits: Whole, arriving: bool = False) -> Chains:
        """One shortest chain for each pair of node and bit; every node must hold its bit.

        With `arriving`, a pair that lies at its start gets the shortest chain by which the label comes back to it, if one does.
        """
        nodes, bits = np.asarray(nodes, np.int64), np.asarray(bits, np.int64)
        kernels = fast.kernels(len(self.arcs))
        if kernels:
            known = self.distances.starts, self.distances.bits, self.distances.rounds
            return Chains(*kernels.walked(self.arcs.into, self.masks, known, nodes, bits, arriving))
        walking = np.arange(len(nodes))
        total = len(nodes)
        steps: list[tuple[Whole, Whole]] = []
        going = self.distances.of(nodes, bits) > (-1 if arriving else 0)
        while True:
            walking, nodes, bits = walking[going], nodes[going], bits[going]
            if len(walking) <= FEW:
                steps += [self._alone(*pair) for pair in zip(walking.tolist(), nodes.tolist(), bits.tolist(), strict=True)]
                return _assembled(steps, total)
            at, far = self._back(nodes, bits)
            came = at >= 0
            steps.append((walking[came], self.arcs.into.arcs[at[came]]))
            nodes[came] = self.arcs.into.other[at[came]]
            going = far > 0

    def chain(self, node: int, bit: int, arriving: bool = False) -> tuple[int, ...]:
        """What `chains` gives, for one pair."""
        far = self.distances.one(node, bit)
        if not arriving and far == 0:
            return ()
        if far > LONG and fast.kernels(len(self.arcs)):
            return self.chains(np.array([node]), np.array([bit]), arriving)[0]
        return tuple(self._alone(0, node, bit, self._steps if far <= LONG else None)[1][::-1].tolist())

    def _alone(self, walker: int, node: int, bit: int, known: Steps | None = None) -> tuple[Whole, Whole]:
        """The whole way back of one pair. Ways that meet go on together: `known` keeps the last arc of every pair that was passed."""
        into, back, far = self.arcs.into, array("q"), 1
        other, ids = into.other.data, into.arcs.data
        while far > 0:
            step = known.get((node, bit)) if known is not None else None
            at, far = step or self._step(node, bit)
            if known is not None and step is None:
                known[node, bit] = at, far
            if at >= 0:
                back.append(ids[at])
                node = other[at]
        return np.full(len(back), walker), np.frombuffer(back, np.int64) if back else np.zeros(0, np.int64)

    def _step(self, node: int, bit: int) -> tuple[int, int]:
        """The last arc of one pair, by its place in the index, and the distance of the node behind it; -1, -1 for none."""
        starts = self.arcs.into.starts.data
        if starts[node + 1] - starts[node] > HUB:
            at, far = self._back(np.array([node]), np.array([bit]))
            return int(at[0]), int(far[0])
        return self._last(range(starts[node], starts[node + 1]), bit)

    def _last(self, places: range, bit: int) -> tuple[int, int]:
        """Of the arcs at some places in the index the one from the least distance; -1, -1 where none brings the bit."""
        best = (-1, -1)
        for at in places:
            if self._table[self._rows[at]] >> bit & 1:
                far = self.distances.one(self._other[at], bit)
                if far >= 0 and (far < best[1] or best[1] < 0):
                    best = (at, far)
        return best

    def _back(self, nodes: Whole, bits: Whole) -> tuple[Whole, Whole]:
        """For each pair the place in the index of its best last arc, and the distance of the node behind it; -1, -1 for none."""
        keys, inverse = np.unique(nodes * WORD + bits, return_inverse=True)
        nodes, bits = keys // WORD, keys % WORD
        sizes = np.cumsum(self.arcs.into.starts[nodes + 1] - self.arcs.into.starts[nodes], dtype=np.int64)
        cuts = np.searchsorted(sizes, np.arange(BLOCK, sizes[-1] + BLOCK, BLOCK), side="right")
        parts = [part for part in np.split(np.arange(len(keys)), np.unique(cuts)) if len(part)]
        best = np.concatenate([self._best(nodes[part], bits[part]) for part in parts])[inverse]
        return np.where(best < 0, -1, best & 0xFFFFFFFF), best >> 32

    def _best(self, nodes: Whole, bits: Whole) -> Whole:
        """The smallest `distance << 32 | place` over the arcs that bring each pair; -1 for none."""
        at, times = ranges(self.arcs.into.starts, nodes)
        owner = np.repeat(np.arange(len(nodes)), times)
        passing = np.flatnonzero((self.masks[self.arcs.into.rows[at]] >> bits.astype(np.uint64)[owner]) & np.uint64(1))
        at, owner = at[passing], owner[passing]
        far = self.distances.of(self.arcs.into.other[at], bits[owner]).astype(np.int64)
        held = np.flatnonzero(far >= 0)
        at, owner = at[held], owner[held]
        best = np.full(len(nodes), np.iinfo(np.int64).max)
        if len(at):
            firsts = np.flatnonzero(np.concatenate(([True], owner[1:] != owner[:-1])))
            best[owner[firsts]] = np.minimum.reduceat((far[held] << 32) | at, firsts)
        best[best == np.iinfo(np.int64).max] = -1
        return best


def _assembled(steps: list[tuple[Whole, Whole]], total: int) -> Chains:
    """Chains in the order of travel from steps that were taken backwards."""
    walkers = np.concatenate([np.zeros(0, np.int64), *(step[0] for step in steps)])[::-1]
    arcs = np.concatenate([np.zeros(0, np.int64), *(step[1] for step in steps)])[::-1]
    starts = np.zeros(total + 1, np.int64)
    np.cumsum(np.bincount(walkers, minlength=total), out=starts[1:])
    return Chains(starts, arcs[np.argsort(walkers, kind="stable")])
