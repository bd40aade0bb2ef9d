"""Claims that go round in circles: each could be explained by another, and nothing outside the circle begins it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from datamap.flow.arcs import Arcs, Truth, unpacked
from datamap.flow.beginnings import beginnings
from datamap.flow.labels import ones

if TYPE_CHECKING:
    from datamap.flow.claims import Claims

Spot = tuple[int, int]
"""A node and the number of a label that has come to it."""


def unfed(lent: Mapping[int, int], arcs: Arcs, made: Claims, left: Truth) -> Truth:
    """The claims, of those `left`, in circles that no other claim feeds. `lent` leads from systems to their operators."""
    found = np.zeros_like(left)
    for circle in beginnings(_explaining(lent, arcs, made, np.flatnonzero(left).tolist())):
        found[[member for member in circle if isinstance(member, int)]] = True
    return found


def _explaining(lent: Mapping[int, int], arcs: Arcs, made: Claims, left: list[int]) -> dict[int | Spot, list[int | Spot]]:
    """From each claim to the spots where its data comes, from spot to spot, and from a spot to the claims that it explains."""
    table = [unpacked(row) for row in arcs.table]
    wanted: dict[int, list[tuple[int, int]]] = {}
    for claim in left:
        wanted.setdefault(int(made.nodes[claim]), []).append((claim, unpacked(made.wanted[made.sorts[claim]])))
    after: dict[int | Spot, list[int | Spot]] = {}
    waiting: list[Spot] = []
    for claim in left:
        node, spots = int(made.nodes[claim]), list[Spot]()
        for bit in ones(unpacked(made.given[made.sorts[claim]])):
            spots += _next(arcs, table, node, bit) + ([(lent[node], bit)] if node in lent else [])
        after[claim] = [*spots]
        waiting += spots
    while waiting:
        node, bit = spot = waiting.pop()
        if spot not in after:
            onward = _next(arcs, table, node, bit)
            after[spot] = [*onward, *(claim for claim, bits in wanted.get(node, ()) if bits >> bit & 1)]
            waiting += onward
    return after


def _next(arcs: Arcs, table: list[int], node: int, bit: int) -> list[Spot]:
    """Where a label goes from a node."""
    low, high = arcs.out.starts[node : node + 2].tolist()
    leaving = arcs.out.arcs[low:high]
    ends = zip(arcs.dst[leaving].tolist(), arcs.rows[leaving].tolist(), strict=True)
    return list(dict.fromkeys((end, bit) for end, row in ends if table[row] >> bit & 1))
