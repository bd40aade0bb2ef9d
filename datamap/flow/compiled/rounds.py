"""The least fixpoint in rounds, each of which passes on only what the round before has added, so that rounds are distances."""

from __future__ import annotations

from typing import Any

import numpy as np

from datamap.flow.compiled.jit import jit
from datamap.flow.compiled.settling import passed

WIDE = 6  # the share of all arcs, one in WIDE, from which a round looks at all of them


@jit
def rounds(starts: Any, arcs: Any, ends: Any, passing: Any, firsts: Any, pairs: Any, rows: Any, masks: Any, held: Any) -> Any:
    """Let `held` grow to the least fixpoint; give nodes and bits of all rounds, where each round begins, and their number.

    `starts` and `arcs` group arcs by source, `ends` and `passing` have one entry an arc; `firsts`, `pairs` and `rows` are
    the arcs by tile.
    """
    nodes = len(held)
    fresh, sent = np.zeros(nodes, np.uint64), np.zeros(nodes, np.uint64)
    found, bits = np.empty(nodes + 1024, np.int32), np.empty(nodes + 1024, np.uint64)
    begins = np.zeros(1024, np.int64)
    low = high = leaving = turn = 0
    for node in range(nodes):
        if held[node]:
            found[high], bits[high] = node, held[node]
            high += 1
            leaving += starts[node + 1] - starts[node]
    while high > low:
        turn += 1
        if turn + 1 >= len(begins):
            begins = _longer(begins, turn + 1)
        begins[turn] = high
        if len(found) < high + nodes:
            found, bits = _longer(found, high + nodes), _longer(bits, high + nodes)
        more = high
        if leaving * WIDE > len(ends):
            for at in range(low, high):
                sent[found[at]] = bits[at]
            passed(firsts, pairs, rows, masks, sent, fresh)
            for node in range(nodes):
                fresh[node] &= ~held[node]
                if fresh[node]:
                    found[more] = node
                    more += 1
            for at in range(low, high):
                sent[found[at]] = 0
        else:
            for at in range(low, high):
                for out in range(starts[found[at]], starts[found[at] + 1]):
                    arc = arcs[out]
                    end = ends[arc]
                    gain = bits[at] & masks[passing[arc]] & ~held[end]
                    if gain:
                        if not fresh[end]:
                            found[more] = end
                            more += 1
                        fresh[end] |= gain
        leaving = 0
        for at in range(high, more):
            node = found[at]
            bits[at] = fresh[node]
            held[node] |= fresh[node]
            fresh[node] = 0
            leaving += starts[node + 1] - starts[node]
        low, high = high, more
    return found, bits, begins, turn + 1


@jit
def _longer(array: Any, least: int) -> Any:
    longer = np.empty(max(least, 2 * len(array)), array.dtype)
    for at in range(len(array)):
        longer[at] = array[at]
    return longer
