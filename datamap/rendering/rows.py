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

_EFFORT = 1_000_000
"""So many pairs of lines are compared before the best order so far is taken."""
_STARTS = 16
"""So many first orders are tried while there is effort left."""


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
        if cost.effort > _EFFORT:
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


_Rows = Sequence[tuple[int, float]]


def _items(part: _Tree | str) -> list[str]:
    return part.items() if isinstance(part, _Tree) else [part]


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
        self.effort = 0
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
        self._pairs = 200 + sum(len(group) * len(group) for group in gaps.values()) // 40
        self._ends: dict[str, list[tuple[tuple[int, bool], str, float]]] = defaultdict(list)
        for step in steps:
            self._ends[step.left].append(((step.gap, True), step.right, step.weight))
            self._ends[step.right].append(((step.gap, False), step.left, step.weight))

    def of(self, tree: _Tree) -> float:
        """The cost of the order that the tree has now."""
        self.effort += self._pairs
        row = np.empty(len(self._number))
        row[[self._number[item] for item in tree.items()]] = np.arange(len(self._number))
        total = 0.0
        for left, right, weight in self._gaps:
            start, end = row[left], row[right]
            crossing = (start[:, None] - start[None, :]) * (end[:, None] - end[None, :]) < 0
            total += float(weight @ crossing @ weight) / 2 + 0.01 * float(weight @ np.abs(start - end))
        return total

    def best_spot(self, tree: _Tree, parts: Sequence[_Tree | str], start: int) -> int:
        """Where the part at `start` among its siblings crosses least, as far as can be told without moving anything else."""
        place = {item: row for row, item in enumerate(tree.items())}
        self.effort += 40 * len(parts) + 4 * len(place)
        ends = [self._reached(part, place) for part in parts]
        rows = [_mean([place[item] for item in _items(part)]) for part in parts]
        wished = [row for group in ends[start].values() for row, _ in group]
        middle = _mean(wished) if wished else rows[start]
        best, least = start, 0.01 * len(wished) * abs(rows[start] - middle)
        for step in (-1, 1):
            passed = 0.0
            spot = start + step
            while 0 <= spot < len(parts):
                above, below = (spot, start) if step < 0 else (start, spot)
                passed += self._swap(ends[above], ends[below])
                costs = passed + 0.01 * len(wished) * abs(rows[spot] - middle)
                if costs < least - 1e-9:
                    best, least = spot, costs
                spot += step
        return best

    def _reached(self, part: _Tree | str, place: Mapping[str, int]) -> dict[tuple[int, bool], list[tuple[int, float]]]:
        """The rows that the lines of a part lead to, by gap and side, with their weights."""
        own = set(_items(part))
        found: dict[tuple[int, bool], list[tuple[int, float]]] = defaultdict(list)
        for item in _items(part):
            for key, other, weight in self._ends[item]:
                if other not in own:
                    found[key].append((place[other], weight))
        return found

    def _swap(self, above: Mapping[tuple[int, bool], _Rows], below: Mapping[tuple[int, bool], _Rows]) -> float:
        """How many crossings come (or, below 0, go) when two neighbours change places."""
        total = 0.0
        for key, first in above.items():
            second = below.get(key, ())
            self.effort += len(first) * len(second)
            total += sum(((a < b) - (a > b)) * v * w for a, v in first for b, w in second)
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
    """Move each part of each frame to where it costs least, until nothing gets better or the effort is spent. Returns the cost."""
    least, better = cost.of(tree), True
    while better and cost.effort < _EFFORT:
        better = False
        for frame in tree.frames():
            for part in list(frame.parts):
                start = _index(frame.parts, part)
                spot = cost.best_spot(tree, frame.parts, start)
                if spot != start:
                    frame.parts.insert(spot, frame.parts.pop(start))
                    now = cost.of(tree)
                    if now < least - 1e-9:
                        least, better = now, True
                    else:
                        frame.parts.insert(start, frame.parts.pop(spot))
                if cost.effort > _EFFORT:
                    return least
    return least


def _index(parts: list[_Tree | str], part: _Tree | str) -> int:
    return next(index for index, one in enumerate(parts) if one is part or (isinstance(one, str) and one == part))
