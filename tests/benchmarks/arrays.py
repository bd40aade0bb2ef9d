"""Seeded maps as arrays: what the propagation engine and its peers are given."""

from __future__ import annotations

import numpy as np

from datamap.flow.arcs import Arcs, Whole, Words

LABELS, MASKS, EACH = 64, 2000, 5


class Estate:
    """A company's transfers, five a node.

    Degrees follow a power law, one transfer in 33 leads back, ids are shuffled, there are 64 categories of which each
    transfer passes about a third, and 2 nodes in 100 hold some at the outset. `words` times as many categories make wider sets.
    """

    def __init__(self, nodes: int, words: int = 1, seed: int = 7) -> None:
        rng = np.random.default_rng(seed)
        transfers = EACH * nodes
        ends = np.sort((nodes * rng.random((transfers, 2)) ** (2, 1.2)).astype(np.int64), axis=1)
        back = rng.random(transfers) < 0.03
        ids = rng.permutation(nodes).astype(np.int32)
        self.nodes = nodes
        self.src, self.dst = ids[np.where(back, ends[:, 1], ends[:, 0])], ids[np.where(back, ends[:, 0], ends[:, 1])]
        weights = np.uint64(1) << np.arange(LABELS, dtype=np.uint64)
        chosen = rng.random((MASKS, words, LABELS)) < 1 / 3
        self.table: Words = np.where(chosen, weights, np.uint64(0)).sum(axis=2, dtype=np.uint64)
        self.rows = rng.integers(0, MASKS, transfers).astype(np.uint16)
        self.start: Words = np.zeros((nodes, words), np.uint64)
        first = ids[: max(1, nodes // 50)]
        self.start[first] = self.table[rng.integers(0, MASKS, len(first))]

    def __len__(self) -> int:
        return len(self.src)

    def arcs(self) -> Arcs:
        """The graph for the engine, with nothing worked out yet."""
        return Arcs(self.nodes, self.src, self.dst, self.rows, self.table)

    def of(self, label: int) -> tuple[Whole, Whole]:
        """The ends of what passes a label, and of arcs to where it starts from one node more."""
        bit = np.uint64(1) << np.uint64(label)
        passing = np.flatnonzero(self.table[self.rows, 0] & bit)
        first = np.flatnonzero(self.start[:, 0] & bit).astype(np.int32)
        origin = np.full(len(first), self.nodes, np.int32)
        return np.concatenate((self.src[passing], origin)), np.concatenate((self.dst[passing], first))


def chain(hops: int) -> tuple[Arcs, Words, Whole]:
    """The case that defeats frontiers: one label, one hop after the other, between shuffled nodes. Arcs, start, and the order of nodes."""
    order = np.random.default_rng(0).permutation(hops + 1).astype(np.int32)
    start: Words = np.zeros((hops + 1, 1), np.uint64)
    start[order[0]] = 1
    return Arcs(hops + 1, order[:-1], order[1:], np.zeros(hops, np.uint16), np.ones((1, 1), np.uint64)), start, order
