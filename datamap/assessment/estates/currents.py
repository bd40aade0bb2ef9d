"""What travels in an estate, for legs that stand for classes: what any of their rows carries, and by which chain it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datamap.flow import Carried, Flow

if TYPE_CHECKING:
    from datamap.assessment.estates.scene import EstateScene


class Currents:
    """Answers for the legs of a scene of classes what `Network` answers for the legs of a map."""

    def __init__(self, scene: EstateScene) -> None:
        self._scene, self._tide = scene, scene.tide
        self._carried: dict[str, tuple[Carried, ...]] = {}

    def carried(self, leg: str) -> tuple[Carried, ...]:
        """What any row of a class passes on, its first row before the others; unexplained where that is so in some row."""
        found = self._carried.get(leg)
        if found is None:
            tags, number = self._tide.tags, self._scene.place_of[leg]
            carried, gaps = (bits[number] for bits in self._scene.sums)
            lost = set(tags.ones(gaps))
            own = (self._tide.gaps if self._scene.side == "start" else self._tide.carried)[self._scene.first[number]]
            labels = [*tags.ones(carried & own), *tags.ones(carried & ~own)]
            found = tuple(Carried(*tags.pair(label), label not in lost) for label in labels)
            self._carried[leg] = found
        return found

    def along(self, leg: str, category: str, people: str | None) -> tuple[tuple[str, ...], bool]:
        """The shortest chain by which data comes to the first row of a class, that row included; and whether it is certain."""
        tide = self._tide
        row = int(self._scene.first[self._scene.place_of[leg]])
        chain: tuple[int, ...] = ()
        if category in tide.tags.place:
            label, start = tide.tags.label(category, people), int(tide.from_[row])
            if int(tide.held[start, label // 64]) >> label % 64 & 1:
                chain = tide.chain(start, label)
        places = (*chain, row)
        return self._scene.named(places), bool(tide.sure[list(places)].all())

    def witness(self, node: str, category: str, people: str | None) -> Flow | None:
        """The shortest chain by which data comes to a node; see `Network.witness`."""
        tide, estate = self._tide, self._scene.estate
        if category not in tide.tags.place:
            return None
        at, label = estate.number[node], tide.tags.label(category, people)
        if not int(tide.held[at, label // 64]) >> label % 64 & 1:
            return None
        chain = tide.chain(at, label)
        nodes = [estate.name(int(tide.from_[place])) for place in chain[:1]] + [estate.name(int(tide.to[place])) for place in chain]
        path = self._scene.named(chain)
        return Flow(category, people, path, tuple(nodes or [node]), certain=bool(tide.sure[list(chain)].all()))

    def held(self, node: str) -> frozenset[tuple[str, str | None]]:
        """The category and people of all data at a node."""
        tide = self._tide
        words = tide.tags.each(tide.held[[self._scene.estate.number[node]]], "listed")[0]
        return frozenset(tide.tags.pair(label) for label in tide.tags.ones(words))
