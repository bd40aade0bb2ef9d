"""What stands around the map on a sheet: its title, its legend, and places outside the part that is shown, pinned to its sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from datamap.rendering.lettering import shorten, width
from datamap.rendering.palette import STROKES, Theme
from datamap.rendering.world.colours import Ground
from datamap.rendering.world.drawing import Picture
from datamap.rendering.world.shapes import Area, Box, Dash, Dot, Point, Rect, Shape, Stroke, Text, moved

WIDE, SIDE = 1400.0, 24.0
DASHES: dict[str, Dash] = {"solid": "solid", "dashed": "dashed", "dotted": "dotted"}
_SOURCE = "Equal Earth projection · Natural Earth 1:110m"
_APART = 58.0
_ROW = 17.0


@dataclass(frozen=True, slots=True)
class Item:
    """A swatch and, `after` so much, its words, with their base at 0."""

    after: float
    words: str
    swatch: tuple[Shape, ...]
    look: Theme

    @property
    def wide(self) -> float:
        """How wide it is."""
        return self.after + width(self.words, 11)

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """What it is drawn of."""
        return (*self.swatch, Text(self.after, 0, self.words, 11, self.look.text))


def heading(picture: Picture, look: Theme) -> Iterator[Shape]:
    """The title and the subtitle."""
    yield Text(SIDE, 34, shorten(picture.title, 100), 20, look.text, True)
    yield Text(SIDE, 55, shorten(" · ".join(picture.subtitle), 190), 12, look.muted)


def legend(picture: Picture, look: Theme, ground: Ground, y: float) -> Iterator[Shape]:
    """What lines and tints mean, in rows of which the last stands on the base `y`, and where the shapes of land come from."""
    rows: list[list[tuple[float, Item]]] = [[]]
    x = SIDE
    for item in _items(picture, look, ground):
        if x > SIDE and x + item.wide > WIDE - SIDE:
            rows.append([])
            x = SIDE
        rows[-1].append((x, item))
        x += item.wide + 22
    for number, row in enumerate(rows):
        for left, item in row:
            yield from (moved(shape, left, y - _ROW * (len(rows) - 1 - number)) for shape in item.shapes)
    low = x + width(_SOURCE, 9) > WIDE - SIDE
    yield Text(WIDE - SIDE, y + 16 if low else y, _SOURCE, 9, look.muted, False, "end")


def _items(picture: Picture, look: Theme, ground: Ground) -> Iterator[Item]:
    for sign in picture.signs:
        stroke, ink = STROKES[sign], look.ink(sign)
        line = Stroke(((0, -4), (26, -4)), ink.line, stroke.width, DASHES[stroke.style])
        yield Item(44, sign.legend, (line, Area((((37, -4), (27, -8.5), (27, 0.5)),), ink.line)), look)
    if picture.zone_name:
        yield Item(22, picture.zone_name, (Box(0, -10, 16, 11, ground.zone, look.legend_line, 0.8, 2),), look)
    if picture.shut and picture.shut_name:
        yield Item(22, f"forbidden: {picture.shut_name}", (Box(0, -10, 16, 11, ground.shut, look.legend_line, 0.8, 2),), look)
    if any(spot.people for spot in picture.spots):
        yield Item(15, "people only", (Dot(5, -4, 4, look.canvas, look.text, 1.8),), look)


def pinned(at: Mapping[str, Point], page: Rect) -> dict[str, Point]:
    """Points outside a page as points on its left or right side, in the direction in which they lie, apart from one another."""
    middle = page.middle
    sides: dict[bool, list[tuple[float, str]]] = {False: [], True: []}
    for key, (x, y) in at.items():
        right = x > middle[0]
        far = max(abs(x - middle[0]), 1.0)
        level = middle[1] + (y - middle[1]) * page.wide / 2 / far
        sides[right].append((min(max(level, page.y), page.y + page.high), key))
    found = {}
    for right, listed in sides.items():
        step = min(_APART, page.high / max(1, len(listed) - 1))
        levels: list[float] = []
        for level, _ in sorted(listed):
            levels.append(max(level, levels[-1] + step) if levels else level)
        over = max(0.0, levels[-1] - page.y - page.high) if levels else 0.0
        for (_, key), level in zip(sorted(listed), levels, strict=True):
            found[key] = (page.x + page.wide if right else page.x, max(level - over, page.y))
    return found
