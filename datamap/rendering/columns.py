"""Where boxes go from left to right: a column for each, so that data runs to the right.

Columns follow the kind of a box (people, companies, servers, who reads from afar) and what feeds it: a box stands to
the right of every box that feeds it, save where data runs in a circle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEAST = {"people": 0, "entity": 1, "system": 2, "reader": 2, "place": 0, "sender": 0, "receiver": 1}
"""The leftmost column of each kind of box."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two boxes, by their ids; `weight` is how many transfers it stands for."""

    tail: str
    head: str
    weight: int = 1


def columns(kinds: Mapping[str, str], edges: Sequence[Edge]) -> dict[str, int]:
    """Box id to column, counted from 0 without gaps. `kinds` gives each box its kind, in the order of the map."""
    ahead = _without_circles(kinds, edges)
    column = {box: LEAST[kind] for box, kind in kinds.items()}
    for box in _sources_first(kinds, ahead):
        for edge in ahead[box]:
            column[edge.head] = max(column[edge.head], column[box] + 1)
    readers = [box for box, kind in kinds.items() if kind == "reader" and not ahead[box]]
    rightmost = max((column[box] for box in readers), default=0)
    column |= dict.fromkeys(readers, rightmost)
    used = {number: index for index, number in enumerate(sorted(set(column.values())))}
    return {box: used[number] for box, number in column.items()}


def _without_circles(kinds: Mapping[str, str], edges: Sequence[Edge]) -> dict[str, list[Edge]]:
    """Edges by tail, those that close a circle turned round. People and what nothing feeds come first."""
    leaving: dict[str, list[Edge]] = defaultdict(list)
    fed: set[str] = set()
    for edge in edges:
        if edge.tail != edge.head:
            leaving[edge.tail].append(edge)
            fed.add(edge.head)
    starts = sorted(kinds, key=lambda box: (LEAST[kinds[box]], box in fed))
    done: set[str] = set()
    ahead: dict[str, list[Edge]] = defaultdict(list)
    for start in starts:
        if start in done:
            continue
        trail = {start: None}
        stack = [(start, iter(leaving[start]))]
        while stack:
            box, rest = stack[-1]
            for edge in rest:
                if edge.head in trail:
                    ahead[edge.head].append(Edge(edge.head, edge.tail, edge.weight))
                    continue
                ahead[box].append(edge)
                if edge.head not in done:
                    trail[edge.head] = None
                    stack.append((edge.head, iter(leaving[edge.head])))
                    break
            else:
                stack.pop()
                del trail[box]
                done.add(box)
    return ahead


def _sources_first(kinds: Mapping[str, str], ahead: Mapping[str, Sequence[Edge]]) -> list[str]:
    """The boxes so that each comes after all that feed it."""
    waiting: dict[str, int] = dict.fromkeys(kinds, 0)
    for leaving in ahead.values():
        for edge in leaving:
            waiting[edge.head] += 1
    ready = [box for box, number in waiting.items() if not number]
    for box in ready:
        for edge in ahead.get(box, ()):
            waiting[edge.head] -= 1
            if not waiting[edge.head]:
                ready.append(edge.head)
    return ready
