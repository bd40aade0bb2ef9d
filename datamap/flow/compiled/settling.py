"""The least fixpoint alone, without distances.

Two ways take turns. While much is left to pass on, a sweep goes over all nodes in the order of their numbers and pulls over
the arcs into each, what it has just found included, so that a label travels many arcs in one sweep; memory is read in order but for what
neighbours hold. While little is left (a chain, a tail), a queue of nodes that have gained something passes on what they gained.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from datamap.flow.compiled.jit import jit

WIDE = 10  # the share of all arcs, one in WIDE, that must be left to pass on for a sweep over all


@jit
def settle(starts: Any, arcs: Any, ends: Any, passing: Any, into: Any, other: Any, rows: Any, masks: Any, held: Any, gained: Any) -> None:
    """Let `held` grow to the least fixpoint, where what nodes have `gained` has yet to spread.

    `starts` and `arcs` group arcs by source, `ends` and `passing` have one entry an arc; `into`, `other` and `rows` are
    the arcs grouped by target.
    """
    nodes = len(held)
    queue = np.empty(nodes, np.int32)
    head = count = leaving = 0
    for node in range(nodes):
        if gained[node]:
            queue[count] = node
            count += 1
            leaving += starts[node + 1] - starts[node]
    while count:
        if leaving * WIDE > len(ends):
            for place in range(count):
                gained[queue[(head + place) % nodes]] = 0
            head = count = leaving = 0
            for node in range(nodes):
                bits = held[node]
                for at in range(into[node], into[node + 1]):
                    bits |= held[other[at]] & masks[rows[at]]
                if bits != held[node]:
                    gained[node] = bits & ~held[node]
                    held[node] = bits
                    queue[count] = node
                    count += 1
                    leaving += starts[node + 1] - starts[node]
        else:
            node = queue[head]
            bits = gained[node]
            gained[node] = 0
            head = head + 1 if head + 1 < nodes else 0
            count -= 1
            leaving -= starts[node + 1] - starts[node]
            for at in range(starts[node], starts[node + 1]):
                arc = arcs[at]
                end = ends[arc]
                gain = bits & masks[passing[arc]] & ~held[end]
                if gain:
                    held[end] |= gain
                    if not gained[end]:
                        tail = head + count
                        queue[tail if tail < nodes else tail - nodes] = end
                        count += 1
                        leaving += starts[end + 1] - starts[end]
                    gained[end] |= gain


@jit
def pull(into: Any, other: Any, rows: Any, masks: Any, held: Any) -> Any:
    """What comes to each node over the arcs into it when every node passes on all that it holds."""
    came = np.zeros(len(held), np.uint64)
    for node in range(len(held)):
        bits = came[node]
        for at in range(into[node], into[node + 1]):
            bits |= held[other[at]] & masks[rows[at]]
        came[node] = bits
    return came
