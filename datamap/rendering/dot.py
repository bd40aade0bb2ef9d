"""A drawing as DOT text. Pure: running Graphviz is another file's business.

Coordinates are settled before Graphviz sees the text (`layout=nop2` tells it to keep them), so that the picture is the
same in every version and on every machine. Y runs upwards in DOT.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from datamap.rendering import dot_labels
from datamap.rendering.drawing import Box, Drawing, Line
from datamap.rendering.frames import Frame
from datamap.rendering.markup import name, quoted, quoted_lines
from datamap.rendering.palette import STROKES, Theme
from datamap.rendering.pieces import Piece
from datamap.rendering.placement import SLOT, Placement, Point, Size, place, slots
from datamap.rendering.routes import upwards

_MARGIN = 28
_LEAST = 640


@dataclass(frozen=True)
class Arranged:
    """A drawing with the labels of its boxes, lines and frames (by id and key), and where everything is."""

    boxes: Mapping[str, Piece]
    lines: Mapping[str, Piece]
    frames: Mapping[str, Piece]
    placement: Placement


def dot(drawing: Drawing, theme: Theme) -> str:
    """The drawing in the DOT language; the same drawing gives the same text."""
    return "\n".join(_Writer(drawing, theme, arranged(drawing, theme)).text()) + "\n"


def arranged(drawing: Drawing, theme: Theme) -> Arranged:
    """The labels of a drawing and their places."""
    busy = slots(drawing)
    boxes = {box.id: dot_labels.box_label(box, theme, busy[box.id] * SLOT + 10) for box in drawing.boxes}
    lines = {line.id: dot_labels.line_label(line, theme) for line in drawing.lines}
    headings = {frame.key: dot_labels.frame_label(frame, theme) for frame in drawing.frames}
    placement = place(
        drawing,
        {box: Size(label.width, label.height) for box, label in boxes.items()},
        {line: Size(label.width, label.height, through, out) for line, (label, through, out) in lines.items()},
        {key: Size(label.width, label.height) for key, label in headings.items()},
    )
    return Arranged(boxes, {line: label for line, (label, _, _) in lines.items()}, headings, placement)


@dataclass
class _Writer:
    drawing: Drawing
    theme: Theme
    parts: Arranged

    def text(self) -> Iterator[str]:
        """The lines of the text."""
        theme, size = self.theme, self.parts.placement.size
        wide = max(size.width, _LEAST)
        title = dot_labels.title_label(self.drawing, theme, wide)
        legend = dot_labels.legend_label(self.drawing, theme, wide)
        self.top = _MARGIN + title.height + 18
        wide = max(size.width, title.width, legend.width) + 2 * _MARGIN
        below = self.top + size.height + 24
        self.height = below + legend.height + _MARGIN
        yield "digraph datamap {"
        yield (
            f'  graph [layout=nop2, bb="0,0,{wide},{self.height}", pad=0, charset="UTF-8", fontname="Arial", bgcolor="{theme.canvas}", '
            f"tooltip={quoted(self.drawing.title)}]"
        )
        yield f'  node [shape=plain, fontname="Arial", fontsize=12, fontcolor="{theme.text}"]'
        yield f'  edge [fontname="Arial", fontsize=11, fontcolor="{theme.text}", arrowsize=0.9]'
        yield self._note("title", title, _MARGIN)
        yield from self._frames(None, "  ")
        for line in self.drawing.lines:
            yield from self._line(line)
        if self.drawing.signs:
            yield self._note("legend", legend, below)
        for corner, x, y in (("first", -_MARGIN, -self.top), ("last", wide - _MARGIN, self.height - self.top)):
            yield f'  "picture {corner}" [style=invis, label="", width=0, height=0, fixedsize=true, pos="{self._at(x, y)}"]'
        yield "}"

    def _note(self, name: str, label: Piece, top: float) -> str:
        """The title or the legend, flush left, `top` points below the top edge."""
        at = self._at(label.width / 2, label.height / 2 + top - self.top)
        return f'  "picture {name}" [id="{name}", class="{name}", label=<{label.label}>, pos="{at}"]'

    def _at(self, x: float, y: float) -> str:
        return f"{x + _MARGIN:g},{self.height - self.top - y:g}"

    def _frames(self, parent: str | None, indent: str) -> Iterator[str]:
        """The boxes, frames and labels directly inside `parent`, from top to bottom."""
        frames = {frame.key: frame for frame in self.drawing.frames}
        opened: set[str] = set()
        for box in self.drawing.boxes:
            if box.frame == parent:
                yield indent + self._box(box)
                continue
            child = next((at for at in upwards(frames, box.frame) if frames[at].parent == parent), None)
            if child and child not in opened:
                opened.add(child)
                yield f"{indent}subgraph {name(f'cluster {child}')} {{"
                yield f"{indent}  {self._frame(frames[child])}"
                yield from self._frames(child, f"{indent}  ")
                yield f"{indent}}}"
        for line in self.drawing.lines:
            if line.route.frame == parent:
                yield indent + self._label(line)

    def _frame(self, frame: Frame) -> str:
        theme, rect, heading = self.theme, self.parts.placement.frames[frame.key], self.parts.frames[frame.key]
        fill, line = (theme.zone, theme.zone_line) if frame.kind == "zone" else (theme.frame, theme.frame_line)
        if frame.shut:
            fill, line = theme.shut, theme.forbidden.line
        return (
            f'graph [id={quoted(f"frame-{frame.key}")}, class="frame {frame.kind}{" shut" if frame.shut else ""}", '
            f'bb="{self._at(rect.left, rect.bottom)},{self._at(rect.right, rect.top)}", '
            f'lp="{self._at(rect.left + 9 + heading.width / 2, rect.top + 8 + heading.height / 2)}", '
            f'style="{"rounded,filled,dashed" if frame.shut else "rounded,filled"}", fillcolor="{fill}", color="{line}", '
            f"penwidth={2 if frame.shut else 1}, label=<{heading.label}>, tooltip={quoted_lines((frame.title, frame.status))}]"
        )

    def _box(self, box: Box) -> str:
        at = self._at(*self.parts.placement.stops[box.id].middle)
        return (
            f'{name(f"box {box.id}")} [id={quoted(f"box-{box.id}")}, class="box {box.kind}{" shut" if box.shut else ""}", pos="{at}", '
            f"label=<{self.parts.boxes[box.id].label}>, tooltip={quoted_lines(dot_labels.tooltip(box))}]"
        )

    def _label(self, line: Line) -> str:
        at = self._at(*self.parts.placement.stops[f"label {line.id}"].middle)
        return (
            f'{name(f"label {line.id}")} [id={quoted(f"label-{line.id}")}, class="label {line.sign.value}", pos="{at}", '
            f"label=<{self.parts.lines[line.id].label}>, tooltip={self._tips(line)}]"
        )

    def _tips(self, line: Line) -> str:
        titles = {box.id: box.title[0] for box in self.drawing.boxes}
        return quoted_lines(dot_labels.line_tooltip(line, (titles[line.tail], titles[line.head])))

    def _line(self, line: Line) -> Iterator[str]:
        """A line in two edges: into its label, and on from it to the box that it reaches."""
        ink, stroke = self.theme.ink(line.sign), STROKES[line.sign]
        look = f'class="line {line.sign.value}", color="{ink.line}", penwidth={stroke.width:g}, style={stroke.style}'
        look += f", tooltip={self._tips(line)}"
        first, second = self.parts.placement.paths[line.id]
        if line.back:
            first, second = second[::-1], first[::-1]
        head = self.parts.placement.stops[line.head]
        tip = self._at(head.right if line.back else head.left, second[-1][1])
        label = name(f"label {line.id}")
        yield f'  {name(f"box {line.tail}")} -> {label} [id={quoted(f"line-{line.id}-a")}, dir=none, pos="{self._points(first)}", {look}]'
        yield f'  {label} -> {name(f"box {line.head}")} [id={quoted(f"line-{line.id}-b")}, pos="e,{tip} {self._points(second)}", {look}]'

    def _points(self, points: tuple[Point, ...]) -> str:
        return " ".join(self._at(*point) for point in points)
