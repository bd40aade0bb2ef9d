"""How labels spread: the least fixpoint of `held[dst] |= held[src] & mask[arc]`, for one word of 64 labels.

Spreading goes in rounds, and a round passes on only what the round before has added, so that the number of the round
in which a label arrives is its distance. How a round is worked out depends on the size of its frontier:

- *narrow* (a chain, a tail): plain Python over the few arcs; array calls would cost more than they do;
- *middling*: gather the arcs that leave the frontier, keep those that add something, join them by target;
- *wide*: pull over all arcs, in blocks that stay in the cache.

Where nobody asks for distances, a wide round passes on what it has just found too, so that fewer are needed.
For large graphs compiled code may stand in (`datamap.flow.fast`): it takes and gives the same arrays.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from datamap.flow import fast
from datamap.flow.arcs import Arcs, Blocks, Whole, Words

NARROW = 200  # arcs that leave the frontier, up to which plain Python is faster
WIDE = 8  # the share of all arcs, one in WIDE, from which pulling over all is faster
NOTHING = np.uint64(0)


@dataclass(frozen=True, slots=True)
class Layers:
    """What each round added: entries `starts[k]:starts[k + 1]` of `nodes` and `bits` have distance `k`.

    A pair of node and label occurs in one entry only. Round 0 is the start.
    """

    nodes: Whole
    bits: Words
    starts: Whole


class _Log:
    """Collects the rounds while they are worked out; keeps nothing when it is not `kept`."""

    def __init__(self, kept: bool) -> None:
        self.kept = kept
        self.nodes: list[Whole] = []
        self.bits: list[Words] = []
        self.sizes = array("q")

    def wide(self, nodes: Whole, bits: Words) -> None:
        if self.kept:
            self.nodes.append(nodes.astype(np.int32))
            self.bits.append(bits.copy())
            self.sizes.append(len(nodes))

    def narrow(self, nodes: array[int], bits: array[int], sizes: array[int]) -> None:
        if self.kept and len(nodes):
            self.nodes.append(np.frombuffer(nodes, np.int64).astype(np.int32))
            self.bits.append(np.frombuffer(bits, np.uint64))
            self.sizes.extend(sizes)

    def layers(self) -> Layers | None:
        if not self.kept:
            return None
        starts = np.zeros(len(self.sizes) + 1, np.int64)
        np.cumsum(np.frombuffer(self.sizes, np.int64), out=starts[1:])
        return Layers(np.concatenate(self.nodes), np.concatenate(self.bits), starts)


def spread(arcs: Arcs, masks: Words, start: Words, kept: bool = False, settled: Words | np.uint64 = NOTHING) -> tuple[Words, Layers | None]:
    """What each node holds in the end, and the rounds in which it came if they are to be `kept`.

    `masks` is one column of `arcs.table`; `start` holds one word a node and is left alone. What is `settled` has spread
    already, and `start` has it wherever it came to.
    """
    kernels = fast.kernels(len(arcs))
    if kernels and kept:
        held, *rounds = kernels.layered(arcs, masks, start)
        return held, Layers(*rounds)
    if kernels:
        return kernels.fixpoint(arcs, masks, start, settled), None
    held = np.array(start, np.uint64)
    log = _Log(kept)
    bits = held & ~settled
    nodes: Whole = np.flatnonzero(bits)
    bits = bits[nodes]
    log.wide(nodes, bits)
    pull, sent = Pull(arcs, masks), np.zeros_like(held) if kept else held
    while len(nodes) and len(arcs):
        if len(nodes) * WIDE * 2 > arcs.nodes and len(arcs) > NARROW:
            wide = True
        else:
            leaving = int(np.sum(arcs.out.starts[nodes + 1] - arcs.out.starts[nodes], dtype=np.int64))
            if leaving <= NARROW:
                nodes, bits = _walk(arcs, masks, nodes, bits, held, log)
                continue
            wide = leaving * WIDE > len(arcs)
        if not wide:
            nodes, bits = _push(arcs, masks, nodes, bits, held)
        elif kept:
            sent[nodes] = bits
            nodes, bits = pull(sent, held)
            sent.fill(0)
        else:
            nodes, bits = pull(sent, held)
        if len(nodes):
            log.wide(nodes, bits)
    return held, log.layers()


def _walk(arcs: Arcs, masks: Words, nodes: Whole, bits: Words, held: Words, log: _Log) -> tuple[Whole, Words]:
    """Rounds in plain Python, as long as the frontier stays narrow. Gives the frontier that is left; updates `held`."""
    starts, leaving_arcs, ends, rows = arcs.out.starts.data, arcs.out.arcs.data, arcs.dst.data, arcs.rows.data
    table, have = masks.data, held.data
    frontier: dict[int, int] = dict(zip(nodes.tolist(), bits.tolist(), strict=True))
    seen, gained, sizes = array("q"), array("Q"), array("q")
    leaving = 0
    while frontier and leaving <= NARROW:
        fresh: dict[int, int] = {}
        for node, carried in frontier.items():
            for arc in leaving_arcs[starts[node] : starts[node + 1]]:
                end = ends[arc]
                gain = carried & table[rows[arc]] & ~have[end]
                if gain:
                    fresh[end] = fresh.get(end, 0) | gain
        leaving = 0
        for node, gain in fresh.items():
            have[node] |= gain
            leaving += starts[node + 1] - starts[node]
        if log.kept and fresh:
            seen.extend(fresh)
            gained.extend(fresh.values())
            sizes.append(len(fresh))
        frontier = fresh
    log.narrow(seen, gained, sizes)
    return np.fromiter(frontier, np.int64, len(frontier)), np.fromiter(frontier.values(), np.uint64, len(frontier))


def _push(arcs: Arcs, masks: Words, nodes: Whole, bits: Words, held: Words) -> tuple[Whole, Words]:
    """One round over the arcs that leave the frontier. Adds to `held`, and gives what was added."""
    at, times = ranges(arcs.out.starts, nodes)
    leaving = arcs.out.arcs[at]
    gain = np.repeat(bits, times)
    gain &= masks[arcs.rows[leaving]]
    ends = arcs.dst[leaving]
    gain &= ~held[ends]
    adds = np.flatnonzero(gain)
    nodes, bits = joined(ends[adds], gain[adds])
    held[nodes] |= bits
    return nodes, bits


class Pull:
    """What comes to each node over all its arcs in one round, worked out block by block."""

    def __init__(self, arcs: Arcs, masks: Words) -> None:
        self.arcs, self.masks = arcs, masks

    @cached_property
    def _room(self) -> tuple[Blocks, Words, Words, Whole, Words]:
        blocks = self.arcs.blocks
        some, mask, bits = (np.empty(size, np.uint64) for size in (blocks.longest, blocks.longest, len(blocks.targets)))
        return blocks, some, mask, np.empty_like(blocks.targets), bits

    def __call__(self, sent: Words, held: Words) -> tuple[Whole, Words]:
        """Add to `held` what comes to each node when every node sends what it has in `sent`; give the nodes that gained, and what.

        Where both are one array, each block sends on what those before it have gained. The arrays of the answer are used
        again by the next call.
        """
        into = self.arcs.into
        blocks, some, mask, found, gained = self._room
        count = 0
        for a, b, low, high in blocks.runs:
            np.take(sent, into.other[low:high], out=some[: high - low], mode="clip")
            np.take(self.masks, into.rows[low:high], out=mask[: high - low], mode="clip")
            np.bitwise_and(some, mask, out=some)
            targets = blocks.targets[a:b]
            came = np.bitwise_or.reduceat(some[: high - low], into.starts[targets] - low)
            before = held[targets]
            came &= ~before
            held[targets] = before | came
            adds = np.flatnonzero(came)
            more = count + len(adds)
            found[count:more], gained[count:more] = targets[adds], came[adds]
            count = more
        return found[:count], gained[:count]


def brought(arcs: Arcs, masks: Words, held: Words) -> Words:
    """What comes to each node over its arcs when every node passes on all that it holds; one word a node."""
    kernels = fast.kernels(len(arcs))
    if kernels:
        came: Words = kernels.brought(arcs, masks, held)
        return came
    came = np.zeros_like(held)
    if len(arcs):
        Pull(arcs, masks)(held, came)
    return came


def ranges(starts: Whole, nodes: Whole) -> tuple[Whole, Whole]:
    """The places in an index of all arcs of `nodes`, one node after the other, and how many each node has."""
    first = starts[nodes].astype(np.int64)
    times = starts[nodes + 1] - first
    ends = np.cumsum(times)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(first - ends + times, times), times


def joined(nodes: Whole, bits: Words) -> tuple[Whole, Words]:
    """Each node once, in ascending order, with all its bits."""
    if not len(nodes):
        return nodes.astype(np.int64), bits
    order = np.argsort(nodes)
    nodes = nodes[order]
    firsts = np.flatnonzero(np.concatenate(([True], nodes[1:] != nodes[:-1])))
    return nodes[firsts].astype(np.int64), np.bitwise_or.reduceat(bits[order], firsts)
