"""What a sheet is made of: filled and stroked paths, round dots, and lines of text. Points, y down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]
Dash = Literal["solid", "dashed", "dotted"]


@dataclass(frozen=True, slots=True)
class Area:
    """Closed outlines of straight lines, filled, and stroked where it has a line."""

    rings: tuple[tuple[Point, ...], ...]
    fill: str
    line: str = ""
    width: float = 0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with round corners."""

    x: float
    y: float
    wide: float
    high: float
    fill: str
    line: str = ""
    width: float = 0
    radius: float = 0


@dataclass(frozen=True, slots=True)
class Stroke:
    """An open line: straight from point to point, or one curve after another."""

    points: tuple[Point, ...]
    line: str
    width: float
    dash: Dash = "solid"
    curved: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A disc."""

    x: float
    y: float
    radius: float
    fill: str
    line: str = ""
    width: float = 0


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text. `halo` is the colour that keeps what lies below away from it; `wide` its width."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    bold: bool = False
    anchor: Literal["start", "middle", "end"] = "start"
    halo: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Shapes that belong together, with a name, a class and what a reader is told of them."""

    id: str
    kind: str
    title: str
    shapes: tuple[Shape, ...]
    data: tuple[tuple[str, str], ...] = ()


def moved(shape: Shape, x: float, y: float) -> Shape:
    """The shape, so far to the right and down."""
    if isinstance(shape, Part):
        return replace(shape, shapes=tuple(moved(inner, x, y) for inner in shape.shapes))
    if isinstance(shape, Area):
        return replace(shape, rings=tuple(tuple((px + x, py + y) for px, py in ring) for ring in shape.rings))
    if isinstance(shape, Stroke):
        return replace(shape, points=tuple((px + x, py + y) for px, py in shape.points))
    return replace(shape, x=shape.x + x, y=shape.y + y)


Shape = Area | Box | Stroke | Dot | Text | Part


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole picture, back to front."""

    wide: float
    high: float
    title: str
    about: str
    canvas: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Rect:
    """Room taken on a sheet."""

    x: float
    y: float
    wide: float
    high: float

    def shared(self, other: Rect) -> float:
        """The area that two rooms share."""
        if self.x >= other.x + other.wide or other.x >= self.x + self.wide:
            return 0.0
        wide = min(self.x + self.wide, other.x + other.wide) - max(self.x, other.x)
        high = min(self.y + self.high, other.y + other.high) - max(self.y, other.y)
        return wide * high if wide > 0 and high > 0 else 0.0

    def holds(self, points: Sequence[Point]) -> int:
        """How many of some points lie in it."""
        return sum(self.x <= x <= self.x + self.wide and self.y <= y <= self.y + self.high for x, y in points)

    @property
    def middle(self) -> Point:
        """Its middle."""
        return self.x + self.wide / 2, self.y + self.high / 2

    def gap(self, point: Point) -> float:
        """How far a point lies from it, roughly; 0 within."""
        across = max(self.x - point[0], point[0] - self.x - self.wide, 0.0)
        return across + max(self.y - point[1], point[1] - self.y - self.high, 0.0)

    def grown(self, by: float) -> Rect:
        """The room with a margin all around."""
        return Rect(self.x - by, self.y - by, self.wide + 2 * by, self.high + 2 * by)
