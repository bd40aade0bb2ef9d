"""The transfer diagram: who sends what to whom, where it goes, and what covers it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from datamap.findings import Report
from datamap.model import DataMap
from datamap.rendering import renderer
from datamap.rendering.d2 import d2
from datamap.rendering.dot import dot
from datamap.rendering.drawing import Drawing
from datamap.rendering.frames import Group
from datamap.rendering.history import History, Stage
from datamap.rendering.markup import html
from datamap.rendering.mermaid import mermaid
from datamap.rendering.palette import THEMES, ThemeName
from datamap.rendering.saving import save
from datamap.rendering.scope import Scope
from datamap.rendering.selection import Selection, listed, one_of

ENDINGS = ("svg", "png", "pdf", "dot", "mmd", "d2", "html")


@dataclass(frozen=True)
class Diagram:
    """A transfer diagram. Immutable; shows itself in a notebook; `save` writes it by the ending of the file.

    `dot` is the picture as DOT text, the same for the same input. `history` judges the other days that a page shows;
    it is asked only where a page is made.
    """

    drawing: Drawing = field(repr=False)
    theme: ThemeName
    m: DataMap = field(repr=False)
    stage: Stage = field(repr=False)
    scope: Scope = field(repr=False)
    history: Callable[[], History] | None = field(repr=False, compare=False)
    dot: str = field(repr=False, init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "dot", dot(self.drawing, THEMES[self.theme]))

    @property
    def report(self) -> Report | None:
        """What was said of the map on its own day; None where it was not judged."""
        return self.stage.report

    def svg(self) -> str:
        """The picture as SVG text.

        Raises:
            RenderError: no renderer is installed.
        """
        return renderer.svg(self.dot, html(self.drawing.title))

    def png(self, scale: float = 2) -> bytes:
        """The picture as PNG, at `scale` times 96 dots an inch.

        Raises:
            RenderError: no renderer is installed.
        """
        return renderer.png(self.dot, scale)

    def pdf(self) -> bytes:
        """The picture as a PDF of one page, as large as the picture.

        Raises:
            RenderError: no renderer is installed.
        """
        from datamap.rendering.pdf import pdf

        return pdf(self.svg(), self.drawing.title)

    def mermaid(self) -> str:
        """The picture as Mermaid text, for Markdown."""
        return mermaid(self.drawing, THEMES[self.theme])

    def d2(self) -> str:
        """The picture as D2 text."""
        return d2(self.drawing, THEMES[self.theme])

    def html(self) -> str:
        """The picture, the world map, the findings, and how they change over time, as one self-contained page.

        It needs no network and no renderer.
        """
        return self._page(self.history() if self.history else History((self.stage,)))

    def _page(self, history: History) -> str:
        from datamap.rendering.web_page import web_page

        return web_page(self.m, self.scope, history, self.theme)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the picture to a file, whole or not at all; the ending chooses svg, png, pdf, dot, mmd, d2 or html.

        Raises:
            RenderError: another ending, or no renderer for svg, png or pdf.
            OSError: the file cannot be written.
        """
        return save(path, "a diagram", ENDINGS, self._as)

    def _as(self, ending: str) -> str | bytes:
        """The picture in one of `ENDINGS`."""
        if ending == "dot":
            return self.dot
        if ending in ("png", "pdf"):
            return self.png() if ending == "png" else self.pdf()
        if ending in ("mmd", "d2"):
            return self.mermaid() if ending == "mmd" else self.d2()
        return self.svg() if ending == "svg" else self.html()

    def __str__(self) -> str:
        return f"{self.drawing.title} ({' · '.join(self.drawing.subtitle)})"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        if renderer.program():
            return {"text/plain": str(self), "image/svg+xml": self.svg()}
        page, look = self._page(History((self.stage,))), f'style="width:100%;height:640px;border:0" title="{html(self.drawing.title)}"'
        return {"text/plain": str(self), "text/html": f'<iframe srcdoc="{_attribute(page)}" {look}></iframe>'}


def diagram(
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
    group: Group = "jurisdiction",
    status: Mapping[str, str] | None = None,
    zones: Mapping[str, frozenset[str]] | None = None,
    history: Callable[[], History] | None = None,
) -> Diagram:
    """The transfer diagram of a map, with what a report says of each transfer.

    Args:
        m: the map.
        report: what a check said of it; without one the picture judges nothing.
        theme: `light`, `dark` or `print` (grey, for paper).
        regime: only what these regimes say, by id.
        category: only transfers of these data categories and those below them.
        subjects: only transfers that can carry data about these people, by id.
        findings_only: only transfers that a finding names.
        focus: only what lies within `depth` transfers (default 1) of these nodes, by id.
        depth: see `focus`.
        group: what frames stand for: jurisdictions, legal entities, or nothing.
        status: ISO place to one line about it, such as "no EU adequacy decision".
        zones: zone to its ISO countries on the day judged; jurisdictions are nested in the first that holds them.
        history: judges the days that a page shows; without it, the page shows the day of the report.

    Raises:
        QuestionError: a theme, group, category, group of people or node that does not exist.
    """
    one_of("theme", theme, THEMES)
    one_of("group", group, ("jurisdiction", "entity", "none"))
    selection = Selection.of(category, subjects, findings_only, focus, depth)
    scope, stage = Scope(listed(regime), selection, group), Stage(report, zones or {}, status or {})
    return Diagram(scope.seen(m, stage).drawing(), theme, m, stage, scope, history)


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;")


def show(m: DataMap) -> dict[str, str]:
    """How a map shows itself in a notebook: its transfers, not judged."""
    return diagram(m)._repr_mimebundle_()
