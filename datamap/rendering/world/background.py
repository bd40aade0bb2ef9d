"""A sheet as DOT text, for renderers that draw nothing else: a graph without visible nodes, and the sheet as its background.

The background is in Graphviz's own drawing language, xdot, in which a text or a style is preceded by its length in bytes.
In DOT a backslash stands for itself in such a text, but before a quotation mark, where a space is put between.
"""

from __future__ import annotations

from collections.abc import Iterator

from datamap.rendering.lettering import clean, width
from datamap.rendering.world.shapes import Area, Box, Dot, Part, Point, Shape, Sheet, Stroke, Text
from datamap.rendering.world.svg import rounded


def background(sheet: Sheet) -> str:
    """The DOT text, with the layout that leaves everything as it is. Graphviz lifts text by a tenth of its size; here it is not."""
    drawn = " ".join(part for shape in sheet.shapes for part in _shape(shape, sheet.high))
    text = drawn.replace('"', '\\"')
    corners = f'a [pos="0,0"]; b [pos="{sheet.wide:g},{sheet.high:g}"];'
    look = f'layout="nop", pad=0, margin=0, bgcolor="{sheet.canvas}"'
    return f'digraph {{ graph [{look}, _background="{text}"]; node [shape=point, width=0.01, style=invis]; {corners} }}\n'


def _shape(shape: Shape, high: float) -> Iterator[str]:
    if isinstance(shape, Part):
        for inner in shape.shapes:
            yield from _shape(inner, high)
    elif isinstance(shape, Area):
        yield from _ink(shape.fill, shape.line or shape.fill, shape.width or 0.1)
        for ring in shape.rings[:1]:
            yield f"P {_points(ring, high)}"
    elif isinstance(shape, Box):
        corners = rounded(shape)
        outline = [corners[0][0]]
        for index, corner in enumerate(corners):
            after = corners[(index + 1) % 4][0]
            outline += [*corner[1:], corner[3], after, after]
        yield from _ink(shape.fill, shape.line or shape.fill, shape.width or 0.1)
        yield f"b {_points(tuple(outline), high)}"
    elif isinstance(shape, Stroke):
        yield from _ink("", shape.line, shape.width, shape.dash)
        yield f"{'B' if shape.curved else 'L'} {_points(shape.points, high)}"
    elif isinstance(shape, Dot):
        yield from _ink(shape.fill, shape.line or shape.fill, shape.width or 0.1)
        yield f"E {shape.x:.2f} {high - shape.y:.2f} {shape.radius:g} {shape.radius:g}"
    else:
        yield from _text(shape, high)


def _ink(fill: str, line: str, wide: float, dash: str = "solid") -> Iterator[str]:
    if fill:
        yield f"C {_counted(fill)}"
    yield f"c {_counted(line)}"
    yield f"S {_counted(dash)} S {_counted(f'setlinewidth({wide:g})')}"


def _text(text: Text, high: float) -> Iterator[str]:
    words = clean(text.text).replace('\\"', '\\ "')
    anchor = {"start": -1, "middle": 0, "end": 1}[text.anchor]
    yield f"F {text.size:g} {_counted('Arial')} t {int(text.bold)} c {_counted(text.colour)}"
    yield f"T {text.x:.2f} {high - text.y - text.size / 10:.2f} {anchor} {width(words, text.size, text.bold):.2f} {_counted(words)}"


def _counted(text: str) -> str:
    return f"{len(text.encode())} -{text}"


def _points(points: tuple[Point, ...], high: float) -> str:
    return f"{len(points)} " + " ".join(f"{x:.2f} {high - y:.2f}" for x, y in points)
