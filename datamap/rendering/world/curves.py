"""How an arc runs: a bow from spot to spot, around the edge of the map where that is the shorter way."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from datamap.rendering.world.shapes import Curve, Point


@dataclass(frozen=True, slots=True)
class Bow:
    """A curve from `start` to `end`, drawn to one side towards `over`."""

    start: Point
    over: Point
    end: Point

    def at(self, t: float) -> Point:
        """The point a part `t` of the way along."""
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        return (
            a * self.start[0] + b * self.over[0] + c * self.end[0],
            a * self.start[1] + b * self.over[1] + c * self.end[1],
        )

    def normal(self, t: float) -> Point:
        """The direction at right angles to the curve, on the side of its bow, one point long."""
        dx = 2 * (1 - t) * (self.over[0] - self.start[0]) + 2 * t * (self.end[0] - self.over[0])
        dy = 2 * (1 - t) * (self.over[1] - self.start[1]) + 2 * t * (self.end[1] - self.over[1])
        length = math.hypot(dx, dy) or 1.0
        return dy / length, -dx / length

    def between(self, t0: float, t1: float) -> Curve:
        """The part from `t0` to `t1` as a cubic curve."""
        first, last = self.at(t0), self.at(t1)
        span = (t1 - t0) / 2
        over = (first[0] + self._slope(t0)[0] * span, first[1] + self._slope(t0)[1] * span)
        near = (first[0] + (over[0] - first[0]) * 2 / 3, first[1] + (over[1] - first[1]) * 2 / 3)
        far = (last[0] + (over[0] - last[0]) * 2 / 3, last[1] + (over[1] - last[1]) * 2 / 3)
        return first, near, far, last

    def _slope(self, t: float) -> Point:
        return (
            2 * (1 - t) * (self.over[0] - self.start[0]) + 2 * t * (self.end[0] - self.over[0]),
            2 * (1 - t) * (self.over[1] - self.start[1]) + 2 * t * (self.end[1] - self.over[1]),
        )

    def leaving(self, radius: float) -> float:
        """How far along the curve gets out of a circle around its start."""
        return self._first(lambda x, y: math.hypot(x - self.start[0], y - self.start[1]) >= radius)

    def reaching(self, radius: float) -> float:
        """How far along the curve gets into a circle around its end."""
        return self._first(lambda x, y: math.hypot(x - self.end[0], y - self.end[1]) <= radius)

    def crossing(self, x: float) -> float:
        """How far along the curve passes an upright line."""
        return self._first(lambda at, _: (at >= x) == (self.end[0] >= x))

    def _first(self, met: Callable[[float, float], bool]) -> float:
        steps = 100
        found = next((step for step in range(steps + 1) if met(*self.at(step / steps))), steps)
        low, high = max(found - 1, 0) / steps, found / steps
        for _ in range(12):
            half = (low + high) / 2
            low, high = (low, half) if met(*self.at(half)) else (half, high)
        return high


def bow(start: Point, end: Point, top: float, back: bool) -> Bow:
    """The bow from one spot to another: to the north, or to the south where it runs `back` along another one.

    `top` is the height above which nothing is drawn.
    """
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy) or 1.0
    side = min(max(0.34 * length, 26.0), 210.0)
    up = (dy / length, -dx / length)
    if up[1] > 0 or (up[1] == 0 and up[0] < 0):
        up = (-up[0], -up[1])
    if back:
        up = (-up[0], -up[1])
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    highest = max(top + 6, 2 * (top + 6) - middle[1])
    return Bow(start, (middle[0] + up[0] * side, max(middle[1] + up[1] * side, highest)), end)


@dataclass(frozen=True, slots=True)
class Way:
    """An arc as drawn: its curves (two where it runs around the edge), its arrowhead, and points along it."""

    bow: Bow
    curves: tuple[Curve, ...]
    head: tuple[Point, Point, Point]
    points: tuple[Point, ...]
    edges: tuple[Point, Point] | None = None
    turn: float = 0.0
    span: tuple[float, float] = (0.0, 1.0)

    def at(self, t: float) -> Point:
        """The point of the sheet a part `t` along what is drawn of it in one piece (the longer of two)."""
        return self._moved(self.bow.at(self.span[0] + t * (self.span[1] - self.span[0])))

    def aside(self, t: float) -> Point:
        """The direction away from the curve there."""
        return self.bow.normal(self.span[0] + t * (self.span[1] - self.span[0]))

    def _moved(self, at: Point) -> Point:
        return at[0] + self.turn, at[1]


@dataclass(frozen=True, slots=True)
class Sea:
    """The sheet's edges left and right, between which the map goes round, and its top."""

    left: float
    right: float
    top: float
    around: bool

    def way(self, start: Point, end: Point, back: bool, width: float, gaps: Point) -> Way:
        """The way from spot to spot, with an arrowhead for a line of this width; `gaps` is the room left at either end."""
        wide = self.right - self.left
        turn = 0.0
        if self.around and abs(end[0] - start[0]) > wide / 2:
            turn = wide if end[0] < start[0] else -wide
        curve = bow(start, (end[0] + turn, end[1]), self.top, back)
        size = 5.5 + 2.1 * width
        t0, tip = curve.leaving(gaps[0]), curve.reaching(gaps[1])
        neck = max(curve.reaching(gaps[1] + size * 0.85), t0)
        head = _head(curve.at(neck), curve.at(tip), size, turn)
        if not turn:
            return Way(curve, (curve.between(t0, neck),), head, tuple(curve.at(t / 60) for t in range(61)))
        edge = self.right if turn > 0 else self.left
        cut = min(max(curve.crossing(edge), t0), neck)
        first, second = curve.between(t0, cut), curve.between(cut, neck)
        moved = tuple((x - turn, y) for x, y in second)
        points = tuple(p if (p[0] - edge) * turn <= 0 else (p[0] - turn, p[1]) for p in (curve.at(t / 60) for t in range(61)))
        longer = (t0, cut) if cut > 0.5 else (cut, neck)
        at = curve.at(cut)
        edges = (at, (at[0] - turn, at[1]))
        return Way(curve, (first, (moved[0], moved[1], moved[2], moved[3])), head, points, edges, 0.0 if cut > 0.5 else -turn, longer)


def _head(neck: Point, tip: Point, size: float, turn: float) -> tuple[Point, Point, Point]:
    dx, dy = tip[0] - neck[0], tip[1] - neck[1]
    length = math.hypot(dx, dy) or 1.0
    dx, dy = dx / length, dy / length
    base = (tip[0] - turn - dx * size, tip[1] - dy * size)
    half = size * 0.45
    return (tip[0] - turn, tip[1]), (base[0] - dy * half, base[1] + dx * half), (base[0] + dy * half, base[1] - dx * half)
