"""How many arcs away from its start each label is at each node, looked up from the rounds in which it spread."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from datamap.flow import fast
from datamap.flow.arcs import Truth, Whole, Words
from datamap.flow.spread import Layers

Far = npt.NDArray[np.int32]


class Distances:
    """The rounds of one word, regrouped by node. Labels are bits 0..63 of the word; -1 means "never"."""

    def __init__(self, layers: Layers, nodes: int) -> None:
        self.starts, self.bits, self.rounds = _regrouped(layers, nodes)
        self._starts, self._bits, self._rounds = self.starts.data, self.bits.data, self.rounds.data

    def of(self, nodes: Whole, bits: Whole) -> Far:
        """The distance of each pair of node and bit."""
        found = np.full(len(nodes), -1, np.int32)
        at, end = self.starts[nodes], self.starts[nodes + 1]
        shift = bits.astype(np.uint64)
        left = np.flatnonzero(at < end)
        while len(left):
            here = at[left]
            hit: Truth = (self.bits[here] >> shift[left]) & np.uint64(1) != 0
            found[left[hit]] = self.rounds[here[hit]]
            left = left[~hit]
            at[left] += 1
            left = left[at[left] < end[left]]
        return found

    def one(self, node: int, bit: int) -> int:
        """The distance of one pair."""
        for at in range(self._starts[node], self._starts[node + 1]):
            if self._bits[at] >> bit & 1:
                return self._rounds[at]
        return -1

    def everywhere(self, bit: int) -> Far:
        """The distance of one bit at every node."""
        found = np.full(len(self.starts) - 1, -1, np.int32)
        at = np.flatnonzero((self.bits >> np.uint64(bit)) & np.uint64(1))
        found[np.searchsorted(self.starts, at, side="right") - 1] = self.rounds[at]
        return found


def _regrouped(layers: Layers, nodes: int) -> tuple[Whole, Words, Far]:
    """The entries of the rounds by node: where those of each begin, and the bits and the round of each, nearest first."""
    kernels = fast.kernels(len(layers.nodes))
    if kernels:
        starts, bits, rounds = kernels.regrouped(layers.nodes, layers.bits, layers.starts, nodes)
        return starts, bits, rounds
    keys = layers.nodes.astype(np.int64)
    keys <<= 32
    keys |= np.arange(len(keys), dtype=np.int64)
    keys.sort()
    keys &= 0xFFFFFFFF
    starts = np.zeros(nodes + 1, np.int64)
    np.cumsum(np.bincount(layers.nodes, minlength=nodes), out=starts[1:])
    return starts, layers.bits[keys], np.repeat(np.arange(len(layers.starts) - 1, dtype=np.int32), np.diff(layers.starts))[keys]
