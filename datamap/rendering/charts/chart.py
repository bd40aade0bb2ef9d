"""A chart as a value that shows and saves itself: a picture, and the same answer as a table of words."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from datamap.rendering import raster
from datamap.rendering.data_frames import frame
from datamap.rendering.layout import Page
from datamap.rendering.palette import ThemeName
from datamap.rendering.saving import save
from datamap.rendering.world.shapes import Sheet
from datamap.rendering.world.svg import fluid, svg

CHART_ENDINGS = ("svg", "png", "pdf", "html", "txt")


@dataclass(frozen=True, slots=True)
class Table:
    """What a chart shows, in words: heads, and rows of as many cells."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Chart:
    """A picture with its table. Immutable; shows itself in a notebook; `save` writes it by the ending of the file.

    `kind` is what it is called in messages, such as `matrix`. SVG, PDF, HTML and text need nothing but Python; PNG needs a renderer.
    """

    kind: str
    theme: ThemeName
    subtitle: tuple[str, ...]
    sheet: Sheet = field(repr=False)
    table: Table = field(repr=False)

    @property
    def title(self) -> str:
        """What stands over the picture."""
        return self.sheet.title

    def svg(self) -> str:
        """The picture as SVG text, the same for the same input."""
        return svg(self.sheet)

    def png(self, scale: float = 2) -> bytes:
        """The picture as PNG, at `scale` times 96 dots an inch.

        Raises:
            RenderError: no renderer is installed.
        """
        return raster.sheet_png(self.sheet, scale, f"a {self.kind} as svg, pdf, html or txt needs none")

    def pdf(self) -> bytes:
        """The picture as a PDF of one page, as large as the picture."""
        from datamap.rendering.pdf import pdf

        return pdf(self.svg(), self.title)

    def html(self) -> str:
        """The picture and its table as one self-contained page that needs no network and no script."""
        from datamap.rendering.charts.page import page

        return page(self)

    def to_text(self, width: int = 100) -> str:
        """The table as text, a paragraph for each row, for those who cannot see the picture."""
        text = Page(False, width)
        text.say(self.title)
        text.say(" · ".join(self.subtitle))
        room = max(map(len, self.table.heads), default=0) + 2
        for row in self.table.rows:
            text.gap()
            for head, cell in zip(self.table.heads, row, strict=True):
                if cell:
                    text.entry(head, cell, indent=2, room=room)
        return text.text()

    def to_frame(self, backend: str = "pandas") -> Any:
        """The table as a data frame of pandas, polars or pyarrow.

        Raises:
            QuestionError: another backend.
            ImportError: the backend is not installed.
        """
        return frame(self.table.heads, self.table.rows, backend)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the chart to a file, whole or not at all; the ending chooses svg, png, pdf, html or txt.

        Raises:
            RenderError: another ending, or no renderer for png.
            OSError: the file cannot be written.
        """
        return save(path, f"a {self.kind}", CHART_ENDINGS, lambda ending: self.to_text() if ending == "txt" else getattr(self, ending)())

    def __str__(self) -> str:
        return f"{self.title} ({' · '.join(self.subtitle)})"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": str(self), "image/svg+xml": fluid(self.sheet)}
