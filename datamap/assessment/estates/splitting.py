"""Classes of rows, split where an answer does not hold for all of them: many classes are looked at together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from datamap.assessment.estates.coding import sorted_by, whole
from datamap.assessment.estates.judging import ClassJudge
from datamap.assessment.estates.slots import Slot
from datamap.findings import Part
from datamap.flow.arcs import Truth, Whole, Words, filled
from datamap.flow.spread import ranges

BLOCK = 1 << 16
"""So many rows are looked at together, or those of one class where it has more."""


@dataclass(frozen=True, eq=False)
class Piece:
    """Rows of a class of which the same is said, in the order of the map, and all that they carry.

    `told` has the answers that are about some of it, each with the labels that it is about as the bits of a number.
    """

    rows: Whole
    carried: Words
    told: list[tuple[Slot, int]]


def carrying(carried: Words, promised: Sequence[Words]) -> list[Truth]:
    """For each set of labels whether rows carry any of it."""
    return [filled(carried & mask) for mask in promised]


def pieces(judge: ClassJudge, numbers: Sequence[int], promised: Sequence[Words]) -> Iterator[list[Piece]]:
    """The pieces of each of some classes, by what kinds of answer are about their rows, and which of the sets `promised` they carry."""
    if not numbers:
        return
    fold = judge.scene.fold
    order, starts = sorted_by(fold.every, len(fold))
    sizes = np.diff(starts)[np.array(numbers)]
    for block in _blocks(sizes.tolist()):
        rows = order[ranges(starts, np.array(numbers[block]))[0]]
        yield from _Block(judge, numbers[block], rows, sizes[block]).pieces(promised)


def _blocks(sizes: Sequence[int]) -> Iterator[slice]:
    """Classes that are looked at together, one after the other."""
    start = total = 0
    for at, size in enumerate(sizes):
        if total and total + size > BLOCK:
            yield slice(start, at)
            start, total = at, 0
        total += size
    yield slice(start, len(sizes))


@dataclass
class _Heard:
    """What hits in one way: groups of answers, and for each the labels in the rows of its class, group after group."""

    groups: Whole
    at: Whole
    sizes: Whole
    bits: Words


class _Block:
    """Some classes with their rows, class after class, and the answers on them.

    The answers of one kind on what came to a class in one way are a group: `slots[begin[g]:begin[g + 1]]` on class `of[g]`.
    Each kind has a column of its own, counted for each class from 0.
    """

    def __init__(self, judge: ClassJudge, numbers: Sequence[int], rows: Whole, sizes: Whole) -> None:
        self.judge, self.rows, self.sizes = judge, rows, sizes
        self.starts = np.concatenate([[0], np.cumsum(sizes)])
        self.carried = judge.scene.tide.carried.take(rows, axis=0)
        self.slots: list[Slot] = []
        self.ways: dict[tuple[int, bool], list[int]] = {}
        begin, of, column = list[int](), list[int](), list[int]()
        for place, number in enumerate(numbers):
            kinds: dict[object, int] = {}
            alike: dict[tuple[int, bool, int], list[Slot]] = {}
            for slot in judge.slots[number]:
                kind = kinds.setdefault(_kind(slot.part), len(kinds))
                alike.setdefault((slot.carrier, slot.gap, kind), []).append(slot)
            for (carrier, gap, kind), slots in alike.items():
                self.ways.setdefault((carrier, gap), []).append(len(of))
                begin.append(len(self.slots))
                of.append(place)
                column.append(kind)
                self.slots += slots
        self.begin, self.of, self.column = np.array([*begin, len(self.slots)]), np.array(of), np.array(column)
        self.masks = np.array([slot.mask for slot in self.slots])

    def pieces(self, promised: Sequence[Words]) -> list[list[Piece]]:
        """The pieces of each class."""
        met = np.zeros((int(self.column.max()) + 1, len(self.rows)), bool)
        heard = [self._heard(carrier, gap, np.array(groups), met) for (carrier, gap), groups in self.ways.items()]
        place = np.repeat(np.arange(len(self.sizes)), self.sizes)
        piece = whole(place, *met, *carrying(self.carried, promised))
        order, starts = sorted_by(piece, int(piece.max()) + 1)
        carried = np.bitwise_or.reduceat(self.carried.take(order, axis=0), starts[:-1], axis=0)
        first = np.searchsorted(place[order[starts[:-1]]], np.arange(len(self.sizes) + 1))
        told = self._told(heard, order, starts, first)
        found = [Piece(mine, *said) for mine, *said in zip(np.split(self.rows[order], starts[1:-1]), carried, told, strict=True)]
        return [found[start:end] for start, end in pairwise(first.tolist())]

    def _heard(self, carrier: int, gap: bool, groups: Whole, met: Truth) -> _Heard:
        """What hits in one way; `met` notes for each column the rows that it hits."""
        at, sizes = ranges(self.starts, self.of[groups])
        masks = np.bitwise_or.reduceat(self.masks, self.begin[:-1], axis=0)[groups]
        bits = self.judge.hits(np.repeat(masks, sizes, axis=0), carrier, gap, self.rows[at], self.carried.take(at, axis=0))
        hit = np.flatnonzero(filled(bits))
        met[np.repeat(self.column[groups], sizes)[hit], at[hit]] = True
        return _Heard(groups, at, sizes, bits)

    def _told(self, heard: Sequence[_Heard], order: Whole, starts: Whole, first: Whole) -> list[list[tuple[Slot, int]]]:
        """For each piece the answers on it; those of class `c` begin with piece `first[c]`, and piece `p` with row `order[starts[p]]`."""
        found = [self._about(one, order, starts, first) for one in heard]
        piece, slot = (np.concatenate([one[at] for one in found]) for at in (0, 1))
        text = np.concatenate([one[2] for one in found]).astype("<u8").tobytes()
        size = len(text) // max(1, len(piece))
        told: list[list[tuple[Slot, int]]] = [[] for _ in starts[:-1]]
        pieces, slots = piece.tolist(), slot.tolist()
        for at in np.lexsort((slot, piece)).tolist():
            told[pieces[at]].append((self.slots[slots[at]], int.from_bytes(text[at * size : (at + 1) * size], "little")))
        return told

    def _about(self, heard: _Heard, order: Whole, starts: Whole, first: Whole) -> tuple[Whole, Whole, Words]:
        """Pieces, answers on them, and the labels that these are about."""
        of = self.of[heard.groups]
        shift = np.cumsum(heard.sizes) - heard.sizes - self.starts[of]
        bits = heard.bits.take(order[heard.at] + np.repeat(shift, heard.sizes), axis=0)
        piece, times = ranges(first, of)
        labels = np.bitwise_or.reduceat(bits, starts[piece] + np.repeat(shift, times), axis=0)
        slot, many = ranges(self.begin, np.repeat(heard.groups, times))
        labels = np.repeat(labels, many, axis=0) & self.masks[slot]
        kept = np.flatnonzero(filled(labels))
        return np.repeat(piece, many)[kept], slot[kept], labels[kept]


def _kind(part: Part) -> object:
    """What of an answer tells rows apart: two kinds of answer are never reported as one."""
    basis = (part.mechanism, part.agreement, part.module)
    return (part.verdict, part.restricted, basis, part.onward, frozenset(fault.rule for fault in part.faults))
