"""The countries of the world at 1:110m, and a point for each place.

The shapes are Natural Earth's (public domain), read from TopoJSON: arcs that neighbours share, as differences of whole
numbers. `data/NOTICE.txt` says where each file comes from.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from statistics import median
from typing import Any

from datamap import geo
from datamap.geo.codes import KOSOVO, countries, subdivisions

Point = tuple[float, float]
Ring = tuple[Point, ...]

_ELSEWHERE = {("NO", "SJ"): (0.0, 73.0, 40.0, 90.0), ("FR", "GF"): (-60.0, 0.0, -50.0, 8.0)}
"""Parts that the map draws with a state and law does not: its code and theirs, to west, south, east and north."""
_NAMED = {"Kosovo": KOSOVO}


@dataclass(frozen=True, slots=True)
class Land:
    """One polygon: the ISO code of its country (None where it has none), its outline, and the holes in it."""

    code: str | None
    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Atlas:
    """Every polygon, those with holes first, and the borders between countries as open lines. Degrees."""

    lands: tuple[Land, ...]
    borders: tuple[Ring, ...]

    def centre(self, code: str) -> Point | None:
        """The middle of the largest polygon of a country."""
        found = [_middle(land.rings[0]) for land in self.lands if land.code == code]
        return max(found)[1:] if found else None


@cache
def atlas() -> Atlas:
    """The atlas that comes with datamap, without the Antarctic."""
    document = _data("countries-110m.json")
    arcs = _arcs(document)
    numbers = {entry["numeric"]: code for code, entry in countries().items()}
    lands: list[Land] = []
    used: Counter[int] = Counter()
    for shape in document["objects"]["countries"]["geometries"]:
        code = numbers.get(shape.get("id", ""), _NAMED.get(shape["properties"]["name"]))
        if code == "AQ":
            continue
        parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        used.update(index if index >= 0 else ~index for part in parts for ring in part for index in ring)
        for part in parts:
            rings = tuple(_ring(arcs, ring) for ring in part)
            lands.append(Land(_owner(code, rings[0]), rings))
    shared = (arcs[index] for index, times in sorted(used.items()) if times > 1 and not _at_the_edge(arcs[index]))
    return Atlas(tuple(sorted(lands, key=lambda land: -len(land.rings))), tuple(shared))


@cache
def point(code: str) -> tuple[str, float, float] | None:
    """The place to draw for an ISO code, with its longitude and latitude; None where no point is known.

    A subdivision without a point of its own stands at that of the one above it, or of its country.

    >>> point("SG"), point("US-CA")[0], point("NL-UT")[0]
    (('SG', 103.81, 1.36), 'US-CA', 'NL')
    """
    small = _data("small-places.json")
    known = small["countries"].get(code) or small["subdivisions"].get(code) or small["seats"].get(code)
    known = known or (atlas().centre(code) if len(code) == 2 else None)
    if known:
        return code, known[0], known[1]
    if code[2:3] != "-":
        return None
    parent = subdivisions().get(code, {}).get("parent")
    above = None if not parent else parent if "-" in parent else f"{code[:2]}-{parent}"
    return point(above or geo.country(code))


def middle(points: Sequence[Point], widest: float = 40.0) -> Point | None:
    """The point of the globe between most of several; None where a third of them lie more than `widest` degrees away.

    A few far ones, such as overseas parts of a state, do not count.
    """
    typical = (median(lon for lon, _ in points), median(lat for _, lat in points))
    kept = [point for point in points if _apart(point, typical) <= widest]
    return _mean(kept) if len(kept) * 3 > len(points) * 2 else None


def _mean(points: Sequence[Point]) -> Point | None:
    x, y, z = (sum(values) for values in zip(*map(_vector, points), strict=True))
    length = math.hypot(x, y, z)
    return (math.degrees(math.atan2(y, x)), math.degrees(math.asin(z / length))) if length > 1e-9 else None


def _apart(one: Point, other: Point) -> float:
    """The angle between two points of the globe, in degrees."""
    cosine = sum(a * b for a, b in zip(_vector(one), _vector(other), strict=True))
    return math.degrees(math.acos(min(max(cosine, -1.0), 1.0)))


def _vector(at: Point) -> tuple[float, float, float]:
    lon, lat = math.radians(at[0]), math.radians(at[1])
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


@cache
def _data(name: str) -> Any:
    return json.loads((files("datamap.rendering.world") / "data" / name).read_text("utf-8"))


def _arcs(document: Mapping[str, Any]) -> list[Ring]:
    (wide, high), (left, low) = document["transform"]["scale"], document["transform"]["translate"]
    found: list[Ring] = []
    for steps in document["arcs"]:
        x, y, line = 0, 0, []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            line.append((x * wide + left, y * high + low))
        found.append(tuple(line))
    return found


def _ring(arcs: Sequence[Ring], indexes: Sequence[int]) -> Ring:
    """An outline of arcs end to end; `~n` is arc `n` run backwards."""
    ring: list[Point] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[1:] if ring else arc
    return tuple(ring)


def _at_the_edge(line: Ring) -> bool:
    """Whether a line is where the map was cut, at 180 degrees, and no border."""
    return any(abs(lon) > 179.9 for lon, _ in line)


def _owner(code: str | None, ring: Ring) -> str | None:
    for (state, part), (west, south, east, north) in _ELSEWHERE.items():
        if code == state and all(west <= lon <= east and south <= lat <= north for lon, lat in ring):
            return part
    return code


def _middle(ring: Ring) -> tuple[float, float, float]:
    """The area of an outline on the globe, roughly, and its centre of mass; in one piece where it runs over the antimeridian."""
    twice = x = y = 0.0
    first = ring[0][0]
    ring = tuple((first + (lon - first + 180) % 360 - 180, lat) for lon, lat in ring)
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = ax * by - bx * ay
        twice, x, y = twice + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    if not twice:
        return 0.0, *ring[0]
    lon, lat = x / (3 * twice), y / (3 * twice)
    return abs(twice) * math.cos(math.radians(lat)), (lon + 180) % 360 - 180, lat
