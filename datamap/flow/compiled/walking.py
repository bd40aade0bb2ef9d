"""Distances looked up, and shortest chains walked back."""

from __future__ import annotations

from typing import Any

import numpy as np

from datamap.flow.compiled.jit import jit

HUB = 256  # arcs into one node, from which a step back over them is remembered


@jit
def regrouped(nodes: Any, bits: Any, firsts: Any, count: int) -> Any:
    """The rounds by node: where each node's entries begin, and the bits and the round of each, in ascending order of round."""
    starts = np.zeros(count + 1, np.int64)
    for node in nodes:
        starts[node + 1] += 1
    for node in range(count):
        starts[node + 1] += starts[node]
    at = starts[:-1].copy()
    word, turn = np.empty(len(nodes), np.uint64), np.empty(len(nodes), np.int32)
    for number in range(len(firsts) - 1):
        for entry in range(firsts[number], firsts[number + 1]):
            place = at[nodes[entry]]
            word[place], turn[place] = bits[entry], number
            at[nodes[entry]] = place + 1
    return starts, word, turn


@jit
def distance(starts: Any, word: Any, turn: Any, node: int, bit: Any) -> int:
    """How far a bit has come to a node; -1 where it never comes."""
    for at in range(starts[node], starts[node + 1]):
        if word[at] >> bit & np.uint64(1):
            return int(turn[at])
    return -1


@jit
def step(into: Any, other: Any, rows: Any, masks: Any, starts: Any, word: Any, turn: Any, node: int, bit: Any, far: int) -> int:
    """The place of the arc by which a bit comes from the least distance, the first of several; -1 where none brings it.

    `far` is a distance below which there is none: a search ends where it is met.
    """
    best, place = -1, -1
    for at in range(into[node], into[node + 1]):
        if masks[rows[at]] >> bit & np.uint64(1):
            here = distance(starts, word, turn, other[at], bit)
            if here >= 0 and (here < best or best < 0):
                best, place = here, at
                if here <= far:
                    break
    return place


@jit
def walked(
    into: Any, other: Any, rows: Any, ids: Any, masks: Any, starts: Any, word: Any, turn: Any, nodes: Any, labels: Any, arriving: bool
) -> Any:
    """One shortest chain for each pair of node and bit: where each begins, and its arcs in the order of travel."""
    hub = np.full(len(into) - 1, -1, np.int32)
    hubs = 0
    for node in range(len(hub)):
        if into[node + 1] - into[node] > HUB:
            hub[node] = hubs
            hubs += 1
    known = np.full((hubs, 64), -1, np.int32)
    first = np.zeros(len(nodes) + 1, np.int64)
    last = np.full(len(nodes), -1, np.int32)
    for pair in range(len(nodes)):
        node, bit = nodes[pair], np.uint64(labels[pair])
        far = distance(starts, word, turn, node, bit)
        if far == 0 and arriving:
            last[pair] = step(into, other, rows, masks, starts, word, turn, node, bit, 0)
            if last[pair] >= 0:
                far = distance(starts, word, turn, other[last[pair]], bit) + 1
        first[pair + 1] = first[pair] + max(far, 0)
    found = np.empty(first[-1], np.int64)
    for pair in range(len(nodes)):
        node, bit = nodes[pair], np.uint64(labels[pair])
        at = last[pair]
        for place in range(first[pair + 1] - 1, first[pair] - 1, -1):
            far = place - first[pair]
            if at < 0 and hub[node] >= 0:
                at = known[hub[node], labels[pair]]
            if at < 0:
                at = step(into, other, rows, masks, starts, word, turn, node, bit, far)
                if hub[node] >= 0:
                    known[hub[node], labels[pair]] = at
            found[place] = ids[at]
            node = other[at]
            at = np.int32(-1)
    return first, found
