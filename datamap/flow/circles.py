"""Claims that go round in circles: each could be explained by another, and nothing outside the circle begins it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from datamap.flow.arcs import Arcs, Truth, unpacked
from datamap.flow.labels import ones

if TYPE_CHECKING:
    import networkx

    from datamap.flow.claims import Claims

Spot = tuple[int, int]
"""A node and the number of a label that has come to it."""


def unfed(lent: Mapping[int, int], arcs: Arcs, made: Claims, left: Truth) -> Truth:
    """The claims, of those `left`, in circles that no other claim feeds. `lent` leads from systems to their operators."""
    import networkx

    graph = _explaining(lent, arcs, made, np.flatnonzero(left).tolist())
    found = np.zeros_like(left)
    for circle in networkx.strongly_connected_components(graph):
        if all(before in circle for member in circle for before in graph.predecessors(member)):
            found[[member for member in circle if isinstance(member, int)]] = True
    return found


def _explaining(lent: Mapping[int, int], arcs: Arcs, made: Claims, left: list[int]) -> networkx.DiGraph[int | Spot]:
    """From each claim to the spots where its data comes, from spot to spot, and from a spot to the claims that it explains."""
    import networkx

    graph: networkx.DiGraph[int | Spot] = networkx.DiGraph()
    graph.add_nodes_from(left)
    table = [unpacked(row) for row in arcs.table]
    wanted: dict[int, list[tuple[int, int]]] = {}
    for claim in left:
        wanted.setdefault(int(made.nodes[claim]), []).append((claim, unpacked(made.wanted[made.sorts[claim]])))
    waiting: list[Spot] = []

    def lead(origin: int | Spot, spots: list[Spot]) -> None:
        waiting.extend(spot for spot in spots if spot not in graph)
        graph.add_edges_from((origin, spot) for spot in spots)

    for claim in left:
        node = int(made.nodes[claim])
        for bit in ones(unpacked(made.given[made.sorts[claim]])):
            lead(claim, _next(arcs, table, node, bit) + ([(lent[node], bit)] if node in lent else []))
    while waiting:
        node, bit = spot = waiting.pop()
        lead(spot, _next(arcs, table, node, bit))
        graph.add_edges_from((spot, claim) for claim, bits in wanted.get(node, ()) if bits >> bit & 1)
    return graph


def _next(arcs: Arcs, table: list[int], node: int, bit: int) -> list[Spot]:
    """Where a label goes from a node."""
    low, high = arcs.out.starts[node : node + 2].tolist()
    leaving = arcs.out.arcs[low:high]
    ends = zip(arcs.dst[leaving].tolist(), arcs.rows[leaving].tolist(), strict=True)
    return list(dict.fromkeys((end, bit) for end, row in ends if table[row] >> bit & 1))
