"""Coordinates along one axis: things keep their distances and are otherwise as near to what they belong to as can be.

Minimise the weighted sum of |y[b] - y[a] - shift| over all pulls, where y[b] - y[a] >= distance for all walls. The dual
of this is a cheapest circulation, and its potentials are the coordinates. All numbers are whole, so the answer is exact
and the same everywhere.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field

import networkx as nx


@dataclass
class Spacing:
    """A problem under construction. Things are known by name; `start` is at 0 and before all others."""

    start: str = "start"
    names: dict[str, None] = field(default_factory=dict)
    walls: dict[tuple[str, str], int] = field(default_factory=dict)
    pulls: list[tuple[str, str, int, int]] = field(default_factory=list)

    def add(self, name: str, least: int = 0) -> None:
        """A thing that stands at `least` or beyond."""
        self.names.setdefault(name)
        self.wall(self.start, name, least)

    def wall(self, before: str, after: str, distance: int) -> None:
        """`after` stands at least `distance` beyond `before`."""
        self.walls[before, after] = max(distance, self.walls.get((before, after), distance))

    def pull(self, one: str, other: str, shift: int, weight: int) -> None:
        """`other` wants to stand `shift` beyond `one`."""
        self.pulls.append((one, other, shift, weight))

    def solve(self) -> dict[str, int]:
        """The best coordinate of each thing.

        Where several answers are equally good, everything stands as near to the start as it may.
        """
        network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        network.add_nodes_from([self.start, *self.names])
        for (before, after), distance in self.walls.items():
            network.add_edge(before, after, weight=-distance)
        for one, other, shift, weight in self.pulls:
            network.add_edge(one, other, weight=-shift, capacity=weight)
            network.add_edge(other, one, weight=shift, capacity=weight)
        _, flow = nx.network_simplex(network)
        return self._potentials(network, flow)

    def _potentials(self, network: nx.MultiDiGraph[str], flow: dict[str, dict[str, dict[int, int]]]) -> dict[str, int]:
        """Shortest distances from the start over what the flow leaves free."""
        free: dict[str, dict[str, int]] = defaultdict(dict)
        for one, other, key, data in network.edges(keys=True, data=True):
            moved, cost = flow[one][other][key], data["weight"]
            if moved < data.get("capacity", moved + 1):
                free[one][other] = min(cost, free[one].get(other, cost))
            if moved > 0:
                free[other][one] = min(-cost, free[other].get(one, -cost))
        far = {self.start: 0}
        todo, waiting = deque([self.start]), {self.start}
        while todo:
            one = todo.popleft()
            waiting.discard(one)
            for other, cost in free[one].items():
                reached = far[one] + cost
                if reached < far.get(other, reached + 1):
                    far[other] = reached
                    if other not in waiting:
                        waiting.add(other)
                        todo.append(other)
        return {name: -far[name] for name in self.names}
