"""A graph as integer arrays: nodes are 0..n-1, labels are bits, and each arc passes the labels of its mask.

Distinct masks are stored once, in a table of 64-bit words; an arc keeps the row of its mask. Label `k` is bit
`k % 64` of word `k // 64`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from types import ModuleType
from typing import cast

import numpy as np
import numpy.typing as npt

from datamap.flow import fast

Words = npt.NDArray[np.uint64]
Whole = npt.NDArray[np.integer]
Truth = npt.NDArray[np.bool_]

WORD = 64
BLOCK = 1 << 15  # arcs a block
PARTS = 4  # in which arcs are sorted, so that keys do not take much room


@dataclass(frozen=True, slots=True)
class Leaving:
    """The arcs grouped by the node from which they start: those of `v` are `arcs[starts[v]:starts[v + 1]]`, in ascending order."""

    starts: Whole
    arcs: Whole


@dataclass(frozen=True, eq=False)
class Arriving:
    """The arcs grouped by the node at which they end, those of one node in ascending order of arc id.

    Those of `v` stand at the places `starts[v]:starts[v + 1]`. `other` holds the node from which each starts, `rows` the
    row of its mask; they are copies, so that reading all arcs in order is fast.
    """

    ends: Whole
    starts: Whole
    other: Whole
    rows: Whole

    @cached_property
    def arcs(self) -> Whole:
        """The id of the arc at each place. Sorted out anew when it is first asked for, since spreading does without."""
        return _order(self.ends, self.starts)


@dataclass(frozen=True, slots=True)
class Blocks:
    """The arcs grouped by target, cut into blocks that stay in the cache.

    `targets` are the nodes into which arcs lead. A block is a run of targets and the run of their places in the index:
    `(first target, last + 1, first place, last + 1)`.
    """

    targets: Whole
    runs: tuple[tuple[int, int, int, int], ...]

    @property
    def longest(self) -> int:
        """The number of arcs of the longest block."""
        return max((high - low for _, _, low, high in self.runs), default=0)


@dataclass(frozen=True, eq=False)
class Arcs:
    """`nodes` nodes and the arcs between them; `src`, `dst` and `rows` have one entry an arc.

    `table` has the shape (masks, words). Self loops, parallel arcs and cycles are allowed.

    Raises:
        ValueError: the arrays differ in length, or name a node or a mask that does not exist.
    """

    nodes: int
    src: Whole
    dst: Whole
    rows: Whole
    table: Words

    def __post_init__(self) -> None:
        if not len(self.src) == len(self.dst) == len(self.rows):
            raise ValueError("src, dst and rows must have one entry an arc")
        if max(self.nodes, len(self.src)) >= 2**31:
            raise ValueError("more than 2**31 - 1 nodes or arcs")
        for name, array, limit in (("src", self.src, self.nodes), ("dst", self.dst, self.nodes), ("rows", self.rows, len(self.table))):
            if len(array) and (array.min() < 0 or array.max() >= limit):
                raise ValueError(f"{name} must lie in 0..{limit - 1}")

    def __len__(self) -> int:
        return len(self.src)

    @property
    def words(self) -> int:
        """The number of 64-bit words of a set of labels."""
        return int(self.table.shape[1])

    @property
    def slim(self) -> Whole:
        """`rows` in as few bytes as the table allows: two or four an arc."""
        return self.rows.astype(np.uint16 if len(self.table) <= 1 << 16 else np.uint32, copy=False)

    @cached_property
    def into(self) -> Arriving:
        """The arcs grouped by the node at which they end."""
        kernels = fast.kernels(len(self))
        if kernels:
            starts = _starts(self.dst, self.nodes)
            return Arriving(self.dst, starts, *kernels.group(self.dst, starts, self.src, self.slim))
        return self._arriving(*grouped(self.dst, self.nodes))

    def _arriving(self, starts: Whole, order: Whole) -> Arriving:
        return Arriving(self.dst, starts, self.src[order].astype(np.int32, copy=False), self.slim[order])

    @cached_property
    def out(self) -> Leaving:
        """The arcs grouped by the node from which they start."""
        return Leaving(*grouped(self.src, self.nodes))

    @cached_property
    def tiles(self) -> tuple[Whole, Whole, Whole]:
        """The arcs by tile, for compiled code; there must be kernels."""
        tiles: tuple[Whole, Whole, Whole] = cast(ModuleType, fast.kernels(len(self))).tiled(self)
        return tiles

    @property
    def blocks(self) -> Blocks:
        """The arcs into each node, in blocks. Worked out anew each time, since that is fast and they take room."""
        starts = self.into.starts
        targets = np.flatnonzero(starts[1:] > starts[:-1]).astype(np.int32)
        firsts = starts[targets]
        cuts = np.searchsorted(firsts, np.arange(0, firsts[-1] + 1 if len(firsts) else 0, BLOCK))
        cuts = cuts[np.diff(cuts, prepend=-1) > 0]
        lows = firsts[cuts].tolist()
        runs = zip(cuts.tolist(), [*cuts[1:].tolist(), len(firsts)], lows, [*lows[1:], len(self)], strict=True) if lows else ()
        return Blocks(targets, tuple(runs))

    @cached_property
    def backwards(self) -> Arcs:
        """The same arcs, each turned round. What is already sorted is not sorted again."""
        turned = Arcs(self.nodes, self.dst, self.src, self.rows, self.table)
        if "out" in self.__dict__:
            turned.__dict__["into"] = turned._arriving(self.out.starts, self.out.arcs)
        return turned


def grouped(ends: Whole, nodes: int) -> tuple[Whole, Whole]:
    """Arcs by the node at one of their ends: those of node `v` are `order[starts[v]:starts[v + 1]]`, in ascending order; starts, order."""
    starts = _starts(ends, nodes)
    return starts, _order(ends, starts)


def _starts(ends: Whole, nodes: int) -> Whole:
    """Where the arcs of each node begin when arcs are grouped by one of their ends."""
    kernels = fast.kernels(len(ends))
    if kernels:
        counted: Whole = kernels.starts(ends, nodes)
        return counted
    starts = np.zeros(nodes + 1, np.int32)
    for at in range(0, len(ends), max(nodes, BLOCK)):
        starts[1:] += np.bincount(ends[at : at + max(nodes, BLOCK)], minlength=nodes)
    return np.cumsum(starts, out=starts)


def _order(ends: Whole, starts: Whole) -> Whole:
    """The ids of all arcs, by one of their ends, then by id. One sort of keys made of both is three times as fast as an argsort."""
    kernels = fast.kernels(len(ends))
    if kernels:
        ids: Whole = kernels.order(ends, starts)
        return ids
    ids = np.empty(len(ends), np.int32)
    cuts = sorted(set(np.searchsorted(starts, [len(ends) * part // PARTS for part in range(PARTS + 1)]).tolist()))
    for low, high in pairwise(cuts):
        ids[starts[low] : starts[high]] = _sorted(ends, low, high)  # the lower half
    return ids


def _sorted(ends: Whole, low: int, high: int) -> Whole:
    """The ids of the arcs at some nodes with their node in the upper half, in ascending order."""
    keys = np.flatnonzero((ends >= low) & (ends < high))
    for at in range(0, len(keys), BLOCK):
        keys[at : at + BLOCK] |= ends[keys[at : at + BLOCK]].astype(np.int64) << 32
    keys.sort()
    return keys


def filled(sets: Words) -> Truth:
    """Which sets of labels are not empty; shape (sets, words) → (sets,)."""
    found: Words = sets[:, 0].copy()
    for word in range(1, sets.shape[1]):
        found |= sets[:, word]
    met: Truth = found != 0
    return met


def packed(sets: list[int], labels: int) -> Words:
    """Sets of labels, given as Python integers, as an array of the shape (sets, words)."""
    words = max(1, -(-labels // WORD))
    data = b"".join(bits.to_bytes(words * 8, "little") for bits in sets)
    return np.frombuffer(data, dtype="<u8").astype(np.uint64).reshape(len(sets), words)


def unpacked(words: Words) -> int:
    """One set of labels, an array of words, as a Python integer."""
    return int.from_bytes(words.astype("<u8").tobytes(), "little")
