"""Where words go on the map: beside their spot or on their arc, without lying on one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from datamap.rendering.lettering import shorten, width
from datamap.rendering.signs import Chip
from datamap.rendering.world.curves import Way
from datamap.rendering.world.shapes import Point, Rect

Side = int
"""-1 where words end at their spot, 0 where they stand over or under it, 1 where they start there."""

NAME, UNDER = 13.0, 10.5
CHIP, HIGH = 11.0, 20.0


@dataclass(frozen=True, slots=True)
class Label:
    """A name and lines under it, in a room."""

    room: Rect
    lines: tuple[str, ...]
    side: Side
    far: bool = False

    @property
    def foot(self) -> Point:
        """Where a line from the spot meets the label."""
        across = {1: 0.0, 0: 0.5, -1: 1.0}[self.side]
        return self.room.x + across * self.room.wide, self.room.y + NAME / 2 + 1


@dataclass(frozen=True, slots=True)
class Note:
    """A chip in a room, and the point of its arc to which a line leads where it stands aside."""

    room: Rect
    chip: Chip
    tag: float
    foot: Point | None


@dataclass
class Room:
    """The room that is left on a sheet, as words take it."""

    page: Rect
    ways: Sequence[Way]
    taken: list[Rect] = field(default_factory=list)
    dots: list[Rect] = field(default_factory=list)
    leaders: list[Point] = field(default_factory=list)

    @cached_property
    def _passed(self) -> tuple[np.ndarray, np.ndarray]:
        """The points of all ways, across and down."""
        points = [point for way in self.ways for point in way.points]
        return np.array([x for x, _ in points]), np.array([y for _, y in points])

    def _covered(self, room: Rect, own: Way | None) -> int:
        """How many points of ways other than `own` lie in a room."""
        x, y = self._passed
        inside = (room.x <= x) & (x <= room.x + room.wide) & (room.y <= y) & (y <= room.y + room.high)
        return int(np.count_nonzero(inside)) - (room.holds(own.points) if own else 0)

    def label(self, at: Point, radius: float, lines: tuple[str, ...]) -> Label | None:
        """The label of a spot where most of it finds room; None where not even its name does."""
        for shown in range(len(lines), 0, -1):
            options = list(_around(at, radius, lines[:shown]))
            costs = [self.cost(option.room) + self._doubt(at, option) + index * 0.4 for index, option in enumerate(options)]
            best = min(range(len(options)), key=costs.__getitem__)
            if costs[best] < 500:
                chosen = options[best]
                self.taken.append(chosen.room)
                self.leaders += _straight(at, chosen.foot) if chosen.far else ()
                return chosen
        return None

    def note(self, chip: Chip, way: Way, needed: bool) -> Note | None:
        """A chip on its arc, or near it; where it is `needed`, wherever it covers least."""
        tag = width(chip.tag, CHIP, True) + 12 if chip.tag else 0.0
        text = width(said(chip), CHIP, True) + 14
        found: tuple[Rect, Point | None] | None = None
        least = 10.0**9 if needed else 40.0
        for room, foot, weight in _along(way, tag + text):
            cost = self.cost(room, way)
            # A leader only adds to it, and is dear to judge.
            if cost + weight < least and (cost := cost + self._leading(foot, room) + weight) < least:
                found, least = (room, foot), cost
        if found is None:
            return None
        room, foot = found
        self.taken.append(room.grown(2))
        self.taken += [Rect(foot[0] - 3, foot[1] - 3, 6, 6)] if foot else []
        return Note(room, chip, tag, foot)

    def _doubt(self, at: Point, label: Label) -> float:
        """How easily a label is taken for that of another spot."""
        if label.far:
            line = _straight(at, label.foot)[2:-1]
            return 6 + 10 * sum(room.holds(line) for room in (*self.taken, *self.dots))
        own = label.room.gap(at)
        return 12 if any(label.room.gap(dot.middle) < own for dot in self.dots) else 0

    def _leading(self, foot: Point | None, room: Rect) -> float:
        """How bad it is that the leader of a chip, above all its foot, lies under something."""
        if foot is None:
            return 0.0
        line = [foot] * 3 + [point for point in _straight(foot, room.middle) if not room.holds([point])]
        low, high = (min(x for x, _ in line), min(y for _, y in line)), (max(x for x, _ in line), max(y for _, y in line))
        return 16.0 * sum(other.holds(line) for other in (*self.taken, *self.dots) if _meet(other, low, high))

    def cost(self, room: Rect, own: Way | None = None) -> float:
        """How much is covered by what stands in a room: 500 and more where it is words or a spot."""
        spread = room.grown(1)
        cost = sum(500 + spread.shared(other) * 5 for other in self.taken if spread.shared(other))
        cost += sum(500 + spread.shared(dot) * 5 for dot in self.dots if spread.shared(dot))
        cost += 3 * self._covered(spread, own)
        cost += 3 * spread.holds(self.leaders)
        inside = self.page.shared(room)
        return cost + (2000 if inside < room.wide * room.high - 0.01 else 0)


def _meet(room: Rect, low: Point, high: Point) -> bool:
    """Whether a room has a point in common with what lies between two corners."""
    return room.x <= high[0] and room.x + room.wide >= low[0] and room.y <= high[1] and room.y + room.high >= low[1]


def _straight(start: Point, end: Point) -> tuple[Point, ...]:
    return tuple((start[0] + (end[0] - start[0]) * t / 12, start[1] + (end[1] - start[1]) * t / 12) for t in range(13))


def said(chip: Chip) -> str:
    """The words of a chip after its tag."""
    others = f" +{chip.more}" if chip.more else ""
    return shorten(" ".join(part for part in (chip.sign.mark, f"{chip.text}{others}") if part), 46)


def _around(at: Point, radius: float, lines: tuple[str, ...]) -> Iterator[Label]:
    """Rooms for a label around its spot, the best first."""
    wide = max(width(line, UNDER if index else NAME, not index) for index, line in enumerate(lines)) + 2
    high = NAME + 3 + (len(lines) - 1) * (UNDER + 2.5)
    x, y, gap = *at, radius + 5
    middle = y - high / 2
    places: Iterable[tuple[float, float, Side]] = (
        (x + gap, middle, 1),
        (x - gap - wide, middle, -1),
        (x + gap - 3, y + 3, 1),
        (x + gap - 3, y - high - 3, 1),
        (x - gap - wide + 3, y + 3, -1),
        (x - gap - wide + 3, y - high - 3, -1),
        (x - wide / 2, y + gap - 1, 0),
        (x - wide / 2, y - gap - high + 1, 0),
    )
    for left, top, side in places:
        yield Label(Rect(left, top, wide, high), lines, side)
    for out in (26, 48, 80, 120):
        for dx, dy in ((-1, -0.5), (1, -0.5), (-1, 0.5), (1, 0.5), (-0.6, -1), (0.6, -1), (-0.6, 1), (0.6, 1)):
            left = x + dx * out - (wide if dx < 0 else 0)
            yield Label(Rect(left, y + dy * out - NAME / 2, wide, high), lines, 1 if dx > 0 else -1, True)


def _along(way: Way, wide: float) -> Iterator[tuple[Rect, Point | None, float]]:
    """Rooms for a chip along its arc, with the foot of its leader and how much worse it is than the middle."""
    for t in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82):
        x, y = way.at(t)
        nx, ny = way.aside(t)
        for off in (0, 20, -20, 38, -38, 60, -60, 90, -90, 130, -130):
            push = off * (1 + (wide / 2 / HIGH - 1) * abs(nx) * 0.5)
            cx, cy = x + nx * push, y + ny * push
            room = Rect(cx - wide / 2, cy - HIGH / 2, wide, HIGH)
            foot = None if room.holds([(x, y)]) else (x, y)
            yield room, foot, abs(t - 0.5) * 12 + abs(push) * 0.12
