"""The world map as a value that shows and saves itself."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from datamap.findings import Report
from datamap.model import DataMap
from datamap.rendering import raster
from datamap.rendering.frames import Geography
from datamap.rendering.palette import THEMES, ThemeName
from datamap.rendering.saving import save
from datamap.rendering.selection import Selection, listed, one_of
from datamap.rendering.signs import Judgement
from datamap.rendering.world.drawing import Picture, picture
from datamap.rendering.world.nearer import split, stacked
from datamap.rendering.world.shapes import Sheet
from datamap.rendering.world.sheet import sheet
from datamap.rendering.world.svg import fluid, svg

WORLD_ENDINGS = ("svg", "png", "pdf", "html")


@dataclass(frozen=True)
class World:
    """A world map of transfers. Immutable; shows itself in a notebook; `save` writes it by the ending of the file.

    SVG, PDF and HTML need nothing but Python; PNG needs a renderer.
    """

    picture: Picture = field(repr=False)
    theme: ThemeName
    parts: tuple[Picture, Picture] | None = field(default=None, repr=False)
    """The world with Europe as one place, and Europe by itself; None where one map is enough."""

    @cached_property
    def sheet(self) -> Sheet:
        """The picture laid out; with a nearer map of Europe below where many of its places lie there."""
        return stacked(self.picture, *self.parts, self.theme) if self.parts else sheet(self.picture, self.theme)

    def svg(self) -> str:
        """The map as SVG text, the same for the same input."""
        return svg(self.sheet)

    def png(self, scale: float = 2) -> bytes:
        """The map as PNG, at `scale` times 96 dots an inch.

        Raises:
            RenderError: no renderer is installed.
        """
        return raster.sheet_png(self.sheet, scale, "the world map as svg, pdf or html needs none")

    def pdf(self) -> bytes:
        """The map as a PDF of one page, as large as the picture."""
        from datamap.rendering.pdf import pdf

        return pdf(self.svg(), self.picture.title)

    def html(self) -> str:
        """The map and a list of what it shows, as one self-contained page that needs no network and no script."""
        from datamap.rendering.world.page import page

        return page(self.picture, self.sheet, self.theme)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the map to a file, whole or not at all; the ending chooses svg, png, pdf or html.

        Raises:
            RenderError: another ending, or no renderer for png.
            OSError: the file cannot be written.
        """
        return save(path, "a world map", WORLD_ENDINGS, lambda ending: getattr(self, ending)())

    def __str__(self) -> str:
        return f"{self.picture.title} ({' · '.join(self.picture.subtitle)})"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": str(self), "image/svg+xml": fluid(self.sheet)}


def world(
    m: DataMap,
    report: Report | None = None,
    *,
    theme: ThemeName = "light",
    regime: str | Sequence[str] | None = None,
    category: str | Sequence[str] | None = None,
    subjects: str | Sequence[str] | None = None,
    findings_only: bool = False,
    focus: str | Sequence[str] | None = None,
    depth: int | None = None,
    status: Mapping[str, str] | None = None,
    zones: Mapping[str, frozenset[str]] | None = None,
) -> World:
    """The transfers of a map on a map of the world, one arc for each pair of places, with what a report says of them.

    The arguments are those of `datamap.rendering.diagram`; the countries of `zones` are tinted.

    Raises:
        QuestionError: a theme, category, group of people or node that does not exist.
    """
    one_of("theme", theme, THEMES)
    geography = Geography.of(m, report, zones or {}, status or {})
    judgement = Judgement(m, report, frozenset(listed(regime)) or None, geography.inside)
    selection = Selection.of(category, subjects, findings_only, focus, depth)
    drawn = picture(m, judgement, geography, selection)
    return World(drawn, theme, split(drawn, m, judgement))
