"""The propagation engine: which labels reach which nodes, how far they have come, and by which chain.

It knows integers only. `solve` finds the least fixpoint of `held[dst] |= held[src] & mask[arc]`; since labels do not
meddle with one another, each word of 64 labels is worked out by itself, and a word in which nothing starts costs nothing.
"""

from __future__ import annotations

from typing import cast

import numpy as np

from datamap.flow.arcs import WORD, Arcs, Truth, Whole, Words
from datamap.flow.chains import Chains, Walk
from datamap.flow.distances import Distances, Far
from datamap.flow.spread import NOTHING, Layers, brought, spread


class Reach:
    """The answer of `solve`. `held` has the shape (nodes, words); `fresh` are the words in which something spread."""

    def __init__(self, arcs: Arcs, start: Words, held: Words, fresh: list[int], layers: dict[int, Layers]) -> None:
        self.arcs, self.start, self.held, self.fresh = arcs, start, held, fresh
        self._layers = layers
        self._walks: dict[int, Walk] = {}

    def holds(self, node: int, label: int) -> bool:
        """Whether `node` holds `label` in the end."""
        return bool(int(self.held[node, label // WORD]) >> label % WORD & 1)

    def arrivals(self) -> Words:
        """What comes to each node over its arcs in the end, shape (nodes, words): what it holds but what only starts there.

        Where the answer goes on from another one, the words in which nothing more spread are left empty.
        """
        came = np.zeros_like(self.held)
        for word in self.fresh:
            came[:, word] = brought(self.arcs, np.ascontiguousarray(self.arcs.table[:, word]), np.ascontiguousarray(self.held[:, word]))
        return came

    def levels(self, label: int) -> Far:
        """For every node the fewest arcs by which `label` comes to it; 0 where it starts, -1 where it never comes."""
        if not self.held[:, label // WORD].any():
            return np.full(self.arcs.nodes, -1, np.int32)
        return self._walk(label // WORD).distances.everywhere(label % WORD)

    def witness(self, target: int, label: int, arriving: bool = False) -> tuple[int, ...] | None:
        """The arcs of the shortest chain that brings `label` to `target`; None where it never comes.

        Among shortest chains the one whose last arc has the smallest id, then its last but one, and so on. The chain of a
        label that starts at `target` is empty, or with `arriving` the shortest that brings it back, None if none does.
        """
        if not self.holds(target, label):
            return None
        chain = self._walk(label // WORD).chain(target, label % WORD, arriving)
        return None if arriving and not chain else chain

    def witnesses(self, targets: Whole, labels: Whole, arriving: bool = False) -> Chains:
        """The shortest chain of each pair of target and label, as `witness` gives it; every target must hold its label.

        Raises:
            ValueError: a target does not hold its label.
        """
        targets, labels = np.asarray(targets, np.int64), np.asarray(labels, np.int64)
        words, bits = labels // WORD, labels % WORD
        if not np.all((self.held[targets, words] >> bits.astype(np.uint64)) & np.uint64(1)):
            raise ValueError("a witness was asked for a label that its target does not hold")
        starts, parts = np.zeros(len(targets) + 1, np.int64), []
        for word in np.unique(words).tolist():
            mine = np.flatnonzero(words == word)
            part = self._walk(word).chains(targets[mine], bits[mine], arriving)
            starts[mine + 1] = np.diff(part.starts)
            parts.append((mine, part))
        np.cumsum(starts, out=starts)
        arcs = np.zeros(starts[-1], np.int64)
        for mine, part in parts:
            arcs[np.repeat(starts[mine] - part.starts[:-1], np.diff(part.starts)) + np.arange(len(part.arcs))] = part.arcs
        return Chains(starts, arcs)

    def _walk(self, word: int) -> Walk:
        if word not in self._walks:
            masks = np.ascontiguousarray(self.arcs.table[:, word])
            layers = self._layers.pop(word, None) or spread(self.arcs, masks, self.start[:, word], kept=True)[1]
            self._walks[word] = Walk(self.arcs, masks, Distances(cast(Layers, layers), self.arcs.nodes))
        return self._walks[word]


def solve(arcs: Arcs, start: Words, kept: bool = True, after: Reach | None = None) -> Reach:
    """Let what each node holds at the outset spread along the arcs to the least fixpoint.

    Args:
        arcs: the graph.
        start: shape (nodes, words): the labels that each node holds at the outset; left alone, and not to be changed afterwards.
        kept: whether to keep the rounds, on which `levels` and `witness` rest (12 bytes for each node and round in which
            it changes). Where they are not kept, those of one word of labels are worked out anew when they are first asked for.
        after: the answer for the same arcs and a part of `start`, to go on from without keeping rounds: only what is new spreads.
    """
    held = start.copy() if after is None else start | after.held
    fresh = np.flatnonzero((held if after is None else held & ~after.held).any(axis=0)).tolist()
    layers: dict[int, Layers] = {}
    for word in fresh:
        masks = np.ascontiguousarray(arcs.table[:, word])
        settled = NOTHING if after is None else after.held[:, word]
        held[:, word], rounds = spread(arcs, masks, held[:, word], kept, settled)
        if rounds is not None:
            layers[word] = rounds
    return Reach(arcs, start, held, fresh, layers)


def backward(arcs: Arcs, targets: Whole, label: int) -> Truth:
    """For every node whether `label`, held there, would reach one of `targets`; the targets are among them."""
    start = np.zeros(arcs.nodes, np.uint64)
    start[targets] = np.uint64(1) << np.uint64(label % WORD)
    held, _ = spread(arcs.backwards, np.ascontiguousarray(arcs.table[:, label // WORD]), start)
    found: Truth = held != 0
    return found
