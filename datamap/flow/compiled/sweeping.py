"""The least fixpoint alone, without distances: sweeps over nodes in reverse postorder.

In that order most arcs lead forward, so that one sweep carries a label along chains of any length, and neighbours lie
close together in memory. Only nodes that have gained something since they were last visited are visited; counts of them, by
blocks of nodes and by blocks of blocks, let a sweep skip what is at rest.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from datamap.flow.compiled.jit import jit


@jit
def postorder(starts: Any, ends: Any) -> Any:
    """For each node its place in reverse postorder of a depth-first search, which begins at nodes into which nothing leads."""
    nodes = len(starts) - 1
    place = np.full(nodes, -1, np.int32)
    entered, led = np.zeros(nodes, np.bool_), np.zeros(nodes, np.bool_)
    for end in ends:
        led[end] = True
    at, stack = starts[:-1].copy(), np.empty(nodes, np.int32)
    left = nodes
    for only_first in (True, False):
        for origin in range(nodes):
            if entered[origin] or (only_first and led[origin]):
                continue
            entered[origin] = True
            stack[0] = origin
            depth = 1
            while depth:
                node = stack[depth - 1]
                here, last = at[node], starts[node + 1]
                while here < last and entered[ends[here]]:
                    here += 1
                at[node] = here
                if here < last:
                    entered[ends[here]] = True
                    stack[depth] = ends[here]
                    depth += 1
                else:
                    depth -= 1
                    left -= 1
                    place[node] = left
    return place


@jit
def renamed(starts: Any, ends: Any, rows: Any, place: Any) -> Any:
    """The same arcs between nodes that are called by their places."""
    name = np.empty(len(place), np.int32)
    for node in range(len(place)):
        name[place[node]] = node
    first, end, row = np.empty_like(starts), np.empty_like(ends), np.empty_like(rows)
    here = 0
    for new in range(len(place)):
        first[new] = here
        for at in range(starts[name[new]], starts[name[new] + 1]):
            end[here], row[here] = place[ends[at]], rows[at]
            here += 1
    first[len(place)] = here
    return first, end, row


@jit
def sweep(starts: Any, ends: Any, rows: Any, masks: Any, held: Any) -> None:
    """Let `held` grow to the least fixpoint."""
    nodes = len(held)
    gained = held.copy()
    small, large = np.zeros(nodes // 64 + 1, np.int32), np.zeros(nodes // 4096 + 1, np.int32)
    waiting = 0
    for node in range(nodes):
        if gained[node]:
            small[node >> 6] += 1
            large[node >> 12] += 1
            waiting += 1
    while waiting:
        for block in range(len(large)):
            if not large[block]:
                continue
            for part in range(block << 6, min(len(small), (block + 1) << 6)):
                if not small[part]:
                    continue
                for node in range(part << 6, min(nodes, (part + 1) << 6)):
                    bits = gained[node]
                    if not bits:
                        continue
                    gained[node] = 0
                    small[part] -= 1
                    large[block] -= 1
                    waiting -= 1
                    for at in range(starts[node], starts[node + 1]):
                        gain = bits & masks[rows[at]]
                        if gain:
                            end = ends[at]
                            gain &= ~held[end]
                            if gain:
                                held[end] |= gain
                                if not gained[end]:
                                    small[end >> 6] += 1
                                    large[end >> 12] += 1
                                    waiting += 1
                                gained[end] |= gain


@jit
def push(starts: Any, ends: Any, rows: Any, masks: Any, held: Any) -> Any:
    """What comes to each node over all arcs when every node passes on all that it holds."""
    came = np.zeros(len(held), np.uint64)
    for node in range(len(held)):
        bits = held[node]
        if bits:
            for at in range(starts[node], starts[node + 1]):
                came[ends[at]] |= bits & masks[rows[at]]
    return came
