"""What stands above what: an order in which few lines cross and those that do are short.

Graphviz orders well by itself, but not the same in every version, and it does not know beforehand where a line will
arrive. So the order is settled here, frame by frame, and Graphviz is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

import numpy as np

_TRIES = 12_000
"""So many orders are tried before the best so far is taken."""
_STARTS = 12
"""So many first orders are tried while there are tries left."""


@dataclass(frozen=True, slots=True)
class Step:
    """A piece of a line from one column to the next: the gap it crosses, what is at its ends, how much a crossing hurts."""

    gap: int
    left: str
    right: str
    weight: float = 1


def order(items: Sequence[str], nests: Mapping[str, Sequence[str]], steps: Sequence[Step]) -> list[str]:
    """The items (boxes and bends) from top to bottom; those of one frame stay together.

    `nests` gives the frames around each item, outermost first.
    """
    cost = _Cost(items, steps)
    dice = Random(len(items))
    first = _tree(list(items), nests, 0)
    best, least = first, cost.of(first)
    for start in range(_STARTS):
        tree = first.copy()
        if start:
            tree.shuffle(dice)
        tree = _settled(tree, cost)
        now = _improve(tree, cost)
        if now < least - 1e-9:
            best, least = tree, now
        if cost.tries > _TRIES:
            break
    return best.items()


def _settled(tree: _Tree, cost: _Cost) -> _Tree:
    """The tree with everything near its neighbours: the best of some rounds of moving each to the mean of them."""
    best, least = tree.copy(), cost.of(tree)
    for _ in range(10):
        tree.sort(cost.pulls(tree))
        now = cost.of(tree)
        if now < least:
            best, least = tree.copy(), now
    return best


@dataclass
class _Tree:
    """A frame with what stands in it from top to bottom: items, by id, and frames."""

    parts: list[_Tree | str] = field(default_factory=list)

    def items(self) -> list[str]:
        return [item for part in self.parts for item in (part.items() if isinstance(part, _Tree) else (part,))]

    def copy(self) -> _Tree:
        return _Tree([part.copy() if isinstance(part, _Tree) else part for part in self.parts])

    def frames(self) -> list[_Tree]:
        return [self, *(inner for part in self.parts if isinstance(part, _Tree) for inner in part.frames())]

    def shuffle(self, dice: Random) -> None:
        for frame in self.frames():
            dice.shuffle(frame.parts)

    def sort(self, pull: Mapping[str, float]) -> None:
        """Parts by the mean pull of their items, at every depth."""
        for part in self.parts:
            if isinstance(part, _Tree):
                part.sort(pull)
        self.parts.sort(key=lambda part: _mean([pull[item] for item in part.items()] if isinstance(part, _Tree) else [pull[part]]))


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)


def _tree(items: list[str], nests: Mapping[str, Sequence[str]], level: int) -> _Tree:
    groups: dict[str, list[str]] = defaultdict(list)
    for item in items:
        groups[f"frame {nests[item][level]}" if len(nests[item]) > level else f"item {item}"].append(item)
    return _Tree([_tree(group, nests, level + 1) if key.startswith("frame ") else group[0] for key, group in groups.items()])


class _Cost:
    """What an order costs: crossings, and a little for length."""

    def __init__(self, items: Sequence[str], steps: Sequence[Step]) -> None:
        self.tries = 0
        self._number = {item: index for index, item in enumerate(items)}
        self._beside: dict[str, list[tuple[str, float]]] = defaultdict(list)
        gaps: dict[int, list[Step]] = defaultdict(list)
        for step in steps:
            gaps[step.gap].append(step)
            self._beside[step.left].append((step.right, step.weight))
            self._beside[step.right].append((step.left, step.weight))
        self._gaps = [
            (
                np.array([self._number[step.left] for step in group]),
                np.array([self._number[step.right] for step in group]),
                np.array([step.weight for step in group], dtype=float),
            )
            for _, group in sorted(gaps.items())
        ]

    def of(self, tree: _Tree) -> float:
        """The cost of the order that the tree has now."""
        self.tries += 1
        row = np.empty(len(self._number))
        row[[self._number[item] for item in tree.items()]] = np.arange(len(self._number))
        total = 0.0
        for left, right, weight in self._gaps:
            start, end = row[left], row[right]
            crossing = (start[:, None] - start[None, :]) * (end[:, None] - end[None, :]) < 0
            total += float(weight @ crossing @ weight) / 2 + 0.01 * float(weight @ np.abs(start - end))
        return total

    def pulls(self, tree: _Tree) -> dict[str, float]:
        """Where each item's neighbours are, on average."""
        place = {item: float(row) for row, item in enumerate(tree.items())}
        found = {}
        for item, row in place.items():
            total = sum(weight for _, weight in self._beside[item])
            found[item] = sum(place[other] * weight for other, weight in self._beside[item]) / total if total else row
        return found


def _improve(tree: _Tree, cost: _Cost) -> float:
    """Move each part of each frame to where it costs least, until nothing gets better or the tries are spent. Returns the cost."""
    least, better = cost.of(tree), True
    while better and cost.tries < _TRIES:
        better = False
        for frame in tree.frames():
            for part in list(frame.parts):
                best = _index(frame.parts, part)
                for spot in range(len(frame.parts)):
                    _move(frame.parts, part, spot)
                    now = cost.of(tree)
                    if now < least - 1e-9:
                        least, best, better = now, spot, True
                _move(frame.parts, part, best)
    return least


def _move(parts: list[_Tree | str], part: _Tree | str, spot: int) -> None:
    parts.insert(spot, parts.pop(_index(parts, part)))


def _index(parts: list[_Tree | str], part: _Tree | str) -> int:
    return next(index for index, one in enumerate(parts) if one is part or (isinstance(one, str) and one == part))
