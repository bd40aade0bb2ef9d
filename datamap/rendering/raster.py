"""PNG from SVG by resvg (PyPI `resvg-py`), with the fonts of this machine: for letters that graphviz-pure has no font for.

The wheel `graphviz-pure` brings letters of Latin, Greek and Cyrillic and draws the same PNG on every machine. Others
(Arabic, Chinese, …) it draws as boxes, so that pictures with such letters are drawn by resvg, where that is installed: it
joins letters, runs them from right to left, and shows what any font of the machine has.
"""

from __future__ import annotations

from importlib.util import find_spec

from datamap.errors import RenderError
from datamap.rendering import renderer
from datamap.rendering.pdf_fonts import font_with
from datamap.rendering.world.background import background
from datamap.rendering.world.shapes import Sheet
from datamap.rendering.world.svg import svg

_KNOWN = ((0x0, 0x590), (0x1E00, 0x2600), (0xFB00, 0xFB07))
"""Ranges of letters and signs, the last not included, that graphviz-pure has a font for."""


def usable() -> bool:
    """Whether resvg is installed, and this machine has a font for it."""
    return find_spec("resvg_py") is not None and font_with("A") is not None


def foreign(text: str) -> bool:
    """Whether a text holds letters that graphviz-pure has no font for.

    >>> foreign("Crème Привет → √"), foreign("شركة"), foreign("微信")
    (False, True, True)
    """
    return any(not any(first <= ord(char) < last for first, last in _KNOWN) for char in set(text))


def png(picture: str, scale: float = 2) -> bytes:
    """An SVG picture as PNG, at `scale` times 96 dots an inch.

    Raises:
        RenderError: the scale cannot be drawn, or resvg refuses the picture.
    """
    from resvg_py import svg_to_bytes

    renderer.check_scale(scale)
    try:
        return bytes(svg_to_bytes(svg_string=picture, zoom=scale, dpi=96))
    except ValueError as error:
        raise RenderError(f"resvg failed ({error}); save as svg or html instead") from None


def sheet_png(sheet: Sheet, scale: float, what: str) -> bytes:
    """A sheet as PNG, by resvg where it has letters that need it or nothing else is installed. `what` says which forms need none.

    Raises:
        RenderError: there is no renderer, or it failed.
    """
    if renderer.program() is None and not usable():
        raise RenderError(f"{renderer.MISSING.partition(' (')[0]} ({what})")
    if usable() and (renderer.program() is None or (renderer.wheel_draws() and foreign(svg(sheet)))):
        return png(svg(sheet), scale)
    return renderer.png(background(sheet), scale)
