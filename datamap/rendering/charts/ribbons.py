"""Where the boxes of a Sankey diagram stand and where its ribbons run: in an order in which they cross least."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from datamap.rendering.charts.strands import COLUMNS, Stop, Strand
from datamap.rendering.palette import Sign
from datamap.rendering.world.shapes import Curve, Point, Rect

_ROUNDS = 24
_STEPS = 18


@dataclass(frozen=True, slots=True)
class Ribbon:
    """Strands of one sign from one box to one of the next column: its four corners' heights, and how many strands."""

    column: int
    tail: Stop
    head: Stop
    sign: Sign
    many: int
    left: tuple[float, float]
    right: tuple[float, float]


Link = tuple[Stop, Stop, Sign]
Columns = list[list[Stop]]


def ordered(found: Sequence[Strand]) -> Columns:
    """The boxes of each column from top to bottom: from several first orders, the one whose ribbons cross least after sweeping."""
    links = [Counter((s.stops[at], s.stops[at + 1]) for s in found) for at in range(COLUMNS - 1)]
    weight = [Counter(s.stops[at] for s in found) for at in range(COLUMNS)]
    worst: dict[Stop, int] = defaultdict(int)
    for strand in found:
        for stop in strand.stops:
            worst[stop] = max(worst[stop], strand.sign.rank)
    starts: list[Columns] = [
        [list(dict.fromkeys(s.stops[at] for s in found)) for at in range(COLUMNS)],
        [sorted(weight[at], key=lambda stop, at=at: (-weight[at][stop], stop.key)) for at in range(COLUMNS)],  # type: ignore[misc]
        [sorted(weight[at], key=lambda stop: (worst[stop], stop.key)) for at in range(COLUMNS)],
    ]
    best = min((_swept(start, links) for start in starts), key=lambda columns: _crossings(columns, links))
    return best


def _swept(start: Columns, links: Sequence[Mapping[tuple[Stop, Stop], int]]) -> Columns:
    """The best order met while each column is sorted by the mean place of its neighbours, to and fro."""
    columns = [list(column) for column in start]
    best, least = columns, _crossings(columns, links)
    for turn in range(_ROUNDS):
        way = range(1, COLUMNS) if turn % 2 == 0 else range(COLUMNS - 2, -1, -1)
        for at in way:
            columns = [list(column) for column in columns]
            columns[at].sort(key=_pulls(columns, links, at, turn % 2 == 0).__getitem__)
        now = _crossings(columns, links)
        if now < least:
            best, least = columns, now
    return best


def _pulls(columns: Columns, links: Sequence[Mapping[tuple[Stop, Stop], int]], at: int, forward: bool) -> dict[Stop, float]:
    """For each box the mean place of those before it (or after it), by the number of strands."""
    beside = columns[at - 1] if forward else columns[at + 1]
    place = {stop: index for index, stop in enumerate(beside)}
    total: dict[Stop, float] = defaultdict(float)
    many: dict[Stop, int] = defaultdict(int)
    for (tail, head), number in links[at - 1 if forward else at].items():
        own, other = (head, tail) if forward else (tail, head)
        total[own] += place[other] * number
        many[own] += number
    return {stop: total[stop] / many[stop] for stop in columns[at]}


def _crossings(columns: Columns, links: Sequence[Mapping[tuple[Stop, Stop], int]]) -> int:
    """How many strands cross how many others."""
    total = 0
    for at, group in enumerate(links):
        left, right = ({stop: index for index, stop in enumerate(columns[side])} for side in (at, at + 1))
        ends = [(left[tail], right[head], number) for (tail, head), number in group.items()]
        for index, (a, b, one) in enumerate(ends):
            total += sum(one * other for c, d, other in ends[index + 1 :] if (a - c) * (b - d) < 0)
    return total


def ribbons(found: Sequence[Strand], boxes: Sequence[Mapping[Stop, Rect]], unit: float) -> tuple[Ribbon, ...]:
    """The ribbons between boxes that stand where `boxes` says; a strand is `unit` high. The best come first, to be drawn below."""
    made = []
    for at in range(COLUMNS - 1):
        links: Counter[Link] = Counter((s.stops[at], s.stops[at + 1], s.sign) for s in found)
        lefts = _slots(links, boxes[at], boxes[at + 1], unit, 0)
        rights = _slots(links, boxes[at + 1], boxes[at], unit, 1)
        made += [Ribbon(at, *link, many, lefts[link], rights[link]) for link, many in links.items()]
    return tuple(sorted(made, key=lambda ribbon: (ribbon.sign.rank, -ribbon.many)))


def _slots(
    links: Mapping[Link, int], own: Mapping[Stop, Rect], beside: Mapping[Stop, Rect], unit: float, side: int
) -> dict[Link, tuple[float, float]]:
    """The upper and the lower edge of each ribbon at its box, in the order in which the boxes at the other end stand."""
    ends: dict[Link, tuple[Stop, Stop]] = {link: (link[0], link[1]) for link in links}
    groups: dict[Stop, list[Link]] = defaultdict(list)
    for link in links:
        groups[ends[link][side]].append(link)
    found = {}
    for stop, group in groups.items():
        y = own[stop].middle[1] - sum(links[link] for link in group) * unit / 2
        for link in sorted(group, key=lambda link: (beside[ends[link][1 - side]].y, link[2].rank)):
            found[link] = (y, y + links[link] * unit)
            y += links[link] * unit
    return found


def edges(ribbon: Ribbon, start: float, end: float) -> tuple[Curve, Curve]:
    """The upper and the lower edge of a ribbon from `start` to `end`: curves that leave and arrive level."""
    half = (start + end) / 2
    upper, lower = (
        ((start, ribbon.left[edge]), (half, ribbon.left[edge]), (half, ribbon.right[edge]), (end, ribbon.right[edge])) for edge in (0, 1)
    )
    return upper, lower


def points(curve: Curve) -> tuple[Point, ...]:
    """Points along a curve, from left to right."""
    return tuple(_at(curve, step / _STEPS) for step in range(_STEPS + 1))


def _at(curve: Curve, t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x, y = (sum(weight * point[axis] for weight, point in zip(weights, curve, strict=True)) for axis in (0, 1))
    return x, y
