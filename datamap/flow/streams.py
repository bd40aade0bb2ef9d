"""Data that has spread over the arcs of some legs: what is where in the end, and by which chain it came."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from datamap.flow.arcs import Arcs, Truth, Words, unpacked
from datamap.flow.engine import Reach, solve
from datamap.flow.wiring import Wiring

Chain = tuple[tuple[str, ...], tuple[str, ...]]
"""Ids of the legs in the order of travel, and of the nodes."""


class Stream:
    """What spreads over `arcs`, those of the legs that are `open`, from what each node has at the outset (`given`)."""

    def __init__(self, wiring: Wiring, arcs: Arcs, given: Words, open_: Truth) -> None:
        self.wiring, self.arcs, self.given, self.open = wiring, arcs, given, open_
        self._chains: dict[tuple[int, int, bool], Chain | None] = {}

    def beginning(self, nodes: list[int]) -> Stream:
        """What spreads from some nodes alone, with all that they hold."""
        given = np.zeros_like(self.given)
        given[nodes] = self.reach.held[nodes]
        return Stream(self.wiring, self.arcs, given, self.open)

    @cached_property
    def reach(self) -> Reach:
        """The answer of the engine."""
        return solve(self.arcs, self.wiring.disposed(self.given))

    @cached_property
    def _arcs(self) -> list[int]:
        """For each arc its number in the wiring."""
        return np.flatnonzero(self.open[self.wiring.leg]).tolist()

    @cached_property
    def _held(self) -> list[int]:
        return [unpacked(row) for row in self.reach.held]

    def held(self, node: int) -> int:
        """The bits that a node holds in the end, with what is at its disposal."""
        return self._held[node]

    def start(self, node: int) -> int:
        """The bits that a node has at the outset, without what is at its disposal."""
        return unpacked(self.given[node])

    def carried(self, leg: int) -> int:
        """The bits that a leg passes on."""
        source = self.wiring.number[self.wiring.legs[leg].from_]
        return self._held[source] & self.wiring.masks[leg] if self.open[leg] else 0

    def into(self, node: int) -> list[int]:
        """The legs that bring data to a node, or to a system that it operates."""
        low, high = self.arcs.into.starts[node : node + 2].tolist()
        return [int(self.wiring.leg[self._arcs[arc]]) for arc in self.arcs.into.arcs[low:high].tolist()]

    def chain(self, target: int, bit: int, arriving: bool = False) -> Chain | None:
        """The shortest chain that brings a bit to a node; with `arriving`, one of at least one leg."""
        key = (target, bit, arriving)
        if key not in self._chains:
            arcs = self.reach.witness(target, bit, arriving)
            self._chains[key] = None if arcs is None else self._told(target, bit, [self._arcs[arc] for arc in arcs])
        return self._chains[key]

    def _told(self, target: int, bit: int, arcs: list[int]) -> Chain:
        """A chain of arcs in names. Where it starts or goes on at an operator, the system comes before it."""
        wiring = self.wiring
        first = int(wiring.arcs.src[arcs[0]]) if arcs else target
        nodes = [wiring.names[first]]
        if not self.start(first) >> bit & 1:
            lenders = wiring.lenders[wiring.borrowers == first].tolist()
            nodes.insert(0, wiring.names[next(system for system in lenders if self.start(system) >> bit & 1)])
        path = []
        for arc in arcs:
            leg = wiring.legs[wiring.leg[arc]]
            path.append(leg.id)
            nodes += [leg.to, wiring.names[wiring.arcs.dst[arc]]] if wiring.lent[arc] else [leg.to]
        return tuple(path), tuple(nodes)
