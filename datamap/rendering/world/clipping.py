"""Outlines and lines cut off at the edges of a sheet (Sutherland and Hodgman, 1974)."""

from __future__ import annotations

from datamap.rendering.world.shapes import Point, Rect


def outline(points: tuple[Point, ...], room: Rect) -> tuple[Point, ...]:
    """The part of a closed outline that lies in a room; empty where none does."""
    edges = ((0, room.x, 1), (0, room.x + room.wide, -1), (1, room.y, 1), (1, room.y + room.high, -1))
    kept = points
    for axis, bound, way in edges:
        kept = _half(kept, axis, bound, way)
    return kept


def _half(points: tuple[Point, ...], axis: int, bound: float, way: int) -> tuple[Point, ...]:
    """The part of an outline on one side of an upright or level line."""
    kept: list[Point] = []
    for one, other in zip(points, points[1:] + points[:1], strict=True):
        inside, next_inside = (one[axis] - bound) * way >= 0, (other[axis] - bound) * way >= 0
        if inside:
            kept.append(one)
        if inside != next_inside:
            part = (bound - one[axis]) / (other[axis] - one[axis])
            across = one[1 - axis] + part * (other[1 - axis] - one[1 - axis])
            kept.append((bound, across) if axis == 0 else (across, bound))
    return tuple(kept)


def runs(points: tuple[Point, ...], room: Rect) -> tuple[tuple[Point, ...], ...]:
    """The stretches of an open line whose points lie in a room."""
    found: list[list[Point]] = [[]]
    for point in points:
        if room.holds([point]):
            found[-1].append(point)
        elif found[-1]:
            found.append([])
    return tuple(tuple(run) for run in found if len(run) > 1)
