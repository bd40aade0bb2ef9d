"""The names of an estate's nodes and their numbers, both ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from datamap.model.columns import Systems


class Nodes(Mapping[str, int]):
    """The number of each node, by its id: people and entities, then the systems.

    What was named before is known by its name; the names of all systems are gathered when another is asked for.
    """

    def __init__(self, outset: tuple[str, ...], systems: Systems) -> None:
        self._outset, self._systems = outset, systems
        self._known = {name: node for node, name in enumerate(outset)}

    def name(self, node: int) -> str:
        """The id of a node."""
        before = len(self._outset)
        if node < before:
            return self._outset[node]
        found = self._systems.names[node - before]
        self._known[found] = int(node)
        return found

    def __getitem__(self, name: str) -> int:
        found = self._known.get(name)
        return self._systems.place[name] + len(self._outset) if found is None else found

    def __iter__(self) -> Iterator[str]:
        return chain(self._outset, self._systems.names)

    def __len__(self) -> int:
        return len(self._outset) + len(self._systems)
