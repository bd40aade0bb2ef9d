"""What every chart has around it: title and subtitle, a legend of signs, code chips, chips of words, and hatching."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from datamap.rendering.lettering import shorten, width, wrap
from datamap.rendering.palette import STROKES, Sign, Theme
from datamap.rendering.signs import Chip
from datamap.rendering.world.shapes import Box, Dash, Point, Shape, Stroke, Text

SIDE = 28.0
TOP = 78.0
"""Where the chart begins, below its title."""
_GREYS = dict(zip(Sign, (0.06, 0.12, 0.17, 0.22, 0.3, 0.36, 0.44), strict=True))
DASHES: dict[str, Dash] = {"solid": "solid", "dashed": "dashed", "dotted": "dotted"}


def heading(look: Theme, title: str, subtitle: Sequence[str], wide: float) -> Iterator[Shape]:
    """The title and the subtitle, flush left; both are cut where they would leave the sheet."""
    yield Text(SIDE, 36, wrap(title, 20, wide - 2 * SIDE, True, 1)[0], 20, look.text, True)
    yield Text(SIDE, 57, wrap(" · ".join(subtitle) or " ", 12, wide - 2 * SIDE, False, 1)[0], 12, look.muted)


def legend(look: Theme, signs: Iterable[Sign], x: float, y: float, widest: float) -> tuple[tuple[Shape, ...], float]:
    """A swatch and words for each sign in rows, from `x`, `y` (the base of the first); with the base of the last."""
    shapes: list[Shape] = []
    at = x
    for sign in signs:
        needs = 40 + width(sign.legend, 11) + 20
        if at > x and at + needs > x + widest:
            at, y = x, y + 20
        shapes += [*swatch(look, sign, at, y - 11, 32, 13), Text(at + 40, y, sign.legend, 11, look.text)]
        at += needs
    return tuple(shapes), y


def swatch(look: Theme, sign: Sign, x: float, y: float, wide: float, high: float) -> Iterator[Shape]:
    """A small field with the look of a sign."""
    yield Box(x, y, wide, high, tint(look, sign), "", 0, 2)
    yield from rim(look, sign, x, y, wide, high)


def rim(look: Theme, sign: Sign, x: float, y: float, wide: float, high: float) -> Iterator[Shape]:
    """The border of a field in the stroke of a sign: by its width and dash it is told without colour."""
    stroke = STROKES[sign]
    corners = ((x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y))
    yield Stroke(corners, look.ink(sign).line, max(0.8, stroke.width * 0.6), DASHES[stroke.style])


def tint(look: Theme, sign: Sign) -> str:
    """A little of the colour of a sign on the canvas: a ground on which letters can still be read. Of greys, the worse the darker."""
    grey = len({look.ink(sign).line[at : at + 2] for at in (1, 3, 5)}) == 1
    return mixed(look.canvas, look.ink(sign).line, _GREYS[sign] if grey else 0.3)


def mixed(ground: str, colour: str, part: float) -> str:
    """`part` of a colour on a ground, as `#rrggbb`.

    >>> mixed("#ffffff", "#000000", 0.5)
    '#808080'
    """
    pairs = [(int(ground[at : at + 2], 16), int(colour[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{int(under + (over - under) * part + 0.5):02x}" for under, over in pairs)


def code_chip(look: Theme, code: str, x: float, y: float) -> tuple[tuple[Shape, ...], float]:
    """An ISO code in a filled box whose letters stand on the base `y`; with its width."""
    words = shorten(code, 14)
    wide = max(22.0, width(words, 9, True) + 10)
    box = Box(x, y - 11, wide, 15, look.code, look.code, 0.5, 4)
    return (box, Text(x + wide / 2, y, words, 9, look.on_code, True, "middle")), wide


def chip_shapes(look: Theme, chip: Chip, x: float, y: float, widest: float, lines: int = 2) -> tuple[tuple[Shape, ...], float]:
    """A chip from its top left corner, at most `widest` wide, with its height: the number of a finding, then the words.

    Where little room is left beside the number, the words stand below it.
    """
    ink = look.ink(chip.sign)
    bold = chip.sign.rank > Sign.UNKNOWN.rank
    tag = width(chip.tag, 10, True) + 9 if chip.tag else 0.0
    below = bool(chip.tag) and widest - tag < 104
    others = f" +{chip.more}" if chip.more else ""
    words = " ".join(part for part in (chip.sign.mark, f"{chip.text}{others}") if part)
    left, top = (0.0, 16.0) if below else (tag, 0.0)
    rows = wrap(words, 10, widest - left - 12, bold, lines)
    wide = max(left + max(width(row, 10, bold) for row in rows) + 12, tag)
    high = top + 12.5 * len(rows) + 5
    shapes: list[Shape] = [Box(x, y, wide, high, ink.chip, "", 0, 3)]
    if chip.tag:
        tall = top if below else high
        shapes.append(Box(x, y, tag, tall, ink.line, "", 0, 3))
        shapes.append(Text(x + tag / 2, y + tall / 2 + 3.6, chip.tag, 10, ink.on, True, "middle"))
    shapes += [Text(x + left + 6, y + top + 12 + 12.5 * row, words, 10, ink.line, bold) for row, words in enumerate(rows)]
    return tuple(shapes), high


def hatched(x: float, y: float, wide: float, high: float, line: str, step: float = 6.0) -> Iterator[Shape]:
    """Slanted lines across a rectangle, clipped to it."""
    across = step - (x % step)
    while across < wide + high:
        start: Point = (x + min(across, wide), y + max(0.0, across - wide))
        end: Point = (x + max(0.0, across - high), y + min(across, high))
        yield Stroke((start, end), line, 0.8)
        across += step
