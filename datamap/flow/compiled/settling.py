"""The least fixpoint alone, without distances.

Two ways take turns. While much is left to pass on, or what is left shrinks fast, a sweep goes over all arcs, tile by tile, and passes on
what it has just found too, so that a label travels many arcs in one sweep; memory is read in order but for the ends within a
tile, which stay in the cache. Else (a chain, a tail) a queue of nodes that have gained something passes on what they gained.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from datamap.flow.compiled.grouping import FROM, TO
from datamap.flow.compiled.jit import jit

WIDE = 10  # the share of all nodes or arcs, one in WIDE, from which sweeps over all are made
DENSE = 64  # the share of all nodes, one in DENSE, from which a sweep does not ask which have something to pass on
SLOW = 3  # sweeps in a row of which none has halved what is left to pass on, after which a queue is tried


@jit
def sweep(starts: Any, ends: Any, rows: Any, masks: Any, held: Any, going: Any) -> Any:
    """Let `held` grow sweep by sweep while it pays; gives the nodes that have something to pass on still.

    `starts`, `ends` and `rows` are the arcs by tile, and `going` tells the nodes that have something to pass on.
    """
    nodes = len(held)
    across = ((nodes - 1) >> TO) + 1
    count, slow = going.sum(), 0
    while count and slow < SLOW:
        every, last = count * DENSE > nodes, count
        gained = np.zeros(nodes, np.uint8)
        for tile in range(len(starts) - 1):
            source, end = (tile // across) << FROM, (tile % across) << TO
            have, early, late = held[source:], going[source:], gained[source:]
            gets, gain = held[end:], gained[end:]
            for at in range(starts[tile], starts[tile + 1]):
                one, other = ends[at] >> TO, ends[at] & np.uint32((1 << TO) - 1)
                if every or early[one] | late[one]:
                    old = gets[other]
                    new = old | have[one] & masks[rows[at]]
                    gets[other] = new
                    gain[other] |= new != old
        going, count = gained, gained.sum()
        slow = slow + 1 if count * WIDE < nodes and count * 2 > last else 0
    return going


@jit
def push(starts: Any, arcs: Any, ends: Any, passing: Any, masks: Any, held: Any, going: Any) -> Any:
    """Let `held` grow node by node until nothing is left to pass on, or much is; gives the nodes that have something to pass on still.

    `starts` and `arcs` group arcs by source, `ends` and `passing` have one entry an arc.
    """
    nodes = len(held)
    gained, queue = np.where(going != 0, held, np.uint64(0)), np.empty(nodes, np.int32)
    head = count = leaving = 0
    for node in range(nodes):
        if gained[node]:
            queue[count] = node
            count += 1
            leaving += starts[node + 1] - starts[node]
    while count and leaving * WIDE <= len(ends):
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
    return (gained != 0).astype(np.uint8)


@jit
def passed(starts: Any, ends: Any, rows: Any, masks: Any, sent: Any, came: Any) -> None:
    """Add to what came to each node what comes over all arcs, by tile, when every node sends what it has in `sent`."""
    across = ((len(sent) - 1) >> TO) + 1
    for tile in range(len(starts) - 1):
        have, gets = sent[(tile // across) << FROM :], came[(tile % across) << TO :]
        for at in range(starts[tile], starts[tile + 1]):
            gets[ends[at] & np.uint32((1 << TO) - 1)] |= have[ends[at] >> TO] & masks[rows[at]]
