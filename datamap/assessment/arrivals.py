"""Where bound data has arrived, and what carried it there."""

from __future__ import annotations

from datamap.assessment.onward import Carrier
from datamap.assessment.scene import Scene
from datamap.flow import Carried

Label = tuple[str, str | None]


class Arrivals:
    """What arrived bound by one regime at each node of a scene: a category, the people it is about, and its carriers."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._there: dict[str, dict[Label, set[Carrier]]] = {}
        self._whole: dict[str, set[Carrier]] = {}
        self._asked: dict[tuple[str, str | None], dict[str, set[Carrier]]] = {}
        self._holders = {s.id: (s.id, s.operator) for s in scene.map.systems.values() if s.operator}
        self._meets: dict[tuple[str, str], bool] = {}

    def add(self, node: str, carried: Carried, carrier: Carrier) -> bool:
        """Record that data arrived; True where that is news."""
        there = self._there.get(node)
        if there is None:
            there = self._there[node] = {}
            self._whole[node] = set()
        label = (carried.category, carried.people)
        carriers = there.get(label)
        if carriers is None:
            carriers = there[label] = set()
        elif carrier in carriers:
            return False
        carriers.add(carrier)
        self._whole[node].add(carrier)
        for holder in self._holders.get(node, (node,)):
            asked = self._asked.get((holder, carried.people))
            for category, found in asked.items() if asked else ():
                if self._meet(category, carried.category):
                    found.add(carrier)
        return True

    def at(self, node: str, carried: Carried) -> set[Carrier]:
        """What carried this data, or a part of it, to a node or for an entity to its systems. The set grows as more arrives."""
        asked = self._asked.setdefault((node, carried.people), {})
        found = asked.get(carried.category)
        if found is None:
            found = asked[carried.category] = set()
            for holder in self._scene.stock(node) if node in self._scene.map.entities else (node,):
                for (category, people), carriers in self._there.get(holder, {}).items():
                    if people == carried.people and self._meet(carried.category, category):
                        found |= carriers
        return found

    def elsewhere(self, node: str) -> set[Carrier]:
        """What carried any data to the legal person at a node."""
        return set().union(*(self._whole.get(holder, ()) for holder in self._scene.stock(node)))

    def _meet(self, one: str, other: str) -> bool:
        """Whether two categories are the same, or one lies below the other."""
        pair = (one, other)
        found = self._meets.get(pair)
        if found is None:
            found = self._meets[pair] = one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")
        return found
