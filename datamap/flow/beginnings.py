"""Where a graph begins: its circles, and its single nodes, into which nothing leads from outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

N = TypeVar("N")


def beginnings(after: Mapping[N, Sequence[N]]) -> Iterator[list[N]]:
    """The strongly connected parts of a graph that nothing outside them leads into.

    `after` has every node, with those to which it leads. The work grows with the arcs.
    """
    before: dict[N, list[N]] = {node: [] for node in after}
    for node, ends in after.items():
        for end in ends:
            before[end].append(node)
    part: dict[N, int] = {}
    for number, start in enumerate(reversed(_left(after))):
        if start in part:
            continue
        part[start], members, fed = number, [start], False
        for node in members:  # grows on the way
            for origin in before[node]:
                if origin not in part:
                    part[origin] = number
                    members.append(origin)
                fed = fed or part[origin] != number
        if not fed:
            yield members


def _left(after: Mapping[N, Sequence[N]]) -> list[N]:
    """All nodes in the order in which a search into the depth is done with them."""
    found, seen = list[N](), set[N]()
    for start in after:
        if start in seen:
            continue
        seen.add(start)
        path = [(start, iter(after[start]))]
        while path:
            node, ends = path[-1]
            end = next((end for end in ends if end not in seen), None)
            if end is None:
                path.pop()
                found.append(node)
            else:
                seen.add(end)
                path.append((end, iter(after[end])))
    return found
