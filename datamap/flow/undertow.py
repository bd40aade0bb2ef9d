"""Claims of an estate that go round in circles: each could be explained by another, and nothing outside the circle begins it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from datamap.flow.arcs import Arcs, Whole, Words, unpacked
from datamap.flow.tags import Tags

if TYPE_CHECKING:
    import networkx

Claim = tuple[int, int, bool]
"""A node, the label that it is said to hold, and whether the data may be about anybody."""

Spot = tuple[int, int]
"""A node and a label that has come to it."""


def unfed(arcs: Arcs, operator: Whole, tags: Tags, claimed: Words, free: Words) -> tuple[Words, Words]:
    """The claims, of those given, in circles that no other claim feeds."""
    import networkx

    graph = _explaining(arcs, operator, tags, _listed(tags, claimed, free))
    first, loose = np.zeros_like(claimed), np.zeros_like(free)
    for circle in networkx.strongly_connected_components(graph):
        if all(before in circle for member in circle for before in graph.predecessors(member)):
            for member in circle:
                if len(member) == 3:
                    node, label, anyone = member
                    bits, at = (loose, label % (tags.wide * 64)) if anyone else (first, label)
                    bits[node, at // 64] |= np.uint64(1 << at % 64)
    return first, loose


def _listed(tags: Tags, claimed: Words, free: Words) -> list[Claim]:
    found: list[Claim] = []
    for node in np.flatnonzero(claimed.any(axis=1)).tolist():
        found += [(node, label, False) for label in tags.ones(claimed[node])]
    last = (len(tags.groups) - 1) * tags.wide * 64
    for node in np.flatnonzero(free.any(axis=1)).tolist():
        bits = unpacked(free[node])
        found += [(node, last + at, True) for at in range(tags.wide * 64) if bits >> at & 1]
    return found


def _explaining(arcs: Arcs, operator: Whole, tags: Tags, left: list[Claim]) -> networkx.DiGraph[Claim | Spot]:
    """From each claim to the spots where its data comes, from spot to spot, and from a spot to the claims that it explains."""
    import networkx

    graph: networkx.DiGraph[Claim | Spot] = networkx.DiGraph()
    graph.add_nodes_from(left)
    below = _below(tags)
    wanting: dict[Spot, list[Claim]] = {}
    for claim in left:
        node, label, anyone = claim
        size = tags.wide * 64
        for at in below[label % size]:
            groups = range(len(tags.groups)) if anyone else (label // size,)
            for group in groups:
                wanting.setdefault((node, group * size + at), []).append(claim)
    waiting: list[Spot] = []

    def lead(origin: Claim | Spot, spots: list[Spot]) -> None:
        waiting.extend(spot for spot in spots if spot not in graph)
        graph.add_edges_from((origin, spot) for spot in spots)

    for claim in left:
        node, label, _ = claim
        for at in below[label % (tags.wide * 64)]:
            held = label // (tags.wide * 64) * tags.wide * 64 + at
            owner = int(operator[node])
            lead(claim, _next(arcs, node, held) + ([(owner, held)] if owner >= 0 else []))
    while waiting:
        node, label = spot = waiting.pop()
        lead(spot, _next(arcs, node, label))
        graph.add_edges_from((spot, claim) for claim in wanting.get(spot, ()))
    return graph


def _below(tags: Tags) -> list[list[int]]:
    """For each key its own number and those of the keys below it."""
    return [[at for at, other in enumerate(tags.keys) if other == key or other.startswith(f"{key}.")] for key in tags.keys]


def _next(arcs: Arcs, node: int, label: int) -> list[Spot]:
    """Where a label goes from a node."""
    low, high = arcs.out.starts[node : node + 2].tolist()
    leaving = arcs.out.arcs[low:high]
    passing = arcs.table[arcs.rows[leaving], label // 64] >> np.uint64(label % 64) & np.uint64(1) != 0
    return [(end, label) for end in dict.fromkeys(arcs.dst[leaving[passing]].tolist())]
