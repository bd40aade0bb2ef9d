"""Equal Earth: where a point of the globe lies on a flat map that keeps areas true.

Šavrič, Patterson and Jenny, "The Equal Earth map projection", 2018.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]

MIDDLE = 11.0
"""The meridian in the middle, so that the edge of the map runs through the Bering Strait."""

_A = (1.340264, -0.081106, 0.000893, 0.003796)
_ROOT = math.sqrt(3)
WIDE = 4 * _ROOT * math.pi / (3 * _A[0])
"""Width of the whole map at the equator, where the radius of the globe is 1."""


def projected(lon: float, lat: float) -> Point:
    """A point on the flat map: x to the east, y to the south, the middle of the map at 0, 0. Degrees in, radii out."""
    return _flat((lon - MIDDLE + 180) % 360 - 180, lat)


def _flat(turn: float, lat: float) -> Point:
    """A point so many degrees east of the middle, which may lie over the edge."""
    angle = math.asin(_ROOT / 2 * math.sin(math.radians(lat)))
    square = angle * angle
    power = square**3
    slope = _A[0] + 3 * _A[1] * square + power * (7 * _A[2] + 9 * _A[3] * square)
    x = 2 * _ROOT * math.radians(turn) * math.cos(angle) / (3 * slope)
    return x, -angle * (_A[0] + _A[1] * square + power * (_A[2] + _A[3] * square))


TOP, BOTTOM = projected(MIDDLE, 83.7)[1], projected(MIDDLE, -56)[1]


@dataclass(frozen=True, slots=True)
class View:
    """The part of the flat map that is shown: its scale, and what lies at 0, 0 of the picture."""

    scale: float
    x: float
    y: float

    def at(self, lon: float, lat: float) -> Point:
        """Where a point of the globe lies in the picture."""
        x, y = projected(lon, lat)
        return (x - self.x) * self.scale, (y - self.y) * self.scale

    def line(self, points: Sequence[Point]) -> tuple[Point, ...]:
        """A line or outline in the picture, in one piece, even where it runs over the edge of the map."""
        first = points[0][0]
        lons = [first + (lon - first + 180) % 360 - 180 for lon, _ in points]
        middle = (max(lons) + min(lons)) / 2
        turn = (middle - MIDDLE + 180) % 360 - 180 - middle
        flat = [_flat(lon + turn, lat) for lon, (_, lat) in zip(lons, points, strict=True)]
        return tuple(((x - self.x) * self.scale, (y - self.y) * self.scale) for x, y in flat)

    @property
    def round_trip(self) -> float:
        """How far in the picture it is once around the globe, at the equator."""
        return WIDE * self.scale

    @classmethod
    def whole(cls, left: float, top: float, wide: float) -> View:
        """The whole map, its top left corner at `left`, `top`, `wide` across."""
        scale = wide / WIDE
        return cls(scale, -WIDE / 2 - left / scale, TOP - top / scale)

    @classmethod
    def around(cls, points: list[Point], left: float, top: float, wide: float, high: float, spare: float = 0.5) -> View:
        """As near as takes in all of `points` (longitude, latitude) with room around them; the whole map where that is much of it.

        `spare` is how much of their extent is added as room.
        """
        whole = cls.whole(left, top, wide)
        flat = [projected(*point) for point in points]
        if not flat:
            return whole
        xs, ys = [x for x, _ in flat], [y for _, y in flat]
        across = max((max(xs) - min(xs)) * (1 + spare) + 0.6 * spare, ((max(ys) - min(ys)) * (1 + spare) + spare / 2) * wide / high)
        across = max(across, WIDE / 5 * min(1.0, 2 * spare))
        if across > WIDE / 1.3:
            return whole
        scale = wide / across
        x, y = (max(xs) + min(xs) - across) / 2, (max(ys) + min(ys) - high / scale) / 2
        x = min(max(x, -WIDE / 2), WIDE / 2 - across)
        y = min(max(y, TOP), BOTTOM - high / scale)
        return cls(scale, x - left / scale, y - top / scale)
