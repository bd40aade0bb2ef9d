"""Compiled ways of `arriving` and `labelling`, for estates with millions of rows. Importing this needs numba; see `datamap.flow.fast`."""

from __future__ import annotations

from typing import Any

import numpy as np

from datamap.flow.compiled.jit import jit


@jit
def over(starts: Any, sets: Any, nodes: Any, bits: Any) -> Any:
    """The places, of those of each node in turn, whose set has something of what the node sends; and what of it."""
    most = 0
    for node in nodes:
        most += starts[node + 1] - starts[node]
    words = sets.shape[1]
    places, going = np.empty(most, np.int64), np.empty((most, words), np.uint64)
    count = 0
    for turn in range(len(nodes)):
        for at in range(starts[nodes[turn]], starts[nodes[turn] + 1]):
            met = np.uint64(0)
            for word in range(words):
                passed = bits[turn, word] & sets[at, word]
                going[count, word] = passed
                met |= passed
            if met:
                places[count] = at
                count += 1
    return places[:count], going[:count]


@jit
def merged(nodes: Any, bits: Any, count: int) -> Any:
    """Each node once, in ascending order, with all its bits; there are `count` nodes in all."""
    place = np.full(count, -1, np.int32)
    met = 0
    for node in nodes:
        if place[node] < 0:
            place[node] = 0
            met += 1
    found, sums = np.empty(met, np.int64), np.zeros((met, bits.shape[1]), np.uint64)
    met = 0
    for node in range(count):
        if place[node] == 0:
            place[node], found[met] = met, node
            met += 1
    for turn in range(len(nodes)):
        at = place[nodes[turn]]
        for word in range(bits.shape[1]):
            sums[at, word] |= bits[turn, word]
    return found, sums
