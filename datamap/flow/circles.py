"""Claims that go round in circles: each could be explained by another, and nothing outside the circle begins it.

Claims are in a graph with *spots*: a spot is a node and a label that has come to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np

from datamap.flow.arcs import Arcs, Whole, Words
from datamap.flow.beginnings import beginnings
from datamap.flow.spread import ranges

Pairs = tuple[Whole, Whole]
"""Numbers of claims, and of their labels."""


@dataclass(frozen=True, eq=False)
class Open:
    """Claims that nothing explains so far: the node of each, what it says to be held there, and any of what explains it."""

    nodes: Whole
    given: Pairs
    wanted: Pairs


def unfed(arcs: Arcs, operator: Whole, claims: Open) -> Whole:
    """The numbers of the claims in circles that no other claim feeds. `operator` has for each node that of its operator, -1 for none."""
    found = chain.from_iterable(beginnings(_explaining(arcs, operator, claims)))
    return np.array([number for number in found if number < len(claims.nodes)], np.int64)


def _explaining(arcs: Arcs, operator: Whole, claims: Open) -> dict[int, list[int]]:
    """From each claim to the spots where its data comes, from spot to spot, and from a spot to the claims that it explains.

    Claims have their own numbers, and the spots those after them.
    """
    wide = arcs.words * 64
    of, labels = claims.given
    nodes = claims.nodes[of]
    which, ends, kept = _next(arcs, nodes, labels)
    owner = operator[nodes].astype(np.int64)
    lent = owner >= 0
    sources = [np.concatenate([of[which], of[lent]])]
    spots = [np.concatenate([ends * wide + kept, owner[lent] * wide + labels[lent]])]
    seen = fresh = np.unique(spots[0])
    from_spots: list[Whole] = []
    while len(fresh):
        which, ends, kept = _next(arcs, fresh // wide, fresh % wide)
        from_spots.append(fresh[which])
        spots.append(ends * wide + kept)
        fresh = np.setdiff1d(spots[-1], seen)
        seen = np.union1d(seen, fresh)
    wanting, wanted = claims.wanted
    asked = claims.nodes[wanting] * wide + wanted
    met = np.isin(asked, seen)
    first = len(claims.nodes)
    start = [sources[0], *(np.searchsorted(seen, spot) + first for spot in (*from_spots, asked[met]))]
    end = [*(np.searchsorted(seen, spot) + first for spot in spots), wanting[met]]
    return _lists(np.concatenate(start), np.concatenate(end), first + len(seen))


def _lists(start: Whole, end: Whole, count: int) -> dict[int, list[int]]:
    """For each of so many nodes the ends of its arcs."""
    order = np.argsort(start, kind="stable")
    places = np.searchsorted(start[order], np.arange(count + 1)).tolist()
    ends = end[order].tolist()
    return {node: ends[low:high] for node, (low, high) in enumerate(pairwise(places))}


def _next(arcs: Arcs, nodes: Whole, labels: Whole) -> tuple[Whole, Whole, Whole]:
    """Where labels go from nodes: for each step the place of its start in `nodes`, its end, and the label."""
    at, times = ranges(arcs.out.starts, nodes)
    leaving = arcs.out.arcs[at]
    which = np.repeat(np.arange(len(nodes)), times)
    going = labels[which]
    passing = arcs.table[arcs.rows[leaving], going // 64] >> (going % 64).astype(np.uint64) & np.uint64(1) != 0
    return which[passing], arcs.dst[leaving[passing]].astype(np.int64), going[passing]


def pairs(sets: Words) -> Pairs:
    """The bits of some sets: the number of the set, and the number of the bit."""
    some = np.flatnonzero(sets.any(axis=1))
    bits = np.unpackbits(sets[some].astype("<u8").view(np.uint8), axis=1, bitorder="little")
    which, labels = np.nonzero(bits)
    return some[which], labels.astype(np.int64)
