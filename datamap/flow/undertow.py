"""Claims of an estate that go round in circles: each could be explained by another, and nothing outside the circle begins it.

Claims are in a graph with *spots*: a spot is a node and a label that has come to it.
"""

from __future__ import annotations

from itertools import chain, pairwise

import numpy as np

from datamap.flow.arcs import Arcs, Whole, Words
from datamap.flow.beginnings import beginnings
from datamap.flow.spread import ranges
from datamap.flow.tags import Tags


def unfed(arcs: Arcs, operator: Whole, tags: Tags, claimed: Words, free: Words) -> tuple[Words, Words]:
    """The claims, of those given, in circles that no other claim feeds."""
    claims = _Claims(tags, claimed, free)
    first, loose = np.zeros_like(claimed), np.zeros_like(free)
    for number in chain.from_iterable(beginnings(_explaining(arcs, operator, tags, claims))):
        if number < len(claims):
            node, label, anyone = int(claims.nodes[number]), int(claims.labels[number]), number >= claims.stated
            bits, at = (loose, label % claims.size) if anyone else (first, label)
            bits[node, at // 64] |= np.uint64(1 << at % 64)
    return first, loose


class _Claims:
    """Claims as columns: a node, and the label that it is said to hold; from number `stated` on the data may be about anybody."""

    def __init__(self, tags: Tags, claimed: Words, free: Words) -> None:
        self.size = tags.wide * 64
        nodes, labels = _ones(claimed)
        loose, keys = _ones(free)
        self.stated = len(nodes)
        self.nodes = np.concatenate([nodes, loose])
        self.labels = np.concatenate([labels, keys + (len(tags.groups) - 1) * self.size])
        self._tags = tags

    def __len__(self) -> int:
        return len(self.nodes)

    def held(self) -> tuple[Whole, Whole]:
        """What the claims say to be held, with all below: the number of the claim, and the label."""
        below = _below(self._tags)
        counts = np.array([len(found) for found in below], np.int64)
        key = self.labels % self.size
        of = np.repeat(np.arange(len(self)), counts[key])
        labels = np.array([at for one in key.tolist() for at in below[one]], np.int64)
        return of, labels + (self.labels - key)[of]

    def wanting(self) -> tuple[Whole, Whole]:
        """The labels by which claims are explained: the number of the claim, and the label, that of every group where it may be anybody."""
        of, labels = self.held()
        loose = of >= self.stated
        key, count = labels[loose] % self.size, len(self._tags.groups)
        every = (key[:, None] + np.arange(count) * self.size).ravel()
        return np.concatenate([of[~loose], np.repeat(of[loose], count)]), np.concatenate([labels[~loose], every])


def _explaining(arcs: Arcs, operator: Whole, tags: Tags, claims: _Claims) -> dict[int, list[int]]:
    """From each claim to the spots where its data comes, from spot to spot, and from a spot to the claims that it explains.

    Claims have their own numbers, and the spots those after them.
    """
    wide = tags.words * 64
    of, labels = claims.held()
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
    wanting, wanted = claims.wanting()
    asked = claims.nodes[wanting] * wide + wanted
    met = np.isin(asked, seen)
    first = len(claims)
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


def _ones(sets: Words) -> tuple[Whole, Whole]:
    """The bits of some sets: the number of the set, and the number of the bit."""
    some = np.flatnonzero(sets.any(axis=1))
    bits = np.unpackbits(sets[some].astype("<u8").view(np.uint8), axis=1, bitorder="little")
    which, labels = np.nonzero(bits)
    return some[which], labels.astype(np.int64)


def _below(tags: Tags) -> list[list[int]]:
    """For each key its own number and those of the keys below it."""
    return [[at for at, other in enumerate(tags.keys) if other == key or other.startswith(f"{key}.")] for key in tags.keys]
