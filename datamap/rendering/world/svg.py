"""A sheet as SVG text, every colour and size as an attribute, so that a page can restyle it and a printer can read it."""

from __future__ import annotations

from collections.abc import Sequence

from datamap.rendering.markup import html
from datamap.rendering.world.shapes import Area, Box, Dot, Part, Point, Shape, Sheet, Stroke, Text

_FONTS = "Arial, Helvetica, 'Liberation Sans', Arimo, sans-serif"
_DASHES = {"dashed": ' stroke-dasharray="9 5"', "dotted": ' stroke-dasharray="2 4"', "solid": ""}
_BEND = 0.5522847498


def svg(sheet: Sheet) -> str:
    """The SVG document."""
    size = f'width="{sheet.wide:g}pt" height="{sheet.high:g}pt" viewBox="0 0 {sheet.wide:g} {sheet.high:g}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{html(sheet.title)}" font-family="{_FONTS}">'
    told = f"<title>{html(sheet.title)}</title>\n<desc>{html(sheet.about)}</desc>"
    return "\n".join([head, told, *map(_shape, sheet.shapes), "</svg>\n"])


def fluid(sheet: Sheet) -> str:
    """The SVG document without a size of its own: a notebook shows it as wide as its column, and not wider than it is drawn."""
    size = f'width="{sheet.wide:g}pt" height="{sheet.high:g}pt"'
    return svg(sheet).replace(size, f'width="100%" style="max-width:{sheet.wide:g}pt"', 1)


def _shape(shape: Shape) -> str:
    if isinstance(shape, Part):
        return _part(shape)
    if isinstance(shape, Text):
        return _text(shape)
    if isinstance(shape, Dot):
        x, y, radius = _n(shape.x), _n(shape.y), _n(shape.radius)
        return f'<ellipse cx="{x}" cy="{y}" rx="{radius}" ry="{radius}" fill="{shape.fill}"{_pen(shape.line, shape.width)}/>'
    if isinstance(shape, Stroke):
        look = f'fill="none"{_pen(shape.line, shape.width)}{_DASHES[shape.dash]}'
        return f'<path d="{_open(shape)}" {look} stroke-linejoin="round"/>'
    if isinstance(shape, Area):
        data = "".join(f"M{'L'.join(map(_p, ring))}Z" for ring in shape.rings)
        return f'<path d="{data}" fill="{shape.fill}"{_pen(shape.line, shape.width)} stroke-linejoin="round"/>'
    return f'<path d="{_rounded(shape)}" fill="{shape.fill}"{_pen(shape.line, shape.width)}/>'


def _part(part: Part) -> str:
    data = "".join(f' data-{name}="{html(value)}"' for name, value in part.data)
    inside = "".join(map(_shape, part.shapes))
    return f'<g id="{html(part.id)}" class="{html(part.kind)}"{data}><title>{html(part.title)}</title>{inside}</g>'


def _text(text: Text) -> str:
    bold = ' font-weight="bold"' if text.bold else ""
    anchor = "" if text.anchor == "start" else f' text-anchor="{text.anchor}"'
    halo = f' stroke="{text.halo}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"' if text.halo else ""
    look = f'font-size="{text.size:g}" fill="{text.colour}"{bold}{anchor}{halo}'
    return f'<text x="{_n(text.x)}" y="{_n(text.y)}" {look}>{html(text.text)}</text>'


def _pen(line: str, width: float) -> str:
    return f' stroke="{line}" stroke-width="{width:g}"' if line and width else ""


def _open(stroke: Stroke) -> str:
    return f"M{_p(stroke.points[0])}{'C' if stroke.curved else 'L'}{' '.join(map(_p, stroke.points[1:]))}"


def _rounded(box: Box) -> str:
    corners = rounded(box)
    curves = "".join(f"L{_p(first)}C{_p(second)} {_p(third)} {_p(last)}" for first, second, third, last in corners)
    return f"M{curves[1:]}Z"


def rounded(box: Box) -> Sequence[tuple[Point, Point, Point, Point]]:
    """The four corners of a box as curves, clockwise from the top left."""
    x, y, right, low, r = box.x, box.y, box.x + box.wide, box.y + box.high, box.radius
    k = r * (1 - _BEND)
    return (
        ((x, y + r), (x, y + k), (x + k, y), (x + r, y)),
        ((right - r, y), (right - k, y), (right, y + k), (right, y + r)),
        ((right, low - r), (right, low - k), (right - k, low), (right - r, low)),
        ((x + r, low), (x + k, low), (x, low - k), (x, low - r)),
    )


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _p(point: Point) -> str:
    return f"{_n(point[0])} {_n(point[1])}"
